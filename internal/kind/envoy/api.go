package envoy

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// apiText describes the messages of Envoy's API; internal/tools/envoyapi writes it from the descriptors of a release, which its
// first lines name. A section is a message or an enum:
//
//	[full.name.of.a.Message] < name.that.API.v2.had
//	field type |oneof secret deprecated disallowed
//	- names of fields that are gone
//
//	(full.name.of.an.Enum) FIRST SECOND TENTH=10
//
// A type is bool, int, float, string, bytes, duration, timestamp, any, free (any JSON), empty, other (a message that the table
// does not have) or the name of a message or enum, which begins with a dot where it is of the same package. A star in front
// makes it a list, a percent sign a map from text; a question mark behind it says that absent and zero differ. "secret" is
// Envoy's own mark of what it hides in dumps; a "disallowed" field is refused unless a runtime flag allows it. Of a message of
// API v2 that has a successor only the fields are listed that the successor lacks.
//
// proto3 states no defaults: what is absent is zero, empty or false, unless a question mark says that Envoy decides.
//
//go:embed api.txt
var apiText string

// A scalarType is what JSON has for a field.
type scalarType uint8

const (
	typeMessage scalarType = iota
	typeEnum
	typeBool
	typeInt
	typeFloat
	typeString
	typeDuration
	typeAny
	typeFree
)

var scalarTypes = map[string]scalarType{
	"bool": typeBool, "int": typeInt, "float": typeFloat, "string": typeString, "bytes": typeString, "timestamp": typeString,
	"duration": typeDuration, "any": typeAny, "free": typeFree, "empty": typeFree, "other": typeFree,
}

// message is a message of Envoy's API.
type message struct {
	// name is the full name, by that of the newest version of the API.
	name string
	// fields are those of the message by both their names, and those that only API v2 has.
	fields map[string]*apiField
	// gone are the names of fields that an earlier version had.
	gone map[string]bool
}

// apiField is a field of a message.
type apiField struct {
	name   string
	scalar scalarType
	// of is the name of the message or enum.
	of string
	// list is set for a repeated field, table for a map.
	list, table bool
	// oneof names the group of fields of which one may be set, "" for none.
	oneof string
	// old is set where only API v2 has the field.
	old                            bool
	secret, deprecated, disallowed bool
}

// api is the table of Envoy's API. It is for any number of goroutines.
type api struct {
	// sections are the lines of messages by their names, values those of enums.
	sections, values map[string]string
	// newer and older are the names of messages in the next and in the last version of the API.
	newer, older map[string]string

	mu       sync.Mutex
	messages map[string]*message
	enums    map[string]*enum
}

// enum is the names of an enum's values.
type enum struct {
	numbers map[int64]string
	// names are the names as they are written, by themselves in upper case.
	names map[string]string
}

// envoyAPI returns the table, which is indexed when it is first asked for; a message is read when something has it.
var envoyAPI = sync.OnceValue(indexAPI)

func indexAPI() *api {
	a := &api{
		sections: map[string]string{}, values: map[string]string{}, newer: map[string]string{}, older: map[string]string{},
		messages: map[string]*message{}, enums: map[string]*enum{},
	}
	for section := range strings.SplitSeq(apiText, "\n\n") {
		header, lines, _ := strings.Cut(section, "\n")
		switch {
		case strings.HasPrefix(header, "["):
			name, before, _ := strings.Cut(strings.TrimPrefix(header, "["), "]")
			a.sections[name] = lines
			if before, ok := strings.CutPrefix(before, " < "); ok {
				a.newer[before], a.older[name] = name, before
			}
		case strings.HasPrefix(header, "("):
			name, values, _ := strings.Cut(strings.TrimPrefix(header, "("), ")")
			a.values[name] = values
		}
	}
	return a
}

// modern returns the name of a message in the newest version of the API.
func (a *api) modern(name string) string {
	for a.newer[name] != "" {
		name = a.newer[name]
	}
	return name
}

// message returns a message by its full name in any version of the API, nil when there is none.
func (a *api) message(name string) *message {
	name = a.modern(name)
	a.mu.Lock()
	defer a.mu.Unlock()
	if m, ok := a.messages[name]; ok {
		return m
	}
	lines, ok := a.sections[name]
	if !ok {
		return nil
	}
	m := &message{name: name, fields: map[string]*apiField{}, gone: map[string]bool{}}
	a.read(m, name, lines, false)
	for before := a.older[name]; before != ""; before = a.older[before] {
		a.read(m, before, a.sections[before], true)
	}
	a.messages[name] = m
	return m
}

// read adds the fields of one version of a message; old is set for those before the newest.
func (a *api) read(m *message, name, lines string, old bool) {
	for line := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) < 2:
		case words[0] == "-":
			for _, gone := range words[1:] {
				m.gone[gone] = true
			}
		case m.fields[words[0]] == nil:
			f := a.field(words, packageOf(name))
			f.old = old
			m.fields[f.name] = f
			if json := camel(f.name); m.fields[json] == nil {
				m.fields[json] = f
			}
		}
	}
}

func (a *api) field(words []string, pkg string) *apiField {
	f := &apiField{name: words[0]}
	kind := strings.TrimSuffix(words[1], "?")
	if rest, ok := strings.CutPrefix(kind, "*"); ok {
		f.list, kind = true, rest
	}
	if rest, ok := strings.CutPrefix(kind, "%"); ok {
		f.table, kind = true, rest
	}
	if strings.HasPrefix(kind, ".") {
		kind = pkg + kind
	}
	if scalar, ok := scalarTypes[kind]; ok {
		f.scalar = scalar
	} else if f.of = kind; a.values[kind] != "" {
		f.scalar = typeEnum
	}
	for _, mark := range words[2:] {
		switch mark {
		case "secret":
			f.secret = true
		case "deprecated":
			f.deprecated = true
		case "disallowed":
			f.disallowed = true
		default:
			f.oneof = strings.TrimPrefix(mark, "|")
		}
	}
	return f
}

// packageOf returns the package of a message: what is in front of the first name that begins with a capital letter.
func packageOf(name string) string {
	for i := range len(name) - 1 {
		if name[i] == '.' && name[i+1] >= 'A' && name[i+1] <= 'Z' {
			return name[:i]
		}
	}
	return name
}

// camel returns the name of a field in JSON, as protobuf derives it.
func camel(name string) string {
	if !strings.Contains(name, "_") {
		return name
	}
	var b strings.Builder
	up := false
	for _, r := range name {
		switch {
		case r == '_':
			up = true
			continue
		case up && r >= 'a' && r <= 'z':
			r -= 'a' - 'A'
		}
		up = false
		b.WriteRune(r)
	}
	return b.String()
}

// enum returns an enum by its full name, nil when there is none.
func (a *api) enum(name string) *enum {
	a.mu.Lock()
	defer a.mu.Unlock()
	if e, ok := a.enums[name]; ok {
		return e
	}
	values, ok := a.values[name]
	if !ok {
		return nil
	}
	e := &enum{numbers: map[int64]string{}, names: map[string]string{}}
	next := int64(0)
	for _, value := range strings.Fields(values) {
		value, number, explicit := strings.Cut(value, "=")
		if explicit {
			next, _ = strconv.ParseInt(number, 10, 64)
		}
		if e.numbers[next] == "" {
			e.numbers[next] = value
		}
		e.names[strings.ToUpper(value)] = value
		next++
	}
	a.enums[name] = e
	return e
}
