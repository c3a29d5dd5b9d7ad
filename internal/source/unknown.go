package source

import (
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// A variable without a value in the scan stays in a text as a reference, ${NAME}. Whoever starts the program may set it, so a
// text with a reference is unknown: neither a literal nor empty. A ${ that is meant literally cannot be told from a reference
// any more.
const reference = "${"

// Reference returns what is in a text for a variable that nothing in the scan sets.
func Reference(name string) string { return reference + name + "}" }

// IsUnknown reports whether a text depends on a variable that nothing in the scan sets.
func IsUnknown(text string) bool { return strings.Contains(text, reference) }

// IsUnknown reports whether the node is a string that depends on a variable that nothing in the scan sets. It is safe on a nil
// node.
func (n *Node) IsUnknown() bool { return IsUnknown(n.Str()) }

// BeginsUnknown reports whether a text begins with a variable that nothing in the scan sets: where it leads, if it is a path, is
// not known at all.
func BeginsUnknown(text string) bool { return strings.HasPrefix(text, reference) }

// UnknownVariable returns the name of the first variable in a text that nothing in the scan sets, or "" when there is none.
func UnknownVariable(text string) string {
	_, after, found := strings.Cut(text, reference)
	if end := strings.IndexAny(after, "}:?"); found && end >= 0 {
		return after[:end]
	}
	return after
}

// template finds what a template engine or a shell replaces: {{ }}, ${}, $(), $NAME, <NAME>, @NAME@, %NAME% and __NAME__. The
// policies ask lib.placeholder, which finds the same.
var template = lazyregexp.New(`\{\{|\$\{|\$\(|^\$\w+$|^<[^<>]+>$|^@\w+@$|^%\w+%$|^__\w+__$`)

// IsTemplate reports whether somebody replaces a text, or a part of it, before a program reads it. It is for the formats of
// programs that do not replace anything themselves: their files are often templates.
func IsTemplate(text string) bool {
	return strings.ContainsAny(text, "{$<@%_") && template.MatchString(text)
}

// Unclear is the tag of a node that a program makes and of which not all is known: a text in the place of a value that may be of any
// kind, or a mapping or list that may have more than what is in it.
const Unclear = "!unclear"

// IsUnclear reports whether not all of what is below a node is known, the node itself included. It is safe on a nil node.
func (n *Node) IsUnclear() bool { return n.isUnclear(map[*Node]bool{}) }

func (n *Node) isUnclear(done map[*Node]bool) bool {
	if n == nil || done[n] {
		return false
	}
	if n.Tag == Unclear {
		return true
	}
	done[n] = true
	for _, e := range n.Entries {
		if e.Value.isUnclear(done) {
			return true
		}
	}
	for _, item := range n.Items {
		if item.Value.isUnclear(done) {
			return true
		}
	}
	return false
}
