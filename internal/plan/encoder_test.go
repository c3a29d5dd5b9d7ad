package plan

import (
	"encoding/json"
	"math"
	"testing"
)

// A number of 64 bits is exact, as encoding/json writes it.
func TestEncodeUnsigned(t *testing.T) {
	t.Parallel()
	for number, want := range map[uint64]Value{
		0: int64(0), math.MaxInt64: int64(math.MaxInt64), math.MaxInt64 + 1: json.Number("9223372036854775808"),
		math.MaxUint64: json.Number("18446744073709551615"),
	} {
		if got := NewEncoder(Names{}).Encode(struct {
			N uint64 `json:"n"`
		}{number}); !Equal(got, NewObject([]Pair{{"n", want}})) {
			t.Errorf("%d: %v", number, got)
		}
	}
}
