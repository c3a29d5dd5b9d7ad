package source

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLocate(t *testing.T) {
	roots, err := ReadYAML(NewFile("f.yaml", []byte("base: &b\n  ports: [80, 81]\nservices:\n  web:\n    <<: *b\n    image: x\n  db: *b\n")), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path  Path
		at    string
		text  string
		via   []string
		found int
	}{
		{nil, "f.yaml:1:1", "", nil, 0},
		{Path{"services", "web", "image"}, "f.yaml:6:5", "image: x", nil, 3},
		{Path{"services", "web", "read_only"}, "f.yaml:4:3", "web:\n    <<: *b\n    image: x", nil, 2},
		{Path{"services", "web", "ports", 1}, "f.yaml:2:15", "81", []string{"f.yaml:5:9"}, 4},
		{Path{"services", "web", "ports", 2}, "f.yaml:2:3", "ports: [80, 81]", []string{"f.yaml:5:9"}, 3},
		{Path{"services", "db", "privileged"}, "f.yaml:7:3", "db", []string{"f.yaml:7:7"}, 2},
		{Path{"services", 0}, "f.yaml:3:1", "services:\n  web:\n    <<: *b\n    image: x\n  db: *b", nil, 1},
		{Path{"services", "web", "ports", -1}, "f.yaml:2:3", "ports: [80, 81]", []string{"f.yaml:5:9"}, 3},
	} {
		t.Run(c.path.String(), func(t *testing.T) {
			place := roots[0].Locate(c.path)
			var via []string
			for _, v := range place.Via {
				via = append(via, v.String())
			}
			if place.At.String() != c.at || place.Found != c.found {
				t.Errorf("at %v, %d steps found; want %s, %d", place.At, place.Found, c.at, c.found)
			}
			if text := place.At.Text(); c.text != "" && text != c.text {
				t.Errorf("text %q, want %q", text, c.text)
			}
			if diff := cmp.Diff(c.via, via); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAccessorsTakeWhatIsNotThere(t *testing.T) {
	var none *Node
	if none.Get("a") != nil || none.At("a", 0) != nil || none.Str() != "" || none.Value() != nil {
		t.Error("a nil node has something")
	}
	number := &Node{Kind: Number, Scalar: int64(1)}
	if number.Get("a") != nil || number.At(0) != nil || number.Str() != "" {
		t.Error("a number has children or text")
	}
	if none := (Span{}); !none.IsZero() || none.Text() != "" || none.Path() != "" {
		t.Error("the zero span is a place")
	}
}
