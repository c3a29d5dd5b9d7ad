package assertion

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// path judges what is at a route in the trees of files.
func (d *decider) path(a *config.Assertion, files []*source.File) {
	steps := stepsOf(a.Path)
	for _, f := range files {
		format := source.FormatOf(f.Path)
		if format == nil || format.IsCode() {
			d.unassessed(a.ID, a.At, fmt.Sprintf("%s has no tree: a path goes with YAML, JSON, TOML and properties", f.Path), "use setting or pattern")
			continue
		}
		roots, err := format.Read(f, source.DefaultLimits())
		if err != nil {
			d.unassessed(a.ID, a.At, fmt.Sprintf("%s cannot be parsed", f.Path), "")
			continue
		}
		for _, root := range roots {
			d.route(a, f, root, steps)
		}
	}
}

// route judges a route in one tree.
func (d *decider) route(a *config.Assertion, f *source.File, root *source.Node, steps []string) {
	found := follow(root, nil, steps, 0)
	if len(found) > 0 {
		var all []occurrence
		for _, place := range found {
			n := root.At(place...)
			o := occurrence{name: a.Path, value: n.Value(), text: n.Text, isKnown: !strings.Contains(n.Str(), "${") && !n.IsUnknown(), layer: ofFile, at: root.Locate(place).At}
			if n.Kind == source.Null {
				o.value, o.text = "", ""
			} else if n.Kind == source.Mapping {
				o.isKnown, o.text = true, "a mapping"
			} else if n.Kind == source.Sequence {
				o.text = "a list"
			}
			all = append(all, o)
		}
		d.judgeAll(a, interpolated(all), all, []*source.File{f})
		return
	}
	for _, demand := range a.Demands {
		if demand.Operator == "absent" {
			return
		}
	}
	if a.Default != nil {
		d.judgeUnset(a, a.Path, []*source.File{f})
		return
	}
	at := root.Locate(plain(steps)).At
	if at.IsZero() {
		at = top(f)
	}
	d.report(rules.AssertExpected, a.ID, a.Severity, a.HasSeverity, at, fmt.Sprintf("%s is not set in %s", a.Path, f.Path), a.Reason, f.Path)
}

// stepsOf reads a route: services.*.image, pathDefaults["a.b"], ports[0].
func stepsOf(text string) []string {
	var steps []string
	for text != "" {
		if rest, ok := strings.CutPrefix(text, "["); ok {
			inner, after, _ := strings.Cut(rest, "]")
			if unquoted, err := strconv.Unquote(strings.ReplaceAll(inner, "'", `"`)); err == nil {
				inner = unquoted
			}
			steps = append(steps, inner)
			text = strings.TrimPrefix(after, ".")
			continue
		}
		end := strings.IndexAny(text, ".[")
		if end < 0 {
			end = len(text)
		}
		steps = append(steps, text[:end])
		text = strings.TrimPrefix(text[end:], ".")
	}
	return steps
}

func plain(steps []string) source.Path {
	var path source.Path
	for _, step := range steps {
		if n, err := strconv.Atoi(step); err == nil {
			path = append(path, n)
		} else {
			path = append(path, step)
		}
	}
	return path
}

// maxFound bounds the places of a route with *.
const maxFound = 1000

// follow returns the places of a route.
func follow(n *source.Node, at source.Path, steps []string, found int) []source.Path {
	if n == nil || found > maxFound || len(at) > 100 {
		return nil
	}
	if len(steps) == 0 {
		return []source.Path{at}
	}
	var all []source.Path
	for _, e := range n.Entries {
		if steps[0] == "*" || steps[0] == e.Key {
			all = append(all, follow(e.Value, at.Child(e.Key), steps[1:], found+len(all))...)
		}
	}
	for i, item := range n.Items {
		if steps[0] == "*" || steps[0] == strconv.Itoa(i) {
			all = append(all, follow(item.Value, at.Child(i), steps[1:], found+len(all))...)
		}
	}
	return all
}
