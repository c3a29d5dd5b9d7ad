package seccomp

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	moby "github.com/moby/profiles/seccomp"

	"github.com/seclint/seclint/internal/source"
)

func parse(t *testing.T, text string) *profile {
	t.Helper()
	root, err := source.ReadJSON(source.NewFile("a.json", []byte(text)), source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	c, ok := find(root)
	if !ok {
		t.Fatalf("no profile: %s", text)
	}
	return newProfile(c)
}

// What libseccomp 2.5.4 makes of each, seen in the filters that it exports.
func TestDecisions(t *testing.T) {
	t.Parallel()
	const (
		allow   = `{"names": ["a"], "action": "SCMP_ACT_ALLOW"}`
		deny38  = `{"names": ["a"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}`
		deny1   = `{"names": ["a"], "action": "SCMP_ACT_ERRNO"}`
		allowEq = `{"names": ["a"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 3, "op": "SCMP_CMP_EQ"}]}`
		denyEq  = `{"names": ["a"], "action": "SCMP_ACT_KILL", "args": [{"index": 0, "value": 3, "op": "SCMP_CMP_EQ"}]}`
		ne38    = `{"names": ["a"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 38, "op": "SCMP_CMP_NE"}]}`
		ne40    = `{"names": ["a"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 40, "op": "SCMP_CMP_NE"}]}`
		both    = `{"names": ["a"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 38, "op": "SCMP_CMP_NE"}, {"index": 0, "value": 40, "op": "SCMP_CMP_NE"}]}`
		and     = `{"names": ["a"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 38, "op": "SCMP_CMP_NE"}, {"index": 1, "value": 40, "op": "SCMP_CMP_NE"}]}`
		range0  = `{"names": ["a"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_GE"}, {"index": 0, "value": 5, "op": "SCMP_CMP_LE"}]}`
		mask0   = `{"names": ["a"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 1, "value": 0, "valueTwo": 15, "op": "SCMP_CMP_MASKED_EQ"}]}`
		masked  = `{"names": ["a"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 1, "value": 15, "valueTwo": 3, "op": "SCMP_CMP_MASKED_EQ"}]}`
		nulls   = `{"names": ["a"], "action": "SCMP_ACT_ALLOW", "args": null}`
	)
	for name, test := range map[string]struct {
		entries string
		want    Class
	}{
		"nothing":                           {``, ""},
		"allowed":                           {allow, Allow},
		"null arguments":                    {nulls, Allow},
		"allowed, then denied":              {allow + "," + deny38, Allow},
		"denied, then allowed":              {deny38 + "," + allow, Deny},
		"the default is skipped":            {deny1 + "," + allow, Allow},
		"the default alone":                 {deny1, ""},
		"filtered":                          {allowEq, Filtered},
		"filter before no filter":           {denyEq + "," + allow, Allow},
		"filter behind no filter":           {allow + "," + denyEq, Allow},
		"filter and denial without":         {allowEq + "," + deny38, Deny},
		"two entries that cover everything": {ne38 + "," + ne40, Allow},
		"one entry that covers everything":  {both, Allow},
		"different arguments":               {and, Filtered},
		"range":                             {range0, Allow},
		"mask of nothing":                   {mask0, Allow},
		"mask":                              {masked, Filtered},
		"a denial covers nothing":           {denyEq + "," + ne38, Filtered},
	} {
		p := parse(t, `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [`+test.entries+`]}`)
		if got := p.decisions()["a"].class; got != test.want {
			t.Errorf("%s: class %q, want %q", name, got, test.want)
		}
	}
}

func TestGuardsOfTheOCIFormatAreIgnored(t *testing.T) {
	t.Parallel()
	const entries = `[{"names": ["a"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}}, {"name": "b", "action": "SCMP_ACT_ALLOW"}]`
	raw := parse(t, `{"linux": {"seccomp": {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": `+entries+`}}}`).decisions()
	if raw["a"].class != Allow || raw["b"].class != "" {
		t.Errorf("OCI: %v", raw)
	}
	docker := parse(t, `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": `+entries+`}`).decisions()
	if docker["a"].class != "" || docker["b"].class != Allow {
		t.Errorf("Docker: %v", docker)
	}
}

func TestGapless(t *testing.T) {
	t.Parallel()
	const last = math.MaxUint64
	for _, test := range []struct {
		values []span
		want   bool
	}{
		{nil, false},
		{[]span{{0, last}}, true},
		{[]span{{1, last}}, false},
		{[]span{{0, last - 1}}, false},
		{[]span{{39, last}, {0, 37}, {38, 38}}, true},
		{[]span{{39, last}, {0, 37}}, false},
		{[]span{{0, 100}, {5, 7}, {101, last}}, true},
		{[]span{{last, last}, {0, last - 1}}, true},
	} {
		if got := gapless(test.values); got != test.want {
			t.Errorf("gapless(%v) = %v", test.values, got)
		}
	}
}

func TestSpansOfEdges(t *testing.T) {
	t.Parallel()
	const last = math.MaxUint64
	for _, test := range []struct {
		op    string
		value uint64
		want  []span
	}{
		{"SCMP_CMP_NE", 0, []span{{1, last}}},
		{"SCMP_CMP_NE", last, []span{{0, last - 1}}},
		{"SCMP_CMP_LT", 0, nil},
		{"SCMP_CMP_LT", 1, []span{{0, 0}}},
		{"SCMP_CMP_GT", last, nil},
		{"SCMP_CMP_GT", last - 1, []span{{last, last}}},
		{"SCMP_CMP_LE", last, []span{{0, last}}},
		{"SCMP_CMP_GE", 0, []span{{0, last}}},
	} {
		got, ok := Argument{Op: test.op, Value: test.value}.spans()
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(span{})); !ok || diff != "" {
			t.Errorf("%s %d: %s", test.op, test.value, diff)
		}
	}
	if _, ok := (Argument{Op: "SCMP_CMP_MASKED_EQ"}).spans(); ok {
		t.Error("a mask is no interval")
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want []Fault
	}{
		{`{"defaultAction": "SCMP_ACT_ERRNO", "x": {}}`, []Fault{}},
		{`{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["a"], "args": [{"value": "1"}]}]}`,
			[]Fault{{source.Path{"syscalls", 0, "args", 0, "value"}, `"value" is a string, but must be an integer from 0 on without quotes`}}},
		{"\uFEFF" + `{"defaultAction": "SCMP_ACT_ERRNO", "flags": "a"}`,
			[]Fault{{source.Path{"flags"}, `"flags" is a string, but must be an array`}}},
		{`{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": {}}`,
			[]Fault{{source.Path{"syscalls"}, `"syscalls" is an object, but must be an array`}}},
		{`{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": ["read"]}`,
			[]Fault{{source.Path{"syscalls", 0}, `"syscalls" is a string, but must be an object`}}},
		{`{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["a"], "includes": {"minKernel": "0.0"}}]}`,
			[]Fault{{source.Path{"syscalls", 0, "includes", "minKernel"}, `"minKernel" is no kernel version of the form "<kernel>.<major>"`}}},
		{`{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrno": "ENOSUCH", "syscalls": [{"names": ["a"], "action": "SCMP_ACT_ERRNO", "errno": 1}]}`, []Fault{
			{source.Path{"defaultErrno"}, `"defaultErrno" is "ENOSUCH", which is no error that Podman knows`},
			{source.Path{"syscalls", 0, "errno"}, `"errno" is a number, but must be a string, such as "ENOSYS"`},
		}},
		{`{"linux": {"seccomp": {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 1.5}}}`,
			[]Fault{{source.Path{"linux", "seccomp", "defaultErrnoRet"}, `"defaultErrnoRet" is a number that does not fit, but must be an integer from 0 on without quotes`}}},
	} {
		if diff := cmp.Diff(test.want, parse(t, test.text).faults()); diff != "" {
			t.Errorf("%s:\n%s", test.text, diff)
		}
	}
}

