package triage

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// maxVisited bounds how many nodes of documents one condition looks at.
const maxVisited = 1 << 20

// found is a value with its place.
type found struct {
	value any
	at    source.Span
	// isKnown is false where the text does not say the value.
	isKnown bool
	// isDefault is set for what a program takes where nobody sets it.
	isDefault bool
}

// value compares a setting, key path or constant with what is expected of it. Every place that sets it has to be as expected.
func (w *world) value(c *config.Condition, f *finding.Finding) outcome {
	name := cmp.Or(c.Setting, c.Key, c.Constant)
	all := w.values(c, f)
	switch {
	case c.Expect.Operator == config.Missing && len(all) == 0:
		return met
	case c.Expect.Operator == config.Missing:
		return no(settingPlaces(all), "%s sets %s", placeOf(all[0]), name)
	case len(all) == 0:
		return no(nil, "nothing in %s sets %s", describe(c, f), name)
	case c.Expect.Operator == config.Present:
		return met
	}
	for _, v := range all {
		switch {
		case !v.isKnown:
			return no(settingPlaces([]found{v}), "%s does not say what %s is", placeOf(v), name)
		case !isExpected(c.Expect, v.value):
			return no(settingPlaces([]found{v}), "%s is something else in %s", name, placeOf(v))
		}
	}
	return met
}

func placeOf(v found) string { return fmt.Sprintf("%s:%d", v.at.Path(), v.at.Start.Line) }

// settingPlaces returns where values are set, for a finding's related.
func settingPlaces(all []found) []finding.Related {
	var related []finding.Related
	for _, v := range all {
		related = append(related, finding.Related{At: v.at, Message: "sets it"})
	}
	return related
}

// values returns what sets something in the documents that a condition is about. A value that somebody sets goes over the default of a
// program.
func (w *world) values(c *config.Condition, f *finding.Finding) []found {
	var all []found
	for _, doc := range w.Documents {
		if c.Files.IsZero() && doc.File.Path != f.Document || !c.Files.IsZero() && !hasFile(doc, c.Files) {
			continue
		}
		if c.Key != "" {
			if path, ok := parsePath(c.Key); ok {
				if n := w.locator(doc).At(path...); n != nil {
					all = append(all, valueOf(n, w.locator(doc).Locate(path).At, false))
				}
			}
			continue
		}
		s := search{name: cmp.Or(c.Setting, c.Constant), isConstant: c.Constant != "", left: maxVisited}
		s.node(doc.Root)
		for _, v := range s.found {
			if c.Files.IsZero() || c.Files.Match(v.at.Path()) {
				all = append(all, v)
			}
		}
	}
	var set []found
	for _, v := range all {
		if !v.isDefault {
			set = append(set, v)
		}
	}
	if len(set) > 0 {
		return set
	}
	return all
}

func hasFile(doc *source.Document, glob config.Glob) bool {
	for _, file := range doc.Files {
		if glob.Match(file.Path) {
			return true
		}
	}
	return glob.Match(doc.File.Path)
}

// search looks for a name in the tree of a document: as a key, as an item NAME=value, and as the name in a fact of a program.
type search struct {
	name       string
	isConstant bool
	found      []found
	left       int
}

func (s *search) node(n *source.Node) {
	if s.left--; n == nil || s.left < 0 {
		return
	}
	if n.Kind == source.Mapping {
		s.fact(n)
	}
	for _, e := range n.Entries {
		if !s.isConstant && e.Key == s.name && e.Value != nil && e.Value.Kind != source.Mapping && e.Value.Kind != source.Sequence {
			s.found = append(s.found, valueOf(e.Value, e.KeySpan.To(e.Value.Span), false))
		}
		s.node(e.Value)
	}
	for _, item := range n.Items {
		if name, value, is := strings.Cut(item.Value.Str(), "="); is && !s.isConstant && name == s.name {
			s.found = append(s.found, found{value: value, at: item.Value.Span, isKnown: !source.IsUnknown(value)})
		}
		s.node(item.Value)
	}
}

// fact takes a setting or assignment of a program that has the name.
func (s *search) fact(n *source.Node) {
	value := n.Get("default")
	if value == nil {
		value = n.Get("value")
	}
	if value == nil || value.Kind != source.Mapping || value.Get("kind") == nil {
		return
	}
	for _, key := range []string{"name", "target"} {
		name := n.Get(key).Str()
		around := cmp.Or(n.Get("class").Str(), n.Get("function").Str())
		if name == "" || name != s.name && (around == "" || around+"."+name != s.name) {
			continue
		}
		kind := value.Get("kind").Str()
		v := found{at: n.Span, isDefault: true}
		if is := value.Get("value"); is != nil && (kind == "literal" || kind == "default") {
			v.value, v.isKnown = is.Value(), true
		}
		s.found = append(s.found, v)
		return
	}
}

