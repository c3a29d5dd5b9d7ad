package source

// Document is one loaded config with its tree. Nobody changes it once it is loaded.
type Document struct {
	// ID distinguishes the document from all others of a scan: the path of its file, with a number where the file has several.
	ID string
	// File is the file that the document is reported under; spans in the tree may be in other files.
	File *File
	// Kind is the name of the document's kind, such as compose.
	Kind string
	// Root is the tree that policies see as input.document.
	Root *Node
	// Facts is what the kind found out beside the tree. Policies see its fields in input.context.
	Facts Facts
	// Files are all files that the document was made of, File included.
	Files []*File
	// Deployment names the way of starting the project that the document stands for, "" when there is only one.
	Deployment string
	// Partial says what of the file no rule looks at, "" when rules look at all of it.
	Partial string
	// Listeners are the addresses that the document makes somebody listen on, those set by defaults too.
	Listeners []Listener
}

// Facts is what a kind found out about a document: a pointer to a struct whose json tags name what policies see. What
// linking wants to know of facts is asked through the interfaces of package kind.
type Facts interface {
	// IsFacts marks the type as the facts of a kind.
	IsFacts()
}

// Listener is an address on which whoever runs a document accepts connections.
type Listener struct {
	// Path is where the address is written, or where it would be written when it is a default.
	Path Path
	// Name says what listens, such as "admin" or "rtsp".
	Name string
	// Host is the address as written: "" means every interface of its network namespace.
	Host string
	// Port is 0 when it is not known.
	Port int
	// Protocol is tcp or udp.
	Protocol string
	// Socket is the path of a Unix socket, "" for a network listener.
	Socket string
	// Access says who gets in without a login, as far as the document decides that.
	Access Access
}

// Access says who gets in at a listener without a login.
type Access string

const (
	// AccessUnknown means that the document does not decide it, or that the text does not say.
	AccessUnknown Access = ""
	// AccessOpen means that anybody does.
	AccessOpen Access = "open"
	// AccessLimited means that only some addresses do.
	AccessLimited Access = "limited"
	// AccessLogin means that nobody does, or nobody from another machine.
	AccessLogin Access = "login"
)
