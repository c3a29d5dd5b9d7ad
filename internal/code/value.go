package code

import (
	"slices"
	"strconv"
	"strings"
)

// Literal returns a value that is written out.
func Literal(p Place, is any) *Value { return &Value{Place: p, Kind: "literal", Is: is} }

// At returns a value at another place: that of the expression that has it, wherever it is written.
func At(p Place, v *Value) *Value {
	moved := *v
	moved.Place = p
	return &moved
}

// Kept returns a value as it is read from a name: that of a call has the name.
func Kept(name string, v *Value) *Value {
	if v.Kind != "call" {
		return v
	}
	kept := *v
	kept.As = name
	return &kept
}

// IsFalse reports whether a literal counts as false.
func IsFalse(v *Value) bool {
	return v.Kind == "literal" && (v.Is == nil || v.Is == "" || v.Is == false || v.Is == int64(0)) || v.Kind == "list" && len(v.Items) == 0
}

// PlainDefault returns the value that a default comes to: that of a setting is its own default.
func PlainDefault(v *Value) *Value {
	for v != nil && (v.Kind == "setting" || v.Kind == "environment") {
		v = v.Default
	}
	return v
}

// PlainText returns the text of what PlainDefault returns; false where that is none, or no text.
func PlainText(v *Value) (string, bool) {
	plain := PlainDefault(v)
	if plain == nil {
		return "", false
	}
	text, ok := plain.Is.(string)
	return text, ok
}

// Not returns the opposite of a value.
func Not(v *Value) *Value {
	if b, ok := v.Is.(bool); ok && v.Kind == "literal" {
		return Literal(v.Place, !b)
	}
	return &Value{Kind: "not", Items: []*Value{v}}
}

// ReadAs returns a variable of the environment that is read as a boolean by comparing it with words: one that nobody sets is none of
// them, where they say yes or no. Whoever compares it with other words, as with production, asks where the program runs, and whoever
// compares it with the empty text alone whether it is set.
func ReadAs(variable, words *Value, operator string) (*Value, bool) {
	list := words.Items
	if words.Kind == "literal" {
		list = []*Value{words}
	}
	texts := map[string]bool{}
	for _, word := range list {
		text, ok := word.Is.(string)
		if !ok {
			return nil, false
		}
		texts[text] = true
	}
	if len(texts) == 1 && texts[""] {
		return nil, false
	}
	read, isNegated := *variable, strings.HasPrefix(operator, "!") || operator == "not in"
	read.Default = nil
	if fallback := variable.Default; fallback != nil {
		text, ok := fallback.Is.(string)
		if !ok {
			return &Value{Kind: "unknown", Name: variable.Name}, true
		}
		read.Default = Literal(fallback.Place, texts[text] != isNegated)
	} else if variable.Part != "required" && len(texts) > 0 && areBooleans(texts) {
		read.Default = Literal(variable.Place, isNegated)
	}
	return &read, true
}

// areBooleans reports whether all words say yes or no.
func areBooleans(words map[string]bool) bool {
	for word := range words {
		if !slices.Contains([]string{"1", "true", "yes", "on", "y", "t", "0", "false", "no", "off", "n", "f"}, strings.ToLower(word)) {
			return false
		}
	}
	return true
}

// Changed applies a function to a text, or to the default of what is read from outside.
func Changed(v *Value, change func(string) string) *Value {
	with := *v
	if text, ok := v.Is.(string); ok && v.Kind == "literal" {
		with.Is = change(text)
	} else if v.Default != nil {
		with.Default = Changed(v.Default, change)
	}
	return &with
}

// Split returns a text as the list of its parts.
func Split(v *Value, separator string) *Value {
	if text, ok := v.Is.(string); ok && v.Kind == "literal" {
		list := &Value{Place: v.Place, Kind: "list"}
		for part := range strings.SplitSeq(text, separator) {
			list.Items = append(list.Items, Literal(v.Place, strings.TrimSpace(part)))
		}
		return list
	}
	with := *v
	if v.Default != nil {
		with.Default = Split(v.Default, separator)
	}
	return &with
}

// AsBoolean returns a text as the boolean that people mean by it.
func AsBoolean(v *Value) *Value {
	if text, ok := v.Is.(string); ok {
		return Literal(v.Place, slices.Contains([]string{"1", "true", "yes", "on", "y", "t"}, strings.ToLower(text)))
	}
	return v
}

// Texts returns the texts of a list in upper case.
func Texts(v *Value) []string {
	var all []string
	for _, item := range v.Items {
		if text, ok := item.Is.(string); ok {
			all = append(all, strings.ToUpper(text))
		}
	}
	return all
}

// Guarded returns conditions with one more.
func Guarded(guards []*Guard, more *Guard) []*Guard {
	return append(slices.Clip(guards), more)
}

// Refuse notes in checked the settings that conditions ask about before a program refuses to go on, where they do not compare them with
// what somebody gives: that is a login.
func Refuse(guards []*Guard, checked map[string]bool) {
	if slices.ContainsFunc(guards, func(guard *Guard) bool { return isGiven(guard.Test) }) {
		return
	}
	for _, guard := range guards {
		ask(guard.Test, checked)
	}
}

// isGiven reports whether a value has a part from a request or a caller.
func isGiven(v *Value) bool {
	return v.Kind == "request" || v.Kind == "parameter" || slices.ContainsFunc(v.Items, isGiven)
}

func ask(v *Value, checked map[string]bool) {
	if v.Kind == "environment" || v.Kind == "setting" {
		checked[v.Name] = true
	}
	for _, item := range v.Items {
		ask(item, checked)
	}
}

// Number returns the number that a text is, nil for any other text.
func Number(text string) any {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		return f
	}
	return nil
}
