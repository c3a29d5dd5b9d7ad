package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func someRules(t *testing.T) *Catalogue {
	t.Helper()
	texts := map[string]string{}
	for _, id := range []string{"test/open-port", "test/open-door", "web/open-port", "web/cookie"} {
		family, name, _ := strings.Cut(id, "/")
		texts[id+"/"+name+".rego"] = strings.Replace(whole, `test.a`, family+`["`+name+`"]`, 1)
	}
	cat, err := Load(Source{Origin: "mine", FS: files(texts)})
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func TestMatch(t *testing.T) {
	t.Parallel()
	cat := someRules(t)
	for glob, want := range map[string][]string{
		"*":              {"test/open-door", "test/open-port", "web/cookie", "web/open-port"},
		"*/open-*":       {"test/open-door", "test/open-port", "web/open-port"},
		"web":            {"web/cookie", "web/open-port"},
		"web/*":          {"web/cookie", "web/open-port"},
		"test/open-port": {"test/open-port"},
		"test/open":      nil,
		"[":              nil,
	} {
		var got []string
		for _, r := range cat.Match(glob) {
			got = append(got, r.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Match(%q): %s", glob, diff)
		}
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	cat := someRules(t)
	for id, want := range map[string]string{
		"test/open-prot":  "test/open-port",
		"web/cookies":     "web/cookie",
		"cookie":          "web/cookie",
		"ruff:S104":       "test/open-door",
		"compose/unknown": "",
		"tset":            "test",
		"wbe/*":           "web/*",
		"wbe/other-*":     "",
		"*":               "",
		"":                "",
	} {
		if got := cat.Suggest(id); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", id, got, want)
		}
	}
}
