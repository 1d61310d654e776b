package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"
)

//go:embed assets
var assetFiles embed.FS

// asset is a file of the site's own: a style, a script.
type asset struct {
	name  string // with the digest of what is in it: app.1f2e3d4c.js
	kind  string
	bytes []byte
}

var assetKinds = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

// loadAssets reads the files. The digest in a name changes with what is in it, so
// that a browser may keep it for ever.
func loadAssets() (map[string]asset, error) {
	files, err := assetFiles.ReadDir("assets")
	if err != nil {
		return nil, err
	}
	all := map[string]asset{}
	for _, f := range files {
		b, err := assetFiles.ReadFile(path.Join("assets", f.Name()))
		if err != nil {
			return nil, err
		}
		ext := path.Ext(f.Name())
		kind, ok := assetKinds[ext]
		if !ok {
			return nil, fmt.Errorf("assets/%s: no kind of file is known for %q", f.Name(), ext)
		}
		sum := sha256.Sum256(b)
		all[f.Name()] = asset{strings.TrimSuffix(f.Name(), ext) + "." + hex.EncodeToString(sum[:4]) + ext, kind, b}
	}
	return all, nil
}

// assetURL is the address of a file, for templates.
func assetURL(all map[string]asset, name string) (string, error) {
	a, ok := all[name]
	if !ok {
		return "", fmt.Errorf("no asset %q", name)
	}
	return "/assets/" + a.name, nil
}

func (s *Site) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	for _, a := range s.assets {
		if a.name == name {
			w.Header().Set("Content-Type", a.kind)
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			if r.Method != http.MethodHead {
				_, _ = w.Write(a.bytes)
			}
			return
		}
	}
	http.NotFound(w, r)
}
