package storetest

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// Entries makes n entries as a reader of news would: several reports of one
// story, near-copies in other outlets, changed versions, actors and proposals
// that come again. The same seed gives the same entries.
func Entries(seed uint64, n int) []*ledger.Entry {
	g := NewGenerator(seed)
	out := make([]*ledger.Entry, n)
	for i := range out {
		out[i] = g.Next()
	}
	return out
}

// Generator makes entries one by one, in the order in which they are learned:
// about ten moves, five statements, four positions in each. It is not safe for
// concurrent use.
type Generator struct {
	// PerDay is how many reports come out on one day, 24 when zero. Set it before
	// the first entry.
	PerDay int

	r       *rand.Rand
	n       int       // reports made
	day     time.Time // that the current stories are of
	actors  []ledger.Actor
	stories []*story
}

// story is what reports of the same days tell.
type story struct {
	actors    []int // of the generator's
	proposals []thing
	reports   []draft
	quotes    []string
}

// thing is a proposal of a story.
type thing struct {
	kind doc.ProposalKind
	name string
	who  []int // participants, of the generator's actors
}

// draft is a report before it is an entry.
type draft struct {
	origin, outlet, title string
	sentences             []sentence
}

// sentence is one sentence with the one move that it tells.
type sentence struct {
	who, to  int // of the generator's actors; to is -1 for none
	act      doc.Act
	thing    int // of the story's, -1 for none
	venue    string
	quote    string
	cond     string
	due      int // days until a deadline, 0 for none
	shift    bool
	denies   bool // the move of the sentence before
	status   doc.Status
	event    string
	sure     float64
	ago      int // days since it was said
	vague    bool
	text     string
	verb     string
	whatText string
}

// NewGenerator makes a generator. The same seed gives the same entries.
func NewGenerator(seed uint64) *Generator {
	g := &Generator{r: rand.New(rand.NewPCG(seed, 0x9a71e)), day: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}
	for range 40 {
		g.actor()
	}
	return g
}

var (
	outlets   = []string{"Herald", "Morning Post", "Wire One", "Wire Two", "The Ledger", "Evening News", "Radio Free", "Daily Mirror of Facts", "Observer", "Tribune", "Gazette", "Chronicle"}
	syllables = []string{"ba", "ro", "ven", "ka", "li", "dor", "mi", "sha", "tel", "un", "gra", "po", "ser", "ny", "el", "ost", "ham", "ir"}
	events    = []string{"", "", "AGREE", "CONSULT", "REJECT", "THREATEN", "AID", "ACCUSE"}
	venues    = []string{"Geneva", "Doha", "Oslo", "Vienna", "Cairo", "Ankara"}
	subjects  = []string{"prisoners", "grain", "the corridor", "the dam", "border posts", "the port", "sanctions", "air defence", "observers", "the reactor"}
	verbs     = map[doc.Act]string{doc.Meet: "met on", doc.Propose: "proposed", doc.Support: "backed", doc.Agree: "agreed to", doc.Offer: "offered", doc.Demand: "demanded", doc.Reject: "turned down", doc.Doubt: "played down", doc.Deny: "denied", doc.Accuse: "accused them over", doc.Threaten: "threatened to stop", doc.Expect: "expects"}
	actList   = []doc.Act{doc.Meet, doc.Propose, doc.Support, doc.Agree, doc.Offer, doc.Demand, doc.Reject, doc.Doubt, doc.Accuse, doc.Threaten, doc.Expect}
	stances   = map[doc.Act]doc.Stance{doc.Propose: doc.StanceFor, doc.Support: doc.StanceFor, doc.Agree: doc.StanceFor, doc.Reject: doc.StanceAgainst, doc.Doubt: doc.StanceDoubts, doc.Demand: doc.StanceIf}
	filler    = strings.Fields("after before during a long second round of work in the old town hall while rain fell and crowds waited outside for news that never came from inside where aides carried papers between rooms as lights went out across districts near rivers bridges and markets under heavy guard by men who said nothing at all")
)