// Faults of the types are those that Go's decoder finds, which reports the first it meets.
func TestFaultsAgreeWithTheDecoder(t *testing.T) {
	t.Parallel()
	values := []string{`null`, `true`, `1`, `-1`, `1.5`, `1e3`, `18446744073709551615`, `18446744073709551616`, `""`, `"4.8"`, `[]`, `[1]`, `["a"]`, `[null]`, `{}`, `[{}]`, `[[]]`}
	frames := []string{
		`{"defaultAction": X, "archMap": []}`, `{"archMap": X}`, `{"archMap": [{"architecture": X}]}`, `{"archMap": [{"subArchitectures": X}]}`,
		`{"architectures": X}`, `{"flags": X}`, `{"defaultErrnoRet": X}`, `{"listenerPath": X}`, `{"syscalls": X}`, `{"Syscalls": [X]}`,
		`{"syscalls": [{"names": X}]}`, `{"syscalls": [{"name": X}]}`, `{"syscalls": [{"action": X}]}`, `{"syscalls": [{"errnoRet": X}]}`,
		`{"syscalls": [{"args": X}]}`, `{"syscalls": [{"args": [{"index": X}]}]}`, `{"syscalls": [{"args": [{"valueTwo": X}]}]}`,
		`{"syscalls": [{"comment": X}]}`, `{"syscalls": [{"includes": X}]}`, `{"syscalls": [{"excludes": {"caps": X}}]}`,
		`{"syscalls": [{"includes": {"minKernel": X}}]}`, `{"unknown": X}`,
	}
	for _, frame := range frames {
		for _, value := range values {
			text := strings.Replace(frame, "X", value, 1)
			root, err := source.ReadJSON(source.NewFile("a.json", []byte(text)), source.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			refused := json.Unmarshal([]byte(text), new(moby.Seccomp)) != nil
			faults := newProfile(config{root: root, node: root, format: formatDocker}).faults()
			if (len(faults) > 0) != refused {
				t.Errorf("%s: refused %v, faults %v", text, refused, faults)
			}
		}
	}
}

// Podman's errors by name make an action another one than the default; Docker does not read them.
func TestErrorsByName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		profile string
		skipped []bool
	}{
		{`{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrno": "ENOSYS", "syscalls": [
			{"names": ["a"], "action": "SCMP_ACT_ERRNO", "errno": "EPERM"}, {"names": ["b"], "action": "SCMP_ACT_ERRNO", "errno": "38"},
			{"names": ["c"], "action": "SCMP_ACT_ERRNO"}]}`, []bool{false, true, false}},
		{`{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "defaultErrno": "EPERM", "syscalls": [
			{"names": ["a"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38, "errno": "EPERM"}, {"names": ["b"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}]}`, []bool{true, false}},
		{`{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["a"], "action": "SCMP_ACT_ERRNO", "errno": 38}]}`, []bool{true}},
		{`{"linux": {"seccomp": {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["a"], "action": "SCMP_ACT_ERRNO", "errno": "ENOSYS"}]}}}`, []bool{true}},
	} {
		var skipped []bool
		for _, r := range parse(t, test.profile).rules {
			skipped = append(skipped, r.Skipped)
		}
		if !slices.Equal(skipped, test.skipped) {
			t.Errorf("%s: skipped %v, want %v", test.profile, skipped, test.skipped)
		}
	}
}

