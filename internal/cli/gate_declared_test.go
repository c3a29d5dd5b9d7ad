package cli

import (
	"strings"
	"testing"
)

// The declarations that the changes below loosen.
const (
	declaredAssertion = `assertions:
- id: retention
  files: ["*.env", "*.yaml"]
  setting: RETENTION
  expect: {duration_lte: 7d, ne: 0s}
  severity: high
`
	declaredAllowlist = `allowlists:
- {id: mission, files: ["*.py", "*.txt"], pattern: 'register\((\w+)', allowed: [Camera], denied: [chat], severity: high}
`
	declaredContract = `contracts:
- id: messages
  expected: [token, alert]
  producers: {files: ["send.py"], pattern: 'send\("(\w+)'}
  consumers: {files: ["main.py"], pattern: 'on\("(\w+)'}
  critical: [alert]
`
	declaredExposure = `expected:
- role: edge
  services: [proxy]
  listeners: [{port: 443}, {port: 9901, exposure: host_loopback}, {port: 111, only: [portmapper]}]
  running: [pve-firewall]
inventory:
- {host: nuc, role: edge, seen: nuc.yaml}
`
	trackedClosed = "# Security\n\n| ID | Severity | Status | Issue | Evidence |\n|---|---|---|---|---|\n| S-1 | High | Closed | privileged container | `compose.yml:5` `compose/privileged` |\n"
	nucSeen       = "listeners:\n- {port: 443, process: nginx, address: 0.0.0.0}\nservices:\n- {name: pve-firewall, running: true}\n"
)

// declaredFiles are what the declarations are about, all as they want it.
func declaredFiles() map[string]string {
	return map[string]string{
		"a.env": "RETENTION=24h\n", "main.py": "on(\"token\")\non(\"alert\")\n", "send.py": "send(\"token\")\n", "skills.py": "register(Camera)\n",
		"nuc.yaml": nucSeen, "compose.yml": soundStack, "SECURITY.md": trackedClosed,
	}
}

