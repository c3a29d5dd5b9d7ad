package lsp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/creachadair/jrpc2"
)

// The bounds of what a client sends.
const (
	// maxHeader bounds the header in front of a message.
	maxHeader = 4 << 10
	// maxMessage bounds a message. It has room for a file of discover.DefaultMaxSize in which every character is an escape.
	maxMessage = 32 << 20
)

// errFraming is for a stream in which nobody can say where the next message begins.
var errFraming = errors.New("the client broke the framing of messages")

// stream is a channel.Channel with the framing of the base protocol. The one of jrpc2 takes as much memory as Content-Length
// demands, before anything of the message is there.
type stream struct {
	in  *bufio.Reader
	mu  sync.Mutex // of out
	out io.Writer
}

func newStream(in io.Reader, out io.Writer) *stream {
	return &stream{in: bufio.NewReaderSize(in, maxHeader), out: out}
}

// Send implements channel.Channel.
func (s *stream) Send(message []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	framed := fmt.Appendf(make([]byte, 0, len(message)+32), "Content-Length: %d\r\n\r\n", len(message))
	_, err := s.out.Write(append(framed, message...))
	return err
}

// Recv implements channel.Channel. A message that is too large is answered with an error and skipped.
func (s *stream) Recv() ([]byte, error) {
	for {
		length, err := s.header()
		if err != nil {
			return nil, err
		}
		if length <= maxMessage {
			var message bytes.Buffer
			if _, err := io.CopyN(&message, s.in, length); err != nil {
				return nil, cutShort(err)
			}
			return message.Bytes(), nil
		}
		if err := s.refuse(jrpc2.InvalidRequest, fmt.Sprintf("a message of %d bytes is too large: the limit is %d", length, int64(maxMessage))); err != nil {
			return nil, err
		}
		if _, err := io.CopyN(io.Discard, s.in, length); err != nil {
			return nil, cutShort(err)
		}
	}
}

// cutShort is the error for a stream that ends within a message.
func cutShort(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// header reads the fields in front of a message and returns its length. Nothing but Content-Length matters: the other field says
// that the message is in UTF-8, as every message is.
func (s *stream) header() (length int64, err error) {
	length, size := -1, 0
	for {
		line, err := s.in.ReadSlice('\n')
		size += len(line)
		switch {
		case errors.Is(err, bufio.ErrBufferFull) || size > maxHeader:
			return 0, s.unframed(fmt.Sprintf("a header has more than %d bytes", maxHeader))
		case err != nil && size > 0:
			return 0, cutShort(err)
		case err != nil:
			return 0, err
		}
		field := strings.TrimRight(string(line), "\r\n")
		if field == "" {
			if length < 0 {
				return 0, s.unframed("a header has no Content-Length")
			}
			return length, nil
		}
		name, value, ok := strings.Cut(field, ":")
		if !ok {
			return 0, s.unframed("a line of a header has no colon")
		}
		if !strings.EqualFold(name, "Content-Length") {
			continue
		}
		if length, err = strconv.ParseInt(strings.TrimSpace(value), 10, 64); err != nil || length < 0 {
			return 0, s.unframed("Content-Length is no number of bytes")
		}
	}
}

// unframed tells the client what is wrong with its framing, after which the stream cannot be read any more.
func (s *stream) unframed(message string) error {
	if err := s.refuse(jrpc2.ParseError, message); err != nil {
		return err
	}
	return fmt.Errorf("%w: %s", errFraming, message)
}

// refuse answers a message that nobody has read.
func (s *stream) refuse(code jrpc2.Code, message string) error {
	return s.Send(fmt.Appendf(nil, `{"jsonrpc":"2.0","id":null,"error":{"code":%d,"message":%q}}`, code, message))
}

// Close implements channel.Channel. Who opened the streams closes them.
func (s *stream) Close() error { return nil }
