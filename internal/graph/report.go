package graph

import (
	"strings"

	"github.com/seclint/seclint/internal/picture"
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
		m.Chains[i] = report.Chain{Rule: c.Rule, PartOf: c.partOf, Severity: c.Severity, Steps: steps, Deployments: c.Deployments}
	}
	if g.IsEmpty() {
		return m, nil
	}
	one, err := g.Deployment("")
	if err != nil {
		return m, err
	}
	m.Picture = func(o report.Options) *picture.Picture { return Picture(one, o) }
	var drawing strings.Builder
	err = Mermaid(&drawing, g, report.Options{})
	m.Mermaid = drawing.String()
	return m, err
}
