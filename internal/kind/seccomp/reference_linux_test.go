package seccomp_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	moby "github.com/moby/profiles/seccomp"
	"github.com/opencontainers/runtime-spec/specs-go"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/seccomp"
	"github.com/seclint/seclint/internal/source"
)

var update = flag.Bool("update", false, "write the default_profile of policies/lib/seccomp/data.json anew")

const tablesFile = "../../../policies/lib/seccomp/data.json"

// The version in go.mod and the day of its release.
const (
	referenceVersion = "v0.2.3"
	referenceDate    = "2026-05-06"
)

// defaultProfile is the table of data.json that says what Docker's default profile lets through.
type defaultProfile struct {
	Allowed []string `json:"allowed"`
	Date    string   `json:"date"`
	Module  string   `json:"module"`
	Version string   `json:"version"`
}

// TestReference keeps the policies' idea of Docker's default profile equal to the profile itself.
func TestReference(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(tablesFile)
	if err != nil {
		t.Fatal(err)
	}
	var tables map[string]json.RawMessage
	if err := json.Unmarshal(text, &tables); err != nil {
		t.Fatal(err)
	}
	want := reference(t)
	if *update {
		write(t, tables, want)
		return
	}
	var got defaultProfile
	if err := json.Unmarshal(tables["default_profile"], &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s is not what Docker's profile gives: run go test ./internal/kind/seccomp -run TestReference -update\n%s", tablesFile, diff)
	}
}

// write replaces one of the tables in data.json and leaves the others as they are.
func write(t *testing.T, tables map[string]json.RawMessage, profile defaultProfile) {
	t.Helper()
	table, err := json.Marshal(profile)
	if err != nil {
		t.Fatal(err)
	}
	tables["default_profile"] = table
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "\t")
	if err := encoder.Encode(tables); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(tablesFile, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestReferenceVersion keeps the version that people read equal to the one that is compared with.
func TestReferenceVersion(t *testing.T) {
	t.Parallel()
	mod, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(mod), "github.com/moby/profiles/seccomp "+referenceVersion+"\n") {
		t.Errorf("go.mod has another version than %s: set referenceVersion and referenceDate, and run with -update", referenceVersion)
	}
	const rule = "../../../policies/seccomp/weaker-than-default/weaker-than-default.rego"
	text, err := os.ReadFile(rule)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "github.com/moby/profiles/seccomp "+referenceVersion+" of "+referenceDate) {
		t.Errorf("%s does not tell people the version %s of %s", rule, referenceVersion, referenceDate)
	}
}

func reference(t *testing.T) defaultProfile {
	t.Helper()
	text, err := json.Marshal(moby.DefaultProfile())
	if err != nil {
		t.Fatal(err)
	}
	return defaultProfile{
		Module: "github.com/moby/profiles/seccomp", Version: referenceVersion, Date: referenceDate,
		Allowed: allowed(t, string(text)),
	}
}

// profileOf returns what a profile comes to.
func profileOf(t *testing.T, text string) seccomp.Profile {
	t.Helper()
	file := source.NewFile("seccomp/profile.json", []byte(text))
	root, err := source.ReadJSON(file, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if !seccomp.Kind().Detect(root, false) {
		t.Fatalf("not recognised: %s", text)
	}
	docs, _ := seccomp.Kind().Expand(parsed{root: root}, file, []*source.Node{root})
	return docs[0].Facts.(*seccomp.Facts).Seccomp
}

// parsed is a kind.Files that can give the trees of one file.
type parsed struct {
	kind.Files
	root *source.Node
}

func (p parsed) Parse(string) ([]*source.Node, error) { return []*source.Node{p.root}, nil }

// allowed returns the calls that a profile lets through whatever their arguments, sorted.
func allowed(t *testing.T, text string) []string {
	t.Helper()
	var names []string
	decided := profileOf(t, text).Decided
	for _, class := range []seccomp.Class{seccomp.Allow, seccomp.Log} {
		names = slices.AppendSeq(names, maps.Keys(decided[class]))
	}
	slices.Sort(names)
	return names
}

// TestAgreesWithDocker lets Docker's own code resolve profiles for this machine and compares what is allowed without
// arguments in the result.
func TestAgreesWithDocker(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["a", "b"], "action": "SCMP_ACT_ALLOW"}]}`,
		`{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"name": "a", "action": "SCMP_ACT_ALLOW", "args": []}]}`,
		`{"DefaultAction": "SCMP_ACT_ERRNO", "SYSCALLS": [{"Names": ["a"], "Action": "SCMP_ACT_ALLOW"}]}`,
		`{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
			{"names": ["a"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN", "CAP_CHOWN"]}},
			{"names": ["b"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_CHOWN"]}},
			{"names": ["c"], "action": "SCMP_ACT_ALLOW", "excludes": {"caps": ["CAP_SYS_ADMIN", "CAP_CHOWN"]}},
			{"names": ["d"], "action": "SCMP_ACT_ALLOW", "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
			{"names": ["e"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "4.8"}},
			{"names": ["f"], "action": "SCMP_ACT_ALLOW", "excludes": {"minKernel": "4.8"}}]}`,
	} {
		if got, want := allowed(t, text), byDocker(t, text); !slices.Equal(got, want) {
			t.Errorf("%s: allowed = %q, Docker says %q", text, got, want)
		}
	}
}

func byDocker(t *testing.T, text string) []string {
	t.Helper()
	spec := &specs.Spec{Process: &specs.Process{Capabilities: &specs.LinuxCapabilities{Bounding: seccomp.DefaultCapabilities()}}}
	profile, err := moby.LoadProfile(text, spec)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, call := range profile.Syscalls {
		if call.Action == specs.ActAllow && len(call.Args) == 0 {
			names = append(names, call.Names...)
		}
	}
	slices.Sort(names)
	return names
}
