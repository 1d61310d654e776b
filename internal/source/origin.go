package source

import (
	"embed"
	"net/url"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

//go:embed data/outlets.txt data/language_names.txt data/glyphs.txt
var nameData embed.FS

// table reads a file of lines "key[, key …]: value", once a call.
func table(file string) map[string]string {
	out := map[string]string{}
	text, err := nameData.ReadFile(file)
	if err != nil {
		return out
	}
	for line := range strings.Lines(string(text)) {
		keys, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(keys, "#") {
			continue
		}
		for key := range strings.SplitSeq(keys, ",") {
			out[strings.ToLower(strings.TrimSpace(key))] = strings.TrimSpace(value)
		}
	}
	return out
}

// outlets gives the name of an outlet by how files name it, and languageNames
// the tag of a language by its name. A test makes sure that the lists are right.
var (
	outlets       = sync.OnceValue(func() map[string]string { return table("data/outlets.txt") })
	languageNames = sync.OnceValue(func() map[string]string { return table("data/language_names.txt") })
)

// glyphNames gives the letters of a glyph by its name.
var glyphNames = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	text, err := nameData.ReadFile("data/glyphs.txt")
	if err != nil {
		return out
	}
	for line := range strings.Lines(string(text)) {
		names, letters, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !ok || strings.HasPrefix(line, "# ") {
			continue
		}
		switch letters {
		case "U+0020":
			letters = " "
		case "U+0023":
			letters = "#"
		}
		for name := range strings.FieldsSeq(names) {
			out[name] = letters
		}
	}
	return out
})

// languageTag is the tag of a language told by its tag or its English name, in
// lower case; "" for what is neither.
func languageTag(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if first, _, ok := strings.Cut(s, ";"); ok {
		s = strings.TrimSpace(first)
	}
	if s == "" || len(s) > 60 {
		return ""
	}
	if tag, ok := languageNames()[s]; ok {
		return tag
	}
	tag, err := language.Parse(strings.ReplaceAll(s, "_", "-"))
	if err != nil || tag == language.Und {
		return ""
	}
	return strings.ToLower(tag.String())
}

// origin is what stays the same when a report changes: its address, else its
// name with the path told from Base, or from around the folder that is named.
func (r *run) origin(address, name string) string {
	if o := originOfURL(address); o != "" {
		return o
	}
	if o := originOfURL(name); o != "" {
		return o
	}
	if name == "-" || strings.HasPrefix(name, "-:") || strings.HasPrefix(name, "-#") {
		return name
	}
	from := r.Base
	if r.Shared {
		from = r.around
	}
	if from != "" {
		base, err1 := filepath.Abs(from)
		path, err2 := filepath.Abs(name)
		if err1 == nil && err2 == nil {
			if rel, err := filepath.Rel(base, path); err == nil {
				return filepath.ToSlash(rel)
			}
		}
	}
	return filepath.ToSlash(filepath.Clean(name))
}

// originOfURL is an address without its fragment and what only tracks readers,
// its host in lower case; "" for what is no web address.
func originOfURL(s string) string {
	if !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return ""
	}
	u.Fragment, u.RawFragment, u.User = "", "", nil
	u.Host = strings.ToLower(u.Host)
	if p := u.Port(); p == "80" && u.Scheme == "http" || p == "443" && u.Scheme == "https" {
		u.Host = strings.TrimSuffix(u.Host, ":"+p)
	}
	if u.RawQuery != "" {
		var kept []string
		for part := range strings.SplitSeq(u.RawQuery, "&") {
			if key, _, _ := strings.Cut(part, "="); !tracks(strings.ToLower(key)) {
				kept = append(kept, part)
			}
		}
		u.RawQuery = strings.Join(kept, "&")
	}
	return u.String()
}

// tracks tells whether a parameter of an address only tells how its reader came.
func tracks(key string) bool {
	switch key {
	case "", "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "cmpid", "ocid", "at_medium", "at_campaign", "xtor", "ref_src", "smid":
		return true
	}
	return strings.HasPrefix(key, "utm_")
}

// named is what the name of a file tells of its report: the day, and the outlet.
func (r *run) named(name string) meta {
	m := meta{published: dateInName(name)}
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") || name == "-" {
		return m
	}
	m.outlet = outletInName(name, !m.published.IsZero())
	return m
}

// outletInName is the outlet that a path names: an outlet that is known, whose
// name stands in the file's name or is that of a folder; or, where the file's
// name has the form day_outlet_title-of-the-report, what stands in its place.
func outletInName(path string, dated bool) string {
	path = filepath.ToSlash(path)
	parts := strings.Split(path, "/")
	file := parts[len(parts)-1]
	if i := strings.LastIndexAny(file, ":#"); i > 0 {
		file = file[:i] // one of several in it
	}
	for ext := filepath.Ext(file); len(ext) > 1 && len(ext) < 7 && strings.ContainsAny(ext[1:], "abcdefghijklmnopqrstuvwxyz"); ext = filepath.Ext(file) {
		file = strings.TrimSuffix(file, ext)
	}
	fields := strings.Split(file, "_")
	for _, f := range fields {
		if o := outletAlone(f); o != "" {
			return o
		}
	}
	if o := outletAtEdge(file); o != "" && dated {
		return o
	}
	for i := len(parts) - 2; i >= 0; i-- {
		if o := outletAlone(parts[i]); o != "" {
			return o
		}
	}
	if dated && len(fields) == 3 && !dateInName(fields[0]).IsZero() && strings.Contains(fields[2], "-") && !strings.ContainsAny(fields[1], "0123456789") {
		return strings.ReplaceAll(fields[1], "-", " ")
	}
	return ""
}

// outletAlone is the known outlet that is all that s names; "" where there is none.
func outletAlone(s string) string {
	s = strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(s))
	if o, ok := outlets()["="+s]; ok {
		return o
	}
	return outlets()[s]
}

// outletAtEdge is the known outlet whose name of up to three words begins or
// ends a file's name, next to its date.
func outletAtEdge(file string) string {
	words := strings.FieldsFunc(strings.ToLower(file), func(r rune) bool { return r == '-' || r == '_' || r == ' ' || r == '.' || r >= '0' && r <= '9' })
	if o := outletAlone(strings.Join(words, "")); o != "" {
		return o
	}
	for n := min(3, len(words)); n > 0; n-- {
		if o, ok := outlets()[strings.Join(words[:n], "")]; ok {
			return o
		}
		if o, ok := outlets()[strings.Join(words[len(words)-n:], "")]; ok {
			return o
		}
	}
	return ""
}