func (g *Generator) word() string {
	var b strings.Builder
	for range 2 + g.r.IntN(2) {
		b.WriteString(syllables[g.r.IntN(len(syllables))])
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}

// actor makes a new actor; every third is a state, the others speak for one.
func (g *Generator) actor() int {
	i := len(g.actors)
	a := ledger.Actor{Name: g.word(), Kind: doc.Country}
	a.Country = strings.ToUpper((a.Name + "xx")[:3])
	a.Entry = "country:" + a.Name
	if i%3 != 0 {
		party := i - i%3
		a = ledger.Actor{Name: g.word() + " " + g.word(), Kind: doc.Person, Country: g.actors[party].Country, Party: ledger.ActorID(party + 1)}
		a.Role = []string{"president", "foreign minister", "envoy"}[i%3]
	}
	x := doc.Actor{Name: a.Name, Kind: a.Kind, Entry: a.Entry}
	a.Key = ledger.ActorKey(&x)
	a.Names = []string{a.Name}
	if at := strings.IndexByte(a.Name, ' '); at > 0 {
		a.Names = append(a.Names, a.Name[at+1:])
	}
	for k := range g.actors {
		if g.actors[k].Key == a.Key {
			return k
		}
	}
	g.actors = append(g.actors, a)
	return len(g.actors) - 1
}

// common draws an actor: the first made are drawn most.
func (g *Generator) common() int {
	u := g.r.Float64()
	return int(u * u * u * float64(len(g.actors)))
}

func (g *Generator) newStory() *story {
	s := &story{}
	for range 3 + g.r.IntN(4) {
		s.actors = append(s.actors, g.common())
	}
	if g.r.IntN(4) == 0 {
		s.actors = append(s.actors, g.actor())
	}
	for range 1 + g.r.IntN(3) {
		p := thing{kind: doc.ProposalKind(1 + g.r.IntN(int(doc.OtherProposal))), name: subjects[g.r.IntN(len(subjects))]}
		if g.r.IntN(3) > 0 {
			p.name += " of " + g.word()
		}
		if a, b := min(s.actors[0], s.actors[1]), max(s.actors[0], s.actors[1]); p.kind == doc.MeetingProposal && a != b {
			p.who = []int{a, b}
			p.name = "meeting " + g.actors[a].Name + " – " + g.actors[b].Name
		}
		s.proposals = append(s.proposals, p)
	}
	return s
}

// Next makes the next entry.
func (g *Generator) Next() *ledger.Entry {
	g.n++
	if g.PerDay <= 0 {
		g.PerDay = 24
	}
	if (g.n-1)%g.PerDay == 0 {
		g.day = g.day.AddDate(0, 0, 1)
		g.stories = g.stories[len(g.stories)/2:]
		for range 2 + g.PerDay/12 {
			g.stories = append(g.stories, g.newStory())
		}
	}
	s := g.stories[g.r.IntN(len(g.stories))]
	var d draft
	switch k := g.r.IntN(20); {
	case k < 5 && len(s.reports) > 0:
		d = g.copyOf(s.reports[g.r.IntN(len(s.reports))])
	case k < 7 && len(s.reports) > 0:
		d = g.versionOf(s, s.reports[g.r.IntN(len(s.reports))])
	default:
		d = g.fresh(s)
	}
	s.reports = append(s.reports, d)
	return g.entry(s, d)
}

func (g *Generator) fresh(s *story) draft {
	d := draft{outlet: outlets[g.r.IntN(len(outlets))], title: g.title(s)}
	d.origin = fmt.Sprintf("https://example.org/%d", g.n)
	for range 7 + g.r.IntN(8) {
		d.sentences = append(d.sentences, g.sentence(s, len(d.sentences) > 0))
	}
	return d
}

func (g *Generator) title(s *story) string {
	return g.actors[s.actors[0]].Name + " and talks on " + s.proposals[0].name
}

// copyOf is the same text in another outlet, with one sentence less.
func (g *Generator) copyOf(d draft) draft {
	d.outlet = outlets[g.r.IntN(len(outlets))]
	d.origin = fmt.Sprintf("https://copies.example.org/%d", g.n)
	if len(d.sentences) > 9 {
		d.sentences = d.sentences[:len(d.sentences)-1]
	}
	return d
}

// versionOf is the same report with a sentence more.
func (g *Generator) versionOf(s *story, d draft) draft {
	d.sentences = append(append([]sentence(nil), d.sentences...), g.sentence(s, true))
	return d
}

// filler is some words in an order of their own, so that no two texts are alike by
// chance.
func (g *Generator) filler(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = filler[g.r.IntN(len(filler))]
	}
	return strings.Join(words, " ")
}

func (g *Generator) sentence(s *story, second bool) sentence {
	x := sentence{who: s.actors[g.r.IntN(len(s.actors))], to: -1, thing: -1, act: actList[g.r.IntN(len(actList))], status: doc.Stated}
	x.sure = float64(50+g.r.IntN(50)) / 100
	x.event = events[g.r.IntN(len(events))]
	if g.r.IntN(2) == 0 {
		x.to = s.actors[g.r.IntN(len(s.actors))]
	}
	x.whatText = subjects[g.r.IntN(len(subjects))]
	if g.r.IntN(2) == 0 {
		x.thing = g.r.IntN(len(s.proposals))
		x.whatText = s.proposals[x.thing].name
		if g.r.IntN(4) == 0 {
			x.venue = venues[g.r.IntN(len(venues))]
		}
	}
	switch g.r.IntN(12) {
	case 0:
		x.denies, x.act = second, doc.Deny
	case 1:
		x.status = doc.Denied
	case 2:
		x.due = 2 + g.r.IntN(20)
	case 3:
		x.shift = true
	case 4:
		x.ago = 1 + g.r.IntN(30)
	case 5:
		x.vague = true
	}
	x.verb = verbs[x.act]
	x.text = g.actors[x.who].Name + " " + x.verb + " " + x.whatText
	if x.venue != "" {
		x.text += " in " + x.venue
	}
	if g.r.IntN(6) == 0 {
		x.cond = "the " + subjects[g.r.IntN(len(subjects))] + " issue is settled"
		x.text += " if " + x.cond
	}
	x.text += " " + g.filler(6+g.r.IntN(6))
	if g.r.IntN(2) == 0 {
		x.quote = g.quote(s)
		x.text += ": “" + x.quote + "”"
	}
	x.text += "."
	return x
}

// quote is what somebody says: now and then what another has said in the story.
func (g *Generator) quote(s *story) string {
	if n := len(s.quotes); n > 0 && g.r.IntN(25) == 0 {
		return s.quotes[g.r.IntN(n)]
	}
	q := g.filler(8)
	s.quotes = append(s.quotes, q)
	return q
}

func printOf(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64() >> 1
}
