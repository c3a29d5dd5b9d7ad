package config_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/seclint/seclint/internal/config"
)

// The schema and the reader agree on a config that is right, on each key of it with another name, and on each value of another type; but the
// schema does not know which rules there are and which parameters they have.
func TestSchemaAndReaderGiveTheSameVerdict(t *testing.T) {
	t.Parallel()
	schema, readWhole := compile(t), wholeReader(t)
	if err := readWhole(whole); err != nil {
		t.Fatal(err)
	}
	if err := validate(t, schema, whole); err != nil {
		t.Fatal(err)
	}
	mutants(t, false, func(m mutant) {
		bySchema, byReader := validate(t, schema, m.config), readWhole(m.config)
		if bySchema == nil && (strings.Contains(m.what, ".parameters.") || m.isKey && strings.Contains(m.what, "rules.")) {
			return
		}
		if (bySchema == nil) != (byReader == nil) {
			t.Errorf("%s: the schema says %v, the reader %v", m.what, bySchema, byReader)
		}
		if m.isKey && byReader == nil {
			t.Errorf("%s: it is taken", m.what)
		}
	})
}

// The config of these tests has every key that the schema knows.
func TestWholeHasEveryKey(t *testing.T) {
	t.Parallel()
	var schema map[string]any
	if err := json.Unmarshal(config.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	var content any
	if err := yaml.Unmarshal([]byte(whole), &content); err != nil {
		t.Fatal(err)
	}
	objects := map[string]map[string]bool{}
	used(schema, content, objects)
	for known, keys := range objects {
		for key := range strings.SplitSeq(known, " ") {
			if !keys[key] {
				t.Errorf("%s of the mapping with %s is not in the config of this test", key, known)
			}
		}
	}
	if len(objects) < 10 {
		t.Errorf("%d mappings were found", len(objects))
	}
}

// used collects for each mapping of a schema, by its keys, those that a value has.
func used(schema map[string]any, value any, into map[string]map[string]bool) {
	alternatives, _ := schema["anyOf"].([]any)
	for _, alternative := range alternatives {
		used(alternative.(map[string]any), value, into)
	}
	items, _ := schema["items"].(map[string]any)
	for _, item := range as[[]any](value) {
		used(items, item, into)
	}
	every, _ := schema["additionalProperties"].(map[string]any)
	properties, _ := schema["properties"].(map[string]any)
	known := strings.Join(slices.Sorted(maps.Keys(properties)), " ")
	if known != "" && into[known] == nil {
		into[known] = map[string]bool{}
	}
	for key, item := range as[map[string]any](value) {
		if property, ok := properties[key].(map[string]any); ok {
			into[known][key] = true
			used(property, item, into)
		}
		used(every, item, into)
	}
}

func as[T any](value any) T {
	converted, _ := value.(T)
	return converted
}

// free are the keys under which any text may be: words for people, files, names of what is in the scanned files, and text to look for. A
// waiver's rule is one, because a rule that does not exist is a finding, waiver/invalid.
var free = strings.Fields(`reason owner id doc rule policies seen baseline symbol path setting constant env_required contains not_contains default
	eq ne in not_in includes excludes subset_of allowed expected ignore critical only running name process host images any b`)

// Each wrong key, type, glob, regular expression, duration, version, day, word and number is an error at its line and column. Of a key and of
// a word it says what was probably meant.
func TestErrorsNameTheirPlace(t *testing.T) {
	t.Parallel()
	readWhole := wholeReader(t)
	mutants(t, true, func(m mutant) {
		err := readWhole(m.config)
		var errs config.Errors
		if err != nil && !errors.As(err, &errs) {
			t.Fatalf("%s: %v has no place", m.what, err)
		}
		var here config.Errors
		for _, err := range errs {
			if fmt.Sprintf("%d:%d", err.At.Start.Line, err.At.Start.Column) == m.at {
				here = append(here, err)
			}
		}
		keys := strings.FieldsFunc(m.path, func(r rune) bool { return strings.ContainsRune(".[]0123456789", r) })
		last := keys[len(keys)-1]
		inTable := strings.Contains(m.path, ".table.") // a parameter that is a mapping may have any key
		switch {
		case err != nil && here == nil:
			t.Errorf("%s: want an error at %s, got %v", m.what, m.at, err)
		case err == nil && (m.isKey || m.text == nonsense) && !inTable && !slices.Contains(free, last):
			t.Errorf("%s: it is taken", m.what)
		case m.isKey && !inTable && !strings.Contains(m.was, "*") && !slices.ContainsFunc(here, suggests(m.was)):
			t.Errorf("%s: %v does not suggest %q", m.what, err, m.was)
		case m.text == m.was+"x" && !strings.Contains(m.was, "*") && slices.ContainsFunc(here, isUnknown) && !slices.ContainsFunc(here, suggests(m.was)):
			t.Errorf("%s: %v does not suggest a word of %q", m.what, err, m.was)
		}
	})
}

// suggests returns a test for errors that suggest a text, or a word of it.
func suggests(text string) func(*config.Error) bool {
	return func(err *config.Error) bool {
		return err.Suggestion == text || err.Suggestion != "" && slices.Contains(strings.Fields(text), err.Suggestion)
	}
}

func isUnknown(err *config.Error) bool { return strings.HasPrefix(err.Message, "unknown ") }
