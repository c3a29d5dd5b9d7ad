// Package tracker reads the lists that people keep of security work in Markdown, and says of each of their items what a scan
// says. The parser reads structure and no prose: what nobody wrote down as a status is unknown, and never guessed.
package tracker

import (
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// Document is one tracker.
type Document struct {
	File *source.File
	// Title is its first heading.
	Title string
	// Items are its items in the order of the file, each once.
	Items []*Item
	// Unread are its parts that may have items and are not read.
	Unread []Unread
}

// Status is what people say has become of an item.
type Status string

// The statuses.
const (
	Open       Status = "open"
	Closed     Status = "closed"
	Accepted   Status = "accepted"
	Documented Status = "documented"
	Mitigated  Status = "mitigated"
	// Unknown is for a status in words that mean nothing here.
	Unknown Status = "unknown"
)

// The sources of a status.
const (
	fromItem    = "item"
	fromLog     = "log"
	fromSection = "section"
	fromFile    = "file"
	fromNothing = "default"
	fromParts   = "parts"
)

// Item is one thing that a tracker keeps track of.
type Item struct {
	// ID is the code, or else the number, "" for neither.
	ID    string
	Title string
	// Section is the path of the headings around it, joined by " > ".
	Section string
	// Severity is None where HasSeverity is false; SeverityText is what was written.
	Severity     finding.Severity
	HasSeverity  bool
	SeverityText string
	// Status is the canonical status, StatusText what was written, "" where nothing was.
	Status     Status
	StatusText string
	// StatusFrom is item, log, section, file, parts (all parts of it are closed) or default.
	StatusFrom string
	// StatusNote is what follows the word of the status.
	StatusNote string
	// Evidence is where the item says that the problem is, Targets what is to be changed.
	Evidence []*Evidence
	Targets  []*Evidence
	// Rules are the ids of rules that the item names.
	Rules []string
	// Mentions are the other items that it names.
	Mentions []string
	// Log are the lines of a log that name the item, in the order of the file.
	Log []LogLine
	// Notes say what is odd about the item, such as two statuses that contradict each other.
	Notes []string
	// At is where it is written: its heading, row or first line.
	At source.Span

	parent   *Item  // the one that it is a part of, nil for none
	text     string // everything that is said of it, for the words of rules
	last     int    // the last line that belongs to it
	number   string
	heading  int // the level of its heading, 0 for none
	isWeak   bool
	ordered  bool
	claimed  bool // its status is its own
	hasField bool
}

// Name is what people call the item: its id, or else its title.
func (i *Item) Name() string {
	if i.ID != "" {
		return i.ID
	}
	return i.Title
}

// Parent is the name of the item that this one is a part of, "" for none.
func (i *Item) Parent() string {
	if i.parent == nil {
		return ""
	}
	return i.parent.Name()
}

// LogLine is what a log says of an item.
type LogLine struct {
	// Date is as written, "" for none.
	Date string
	Text string
	// Status is "" where the line has none.
	Status Status
	Line   int
	word   string
}

// Evidence is a place that an item names.
type Evidence struct {
	// Path is the file as written, without its lines; "" for evidence that names none.
	Path string
	// Ranges are the lines that are named.
	Ranges []Range
	// Symbol is the name of what is meant in the file, "" for none.
	Symbol string
	// Label is what is written in front of it, such as Brain; Text what is written where no file is named.
	Label, Text string
	// At is where it is written.
	At source.Span
}

// Range is a stretch of lines.
type Range struct {
	From, To int
	// IsApproximate is set for "~116" and "1834+".
	IsApproximate bool

	start, end int // the bytes of the numbers in the tracker
}

// String returns the lines as people write them.
func (r Range) String() string {
	text := strconv.Itoa(r.From)
	if r.To > r.From {
		text += "-" + strconv.Itoa(r.To)
	}
	if r.IsApproximate {
		text = "~" + text
	}
	return text
}

// String returns the evidence as people write it.
func (e *Evidence) String() string {
	if e.Path == "" {
		return e.Text
	}
	var b strings.Builder
	b.WriteString(e.Path)
	for i, r := range e.Ranges {
		if i == 0 {
			b.WriteByte(':')
		} else {
			b.WriteByte(',')
		}
		b.WriteString(r.String())
	}
	if e.Symbol != "" {
		b.WriteString("::" + e.Symbol)
	}
	return b.String()
}
