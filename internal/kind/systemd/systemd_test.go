package systemd_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/systemd"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/source"
)

// loaded loads files, given as names and texts in turn.
func loaded(t *testing.T, parts ...string) load.Result {
	t.Helper()
	root := fstest.MapFS{}
	for i := 0; i < len(parts); i += 2 {
		root[parts[i]] = &fstest.MapFile{Data: []byte(parts[i+1])}
	}
	found, _ := discover.Files(t.Context(), root, nil, discover.Options{})
	return load.Documents(t.Context(), root, found, load.Options{Kinds: []kind.Kind{systemd.Kind()}})
}

// unit returns the facts of the first document of files.
func unit(t *testing.T, parts ...string) systemd.Unit {
	t.Helper()
	r := loaded(t, parts...)
	if len(r.Documents) == 0 {
		t.Fatalf("no document of %q: %v", parts, r.Problems)
	}
	return r.Documents[0].Facts.(*systemd.Facts).Unit
}

func TestRecognition(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       int
	}{
		{"a.service", "[Service]\nExecStart=/a\n", 1},
		{"a.service.d/b.conf", "[Service]\nUser=b\n", 1},
		{"a.service.j2", "[Service]\n{% if x %}\nUser={{ x }}\n{% endif %}\n", 1},
		{"org.a.service", "[D-BUS Service]\nName=org.a\n", 0},
		{"a.service", "[Unit]\nDescription=a\n", 0},
		{"a.service", "text\n", 0},
		{"a.conf", "[Service]\nUser=b\n", 0},
	} {
		if got := len(loaded(t, test.name, test.text).Documents); got != test.want {
			t.Errorf("%s is %d documents: %q", test.name, got, test.text)
		}
	}
}

