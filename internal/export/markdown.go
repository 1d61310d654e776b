package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// markdown writes a dossier as Markdown to paste: tables as GitHub and most
// editors read them, sources as numbered notes.
func (e *export) markdown(out io.Writer) error {
	p, err := e.page()
	if err != nil {
		return err
	}
	return buffered(out, func(b *bufio.Writer) error {
		fmt.Fprintf(b, "# %s\n\nMade %s", markdownText(p.Title), markdownText(p.Made))
		if len(p.Bounds) > 0 {
			fmt.Fprintf(b, "; %s", markdownText(strings.Join(p.Bounds, "; ")))
		}
		fmt.Fprintf(b, ". %s looked through.\n", capital(p.Looked))
		p.tableText(b)
		p.commitmentText(b)
		p.dueText(b)
		p.shiftText(b)
		p.conflictText(b)
		p.sourceText(b)
		return nil
	})
}

// markdownText keeps text from being read as marks.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range flat(s) {
		switch r {
		case '<':
			b.WriteString("&lt;")
			continue
		case '>':
			b.WriteString("&gt;")
			continue
		case '&':
			b.WriteString("&amp;")
			continue
		case '\\', '`', '*', '_', '{', '}', '[', ']', '(', ')', '#', '|', '~', '!', '$', '^', '=':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return begun(b.String())
}

