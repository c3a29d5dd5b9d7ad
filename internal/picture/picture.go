// Package picture lays out and draws paths from one pole to another: boxes in columns, the edges between them, and what is not worth a
// box of its own as lists. It knows nothing of Docker, and it needs no Graphviz: with two poles a column is a number of steps.
package picture

import "github.com/seclint/seclint/internal/finding"

// Picture is what is drawn on one page. No text in it is escaped; all are fit for people.
type Picture struct {
	// Title is the headline.
	Title  string
	Panels []Panel
	// Notes are lines below the panels.
	Notes []string
}

// Panel has the paths from its left pole to its right one.
type Panel struct {
	Title, Subtitle string
	Left, Right     string
	Nodes           []Node
	Edges           []Edge
	Lists           []List
}

// The ids of the poles, which are no nodes.
const (
	Left  = "\x00left"
	Right = "\x00right"
)

// Node is a box.
type Node struct {
	ID string
	// Lines are its texts, the first of which is its name.
	Lines []string
	Hint  string
	// Severity colours it; None leaves it grey. New marks it as something that was not there before.
	Severity finding.Severity
	New      bool
}

// Style says what an edge stands for.
type Style uint8

// The styles.
const (
	// Solid is a way that somebody opened: a published port, something of the host.
	Solid Style = iota
	// Dashed is a way that is there because both ends share something.
	Dashed
	// Dotted is a way through a proxy.
	Dotted
)

// Edge leads from one node, or the left pole, to another node, or the right pole.
type Edge struct {
	From, To string
	Label    string
	Hint     string
	Style    Style
	Severity finding.Severity
	New      bool
}

// List is a box for what has none of its own.
type List struct {
	Title string
	Items []string
	// IsOpen is set where the left pole leads to all of them.
	IsOpen bool
}
