package evaluate

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/internal/source"
)

// secrets reads [path or {path, text?}]: what a finding calls secret. A path that leads to nothing names no secret. Findings that share
// an array share what it comes to: a file with thousands of secrets may have as many findings.
func (c *converter) secrets(v plan.Value, bad func(string, ...any)) []finding.Secret {
	array, isArray := v.(*plan.Array)
	if !isArray {
		return c.readSecrets(v, bad)
	}
	found, known := c.secretsOf[array]
	if !known {
		found = c.readSecrets(v, bad)
		if c.secretsOf == nil {
			c.secretsOf = map[*plan.Array][]finding.Secret{}
		}
		c.secretsOf[array] = found
	}
	return found
}

func (c *converter) readSecrets(v plan.Value, bad func(string, ...any)) []finding.Secret {
	items, ok := itemsOf(v)
	if !ok {
		bad("secret is no array of paths")
	}
	var secrets []finding.Secret
	known := map[finding.Secret]bool{}
	for _, item := range items {
		for _, s := range c.secret(item, bad) {
			if !known[s] {
				known[s] = true
				secrets = append(secrets, s)
			}
		}
	}
	return secrets
}

// secret returns the places of the scalars that one item names.
func (c *converter) secret(v plan.Value, bad func(string, ...any)) []finding.Secret {
	path, text := v, ""
	if object, ok := v.(*plan.Object); ok {
		path = object.Get("path")
		for _, pair := range object.Pairs() {
			switch said, isText := pair.Value.(string); {
			case pair.Key == "path":
			case pair.Key == "text" && isText:
				text = said
			default:
				bad("secret has %s, which is neither a path nor a text", show(pair.Key))
			}
		}
	}
	steps := readPath(path, bad)
	locator := c.locator(c.doc)
	n := locator.Root()
	for _, step := range steps {
		if n = locator.Child(n, step); n == nil {
			return nil
		}
	}
	if len(steps) == 0 {
		return nil
	}
	w := scalars{text: text, seen: map[*source.Node]bool{}}
	w.walk(n)
	return w.places
}

// scalars collects the places of the scalars of a tree.
type scalars struct {
	text   string
	seen   map[*source.Node]bool // a node may be shared
	places []finding.Secret
}

func (w *scalars) walk(n *source.Node) {
	if w.seen[n] {
		return
	}
	w.seen[n] = true
	for _, e := range n.Entries {
		w.walk(e.Value)
	}
	for _, item := range n.Items {
		w.walk(item.Value)
	}
	if n.Kind < source.Mapping && !n.Span.IsZero() {
		w.places = append(w.places, finding.Secret{At: n.Span, Text: w.text})
	}
}
