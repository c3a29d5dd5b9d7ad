package graph

import (
	"strings"

	"github.com/seclint/seclint/internal/report"
)

// Summary returns what a report shows of the map.
func (g *Graph) Summary() (*report.Map, error) {
	m := &report.Map{Chains: make([]report.Chain, len(g.Chains))}
	for i, c := range g.Chains {
		steps := make([]report.Step, len(c.Hops))
		for j, hop := range c.Hops {
			steps[j] = report.Step{Text: hop.Text, At: hop.span}
		}
		m.Chains[i] = report.Chain{Rule: c.Rule, PartOf: c.partOf, Severity: c.Severity, Steps: steps}
	}
	if g.IsEmpty() {
		return m, nil
	}
	var drawing strings.Builder
	err := Mermaid(&drawing, g, report.Options{})
	m.Mermaid = drawing.String()
	return m, err
}
