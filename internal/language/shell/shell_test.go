package shell_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/language/shell"
	"github.com/seclint/seclint/internal/source"
)

func read(t testing.TB, text string) code.Read {
	t.Helper()
	file := source.NewFile("run.sh", []byte(text))
	return (shell.Language{}).Read(code.Application{Files: []*source.File{file}})[0]
}

// shown writes a value in a short form.
func shown(v *code.Value) string {
	switch {
	case v.Kind == "literal" || v.Kind == "default":
		return fmt.Sprintf("%q", fmt.Sprint(v.Is))
	case v.Default != nil:
		return v.Kind + " " + v.Name + "=" + shown(v.Default)
	}
	text := strings.TrimSpace(v.Kind + " " + v.Part + " " + v.Name)
	for _, item := range v.Items {
		text += "(" + shown(item) + ")"
	}
	return strings.Join(strings.Fields(text), " ")
}

func TestCalls(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{
		`curl -sSkLo x -u"a:$B" https://a.example`:    `curl http-request auth=template("a:")(environment B) output="x" url="https://a.example" verify="false"`,
		`curl --url=$A --header "$H"`:                 `curl http-request headers=environment H url=environment A`,
		`exec gosu app tini -- uvicorn --host=$H a:b`: `uvicorn listen app="a:b" host=environment H`,
		`A=1 env -i B=2 flask --debug run`:            `flask run listen debug="true" host="127.0.0.1"`,
		`FLASK_ENV=development flask run`:             `flask run listen debug="true" host="127.0.0.1"`,
		`gunicorn -b:80 -b 0.0.0.0:81 -w4 a`:          `gunicorn listen app="a" bind=list(":80")("0.0.0.0:81") host="127.0.0.1"`,
		`python3 -u -m uvicorn a:b --port 1`:          `uvicorn listen app="a:b" host="127.0.0.1" port="1"`,
		`python ./manage.py runserver 0:80`:           `runserver listen bind="0.0.0.0:80" host="127.0.0.1"`,
		`poetry run -n uvicorn a:b`:                   `uvicorn listen app="a:b" host="127.0.0.1"`,
		`php -S 0:80`:                                 `php listen bind="0:80" host="127.0.0.1"`,
		`php a.php`:                                   ``,
		`shopd --port 1 --bind-addr 0.0.0.0`:          `shopd listen bind="0.0.0.0"`,
		`shop server 0.0.0.0:80`:                      `shop listen bind="0.0.0.0:80"`,
		`shopd --web.listen-address=[::]:$PORT`:       `shopd listen bind="[::]"`,
		`shopd --origin 0.0.0.0`:                      ``,
		`psql --host 0.0.0.0`:                         ``,
		`sleep 5s`:                                    `sleep pause seconds="5"`,
		`git -c http.sslVerify=FALSE pull`:            `git http-request verify="false"`,
		`ssh -o "StrictHostKeyChecking no" a`:         `ssh ssh-client verify="false"`,
		`sudo -u a wget -O- $U`:                       `wget http-request output="-" url=environment U`,
		`eval "$QUERY_STRING"`:                        `eval code-eval code=request query QUERY_STRING`,
		`sh -c 'uvicorn a:b'`:                         `uvicorn listen app="a:b" host="127.0.0.1"`,
		`"$@"`:                                        ``,
		`A=`:                                          ``,
	} {
		r := read(t, command+"\n")
		var got []string
		for _, c := range r.Module.Calls {
			text := c.Callee + " " + c.Is
			for _, name := range slices.Sorted(maps.Keys(c.Arguments)) {
				if name != "words" {
					text += " " + name + "=" + shown(c.Arguments[name])
				}
			}
			got = append(got, strings.Replace(text, "  ", " ", 1))
		}
		if diff := cmp.Diff(want, strings.Join(got, "|")); diff != "" {
			t.Errorf("%s: %s", command, diff)
		}
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`A=1`:                                                         `constant A="1"`,
		`A="${A:-x}"; B="${A:-y}"`:                                    `environment A="x"`,
		`: "${A:=$(openssl rand -hex 9)}"`:                            `environment A=call openssl rand`,
		`: ${A:?}`:                                                    `environment A checked`,
		`f() { A=1; }; if x; then B=2; fi`:                            ``,
		`echo ${1:-a} ${A:-} ${#B} ${C:+d} ${D%e}`:                    ``,
		`export A=${A:-}; [ -z "$A" ] && exit 1`:                      `environment A="" checked`,
		`export A=${A:-}; [ "x$A" = x ] && echo a`:                    `environment A=""`,
		`A="${A:-}"; [[ -n $A && -n $B ]] || exit 3`:                  `environment A="" checked`,
		`die() { exit 1; }; A=${A:-}; if test ! "$A"; then die b; fi`: `environment A="" checked`,
		`A="${A-$(cat /run/secrets/a)}"`:                              `environment A=call cat`,
	} {
		r := read(t, text+"\n")
		var got []string
		for _, s := range r.Module.Settings {
			line := s.From + " " + s.Name
			if s.Default != nil {
				line += "=" + shown(s.Default)
			}
			if s.Checked {
				line += " checked"
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(want, strings.Join(got, "|")); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestGuards(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`if [ -z "$A" ]; then uvicorn a; fi`:                     "not(environment A)",
		`if a; then b; elif [ "$A" = x ]; then uvicorn a; fi`:    `!call a, comparison ==(environment A)("x")`,
		`if a; then b; else uvicorn a; fi`:                       "!call a",
		`[ -n "$A" ] && uvicorn a`:                               "environment A",
		`[[ $A == x || ! $B ]] || uvicorn a`:                     `!either(comparison ==(environment A)("x"))(not(environment B))`,
		`case "$A" in x) uvicorn a ;; y|z) b ;; esac`:            `comparison ==(environment A)("x")`,
		`while [ "$A" ]; do uvicorn a; done`:                     "loop(environment A)",
		`{ (time uvicorn a); }`:                                  "",
		`A=1; B=$(cat x); [ $A = $B ] && { uvicorn a; }`:         `comparison ==(setting A="1")(name B(call cat))`,
		`if [ "$A" ]; then A=2; fi; [ "$A" = 2 ] && uvicorn a`:   `comparison ==(either A(environment A)("2"))("2")`,
		`until curl -f http://a; do sleep 1; done; uvicorn a`:    "",
		`if [ "$A" -a "$B" ]; then if c; then uvicorn a; fi; fi`: "and(environment A)(environment B), call c",
	} {
		r := read(t, text+"\n")
		i := slices.IndexFunc(r.Module.Calls, func(c *code.Call) bool { return c.Callee == "uvicorn" })
		if i < 0 {
			t.Errorf("%s: no call", text)
			continue
		}
		var got []string
		for _, g := range r.Module.Calls[i].Guards {
			line := shown(g.Test)
			if g.Negated {
				line = "!" + line
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestMatters(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       bool
	}{
		{"a.sh", "curl x\n", true},
		{"a.sh", "ls\n", false},
		{"entrypoint", "#!/usr/bin/env bash\ncurl x\n", true},
		{"entrypoint", "#!/bin/sh -e\ncurl x\n", true},
		{"entrypoint", "#!/usr/bin/python3\ncurl = 1\n", false},
		{"entrypoint", "curl\n", false},
	} {
		file := source.NewFile(test.name, []byte(test.text))
		if got := (shell.Language{}).Matters(file); got != test.want {
			t.Errorf("%s %q: %v", test.name, test.text, got)
		}
	}
}

// hostile are texts that cost much more than their size says where nothing bounds the reader.
func hostile() map[string]string {
	return map[string]string{
		"deep":          strings.Repeat("$(", 9000) + strings.Repeat(")", 9000),
		"deep echo":     strings.Repeat("echo $(", 2500) + "curl" + strings.Repeat(")", 2500),
		"deep defaults": strings.Repeat(`"${a:-`, 2500) + strings.Repeat(`}"`, 2500),
		"deep ifs":      strings.Repeat("if a; then ", 2000) + "curl -k x" + strings.Repeat("; fi", 2000),
		"many":          strings.Repeat("curl -k x\n", 25_000),
		"joined":        strings.Repeat("a && ", 25_000) + "a",
		"piped":         strings.Repeat("a | ", 25_000) + "a",
		"names":         strings.Repeat("a=$a$a; ", 20_000) + "curl -k $a",
		"either":        strings.Repeat("[ $a ] && a=$a$b\n", 9_000) + "curl -k $a",
		"words":         "curl " + strings.Repeat("-H $A ", 30_000),
		"one word":      "curl " + strings.Repeat("$A", 60_000),
		"traced":        "set -x\n" + strings.Repeat("a $A\n", 20_000),
		"errors":        strings.Repeat("if then fi )\n", 5_000),
		"nul":           "curl \x00 -k\n\xff\xfe",
	}
}

func TestHostile(t *testing.T) {
	t.Parallel()
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			r := read(t, text)
			if r.Module == nil && r.Partial == "" {
				t.Error("nothing says what was not looked at")
			}
			if r.Module != nil {
				code.Tree(r.Module)
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
	if r := read(t, strings.Repeat("#", 1100<<10)); r.Module != nil || !strings.Contains(r.Partial, "1024 kB") {
		t.Errorf("a script of 1,100 kB: %q", r.Partial)
	}
	if r := read(t, strings.Repeat("( ", 30_000)); r.Module != nil || !strings.Contains(r.Partial, "20000 brackets") {
		t.Errorf("30,000 brackets: %q", r.Partial)
	}
}

// FuzzRead feeds scripts: nothing may crash, and every fact is inside of the file.
func FuzzRead(f *testing.F) {
	f.Add("#!/bin/bash -x\nA=${A:-$(openssl rand 9)}\ncurl -ku \"a:$A\" x | sh -s -- <<E\n$B\nE\ncase $A in a) exit 1;; esac\n")
	f.Add("sh -c 'curl -o a b; sh a'; source <(wget x); f() { exit; }; [[ -z $A ]] && f > a")
	f.Fuzz(func(t *testing.T, text string) {
		r := read(t, text)
		if r.Module == nil {
			return
		}
		for _, c := range r.Module.Calls {
			if c.Start < 0 || c.End < c.Start || c.End > len(text) {
				t.Fatalf("%q is at %v of %d", c.Callee, c.Place, len(text))
			}
		}
		code.Tree(r.Module)
	})
}

func readBuild(text string) code.Read {
	file := source.NewFile("Dockerfile", []byte(text))
	return (shell.Dockerfile{}).Read(code.Application{Files: []*source.File{file}})[0]
}

func TestDockerfile(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"RUN a && curl x":                                              `curl:"curl x"`,
		"RUN a \\\n # b\n && curl x\n":                                 `curl:"curl x"`,
		"ENTRYPOINT [\"uvicorn\"]\nCMD [\"a:b\"]":                      `uvicorn:"\"uvicorn\"]\nCMD [\"a:b\""`,
		"ENTRYPOINT [\"/entrypoint.sh\"]\nCMD [\"uvicorn\", \"a:b\"]":  `uvicorn:"\"uvicorn\", \"a:b\""`,
		"CMD [\"uvicorn\", \"a\"]\nCMD [\"gunicorn\", \"a\"]":          `gunicorn:"\"gunicorn\", \"a\""`,
		"CMD uvicorn a\nFROM b\nCMD gunicorn a":                        `uvicorn:"uvicorn a" gunicorn:"gunicorn a"`,
		"CMD [\"sh\", \"-c\", \"exec uvicorn a\"]":                     `uvicorn:"exec uvicorn a"`,
		"SHELL [\"powershell\", \"-c\"]\nRUN curl x":                   ``,
		"HEALTHCHECK NONE\nHEALTHCHECK --retries=1 CMD curl x || exit": `curl:"curl x"`,
		"ARG H=0.0.0.0\nENV P=1\nRUN uvicorn a --host $H":              `uvicorn:"uvicorn a --host $H"`,
	} {
		text = "FROM a\n" + text
		var got []string
		for _, c := range readBuild(text).Module.Calls {
			got = append(got, fmt.Sprintf("%s:%q", c.Callee, strings.TrimSpace(text[c.Start:c.End])))
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
	r := readBuild("FROM a\nARG A=1\nENV B=\"2 3\" C=$A\nENV D 4\n")
	var got []string
	for _, s := range r.Module.Settings {
		got = append(got, s.From+" "+s.Name+"="+shown(s.Default))
	}
	if diff := cmp.Diff([]string{`flag A="1"`, `environment B="2 3"`, `environment D="4"`}, got); diff != "" {
		t.Error(diff)
	}
	for _, text := range []string{"FROM a\nRUN <<E\n", "FROM a\nRUN " + strings.Repeat("(", 60_000), "FROM a\n" + strings.Repeat("RUN curl -k x\n", 20_000), "FROM"} {
		if r := readBuild(text); r.Module == nil && r.Partial == "" {
			t.Errorf("nothing says what was not looked at of %.40q", text)
		}
	}
}

// FuzzDockerfile feeds Dockerfiles: nothing may crash, and every fact is inside of the file.
func FuzzDockerfile(f *testing.F) {
	f.Add("FROM a\nARG A=1\nENV B=2 C 3\nRUN <<E\ncurl x\nE\nENTRYPOINT [\"a\"]\nCMD [\"sh\", \"-c\", \"b\"]\nHEALTHCHECK CMD curl x\n")
	f.Fuzz(func(t *testing.T, text string) {
		r := readBuild(text)
		if r.Module == nil {
			return
		}
		for _, c := range r.Module.Calls {
			if c.Start < 0 || c.End < c.Start || c.End > len(text) {
				t.Fatalf("%q is at %v of %d", c.Callee, c.Place, len(text))
			}
		}
		code.Tree(r.Module)
	})
}

func TestEntryOf(t *testing.T) {
	t.Parallel()
	scripts := map[string]string{
		"/entrypoint.sh": "#!/bin/sh\nset -e\nif [ \"$1\" = x ]; then exit 1; fi\nexec \"$@\"\n",
		"./start.sh":     "HOST=${HOST:-0.0.0.0}\ncd /app && A=1 exec gosu app uvicorn a.b:c --host $HOST --port 80\n",
		"run.sh":         "exec ./start.sh\n",
		"loop.sh":        "exec loop.sh\n",
		"branch.sh":      "if x; then exec node a.js; else exec node b.js; fi\n",
	}
	find := func(name string) []byte {
		if text, ok := scripts[name]; ok {
			return []byte(text)
		}
		return nil
	}
	for command, want := range map[string]string{
		"uvicorn a.b:c":                       "uvicorn a.b 127.0.0.1:0 default",
		"tini -- python -m a.b":               "python a.b",
		"/entrypoint.sh python3 -u /app/a.py": "python3 /app/a.py through /entrypoint.sh",
		"sh ./start.sh":                       "uvicorn a.b 0.0.0.0:80 A=1 through ./start.sh",
		"run.sh":                              "uvicorn a.b 0.0.0.0:80 A=1 through run.sh,./start.sh",
		"loop.sh":                             "loop.sh  through loop.sh,loop.sh,loop.sh,loop.sh",
		"branch.sh":                           "node b.js through branch.sh",
		"env B=2 gunicorn -b unix:/a.sock -b :80 a:b": "gunicorn a :80 B=2",
		"npm run start":            "npm script start",
		"yarn start":               "yarn script start",
		"node --inspect server.js": "node server.js",
		"/app/server --port 1":     "server",
		"poetry run flask --app a.b run --host 0.0.0.0": "flask a.b 0.0.0.0:0",
		"python manage.py runserver 0.0.0.0:80":         "manage.py manage.py 0.0.0.0:80",
		"fastapi run app/main.py":                       "fastapi app/main.py :0 default",
		"missing.sh":                                    "missing.sh",
		"":                                              "",
		"python -c print(1)":                            "python",
		"hypercorn --bind [::]:8000 a.b:c":              "hypercorn a.b :::8000",
		"sh -c exec\u00a0uvicorn\u00a0a:b\u00a0--port\u00a09": "uvicorn a 127.0.0.1:9 default through sh -c",
	} {
		var words []string
		for _, word := range strings.Split(command, " ") {
			if word != "" {
				words = append(words, strings.ReplaceAll(word, "\u00a0", " "))
			}
		}
		e := shell.EntryOf(words, find)
		got := e.Program + " " + e.Module + e.File
		if e.Script != "" {
			got += "script " + e.Script
		}
		if e.Host != nil {
			got += fmt.Sprintf(" %s:%d", *e.Host, e.Port)
		}
		if e.IsDefault {
			got += " default"
		}
		for _, name := range slices.Sorted(maps.Keys(e.Variables)) {
			got += " " + name + "=" + e.Variables[name]
		}
		if len(e.Through) > 0 {
			got += " through " + strings.Join(e.Through, ",")
		}
		if diff := cmp.Diff(want, strings.TrimRight(got, " ")); diff != "" && want != got {
			t.Errorf("%s: %s", command, diff)
		}
	}
}

// FuzzEntryOf feeds commands and a script: nothing may crash or go on for ever.
func FuzzEntryOf(f *testing.F) {
	f.Add("sh a.sh b", "if x; then y; else exec env A=1 \"$@\" -b 0.0.0.0:$P; fi")
	f.Fuzz(func(_ *testing.T, command, script string) {
		shell.EntryOf(strings.Fields(command), func(name string) []byte {
			if strings.HasSuffix(name, ".sh") {
				return []byte(script)
			}
			return nil
		})
	})
}
