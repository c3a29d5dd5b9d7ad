package plan

// memo is a memoised result; known distinguishes undefined from not computed.
type memo struct {
	value Value
	known bool
}

// call is a function with its arguments. Collections are compared by identity. Functions with more arguments are rare, and
// hardly ever called with the same ones.
type call struct {
	function int32
	args     [2]Value
}

// isMemoised reports whether the results of a function with arguments are memoised.
func (f *function) isMemoised() bool { return f.memoise && int(f.arguments) <= len(call{}.args) }

// call calls a function with the values that args have in the caller's frame. The stack is free from base on.
func (m *Machine) call(f *function, args []operand, frame []Value, base int) Value {
	switch {
	case f.arguments > 0 && f.isMemoised():
		return m.callOnce(f, args, frame, base)
	case f.arguments > 0:
		return m.run(f, args, frame, base)
	case f.pure:
		if value := f.constant.Load(); value != nil {
			return *value
		}
		value := m.run(f, args, frame, base)
		if m.err == nil {
			f.constant.Store(&value)
		}
		return value
	}
	known := &m.rules[f.id]
	if !known.known {
		known.value = m.run(f, args, frame, base)
		known.known = m.err == nil
	}
	return known.value
}

// callOnce calls a function unless the result for the same arguments is memoised.
func (m *Machine) callOnce(f *function, args []operand, frame []Value, base int) Value {
	key, small := call{function: f.id}, true
	for i, arg := range args {
		key.args[i] = m.value(arg, frame)
		small = small && isSmall(key.args[i])
	}
	results := m.calls
	if f.pure && small {
		results = m.lasting
	}
	value, known := results[key]
	if known {
		return value
	}
	if value = m.run(f, args, frame, base); m.err == nil {
		if len(results) == maxResults {
			clear(results)
		}
		results[key] = value
	}
	return value
}

// Bounds of what is memoised: the number of results, and the bytes of a string for which a result outlasts the input.
const (
	maxResults = 1 << 13
	maxText    = 200
)

// isSmall reports whether a value may be kept for the next input.
func isSmall(v Value) bool {
	switch x := v.(type) {
	case string:
		return len(x) <= maxText
	case *Array, *Object, *Set:
		return false
	}
	return true
}
