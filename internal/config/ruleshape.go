package config

import (
	"maps"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// rulesShape is a mapping from rule ids and globs to their settings. Its value is by rule id, globs expanded.
type rulesShape struct {
	// parameters is set where parameters may be: they belong to a rule, not to a path.
	parameters bool
}

// ruleKey is a key of such a mapping with the rules that it stands for.
type ruleKey struct {
	text  string
	rules []*rules.Rule
	exact bool
}

func (r rulesShape) decode(d *decoder, n *source.Node) (map[string]setting, bool) {
	if n.Kind != source.Mapping {
		d.wrongType(n, "a mapping from rules to off, on, a severity, or severity and parameters")
		return nil, false
	}
	before := len(d.errs)
	settings, exact := map[string]setting{}, map[string]setting{}
	for _, entry := range n.Entries {
		key := d.ruleKey(entry)
		s, ok := r.setting(d, key, entry.Value)
		s.at = entry.KeySpan
		switch {
		case !ok:
		case key.exact:
			for _, rule := range key.rules { // one, by its id or a former one
				exact[rule.ID] = s
			}
		default:
			for _, rule := range key.rules {
				settings[rule.ID] = settings[rule.ID].over(s)
			}
		}
	}
	for id, s := range exact {
		if s.state == inherit && s.hasSeverity {
			s.state = on // who gives a rule of pack strict a severity wants it
		}
		settings[id] = settings[id].over(s)
	}
	return settings, len(d.errs) == before
}

// ruleKey finds the rules that a key stands for and reports a key that stands for none.
func (d *decoder) ruleKey(entry source.Entry) ruleKey {
	key := ruleKey{text: entry.Key, exact: strings.Contains(entry.Key, "/") && !strings.ContainsAny(entry.Key, `*?[\`)}
	key.rules = d.catalogue.Match(entry.Key)
	if len(key.rules) == 0 {
		d.fail(entry.KeySpan, d.catalogue.Suggest(entry.Key), "unknown rule %q", entry.Key)
	}
	return key
}

// setting decodes the value of a key: a word, or the long form.
func (r rulesShape) setting(d *decoder, key ruleKey, n *source.Node) (setting, bool) {
	switch {
	case n.Kind == source.Mapping:
		return settingShape(&r, key).decode(d, n)
	case n.Kind == source.Bool && n.Scalar == true, n.Str() == "on":
		return setting{state: on}, true
	case n.Kind == source.Bool, n.Str() == "off":
		return setting{state: off}, true
	}
	words := severities()
	words.what, words.words = "setting", append([]string{"off", "on"}, words.words...)
	severity, ok := words.decode(d, n)
	return setting{severity: severity, hasSeverity: true}, ok
}

func (r rulesShape) schema() schema {
	words := []any{"off", "on", false, true}
	for _, word := range severityWords() {
		words = append(words, word)
	}
	return schema{
		"type":                 "object",
		"propertyNames":        schema{"pattern": `^[a-z0-9*?\[][a-z0-9*?\[\]/-]*$`},
		"additionalProperties": schema{"anyOf": []any{schema{"enum": words}, settingShape(&r, ruleKey{}).schema()}},
	}
}

// parametersShape is a mapping from a rule's parameters to values of their types.
type parametersShape struct{ subject ruleKey }

func (p parametersShape) decode(d *decoder, n *source.Node) (map[string]any, bool) {
	if n.Kind != source.Mapping {
		d.wrongType(n, "a mapping from parameters to values")
		return nil, false
	}
	if !p.subject.exact {
		d.fail(n.Span, "", "parameters belong to one rule: name it by its id instead of %q", p.subject.text)
		return nil, false
	}
	if len(p.subject.rules) == 0 {
		return nil, false // unknown rule, reported already
	}
	before, values := len(d.errs), map[string]any{}
	declared := p.subject.rules[0].Parameters
	for _, entry := range n.Entries {
		standard, ok := declared[entry.Key]
		if !ok {
			names := slices.Sorted(maps.Keys(declared))
			known := "it has none"
			if len(names) > 0 {
				known = "it has " + strings.Join(names, ", ")
			}
			d.fail(entry.KeySpan, nearest(entry.Key, names), "unknown parameter %q of %s: %s", entry.Key, p.subject.text, known)
			continue
		}
		if wrong, want := mismatch(entry.Value, standard); want != "" {
			d.fail(wrong.Span, "", "parameter %q of %s wants %s, got %s", entry.Key, p.subject.text, want, nodeName(wrong))
			continue
		}
		values[entry.Key] = entry.Value.Value()
	}
	return values, len(d.errs) == before
}

func (parametersShape) schema() schema { return schema{"type": "object"} }

// mismatch returns what of a node has another type than a parameter's default, and what is wanted there; "" when nothing has. A default
// of null allows everything; the items of a list must be like the default's first.
func mismatch(n *source.Node, standard any) (wrong *source.Node, want string) {
	switch s := standard.(type) {
	case nil:
		return nil, ""
	case bool:
		return n, unless(n.Kind == source.Bool, "true or false")
	case string:
		return n, unless(n.Kind == source.String, "a string")
	case float32, float64:
		return n, unless(n.Kind == source.Number, "a number")
	case []any:
		if n.Kind != source.Sequence {
			return n, "a list"
		}
		for _, item := range n.Items {
			if len(s) == 0 {
				break
			}
			if wrong, want := mismatch(item.Value, s[0]); want != "" {
				return wrong, "a list in which every item is " + want
			}
		}
		return nil, ""
	case map[string]any:
		return n, unless(n.Kind == source.Mapping, "a mapping")
	}
	_, whole := n.Scalar.(int64)
	return n, unless(whole, "a whole number")
}

func unless(ok bool, want string) string {
	if ok {
		return ""
	}
	return want
}
