package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/parley-reader/parley/internal/lexicon"
)

func lx(dir, s string) {
	l, err := lexicon.Load(os.DirFS(dir))
	fmt.Println(err)
	for _, h := range l.Match(nil, strings.Fields(s)) {
		fmt.Println(h.First, h.End, h.Sense, h.Weak, h.Entries[0].ID, h.Senses)
	}
}
