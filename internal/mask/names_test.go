package mask_test

import (
	"encoding/json"
	"io/fs"
	"regexp/syntax"
	"strings"
	"sync"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/policies"
	"github.com/seclint/seclint/rules"
)

// libraries are the built-in libraries, compiled.
var libraries = sync.OnceValues(func() (*ast.Compiler, error) {
	cat, err := rules.Load(rules.Builtin())
	if err != nil {
		return nil, err
	}
	parsed, err := cat.Parse(cat.Modules(""))
	if err != nil {
		return nil, err
	}
	modules := map[string]*ast.Module{}
	for name, module := range parsed {
		if strings.Contains(name, "lib/") && !strings.HasSuffix(name, "_test.rego") {
			modules[name] = module
		}
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return nil, compiler.Errors
	}
	return compiler, nil
})

// ask evaluates an expression of Rego on an input, with the built-in libraries at hand.
func ask(t *testing.T, query string, input any) []string {
	t.Helper()
	compiler, err := libraries()
	if err != nil {
		t.Fatal(err)
	}
	result, err := rego.New(rego.Compiler(compiler), rego.Query(query), rego.Input(input)).Eval(t.Context())
	if err != nil || len(result) != 1 {
		t.Fatal(result, err)
	}
	var answers []string
	for _, answer := range result[0].Expressions[0].Value.([]any) {
		answers = append(answers, answer.(string))
	}
	return answers
}

// samples returns some of the texts that an expression finds: one for each choice that it has.
func samples(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		return []string{string(re.Rune[len(re.Rune)-2])}
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			all = append(all, samples(sub)...)
		}
		return all
	case syntax.OpConcat:
		all := []string{""}
		for _, sub := range re.Sub {
			var longer []string
			for _, head := range all {
				for _, tail := range samples(sub) {
					longer = append(longer, head+tail)
				}
			}
			all = longer
		}
		return all
	case syntax.OpQuest, syntax.OpStar:
		return append([]string{""}, samples(re.Sub[0])...)
	case syntax.OpRepeat:
		var all []string
		for _, s := range samples(re.Sub[0]) {
			all = append(all, strings.Repeat(s, max(re.Min, 1)))
		}
		return all
	case syntax.OpPlus, syntax.OpCapture:
		return samples(re.Sub[0])
	}
	return []string{""} // an assertion
}

func samplesOf(t *testing.T, patterns ...string) []string {
	t.Helper()
	var all []string
	for _, pattern := range patterns {
		re, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, samples(re)...)
	}
	return all
}

// tables returns the lists of policies/lib/secret/data.json.
func tables(t *testing.T) map[string][]string {
	t.Helper()
	text, err := fs.ReadFile(policies.FS, "lib/secret/data.json")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	lists := map[string][]string{}
	for name, value := range raw {
		var list []string
		if json.Unmarshal(value, &list) == nil {
			lists[name] = list
		}
	}
	return lists
}

// styles are the ways in which people write a name of several words.
var styles = []func(string) string{
	func(s string) string { return s }, strings.ToUpper,
	func(s string) string { return strings.ReplaceAll(s, "_", "-") },
	func(s string) string { return strings.ReplaceAll(s, "_", ".") },
	func(s string) string { return strings.ReplaceAll(strings.ToUpper(s), "_", "__") },
	camel,
}

func camel(s string) string {
	words := strings.Split(s, "_")
	for i, word := range words[1:] {
		if word != "" {
			words[i+1] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}

// TestWhatRegoCallsASecretIsMasked asks the policies about many names, those with the words of exceptions in them too.
func TestWhatRegoCallsASecretIsMasked(t *testing.T) {
	t.Parallel()
	lists := tables(t)
	around := samplesOf(t, append(lists["open_names"], lists["other_names"]...)...)
	var names []string
	for i, stem := range samplesOf(t, lists["names"]...) {
		for _, name := range []string{stem, "app_" + stem, stem + "_old", stem + "2", "x" + stem + "s"} {
			for _, style := range styles {
				names = append(names, style(strings.Trim(name, "_")))
			}
		}
		for j, word := range around {
			if style := styles[(i+j)%len(styles)]; (i+j)%19 == 0 { // a part of the pairs is enough
				names = append(names, style(strings.Trim(stem+"_"+word, "_")), style(strings.Trim(word+"_"+stem, "_")))
			}
		}
	}
	secret := ask(t, "[name | some name in input; data.lib.secret.is_name(name)]", names)
	if len(secret) < 1000 || len(secret) == len(names) {
		t.Fatalf("%d of %d names are secret: the test proves little", len(secret), len(names))
	}
	for _, name := range secret {
		if !mask.IsName(name) {
			t.Errorf("lib/secret calls %s a secret, and its value is shown", name)
		}
	}
}

func TestCredentialHeadersAreMasked(t *testing.T) {
	t.Parallel()
	lists := tables(t)
	names := lists["header_names"]
	for _, name := range samplesOf(t, lists["header_patterns"]...) {
		names = append(names, name, "x-"+strings.TrimLeft(name, "-_"))
	}
	secret := ask(t, "[name | some name in input; data.lib.envoy.is_credential_header(name)]", names)
	if len(secret) < 50 {
		t.Fatalf("only %d headers carry a credential", len(secret))
	}
	for _, name := range secret {
		if !mask.IsName(name) {
			t.Errorf("lib/envoy calls the header %s a credential, and its value is shown", name)
		}
	}
}

func TestTokensOfProvidersAreMasked(t *testing.T) {
	t.Parallel()
	forms := ask(t, "[data.lib.secret.provider_token]", nil)
	var texts []string
	for _, text := range samplesOf(t, forms...) {
		texts = append(texts, text+"7aB9") // so that it is no example
	}
	tokens := ask(t, "[text | some text in input; data.lib.secret.token_in(text)]", texts)
	if len(tokens) < 20 {
		t.Fatalf("only %d tokens", len(tokens))
	}
	for _, token := range tokens {
		if out := mask.Source("x: " + token); strings.Contains(out, token) && !strings.HasPrefix(token, "-----BEGIN") {
			t.Errorf("lib/secret knows the token %s, and it is shown", token)
		}
	}
}
