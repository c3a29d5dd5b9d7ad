package plan

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"
)

// ErrDeadline is the error of a document that took too long to compute.
var ErrDeadline = errors.New("deadline exceeded")

// Machine executes a program on one input after the other. It is used by one goroutine.
type Machine struct {
	program  *Program
	ctx      context.Context
	limit    time.Duration
	deadline time.Time // zero until somebody looks at the clock
	steps    int

	input   Value
	rules   []memo         // what functions without arguments gave on this input
	calls   map[call]Value // what functions gave on this input
	lasting map[call]Value // what functions that look at no input gave for scalars
	stack   []Value
	args    [4]Value // of the built-in that is called, as a rule
	err     error
	result  Value
}

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

// NewMachine returns a machine for a program. When ctx ends, so does what the machine computes.
func NewMachine(ctx context.Context, p *Program) *Machine {
	return &Machine{
		program: p, ctx: ctx, rules: make([]memo, len(p.functions)), calls: map[call]Value{}, lasting: map[call]Value{}, stack: make([]Value, 4096),
	}
}

// SetInput says what the policies see as input, and forgets what they said of another.
func (m *Machine) SetInput(input Value) {
	m.input = input
	clear(m.rules)
	if len(m.calls) > manyCalls { // clearing takes as long as the most that the map ever held
		m.calls = map[call]Value{}
	}
	clear(m.calls)
}

const manyCalls = 1 << 9

// Eval computes a document of the program, such as data.compose.privileged.findings: nil when it is undefined. The error is
// ErrDeadline when that takes longer than limit, the context's, or says where in the policies what went wrong.
func (m *Machine) Eval(document string, limit time.Duration) (value Value, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			value, err = nil, fmt.Errorf("the plan of %s cannot be executed: %v", document, cause)
		}
	}()
	id, ok := m.program.entries[document]
	if !ok {
		return nil, fmt.Errorf("the plan does not hold %s", document)
	}
	m.limit, m.deadline, m.err = limit, time.Time{}, nil
	value = m.call(m.program.functions[id], nil, nil, 0)
	return value, m.err
}

// outcome says how a block ended.
type outcome int32

const (
	ended    outcome = -1 // all of it holds
	left     outcome = 0  // something in it is undefined; more than that: as many blocks around it end too
	returned outcome = math.MaxInt32 - 1
	failed   outcome = math.MaxInt32
)

// patience is the number of steps between two looks at the clock.
const patience = 1 << 12

// expired looks at the clock now and then.
func (m *Machine) expired() bool {
	if m.steps++; m.steps%patience != 0 {
		return false
	}
	now := time.Now()
	switch err := context.Cause(m.ctx); {
	case err != nil:
		m.err = err
	case m.deadline.IsZero(): // what was computed until here is too little to count
		m.deadline = now.Add(m.limit)
	case now.After(m.deadline):
		m.err = ErrDeadline
	}
	return m.err != nil
}

// fail notes what went wrong, where in the policies.
func (m *Machine) fail(at place, err error) outcome {
	m.err = fmt.Errorf("%s:%d:%d: %w", m.program.files[at.file], at.row, at.column, err)
	return failed
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

// run executes the body of a function in a frame of its own.
func (m *Machine) run(f *function, args []operand, caller []Value, base int) Value {
	if m.expired() {
		return nil
	}
	top := base + int(f.locals)
	if top > len(m.stack) {
		grown := make([]Value, 2*top)
		copy(grown, m.stack)
		m.stack = grown
	}
	frame := m.stack[base:top]
	clear(frame)
	frame[input] = m.input
	for i, arg := range args {
		frame[int(f.first)+i] = m.value(arg, caller)
	}
	for _, b := range f.blocks() {
		switch m.block(b, frame, top) {
		case returned:
			return m.result
		case failed:
			return nil
		}
	}
	return nil
}

func (m *Machine) value(o operand, frame []Value) Value {
	if o < 0 {
		return m.program.constants[^o]
	}
	return frame[o]
}

// block executes statements until one is undefined.
func (m *Machine) block(b block, frame []Value, top int) outcome {
	for i := range b {
		s := &b[i]
		switch s.do {
		case opMove:
			frame[s.target] = m.value(s.a, frame)
		case opDot:
			v := dot(m.value(s.a, frame), m.value(s.b, frame))
			if v == nil {
				return left
			}
			frame[s.target] = v
		case opCall:
			v := m.call(m.program.functions[s.number], s.args, frame, top)
			if m.err != nil {
				return failed
			}
			if !keep(frame, s.target, v) {
				return left
			}
		case opBuiltin:
			v, err := m.builtin(s, frame)
			if err != nil {
				return m.fail(s.at, err)
			}
			if !keep(frame, s.target, v) {
				return left
			}
		case opEqual:
			if !Equal(m.value(s.a, frame), m.value(s.b, frame)) {
				return left
			}
		case opNotEqual:
			if Equal(m.value(s.a, frame), m.value(s.b, frame)) {
				return left
			}
		case opScan:
			if end := m.scan(s, frame, top); end != ended {
				return end
			}
		case opNot:
			switch end := m.block(s.blocks[0], frame, top); end {
			case ended:
				return left
			case returned, failed:
				return end
			}
		case opBlock:
			for _, inner := range s.blocks {
				if end := m.block(inner, frame, top); end >= returned {
					return end
				} else if end > left {
					return end - 1
				}
			}
		case opBreak:
			return outcome(s.number)
		case opReturn:
			m.result = m.value(s.a, frame)
			return returned
		default:
			if end := m.simple(s, frame); end != ended {
				return end
			}
		}
	}
	return ended
}

// keep puts the result of a call into its target and reports whether the call holds.
func keep(frame []Value, target local, v Value) bool {
	if target == none {
		holds, isBool := v.(bool)
		return holds || !isBool && v != nil
	}
	frame[target] = v
	return v != nil
}

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
