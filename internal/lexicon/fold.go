package lexicon

// latinA folds U+00C0…U+024F and latinB U+1E00…U+1EFF to the letter without its
// marks; '?' where there is none.
const (
	latinA = "AAAAAAACEEEEIIIIDNOOOOO?OUUUUYTsaaaaaaaceeeeiiiidnooooo?ouuuuytyAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi??JjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs??????O???????EAE?f?????????????Oo?????????????Uu????????????????????????????AaIiOoUuUuUuUuUueAaAa????GgKkOoOo??j???Gg??NnAa????AaAaEeEeIiIiOoOoRrRrUuUuSsTt??Hh??????AaEeOoOoOoOoYy????????????????????????????"
	latinB = "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwy??????AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy??????"
)

// letter folds one rune: its plain Latin letter in the same case, the rune
// itself when it is another letter or digit, or 0 when it counts for nothing
// (marks, apostrophes, hyphens, full stops, spaces).
func letter(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == ',', r == '&', r == '+':
		return r
	case r < 0xAA:
		return 0
	case r >= 0xC0 && r < 0x250:
		if c := latinA[r-0xC0]; c != '?' {
			return rune(c)
		}
		if r == 0xD7 || r == 0xF7 {
			return 0
		}
	case r >= 0x1E00 && r < 0x1F00:
		if c := latinB[r-0x1E00]; c != '?' {
			return rune(c)
		}
	case r >= 0x2B0 && r < 0x370: // modifier letters (ʻ, ʼ, ʿ), combining marks
		return 0
	case r < 0xC0, r >= 0x2000 && r < 0x2100, r == 0xFFFD, r == 0xFEFF:
		return 0
	}
	return r
}

// fold is the key of a word or name: plain letters in lower case, nothing else.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 'a' || c > 'z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if r = letter(r); r != 0 {
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			b = append(b, string(r)...)
		}
	}
	return string(b)
}

// Plain writes s without marks on its letters, keeping case and all else.
func Plain(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if r >= 0xC0 {
			if p := letter(r); p != 0 {
				r = p
			}
		}
		b = append(b, string(r)...)
	}
	return string(b)
}
