package evaluate

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// run is one call of Documents.
type run struct {
	*Evaluator
	project  *link.Project
	memory   *Memory // nil where nothing is remembered
	files    files
	patience *patience
	// giveUp ends the evaluation of all documents.
	giveUp context.CancelCauseFunc
}

// worker evaluates one document after the other.
type worker struct {
	*run
	*bench
	ctx context.Context
}

// bench is what a worker works with. It remembers results that outlast a document.
type bench struct {
	runners map[string][]runner // by kind
	inputs  *inputs
}

func (r *run) newWorker(ctx context.Context) *worker {
	if r.memory != nil {
		if b := r.memory.bench(r.Evaluator); b != nil {
			return &worker{r, b, ctx}
		}
	}
	return &worker{r, &bench{r.Evaluator.runners(), newInputs()}, ctx}
}

// release keeps what the worker worked with for the next call of Documents.
func (r *run) release(w *worker) {
	if r.memory != nil {
		r.memory.keep(r.Evaluator, w.bench)
	}
}

// document evaluates the rules of the document's kind.
func (w *worker) document(doc *source.Document) outcome {
	kind := w.kinds[doc.Kind]
	if kind == nil || doc.Root == nil {
		return outcome{}
	}
	c := &converter{doc: doc, files: w.files, catalogue: w.catalogue, inForce: w.rules, items: identities{}}
	links := w.project.Facts(doc)
	if w.memory == nil || w.print != nil { // what is remembered would not be printed again
		w.evaluate(c, kind, links)
		return c.sorted()
	}
	seen := w.memory.digest(w.inputs, doc, links)
	if answers, known := w.memory.recall(seen); known {
		for _, a := range answers {
			c.findings(a.rule, a.found)
		}
		return c.sorted()
	}
	w.evaluate(c, kind, links)
	if !c.incomplete && w.ctx.Err() == nil {
		w.memory.remember(seen, c.answers)
	}
	return c.sorted()
}

// evaluate runs the rules on a document.
func (w *worker) evaluate(c *converter, kind *kindRules, links *link.Facts) {
	input := w.inputs.input(c.doc, links, kind.parameters)
	for _, r := range w.runners[c.doc.Kind] {
		w.apply(c, r, input)
	}
}

// apply evaluates the rules of a runner on a document, except those that were stopped too often.
func (w *worker) apply(c *converter, from runner, input plan.Value) {
	some := from.ruleSet()
	if w.patience.lost(some) {
		some = slices.DeleteFunc(slices.Clone(some), func(rule *rules.Rule) bool { return w.impatient(c, rule) })
	}
	to := receiver{printer: &printer{document: c.doc.File.Path}, report: func(rule *rules.Rule, findings plan.Value, err error) {
		if err != nil {
			w.failed(c, rule, err)
			return
		}
		c.findings(rule, findings)
	}}
	from.run(w.ctx, some, input, to)
	c.out.printed = append(c.out.printed, to.printer.lines...)
}

// failed says in a problem why a rule broke.
func (w *worker) failed(c *converter, rule *rules.Rule, err error) {
	if errors.Is(err, errUnstoppable) {
		w.giveUp(err)
	}
	if isStopped(err) && w.ctx.Err() == nil {
		w.patience.stopped(rule)
	}
	c.incomplete = true
	c.problem(rule, w.failure(rule, err))
}

// impatient reports whether a rule is not to be evaluated any more, and says so.
func (w *worker) impatient(c *converter, rule *rules.Rule) bool {
	if !w.patience.lost([]*rules.Rule{rule}) {
		return false
	}
	c.incomplete = true
	c.problem(rule, fmt.Sprintf("rule %s was not evaluated: it took too much time or memory on other documents", rule.ID))
	return true
}
