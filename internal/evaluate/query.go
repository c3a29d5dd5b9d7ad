package evaluate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/cache"

	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/rules"
)

// interpreter runs compiled policies in OPA's own evaluator.
type interpreter struct {
	compiler *ast.Compiler
	store    storage.Store
	values   cache.InterQueryValueCache // compiled regular expressions, mostly
	deadline time.Duration
	prints   bool // print() is compiled and not left out
	// single is held by all evaluations together, or by that of a single rule, so that it is the one that took too much memory.
	single sync.RWMutex
}

// newInterpreter compiles the policies of rules; with none it is idle.
func newInterpreter(cat *rules.Catalogue, some []*rules.Rule, deadline time.Duration, prints bool) (*interpreter, error) {
	p := &interpreter{deadline: deadline, prints: prints}
	if len(some) == 0 {
		return p, nil
	}
	boundBuiltins()
	p.store, p.values = inmem.New(), newValueCache()
	var err error
	p.compiler, err = cat.Compile(some, rules.CompileOptions{Print: prints})
	return p, err
}

// newValueCache returns a cache for the regular expressions of all rules: OPA's own has room for 100 and evicts them at random.
func newValueCache() cache.InterQueryValueCache {
	entries := 2000
	return cache.NewInterQueryValueCache(context.Background(), &cache.Config{
		InterQueryBuiltinValueCache: cache.InterQueryBuiltinValueCacheConfig{MaxNumEntries: &entries},
	})
}

// compiledRules are the compiled rules of a kind. Several goroutines may run them.
type compiledRules struct {
	rules []*rules.Rule
	*query
	opa *interpreter
}

// query is a compiled query whose result is the list of the findings of some rules.
type query struct {
	body     ast.Body
	compiler ast.QueryCompiler
}

// result is the variable of the query that is bound to the findings.
const result = ast.Var("result")

// prepare makes the rules of a kind ready to run.
func (p *interpreter) prepare(kind string, some []*rules.Rule) (*compiledRules, error) {
	if len(some) == 0 {
		return &compiledRules{}, nil
	}
	q, err := p.compile(some)
	if err != nil {
		return nil, fmt.Errorf("cannot prepare the rules for %s: %w", kind, err)
	}
	return &compiledRules{some, q, p}, nil
}

// compile builds `result = [data.compose.privileged.findings, ...]`.
func (p *interpreter) compile(some []*rules.Rule) (*query, error) {
	sets := make([]*ast.Term, len(some))
	for i, rule := range some {
		ref := ast.MustParseRef("data").Append(ast.StringTerm(rule.Family())).
			Append(ast.StringTerm(rule.Name())).Append(ast.StringTerm("findings"))
		if err := p.checkFindings(rule, ref); err != nil {
			return nil, err
		}
		sets[i] = ast.NewTerm(ref)
	}
	body := ast.NewBody(ast.Equality.Expr(ast.NewTerm(result), ast.ArrayTerm(sets...)))
	compiler := p.compiler.QueryCompiler()
	compiled, err := compiler.Compile(body)
	if err != nil {
		return nil, err
	}
	return &query{body: compiled, compiler: compiler}, nil
}

// checkFindings refuses a policy whose findings could be undefined, because that would silence every other rule.
func (p *interpreter) checkFindings(rule *rules.Rule, ref ast.Ref) error {
	for _, r := range p.compiler.GetRulesExact(ref) {
		if r.Head.RuleKind() == ast.MultiValue {
			return nil
		}
	}
	return fmt.Errorf("%s: policy yields no findings: write findings contains finding if { ... }", rule.Policy.File())
}

func (c *compiledRules) ruleSet() []*rules.Rule { return c.rules }

// run evaluates all rules at once, which is faster; and one by one when that fails, to know which one broke.
func (c *compiledRules) run(ctx context.Context, some []*rules.Rule, input plan.Value, to receiver) {
	term := plan.Term(input)
	if len(some) == len(c.rules) {
		sets, err := c.opa.together(ctx, c.query, term, to.printer)
		if err == nil {
			for i, rule := range c.rules {
				to.report(rule, sets[i], nil)
			}
			return
		}
		if errors.Is(err, errUnstoppable) { // by itself, it would not end either
			to.report(c.rules[0], nil, err)
			return
		}
		to.printer.lines = nil // each rule prints again below
	}
	for _, rule := range some {
		if ctx.Err() != nil {
			return
		}
		set, err := c.opa.alone(ctx, rule, term, to.printer)
		to.report(rule, set, err)
	}
}

