package nginx

import (
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what is known of a configuration of nginx beside its tree. It implements kind.Program, kind.Router and kind.Includer.
type Facts struct {
	Nginx Configuration `json:"nginx"`

	included []string
	routes   map[string][]kind.Upstream // by the text of the path of a listener
}

// Configuration is what a file comes to with all that it includes. data.lib.nginx is the way in.
type Configuration struct {
	// Context is the block that the file is written for: main, http, server, stream, or "" for a snippet that may be included anywhere.
	Context string `json:"context"`
	// Missing are the includes of which no file is in the scan: what they set is not known.
	Missing []Missing `json:"missing"`
	// Servers are the servers of HTTP, in the order of the file.
	Servers []Server `json:"servers"`
	// Scopes are the levels at which requests are answered: servers, locations, and conditions in them, from the outermost inwards.
	Scopes []Scope `json:"scopes"`
	// Proxies are the places that pass requests or connections on.
	Proxies []Proxy `json:"proxies"`
	// Formats are the formats of access logs, by name.
	Formats map[string]Format `json:"formats"`
	// Directives are the directives that rules look at wherever they are written, by name: see directives.txt.
	Directives map[string][]Directive `json:"directives"`
}

// Missing is an include of which no file is in the scan.
type Missing struct {
	Path source.Path `json:"path"`
	// Name is the file as written.
	Name string `json:"name"`
}

// Server is a server of HTTP.
type Server struct {
	Path source.Path `json:"path"`
	// Name is its first name, "" for none.
	Name string `json:"name"`
	// Label names it for people, such as server "app.example.org".
	Label string `json:"label"`
	// Pages are the indices of the scopes in it that answer with pages.
	Pages []int `json:"pages"`
	// Names are the names that it answers to, as written.
	Names []string `json:"names"`
	// Listens are the addresses that it listens on, *:80 where none is written.
	Listens []Listen `json:"listens"`
	// TLS says that one of them, or an old directive, makes it speak TLS.
	TLS bool `json:"tls"`
}

// Listen is an address that a server listens on.
type Listen struct {
	// Path is where it is written, or the server for the default.
	Path source.Path `json:"path"`
	// Listener is the path of the listener with its exposure: that of the first server with the address.
	Listener source.Path `json:"listener"`
	// Host is the address, "" for every interface.
	Host string `json:"host"`
	// Port is 0 where it is not known.
	Port int `json:"port"`
	// TLS says that it speaks TLS.
	TLS bool `json:"tls"`
	// Socket is the path of a Unix socket, "" for a network address.
	Socket string `json:"socket"`
}

// Scope is a level at which requests are answered.
type Scope struct {
	Path source.Path `json:"path"`
	// Server is the index of its server in servers, -1 for a snippet.
	Server int `json:"server"`
	// Block is server, location, if, limit_except or snippet.
	Block string `json:"block"`
	// Label names it for people, such as location "/api/".
	Label string `json:"label"`
	// Modifier is that of the innermost location around it: =, ~, ~*, ^~ or "".
	Modifier string `json:"modifier"`
	// Pattern is what that location compares the path of the URL with.
	Pattern string `json:"pattern"`
	// Condition is what is between the parentheses of an if, "" for all else.
	Condition string `json:"condition"`
	// Handler is what answers: static (files), proxy (proxy_pass, grpc_pass), application (FastCGI, uWSGI, SCGI, Lua), return, status, or ""
	// where nothing says.
	Handler string `json:"handler"`
	// Internal says that no request from outside gets there, only one that nginx or an application sends on.
	Internal bool `json:"internal"`
	// Page says that it answers with pages of HTML from files: the page of an application in the browser, or an index.
	Page bool `json:"page"`
	// Headers are the headers that are added to its answers, those of enclosing levels included as nginx inherits them.
	Headers []Header `json:"headers"`
	// Dropped are the headers of enclosing levels that nginx does not add here, because the level has headers of its own.
	Dropped []Header `json:"dropped"`
	// OpenEnded says that an include which is not in the scan, or a program, may add headers here.
	OpenEnded bool `json:"open_ended"`
	// Logs are the access logs in force; the default one, in the format combined, has the path of the scope.
	Logs []Log `json:"logs"`
	// Arguments are the arguments of requests that it reads by themselves, as $arg_token reads token.
	Arguments []string `json:"arguments"`
}

// Header is a header that is added to answers.
type Header struct {
	// Name is in lower case.
	Name string `json:"name"`
	// Value is the value; where a variable that the file sets or maps is all of it, see Values.
	Value string `json:"value"`
	// Values are what the value can be: with one variable replaced by what set or map give it, else the value alone.
	Values []string `json:"values"`
	// Always says that answers with errors have the header too.
	Always bool `json:"always"`
	// Path is where the header is written.
	Path source.Path `json:"path"`
	// Own says that it is written at this level.
	Own bool `json:"own"`
}

// Log is an access log.
type Log struct {
	Path source.Path `json:"path"`
	// Format is the name of the format: combined where none is written.
	Format string `json:"format"`
}

// Format is a format of access logs.
type Format struct {
	Path source.Path `json:"path"`
	// Text is what a line has.
	Text string `json:"text"`
}

// Proxy is a place that passes requests or connections on.
type Proxy struct {
	Path source.Path `json:"path"`
	// Scope is the index of its scope in scopes, -1 in a stream.
	Scope int `json:"scope"`
	// Scheme is http, https, grpc, grpcs, fastcgi, uwsgi, scgi or stream.
	Scheme string `json:"scheme"`
	// Address is the address without scheme and path, as written.
	Address string `json:"address"`
	// Hosts are the hosts that it comes to, without ports: of a group of upstream servers all of them.
	Hosts []string `json:"hosts"`
	// TLS says that the connection is encrypted.
	TLS bool `json:"tls"`
	// Verified says that the certificate is verified.
	Verified bool `json:"verified"`
}

// Directive is a directive as it is written.
type Directive struct {
	Path source.Path `json:"path"`
	// Args are its arguments.
	Args []string `json:"args"`
	// Block is the directive of the innermost block around it, "" at the top of a file.
	Block string `json:"block"`
	// Scope is the index of the scope that it is written in, -1 for none.
	Scope int `json:"scope"`
	// Alternatives says that the level has the directive more than once: in a template, of whose branches one is taken.
	Alternatives bool `json:"alternatives"`
	// InForce is false where every server and location below its level has its own.
	InForce bool `json:"in_force"`
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// ImageNames implements kind.Program.
func (*Facts) ImageNames() []string {
	return []string{"nginx", "openresty", "angie", "tengine", "freenginx"}
}

// Includes implements kind.Includer.
func (f *Facts) Includes() []string { return slices.Clone(f.included) }

// IsOptional implements kind.Includer: what another file includes is judged there.
func (*Facts) IsOptional() bool { return true }

// Upstreams implements kind.Router.
func (f *Facts) Upstreams(address source.Path) []kind.Upstream { return f.routes[address.String()] }
