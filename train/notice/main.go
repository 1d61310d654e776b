// Command notice writes the licences of all that is linked into parley: each
// module with its version and the texts of its licence and notice files, equal
// texts once.
//
//	cd train && go run ./notice ../THIRD_PARTY.txt      # writes it
//	cd train && go run ./notice -check ../THIRD_PARTY.txt
//
// It looks at the builds for Linux, macOS and Windows, for what is linked differs.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	check := flag.Bool("check", false, "fail where the file is not what would be written")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: notice [-check] FILE")
	}
	got, err := notice("..")
	if err != nil {
		log.Fatal(err)
	}
	path := flag.Arg(0)
	if !*check {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			log.Fatal(err)
		}
		return
	}
	old, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	if !bytes.Equal(old, got) {
		log.Fatalf("%s is not up to date: run go run ./notice %s in train", path, path)
	}
}

// linked is one module of a build.
type linked struct{ path, version, dir string }

func modules(root string) ([]linked, error) {
	var all []linked
	for _, system := range []string{"linux", "darwin", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", "./cmd/parley")
		cmd.Dir, cmd.Stderr = root, os.Stderr
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(out)) {
			if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 3 {
				all = append(all, linked{f[0], f[1], f[2]})
			}
		}
	}
	slices.SortFunc(all, func(a, b linked) int { return strings.Compare(a.path, b.path) })
	return slices.Compact(all), nil
}

// legal are the beginnings of the names of files that tell a licence.
var legal = []string{"license", "unlicense", "licence", "copying", "notice", "patents"}

// texts are the licence files of a folder, and of those right under it.
func texts(dir string) (out []string, err error) {
	for _, pattern := range []string{"*", "*/*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			name := strings.ToLower(filepath.Base(f))
			info, err := os.Stat(f)
			if err != nil || !info.Mode().IsRegular() || strings.HasSuffix(name, ".go") || !slices.ContainsFunc(legal, func(p string) bool { return strings.HasPrefix(name, p) }) {
				continue
			}
			b, err := os.ReadFile(f)
			if err != nil {
				return nil, err
			}
			out = append(out, strings.TrimSpace(strings.ReplaceAll(string(b), "\r\n", "\n")))
		}
		if len(out) > 0 {
			return out, nil
		}
	}
	return nil, fmt.Errorf("%s: no licence file in it", dir)
}

func notice(root string) ([]byte, error) {
	list, err := modules(root)
	if err != nil {
		return nil, err
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	list = append([]linked{{"The Go standard library and runtime", "", strings.TrimSpace(string(goroot))}}, list...)
	var order []string
	users := map[string][]string{}
	for _, m := range list {
		all, err := texts(m.dir)
		if err != nil {
			return nil, err
		}
		for _, t := range all {
			if users[t] == nil {
				order = append(order, t)
			}
			users[t] = append(users[t], strings.TrimSpace(m.path+" "+m.version))
		}
	}
	var b bytes.Buffer
	b.WriteString("parley is linked with the following. Each text stands under the names of those that it is the licence of.\n")
	for _, t := range order {
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 78), strings.Join(slices.Compact(users[t]), "\n"), t)
	}
	return b.Bytes(), nil
}
