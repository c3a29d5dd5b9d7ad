package value

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// program returns the settings and constants of a source file, with what they are where nobody sets them.
func program(f *source.File) ([]Value, error) {
	format := source.FormatOf(f.Path)
	var all []Value
	for _, language := range languages {
		if !slices.Contains(language.Formats(), format) {
			continue
		}
		if why := language.Unavailable(); why != "" {
			return nil, fmt.Errorf("is not looked at: %s", why)
		}
		app := code.Application{Root: path.Dir(f.Path), Files: []*source.File{f}, Names: []string{f.Path}, Open: func(string) *source.File { return nil }}
		for _, read := range language.Read(app) {
			if read.Module != nil {
				all = append(all, facts(f, format, read.Module)...)
			}
		}
	}
	return all, nil
}

// facts returns the settings and assignments of a module by each of their names.
func facts(f *source.File, format *source.Format, m *code.Module) []Value {
	var all []Value
	for _, s := range m.Settings {
		l, ok := layerOf(format, s)
		for _, v := range settingOf(f, s, l) {
			if !ok {
				v.Layer = ofNone
			}
			if ok || v.parse != nil {
				all = append(all, v)
			}
		}
	}
	l := OfCode
	switch format {
	case source.Dockerfile:
		return all // what a step of the build assigns is gone after it
	case source.Shell:
		l = OfScript
	}
	for _, as := range m.Assignments {
		if as.Value == nil {
			continue
		}
		v := Value{At: f.Span(as.Start, as.End), Layer: l, isConstant: true}
		v.Is, v.IsKnown = literal(as.Value)
		v.Text = fmt.Sprint(v.Is)
		names := []string{as.Name}
		if as.Function != "" {
			names = append(names, as.Function+"."+as.Name)
		}
		for _, name := range names {
			if v.Name = name; !slices.ContainsFunc(all, func(other Value) bool { return other.Name == name && other.Layer == l && l == OfCode }) {
				all = append(all, v)
			}
		}
	}
	return all
}

// layerOf returns what a setting of a program is set by; ok is false where it says nothing of what the program runs with.
func layerOf(format *source.Format, s *code.Setting) (l Layer, ok bool) {
	switch {
	case format == source.Dockerfile:
		return OfImage, s.From == "environment"
	case format == source.Shell && s.From == "constant":
		return OfScript, false // it is an assignment, too
	}
	return OfCode, s.Default != nil || s.From != "environment" // one without a default has to be set elsewhere
}

// settingOf returns a setting under each of its names.
func settingOf(f *source.File, s *code.Setting, l Layer) []Value {
	v := Value{At: f.Span(s.Start, s.End), Layer: l, isConstant: s.From == "constant" || s.From == "field"}
	if l == OfCode {
		v.parse, v.isBool = parserOf(expressionOf(f, s))
	}
	if s.Default != nil {
		v.Is, v.IsKnown = literal(s.Default)
		v.Text = fmt.Sprint(v.Is)
		if text, ok := quotedText(f, s.Default.Place); ok && l == OfCode {
			v.Text = text
		}
	}
	names := slices.Compact([]string{s.Name, s.Target})
	if s.Class != "" {
		names = append(names, s.Class+"."+s.Name)
	}
	var all []Value
	for _, name := range names {
		if v.Name = name; name != "" {
			all = append(all, v)
		}
	}
	return all
}

// lookUp is what looks up a variable of the environment.
var lookUp = lazyregexp.New(`(?i)getenv|environ\b|lookupenv|process\.env`)

// expressionOf returns the text around the look-up of a setting: what is assigned, or else the line, unless another one is on it.
func expressionOf(f *source.File, s *code.Setting) string {
	own := string(f.Content[s.Start:s.End])
	if s.From != "environment" {
		return own
	}
	line := f.Line(int(f.Position(s.Start).Line))
	if strings.Contains(line, own) && len(lookUp.FindAllString(line, 2)) == 1 && !strings.Contains(own, "\n") {
		_, after, ok := strings.Cut(line, ":=")
		if !ok {
			if name, value, is := strings.Cut(line, "= "); is && !strings.ContainsAny(name, "=!<>([\"'") {
				after, ok = value, true
			}
		}
		if ok {
			return strings.TrimSpace(after)
		}
		return strings.TrimSpace(line)
	}
	return own
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
