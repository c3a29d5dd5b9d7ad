package schema

import (
	"fmt"
	"reflect"
	"strings"
)

// Tables describes the fields of structs in Markdown: one table for the fields of all of types, and below it one for each struct
// that they are made of, under a heading of the given level. The error is for a source that cannot be parsed.
func Tables(types []reflect.Type, level int, o Options) (string, error) {
	w := &tables{docs: newComments(o.Root), o: o, level: level}
	w.table(fieldsOf(types...))
	for len(w.left) > 0 {
		t := w.left[0]
		w.left = w.left[1:]
		w.section(t)
	}
	return w.b.String(), w.docs.err
}

// tables writes the tables of a page.
type tables struct {
	b     strings.Builder
	docs  *comments
	o     Options
	level int
	// left are the structs that were mentioned and have no table yet, seen all that were mentioned.
	left, seen []reflect.Type
}

func (w *tables) section(t reflect.Type) {
	fmt.Fprintf(&w.b, "\n%s %s\n\n", strings.Repeat("#", w.level), t.Name())
	if doc := w.docs.of(t); doc != "" {
		w.b.WriteString(doc + "\n\n")
	}
	w.table(fieldsOf(t))
}

func (w *tables) table(fields []field) {
	w.b.WriteString("| key | value | meaning |\n|---|---|---|\n")
	for _, f := range fields {
		value := w.value(f.Type)
		if f.optional {
			value += ", or absent"
		}
		fmt.Fprintf(&w.b, "| `%s` | %s | %s |\n", f.key, value, strings.ReplaceAll(w.meaning(f), "|", `\|`))
	}
}

// meaning is the comment of a field, or else of its type, for a reader who does not see the Go: it does not begin with a name.
func (w *tables) meaning(f field) string {
	comment := w.docs.field(f)
	t := f.Type
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch {
	case comment != "":
		return withoutName(comment, f.Name)
	case f.key == "path":
		return "where it is written"
	case t.Kind() == reflect.Struct:
		return withoutName(w.docs.of(t), t.Name())
	}
	return ""
}

func withoutName(comment, name string) string {
	rest, found := strings.CutPrefix(comment, name+" ")
	if !found {
		return comment
	}
	for _, verb := range []string{"is ", "are "} {
		if what, found := strings.CutPrefix(rest, verb); found {
			return what
		}
	}
	return rest
}

// value says in words what a value of a type is.
func (w *tables) value(t reflect.Type) string {
	if schema, ok := w.o.Values[t]; ok {
		return valueOf(schema)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return w.value(t.Elem())
	case reflect.Interface:
		return "any value"
	case reflect.Slice:
		return "list: " + w.value(t.Elem())
	case reflect.Map:
		return "object, by name: " + w.value(t.Elem())
	case reflect.Struct:
		w.mention(t)
		return fmt.Sprintf("[%s](#%s)", t.Name(), strings.ToLower(t.Name()))
	case reflect.Bool:
		return "boolean"
	case reflect.String:
		return "string"
	}
	return "number"
}

func (w *tables) mention(t reflect.Type) {
	for _, known := range w.seen {
		if known == t {
			return
		}
	}
	w.seen, w.left = append(w.seen, t), append(w.left, t)
}

// valueOf says in words what a schema of Options.Values allows.
func valueOf(schema map[string]any) string {
	if words, ok := schema["enum"].([]string); ok {
		return "`" + strings.Join(words, "`, `") + "`"
	}
	if name, ok := schema["title"].(string); ok {
		return name
	}
	return fmt.Sprint(schema["type"])
}
