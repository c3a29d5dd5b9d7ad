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
func merge(findings []*finding.Finding) []*finding.Finding {
	index := make(map[spot]int, len(findings))
	var groups [][]*finding.Finding
	for _, f := range findings {
		key := spot{rule: f.Rule, file: fileOf(f), start: f.At.Start, end: f.At.End}
		i, known := index[key]
		if !known {
			i = len(groups)
			index[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	merged := make([]*finding.Finding, len(groups))
	for i, group := range groups {
		merged[i] = one(group)
	}
	return merged
}

// one merges a group of at least one finding into the one that it returns.
func one(group []*finding.Finding) *finding.Finding {
	if len(group) == 1 {
		return group[0]
	}
	slices.SortFunc(group, func(a, b *finding.Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), strings.Compare(a.Document, b.Document),
			comparePath(a.Path, b.Path), strings.Compare(a.Message, b.Message))
	})
	first := group[0]
	said := map[string]bool{first.Message: true}
	seen := map[string]bool{}
	for _, r := range first.Related {
		seen[relatedKey(r)] = true
	}
	var also []finding.Related
	more := 0
	for _, f := range group[1:] {
		first.Fix = both(first, f)
		first.Secrets = append(slices.Clip(first.Secrets), f.Secrets...)
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

// both returns the fix of two findings at one place.
func both(a, b *finding.Finding) *finding.Fix {
	switch {
	case a.Fix == nil:
		return b.Fix
	case b.Fix == nil || a.Document != b.Document || a.Fix.Name != b.Fix.Name:
		return a.Fix
	}
	fix := *a.Fix
	fix.Edits = append(slices.Clip(fix.Edits), b.Fix.Edits...)
	return &fix
}

func relatedKey(r finding.Related) string {
	return fmt.Sprintf("%s-%d:%d %s", r.At, r.At.End.Line, r.At.End.Column, r.Message)
}
