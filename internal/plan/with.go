package plan

// documents are what policies see, with the results that are memoised for them.
type documents struct {
	input, data Value
	rules       []memo         // of functions without arguments, by number
	calls       map[call]Value // of functions with arguments
}

// with runs a block with other documents: statement s replaces one of them, or what is at a path in it.
func (m *Machine) with(s *statement, frame []Value, top int) outcome {
	saved, replaced := m.documents, frame[s.target]
	defer func() { m.documents, frame[s.target] = saved, replaced }()
	v := m.value(s.a, frame)
	if len(s.args) > 0 {
		path := make([]Value, len(s.args))
		for i, step := range s.args {
			path[i] = m.value(step, frame)
		}
		v = upsert(replaced, path, v)
	}
	frame[s.target] = v
	m.documents = documents{frame[input], frame[data], make([]memo, len(m.rules)), map[call]Value{}}
	return m.block(s.blocks[0], frame, top)
}

// upsert returns a document with v at a path. What is on the way and no object is replaced by one.
func upsert(document Value, path []Value, v Value) Value {
	if len(path) == 0 {
		return v
	}
	var pairs []Pair
	var below Value
	if object, ok := document.(*Object); ok {
		pairs = append(pairs, object.pairs...)
		below = object.Get(path[0])
	}
	return NewObject(append(pairs, Pair{path[0], upsert(below, path[1:], v)}))
}
