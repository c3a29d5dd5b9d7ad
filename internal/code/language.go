package code

import (
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/syntax"
)

// Language is a language whose programs seclint reads.
type Language interface {
	// Name is its name, as in the facts: python.
	Name() string
	// Formats are the formats of its source files.
	Formats() []*source.Format
	// Matters reports whether a source file has a word that any fact is made of. It looks at the bytes once.
	Matters(file *source.File) bool
	// Unavailable says why this build of seclint cannot read the language, "" where it can.
	Unavailable() string
	// Read returns the facts of the files of one application that matter, in their order.
	Read(app Application) []Read
}

// Manifest is implemented by a language whose applications have a file in their folder that says what they are, whatever other
// files are around it: go.mod. It returns the base name.
type Manifest interface{ Manifest() string }

// Beside is implemented by a language whose applications have a file in their folder that is no source code and that says what is
// run, such as package.json. It returns the base name. The file is read with the others where it matters, as the last.
type Beside interface{ Beside() string }

// Single is implemented by a language in which each source file is a program by itself.
type Single interface{ IsSingle() }

// Application is what a language reads at once.
type Application struct {
	// Root is the folder of the application.
	Root string
	// Files are the source files that matter, by path.
	Files []*source.File
	// Names are the paths of all source files of the application in the language, sorted, those included that do not matter.
	Names []string
	// Open returns another source file of the application, nil where there is none. Names that a module imports are looked up
	// in it. A file that Manifest names is opened, too.
	Open func(path string) *source.File
}

// Read is what became of a source file.
type Read struct {
	// Module is nil where nothing of the file was looked at.
	Module *Module
	// Partial says what was not looked at, "" where everything was.
	Partial string
	// IsCut is set where a limit is why something was not looked at, and neither a mistake in the file nor this build of seclint.
	IsCut bool
}

// Unread returns what became of a source file that an error, such as syntax.LimitError, keeps from being looked at.
func Unread(err error) Read { return Read{Partial: err.Error(), IsCut: syntax.IsLimit(err)} }
