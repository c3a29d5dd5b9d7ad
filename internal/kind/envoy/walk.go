package envoy

import (
	"regexp"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// scope says what the walk is inside of.
type scope struct {
	Inside
	// wrappers are the names of the transport sockets around the current one, outermost first.
	wrappers []string
	// use is the path of the first alias on the way, nil when there was none.
	use source.Path
}

var outside = scope{Inside: Inside{
	Cluster: -1, Listener: -1, FilterChain: -1, ConnectionManager: -1, RouteConfig: -1, VirtualHost: -1, Route: -1,
}}

// walker collects what policies look for, in the order of the tree.
type walker struct {
	Lists
	root     *source.Node
	lua      []LuaCode
	luaFiles []LuaFile
	// contexts has what is known of each of TLSContexts until all secrets are known.
	contexts []tlsNode
	// secrets are the paths of the static validation contexts, by name.
	secrets map[string]source.Path
}

// newWalker looks through a normalised tree.
func newWalker(root *source.Node) *walker {
	w := &walker{root: root, secrets: map[string]source.Path{}}
	w.walk(root, nil, roleResource, outside)
	w.finishContexts()
	return w
}

// walk visits a node that has the given role.
func (w *walker) walk(n *source.Node, p source.Path, r role, s scope) {
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
			w.walk(item.Value, child, r, inner)
		}
	case source.Mapping:
		w.mapping(n, p, r, s)
	case source.String:
		w.addLua(n, p, r, s)
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

func (w *walker) mapping(n *source.Node, p source.Path, r role, s scope) {
	if typed, ok := byType[short(typeName(n))]; ok {
		r = typed
		if n.Get("type_url") != nil && n.Get("value") != nil {
			n, p = n.Get("value"), p.Child("value")
		}
	} else if r == roleResource {
		r = shape(n)
	}
	w.addDeprecated(n, p, r)
	r, s = w.enter(n, p, r, s)
	for _, e := range n.Entries {
		if e.Key == "inline_string" || e.Key == "inline_bytes" {
			w.InlineData = append(w.InlineData, InlineData{p.Child(e.Key), s.Inside})
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
		w.walk(e.Value, p.Child(e.Key), child, inner)
	}
}

// untyped says what v2's config without a type holds, by the name beside it.
func untyped(n *source.Node, r role, s scope) role {
	switch name := short(n.Get("name").Str()); {
	case r == roleNetworkFilter && name == "http_connection_manager":
		return roleConnection
	case r == roleSocket && name == "tls" && s.Cluster >= 0:
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
func (w *walker) enter(n *source.Node, p source.Path, r role, s scope) (role, scope) {
	switch r {
	case roleCluster:
		s.Cluster = w.addCluster(n, p, s)
	case roleListener:
		s.Listener = w.addListener(n, p, s)
	case roleChain:
		s.FilterChain = w.addChain(p, s)
	case roleConnection:
		s.ConnectionManager = w.addConnection(n, p, s)
	case roleHTTPFilter:
		w.addFilter(n, p, s)
	case roleRouteConfig:
		s.RouteConfig = w.addRouteConfig(n, p, s)
	case roleVirtualHost:
		s.VirtualHost = w.addHost(n, p, s)
	case roleRoute:
		if s.Route < 0 {
			s.Route = w.addRoute(n, p, s)
		}
	case roleOverrides:
		w.addOverrides(n, p, s)
	case roleHeaders:
		w.addHeader(n, p, s)
	case roleAccessLog:
		w.addAccessLog(n, p, s)
	case roleGoogle:
		w.addGoogle(n, p, s)
	case roleNetworkFilter:
		w.addNetworkFilter(n, p, s)
	case roleAdmin:
		w.addAdmin(n, p)
	default:
		return w.enterTLS(n, p, r, s)
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
