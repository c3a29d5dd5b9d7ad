package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Shards together give the report of one scan, byte for byte, in every format and with its exit code: with projects that depend on each
// other, waivers, a baseline, a tracker and declarations, however many shards there are.
func TestShardsGiveTheReportOfOneScan(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, name := range []string{"demo", "stack", "app"} {
		if err := os.CopyFS(filepath.Join(root, name), os.DirFS(filepath.Join("..", "..", "testdata", name))); err != nil {
			t.Fatal(err)
		}
	}
	put(t, root, map[string]string{
		"demo/.seclint.yaml": "", "stack/.seclint.yaml": "", "app/.seclint.yaml": "",
		"one/compose.yml":   "services:\n  web:\n    image: envoyproxy/envoy:v1.31\n    privileged: true\n    command: -c /etc/envoy/e.yaml\n    volumes: ['../shared/e.yaml:/etc/envoy/e.yaml']\n    ports: ['9901:9901']\n",
		"shared/e.yaml":     "admin: {address: {socket_address: {address: 0.0.0.0, port_value: 9901}}}\n",
		"other/compose.yml": "services:\n  a:\n    image: nginx:1.27\n    privileged: true # seclint:ignore compose/privileged needed\n  b: {image: redis, ports: ['6379:6379']}\n",
		"SECURITY.md":       "| ID | Severity | Status | Issue | Evidence |\n|---|---|---|---|---|\n| S-1 | High | Closed | runs privileged | `one/compose.yml:4` `compose/privileged` |\n",
		".seclint.yaml": "packs: [strict]\nfail-on: medium\ntrackers: [SECURITY.md]\nassertions:\n- {id: port, files: [shared/e.yaml], path: admin.address.socket_address.port_value, expect: {eq: 1}}\n" +
			"waivers:\n- {rule: compose/unauthenticated-datastore, where: {file: other/compose.yml}, status: ACCEPTED, reason: r, conditions: [absent envoy/admin-exposed]}\n" +
			"- {rule: compose/privileged, where: {file: one/compose.yml}, status: ACCEPTED, reason: r, conditions: [{absent: envoy/admin-exposed, file: shared/e.yaml}]}\n" +
			"- {rule: compose/docker-socket-mount, where: {file: nosuch.yml}, status: ACCEPTED, reason: nothing fits}\n",
	})
	if code, out := seclint("baseline", "-o", filepath.Join(root, "known.json"), "--rule", "app/*", root); code != exitClean {
		t.Fatal(out)
	}
	flags := []string{"--allow-unassessed", "--baseline", filepath.Join(root, "known.json"), "--min-coverage", "10"}
	formats := []string{"concise", "markdown", "html", "json", "sarif", "github", "github-summary", "gitlab", "junit", "checkstyle"}
	scan := func(into string, command ...string) (int, map[string]string) {
		dir := filepath.Join(t.TempDir(), into)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		args := append(command, flags...)
		for _, format := range formats {
			args = append(args, "-f", format+"="+filepath.Join(dir, format))
		}
		code, _ := seclint(args...)
		written := map[string]string{}
		for _, format := range formats {
			written[format] = read(t, filepath.Join(dir, format))
		}
		return code, written
	}
	wantCode, want := scan("one", root)
	for _, word := range []string{`"state": "unchanged"`, "waiver/unused", "waiver/condition-unmet", "tracker/closed-but-detected", "assert/expected-setting", `"status": "ACCEPTED"`} {
		if wantCode != exitFindings || !strings.Contains(want["json"], word) {
			t.Fatalf("exit code %d, want %s in\n%s", wantCode, word, want["concise"])
		}
	}
	for _, count := range []int{1, 3, 8, 40} {
		shards := t.TempDir()
		command := []string{"merge", "--path", root}
		for i := 1; i <= count; i++ {
			file := filepath.Join(shards, fmt.Sprintf("%d.json", i))
			if code, out := seclint("--shard", fmt.Sprintf("%d/%d", i, count), "-o", file, root); code != exitClean || out != "" {
				t.Fatalf("shard %d/%d: exit code %d\n%s", i, count, code, out)
			}
			command = append(command, file)
		}
		code, got := scan("merged", command...)
		if code != wantCode {
			t.Errorf("%d shards: exit code %d, want %d", count, code, wantCode)
		}
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("%d shards: another %s (%d bytes, want %d)", count, name, len(got[name]), len(want[name]))
			}
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
