package evaluate

import (
	"slices"
	"sync"

	"github.com/seclint/seclint/rules"
)

// patience remembers which rules ran into the deadline, so that one endless rule costs a few deadlines and not one for
// each document.
type patience struct {
	mu       sync.Mutex
	timeouts map[string]int
}

const patienceLimit = 3

func newPatience() *patience { return &patience{timeouts: map[string]int{}} }

func (p *patience) timedOut(rule *rules.Rule) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timeouts[rule.ID]++
}

// lost reports whether any of the rules has run into the deadline too often.
func (p *patience) lost(some []*rules.Rule) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.timeouts) == 0 {
		return false
	}
	return slices.ContainsFunc(some, func(r *rules.Rule) bool { return p.timeouts[r.ID] >= patienceLimit })
}
