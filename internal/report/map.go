package report

import (
	"fmt"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/picture"
	"github.com/seclint/seclint/internal/source"
)

// Map is what leads to the host: the exposure map as far as a report shows it. Its texts hold no secret.
type Map struct {
	Chains []Chain
	// Mermaid is the drawing, "" where there is nothing to draw.
	Mermaid string
	// Picture makes what html draws, nil where there is nothing to draw.
	Picture func(Options) *picture.Picture
}

// Chain leads from an open port to the host.
type Chain struct {
	// Rule is the rule that found the last step, and PartOf the composite rule that judges it together with the port, or "".
	Rule, PartOf string
	Severity     finding.Severity
	Steps        []Step
	// Deployments are the ways of starting the project in which the chain exists, none where there is only one.
	Deployments []string
}

// Step is one step of a chain.
type Step struct {
	Text string
	At   source.Span
}

// chains returns the chains by what they end with.
func (r *Report) chains() map[string][]*Chain {
	by := map[string][]*Chain{}
	if r.Map == nil {
		return by
	}
	chains := r.Map().Chains
	for i := range chains {
		c := &chains[i]
		end := c.Steps[len(c.Steps)-1].At
		by[chainKey(c.Rule, end)] = append(by[chainKey(c.Rule, end)], c)
		if c.PartOf != "" {
			by[chainKey(c.PartOf, end)] = append(by[chainKey(c.PartOf, end)], c)
		}
	}
	return by
}

// chainKey is the same for a finding and a chain that ends with it.
func chainKey(rule string, end source.Span) string {
	return fmt.Sprintf("%s\x00%s:%d:%d", rule, end.Path(), end.Start.Line, end.Start.Column)
}
