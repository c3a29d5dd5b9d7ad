package evaluate

import (
	"context"
	"errors"
	"fmt"
	"strings"
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
}

// newInterpreter compiles the policies of rules; with none it is idle.
func newInterpreter(cat *rules.Catalogue, some []*rules.Rule, deadline time.Duration, prints bool) (*interpreter, error) {
	p := &interpreter{deadline: deadline, prints: prints}
	if len(some) == 0 {
		return p, nil
	}
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
		if sets, err := c.opa.eval(ctx, c.query, term, to.printer); err == nil {
			for i, rule := range c.rules {
				to.report(rule, sets[i], nil)
			}
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

// alone evaluates one rule.
func (p *interpreter) alone(ctx context.Context, rule *rules.Rule, input *ast.Term, hook *printer) (plan.Value, error) {
	q, err := p.compile([]*rules.Rule{rule})
	if err != nil {
		return nil, err
	}
	sets, err := p.eval(ctx, q, input, hook)
	if err != nil {
		return nil, err
	}
	return sets[0], nil
}

// eval returns one set of findings for each rule of the query.
func (p *interpreter) eval(ctx context.Context, q *query, input *ast.Term, hook *printer) ([]plan.Value, error) {
	txn, err := p.store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	defer p.store.Abort(ctx, txn)
	cancel := topdown.NewCancel()
	defer time.AfterFunc(p.deadline, cancel.Cancel).Stop()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	var sets []plan.Value
	err = p.topdown(q, input, txn).WithPrintHook(hook).WithCancel(cancel).Iter(ctx, func(qr topdown.QueryResult) error {
		list, ok := plan.FromTerm(qr[result]).(*plan.Array)
		if !ok {
			return errors.New("findings are no set")
		}
		sets = list.Items()
		return nil
	})
	if err == nil && sets == nil {
		err = errors.New("findings are undefined")
	}
	return sets, err
}

func (p *interpreter) topdown(q *query, input *ast.Term, txn storage.Transaction) *topdown.Query {
	return topdown.NewQuery(q.body).WithQueryCompiler(q.compiler).WithCompiler(p.compiler).WithStore(p.store).
		WithTransaction(txn).WithInput(input).WithMetrics(metrics.NoOp()).WithStrictBuiltinErrors(true).
		WithInterQueryBuiltinValueCache(p.values)
}

// isTimeout reports whether an error is that of a rule that was stopped.
func isTimeout(err error) bool { return topdown.IsCancel(err) || errors.Is(err, plan.ErrDeadline) }

// failure describes in one line why a rule broke.
func (r *run) failure(rule *rules.Rule, err error) string {
	if isTimeout(err) {
		return fmt.Sprintf("rule %s was stopped: it took longer than %s", rule.ID, r.deadline)
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
