package assertion

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/language/golang"
	"github.com/seclint/seclint/internal/language/javascript"
	"github.com/seclint/seclint/internal/language/python"
	"github.com/seclint/seclint/internal/source"
)

// languages read the settings of programs.
var languages = []code.Language{python.Language{}, javascript.Language{}, golang.Language{}}

// setting judges a setting by its name: of the places that write it, those of the highest layer are in force.
func (d *decider) setting(a *config.Assertion, files []*source.File) {
	var all []occurrence
	for _, f := range files {
		for _, o := range d.occurrences(a, f) {
			if o.name == a.Setting {
				all = append(all, o)
			}
		}
	}
	if len(all) == 0 && d.partial != "" {
		return // what was not read may set it
	}
	var parse func(string) any
	isBool := false
	highest := ofCode
	for _, o := range all {
		if o.parse != nil {
			parse, isBool = o.parse, o.isBool
		}
		highest = max(highest, o.layer)
	}
	all = interpolated(all)
	var effective []occurrence
	for _, o := range all {
		if o.layer != highest {
			continue
		}
		if parse != nil && o.layer != ofCode && o.isKnown {
			o.value, o.isBool = parse(o.text), isBool
		}
		effective = append(effective, o)
	}
	d.judgeAll(a, effective, all, files)
}

// isFalse reports whether a setting is false in code where nobody sets it.
func (d *decider) isFalse(name string, files []*source.File) bool {
	extra := d.Main.Files()
	for _, file := range extra {
		base := path.Base(file)
		if !strings.HasSuffix(base, ".py") || !strings.Contains(base, "config") && !strings.Contains(base, "settings") {
			continue
		}
		if f, err := d.Main.Read(file); err == nil && !slices.Contains(files, f) && len(files) < 500 {
			files = append(slices.Clip(files), f)
		}
	}
	for _, f := range files {
		for _, o := range d.code(f) {
			if o.name == name {
				truth, known := config.TruthOf(o.value)
				return o.isKnown && known && !truth
			}
		}
	}
	return false
}

// occurrences returns what a file gives values.
func (d *decider) occurrences(a *config.Assertion, f *source.File) []occurrence {
	if all, known := d.modules[f]; known {
		return all
	}
	var all []occurrence
	switch format, base := source.FormatOf(f.Path), path.Base(f.Path); {
	case isSample(base):
	case format == source.Dockerfile:
		all = lines(f, dockerEnv, ofImage)
	case format == source.Shell:
		all = lines(f, shellExport, ofFile)
	case format.IsCode():
		return d.code(f)
	case format == source.Dotenv:
		all = d.scalars(a, f, format, ofFile)
	case format == source.Unit:
		all = d.unit(a, f, format)
	case format == source.YAML || format == source.JSON || format == source.TOML || format == source.INI || format == source.Properties:
		all = d.scalars(a, f, format, ofFile)
	default:
		all = lines(f, shellExport, ofFile)
	}
	d.modules[f] = all
	return all
}

// isSample reports whether a file shows what could be set, and sets nothing.
func isSample(base string) bool {
	for _, end := range []string{".example", ".sample", ".dist", ".template", ".tmpl", ".tpl"} {
		if strings.HasSuffix(base, end) {
			return true
		}
	}
	return strings.Contains(base, ".example.") || strings.Contains(base, ".sample.")
}

// code returns the settings of a source file, with what they are where nobody sets them.
func (d *decider) code(f *source.File) []occurrence {
	if all, known := d.modules[f]; known {
		return all
	}
	var all []occurrence
	for _, language := range languages {
		if !slices.Contains(language.Formats(), source.FormatOf(f.Path)) {
			continue
		}
		if why := language.Unavailable(); why != "" {
			d.unassessed(d.id, d.at, f.Path+": "+why, "")
			continue
		}
		for _, read := range language.Read(code.Application{Root: path.Dir(f.Path), Files: []*source.File{f}, Names: []string{f.Path}, Open: func(string) *source.File { return nil }}) {
			if read.Module != nil {
				all = append(all, settings(f, read.Module)...)
			}
		}
	}
	d.modules[f] = all
	return all
}

