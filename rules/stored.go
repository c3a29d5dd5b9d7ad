package rules

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

// storedFile is where `make docs` writes down what the METADATA of the built-in policies says.
const storedFile = "metadata.json"

//go:embed metadata.json
var storedText []byte

// stored is what METADATA says of a rule: parsing the YAML of all rules would take longer than most runs.
type stored struct {
	// Digest identifies what was in front of the package clause: of any other METADATA this says nothing.
	Digest []byte
	Rule
	// Parameters are JSON that is read as YAML, so that a number has the type that it has in METADATA.
	Parameters json.RawMessage `json:",omitempty"`

	Policy, Fixture *struct{} `json:",omitempty"` // no METADATA
}

// storedRules are the built-in rules by id.
var storedRules = sync.OnceValue(func() map[string]*stored {
	var all []*stored
	if err := json.Unmarshal(storedText, &all); err != nil {
		return nil // METADATA is there all the same
	}
	byID := make(map[string]*stored, len(all))
	for _, s := range all {
		byID[s.ID] = s
	}
	return byID
})

// recall fills in a built-in rule from what was stored of it and reports whether that was of this METADATA.
func recall(rule *Rule) bool {
	if rule.Origin != "" {
		return false
	}
	s := storedRules()[rule.ID]
	if s == nil || !bytes.Equal(s.Digest, digest(rule.Policy.head())) {
		return false
	}
	return s.tell(rule) == nil
}

// tell fills in a rule.
func (s *stored) tell(rule *Rule) error {
	said := s.Rule
	said.Policy = rule.Policy
	if s.Parameters != nil {
		if err := yaml.Unmarshal(s.Parameters, &said.Parameters); err != nil {
			return err
		}
	}
	*rule = said
	return nil
}

// store writes down what METADATA says of some rules, a line for each.
func store(some []*Rule) string {
	lines := make([]string, 0, len(some))
	for _, rule := range some {
		if line, err := storedLine(rule); err == nil { // else METADATA is there all the same
			lines = append(lines, line)
		}
	}
	return "[\n" + strings.Join(lines, ",\n") + "\n]\n"
}

func storedLine(rule *Rule) (string, error) {
	s := stored{Digest: digest(rule.Policy.head()), Rule: *rule}
	var err error
	if rule.Parameters != nil {
		if s.Parameters, err = json.Marshal(rule.Parameters); err != nil {
			return "", err
		}
	}
	line, err := json.Marshal(s)
	return string(line), err
}
