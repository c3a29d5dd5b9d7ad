package envoy

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what seclint finds in an Envoy configuration beside its tree. It implements kind.Program, kind.Router, kind.FileReader,
// kind.FilterHost and kind.Holder.
type Facts struct {
	// Envoy lists the parts of the configuration that policies ask for, wherever they are and however they are spelled.
	Envoy Lists `json:"envoy"`
	// Lua is the Lua code that is written in the configuration itself.
	Lua []LuaCode `json:"lua"`
	// LuaFiles are the files with Lua code that the configuration names.
	LuaFiles []LuaFile `json:"lua_files"`

	reached reached
	insets  []kind.Inset
}

// Lists has one list for each sort of part, in the order of the file. Entries name what they are inside of by its index in
// another list, see Inside.
type Lists struct {
	Clusters           []Cluster           `json:"clusters"`
	Listeners          []Listener          `json:"listeners"`
	Admins             []Admin             `json:"admins"`
	FilterChains       []FilterChain       `json:"filter_chains"`
	NetworkFilters     []NetworkFilter     `json:"network_filters"`
	ListenerFilters    []NetworkFilter     `json:"listener_filters"`
	ConnectionManagers []ConnectionManager `json:"connection_managers"`
	HTTPFilters        []HTTPFilter        `json:"http_filters"`
	Overrides          []Override          `json:"overrides"`
	RouteConfigs       []RouteConfig       `json:"route_configs"`
	VirtualHosts       []VirtualHost       `json:"virtual_hosts"`
	Routes             []Route             `json:"routes"`
	HeaderAdditions    []HeaderAddition    `json:"header_additions"`
	HeaderMatchers     []HeaderMatcher     `json:"header_matchers"`
	TransportSockets   []TransportSocket   `json:"transport_sockets"`
	TLSContexts        []TLSContext        `json:"tls_contexts"`
	AccessLogs         []AccessLog         `json:"access_logs"`
	TracingTags        []TracingTag        `json:"tracing_tags"`
	GoogleGRPC         []GoogleGRPC        `json:"google_grpc"`
	InlineData         []InlineData        `json:"inline_data"`
	Deprecated         []Deprecated        `json:"deprecated"`
	Faults             []Fault             `json:"faults"`
}

// Inside says what an entry is inside of: each number is an index in the list of that name, -1 where the entry is in none.
type Inside struct {
	// Cluster is an index in clusters.
	Cluster int `json:"cluster"`
	// Listener is an index in listeners.
	Listener int `json:"listener"`
	// FilterChain is an index in filter_chains.
	FilterChain int `json:"filter_chain"`
	// ConnectionManager is an index in connection_managers. It is -1 for a route configuration that a discovery file has
	// by itself.
	ConnectionManager int `json:"connection_manager"`
	// RouteConfig is an index in route_configs.
	RouteConfig int `json:"route_config"`
	// VirtualHost is an index in virtual_hosts.
	VirtualHost int `json:"virtual_host"`
	// Route is an index in routes.
	Route int `json:"route"`
	// Fragment is true inside a patch that is merged into something this file does not have: judge what it sets and never
	// what it lacks.
	Fragment bool `json:"fragment"`
	// Conditional is true where a matcher decides which requests come here: in a match tree of a virtual host, behind an
	// ExtensionWithMatcher, in a composite filter.
	Conditional bool `json:"conditional"`
}

// Endpoint is an address of a cluster.
type Endpoint struct {
	// Path leads to the address.
	Path source.Path `json:"path"`
	Address
	// Transport is how Envoy talks to the endpoint, see Cluster.
	Transport string `json:"transport"`
}

// ListenerAddress is one of the addresses of a listener.
type ListenerAddress struct {
	// Path leads to the address; input.context.listeners says for the same path from where it can be reached.
	Path source.Path `json:"path"`
	Address
}

// Address is a core.Address.
type Address struct {
	// Host is the name or IP address as written, the path of a Unix domain socket, or the name of an internal listener; "" for
	// no address.
	Host string `json:"host"`
	// Port is 0 where the text does not say it.
	Port int `json:"port"`
	// Class says how far away the host is: loopback, socket (a Unix domain socket), envoy (an internal listener of the same
	// process), unspecified (every interface), private, service (a name without dots, as container networks have), internal
	// (a dotted name under no public suffix), public, or unknown (a placeholder, or no address).
	Class string `json:"class"`
	// Protocol is TCP, UDP, or "" where the file does not say it (which means TCP).
	Protocol string `json:"protocol"`
}

// Cluster is a group of servers that Envoy sends requests and connections to.
type Cluster struct {
	Path source.Path `json:"path"`
	// Name is what routes call the cluster.
	Name string `json:"name"`
	// Fragment is true for a patch that is merged into a cluster which this file does not have.
	Fragment bool `json:"fragment"`
	// Discovery is the type: STATIC (the default), STRICT_DNS, LOGICAL_DNS, EDS, ORIGINAL_DST, or the name of a cluster_type.
	Discovery string `json:"discovery"`
	// Extension is the short name of the extension in cluster_type, such as dynamic_forward_proxy; "" without one.
	Extension string `json:"extension"`
	// Transport is how Envoy talks to the endpoints: tls, plaintext, starttls (plaintext until the protocol asks for TLS), mixed
	// (transport_socket_matches choose by the metadata of endpoints, and these differ), or unknown (an extension that seclint does
	// not know).
	Transport string `json:"transport"`
	// Endpoints are the addresses in load_assignment and in v2's hosts.
	Endpoints []Endpoint `json:"endpoints"`
}

