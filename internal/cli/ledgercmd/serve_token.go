package ledgercmd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/internal/cli"
)

// tokenCommand gives the commands of a token file.
func (e *env) tokenCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token",
		Short: "make, list and remove the tokens of a server",
		Long: `A token lets its bearer ask a server that asks for tokens. The file of tokens holds
a name, a role and a digest for each; the token itself is shown once, when it is
made, and kept nowhere. A server that runs reads the file anew when it changes.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return misuse("run parley serve token --help", "say what is to be done: add, list or remove")
		},
	}
	var file string
	cmd.PersistentFlags().StringVar(&file, "token-file", "", "the `FILE` of tokens")
	named := func(n int, usage string) cobra.PositionalArgs {
		return func(_ *cobra.Command, args []string) error {
			if len(args) != n {
				return misuse("write "+usage, "%d words given, %d needed", len(args), n)
			}
			if file == "" {
				return misuse("name it by --token-file FILE", "no file of tokens is named")
			}
			return nil
		}
	}
	add := &cobra.Command{
		Use: "add NAME ROLE", Short: "make a token and show it, once",
		Example:           "  parley serve token add desk read --token-file tokens",
		Args:              named(2, "parley serve token add NAME ROLE"),
		RunE:              func(_ *cobra.Command, args []string) error { return e.addToken(file, args[0], args[1]) },
		ValidArgsFunction: cobra.FixedCompletions([]string{"read", "add", "correct"}, cobra.ShellCompDirectiveNoFileComp),
	}
	list := &cobra.Command{
		Use: "list", Short: "show names and roles", Args: named(0, "parley serve token list"),
		RunE: func(*cobra.Command, []string) error { return e.listTokens(file) },
	}
	remove := &cobra.Command{
		Use: "remove NAME", Short: "take a token away", Args: named(1, "parley serve token remove NAME"),
		RunE: func(_ *cobra.Command, args []string) error { return e.removeToken(file, args[0]) },
	}
	cmd.AddCommand(add, list, remove)
	return cmd
}

// readTokens reads a token file.
func readTokens(path string) ([]access.Token, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, cli.Fail(cli.Unusable, "parley serve token add NAME ROLE makes it", "%w", err)
	}
	defer f.Close()
	t, err := access.ParseTokens(f, path)
	if err != nil {
		return nil, cli.Fail(cli.Unusable, "mend the line, or remove it", "%w", err)
	}
	return t.All(), nil
}

// writeTokens writes a token file that its owner alone may read, whole or not at
// all.
func writeTokens(path string, list []access.Token) error {
	var b strings.Builder
	b.WriteString("# Who may ask a parley server: name, role (read, add, correct), digest of the token.\n")
	for i := range list {
		b.WriteString(list[i].String() + "\n")
	}
	fresh := path + ".new"
	err := os.Remove(fresh)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err == nil {
		err = os.WriteFile(fresh, []byte(b.String()), 0o600)
	}
	if err == nil {
		err = os.Rename(fresh, path)
	}
	if err != nil {
		return cli.Fail(cli.Unusable, "", "the tokens were not written: %w", err)
	}
	return nil
}

func (e *env) addToken(path, name, role string) error {
	var list []access.Token
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		var err error
		if list, err = readTokens(path); err != nil {
			return err
		}
	}
	r, err := access.ParseRole(role)
	if err != nil {
		return cli.Fail(cli.WrongUse, "read may look and ask, add give reports too, correct correct too", "%w", err)
	}
	for i := range list {
		if list[i].Name == name {
			return misuse("remove it first, or choose another name", "%s: has a token named %s already", path, name)
		}
	}
	secret, token, err := access.NewToken(name, r)
	if err != nil {
		return cli.Fail(cli.WrongUse, "", "%w", err)
	}
	if err := writeTokens(path, append(list, token)); err != nil {
		return err
	}
	e.app.Say(e.app.Stderr, "this is the token of "+name+", which is shown only now", "send it as Authorization: Bearer TOKEN, or sign in at /login")
	return e.write([]byte(secret + "\n"))
}

func (e *env) listTokens(path string) error {
	list, err := readTokens(path)
	if err != nil {
		return err
	}
	for i := range list {
		if err := e.write(fmt.Appendf(nil, "%-20s %s\n", list[i].Name, list[i].Role)); err != nil {
			return err
		}
	}
	return nil
}

func (e *env) removeToken(path, name string) error {
	list, err := readTokens(path)
	if err != nil {
		return err
	}
	rest := list[:0]
	for _, t := range list {
		if t.Name != name {
			rest = append(rest, t)
		}
	}
	if len(rest) == len(list) {
		return misuse("parley serve token list shows all", "%s: has no token named %s", path, name)
	}
	return writeTokens(path, rest)
}
