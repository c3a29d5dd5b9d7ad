package source

// Document is one loaded config with its tree.
type Document struct {
	// File is the file that the document is reported under; spans in the tree may stand in other files.
	File *File
	// Kind is the name of the document's kind, such as compose.
	Kind string
	// Root is the tree that policies see as input.document.
	Root *Node
	// Context is what policies see as input.context: what loading and linking found out beside the tree. Its leaves are
	// nil, bool, int, int64, float64 and string.
	Context map[string]any
	// Files are all files that the document was made of, File included.
	Files []*File
}
