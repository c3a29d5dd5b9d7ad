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

func TestHostile(t *testing.T) {
	t.Parallel()
	cases := map[string][]byte{
		"deep":          bytes.Repeat([]byte("("), 100_000),
		"deepest":       bytes.Repeat([]byte("("), syntax.MaxSize),
		"deep words":    []byte(strings.Repeat("$(", syntax.MaxSize/2)),
		"deep choices":  []byte(strings.Repeat("if ", syntax.MaxSize/3)),
		"deep texts":    []byte(strings.Repeat("\"${a:-", syntax.MaxSize/6)),
		"deep lists":    []byte("x = " + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)),
		"deep blocks":   []byte(deepBlocks(400)),
		"recovery":      bytes.Repeat([]byte("f<(a)=>"), syntax.MaxSize/7),
		"recovery, nl":  bytes.Repeat([]byte("f<(a)=>\n"), syntax.MaxSize/8),
		"statements":    bytes.Repeat([]byte("const f<(a)=>\n"), syntax.MaxSize/14),
		"elements":      bytes.Repeat([]byte("<a b={c=><d>"), syntax.MaxSize/12),
		"arrows":        bytes.Repeat([]byte("(a,b={c:"), 8000),
		"recovery, 64":  bytes.Repeat([]byte("f<(a)=>"), 64<<10/7),
		"nul":           []byte("x = 1\n\x00\x00y = f(2)\n\x00"),
		"invalid utf-8": []byte("x = '\xff\xfe'\n\xc3\x28 = 2\n"),
		"long line":     []byte("x = '" + strings.Repeat("a", 200_000) + "'\n"),
		"open string":   []byte("x = '''" + strings.Repeat("a\n", 100_000)),
		"empty":         nil,
		"marks":         bytes.Repeat([]byte("'"), 100_001),
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
	if _, err := syntax.Parse(syntax.Python, make([]byte, syntax.MaxSize+1)); err == nil || !strings.Contains(err.Error(), "256 kB") {
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
