package load_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/load"
)

// TestUnsetVariables is about the one line for each project that names variables which rules would decide on.
func TestUnsetVariables(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ service, want string }{
		"none":                     {`{image: "a:1"}`, ""},
		"the tag of an image":      {`{image: "a:${TAG}"}`, "TAG"},
		"a default":                {`{image: "a:${TAG:-1}"}`, ""},
		"an address":               {`{image: "a:1", ports: ["${BIND}:80:80"]}`, "BIND"},
		"a port of the host":       {`{image: "a:1", ports: ["${PORT}:80"]}`, ""},
		"environment":              {`{image: "a:1", environment: {TZ: "${TZ}", DB_PASSWORD: "${DB_PASSWORD}"}}`, ""},
		"a path":                   {`{image: "a:1", volumes: ["${DATA}:/data"]}`, ""},
		"what may be a socket":     {`{image: "a:1", volumes: ["${SOCKET}:/var/run/docker.sock"]}`, "SOCKET"},
		"several, each once":       {`{image: "a:${TAG}", user: "${UID}", privileged: "${P}", cap_add: ["${TAG}"], labels: {a: "${L}"}}`, "TAG, P, UID"},
		"more than are named":      {`{image: "a:${A}", cap_add: ["${B}", "${C}", "${D}", "${E}", "${F}", "${G}"]}`, "B, C, D, E, F and 2 more"},
		"one that Compose demands": {`{image: "a:${TAG:?set it}"}`, "TAG"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := []byte("services: {web: " + test.service + "}\n")
			root := fstest.MapFS{"compose.yaml": {Data: text}, "compose.prod.yaml": {Data: text}}
			files := []discover.File{{Path: "compose.prod.yaml"}, {Path: "compose.yaml"}}
			result := load.Documents(t.Context(), root, files, load.Options{Kinds: all.Kinds()})
			var got []string
			for _, p := range result.Problems {
				message := strings.TrimSuffix(strings.TrimPrefix(p.Message, "no value here for "), ": what depends on it is unknown")
				got = append(got, message)
			}
			if strings.Join(got, "; ") != test.want {
				t.Errorf("got %q, want %q", strings.Join(got, "; "), test.want)
			}
		})
	}
}
