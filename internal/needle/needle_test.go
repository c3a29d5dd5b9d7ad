package needle_test

import (
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/needle"
)

func TestSet(t *testing.T) {
	t.Parallel()
	all := []string{"ab", "abc", "bca", "Xé", "a.b"}
	set := needle.New(all...)
	for _, text := range []string{"", "a", "ab", "xxabx", "bc", "bcab", "bca", "XÉ", "..Xé", "a.", "a,b", "AB", "zzzza.b"} {
		want := false
		for _, n := range all {
			want = want || strings.Contains(text, n)
		}
		if set.In(text) != want || set.InBytes([]byte(text)) != want {
			t.Errorf("%q: %v and %v, want %v", text, set.In(text), set.InBytes([]byte(text)), want)
		}
	}
	if at, found := set.Next("abc", 1); at != -1 {
		t.Errorf("%q at %d", found, at)
	}
}
