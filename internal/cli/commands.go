package cli

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func (a *App) evalCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "eval TASK PATH...",
		Short: "score the reader on annotated corpora",
		Long:  "Eval reads the corpora at the paths and prints how well the reader does on them." + a.taskHelp(),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return fail(WrongUse, "run parley eval --help", "eval needs a task and at least one path")
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return a.taskNames(), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.Eval == nil {
				return fail(WrongUse, "", "this build has no tasks")
			}
			var own *status
			switch err := a.Eval(cmd.Context(), args[0], args[1:], a.Stdout); {
			case err == nil:
				return nil
			case errors.As(err, &own):
				return &status{own.code, own.err, "run parley eval --help"}
			case cmd.Context().Err() != nil:
				return interrupted()
			default:
				f := failure(args[0], err)
				return fail(Unusable, f.Do, "%s: %s", f.Input, f.What)
			}
		},
	}
	return cmd
}

func (a *App) taskHelp() string {
	if a.Tasks == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n\nThe tasks:\n")
	for line := range strings.Lines(a.Tasks) {
		b.WriteString("\n    " + strings.TrimSpace(line))
	}
	return b.String()
}

func (a *App) taskNames() (names []string) {
	for line := range strings.Lines(a.Tasks) {
		if words := strings.Fields(line); len(words) > 0 {
			names = append(names, words[0])
		}
	}
	return names
}

func (a *App) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "print the versions of parley and of its weights",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			version, _ := buildVersion()
			fmt.Fprintf(a.Stdout, "parley %s\n%s %s/%s\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			if a.Versions == nil {
				return nil
			}
			r, err := a.reader(nil)
			if err != nil {
				return err
			}
			versions := a.Versions(r)
			for _, name := range slices.Sorted(maps.Keys(versions)) {
				fmt.Fprintf(a.Stdout, "weights %s %s\n", name, versions[name])
			}
			return nil
		},
	}
}

// Version names the reader: the version of the program and a digest of its
// weights.
func (a *App) Version(r Reader) string {
	version, _ := buildVersion()
	if a.Versions == nil {
		return version
	}
	weights := a.Versions(r)
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(weights)) {
		fmt.Fprintf(h, "%s %s\n", name, weights[name])
	}
	return fmt.Sprintf("%s+%x", version, h.Sum(nil)[:4])
}

// buildVersion is the version of the module and the day of its source, as the
// toolchain recorded them.
func buildVersion() (version string, day *time.Time) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)", nil
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			if t, err := time.Parse(time.RFC3339, s.Value); err == nil {
				day = &t
			}
		}
	}
	return cmp.Or(info.Main.Version, "(devel)"), day
}

func (a *App) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "man [COMMAND]...",
		Short:   "print the manual page",
		Example: "  parley man > /usr/local/share/man/man1/parley.1\n  parley man correct merge",
		Args:    cobra.MaximumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			page := cmd.Root()
			page.DisableAutoGenTag = true
			if len(args) > 0 {
				sub, rest, err := page.Find(args)
				if err != nil || sub == page || len(rest) > 0 {
					return fail(WrongUse, "run parley --help", "man: %q is no command", strings.Join(args, " "))
				}
				page = sub
				page.DisableAutoGenTag = true
			}
			version, day := buildVersion()
			undated := day == nil
			if undated {
				day = &time.Time{}
			}
			var text bytes.Buffer
			header := &doc.GenManHeader{Section: "1", Source: "parley " + version, Manual: "parley", Date: day}
			if err := doc.GenMan(page, header, &text); err != nil {
				return fail(Unusable, "", "man: %w", err)
			}
			out := text.Bytes()
			if undated { // better none than the year 1
				out = bytes.Replace(out, []byte(day.Format("Jan 2006")), nil, 1)
			}
			_, err := a.Stdout.Write(out)
			return err
		},
	}
}

func (a *App) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:       "completion bash|zsh|fish|powershell",
		Short:     "print the completion script of a shell",
		Example:   "  source <(parley completion bash)",
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || !slices.Contains(shells, args[0]) {
				return fail(WrongUse, "", "name one shell of %s", strings.Join(shells, ", "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			switch root := cmd.Root(); args[0] {
			case "bash":
				err = root.GenBashCompletionV2(a.Stdout, true)
			case "zsh":
				err = root.GenZshCompletion(a.Stdout)
			case "fish":
				err = root.GenFishCompletion(a.Stdout, true)
			case "powershell":
				err = root.GenPowerShellCompletionWithDesc(a.Stdout)
			}
			if err != nil {
				return fail(Unusable, "", "completion: %w", err)
			}
			return nil
		},
	}
}
