package load

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// TestCancelReachesTheExpansionOfAFile ends the context while a kind puts a document together: it gets no further file, and nothing
// that it made of that is remembered.
func TestCancelReachesTheExpansionOfAFile(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("stop")
	var got error
	expand := func(files kind.Files, f *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
		cancel(stop)
		_, got = files.Parse("b.yaml")
		return []*source.Document{{Kind: "test", File: f, Root: roots[0]}}, nil
	}
	l := NewLoader(Options{Kinds: []kind.Kind{{
		Name: "test", Named: func(base string) bool { return base == "a.yaml" },
		Detect: func(*source.Node, bool) bool { return true }, Expand: expand,
	}}})
	l.Documents(ctx, Input{
		Root:  fstest.MapFS{"a.yaml": {Data: []byte("a: 1")}, "b.yaml": {Data: []byte("b: 1")}},
		Files: []discover.File{{Path: "a.yaml"}},
	})
	if !errors.Is(got, stop) {
		t.Errorf("Parse after the end of the context: %v, want %v", got, stop)
	}
	if len(l.outcomes) > 0 {
		t.Errorf("%d outcomes of an interrupted scan are remembered", len(l.outcomes))
	}
}
