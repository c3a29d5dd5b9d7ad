package link

import (
	"testing"

	"github.com/seclint/seclint/internal/kind"
)

func TestIsBuiltFrom(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from, folder, module string
		want                 bool
	}{
		{"backend", "../frontend", "frontend/src/main.tsx", true},
		{"cmd/app", "web", "web/index.html", true},
		{"cmd/app", "web", "cmd/app/web/index.html", true},
		{"services/api", "web", "website/index.html", false},
		{"services/api", "web", "other/web/index.html", false},
		{".", "../web", "web/index.html", false},
		{"a", "../../web", "web/index.html", false},
	} {
		if got := isBuiltFrom(kind.Page{From: test.from, Folder: test.folder}, test.module); got != test.want {
			t.Errorf("%s in %s: got %t for %s", test.folder, test.from, got, test.module)
		}
	}
}
