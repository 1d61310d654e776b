package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/ledger"
)

// nowhere takes an answer and drops it.
type nowhere struct{ header http.Header }

func (n *nowhere) Header() http.Header         { return n.header }
func (n *nowhere) WriteHeader(int)             {}
func (n *nowhere) Write(b []byte) (int, error) { return len(b), nil }

// BenchmarkTable is GET table on the whole example, with what the ledger itself takes
// for it beside, and the answer to a caller who has it already.
func BenchmarkTable(b *testing.B) {
	for name, l := range map[string]*ledger.Ledger{"memory": memory(b, 54), "sqlite": onDisk(b, 54)} {
		h := as(New(optionsOf(b, l)), anybody)
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/api/v1/table?dossier=Talks", nil)
		tagged := ask(b, h, http.MethodGet, "/api/v1/table?dossier=Talks", "")
		b.Run(name+"/ledger", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := l.Table(b.Context(), ledger.Ask{Dossier: talks}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/answer", func(b *testing.B) { // of what the ledger made
			b.ReportAllocs()
			t, err := l.Table(b.Context(), ledger.Ask{Dossier: talks})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				about, rows, err := answer.New(b.Context(), l).Table(t)
				if err == nil {
					err = encode(io.Discard, client.Answer[client.TableAbout, client.Row]{About: about, Lines: rows})
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/get", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(tagged.Body.Len()))
			for b.Loop() {
				h.ServeHTTP(&nowhere{http.Header{}}, r)
			}
		})
		same := r.Clone(b.Context())
		same.Header.Set("If-None-Match", tagged.Header().Get("ETag"))
		b.Run(name+"/unchanged", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				h.ServeHTTP(&nowhere{http.Header{}}, same)
			}
		})
	}
}
