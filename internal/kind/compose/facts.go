package compose

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what is known of a Compose project beside its effective model. It implements kind.Project,
// kind.Includer and kind.Namer.
type Facts struct {
	// Project says which files the project is made of.
	Project Project `json:"project"`
	// Interpolated are the scalars of the model that were written with variables, in the order of the model.
	Interpolated []Interpolated `json:"interpolated"`
	// Builds are the images that services are built into, by service, as far as their Dockerfiles are in the scanned root.
	Builds map[string]*Build `json:"builds"`

	isOptional bool
	references []kind.Reference
}

// Project says which files a project is made of. Paths are relative to the scanned root.
type Project struct {
	// Directory is the folder that relative paths in the project start at.
	Directory string `json:"directory"`
	// Deployment are the files that the project is started with.
	Deployment []string `json:"deployment"`
	// Files are all files that it is made of.
	Files []string `json:"files"`
	// Includes are the Compose files among them that it includes, with what these include in turn.
	Includes []string `json:"includes"`
}

// Interpolated is a scalar of the model that was written with variables.
type Interpolated struct {
	Path source.Path `json:"path"`
	// Raw is the text before variables were replaced.
	Raw string `json:"raw"`
	// Variables are the variables in the text, in its order.
	Variables []Variable `json:"variables"`
}

// Variable is a variable in a scalar.
type Variable struct {
	// Name is the name of the variable.
	Name string `json:"name"`
	// Operator is one of "", ":-", "-", ":?", "?", ":+" and "+".
	Operator string `json:"operator"`
	// Default is what an operator with - gives where the variable has no value; nil for any other operator.
	Default *string `json:"default,omitempty"`
	// Set says that the project gives the variable a value that is not empty.
	Set bool `json:"set"`
}

// Build is the image that a Dockerfile makes.
type Build struct {
	// Dockerfile is relative to the scanned root, "" for one that is written in the Compose file.
	Dockerfile string `json:"dockerfile"`
	// Base is the image that the last stage starts from.
	Base string `json:"base"`
	// User is what the last USER says, "" without one: then the base image decides.
	User string `json:"user"`
	// Copies are the files of the scanned root that end up in the image.
	Copies []kind.Copy `json:"copies"`
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// Includes implements kind.Includer.
func (f *Facts) Includes() []string { return f.Project.Includes }

// IsOptional implements kind.Includer: a file that is started by itself, as far as the scan knows only because it is there.
func (f *Facts) IsOptional() bool { return f.isOptional }

// References implements kind.Namer.
func (f *Facts) References() []kind.Reference { return f.references }

// Directory implements kind.Project.
func (f *Facts) Directory() string { return f.Project.Directory }

// Copies implements kind.Project.
func (f *Facts) Copies(service string) []kind.Copy {
	if build := f.Builds[service]; build != nil {
		return build.Copies
	}
	return nil
}
