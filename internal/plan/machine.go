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

// interval is the number of steps between two looks at the clock.
const interval = 1 << 12

// expired looks at the clock now and then.
func (m *Machine) expired() bool {
	if m.steps++; m.steps%interval != 0 {
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
		case opScan, opNot, opBlock:
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

// nested executes statements that hold blocks.
func (m *Machine) nested(s *statement, frame []Value, top int) outcome {
	switch s.do {
	case opScan:
		return m.scan(s, frame, top)
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

// keep puts the result of a call into its target and reports whether the call holds.
func keep(frame []Value, target local, v Value) bool {
	if target == none {
		holds, isBool := v.(bool)
		return holds || !isBool && v != nil
	}
	frame[target] = v
	return v != nil
}
