package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"github.com/tailscale/hujson"
	"gopkg.in/yaml.v3"
)

// decoder reads the text of one scalar's span back; ok says that the text means the node's value.
type decoder func(text string, n *Node) (ok bool)

// walker checks that every path of a tree leads to the text that it should.
type walker struct {
	root   *Node
	decode decoder
	nodes  int
	faults []string
	tables bool // the parts of a TOML table may be anywhere
}

func (w *walker) fault(path Path, format string, args ...any) {
	if len(w.faults) < 5 {
		w.faults = append(w.faults, path.String()+": "+fmt.Sprintf(format, args...))
	}
}

// checkTree returns what is wrong with the positions of a tree, nothing when all is well, and how many nodes it has.
func checkTree(root *Node, decode decoder, tables bool) (faults []string, nodes int) {
	w := &walker{root: root, decode: decode, tables: tables}
	w.visit(nil, root, root.Span)
	return w.faults, w.nodes
}

func (w *walker) visit(path Path, n *Node, at Span) {
	w.nodes++
	if w.nodes > 300_000 {
		return
	}
	if n.Span.IsZero() {
		w.fault(path, "no span")
		return
	}
	if len(path) < 12 {
		place := w.root.Locate(path)
		if place.Found != len(path) || place.At != at {
			w.fault(path, "located at %v, stands at %v", place.At, at)
		}
	}
	w.roundTrip(path, n.Span)
	w.scalar(path, n)
	if !w.tables {
		w.order(path, n)
	}
	for _, e := range n.Entries {
		child := path.Child(e.Key)
		at := e.KeySpan.To(e.Value.Span)
		if e.Via.IsZero() {
			w.inside(child, n.Span, e.KeySpan)
			w.inside(child, n.Span, e.Value.Span)
			w.inside(child, at, e.Value.Span)
		} else {
			w.inside(child, n.Span, e.Via)
		}
		w.roundTrip(child, e.KeySpan)
		w.visit(child, e.Value, at)
	}
	for i, item := range n.Items {
		if item.Via.IsZero() {
			w.inside(path.Child(i), n.Span, item.Value.Span)
		} else {
			w.inside(path.Child(i), n.Span, item.Via)
		}
		w.visit(path.Child(i), item.Value, item.Value.Span)
	}
}

func (w *walker) scalar(path Path, n *Node) {
	if n.Kind == Mapping || n.Kind == Sequence {
		return
	}
	text := n.Span.Text()
	if text == "" {
		if n.Text != "" {
			w.fault(path, "%q has an empty span", n.Text)
		}
		return
	}
	if !w.decode(text, n) {
		w.fault(path, "text %q is not %q (%v)", text, n.Text, n.Span)
	}
}

// order checks that no two children of a node share text.
func (w *walker) order(path Path, n *Node) {
	end := n.Span.Start
	for _, e := range n.Entries {
		if e.Via.IsZero() {
			if e.KeySpan.Start.Before(end) || e.Value.Span.Start.Before(e.KeySpan.End) {
				w.fault(path.Child(e.Key), "starts before %v", end)
			}
			end = e.Value.Span.End
		}
	}
	for i, item := range n.Items {
		if item.Via.IsZero() {
			if item.Value.Span.Start.Before(end) {
				w.fault(path.Child(i), "starts before %v", end)
			}
			end = item.Value.Span.End
		}
	}
}

func (w *walker) inside(path Path, outer, inner Span) {
	if !outer.Covers(inner) {
		w.fault(path, "%v-%v stands outside %v-%v", inner, inner.End, outer, outer.End)
	}
}

func (w *walker) roundTrip(path Path, s Span) {
	if s.End.Before(s.Start) {
		w.fault(path, "span %v ends at %v", s, s.End)
	}
	for _, p := range []Position{s.Start, s.End} {
		if got := s.File.Position(s.File.Offset(p)); got != p {
			w.fault(path, "position %v comes back as %v", p, got)
		}
	}
}

// indented lets the lines of a scalar be in a list item.
var indented = strings.NewReplacer("\r\n", "\r\n  ", "\n", "\n  ", "\r", "\r  ", "\u0085", "\u0085  ", "\u2028", "\u2028  ", "\u2029", "\u2029  ")

func decodeYAMLText(text string, n *Node) bool {
	if text[0] == '|' || text[0] == '>' {
		return decodeYAMLBlock(text, n)
	}
	// In a flow collection a continuation line needs no indentation, and "a:" can be a word.
	for _, around := range [][2]string{{"- ", ""}, {"", ""}, {"[", "]"}} {
		var document yaml.Node
		if yaml.Unmarshal([]byte(around[0]+indented.Replace(text)+around[1]), &document) != nil || len(document.Content) == 0 {
			continue
		}
		value := document.Content[0]
		if around[0] != "" && len(value.Content) == 1 {
			value = value.Content[0]
		}
		if value.Value == n.Text {
			return true
		}
	}
	return false
}

