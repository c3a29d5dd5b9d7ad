package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// commit writes files to a clone and tags what results.
func commit(t *testing.T, clone, tag string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(clone, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"add", "-A"}, {"-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", tag}, {"-c", "tag.gpgSign=false", "tag", tag},
	} {
		if out, err := exec.Command("git", append([]string{"-C", clone}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
}

func TestRun(t *testing.T) {
	clone := t.TempDir()
	if out, err := exec.Command("git", "-C", clone, "init", "-q").CombinedOutput(); err != nil {
		t.Skipf("no git here: %v: %s", err, out)
	}
	commit(t, clone, "v0.9.0", map[string]string{"conf.go": `package main

type conf struct {
	Port    int           ` + "`yaml:\"port\" json:\"-\"`" + `
	Timeout time.Duration ` + "`yaml:\"timeout\"`" + `
	Users   []string      ` + "`yaml:\"users\"`" + `
	parsed  int
}

func load() {
	conf := &conf{}
	if conf.Port == 0 {
		conf.Port = 80
	}
	if len(conf.Users) == 0 {
		conf.Users = []string{"a b"}
	}
	if conf.Timeout < 0 {
		conf.Timeout = time.Second
	}
}
`})
	commit(t, clone, "v0.10.0", map[string]string{
		"conf.go":       "package main\n",
		"other/conf.go": "package other\n\ntype Conf struct{ Small int `json:\"small\"` }\n",
		"conf/conf.go": `package conf

const first Mode = "first"

type Mode string
type Names []Name
type Name struct {
	Text string ` + "`json:\"text\"`" + `
}
type Conf struct {
	Port    *int           ` + "`json:\"port,omitempty\" deprecated:\"true\"`" + `
	Timeout time.Duration  ` + "`json:\"timeout\"`" + `
	Names   Names          ` + "`json:\"names\"`" + `
	ByName  map[string]*Name ` + "`json:\"byName\"`" + `
	Mode    Mode           ` + "`json:\"mode\"`" + `
	Other   other.Thing    ` + "`json:\"other\"`" + `
	Set     map[Mode]struct{} ` + "`json:\"set\"`" + `
}

func (c *Conf) setDefaults() {
	c.Timeout = 2 * time.Duration(time.Minute)
	c.Names = Names{{Text: "x"}}
	c.Mode = first
	c.Other = other.Default
	c.Set = map[Mode]struct{}{first: {}, other.Second: {}}
}

func (c *Conf) validate() { c.Mode = "forced" }
`})
	commit(t, clone, "not-a-release", map[string]string{"conf/conf.go": "package conf\n"})

	var got strings.Builder
	o := options{root: "Conf", names: map[string]string{"conf": "Conf"}, constants: map[string]string{"other.Second": "second"}}
	if err := run(clone, o, &got); err != nil {
		t.Fatal(err)
	}
	want := `Conf.byName map[string]Name v0.10.0 - - v0.10.0=?
Conf.mode Mode v0.10.0 - - v0.10.0="first"
Conf.names []Name v0.10.0 - - v0.10.0=[{"text":"x"}]
Conf.other other.Thing v0.10.0 - - v0.10.0=?
Conf.port int v0.9.0 - v0.10.0 v0.9.0=80 v0.10.0=null
Conf.set []Mode v0.10.0 - - v0.10.0=["first","second"]
Conf.timeout time.Duration v0.9.0 - - v0.9.0=0 v0.10.0="2m0s"
Conf.users []string v0.9.0 v0.10.0 - v0.9.0=["a\u0020b"]
Name.text string v0.10.0 - - v0.10.0=""
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}
