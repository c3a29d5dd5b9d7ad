package envoy

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Kinds of faults, as Fault documents them.
const (
	faultField   = "unknown_field"
	faultRemoved = "removed_field"
	faultValue   = "unknown_value"
	faultType    = "wrong_type"
	faultMessage = "unknown_type"
	faultNoType  = "no_type"
	faultOneof   = "one_of"
)

// maxFaults bounds how many faults of one document are kept: a file that is no Envoy configuration after all has one in each line.
const maxFaults = 100

func (r *reader) fault(f Fault) {
	if len(r.faults) < maxFaults {
		r.faults = append(r.faults, f)
	}
}

// unknown records a key that is no field of a message.
func (r *reader) unknown(m *message, e source.Entry, p source.Path) {
	if source.IsTemplate(e.Key) || strings.HasPrefix(e.Key, "<<") {
		return
	}
	f := Fault{Path: p, Kind: faultField, Name: e.Key, Message: short(m.name)}
	if m.gone[e.Key] {
		f.Kind = faultRemoved
	} else {
		names := make([]string, 0, len(m.fields))
		for name, field := range m.fields {
			if !field.old && name == field.name {
				names = append(names, name)
			}
		}
		f.Suggestion = nearest(e.Key, names)
	}
	r.fault(f)
}

// mismatch records a value of the wrong type.
func (r *reader) mismatch(old *source.Node, p source.Path, wanted string) {
	if !source.IsTemplate(old.Str()) {
		r.fault(Fault{Path: p, Kind: faultType, Wanted: wanted})
	}
}

// unknownType records a type that is spelled like one of Envoy's and is none. Others may be of an extension that this Envoy was
// built with, or of another release.
func (r *reader) unknownType(name string, p source.Path) {
	if !strings.HasPrefix(name, "envoy.") {
		return
	}
	names := make([]string, 0, len(r.api.sections))
	for section := range r.api.sections {
		names = append(names, section)
	}
	slices.Sort(names)
	for _, known := range names {
		if strings.EqualFold(known, name) || len(known) == len(name) && levenshtein.ComputeDistance(known, name) == 1 {
			r.fault(Fault{Path: p, Kind: faultMessage, Name: name, Suggestion: known})
			return
		}
	}
}

// judge records what Envoy says against a field that a message has: that another of its group is set too, and what is deprecated.
// groups are the fields that are set, by group.
func (r *reader) judge(m *message, f *apiField, p source.Path, groups map[string]string) {
	if f.oneof != "" {
		if other := groups[f.oneof]; other != "" && other != f.name {
			r.fault(Fault{Path: p, Kind: faultOneof, Name: f.name, Message: short(m.name), Suggestion: other})
		}
		groups[f.oneof] = f.name
	}
	switch {
	case f.old:
		r.deprecate(p, f.name, deprecatedRemoved)
	case f.disallowed:
		r.deprecate(p, f.name, deprecatedRefused)
	case f.deprecated:
		r.deprecate(p, f.name, deprecatedWarned)
	}
}

// nearest returns the name that was probably meant, or "" when none is near: one that is spelled alike, or of which the name is the
// beginning. Upper case and underscores do not count. The names may be in any order.
func nearest(name string, names []string) string {
	slices.Sort(names)
	name = flat(name)
	found, best := "", len(name)/3+1
	longer := ""
	for _, known := range names {
		other := flat(known)
		if len(name) > 5 && strings.HasPrefix(other, name) && longer == "" {
			longer = known
		}
		if max(len(other)-len(name), len(name)-len(other)) >= best {
			continue
		}
		if d := levenshtein.ComputeDistance(name, other); d < best {
			found, best = known, d
		}
	}
	if found == "" {
		return longer
	}
	return found
}

func flat(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// States of what is deprecated, as Deprecated documents them.
const (
	deprecatedRemoved = "removed"
	deprecatedRefused = "refused"
	deprecatedWarned  = "deprecated"
)

func (r *reader) deprecate(p source.Path, what, state string) {
	if len(r.deprecated) < maxFaults {
		r.deprecated = append(r.deprecated, Deprecated{p, what, state})
	}
}

// oldType finds the types of API v2 and v1, whose packages have the version in the middle.
var oldType = lazyregexp.New(`^envoy\..*\.v[12]((alpha|beta)\d*)?\.`)

// outlived are the packages of API v2 that Envoy went on reading after the others: they had no successor yet.
var outlived = lazyregexp.New(`^envoy\.config\.(health_checker\.redis\.v2|filter\.thrift\.router\.v2alpha1|` +
	`resource_monitor\.(fixed_heap|injected_resource)\.v2alpha|retry\.(omit_canary_hosts|previous_hosts)\.v2)\.`)

// old records the name of a type of API v2.
func (r *reader) old(name string, p source.Path) {
	if oldType.MatchString(name) && !outlived.MatchString(name) {
		r.deprecate(p, name, deprecatedRemoved)
	}
}