// A number in YAML may have another base than ten.
func TestNumbersInYAML(t *testing.T) {
	t.Parallel()
	text := "defaultAction: SCMP_ACT_ERRNO\nsyscalls: [{names: [clone], action: SCMP_ACT_ALLOW, args: [{index: 0, value: 0x7E020000, op: SCMP_CMP_MASKED_EQ}]}]\n"
	roots, err := source.ReadYAML(source.NewFile("a.yaml", []byte(text)), source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	facts, _ := factsOf(configsIn(roots[0])[0])
	if got := facts.Rules[0].Args[0].Value; got != 0x7E020000 || len(facts.Faults) > 0 {
		t.Errorf("value %#x, faults %v", got, facts.Faults)
	}
}

func TestListeners(t *testing.T) {
	t.Parallel()
	const notify = `"syscalls": [{"names": ["a"], "action": "SCMP_ACT_NOTIFY"}]`
	for text, want := range map[string]bool{
		`{` + notify + `}`: false, `{"listenerPath": "", ` + notify + `}`: false, `{"listenerPath": "/run/agent.sock", ` + notify + `}`: true,
		`{"linux": {"seccomp": {` + notify + `}}, "annotations": {"run.oci.seccomp.receiver": "/run/agent.sock"}}`: true,
		`{"linux": {"seccomp": {` + notify + `}}, "annotations": {"run.oci.seccomp.plugins": "agent.so"}}`:         true,
		`{` + notify + `, "annotations": {"run.oci.seccomp.receiver": "/run/agent.sock"}}`:                         false,
	} {
		if got := parse(t, text).hasListener(); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestHugeProfilesAreLookedAtInPart(t *testing.T) {
	t.Parallel()
	entry := `{"names": ["socket"], "action": "SCMP_ACT_ALLOW"}`
	text := `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [` + strings.Repeat(entry+",", maxCost) + entry + `]}`
	p := parse(t, text)
	facts, problems := factsOf(p.config)
	if rules := facts.Rules; len(rules) >= maxCost || len(rules) == 0 || len(problems) != 1 {
		t.Errorf("%d entries, problems %v", len(rules), problems)
	}
	small := parse(t, `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [`+entry+`]}`)
	if _, problems := factsOf(small.config); len(problems) > 0 {
		t.Errorf("problems %v", problems)
	}
}