// together evaluates the rules of a query at once, beside what other goroutines evaluate.
func (p *interpreter) together(ctx context.Context, q *query, input *ast.Term, hook *printer) ([]plan.Value, error) {
	p.single.RLock()
	defer p.single.RUnlock()
	return p.eval(ctx, q, input, hook)
}

// alone evaluates one rule, and nothing beside it.
func (p *interpreter) alone(ctx context.Context, rule *rules.Rule, input *ast.Term, hook *printer) (plan.Value, error) {
	q, err := p.compile([]*rules.Rule{rule})
	if err != nil {
		return nil, err
	}
	p.single.Lock()
	defer p.single.Unlock()
	sets, err := p.eval(ctx, q, input, hook)
	if err != nil {
		return nil, err
	}
	return sets[0], nil
}

// eval returns one set of findings for each rule of the query. An evaluation that does not end soon after it was told to, because OPA
// looks at nothing in the middle of some operations, is left behind: the error is errUnstoppable then.
func (p *interpreter) eval(ctx context.Context, q *query, input *ast.Term, hook *printer) ([]plan.Value, error) {
	cancelled := topdown.NewCancel()
	stop := newStop(p.deadline, cancelled.Cancel)
	defer stop.end()
	defer context.AfterFunc(ctx, stop.stop)()
	done := make(chan evaluated, 1)
	to := &printer{document: hook.document, lines: slices.Clone(hook.lines)}
	go func() { done <- p.iterate(ctx, q, input, to, cancelled) }()
	select {
	case e := <-done:
		hook.lines = to.lines
		if stop.end() && e.err != nil {
			return nil, errGrowth
		}
		return e.sets, e.err
	case <-stop.gaveUp:
		return nil, errUnstoppable
	}
}

// evaluated is what an evaluation gave.
type evaluated struct {
	sets []plan.Value
	err  error
}

// iterate runs a query until it ends or is cancelled. A crash is an error.
func (p *interpreter) iterate(ctx context.Context, q *query, input *ast.Term, hook *printer, cancel topdown.Cancel) (e evaluated) {
	defer func() {
		if cause := recover(); cause != nil {
			e = evaluated{err: fmt.Errorf("it crashed: %v", cause)}
		}
	}()
	txn, err := p.store.NewTransaction(ctx)
	if err != nil {
		return evaluated{err: err}
	}
	defer p.store.Abort(ctx, txn)
	e.err = p.topdown(q, input, txn).WithPrintHook(hook).WithCancel(cancel).Iter(ctx, func(qr topdown.QueryResult) error {
		list, ok := plan.FromTerm(qr[result]).(*plan.Array)
		if !ok {
			return errors.New("findings are no set")
		}
		e.sets = list.Items()
		return nil
	})
	if e.err == nil && e.sets == nil {
		e.err = errors.New("findings are undefined")
	}
	return e
}

func (p *interpreter) topdown(q *query, input *ast.Term, txn storage.Transaction) *topdown.Query {
	return topdown.NewQuery(q.body).WithQueryCompiler(q.compiler).WithCompiler(p.compiler).WithStore(p.store).
		WithTransaction(txn).WithInput(input).WithMetrics(metrics.NoOp()).WithStrictBuiltinErrors(true).
		WithInterQueryBuiltinValueCache(p.values)
}

// isStopped reports whether an error is that of a rule that took too much time or memory.
func isStopped(err error) bool { return isTimeout(err) || errors.Is(err, errGrowth) }

// isTimeout reports whether an error is that of a rule that took too much time.
func isTimeout(err error) bool { return topdown.IsCancel(err) || errors.Is(err, plan.ErrDeadline) }

// failure describes in one line why a rule broke.
func (r *run) failure(rule *rules.Rule, err error) string {
	if isTimeout(err) {
		return fmt.Sprintf("rule %s was stopped: it took longer than %s", rule.ID, r.deadline)
	}
	if errors.Is(err, errGrowth) {
		return growthMessage(rule.ID)
	}
	if errors.Is(err, errUnstoppable) {
		return fmt.Sprintf("the policies of users were given up: one took more than %s or %d MB, and OPA cannot stop it", r.deadline, maxGrowth>>20)
	}
	message := err.Error()
	var compiled *topdown.Error
	var planned *plan.Error
	switch {
	case errors.As(err, &planned):
		message = planned.Error()
	case errors.As(err, &compiled) && compiled.Location == nil:
		message = compiled.Message
	case errors.As(err, &compiled):
		message = fmt.Sprintf("%s:%d:%d: %s", compiled.Location.File, compiled.Location.Row, compiled.Location.Col, compiled.Message)
	}
	return fmt.Sprintf("rule %s broke: %s", rule.ID, oneLine(strings.TrimSpace(message)))
}
