package envoy

import (
	"regexp"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// scope says what the walk is inside of. Indices are into the views, -1 for none.
type scope struct {
	cluster, listener, chain, connection, routeConfig, host, route int
	// wrappers are the transport sockets around the current one, outermost first.
	wrappers []string
	// use is the path of the place where the first alias on the way stands, nil when there was none.
	use source.Path
	// fragment is set inside a patch that is merged into something unseen: what it lacks says nothing.
	fragment bool
}

var outside = scope{cluster: -1, listener: -1, chain: -1, connection: -1, routeConfig: -1, host: -1, route: -1}

// object is one entry of a view, as policies see it.
type object = map[string]any

// inside adds to an entry what it stands inside of, as indices into the views.
func (s scope) inside(o object) object {
	o["cluster"], o["listener"], o["filter_chain"], o["connection_manager"] = s.cluster, s.listener, s.chain, s.connection
	o["route_config"], o["virtual_host"], o["route"] = s.routeConfig, s.host, s.route
	o["fragment"] = s.fragment
	return o
}

// views collects what policies look for, in the order of the tree.
type views struct {
	root        *source.Node
	clusters    []object
	listeners   []object
	chains      []object
	connections []object
	filters     []object
	overrides   []object
	hosts       []object
	routes      []object
	routeConfig []object
	additions   []object
	accessLogs  []object
	google      []object
	lua         []object
	luaFiles    []object
	network     []object
	sockets     []object
	admins      []object
	sources     []object
	deprecated  []object
	contexts    []*TLSContext
	secrets     map[string]source.Path
}

// walk visits a node that has the given role.
func (v *views) walk(n *source.Node, p source.Path, r role, s scope) {
	switch n.Kind {
	case source.Sequence:
		for i, item := range n.Items {
			if !tells(item.Value, r) {
				continue
			}
			child := p.Child(i)
			inner := s
			if inner.use == nil && !item.Via.IsZero() {
				inner.use = child
			}
			v.walk(item.Value, child, r, inner)
		}
	case source.Mapping:
		v.mapping(n, p, r, s)
	case source.String:
		v.addLua(n, p, r, s)
	}
}

// tells reports whether a walk of a node may find anything: most are scalars, and only Lua is looked for among them. It spares
// making their paths.
func tells(n *source.Node, r role) bool {
	switch n.Kind {
	case source.Mapping, source.Sequence:
		return true
	}
	return r == roleLua || r == roleLuaFile
}

func (v *views) mapping(n *source.Node, p source.Path, r role, s scope) {
	if typed, ok := byType[short(typeName(n))]; ok {
		r = typed
		if n.Get("type_url") != nil && n.Get("value") != nil {
			n, p = n.Get("value"), p.Child("value")
		}
	} else if r == roleResource {
		r = shape(n)
	}
	v.addDeprecated(n, p, r)
	r, s = v.enter(n, p, r, s)
	for _, e := range n.Entries {
		if e.Key == "inline_string" || e.Key == "inline_bytes" {
			v.sources = append(v.sources, s.inside(object{"path": p.Child(e.Key).Value()}))
		}
		child := childRole(r, e.Key)
		if e.Key == "config" {
			child = untyped(n, r, s)
		}
		if !tells(e.Value, child) {
			continue
		}
		inner := s
		if inner.use == nil && !e.Via.IsZero() {
			inner.use = usePath(n, p, e)
		}
		v.walk(e.Value, p.Child(e.Key), child, inner)
	}
}

// untyped says what v2's config without a type holds, by the name beside it.
func untyped(n *source.Node, r role, s scope) role {
	switch name := short(n.Get("name").Str()); {
	case r == roleNetworkFilter && name == "http_connection_manager":
		return roleConnection
	case r == roleSocket && name == "tls" && s.cluster >= 0:
		return roleUpstreamTLS
	case r == roleSocket && name == "tls":
		return roleDownstreamTLS
	}
	return roleNone
}

// usePath returns the path of the place where an alias stands: its own key, or for a merge the mapping that merges.
func usePath(n *source.Node, p source.Path, e source.Entry) source.Path {
	if n.Span.Covers(e.KeySpan) {
		return p.Child(e.Key)
	}
	return p
}

func childRole(parent role, key string) role {
	if r, ok := byParent[parent][key]; ok {
		return r
	}
	if r, ok := byKey[key]; ok {
		return r
	}
	if parent == roleLuaSources {
		return roleLuaSource
	}
	return roleNone
}

// enter records what a mapping is and returns the role and scope for its children.
func (v *views) enter(n *source.Node, p source.Path, r role, s scope) (role, scope) {
	switch r {
	case roleCluster:
		s.cluster = v.addCluster(n, p, s)
	case roleListener:
		s.listener = v.addListener(n, p, s)
	case roleChain:
		s.chain = v.addChain(p, s)
	case roleConnection:
		s.connection = v.addConnection(n, p, s)
	case roleHTTPFilter:
		v.addFilter(n, p, s)
	case roleRouteConfig:
		s.routeConfig = v.addRouteConfig(n, p, s)
	case roleVirtualHost:
		s.host = v.addHost(n, p, s)
	case roleRoute:
		if s.route < 0 {
			s.route = v.addRoute(n, p, s)
		}
	case roleOverrides:
		v.addOverrides(n, p, s)
	case roleHeaders:
		v.addHeader(n, p, s)
	case roleAccessLog:
		v.addAccessLog(n, p, s)
	case roleGoogle:
		v.addGoogle(n, p, s)
	case roleNetworkFilter:
		v.addNetworkFilter(n, p, s)
	case roleAdmin:
		v.addAdmin(n, p)
	default:
		return v.enterTLS(n, p, r, s)
	}
	return r, s
}

// message returns the node of an extension's configuration below its name, with its path and the name of its type. An
// untyped v2 config has the extension's own name as its type.
func message(n *source.Node, p source.Path) (config *source.Node, at source.Path, name string) {
	if c := n.Get("typed_config"); c != nil {
		at, name = p.Child("typed_config"), typeName(c)
		if c.Get("type_url") != nil && c.Get("value") != nil {
			return c.Get("value"), at.Child("value"), name
		}
		return c, at, name
	}
	if c := n.Get("config"); c != nil {
		return c, p.Child("config"), n.Get("name").Str()
	}
	return nil, p.Child("typed_config"), n.Get("name").Str()
}

// typeName returns the name of a message's type, without its URL prefix; a TypedStruct has that of its content.
func typeName(n *source.Node) string {
	url := n.Get("@type").Str()
	if strings.HasSuffix(url, "type.v1.TypedStruct") || strings.HasSuffix(url, "type.v3.TypedStruct") {
		url = n.Get("type_url").Str()
	}
	return url[strings.LastIndex(url, "/")+1:]
}

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

var version = regexp.MustCompile(`^v\d+((alpha|beta)\d*)?$`)

// renamed are extensions whose type was called differently in API v2, or differs from their name.
var renamed = map[string]string{"rate_limit": "ratelimit", "local_rate_limit": "local_ratelimit", "http_dynamo": "dynamo"}

func list(objects []object) []any {
	l := make([]any, len(objects))
	for i, o := range objects {
		l[i] = o
	}
	return l
}

// context returns the views as policies see them.
func (v *views) context() object {
	contexts := make([]any, len(v.contexts))
	for i, c := range v.contexts {
		contexts[i] = c.view()
	}
	return object{
		"clusters": list(v.clusters), "listeners": list(v.listeners), "filter_chains": list(v.chains),
		"connection_managers": list(v.connections), "http_filters": list(v.filters), "overrides": list(v.overrides),
		"route_configs": list(v.routeConfig), "virtual_hosts": list(v.hosts), "routes": list(v.routes),
		"header_additions": list(v.additions), "access_logs": list(v.accessLogs), "google_grpc": list(v.google),
		"tls_contexts": contexts, "network_filters": list(v.network), "transport_sockets": list(v.sockets),
		"admins": list(v.admins), "inline_data": list(v.sources), "deprecated": list(v.deprecated),
	}
}
