package scan_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

func TestIdleRoles(t *testing.T) {
	t.Parallel()
	const project = "services: {agent: {image: a}, web: {image: b}}\n"
	cat, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		roles   string
		paths   []string
		compose string
		want    []string
	}{
		"all in use": {"{untrusted: [agent], trusted: [web], proxy: ['*']}", nil, project, nil},
		"a typo": {"{untrusted: [agnet]}", []string{"."}, project, []string{
			`.seclint.yaml:1:21: no service fits "agnet", so nothing has the role untrusted by it: did you mean "agent"?`}},
		"nothing like it": {"{gateway: ['egress-*', web]}", nil, project, []string{
			`.seclint.yaml:1:19: no service fits "egress-*", so nothing has the role gateway by it: remove it`}},
		"in another file": {"{proxy: [{service: web, paths: [prod/]}]}", nil, project, []string{
			`.seclint.yaml:1:17: no service fits "web", so nothing has the role proxy by it: such a service stands in none of the files of its paths`}},
		"trusted and untrusted": {"{trusted: ['*'], untrusted: [web]}", nil, project, []string{
			`.seclint.yaml:1:19: service "web" is declared trusted and untrusted: it counts as untrusted: leave it out of one of the two`}},
		"not all was looked at": {"{gateway: [egress]}", []string{"compose.yml"}, project, nil},
		"a file is broken":      {"{gateway: [egress]}", nil, "services: [", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := fstest.MapFS{
				"compose.yml": {Data: []byte(test.compose)}, ".seclint.yaml": {Data: []byte("roles: " + test.roles)},
			}
			c, err := config.Read(root, ".seclint.yaml", cat)
			if err != nil {
				t.Fatal(err)
			}
			r, err := scan.Run(context.Background(), scan.Snapshot{Root: root, Paths: test.paths}, scan.Options{Catalogue: cat, Config: c})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range r.Problems {
				if strings.HasPrefix(p.Path, ".seclint") {
					got = append(got, p.At.String()+": "+p.Message+": "+p.Hint)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
