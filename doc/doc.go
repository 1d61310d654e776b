// Package doc holds what parley knows about one report: the text, its layers
// (paragraphs, sentences, tokens, tags, trees, names) and its record (actors,
// statements, moves, times, proposals, shifts, commitments, deadlines).
//
// It is plain data. Stages add layers, the pipeline alone writes them, each
// once, and after that a [Document] is read-only and safe for concurrent
// reading. All positions are [Span] values: half-open byte ranges into
// [Report.Text] that begin and end on rune boundaries. [Document.Check] states
// every invariant in one place.
package doc

import (
	"sort"
	"time"
)

// Schema names the version of the JSON form. The schema only grows within one
// version.
const Schema = "parley/1"

// Document is one report and all that was read from it. The zero value is an
// empty report. Index fields (sentence numbers, token numbers) count from 0;
// identifiers ([ActorID], [StatementID], [MoveID]) count from 1 so that their
// zero value means "none".
type Document struct {
	Report Report
	Layout
	Tags  []Tag  // empty, or one for each token
	Arcs  []Arc  // empty, or one for each token
	Names []Name // in order, not overlapping

	Actors      []Actor
	Mentions    []Mention // in order of Span.Start, then longest first
	Statements  []Statement
	Times       []Time
	Moves       []Move
	Proposals   []Proposal
	Shifts      []Shift
	Commitments []Commitment
	Deadlines   []Deadline

	// Notes tells the reader of the record what it could not do, e.g. "no date
	// of publication: windows could not be anchored".
	Notes []string
}

// Layout is the text cut up: what the first stage finds, and what all others
// build on.
type Layout struct {
	Paragraphs []Paragraph
	Sentences  []Sentence
	Tokens     []Token
	Quotes     []Quote // in order of Span.Start, the outer before the inner
}

// Form is the text of token i.
func (l *Layout) Form(text string, i int) string { return l.Tokens[i].Span.In(text) }

// SentenceOf is the index of the sentence that holds token i, by binary search.
func (l *Layout) SentenceOf(i int) int {
	return sort.Search(len(l.Sentences), func(s int) bool { return l.Sentences[s].Tokens.End > i })
}

// SpanOf is the span from the first to the last token of r; empty when r is.
func (l *Layout) SpanOf(r Range) Span {
	if r.Empty() {
		return Span{}
	}
	return Span{l.Tokens[r.First].Span.Start, l.Tokens[r.End-1].Span.End}
}

// TokensIn is the range of tokens that begin inside s, by binary search.
func (l *Layout) TokensIn(s Span) Range {
	at := func(pos int) int {
		return sort.Search(len(l.Tokens), func(i int) bool { return l.Tokens[i].Span.Start >= pos })
	}
	return Range{at(s.Start), at(s.End)}
}

// Report is the text as given, and where and when it comes from.
type Report struct {
	ID        string    // "sha256:" and the hex digest of Text; empty until read
	Name      string    // how the user named the input: a path, a URL, "-"
	URL       string    // empty when not told
	Outlet    string    // the publisher, empty when not told
	Title     string    // empty when not told
	Author    string    // empty when not told
	Published time.Time // midnight UTC of the day of publication; zero when not known
	DateFrom  string    // where Published comes from: "given", "metadata", "file name", "dateline", "" when unknown
	Text      string    // valid UTF-8
}

// ParagraphKind tells what a paragraph is for.
type ParagraphKind uint8

// The kinds of paragraph. Body is the zero value.
const (
	Body ParagraphKind = iota
	Heading
	Byline
	Caption // also boilerplate: credits, "read more", share lines
)

// Paragraph is a run of sentences set apart by line ends. Paragraphs cover all
// the tokens, in order, without overlap.
type Paragraph struct {
	Span      Span
	Kind      ParagraphKind
	Dateline  Span // "KYIV, Ukraine (AP) —" at its start; empty when there is none
	Sentences Range
}

// Sentence is a run of tokens inside one paragraph.
type Sentence struct {
	Span      Span
	Tokens    Range
	Paragraph int // index into Document.Paragraphs
}

// Token is a syntactic word as in UD English: "don't" is "do" + "n't",
// "Putin's" is "Putin" + "'s". Tokens are never empty and never overlap. The
// form of token t is Text[t.Span.Start:t.Span.End], always.
type Token struct {
	Span Span
	// SpaceAfter is false where the next token follows without white space.
	SpaceAfter bool
}

// Quote is a stretch within quotation marks. Inner excludes the marks. A quote
// that runs over several paragraphs, each opened anew, is one Quote for each
// paragraph, with Continues set on all but the last.
type Quote struct {
	Span      Span // with its marks
	Inner     Span
	Depth     int  // 0 outermost; a quote inside a quote has 1
	Continues bool // goes on in the next paragraph
	Closed    bool // false where the closing mark is missing
}

// Tag is the word class of one token.
type Tag struct {
	U     UPOS
	X     XPOS
	Lemma string // lower case but for proper nouns; never empty
}

// Arc hangs one token on its head.
type Arc struct {
	Head int32 // index into Document.Tokens, in the same sentence; -1 for the root
	Rel  Rel
}

// NameKind is the kind of thing that a name names.
type NameKind uint8

// The kinds of name. A group is what acts together without being an
// organisation: "Kurds", "European leaders".
const (
	Person NameKind = iota + 1
	Country
	Place
	Organisation
	Group
)

// Name is one proper name in the text.
type Name struct {
	Tokens     Range
	Span       Span
	Kind       NameKind
	Confidence float64 // 0…1
	// Entry identifies the lexicon's entry, e.g. "country:USA", "person:Donald Trump",
	// "org:UN"; empty where the lexicon does not know the name.
	Entry string
	Why   string
}
