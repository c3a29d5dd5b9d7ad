package link_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/value"
)

// What an application is started with is the same for rules, which ask for its starts, and for assertions and waivers, which read the
// files: whichever file sets the variable.
func TestStartsAgreeWithValues(t *testing.T) {
	t.Parallel()
	const (
		compose = "-- compose.yml --\nservices: {w: {build: ., command: python a.py}}\n"
		image   = "-- Dockerfile --\nFROM a\nWORKDIR /app\nCOPY . .\n"
	)
	for about, test := range map[string]struct{ archive, want string }{
		"the default in code":       {compose + image, "0.0.0.0"},
		"ENV":                       {compose + image + "ENV H=1.1.1.1\n", "1.1.1.1"},
		"ENV with several":          {compose + image + "ENV A=1 \\\n    H=\"1.1.1.2\" B=2\n", "1.1.1.2"},
		"ENV without =":             {compose + image + "ENV H 1.1.1.3\n", "1.1.1.3"},
		"environment":               {"-- compose.yml --\nservices: {w: {build: ., command: python a.py, environment: {H: 2.2.2.2}}}\n" + image + "ENV H=1.1.1.1\n", "2.2.2.2"},
		"environment as a list":     {"-- compose.yml --\nservices: {w: {build: ., command: python a.py, environment: [H=2.2.2.3]}}\n" + image, "2.2.2.3"},
		"a default in Compose":      {"-- compose.yml --\nservices: {w: {build: ., command: python a.py, environment: {H: \"${H:-2.2.2.4}\"}}}\n" + image, "2.2.2.4"},
		"a variable of Compose":     {"-- compose.yml --\nservices: {w: {build: ., command: python a.py, environment: {H: \"${H:-2.2.2.4}\"}}}\n-- .env --\nH=3.3.3.1\n" + image, "3.3.3.1"},
		"env_file":                  {"-- compose.yml --\nservices: {w: {build: ., command: python a.py, env_file: e.env}}\n-- e.env --\nH=3.3.3.3\n" + image + "ENV H=1.1.1.1\n", "3.3.3.3"},
		"environment over env_file": {"-- compose.yml --\nservices: {w: {build: ., command: python a.py, env_file: e.env, environment: {H: 2.2.2.2}}}\n-- e.env --\nH=3.3.3.3\n" + image, "2.2.2.2"},
		"Environment=":              {"-- w.service --\n[Service]\nWorkingDirectory=/opt/w\nEnvironment=A=1 \"H=4.4.4.4\"\nExecStart=/usr/bin/python3 /opt/w/a.py\n", "4.4.4.4"},
		"EnvironmentFile=":          {"-- w.service --\n[Service]\nWorkingDirectory=/opt/w\nEnvironment=H=4.4.4.4\nEnvironmentFile=-/opt/w/e.env\nExecStart=/usr/bin/python3 /opt/w/a.py\n-- e.env --\nH=3.3.3.3\n", "3.3.3.3"},
		"export":                    {"-- compose.yml --\nservices: {w: {build: .}}\n" + image + "ENTRYPOINT [\"/app/run.sh\"]\n-- run.sh --\n#!/bin/sh\nexport H=5.5.5.5\nexec python a.py\n", "5.5.5.5"},
		"export of what is set":     {"-- compose.yml --\nservices: {w: {build: .}}\n" + image + "ENTRYPOINT [\"/app/run.sh\"]\n-- run.sh --\n#!/bin/sh\nH=5.5.5.6\nexport H\nexec python a.py\n", "5.5.5.6"},
		"export of a default": {
			"-- compose.yml --\nservices: {w: {build: ., environment: {H: 2.2.2.2}}}\n" + image + "ENTRYPOINT [\"/app/run.sh\"]\n-- run.sh --\n#!/bin/sh\nexport H=\"${H:-5.5.5.7}\"\nexec python a.py\n", "2.2.2.2",
		},
		"a service and a unit": {
			"-- compose.yml --\nservices: {w: {build: ., command: python a.py, environment: {H: 2.2.2.2}}}\n" + image +
				"-- w.service --\n[Service]\nWorkingDirectory=/opt/w\nEnvironment=H=4.4.4.4\nExecStart=/usr/bin/python3 /opt/w/a.py\n", "2.2.2.2 4.4.4.4",
		},
	} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			archive := test.archive + code("a.py", "H")
			l := root(t, archive)
			ways := map[string]bool{}
			for _, start := range l.Facts(l.docs["a.py"]).Starts {
				text := "0.0.0.0"
				if v, given := start.Variables["H"]; given {
					text = v.Value
				}
				ways[text] = true
			}
			var all []value.Value
			reader := value.Reader{}
			for _, file := range txtar.Parse([]byte(archive)).Files {
				values, err := reader.Read(source.NewFile(file.Name, file.Data))
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, values...)
			}
			read := map[string]bool{}
			inForce, _ := value.InForce("H", all)
			for _, v := range inForce {
				if !v.IsKnown {
					t.Errorf("%s:%d is not known", v.At.Path(), v.At.Start.Line)
				}
				read[v.Text] = true
			}
			for from, got := range map[string]map[string]bool{"starts": ways, "values": read} {
				if diff := cmp.Diff(test.want, strings.Join(slices.Sorted(maps.Keys(got)), " ")); diff != "" {
					t.Errorf("%s: %s", from, diff)
				}
			}
		})
	}
}
