package load

import (
	"bytes"
	"context"
	"sync"

	"github.com/seclint/seclint/internal/source"
)

// glance returns a file of discovery that matters, nil for any other. It reads into memory that the next glance uses again: what the files
// take that do not matter is most of what a scan of source code would take.
func (s *store) glance(name string, matters func(*source.File) bool) (*source.File, error) {
	if err := context.Cause(s.ctx); err != nil {
		return nil, err
	}
	if _, isOverlaid := s.overlay[name]; isOverlaid || !s.found[name] || s.files.has(name) {
		f, err := s.Read(name)
		if err != nil || !matters(f) {
			return nil, err
		}
		return f, nil
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	if err := s.readInto(buffer, name); err != nil {
		return nil, unreadable(name, err)
	}
	if !matters(source.NewFile(name, buffer.Bytes())) {
		return nil, nil
	}
	return s.take(name, func() ([]byte, error) { return bytes.Clone(buffer.Bytes()), nil })
}

// buffers are what glances read into.
var buffers = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, 64<<10)) }}

// readInto reads a file into a buffer, in place of what it has.
func (s *store) readInto(buffer *bytes.Buffer, name string) error {
	f, err := s.root.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	buffer.Reset()
	_, err = buffer.ReadFrom(f)
	return err
}
