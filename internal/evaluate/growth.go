package evaluate

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

// maxGrowth bounds in bytes how much memory the program may take more than before while policies are evaluated on a document. Policies come
// with the scanned repository, too, and are not trusted.
const maxGrowth = 256 << 20

// growthPause is how often the memory is looked at; most evaluations end before the first time.
const growthPause = 10 * time.Millisecond

var errGrowth = errors.New("it took too much memory")

// growthMessage says of a rule that it took too much memory.
func growthMessage(rule string) string {
	return fmt.Sprintf("rule %s was stopped: it took more than %d MB", rule, maxGrowth>>20)
}

// errUnstoppable says of an evaluation that it did not end when it was told to.
var errUnstoppable = errors.New("a policy cannot be stopped")

// stopGrace is how long an evaluation may take to end once it is told to.
const stopGrace = time.Second

// stop ends an evaluation that takes too much time or memory. It is for one evaluation.
type stop struct {
	// cancel tells the evaluation to end; it may be called more than once.
	cancel func()
	// gaveUp is closed when the evaluation goes on all the same.
	gaveUp                 chan struct{}
	deadline, grace, watch *time.Timer
	before                 uint64
	once                   sync.Once
	ended, grown           atomic.Bool
}

// newStop returns what stops an evaluation that begins now, by calling cancel. end must be called behind it.
func newStop(deadline time.Duration, cancel func()) *stop {
	s := &stop{cancel: cancel, gaveUp: make(chan struct{}), before: heapInUse()}
	s.grace = time.AfterFunc(deadline+stopGrace, s.giveUp)
	s.deadline = time.AfterFunc(deadline, s.stop)
	s.watch = time.AfterFunc(time.Hour, s.look)
	s.watch.Reset(growthPause) // look does so, too
	return s
}

// stop tells the evaluation to end.
func (s *stop) stop() {
	s.cancel()
	s.grace.Reset(stopGrace)
}

func (s *stop) giveUp() {
	if !s.ended.Load() {
		s.once.Do(func() { close(s.gaveUp) })
	}
}

// look stops the evaluation where what is in use has grown too much, and gives it up where it grows on. What nothing refers to any
// more does not count.
func (s *stop) look() {
	if heapInUse() > s.before+maxGrowth {
		if runtime.GC(); heapInUse() > s.before+maxGrowth {
			if !s.grown.Swap(true) {
				s.stop()
			} else if heapInUse() > s.before+2*maxGrowth {
				s.giveUp()
			}
		}
	}
	if !s.ended.Load() {
		s.watch.Reset(growthPause)
	}
}

// end ends the watch and reports whether the evaluation was stopped because of the memory that it took.
func (s *stop) end() (grown bool) {
	s.ended.Store(true)
	s.deadline.Stop()
	s.grace.Stop()
	s.watch.Stop()
	return s.grown.Load()
}

// heapInUse returns how many bytes objects take, with those that are not collected yet.
func heapInUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
