package link

import (
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what linking found out about one document. Policies see its fields in input.context, beside those of the facts of
// the document's kind. A field is absent where the scan does not say anything about it.
type Facts struct {
	// Consumers are the services that use the document's file. An empty list means that the scan has services and none of
	// them uses it.
	Consumers []Consumer `json:"consumers,omitzero"`
	// Listeners are the addresses that the document makes somebody listen on, defaults included.
	Listeners []Listener `json:"listeners,omitzero"`
	// ContainerFiles are the files that the document names by their path in the container.
	ContainerFiles []ContainerFile `json:"container_files,omitempty"`

	// Limiters are the filters that limit the requests which come to a program that a proxy runs as a filter.
	Limiters []Place `json:"limiters,omitempty"`
	// FrontHeaders are the headers, in lower case, that the proxies of the scan add to every answer of the applications behind them. An
	// application that gets there in another way does without.
	FrontHeaders []string `json:"front_headers,omitempty"`

	// Starts are the ways in which an application is started, in the order of the documents that do. They are absent where nothing in the
	// scan starts it.
	Starts []Start `json:"starts,omitempty"`

	// Pages are the places by which proxies and other applications of the scan answer with the pages of an application.
	Pages []PageFacts `json:"pages,omitempty"`
	// Networks are the networks that the Compose projects of the scan define, in the facts of an application.
	Networks []NetworkFacts `json:"networks,omitempty"`

	// Services are the services of a project, by name.
	Services map[string]*ServiceFacts `json:"services,omitzero"`
	// Runtimes are the runtimes that services of a project ask for, by name.
	Runtimes map[string]RuntimeFacts `json:"runtimes,omitzero"`
	// References are the files that a project or a daemon names.
	References []ReferenceFacts `json:"references,omitzero"`
	// Daemon is the nearest configuration of the container daemon to a project.
	Daemon *DaemonFacts `json:"daemon,omitempty"`

	// Profiles are the seccomp profiles of the scan that have the file names of those which an engine gives to containers that name
	// none.
	Profiles []ProfileFacts `json:"profiles,omitempty"`
	// Choices are the settings of the scan that name a seccomp profile.
	Choices []Choice `json:"choices,omitempty"`

	// Readers are the runtimes that read a file of gVisor's shim. An empty list means that none does.
	Readers []Reader `json:"readers,omitzero"`
	// Definers are the places of runtimes near such a file that read something else.
	Definers []Place `json:"definers,omitzero"`
	// Unread says that no flag in such a file gets as far as runsc, because the runtimes beside it read something else.
	Unread bool `json:"unread,omitempty"`
}

// Consumer is one way in which a service uses the file of a document.
type Consumer struct {
	// File is the Compose file of the service, or the configuration of the daemon.
	File string `json:"file"`
	// Service is absent where the daemon itself uses the file.
	Service string `json:"service,omitempty"`
	// Path is the place in File that refers to the file.
	Path source.Path `json:"path"`
	// ContainerPath is where the file is in the container, "" where it is used without being there.
	ContainerPath string `json:"container_path"`
	// How is volume, config, secret, build, command, security_opt, env_file or runtime, or daemon: a seccomp profile that a daemon gives
	// to every container that names none.
	How string `json:"how"`
	// Runtime is the runtime that the service asks for, "" for the default one.
	Runtime string `json:"runtime"`
	// Sandboxed says that this runtime is gVisor or Kata Containers.
	Sandboxed bool `json:"sandboxed"`
	// Exposure is the widest exposure of the service.
	Exposure Exposure `json:"exposure"`
	// IsTrial says that the file of the service is one for tests or for development, which does not say how it is deployed.
	IsTrial bool `json:"is_trial,omitempty"`
	// HostNetwork says that the service is on the network of the host.
	HostNetwork bool `json:"host_network,omitempty"`
	// UntrustedPeers are the services on its networks that run untrusted code.
	UntrustedPeers []string `json:"untrusted_peers"`
	// RunscFlags are the flags that runsc gets for the service, by name.
	RunscFlags map[string]string `json:"runsc_flags"`

	// Image is the image of the service.
	Image *source.Node `json:"image,omitempty"`
	// User is the user of the service.
	User *source.Node `json:"user,omitempty"`
	// CapAdd are the capabilities that the service adds.
	CapAdd *source.Node `json:"cap_add,omitempty"`
	// CapDrop are the capabilities that the service drops.
	CapDrop *source.Node `json:"cap_drop,omitempty"`
	// Environment are the variables of the service.
	Environment *source.Node `json:"environment,omitempty"`
	// Command are the words of the command.
	Command *source.Node `json:"command,omitempty"`
}

// Listener is an address that a document makes somebody listen on, with how it can be reached.
type Listener struct {
	// Path is where the address is written, or would be written when it is a default.
	Path source.Path `json:"path"`
	// Name says what listens, such as admin or rtsp.
	Name string `json:"name"`
	// Host is the address as written: "" means every interface of its network namespace.
	Host string `json:"host"`
	// Port is 0 when it is not known.
	Port int `json:"port"`
	// Protocol is tcp or udp.
	Protocol string `json:"protocol"`
	// Socket is the path of a Unix socket, "" for a network listener.
	Socket string `json:"socket"`
	// Exposure is the widest way to it over all services that use the document.
	Exposure Exposure `json:"exposure"`
	// Because is the reason for the exposure.
	Because string `json:"because"`
	// Related are the places that show the exposure.
	Related []Place `json:"related"`
	// UntrustedPeers are the services that run untrusted code and can reach it.
	UntrustedPeers []string `json:"untrusted_peers"`
}

// Start is one way in which an application is started.
type Start struct {
	// How is container, host-network for a container on the network of the host, or machine for a program that a unit of systemd starts.
	How string `json:"how"`
	// Name is the name of the service or the unit.
	Name string `json:"name"`
	// File is the document that starts it.
	File string      `json:"file"`
	Path source.Path `json:"path"`
	// Program is the program that the command starts in the end, such as uvicorn; "" where that is not known.
	Program string `json:"program"`
	// Host is the address on which it listens, by its command or else by its code with these variables: "" for every interface. It is
	// absent where that is not known.
	Host *string `json:"host,omitempty"`
	// Port is 0 when it is not known.
	Port int `json:"port"`
	// Exposure is from where it can be reached.
	Exposure Exposure `json:"exposure"`
	// IsTrial says that the document is one for tests or for development, which does not say how the application is deployed.
	IsTrial bool `json:"is_trial,omitempty"`
	// Because is the reason for the exposure.
	Because string `json:"because"`
	// Related are the places that show the exposure.
	Related []Place `json:"related"`
	// Variables are the settings of the application that it is started with, by name: of several values the one that is in force.
	Variables map[string]StartVariable `json:"variables"`
}

// StartVariable is a variable that an application is started with.
type StartVariable struct {
	// Value is the value, in which ${NAME} is a variable that nothing in the scan sets.
	Value string `json:"value"`
	// From is image, env_file, environment or command, of which each takes precedence over those before it.
	From string `json:"from"`
	// File is the document in which Path is.
	File string      `json:"file"`
	Path source.Path `json:"path"`
}

// Place is a place for a finding's related.
type Place struct {
	// File is the file of the document that Path leads through.
	File string      `json:"file"`
	Path source.Path `json:"path"`
	// Message says what the place shows.
	Message string `json:"message"`
}

// ContainerFile is a file that a document names by its path in the container.
type ContainerFile struct {
	// Path is where the document names it.
	Path source.Path `json:"path"`
	// Container is its path in the container.
	Container string `json:"container"`
	// File is where it is in the scanned root, as the mounts of the service say that runs the document; "" where they do not.
	File string `json:"file"`
	// State is resolved, broken, external or unknown.
	State State `json:"state"`
	// Text is the content of a resolved file that is not too large.
	Text *string `json:"text,omitempty"`
}

// ServiceFacts is how a service is run and reached.
type ServiceFacts struct {
	// Exposure is the widest exposure of the service.
	Exposure Exposure `json:"exposure"`
	// Ports are the published ports as they are in force.
	Ports []PortFacts `json:"ports"`
	// Ways are the places that let other machines in, those of proxies included.
	Ways []WayFacts `json:"ways"`
	// Networks are the names of its networks.
	Networks []string `json:"networks"`
	// Owner is the service whose network namespace it shares: itself in most cases.
	Owner string `json:"owner"`
	// Roles are those that the config declares and those that are inferred, sorted.
	Roles []config.Role `json:"roles"`
	// Untrusted says that the service runs code that nobody vouches for.
	Untrusted bool `json:"untrusted"`
	// UntrustedPeers are the services on its networks that run untrusted code.
	UntrustedPeers []string `json:"untrusted_peers"`
	// Gateway is how it is known to be a gateway: declared, named, awaited, or "".
	Gateway string `json:"gateway"`
	// HostNetwork says that the service is on the host's network.
	HostNetwork bool `json:"host_network"`
	// Sandbox is gvisor, kata or "".
	Sandbox string `json:"sandbox"`
	// SandboxPlace is the place that makes its runtime a sandbox where the runtime's name does not say so.
	SandboxPlace *Place `json:"sandbox_place,omitempty"`
	// RunscFlags are the flags that runsc gets for the service, by name.
	RunscFlags map[string]string `json:"runsc_flags"`
	// RunscFlagsKnown says that the scan has all that sets these flags.
	RunscFlagsKnown bool `json:"runsc_flags_known"`
	// Configs are the documents that the service runs with.
	Configs []ConfigFacts `json:"configs"`
	// FileEnvironment are the variables that the service gets from files of variables, by name, without those that it sets itself.
	FileEnvironment map[string]FileVariable `json:"file_environment,omitempty"`
	// Outside are the places by which it shares network or volumes with containers that are not part of the project: what these
	// are like is not known.
	Outside []Place `json:"outside,omitempty"`
}

// FileVariable is a variable that a service gets from a file of variables.
type FileVariable struct {
	// Value is the value with the variables in it replaced; ${NAME} is in it for one that nothing in the scan sets.
	Value string `json:"value"`
	// File is the document of the file, for a finding's related with the path [NAME]; absent where it is no document of the scan.
	File string `json:"file,omitempty"`
	// From is the place in the project that names the file.
	From source.Path `json:"from"`
}

// PortFacts is a published port as it is in force.
type PortFacts struct {
	Path source.Path `json:"path"`
	// Target is the container port, the first one of a range that is one entry; 0 when it is not known.
	Target int `json:"target"`
	// Last is the last container port of such a range, else Target.
	Last int `json:"last"`
	// Published is the port of the host as written, "" for one that Docker chooses.
	Published string `json:"published"`
	// HostIP is the address of the host: "" for every interface.
	HostIP string `json:"host_ip"`
	// Protocol is tcp or udp.
	Protocol string `json:"protocol"`
	// Exposure is from where the port can be reached.
	Exposure Exposure `json:"exposure"`
	// Direct says that other machines reach it at the container's own address, whatever the address of the host is.
	Direct bool `json:"direct"`
	// Message says in the present tense where the port is published.
	Message string `json:"message"`
}

// WayFacts is a place that lets other machines reach a service.
type WayFacts struct {
	// File is absent where the place is in the document of the service.
	File string      `json:"file,omitempty"`
	Path source.Path `json:"path"`
	// Message says what the place shows.
	Message string `json:"message"`
	// Exposure is from where the service can be reached in this way.
	Exposure Exposure `json:"exposure"`
}

// ConfigFacts is a document that a service runs with.
type ConfigFacts struct {
	// File is the file of the document.
	File string `json:"file"`
	// Kind is its kind.
	Kind string `json:"kind"`
	// Path is the place in the project that refers to the file.
	Path source.Path `json:"path"`
	// Listeners are those of the document, as they can be reached through this service.
	Listeners []ConfigListener `json:"listeners"`
}

// ConfigListener is a listener of a document as it can be reached through one service.
type ConfigListener struct {
	Path source.Path `json:"path"`
	// Name says what listens, such as admin or rtsp.
	Name string `json:"name"`
	// Host is the address as written: "" means every interface of its network namespace.
	Host string `json:"host"`
	// Port is 0 when it is not known.
	Port int `json:"port"`
	// Protocol is tcp or udp.
	Protocol string `json:"protocol"`
	// Exposure is from where the service lets it be reached.
	Exposure Exposure `json:"exposure"`
	// Because is the reason for the exposure.
	Because string `json:"because"`
	// Access says who gets in without a login by what the document says, whatever the environment of the service makes of
	// it: open, limited (only some addresses), login, or "" where the document does not decide it.
	Access source.Access `json:"access"`
}

// RuntimeFacts is what the daemon of the host knows of a runtime that a service asks for.
type RuntimeFacts struct {
	// State is defined, undefined, or unknown where the scan has no configuration of the daemon.
	State string `json:"state"`
	// Sandbox is gvisor, kata or "".
	Sandbox string `json:"sandbox"`
	// Flags are the flags that runsc gets by the definition, by name.
	Flags map[string]string `json:"flags"`
	// File is the configuration of the daemon that defines it.
	File string `json:"file,omitempty"`
	// Path is the place of the definition in File.
	Path source.Path `json:"path,omitempty"`
	// Definition is what the daemon defines the runtime as.
	Definition *source.Node `json:"definition,omitempty"`
	// Config is the file with flags that the definition names.
	Config *DaemonFacts `json:"config,omitempty"`
}

// DaemonFacts is another document of the scan that says how a host runs containers.
type DaemonFacts struct {
	// File is the file of the document.
	File string `json:"file"`
	// Document is its tree as a plain value.
	Document *source.Node `json:"document"`
}

// ReferenceFacts is a place that names a file.
type ReferenceFacts struct {
	Path source.Path `json:"path"`
	// How is what the file is for: seccomp, env_file, config, secret or dockerfile.
	How string `json:"how"`
	// Target is the file relative to the scanned root, or the text as written where it leads elsewhere.
	Target string `json:"target"`
	// State is resolved, broken, external or unknown.
	State State `json:"state"`
	// Kind is the kind of the document that the file is, "" for none.
	Kind string `json:"kind"`
	// Fault says what is wrong with a seccomp profile: missing, folder, empty, syntax, refused, no-filter or no-profile.
	Fault string `json:"fault"`
}

// ProfileFacts is a seccomp profile that an engine names.
type ProfileFacts struct {
	// Path is where it is named.
	Path source.Path `json:"path"`
	// File is the file of the profile.
	File string `json:"file"`
	// Facts are those of the profile.
	Facts source.Facts `json:"facts"`
}

// Choice is a setting that names a seccomp profile.
type Choice struct {
	// File is the file with the setting.
	File string      `json:"file"`
	Path source.Path `json:"path"`
	// Setting is the name of the variable or option.
	Setting string `json:"setting"`
	// Selected is false where the setting lists several names, or is in a file that shows what could be set.
	Selected bool `json:"selected"`
}

// Reader is a runtime that reads a file of gVisor's shim.
type Reader struct {
	// File is the document that defines the runtime.
	File string      `json:"file"`
	Path source.Path `json:"path"`
	// Runtime is the name of the runtime.
	Runtime string `json:"runtime"`
}

// NetworkFacts is a network that a Compose project defines.
type NetworkFacts struct {
	// Name is the name by which the project calls it.
	Name string `json:"name"`
	// FullName is the name that Docker knows where the project sets that, "" for one that Docker makes of the names of project and network.
	FullName string `json:"full_name"`
	// Internal is set for one without a way out.
	Internal bool `json:"internal"`
	// File is the Compose file, Path the place in it.
	File string      `json:"file"`
	Path source.Path `json:"path"`
}

// PageFacts is a place by which a proxy or an application answers with pages from files.
type PageFacts struct {
	// File is the configuration of the proxy or the main module of the application, Path the place in it.
	File string      `json:"file"`
	Path source.Path `json:"path"`
	// Policy is set where the pages have a Content-Security-Policy, or where that is not known.
	Policy bool `json:"policy"`
}