// decodeYAMLBlock tries every indentation that the block's parent can have had.
func decodeYAMLBlock(text string, n *Node) bool {
	for indent := 0; indent <= int(n.Span.Start.Column); indent++ {
		for _, form := range []string{strings.Repeat(" ", indent) + "k: " + text, strings.Repeat(" ", indent) + "- " + text, text} {
			for _, tail := range []string{"\n", ""} {
				var document yaml.Node
				if yaml.Unmarshal([]byte(form+tail), &document) != nil || len(document.Content) == 0 {
					continue
				}
				value := document.Content[0]
				if len(value.Content) > 0 {
					value = value.Content[len(value.Content)-1]
				}
				if value.Value == n.Text {
					return true
				}
			}
		}
	}
	return false
}

func decodeJSONText(text string, n *Node) bool {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return n.Kind == String && n.Text == text // a number beyond float64
	}
	if i, ok := n.Scalar.(int64); ok {
		return fmt.Sprint(i) == text || i == 0 && text == "-0"
	}
	return reflect.DeepEqual(value, n.Scalar)
}

func decodeTOMLText(text string, n *Node) bool {
	var value map[string]any
	if toml.Unmarshal([]byte("k = "+text), &value) != nil {
		return false
	}
	return fmt.Sprint(plainTOML(value["k"], n.Text)) == fmt.Sprint(n.Scalar)
}

func decodeDotenvText(text string, n *Node) bool {
	root, err := ReadDotenv(NewFile(".env", []byte("K="+text)), DefaultLimits())
	return err == nil && reflect.DeepEqual(root.Get("K").Scalar, n.Scalar)
}

func decodeNginxText(text string, n *Node) bool {
	root, err := ReadNginx(NewFile("a.conf", []byte("k "+text+";")), DefaultLimits())
	if err != nil || len(root.Items) != 1 {
		return text == n.Text // the code of a block of Lua
	}
	args := root.Items[0].Value.Get("args").Items
	return len(args) == 1 && args[0].Value.Str() == n.Str() || text == n.Text
}

// checkFile reads a file by its name and checks its trees; parsed is false when the file cannot be read.
func checkFile(name string, content []byte) (faults []string, nodes int, err error) {
	f := NewFile(name, content)
	for _, offset := range []int{0, len(content) / 3, len(content)} {
		if offset >= f.starts()[0] && (offset == len(content) || content[offset] < 0x80) && f.Offset(f.Position(offset)) != offset && offset < len(content) {
			faults = append(faults, fmt.Sprintf("offset %d comes back as %d", offset, f.Offset(f.Position(offset))))
		}
	}
	format := FormatOf(name)
	roots, err := format.ReadLenient(f, DefaultLimits())
	if err != nil {
		return faults, 0, err
	}
	decode := map[*Format]decoder{
		YAML: decodeYAMLText, JSON: decodeJSONText, TOML: decodeTOMLText, Dotenv: decodeDotenvText,
		Nginx: decodeNginxText,
	}[format]
	for _, root := range roots {
		more, n := checkTree(root, decode, format == TOML)
		faults = append(faults, more...)
		nodes += n
	}
	return faults, nodes, nil
}

// TestEveryPathLeadsToItsText walks the samples, and the folder that SECLINT_CORPUS names.
func TestEveryPathLeadsToItsText(t *testing.T) {
	folders := []string{"testdata"}
	if corpus := os.Getenv("SECLINT_CORPUS"); corpus != "" {
		folders = append(folders, corpus)
	}
	for _, folder := range folders {
		files, nodes, refused := 0, 0, 0
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() || FormatOf(path) == nil {
				return err
			}
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			faults, n, err := checkFile(path, content)
			if err != nil {
				refused++
				checkRefused(t, path, content, err)
			}
			for _, fault := range faults {
				t.Errorf("%s: %s", path, fault)
			}
			if FormatOf(path) == YAML {
				compareYAML(t, path, content)
			}
			files, nodes = files+1, nodes+n
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if nodes == 0 {
			t.Errorf("%s: nothing to check", folder)
		}
		t.Logf("%s: %d files, %d nodes, %d files refused", folder, files, nodes, refused)
	}
}

// checkRefused checks that a file is refused only when the library below refuses it too.
func checkRefused(t *testing.T, path string, content []byte, err error) {
	t.Helper()
	t.Logf("refused: %v", err)
	var accepted error
	switch FormatOf(path) {
	case YAML:
		_, accepted = plainYAML(content)
	case JSON:
		_, accepted = hujson.Parse(content)
	case TOML:
		accepted = toml.Unmarshal(content, &map[string]any{})
	default:
		return // compared in TestDotenvAgreesWithCompose
	}
	if accepted == nil {
		t.Errorf("%s: refused although the library reads it: %v", path, err)
	}
}

// plainYAML decodes all documents with yaml.v3 alone.
func plainYAML(content []byte) (values []any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	d := yaml.NewDecoder(bytes.NewReader(content))
	for {
		var value any
		if err := d.Decode(&value); err == io.EOF {
			return values, nil
		} else if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
}
