package sqlkit

import (
	"context"
	"maps"
	"slices"
)

// raise adds to a number column of rows, in the order of their numbers.
func raise[T ~int64](ctx context.Context, w *Writer, table, column string, by map[T]int64) error {
	var ids, more []int64
	for _, id := range slices.Sorted(maps.Keys(by)) {
		ids, more = append(ids, int64(id)), append(more, by[id])
	}
	if f := w.store.dialect.Raise; f != nil {
		return f(ctx, w, table, column, ids, more)
	}
	for i, id := range ids {
		if err := w.Run(ctx, "UPDATE "+table+" SET "+column+" = "+column+" + ? WHERE id = ?", more[i], id); err != nil {
			return err
		}
	}
	return nil
}