// begun keeps the beginning of a text from making a list or a rule of it.
func begun(s string) string {
	digits := strings.TrimLeft(s, "0123456789")
	switch {
	case strings.HasPrefix(s, "-"), strings.HasPrefix(s, "+"):
		return `\` + s
	case len(digits) < len(s) && strings.HasPrefix(digits, ". "):
		return s[:len(s)-len(digits)] + `\` + digits
	}
	return s
}

// text is a passage on one line.
func (p *passage) text() string {
	var b strings.Builder
	if p.Who != "" {
		b.WriteString(markdownText(p.Who) + " · ")
	}
	b.WriteString(markdownText(p.Words))
	if p.Voice != "" {
		b.WriteString(" *(" + markdownText(p.Voice) + ")*")
	}
	if p.Unsure {
		b.WriteString(" ?")
	}
	return b.String() + p.ref()
}

// ref is where a passage stands.
func (p *passage) ref() string {
	if p.Cite == 0 {
		return ""
	}
	return " " + strings.TrimSpace(fmt.Sprintf("\\[%d\\] %s", p.Cite, p.Place))
}

func (p *page) tableText(b *bufio.Writer) {
	fmt.Fprint(b, "\n## On the table\n")
	if len(p.Proposals) == 0 {
		fmt.Fprintf(b, "\nNo position found in %s.\n", p.Looked)
	}
	for i := range p.Proposals {
		x := &p.Proposals[i]
		fmt.Fprintf(b, "\n### %s: %s\n\n%s\n\n| | | stance | words |\n|---|---|---|---|\n", capital(x.Kind), markdownText(x.Label), x.Span)
		p.rowText(b, "", x.Rows)
		for k := range x.Options {
			o := &x.Options[k]
			label := "*" + o.Kind + "* " + markdownText(o.Value)
			if o.Dropped {
				label += " (dropped)"
			}
			if len(o.Rows) == 0 {
				fmt.Fprintf(b, "| %s | | | |\n", label)
			}
			p.rowText(b, label, o.Rows)
		}
		if len(x.Silent) > 0 {
			fmt.Fprintf(b, "\nNo statement found in %s: %s.\n", p.Looked, markdownText(strings.Join(x.Silent, ", ")))
		}
	}
	if p.MoreRows {
		fmt.Fprint(b, "\nThere are more proposals than these.\n")
	}
}

func (p *page) rowText(b *bufio.Writer, label string, rows []pageRow) {
	for i := range rows {
		r := &rows[i]
		words := r.text()
		if r.If != "" {
			words += " IF " + markdownText(r.If)
		}
		if r.Others != "" {
			words += " (" + r.Others + ")"
		}
		fmt.Fprintf(b, "| %s | %s | **%s** | %s, %s |\n", label, markdownText(r.Party), r.Stance, words, r.Day)
	}
}

func (p *page) commitmentText(b *bufio.Writer) {
	if len(p.Commitments) == 0 {
		return
	}
	fmt.Fprint(b, "\n## Commitments\n\n| who | act | what | if | waits for | status | day | source |\n|---|---|---|---|---|---|---|---|\n")
	for i := range p.Commitments {
		c := &p.Commitments[i]
		status := outcome(c.Status, c.Evidence, c.Marked)
		what := c.What
		if what == "" {
			what = c.Words
		}
		var hinges []string
		for _, s := range c.If {
			hinges = append(hinges, markdownText(s))
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s |%s |\n", markdownText(c.By), c.Act, markdownText(what), strings.Join(hinges, "; "), markdownText(c.WaitsFor), status, c.Day, c.ref())
	}
}

// outcome is a status with the passage that shows it, or who set it by hand.
func outcome(status string, evidence *passage, marked string) string {
	if evidence != nil {
		status += " (" + strings.TrimSpace(evidence.ref()) + ")"
	}
	if marked != "" {
		status += ", marked by " + markdownText(marked)
	}
	return status
}

func (p *page) dueText(b *bufio.Writer) {
	if len(p.Due) == 0 {
		return
	}
	fmt.Fprint(b, "\n## Due\n\n| window | who | what | state | source |\n|---|---|---|---|---|\n")
	for i := range p.Due {
		d := &p.Due[i]
		state := outcome(d.State, d.Evidence, d.Marked)
		what := markdownText(d.What)
		if what == "" {
			what = markdownText(d.Words)
		}
		fmt.Fprintf(b, "| %s | %s | %s (“%s”) | %s |%s |\n", d.Window, markdownText(d.By), what, markdownText(d.Phrase), state, d.ref())
	}
}

func (p *page) shiftText(b *bufio.Writer) {
	if len(p.Shifts) == 0 {
		return
	}
	fmt.Fprint(b, "\n## Shifts\n\n")
	for i := range p.Shifts {
		s := &p.Shifts[i]
		fmt.Fprintf(b, "- **%s**", markdownText(s.Actor))
		if s.Proposal != "" {
			fmt.Fprintf(b, " on %s", markdownText(s.Proposal))
		}
		if s.Told != nil {
			fmt.Fprintf(b, ": %s\n", s.Told.text())
			continue
		}
		fmt.Fprintf(b, ": **%s** → **%s**\n  - %s: %s\n  - %s: %s\n", s.FromStance, s.ToStance, s.From.Day, s.From.text(), s.To.Day, s.To.text())
	}
}

func (p *page) conflictText(b *bufio.Writer) {
	if len(p.Conflicts) == 0 {
		return
	}
	fmt.Fprint(b, "\n## Conflicts\n\n")
	for i := range p.Conflicts {
		c := &p.Conflicts[i]
		fmt.Fprintf(b, "- **%s**: %s\n  - %s\n  - %s\n", c.Kind, markdownText(c.Why), c.A.text(), c.B.text())
	}
}

func (p *page) sourceText(b *bufio.Writer) {
	if len(p.Sources) == 0 {
		return
	}
	fmt.Fprint(b, "\n## Sources\n\n")
	for _, s := range p.Sources {
		fmt.Fprintf(b, "\\[%d\\] ", s.Number)
		if s.Outlet != "" {
			fmt.Fprintf(b, "%s, ", markdownText(s.Outlet))
		}
		title := markdownText(s.Title)
		if s.URL != "" {
			title = "[" + title + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "").Replace(s.URL) + ">)"
		}
		fmt.Fprintf(b, "%s, %s. `%s`, SHA-256 of the text `%s`", title, s.Published, s.Key, s.Digest)
		if s.Copies > 0 {
			fmt.Fprintf(b, ", %s besides", count(s.Copies, "near-copie"))
		}
		fmt.Fprint(b, "\n\n")
		for _, line := range s.Text {
			fmt.Fprintf(b, "> %s\n>\n", markdownText(line))
		}
		if len(s.Text) > 0 {
			fmt.Fprint(b, "\n")
		}
	}
}
