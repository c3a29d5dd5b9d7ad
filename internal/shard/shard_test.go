package shard_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/shard"
	"github.com/seclint/seclint/internal/source"
)

// documents returns one document for each size, and another one of every tenth file.
func documents(sizes ...int) []*source.Document {
	var docs []*source.Document
	for i, size := range sizes {
		f := source.NewFile(fmt.Sprintf("d%d/compose.yml", i), []byte(strings.Repeat("a", size)))
		docs = append(docs, &source.Document{ID: f.Path, File: f, Files: []*source.File{f}})
		if i%10 == 0 {
			docs = append(docs, &source.Document{ID: f.Path + "#2", File: f, Files: []*source.File{f}})
		}
	}
	return docs
}

func TestParseShare(t *testing.T) {
	t.Parallel()
	if got, err := shard.ParseShare("2/8"); err != nil || got != (shard.Share{Index: 2, Count: 8}) || got.String() != "2/8" {
		t.Errorf("got %v, %v", got, err)
	}
	for _, text := range []string{"", "2", "0/8", "9/8", "-1/8", "a/8", "1/0", "1/1001", "1/2/3", "1 / 2"} {
		if got, err := shard.ParseShare(text); err == nil {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

// Each document is in one share, those of a file in the same one, and no share is much larger than another.
func TestAssign(t *testing.T) {
	t.Parallel()
	sizes := make([]int, 400)
	for i := range sizes {
		sizes[i] = i * i % 7919
	}
	docs := documents(sizes...)
	shares := shard.Assign(docs, 8)
	loads, byFile := map[int]int{}, map[string]int{}
	for i, doc := range docs {
		loads[shares[i]] += len(doc.File.Content) + 2000
		if was, known := byFile[doc.File.Path]; known && was != shares[i] {
			t.Errorf("%s is in shares %d and %d", doc.File.Path, was, shares[i])
		}
		byFile[doc.File.Path] = shares[i]
	}
	least, most := 1<<30, 0
	for share := 1; share <= 8; share++ {
		least, most = min(least, loads[share]), max(most, loads[share])
	}
	if len(loads) != 8 || most-least > 20_000 {
		t.Errorf("loads %v", loads)
	}
	// In another order each document is in the same share.
	turned := slices.Clone(docs)
	slices.Reverse(turned)
	again := shard.Assign(turned, 8)
	slices.Reverse(again)
	if diff := cmp.Diff(shares, again); diff != "" {
		t.Error(diff)
	}
	if alone := shard.Assign(docs[:1], 5); alone[0] != 1 {
		t.Errorf("one document is in share %d", alone[0])
	}
}

// What is written is read again as it was, and shows no secret.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	docs := documents(0)[:1]
	f := source.NewFile("d0/compose.yml", []byte("services:\n  web: {password: hunter2hunter2, run: a}\n"))
	docs[0].File, docs[0].Files = f, []*source.File{f}
	at := func(start, end int) source.Span { return f.Span(start, end) }
	part := evaluate.Part{
		Findings: []finding.Finding{{
			Rule: "compose/a", Message: `the password "hunter2hunter2" is there`, Document: f.Path, Deployments: []string{"prod"}, Path: source.Path{"services", 0, "web"},
			At: at(0, 8), Situation: "s", Because: "b", Severity: finding.High, Remediation: "r", Tags: []finding.Tag{{Name: "test", Reason: "t"}},
			Related: []finding.Related{{At: at(10, 15), Message: "m"}, {Message: "nowhere"}}, Fingerprint: "f", Place: "p", Value: "v", PartOf: "compose/b",
			Secrets: []finding.Secret{{At: at(28, 42), Text: "hunter2hunter2"}},
			Fix: &finding.Fix{Name: "n", Title: "t", Unsafe: "u", Edits: []finding.Edit{
				{Kind: finding.Set, Path: source.Path{"a", 1}, Value: map[string]any{"i": int64(1), "f": 1.0, "g": 1e300, "l": []any{nil, true, "x"}}},
				{Kind: finding.Rename, Path: source.Path{"a"}, Name: "b"},
			}},
		}},
		Problems: []finding.Problem{
			{Level: finding.Error, Path: f.Path, At: at(0, 1), Rule: "r", Message: "m", Hint: "h", IsUnassessed: true}, {Level: finding.Warning, Message: "w"},
		},
	}
	written, err := shard.New(shard.Share{Index: 1, Count: 1}, "inputs", docs, []evaluate.Part{part})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(written)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "hunter2") {
		t.Errorf("a secret is in %s", text)
	}
	read, err := shard.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	got, err := shard.Join([]*shard.File{read}, "inputs", docs)
	if err != nil {
		t.Fatal(err)
	}
	part.Findings[0].Message = `the password "**************" is there`
	if diff := cmp.Diff([]evaluate.Part{part}, got, cmp.Comparer(func(a, b *source.File) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNotJoined(t *testing.T) {
	t.Parallel()
	docs := documents(1, 2, 3)
	file := func(index, count int, inputs string) *shard.File {
		f, err := shard.New(shard.Share{Index: index, Count: count}, inputs, docs, nil)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for want, files := range map[string][]*shard.File{
		"there are no shards to merge":                           nil,
		"missing: 2/3, 3/3":                                      {file(1, 3, "x")},
		"shard 1/2 is there twice":                               {file(1, 2, "x"), file(1, 2, "x")},
		"shard 2/3 is of another number of shards than 1/2":      {file(1, 2, "x"), file(2, 3, "x")},
		"shard 2/2 is of other files, rules or settings than th": {file(1, 2, "x"), file(2, 2, "y")},
	} {
		if _, err := shard.Join(files, "x", docs); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	for _, text := range []string{
		"", "[]", "{}", `{"seclint_shard": 2}`, `{"seclint_shard": 1, "index": 2, "count": 1}`, `{"seclint_shard": 1, "index": 0, "count": 1}`,
	} {
		if _, err := shard.Decode([]byte(text)); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	for _, documents := range []string{
		`[{"document": 9}]`, `[{"document": -1}]`, `[{"document": 0, "findings": [{"rule": "a", "at": {"file": 99}, "path": []}]}]`,
		`[{"document": 0, "findings": [{"rule": "a", "at": {"file": -1}, "path": [true]}]}]`,
	} {
		f, err := shard.Decode([]byte(`{"seclint_shard": 1, "index": 1, "count": 1, "inputs": "x", "documents": ` + documents + "}"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := shard.Join([]*shard.File{f}, "x", docs); err == nil {
			t.Errorf("%s is taken", documents)
		}
	}
}