// Each way to demand less, with or without a defect beside it, is named with its place and fails.
func TestBaseWithMilderDemands(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config   string
		from, to string
		after    map[string]string
		loosened string
		defect   string // what still counts
	}{
		"an assertion gone": {
			config: declaredAssertion + "fail-on: medium\n", from: declaredAssertion, after: map[string]string{"a.env": "RETENTION=700h\n"},
			loosened: `.seclint.yaml:1:1: high: the change takes out the assertion "retention"`, defect: `"retention": RETENTION is 700h`,
		},
		"another bound": {
			config: declaredAssertion, from: "duration_lte: 7d", to: "duration_lte: 90d", after: map[string]string{"a.env": "RETENTION=700h\n"},
			loosened: `.seclint.yaml:2:3: high: the change makes the assertion "retention" milder: expect`, defect: `"retention": RETENTION is 700h`,
		},
		"an operator gone":     {config: declaredAssertion, from: ", ne: 0s", loosened: `.seclint.yaml:2:3: high: the change makes the assertion "retention" milder: expect`},
		"another setting":      {config: declaredAssertion, from: "RETENTION", to: "OTHER", loosened: `milder: it looks at something else`},
		"fewer files":          {config: declaredAssertion, from: `"*.env", `, loosened: `milder: fewer files`},
		"a milder assertion":   {config: declaredAssertion, from: "severity: high", to: "severity: low", loosened: `milder: severity low`},
		"without its severity": {config: declaredAssertion, from: "  severity: high\n", loosened: `milder: severity medium`},
		"an allow-list gone": {
			config: declaredAllowlist + "fail-on: high\n", from: declaredAllowlist, after: map[string]string{"skills.py": "register(Clock)\n"},
			loosened: `the change takes out the allow-list "mission"`, defect: `"mission": Clock is registered and not on the list`,
		},
		"a longer list": {
			config: declaredAllowlist, from: "[Camera]", to: "[Camera, Clock]", after: map[string]string{"skills.py": "register(Clock)\n"},
			loosened: `makes the allow-list "mission" milder: more is allowed`, defect: `"mission": Clock is registered and not on the list`,
		},
		"less denied":         {config: declaredAllowlist, from: ", denied: [chat]", loosened: `milder: less is denied`},
		"another pattern":     {config: declaredAllowlist, from: "register", to: "registers", loosened: `milder: it looks at something else`},
		"a list of less":      {config: declaredAllowlist, from: `, "*.txt"`, loosened: `milder: fewer files`},
		"a milder allow-list": {config: declaredAllowlist, from: "severity: high", to: "severity: note", loosened: `milder: severity note`},
		"a contract gone": {
			config: declaredContract + "fail-on: high\n", from: declaredContract, after: map[string]string{"main.py": "on(\"token\")\n"},
			loosened: `takes out the contract "messages"`, defect: `"messages": alert is sent and has no handler here`,
		},
		"ignored": {
			config: declaredContract, from: "critical: [alert]", to: "critical: [alert]\n  ignore: [alert]", after: map[string]string{"main.py": "on(\"token\")\n"},
			loosened: `makes the contract "messages" milder: more is ignored`, defect: `"messages": alert is sent and has no handler here`,
		},
		"less expected":      {config: declaredContract, from: "[token, alert]", to: "[token]", loosened: `milder: less is expected`},
		"not critical":       {config: declaredContract, from: "critical: [alert]", to: "reason: no", loosened: `milder: less is critical`},
		"more handlers":      {config: declaredContract, from: `["main.py"]`, to: `["main.py", "*.py"]`, loosened: `milder: more counts as a handler`},
		"fewer producers":    {config: declaredContract, from: `  producers: {files: ["send.py"], pattern: 'send\("(\w+)'}` + "\n", loosened: `milder: less that is sent is looked at`},
		"a wildcard":         {config: declaredContract, from: "critical: [alert]", to: "critical: [alert]\n  wildcard: on", loosened: `milder: a wildcard takes all`},
		"a port":             {config: declaredExposure, from: "{port: 443}", to: "{port: 443}, {port: 8443}", loosened: `.seclint.yaml:4:28: high: the change expects port 8443 of the role edge`},
		"a wider port":       {config: declaredExposure, from: ", exposure: host_loopback", loosened: `the change expects port 9901 of the role edge`},
		"without condition":  {config: declaredExposure, from: ", only: [portmapper]", loosened: `the change expects port 111 of the role edge`},
		"more behind it":     {config: declaredExposure, from: "[portmapper]", to: "[portmapper, nfs]", loosened: `the change expects port 111 of the role edge`},
		"more services":      {config: declaredExposure, from: "[proxy]", to: "[proxy, web]", loosened: `gives the services web the expected role edge`},
		"nothing has to run": {config: declaredExposure, from: "  running: [pve-firewall]\n", loosened: `no longer wants all to run that the role edge needs`},
		"a machine gone":     {config: declaredExposure, from: "inventory:\n- {host: nuc, role: edge, seen: nuc.yaml}\n", loosened: `takes the machine "nuc" out of the inventory`},
		"a machine left out": {config: declaredExposure, from: "seen: nuc.yaml", to: "seen: nuc.yaml, state: disabled, reason: r", loosened: `.seclint.yaml:7:3: high: the change leaves out the machine "nuc"`},
		"seen elsewhere":     {config: declaredExposure, from: "seen: nuc.yaml", to: "seen: other.yaml", after: map[string]string{"other.yaml": nucSeen}, loosened: `takes something else for what was seen of "nuc"`},
		"without a role":     {config: declaredExposure, from: "role: edge, ", loosened: `gives the machine "nuc" the role none`},
		"no tracker":         {config: "trackers: [SECURITY.md]\nfail-on: high\n", from: "trackers: [SECURITY.md]\n", loosened: `.seclint.yaml:1:1: high: the change no longer compares the tracker SECURITY.md`},
		"a milder tracker":   {config: "trackers: [SECURITY.md]\n", from: "\n", to: "\nrules: {tracker/closed-but-detected: note}\n", loosened: `makes tracker/closed-but-detected note`},
		"a reopened item": {
			config: "trackers: [SECURITY.md]\n", after: map[string]string{"compose.yml": open, "SECURITY.md": strings.Replace(trackedClosed, "Closed", "Open", 1)},
			loosened: `SECURITY.md:5:3: high: the change makes the item "S-1" open, which was closed: compose/privileged at compose.yml:5`, defect: "runs privileged",
		},
		"an accepted item": {
			config: "trackers: [SECURITY.md]\n", after: map[string]string{"compose.yml": open, "SECURITY.md": strings.Replace(trackedClosed, "Closed", "ACCEPTED", 1)},
			loosened: `SECURITY.md:5:3: high: the change makes the item "S-1" accepted, which was closed`, defect: "runs privileged",
		},
		"an item about something else": {
			config: "trackers: [SECURITY.md]\n", after: map[string]string{"compose.yml": open, "SECURITY.md": strings.Replace(trackedClosed, "`compose.yml:5` `compose/privileged`", "`docs/x.md`", 1)},
			loosened: `SECURITY.md:5:3: high: the change makes the item "S-1" be about something else, and it was closed: compose/privileged`, defect: "runs privileged",
		},
		"an item gone": {
			config: "trackers: [SECURITY.md]\n", after: map[string]string{"compose.yml": open, "SECURITY.md": strings.Replace(trackedClosed, "S-1", "S-2", 1)},
			loosened: `SECURITY.md:1:1: high: the change takes the item "S-1" out of the tracker, and the scan finds it`, defect: "runs privileged",
		},
		"the tracker gone": {
			config: "trackers: [SECURITY.md]\n", after: map[string]string{"compose.yml": open, "SECURITY.md": ""},
			loosened: `SECURITY.md:1:1: high: the change takes the item "S-1" out of the tracker`, defect: "runs privileged",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, after := declaredFiles(), map[string]string{".seclint.yaml": strings.Replace(test.config, test.from, test.to, 1)}
			before[".seclint.yaml"] = test.config
			for file, text := range test.after {
				after[file] = text
			}
			dir := changed(t, before, after)
			code, out := seclint("-q", "--base", "main", "--allow-empty", "--fail-on", "high", dir)
			out = strings.ReplaceAll(out, shownAs(t, dir)+"/", "")
			if code == exitClean || !strings.Contains(out, test.loosened) || !strings.Contains(out, test.defect) {
				t.Errorf("exit code %d, want %q and %q in\n%s", code, test.loosened, test.defect, out)
			}
		})
	}
}

