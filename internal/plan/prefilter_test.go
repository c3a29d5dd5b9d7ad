package plan

import (
	"testing"
)

func TestWordsOfPatterns(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string][]string{
		`\bdebugpy\b.*?--listen(?:=| +)`:   {"--listen"},
		`(?i)pass(?:word|wd)?`:             {"pass", "password", "passwd"},
		`gh[pousr]_[A-Za-z0-9]{30,}`:       {"gho_", "ghp_", "ghr_", "ghs_", "ghu_"},
		`^(?:sk|rk)_(?:live|test)_\w{16,}`: {"rk_live_", "rk_test_", "sk_live_", "sk_test_"},
		`token|secret`:                     {"secret", "token"},
		`(?:abc)+x`:                        {"abc"},
		`token|.`:                          nil,
		`(?:token)?`:                       nil,
		`(?:token){0,3}x`:                  nil,
		`[a-z]+`:                           nil,
		`(?i)straße`:                       nil,
		`a`:                                nil,
	} {
		p, err := newPattern(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if (p.words != nil) != (want != nil) {
			t.Errorf("%s: looks for words is %v", pattern, p.words != nil)
		}
		for _, word := range want {
			if p.excludes("x " + word) {
				t.Errorf("%s: a text with %s is excluded", pattern, word)
			}
		}
		if want != nil && !p.excludes("nothing of this sort") {
			t.Errorf("%s: a text with none of its words is not excluded", pattern)
		}
	}
}

// FuzzPrefilter looks for a text that is excluded although it has a match.
func FuzzPrefilter(f *testing.F) {
	for _, pattern := range []string{`(?i)pass|identified|\bmc `, `gh[pousr]_\w{3,}`, `(?:^|[^\w])(abc|a.c|(?i:Key)x)`, `x{2,3}(?:token)?y`, `(?i)k(?:el)?vin|[st]ecret`} {
		f.Add(pattern, "a PASSWORD ghp_abc Kelvin ſecret")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		p, err := newPattern(pattern)
		if err != nil || !p.excludes(text) {
			return
		}
		if match := p.compiled.FindStringIndex(text); match != nil {
			t.Errorf("%q is excluded for %q, which matches at %v", text, pattern, match)
		}
	})
}
