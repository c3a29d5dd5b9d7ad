package compose

import (
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/template"
	"github.com/sirupsen/logrus"
)

// TestReplaceIsThatOfComposeGo compares with what compose-go makes of whole texts, on texts of what references are made of.
func TestReplaceIsThatOfComposeGo(t *testing.T) {
	logrus.SetOutput(io.Discard) // compose-go warns of each variable without a value
	lookup := func(name string) (string, bool) {
		value, known := map[string]string{"A": "a$A", "B": "", "AB": "}{"}[name]
		return value, known
	}
	parts := []string{"$", "$", "${", "${", "{", "}", "}", "A", "B", "C", ":-", "-", ":?", "?", ":+", "+", "\n", " ", ".", "1", "${A}", "${C:-", "$$", "é"}
	random := rand.New(rand.NewPCG(1, 2))
	replaced := 0
	for range 200_000 {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		text := b.String()
		want, wantErr := template.SubstituteWithOptions(text, lookup, template.WithoutLogging)
		got, err := (&assembly{}).replace(text, lookup)
		var missing, wantMissing *template.MissingRequiredError
		if (err == nil) != (wantErr == nil) || errors.As(err, &missing) != errors.As(wantErr, &wantMissing) || err == nil && got != want {
			t.Fatalf("%q: got %q (%v), want %q (%v)", text, got, err, want, wantErr)
		}
		if err == nil && got != text {
			replaced++
		}
	}
	if replaced < 20_000 {
		t.Errorf("only %d texts had variables that were replaced", replaced)
	}
}

// TestReplaceIsBounded counts what replacing costs in texts that repeat and nest references.
func TestReplaceIsBounded(t *testing.T) {
	t.Parallel()
	lookup := func(string) (string, bool) { return "", false }
	for name, test := range map[string]struct {
		text    string
		want    error
		maxWork int
	}{
		"side by side":        {strings.Repeat("${A}${B:-c}", 50_000), nil, 2_000_000},
		"escaped":             {strings.Repeat("$$2a", 200_000), nil, 1},
		"nested a little":     {strings.Repeat("${A:-", 50) + strings.Repeat("}", 50), nil, 20_000},
		"nested":              {strings.Repeat("${A:-", 8000) + strings.Repeat("}", 8000), errNested, maxWorkAll * 100},
		"many in one default": {"${A:-" + strings.Repeat("${B:-c}", 8000) + "}", errNested, maxWorkAll * 100},
		"many dear ones":      {strings.Repeat("${A:-"+strings.Repeat("${B:-c}", 300)+"}", 200), errNested, 2 * maxWorkAll},
	} {
		a := &assembly{}
		if _, err := a.replace(test.text, lookup); !errors.Is(err, test.want) {
			t.Errorf("%s: error %v, want %v", name, err, test.want)
		}
		if a.work > test.maxWork {
			t.Errorf("%s: %d bytes of work, want at most %d", name, a.work, test.maxWork)
		}
	}
	if _, err := (&assembly{}).replace(strings.Repeat("${A:-", 300_000), lookup); err == nil || isTooMuch(err) {
		t.Errorf("references that are never closed: error %v, want that of a malformed one", err)
	}
}
