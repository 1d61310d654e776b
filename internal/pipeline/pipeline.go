// Package pipeline composes the stages: [Pipeline.Read] calls them in order and
// is the only place that writes to a document, each layer once.
package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/lexicon"
	"github.com/parley-reader/parley/internal/move"
	"github.com/parley-reader/parley/internal/name"
	"github.com/parley-reader/parley/internal/parse"
	"github.com/parley-reader/parley/internal/quote"
	"github.com/parley-reader/parley/internal/record"
	"github.com/parley-reader/parley/internal/refer"
	"github.com/parley-reader/parley/internal/tag"
	"github.com/parley-reader/parley/internal/token"
	"github.com/parley-reader/parley/internal/when"
)

// Pipeline holds the stages. It is read-only and safe for concurrent use, with
// a [Workspace] for each reading.
type Pipeline struct {
	enc    *encode.Encoder
	tags   *tag.Tagger
	trees  *parse.Parser
	names  *name.Finder
	refer  *refer.Resolver
	quotes *quote.Finder
	times  *when.Tagger
	moves  *move.Finder
	senses *move.Senses
	record *record.Builder
}

// Workspace is the working memory of one reading at a time, kept from one
// report to the next. The zero value is not ready; see [NewWorkspace].
type Workspace struct {
	enc    encode.Workspace
	forms  []string
	bounds []int
	states encode.States // of the document in hand; it lives in enc
}

// NewWorkspace makes an empty workspace; it grows with the reports it reads.
func NewWorkspace() *Workspace { return &Workspace{} }

// maxKept bounds the memory that a workspace keeps: after a larger report it
// starts anew.
const maxKept = 1 << 16 // tokens

// New loads the models and the knowledge, several at a time. data are folders
// of the user's own, which add to and override the lexicon that ships; they are
// read by several goroutines at once.
func New(data ...fs.FS) (*Pipeline, error) {
	p, err := NewBare(data...)
	if err != nil {
		return nil, err
	}
	senses, err := move.NewSenses(p.enc)
	if err != nil {
		return nil, err
	}
	p.senses = senses
	p.moves.Use(senses)
	return p, nil
}

// NewBare is New without the senses of moves, for the trainer that makes them.
func NewBare(data ...fs.FS) (*Pipeline, error) {
	for _, user := range data {
		if err := checkData(user); err != nil {
			return nil, err
		}
	}
	p := &Pipeline{}
	var lex *lexicon.Lexicon
	var errs [9]error
	var busy sync.WaitGroup
	busy.Go(func() { lex, errs[0] = lexicon.Load(append([]fs.FS{lexicon.Embedded()}, data...)...) })
	busy.Go(func() {
		if p.enc, errs[1] = encode.New(); errs[1] == nil {
			p.tags, errs[2] = tag.New(p.enc)
			p.trees, errs[3] = parse.New(p.enc)
			p.quotes, errs[4] = quote.New(p.enc)
		}
	})
	busy.Go(func() {
		p.times, errs[5] = when.New(layer(when.Data(), data, "times"))
		p.moves, errs[6] = move.New(layer(move.Embedded(), data, "moves"))
		p.record, errs[7] = record.New(layer(record.Embedded(), data, "record"))
	})
	busy.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	p.names, errs[0] = name.New(lex, p.enc)
	p.refer, errs[8] = refer.New(lex)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	return p, nil
}

// ErrEmpty is the error of a report that holds no words.
var ErrEmpty = errors.New("no words in it: give a report with text")

// maxText bounds the length of one report, and with it the memory that reading
// it takes: about 400 bytes for each of its own. A text that long is a
// collection.
const maxText = 16 << 20

// Read reads one report through all the stages, in time linear in its length.
func (p *Pipeline) Read(report doc.Report, ws *Workspace) (*doc.Document, error) {
	if len(report.Text) > maxText {
		return nil, fmt.Errorf("%d MB in one report, at most %d are read: it is a collection, so give its reports one by one, or as JSON lines", len(report.Text)>>20, maxText>>20)
	}
	if !utf8.ValidString(report.Text) {
		report.Text = strings.ToValidUTF8(report.Text, "\uFFFD")
	}
	if report.ID == "" {
		sum := sha256.Sum256([]byte(report.Text))
		report.ID = "sha256:" + hex.EncodeToString(sum[:])
	}
	d := &doc.Document{Report: report}
	d.Layout = token.Split(report.Text)
	if len(d.Tokens) == 0 {
		return nil, ErrEmpty
	}
	p.Deepen(d, ws)
	return d, nil
}

