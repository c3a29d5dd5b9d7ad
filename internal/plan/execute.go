package plan

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/topdown"
)

// simple executes statements that have no blocks and call nothing.
func (m *Machine) simple(s *statement, frame []Value) outcome {
	switch s.do {
	case opReset:
		frame[s.target] = nil
	case opMoveOnce:
		v := m.value(s.a, frame)
		if old := frame[s.target]; old != nil && !Equal(old, v) {
			return m.fail(s.at, topdown.ConflictErr, conflict(m.program.functions[s.number]))
		}
		frame[s.target] = v
	case opLen:
		n := size(m.value(s.a, frame))
		if n < 0 {
			return left
		}
		frame[s.target] = int64(n)
	case opArray:
		frame[s.target] = &Array{make([]Value, 0, s.number)}
	case opObject:
		frame[s.target] = &Object{make([]Pair, 0, s.number)}
	case opSet:
		frame[s.target] = &Set{make([]Value, 0, s.number)}
	case opMerge:
		return m.merge(s, frame)
	default:
		return m.mutation(s, frame)
	}
	return ended
}

// conflict describes the error of a rule or function that has two values.
func conflict(f *function) string {
	if f.arguments > 0 {
		return fmt.Sprintf("function %s produced conflicting values for the same inputs", f.document())
	}
	return fmt.Sprintf("rule %s produced conflicting values", f.document())
}

// merge merges what rules give and the data at the same path.
func (m *Machine) merge(s *statement, frame []Value) outcome {
	a, ok := m.value(s.a, frame).(*Object)
	b, ok2 := m.value(s.b, frame).(*Object)
	if !ok || !ok2 {
		return m.fail(s.at, topdown.ConflictErr, "rules and data at the same path are not both objects")
	}
	frame[s.target] = mergeObjects(b, a)
	return ended
}

// mutation executes statements that change a collection.
func (m *Machine) mutation(s *statement, frame []Value) outcome {
	switch s.do {
	case opAppend:
		array := frame[s.target].(*Array)
		array.items = append(array.items, m.value(s.a, frame))
	case opAdd:
		frame[s.target].(*Set).add(m.value(s.a, frame))
	case opInsert:
		frame[s.target].(*Object).insert(m.value(s.a, frame), m.value(s.b, frame))
	case opInsertOnce:
		object, key, v := frame[s.target].(*Object), m.value(s.a, frame), m.value(s.b, frame)
		if old := object.Get(key); old != nil && !Equal(old, v) {
			return m.fail(s.at, topdown.ConflictErr, "object keys must be unique")
		}
		object.insert(key, v)
	default:
		return m.condition(s, frame)
	}
	return ended
}

// condition executes statements that may be undefined and do nothing else.
func (m *Machine) condition(s *statement, frame []Value) outcome {
	v, ok := m.value(s.a, frame), false
	switch s.do {
	case opIsArray:
		_, ok = v.(*Array)
	case opIsObject:
		_, ok = v.(*Object)
	case opIsSet:
		_, ok = v.(*Set)
	case opIsDefined:
		ok = v != nil
	case opIsUndefined:
		ok = v == nil
	default:
		m.err = errUnreadable
		return failed
	}
	if ok {
		return ended
	}
	return left
}

// scan runs a block for every item of a collection.
func (m *Machine) scan(s *statement, frame []Value, top int) outcome {
	key, value, body := s.target, s.b, s.blocks[0]
	run := func(k, v Value) outcome {
		if m.expired() {
			return failed
		}
		frame[key], frame[value] = k, v
		return m.block(body, frame, top)
	}
	switch source := m.value(s.a, frame).(type) {
	case *Array:
		for i, item := range source.items {
			if end := run(int64(i), item); end > left {
				return end
			}
		}
	case *Object:
		for i := range source.pairs {
			if end := run(source.pairs[i].Key, source.pairs[i].Value); end > left {
				return end
			}
		}
	case *Set:
		for _, item := range source.items {
			if end := run(item, item); end > left {
				return end
			}
		}
	}
	return ended
}
