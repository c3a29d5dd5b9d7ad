package evaluate

import (
	"context"
	"errors"
	"time"

	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/rules"
)

// planned returns the plan of the built-in policies; nil when there is none, or when it was made of other Rego than the
// catalogue's, as is the case while a policy is being written.
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

// plannedRules are rules whose policies `make plan` has planned.
type plannedRules struct {
	rules     []*rules.Rule
	documents map[*rules.Rule]string // Rule.Findings of each
}

func (p *plannedRules) add(rule *rules.Rule) {
	p.rules = append(p.rules, rule)
	p.documents[rule] = rule.Findings()
}

func (p *plannedRules) ruleSet() []*rules.Rule { return p.rules }

// plannedRunner runs planned rules on a machine.
type plannedRunner struct {
	*plannedRules
	machine  *plan.Machine
	deadline time.Duration
}

func (p plannedRunner) run(ctx context.Context, some []*rules.Rule, input plan.Value, to receiver) {
	left := some
	for range maxGrown {
		left = p.upToGrowth(ctx, left, input, to)
	}
	for _, rule := range left {
		to.report(rule, nil, errGrowth)
	}
}

// maxGrown is how many rules may take too much memory on one document: what rules have in common is computed again behind each, and
// most of what takes much memory is that.
const maxGrown = 2

// upToGrowth runs rules until one has taken too much memory, and returns those that are left.
func (p plannedRunner) upToGrowth(ctx context.Context, some []*rules.Rule, input plan.Value, to receiver) (left []*rules.Rule) {
	if len(some) == 0 {
		return nil
	}
	p.machine.SetInput(input)
	defer p.machine.SetInput(nil)
	bounded, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// The machine sees to the deadline of each rule.
	stop := newStop(time.Duration(len(some))*p.deadline, func() { cancel(errGrowth) })
	defer stop.end()
	for i, rule := range some {
		if ctx.Err() != nil {
			return nil
		}
		findings, err := p.machine.Eval(bounded, p.documents[rule], p.deadline)
		to.report(rule, findings, err)
		if errors.Is(err, errGrowth) {
			return some[i+1:]
		}
	}
	return nil
}
