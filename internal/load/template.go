package load

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// isTemplate reports whether a file that its format refuses is a template, by its name or its text, and the candidates have
// a kind that reads templates.
func (s *recorder) isTemplate(name string, candidates []candidate) bool {
	format := source.FormatOf(name)
	f, err := s.Read(name)
	return slices.ContainsFunc(candidates, func(c candidate) bool { return c.Templates }) &&
		(format.IsTemplate() || format.Template() != nil && err == nil && (source.LooksLikeTemplate(f.Content) || isCalledTemplate(name)))
}

// isCalledTemplate reports whether a name says so in front of the extension, as that of app.template.conf does.
func isCalledTemplate(name string) bool {
	return slices.ContainsFunc([]string{".template.", ".tmpl.", ".tpl."}, func(infix string) bool { return strings.Contains(path.Base(name), infix) })
}

// tryTemplate reads as a template what its format refuses with an error. It reports what try does.
func (s *recorder) tryTemplate(o *outcome, candidates []candidate, refused error) bool {
	ours := source.FormatOf(o.file.Path).IsTemplate()
	speaks := s.speaks(o.file.Path)
	takers := slices.DeleteFunc(slices.Clone(candidates), func(c candidate) bool {
		return !c.Templates || !(c.named && ours) && !speaks(c)
	})
	if len(takers) == 0 {
		return false // a name such as envoy-hpa.yaml tells little of a template
	}
	f, _ := s.Read(o.file.Path) // it was read before
	if format := source.FormatOf(o.file.Path).Template(); format != nil {
		roots, err := format.Read(f, source.DefaultLimits())
		if err == nil {
			o.recognise(s, takers, roots)
			return o.kind != ""
		}
		refused = err
	}
	o.kind = takers[0].Name
	o.unsupported = "a template that cannot be read before it is filled in: " + problemOf(o.file.Path, refused).Message
	return true
}
