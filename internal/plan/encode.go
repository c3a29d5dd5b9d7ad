package plan

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"maps"
	"slices"
)

// magic begins every stored program; its last digit is the version of the form.
const magic = "seclint plan 4\n"

// checksums are what a stored program ends with: the checksum of all bytes before.
var checksums = crc32.MakeTable(crc32.Castagnoli)

// Encode stores a program. The same program always gives the same bytes. Source identifies what it was
// planned from.
func (p *Program) Encode(source [32]byte) []byte {
	out := append([]byte(magic), source[:]...)
	out = appendValues(out, p.constants)
	out = appendStrings(out, p.files)
	out = binary.AppendUvarint(out, uint64(len(p.builtins)))
	for _, b := range p.builtins {
		out = appendString(out, b.name)
	}
	out = binary.AppendUvarint(out, uint64(len(p.functions)))
	for _, f := range p.functions {
		out = f.encode(out)
	}
	out = appendNumbers(out, p.entries)
	out = appendNumbers(out, p.dynamic)
	out = appendPatterns(out, p.likelyPatterns())
	return binary.BigEndian.AppendUint32(out, crc32.Checksum(out, checksums))
}

// appendNumbers stores a table of functions.
func appendNumbers(out []byte, table map[string]int32) []byte {
	out = binary.AppendUvarint(out, uint64(len(table)))
	for _, name := range slices.Sorted(maps.Keys(table)) {
		out = appendString(out, name)
		out = binary.AppendUvarint(out, uint64(table[name]))
	}
	return out
}

const (
	flagPure = 1 << iota
	flagMemoise
)

func (f *function) encode(out []byte) []byte {
	var flags uint64
	if f.pure {
		flags |= flagPure
	}
	if f.memoise {
		flags |= flagMemoise
	}
	out = appendString(out, f.name)
	for _, n := range []uint64{uint64(f.arguments), uint64(f.locals), flags} {
		out = binary.AppendUvarint(out, n)
	}
	code := appendBlocks(nil, f.blocks())
	out = binary.AppendUvarint(out, uint64(len(code)))
	return append(out, code...)
}

// Fields that a stored statement has.
const (
	hasTarget = 1 << iota
	hasA
	hasB
	hasArgs
	hasNumber
	hasPlace
	hasBlocks

	hasAll = hasBlocks<<1 - 1
)

func appendBlocks(out []byte, blocks []block) []byte {
	out = binary.AppendUvarint(out, uint64(len(blocks)))
	for _, b := range blocks {
		out = binary.AppendUvarint(out, uint64(len(b)))
		for _, s := range b {
			out = appendStatement(out, s)
		}
	}
	return out
}

func appendStatement(out []byte, s statement) []byte {
	out = append(out, byte(s.do), 0)
	fields := len(out) - 1
	if s.target != 0 {
		out[fields] |= hasTarget
		out = binary.AppendVarint(out, int64(s.target))
	}
	if s.a != 0 {
		out[fields] |= hasA
		out = binary.AppendVarint(out, int64(s.a))
	}
	if s.b != 0 {
		out[fields] |= hasB
		out = binary.AppendVarint(out, int64(s.b))
	}
	if len(s.args) > 0 {
		out[fields] |= hasArgs
		out = binary.AppendUvarint(out, uint64(len(s.args)))
		for _, arg := range s.args {
			out = binary.AppendVarint(out, int64(arg))
		}
	}
	if s.number != 0 {
		out[fields] |= hasNumber
		out = binary.AppendVarint(out, int64(s.number))
	}
	if s.at != (place{}) {
		out[fields] |= hasPlace
		for _, n := range []int32{s.at.file, s.at.row, s.at.column} {
			out = binary.AppendVarint(out, int64(n))
		}
	}
	if len(s.blocks) > 0 {
		out[fields] |= hasBlocks
		out = appendBlocks(out, s.blocks)
	}
	return out
}

// Types of a stored value.
const (
	typeNull byte = iota
	typeFalse
	typeTrue
	typeInt
	typeNumber
	typeString
	typeArray
	typeObject
	typeSet
)

func appendValue(out []byte, v Value) []byte {
	switch x := v.(type) {
	case bool:
		if x {
			return append(out, typeTrue)
		}
		return append(out, typeFalse)
	case int64:
		return binary.AppendVarint(append(out, typeInt), x)
	case json.Number:
		return appendString(append(out, typeNumber), string(x))
	case string:
		return appendString(append(out, typeString), x)
	case *Array:
		return appendValues(append(out, typeArray), x.items)
	case *Set:
		return appendValues(append(out, typeSet), x.items)
	case *Object:
		out = binary.AppendUvarint(append(out, typeObject), uint64(len(x.pairs)))
		for _, p := range x.pairs {
			out = appendValue(appendValue(out, p.Key), p.Value)
		}
		return out
	}
	return append(out, typeNull)
}

func appendValues(out []byte, values []Value) []byte {
	out = binary.AppendUvarint(out, uint64(len(values)))
	for _, v := range values {
		out = appendValue(out, v)
	}
	return out
}

func appendString(out []byte, s string) []byte {
	return append(binary.AppendUvarint(out, uint64(len(s))), s...)
}

func appendStrings(out []byte, all []string) []byte {
	out = binary.AppendUvarint(out, uint64(len(all)))
	for _, s := range all {
		out = appendString(out, s)
	}
	return out
}
