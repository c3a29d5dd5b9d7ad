package plan

import "errors"

// simple executes statements that neither hold blocks nor call.
func (m *Machine) simple(s *statement, frame []Value) outcome {
	switch s.do {
	case opReset:
		frame[s.target] = nil
	case opMoveOnce:
		v := m.value(s.a, frame)
		if old := frame[s.target]; old != nil && !Equal(old, v) {
			return m.fail(s.at, errors.New("complete rules must not produce multiple outputs"))
		}
		frame[s.target] = v
	case opLen:
		frame[s.target] = int64(size(m.value(s.a, frame)))
	case opArray:
		frame[s.target] = &Array{make([]Value, 0, s.number)}
	case opObject:
		frame[s.target] = &Object{make([]Pair, 0, s.number)}
	case opSet:
		frame[s.target] = &Set{make([]Value, 0, s.number)}
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
			return m.fail(s.at, errors.New("object keys must be unique"))
		}
		object.insert(key, v)
	default:
		return m.condition(s, frame)
	}
	return ended
}

// condition executes statements that are there to be undefined.
func (m *Machine) condition(s *statement, frame []Value) outcome {
	v, holds := m.value(s.a, frame), false
	switch s.do {
	case opIsArray:
		_, holds = v.(*Array)
	case opIsObject:
		_, holds = v.(*Object)
	case opIsSet:
		_, holds = v.(*Set)
	case opIsDefined:
		holds = v != nil
	case opIsUndefined:
		holds = v == nil
	}
	if holds {
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
