// Package kind says what a kind of document is: how to recognise it and how to expand a file into what would really run.
// Each kind lives in a folder of its own; package all lists them.
package kind

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// Kind is one sort of document.
type Kind struct {
	// Name is the kind's name, such as compose: also the family of most of its rules.
	Name string
	// Hints are byte strings; a file without a telling name that holds none of them cannot be of this kind and is not
	// even parsed for it.
	Hints []string
	// Named reports whether the base name alone tells that the file is of this kind. A named file that cannot be parsed is
	// a problem; any other is of no kind.
	Named func(base string) bool
	// Taken reports whether the base name alone makes the program read the file, whatever is in it: one of another shape is then
	// what the program fails on, and not another sort of file. nil where no name does.
	Taken func(base string) bool
	// IsLoose reports whether other programs have files of a base name that tells the kind: one of another shape is no file of the kind,
	// and one that cannot be parsed may be none. It is nil where no others do.
	IsLoose func(base string) bool
	// IsLast reports whether a base name tells the kind only where no other kind takes the file, as config.yaml does. Nil means that none does.
	IsLast func(base string) bool
	// Placed reports whether the folders of a path tell that even a file without any hint, such as an empty object, is worth
	// a look; nil where no folder tells.
	Placed func(path string) bool
	// Comments is set where a JSON file with comments or trailing commas is of this kind all the same: what reads it refuses
	// it, and a rule says so.
	Comments bool
	// Templates is set where a template of a file, such as envoy.yaml.tmpl, is read as well, with what is filled in as texts that
	// source.IsTemplate knows.
	Templates bool
	// Format is what a file of this kind is read as where another document names it, whatever it is called; nil where no document
	// names files of this kind.
	Format *source.Format
	// Own are the formats beside Format that only some kinds take, as source.Format.IsOwn says, and this one is among them.
	Own []*source.Format
	// Reads returns the format in which the kind reads a file of a base name that the extension says something else of, as redis.conf
	// ends as the files of nginx do; nil for any other name. It is nil where there is no such name.
	Reads func(base string) *source.Format
	// Program says what is to become of a source file, which has no trees: Detect is not asked about it, and Expand gets it without
	// trees. nil for the kinds that no programs are of.
	Program func(files Files, path string) Part
	// Embedded returns the document of the source code in a text of another document, nil for code that no fact is made of. The
	// sentence says what of it was not looked at, "" where all of it was. nil for the kinds that no programs are of.
	Embedded func(text *source.Node, format *source.Format) (doc *source.Document, partial string)
	// Started returns the files of this kind by which something in the scanned root is started, such as those behind -f in a
	// script, whatever they are called; nil for a kind that nothing starts.
	Started func(files Files) []Reference
	// Detect reports whether a tree is of this kind. named is what Named said: the name may tip the scale, but a tree of
	// another sort (a Helm chart called compose.yaml) is refused all the same.
	Detect func(root *source.Node, named bool) bool
	// Expand turns the trees of one file (YAML may hold several) into the documents to evaluate, none when the file is a
	// part of another document. What could not be looked at comes back as problems.
	Expand func(files Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem)
	// Fragment returns the documents that a tree is which a program writes out in its code, none for a tree of another kind. It is nil
	// for the kinds of which a program writes no parts: then Detect and Expand are asked.
	Fragment func(files Files, fragment Fragment) []*source.Document
	// Arguments are the options by which a program takes its configuration from its command; nil for one that does not.
	Arguments *Arguments
	// Options returns the settings that a program gets one by one, from the options of a command and the labels of its service, as one
	// tree; nil for a command of another program. It is nil for a kind whose programs get none so.
	Options func(command Command) *source.Node
	// Facts is nil, of the type that the facts of the documents have: what policies see of them is documented from it.
	Facts source.Facts
	// Tree is nil, of the type that the trees of documents are made from: what policies see of them is documented from it. It is not
	// set for kinds whose trees are what people wrote.
	Tree any
}

// Part is a source file as the part of a program.
type Part struct {
	// Matters is false for a file that no fact is made of: it is no asset.
	Matters bool
	// Err is why the file cannot be read, nil where it can.
	Err error
	// Unsupported says why nothing of the file can be looked at, Partial what of it was not; "" where all of it was.
	Unsupported, Partial string
	// IsCut is set where a limit is the reason, so that the scan must not pass as if all had been looked at.
	IsCut bool
}

// Arguments are options of a program that have to do with its configuration.
type Arguments struct {
	// Text are the options whose value is configuration, File those whose value is the path of a file with configuration.
	Text, File []string
	// Merge returns what the program makes of the configuration in a file and that in an argument.
	Merge func(file, argument *source.Node) *source.Node
}

// Reference is a file that a document or a script names. Its kind is what the name says there, and not how it is called.
type Reference struct {
	// Path is relative to the scanned root.
	Path string
	// Kind is the name of its kind, "" where the file is read by whatever is started, so that it is used.
	Kind string
	// As is the path by which a program finds the file in its container, "" where nothing says it. Where Kind is "" it tells the kind as the
	// name of any file does.
	As string
	// By is the file that names it.
	By string
	// Name is the file as written.
	Name string
	// IsPrivate is set where the file is rightly not committed, as one with secrets: then one that an ignore file leaves out is not
	// looked at.
	IsPrivate bool
	// IsMissing is set where there is no such file in the scanned root, or where it is outside.
	IsMissing bool
}

// Files gives a kind the other files that a document is made of. Paths are slash-separated and relative to the scanned
// root. Nothing outside the root can be read; such a path gives an error that says so.
type Files interface {
	// Read returns a file's content; it is read once.
	Read(path string) (*source.File, error)
	// Glance returns a file that matters, nil for any other, of which nothing need be kept: most source files say nothing.
	Glance(path string, matters func(*source.File) bool) (*source.File, error)
	// Parse returns the trees of a file by its source.Format; it is parsed once.
	Parse(path string) ([]*source.Node, error)
	// ParseAs returns the trees of a file in a format, whatever its name says.
	ParseAs(path string, format *source.Format) ([]*source.Node, error)
	// Exists reports whether path is a file inside the root.
	Exists(path string) bool
	// Folders returns the folders that the scan looks at, sorted.
	Folders() []string
	// Sources returns the files with the source code of programs that the scan looks at, sorted.
	Sources() []string
	// EnvFiles are the files of variables that Compose projects are started with in the place of their .env, as somebody asks for; none
	// where nobody does.
	EnvFiles() []string
	// List returns the names of the files in a folder, sorted; none for a folder that cannot be read.
	List(folder string) []string
	// Once returns what learn gives, which is called once for each key: what a kind finds out about a folder is the same for
	// all files in it. learn must read through the files that it is given.
	Once(key string, learn func(files Files) any) any
}
