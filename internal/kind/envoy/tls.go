package envoy

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// What a TLS context trusts.
const (
	AnchorNone     = "none"
	AnchorCA       = "ca"                // trusted_ca
	AnchorPin      = "pin"               // verify_certificate_hash or verify_certificate_spki
	AnchorSDS      = "sds"               // a secret that is not in this file
	AnchorCustom   = "custom"            // a validator extension decides
	AnchorGRPCOnly = "grpc_only"         // fields that gRPC clients read and Envoy does not
	NameNone       = "none"              // any name will do
	NameSAN        = "san"               // subject alternative names are matched
	NameAny        = "any"               // a matcher that every name satisfies
	NameAutoSNI    = "auto_sni_san"      // auto_sni_san_validation of the context
	NameAutoSAN    = "auto_san"          // auto_san_validation of the cluster
	NameImplied    = "implied_by_anchor" // a pin or a validator names the peer too
	NameSDS        = "sds"               // the secret may hold matchers
)

// Directions of a TLS context.
const (
	Upstream   = "upstream"
	Downstream = "downstream"
)

// TLSContext is one use of an UpstreamTlsContext or DownstreamTlsContext, whatever its spelling and wherever it hides.
type TLSContext struct {
	// Path leads to the context; Use to the alias through which it came, or is nil.
	Path, Use source.Path
	// Validation leads to the validation context, or to where one would stand.
	Validation source.Path
	// Direction is Upstream or Downstream.
	Direction string
	// Owner is the name of the cluster, or what to call the listener; "" when it has neither.
	Owner string
	// Wrappers are the transport sockets around the context, outermost first.
	Wrappers []string
	// Anchor and Name are one of the Anchor and Name constants.
	Anchor, Name string

	node     *source.Node
	scope    scope
	inSecret bool
}

// enterTLS handles the roles that lead to TLS contexts.
func (v *views) enterTLS(n *source.Node, p source.Path, r role, s scope) (role, scope) {
	switch r {
	case roleSocket:
		config, at, name := message(n, p)
		v.sockets = append(v.sockets, s.inside(object{
			"path": p.Value(), "config_path": at.Value(), "name": n.Get("name").Str(),
			"extension": extension(name, n.Get("name").Str()),
		}))
		if config.Get("transport_socket") != nil || strings.Contains(name, "starttls") {
			s.wrappers = append(s.wrappers[:len(s.wrappers):len(s.wrappers)], short(n.Get("name").Str()))
		}
	case roleEmbeddedSocket:
		if r = roleDownstreamTLS; s.cluster >= 0 {
			r = roleUpstreamTLS
		}
		return v.enterTLS(n, p, r, s)
	case roleUpstreamTLS:
		v.addContext(n, p, Upstream, s)
	case roleDownstreamTLS:
		v.addContext(n, p, Downstream, s)
	case roleSecret:
		if name := n.Get("name").Str(); name != "" && n.Get("validation_context") != nil {
			v.secrets[name] = p.Child("validation_context")
		}
	}
	return r, s
}

func (v *views) addContext(n *source.Node, p source.Path, direction string, s scope) {
	context := &TLSContext{Path: p, Use: s.use, Direction: direction, Wrappers: s.wrappers, node: n, scope: s}
	switch {
	case direction == Upstream && s.cluster >= 0:
		context.Owner = v.clusters[s.cluster]["name"].(string)
	case direction == Downstream && s.listener >= 0:
		context.Owner = v.listeners[s.listener]["label"].(string)
	}
	if direction == Downstream && s.chain >= 0 {
		v.chains[s.chain]["tls"] = len(v.contexts)
	}
	v.contexts = append(v.contexts, context)
}

// judgeContexts fills in what the contexts trust, once all secrets of the file are known.
func (v *views) judgeContexts() {
	for _, c := range v.contexts {
		validation := v.validation(c)
		c.Anchor = anchor(validation, c.Anchor)
		c.Name = v.nameCheck(c, validation)
	}
}

