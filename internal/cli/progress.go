package cli

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// patience is how long a run may take before it says what it is doing.
const patience = time.Second

// progress shows one line about a long run on a terminal and takes it away at the end.
type progress struct {
	w       io.Writer
	wait    time.Duration // before the line appears
	mu      sync.Mutex
	stage   string
	count   int
	stop    chan struct{}
	stopped sync.WaitGroup
}

// startProgress returns a progress that writes to w until done is called; nil when w is no terminal. A nil progress does
// nothing.
func startProgress(w io.Writer) *progress {
	if _, terminal := terminalWidth(w); !terminal {
		return nil
	}
	return newProgress(w, patience)
}

func newProgress(w io.Writer, wait time.Duration) *progress {
	p := &progress{w: w, wait: wait, stop: make(chan struct{})}
	p.stopped.Go(p.run)
	return p
}

func (p *progress) run() {
	start, shown := time.Now(), false
	tick := time.NewTicker(p.wait / 4)
	defer tick.Stop()
	for {
		select {
		case <-p.stop:
			if shown {
				fmt.Fprint(p.w, "\r\x1b[K")
			}
			return
		case <-tick.C:
			elapsed := time.Since(start)
			if elapsed < p.wait {
				continue
			}
			shown = true
			p.mu.Lock()
			fmt.Fprintf(p.w, "\r\x1b[Kseclint: %s, %d files, %ds", p.stage, p.count, int(elapsed.Seconds()))
			p.mu.Unlock()
		}
	}
}

// at says what the run is doing now.
func (p *progress) at(stage string, count int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stage, p.count = stage, count
}

// done takes the line away.
func (p *progress) done() {
	if p == nil {
		return
	}
	close(p.stop)
	p.stopped.Wait()
}
