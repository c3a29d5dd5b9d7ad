package needle_test

import (
	"math/rand/v2"
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

func TestWords(t *testing.T) {
	t.Parallel()
	set := needle.NewWords("ws", "flask", "_x", "md5")
	for text, want := range map[string]bool{
		"": false, "w": false, "ws": true, "import ws": true, "ws.connect": true, "news": false, "wsx": false, "ws_": false, "ws2": false,
		"2ws": true, "22ws": true, "a2ws": false, "éwsé": true, "(flask)": true, "flas": false, "Flask": false, "_x": true, "__x": false,
		"md5(": true, "md55": false, "5": false,
	} {
		if got := set.InBytes([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if !set.Has("ws") || set.Has("w") {
		t.Error("Has")
	}
}

// What Long finds by looking at some bytes is what looking at all of them finds, wherever it is.
func TestLong(t *testing.T) {
	t.Parallel()
	all := []string{"process.env", "Bun.env", "cap_add", "Bun.envoy"}
	long, each := needle.NewLong(all...), needle.New(all...)
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		var text []byte
		for range random.IntN(4) {
			text = append(text, "Bun.cap_process.env"[:random.IntN(20)]...)
			part := all[random.IntN(len(all))]
			text = append(text, part[random.IntN(2):len(part)-random.IntN(2)]...)
		}
		if got, want := long.InBytes(text), each.InBytes(text); got != want {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	}
	if short := needle.NewLong("abcd"); !short.InBytes([]byte("xabcd")) || short.InBytes([]byte("abc")) {
		t.Error("a string of one gram")
	}
}
