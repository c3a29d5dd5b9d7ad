package finding

import "github.com/seclint/seclint/internal/source"

// Fix is what a rule proposes to write in place of what it found.
type Fix struct {
	// Name is what the METADATA of the rule calls it, Title what it does: one line, no full stop.
	Name, Title string
	// Unsafe says what may stop working, "" for a fix that changes nothing but what was found.
	Unsafe string
	// Edits are on paths of the document, in the order of the policy.
	Edits []Edit
	// Changes are what the edits come to in the files, in the order of the files; none where they cannot be made, for which Obstacle is
	// the reason.
	Changes  []Change
	Obstacle string
}

// IsSafe reports whether the fix changes nothing but what was found.
func (f *Fix) IsSafe() bool { return f.Unsafe == "" }

// EditKind says what an edit does with the value that its path leads to.
type EditKind string

// The kinds of edit, as policies write them.
const (
	// Set replaces the value, or adds the key with it.
	Set EditKind = "set"
	// Remove takes the key or the item away.
	Remove EditKind = "remove"
	// Add adds an item to the list, which it makes where there is none.
	Add EditKind = "add"
	// Rename gives the key another name.
	Rename EditKind = "rename"
	// Require makes a reference to a variable in the text one that stops the program where the variable is not set.
	Require EditKind = "require"
)

// Edit is one change of a document.
type Edit struct {
	Kind EditKind
	Path source.Path
	// Value is that of Set and Add: nil, bool, int64, float64, string, []any or map[string]any.
	Value any
	// Name is the new key of Rename, or the variable of Require.
	Name string
}

// Change replaces the text of a span.
type Change struct {
	At   source.Span
	Text string
}