// settings returns the settings and assignments of a module by each of their names.
func settings(f *source.File, m *code.Module) []occurrence {
	var all []occurrence
	for _, s := range m.Settings {
		o := occurrence{at: f.Span(s.Start, s.End), layer: ofCode}
		o.parse, o.isBool = parserOf(string(f.Content[s.Start:s.End]))
		if s.Default != nil {
			o.value, o.isKnown = literal(s.Default)
			o.text = fmt.Sprint(o.value)
			if text, ok := quotedText(f, s.Default.Place); ok {
				o.text = text
			}
		}
		if s.Default == nil && s.From == "environment" {
			continue // it has to be set elsewhere
		}
		for _, name := range slices.Compact([]string{s.Name, s.Target}) {
			if o.name = name; name != "" {
				all = append(all, o)
			}
		}
		if s.Class != "" {
			o.name = s.Class + "." + s.Name
			all = append(all, o)
		}
	}
	for _, as := range m.Assignments {
		if slices.ContainsFunc(all, func(o occurrence) bool { return o.name == as.Name }) || as.Value == nil {
			continue
		}
		value, known := literal(as.Value)
		all = append(all, occurrence{name: as.Name, value: value, text: fmt.Sprint(value), isKnown: known, at: f.Span(as.Start, as.End)})
	}
	return all
}

// literal returns a value that is written out.
func literal(v *code.Value) (any, bool) {
	switch v.Kind {
	case "literal", "default":
		return v.Is, true
	case "list":
		list := make([]any, 0, len(v.Items))
		for _, item := range v.Items {
			one, ok := literal(item)
			if !ok {
				return nil, false
			}
			list = append(list, one)
		}
		return list, true
	}
	return nil, false
}

func quotedText(f *source.File, p code.Place) (string, bool) {
	if p.Start < 0 || p.End > len(f.Content) || p.Start >= p.End {
		return "", false
	}
	m := quotedWord.FindStringSubmatch(string(f.Content[p.Start:p.End]))
	if m == nil {
		return "", false
	}
	return m[1], true
}

// scalars returns what the tree of a file gives values: its scalars by their keys, and the items NAME=value of lists.
func (d *decider) scalars(a *config.Assertion, f *source.File, format *source.Format, l layer) []occurrence {
	roots, err := format.Read(f, source.DefaultLimits())
	if err != nil {
		d.unassessed(a.ID, a.At, fmt.Sprintf("%s cannot be parsed", f.Path), "")
		return nil
	}
	w := &walker{left: 200_000}
	for _, root := range roots {
		w.node(root, l)
	}
	return w.found
}

// walker gathers scalars of a tree.
type walker struct {
	found []occurrence
	left  int
}

func (w *walker) node(n *source.Node, l layer) {
	if w.left--; n == nil || w.left < 0 {
		return
	}
	for _, e := range n.Entries {
		inner := l
		if e.Key == "environment" || e.Key == "env" {
			inner = ofService
		}
		if e.Value.Kind != source.Mapping && e.Value.Kind != source.Sequence {
			w.add(e.Key, e.Value, e.KeySpan.To(e.Value.Span), inner)
		} else if e.Value.Kind == source.Sequence && inner == l {
			w.list(e, l)
		}
		w.node(e.Value, inner)
	}
	for _, item := range n.Items {
		if name, value, ok := strings.Cut(item.Value.Str(), "="); ok && envName.MatchString(name) {
			w.found = append(w.found, occurrence{name: name, text: value, value: value, isKnown: !source.IsUnknown(value), layer: l, at: item.Value.Span})
			continue
		}
		if name := item.Value.Get("name"); name != nil && item.Value.Get("value") != nil { // of Kubernetes
			w.add(name.Str(), item.Value.Get("value"), item.Value.Span, l)
		}
		w.node(item.Value, l)
	}
}

