package plan

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"strings"
	"unsafe"
)

// Decode loads a program that Encode stored and returns it with what identifies its source. The error is for bytes that are not
// just those. The program refers to the bytes, which must not be changed any more. Function bodies are decoded when they are first called.
func Decode(stored []byte) (*Program, [32]byte, error) {
	var source [32]byte
	rest, ok := strings.CutPrefix(unsafe.String(unsafe.SliceData(stored), len(stored)), magic)
	if !ok || len(rest) < len(source)+crc32.Size {
		return nil, source, errors.New("no plan of this version")
	}
	end := len(stored) - crc32.Size
	if crc32.Checksum(stored[:end], checksums) != binary.BigEndian.Uint32(stored[end:]) {
		return nil, source, errors.New("the plan is damaged: its checksum is wrong")
	}
	copy(source[:], rest)
	d := &decoder{left: rest[len(source) : len(rest)-crc32.Size]}
	p := &Program{constants: d.values()}
	for range d.count() {
		p.files = append(p.files, d.text())
	}
	for range d.count() {
		p.builtins = append(p.builtins, builtin{name: d.text()})
	}
	p.functions = d.functions()
	p.entries, p.dynamic = d.numbers(), d.numbers()
	p.patterns.words = d.patterns()
	if d.broken || d.left != "" {
		return nil, source, errors.New("the plan cannot be read")
	}
	return p, source, p.resolve()
}

// blocks returns the body of a function.
func (f *function) blocks() []block {
	f.decode.Do(func() {
		if f.code == "" {
			return
		}
		d := &decoder{left: f.code}
		if f.body = d.blocks(); d.broken || d.left != "" {
			f.body = []block{{{do: opInvalid}}}
		}
	})
	return f.body
}

// decoder reads what Encode wrote. After anything that cannot be read it is broken and returns zeros.
type decoder struct {
	left   string
	broken bool
}

func (d *decoder) byte() byte {
	if d.left == "" {
		d.broken = true
		return 0
	}
	b := d.left[0]
	d.left = d.left[1:]
	return b
}

func (d *decoder) uvarint() uint64 {
	if d.left != "" && d.left[0] < 0x80 { // most numbers are small
		return uint64(d.byte())
	}
	n, size := binary.Uvarint([]byte(d.left[:min(len(d.left), binary.MaxVarintLen64)]))
	d.skip(size)
	return n
}

// varint reads a number with a sign, which is the lowest bit.
func (d *decoder) varint() int64 {
	n := d.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

// skip goes on behind a number; size is not positive when there was none.
func (d *decoder) skip(size int) {
	if size <= 0 {
		d.broken, size = true, 0
	}
	d.left = d.left[size:]
}

// count reads a number of items that follow, of which there cannot be more than bytes, or another small number.
func (d *decoder) count() int {
	n := d.uvarint()
	if n > uint64(max(len(d.left), 1<<16)) {
		d.broken = true
		return 0
	}
	return int(n)
}

func (d *decoder) text() string {
	n := d.count()
	if n > len(d.left) {
		d.broken = true
		return ""
	}
	s := d.left[:n]
	d.left = d.left[n:]
	return s
}

func (d *decoder) functions() []*function {
	all := make([]function, d.count())
	pointers := make([]*function, len(all))
	for i := range all {
		f := &all[i]
		f.id, f.name, f.arguments, f.locals = int32(i), d.text(), int32(d.count()), int32(d.count())
		flags := d.count()
		f.pure, f.memoise = flags&flagPure != 0, flags&flagMemoise != 0
		f.code = d.text()
		pointers[i] = f
	}
	return pointers
}

// numbers reads a table of functions.
func (d *decoder) numbers() map[string]int32 {
	n := d.count()
	table := make(map[string]int32, n)
	for range n {
		name := d.text()
		table[name] = int32(d.count())
	}
	return table
}

func (d *decoder) values() []Value {
	values := make([]Value, d.count())
	for i := range values {
		values[i] = d.value()
	}
	return values
}

func (d *decoder) value() Value {
	switch d.byte() {
	case typeFalse:
		return false
	case typeTrue:
		return true
	case typeInt:
		return d.varint()
	case typeNumber:
		return json.Number(d.text())
	case typeString:
		return d.text()
	case typeArray:
		return &Array{d.values()}
	case typeSet:
		return &Set{d.values()}
	case typeObject:
		pairs := make([]Pair, d.count())
		for i := range pairs {
			pairs[i] = Pair{d.value(), d.value()}
		}
		return &Object{pairs}
	case typeNull:
		return Null{}
	}
	d.broken = true
	return nil
}

func (d *decoder) blocks() []block {
	blocks := make([]block, d.count())
	for i := range blocks {
		blocks[i] = make(block, d.count())
		for j := range blocks[i] {
			d.statement(&blocks[i][j])
		}
	}
	return blocks
}

func (d *decoder) statement(s *statement) {
	s.do = operation(d.byte())
	fields := d.byte()
	d.broken = d.broken || s.do >= operationCount || fields > hasAll
	if fields&hasTarget != 0 {
		s.target = local(d.varint())
	}
	if fields&hasA != 0 {
		s.a = operand(d.varint())
	}
	if fields&hasB != 0 {
		s.b = operand(d.varint())
	}
	if fields&hasArgs != 0 {
		s.args = make([]operand, d.count())
		for i := range s.args {
			s.args[i] = operand(d.varint())
		}
	}
	if fields&hasNumber != 0 {
		s.number = int32(d.varint())
	}
	if fields&hasPlace != 0 {
		s.at = place{int32(d.varint()), int32(d.varint()), int32(d.varint())}
	}
	if fields&hasBlocks != 0 {
		s.blocks = d.blocks()
	}
}
