package plan

import (
	"encoding/json"
	"math"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
)

type level int

func (l level) MarshalText() ([]byte, error) {
	if l < 0 {
		return nil, noLevel{}
	}
	return []byte(strings.Repeat("high", int(l))), nil
}

type noLevel struct{}

func (noLevel) Error() string { return "no level" }

type class string

type inner struct {
	Shared string `json:"shared"`
	Inner  int    `json:"inner"`
}

type Outer struct {
	inner
	*Deeper
	Shared string `json:"shared"`
	Not    string `json:"-"`
	hidden string
}

type Deeper struct {
	Deep []string `json:"deep"`
}

type tree struct {
	Name     string           `json:"name"`
	Children []*tree          `json:"children,omitempty"`
	ByName   map[string]*tree `json:"by_name,omitempty"`
}

type omitting struct {
	Bool      bool           `json:"bool,omitempty"`
	Number    float64        `json:"number,omitempty"`
	Text      string         `json:"text,omitempty"`
	Pointer   *int           `json:"pointer,omitempty"`
	Any       any            `json:"any,omitempty"`
	List      []string       `json:"list,omitempty"`
	Map       map[string]int `json:"map,omitempty"`
	Struct    struct{}       `json:"struct,omitempty"`
	ZeroList  []string       `json:"zero_list,omitzero"`
	ZeroMap   map[string]int `json:"zero_map,omitzero"`
	ZeroTime  inTime         `json:"zero_time,omitzero"`
	ZeroInner inner          `json:"zero_inner,omitzero"`
}

// inTime is zero on its first day, and not when all of it is.
type inTime struct {
	Day int `json:"day"`
}

func (t inTime) IsZero() bool { return t.Day == 1 }

// encoded are Go values that become the values of Rego which their JSON is.
var encoded = map[string]any{
	"nil":           nil,
	"scalars":       []any{true, "text", 7, int8(-3), int64(math.MinInt64), uint16(9), 2.5, 1e300, nil},
	"unsigned":      []uint64{0, math.MaxInt64, math.MaxInt64 + 1, math.MaxUint64},
	"number":        []json.Number{"1.50", "18446744073709551615", "3"},
	"struct":        inner{"s", 2},
	"pointer":       &inner{"s", 2},
	"nil pointer":   []*inner{nil, {}},
	"embedded":      Outer{inner: inner{"below", 2}, Deeper: &Deeper{[]string{"d"}}, Shared: "above", Not: "no", hidden: "no"},
	"embedded nil":  Outer{Shared: "above"},
	"named strings": map[class][]class{"b": {"x"}, "a": {}},
	"map of any":    map[string]any{"z": 1, "a": []any{map[string]any{"k": "v"}}},
	"interface":     []any{inner{"s", 1}, &inner{"p", 1}, level(2), map[string]level{"l": 1}},
	"text": struct {
		L level `json:"l"`
	}{1},
	"text of a map":      map[string]netip.Addr{"a": netip.MustParseAddr("::1")},
	"text behind":        []*level{new(level), nil},
	"recursion":          tree{"a", []*tree{{Name: "b"}, {"c", []*tree{{Name: "d"}}, nil}}, map[string]*tree{"e": {Name: "e"}}},
	"omitted":            omitting{},
	"omitted by IsZero":  omitting{ZeroTime: inTime{1}},
	"not omitted":        omitting{Bool: true, Number: -1, Text: "t", Pointer: new(int), Any: 0, List: []string{""}, Map: map[string]int{"": 0}},
	"empty but not zero": omitting{ZeroList: []string{}, ZeroMap: map[string]int{}, List: []string{}, Map: map[string]int{}, ZeroInner: inner{Inner: 1}},
	"duration": struct {
		D time.Duration `json:"d"`
	}{time.Second},
}

func TestEncodeWritesWhatJSONDoes(t *testing.T) {
	t.Parallel()
	for name, v := range encoded {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		decoder := json.NewDecoder(strings.NewReader(string(text)))
		decoder.UseNumber()
		var want any
		if err := decoder.Decode(&want); err != nil {
			t.Fatal(err)
		}
		e := NewEncoder(Names{})
		for range 2 { // the second time, the encoder knows the type
			if got := e.Encode(v); !Equal(got, e.Encode(want)) {
				t.Errorf("%s: %s, want %s", name, Term(got), text)
			}
		}
	}
}

