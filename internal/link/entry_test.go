package link_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// code is an application that listens where a variable says, under a name.
func code(file, variable string) string {
	return fmt.Sprintf("-- %s --\nimport os\nimport uvicorn\nuvicorn.run(\"a:b\", host=os.getenv(%q, \"0.0.0.0\"))\n", file, variable)
}

func TestStarts(t *testing.T) {
	t.Parallel()
	const image = "-- Dockerfile --\nFROM a\nENV H=1.2.3.4 OTHER=1\nWORKDIR /app\nCOPY . .\n"
	for about, test := range map[string]struct{ file, archive, want string }{
		"a command of the image": {"a.py", "-- compose.yml --\nservices: {w: {build: ., ports: [\"127.0.0.1:1:1\"]}}\n" + image + "CMD python a.py\n" + code("a.py", "H"),
			"w container python 1.2.3.4 host_loopback H=1.2.3.4(image)"},
		"an entrypoint of the image": {"a.py", "-- compose.yml --\nservices: {w: {build: ., environment: {H: \"0.0.0.0\"}}}\n" + image +
			"ENTRYPOINT [\"/app/run.sh\"]\nCMD [\"python\", \"a.py\"]\n-- run.sh --\nexec \"$@\"\n" + code("a.py", "H"),
			"w container python 0.0.0.0 loopback H=0.0.0.0(environment)"},
		"of the service": {"a.py", "-- compose.yml --\nservices: {w: {build: ., command: uvicorn a:b --host ::1, network_mode: host}}\n" + image + code("a.py", "H"),
			"w host-network uvicorn ::1 host_loopback H=1.2.3.4(image)"},
		"a file of variables": {"a.py", "-- compose.yml --\nservices: {w: {build: ., command: python /app/a.py, env_file: e.env}}\n-- e.env --\nH=5.6.7.8\n" + image + code("a.py", "H"),
			"w container python 5.6.7.8 loopback H=5.6.7.8(env_file)"},
		"another program": {"a.py", "-- compose.yml --\nservices: {w: {build: ., command: python sub/b.py}}\n" + image + code("a.py", "H") +
			code("sub/b.py", "H") + "-- sub/Dockerfile --\nFROM a\n", ""},
		"nobody knows which": {"a.py", "-- compose.yml --\nservices: {w: {build: .}}\n" + image + code("a.py", "H"), "w container  1.2.3.4 loopback H=1.2.3.4(image)"},
		"a bind mount":       {"a.py", "-- compose.yml --\nservices: {w: {image: python, working_dir: /x, volumes: [\".:/x\"], command: [python, -m, a]}}\n" + code("a.py", "H"), "w container python 0.0.0.0 loopback "},
		"a package": {"a.js", "-- compose.yml --\nservices: {w: {build: ., command: npm start}}\n-- package.json --\n{\"scripts\": {\"start\": \"NODE_ENV=x node a.js\"}}\n" + image +
			"-- a.js --\nrequire('express')().listen(1, process.env.H)\n", "w container node 1.2.3.4 loopback H=1.2.3.4(image)"},
		"a unit": {"a.py", "-- w.service --\n[Service]\nWorkingDirectory=/opt/w\nEnvironment=H=1.1.1.1\nEnvironmentFile=/opt/w/e.env\nExecStart=/usr/bin/env X=1 python3 /opt/w/a.py\n-- e.env --\nH=2.2.2.2\n" + code("a.py", "H"),
			"w.service machine python3 2.2.2.2 one_address H=2.2.2.2(env_file)"},
		"a unit with a server": {"s/a.py", "-- w.service --\n[Service]\nExecStart=/v/bin/gunicorn -b 0.0.0.0:80 a:app\n" + code("s/a.py", "H"), "w.service machine gunicorn 0.0.0.0 all_interfaces "},
		"a unit of a folder":   {"s/a.py", "-- s/deploy/systemd/w.service --\n[Service]\nExecStart=/v/bin/gunicorn a:app\n" + code("s/a.py", "H"), "w.service machine gunicorn 127.0.0.1 host_loopback "},
		"a unit of another":    {"s/a.py", "-- t/w.service --\n[Service]\nExecStart=/v/bin/gunicorn a:app\n" + code("s/a.py", "H"), ""},
		"a unit of two":        {"s/a.py", "-- w.service --\n[Service]\nExecStart=/v/bin/gunicorn a:app\n-- s/setup.py --\n-- t/setup.py --\n" + code("s/a.py", "H") + code("t/a.py", "H"), ""},
	} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			l := root(t, test.archive)
			doc := l.docs[test.file]
			if doc == nil {
				t.Fatalf("no document: %v", slices.Sorted(maps.Keys(l.docs)))
			}
			var got []string
			for _, s := range l.Facts(doc).Starts {
				host := ""
				if s.Host != nil {
					host = *s.Host
				}
				line := fmt.Sprintf("%s %s %s %s %s ", s.Name, s.How, s.Program, host, s.Exposure)
				for _, name := range slices.Sorted(maps.Keys(s.Variables)) {
					v := s.Variables[name]
					line += fmt.Sprintf("%s=%s(%s)", name, v.Value, v.From)
					if at := l.docs[v.File].Root.Locate(v.Path); at.At.IsZero() {
						t.Errorf("%v of %s is nowhere", v.Path, v.File)
					}
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "|")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
