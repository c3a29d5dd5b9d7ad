package source

import (
	"path"
	"slices"
)

// Document is one loaded config with its tree. Nobody changes it once it is loaded.
type Document struct {
	// ID distinguishes the document from all others of a scan: the path of its file, with a number where the file has several.
	ID string
	// File is the file that the document is reported under; spans in the tree may be in other files.
	File *File
	// Name is the base name of the file that programs read the document from where it is a text in File; "" for a file of its own.
	Name string
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
	// IsOverridden is set where the document is a project without the override that changes it and that its program takes by itself.
	IsOverridden bool
	// Partial says what of the file no rule looks at, "" when rules look at all of it.
	Partial string
	// Listeners are the addresses that the document makes somebody listen on, those set by defaults too.
	Listeners []Listener
	// Inset says where the document is when it is a text in another one, nil for a file of its own.
	Inset *Inset
	// IsFragment is set where a program writes the document out in its code. What is not known of it is marked as Unclear. Apart leads to
	// the list of which each item is judged by itself, nil where all of the document is judged together.
	// Certain are keys of which the value means what it says whatever is beside it, nil where that is each text and number.
	IsFragment bool
	Apart      Path
	Certain    []string
	// Tags say for what the document, or a part of it, is used less than for real.
	Tags []Tag
}

// BaseName returns the name, without folders, of the file that programs read the document from.
func (d *Document) BaseName() string {
	if d.Name != "" {
		return d.Name
	}
	return path.Base(d.File.Path)
}

// Inset is the place of a document that is a text in another document, and who reads it.
type Inset struct {
	// Document is the ID of the other document, Path the text in it.
	Document string
	Path     Path
	// Uses are the services of the other document that read the text.
	Uses []InsetUse
}

// InsetUse is a service that reads a text of its project.
type InsetUse struct {
	Service string
	// Path is the place that gives the text to the service.
	Path Path
	// Container is the path of the file in the container; "" for an argument of the command.
	Container string
}

// Tag says that a document or a part of it is not what really runs: an example, a test, something that nobody starts. What is found
// there weighs less.
type Tag struct {
	// Name is example, test, development, generated or inactive.
	Name string
	// Reason is a clause that says why, such as: it is in a folder called examples.
	Reason string
	// Path is the part of the document that the tag is about, nil for all of it.
	Path Path
}

// Covers reports whether the tag is about a path.
func (t Tag) Covers(path Path) bool {
	return len(t.Path) <= len(path) && slices.Equal(t.Path, path[:len(t.Path)])
}

// The names of tags.
const (
	// TagExample is for files that show how something may be configured.
	TagExample = "example"
	// TagTest is for files that tests are run with.
	TagTest = "test"
	// TagDevelopment is for what runs on the machine of a developer.
	TagDevelopment = "development"
	// TagGenerated is for files that a program wrote: what they are made of is what to change.
	TagGenerated = "generated"
	// TagInactive is for what nothing starts.
	TagInactive = "inactive"
)

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
