package scan

import (
	"context"
	"slices"

	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// Input is what policies see of one document.
type Input struct {
	Document *source.Document
	// Value is the input as encoding/json reads it.
	Value any
}

// Inputs returns what policies see of the documents that a file of the snapshot is part of, its own ones first, and everything
// that was wrong on the way. The whole snapshot is loaded and linked, because other files decide what is known of
// this one. The error is for a run that could not go on, as with Run.
func Inputs(ctx context.Context, snapshot Snapshot, opts Options, file string) ([]Input, []finding.Problem, error) {
	r := newSession(opts).run(snapshot)
	v, err := r.load(ctx)
	if err != nil {
		return nil, nil, err
	}
	evaluator, problems, err := r.evaluator(evaluate.Kinds(v.Documents))
	if err != nil {
		return nil, nil, err
	}
	var own, others []*source.Document
	for _, doc := range v.Documents {
		switch {
		case doc.File.Path == file:
			own = append(own, doc)
		case slices.ContainsFunc(doc.Files, func(f *source.File) bool { return f.Path == file }):
			others = append(others, doc)
		}
	}
	var inputs []Input
	for _, doc := range append(own, others...) {
		inputs = append(inputs, Input{doc, evaluator.Input(doc, v.project.Facts(doc))})
	}
	return inputs, slices.Concat(r.problems, v.left, v.Problems, problems), nil
}
