package kind

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// Text is a file of a kind that is a text in another file, such as one in a ConfigMap.
type Text struct {
	// Name is the base name of the file, Root its tree.
	Name string
	Root *source.Node
}

// ReadTexts returns the files of a kind that a tree has as texts, and what is wrong with those that cannot be read. formatOf returns the
// format of a text by its entry, whose key is the base name of the file, nil for one of another kind; is reports whether the trees of a
// file of a name are of the kind.
func ReadTexts(
	kind string, root *source.Node, formatOf func(file source.Entry) *source.Format, is func(name string, roots []*source.Node) bool,
) (texts []Text, problems []finding.Problem) {
	for _, file := range TextFiles(root) {
		format := formatOf(file)
		if format == nil {
			continue
		}
		roots, err := source.ReadTextAs(file.Value, format, source.DefaultLimits())
		if err != nil {
			problems = append(problems, UnreadText(kind, file.Value, err))
		} else if len(roots) > 0 && is(file.Key, roots) {
			texts = append(texts, Text{file.Key, roots[0]})
		}
	}
	return texts, problems
}

// HasWord reports whether a text contains one of some words.
func HasWord(text string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}
