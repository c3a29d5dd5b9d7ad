package evaluate

import (
	"context"

	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/rules"
)

// runner evaluates the rules of a kind on one document after the other, whichever way its rules are run. It is used by one
// goroutine.
type runner interface {
	// ruleSet returns the rules.
	ruleSet() []*rules.Rule
	// run evaluates some of the rules on an input and reports to the receiver for each the set of its findings, or why it broke.
	// It returns before the last when ctx ends.
	run(ctx context.Context, some []*rules.Rule, input plan.Value, to receiver)
}

// receiver takes what evaluating rules gives.
type receiver struct {
	// report takes what one rule gave: findings, which is nil when err is not.
	report func(rule *rules.Rule, findings plan.Value, err error)
	// printer takes what the rules print.
	printer *printer
}

// runners returns the runners of each kind, for one goroutine.
func (e *Evaluator) runners() map[string][]runner {
	var machine *plan.Machine
	if e.planned != nil {
		machine = plan.NewMachine(e.planned)
	}
	all := map[string][]runner{}
	for name, kind := range e.kinds {
		if len(kind.planned.rules) > 0 {
			all[name] = append(all[name], plannedRunner{kind.planned, machine, e.deadline})
		}
		if len(kind.compiled.rules) > 0 {
			all[name] = append(all[name], kind.compiled)
		}
	}
	return all
}
