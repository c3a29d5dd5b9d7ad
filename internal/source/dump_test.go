package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dump writes a tree one value a line: path, value, tag, place, what it came through and comment.
func dump(root *Node) string {
	var b strings.Builder
	dumpInto(&b, nil, root, Span{}, Span{})
	return b.String()
}

func dumpInto(b *strings.Builder, path Path, n *Node, key, via Span) {
	value := map[NodeKind]string{Mapping: "{}", Sequence: "[]", Null: "null"}[n.Kind]
	if value == "" {
		value = fmt.Sprintf("%#v", n.Scalar)
	}
	name := path.String()
	if name == "" {
		name = "."
	}
	fmt.Fprintf(b, "%s %s %d:%d-%d:%d", name, value, n.Span.Start.Line, n.Span.Start.Column, n.Span.End.Line, n.Span.End.Column)
	if !key.IsZero() {
		fmt.Fprintf(b, " key %d:%d-%d:%d", key.Start.Line, key.Start.Column, key.End.Line, key.End.Column)
	}
	if !via.IsZero() {
		fmt.Fprintf(b, " via %d:%d", via.Start.Line, via.Start.Column)
	}
	if n.Tag != "" {
		b.WriteString(" " + n.Tag)
	}
	b.WriteByte('\n')
	for _, e := range n.Entries {
		dumpInto(b, path.Child(e.Key), e.Value, e.KeySpan, e.Via)
	}
	for i, item := range n.Items {
		dumpInto(b, path.Child(i), item.Value, Span{}, item.Via)
	}
}

// example is a file and the dump of its trees, or the error.
type example struct{ name, content, want string }

func runExamples(t *testing.T, file string, examples []example) {
	t.Helper()
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			got := readAndDump(NewFile(file, []byte(e.content)))
			if diff := cmp.Diff(strings.TrimPrefix(e.want, "\n"), got); diff != "" {
				t.Errorf("%s\n(-want +got):\n%s\ngot:\n%s", e.content, diff, got)
			}
			faults, _, _ := checkFile(file, []byte(e.content))
			for _, fault := range faults {
				t.Error(fault)
			}
		})
	}
}

func readAndDump(f *File) string {
	roots, err := FormatOf(f.Path).Read(f, DefaultLimits())
	if err != nil {
		return err.Error() + "\n"
	}
	var dumps []string
	for _, root := range roots {
		dumps = append(dumps, dump(root))
	}
	return strings.Join(dumps, "---\n")
}
