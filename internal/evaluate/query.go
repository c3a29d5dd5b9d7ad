package evaluate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/cache"

	"github.com/seclint/seclint/rules"
)

// kindQuery evaluates the rules of a kind.
type kindQuery struct {
	kind       string
	rules      []*rules.Rule
	parameters *ast.Term

	mu     sync.Mutex
	joints map[string]*joint
}

// joint evaluates at once those rules of a kind that can fire on documents with the same keys.
type joint struct {
	rules []*rules.Rule
	*query
}

// joint returns the joint query for a document by the mapping keys that it holds. Documents differ in few keys that matter, so
// that a query is mostly there already.
func (e *Evaluator) joint(k *kindQuery, keys map[string]bool) (*joint, error) {
	can := make([]byte, len(k.rules))
	var some []*rules.Rule
	for i, rule := range k.rules {
		if canFire(rule, k.kind, keys) {
			can[i] = 1
			some = append(some, rule)
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if known := k.joints[string(can)]; known != nil {
		return known, nil
	}
	q, err := e.compile(some)
	if err != nil {
		return nil, err
	}
	k.joints[string(can)] = &joint{some, q}
	return k.joints[string(can)], nil
}

// query is a compiled query whose result is the list of the findings of some rules.
type query struct {
	body     ast.Body
	compiler ast.QueryCompiler
}

// result is the variable that holds the findings.
const result = ast.Var("result")

func (e *Evaluator) newKindQuery(kind string, some []*rules.Rule, parameters map[string]map[string]any) (*kindQuery, error) {
	if _, err := e.compile(some); err != nil { // every rule, so that none is found wanting only on the document that needs it
		return nil, fmt.Errorf("cannot prepare the rules for %s: %w", kind, err)
	}
	terms, err := parametersTerm(some, parameters)
	if err != nil {
		return nil, err
	}
	return &kindQuery{kind: kind, rules: some, parameters: terms, joints: map[string]*joint{}}, nil
}

// parametersTerm is input.parameters: the defaults of METADATA with the config's values laid over them, by rule id.
func parametersTerm(some []*rules.Rule, config map[string]map[string]any) (*ast.Term, error) {
	byRule := map[string]any{}
	for _, rule := range some {
		values := map[string]any{}
		maps.Copy(values, rule.Parameters)
		maps.Copy(values, config[rule.ID])
		if len(values) > 0 {
			byRule[rule.ID] = values
		}
	}
	value, err := ast.InterfaceToValue(byRule)
	if err != nil {
		return nil, fmt.Errorf("cannot hand parameters to policies: %w", err)
	}
	return ast.NewTerm(value), nil
}

// compile builds `result = [data.compose.privileged.findings, ...]`.
func (e *Evaluator) compile(some []*rules.Rule) (*query, error) {
	sets := make([]*ast.Term, len(some))
	for i, rule := range some {
		ref := ast.MustParseRef("data").Append(ast.StringTerm(rule.Family())).
			Append(ast.StringTerm(rule.Name())).Append(ast.StringTerm("findings"))
		if err := e.checkFindings(rule, ref); err != nil {
			return nil, err
		}
		sets[i] = ast.NewTerm(ref)
	}
	body := ast.NewBody(ast.Equality.Expr(ast.NewTerm(result), ast.ArrayTerm(sets...)))
	compiler := e.compiler.QueryCompiler()
	compiled, err := compiler.Compile(body)
	if err != nil {
		return nil, err
	}
	return &query{body: compiled, compiler: compiler}, nil
}

// checkFindings refuses a policy whose findings could be undefined, because that would silence every other rule.
func (e *Evaluator) checkFindings(rule *rules.Rule, ref ast.Ref) error {
	for _, r := range e.compiler.GetRulesExact(ref) {
		if r.Head.RuleKind() == ast.MultiValue {
			return nil
		}
	}
	return fmt.Errorf("%s: policy yields no findings: write findings contains finding if { ... }", rule.Policy.File())
}

// eval returns one set of findings for each rule of the query.
func (e *Evaluator) eval(ctx context.Context, q *query, input *ast.Term) ([]ast.Set, error) {
	txn, err := e.store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	defer e.store.Abort(ctx, txn)
	cancel := topdown.NewCancel()
	defer time.AfterFunc(e.deadline, cancel.Cancel).Stop()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	var sets []ast.Set
	err = e.topdown(q, input, txn).WithCancel(cancel).Iter(ctx, func(qr topdown.QueryResult) error {
		list, ok := qr[result].Value.(*ast.Array)
		if !ok {
			return errors.New("findings are no set")
		}
		list.Foreach(func(t *ast.Term) {
			set, _ := t.Value.(ast.Set)
			sets = append(sets, set)
		})
		return nil
	})
	if err == nil && sets == nil {
		err = errors.New("findings are undefined")
	}
	return sets, err
}

func (e *Evaluator) topdown(q *query, input *ast.Term, txn storage.Transaction) *topdown.Query {
	return topdown.NewQuery(q.body).WithQueryCompiler(q.compiler).WithCompiler(e.compiler).WithStore(e.store).
		WithTransaction(txn).WithInput(input).WithMetrics(metrics.NoOp()).WithStrictBuiltinErrors(true).
		WithInterQueryBuiltinValueCache(e.values)
}

// newValueCache returns a cache that holds the regular expressions of all rules: OPA's own holds 100 and throws them out at
// random.
func newValueCache() cache.InterQueryValueCache {
	entries := 2000
	return cache.NewInterQueryValueCache(context.Background(), &cache.Config{
		InterQueryBuiltinValueCache: cache.InterQueryBuiltinValueCacheConfig{MaxNumEntries: &entries},
	})
}

// alone evaluates one rule.
func (r *run) alone(ctx context.Context, rule *rules.Rule, input *ast.Term) ([]ast.Set, error) {
	q, err := r.compile([]*rules.Rule{rule})
	if err != nil {
		return nil, err
	}
	sets, err := r.eval(ctx, q, input)
	if topdown.IsCancel(err) && ctx.Err() == nil {
		r.patience.timedOut(rule)
	}
	return sets, err
}

// failure says in one line why a rule broke.
func (r *run) failure(rule *rules.Rule, err error) string {
	if topdown.IsCancel(err) {
		return fmt.Sprintf("rule %s was stopped: it took longer than %s", rule.ID, r.deadline)
	}
	message := err.Error()
	var at *topdown.Error
	if errors.As(err, &at) {
		message = at.Message
		if at.Location != nil {
			message = fmt.Sprintf("%s:%d:%d: %s", at.Location.File, at.Location.Row, at.Location.Col, at.Message)
		}
	}
	return fmt.Sprintf("rule %s broke: %s", rule.ID, oneLine(strings.TrimSpace(message)))
}
