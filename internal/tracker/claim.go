package tracker

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Claim is something that an item says of its files and that can be looked up.
type Claim struct {
	// Text is what it says.
	Text string
	// Holds says whether it is so; Reason is where it is not.
	Holds  bool
	Reason string
}

var (
	// lacks is "All calls avoid `shell=True`", "never uses `eval`", "no `privileged: true`".
	lacks = lazyregexp.New("(?i)\\b(?:avoids?|never (?:uses?|sets?|calls?)|do(?:es)? not (?:use|set|call|pass)|without|no|free of|don't use)\\s+`([^`]{2,120})`")
	// has is "Marked with `noqa: S701`", "guarded by `verify_csrf()`", "sets `TimeoutStopSec`".
	has = lazyregexp.New("(?i)\\b(?:marked (?:with|by|as)|guarded by|protected by|annotated with|wrapped in|sets|calls|limited by|enforced by|checked by|verified by)\\s+`([^`]{2,120})`")
)

// claims returns what an item says of its files that can be looked up there: only what is accepted, mitigated or closed says anything
// of what is so.
func (m *matcher) claims(match *Match) []Claim {
	if match.Status == Open || match.Status == Unknown {
		return nil
	}
	var files []*source.File
	for _, p := range match.Places {
		if p.file != nil && !slices.Contains(files, p.file) {
			if m.sought -= 20 * len(p.file.Content); m.sought < 0 {
				return nil
			}
			files = append(files, p.file)
		}
	}
	if len(files) == 0 {
		return nil
	}
	var claims []Claim
	text := match.At.File.Content[match.At.File.Offset(match.At.Start):match.end()]
	for _, c := range lacks.FindAllSubmatch(text, 10) {
		claims = append(claims, claimLacks(string(c[0]), string(c[1]), files))
	}
	for _, c := range has.FindAllSubmatch(text, 10) {
		claims = append(claims, claimHas(string(c[0]), string(c[1]), files))
	}
	return claims
}

// end returns where the text of an item ends: at the end of its last line.
func (match *Match) end() int {
	file := match.At.File
	line := max(int(match.At.Start.Line), match.last)
	return min(file.Offset(source.Position{Line: int32(line), Column: 1 << 20}), file.Offset(match.At.Start)+maxText)
}

func claimLacks(text, code string, files []*source.File) Claim {
	for _, f := range files {
		for n := 1; n <= f.Lines(); n++ {
			if containsCode(f, n, code) {
				return Claim{text, false, fmt.Sprintf("it says %q, and %s:%d has it", text, f.Path, n)}
			}
		}
	}
	return Claim{Text: text, Holds: true}
}

func claimHas(text, code string, files []*source.File) Claim {
	for _, f := range files {
		for n := 1; n <= f.Lines(); n++ {
			if strings.Contains(squeezed(f.Line(n)), squeezed(strings.TrimSuffix(code, "()"))) {
				return Claim{Text: text, Holds: true}
			}
		}
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Path
	}
	return Claim{text, false, fmt.Sprintf("it says %q, and that is not in %s", text, strings.Join(names, ", "))}
}

// containsCode reports whether a line has a piece of code outside of a comment, however it is spaced.
func containsCode(f *source.File, n int, code string) bool {
	line := f.Line(n)
	for _, mark := range []string{"#", "//"} {
		if before, _, ok := strings.Cut(line, mark); ok && (strings.TrimSpace(before) == "" || strings.HasSuffix(before, " ")) {
			line = before
		}
	}
	return containsName(squeezed(line), squeezed(code))
}

func squeezed(text string) string { return strings.ReplaceAll(text, " ", "") }