// list adds a list of scalars by its key.
func (w *walker) list(e source.Entry, l layer) {
	for _, item := range e.Value.Items {
		if item.Value.Kind == source.Mapping || item.Value.Kind == source.Sequence {
			return
		}
	}
	w.found = append(w.found, occurrence{name: e.Key, text: e.Value.Text, value: e.Value.Value(), isKnown: true, layer: l, at: e.KeySpan.To(e.Value.Span)})
}

func (w *walker) add(name string, n *source.Node, at source.Span, l layer) {
	text := n.Text
	if n.Kind == source.String {
		text = n.Str()
	}
	w.found = append(w.found, occurrence{name: name, text: text, value: n.Value(), isKnown: n.Kind != source.Null && !n.IsUnknown(), layer: l, at: at})
}

// unit returns what Environment= of a unit sets.
func (d *decider) unit(a *config.Assertion, f *source.File, format *source.Format) []occurrence {
	roots, err := format.Read(f, source.DefaultLimits())
	if err != nil {
		d.unassessed(a.ID, a.At, fmt.Sprintf("%s cannot be parsed", f.Path), "")
		return nil
	}
	var all []occurrence
	for _, root := range roots {
		for _, section := range root.Entries {
			for _, e := range section.Value.Entries {
				values := []*source.Node{e.Value}
				for _, item := range e.Value.Items {
					values = append(values, item.Value)
				}
				for _, v := range values {
					all = append(all, unitValue(e, v)...)
				}
			}
		}
	}
	return all
}

func unitValue(e source.Entry, v *source.Node) []occurrence {
	if v.Kind != source.String {
		return nil
	}
	if e.Key != "Environment" {
		return []occurrence{{name: e.Key, text: v.Str(), value: v.Str(), isKnown: true, layer: ofUnit, at: v.Span}}
	}
	var all []occurrence
	for _, word := range source.Words(v) {
		if name, value, ok := strings.Cut(word.Str(), "="); ok {
			all = append(all, occurrence{name: name, text: value, value: value, isKnown: !strings.Contains(value, "%"), layer: ofUnit, at: v.Span})
		}
	}
	return all
}

var (
	envName     = regexp.MustCompile(`^[A-Za-z_]\w*$`)
	dockerEnv   = regexp.MustCompile(`(?m)^\s*(?i:ENV)\s+([A-Za-z_]\w*)(?:=|\s+)"?([^"\s]*)"?`)
	shellExport = regexp.MustCompile(`(?m)^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*"?([^"\s#]*)"?`)
	variable    = regexp.MustCompile(`^\$\{?([A-Za-z_]\w*)(?::?-([^}]*))?\}?$`)
)

// lines returns what the lines of a file that fit a pattern set.
func lines(f *source.File, pattern *regexp.Regexp, l layer) []occurrence {
	var all []occurrence
	for _, m := range pattern.FindAllSubmatchIndex(f.Content, maxMatches) {
		text := string(f.Content[m[4]:m[5]])
		all = append(all, occurrence{name: string(f.Content[m[2]:m[3]]), text: text, value: text, isKnown: !strings.Contains(text, "$"), layer: l, at: f.Span(m[2], m[5])})
	}
	return all
}

// interpolated replaces values that are variables by what sets these, or by the default that is written behind them.
func interpolated(all []occurrence) []occurrence {
	done := slices.Clone(all)
	for i, o := range done {
		m := variable.FindStringSubmatch(strings.TrimSpace(o.text))
		if m == nil {
			if strings.Contains(o.text, "${") {
				done[i].isKnown = false
			}
			continue
		}
		set := slices.IndexFunc(all, func(other occurrence) bool { return other.name == m[1] && other.layer == ofFile && other.isKnown })
		switch {
		case set >= 0:
			done[i].text, done[i].value, done[i].isKnown = all[set].text, all[set].value, true
		case strings.Contains(o.text, "-"):
			done[i].text, done[i].value, done[i].isKnown = m[2], m[2], true
		default:
			done[i].isKnown = false
		}
	}
	return done
}
