// Package shard splits the evaluation of a scan among several runs, and joins what they found. Every run sees all files, because they
// depend on each other; it evaluates the rules on its share of the documents.
package shard

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// MaxCount bounds the shards of a scan.
const MaxCount = 1000

// Share is one of several shares: Index is from 1 to Count.
type Share struct{ Index, Count int }

// ParseShare reads INDEX/COUNT.
func ParseShare(text string) (Share, error) {
	index, count, ok := strings.Cut(text, "/")
	s := Share{}
	var err1, err2 error
	s.Index, err1 = strconv.Atoi(index)
	s.Count, err2 = strconv.Atoi(count)
	if !ok || err1 != nil || err2 != nil || s.Index < 1 || s.Index > s.Count || s.Count > MaxCount {
		return Share{}, fmt.Errorf("%q is no shard: want INDEX/COUNT, such as 2/8, with at most %d", text, MaxCount)
	}
	return s, nil
}

// String returns INDEX/COUNT.
func (s Share) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Count) }

// group is the documents of one project.
type group struct {
	name      string
	documents []int
	size      int
}

// Assign returns the index of the share, from 1, that each document is in. The documents of a file stay together, such as all ways of
// starting a project, and the shares are about as large as each other by the bytes that documents are made of. The same documents are
// assigned in the same way, in whatever order the file system lists them.
func Assign(docs []*source.Document, count int) []int {
	groups := map[string]*group{}
	for i, doc := range docs {
		g := groups[doc.File.Path]
		if g == nil {
			g = &group{name: doc.File.Path}
			groups[doc.File.Path] = g
		}
		g.documents = append(g.documents, i)
		g.size += base
		for _, f := range doc.Files {
			g.size += len(f.Content)
		}
	}
	order := make([]*group, 0, len(groups))
	for _, g := range groups {
		order = append(order, g)
	}
	slices.SortFunc(order, func(a, b *group) int { return cmp.Or(b.size-a.size, strings.Compare(a.name, b.name)) })
	shares := make([]int, len(docs))
	loads := make([]int, count)
	for _, g := range order {
		least := 0
		for i, load := range loads {
			if load < loads[least] {
				least = i
			}
		}
		loads[least] += g.size
		for _, i := range g.documents {
			shares[i] = least + 1
		}
	}
	return shares
}

// base is what a document costs beside its bytes, in bytes.
const base = 2000
