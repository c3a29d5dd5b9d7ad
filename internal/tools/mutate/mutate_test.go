package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// TestSomeMutants tries a few mutants, which must pass.
func TestSomeMutants(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	failures, err := run(t.Context(), options{count: 200, seed: 1, batch: 100, runs: 5, workers: 1, root: "../../.."}, &out)
	if err != nil || failures > 0 {
		t.Errorf("%d failures, %v:\n%s", failures, err, &out)
	}
	if !strings.Contains(out.String(), "200 mutants of") {
		t.Errorf("it writes %s", &out)
	}
}

// TestAMutantIsWhatItsSeedSays wants the same mutant again, and another one for another seed.
func TestAMutantIsWhatItsSeedSays(t *testing.T) {
	t.Parallel()
	projects, err := gather(options{root: "../../.."})
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	seen := map[string]bool{}
	for seed := range uint64(300) {
		a, b := newMutant(projects, seed), newMutant(projects, seed)
		if a.what != b.what || !bytes.Equal(a.text, b.text) {
			t.Errorf("seed %d gives %s and %s", seed, a.what, b.what)
		}
		if !bytes.Equal(a.text, a.files[a.file]) {
			changed++
		}
		seen[a.what] = true
	}
	if changed < 250 || len(seen) < 250 {
		t.Errorf("%d of 300 are changed, %d are different", changed, len(seen))
	}
}

// TestFaultsAreFound gives the checker mutants that are wrong, among others that are not: one is blamed.
func TestFaultsAreFound(t *testing.T) {
	t.Parallel()
	c, err := newChecker(2)
	if err != nil {
		t.Fatal(err)
	}
	good := mutant{project: &project{files: map[string][]byte{"compose.yaml": nil}}, file: "compose.yaml", text: []byte("services: {web: {image: example/web:1}}")}
	leaky := good
	leaky.what, leaky.text = "leaky", []byte("services: {zq7name: {image: example/web:1, privileged: true}}")
	found := c.check(slices.Concat(slices.Repeat([]mutant{good}, 5), []mutant{leaky}, slices.Repeat([]mutant{good}, 2)))
	if len(found) != 1 || found[0].mutant.what != "leaky" || !strings.Contains(found[0].message, "zq7name") {
		t.Errorf("found %+v", found)
	}
	leaky.bare = map[string]bool{"zq7name": true}
	if found := c.check([]mutant{leaky}); len(found) > 0 {
		t.Errorf("a name that nothing calls secret is found: %+v", found)
	}
	if d := difference([]byte("a\nb\n"), []byte("a\nc\n")); d != `"b" and "c"` {
		t.Errorf("the difference is %s", d)
	}
}
