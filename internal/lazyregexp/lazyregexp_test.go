package lazyregexp

import (
	"reflect"
	"regexp"
	"testing"
)

func TestEveryMethodDoesWhatPackageRegexpDoes(t *testing.T) {
	const text, pattern = "a=1, bb=22, c", `(\w+)=(\d)`
	lazy, want := reflect.ValueOf(New(pattern)), reflect.ValueOf(regexp.MustCompile(pattern))
	for i := range lazy.NumMethod() {
		name := lazy.Type().Method(i).Name
		t.Run(name, func(t *testing.T) {
			method := lazy.Method(i)
			var in []reflect.Value
			for j := range method.Type().NumIn() {
				in = append(in, argument(t, method.Type().In(j), text))
			}
			got, want := method.Call(in)[0].Interface(), want.MethodByName(name).Call(in)[0].Interface()
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// argument returns a value of a type that methods take.
func argument(t *testing.T, of reflect.Type, text string) reflect.Value {
	switch of {
	case reflect.TypeFor[string]():
		return reflect.ValueOf(text)
	case reflect.TypeFor[[]byte]():
		return reflect.ValueOf([]byte(text))
	case reflect.TypeFor[int]():
		return reflect.ValueOf(2)
	case reflect.TypeFor[func(string) string]():
		return reflect.ValueOf(func(s string) string { return "<" + s + ">" })
	case reflect.TypeFor[func([]byte) []byte]():
		return reflect.ValueOf(func(b []byte) []byte { return append([]byte("<"), b...) })
	}
	t.Fatalf("no value for an argument of type %v", of)
	return reflect.Value{}
}

func TestABrokenPatternPanicsInATestAtOnce(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it did not panic")
		}
	}()
	New("(")
}
