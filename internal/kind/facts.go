package kind

import "github.com/seclint/seclint/internal/source"

// The interfaces of this file are what linking asks of the facts of a document, whatever its kind. Facts implement those
// that they have an answer for.

// Project is implemented by the facts of a document whose services are started together, with the tree of a Compose project.
type Project interface {
	// Directory is the folder that relative paths start at, relative to the scanned root.
	Directory() string
	// Copies lists what the build of a service puts into its image from the scanned root.
	Copies(service string) []Copy
	// Sources lists the files and folders that the build of a service gives to earlier stages, of which the image has what they make.
	Sources(service string) []string
	// FileVariables are the variables that a service gets from files of variables, by name, without those that it sets itself.
	FileVariables(service string) map[string]FileVariable
	// Image says what the image of a service starts, nil where the scan does not have what it is built with.
	Image(service string) *Image
}

// Image is what an image starts, as far as its Dockerfile says it.
type Image struct {
	// Dockerfile is relative to the scanned root, "" for one that is written in the project.
	Dockerfile string
	// Workdir is the folder of the image that commands start in, "" where the base image decides.
	Workdir string
	// Entrypoint and Command are the words of what it starts, nil where the base image decides.
	Entrypoint, Command []string
	// Environment are the variables that it sets.
	Environment map[string]string
}

// FileVariable is a variable of a service from a file of variables.
type FileVariable struct {
	// Value is the value with the variables in it replaced.
	Value string
	// File is relative to the scanned root, From the place in the document that names it.
	File string
	From source.Path
}

// Includer is implemented by the facts of a document that is made of other files of its kind.
type Includer interface {
	// Includes lists the files that the document takes in as a whole: what they say is judged in it.
	Includes() []string
	// IsOptional reports whether nothing says that the file of the document is used by itself: it is judged only where no other
	// document includes it.
	IsOptional() bool
}

// Incomplete is implemented by the facts of a project in which variables have no value.
type Incomplete interface {
	Project
	// Unset lists the variables without a value on which rules would decide, in the order of the document.
	Unset() []Unset
}

// Unset is a variable without a value.
type Unset struct {
	Name string
	// At is where the value is written that depends on it.
	At source.Span
}

// Holder is implemented by the facts of a document in whose texts programs find their configuration.
type Holder interface {
	// Insets lists the texts that programs read as files.
	Insets() []Inset
	// Commands lists the commands that the document starts with one of some options, all for nil: some programs take their configuration
	// as an argument.
	Commands(options []string) []Command
}

// FilterHost is implemented by the facts of a proxy that runs programs as filters.
type FilterHost interface {
	// Limiters lists the filters that limit the requests which come to the program that is written or named at a path.
	Limiters(program source.Path) []source.Path
}

// Writer is implemented by the facts of a program that writes out configuration in its code.
type Writer interface {
	// Fragments lists what may be configuration.
	Fragments() []Fragment
}

// Fragment is a tree that a program writes out in its code, or a part of one.
type Fragment struct {
	// File is the source file.
	File *source.File
	// Path leads to it in the document of the program.
	Path source.Path
	// Name is the name that the program gives it, "" for none.
	Name string
	Root *source.Node
	// Used is where a function is called that makes it, no place for what is written where it is used.
	Used source.Span
	// Own is the literal that it is, nil for none, and Parts are those that it is made of: one that another fragment is made of is judged
	// there.
	Own   any
	Parts map[any]bool
}

// Inset is a text that programs read as a file.
type Inset struct {
	Path source.Path
	Text *source.Node
	// Name is the base name of the file: it tells the kind as that of any file does.
	Name string
	Uses []source.InsetUse
}

// Command is the command of a service: the words of the entrypoint and those behind it.
type Command struct {
	Service string
	Words   []Word
	// Labels are the labels of the service, nil for none.
	Labels *source.Node
	// File returns where a file of the container is in the scanned root, Text the text that the container has there; "" and nil where
	// the document does not say.
	File func(container string) string
	Text func(container string) *source.Node
}

// Word is a word of a command.
type Word struct {
	Path source.Path
	Node *source.Node
}

// Namer is implemented by the facts of a document that names files of other kinds.
type Namer interface {
	// References lists these files, as far as they are in the scanned root.
	References() []Reference
}

// Copy is a file or folder that a build puts into an image.
type Copy struct {
	// From is relative to the scanned root.
	From string `json:"from"`
	// To is the path in the container.
	To string `json:"to"`
}

// Program is implemented by the facts of a document that is the configuration of one program.
type Program interface {
	// ImageNames are parts of the names that images of the program have.
	ImageNames() []string
}

// Router is implemented by the facts of a document that makes a program pass on what reaches its listeners.
type Router interface {
	// Upstreams lists where what reaches a listener is passed on to. address is the path of the listener.
	Upstreams(address source.Path) []Upstream
}

// Front is implemented by the facts of a document that makes a program answer for applications behind it.
type Front interface {
	// FrontHeaders lists the headers, in lower case and in order, that it adds to every answer of an application. It is empty where it is
	// in front of none. A policy with frame-ancestors stands for x-frame-options, too.
	FrontHeaders() []string
}

