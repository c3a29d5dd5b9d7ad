package envoy_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/kind/envoy"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// TestRulesTakeAnyType evaluates all rules on the fixtures with a random value of each replaced by one of another type:
// scanned files hold anything anywhere, and a rule that breaks finds nothing. SECLINT_MUTATIONS sets how many to try.
func TestRulesTakeAnyType(t *testing.T) {
	t.Parallel()
	tries := 300
	if n, err := strconv.Atoi(os.Getenv("SECLINT_MUTATIONS")); err == nil {
		tries = n
	}
	catalogue, err := rules.Load(rules.Builtin())
	if len(catalogue.All()) == 0 {
		t.Fatal(err)
	}
	evaluator, err := evaluate.New(catalogue, evaluate.Options{Kinds: []string{"envoy"}})
	if err != nil {
		t.Fatal(err)
	}
	texts := fixtures(t, catalogue)
	random := rand.New(rand.NewPCG(1, 2))
	for range tries {
		text := texts[random.IntN(len(texts))]
		doc, change := mutated(t, text, random)
		if doc == nil {
			continue
		}
		_, problems := evaluator.Documents(t.Context(), []*source.Document{doc}, nil, nil)
		for _, p := range problems {
			t.Errorf("%s: %s", change, p.Message)
		}
	}
}

// fixtures returns the YAML and JSON files of all fixtures for Envoy: some have Lua code, a Dockerfile or a template beside them.
func fixtures(t *testing.T, catalogue *rules.Catalogue) []string {
	t.Helper()
	var texts []string
	for _, rule := range catalogue.All() {
		if rule.Family() != "envoy" {
			continue
		}
		f, err := rules.ParseFixture(rule.FixtureFile(), rule.Fixture())
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range slices.Concat(f.Bad.Files, f.Good.Files) {
			if slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(file.Name)) {
				texts = append(texts, string(file.Data))
			}
		}
	}
	return texts
}

// mutated expands a text after one value of it was replaced, and says which. The document is nil when nothing is left.
func mutated(t *testing.T, text string, random *rand.Rand) (*source.Document, string) {
	t.Helper()
	file := source.NewFile("file.yaml", []byte(text))
	roots, err := source.ReadYAML(file, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var nodes []*source.Node
	var names []string
	var collect func(n *source.Node, name string)
	collect = func(n *source.Node, name string) {
		nodes, names = append(nodes, n), append(names, name)
		for _, e := range n.Entries {
			collect(e.Value, name+"."+e.Key)
		}
		for i, item := range n.Items {
			collect(item.Value, fmt.Sprintf("%s[%d]", name, i))
		}
	}
	collect(roots[0], "")
	i := random.IntN(len(nodes))
	replacement := replacements()[random.IntN(len(replacements()))]
	replacement.Span = nodes[i].Span
	*nodes[i] = *replacement
	docs, _ := envoy.Kind().Expand(nil, file, roots[:1])
	if len(docs) == 0 {
		return nil, ""
	}
	first, _, _ := strings.Cut(text, "\n")
	return docs[0], fmt.Sprintf("%q with %s = %v", first, names[i], replacement.Value())
}

func replacements() []*source.Node {
	number := &source.Node{Kind: source.Number, Scalar: int64(7), Text: "7"}
	text := &source.Node{Kind: source.String, Scalar: "text", Text: "text"}
	return []*source.Node{
		number, text,
		{Kind: source.Null},
		{Kind: source.Bool, Scalar: true, Text: "true"},
		{Kind: source.String, Scalar: "", Text: ""},
		{Kind: source.Mapping},
		{Kind: source.Sequence},
		{Kind: source.Sequence, Items: []source.Item{{Value: number}, {Value: text}}},
		{Kind: source.Mapping, Entries: []source.Entry{{Key: "key", Value: text}}},
	}
}
