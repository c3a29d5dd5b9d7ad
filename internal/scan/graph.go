package scan

import (
	"context"
	"slices"
	"sync"

	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/graph"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/triage"
)

// unmapped says that there is nothing to show: no service, and no config with a listener.
var unmapped = finding.Problem{
	Level: finding.Error, Message: "nothing to show: no Compose service and no config with a listener",
	Hint: "name a file or folder that holds one, or accept this with --allow-empty",
}

// Graph runs the stages up to linking and the rules that say what a service reaches of the host, and returns the exposure map
// with everything that was wrong, secrets hidden. What the config says of rules does not change the map: it shows what is. The error is for a
// run that could not go on, as with Run.
func Graph(ctx context.Context, snapshot Snapshot, opts Options) (*graph.Graph, []finding.Problem, error) {
	r := newSession(opts).run(snapshot)
	loaded, err := r.load(ctx)
	if err != nil {
		return nil, nil, err
	}
	findings, err := r.hostAccess(ctx, loaded)
	if err != nil {
		return nil, nil, err
	}
	problems := slices.Concat(r.problems, loaded.left, loaded.Problems)
	r.accept(problems)
	masker := mask.New(findings, problems)
	g := graph.Build(loaded.project, loaded.Documents, findings, masker)
	if g.IsEmpty() && !opts.AllowEmpty && !failed(problems) {
		problems = append(problems, unmapped)
	}
	problems = report.MaskedProblems(masker, triage.Order(problems))
	g.Tell(problems)
	return g, problems, nil
}

// hostAccess evaluates the rules that say what a service reaches of the host.
func (r *run) hostAccess(ctx context.Context, v *view) ([]finding.Finding, error) {
	enabled := map[string]bool{}
	for _, id := range graph.HostRules() {
		enabled[id] = true
	}
	r.stage("evaluate", len(v.Documents))
	evaluator, problems, err := r.prepare(evaluate.Kinds(v.Documents), enabled)
	if err != nil {
		return nil, err
	}
	r.problems = append(r.problems, problems...)
	findings, problems := evaluator.Documents(ctx, v.Documents, v.project, nil)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	r.problems = append(r.problems, problems...)
	return findings, nil
}

// mapOf returns what draws the map of a scan, once. Only some formats ask for it.
func mapOf(v *view, findings []finding.Finding, problems []finding.Problem) func() *report.Map {
	return sync.OnceValue(func() *report.Map {
		m, _ := graph.Build(v.project, v.Documents, findings, mask.New(findings, problems)).Summary() // a drawing in memory cannot fail
		return m
	})
}