// PageServer is implemented by the facts of a document that makes a program answer with the pages of applications in the browser.
type PageServer interface {
	// Pages lists where it does.
	Pages() []Page
}

// Page is a place that says which files a program answers with as pages.
type Page struct {
	Path source.Path
	// HasPolicy is set where its answers have a Content-Security-Policy, or where that is not known.
	HasPolicy bool
	// Folder is the folder of the program in the browser as code in the folder From names it, "" for a proxy.
	Folder, From string
}

// Backend is implemented by the facts of a document that a front may answer for.
type Backend interface {
	// IsBackend reports whether the document is an application.
	IsBackend() bool
}

// Application is implemented by the facts of a document that is a program.
type Application interface {
	Backend
	// Modules returns the language of the program and its source files.
	Modules() (language string, files []string)
}

// Starter is implemented by the facts of a document that starts programs on the machine itself, outside of any container.
type Starter interface {
	// Starts lists what it starts.
	Starts() []Start
}

// Start is a program that a document starts.
type Start struct {
	// Path is where the command is written.
	Path source.Path
	// Name is the name of what starts it, such as web.service.
	Name string
	// Program is the base name of the program, Words the whole command.
	Program string
	Words   []string
	// Folder is the folder of the machine that it starts in, "" where that is not said.
	Folder string
	// Variables are those that it sets, by name; File is "" where they are in the document.
	Variables map[string]FileVariable
	// Files are the files of variables that it reads, relative to the scanned root, in the order in which later ones take precedence.
	Files []string
}

// Upstream is an address that a program passes requests or connections on to.
type Upstream struct {
	// Path is where the address is written.
	Path source.Path
	// Host is a name or an address; Port is 0 when it is not known.
	Host string
	Port int
	// Protocol is tcp or udp.
	Protocol string
}

// FileReader is implemented by the facts of a document that makes a program read files by their path in the container.
type FileReader interface {
	ContainerFiles() []ContainerFile
}

// ContainerFile is a file that a document names by its path in the container.
type ContainerFile struct {
	// Path is where the name is written.
	Path source.Path
	Name string
	// How is what the file is for, such as lua.
	How string
}

// RuntimeHolder is implemented by the facts of a document that says how gVisor is started.
type RuntimeHolder interface {
	// RuntimeFlags returns the flags that get as far as runsc, by runtime and name; runtime "" is that of a file for one.
	RuntimeFlags() map[string]map[string]string
	// RuntimeConfigs lists the runtimes that are gVisor.
	RuntimeConfigs() []RuntimeConfig
	// IsShimFile reports whether it is a file of which only a runtime that names it takes notice.
	IsShimFile() bool
}

// RuntimeConfig is a runtime as a document defines it.
type RuntimeConfig struct {
	Name string
	Path source.Path
	// File is the path on the host of the file with the runtime's settings, "" for none.
	File string
}

// Host is implemented by the facts of a document that configures the container daemon of a machine.
type Host interface {
	// HostSettings returns the settings that concern others.
	HostSettings() HostSettings
}

// HostSettings are the settings of a container daemon that concern the containers on its machine.
type HostSettings struct {
	// Runtimes maps the names of runtimes to their definitions, as Docker writes them; nil for none.
	Runtimes *source.Node
	// DefaultRuntime is that of services that name none, "" for the daemon's own default.
	DefaultRuntime string
	// BridgeAddress is the default address for ports that are published through the daemon's own bridge, NetworkAddress the
	// one for ports that are published through networks made later. "" is every interface.
	BridgeAddress, NetworkAddress string
	// NetworkOptions are the options of new bridge networks, nil for none.
	NetworkOptions *source.Node
	// DirectRouting lets other machines reach published ports at the addresses of the containers, NoFirewall keeps the daemon from
	// making rules that would keep them from any port.
	DirectRouting, NoFirewall bool
}

// ProfileSetter is implemented by the facts of a document that says which seccomp profile containers get that name none.
type ProfileSetter interface {
	// Profiles lists the settings, none for the engine's own profile.
	Profiles() []ProfileSetting
}

// ProfileSetting names the seccomp profile of containers that name none.
type ProfileSetting struct {
	// Name is a file on the host or a word, as written.
	Name string
	// Path is where it is written.
	Path source.Path
}

// IsFile reports whether the setting names a file, and no profile that the engine brings.
func (s ProfileSetting) IsFile() bool { return isProfileFile(s.Name) }

// Profile is implemented by the facts of a seccomp profile.
type Profile interface {
	// IsRefused reports whether no runtime takes the profile.
	IsRefused() bool
}

// Settings is implemented by the facts of a document that sets variables.
type Settings interface {
	// Variables is the mapping that holds them.
	Variables() *source.Node
}

// Abbreviator is implemented by the facts of a document in which a text may stand for a mapping, as 8080:80 does for a published port.
type Abbreviator interface {
	// Abbreviate returns the text at a path with one part of what it stands for set to a value, or taken away where that is nil; false
	// where a text cannot say it. The text is as it was written, with its variables, and empty for one that is to be made. Without a part
	// the text is a scalar with variables, which is to become the value where nobody sets them.
	Abbreviate(at source.Path, text string, part source.Path, value any) (fresh string, ok bool)
}
