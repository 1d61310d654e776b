package main

import (
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/train/net"
)

// files are the three weight files that belong together.
type files struct{ encoder, tagger, parser []byte }

// export lays the network out as weight files.
func (n *network) export(lex *lexicon, lem *lemmaTable) (out files, err error) {
	var b encode.Builder
	b.Uints("arch", 1, 1+len(n.config.layers), append([]uint32{uint32(n.dim)}, n.config.layers...))
	table := encode.VocabTable(lex.hashes)
	b.Uints("vocab", len(table)/2, 2, table)
	addTable(&b, n.word)
	addTable(&b, n.affix)
	n.norm.Write(&b)
	n.stack.WriteLayers(&b) // their kinds stand in arch
	out.encoder = b.File(encode.KindEncoder, 0)
	e, err := encode.Load(out.encoder)
	if err != nil {
		return out, err
	}

	var t encode.Builder
	n.tag.Write(&t)
	slots, rules := encodeLemmas(lem)
	t.Uints("lemma.slots", len(slots)/2, 2, slots)
	t.Int8("lemma.rules", 1, len(rules), rules)
	out.tagger = t.File(encode.KindTagger, e.Sum())

	var p encode.Builder
	p.Uints("size", 1, 2, []uint32{uint32(n.config.arc), uint32(n.config.lab)})
	for _, l := range []*net.Linear{n.arc, n.lb, n.bi, n.dDep, n.dHead, n.rel} {
		l.Write(&p)
	}
	for _, a := range []*net.Param{n.root, n.rootLab, n.labDist} {
		a.Write(&p)
	}
	out.parser = p.File(encode.KindParser, e.Sum())
	return out, nil
}

// addTable writes embeddings as int8 with one scale a row. Halves go away from
// zero as float32 adds them, which in the last bit is not [math.Round].
func addTable(b *encode.Builder, t *net.Table) {
	t.WriteRounded(b, func(x float32) int8 {
		if x < 0 {
			return int8(x - 0.5)
		}
		return int8(x + 0.5)
	})
}
