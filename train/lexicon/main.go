// Command lexicon holds the lexicon's offices against two open lists, REIGN
// (leaders to March 2021) and the CIA World Factbook (who governs now), and
// prints where they disagree, for a person to look into:
//
//	go run ./lexicon -knowledge DIR
//
// It changes nothing. A disagreement may be an error of the lexicon, of the
// list, or a matter of who is called leader.
package main

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/lexicon"
)

func main() {
	dir := flag.String("knowledge", "../../shared/corpora/knowledge", "folder with reign, factbook and country_codes")
	flag.Parse()
	l, err := lexicon.Load(lexicon.Embedded())
	if err != nil {
		log.Fatal(err)
	}
	byFIPS, err := fipsCodes(filepath.Join(*dir, "country_codes", "data", "country-codes.csv"))
	if err != nil {
		log.Fatal(err)
	}
	if err := reign(l, filepath.Join(*dir, "reign", "leaderlist_3_21.csv")); err != nil {
		log.Fatal(err)
	}
	if err := factbook(l, filepath.Join(*dir, "factbook"), byFIPS); err != nil {
		log.Fatal(err)
	}
}

// heads are the offices whose holders may be meant by a list's leader.
var heads = []lexicon.Office{
	lexicon.Leader, lexicon.President, lexicon.PrimeMinister, lexicon.Chancellor, lexicon.Monarch,
	lexicon.SupremeLeader, lexicon.ChiefExecutive, lexicon.Chairman, lexicon.CrownPrince, lexicon.Governor,
}

// holders is the names of all who held such an office on the day.
func holders(l *lexicon.Lexicon, country, day string) []string {
	var names []string
	for _, o := range heads {
		for _, e := range l.Holders(o, country, day) {
			names = append(names, e.Name)
		}
	}
	return names
}

