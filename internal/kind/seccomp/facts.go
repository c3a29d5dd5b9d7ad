package seccomp

import "github.com/seclint/seclint/internal/source"

// Facts is what the kind finds out about a profile. It implements kind.Profile.
type Facts struct {
	Seccomp Profile `json:"seccomp"`
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// IsRefused implements kind.Profile.
func (f *Facts) IsRefused() bool { return len(f.Seccomp.Faults) > 0 }

// Profile is what a profile comes to once a runtime has loaded it. Of a file that is no profile at all ({}, null or a string)
// only Format, Path, Disabled and String say something, and the keys of the others are absent or empty.
type Profile struct {
	// Format is docker, podman (Docker's with errors by name), oci, kubernetes (a SeccompProfile), or bare where nothing in the
	// profile says which of them it is.
	Format string `json:"format"`
	// Name is the name of a SeccompProfile, or of the text in a ConfigMap; absent for a profile in a file of its own.
	Name string `json:"name,omitempty"`
	// Base is the profile that a SeccompProfile adds its entries to: what the two come to is not known. Absent without one.
	Base string `json:"base,omitempty"`
	// Path leads to the profile in its document: [], ["linux", "seccomp"] or ["spec"].
	Path source.Path `json:"path"`
	// Disabled says that Docker, Podman and runc take the file for no filter at all.
	Disabled bool `json:"disabled"`
	// String says that the file is a string, such as "unconfined", or null.
	String bool `json:"string"`
	// Default is the action for calls that no entry decides about.
	Default *DefaultAction `json:"default,omitempty"`
	// Rules are the entries of syscalls in the order of the file.
	Rules []Rule `json:"rules,omitzero"`
	// RulesPath leads to the list of entries.
	RulesPath source.Path `json:"rules_path,omitempty"`
	// Decided is what becomes of the calls that entries in force name, for a container with Docker's default capabilities on
	// a recent kernel: by class the names, each with the index in Rules of the entry that decides.
	Decided map[Class]map[string]int `json:"decided,omitzero"`
	// Comment is what people wrote about the profile into keys such as comment or description, "" for nothing.
	Comment string `json:"comment"`
	// Arches are the architectures that the profile lists, those of archMap with their sub-architectures.
	Arches []Mention `json:"arches,omitzero"`
	// ArchKey says which key lists architectures: architectures, archMap, both, or "" for none.
	ArchKey string `json:"arch_key"`
	// Faults are the reasons why the runtime's decoder refuses the file.
	Faults []Fault `json:"faults,omitzero"`
	// HasListener says that somebody answers for SCMP_ACT_NOTIFY: listenerPath is set, or an annotation of crun's.
	HasListener bool `json:"has_listener,omitempty"`
	// Extensions are what the file has that JSON does not know.
	Extensions *Extensions `json:"extensions,omitempty"`
	// Capabilities is the bounding set that a runtime's config.json gives the process; absent where it gives none.
	Capabilities []Mention `json:"capabilities,omitzero"`
}

// Class is what becomes of a call.
type Class string

// The classes of action.
const (
	// Allow lets the call through.
	Allow Class = "allow"
	// Log lets the call through and logs it.
	Log Class = "log"
	// Trace asks a tracer.
	Trace Class = "trace"
	// Notify asks an agent.
	Notify Class = "notify"
	// Deny fails the call or ends the process.
	Deny Class = "deny"
	// Absent is the class of an action that is not written.
	Absent Class = "absent"
	// Unknown is the class of an action that libseccomp does not have.
	Unknown Class = "unknown"
	// Filtered is the class of a call whose arguments decide. No single action has it.
	Filtered Class = "filtered"
)

// DefaultAction is the action for calls that no entry decides about.
type DefaultAction struct {
	// Name is as written, such as SCMP_ACT_ERRNO; "" where it is absent.
	Name string `json:"name"`
	// Class is allow, log, trace, notify, deny, absent or unknown.
	Class Class       `json:"class"`
	Path  source.Path `json:"path"`
}

// Rule is an entry of syscalls. It has no path: lib.seccomp's place makes one from its index.
type Rule struct {
	// Names are the calls; what is no text in the list is left out.
	Names []string `json:"names"`
	// Action is as written, but SCMP_ACT_KILL_THREAD is SCMP_ACT_KILL, its older name.
	Action string `json:"action"`
	// Class is that of the action: allow, log, trace, notify, deny, absent or unknown.
	Class Class `json:"class"`
	// Args are the conditions on the arguments of the call.
	Args []Argument `json:"args"`
	// InForce says that the entry applies to a container with Docker's default capabilities on a recent kernel, on some
	// architecture.
	InForce bool `json:"in_force"`
	// Always says that it matches whatever the arguments are.
	Always bool `json:"always"`
	// Skipped says that the action is the default's, so that runc and crun drop the entry without a word.
	Skipped bool `json:"skipped,omitempty"`
	// Repeats says that several conditions are on one argument: then one of all conditions is enough.
	Repeats bool `json:"repeats,omitempty"`
	// Covers says that such conditions are true together for every value, so that they filter nothing.
	Covers bool `json:"covers,omitempty"`
	// Includes and Excludes are what Docker's format asks for before an entry applies; absent where nothing is asked for.
	Includes *Guard `json:"includes,omitempty"`
	Excludes *Guard `json:"excludes,omitempty"`
	// Places are the steps to the parts of the entry that are written elsewhere than their names say, such as below a key in
	// another case. Keys are the usual steps as JSON.
	Places map[string]source.Path `json:"places,omitempty"`
}

// Argument is one condition on an argument of a system call.
type Argument struct {
	// Index is the number of the argument, from 0 on.
	Index int64 `json:"index"`
	// Op is the comparison, such as SCMP_CMP_EQ.
	Op string `json:"op"`
	// Value is the number compared with; for SCMP_CMP_MASKED_EQ it is the mask.
	Value uint64 `json:"value"`
	// ValueTwo is the number compared with under the mask of SCMP_CMP_MASKED_EQ.
	ValueTwo uint64 `json:"value_two"`
}

// Guard is an includes or excludes of Docker's format.
type Guard struct {
	// Caps are capabilities, with their prefix CAP_. An includes needs all of them, an excludes one.
	Caps []string `json:"caps,omitempty"`
	// Arches are architectures as Docker names them, such as amd64. One is enough.
	Arches []string `json:"arches,omitempty"`
	// MinKernel is the oldest kernel that is meant, such as 4.8.
	MinKernel string `json:"min_kernel,omitempty"`
}

// Mention is a name where it is written.
type Mention struct {
	// Name is the name as written.
	Name string      `json:"name"`
	Path source.Path `json:"path"`
}

// Fault is a reason why a runtime refuses the file.
type Fault struct {
	Path source.Path `json:"path"`
	// Message is a clause that begins with the key in quotes.
	Message string `json:"message"`
}

// Extensions are the comments and trailing commas of a file that is no JSON.
type Extensions struct {
	// Count is how many there are.
	Count int `json:"count"`
	// Comma says that the first of them is a comma.
	Comma bool `json:"comma"`
	// Path leads to the value that the first of them is beside.
	Path source.Path `json:"path"`
}
