package compose

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what is known of a Compose project beside its effective model. It implements kind.Project,
// kind.Includer, kind.Namer, kind.Holder and kind.Incomplete.
type Facts struct {
	// Project says which files the project is made of.
	Project Project `json:"project"`
	// Interpolated are the scalars of the model that were written with variables, in the order of the model.
	Interpolated []Interpolated `json:"interpolated"`
	// Builds are the images that services are built into, by service, as far as their Dockerfiles are in the scanned root.
	Builds map[string]*Build `json:"builds"`
	// Inactive says why nothing starts a service, by service: scaled to 0, or behind profiles that nothing in the scanned root asks
	// for. Findings about such a service are notes at most.
	Inactive map[string]string `json:"inactive"`

	isOptional bool
	references []kind.Reference
	// variables are those that services get from files.
	variables map[string]map[string]kind.FileVariable
	// model is the document, base the folder that its host paths are relative to.
	model *source.Node
	base  string
	// placeholders are the variables that stand for what templates fill in.
	placeholders map[string]bool
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
	// Base is the image that the last stage starts from, through all stages before it. An ARG in it is replaced by what the project
	// sets it to or else by its default; one that has neither is left as ${NAME}.
	Base string `json:"base"`
	// User is what the last USER says, "" without one: then the base image decides.
	User string `json:"user"`
	// Entrypoint are the words of ENTRYPOINT, absent without one: then that of the base image counts, unless the service has one. The
	// form without brackets is the command of a shell: /bin/sh, -c and the text.
	Entrypoint []string `json:"entrypoint,omitempty"`
	// Command are the words of CMD in the same way.
	Command []string `json:"command,omitempty"`
	// HealthCheck is the test of HEALTHCHECK in the form of a service's healthcheck.test, absent without one.
	HealthCheck []string `json:"healthcheck,omitempty"`
	// Environment are the variables that ENV sets, by name.
	Environment map[string]string `json:"environment,omitempty"`
	// Workdir is the folder of the image that commands start in, absent without a WORKDIR: then the base image decides.
	Workdir string `json:"workdir,omitempty"`
	// Exposed are the ports of EXPOSE as written, such as 8080 or 53/udp.
	Exposed []string `json:"exposed,omitempty"`
	// Copies are the files of the scanned root that end up in the image.
	Copies []kind.Copy `json:"copies"`
	// Sources are the files and folders of the scanned root that earlier stages of the build got, of which the image has what was made
	// of them, such as the binary of a program.
	Sources []string `json:"sources,omitempty"`
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// Includes implements kind.Includer.
func (f *Facts) Includes() []string { return f.Project.Includes }

// IsOptional implements kind.Includer: a file that is started by itself, as far as the scan knows only because it is there.
func (f *Facts) IsOptional() bool { return f.isOptional }

// References implements kind.Namer.
func (f *Facts) References() []kind.Reference { return f.references }

// Insets implements kind.Holder.
func (f *Facts) Insets() []kind.Inset { return append(insets(f.model), scripts(f.model)...) }

// Directory implements kind.Project.
func (f *Facts) Directory() string { return f.Project.Directory }

// FileVariables implements kind.Project.
func (f *Facts) FileVariables(service string) map[string]kind.FileVariable {
	return f.variables[service]
}

// Image implements kind.Project.
func (f *Facts) Image(service string) *kind.Image {
	build := f.Builds[service]
	if build == nil {
		return nil
	}
	return &kind.Image{
		Dockerfile: build.Dockerfile, Workdir: build.Workdir, Entrypoint: build.Entrypoint, Command: build.Command, Environment: build.Environment,
	}
}

// Sources implements kind.Project.
func (f *Facts) Sources(service string) []string {
	if build := f.Builds[service]; build != nil {
		return build.Sources
	}
	return nil
}

// Copies implements kind.Project.
func (f *Facts) Copies(service string) []kind.Copy {
	if build := f.Builds[service]; build != nil {
		return build.Copies
	}
	return nil
}
