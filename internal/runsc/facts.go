package runsc

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what a document says about runsc. It implements kind.RuntimeHolder.
type Facts struct {
	// Runsc is what the document sets for runsc.
	Runsc Summary `json:"runsc"`
}

// Summary is what a document sets for runsc: a View with what is known of each flag.
type Summary struct {
	// Flags are the flags of all runtimes of the document, in the order of the file. Of several with one name in one list of
	// arguments there is only the last.
	Flags []KnownFlag `json:"flags"`
	// Strays are the words among arguments that runsc takes for neither a flag nor a flag's value.
	Strays []Stray `json:"strays"`
	// Runtimes are the runtimes of the document that are gVisor.
	Runtimes []Runtime `json:"runtimes"`
	// HasTable says that the document is the file of a shim with the table of flags that the shim hands to runsc.
	HasTable bool `json:"has_table"`
}

// KnownFlag is a flag where it is written, with what gVisor's source says of it.
type KnownFlag struct {
	Flag
	// Known says that some release of runsc has or had the flag.
	Known bool `json:"known"`
	// Boolean says that the flag takes true or false.
	Boolean bool `json:"boolean"`
	// Default is the value that runsc takes where the flag is not written; "" also for a flag that is not known.
	Default string `json:"default"`
	// Deprecated says that runsc takes the flag only so that old configurations still start.
	Deprecated bool `json:"deprecated"`
}

// Facts returns the view with what is known of its flags.
func (v View) Facts() Facts {
	s := Summary{Strays: v.Strays, Runtimes: v.Runtimes, HasTable: v.HasTable, Flags: make([]KnownFlag, len(v.Flags))}
	for i, flag := range v.Flags {
		p, known := lookup(flag.Name)
		s.Flags[i] = KnownFlag{flag, known, p.Boolean, p.Default, p.deprecated}
	}
	return Facts{s}
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// IsShimFile implements kind.RuntimeHolder.
func (f *Facts) IsShimFile() bool { return f.Runsc.HasTable }

// RuntimeFlags implements kind.RuntimeHolder. The last flag of a name wins.
func (f *Facts) RuntimeFlags() map[string]map[string]string {
	flags := map[string]map[string]string{}
	for _, flag := range f.Runsc.Flags {
		if !flag.InForce || flag.Source == Annotation || flag.Source == DefaultAnnotation {
			continue
		}
		if flags[flag.Runtime] == nil {
			flags[flag.Runtime] = map[string]string{}
		}
		flags[flag.Runtime][flag.Name] = flag.Value
	}
	return flags
}

// RuntimeConfigs implements kind.RuntimeHolder.
func (f *Facts) RuntimeConfigs() []kind.RuntimeConfig {
	configs := make([]kind.RuntimeConfig, len(f.Runsc.Runtimes))
	for i, r := range f.Runsc.Runtimes {
		configs[i] = kind.RuntimeConfig{Name: r.Name, Path: r.Path, File: r.ConfigPath}
	}
	return configs
}

var _ source.Facts = (*Facts)(nil)
