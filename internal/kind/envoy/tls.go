package envoy

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// What a TLS context trusts, and how it checks the peer's name: the values that TLSContext documents.
const (
	anchorNone     = "none"
	anchorCA       = "ca"
	anchorPin      = "pin"
	anchorSDS      = "sds"
	anchorCustom   = "custom"
	anchorGRPCOnly = "grpc_only"
	nameNone       = "none"
	nameSAN        = "san"
	nameAny        = "any"
	nameAutoSNI    = "auto_sni_san"
	nameAutoSAN    = "auto_san"
	nameImplied    = "implied_by_anchor"
	nameSDS        = "sds"
)

// Directions of a TLS context.
const (
	upstream   = "upstream"
	downstream = "downstream"
)

// tlsNode is what is known of a TLS context while its file is read.
type tlsNode struct {
	node *source.Node
	// use is the path of the alias through which the context came, nil for none.
	use source.Path
}

// enterTLS handles the messages that lead to TLS contexts.
func (w *walker) enterTLS(n *source.Node, p source.Path, m *message, s scope) scope {
	switch m.name {
	case msgSocket:
		config, at, name := w.config(n, p)
		w.TransportSockets = append(w.TransportSockets, TransportSocket{
			Path: p, ConfigPath: at, Name: n.Get("name").Str(), Extension: extension(name, n.Get("name").Str()), Inside: s.Inside,
		})
		if config.Get("transport_socket") != nil || strings.Contains(name, "starttls") {
			s.wrappers = append(s.wrappers[:len(s.wrappers):len(s.wrappers)], short(n.Get("name").Str()))
		}
	case msgUpstreamTLS:
		w.addContext(n, p, upstream, s)
	case msgDownstreamTLS:
		w.addContext(n, p, downstream, s)
	case msgSecret:
		if name := n.Get("name").Str(); name != "" && n.Get("validation_context") != nil {
			w.secrets[name] = p.Child("validation_context")
		}
	}
	return s
}

func (w *walker) addContext(n *source.Node, p source.Path, direction string, s scope) {
	context := TLSContext{Path: p, Direction: direction, Wrappers: s.wrappers, Inside: s.Inside}
	switch {
	case direction == upstream && s.Cluster >= 0:
		context.Owner = w.Clusters[s.Cluster].Name
	case direction == downstream && s.Listener >= 0:
		context.Owner = w.Listeners[s.Listener].Label
	}
	if direction == downstream && s.FilterChain >= 0 {
		w.FilterChains[s.FilterChain].TLS = len(w.TLSContexts)
	}
	w.TLSContexts = append(w.TLSContexts, context)
	w.contexts = append(w.contexts, tlsNode{n, s.use})
}

// finishContexts fills in what the contexts trust, once all secrets of the file are known.
func (w *walker) finishContexts() {
	for i := range w.TLSContexts {
		c, from := &w.TLSContexts[i], w.contexts[i]
		v := w.validation(from.node.Get("common_tls_context"), c.Path.Child("common_tls_context"))
		c.Validation, c.Place = v.path, v.path
		c.Anchor = anchor(v)
		if c.Choice = choiceUsed; c.Cluster >= 0 {
			c.Choice = w.sockets[c.Cluster].choice(c.Path[len(w.Clusters[c.Cluster].Path):])
		}
		c.NameCheck = w.nameCheck(c, from.node, v.node)
		// A shared context is reported where it is used, any other at its validation context.
		switch {
		case from.use != nil:
			c.Place, c.Shared = from.use, true
		case v.inSecret:
			c.Place = c.Path
		}
	}
}

// validation is the validation context in force.
type validation struct {
	// node is nil where this file has none, path leads to it or to where it would be.
	node *source.Node
	path source.Path
	// elsewhere is the anchor that is not in this file, or anchorNone.
	elsewhere string
	// inSecret is true for the one of a static secret.
	inSecret bool
}