// Where policies see something else than JSON: they iterate over what is not there, and what has no text is null.
func TestEncodeDiffersFromJSON(t *testing.T) {
	t.Parallel()
	for want, v := range map[string]any{
		`{"list": [], "map": {}, "zero": []}`: struct {
			List []string       `json:"list"`
			Map  map[string]int `json:"map"`
			Zero []*inner       `json:"zero"`
			Go   string         // without a tag, it is for Go alone
		}{Go: "x"},
		`[null, null]`: []float64{math.Inf(1), math.NaN()},
		`[null]`:       []level{-1},
	} {
		if got := Term(NewEncoder(Names{}).Encode(v)).String(); got != want {
			t.Errorf("%#v: %s, want %s", v, got, want)
		}
	}
}

func TestEncodeSortsKeys(t *testing.T) {
	t.Parallel()
	got := NewEncoder(Names{}).Encode(Outer{Deeper: &Deeper{}}).(*Object)
	for _, key := range []string{"deep", "inner", "shared"} {
		if got.Get(key) == nil {
			t.Errorf("%s is not found in %s", key, Term(got))
		}
	}
	if keys := len(got.Pairs()); keys != 3 {
		t.Errorf("%d keys, want 3: %s", keys, Term(got))
	}
}

func TestRegisteredTypesAreEncodedAsAskedFor(t *testing.T) {
	t.Parallel()
	e := NewEncoder(Names{})
	Register(e, func(i *inner) Value { return i.Shared })
	got := e.Encode(map[string]any{"a": &inner{"x", 1}, "b": []*inner{{"y", 2}}, "c": inner{"z", 3}})
	if want := `{"a": "x", "b": ["y"], "c": {"inner": 3, "shared": "z"}}`; Term(got).String() != want {
		t.Errorf("%s, want %s", Term(got), want)
	}
}

type (
	ownJSON     struct{}
	pointerText struct{}
)

func (*ownJSON) MarshalJSON() ([]byte, error) { return []byte("1"), nil }

func (*pointerText) MarshalText() ([]byte, error) { return []byte("text"), nil }

func TestEncodeRefusesTypesThatItCannotEncode(t *testing.T) {
	t.Parallel()
	field := reflect.StructField{Name: "A", Type: reflect.TypeFor[string](), Tag: `json:"name"`}
	other := field
	other.Name = "B"
	twice := reflect.StructOf([]reflect.StructField{field, other})
	for want, v := range map[string]any{
		"type chan int cannot be encoded": []chan int{},
		"type func() cannot be encoded": struct {
			F func() `json:"f"`
		}{},
		"type complex128 cannot be encoded":  map[string]complex128{},
		"type [2]int cannot be encoded":      [2]int{},
		"type float32 cannot be encoded":     float32(1),
		"the keys of map[int]string are not": map[int]string{},
		"[]uint8 would be base64":            []byte{},
		"ownJSON writes JSON of its own":     []ownJSON{},
		"pointerText has a text only behind": &pointerText{},
		`has two fields "name"`:              reflect.Zero(twice).Interface(),
		`field N has the option "string"`: struct {
			N int `json:"n,string"`
		}{},
	} {
		if got := panics(func() { NewEncoder(Names{}).Encode(v) }); !strings.Contains(got, want) {
			t.Errorf("%T: panic %q, want one with %q", v, got, want)
		}
	}
}

func panics(f func()) (message string) {
	defer func() { message, _ = recover().(string) }()
	f()
	return ""
}

func TestMergeLaysTheLastOver(t *testing.T) {
	t.Parallel()
	got := Merge(NewObject([]Pair{{"a", int64(1)}, {"b", int64(1)}}), Null{}, nil, NewObject([]Pair{{"b", int64(2)}, {"c", int64(2)}}))
	if want := `{"a": 1, "b": 2, "c": 2}`; Term(got).String() != want {
		t.Errorf("%s, want %s", Term(got), want)
	}
}
