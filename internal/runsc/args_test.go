package runsc_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

func arguments(t *testing.T, list ...any) ([]runsc.Flag, []runsc.Stray) {
	t.Helper()
	content, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	root, err := source.ReadJSON(source.NewFile("list.json", content), source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return runsc.Arguments(root, source.Path{"args"})
}

func TestArguments(t *testing.T) {
	tests := []struct {
		about  string
		list   []any
		want   []string // name=value@index
		strays []string
	}{
		{"a boolean alone", []any{"--debug"}, []string{"debug=true@0"}, nil},
		{"one dash", []any{"-debug"}, []string{"debug=true@0"}, nil},
		{"a value behind =", []any{"--debug=false", "--network=host"}, []string{"debug=false@0", "network=host@1"}, nil},
		{"a value with =", []any{"--debug-log=/x=y/"}, []string{"debug-log=/x=y/@0"}, nil},
		{"an empty value", []any{"--debug-log="}, []string{"debug-log=@0"}, nil},
		{"a value in the next item", []any{"--network", "host", "--debug"}, []string{"network=host@0", "debug=true@2"}, nil},
		{"a value that looks like a flag", []any{"--debug-log", "--strace"}, []string{"debug-log=--strace@0"}, nil},
		{"a word behind a boolean", []any{"--debug", "false", "--strace"}, []string{"debug=true@0", "strace=true@2"}, []string{"false@1"}},
		{"a missing value", []any{"--network"}, []string{"network=@0"}, nil},
		{"the last wins", []any{"--debug", "--strace", "--debug=false"}, []string{"strace=true@1", "debug=false@2"}, nil},
		{"several in one item", []any{"--network host  --debug"}, []string{"network=host@0", "debug=true@0"}, nil},
		{"quotes", []any{`--debug-log="/a b/"`}, []string{`debug-log="/a b/"@0`}, nil},
		{"an unknown flag", []any{"--new", "--newer", "x"}, []string{"new=true@0", "newer=x@1"}, nil},
		{"dashes alone", []any{"-", "--", "---debug", "--=x"}, nil, []string{"-@0", "--@1", "---debug@2", "--=x@3"}},
		{"what is no text", []any{1, nil, "", "--debug"}, []string{"debug=true@3"}, nil},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			flags, strays := arguments(t, test.list...)
			var got, gotStrays []string
			for _, f := range flags {
				got = append(got, fmt.Sprintf("%s=%s@%d", f.Name, f.Value, f.Path[1]))
			}
			for _, s := range strays {
				gotStrays = append(gotStrays, fmt.Sprintf("%s@%d", s.Word, s.Path[1]))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("flags", diff)
			}
			if diff := cmp.Diff(test.strays, gotStrays); diff != "" {
				t.Error("strays", diff)
			}
		})
	}
}

func TestArgumentsOfNothing(t *testing.T) {
	if flags, strays := runsc.Arguments(nil, nil); len(flags)+len(strays) != 0 {
		t.Errorf("no list gave %v and %v", flags, strays)
	}
}