// plain makes a name comparable: letters without marks, in lower case.
func plain(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(lexicon.Plain(s)) {
		if r >= 'a' && r <= 'z' || r == ' ' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// agree tells whether any long word of the list's name begins like one of the
// lexicon's.
func agree(name string, known []string) bool {
	for _, k := range known {
		for _, w := range strings.Fields(plain(k)) {
			for _, v := range strings.Fields(plain(strings.ReplaceAll(name, "-", " "))) {
				if n := min(len(w), len(v), 5); n >= 3 && w[:n] == v[:n] {
					return true
				}
			}
		}
	}
	return false
}

// reign compares each spell since 2001, three weeks in and half-way through.
func reign(l *lexicon.Lexicon, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		return err
	}
	at := func(row []string, i int) int { n, _ := strconv.Atoi(strings.TrimSpace(row[i])); return n }
	for _, row := range rows[1:] {
		iso := cow[row[0]]
		if iso == "" {
			iso = row[0]
		}
		start := time.Date(at(row, 6), time.Month(at(row, 5)), at(row, 4), 0, 0, 0, 0, time.UTC)
		end := time.Date(2021, 3, 1, 0, 0, 0, 0, time.UTC)
		if y := at(row, 8); y != 0 {
			end = time.Date(y, time.Month(at(row, 7)), 1, 0, 0, 0, 0, time.UTC)
		}
		if end.Year() < 2001 || l.Country(iso) == nil {
			if l.Country(iso) == nil && end.Year() >= 2001 {
				fmt.Println("no country", row[0])
			}
			continue
		}
		days := []time.Time{start.Add(end.Sub(start) / 2)}
		if end.Sub(start) > 60*24*time.Hour {
			days = append(days, start.AddDate(0, 0, 21))
		}
		for _, d := range days {
			if d.Year() < 2001 {
				continue
			}
			day := d.Format(time.DateOnly)
			known := holders(l, iso, day)
			if !agree(row[3], known) {
				fmt.Printf("reign\t%s\t%s\t%s (from %s)\t%v\n", iso, day, row[3], start.Format(time.DateOnly), known)
			}
		}
	}
	return nil
}

// cow is where REIGN's abbreviations are not the ISO codes.
var cow = map[string]string{
	"BHM": "BHS", "HAI": "HTI", "TRI": "TTO", "BAR": "BRB", "GRN": "GRD", "SLU": "LCA", "SVG": "VCT", "AAB": "ATG",
	"SKN": "KNA", "GUA": "GTM", "HON": "HND", "SAL": "SLV", "COS": "CRI", "PAR": "PRY", "URU": "URY", "UKG": "GBR",
	"IRE": "IRL", "NTH": "NLD", "FRN": "FRA", "MNC": "MCO", "SWZ": "CHE", "SPN": "ESP", "POR": "PRT", "GMY": "DEU",
	"AUS": "AUT", "CZR": "CZE", "SLO": "SVK", "SNM": "SMR", "MNG": "MNE", "MAC": "MKD", "CRO": "HRV", "YUG": "SRB",
	"BOS": "BIH", "KOS": "XKX", "SLV": "SVN", "BUL": "BGR", "MLD": "MDA", "ROM": "ROU", "LAT": "LVA", "LIT": "LTU",
	"GRG": "GEO", "SWD": "SWE", "DEN": "DNK", "ICE": "ISL", "CAP": "CPV", "EQG": "GNQ", "GAM": "GMB", "MAA": "MRT",
	"NIR": "NER", "CDI": "CIV", "GUI": "GIN", "BFO": "BFA", "SIE": "SLE", "TOG": "TGO", "CAO": "CMR", "NIG": "NGA",
	"CEN": "CAF", "CHA": "TCD", "CON": "COG", "DRC": "COD", "TAZ": "TZA", "BUI": "BDI", "ANG": "AGO", "MZM": "MOZ",
	"ZAM": "ZMB", "ZIM": "ZWE", "MAW": "MWI", "SAF": "ZAF", "LES": "LSO", "BOT": "BWA", "SWA": "SWZ", "MAG": "MDG",
	"MAS": "MUS", "SEY": "SYC", "MOR": "MAR", "ALG": "DZA", "LIB": "LBY", "SUD": "SDN", "LEB": "LBN", "KUW": "KWT",
	"BAH": "BHR", "UAE": "ARE", "OMA": "OMN", "TAJ": "TJK", "KYR": "KGZ", "KZK": "KAZ", "MON": "MNG", "ROK": "KOR",
	"BHU": "BTN", "BNG": "BGD", "MYA": "MMR", "SRI": "LKA", "MAD": "MDV", "NEP": "NPL", "THI": "THA", "CAM": "KHM",
	"DRV": "VNM", "MAL": "MYS", "SIN": "SGP", "BRU": "BRN", "PHI": "PHL", "INS": "IDN", "ETM": "TLS", "AUL": "AUS",
	"NEW": "NZL", "VAN": "VUT", "SOL": "SLB", "FIJ": "FJI", "NAU": "NRU", "MSI": "MHL", "PAL": "PLW",
}

// fipsCodes maps the Factbook's country codes to ISO alpha-3.
func fipsCodes(path string) (map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	col := map[string]int{}
	for i, name := range rows[0] {
		col[name] = i
	}
	codes := map[string]string{"kv": "XKX", "gm": "DEU", "uk": "GBR", "sf": "ZAF", "tu": "TUR", "we": "PSE"}
	for _, row := range rows[1:] {
		codes[strings.ToLower(row[col["FIPS"]])] = row[col["ISO3166-1-Alpha-3"]]
	}
	return codes, nil
}

var since = regexp.MustCompile(`\(since(?: about)? ([0-9]+ [A-Za-z]+ [0-9]{4})`)

// factbook compares the chief of state and the head of government.
func factbook(l *lexicon.Lexicon, dir string, codes map[string]string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.json"))
	if err != nil {
		return err
	}
	for _, path := range files {
		iso := codes[strings.TrimSuffix(filepath.Base(path), ".json")]
		if l.Country(iso) == nil {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var d struct {
			Government struct {
				Executive map[string]struct {
					Text string `json:"text"`
				} `json:"Executive branch"`
			}
		}
		if err := json.Unmarshal(data, &d); err != nil {
			continue // other shapes: no government
		}
		for _, key := range []string{"chief of state", "head of government"} {
			compare(l, iso, key, html.UnescapeString(d.Government.Executive[key].Text))
		}
	}
	return nil
}

func compare(l *lexicon.Lexicon, iso, key, text string) {
	if text == "" {
		return
	}
	name, _, _ := strings.Cut(text, "(since")
	name, _, _ = strings.Cut(name, ";")
	day := "2025-11-25"
	if m := since.FindStringSubmatch(text); m != nil {
		if t, err := time.Parse("2 January 2006", m[1]); err == nil {
			if s := t.Format(time.DateOnly); s > day {
				day = s
			}
			before := t.AddDate(0, 0, -3).Format(time.DateOnly)
			after := t.AddDate(0, 0, 3).Format(time.DateOnly)
			if t.Year() >= 2002 && (agree(name, holders(l, iso, before)) || !agree(name, holders(l, iso, after))) {
				fmt.Printf("since\t%s\t%s\t%s\tbefore %v after %v\n", iso, m[1], strings.TrimSpace(name), holders(l, iso, before), holders(l, iso, after))
			}
		}
	}
	if known := holders(l, iso, day); !agree(name, known) {
		fmt.Printf("factbook\t%s\t%s\t%s\t%v\n", iso, key, strings.TrimSpace(text), known)
	}
}
