package envoy

import (
	"regexp"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// normaliser rewrites a tree into the one spelling that policies read. The old tree stays as it is, spans are the file's. What an
// anchor shares stays shared, so that a file cannot make the tree grow by aliases.
type normaliser struct {
	done map[use]*source.Node
}

// use is a node under the key that holds it, which decides how it is spelled.
type use struct {
	node *source.Node
	key  string
}

// normalise returns the tree with snake_case keys, enums as names, single values of repeated fields as lists.
func normalise(root *source.Node) *source.Node {
	n := normaliser{done: map[use]*source.Node{}}
	return n.node(root, "")
}

func (n normaliser) node(old *source.Node, key string) *source.Node {
	if old.Kind != source.Mapping && old.Kind != source.Sequence {
		return scalar(old, key)
	}
	id := use{old, key}
	if done, ok := n.done[id]; ok {
		return done
	}
	fresh := *old
	n.done[id] = &fresh
	if old.Kind == source.Mapping {
		fresh.Entries = n.entries(old, key)
	} else {
		fresh.Items = make([]source.Item, len(old.Items))
		for i, item := range old.Items {
			fresh.Items[i] = source.Item{Value: n.node(item.Value, key), Via: item.Via}
		}
	}
	return &fresh
}

// entries rewrites the children of the mapping that key holds.
func (n normaliser) entries(old *source.Node, key string) []source.Entry {
	entries := make([]source.Entry, 0, len(old.Entries))
	for _, e := range old.Entries {
		name := e.Key
		if !userKeys[key] {
			name = snake(e.Key)
		}
		if name != e.Key && old.Get(name) != nil {
			continue
		}
		e.Key = name
		if !verbatim[name] {
			e.Value = n.node(e.Value, name)
		}
		if repeated[name] && e.Value.Kind != source.Sequence && e.Value.Kind != source.Null {
			e.Value = &source.Node{Kind: source.Sequence, Span: e.Value.Span, Items: []source.Item{{Value: e.Value}}}
		}
		entries = append(entries, e)
	}
	return entries
}

var camel = regexp.MustCompile(`^[a-z][a-z0-9]*[A-Z]`)

// snake returns the proto field name of a lowerCamelCase one, and any other key unchanged.
func snake(key string) string {
	if strings.ToLower(key) == key || !camel.MatchString(key) || strings.ContainsAny(key, "._-/: ") {
		return key
	}
	var b strings.Builder
	for _, r := range key {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// userKeys are map fields: their keys are names that people chose.
var userKeys = set("providers", "requirement_map", "policies", "typed_per_filter_config", "per_filter_config",
	"typed_extension_protocol_options", "extension_protocol_options", "source_codes")

// verbatim are free-form values, which Envoy hands on as they are.
var verbatim = set("json_format", "typed_json_format", "filter_metadata", "static_layer", "base", "metadata")

// repeated are list fields that Envoy's JSON reader has long accepted as a single value too.
var repeated = set("clusters", "listeners", "filter_chains", "filters", "http_filters", "virtual_hosts", "domains",
	"routes", "endpoints", "lb_endpoints", "hosts", "tls_certificates", "access_log", "request_headers_to_add",
	"response_headers_to_add", "transport_socket_matches", "secrets", "cipher_suites", "ecdh_curves", "audiences",
	"match_typed_subject_alt_names", "match_subject_alt_names", "verify_subject_alt_name", "verify_certificate_spki",
	"verify_certificate_hash", "sinks", "from_params", "upgrade_configs", "additional_addresses", "pass_through_matcher")

// enums name the values of the fields that policies read.
var enums = map[string][]string{
	"tls_minimum_protocol_version": {"TLS_AUTO", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"},
	"tls_maximum_protocol_version": {"TLS_AUTO", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"},
	"trust_chain_verification":     {"VERIFY_TRUST_CHAIN", "ACCEPT_UNTRUSTED"},
	"action":                       {"ALLOW", "DENY", "LOG"},
	"denominator":                  {"HUNDRED", "TEN_THOUSAND", "MILLION"},
	"protocol":                     {"TCP", "UDP"},
	"san_type":                     {"SAN_TYPE_UNSPECIFIED", "EMAIL", "DNS", "URI", "IP_ADDRESS", "OTHER_NAME"},
	"traffic_direction":            {"UNSPECIFIED", "INBOUND", "OUTBOUND"},
	"api_type":                     {"DEPRECATED_AND_UNAVAILABLE_DO_NOT_USE", "REST", "GRPC", "DELTA_GRPC", "", "AGGREGATED_GRPC"},
	"transport_api_version":        {"AUTO", "V2", "V3"},
	"resource_api_version":         {"AUTO", "V2", "V3"},
	"require_tls":                  {"NONE", "EXTERNAL_ONLY", "ALL"},
	"starttls_requirement":         {"DISABLE", "ALLOW", "REQUIRE"},
	"path_with_escaped_slashes_action": {"IMPLEMENTATION_SPECIFIC_DEFAULT", "KEEP_UNCHANGED", "REJECT_REQUEST",
		"UNESCAPE_AND_REDIRECT", "UNESCAPE_AND_FORWARD"},
	"headers_with_underscores_action": {"ALLOW", "REJECT_REQUEST", "DROP_HEADER"},
}

// scalar names the value of an enum given by number, and reads the booleans that Envoy's YAML reader knows beyond
// true and false (they must be unquoted).
func scalar(old *source.Node, key string) *source.Node {
	switch v := old.Scalar.(type) {
	case int64:
		if names := enums[key]; v >= 0 && v < int64(len(names)) && names[v] != "" {
			return withScalar(old, source.String, names[v])
		}
	case string:
		if truth, ok := booleans[strings.ToLower(v)]; ok && old.Span.Text() == v {
			return withScalar(old, source.Bool, truth)
		}
	}
	return old
}

func withScalar(old *source.Node, kind source.NodeKind, value any) *source.Node {
	fresh := *old
	fresh.Kind, fresh.Scalar = kind, value
	return &fresh
}

var booleans = map[string]bool{"y": true, "yes": true, "on": true, "n": false, "no": false, "off": false}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}
