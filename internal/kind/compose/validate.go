package compose

import (
	"regexp"
	"strings"

	"github.com/compose-spec/compose-go/v2/override"
	"github.com/compose-spec/compose-go/v2/schema"

	"github.com/seclint/seclint/internal/source"
)

// validate has compose-go validate a tree against the schema of the Compose Specification.
func (p *project) validate(root *source.Node) {
	if specification().file.check(root) == valid {
		return
	}
	config, ok := plain(root).(map[string]any)
	if !ok {
		return
	}
	err := schema.Validate(config)
	if err == nil {
		return
	}
	// As in compose-go's loader, what a list names twice is settled before the schema, which allows no duplicates, has its say.
	// An error there says that an item cannot be read; the canonical form tells it at the item.
	if unique, wrong := override.EnforceUnicity(config); wrong == nil {
		if err = schema.Validate(unique); err == nil {
			return
		}
	}
	at := culprit(root, err.Error())
	if at.IsUnknown() {
		return // the schema knows nothing of variables that only have a value where the project runs
	}
	message := err.Error()
	if key, ok := strings.CutSuffix(message, " false schema"); ok {
		message = key + " is not in the Compose Specification"
	}
	p.refuse(at, message)
}

var quoted = regexp.MustCompile(`'([^']+)'`)

// culprit finds the node that an error of the schema speaks of: the message begins with the path, joined by dots, and may
// quote the property that is too much.
func culprit(root *source.Node, message string) *source.Node {
	node := root
	for rest := message; ; {
		child, left := follow(node, rest)
		if child == nil {
			break
		}
		node, rest = child, left
	}
	if match := quoted.FindStringSubmatch(message); match != nil && node.Get(match[1]) != nil {
		return keyNode(node, match[1])
	}
	return node
}

// follow takes the longest key that the message continues with.
func follow(node *source.Node, message string) (*source.Node, string) {
	var child *source.Node
	left := message
	for _, e := range node.Entries {
		rest, ok := strings.CutPrefix(message, e.Key)
		if ok && len(rest) < len(left) && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, " ")) {
			child, left = keyNode(node, e.Key), strings.TrimPrefix(rest, ".")
		}
	}
	return child, left
}

// keyNode returns a key's value with a span that begins at the key.
func keyNode(node *source.Node, key string) *source.Node {
	value := *node.Get(key)
	value.Span = entryKeySpan(node, key).To(value.Span)
	return &value
}
