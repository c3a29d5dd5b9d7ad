package evaluate

import (
	"encoding/json"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/rules"
)

// maxEdits bounds the edits of one fix: scanned files can be as long as their author likes.
const maxEdits = 500

// readFix reads {name, edits}; nil where it is none.
func readFix(rule *rules.Rule, v plan.Value, bad func(string, ...any)) *finding.Fix {
	object, ok := v.(*plan.Object)
	if !ok {
		bad("fix is no object with name and edits")
		return nil
	}
	fix := &finding.Fix{}
	for _, pair := range object.Pairs() {
		switch pair.Key {
		case "name":
			fix.Name, _ = pair.Value.(string)
		case "edits":
			fix.Edits = readEdits(pair.Value, bad)
		default:
			bad("unknown key %s in fix", show(pair.Key))
		}
	}
	declared, known := rule.Fixes[fix.Name]
	switch {
	case !known:
		bad("fix %s is not declared in METADATA", show(object.Get("name")))
	case len(fix.Edits) == 0:
		bad("fix %s has no edits", fix.Name)
	default:
		fix.Title, fix.Unsafe = declared.Title, declared.Unsafe
		return fix
	}
	return nil
}

func readEdits(v plan.Value, bad func(string, ...any)) []finding.Edit {
	items, ok := itemsOf(v)
	if !ok {
		bad("edits is no array")
	}
	if len(items) > maxEdits {
		return nil
	}
	var edits []finding.Edit
	for _, item := range items {
		if e, ok := readEdit(item, bad); ok {
			edits = append(edits, e)
		}
	}
	return edits
}

// readEdit reads an object whose only key without fellows says what to do, with the path.
func readEdit(v plan.Value, bad func(string, ...any)) (e finding.Edit, ok bool) {
	object, isObject := v.(*plan.Object)
	if !isObject {
		bad("edits holds something that is no object")
		return e, false
	}
	needs := ""
	for _, kind := range [...]finding.EditKind{finding.Set, finding.Remove, finding.Add, finding.Rename, finding.Require} {
		if path := object.Get(string(kind)); path != nil {
			e.Kind, e.Path, ok = kind, readPath(path, bad), true
			needs = editNeeds[kind]
		}
	}
	if !ok || len(e.Path) == 0 || len(object.Pairs()) != map[bool]int{true: 1, false: 2}[needs == ""] {
		bad("an edit is {set: path, value}, {remove: path}, {add: path, value}, {rename: path, to} or {require: path, variable}, and not %s", show(object))
		return e, false
	}
	if needs == "" {
		return e, true
	}
	with := object.Get(needs)
	if with == nil {
		bad("the edit %s lacks %s", e.Kind, needs)
		return e, false
	}
	if needs == "value" {
		e.Value = EditValue(plan.ToGo(with))
		return e, true
	}
	if e.Name, ok = with.(string); !ok || e.Name == "" {
		bad("%s of an edit is no text", needs)
		return e, false
	}
	return e, true
}

// editNeeds are the keys that edits have beside their path.
var editNeeds = map[finding.EditKind]string{
	finding.Set: "value", finding.Add: "value", finding.Rename: "to", finding.Require: "variable",
}

// EditValue makes numbers of Go of those of JSON in the value of an edit: whole ones, and those that are written with a fraction.
func EditValue(v any) any {
	switch x := v.(type) {
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return n
		}
		n, _ := x.Float64()
		return n
	case []any:
		for i := range x {
			x[i] = EditValue(x[i])
		}
	case map[string]any:
		for key := range x {
			x[key] = EditValue(x[key])
		}
	}
	return v
}
