package load

import (
	"context"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/seclint/seclint/internal/discover"
)

// Loader loads the files of a root, again and again unless its options say otherwise. What came of a file is used again while nothing that it was made of has
// changed, so that its documents are the same ones. It is for one goroutine.
type Loader struct {
	opts     Options
	last     *store
	outcomes map[task]outcome
}

// NewLoader returns a loader that has loaded nothing yet.
func NewLoader(opts Options) *Loader { return &Loader{opts: opts} }

// Input is what to load.
type Input struct {
	Root fs.FS
	// Files are the files of discovery, in the order of their paths.
	Files []discover.File
	// Folders are the folders that discovery entered, sorted; nil stands for those around Files.
	Folders []string
	// Bases are the folders that were named, none where the whole root is looked at.
	Bases []string
	// Overlay has content in place of what Root has, by path.
	Overlay map[string][]byte
	// IsLeftOut reports whether somebody chose to leave a file out, whatever names it; nil leaves none out.
	IsLeftOut func(path string) bool
	// IsIgnored reports whether any ignore file leaves a file out; nil ignores none.
	IsIgnored func(path string) bool
}

// Documents loads files, and those that they name in turn. It never fails as a whole. When ctx ends, the files that are left are
// not loaded. The root of an earlier result must not be used any more.
func (l *Loader) Documents(ctx context.Context, in Input) Result {
	store := newStore(ctx, in, l.opts, l.last)
	tasks := make([]task, len(in.Files))
	for i, file := range in.Files {
		tasks[i] = task{file: file, base: baseOf(file.Path, in.Bases)}
	}
	outcomes := l.run(ctx, store, tasks)
	named := &naming{store: store, in: in, kinds: l.opts.Kinds, outcomes: outcomes}
	for range maxRounds {
		tasks := named.next()
		if len(tasks) == 0 || ctx.Err() != nil {
			break
		}
		named.add(l.run(ctx, store, tasks))
	}
	outcomes = named.all()
	if ctx.Err() == nil && !l.opts.Once {
		store.settle()
		l.remember(store, outcomes)
	}
	result := collect(outcomes)
	result.Problems = append(result.Problems, named.problems...)
	result.Root = store
	return result
}

// task is a file to load.
type task struct {
	file discover.File
	// as is the kind that something that names the file says it is of, "" where it is to be recognised.
	as string
	// seen is the path by which what reads the file finds it in a container, "" where nothing says it.
	seen string
	// base is the folder that was named and has the file, "" where none was.
	base string
	// isUsed is set where something that runs reads the file.
	isUsed bool
}

// run carries out tasks, several at a time.
func (l *Loader) run(ctx context.Context, store *store, tasks []task) []outcome {
	outcomes := make([]outcome, len(tasks))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(tasks)) { // few goroutines, so that each grows its stack once
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(tasks) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				outcomes[i] = l.outcome(store, tasks[i])
			}
		})
	}
	workers.Wait()
	return outcomes
}

// outcome returns what comes of a file: the same as before while what it was made of is.
func (l *Loader) outcome(store *store, t task) outcome {
	if before, ok := l.outcomes[t]; ok && before.reads.valid(store) {
		return before
	}
	return store.record().load(t, l.opts.Kinds)
}

func (l *Loader) remember(store *store, outcomes []outcome) {
	l.last, l.outcomes = store, make(map[task]outcome, len(outcomes))
	for _, o := range outcomes {
		l.outcomes[o.task] = o
	}
}
