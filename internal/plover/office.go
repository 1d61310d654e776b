package plover

import "strings"

// SectorOf is the sector of who holds an office, by its words: "foreign minister"
// is GOV; "" where no word tells.
func (c *Coder) SectorOf(office string) string {
	words := strings.FieldsFunc(strings.ToLower(office), func(r rune) bool { return r == ' ' || r == ',' })
	for i := range words {
		if i+1 < len(words) {
			if s := c.sectors[words[i]+"-"+words[i+1]]; s != "" {
				return s
			}
		}
		if s := c.sectors[words[i]]; s != "" {
			return s
		}
		if words[i] == "of" { // what follows tells of what
			break
		}
	}
	return ""
}
