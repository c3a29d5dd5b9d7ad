package scan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/policies"
	"github.com/seclint/seclint/rules"
)

// A file is a seccomp profile because another file names it so, whatever it is called: but only where the scan looks.
func TestProfilesThatOthersName(t *testing.T) {
	t.Parallel()
	const (
		open    = `{"defaultAction": "SCMP_ACT_ALLOW"}`
		service = clean + "    security_opt: ['seccomp=./profiles/web']\n"
		daemon  = `{"seccomp-profile": "/etc/docker/host.policy"}`
	)
	for name, test := range map[string]struct {
		files   []string
		paths   []string
		exclude string
		want    []string
	}{
		"a service":               {files: []string{"compose.yaml", service, "profiles/web", open, "profiles/other", open}, want: []string{"profiles/web"}},
		"a daemon":                {files: []string{"daemon.json", daemon, "host/host.policy", open}, want: []string{"host/host.policy"}},
		"nobody":                  {files: []string{"compose.yaml", clean, "profiles/web", open}},
		"a service, and excluded": {files: []string{"compose.yaml", service, "profiles/web", open}, exclude: "profiles/**"},
		"a service, and left out": {files: []string{"compose.yaml", service, "profiles/web", open, ".seclintignore", "web\n"}},
		// A profile that is not committed here is what the service runs with all the same.
		"a service, and not committed": {files: []string{"compose.yaml", service, "profiles/web", open, ".gitignore", "web\n"}, want: []string{"profiles/web"}},
		"a service, not among them":    {files: []string{"compose.yaml", service, "profiles/web", open}, paths: []string{"compose.yaml"}},
		"a service, known already":     {files: []string{"compose.yaml", strings.ReplaceAll(service, "profiles/web", "web.json"), "web.json", open}, want: []string{"web.json"}},
		"a service, and no JSON":       {files: []string{"compose.yaml", service, "profiles/web", "defaultAction=SCMP_ACT_ALLOW"}},
		"a service, and no profile":    {files: []string{"compose.yaml", service, "profiles/web", "[1]"}},
	} {
		catalogue, err := rules.Load(rules.Source{FS: policies.FS})
		if err != nil {
			t.Fatal(err)
		}
		settings := config.Default()
		if test.exclude != "" {
			glob, err := config.CompileGlob(test.exclude)
			if err != nil {
				t.Fatal(err)
			}
			settings.Excludes = append(settings.Excludes, glob)
		}
		if err := settings.Select([]string{"seccomp/default-allow"}, nil, catalogue); err != nil {
			t.Fatal(err)
		}
		result, err := scan.Run(t.Context(), scan.Snapshot{Root: files(test.files...), Paths: test.paths}, scan.Options{Catalogue: catalogue, Config: settings})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range result.Findings {
			got = append(got, f.At.Path())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: findings in %q, want %q", name, got, test.want)
		}
		if name == "a service, and no JSON" && !strings.Contains(fmt.Sprint(result.Problems), "invalid literal") {
			t.Errorf("%s: problems %v", name, result.Problems)
		}
	}
}
