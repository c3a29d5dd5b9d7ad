package load

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/kind"
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