// Listener is an address on which Envoy accepts connections, with what it does with them.
type Listener struct {
	Path source.Path `json:"path"`
	// Name is the listener's own name, "" without one.
	Name string `json:"name"`
	// Label is what to call the listener in a message: its name, else its address.
	Label string `json:"label"`
	// AddressPath leads to the address; input.context.listeners says for the same path from where it can be reached.
	AddressPath source.Path `json:"address"`
	Address
	// Addresses are the address and the additional_addresses: the listener accepts connections on each.
	Addresses []ListenerAddress `json:"addresses"`
	// Direction is traffic_direction: INBOUND and OUTBOUND mark the listeners of a sidecar; "" where it is not set.
	Direction string `json:"direction"`
	// Fragment is true for a patch that is merged into a listener which this file does not have.
	Fragment bool `json:"fragment"`
}

// Admin is the administration interface. A bootstrap whose admin has no address has none.
type Admin struct {
	Path source.Path `json:"path"`
	// Name is always "": the interface has no name.
	Name string `json:"name"`
	// Label is the address, for messages.
	Label string `json:"label"`
	// AddressPath leads to the address; input.context.listeners says for the same path from where it can be reached.
	AddressPath source.Path `json:"address"`
	Address
}

// FilterChain is a filter chain of a listener.
type FilterChain struct {
	Path source.Path `json:"path"`
	// TLS is the index in tls_contexts of the context that the chain ends TLS with, -1 for plaintext.
	TLS int `json:"tls"`
	Inside
}

// NetworkFilter is a filter of a filter chain, or a listener filter, such as the UDP proxy.
type NetworkFilter struct {
	Path source.Path `json:"path"`
	// ConfigPath leads to the filter's configuration.
	ConfigPath source.Path `json:"config_path"`
	// Name is the filter's name as written.
	Name string `json:"name"`
	// Extension is the short name of what the filter is, such as tcp_proxy.
	Extension string `json:"extension"`
	// Clusters are the names of the clusters that the filter sends connections or packets to.
	Clusters []string `json:"clusters"`
	Inside
}

// AccessLog is an access log.
type AccessLog struct {
	Path source.Path `json:"path"`
	// ConfigPath leads to the log's configuration.
	ConfigPath source.Path `json:"config_path"`
	// Extension is the short name of what the log is, such as file.
	Extension string `json:"extension"`
	Inside
}

// TracingTag is a tag that Envoy puts on the traces of requests.
type TracingTag struct {
	Path source.Path `json:"path"`
	// Tag is the name of the tag.
	Tag string `json:"tag"`
	// Header is the request header that the value is taken from, in lower case; "" for another source.
	Header string `json:"header"`
	Inside
}

// GoogleGRPC is a gRPC service that Envoy calls with Google's client, which needs no cluster.
type GoogleGRPC struct {
	Path source.Path `json:"path"`
	// Target is target_uri.
	Target string `json:"target"`
	// Class is the class of its host, see Address.
	Class string `json:"class"`
	Inside
}

// InlineData is an inline_string or inline_bytes, a text in a field for a credential, or a URI with a password.
type InlineData struct {
	Path source.Path `json:"path"`
	// Field is the name of the field that has the data, such as private_key.
	Field string `json:"field"`
	// Message is the short name of the message that has the field, such as TlsCertificate.
	Message string `json:"message"`
	// Secret is true where Envoy's API marks the field as sensitive, or where nothing but a credential makes sense.
	Secret bool `json:"secret"`
	Inside
}

// Deprecated is a type, field or name that Envoy no longer reads, or reads with a warning.
type Deprecated struct {
	Path source.Path `json:"path"`
	// What is the type, name or key.
	What string `json:"what"`
	// State is removed (API v2, which Envoy refuses since 1.18), refused (unless a runtime flag allows it), or deprecated.
	State string `json:"state"`
}

// Fault is something in the file for which Envoy refuses it. Files that a discovery service would give (see Facts) are not
// refused for an unknown field: Envoy counts it and goes on without it.
type Fault struct {
	// Path leads to the field or value.
	Path source.Path `json:"path"`
	// Kind is unknown_field, removed_field (which an earlier release had), unknown_value (no name of the enum), wrong_type, unknown_type
	// (in @type), no_type (a message without its @type), or one_of (two fields of which only one may be set).
	Kind string `json:"kind"`
	// Name is the field, value or type; "" for wrong_type and no_type.
	Name string `json:"name"`
	// Message is the short name of the message that has no such field, "" for others.
	Message string `json:"message"`
	// Wanted says what a value of the wrong type should be, "" for others.
	Wanted string `json:"wanted"`
	// Suggestion is the field, value or type that was probably meant, "" for none; for one_of the other field.
	Suggestion string `json:"suggestion"`
}

// LuaCode is Lua code in the configuration.
type LuaCode struct {
	// Path leads to the text.
	Path source.Path `json:"path"`
	Inside
}

// LuaFile is a file with Lua code.
type LuaFile struct {
	// Path leads to the name of the file.
	Path source.Path `json:"path"`
	// Filename is the name in the container.
	Filename string `json:"filename"`
	Inside
}
