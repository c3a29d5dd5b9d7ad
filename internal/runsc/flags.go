package runsc

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// property is what is known of a runsc flag.
type property struct {
	Boolean bool `json:"boolean"`
	// Default is the value without the flag, as text.
	Default string `json:"default"`
	// deprecated flags are registered only so that old configs still start.
	deprecated bool
}

// flagsFile has the flags of runsc in three groups: current and deprecated are those of runsc/config/flags.go and
// flags_graveyard.go of github.com/google/gvisor, as of release 20261012.0, earlier those of releases before.
//
//go:embed flags.json
var flagsFile []byte

// known returns the flags by name.
var known = sync.OnceValue(func() map[string]property {
	flags, err := readFlags(flagsFile)
	if err != nil {
		panic(err) // flags.json is a part of the program, and a test reads it
	}
	return flags
})

// readFlags reads the table of flags. The error names what is wrong with it.
func readFlags(table []byte) (map[string]property, error) {
	var groups struct {
		Current    map[string]property `json:"current"`
		Deprecated map[string]property `json:"deprecated"`
		Earlier    map[string]property `json:"earlier"`
	}
	if err := json.Unmarshal(table, &groups); err != nil {
		return nil, fmt.Errorf("cannot read the table of runsc's flags: %w", err)
	}
	flags := groups.Current
	for name, p := range groups.Earlier {
		flags[name] = p
	}
	for name, p := range groups.Deprecated {
		p.deprecated = true
		flags[name] = p
	}
	return flags, nil
}

// IsOn reports whether the value of a boolean flag switches it on: runsc reads it with strconv.ParseBool, as package flag does.
func IsOn(value string) bool {
	on, err := strconv.ParseBool(value)
	return on && err == nil
}

// lookup returns what is known of a flag. The flags for tests and experiments come and go: any of them counts as known.
func lookup(name string) (p property, ok bool) {
	if p, ok = known()[name]; ok {
		return p, true
	}
	return p, strings.HasPrefix(name, "TESTONLY-") || strings.HasPrefix(name, "EXPERIMENTAL-")
}

// intended returns the flag that a key outside of runsc's reach stands for. People write some with underscores there.
func intended(key string) (string, bool) {
	if _, ok := lookup(key); ok {
		return key, true
	}
	name := strings.ReplaceAll(key, "_", "-")
	_, ok := lookup(name)
	return name, ok
}
