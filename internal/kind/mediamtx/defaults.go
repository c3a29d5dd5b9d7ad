package mediamtx

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

//go:embed settings.txt
var settingTable string

// shape says how a setting's value is read.
type shape string

const (
	text    shape = "text"    // as written
	boolean shape = "boolean" // true, false; yes and no in any case
	tri     shape = "tri"     // no, optional or strict; yes and true are strict
	list    shape = "list"    // a list of texts; a single text is a list of one
	actions shape = "actions" // a list of permissions: the texts of their actions
	seconds shape = "seconds" // a duration
)

// definition is a setting by its newest name, with its defaults from the oldest release to the newest.
type definition struct {
	name     string
	shape    shape
	defaults []Default
}

// definitions are the settings that policies look at, by name: those of the top level and those of paths.
type definitions struct{ top, path map[string]definition }

// defined reads settings.txt, which a test checks.
var defined = sync.OnceValue(func() definitions {
	d := definitions{map[string]definition{}, map[string]definition{}}
	for fields := range rows(settingTable) {
		name, inPath := strings.CutPrefix(fields[0], ".")
		level := d.top
		if inPath {
			level = d.path
		}
		level[name] = definition{name, shape(fields[1]), choices(shape(fields[1]), fields[2:])}
	}
	return d
})

// choices reads defaults: a release, an equals sign and a value in JSON.
func choices(s shape, columns []string) []Default {
	all := make([]Default, len(columns))
	for i, column := range columns {
		tag, value, _ := strings.Cut(column, "=")
		all[i] = Default{parseVersion(tag), s.decode(value)}
	}
	return all
}

// decode reads a default, with the types that read returns.
func (s shape) decode(value string) any {
	switch s {
	case list, actions:
		return decode[[]string](value)
	}
	return decode[any](value)
}

func decode[T any](value string) T {
	var v T
	if err := json.Unmarshal([]byte(value), &v); err != nil {
		panic(fmt.Sprintf("settings.txt: default %s: %v", value, err))
	}
	return v
}

// in returns the defaults that a definition has in a stretch of releases; none when no release of it has the setting.
func (d definition) in(s span) []Default {
	n := len(d.defaults)
	for s.until != 0 && n > 0 && d.defaults[n-1].Since >= s.until {
		n--
	}
	return d.defaults[:n]
}

// setDefaults adds to the facts the defaults of what is not written.
func (t top) setDefaults(c *Configuration) {
	most := len(defined().top) - len(t.written)
	c.Defaults, c.Since, c.Earlier = make(map[string]any, most), make(map[string]Version, most), map[string][]Default{}
	for name, d := range defined().top {
		choices := d.in(t.releases)
		if _, ok := t.written[name]; ok || len(choices) == 0 {
			continue
		}
		last := choices[len(choices)-1]
		c.Defaults[name] = last.Value
		if last.Since != 0 {
			c.Since[name] = last.Since
		}
		if len(choices) > 1 {
			c.Earlier[name] = choices[:len(choices)-1]
		}
	}
}

// pathDefaults returns the defaults of paths, by name.
func pathDefaults(releases span) map[string]any {
	defaults := make(map[string]any, len(defined().path))
	for name, d := range defined().path {
		if choices := d.in(releases); len(choices) > 0 {
			defaults[name] = choices[len(choices)-1].Value
		}
	}
	return defaults
}
