package envoy

import (
	"strings"
	"testing"
)

// context returns the only TLS context of a cluster with the given common_tls_context and further lines of the context.
func context(t *testing.T, common, more, cluster string) TLSContext {
	t.Helper()
	doc := one(t, `
static_resources:
  secrets:
  - name: here
    validation_context: {trusted_ca: {filename: ca.pem}}
  clusters:
  - name: c
    `+cluster+`
    transport_socket:
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        `+more+`
        common_tls_context: `+common)
	contexts := doc.Facts.(*Facts).Envoy.TLSContexts
	if len(contexts) != 1 {
		t.Fatalf("got %d contexts, want 1", len(contexts))
	}
	return contexts[0]
}

func TestTLSContext(t *testing.T) {
	t.Parallel()
	ca := "trusted_ca: {filename: ca.pem}"
	for name, test := range map[string]struct{ common, more, cluster, anchor, check string }{
		"nothing":        {"{}", "", "", anchorNone, nameNone},
		"empty CA":       {"{validation_context: {trusted_ca: {}}}", "", "", anchorNone, nameNone},
		"CA":             {"{validation_context: {" + ca + "}}", "", "", anchorCA, nameNone},
		"CA and SAN":     {"{validation_context: {" + ca + ", match_typed_subject_alt_names: [{matcher: {exact: a}}]}}", "", "", anchorCA, nameSAN},
		"any SAN":        {"{validation_context: {" + ca + ", match_typed_subject_alt_names: [{matcher: {prefix: ''}}]}}", "", "", anchorCA, nameAny},
		"regex of all":   {"{validation_context: {" + ca + ", match_subject_alt_names: [{safe_regex: {regex: '^.*$'}}]}}", "", "", anchorCA, nameAny},
		"one of two any": {"{validation_context: {" + ca + ", match_subject_alt_names: [{exact: a}, {suffix: ''}]}}", "", "", anchorCA, nameAny},
		"v2 names":       {"{validation_context: {" + ca + ", verify_subject_alt_name: a.example.com}}", "", "", anchorCA, nameSAN},
		"pin":            {"{validation_context: {verify_certificate_hash: [ab]}}", "", "", anchorPin, nameImplied},
		"custom":         {"{validation_context: {custom_validator_config: {name: spiffe}}}", "", "", anchorCustom, nameImplied},
		"gRPC only":      {"{validation_context: {ca_certificate_provider_instance: {}}}", "", "", anchorGRPCOnly, nameNone},
		"old provider":   {"{validation_context_certificate_provider_instance: {}}", "", "", anchorGRPCOnly, nameNone},
		"SDS":            {"{validation_context_sds_secret_config: {name: here, sds_config: {ads: {}}}}", "", "", anchorSDS, nameSDS},
		"static secret":  {"{validation_context_sds_secret_config: {name: here}}", "", "", anchorCA, nameNone},
		"absent secret":  {"{validation_context_sds_secret_config: {name: gone}}", "", "", anchorSDS, nameSDS},
		"combined": {
			"{combined_validation_context: {default_validation_context: {match_typed_subject_alt_names: [{matcher: {exact: a}}]}}}", "", "",
			anchorSDS, nameSAN,
		},
		"auto SNI SAN": {"{validation_context: {" + ca + "}}", "auto_sni_san_validation: true", "", anchorCA, nameAutoSNI},
		"auto SAN": {
			"{validation_context: {" + ca + "}}", "",
			"typed_extension_protocol_options: {envoy.extensions.upstreams.http.v3.HttpProtocolOptions: {upstream_http_protocol_options: {auto_san_validation: true}}}",
			anchorCA, nameAutoSAN,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := context(t, test.common, test.more, test.cluster)
			if c.Anchor != test.anchor || c.NameCheck != test.check || c.Owner != "c" || c.Direction != upstream {
				t.Errorf("got %s context of %q with %s and %s, want upstream of c with %s and %s",
					c.Direction, c.Owner, c.Anchor, c.NameCheck, test.anchor, test.check)
			}
		})
	}
}

// A shared context is reported where it is used: at the key of the alias, or where it is merged.
func TestTLSContextUse(t *testing.T) {
	t.Parallel()
	doc := one(t, `
static_resources:
  clusters:
  - name: first
    transport_socket: &tls
      name: tls
      typed_config: {"@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext}
  - name: second
    transport_socket: *tls
  - name: third
    transport_socket:
      <<: *tls
  - name: fourth
    transport_socket_matches:
    - {name: m, transport_socket: *tls}
`)
	want := []string{"", "static_resources.clusters[1].transport_socket", "static_resources.clusters[2].transport_socket",
		"static_resources.clusters[3].transport_socket_matches[0].transport_socket"}
	var got []string
	for _, c := range doc.Facts.(*Facts).Envoy.TLSContexts {
		use := ""
		if c.Shared {
			use = c.Place.String()
		}
		got = append(got, use)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("uses are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestTLSContextWrappers(t *testing.T) {
	t.Parallel()
	doc := one(t, `
static_resources:
  clusters:
  - name: wrapped
    transport_socket:
      name: envoy.transport_sockets.tap
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tap.v3.Tap
        transport_socket:
          name: envoy.transport_sockets.upstream_proxy_protocol
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport
            transport_socket:
              typed_config: {"@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext}
`)
	contexts := doc.Facts.(*Facts).Envoy.TLSContexts
	if len(contexts) != 1 || strings.Join(contexts[0].Wrappers, " ") != "tap upstream_proxy_protocol" {
		t.Fatalf("got %v, want one context inside tap and upstream_proxy_protocol", contexts)
	}
}
