// Package evaluate runs the policies over the documents. It is the only package that runs Rego: paths go in and come out,
// severities are joined from METADATA and spans from the tree; order and suppression are triage's.
package evaluate

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// DefaultDeadline bounds the evaluation of one document.
const DefaultDeadline = 10 * time.Second

// Options say which rules to evaluate, and how.
type Options struct {
	// Kinds are the kinds of document to prepare for; nil means all. A document of any other kind is passed over.
	Kinds []string
	// Enabled reports whether a rule is in force; nil means all are.
	Enabled func(ruleID string) bool
	// Parameters replace the defaults in METADATA, by rule id and name.
	Parameters map[string]map[string]any
	// Deadline bounds the evaluation of one document; 0 means DefaultDeadline.
	Deadline time.Duration
	// Print receives what compiled policies print, in the order of the documents; nil leaves print() out of them. Planned
	// policies never print.
	Print func(Printed)
}

// Evaluator holds the policies of some kinds, ready to run. It may be used by several goroutines.
type Evaluator struct {
	catalogue *rules.Catalogue
	planned   *plan.Program // the built-in policies; nil when they are compiled like a user's
	opa       *interpreter  // the other policies
	deadline  time.Duration
	print     func(Printed)
	kinds     map[string]*kindRules
	rules     []*rules.Rule
}

// kindRules are the rules of a kind.
type kindRules struct {
	planned    *plannedRules
	compiled   *compiledRules
	parameters plan.Value // input.parameters
}

// New prepares the policies that opts asks for. Built-in ones come planned; the others are compiled. The
// error names file, line and column of every policy that does not compile.
func New(cat *rules.Catalogue, opts Options) (*Evaluator, error) {
	e := &Evaluator{
		catalogue: cat, planned: planned(cat), deadline: cmp.Or(opts.Deadline, DefaultDeadline),
		print: opts.Print,
		kinds: map[string]*kindRules{},
	}
	rulesOf := map[string][]*rules.Rule{}
	var compiled []*rules.Rule
	for _, rule := range cat.All() {
		if opts.Enabled != nil && !opts.Enabled(rule.ID) {
			continue
		}
		kinds := slices.DeleteFunc(slices.Clone(rule.Kinds), func(kind string) bool {
			return opts.Kinds != nil && !slices.Contains(opts.Kinds, kind)
		})
		if len(kinds) > 0 {
			e.rules = append(e.rules, rule)
		}
		for _, kind := range kinds {
			rulesOf[kind] = append(rulesOf[kind], rule)
		}
		if len(kinds) > 0 && !e.isPlanned(rule) {
			compiled = append(compiled, rule)
		}
	}
	var err error
	if e.opa, err = newInterpreter(cat, compiled, e.deadline, opts.Print != nil); err != nil {
		return nil, err
	}
	for kind, some := range rulesOf {
		if e.kinds[kind], err = e.prepare(kind, some, opts.Parameters); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// prepare sorts the rules of a kind by how they are run.
func (e *Evaluator) prepare(kind string, some []*rules.Rule, parameters map[string]map[string]any) (*kindRules, error) {
	k := &kindRules{planned: &plannedRules{documents: map[*rules.Rule]string{}}, parameters: parametersOf(some, parameters)}
	var compiled []*rules.Rule
	for _, rule := range some {
		if e.isPlanned(rule) {
			k.planned.add(rule)
		} else {
			compiled = append(compiled, rule)
		}
	}
	var err error
	k.compiled, err = e.opa.prepare(kind, compiled)
	return k, err
}

// parametersOf is input.parameters: the defaults of METADATA with the config's values laid over them, by rule id.
func parametersOf(some []*rules.Rule, config map[string]map[string]any) plan.Value {
	byRule := map[string]any{}
	for _, rule := range some {
		values := map[string]any{}
		maps.Copy(values, rule.Parameters)
		maps.Copy(values, config[rule.ID])
		if len(values) > 0 {
			byRule[rule.ID] = values
		}
	}
	return plan.Names{}.FromGo(byRule)
}

// Rules returns the rules that are evaluated on documents of the prepared kinds, sorted by id.
func (e *Evaluator) Rules() []*rules.Rule { return e.rules }

// Kinds returns the kinds that occur among documents, sorted: what Options.Kinds wants.
func Kinds(docs []*source.Document) []string {
	kinds := []string{}
	for _, doc := range docs {
		if !slices.Contains(kinds, doc.Kind) {
			kinds = append(kinds, doc.Kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// outcome is what evaluating one document gave.
type outcome struct {
	findings []finding.Finding
	problems []finding.Problem
	printed  []Printed
}

// Documents evaluates every rule of a document's kind on each document, several at a time, with what linking found out about
// it, and remembers in memory what they gave; project and memory may be nil. Findings come in the order of the documents, then by
// rule and place. A rule that broke on a document is a problem; the others' findings are kept.
func (e *Evaluator) Documents(ctx context.Context, docs []*source.Document, project *link.Project, memory *Memory) ([]finding.Finding, []finding.Problem) {
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	r := &run{Evaluator: e, project: project, memory: memory, files: indexFiles(docs), patience: newPatience(), giveUp: giveUp}
	outcomes := r.outcomes(ctx, docs, byKind(docs))
	e.deliver(outcomes)
	if memory != nil {
		memory.turn()
	}
	return gather(ctx, outcomes)
}

// deliver hands what was printed to Options.Print.
func (e *Evaluator) deliver(outcomes []outcome) {
	for _, o := range outcomes {
		for _, line := range o.printed {
			e.print(line)
		}
	}
}

// byKind returns the indices of the documents, those of the rarest kind first: what the few of a kind hold is let go before
// the many of another are evaluated.
func byKind(docs []*source.Document) []int {
	count := map[string]int{}
	order := make([]int, len(docs))
	for i, doc := range docs {
		count[doc.Kind]++
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(count[docs[a].Kind], count[docs[b].Kind]), strings.Compare(docs[a].Kind, docs[b].Kind))
	})
	return order
}

// gather joins the outcomes in order and numbers findings that look alike.
func gather(ctx context.Context, outcomes []outcome) ([]finding.Finding, []finding.Problem) {
	var problems []finding.Problem
	count := 0
	for _, o := range outcomes {
		count += len(o.findings)
	}
	findings := make([]finding.Finding, 0, count)
	for _, o := range outcomes {
		findings = append(findings, o.findings...)
		problems = append(problems, o.problems...)
	}
	if err := context.Cause(ctx); err != nil {
		problems = append(problems, finding.Problem{
			Level: finding.Error, Message: fmt.Sprintf("evaluation was interrupted: %s; not every document was assessed", err),
		})
	}
	distinguish(findings)
	return findings, problems
}
