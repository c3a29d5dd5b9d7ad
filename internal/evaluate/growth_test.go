package evaluate

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/seclint/seclint/internal/source"
)

// doubled is the body of a rule that doubles a value n times by an expression with two %s.
func doubled(first, expression string, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "findings contains {\"path\": [], \"message\": \"never\"} if {\n\tx0 := %s\n", first)
	for i := range n {
		fmt.Fprintf(&b, "\tx%d := "+expression+"\n", i+1, fmt.Sprintf("x%d", i), fmt.Sprintf("x%d", i))
	}
	fmt.Fprintf(&b, "\tx%d == input.document.a\n}", n)
	return b.String()
}

// TestAPolicyThatTakesMuchMemoryIsStopped evaluates policies that would take gigabytes, and one that makes a lot that nobody keeps. It
// is not parallel: it looks at the memory of the program.
func TestAPolicyThatTakesMuchMemoryIsStopped(t *testing.T) {
	const stopped = "rule test/broken was stopped: it took more than 256 MB"
	const long = `s := concat("", [x | some i in numbers.range(1, 200000); x := "abcdefgh"]); `
	const tooLarge = "what it would make is too large"
	for name, test := range map[string]struct{ policy, want string }{
		"list":         {`findings contains x if { ` + long + `x := count([concat("", [s, sprintf("%d", [a])]) | some a in numbers.range(1, 30000)]) }`, stopped},
		"arrays":       {doubled("[1, 2]", "array.concat(%s, %s)", 34), tooLarge},
		"concat":       {doubled(`"abcdefgh"`, `concat("", [%s, %s])`, 34), tooLarge},
		"replace":      {doubled(`"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"`, `replace(%s, "a", %s)`, 6), tooLarge},
		"expression":   {doubled(`"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"`, `regex.replace(%s, "a", %s)`, 6), tooLarge},
		"sprintf":      {doubled(`"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"`, `sprintf("%%s%%s", [%s, %s])`, 34), tooLarge},
		"width":        {`findings contains x if { x := sprintf("%999999d", [1]) }`, tooLarge},
		"shift":        {`findings contains x if { x := bits.lsh(1, 100000000000) }`, tooLarge},
		"squares":      {doubled("123456789123456789", "%s * %s", 40), tooLarge},
		"much garbage": {`findings contains {"path": [], "message": "x"} if { ` + long + `every i in numbers.range(1, 400) { count(concat("", [s, sprintf("%d", [i])])) > 0 } }`, ""},
	} {
		cat := catalogue(t, map[string]string{"broken": test.policy, "fine": say(`{"path": [], "message": "fine"}`)})
		e := evaluator(t, cat, Options{Deadline: time.Minute})
		peak := watchPeak()
		got, problems := e.Documents(t.Context(), []*source.Document{document(t, "a.yml", "a: 1")}, nil, nil)
		if most := peak(); most > 900<<20 {
			t.Errorf("%s: %d MB of memory were in use", name, most>>20)
		}
		if text := strings.Join(problemTexts(problems), ""); !strings.Contains(text, test.want) || (text == "") != (test.want == "") {
			t.Errorf("%s: problems %q, want %q", name, text, test.want)
		}
		if fine := strings.Join(texts(got), "\n"); !strings.Contains(fine, "fine") {
			t.Errorf("%s: the finding of the other rule is lost: %s", name, fine)
		}
	}
}

// TestAPolicyThatCannotBeStoppedIsLeftBehind has OPA call a function that does not look whether it is to end. It is not parallel: the
// function is one of OPA's own.
func TestAPolicyThatCannotBeStoppedIsLeftBehind(t *testing.T) {
	const name = "units.parse"
	own, released := topdown.GetBuiltin(name), make(chan struct{})
	topdown.RegisterBuiltinFunc(name, func(topdown.BuiltinContext, []*ast.Term, func(*ast.Term) error) error {
		<-released
		return nil
	})
	t.Cleanup(func() { close(released); topdown.RegisterBuiltinFunc(name, own) })
	cat := catalogue(t, map[string]string{"broken": `findings contains {"path": [], "message": "never"} if units.parse(input.document.a) == 1`})
	begun := time.Now()
	_, problems := evaluator(t, cat, Options{Deadline: 50 * time.Millisecond}).
		Documents(t.Context(), []*source.Document{document(t, "a.yml", "a: 1K"), document(t, "b.yml", "a: 1K")}, nil, nil)
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("the evaluation ended after %s", took)
	}
	text := strings.Join(problemTexts(problems), "\n")
	if !strings.Contains(text, "the policies of users were given up") || !strings.Contains(text, "evaluation was interrupted") {
		t.Errorf("problems %q", text)
	}
}

// watchPeak returns a function that ends the watch and returns the most memory that was in use.
func watchPeak() func() uint64 {
	runtime.GC()
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		most := uint64(0)
		for {
			select {
			case <-done:
				peak <- most
				return
			case <-time.After(5 * time.Millisecond):
				most = max(most, heapInUse())
			}
		}
	}()
	return func() uint64 { close(done); return <-peak }
}

func TestEveryBoundedFunctionExists(t *testing.T) {
	t.Parallel()
	names := append([]string{}, countsDigits...)
	for name := range made {
		names = append(names, name)
	}
	for _, name := range names {
		if topdown.GetBuiltin(name) == nil {
			t.Errorf("OPA has no function %s", name)
		}
	}
}
