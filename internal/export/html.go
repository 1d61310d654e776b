package export

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"
)

//go:embed dossier.html
var dossierPage string

//go:embed dossier.css
var dossierStyle string

// html writes a dossier as one page that needs nothing else: no script, no
// network. All of its words are escaped by html/template.
func (e *export) html(out io.Writer) error {
	p, err := e.page()
	if err != nil {
		return err
	}
	t, err := template.New("dossier").Funcs(template.FuncMap{"join": strings.Join, "capital": capital, "count": count}).Parse(dossierPage)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(dossierStyle))
	return t.Execute(out, struct {
		*page
		Style  template.CSS
		Policy string
	}{p, template.CSS(dossierStyle), "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"})
}
