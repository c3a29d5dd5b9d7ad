package scan_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

// lines joins n lines that a format makes of their numbers.
func lines(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// chain makes n services that each run in the network of the one before.
func chain(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  s%d: {image: x, network_mode: \"service:s%d\"}\n", i+1, i)
	}
	return b.String()
}

// growing are inputs that ask for much work at a size: what is written once and used by all, what is repeated, nested, and never closed.
var growing = map[string]struct {
	size  int
	files func(n int) map[string]string
}{
	"references on a line": {5000, func(n int) map[string]string {
		return map[string]string{"compose.yaml": "services: {a: {image: x, command: \"" + strings.Repeat("${A}${B:-c}", n) + "\"}}\n"}
	}},
	"references in references": {200, func(n int) map[string]string {
		return map[string]string{"compose.yaml": "services: {a: {image: \"" + strings.Repeat("${A:-", n) + strings.Repeat("}", n) + "\"}}\n"}
	}},
	"references that are malformed": {2000, func(n int) map[string]string {
		return map[string]string{"compose.yaml": "services:\n  a:\n    image: x\n    command:\n" + lines(n, "    - \"${}#\"\n")}
	}},
	"a word of a command": {100_000, func(n int) map[string]string {
		return map[string]string{"compose.yaml": "services: {a: {image: x, command: \"" + strings.Repeat("a", n) + "\"}}\n"}
	}},
	"variables of each other": {9, func(n int) map[string]string {
		env := "A0=" + strings.Repeat("x", 1000) + "\n"
		for i := range n {
			env += fmt.Sprintf("A%d=%s\n", i+1, strings.Repeat(fmt.Sprintf("${A%d}", i), 4))
		}
		return map[string]string{".env": env, "compose.yaml": "services: {a: {image: x}}\n"}
	}},
	"services of one Dockerfile": {50, func(n int) map[string]string {
		return map[string]string{"Dockerfile": "FROM x\n" + strings.Repeat("COPY a b\n", 5000), "compose.yaml": "services:\n" + lines(n, "  a#: {build: .}\n")}
	}},
	"stages of each other": {500, func(n int) map[string]string {
		return map[string]string{"Dockerfile": "FROM x AS s\n" + strings.Repeat("COPY a b\nENV A=b\nFROM s AS s\n", n), "compose.yaml": "services: {a: {build: .}}\n"}
	}},
	"services with a network each": {1000, func(n int) map[string]string {
		return map[string]string{"compose.yaml": "services:\n" + lines(n, "  s#: {image: x, networks: [n#], ports: [\"80\"]}\n") + "networks:\n" + lines(n, "  n#: {}\n")}
	}},
	"services with a config each": {1000, func(n int) map[string]string {
		return map[string]string{"compose.yaml": "services:\n" + lines(n, "  s#: {image: x, configs: [c#]}\n") + "configs:\n" + lines(n, "  c#: {content: \"a: #\"}\n")}
	}},
	"services that are refused": {1000, func(n int) map[string]string {
		return map[string]string{"compose.yaml": "services:\n" + lines(n, "  s#: {image: [1], privileged: {}}\n")}
	}},
	"services that an override resets": {500, func(n int) map[string]string {
		return map[string]string{
			"compose.yaml":          "services:\n" + lines(n, "  s#: {image: x, ports: [\"80:80\"]}\n"),
			"compose.override.yaml": "services:\n" + lines(n, "  s#: {ports: !reset []}\n"),
		}
	}},
	"services in the network of each other": {1500, func(n int) map[string]string {
		return map[string]string{"compose.yaml": "services:\n  s0: {image: x}\n" + chain(n)}
	}},
	"lines that let anybody in": {1000, func(n int) map[string]string {
		return map[string]string{"pg_hba.conf": lines(n, "host db# all 0.0.0.0/0 trust\n")}
	}},
	"blocks with a password each": {500, func(n int) map[string]string {
		return map[string]string{"prometheus.yml": "scrape_configs:\n" +
			lines(n, "- {job_name: j#, tls_config: {insecure_skip_verify: true}, basic_auth: {username: a, password: b#}}\n")}
	}},
	"lists that are merged": {3000, func(n int) map[string]string {
		return map[string]string{
			"compose.yaml":          "services:\n  a:\n    image: x\n    cap_add:\n" + lines(n, "    - A#\n"),
			"compose.override.yaml": "services:\n  a:\n    cap_add:\n" + lines(n, "    - B#\n"),
		}
	}},
	"keys of TOML": {3000, func(n int) map[string]string {
		return map[string]string{"runsc.toml": "[runsc_config]\na = {" + strings.TrimSuffix(lines(n, "k#=1,"), ",") + "}\n"}
	}},
	"actions of a template": {5000, func(n int) map[string]string {
		return map[string]string{"envoy.yaml.tmpl": "static_resources:\n  a: \"" + strings.Repeat("{{@AB@", n) + "\"\n"}
	}},
	"users and paths": {300, func(n int) map[string]string {
		return map[string]string{"mediamtx.yml": "authInternalUsers:\n" + lines(n, "- user: any\n  permissions: [{action: publish, path: \"~^(a+)+b#$\"}]\n") +
			"paths:\n" + lines(n, "  \"~^(a+)+b#$\":\n    runOnReady: x\n")}
	}},
	"routes with a handler each": {300, func(n int) map[string]string {
		return map[string]string{
			"app.py": "from fastapi import FastAPI, Response\napp = FastAPI()\n" +
				lines(n, "@app.post('/login#')\ndef login#(password: str, r: Response):\n    r.set_cookie('session', 'x')\n    return check(password)\n"),
			"app.js": "const app = require('express')()\n" +
				lines(n, "app.post('/login#', (req, res) => { localStorage.setItem('token', t); check(req.body.password); res.send('x') })\n"),
			"main.go": "package main\n\nimport \"net/http\"\n\nfunc main() {\n" + lines(n, "\thttp.HandleFunc(\"/login#\", login#)\n") + "}\n" +
				lines(n, "\nfunc login#(w http.ResponseWriter, r *http.Request) { check(r.FormValue(\"password\")) }\n"),
		}
	}},
	"cookies of one jar": {500, func(n int) map[string]string {
		return map[string]string{"app.py": "from http.cookies import SimpleCookie\n\ndef f(token):\n    jar = SimpleCookie()\n" +
			lines(n, "    jar['session#'] = token\n    jar['session#']['secure'] = True\n")}
	}},
	"random values": {500, func(n int) map[string]string {
		return map[string]string{"main.go": "package main\n\nimport \"math/rand\"\n\nfunc f() {\n" + lines(n, "\ttoken# := string(rand.Int())\n\tuse(token#)\n") + "}\n"}
	}},
	"folders": {60, func(n int) map[string]string {
		return map[string]string{strings.Repeat("d/", n) + "compose.yaml": "services: {a: {image: x}}\n"}
	}},
}

