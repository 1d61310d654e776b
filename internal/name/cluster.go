package name

import (
	"fmt"

	"github.com/parley-reader/parley/internal/encode"
)

// KindClusters is the kind of weight file (see [encode.Open]) that tells which
// words are used alike.
const KindClusters uint32 = 0x6e616d77

// clusters tells which words are used alike: check of a word's hash → coarse
// group in the upper half, fine group in the lower. Read-only.
type clusters map[uint32]uint32

func readClusters(b []byte) (clusters, error) {
	f, err := encode.Open(b, KindClusters)
	if err != nil {
		return nil, err
	}
	v, err := f.Uints("clusters", -1, 2)
	if err != nil {
		return nil, err
	}
	c := make(clusters, len(v)/2)
	for i := 0; i+1 < len(v); i += 2 {
		c[v[i]] = v[i+1]
	}
	return c, nil
}

// noCluster is that of the words that were not seen often enough.
const noCluster = 1<<32 - 1

func (c clusters) of(form string) uint32 {
	if g, ok := c[uint32(encode.Extract(form).Word>>32)]; ok {
		return g
	}
	return noCluster
}

func (f *Finder) readClusters() error {
	b, err := data.ReadFile(clusterFile)
	if err != nil {
		return nil // none: the words themselves have to do
	}
	if f.clusters, err = readClusters(b); err != nil {
		return fmt.Errorf("name: %s: %w", clusterFile, err)
	}
	return nil
}
