package systemd

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what is known of a unit beside its tree. It implements kind.Includer, kind.Namer, kind.Holder and kind.Starter.
type Facts struct {
	Unit Unit `json:"unit"`

	dropIns    []string
	references []kind.Reference
	root       *source.Node
}

// Unit is a service with its drop-ins. data.lib.systemd is the way in.
type Unit struct {
	// Name is the name of the unit, such as web.service or worker@.service.
	Name string `json:"name"`
	// DropIn says that the unit itself is not in the scan: only what the drop-in sets is known.
	DropIn bool `json:"drop_in"`
	// UserManager says that a user's manager runs it, with the rights of that user.
	UserManager bool `json:"user_manager"`
	// Type is the type of the service: simple where none is written.
	Type string `json:"type"`
	// Account is the user that it runs as, "" where none is written.
	Account string `json:"account"`
	// Root says that it runs as root: as no other user, and not as one that systemd makes up.
	Root bool `json:"root"`
	// Commands are what it starts, in the order of the settings.
	Commands []Command `json:"commands"`
	// Variables are those that it sets.
	Variables []Variable `json:"variables"`
	// Files are the files of variables that it reads.
	Files []File `json:"files"`
	// Settings are the settings of the section Service that are in force, by name: the last value of each.
	Settings map[string]Setting `json:"settings"`
	// Wants are the units that it is started with or after.
	Wants []string `json:"wants"`
}

// Command is a command line of the unit.
type Command struct {
	Path source.Path `json:"path"`
	// Setting is ExecStart, ExecStartPre and so on.
	Setting string `json:"setting"`
	// Program is the base name of what it starts: behind env and sh -c, what these start.
	Program string `json:"program"`
	// Words are all words, without the prefixes of the first.
	Words []string `json:"words"`
	// Full says that a prefix gives it the rights of root whatever the unit says.
	Full bool `json:"full"`
}

// Variable is a variable that the unit sets.
type Variable struct {
	Path source.Path `json:"path"`
	// Name is the name of the variable.
	Name string `json:"name"`
	// Value is its value without quotes.
	Value string `json:"value"`
}

// File is a file of variables.
type File struct {
	Path source.Path `json:"path"`
	// Name is the file as written.
	Name string `json:"name"`
	// Optional says that the unit starts without it.
	Optional bool `json:"optional"`
}

// Setting is a setting that is in force.
type Setting struct {
	Path source.Path `json:"path"`
	// Value is the text of its last value.
	Value string `json:"value"`
	// Values are all of its values since the last empty one.
	Values []string `json:"values"`
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// Includes implements kind.Includer: drop-ins are judged with their unit.
func (f *Facts) Includes() []string { return slices.Clone(f.dropIns) }

// IsOptional implements kind.Includer.
func (*Facts) IsOptional() bool { return true }

// References implements kind.Namer.
func (f *Facts) References() []kind.Reference { return slices.Clone(f.references) }

// Insets implements kind.Holder: the commands are read as those of a shell, whose quotes and variables are alike (systemd.service(5),
// Command Lines).
func (f *Facts) Insets() []kind.Inset {
	var all []kind.Inset
	for _, c := range f.Unit.Commands {
		n := f.root.At(c.Path...)
		if n == nil || len(c.Words) == 0 {
			continue
		}
		text := *n
		text.Text = strings.TrimLeft(n.Str(), "@-:+!|")
		text.Scalar = text.Text
		all = append(all, kind.Inset{Path: c.Path, Text: &text, Name: "command.sh"})
	}
	return all
}

// Commands implements kind.Holder.
func (*Facts) Commands([]string) []kind.Command { return nil }

// Starts implements kind.Starter.
func (f *Facts) Starts() []kind.Start {
	variables := make(map[string]kind.FileVariable, len(f.Unit.Variables))
	for _, v := range f.Unit.Variables {
		variables[v.Name] = kind.FileVariable{Value: v.Value, From: v.Path}
	}
	var files []string
	for _, r := range f.references {
		files = append(files, r.Path)
	}
	var starts []kind.Start
	for _, c := range f.Unit.Commands {
		if c.Setting == "ExecStart" {
			starts = append(starts, kind.Start{
				Path: c.Path, Name: f.Unit.Name, Program: c.Program, Words: c.Words,
				Folder: f.Unit.Settings["WorkingDirectory"].Value, Variables: variables, Files: files,
			})
		}
	}
	return starts
}
