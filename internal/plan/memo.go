package plan

// memo remembers a result; known tells undefined from not computed.
type memo struct {
	value Value
	known bool
}

// call is a function with its arguments; composite ones are told apart by identity. Functions of more arguments are rare, and
// hardly called with the same ones.
type call struct {
	function int32
	args     [2]Value
}

// call calls a function with the values that args have in the caller's frame. base is where the stack is free.
func (m *Machine) call(f *function, args []operand, frame []Value, base int) Value {
	switch {
	case f.arguments > 0 && f.worthy && len(args) <= len(call{}.args):
		return m.remember(f, args, frame, base)
	case f.arguments > 0:
		return m.run(f, args, frame, base)
	case f.constant:
		if known := f.known.Load(); known != nil {
			return *known
		}
		value := m.run(f, args, frame, base)
		if m.err == nil {
			f.known.Store(&value)
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

// remember calls a function that was not called with the same arguments before.
func (m *Machine) remember(f *function, args []operand, frame []Value, base int) Value {
	key, small := call{function: f.id}, true
	for i, arg := range args {
		key.args[i] = m.value(arg, frame)
		small = small && isSmall(key.args[i])
	}
	results := m.calls
	if f.constant && small {
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

// Bounds of what is remembered: how many results, and how long the texts are that they are of.
const (
	maxResults = 1 << 16
	maxText    = 200
)

// isSmall reports whether a value is worth keeping for the next input.
func isSmall(v Value) bool {
	switch x := v.(type) {
	case string:
		return len(x) <= maxText
	case *Array, *Object, *Set:
		return false
	}
	return true
}
