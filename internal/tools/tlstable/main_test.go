package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := `static_resources:
  clusters:
  - name: open
    type: EDS
    transport_socket: &tls
      typed_config: {"@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext}
  - name: shared
    type: EDS
    transport_socket: *tls
  - name: closed
    type: EDS
    transport_socket:
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        auto_sni_san_validation: true
        common_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}}}
`
	if err := os.WriteFile(filepath.Join(dir, "envoy.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run(dir, &out); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"PLACE DIRECTION OF ANCHOR NAME CHECK VERDICT",
		"envoy.yaml:6 upstream open none none upstream-tls-unverified (high)",
		"envoy.yaml:9 upstream shared none none upstream-tls-unverified (high)",
		"envoy.yaml:13 upstream closed ca auto_sni_san ok",
	}
	for i, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		if got := strings.Join(strings.Fields(line), " "); i >= len(want) || got != want[i] {
			t.Errorf("line %d is %q", i+1, got)
		}
	}
}