// validation finds the validation context of a common_tls_context, whose path is at.
func (w *walker) validation(common *source.Node, at source.Path) validation {
	if combined := common.Get("combined_validation_context"); combined != nil {
		return validation{
			combined.Get("default_validation_context"),
			at.Child("combined_validation_context").Child("default_validation_context"), anchorSDS, false,
		}
	}
	if sds := common.Get("validation_context_sds_secret_config"); sds != nil {
		if secret, ok := w.secrets[sds.Get("name").Str()]; ok && sds.Get("sds_config") == nil {
			return validation{w.root.At(secret...), secret, anchorNone, true}
		}
		return validation{nil, at.Child("validation_context_sds_secret_config"), anchorSDS, false}
	}
	elsewhere := anchorNone
	for _, e := range entries(common) {
		if strings.HasPrefix(e.Key, "validation_context_certificate_provider") {
			elsewhere = anchorGRPCOnly
		}
	}
	return validation{common.Get("validation_context"), at.Child("validation_context"), elsewhere, false}
}

func entries(n *source.Node) []source.Entry {
	if n == nil {
		return nil
	}
	return n.Entries
}

// anchor says what a validation context trusts.
func anchor(v validation) string {
	switch {
	case v.node.Get("custom_validator_config") != nil:
		return anchorCustom
	case filled(v.node.Get("verify_certificate_spki")), filled(v.node.Get("verify_certificate_hash")):
		return anchorPin
	case v.elsewhere != anchorNone:
		return v.elsewhere
	case filled(v.node.Get("trusted_ca")):
		return anchorCA
	case v.node.Get("system_root_certs") != nil, v.node.Get("ca_certificate_provider_instance") != nil:
		return anchorGRPCOnly
	}
	return anchorNone
}

func filled(n *source.Node) bool {
	return n != nil && (len(n.Items) > 0 || len(n.Entries) > 0)
}

// nameCheck says how the peer's name is checked.
func (w *walker) nameCheck(c *TLSContext, context, validation *source.Node) string {
	if c.Anchor == anchorCustom || c.Anchor == anchorPin {
		return nameImplied
	}
	matchers := subjectMatchers(validation)
	for _, m := range matchers {
		if matchesAnything(m.Value) {
			return nameAny
		}
	}
	switch {
	case len(matchers) > 0:
		return nameSAN
	case context.Get("auto_sni_san_validation").IsTrue():
		return nameAutoSNI
	case c.Direction == upstream && c.Cluster >= 0 && w.autoSAN(c.Cluster):
		return nameAutoSAN
	case c.Anchor == anchorSDS:
		return nameSDS
	}
	return nameNone
}

// subjectMatchers returns the matchers in force: the typed ones, else the deprecated ones, else v2's names.
func subjectMatchers(validation *source.Node) []source.Item {
	for _, key := range []string{"match_typed_subject_alt_names", "match_subject_alt_names", "verify_subject_alt_name"} {
		if names := items(validation.Get(key)); len(names) > 0 {
			return names
		}
	}
	return nil
}

// matchesAnything reports whether a StringMatcher (or a subject matcher that holds one) is satisfied by every name.
func matchesAnything(matcher *source.Node) bool {
	if inner := matcher.Get("matcher"); inner != nil {
		matcher = inner
	}
	for _, key := range []string{"prefix", "suffix", "contains"} {
		if m := matcher.Get(key); m != nil && m.Kind == source.String && m.Str() == "" {
			return true
		}
	}
	regex := matcher.At("safe_regex", "regex")
	if regex == nil {
		regex = matcher.Get("regex")
	}
	switch strings.Trim(regex.Str(), "^$()") {
	case ".*", ".+", ".*?", ".+?":
		return true
	}
	return false
}

// autoSAN reports whether the cluster's HTTP options match the name of the server against the requested one.
func (w *walker) autoSAN(cluster int) bool {
	n := w.root.At(w.Clusters[cluster].Path...)
	if n.At("upstream_http_protocol_options", "auto_san_validation").IsTrue() {
		return true
	}
	for _, e := range entries(n.Get("typed_extension_protocol_options")) {
		if e.Value.At("upstream_http_protocol_options", "auto_san_validation").IsTrue() {
			return true
		}
	}
	return false
}
