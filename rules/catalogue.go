package rules

import (
	"crypto/sha256"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Catalogue is all rules of all sources, with what their policies share.
type Catalogue struct {
	rules   []*Rule              // those of policies, sorted by id
	decided []*Rule              // those that Go decides, sorted by id
	byID    map[string]*Rule     // by id
	modules map[string][]*Module // by package, tests left out
	tests   []*Module
	plan    []byte            // of the built-in policies
	digest  [sha256.Size]byte // of the built-in modules where it is known, see Digest
}

// All returns the rules that policies decide, sorted by id.
func (c *Catalogue) All() []*Rule { return c.rules }

// Decided returns the rules that Go decides, sorted by id; none without the built-in policies.
func (c *Catalogue) Decided() []*Rule { return c.decided }

// every returns all rules, sorted by id.
func (c *Catalogue) every() []*Rule {
	all := slices.Concat(c.rules, c.decided)
	slices.SortFunc(all, func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// Get returns the rule that has an id, or had it formerly.
func (c *Catalogue) Get(id string) (*Rule, bool) {
	r, ok := c.byID[id]
	return r, ok
}

// Match returns the rules whose id fits a glob such as compose/* or */exposed-*, sorted by id. A glob without a slash
// stands for families, so compose is all of compose/* and * is everything.
func (c *Catalogue) Match(glob string) []*Rule {
	if !strings.Contains(glob, "/") {
		glob += "/*"
	}
	if r, ok := c.byID[glob]; ok {
		return []*Rule{r}
	}
	var matched []*Rule
	for _, r := range c.every() {
		if ok, err := path.Match(glob, r.ID); ok && err == nil {
			matched = append(matched, r)
		}
	}
	return matched
}

// Modules returns all Rego of one origin, unit tests included, sorted by path.
func (c *Catalogue) Modules(origin string) []*Module {
	var modules []*Module
	for _, some := range c.modules {
		modules = append(modules, some...)
	}
	modules = append(modules, c.tests...)
	modules = slices.DeleteFunc(modules, func(m *Module) bool { return m.Origin != origin })
	slices.SortFunc(modules, func(a, b *Module) int { return strings.Compare(a.Path, b.Path) })
	return modules
}

// Suggest returns the id, family or glob that was probably meant, or "" when none is near.
func (c *Catalogue) Suggest(id string) string {
	best, nearest := max(2, len(id)/4)+1, ""
	for _, r := range c.every() {
		if r.Name() == id || slices.Contains(r.Aliases, id) {
			return r.ID
		}
		if d := levenshtein.ComputeDistance(id, r.ID); d < best {
			best, nearest = d, r.ID
		}
	}
	if nearest == "" {
		return c.suggestFamily(id)
	}
	return nearest
}

// suggestFamily returns a glob with the family that was probably meant, "" where none is near or it fits no rule either.
func (c *Catalogue) suggestFamily(glob string) string {
	family, rest, isCut := strings.Cut(glob, "/")
	best, nearest := max(2, len(family)/4)+1, ""
	for _, r := range c.every() {
		if d := levenshtein.ComputeDistance(family, r.Family()); d < min(best, len(family)) {
			best, nearest = d, r.Family()
		}
	}
	if isCut {
		nearest += "/" + rest
	}
	if len(c.Match(nearest)) == 0 {
		return ""
	}
	return nearest
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