// scanGrowing scans an input at a size and returns how many bytes that took, those that were given back counted.
func scanGrowing(tb testing.TB, catalogue *rules.Catalogue, files map[string]string) uint64 {
	tb.Helper()
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := scan.Run(tb.Context(), scan.Snapshot{Root: root}, scan.Options{Catalogue: catalogue}); err != nil {
		tb.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestCostGrowsWithTheInput allows 2.6 times as many bytes for twice the input, and no more than a bound. It is not parallel: all that
// the program allocates is counted.
func TestCostGrowsWithTheInput(t *testing.T) {
	catalogue := builtin(t)
	const bound = 600 << 20
	scanGrowing(t, catalogue, growing["folders"].files(1)) // what is made once is not counted
	for name, g := range growing {
		once, twice := scanGrowing(t, catalogue, g.files(g.size)), scanGrowing(t, catalogue, g.files(2*g.size))
		if float64(twice) > 2.6*float64(once) && twice > 16<<20 || twice > bound {
			t.Errorf("%s: %d kB, and %d kB for twice the input", name, once>>10, twice>>10)
		}
	}
}

// BenchmarkGrowth scans the inputs at a size and at twice that size, which is to take at most 2.6 times as long.
func BenchmarkGrowth(b *testing.B) {
	catalogue := builtin(b)
	for name, g := range growing {
		for _, factor := range []int{1, 2} {
			files := g.files(factor * g.size)
			b.Run(fmt.Sprintf("%s/%dx", strings.ReplaceAll(name, " ", "-"), factor), func(b *testing.B) {
				for b.Loop() {
					scanGrowing(b, catalogue, files)
				}
			})
		}
	}
}

// builtin returns the built-in rules.
func builtin(tb testing.TB) *rules.Catalogue {
	tb.Helper()
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		tb.Fatal(err)
	}
	return catalogue
}
