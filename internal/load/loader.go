package load

import (
	"context"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/seclint/seclint/internal/discover"
)

// Loader loads the files of a root again and again. What came of a file is used again while nothing that it was made of has
// changed, so that its documents are the same ones. It is for one goroutine.
type Loader struct {
	opts     Options
	last     *store
	outcomes map[discover.File]outcome
}

// NewLoader returns a loader that has loaded nothing yet.
func NewLoader(opts Options) *Loader { return &Loader{opts: opts} }

// Documents loads files below root, with the content of overlay in place of what root has. It never fails as a whole. When ctx
// ends, the files that are left are not loaded. The root of an earlier result must not be used any more.
func (l *Loader) Documents(ctx context.Context, root fs.FS, files []discover.File, overlay map[string][]byte) Result {
	store := newStore(root, files, overlay, l.opts, l.last)
	outcomes := make([]outcome, len(files))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) { // few goroutines, so that each grows its stack once
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				outcomes[i] = l.outcome(store, files[i])
			}
		})
	}
	workers.Wait()
	store.settle()
	l.remember(store, outcomes)
	result := collect(outcomes)
	result.Root = store
	return result
}

// outcome returns what comes of a file: the same as before while what it was made of is.
func (l *Loader) outcome(store *store, file discover.File) outcome {
	if before, ok := l.outcomes[file]; ok && before.reads.valid(store) {
		return before
	}
	return store.record().load(file, l.opts.Kinds)
}

func (l *Loader) remember(store *store, outcomes []outcome) {
	l.last, l.outcomes = store, make(map[discover.File]outcome, len(outcomes))
	for _, o := range outcomes {
		if o.reads != nil { // else ctx ended before the file was loaded
			l.outcomes[o.file] = o
		}
	}
}
