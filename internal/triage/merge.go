package triage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// maxAlso is how many other messages of one place are spelled out.
const maxAlso = 10

// spot is what findings must share to become one.
type spot struct {
	rule, file string
	start, end source.Position
}

// merge makes one finding of those that one rule has at one place. It keeps the worst, and of equals the first by
// document and path, with its own message; what else was said becomes related places. So an anchor used by five
// services, or a range of ports, is one finding.
func merge(findings []finding.Finding) []finding.Finding {
	groups := map[spot][]finding.Finding{}
	var order []spot
	for _, f := range findings {
		key := spot{rule: f.Rule, file: fileOf(&f), start: f.At.Start, end: f.At.End}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], f)
	}
	merged := make([]finding.Finding, 0, len(order))
	for _, key := range order {
		group := groups[key]
		slices.SortFunc(group, func(a, b finding.Finding) int {
			return cmp.Or(cmp.Compare(b.Severity, a.Severity), strings.Compare(a.Document, b.Document),
				comparePath(a.Path, b.Path), strings.Compare(a.Message, b.Message))
		})
		merged = append(merged, one(group))
	}
	return merged
}

// one merges a group of at least one finding into its first.
func one(group []finding.Finding) finding.Finding {
	first := group[0]
	said := map[string]bool{first.Message: true}
	seen := map[string]bool{}
	for _, r := range first.Related {
		seen[relatedKey(r)] = true
	}
	var also []finding.Related
	more := 0
	for _, f := range group[1:] {
		for _, d := range f.Deployments {
			if !slices.Contains(first.Deployments, d) {
				first.Deployments = append(slices.Clone(first.Deployments), d)
			}
		}
		if !said[f.Message] {
			said[f.Message] = true
			if len(also) == maxAlso {
				more++
				continue
			}
			also = append(also, finding.Related{At: f.At, Message: "also: " + f.Message})
		}
		for _, r := range f.Related {
			if key := relatedKey(r); !seen[key] {
				seen[key] = true
				first.Related = append(first.Related, r)
			}
		}
	}
	slices.Sort(first.Deployments)
	first.Related = append(first.Related, also...)
	if more > 0 {
		first.Related = append(first.Related, finding.Related{At: first.At, Message: fmt.Sprintf("also: %d more", more)})
	}
	return first
}

func relatedKey(r finding.Related) string {
	return fmt.Sprintf("%s-%d:%d %s", r.At, r.At.End.Line, r.At.End.Column, r.Message)
}
