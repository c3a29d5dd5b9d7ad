package settings

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// deferred is a part of the table that is read when it is first wanted: most scans want that of a few products, or of none. It implements
// json.Unmarshaler.
type deferred[T any] struct{ get func() T }

func (d *deferred[T]) UnmarshalJSON(text []byte) error {
	text = append([]byte(nil), text...)
	d.get = sync.OnceValue(func() (value T) {
		if err := json.Unmarshal(text, &value); err != nil { // it is built in, and a test reads it
			panic(fmt.Sprintf("reading products.json: %v", err))
		}
		return value
	})
	return nil
}

// value returns the part, zero where the table has none.
func (d deferred[T]) value() (zero T) {
	if d.get == nil {
		return zero
	}
	return d.get()
}

// expression is a regular expression of the table. It implements encoding.TextUnmarshaler.
type expression struct{ *lazyregexp.Regexp }

func (e *expression) UnmarshalText(text []byte) error {
	e.Regexp = lazyregexp.New(string(text))
	return nil
}
