package runsc

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"

	"github.com/seclint/seclint/policies"
)

// TestFlagsFile reads the table with nothing in it that the reader would pass over.
func TestFlagsFile(t *testing.T) {
	var groups map[string]map[string]property
	decoder := json.NewDecoder(bytes.NewReader(flagsFile))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&groups); err != nil {
		t.Fatal(err)
	}
	count := 0
	for group, flags := range groups {
		count += len(flags)
		for name, p := range flags {
			if _, err := strconv.ParseBool(p.Default); p.Boolean && err != nil {
				t.Errorf("%s flag %s is boolean, but its default is %q", group, name, p.Default)
			}
		}
	}
	if len(known()) != count {
		t.Errorf("%d flags are known, %d are in the file: is one in two groups?", len(known()), count)
	}
}

func TestFlagsFileThatIsNoTable(t *testing.T) {
	if flags, err := readFlags([]byte(`{"current": ["debug"]}`)); err == nil {
		t.Errorf("a list was read as %v", flags)
	}
}

func TestLookup(t *testing.T) {
	for name, want := range map[string]struct {
		property
		known bool
	}{
		"debug":            {property{Boolean: true, Default: "false"}, true},
		"directfs":         {property{Boolean: true, Default: "true"}, true},
		"vfs2":             {property{Boolean: true, Default: "true", deprecated: true}, true},
		"user-log":         {property{}, true},
		"TESTONLY-of-late": {property{}, true},
		"dbug":             {property{}, false},
	} {
		if got, ok := lookup(name); got != want.property || ok != want.known {
			t.Errorf("lookup(%q) = %+v, %v, want %+v", name, got, ok, want)
		}
	}
}

// TestBooleansOfPolicies holds the words that policies know to the function that runsc and IsOn read them with.
func TestBooleansOfPolicies(t *testing.T) {
	text, err := policies.FS.ReadFile("lib/boolean/data.json")
	if err != nil {
		t.Fatal(err)
	}
	var tables struct {
		Words struct{ On, Off []string } `json:"words"`
	}
	if err := json.Unmarshal(text, &tables); err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for _, word := range tables.Words.On {
		read[word] = true
		if !IsOn(word) {
			t.Errorf("policies read %q as on, and runsc does not", word)
		}
	}
	for _, word := range tables.Words.Off {
		read[word] = true
		if on, err := strconv.ParseBool(word); on || err != nil {
			t.Errorf("policies read %q as off, and runsc does not", word)
		}
	}
	for _, word := range []string{"", "0", "1", "f", "F", "t", "T", "n", "y", "no", "yes", "off", "on", "false", "False", "FALSE", "true", "True", "TRUE", "tRUE"} {
		if _, err := strconv.ParseBool(word); (err == nil) != read[word] {
			t.Errorf("policies read %q: %v, runsc: %v", word, read[word], err == nil)
		}
	}
}