// Deepen adds all the layers after the layout to a document that has its
// layout. It is how a corpus that comes with words of its own is read.
func (p *Pipeline) Deepen(d *doc.Document, ws *Workspace) {
	p.Syntax(d, ws)
	p.Names(d, ws)
	times := p.Times(d, ws)
	p.who(d, ws)
	p.date(d, times)
	d.Moves = p.moves.Find(MoveInput(d, ws))
	r := p.record.Build(d)
	d.Proposals, d.Shifts, d.Commitments, d.Deadlines = r.Proposals, r.Shifts, r.Commitments, r.Deadlines
	d.Notes = append(d.Notes, p.times.Notes(times, d.Times)...)
	if cap(ws.forms) > maxKept {
		*ws = Workspace{}
	}
}

// MoveInput is what the moves of a document are read from; the document has the
// layers before them, and ws is the workspace that they were made with.
func MoveInput(d *doc.Document, ws *Workspace) *move.Input {
	return &move.Input{
		Text: d.Report.Text, Layout: &d.Layout, Forms: ws.forms, Tags: d.Tags, Arcs: d.Arcs, Names: d.Names,
		Actors: d.Actors, Mentions: d.Mentions, Statements: d.Statements, Times: d.Times,
		Published: d.Report.Published, States: ws.states,
	}
}

// Layout is the first stage alone.
func (p *Pipeline) Layout(text string) doc.Layout { return token.Split(text) }

// Names adds the proper names; the document has its tags and trees, and ws is
// the workspace that they were made with.
func (p *Pipeline) Names(d *doc.Document, ws *Workspace) {
	d.Names = p.names.Find(d.Report.Text, &d.Layout, d.Tags, ws.forms, ws.states)
}

// Times adds the expressions of time, and returns what they were read from;
// the document has its trees, and ws is the workspace that they were made with.
func (p *Pipeline) Times(d *doc.Document, ws *Workspace) *when.Input {
	in := &when.Input{
		Text: d.Report.Text, Layout: &d.Layout, Tags: d.Tags, Arcs: d.Arcs, Forms: ws.forms, Anchor: d.Report.Published,
	}
	d.Times = p.times.Tag(in)
	return in
}

// date gives each statement the time of its cue's clause, where one is told.
func (p *Pipeline) date(d *doc.Document, in *when.Input) {
	if len(d.Times) == 0 {
		return
	}
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Cue.Empty() {
			continue
		}
		cue := d.TokensIn(s.Cue).First
		if w, at := p.times.For(in, d.Times, cue); at >= 0 {
			if !ahead(w, d.Report.Published) {
				s.When = w
			}
		} else if w, at := p.times.Carried(in, d.Times, cue); at >= 0 && !ahead(w, d.Report.Published) {
			s.When = w
		}
	}
}

// ahead tells whether a time begins after the day of publication: nobody has said
// anything then, so that of "wants an answer on Thursday" it is the answer's time.
func ahead(w doc.When, published time.Time) bool {
	first, _, _ := strings.Cut(string(w), "/")
	today := published.Format(time.DateOnly)
	return !published.IsZero() && first > today[:min(len(first), len(today))]
}

// Relations finds attributions in the form of the corpus that they were
// learned from, before they become statements; the document has its trees, and
// ws what reading them left.
func (p *Pipeline) Relations(d *doc.Document, ws *Workspace) []quote.Relation {
	return p.quotes.Relations(d.Report.Text, &d.Layout, d.Tags, d.Arcs, ws.states)
}

// Syntax adds tags and trees to a document that has its layout.
func (p *Pipeline) Syntax(d *doc.Document, ws *Workspace) {
	ws.forms, ws.bounds = ws.forms[:0], ws.bounds[:0]
	for i := range d.Tokens {
		ws.forms = append(ws.forms, d.Tokens[i].Span.In(d.Report.Text))
	}
	for i := range d.Sentences {
		ws.bounds = append(ws.bounds, d.Sentences[i].Tokens.First)
	}
	ws.bounds = append(ws.bounds, len(d.Tokens))
	ws.states = p.enc.Encode(ws.forms, ws.bounds, &ws.enc)
	d.Tags = p.tags.Tag(make([]doc.Tag, 0, len(d.Tokens)), ws.forms, ws.states)
	d.Arcs = p.trees.Parse(make([]doc.Arc, 0, len(d.Tokens)), &d.Layout, d.Tags, ws.states)
}

// Versions names the weight files in use and their checksums.
func (p *Pipeline) Versions() map[string]string {
	v := map[string]string{"encoder": fmt.Sprintf("%08x", p.enc.Sum())}
	if p.senses != nil {
		v["senses"] = fmt.Sprintf("%08x", p.senses.Sum())
	}
	return v
}
