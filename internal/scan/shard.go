package scan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/shard"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Shard evaluates the rules on one share of the documents of a snapshot. A scan with Options.Shards of all shares is one without, for which
// others have evaluated the rules.
func Shard(ctx context.Context, snapshot Snapshot, opts Options, share shard.Share) (*shard.File, error) {
	r := newSession(opts).run(snapshot)
	loaded, err := r.load(ctx)
	if err != nil {
		return nil, err
	}
	evaluator, _, err := r.evaluator(evaluate.Kinds(loaded.Documents))
	if err != nil {
		return nil, err
	}
	r.stage("evaluate", len(loaded.Documents))
	shares := shard.Assign(loaded.Documents, share.Count)
	parts, err := evaluator.Parts(ctx, loaded.Documents, loaded.project, func(document int) bool { return shares[document] == share.Index })
	if err != nil {
		return nil, err
	}
	inputs, err := r.inputs(loaded, evaluator.Rules())
	if err != nil {
		return nil, err
	}
	return shard.New(share, inputs, loaded.Documents, parts)
}

// joined returns what the rules found in the shards of the scan.
func (r *run) joined(ctx context.Context, v *view, used []*rules.Rule) ([]finding.Finding, []finding.Problem, error) {
	inputs, err := r.inputs(v, used)
	if err != nil {
		return nil, nil, err
	}
	parts, err := shard.Join(r.opts.Shards, inputs, v.Documents)
	if err != nil {
		return nil, nil, err
	}
	findings, problems := evaluate.Join(ctx, len(v.Documents), parts)
	return findings, problems, nil
}

// inputs returns a digest of what decides about what rules find: documents, rules and parameters.
func (r *run) inputs(v *view, used []*rules.Rule) (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%q %x\n", r.opts.Version, r.opts.Catalogue.Digest())
	for _, rule := range used {
		parameters, err := json.Marshal(r.opts.Config.Parameters(rule.ID))
		if err != nil {
			return "", fmt.Errorf("the parameters of %s cannot be written: %w", rule.ID, err)
		}
		fmt.Fprintf(h, "%q %q\n", rule.ID, parameters)
		if rule.Origin != "" {
			for _, m := range r.opts.Catalogue.Modules(rule.Origin) {
				fmt.Fprintf(h, "%q %q\n", m.Path, m.Text())
			}
		}
	}
	written := map[*source.File]bool{} // many documents may be made of one file
	for _, doc := range v.Documents {
		fmt.Fprintf(h, "%q %q %q\n", doc.ID, doc.Kind, doc.Deployment)
		for _, f := range doc.Files {
			fmt.Fprintf(h, "%q %d\n", f.Path, len(f.Content))
			if !written[f] {
				written[f] = true
				h.Write(f.Content) // a hash gives no error
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
