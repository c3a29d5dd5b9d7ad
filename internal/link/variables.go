package link

import (
	"maps"
	"slices"

	"github.com/seclint/seclint/internal/source"
)

// variables returns what the env_file of a service adds to its environment, by the names: a later file takes precedence
// over an earlier one, and the service's own environment over both.
func (p *Project) variables(s *Service) []Variable {
	found := map[string]Variable{}
	for _, r := range s.References {
		if r.How != "env_file" || r.State != Resolved {
			continue
		}
		for _, doc := range p.byFile[r.Target] {
			for _, e := range doc.Root.Entries {
				if e.Value.Kind < source.Mapping {
					found[e.Key] = Variable{Name: e.Key, Value: e.Value, File: doc.File.Path, Path: r.Path}
				}
			}
		}
	}
	own := s.Node.Get("environment")
	var all []Variable
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if own.Entry(name) == nil {
			all = append(all, found[name])
		}
	}
	return all
}
