package load

import (
	"maps"
	"sync"
)

// memo makes the value of a key once, whichever goroutine asks first. Its zero value is ready.
type memo[V any] struct {
	mu    sync.Mutex
	slots map[string]*slot[V]
}

type slot[V any] struct {
	once  sync.Once
	value V
}

func (m *memo[V]) slot(key string) *slot[V] {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.slots[key]
	if s == nil {
		if m.slots == nil {
			m.slots = map[string]*slot[V]{}
		}
		s = &slot[V]{}
		m.slots[key] = s
	}
	return s
}

// get returns the value of a key, which is made with make when it is first asked for.
func (m *memo[V]) get(key string, make func() V) V {
	s := m.slot(key)
	s.once.Do(func() { s.value = make() })
	return s.value
}

// has reports whether somebody has asked for the value of a key.
func (m *memo[V]) has(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.slots[key] != nil
}

// known returns the value of a key that was made, the zero value for any other. It must not run beside get.
func (m *memo[V]) known(key string) (value V) {
	if s := m.slots[key]; s != nil {
		return s.value
	}
	return value
}

// all returns the values that were made. It must not run beside get.
func (m *memo[V]) all() map[string]V {
	values := make(map[string]V, len(m.slots))
	for key, s := range maps.All(m.slots) {
		values[key] = s.value
	}
	return values
}
