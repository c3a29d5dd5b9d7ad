package lsp

import (
	"bytes"
	"io/fs"
	"maps"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

// TestBuffersAreScannedAsIfTheyWereSaved compares what is said of open texts with what is said once they are on the disk: ignored
// files, the config, waivers that nothing needs, files that are new.
func TestBuffersAreScannedAsIfTheyWereSaved(t *testing.T) {
	t.Parallel()
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	const service = "services:\n  a:\n    image: alpine:3.22\n    privileged: true\n    env_file: [a.env]\n"
	disk := map[string]string{
		"compose.yaml":         service,
		"a.env":                "A=1\n",
		".gitignore":           "ignored/\n",
		"ignored/compose.yaml": service,
		"README.md":            "# a\n",
	}
	tests := []struct {
		name string
		open map[string]string
	}{
		{"nothing", nil},
		{"a file of no kind", map[string]string{"README.md": "# b\n"}},
		{"an ignored file", map[string]string{"ignored/compose.yaml": service + "    network_mode: host\n"}},
		{"an override that is new", map[string]string{"compose.override.yaml": "services:\n  a:\n    ports: [\"22:22\"]\n"}},
		{"a file that another one names", map[string]string{"a.env": "A=1\nDB_PASSWORD=hunter2hunter2\n"}},
		{"a file that cannot be read", map[string]string{"compose.yaml": "services: ["}},
		{"an empty file", map[string]string{"compose.yaml": ""}},
		{"a folder that is new", map[string]string{"b/compose.yaml": service}},
		{"the ignore file", map[string]string{".gitignore": ""}},
		{"a config with a waiver that nothing needs", map[string]string{
			".seclint.yaml": "waivers:\n- {rule: compose/docker-socket-mount, where: {file: compose.yaml}, status: ACCEPTED, reason: none}\n",
		}},
		{"a config that leaves something out", map[string]string{".seclint.yaml": "excludes: [compose.yaml]\n"}},
	}
	for _, test := range tests {
		files, saved, open := fstest.MapFS{}, fstest.MapFS{}, map[string][]byte{}
		for name, text := range disk {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		maps.Copy(saved, files)
		for name, text := range test.open {
			saved[name] = &fstest.MapFile{Data: []byte(text)}
			open[name] = []byte(text)
		}
		opts := Options{Settings: settingsOf(catalogue)}
		p := &project{base: files, paths: []string{"."}}
		got, err := p.scan(t.Context(), open, opts)
		if err != nil {
			t.Fatal(err)
		}
		want, err := (&project{base: saved, paths: []string{"."}}).scan(t.Context(), nil, opts)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := jsonOf(t, got), jsonOf(t, want); got != want {
			t.Errorf("%s: open\n%s\nsaved\n%s", test.name, got, want)
		}
	}
}

// settingsOf returns what reads the config of a root.
func settingsOf(catalogue *rules.Catalogue) func(root fs.FS, folder string) (scan.Options, error) {
	return func(root fs.FS, _ string) (scan.Options, error) {
		opts := scan.Options{Catalogue: catalogue, Config: config.Default()}
		name, err := config.Find(root)
		if err == nil && name != "" {
			opts.Config, err = config.Read(root, name, catalogue)
		}
		return opts, err
	}
}

func jsonOf(t *testing.T, r *report.Report) string {
	t.Helper()
	r.Elapsed, r.Stages = 0, nil
	var b bytes.Buffer
	if err := report.Formats["json"](&b, r, report.Options{Verbose: true}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