// validation returns the validation context in force, nil when there is none in this file. It sets what the anchor is
// where another file holds it.
func (v *views) validation(c *TLSContext) *source.Node {
	common, at := c.node.Get("common_tls_context"), c.Path.Child("common_tls_context")
	c.Validation = at.Child("validation_context")
	c.Anchor = AnchorNone
	if combined := common.Get("combined_validation_context"); combined != nil {
		c.Validation, c.Anchor = at.Child("combined_validation_context").Child("default_validation_context"), AnchorSDS
		return combined.Get("default_validation_context")
	}
	for _, e := range entries(common) {
		if strings.HasPrefix(e.Key, "validation_context_certificate_provider") {
			c.Anchor = AnchorGRPCOnly
		}
	}
	if sds := common.Get("validation_context_sds_secret_config"); sds != nil {
		c.Validation, c.Anchor = at.Child("validation_context_sds_secret_config"), AnchorSDS
		if secret, ok := v.secrets[sds.Get("name").Str()]; ok && sds.Get("sds_config") == nil {
			c.Validation, c.Anchor, c.inSecret = secret, AnchorNone, true
			return v.root.At(secret...)
		}
		return nil
	}
	return common.Get("validation_context")
}

func entries(n *source.Node) []source.Entry {
	if n == nil {
		return nil
	}
	return n.Entries
}

// anchor says what a validation context trusts; elsewhere is what is known from outside it.
func anchor(validation *source.Node, elsewhere string) string {
	switch {
	case validation.Get("custom_validator_config") != nil:
		return AnchorCustom
	case filled(validation.Get("verify_certificate_spki")), filled(validation.Get("verify_certificate_hash")):
		return AnchorPin
	case elsewhere != AnchorNone:
		return elsewhere
	case filled(validation.Get("trusted_ca")):
		return AnchorCA
	case validation.Get("system_root_certs") != nil, validation.Get("ca_certificate_provider_instance") != nil:
		return AnchorGRPCOnly
	}
	return AnchorNone
}

func filled(n *source.Node) bool {
	return n != nil && (len(n.Items) > 0 || len(n.Entries) > 0)
}

// nameCheck says how the peer's name is checked.
func (v *views) nameCheck(c *TLSContext, validation *source.Node) string {
	if c.Anchor == AnchorCustom || c.Anchor == AnchorPin {
		return NameImplied
	}
	matchers := subjectMatchers(validation)
	for _, m := range matchers {
		if matchesAnything(m.Value) {
			return NameAny
		}
	}
	switch {
	case len(matchers) > 0:
		return NameSAN
	case c.node.Get("auto_sni_san_validation").IsTrue():
		return NameAutoSNI
	case c.Direction == Upstream && c.scope.cluster >= 0 && v.autoSAN(c.scope.cluster):
		return NameAutoSAN
	case c.Anchor == AnchorSDS:
		return NameSDS
	}
	return NameNone
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
func (v *views) autoSAN(cluster int) bool {
	n := v.root.At(v.clusters[cluster]["path"].([]any)...)
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

// view returns the context as policies see it.
func (c *TLSContext) view() object {
	wrappers := []any{}
	for _, wrapper := range c.Wrappers {
		wrappers = append(wrappers, wrapper)
	}
	view := c.scope.inside(object{
		"path": c.Path.Value(), "validation": c.Validation.Value(), "direction": c.Direction, "owner": c.Owner,
		"wrappers": wrappers, "anchor": c.Anchor, "name_check": c.Name, "place": c.Validation.Value(), "shared": false,
	})
	// A shared context is reported where it is used, any other where the validation context stands or should stand.
	switch {
	case c.Use != nil:
		view["place"], view["shared"] = c.Use.Value(), true
	case c.inSecret:
		view["place"] = c.Path.Value()
	}
	return view
}
