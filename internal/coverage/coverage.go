// Package coverage has what a run says of everything it knew: what it looked at, what not, and why. Having found nothing
// is worth what was looked at.
package coverage

// State says how far something was looked at.
type State string

// The states.
const (
	// Assessed means that every rule in force saw all of it.
	Assessed State = "assessed"
	// Partial means that it was looked at with a problem, or with something unknown in it.
	Partial State = "partial"
	// Generated means that a program wrote it: what that program reads is what to judge.
	Generated State = "skipped-generated"
	// Disabled means that somebody chose not to have it looked at, or not to run it.
	Disabled State = "disabled"
	// Broken means that it cannot be read or parsed, would not start, or is missing.
	Broken State = "broken"
	// Unsupported means that there is nothing in seclint that looks at it.
	Unsupported State = "unsupported"
	// External means that it is not in the scanned root.
	External State = "external"
)

// States lists the states: assessed ones, those that lack in coverage, and those that are counted apart.
func States() []State {
	return []State{Assessed, Partial, Broken, Unsupported, Generated, Disabled, External}
}

// File is the state of one file.
type File struct {
	Path  string `json:"path"`
	Kind  string `json:"kind,omitempty"`
	State State  `json:"state"`
	// Why a file was not wholly assessed.
	Reason string `json:"reason,omitempty"`
}

// Sort says what an asset is.
type Sort string

// The sorts of asset beside files.
const (
	// Service is a service of a Compose project.
	Service Sort = "service"
	// Listener is an address that a config makes somebody listen on.
	Listener Sort = "listener"
	// Runtime is a container runtime that a service asks for by name.
	Runtime Sort = "runtime"
	// Referenced is a file of no known kind that a service names.
	Referenced Sort = "referenced-file"
	// Declared is an assertion, allow-list or contract of the config.
	Declared Sort = "declaration"
	// Host is a machine of the inventory.
	Host Sort = "host"
)

// Asset is something else that is known of, with its state.
type Asset struct {
	Sort Sort   `json:"sort"`
	Name string `json:"name"`
	// The file that it is in, or is named in.
	File string `json:"file"`
	// The line in the file, starting at 1.
	Line  int   `json:"line"`
	State State `json:"state"`
	// Why it was not wholly assessed.
	Reason string `json:"reason,omitempty"`
	// Tags are the names of those that make findings about it weigh less, wherever it is started.
	Tags []string `json:"-"`
}

// LeftOut is a file or folder that was not looked at because somebody chose so, or the defaults did. What is in a folder is not known.
type LeftOut struct {
	Path string `json:"path"`
	// By is what leaves it out: default, exclude (--exclude or the config), .gitignore, .seclintignore, or rules where the config turns off
	// all that would look at it.
	By string `json:"by"`
}

// What leaves files out beside ignore files.
const (
	ByDefault = "default"
	ByExclude = "exclude"
	ByRules   = "rules"
)

// Tally counts by state.
type Tally map[State]int

// Counted returns how many count for the percentage: what is external or disabled is counted apart.
func (t Tally) Counted() int {
	n := 0
	for state, count := range t {
		if state != External && state != Disabled {
			n += count
		}
	}
	return n
}

// Percent returns which share of what counts was assessed, rounded down so that 100 means all of it. Where nothing counts, it
// is 0: nothing was looked at.
func (t Tally) Percent() int {
	return 100 * t[Assessed] / max(t.Counted(), 1)
}
