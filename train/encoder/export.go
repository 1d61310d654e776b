package main

import (
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/parse"
)

// files are the three weight files that belong together.
type files struct{ encoder, tagger, parser []byte }

// export lays the network out as weight files.
func (n *net) export(lex *lexicon, lem *lemmaTable) (out files, err error) {
	var b encode.Builder
	b.Uints("arch", 1, 1+len(n.config.layers), append([]uint32{uint32(n.dim)}, n.config.layers...))
	table := encode.VocabTable(lex.hashes)
	b.Uints("vocab", len(table)/2, 2, table)
	addTable(&b, "word", n.word)
	addTable(&b, "affix", n.affix)
	b.Floats("norm", 2, n.dim, n.norm.w)
	for _, l := range n.layers {
		addLinear(&b, l.lin.w.name, l.lin)
		b.Floats(l.norm.name, 2, n.dim, l.norm.w)
	}
	out.encoder = b.File(encode.KindEncoder, 0)
	e, err := encode.Load(out.encoder)
	if err != nil {
		return out, err
	}

	var t encode.Builder
	addLinear(&t, "out", n.tag)
	slots, rules := encodeLemmas(lem)
	t.Uints("lemma.slots", len(slots)/2, 2, slots)
	t.Int8("lemma.rules", 1, len(rules), rules)
	out.tagger = t.File(encode.KindTagger, e.Sum())

	var p encode.Builder
	p.Uints("size", 1, 2, []uint32{uint32(n.config.arc), uint32(n.config.lab)})
	addLinear(&p, "arc", n.arc)
	addLinear(&p, "lab", n.lb)
	addLinear(&p, "bi", n.bi)
	addLinear(&p, "dist.dep", n.dDep)
	addLinear(&p, "dist.head", n.dHead)
	addLinear(&p, "out", n.rel)
	p.Floats("root", 1, n.config.arc, n.root.w)
	p.Floats("root.lab", 1, n.config.lab, n.rootLab.w)
	p.Floats("lab.dist", parse.Buckets, n.config.lab, n.labDist.w)
	out.parser = p.File(encode.KindParser, e.Sum())
	return out, nil
}

func addLinear(b *encode.Builder, name string, l *linear) {
	b.Floats(name, l.in, l.out, l.w.w)
	b.Floats(name+".b", 1, l.out, l.b.w)
}

// addTable writes embeddings as int8 with one scale a row.
func addTable(b *encode.Builder, name string, p *param) {
	q, scale := make([]int8, len(p.w)), make([]float32, p.rows)
	for r := range p.rows {
		row := p.w[r*p.cols : (r+1)*p.cols]
		var top float32
		for _, x := range row {
			top = max(top, abs(x))
		}
		if top == 0 {
			continue
		}
		scale[r] = top / 127
		for j, x := range row {
			v := x / scale[r]
			if v < 0 {
				v -= 0.5
			} else {
				v += 0.5
			}
			q[r*p.cols+j] = int8(v)
		}
	}
	b.Int8(name, p.rows, p.cols, q)
	b.Floats(name+".s", 1, p.rows, scale)
}
