package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// flat writes the settings of a tree as section.key=value@place.
func flat(n *Node, above string) []string {
	var all []string
	for _, e := range n.Entries {
		if e.Value.Kind == Mapping {
			all = append(all, flat(e.Value, above+e.Key+"/")...)
			continue
		}
		all = append(all, fmt.Sprintf("%s%s=%s@%d:%d", above, e.Key, e.Value.Str(), e.Value.Span.Start.Line, e.Value.Span.Start.Column))
	}
	return all
}

func TestReadINI(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ about, text, want string }{
		{"sections", "a = 1\n[b]\nc=2\n[d.e]\nf: 3\n", "a=1@1:5 b/c=2@3:3 d.e/f=3@5:4"},
		{"comments", "# x\n; y\n[a]\nb = 1 ; no\nc = 2 # no\nd = 3;4#5\n", "a/b=1@4:5 a/c=2@5:5 a/d=3;4#5@6:5"},
		{"quotes", "[a]\nb = \"x # y\"  # no\nc='z\nd=``\n", "a/b=x # y@2:5 a/c='z@3:3 a/d=@4:3"},
		{"again", "[a]\nb=1\n[c]\n[a]\nb=2\nd=3\n", "a/b=2@5:3 a/d=3@6:3"},
		{"empty", "[a]\nb =\nc\n=3\n", "a/b=@2:4"},
		{"Windows", "\uFEFF[a]\r\nb = 1\r\n", "a/b=1@2:5"},
		{"a section that is a setting too", "a=1\n[a]\nb=2\n", "a/b=2@3:3"},
	} {
		root, err := ReadINI(NewFile("a.ini", []byte(test.text)), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, strings.Join(flat(root, ""), " ")); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

func TestReadProperties(t *testing.T) {
	t.Parallel()
	const text = "# x\n! y\na.b=1\nc.d : 2 # 3\n  e 4\nf=5\\\n  6\ng=h=i\nj\nk\\ l=7\na.b=8\n"
	root, err := ReadProperties(NewFile("a.properties", []byte(text)), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := "a.b=8@11:5 c.d=2 # 3@4:7 e=4@5:5 f=5\\\n  6@6:3 g=h=i@8:3 j=@9:2 k\\ l=7@10:6"
	if diff := cmp.Diff(want, strings.Join(flat(root, ""), " ")); diff != "" {
		t.Error(diff)
	}
}

func TestReadLines(t *testing.T) {
	t.Parallel()
	const text = "# one\na b  'c d' \"e\\\"f\" # g\n\n  h=i j#k\nl 'm\r\nn \\# o\n"
	for _, test := range []struct {
		about string
		read  func(*File, Limits) (*Node, error)
		want  []string
	}{
		{"comments behind words", ReadLines, []string{`2: a [b c d e"f]`, "4: h=i [j#k]", "5: l [m]", "6: n [# o]"}},
		{"whole lines", ReadWholeLines, []string{`2: a [b c d e"f # g]`, "4: h=i [j#k]", "5: l [m]", "6: n [# o]"}},
	} {
		root, err := test.read(NewFile("a.cfg", []byte(text)), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, item := range root.Items {
			var args []string
			for _, arg := range item.Value.Get("args").Items {
				args = append(args, arg.Value.Str())
			}
			got = append(got, fmt.Sprintf("%d: %s %v", item.Value.Span.Start.Line, item.Value.Get("directive").Str(), args))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

// A file .cfg has sections or lines of words, and its first line says which.
func TestReadSectionsOrLines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want NodeKind
	}{
		{"# one\n; two\n\n [server] ; three\nhost = ::\n", Mapping},
		{"\uFEFF[server]\r\nhost = ::\r\n", Mapping},
		{"[server]", Mapping},
		{"# [server]\nglobal\n  maxconn 1\n", Sequence},
		{"bind [::]:80\n[server]\n", Sequence},
		{"", Sequence},
	} {
		root, err := readSectionsOrLines(NewFile("a.cfg", []byte(test.text)), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if root.Kind != test.want {
			t.Errorf("%q was read as %v and not as %v", test.text, root.Kind, test.want)
		}
	}
}

// FuzzReadSettings feeds the readers with a setting on a line: nothing may crash or fail, and each value is written where its place says.
func FuzzReadSettings(f *testing.F) {
	f.Add("a = 1\n[b]\nc=\"2\" # x\n;y\n[b]\nc: 'z\n")
	f.Add("\uFEFFa.b=1\\\r\n  2\n! x\nc d\ne\\=f=g\n")
	f.Add("bind 127.0.0.1 '-::1' # x\nuser \"a\\\"b\" \\\n")
	f.Fuzz(func(t *testing.T, text string) {
		for name, read := range map[string]func(*File, Limits) (*Node, error){
			"ini": ReadINI, "properties": ReadProperties, "lines": ReadLines, "whole lines": ReadWholeLines,
			"sections or lines": readSectionsOrLines,
		} {
			file := NewFile("a.ini", []byte(text))
			root, err := read(file, DefaultLimits())
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			checkSpans(t, name, root)
			file.Comments()
		}
	})
}

// checkSpans reports texts that are not where their places say, and places outside of that of the whole.
func checkSpans(t *testing.T, name string, n *Node) {
	t.Helper()
	if n.Kind == String && len(n.Text) > len(n.Span.Text()) {
		t.Fatalf("%s: %q is said to be at %q", name, n.Text, n.Span.Text())
	}
	for _, e := range n.Entries {
		if n.Kind == Mapping && e.KeySpan.File == nil {
			t.Fatalf("%s: key %q has no place", name, e.Key)
		}
		checkSpans(t, name, e.Value)
	}
	for _, item := range n.Items {
		checkSpans(t, name, item.Value)
	}
}
