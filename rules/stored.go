package rules

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seclint/seclint/internal/finding"
)

// storedFile is where `make docs` writes down what the METADATA of the built-in policies says: parsing the YAML of all rules would
// take longer than most runs, and so would decoding any other text. A change of type stored that it does not fit has to be made in
// it by hand before it can be written anew.
const storedFile = "stored_builtin.go"

// stored is what METADATA says of a rule, in a form that the linker lays out: a map or an interface would be filled at every start.
type stored struct {
	id string
	// digest identifies what was in front of the package clause: of any other METADATA this says nothing.
	digest string

	title, description, remediation string
	severity                        finding.Severity
	situations                      []storedSituation
	fixes                           []storedFix
	cwe                             []int
	pack, precision                 string

	// parameters are JSON that is read as YAML, so that a number has the type that it has in METADATA.
	parameters                           string
	aliases, formerly, kinds, references []string
}

type storedSituation struct {
	name     string
	severity finding.Severity
	because  string
}

type storedFix struct{ name, title, unsafe string }

// recall fills in a built-in rule from what was stored of it and reports whether that was of this METADATA.
func recall(rule *Rule) bool {
	if rule.Origin != "" {
		return false
	}
	i, isStored := slices.BinarySearchFunc(storedRules, rule.ID, func(s stored, id string) int { return strings.Compare(s.id, id) })
	return isStored && storedRules[i].digest == rule.Policy.headDigest() && storedRules[i].tell(rule) == nil
}

// tell fills in a rule.
func (s *stored) tell(rule *Rule) error {
	if s.parameters != "" {
		if err := yaml.Unmarshal([]byte(s.parameters), &rule.Parameters); err != nil {
			return err
		}
	}
	rule.Title, rule.Description, rule.Remediation = s.title, s.description, s.remediation
	rule.Severity, rule.CWE, rule.Pack, rule.Precision = s.severity, s.cwe, s.pack, s.precision
	rule.Aliases, rule.Formerly, rule.Kinds, rule.References = s.aliases, s.formerly, s.kinds, s.references
	if s.situations != nil {
		rule.Situations = make(map[string]Situation, len(s.situations))
	}
	for _, one := range s.situations {
		rule.Situations[one.name] = Situation{Severity: one.severity, Because: one.because}
	}
	if s.fixes != nil {
		rule.Fixes = make(map[string]Fix, len(s.fixes))
	}
	for _, one := range s.fixes {
		rule.Fixes[one.name] = Fix{Title: one.title, Unsafe: one.unsafe}
	}
	return nil
}
