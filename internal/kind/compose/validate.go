package compose

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/override"
	"github.com/compose-spec/compose-go/v2/schema"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// validate holds a tree against the schema of the Compose Specification, and returns it without the values that are of a kind
// that the schema refuses. What the shapes cannot settle is left to compose-go's own validation.
func (p *project) validate(root *source.Node) *source.Node {
	if fileShape.shape().check(stripResets(root)) == valid {
		return root
	}
	f := &fitter{}
	fitted := f.fit(fileShape.shape(), root, nil)
	if fitted == nil {
		fitted = newMapping(root)
	}
	for i, fault := range f.faults {
		if i == maxFaults {
			p.problem(fault.at.Span, finding.Error, fmt.Sprintf("docker compose refuses more than %d values of this file: the rest is not listed", maxFaults), "")
			break
		}
		p.refuse(fault.at, fault.message)
	}
	if left := stripResets(fitted); fileShape.shape().check(left) == unsure {
		p.validateRest(left)
	}
	return fitted
}

// maxParts bounds how many parts of a tree are validated by themselves to find out which one is at fault.
const maxParts = 2000

// validateRest has compose-go validate a tree whose values are of the right kinds.
func (p *project) validateRest(root *source.Node) {
	err := schemaError(root)
	if err == nil {
		return
	}
	// Of several errors compose-go names any: the first part of the tree that has one decides.
	part := root
	for i, smaller := range parts(root) {
		if i == maxParts {
			break
		}
		if of := schemaError(smaller); of != nil {
			part, err = smaller, of
			break
		}
	}
	at := culprit(part, err.Error())
	if at.IsUnknown() {
		return // the schema knows nothing of variables that only have a value where the project runs
	}
	message := err.Error()
	if key, ok := strings.CutSuffix(message, " false schema"); ok {
		message = key + " is not in the Compose Specification"
	}
	if path, _, ok := strings.Cut(message, " must be a"); ok {
		if first, again := twice(at); again > 0 {
			message = fmt.Sprintf("%s has the same item twice, at %d and %d", path, first, again)
		}
	}
	p.refuse(at, message)
}

// parts returns a tree for each value of each service, and for each other value at the top, in the order of the file.
func parts(root *source.Node) []*source.Node {
	var list []*source.Node
	wrap := func(e source.Entry, below *source.Node) {
		list = append(list, &source.Node{Kind: source.Mapping, Span: root.Span, Entries: []source.Entry{{Key: e.Key, KeySpan: e.KeySpan, Value: below}}})
	}
	for _, e := range root.Entries {
		if e.Key != "services" {
			wrap(e, e.Value)
			continue
		}
		for _, service := range e.Value.Entries {
			for _, attribute := range service.Value.Entries {
				only := *service.Value
				only.Entries = []source.Entry{attribute}
				services := *e.Value
				services.Entries = []source.Entry{{Key: service.Key, KeySpan: service.KeySpan, Value: &only}}
				wrap(e, &services)
			}
		}
	}
	return list
}

// schemaError returns what compose-go says of a tree, nil when it takes it.
func schemaError(root *source.Node) error {
	config, ok := plain(root).(map[string]any)
	if !ok {
		return nil
	}
	err := schema.Validate(config)
	if err == nil {
		return nil
	}
	// As in compose-go's loader, what a list names twice is settled before the schema, which allows no duplicates, has its say.
	// An error there says that an item cannot be read; the canonical form tells it at the item.
	if unique, wrong := guarded(func() (map[string]any, error) { return override.EnforceUnicity(config) }); wrong == nil {
		err = schema.Validate(unique)
	}
	return err
}

// twice returns the indices of the first two items of a list that are equal, 0 and 0 where there are none. Of something that is either a text
// or a list without duplicates, compose-go says that it is no text.
func twice(n *source.Node) (first, again int) {
	for again := range min(len(n.Items), maxUnique) {
		if first := sameBefore(n.Items, again); first >= 0 {
			return first, again
		}
	}
	return 0, 0
}

// guarded calls a function of compose-go, which takes the types of some values for granted: a crash of it is an error.
func guarded(call func() (map[string]any, error)) (result map[string]any, err error) {
	defer func() {
		if crash := recover(); crash != nil {
			result, err = nil, fmt.Errorf("%v", crash)
		}
	}()
	return call()
}

var quoted = lazyregexp.New(`'([^']+)'`)

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
	if match := quoted.FindStringSubmatch(message); match != nil {
		if e := node.Entry(match[1]); e != nil {
			return keyed(*e)
		}
	}
	return node
}

// follow takes the longest key, or the index, that the message continues with.
func follow(node *source.Node, message string) (*source.Node, string) {
	if node.Kind == source.Sequence {
		index, rest, _ := strings.Cut(message, ".")
		if i, err := strconv.Atoi(strings.SplitN(index, " ", 2)[0]); err == nil && i >= 0 && i < len(node.Items) {
			return node.Items[i].Value, rest
		}
		return nil, message
	}
	var child *source.Node
	left := message
	for _, e := range node.Entries {
		rest, ok := strings.CutPrefix(message, e.Key)
		if ok && len(rest) < len(left) && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, " ")) {
			child, left = keyed(e), strings.TrimPrefix(rest, ".")
		}
	}
	return child, left
}
