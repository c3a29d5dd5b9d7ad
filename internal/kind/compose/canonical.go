package compose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// canonical brings one file's tree into the long form that the Compose Specification calls canonical. New nodes stand
// where the text stands that they were made of.
type canonical struct {
	project *project
	// dir is the directory of the file relative to the project directory; relative host paths are rebased by it.
	dir string
}

// tree returns the canonical form of a whole file.
func (c *canonical) tree(root *source.Node) *source.Node {
	return c.apply(root, fileForms, false)
}

// apply brings the attributes of a mapping into their canonical forms. Extensions (x-) are left out: they hold anchors,
// nothing of them runs. keep says whether attributes without a form stay.
func (c *canonical) apply(n *source.Node, f forms, keep bool) *source.Node {
	if n == nil || n.Kind != source.Mapping {
		return n
	}
	fresh := *n
	fresh.Entries = make([]source.Entry, 0, len(n.Entries))
	for _, e := range n.Entries {
		fn, known := f[e.Key]
		if strings.HasPrefix(e.Key, "x-") || !known && !keep {
			continue
		}
		if fn != nil {
			e.Value = fn(c, e.Value)
		}
		fresh.Entries = append(fresh.Entries, e)
	}
	return &fresh
}

func nested(f forms) form {
	return func(c *canonical, n *source.Node) *source.Node { return c.apply(n, f, true) }
}

func (c *canonical) services(n *source.Node) *source.Node {
	return each(orEmpty(n), func(service *source.Node) *source.Node { return c.service(service) })
}

func (c *canonical) service(n *source.Node) *source.Node {
	return c.apply(orEmpty(n), serviceForms, true)
}

func (c *canonical) initContainers(n *source.Node) *source.Node {
	return each(n, func(container *source.Node) *source.Node { return c.apply(container, containerForms, true) })
}

func hooks(c *canonical, n *source.Node) *source.Node {
	return each(n, func(hook *source.Node) *source.Node { return c.apply(hook, hookForms, true) })
}

func resources(c *canonical, n *source.Node) *source.Node {
	return each(orEmpty(n), func(resource *source.Node) *source.Node { return c.apply(orEmpty(resource), resourceForms, true) })
}

func (c *canonical) build(n *source.Node) *source.Node {
	build := toKey("context")(c, n)
	return c.apply(build, buildForms, true)
}

// contextPath makes a local build context relative to the project directory; a remote one stays.
func (c *canonical) contextPath(n *source.Node) *source.Node {
	if n.Kind != source.String || isRemote(n.Str()) {
		return n
	}
	return c.project.derived(newText(n, c.hostPath(n.Str())), n)
}

// filePath makes a path relative to the project directory.
func (c *canonical) filePath(n *source.Node) *source.Node {
	return c.project.derived(newText(n, c.hostPath(n.Text)), n)
}

// external reads the old form `external: {name: x}` too.
func external(c *canonical, n *source.Node) *source.Node {
	if n.Kind == source.Mapping {
		return newBool(n, true)
	}
	return toBool(c, n)
}

func healthcheck(c *canonical, n *source.Node) *source.Node {
	return c.apply(n, healthForms, true)
}

func healthTest(c *canonical, n *source.Node) *source.Node {
	if n.Kind != source.String {
		return toTexts(c, n)
	}
	return newSequence(n, newText(n, "CMD-SHELL"), n)
}

func dependencies(c *canonical, n *source.Node) *source.Node {
	return each(toKeys(c, n), func(dependency *source.Node) *source.Node {
		if dependency.Kind == source.Null {
			dependency = newMapping(dependency, "condition", newText(dependency, "service_started"))
		}
		if dependency.Get("required") == nil {
			dependency = withEntry(dependency, source.Entry{Key: "required", KeySpan: dependency.Span, Value: newBool(dependency, true)})
		}
		return dependency
	})
}

// toBool reads what compose-go takes for a boolean; anything else stays as it is.
func toBool(c *canonical, n *source.Node) *source.Node {
	switch strings.ToLower(n.Str()) {
	case "true", "yes", "y", "on":
		return c.project.derived(newBool(n, true), n)
	case "false", "no", "n", "off":
		return c.project.derived(newBool(n, false), n)
	}
	return n
}

// toText makes a number or boolean the text that was written.
func toText(_ *canonical, n *source.Node) *source.Node {
	if n.Kind != source.Number && n.Kind != source.Bool {
		return n
	}
	return newText(n, n.Text)
}

