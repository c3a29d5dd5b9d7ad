package evaluate

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"sync"

	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Memory remembers from one call of Documents to the next what rules gave for a document, by a digest of what they saw: its tree
// and facts as values, without places. It belongs to one set of rules and parameters.
type Memory struct {
	mu sync.Mutex
	// digests are those of the trees and facts of documents, answers what rules gave for a digest; those of the last call, and
	// those that were used since.
	digests, usedDigests map[*source.Document]digest
	answers, usedAnswers map[digest][]answer
	// benches are those that no worker has, of the evaluator that was used last.
	benchesOf *Evaluator
	benches   []*bench
}

type digest [sha256.Size]byte

// answer is what a rule gave for a document.
type answer struct {
	rule  *rules.Rule
	found plan.Value
}

// bench returns what a worker of the evaluator worked with and no worker has now, nil for nothing.
func (m *Memory) bench(of *Evaluator) *bench {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.benchesOf != of {
		m.benchesOf, m.benches = of, nil
	}
	last := len(m.benches) - 1
	if last < 0 {
		return nil
	}
	b := m.benches[last]
	m.benches = m.benches[:last]
	return b
}

func (m *Memory) keep(of *Evaluator, b *bench) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.benchesOf == of {
		m.benches = append(m.benches, b)
	}
}

// NewMemory returns a memory that remembers nothing yet.
func NewMemory() *Memory {
	m := &Memory{}
	m.turn()
	m.turn()
	return m
}

// turn forgets what was not used since the last turn.
func (m *Memory) turn() {
	m.digests, m.usedDigests = m.usedDigests, map[*source.Document]digest{}
	m.answers, m.usedAnswers = m.usedAnswers, map[digest][]answer{}
}

// digest returns the digest of what rules see of a document.
func (m *Memory) digest(in *inputs, doc *source.Document, links *link.Facts) digest {
	m.mu.Lock()
	own, known := m.digests[doc]
	m.mu.Unlock()
	if !known {
		own = digestOf(doc.Kind, doc.File.Path, in.tree(doc), in.facts(doc))
	}
	m.mu.Lock()
	m.usedDigests[doc] = own
	m.mu.Unlock()
	return digestOf(string(own[:]), in.links(links))
}

// recall returns what rules gave for a digest.
func (m *Memory) recall(of digest) ([]answer, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	answers, known := m.answers[of]
	if !known {
		answers, known = m.usedAnswers[of]
	}
	if known {
		m.usedAnswers[of] = answers
	}
	return answers, known
}

func (m *Memory) remember(of digest, answers []answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.usedAnswers[of] = answers
}

// digestOf returns the digest of texts and values of Rego.
func digestOf(parts ...any) digest {
	h := sha256.New()
	for _, part := range parts {
		if text, ok := part.(string); ok {
			h.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(text))))
			io.WriteString(h, text)
			continue
		}
		plan.Digest(h, part)
	}
	return digest(h.Sum(nil))
}
