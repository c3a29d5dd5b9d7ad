package compose_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/compose"
	"github.com/seclint/seclint/internal/load"
)

// loaded returns the facts of compose.yaml and the messages of the problems with their places.
func loaded(t *testing.T, texts map[string]string) (facts *compose.Facts, problems []string) {
	t.Helper()
	root := fstest.MapFS{}
	for name, text := range texts {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	result := load.Documents(t.Context(), root, []discover.File{{Path: "compose.yaml"}}, load.Options{Kinds: []kind.Kind{compose.Kind()}})
	for _, p := range result.Problems {
		problems = append(problems, fmt.Sprintf("%s:%d: %s", p.Path, p.At.Start.Line, p.Message))
	}
	if len(result.Documents) != 1 {
		t.Fatalf("%d documents, want 1: %v", len(result.Documents), problems)
	}
	return result.Documents[0].Facts.(*compose.Facts), problems
}

// builtServices is a project of services that are built alike.
func builtServices(n int) string {
	var b strings.Builder
	b.WriteString("services:\n")
	for i := range n {
		fmt.Fprintf(&b, "  s%d: {build: .}\n", i)
	}
	return b.String()
}

func TestCommandsAreBounded(t *testing.T) {
	t.Parallel()
	_, problems := loaded(t, map[string]string{"compose.yaml": "services:\n  a:\n    image: x\n    command: " + strings.Repeat("a ", 50_001) + "\n"})
	if want := "compose.yaml:4: more than 50000 words in a command: the rest is not looked at"; len(problems) != 1 || problems[0] != want {
		t.Errorf("problems are %q, want %q", problems, want)
	}
}

// TestWhatIsBuiltIsBounded looks at the product of a Dockerfile and the services that use it, and at stages that have all of each other.
func TestWhatIsBuiltIsBounded(t *testing.T) {
	t.Parallel()
	stages := "FROM x AS s0\n"
	for i := range 500 {
		stages += fmt.Sprintf("COPY a b%d\nFROM s%d AS s%d\n", i, i, i+1)
	}
	for name, test := range map[string]struct {
		dockerfile string
		services   int
		built      int
		problem    string
	}{
		"one image":             {"FROM x\n" + strings.Repeat("COPY a b\n", 5000), 3, 3, ""},
		"images of many":        {"FROM x\n" + strings.Repeat("COPY a b\n", 5000), 100, 3, "compose.yaml:5: the images of the services have more than 20000 files and variables: what builds the rest is not followed"},
		"many instructions":     {"FROM x\n" + strings.Repeat("RUN a\n", 30_000), 2, 0, "compose.yaml:2: the stages of the Dockerfile have more than 50000 instructions and files: what it builds is unknown"},
		"stages of each other":  {stages, 1, 0, "compose.yaml:2: the stages of the Dockerfile have more than 50000 instructions and files: what it builds is unknown"},
		"variables of each one": {"FROM x\n" + strings.Repeat("ENV A=b\n", 10_000), 2, 2, ""},
	} {
		facts, problems := loaded(t, map[string]string{"compose.yaml": builtServices(test.services), "Dockerfile": test.dockerfile})
		if len(facts.Builds) != test.built {
			t.Errorf("%s: %d services are built, want %d", name, len(facts.Builds), test.built)
		}
		if got := strings.Join(problems[:min(1, len(problems))], ""); got != test.problem {
			t.Errorf("%s: problem %q, want %q", name, got, test.problem)
		}
	}
}
