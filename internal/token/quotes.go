package token

import "github.com/parley-reader/parley/doc"

// quotes finds the stretches within quotation marks.
func (s *splitter) quotes() {
}

var _ doc.Quote
