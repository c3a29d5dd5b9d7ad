package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// gitIn runs git in a folder.
func gitIn(t *testing.T, dir string, args ...string) {
	t.Helper()
	c := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.org"}, args...)...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", args, err, out)
	}
}

// put writes files below a folder; one without content is removed, and one whose content begins with -> is a link.
func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
		if text == "" {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if to, isLink := strings.CutPrefix(text, "->"); isLink {
			err = os.Symlink(to, file)
		} else {
			err = os.WriteFile(file, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// changed returns a repository whose branch main has some files, with a commit on top of it that changes some.
func changed(t *testing.T, before, after map[string]string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	dir := t.TempDir()
	gitIn(t, dir, "init", "-q", "-b", "main")
	put(t, dir, before)
	gitIn(t, dir, "add", "-A", "-f", ".")
	gitIn(t, dir, "commit", "-q", "-m", "before")
	gitIn(t, dir, "checkout", "-q", "-b", "change")
	put(t, dir, after)
	gitIn(t, dir, "add", "-A", "-f", ".")
	gitIn(t, dir, "commit", "-q", "--allow-empty", "-m", "after")
	return dir
}

// seclint runs a command line and returns the exit code with what it printed.
func seclint(args ...string) (int, string) {
	var out, wrong bytes.Buffer
	code := Main(args, strings.NewReader(""), &out, &wrong)
	return code, out.String() + wrong.String()
}

const (
	soundStack = "services:\n  web:\n    image: nginx:1.27.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n    read_only: true\n    networks: [a]\nnetworks: {a: {}}\n"
	defect     = "    privileged: true\n"
	open       = "services:\n  web:\n    image: nginx:1.27.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n    read_only: true\n    privileged: true\n    networks: [a]\nnetworks: {a: {}}\n"
)

// filler makes a file too large for --max-file-size 1.
var filler = strings.Repeat("# "+strings.Repeat("x", 98)+"\n", 11_000)

// Each way in which a change could loosen its own gate, together with a defect: the change fails, and what loosens is named with its
// place.
func TestBaseWithLooseningChange(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after map[string]string
		loosened      string // the place, and how what is said begins
		isHidden      bool   // the defect itself cannot be seen
		path          string
	}{
		"a waiver":                   {after: map[string]string{".seclint.yaml": "waivers:\n- {rule: compose/privileged, where: {file: compose.yml}, status: ACCEPTED, reason: r}\n"}, loosened: ".seclint.yaml:2:3: high: the change adds or widens the waiver"},
		"a waiver that lasts":        {before: map[string]string{".seclint.yaml": "waivers:\n- {rule: compose/privileged, where: {file: compose.yml}, status: ACCEPTED, reason: r, expires: 2020-01-01}\n"}, after: map[string]string{".seclint.yaml": "waivers:\n- {rule: compose/privileged, where: {file: compose.yml}, status: ACCEPTED, reason: r, expires: 2999-01-01}\n"}, loosened: ".seclint.yaml:2:3: high: the change adds or widens the waiver"},
		"a condition taken out":      {before: map[string]string{".seclint.yaml": "waivers:\n- {rule: compose/privileged, where: {file: compose.yml}, status: ACCEPTED, reason: r, conditions: [exposure == all_interfaces]}\n"}, after: map[string]string{".seclint.yaml": "waivers:\n- {rule: compose/privileged, where: {file: compose.yml}, status: ACCEPTED, reason: r}\n"}, loosened: ".seclint.yaml:2:3: high: the change adds or widens the waiver"},
		"a file of waivers":          {before: map[string]string{".seclint.yaml": "waiver-files: [w.yaml]\n", "w.yaml": "waivers: []\n"}, after: map[string]string{"w.yaml": "waivers:\n- {rule: compose/privileged, where: {file: compose.yml}, status: ACCEPTED, reason: r}\n"}, loosened: "w.yaml:2:3: high: the change adds or widens"},
		"a threshold":                {after: map[string]string{".seclint.yaml": "fail-on: never\n"}, loosened: ".seclint.yaml:1:10: high: the change raises fail-on to never"},
		"a raised threshold":         {before: map[string]string{".seclint.yaml": "fail-on: low\n"}, after: map[string]string{".seclint.yaml": "fail-on: critical\n"}, loosened: ".seclint.yaml:1:10: high: the change raises fail-on to critical"},
		"a removed config":           {before: map[string]string{".seclint.yaml": "fail-on: low\npacks: [strict]\n"}, after: map[string]string{".seclint.yaml": ""}, loosened: ".seclint.yaml:1:1: high: the change no longer has the pack strict"},
		"less shown":                 {after: map[string]string{".seclint.yaml": "severity: critical\n"}, loosened: ".seclint.yaml:1:11: high: the change shows only what is critical"},
		"a rule off":                 {after: map[string]string{".seclint.yaml": "rules:\n  compose/privileged: off\n"}, loosened: ".seclint.yaml:2:3: high: the change turns compose/privileged off"},
		"all rules off":              {after: map[string]string{".seclint.yaml": "rules: {'*': off}\n"}, loosened: ".seclint.yaml:1:9: high: the change turns "},
		"the rule of the gate off":   {after: map[string]string{".seclint.yaml": "rules: {gate/loosened-in-change: off}\n"}, loosened: ".seclint.yaml:1:9: high: the change turns gate/loosened-in-change off"},
		"a milder severity":          {after: map[string]string{".seclint.yaml": "rules: {compose/privileged: none}\n"}, loosened: ".seclint.yaml:1:9: high: the change makes compose/privileged none"},
		"an override":                {after: map[string]string{".seclint.yaml": "overrides:\n- {paths: [compose.yml], rules: {compose/privileged: off}}\n"}, loosened: ".seclint.yaml:2:34: high: the change turns compose/privileged off in compose.yml"},
		"a parameter":                {after: map[string]string{".seclint.yaml": "rules: {mediamtx/record-policy: {parameters: {max_record_retention: 9000h}}}\n"}, loosened: ".seclint.yaml:1:9: high: the change changes the parameters of mediamtx/record-policy"},
		"a role":                     {after: map[string]string{".seclint.yaml": "roles: {trusted: [web]}\n"}, loosened: `.seclint.yaml:1:19: high: the change gives "web" the role trusted`},
		"accepted files":             {after: map[string]string{".seclint.yaml": "allow-unassessed: true\n"}, loosened: ".seclint.yaml:1:19: high: the change accepts files"},
		"a comment":                  {after: map[string]string{"compose.yml": strings.Replace(open, "privileged: true", "privileged: true  # seclint:ignore compose/privileged needed", 1)}, loosened: "compose.yml:5:23: high: the change hides compose/privileged by a comment"},
		"a comment that was moved":   {before: map[string]string{"compose.yml": strings.Replace(soundStack, "read_only: true", "read_only: false  # seclint:ignore compose/privileged needed", 1)}, after: map[string]string{"compose.yml": strings.Replace(open, "privileged: true", "privileged: true  # seclint:ignore compose/privileged needed", 1)}, loosened: "compose.yml:5:23: high: the change hides compose/privileged by a comment"},
		"an exclude":                 {after: map[string]string{".seclint.yaml": "excludes: [compose.yml]\n"}, loosened: ".seclint.yaml:1:12: high: the change excludes compose.yml"},
		"a line of .seclintignore":   {after: map[string]string{".seclintignore": "# nothing\n*.yml\n"}, loosened: `.seclintignore:2:1: high: the change leaves compose.yml out by "*.yml"`},
		"a line of .gitignore":       {after: map[string]string{".gitignore": "compose.*\n"}, loosened: `.gitignore:1:1: high: the change leaves compose.yml out by "compose.*"`},
		"an ignore file in a folder": {before: map[string]string{"a/compose.yml": soundStack}, after: map[string]string{"a/compose.yml": open, "a/.seclintignore": "*\n"}, loosened: `a/.seclintignore:1:1: high: the change leaves a/compose.yml out`},
		"a mark":                     {after: map[string]string{"compose.yml": "# Code generated by x. DO NOT EDIT.\n" + open}, loosened: "compose.yml:1:1: high: the change marks compose.yml as generated"},
		"a mark in an output folder": {before: map[string]string{"out/compose.yml": soundStack}, after: map[string]string{"out/compose.yml": "# Code generated by x. DO NOT EDIT.\n" + open}, loosened: "out/compose.yml:1:1: high: the change marks out/compose.yml as generated"},
		"linguist-generated":         {after: map[string]string{".gitattributes": "*.yml linguist-generated\n"}, loosened: ".gitattributes:1:1: high: the change marks compose.yml as generated"},
		"a rename to nothing known":  {after: map[string]string{"compose.yml": "", "compose.txt": open}, loosened: "compose.txt:1:1: high: the change renames compose.yml to compose.txt, which nothing recognises", isHidden: true},
		"a move to the tests":        {after: map[string]string{"compose.yml": "", "tests/compose.yml": open}, loosened: "tests/compose.yml:1:1: high: the change moves compose.yml to where it weighs less (test)"},
		"broken":                     {after: map[string]string{"compose.yml": open + "x: [\n"}, loosened: "compose.yml:1:1: high: the change makes compose.yml a file that is not looked at (broken)", isHidden: true},
		"too large":                  {after: map[string]string{"compose.yml": open + filler}, loosened: "compose.yml:1:1: high: the change makes compose.yml a file that is not looked at", isHidden: true},
		"a link out":                 {after: map[string]string{"compose.yml": "->/etc/hosts"}, loosened: "compose.yml:1:1: high: the change makes compose.yml a file that", isHidden: true},
		"a policy changed":           {before: map[string]string{".seclint.yaml": "policies: [p]\n", "p/house/a/a.rego": policyText("high")}, after: map[string]string{"p/house/a/a.rego": policyText("low")}, loosened: "p/house/a/a.rego:1:1: high: the change changes the policy p/house/a/a.rego"},
		"a policy added":             {before: map[string]string{".seclint.yaml": "policies: [p]\n", "p/house/a/a.rego": policyText("high")}, after: map[string]string{"p/lib/b/b.rego": "package lib.b\n\nx := 1\n"}, loosened: "p/lib/b/b.rego:1:1: high: the change adds the policy p/lib/b/b.rego"},
		"a policy removed":           {before: map[string]string{".seclint.yaml": "policies: [p]\n", "p/house/a/a.rego": policyText("high"), "p/house/b/b.rego": strings.ReplaceAll(policyText("high"), "house.a", "house.b")}, after: map[string]string{"p/house/b/b.rego": ""}, loosened: "p/house/b/b.rego:1:1: high: the change removes the policy p/house/b/b.rego"},
		"COMPOSE_FILE":               {after: map[string]string{".env": "A=1\nCOMPOSE_FILE=other.yml\n", "other.yml": soundStack}, loosened: ".env:2:1: high: the change takes compose.yml out of what COMPOSE_FILE starts"},
		"a profile":                  {after: map[string]string{"compose.yml": strings.Replace(open, "    privileged", "    profiles: [x]\n    privileged", 1)}, loosened: `compose.yml:6:5: high: the change makes what is found here weigh less: service "web" is behind profile x`},
		"a profile for development":  {after: map[string]string{"compose.yml": strings.Replace(open, "    privileged", "    profiles: [dev]\n    privileged", 1), "Makefile": "up:\n\tdocker compose --profile dev up\n"}, loosened: `compose.yml:6:5: high: the change makes what is found here weigh less: service "web" is started with profile dev`},
		"scaled to none":             {after: map[string]string{"compose.yml": strings.Replace(open, "    privileged", "    deploy: {replicas: 0}\n    privileged", 1)}, loosened: `compose.yml:6:5: high: the change makes what is found here weigh less: service "web" is scaled to 0`},
		"a profile no more started":  {before: map[string]string{"compose.yml": strings.Replace(soundStack, "    read", "    profiles: [x]\n    read", 1), "Makefile": "up:\n\tdocker compose --profile x up\n"}, after: map[string]string{"compose.yml": strings.Replace(open, "    read", "    profiles: [x]\n    read", 1), "Makefile": "up:\n\techo\n"}, loosened: `compose.yml:6:5: high: the change makes what is found here weigh less: service "web" is behind profile x`},
		"an override that resets":    {after: map[string]string{"compose.override.yml": "services: {web: {privileged: !reset null}}\n"}, loosened: `compose.yml:5:5: critical: service "web" runs privileged`},
		"a comment of another tool":  {after: map[string]string{"compose.yml": strings.Replace(open, "    privileged", "    # kics-scan ignore-line\n    privileged", 1)}, loosened: "compose.yml:5:5: high: the change hides compose/privileged by a comment"},
		"a file of waivers added":    {after: map[string]string{".seclint.yaml": "waiver-files: [w.yaml]\n", "w.yaml": "waivers:\n- {rule: compose/privileged, where: {file: compose.yml}, status: ACCEPTED, reason: r}\n"}, loosened: "w.yaml:2:3: high: the change adds or widens the waiver"},
		"a config that is broken":    {before: map[string]string{".seclint.yaml": "fail-on: low\n"}, after: map[string]string{".seclint.yaml": "a: [\n"}, loosened: "seclint: .seclint.yaml:2:1: ", isHidden: true},
		"two configs":                {after: map[string]string{".seclint.yaml": "fail-on: never\n", ".seclint.yml": "fail-on: never\n"}, loosened: "seclint: both .seclint.yaml and .seclint.yml exist", isHidden: true},
		"another encoding":           {after: map[string]string{"compose.yml": "\xff\xfes\x00"}, loosened: "compose.yml:1:1: high: the change makes compose.yml a file that is not looked at (broken)", isHidden: true},
		"a move to the vendored":     {after: map[string]string{"compose.yml": "", "vendor/compose.yml": open}, loosened: "vendor/compose.yml:1:1: high: the change renames compose.yml to vendor/compose.yml, which nothing recognises", isHidden: true},
		"a baseline":                 {after: map[string]string{".seclint.yaml": "baseline: b.json\n", "b.json": "{\"seclint_baseline\": 1, \"findings\": [\n{\"rule\": \"compose/privileged\", \"file\": \"compose.yml\", \"severity\": \"critical\", \"message\": \"m\", \"fingerprint\": \"00000000\"}]}\n"}, loosened: "b.json:2:1: high: the change adds 1 to the baseline"},
		"a config in a subfolder":    {before: map[string]string{"a/compose.yml": soundStack}, after: map[string]string{"a/compose.yml": open, "a/.seclint.yaml": "fail-on: never\nrules: {'*': off}\n"}, loosened: "a/.seclint.yaml:1:1: high: the change adds a config that decides", path: "a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, after := map[string]string{"compose.yml": soundStack}, map[string]string{"compose.yml": open}
			for file, text := range test.before {
				before[file] = text
			}
			for file, text := range test.after {
				after[file] = text
			}
			dir := changed(t, before, after)
			code, out := seclint("-q", "--base", "main", "--max-file-size", "1", filepath.Join(dir, test.path))
			out = strings.ReplaceAll(out, shownAs(t, dir)+"/", "")
			if code == exitClean || !strings.Contains(out, "\n"+test.loosened) && !strings.HasPrefix(out, test.loosened) {
				t.Errorf("exit code %d, want %q in\n%s", code, test.loosened, out)
			}
			if !test.isHidden && !strings.Contains(out, `: service "web" runs privileged [compose/privileged]`) {
				t.Errorf("the defect is hidden:\n%s", out)
			}
		})
	}
}

// shownAs returns a folder as text shows it.
func shownAs(t *testing.T, dir string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	shown, err := filepath.Rel(at, dir)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(shown)
}

func policyText(severity string) string {
	return "# METADATA\n# title: T\n# description: D\n# scope: package\n# custom:\n#   severity: " + severity +
		"\n#   remediation: R\n#   kinds: [compose]\npackage house.a\n\nfindings contains finding if {\n\tinput.document.nosuch\n\tfinding := {\"path\": [], \"message\": \"m\"}\n}\n"
}

// Changes that only tidy pass, and what was there before does not count.
func TestBaseWithTidyChange(t *testing.T) {
	t.Parallel()
	hidden := strings.Replace(open, "privileged: true", "privileged: true  # seclint:ignore compose/privileged needed", 1)
	for name, test := range map[string]struct{ before, after map[string]string }{
		"nothing":                     {nil, nil},
		"known defects":               {map[string]string{"compose.yml": open}, map[string]string{"compose.yml": "# a remark\n\n" + open}},
		"a profile for what is sound": {nil, map[string]string{"compose.yml": strings.Replace(soundStack, "    read", "    profiles: [x]\n    read", 1)}},
		"a known profile":             {map[string]string{"compose.yml": strings.Replace(soundStack, "    read", "    profiles: [x]\n    read", 1)}, map[string]string{"compose.yml": "# more\n" + strings.Replace(soundStack, "    read", "    profiles: [x]\n    read", 1)}},
		"a rename":                    {map[string]string{"compose.yml": open}, map[string]string{"compose.yml": "", "docker-compose.yml": open}},
		"a removed file":              {map[string]string{"old/compose.yml": open}, map[string]string{"old/compose.yml": ""}},
		"a fix":                       {map[string]string{"compose.yml": open}, map[string]string{"compose.yml": soundStack}},
		"a comment that stays":        {map[string]string{"compose.yml": hidden}, map[string]string{"compose.yml": "# a remark\n" + hidden}},
		"a comment in a rename":       {map[string]string{"compose.yml": hidden}, map[string]string{"compose.yml": "", "docker-compose.yml": hidden}},
		"an ignored log":              {nil, map[string]string{".gitignore": "*.log\nbuild/\n", ".seclintignore": "docs\n"}},
		"attributes":                  {nil, map[string]string{".gitattributes": "*.lock linguist-generated\n*.sh text\n"}},
		"a stricter config":           {map[string]string{".seclint.yaml": "fail-on: critical\n"}, map[string]string{".seclint.yaml": "fail-on: high\nrules: {compose/privileged: critical}\nroles: {untrusted: [agent]}\n"}},
		"another order":               {map[string]string{".seclint.yaml": "fail-on: high\nexcludes: [a, b]\n"}, map[string]string{".seclint.yaml": "excludes: [b, a]\n# the default\nfail-on: high\n"}},
		"a waiver that is gone":       {map[string]string{".seclint.yaml": "waivers:\n- {rule: compose/privileged, where: {file: x.yml}, status: ACCEPTED, reason: r}\n"}, map[string]string{".seclint.yaml": "fail-on: high\n"}},
		"a shorter waiver":            {map[string]string{"compose.yml": open, ".seclint.yaml": "waivers:\n- {rule: compose/privileged, where: {file: compose.yml}, status: ACCEPTED, reason: r}\n"}, map[string]string{".seclint.yaml": "waivers:\n- {rule: compose/privileged, where: {file: compose.yml}, status: ACCEPTED, reason: other words, expires: 2999-01-01}\n"}},
		"a file of variables":         {map[string]string{".env": "A=1\n"}, map[string]string{".env": "A=2\nB=1\n"}},
		"code that is rewritten":      {map[string]string{"a.py": "from aiohttp import web\nweb.run_app(web.Application(), host='127.0.0.1')\n", "requirements.txt": "aiohttp\n"}, map[string]string{"a.py": "print('no server any more')\n"}},
		"a config with new names":     {map[string]string{".seclint.yaml": "fail-on: high\n"}, map[string]string{".seclint.yaml": "", ".seclint.yml": "fail-on: high\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := map[string]string{"compose.yml": soundStack}
			for file, text := range test.before {
				before[file] = text
			}
			dir := changed(t, before, test.after)
			code, out := seclint("-q", "--base", "main", "--fail-on", "note", dir)
			if code != exitClean || strings.Contains(out, "loosened-in-change") {
				t.Errorf("exit code %d\n%s", code, out)
			}
		})
	}
}

// A shallow clone serves once it has the commit, and says what is missing otherwise.
func TestBaseInAShallowClone(t *testing.T) {
	t.Parallel()
	dir := changed(t, map[string]string{"compose.yml": soundStack}, map[string]string{"compose.yml": open, ".seclintignore": "*\n"})
	clone := filepath.Join(t.TempDir(), "clone")
	gitIn(t, dir, "clone", "-q", "--depth", "1", "--branch", "change", "file://"+dir, clone)
	if code, out := seclint("-q", "--base", "origin/main", clone); code != exitTrouble || !strings.Contains(out, "git fetch --depth=1 origin") {
		t.Errorf("exit code %d without the commit:\n%s", code, out)
	}
	gitIn(t, clone, "fetch", "-q", "--depth=1", "origin", "main")
	if code, out := seclint("-q", "--base", "FETCH_HEAD", clone); code != exitFindings || !strings.Contains(out, "runs privileged") || !strings.Contains(out, ".seclintignore:1") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	if code, out := seclint("--base", "main", t.TempDir()); code != exitTrouble || !strings.Contains(out, "not in a git repository") {
		t.Errorf("outside of a repository: exit code %d\n%s", code, out)
	}
}
