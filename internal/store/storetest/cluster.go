package storetest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Cluster is a PostgreSQL server of its own, in a temporary folder, without
// fsync. It listens on a socket in that folder alone and ends, with its folder,
// when the program that made it ends, however that ends.
type Cluster struct {
	dir  string   // its socket
	data string   // its files
	bin  string   // PostgreSQL's programs
	as   []string // what a command begins with that runs as the server's user
	last atomic.Int64
	keep *os.File // its keeper reads the other end
}

// Password is that of the user "guarded", who must give one.
const Password = "open:sesame/42"

var shared = sync.OnceValues(startCluster)

// Postgres gives the server that all tests of the program share. The test is
// skipped where PostgreSQL is not installed.
func Postgres(tb testing.TB) *Cluster {
	tb.Helper()
	bin := findPostgres()
	if bin == "" {
		tb.Skip("PostgreSQL's initdb is neither on the PATH nor in /usr/lib/postgresql: install the package postgresql")
	}
	c, err := shared()
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// findPostgres is the folder of PostgreSQL's programs, "" where there is none.
func findPostgres() string {
	if at, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Dir(real)
		}
	}
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is well formed
	if len(dirs) == 0 {
		return ""
	}
	version := func(s string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(s)))) // 0 for what is no number
		return n
	}
	return filepath.Dir(slices.MaxFunc(dirs, func(a, b string) int { return version(a) - version(b) }))
}

// startCluster makes a server and the keeper that ends it: a shell that waits for
// the end of its standard input, which comes when this program ends.
func startCluster() (*Cluster, error) {
	dir, err := os.MkdirTemp("", "parley-pg-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, data: filepath.Join(dir, "data"), bin: findPostgres()}
	if os.Getuid() == 0 {
		if err := c.leaveRoot(); err != nil {
			return nil, err
		}
	}
	if err := c.initialise(); err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	stop := c.command("pg_ctl", "-D", c.data, "-m", "immediate", "-w", "stop")
	keeper := exec.Command("/bin/sh", append([]string{"-c", `dir=$1; shift; trap "" INT TERM HUP; read _; "$@" >/dev/null 2>&1; rm -rf "$dir"`, "sh", dir}, stop.Args...)...)
	keeper.Stdin = read
	c.keep = write
	return c, keeper.Start()
}

// leaveRoot gives the folder to a user that the server may run as: it refuses to
// be root.
func (c *Cluster) leaveRoot() error {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err1 != nil || err2 != nil {
			continue
		}
		c.as = []string{"setpriv", "--reuid=" + u.Uid, "--regid=" + u.Gid, "--clear-groups", "--"}
		return os.Chown(c.dir, uid, gid)
	}
	return fmt.Errorf("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
}

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	line := append(slices.Clone(c.as), filepath.Join(c.bin, name))
	line = append(line, args...)
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = c.dir
	return cmd
}

func (c *Cluster) run(name string, args ...string) error {
	log := filepath.Join(c.dir, "last.log")
	out, err := os.Create(log) // not a pipe: the server would hold it open
	if err != nil {
		return err
	}
	defer out.Close()
	cmd := c.command(name, args...)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(log) // what it said is only told
		return fmt.Errorf("%s: %w: %s", name, err, said)
	}
	return nil
}

// initialise makes the files: English order of letters where this version has it,
// as users' servers have, so that what leans on the order of bytes shows.
func (c *Cluster) initialise() error {
	base := []string{"-D", c.data, "-U", "parley", "-E", "UTF8", "--auth=trust", "--no-sync", "--no-instructions"}
	err := c.run("initdb", append(base, "--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8")...)
	if err != nil {
		_ = os.RemoveAll(c.data) // what is left of the first try; the second tells
		err = c.run("initdb", append(base, "--locale=C")...)
	}
	if err != nil {
		return err
	}
	err = c.configure(fmt.Sprintf("listen_addresses = ''\nunix_socket_directories = '%s'\nfsync = off\nfull_page_writes = off\nmax_connections = 80\nshared_buffers = 128MB\nmax_wal_size = 2GB\n", c.dir))
	if err != nil {
		return err
	}
	hba := "local all guarded scram-sha-256\nlocal all all trust\n"
	return os.WriteFile(filepath.Join(c.data, "pg_hba.conf"), []byte(hba), 0o600)
}

// configure adds to the server's settings.
func (c *Cluster) configure(settings string) error {
	conf, err := os.OpenFile(filepath.Join(c.data, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = conf.WriteString("\n" + settings)
	return errors.Join(err, conf.Close())
}

// Start starts the server and waits until it answers.
func (c *Cluster) Start() error {
	return c.run("pg_ctl", "-D", c.data, "-l", filepath.Join(c.dir, "server.log"), "-w", "-t", "60", "start")
}

// Stop stops the server in a mode of pg_ctl: "smart", "fast", or "immediate", which is
// like a crash.
func (c *Cluster) Stop(mode string) error {
	return c.run("pg_ctl", "-D", c.data, "-m", mode, "-w", "-t", "60", "stop")
}

// SQL runs statements in a database.
func (c *Cluster) SQL(database, statements string) error {
	return c.run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", c.dir, "-U", "parley", "-d", database, "-c", statements)
}

// DSN is the address of a database for the user parley, who needs no password.
func (c *Cluster) DSN(database string) string { return c.DSNAs(database, url.User("parley")) }

// DSNAs is the address of a database for a user.
func (c *Cluster) DSNAs(database string, as *url.Userinfo) string {
	u := url.URL{Scheme: "postgres", User: as, Path: "/" + database, RawQuery: url.Values{"host": {c.dir}}.Encode()}
	return u.String()
}

// Database makes an empty database and gives its DSN. It is dropped at the end of
// the test.
func (c *Cluster) Database(tb testing.TB) string {
	tb.Helper()
	return c.CopyOf(tb, "template1")
}

// CopyOf makes a copy of a database that nobody uses and gives its DSN. It is
// dropped at the end of the test.
func (c *Cluster) CopyOf(tb testing.TB, database string) string {
	tb.Helper()
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), c.last.Add(1))
	if err := c.SQL("postgres", "CREATE DATABASE "+name+" TEMPLATE "+database); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.SQL("postgres", "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			tb.Log(err)
		}
	})
	return c.DSN(name)
}

// Guard makes the user "guarded", who must give [Password].
func (c *Cluster) Guard() error {
	return c.SQL("postgres", "DROP ROLE IF EXISTS guarded; CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '"+Password+"'")
}

// Explain has the server write the plans of all statements that take as long as
// least, by its module auto_explain, and copies its log to a file at the end of the
// test. It holds for connections made from then on.
func (c *Cluster) Explain(tb testing.TB, least time.Duration, file string) {
	tb.Helper()
	settings := fmt.Sprintf("session_preload_libraries = 'auto_explain'\nauto_explain.log_min_duration = '%dms'\nauto_explain.log_analyze = on\n"+
		"auto_explain.log_timing = off\nauto_explain.log_buffers = on\n", least.Milliseconds())
	if err := errors.Join(c.configure(settings), c.run("pg_ctl", "-D", c.data, "reload")); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		log, err := os.ReadFile(filepath.Join(c.dir, "server.log"))
		if err == nil {
			err = os.WriteFile(file, log, 0o600)
		}
		if err != nil {
			tb.Error(err)
		}
	})
}
