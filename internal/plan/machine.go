package plan

import (
	"context"
	"fmt"
	"math"
	"time"
)

// Machine executes a program on one input after the other. It is used by one goroutine.
type Machine struct {
	program  *Program
	ctx      context.Context
	limit    time.Duration
	deadline time.Time // zero until expired looks at the clock for the first time
	steps    int

	documents
	lasting map[call]Value // memoised results that depend on no document
	stack   []Value
	args    [4]Value // of the built-in that is called, where it has no more
	err     error
	result  Value // of the function that returns
}

// NewMachine returns a machine for a program. The data is empty: what the policies have in data.json is part of the program.
func NewMachine(p *Program) *Machine {
	return &Machine{
		program: p, lasting: map[call]Value{}, stack: make([]Value, 4096),
		documents: documents{data: NewObject(nil), rules: make([]memo, len(p.functions)), calls: map[call]Value{}},
	}
}

// SetInput sets the input of the policies and forgets the results for another one.
func (m *Machine) SetInput(input Value) {
	m.input = input
	clear(m.rules)
	if len(m.calls) > manyCalls { // clearing takes as long as the largest size that the map ever had
		m.calls = make(map[call]Value, manyCalls)
	}
	clear(m.calls)
}

const manyCalls = 1 << 9

// Eval computes a document of the program, such as data.compose.privileged.findings: nil when it is undefined. The error is
// ErrDeadline when that takes longer than limit, the cause of the end of ctx, or an *Error.
func (m *Machine) Eval(ctx context.Context, document string, limit time.Duration) (value Value, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			value, err = nil, fmt.Errorf("the plan of %s cannot be executed: %v", document, cause)
		}
	}()
	id, ok := m.program.entries[document]
	if !ok {
		return nil, fmt.Errorf("the plan has no %s", document)
	}
	m.ctx, m.limit, m.deadline, m.err = ctx, limit, time.Time{}, nil
	value = m.call(m.program.functions[id], nil, nil, 0)
	return value, m.err
}

// outcome is how a block ended; n > 0 also leaves n enclosing blocks.
type outcome int32

const (
	ended    outcome = -1 // after its last statement
	left     outcome = 0  // early, as a statement was undefined or a break left the block
	returned outcome = math.MaxInt32 - 1
	failed   outcome = math.MaxInt32
)

// interval is the number of steps between two looks at the clock.
const interval = 1 << 12

// expired reports whether the deadline has passed or the context has ended. It looks once in every interval.
func (m *Machine) expired() bool {
	if m.steps++; m.steps%interval != 0 {
		return false
	}
	now := time.Now()
	switch err := context.Cause(m.ctx); {
	case err != nil:
		m.err = err
	case m.deadline.IsZero(): // what was computed until here took too little time to count
		m.deadline = now.Add(m.limit)
	case now.After(m.deadline):
		m.err = ErrDeadline
	}
	return m.err != nil
}

// run executes the body of a function in a frame of its own.
func (m *Machine) run(f *function, args []operand, caller []Value, base int) Value {
	if m.expired() {
		return nil
	}
	top := base + int(f.locals)
	if top > len(m.stack) {
		m.stack = make([]Value, 2*top) // the callers keep the frames that they have
	}
	frame := m.stack[base:top]
	clear(frame)
	frame[input], frame[data] = m.input, m.data
	for i, arg := range args {
		frame[int(firstArgument)+i] = m.value(arg, caller)
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
		case opCall, opBuiltin, opCallDynamic:
			v := m.invoke(s, frame, top)
			if m.err != nil {
				return failed
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
		case opScan, opWalk, opNot, opBlock, opWith:
			if end := m.nested(s, frame, top); end != ended {
				return end
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

// nested executes statements that have blocks.
func (m *Machine) nested(s *statement, frame []Value, top int) outcome {
	switch s.do {
	case opScan:
		return m.scan(s, frame, top)
	case opWalk:
		return m.walk(s, frame, top)
	case opWith:
		return m.with(s, frame, top)
	case opNot:
		switch end := m.block(s.blocks[0], frame, top); end {
		case ended:
			return left
		case left:
			return ended
		default:
			return end
		}
	}
	for _, inner := range s.blocks {
		if end := m.block(inner, frame, top); end >= returned {
			return end
		} else if end > left {
			return end - 1
		}
	}
	return ended
}

// invoke returns the result of a call, nil when it is undefined. When it fails, that is m.err.
func (m *Machine) invoke(s *statement, frame []Value, top int) Value {
	switch s.do {
	case opBuiltin:
		return m.builtin(s, frame)
	case opCall:
		return m.call(m.program.functions[s.number], s.args, frame, top)
	}
	return m.callDynamic(s, frame, top)
}

// keep puts the result of a call into its target and reports whether the call is defined.
func keep(frame []Value, target local, v Value) bool {
	if target == discard {
		isTrue, isBool := v.(bool)
		return isTrue || !isBool && v != nil
	}
	frame[target] = v
	return v != nil
}

// callDynamic computes the rule at a path: undefined when there is none.
func (m *Machine) callDynamic(s *statement, frame []Value, top int) Value {
	path := make([]string, len(s.args))
	for i, arg := range s.args {
		step, ok := m.value(arg, frame).(string)
		if !ok {
			return nil
		}
		path[i] = step
	}
	id, ok := m.program.dynamic[dynamicPath(path)]
	if !ok {
		return nil
	}
	return m.call(m.program.functions[id], nil, frame, top)
}
