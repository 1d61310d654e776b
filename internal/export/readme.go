package export

import (
	"fmt"
	"strings"
)

// readme says what stands in each file and column of a folder.
func (e *export) readme() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nMade %s. Form: %s.\n", markerHead, e.made(), schema)
	if bounds := e.bounds(); len(bounds) > 0 {
		fmt.Fprintf(&b, "Bounded to: %s.\n", markdownText(strings.Join(bounds, "; ")))
	}
	b.WriteString(`
Every line names its report and, by bytes of the report's text, its words. Nothing
is filled in by inference: what no report tells is empty. Corrections made by hand
are applied. Positions, moves, statements, deadlines and told shifts are complete;
of linked shifts and of conflicts those that the ledger finds when asked are here.
`)
	if !e.o.FullText {
		b.WriteString("\nThe texts of the reports belong to others and are not here; their SHA-256 is.\n")
	}
	if e.o.As == CSV {
		b.WriteString(`
The files are CSV in UTF-8 with a line of names first. A list stands in one cell
with "; " between its items; "\" comes before a ";" or a "\" that belongs to an item.
A cell of text that begins with = + - @ ' | or a control character has a ' before it,
so that no spreadsheet takes it for a formula: take off one ' where a cell of text
begins with one.
`)
	} else {
		b.WriteString("\nThe files are Apache Parquet: days are DATE, moments TIMESTAMP in UTC, lists LIST of text.\n")
	}
	for _, t := range tableInfos() {
		fmt.Fprintf(&b, "\n## %s.%s\n\n%s.\n\n| column | type | what it holds |\n|---|---|---|\n", t.name, e.o.As, capital(t.about))
		for _, c := range columnsOf(t.row) {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.name, c.typeName(), c.about)
		}
	}
	return b.String()
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
