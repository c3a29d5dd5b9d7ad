package plan

import (
	"encoding/binary"
	"encoding/json"
	"hash"
	"io"
)

// The tags that a digest puts in front of values, so that values of different types differ.
const (
	tagNull byte = iota
	tagFalse
	tagTrue
	tagInt
	tagNumber
	tagString
	tagArray
	tagObject
	tagSet
)

// Digest writes a value to a hash, in a form that differs for values that differ.
func Digest(h hash.Hash, v Value) {
	d := digester{h: h}
	d.value(v)
	d.flush()
}

// digester gathers what it writes: a hash is slow with many small pieces.
type digester struct {
	h   hash.Hash
	buf []byte
}

// digestBuffer is how many bytes are gathered.
const digestBuffer = 4 << 10

func (d *digester) flush() {
	d.h.Write(d.buf)
	d.buf = d.buf[:0]
}

func (d *digester) tagged(tag byte, n uint64) {
	if len(d.buf) > digestBuffer {
		d.flush()
	}
	d.buf = binary.LittleEndian.AppendUint64(append(d.buf, tag), n)
}

func (d *digester) text(tag byte, s string) {
	d.tagged(tag, uint64(len(s)))
	if len(s) > digestBuffer {
		d.flush()
		io.WriteString(d.h, s)
		return
	}
	d.buf = append(d.buf, s...)
}

func (d *digester) value(v Value) {
	switch x := v.(type) {
	case bool:
		tag := tagFalse
		if x {
			tag = tagTrue
		}
		d.buf = append(d.buf, tag)
	case int64:
		d.tagged(tagInt, uint64(x))
	case json.Number:
		d.text(tagNumber, string(x))
	case string:
		d.text(tagString, x)
	case *Array:
		d.list(tagArray, x.items)
	case *Set:
		d.list(tagSet, x.items)
	case *Object:
		d.tagged(tagObject, uint64(len(x.pairs)))
		for _, p := range x.pairs {
			d.value(p.Key)
			d.value(p.Value)
		}
	default:
		d.buf = append(d.buf, tagNull)
	}
}

func (d *digester) list(tag byte, items []Value) {
	d.tagged(tag, uint64(len(items)))
	for _, item := range items {
		d.value(item)
	}
}