// toTexts makes a single value a list, and every item text.
func toTexts(c *canonical, n *source.Node) *source.Node {
	switch n.Kind {
	case source.Sequence:
		return each(n, func(item *source.Node) *source.Node { return toText(c, item) })
	case source.String, source.Number:
		return newSequence(n, toText(c, n))
	}
	return n
}

// maxWords bounds the words of a command line: Linux starts no program with two million bytes of arguments (execve(2)).
const maxWords = 50_000

// toWords splits a command line into words, as compose does.
func toWords(c *canonical, n *source.Node) *source.Node {
	if n.Kind != source.String {
		return toTexts(c, n)
	}
	words, ok := splitWords(n.Str())
	if !ok {
		words = strings.Fields(n.Str())
	}
	if len(words) > maxWords {
		c.project.problem(n.Span, finding.Error, fmt.Sprintf("more than %d words in a command: the rest is not looked at", maxWords), "")
		words = words[:maxWords]
	}
	items := make([]*source.Node, len(words))
	for i, word := range words {
		items[i] = c.project.derived(newText(n, word), n)
	}
	return newSequence(n, items...)
}

// toPairs makes a list of KEY=value a mapping, and every value text. The last of several items with one key wins.
func toPairs(c *canonical, n *source.Node) *source.Node {
	switch n.Kind {
	case source.Mapping:
		return each(n, func(value *source.Node) *source.Node { return toText(c, value) })
	case source.Sequence:
		entries := make([]source.Entry, 0, len(n.Items))
		for _, item := range n.Items {
			if item.Value.Kind != source.Mapping && item.Value.Kind != source.Sequence {
				entries = append(entries, c.pair(item))
			}
		}
		return mappingOf(n, entries)
	}
	return n
}

// environment makes a mapping of the variables of a container. One without a value passes through what the project has.
func environment(c *canonical, n *source.Node) *source.Node {
	pairs := toPairs(c, n)
	fresh := pairs
	for i, e := range pairs.Entries {
		value, known := c.project.env[e.Key]
		if e.Value.Kind != source.Null || !known {
			continue
		}
		passed := newText(e.Value, value)
		c.project.records[passed] = &interpolation{raw: source.Reference(e.Key), variables: []variable{{name: e.Key, set: true}}}
		if fresh == pairs {
			fresh = &source.Node{}
			*fresh = *pairs
			fresh.Entries = slices.Clone(pairs.Entries)
		}
		fresh.Entries[i].Value = passed
	}
	return fresh
}

func (c *canonical) pair(item source.Item) source.Entry {
	n := item.Value
	key, value, found := strings.Cut(n.Text, "=")
	node := newText(n, value)
	if !found {
		node = &source.Node{Kind: source.Null, Span: n.Span}
	}
	if record := c.project.records[n]; record != nil {
		raw := *record
		_, raw.raw, _ = strings.Cut(record.raw, "=")
		c.project.records[node] = &raw
	}
	return source.Entry{Key: key, KeySpan: n.Span, Value: node, Via: item.Via}
}

// toKeys makes a list of names a mapping from each name to nothing.
func toKeys(_ *canonical, n *source.Node) *source.Node {
	if n.Kind != source.Sequence {
		return n
	}
	entries := make([]source.Entry, len(n.Items))
	for i, item := range n.Items {
		entries[i] = source.Entry{
			Key: item.Value.Text, KeySpan: item.Value.Span, Via: item.Via,
			Value: &source.Node{Kind: source.Null, Span: item.Value.Span},
		}
	}
	return mappingOf(n, entries)
}

// toKey makes a plain string a mapping that holds it under the key.
func toKey(key string) form {
	return func(c *canonical, n *source.Node) *source.Node {
		if n.Kind != source.String {
			return n
		}
		return newMapping(n, key, c.project.derived(newText(n, n.Str()), n))
	}
}

// grants brings the secrets and configs of a service into long form.
func grants(c *canonical, n *source.Node) *source.Node {
	return each(n, func(item *source.Node) *source.Node { return toKey("source")(c, item) })
}

// devices brings SOURCE[:TARGET[:PERMISSIONS]] into long form.
func devices(c *canonical, n *source.Node) *source.Node {
	return each(n, func(item *source.Node) *source.Node {
		if item.Kind != source.String {
			return item
		}
		parts := splitColons(item.Str())
		if len(parts) < 2 {
			parts = append(parts, parts[0])
		}
		if len(parts) < 3 {
			parts = append(parts, "rwm")
		}
		device := newMapping(item, "source", newText(item, parts[0]), "target", newText(item, parts[1]), "permissions", newText(item, parts[2]))
		return c.project.derived(device, item)
	})
}
