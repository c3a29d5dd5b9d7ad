package server

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// command makes the command of a service from its words, and labels from lines with a key and a value.
func command(words string, labels ...string) kind.Command {
	c := kind.Command{Service: "proxy"}
	file := source.NewFile("compose.yaml", []byte(words))
	for _, word := range strings.Fields(words) {
		c.Words = append(c.Words, kind.Word{Node: &source.Node{Kind: source.String, Scalar: word, Text: word, Span: file.Span(0, len(word))}})
	}
	if len(labels) > 0 {
		c.Labels = &source.Node{Kind: source.Mapping}
	}
	for _, label := range labels {
		key, value, _ := strings.Cut(label, "=")
		c.Labels.Entries = append(c.Labels.Entries, source.Entry{
			Key: key, KeySpan: file.Span(0, 1), Value: &source.Node{Kind: source.String, Scalar: value, Text: value, Span: file.Span(0, 1)},
		})
	}
	return c
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		about string
		from  kind.Command
		want  any
	}{
		{"one after the other", command("traefik --providers.docker --API.insecure=true --api.Debug"), map[string]any{
			"providers": map[string]any{"docker": "true"}, "API": map[string]any{"insecure": "true", "Debug": "true"},
		}},
		{"a switch beside its settings, and again", command("--api --entrypoints.web.address=:80 --entryPoints.web.Address=:81 --api.debug"), map[string]any{
			"api": map[string]any{"debug": "true"}, "entrypoints": map[string]any{"web": map[string]any{"Address": ":81"}},
		}},
		{"a list", command("--entrypoints.web.forwardedHeaders.trustedIPs=10.0.0.1,10.0.0.2"), map[string]any{
			"entrypoints": map[string]any{"web": map[string]any{"forwardedHeaders": map[string]any{"trustedIPs": []any{"10.0.0.1", "10.0.0.2"}}}},
		}},
		{"labels", command("--providers.docker=true", "traefik.http.routers.a.service=api@internal", "com.example=x"), map[string]any{
			"providers": map[string]any{"docker": "true"},
			"http":      map[string]any{"routers": map[string]any{"a": map[string]any{"service": "api@internal"}}},
		}},
		{"another program", command("--server.port=80 --log.level=debug"), nil},
		{"labels of what Traefik leads to", command("", "traefik.http.routers.a.rule=x"), nil},
		{"no names", command("-- --. --providers. --providers"), nil},
		{"too deep", command("--providers.docker --a" + strings.Repeat(".a", 30)), map[string]any{"providers": map[string]any{"docker": "true"}}},
	} {
		if diff := cmp.Diff(test.want, options(test.from).Value()); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

// FuzzOptions feeds commands: nothing may crash, and the tree stays within its bounds.
func FuzzOptions(f *testing.F) {
	f.Add("--providers.docker --api.insecure=true", "traefik.http.routers.a=b")
	f.Add("--entrypoints.web --entrypoints.web.address=:80,,", "traefik..=")
	f.Fuzz(func(t *testing.T, words, label string) {
		options(command(words, label)).Value()
	})
}
