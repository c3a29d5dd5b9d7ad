package cli

import "testing"

func TestSourceURL(t *testing.T) {
	const commit = "0123456789abcdef0123456789abcdef01234567"
	for name, test := range map[string]struct{ server, repository, commit, want string }{
		"github.com":   {"https://github.com", "acme/shop", commit, "https://github.com/acme/shop/blob/" + commit},
		"enterprise":   {"https://git.acme.example:8443", "acme/shop.x", commit, "https://git.acme.example:8443/acme/shop.x/blob/" + commit},
		"no job":       {"", "", "", ""},
		"no commit":    {"https://github.com", "acme/shop", "main", ""},
		"a script":     {"javascript:alert(1)", "acme/shop", commit, ""},
		"a link's end": {"https://github.com", "acme/shop)[x](http://evil", commit, ""},
	} {
		env := map[string]string{"GITHUB_SERVER_URL": test.server, "GITHUB_REPOSITORY": test.repository, "GITHUB_SHA": test.commit}
		if got := sourceURL(func(name string) string { return env[name] }); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
