// Package graph draws the exposure map of the projects in a scan: from where each service can be reached, what it reaches in
// turn, and the chains from an open port to the host. The facts come from linking and from the rules; it finds none itself.
package graph

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// SchemaVersion is the version of the JSON map. A new field raises the second number, any other change the first.
const SchemaVersion = "1.2"

// Graph is the exposure map as JSON. All paths are slash-separated and relative to the scanned root.
type Graph struct {
	// Version of this shape: a new field raises the second number, any other change the first.
	SchemaVersion string `json:"schema_version"`
	// Chains from an open port to the host: direct ones in front of those through a network, then the worst first.
	Chains []Chain `json:"chains"`
	// The Compose projects; a project that can be started in several ways is here once for each.
	Projects []Project `json:"projects"`
	// Configs with listeners that no service in the scan uses, so that nothing says from where they can be reached.
	Unlinked []Config `json:"unlinked"`
	// What stopped the tool from looking, or narrowed its view.
	Problems []Problem `json:"problems"`
	// What the map was compared with; then it has those chains alone that are new or worse.
	Compared *Comparison `json:"compared,omitempty"`

	// others counts the ways of starting each project, those that Deployment left out too.
	others map[start]int
}

// Chain leads from an open port to the host, hop by hop.
type Chain struct {
	// How bad it is: of the last hop by itself, or together with the open port where a rule judges both and the chain is direct.
	Severity finding.Severity `json:"severity"`
	// Id of the rule that found the last hop.
	Rule string `json:"rule"`
	// Whether the service behind the port is the one that has the host: no network lies between.
	Direct bool `json:"direct"`
	// At least three: the port, the service behind it, more services with the networks between them, and the host.
	Hops []Hop `json:"hops"`
	// How many more ways lead to the first service.
	MoreWays int `json:"more_ways"`
	// Ways of starting the project in which the chain exists; none when there is only one.
	Deployments []string `json:"deployments,omitempty"`

	exposure string
	partOf   string // id of the composite rule that counts the last hop
	routes   []route
}

// route is where in one way of starting a project a chain leads through.
type route struct {
	file, deployment string
	// services are those on the way, networks the one behind each but the last; access is what the last one has of the host.
	services, networks []string
	access             Access
}

// Hop is one step of a chain.
type Hop struct {
	Sort HopSort `json:"sort"`
	// What the step is, in one line.
	Text string `json:"text"`
	Place
}

// HopSort says what a hop is.
type HopSort string

// The sorts of hop, in the order of a chain.
const (
	HopPort    HopSort = "port"
	HopService HopSort = "service"
	HopNetwork HopSort = "network"
	HopHost    HopSort = "host"
)

// Place is where something is. Line and column start at 1; they are 0 where it is nowhere.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`

	span source.Span
}

// Project is one way of starting a Compose project.
type Project struct {
	File string `json:"file"`
	// Name of the way of starting it, absent when there is only one.
	Deployment string    `json:"deployment,omitempty"`
	Services   []Service `json:"services"`
	Networks   []Network `json:"networks"`
}

// Service is one service with how it is reached and what it reaches.
type Service struct {
	Name string `json:"name"`
	Place
	Image string `json:"image,omitempty"`
	// The runtime that it asks for.
	Runtime string `json:"runtime,omitempty"`
	// Whether the runtime is a sandbox.
	Sandboxed bool `json:"sandboxed"`
	// The service in whose network namespace it runs, when that is another one.
	SharesNetworkOf string `json:"shares_network_of,omitempty"`
	// From where it can be reached at most.
	Exposure Exposure `json:"exposure"`
	// How it is reached from outside its networks, widest first.
	Entries []Entry `json:"entries"`
	// What it has of the host, worst first.
	Host     []Access `json:"host"`
	Networks []string `json:"networks"`
	// The config files that it uses.
	Configs []Config `json:"configs"`
	// Whether the revision that the map was compared with does not have it.
	New bool `json:"new,omitempty"`
	// The networks that it is not on in that revision.
	NewNetworks []string `json:"new_networks,omitempty"`
}

// Exposure is the name of an exposure.
type Exposure string

// Entry is one way to a service from outside its networks.
type Entry struct {
	Interface Exposure `json:"interface"`
	// Address of the host where it is published, when it is not every interface.
	Address string `json:"address,omitempty"`
	// Published port, empty when it is ephemeral or when the entry is no published port.
	Port string `json:"port,omitempty"`
	// Port in the container with its protocol, such as 80/tcp.
	Target string `json:"target,omitempty"`
	// The service whose port it is, when it is that of another one in the same network namespace.
	Via string `json:"via,omitempty"`
	// The published proxy that routes to the service, when the entry is one.
	Proxy string `json:"proxy,omitempty"`
	// What the entry is, in one line.
	Text string `json:"text"`
	// Whether the revision that the map was compared with does not have it.
	New bool `json:"new,omitempty"`
	Place
}

// Access is something of the host that a service has.
type Access struct {
	Severity finding.Severity `json:"severity"`
	Rule     string           `json:"rule"`
	// Id of the composite rule that counts it.
	PartOf string `json:"part_of,omitempty"`
	Text   string `json:"text"`
	// Whether the revision that the map was compared with does not have it.
	New bool `json:"new,omitempty"`
	Place

	// exposed is the severity that it has on a service which other machines reach.
	exposed finding.Severity
	// path is where the setting is in its document, short its name in a drawing.
	path  source.Path
	short string
}

// Network is a network of a project with the services on it.
type Network struct {
	Name string `json:"name"`
	// Whether Docker gives it no way out and no published port.
	Internal bool `json:"internal"`
	// Whether another project made it, so that not all of its members are known.
	External bool     `json:"external"`
	Members  []string `json:"members"`
}

// Config is a config file with the addresses that it makes somebody listen on.
type Config struct {
	File string `json:"file"`
	Kind string `json:"kind"`
	// How the service uses it.
	How string `json:"how,omitempty"`
	// Where it is in the container.
	Container string `json:"container,omitempty"`
	// Where the service names it.
	At        *Place     `json:"at,omitempty"`
	Listeners []Listener `json:"listeners"`
}

// Listener is an address that a config makes somebody listen on.
type Listener struct {
	Name string `json:"name"`
	// Host and port, or the path of a Unix socket.
	Address  string   `json:"address"`
	Protocol string   `json:"protocol,omitempty"`
	Exposure Exposure `json:"exposure"`
	// Why it is exposed as it is.
	Because string `json:"because"`
	Place
}

// Problem is something that stopped the tool from looking.
type Problem struct {
	// Only an error changes the exit code.
	Level   finding.Level `json:"level"`
	Message string        `json:"message"`
	Place
}

// IsEmpty reports whether the map shows nothing.
func (g *Graph) IsEmpty() bool { return len(g.Projects) == 0 && len(g.Unlinked) == 0 }
