package assertion

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/value"
	"github.com/seclint/seclint/rules"
)

// setting judges a setting by its name: those of the places that write it which are in force.
func (d *decider) setting(a *config.Assertion, files []*source.File) {
	var all []value.Value
	for _, f := range files {
		values, err := d.values.Read(f)
		if err != nil {
			d.unassessed(a.ID, a.At, fmt.Sprintf("%s %s", f.Path, err), "")
		}
		all = append(all, values...)
	}
	inForce, written := value.InForce(a.Setting, all)
	if len(written) == 0 && d.partial != "" {
		return // what was not read may set it
	}
	d.judgeAll(a, inForce, written, files)
}

// path judges what is at a route in the trees of files.
func (d *decider) path(a *config.Assertion, files []*source.File) {
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
			d.route(a, f, root)
		}
	}
}

// route judges a route in one tree.
func (d *decider) route(a *config.Assertion, f *source.File, root *source.Node) {
	all := value.Route(a.Path, root)
	isAbsent := slices.ContainsFunc(a.Demands, func(demand config.Demand) bool { return demand.Operator == "absent" })
	switch {
	case len(all) > 0:
		d.judgeAll(a, all, all, []*source.File{f})
	case isAbsent:
	case a.Default != nil:
		d.judgeUnset(a, a.Path, []*source.File{f})
	default:
		at := value.Nearest(a.Path, root)
		if at.IsZero() {
			at = top(f)
		}
		d.report(rules.AssertExpected, a.ID, a.Severity, a.HasSeverity, at, fmt.Sprintf("%s is not set in %s", a.Path, f.Path), a.Reason, f.Path)
	}
}

// isFalse reports whether a setting is false in code where nobody sets it.
func (d *decider) isFalse(name string, files []*source.File) bool {
	for _, file := range d.Main.Files() {
		base := path.Base(file)
		if !strings.HasSuffix(base, ".py") || !strings.Contains(base, "config") && !strings.Contains(base, "settings") {
			continue
		}
		if f, err := d.Main.Read(file); err == nil && !slices.Contains(files, f) && len(files) < 500 {
			files = append(slices.Clip(files), f)
		}
	}
	for _, f := range files {
		values, _ := d.values.Read(f)
		for _, v := range values {
			if v.Name == name && v.Layer == value.OfCode {
				truth, known := config.TruthOf(v.Is)
				return v.IsKnown && known && !truth
			}
		}
	}
	return false
}

// demanded is what a setting has to be, in a message.
func demanded(name string, d config.Demand) string {
	if value.IsSecret(name) && (d.Operator == "eq" || d.Operator == "ne" || d.Operator == "in" || d.Operator == "not_in") {
		return "what the config says"
	}
	return d.String()
}
