package syntax_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/syntax"
)

// parse returns the tree of a Python text; a build without grammars skips the test.
func parse(t testing.TB, text string) *syntax.Tree {
	t.Helper()
	if !syntax.IsAvailable(syntax.Python) {
		t.Skip("built without cgo")
	}
	tree, err := syntax.Parse(syntax.Python, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// outline writes a tree with its fields and the texts of its leaves.
func outline(tree *syntax.Tree, i int) string {
	var b strings.Builder
	n := tree.Nodes[i]
	if n.Field != "" {
		b.WriteString(n.Field + ":")
	}
	b.WriteString(n.Kind)
	if children := tree.Named(i); len(children) > 0 {
		b.WriteString("(")
		for k, child := range children {
			if k > 0 {
				b.WriteString(" ")
			}
			b.WriteString(outline(tree, child))
		}
		b.WriteString(")")
	} else {
		fmt.Fprintf(&b, "=%q", tree.Text(i))
	}
	return b.String()
}

// nested fails the test where the tree is no preorder of spans that are inside of each other and of the file.
func nested(t testing.TB, tree *syntax.Tree) {
	t.Helper()
	if len(tree.Nodes) == 0 || int(tree.Nodes[0].Next) != len(tree.Nodes) || int(tree.Nodes[0].End) > len(tree.Content) {
		t.Fatalf("the root does not span the tree: %d nodes", len(tree.Nodes))
	}
	for i, n := range tree.Nodes {
		if n.Start > n.End || int(n.Next) <= i || int(n.Next) > len(tree.Nodes) {
			t.Fatalf("node %d is malformed: %+v", i, n)
		}
		tree.Children(i, func(child int) bool {
			c := tree.Nodes[child]
			if c.Start < n.Start || c.End > n.End || c.Next > n.Next {
				t.Fatalf("node %d %+v does not fit into node %d %+v", child, c, i, n)
			}
			return true
		})
	}
}

func TestPython(t *testing.T) {
	t.Parallel()
	tree := parse(t, "app.add(CORS, origins=['*'])\n")
	const want = `module(expression_statement(call(function:attribute(object:identifier="app" attribute:identifier="add") ` +
		`arguments:argument_list(identifier="CORS" keyword_argument(name:identifier="origins" ` +
		`value:list(string(string_start="'" string_content="*" string_end="'")))))))`
	if got := outline(tree, 0); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if tree.Errors != 0 || tree.Partial != "" {
		t.Errorf("%d errors, partial %q", tree.Errors, tree.Partial)
	}
	nested(t, tree)
}

func TestShell(t *testing.T) {
	t.Parallel()
	tree, err := syntax.Parse(syntax.Shell, []byte("curl -k \"$URL\" | sh\n"))
	if err != nil {
		t.Fatal(err)
	}
	nested(t, tree)
	var kinds []string
	for _, n := range tree.Nodes {
		kinds = append(kinds, n.Kind)
	}
	if got := strings.Join(kinds, " "); !strings.HasPrefix(got, "File Stmt BinaryCmd Stmt CallExpr Word Lit") {
		t.Errorf("got %s", got)
	}
}

func TestMistakesLeaveWhatIsAround(t *testing.T) {
	t.Parallel()
	tree := parse(t, "x = 1\ndef (:\ny = f(2)\n")
	nested(t, tree)
	if tree.Errors == 0 || tree.Partial == "" || !strings.Contains(outline(tree, 0), `left:identifier="x"`) {
		t.Errorf("%d errors, partial %q: %s", tree.Errors, tree.Partial, outline(tree, 0))
	}
}

// A file in pieces has the statements of the file as a whole.
func TestPieces(t *testing.T) {
	t.Parallel()
	unit := "@d\n@e(1)\ndef f(a):\n    if a:\n        return '''\nx = 1\n'''\n    else: pass\n\nif x:\n    y = (\n1,\n)\nelse:\n    z = \"a\\\nb\"\n# remark\n"
	want := len(parse(t, unit).Named(0))
	for _, n := range []int{1, 200, 1200} {
		tree := parse(t, strings.Repeat(unit, n))
		nested(t, tree)
		if got := len(tree.Named(0)); got != n*want || tree.Errors != 0 {
			t.Errorf("%d times: %d statements, want %d; %d errors", n, got, n*want, tree.Errors)
		}
	}
}

// A statement of any size is one node with all that is inside of it.
func TestLargeStatements(t *testing.T) {
	t.Parallel()
	const size = 200 << 10
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	for name, c := range map[string]struct {
		language        syntax.Language
		text, kind, end string
	}{
		"class": {syntax.Python, "@d\nclass A(B):\n" + fill("    def f(self, a=1):\n        self.x = '''\nclass C:\n'''\n"),
			"decorated_definition", "\n'''"},
		"list":     {syntax.Python, "a = [\n" + fill("    {'k': (1, \"'\")},\n") + "]\n", "expression_statement", "]"},
		"methods":  {syntax.TypeScript, "export class A extends B {\n" + fill("  f(a: T<U>) { return `${a}\nconst x = 1\n`; }\n") + "}\n", "export_statement", "}"},
		"object":   {syntax.TSX, "const a = {\n" + fill("  k: <b c={1}>don't</b>, l: /[/'`]/,\n") + "}\n", "lexical_declaration", "}"},
		"function": {syntax.TSX, "function f() {\n" + fill("g(a => { h('x') })\n") + "}\n", "function_declaration", "}"},
		"table":    {syntax.Lua, "local t = {\n" + fill("  { k = [[\nlocal x = 1\n]] },\n") + "}\n", "variable_declaration", "}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !syntax.IsAvailable(c.language) {
				t.Skip("built without cgo")
			}
			tree, err := syntax.Parse(c.language, []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			nested(t, tree)
			statements := tree.Named(0)
			if tree.Partial != "" || len(statements) != 1 || tree.Nodes[1].Kind != c.kind || !strings.HasSuffix(tree.Text(1), c.end) {
				t.Errorf("partial %q, %d statements, the first a %s of %d bytes", tree.Partial, len(statements), tree.Nodes[1].Kind, len(tree.Text(1)))
			}
		})
	}
}

// A mistake in a large file costs what is around it, whatever is open there.
func TestMistakeInLargeFile(t *testing.T) {
	t.Parallel()
	many := strings.Repeat("def f(a):\n    return g(a)\n\n", 3000)
	tree := parse(t, many+"x = f((((\n\n"+many)
	nested(t, tree)
	if got := len(tree.Named(0)); tree.IsCut || tree.Errors == 0 || got < 5000 {
		t.Errorf("%d statements, %d errors, partial %q", got, tree.Errors, tree.Partial)
	}
}

// What is too much work is left out and said, and what is in front of it stays.
func TestTooMuchWork(t *testing.T) {
	t.Parallel()
	tree := parse(t, strings.Repeat("y = 2\n", 5000)+strings.Repeat("f<(a)=>", 20_000))
	nested(t, tree)
	if got := len(tree.Named(0)); !tree.IsCut || !strings.Contains(tree.Partial, "too much work") || got < 4000 {
		t.Errorf("cut %v, partial %q, %d statements", tree.IsCut, tree.Partial, got)
	}
}

func TestHostile(t *testing.T) {
	t.Parallel()
	const size = 64 << 10
	cases := map[string][]byte{
		"deep":          bytes.Repeat([]byte("("), size),
		"deepest":       bytes.Repeat([]byte("("), size),
		"deep words":    []byte(strings.Repeat("$(", size/2)),
		"deep choices":  []byte(strings.Repeat("if ", size/3)),
		"deep texts":    []byte(strings.Repeat("\"${a:-", size/6)),
		"deep lists":    []byte("x = " + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)),
		"deep blocks":   []byte(deepBlocks(400)),
		"recovery":      bytes.Repeat([]byte("f<(a)=>"), size/7),
		"recovery, nl":  bytes.Repeat([]byte("f<(a)=>\n"), size/8),
		"statements":    bytes.Repeat([]byte("const f<(a)=>\n"), size/14),
		"elements":      bytes.Repeat([]byte("<a b={c=><d>"), size/12),
		"arrows":        bytes.Repeat([]byte("(a,b={c:"), size/8),
		"nul":           []byte("x = 1\n\x00\x00y = f(2)\n\x00"),
		"invalid utf-8": []byte("x = '\xff\xfe'\n\xc3\x28 = 2\n"),
		"long line":     []byte("x = '" + strings.Repeat("a", size) + "'\n"),
		"open string":   []byte("x = '''" + strings.Repeat("a\n", size)),
		"empty":         nil,
		"marks":         bytes.Repeat([]byte("'"), size+1),
	}
	for name, content := range cases {
		for _, language := range []syntax.Language{syntax.Python, syntax.Shell, syntax.Lua, syntax.TypeScript, syntax.TSX} {
			t.Run(name+"/"+language.String(), func(t *testing.T) {
				t.Parallel()
				if tree, err := syntax.Parse(language, content); err == nil {
					nested(t, tree)
				}
			})
		}
	}
}