func valueOf(n *source.Node, at source.Span, isDefault bool) found {
	return found{value: n.Value(), at: at, isKnown: !n.IsUnknown(), isDefault: isDefault}
}

// parsePath reads a path as reports show it: services.web.ports[0]["a.b"].
func parsePath(text string) (path source.Path, ok bool) {
	for text != "" {
		if text[0] != '[' {
			end := strings.IndexAny(text, ".[")
			if end < 0 {
				end = len(text)
			}
			if end == 0 {
				return nil, false
			}
			path, text = append(path, text[:end]), text[end:]
		} else {
			end := strings.IndexByte(text, ']')
			if end < 0 {
				return nil, false
			}
			step := text[1:end]
			if n, err := strconv.Atoi(step); err == nil {
				path = append(path, n)
			} else if key, err := strconv.Unquote(step); err == nil {
				path = append(path, key)
			} else {
				return nil, false
			}
			text = text[end+1:]
		}
		text = strings.TrimPrefix(text, ".")
	}
	return path, len(path) > 0
}

// isExpected reports whether a value is what is expected.
func isExpected(e config.Expectation, value any) bool {
	switch e.Operator {
	case config.Equal:
		return isSame(e.Value, value)
	case config.Unequal:
		return !isSame(e.Value, value)
	case config.OneOf:
		list, _ := e.Value.([]any)
		for _, item := range list {
			if isSame(item, value) {
				return true
			}
		}
		return false
	case config.Fits:
		return e.Pattern.MatchString(fmt.Sprint(value))
	}
	result, ok := order(value, e.Value)
	return ok && compares(e.Operator, result)
}

// isSame compares values as settings are written: true is "yes" and "1" where a truth is wanted, 1 is "1" where a number is.
func isSame(wanted, value any) bool {
	if text, isText := wanted.(string); isText && (text == "true" || text == "false") {
		wanted = text == "true"
	}
	if truth, isTruth := wanted.(bool); isTruth {
		got, known := truthOf(value)
		return known && got == truth
	}
	if a, ok := numberOf(wanted); ok {
		b, ok := numberOf(value)
		return ok && a == b
	}
	return fmt.Sprint(wanted) == fmt.Sprint(value)
}

func truthOf(value any) (truth, known bool) {
	switch strings.ToLower(fmt.Sprint(value)) {
	case "true", "yes", "on", "1":
		return true, true
	case "false", "no", "off", "0":
		return false, true
	}
	return false, false
}

func numberOf(value any) (float64, bool) {
	if _, isTruth := value.(bool); isTruth || value == nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(fmt.Sprint(value), 64)
	return n, err == nil
}

// order compares two numbers, durations or versions.
func order(a, b any) (result int, ok bool) {
	if x, ok := numberOf(a); ok {
		if y, ok := numberOf(b); ok {
			return cmp.Compare(x, y), true
		}
	}
	if x, ok := durationOf(a); ok {
		if y, ok := durationOf(b); ok {
			return cmp.Compare(x, y), true
		}
	}
	x, isVersion := versionOf(a)
	y, both := versionOf(b)
	if !isVersion || !both {
		return 0, false
	}
	for i := range max(len(x), len(y)) {
		if c := cmp.Compare(part(x, i), part(y, i)); c != 0 {
			return c, true
		}
	}
	return 0, true
}

func part(parts []int, i int) int {
	if i < len(parts) {
		return parts[i]
	}
	return 0
}

// durationOf reads a duration such as 90s, 168h or 7d.
func durationOf(value any) (time.Duration, bool) {
	text := strings.TrimSpace(fmt.Sprint(value))
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		return time.Duration(n) * 24 * time.Hour, err == nil && n >= 0 && n < 100_000
	}
	d, err := time.ParseDuration(text)
	return d, err == nil
}

// versionOf reads a version such as v1.2.3 as numbers.
func versionOf(value any) (parts []int, ok bool) {
	for part := range strings.SplitSeq(strings.TrimPrefix(fmt.Sprint(value), "v"), ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, false
		}
		parts = append(parts, n)
	}
	return parts, len(parts) > 0
}
