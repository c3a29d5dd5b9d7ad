package evaluate

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/source"
)

// Part is what evaluating one document of a scan gave.
type Part struct {
	// Document is the index of the document.
	Document int
	Findings []finding.Finding
	Problems []finding.Problem
}

// Parts is Documents for those of the documents that isMine covers, by their index. Join makes of all parts what Documents returns. The
// error is for documents that were given up.
func (e *Evaluator) Parts(ctx context.Context, docs []*source.Document, project *link.Project, isMine func(document int) bool) ([]Part, error) {
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	r := &run{Evaluator: e, project: project, files: indexFiles(docs), patience: newPatience(), giveUp: giveUp}
	var mine []int
	for _, i := range byKind(docs) {
		if isMine(i) {
			mine = append(mine, i)
		}
	}
	outcomes := r.outcomes(ctx, docs, mine)
	e.deliver(outcomes)
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	var parts []Part
	for i, o := range outcomes {
		if len(o.findings)+len(o.problems) > 0 {
			parts = append(parts, Part{Document: i, Findings: o.findings, Problems: o.problems})
		}
	}
	return parts, nil
}

// Join returns what Documents returns for so many documents that give these parts.
func Join(ctx context.Context, documents int, parts []Part) ([]finding.Finding, []finding.Problem) {
	outcomes := make([]outcome, documents)
	for _, p := range parts {
		outcomes[p.Document] = outcome{findings: p.Findings, problems: p.Problems}
	}
	return gather(ctx, outcomes)
}

// outcomes evaluates some of the documents, several at a time, in an order. The outcome of each is at its index.
func (r *run) outcomes(ctx context.Context, docs []*source.Document, order []int) []outcome {
	outcomes := make([]outcome, len(docs))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(order)) {
		workers.Go(func() {
			w := r.newWorker(ctx)
			for {
				n := int(next.Add(1)) - 1
				if n >= len(order) || ctx.Err() != nil {
					r.release(w)
					return
				}
				outcomes[order[n]] = w.document(docs[order[n]])
			}
		})
	}
	workers.Wait()
	return outcomes
}
