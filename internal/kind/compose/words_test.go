package compose

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-shellwords"
)

// TestSplitWordsIsThatOfComposeGo compares with the module that compose-go splits commands with.
func TestSplitWordsIsThatOfComposeGo(t *testing.T) {
	t.Parallel()
	parts := []string{" ", " ", "\t", "\n", "a", "b c", "\"", "'", "\\", "`", "$(", "(", ")", "$", "2>", ">", "<", ";", "&", "|", "é", "\xff", "\"\"", "''", "x=1"}
	random := rand.New(rand.NewPCG(3, 4))
	split := 0
	for range 300_000 {
		var b strings.Builder
		for range random.IntN(12) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		line := b.String()
		want, err := shellwords.Parse(line)
		got, ok := splitWords(line)
		if ok != (err == nil) || ok && !slices.Equal(got, want) {
			t.Fatalf("%q: got %q (%t), want %q (%v)", line, got, ok, want, err)
		}
		if ok && len(got) > 1 {
			split++
		}
	}
	if split < 10_000 {
		t.Errorf("only %d lines have several words", split)
	}
}
