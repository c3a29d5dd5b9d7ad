package envoy

import (
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// scope says what the walk is inside of.
type scope struct {
	Inside
	// wrappers are the names of the transport sockets around the current one, outermost first.
	wrappers []string
	// use is the path of the first alias on the way, nil when there was none.
	use source.Path
	// field is the field that has the current node, of the message of.
	field *apiField
	of    *message
	// purpose says what headers are added to, target names the cluster that Envoy's own call goes to.
	purpose, target string
}

var outside = scope{Inside: Inside{
	Cluster: -1, Listener: -1, FilterChain: -1, ConnectionManager: -1, RouteConfig: -1, VirtualHost: -1, Route: -1,
}}

// walker collects what policies look for, in the order of the tree.
type walker struct {
	Lists
	root     *source.Node
	types    map[*source.Node]*message
	lua      []LuaCode
	luaFiles []LuaFile
	// contexts has what is known of each of TLSContexts until all secrets are known.
	contexts []tlsNode
	// isWritten is set for what a program writes out: what a function makes is reported where it is made, and not where it is called.
	isWritten bool
	// sockets are those of Clusters.
	sockets []*sockets
	// secrets are the paths of the static validation contexts, by name.
	secrets map[string]source.Path
}

func newWalker(root *source.Node, r *reader) *walker {
	return &walker{
		Lists: Lists{Deprecated: r.deprecated, Faults: r.faults},
		root:  root, types: r.types, secrets: map[string]source.Path{},
		isWritten: source.FormatOf(root.Span.Path()).IsCode(),
	}
}

// walk visits a node.
func (w *walker) walk(n *source.Node, p source.Path, s scope) {
	switch n.Kind {
	case source.Sequence:
		for i, item := range n.Items {
			if isScalar(item.Value) && !s.field.isRead() {
				continue
			}
			child := p.Child(i)
			inner := s
			if inner.use == nil && !w.isWritten && !item.Via.IsZero() {
				inner.use = child
			}
			w.walk(item.Value, child, inner)
		}
	case source.Mapping:
		w.mapping(n, p, s)
	case source.String:
		w.addText(n, p, s)
	}
}

func isScalar(n *source.Node) bool { return n.Kind != source.Mapping && n.Kind != source.Sequence }

func (w *walker) mapping(n *source.Node, p source.Path, s scope) {
	m := w.types[n]
	if m == nil {
		if s.field != nil && s.field.scalar == typeFree {
			return // free-form data, which Envoy hands on
		}
		w.entries(n, p, s.field, s)
		return
	}
	s = w.enter(n, p, m, s)
	s.of = m
	w.entries(n, p, nil, s)
}

// entries walks the children of a mapping; table is the field whose map it is, nil for a message.
func (w *walker) entries(n *source.Node, p source.Path, table *apiField, s scope) {
	for _, e := range n.Entries {
		inner := s
		if inner.field = table; table == nil && s.of != nil && w.types[n] != nil {
			inner.field = s.of.fields[e.Key]
		}
		if isScalar(e.Value) && !inner.field.isRead() {
			continue
		}
		if inner.use == nil && !w.isWritten && !e.Via.IsZero() {
			inner.use = usePath(n, p, e)
		}
		if table == nil && inner.field != nil {
			inner = w.under(n, p, e, inner)
		}
		w.walk(e.Value, p.Child(e.Key), inner)
	}
}

// under returns the scope for the value of a field.
func (w *walker) under(n *source.Node, p source.Path, e source.Entry, s scope) scope {
	switch e.Key {
	case "request_headers_to_add":
		if s.purpose = purposeCall; routing[s.of.name] {
			s.purpose = purposeRequest
		}
	case "request_mutations", "mutations":
		s.purpose = purposeRequest
	case "initial_metadata", "headers_to_add", "grpc_initial_metadata", "additional_headers", "headers":
		s.purpose = purposeCall
	case "response_headers_to_add", "response_mutations", "response_trailers_mutations", "response_headers":
		s.purpose = ""
	case "matcher", "xds_matcher":
		s.Conditional = true
	case "typed_per_filter_config", "per_filter_config":
		w.addOverrides(e.Value, p.Child(e.Key), s)
	}
	if s.of.name == msgHeaderOption {
		s.purpose = "" // the option itself was recorded
	}
	return s
}

// Purposes of headers, as HeaderAddition documents them.
const (
	purposeRequest = "request"
	purposeCall    = "call"
)

// routing are the messages whose request_headers_to_add are for requests on their way upstream.
var routing = set(msgRouteConfig, msgVirtualHost, msgRoute, "envoy.config.route.v3.WeightedCluster",
	"envoy.config.route.v3.WeightedCluster.ClusterWeight")

// usePath returns the path of an alias: its own key, or for a merge the mapping that merges.
func usePath(n *source.Node, p source.Path, e source.Entry) source.Path {
	if n.Span.Covers(e.KeySpan) {
		return p.Child(e.Key)
	}
	return p
}

// enter records what a message is and returns the scope for its children.
func (w *walker) enter(n *source.Node, p source.Path, m *message, s scope) scope {
	if target := callTarget(n); target != "" {
		s.target = target
	}
	switch m.name {
	case msgCluster:
		s.Cluster = w.addCluster(n, p, s)
	case msgListener:
		s.Listener = w.addListener(n, p, s)
	case msgAdmin:
		w.addAdmin(n, p)
	case msgChain:
		s.FilterChain = w.addChain(p, s)
	case msgFilter, msgListenFilter:
		w.addFilter(n, p, m, s)
	case msgConnection:
		s.ConnectionManager = w.addConnection(n, p, s)
	case msgHTTPFilter:
		w.addHTTPFilter(n, p, s)
	case msgExtension:
		if w.isFilterHere(n, s) {
			w.addHTTPFilter(n, p, s)
		}
	case msgRouteConfig:
		s.RouteConfig = w.addRouteConfig(n, p, s)
	case msgVirtualHost:
		s.VirtualHost = w.addHost(n, p, s)
	case msgRoute:
		s.Route = w.addRoute(n, p, s)
	case msgHeaderOption, msgHeader:
		w.addHeader(n, p, m, s)
	case msgHeaderMatcher:
		w.HeaderMatchers = append(w.HeaderMatchers, HeaderMatcher{p, strings.ToLower(n.Get("name").Str()), s.Inside})
	case msgAccessLog:
		w.addAccessLog(n, p, s)
	case msgCustomTag:
		w.addTag(n, p, s)
	case msgGoogleGRPC:
		w.addGoogle(n, p, s)
	case msgDataSource:
		w.addData(n, p, s)
	default:
		return w.enterTLS(n, p, m, s)
	}
	return s
}

// callTarget returns the name of the cluster that Envoy itself calls by what a mapping says, "" for none.
func callTarget(n *source.Node) string {
	for _, steps := range [][2]string{{"envoy_grpc", "cluster_name"}, {"http_uri", "cluster"}, {"server_uri", "cluster"}} {
		if name := n.Get(steps[0]).Get(steps[1]).Str(); name != "" {
			return name
		}
	}
	return ""
}

// config returns the configuration of an extension, which is below its name, with its path and the name of its type. It looks
// through messages that only wrap another one. An untyped v2 config has the extension's own name as its type.
func (w *walker) config(n *source.Node, p source.Path) (config *source.Node, at source.Path, name string) {
	if c := n.Get("typed_config"); c != nil {
		return w.content(c, p.Child("typed_config"))
	}
	if discovery := n.Get("config_discovery"); discovery.Get("default_config") != nil {
		return w.content(discovery.Get("default_config"), p.Child("config_discovery").Child("default_config"))
	}
	if c := n.Get("config"); c != nil {
		return c, p.Child("config"), n.Get("name").Str()
	}
	return nil, p.Child("typed_config"), n.Get("name").Str()
}

// content looks through what wraps a message: an Any in an Any, a TypedStruct.
func (w *walker) content(n *source.Node, p source.Path) (config *source.Node, at source.Path, name string) {
	name = typeName(n)
	for {
		inner := n.Get("value")
		wraps := name == "google.protobuf.Any" || isTypedStruct(name)
		if !wraps || inner == nil {
			return n, p, envoyAPI().modern(name)
		}
		if isTypedStruct(name) {
			name = lastStep(n.Get("type_url").Str())
		} else {
			name = typeName(inner)
		}
		n, p = inner, p.Child("value")
	}
}

// typeName returns the name of a message's type, without its URL prefix.
func typeName(n *source.Node) string { return lastStep(n.Get("@type").Str()) }

func lastStep(url string) string { return url[strings.LastIndexByte(url, '/')+1:] }

// extension returns the canonical short name of an extension, such as ext_authz: the part of its type in front of the
// version, or without a type the last part of its name.
func extension(typeName, name string) string {
	parts := strings.Split(typeName, ".")
	for i := len(parts) - 2; i > 0; i-- {
		if version.MatchString(parts[i]) {
			name = parts[i-1]
			break
		}
	}
	name = short(name)
	if modern, ok := renamed[name]; ok {
		return modern
	}
	return name
}

var version = lazyregexp.New(`^v\d+((alpha|beta)\d*)?$`)

// renamed are extensions whose type was called differently in API v2, or differs from their name.
var renamed = map[string]string{"rate_limit": "ratelimit", "local_rate_limit": "local_ratelimit", "http_dynamo": "dynamo"}

// short returns the last part of a dotted type or extension name. What is behind a slash only tells uses of one extension apart:
// envoy.filters.http.lua/policy/a.
func short(name string) string {
	name, _, _ = strings.Cut(name, "/")
	return name[strings.LastIndexByte(name, '.')+1:]
}
