package evaluate

import (
	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/rules"
)

// plannedRule is a rule whose policy `make plan` has planned.
type plannedRule struct {
	*rules.Rule
	findings string // the document that holds its findings
}

// planned returns the plan of the built-in policies; nil when there is none, or when it is of other Rego than the catalogue's,
// as it is while a policy is being written.
func planned(cat *rules.Catalogue) *plan.Program {
	if cat.Plan() == nil {
		return nil
	}
	program, of, err := plan.Decode(cat.Plan())
	if err != nil || of != cat.Digest() {
		return nil
	}
	return program
}

// isPlanned reports whether a rule is run by its plan.
func (e *Evaluator) isPlanned(rule *rules.Rule) bool {
	return e.planned != nil && rule.Origin == "" && e.planned.Has(rule.Findings())
}

// runPlanned evaluates planned rules on a document.
func (w *worker) runPlanned(c *converter, some []plannedRule, input plan.Value) {
	if len(some) == 0 {
		return
	}
	w.machine.SetInput(input)
	for _, rule := range some {
		if w.ctx.Err() != nil {
			return
		}
		if w.impatient(c, rule.Rule) {
			continue
		}
		found, err := w.machine.Eval(rule.findings, w.deadline)
		if err != nil {
			w.failed(c, rule.Rule, err)
			continue
		}
		c.findings(rule.Rule, found)
	}
}
