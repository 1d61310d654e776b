package ledger

import (
	"cmp"
	"context"
)

// ActorKey is the key of the actor of a name or key, for corrections, which name two
// that may be one. Who is listed under the name goes before who is only called so
// too: "Okello" is the actor of that name where there is one, though "James Okello" is
// called Okello as well. Else it is who [Ledger.Who] finds, with its error where there
// is none.
func (l *Ledger) ActorKey(ctx context.Context, name string) (string, error) {
	known, err := l.Store.ActorsByKey(ctx, []string{name})
	if err != nil {
		return "", err
	}
	if len(known) == 1 {
		return name, nil
	}
	key, err := l.listedAs(ctx, name)
	if err != nil {
		return "", err
	}
	p, err := l.Who(ctx, cmp.Or(key, name), Ask{Limit: 1})
	if err != nil {
		return "", err
	}
	return p.Actor.Key, nil
}

// listedAs is the key of the one actor that is listed under a name, "" where there
// is none or several.
func (l *Ledger) listedAs(ctx context.Context, name string) (string, error) {
	const most = 50
	found, err := l.Store.FindActors(ctx, name, most)
	if err != nil {
		return "", err
	}
	key, fold := "", FoldName(name)
	for i := range found {
		if FoldName(found[i].Name) != fold {
			continue
		}
		if key != "" {
			return "", nil
		}
		key = found[i].Key
	}
	return key, nil
}
