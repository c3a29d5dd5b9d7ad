package load

import (
	"bytes"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

func TestOnceLearnsOnceForEachKey(t *testing.T) {
	t.Parallel()
	s := newStore(t.Context(), Input{Root: fstest.MapFS{}}, Options{}, nil)
	var learnt atomic.Int32
	var askers sync.WaitGroup
	for range 8 {
		for _, key := range []string{"a", "b"} {
			askers.Go(func() {
				got := s.record().Once(key, func(kind.Files) any { learnt.Add(1); return "about " + key })
				if got != "about "+key {
					t.Errorf("%s: %v", key, got)
				}
			})
		}
	}
	askers.Wait()
	if learnt.Load() != 2 {
		t.Errorf("learnt %d times, want 2", learnt.Load())
	}
}

// Of a file that does not matter nothing is kept where no later scan asks for it. One that matters stays as it is, whatever is read then.
func TestGlance(t *testing.T) {
	t.Parallel()
	root := fstest.MapFS{"a.py": {Data: []byte("matters a")}, "b.py": {Data: []byte("nothing")}, "c.py": {Data: []byte("matters c")}}
	found := []discover.File{{Path: "a.py"}, {Path: "b.py"}, {Path: "c.py"}, {Path: "gone.py"}}
	overlay := map[string][]byte{"c.py": []byte("unsaved")}
	matters := func(f *source.File) bool { return bytes.HasPrefix(f.Content, []byte("matters")) }
	for _, once := range []bool{true, false} {
		s := newStore(t.Context(), Input{Root: root, Files: found, Overlay: overlay}, Options{Once: once}, nil)
		files := s.record()
		a, err := files.Glance("a.py", matters)
		if err != nil || a == nil {
			t.Fatal(a, err)
		}
		for _, name := range []string{"b.py", "c.py"} {
			if f, err := files.Glance(name, matters); f != nil || err != nil {
				t.Errorf("%s: %v, %v", name, f, err)
			}
		}
		if s.files.has("b.py") == once {
			t.Errorf("once %v: b.py is kept: %v", once, !once)
		}
		if again, _ := files.Read("a.py"); again != a || string(a.Content) != "matters a" {
			t.Errorf("a.py is %q", a.Content)
		}
		_, glanced := files.Glance("gone.py", matters)
		if _, read := files.Read("gone.py"); glanced == nil || read == nil || glanced.Error() != read.Error() {
			t.Errorf("%v, want %v", glanced, read)
		}
	}
}
