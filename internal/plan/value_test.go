package plan

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// samples are values of all types, ordered as Rego orders them, but for those that are equal.
var samples = []Value{
	Null{}, false, true, json.Number("-1.5"), int64(-1), int64(0), int64(1), json.Number("1.0"), json.Number("1.5"), int64(2), int64(80),
	json.Number("18446744073709551615"), "", "%d and %v", "%s %5d %q %x", "-", "0", "1", "a", "a,b", "aB", "b", "ä", "ä,ö",
	NewArray(), NewArray(int64(1)), NewArray("a"), NewArray("a", "b"), NewArray("a", int64(1), true, Null{}, NewSet("x")), NewArray("b", NewArray()),
	NewObject(nil), NewObject([]Pair{{"a", int64(1)}}), NewObject([]Pair{{"a", NewObject([]Pair{{"b", "c"}})}}),
	NewObject([]Pair{{"a", NewObject([]Pair{{"d", "e"}})}, {"b", Null{}}}), NewObject([]Pair{{"b", "a"}}),
	NewObject([]Pair{{int64(1), "x"}, {NewArray("a", "b"), true}, {NewSet("a", "b"), Null{}}}),
	NewSet(), NewSet(int64(1), json.Number("1.0")), NewSet("a"), NewSet("a", "b"), NewSet("b", "c"),
}

func TestCompareOrdersAsOPADoes(t *testing.T) {
	t.Parallel()
	for _, a := range samples {
		for _, b := range samples {
			x, y := Term(a), Term(b)
			if got, want := sign(Compare(a, b)), sign(ast.Compare(x, y)); got != want {
				t.Errorf("Compare(%s, %s) = %d, want %d", x, y, got, want)
			}
			if got, want := Equal(a, b), x.Equal(y); got != want {
				t.Errorf("Equal(%s, %s) = %t, want %t", x, y, got, want)
			}
		}
	}
}

func sign(n int) int { return min(max(n, -1), 1) }

func TestTermsBecomeTheValueThatTheyWere(t *testing.T) {
	t.Parallel()
	for _, v := range samples {
		if back := FromTerm(Term(v)); !Equal(back, v) {
			t.Errorf("%s became %s", Term(v), Term(back))
		}
	}
}

func TestFromGoReadsWhatJSONHolds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"b": [1, 2.5, "x", null, true], "a": {}}`: `{"a": {}, "b": [1, 2.5, "x", null, true]}`,
		`1e400`: `null`,
	} {
		var v any
		_ = json.Unmarshal([]byte(text), &v) // 1e400 is an error that leaves nil
		if got := Term(Names{}.FromGo(v)).String(); got != want {
			t.Errorf("%s became %s, want %s", text, got, want)
		}
	}
}

// A set and an object stay sorted however their items come.
func TestCollectionsStaySorted(t *testing.T) {
	t.Parallel()
	set, object := &Set{}, &Object{}
	for _, name := range []string{"m", "a", "z", "b", "a", "y", "c", "x", "d", "w", "m"} {
		set.add(name)
		object.insert(name, name+name)
	}
	if got, want := Term(set).String(), `{"a", "b", "c", "d", "m", "w", "x", "y", "z"}`; got != want {
		t.Errorf("set = %s, want %s", got, want)
	}
	for _, name := range []string{"a", "m", "z"} {
		if got := object.Get(name); got != name+name {
			t.Errorf("Get(%s) = %v", name, got)
		}
	}
	if got := object.Get("none"); got != nil || len(object.Pairs()) != 9 {
		t.Errorf("Get(none) = %v of %s", got, Term(object))
	}
}

// The keys of an object are found however many it has, and whatever else its keys are.
func TestManyKeys(t *testing.T) {
	t.Parallel()
	pairs := []Pair{{Null{}, "null"}, {true, "true"}, {NewArray("k1"), "array"}}
	for i := range int64(40) {
		pairs = append(pairs, Pair{fmt.Sprint("k", i), i}, Pair{i, fmt.Sprint("n", i)})
	}
	o := NewObject(pairs)
	for _, p := range o.Pairs() {
		if got := o.Get(p.Key); !Equal(got, p.Value) {
			t.Errorf("%v is %v, want %v", p.Key, got, p.Value)
		}
	}
	for _, absent := range []Value{"", "k", "k40", "z", int64(40), false, NewArray("k2")} {
		if got := o.Get(absent); got != nil {
			t.Errorf("%v is %v", absent, got)
		}
	}
}