// What is in force comes from the unit and its drop-ins, in the order of the names of the files.
func TestDropIns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		about string
		parts []string
		want  string
	}{
		{"none", []string{"a.service", "[Service]\nUser=a\nEnvironment=A=1 B=2\nEnvironment=C=3\n"}, "a A=1 B=2 C=3"},
		{"a value again", []string{"a.service", "[Service]\nUser=a\nUser=b\n"}, "b"},
		{"added", []string{"a.service", "[Service]\nUser=a\nEnvironment=A=1\n", "a.service.d/x.conf", "[Service]\nUser=c\nEnvironment=A=2\n"}, "c A=1 A=2"},
		{"taken back", []string{"a.service", "[Service]\nUser=a\nEnvironment=A=1\n", "a.service.d/x.conf", "[Service]\nUser=\nEnvironment=\nEnvironment=B=2\n"}, " B=2"},
		{"the order of the names", []string{"a.service", "[Service]\n", "a.service.d/9.conf", "[Service]\nUser=nine\n", "service.d/10.conf", "[Service]\nUser=ten\n"}, "nine"},
		{"the special folder goes before", []string{"a.service", "[Service]\n", "a.service.d/x.conf", "[Service]\nUser=special\n", "service.d/x.conf", "[Service]\nUser=all\n"}, "special"},
		{"an instance", []string{"a@b.service", "[Service]\n", "a@.service.d/x.conf", "[Service]\nUser=t\n"}, "t"},
		{"a prefix", []string{"a-b-c.service", "[Service]\n", "a-.service.d/x.conf", "[Service]\nUser=p\n"}, "p"},
		{"another unit", []string{"a.service", "[Service]\nUser=a\n", "b.service.d/x.conf", "[Service]\nUser=b\n"}, "a"},
	} {
		u := unit(t, test.parts...)
		got := []string{u.Account}
		for _, v := range u.Variables {
			got = append(got, v.Name+"="+v.Value)
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
	r := loaded(t, "a.service", "[Service]\n", "a.service.d/x.conf", "[Service]\nUser=a\n")
	if len(r.Documents) != 1 || len(r.Documents[0].Files) != 2 {
		t.Errorf("a unit with its drop-in is %d documents", len(r.Documents))
	}
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"ExecStart=/a":                                        "root",
		"User=root\nExecStart=/a":                             "root",
		"User=0\nExecStart=/a":                                "root",
		"User=a\nExecStart=/a":                                "",
		"DynamicUser=true\nExecStart=/a":                      "",
		"ExecStart=%h/bin/a":                                  "user manager",
		"ExecStart=/a\n[Install]\nWantedBy=default.target":    "user manager",
		"ExecStart=/a\n[Install]\nWantedBy=multi-user.target": "root",
	} {
		u := unit(t, "a.service", "[Service]\n"+text+"\n")
		got := ""
		if u.Root {
			got = "root"
		}
		if u.UserManager {
			got += "user manager"
		}
		if got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	if u := unit(t, "systemd/user/a.service", "[Service]\nExecStart=/a\n"); u.Root || !u.UserManager {
		t.Error("a unit in the folder of users runs as root")
	}
	if u := unit(t, "a.service.d/b.conf", "[Service]\nExecStart=/a\n"); u.Root || !u.DropIn || u.Name != "a.service" {
		t.Errorf("a drop-in is %+v", u)
	}
}

func TestCommands(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{
		"/usr/bin/node a.js":                        "node [/usr/bin/node a.js] false",
		"-+/bin/a \"b c\"":                          "a [/bin/a b c] true",
		"@/bin/a name":                              "a [/bin/a name] false",
		"/usr/bin/env -i A=1 python3 -m b":          "python3 [/usr/bin/env -i A=1 python3 -m b] false",
		"/bin/sh -c 'cd /opt && exec gunicorn a'":   "gunicorn [/bin/sh -c cd /opt && exec gunicorn a] false",
		"/bin/bash -lc \"A=1 node a.js; true\"":     "true [/bin/bash -lc A=1 node a.js; true] false",
		"/bin/bash /opt/start.sh":                   "bash [/bin/bash /opt/start.sh] false",
		"/a \\\n  --b \\\n  c":                      "a [/a --b c] false",
		"/usr/bin/nice /usr/bin/env ruby a.rb ${X}": "ruby [/usr/bin/nice /usr/bin/env ruby a.rb ${X}] false",
	} {
		u := unit(t, "a.service", "[Service]\nExecStart="+command+"\n")
		if len(u.Commands) != 1 {
			t.Errorf("%q: %d commands", command, len(u.Commands))
			continue
		}
		c := u.Commands[0]
		if diff := cmp.Diff(want, fmt.Sprint(c.Program, " ", c.Words, " ", c.Full)); diff != "" {
			t.Errorf("%q: %s", command, diff)
		}
	}
}

func TestEnvironmentFiles(t *testing.T) {
	t.Parallel()
	const text = "[Service]\nWorkingDirectory=/opt/app\nEnvironmentFile=-/opt/app/config/prod.env\nEnvironmentFile=/etc/default/web.env\nEnvironmentFile=/etc/passwd\nExecStart=/a\n"
	r := loaded(t, "deploy/a.service", text, "config/prod.env", "A=1\n", "deploy/web.env", "B=1\n", "passwd", "root\n")
	u := r.Documents[0].Facts.(*systemd.Facts)
	var got []string
	for _, ref := range u.References() {
		got = append(got, ref.Path)
	}
	if diff := cmp.Diff([]string{"config/prod.env", "deploy/web.env"}, got); diff != "" || !u.Unit.Files[0].Optional || u.Unit.Files[1].Optional {
		t.Errorf("%s%+v", diff, u.Unit.Files)
	}
}

// FuzzExpand feeds units: nothing may crash, and what facts name is in the tree.
func FuzzExpand(f *testing.F) {
	f.Add("[Service]\nExecStart=-+/bin/sh -c 'a && b'\nEnvironment=A=\"b c\" 'D=e'\nUser=\n[Service]\nEnvironmentFile=-x\n[Install]\nWantedBy=default.target\n")
	f.Add("[Service]\nExecStart=\nExecStart=env\nExecStart=@\nEnvironment==\n")
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("a.service", []byte(text))
		root, err := source.ReadUnit(file, source.DefaultLimits())
		if err != nil || !systemd.Kind().Detect(root, false) {
			return
		}
		docs, _ := systemd.Kind().Expand(nil, file, []*source.Node{root})
		u := docs[0].Facts.(*systemd.Facts).Unit
		paths := []source.Path{}
		for _, c := range u.Commands {
			paths = append(paths, c.Path)
		}
		for _, v := range u.Variables {
			paths = append(paths, v.Path)
		}
		for _, s := range u.Settings {
			paths = append(paths, s.Path)
		}
		for _, p := range paths {
			if place := docs[0].Root.Locate(p); place.Found != len(p) || place.At.IsZero() {
				t.Fatalf("%v leads nowhere", p)
			}
		}
	})
}
