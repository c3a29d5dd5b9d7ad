package source

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// actionPattern is what actionsIn finds, in as much time as an expression takes that looks for several ends.
var actionPattern = regexp.MustCompile(`(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\$\{[^}\n]*\}|@[A-Z][A-Z0-9_]+@`)

func TestActionsAreThoseOfTheExpression(t *testing.T) {
	t.Parallel()
	parts := []string{"{{", "}}", "{%", "%}", "{#", "#}", "${", "}", "{", "$", "@", "A", "AB", "1", "_", "a", " ", "\n", "%", "#", "@AB@"}
	random := rand.New(rand.NewPCG(5, 6))
	found := 0
	for range 200_000 {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		got, want := actionsIn(b.String()), actionPattern.FindAllStringIndex(b.String(), -1)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", b.String(), diff)
		}
		found += len(got)
	}
	if found < 50_000 {
		t.Errorf("only %d actions were found", found)
	}
}

// BenchmarkActions looks through a text in which much is opened and never closed; twice the size is to take twice the time.
func BenchmarkActions(b *testing.B) {
	for name, part := range map[string]string{"unclosed": "{{@AB@{%{#${", "one line": "{{ a }}"} {
		for _, size := range []int{50_000, 100_000} {
			text := strings.Repeat(part, size)
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					actionsIn(text)
				}
			})
		}
	}
}