// To demand more, and to keep a tracker true, is no loosening.
func TestBaseWithStricterDemands(t *testing.T) {
	t.Parallel()
	trackedOpen := strings.Replace(trackedClosed, "Closed", "Open", 1)
	for name, test := range map[string]struct {
		config        string
		from, to      string
		before, after map[string]string
	}{
		"a tighter bound":       {config: declaredAssertion, from: "duration_lte: 7d", to: "duration_lte: 48h"},
		"another demand":        {config: declaredAssertion, from: "ne: 0s", to: "ne: 0s, present: true"},
		"another order":         {config: declaredAssertion, from: `"*.env", "*.yaml"`, to: `"*.yaml", "*.env", "*.toml"`},
		"a shorter list":        {config: strings.Replace(declaredAllowlist, "[Camera]", "[Camera, Other]", 1), from: ", Other", to: ""},
		"a stricter contract":   {config: declaredContract, from: "critical: [alert]", to: "critical: [alert, token]\n  severity: high"},
		"a machine more":        {config: declaredExposure, from: "inventory:\n", to: "inventory:\n- {host: cam, state: disabled, reason: in the workshop}\n"},
		"a narrower port":       {config: declaredExposure, from: "{port: 443}", to: "{port: 443, protocol: tcp, exposure: all_interfaces}"},
		"an assertion more":     {config: "fail-on: note\n", from: "", to: declaredAssertion},
		"a closed item that is": {config: "trackers: [SECURITY.md]\n", before: map[string]string{"compose.yml": open, "SECURITY.md": trackedOpen}, after: map[string]string{"compose.yml": soundStack, "SECURITY.md": trackedClosed}},
		"reopened in truth":     {config: "trackers: [SECURITY.md]\n", before: map[string]string{"compose.yml": open}, after: map[string]string{"SECURITY.md": trackedOpen}},
		"a renamed tracker":     {config: "trackers: ['*.md']\n", before: map[string]string{"compose.yml": open, "SECURITY.md": trackedOpen}, after: map[string]string{"SECURITY.md": "", "BACKLOG.md": trackedOpen}},
		"a waived acceptance":   {config: "trackers: [SECURITY.md]\nwaivers:\n- {rule: compose/privileged, where: {file: compose.yml}, status: ACCEPTED, reason: r}\n", before: map[string]string{"compose.yml": open, "SECURITY.md": trackedOpen}, after: map[string]string{"SECURITY.md": strings.Replace(trackedOpen, "Open", "ACCEPTED", 1)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, after := declaredFiles(), map[string]string{".seclint.yaml": strings.Replace(test.config, test.from, test.to, 1)}
			before[".seclint.yaml"] = test.config
			for file, text := range test.before {
				before[file] = text
			}
			for file, text := range test.after {
				after[file] = text
			}
			dir := changed(t, before, after)
			if code, out := seclint("-q", "--base", "main", "--allow-empty", "--fail-on", "high", dir); code != exitClean || strings.Contains(out, "loosened-in-change") {
				t.Errorf("exit code %d\n%s", code, out)
			}
		})
	}
}
