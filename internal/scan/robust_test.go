package scan_test

import (
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

// hostile are roots that could make a linter run for ever, use all memory or read what it should not. want are the errors
// that the report has, each as its place and a part of its message.
var hostile = map[string]struct {
	root func() fstest.MapFS
	want []string
}{
	"extends in a circle": {
		func() fstest.MapFS {
			return files("compose.yml", "services:\n  a:\n    extends: b\n  b:\n    extends: {service: c, file: other.yml}\n",
				"other.yml", "services:\n  c:\n    extends: {service: a, file: compose.yml}\n")
		},
		[]string{"compose.yml:3:14 extends itself"},
	},
	"include in a circle": {
		func() fstest.MapFS {
			return files("compose.yml", "include: [a.yml]\n"+clean, "a.yml", "include: [b.yml]\n"+clean, "b.yml", "include: [a.yml]\n"+clean)
		},
		[]string{"b.yml:1:11 includes itself"},
	},
	"included twice by each of thirty": {
		func() fstest.MapFS {
			root := files("compose.yml", "include: [f0.yml]\n"+clean, "f30.yml", privileged)
			for i := range 30 {
				next := fmt.Sprintf("f%d.yml", i+1)
				root[fmt.Sprintf("f%d.yml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "include: [%s, ./%s]\nservices: {s%d: {image: nginx}}\n", next, next, i)}
			}
			return root
		},
		nil,
	},
	"included with two directories by each of thirty": {
		func() fstest.MapFS {
			root := files("d0/compose.yml", privileged)
			for i := range 30 {
				text := fmt.Sprintf("include: [../d%d/compose.yml, {path: ../d%d/compose.yml, project_directory: .}]\nservices: {s%d: {image: nginx}}\n", i, i, i)
				root[fmt.Sprintf("d%d/compose.yml", i+1)] = &fstest.MapFile{Data: []byte(text)}
			}
			return root
		},
		[]string{"d25/compose.yml:1:31 includes more than 1000 projects or 5000 services"},
	},
	"mounted into itself": {
		func() fstest.MapFS {
			return files("compose.yml", clean+"    volumes: [.:/app, ./sub:/app/sub, ./sub/..:/app/sub/app]\n    build: .\n", "sub/compose.yml", clean+"    volumes: [..:/app/sub, .:/app]\n",
				"Dockerfile", "FROM scratch\nCOPY . .\nCOPY sub /sub/sub\n", "sub/mediamtx.yml", "api: yes\napiAddress: :9997\n")
		},
		nil,
	},
	"a network namespace shared in a circle": {
		func() fstest.MapFS {
			return files("compose.yml", "services:\n  a: {image: nginx, network_mode: 'service:b', ports: ['80:80']}\n  b: {image: nginx, network_mode: 'service:a', volumes_from: [a]}\n")
		},
		[]string{"compose.yml:3:63 the services wait for each other: a -> b -> a"},
	},
	"references out of the root": {
		func() fstest.MapFS {
			return files("compose.yml", clean+"    security_opt: ['seccomp:../../../etc/passwd']\n    env_file: ../../etc/passwd\n    volumes: ['../..:/host', '/etc/passwd:/x']\n"+
				"  b:\n    extends: {file: ../../etc/passwd, service: root}\n  c:\n    build: ../../etc\n")
		},
		[]string{"compose.yml:8:21 the extended file cannot be read"},
	},
	"500 included files": {
		func() fstest.MapFS { return included(499) },
		nil,
	},
	"more files than a project may have": {
		func() fstest.MapFS { return included(501) },
		[]string{"compose.yml:501:5 more than 500 files"},
	},
	"a chain of 3000 extends": {
		func() fstest.MapFS {
			var b strings.Builder
			b.WriteString("services:\n  s0: {image: nginx}\n")
			for i := range 3000 {
				fmt.Fprintf(&b, "  s%d: {extends: s%d, environment: {K%d: v}}\n", i+1, i, i)
			}
			return files("compose.yml", b.String())
		},
		[]string{"compose.yml:706:19 extends makes more than 250000 values"},
	},
	"all ports on 100 services": {
		func() fstest.MapFS {
			var b strings.Builder
			b.WriteString("services:\n")
			for i := range 100 {
				fmt.Fprintf(&b, "  s%d: {image: nginx, ports: ['1-65535:1-65535']}\n", i)
			}
			return files("compose.yml", b.String())
		},
		nil,
	},
	"aliases that multiply in the effective model": {
		func() fstest.MapFS {
			var b strings.Builder
			b.WriteString("x-labels: &labels {")
			for i := range 150 {
				fmt.Fprintf(&b, "k%d: v, ", i)
			}
			b.WriteString("}\nservices:\n  s0: {image: nginx, labels: *labels}\n")
			for i := range 900 { // every one of them adds to what it inherits
				fmt.Fprintf(&b, "  s%d: {extends: s%d, environment: *labels, labels: {own%d: v}}\n", i+1, i, i)
			}
			return files("compose.yml", b.String())
		},
		[]string{"compose.yml:469:19 extends makes more than 250000 values"},
	},
	"nginx included twice by each of thirty": {
		func() fstest.MapFS {
			root := files("nginx.conf", "http { include f0.conf; }\n", "f30.conf", "server { listen 80; root /srv; }\n")
			for i := range 30 {
				root[fmt.Sprintf("f%d.conf", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "include f%d.conf; include f%d.conf;\n", i+1, i+1)}
			}
			return root
		},
		[]string{"nginx.conf:1:1 more than 50000 directives"},
	},
	"nginx with headers for 5000 locations": {
		func() fstest.MapFS {
			var b strings.Builder
			b.WriteString("http { server { listen 80;\n")
			for i := range 5000 {
				fmt.Fprintf(&b, "add_header X-%d v; location /%d { add_header A b; proxy_pass https://h%d; }\n", i, i, i)
			}
			return files("nginx.conf", b.String()+"}}\n")
		},
		nil,
	},
	"a unit with 20000 keys": {
		func() fstest.MapFS {
			var b strings.Builder
			b.WriteString("[Service]\nExecStart=/srv/web\n")
			for i := range 20_000 {
				fmt.Fprintf(&b, "X-%d=1\n[S%d]\nA=1\n[Service]\n", i, i)
			}
			return files("web.service", b.String())
		},
		nil,
	},
	"nested deeply": {
		func() fstest.MapFS {
			return files("compose.yml", "services: {a: "+strings.Repeat("[", 20_000)+strings.Repeat("]", 20_000)+"}\n")
		},
		[]string{"compose.yml:1:1 exceeded max depth"},
	},
	"10000 services": {
		func() fstest.MapFS {
			var b strings.Builder
			b.WriteString("services:\n")
			for i := range 10_000 {
				fmt.Fprintf(&b, "  s%d: {image: 'nginx:1.27', runtime: runsc, ports: ['%d:80'], networks: [n%d, all]}\n", i, 10_000+i, i)
			}
			b.WriteString("networks:\n")
			for i := range 10_000 {
				fmt.Fprintf(&b, "  n%d: {}\n", i)
			}
			return files("compose.yml", b.String())
		},
		nil,
	},
}

func included(n int) fstest.MapFS {
	root := fstest.MapFS{}
	var b strings.Builder
	b.WriteString("include:\n")
	for i := range n {
		name := fmt.Sprintf("part%d.yml", i)
		fmt.Fprintf(&b, "  - %s\n", name)
		root[name] = &fstest.MapFile{Data: fmt.Appendf(nil, "services: {s%d: {image: 'nginx:1.27'}}\n", i)}
	}
	root["compose.yml"] = &fstest.MapFile{Data: []byte(b.String())}
	return root
}

// maxAllocated bounds the bytes that looking at one of the hostile roots may allocate, all in all. It takes the place of a
// time limit: what hangs allocates.
const maxAllocated = 4 << 30

func TestHostileRoots(t *testing.T) {
	for name, test := range hostile {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r := run(t, someRules(t, test.root()))
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > maxAllocated {
				t.Errorf("the run allocated %d MB", used>>20)
			}
			errors := errorsOf(r)
			for _, want := range test.want {
				place, message, _ := strings.Cut(want, " ")
				if !slices.ContainsFunc(errors, func(line string) bool { return strings.HasPrefix(line, place+" ") && strings.Contains(line, message) }) {
					t.Errorf("no error %q among:\n%s", want, strings.Join(errors, "\n"))
				}
			}
			if len(test.want) == 0 && len(errors) > 0 {
				t.Errorf("errors:\n%s", strings.Join(errors, "\n"))
			}
		})
	}
}

// someRules are the options of a run with rules that look at every service and every file.
func someRules(t *testing.T, root fs.FS) job {
	t.Helper()
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	settings := config.Default()
	if err := settings.Select([]string{"compose/port-all-interfaces", "compose/privileged", "compose/seccomp-unconfined", "seccomp/default-allow"}, nil, catalogue); err != nil {
		t.Fatal(err)
	}
	return job{scan.Snapshot{Root: root}, scan.Options{Catalogue: catalogue, Config: settings, AllowEmpty: true}}
}

// errorsOf lists the errors of a report, each with its place in front.
func errorsOf(r *report.Report) []string {
	var all []string
	for _, p := range r.Problems {
		if p.Level == finding.Error {
			all = append(all, p.At.String()+" "+p.Message)
		}
	}
	return all
}
