package evaluate

import (
	"slices"
	"sync"

	"github.com/seclint/seclint/rules"
)

// patience remembers which rules took too much time or memory, so that one endless rule costs a few deadlines and not one
// for each document.
type patience struct {
	mu    sync.Mutex
	stops map[string]int
}

const patienceLimit = 3

func newPatience() *patience { return &patience{stops: map[string]int{}} }

func (p *patience) stopped(rule *rules.Rule) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stops[rule.ID]++
}

// lost reports whether any of the rules has been stopped too often.
func (p *patience) lost(some []*rules.Rule) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.stops) == 0 {
		return false
	}
	return slices.ContainsFunc(some, func(r *rules.Rule) bool { return p.stops[r.ID] >= patienceLimit })
}