// BenchmarkRecovery parses the text that grammars take longest to make sense of: at most 10 s.
func BenchmarkRecovery(b *testing.B) {
	content := bytes.Repeat([]byte("f<(a)=>\n"), syntax.MaxSize/8)
	for b.Loop() {
		if tree, err := syntax.Parse(syntax.Python, content); err == nil {
			nested(b, tree)
		}
	}
}

func deepBlocks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "if x:\n")
	}
	return b.String() + strings.Repeat(" ", n) + "pass\n"
}

func TestTooLarge(t *testing.T) {
	t.Parallel()
	if _, err := syntax.Parse(syntax.Python, make([]byte, syntax.MaxSize+1)); err == nil || !strings.Contains(err.Error(), "1024 kB") {
		t.Errorf("got %v", err)
	}
}

func TestWithoutGrammar(t *testing.T) {
	t.Parallel()
	_, err := syntax.Parse(syntax.Python, []byte("x = 1\n"))
	if got := errors.Is(err, syntax.ErrUnavailable); got == syntax.IsAvailable(syntax.Python) {
		t.Errorf("available %v, got %v", !got, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"f(a=[1])\n", "@d\ndef f(): return f'{x!r}'\n", "if x then y; fi", "x = '''a", "\x00", "class A:\n  b: int = 1\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, language := range []syntax.Language{syntax.Python, syntax.Shell, syntax.Lua, syntax.TypeScript, syntax.TSX} {
			if tree, err := syntax.Parse(language, content); err == nil {
				nested(t, tree)
			}
		}
	})
}

// TestTooDeep wants a tree without what is deeper than its limit, which says so: a node without what is inside of it is a mistake.
func TestTooDeep(t *testing.T) {
	t.Parallel()
	tree := parse(t, "x = a"+strings.Repeat(".b()", 2000)+"\nf()\n")
	if !tree.IsCut || tree.Partial == "" {
		t.Errorf("cut %v, partial %q", tree.IsCut, tree.Partial)
	}
	for i, n := range tree.Nodes {
		if n.Kind == "call" && tree.Child(i, "function") < 0 {
			t.Fatalf("node %d is a call of nothing", i)
		}
	}
	if last := tree.Named(0); len(last) != 2 || tree.Text(last[1]) != "f()" {
		t.Errorf("%d statements", len(last))
	}
}
