package config_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/seclint/seclint/internal/config"
)

func TestParseNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{
		"0": 0, "10": 10, "-1": -1, "+5": 5, "1.5": 1.5, "-0.5": -0.5, "1e3": 1000, "0x10": 16, "1_000": 1000, " 7 ": 7, "512k": 512 << 10, "512KB": 512 << 10, "2GiB": 2 << 30,
		"1.5m": 1.5 * (1 << 20), "1T": 1 << 40, "-1k": -1024,
	} {
		if got, ok := config.ParseNumber(text); !ok || got != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", " ", "x", "NaN", "k", "1h", "7d", "1.2.3", "10 20", "1,5"} {
		if got, ok := config.ParseNumber(text); ok {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

func TestParseDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"90": 90 * time.Second, "90s": 90 * time.Second, "1h30m": 90 * time.Minute, "1h 30m": 90 * time.Minute, "7d": 168 * time.Hour, "2 weeks": 336 * time.Hour,
		"1 day 12 hours": 36 * time.Hour, "5min": 5 * time.Minute, "1.5h": 90 * time.Minute, "250ms": 250 * time.Millisecond, "10us": 10 * time.Microsecond, "0": 0,
		"1HR": time.Hour, "3 secs": 3 * time.Second,
	} {
		if got, ok := config.ParseDuration(text); !ok || got != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-1s", "h", "1x", "1h x", "soon", "infinity", "99999999999w", "1.2.3"} {
		if got, ok := config.ParseDuration(text); ok {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

func TestTruthOf(t *testing.T) {
	t.Parallel()
	for _, value := range []any{true, "TRUE", "yes", "On", 1, "1", " t ", "y"} {
		if truth, known := config.TruthOf(value); !truth || !known {
			t.Errorf("%#v: %v, %v", value, truth, known)
		}
	}
	for _, value := range []any{false, "False", "no", "OFF", 0, "0", "f", "n", ""} {
		if truth, known := config.TruthOf(value); truth || !known {
			t.Errorf("%#v: %v, %v", value, truth, known)
		}
	}
	for _, value := range []any{"2", "enabled", "null", nil, -1} {
		if truth, known := config.TruthOf(value); known {
			t.Errorf("%#v: %v", value, truth)
		}
	}
}

// operators has for each operator that compares values those that fulfil it and others that do not.
var operators = map[string]struct {
	operand  string
	good, no []any
}{
	"eq":               {"false", []any{false, "false", "no", "off", "0", 0, ""}, []any{true, "yes", "x", "disabled"}},
	"ne":               {"5", []any{4, "x", "5s", -5}, []any{5, "5", 5.0, "0x5"}},
	"in":               {"[a, 1]", []any{"a", 1, "1", "1.0"}, []any{"b", "A", 2, ""}},
	"not_in":           {"[a, 1]", []any{"b", 2, ""}, []any{"a", "1"}},
	"lt":               {"10", []any{9, "9.9", -1}, []any{10, 11, "x", "1k"}},
	"lte":              {"7d", []any{"168h", "1w", "6d 23h", "5"}, []any{"8d", "forever", "-1d"}},
	"gt":               {"1.2", []any{"1.3", 2}, []any{1.2, "1.1", ""}},
	"gte":              {"1.2.3", []any{"1.2.3", "v1.10.0", "2"}, []any{"1.2.2", "1.2", "latest"}},
	"between":          {"[1, 10]", []any{1, 10, "5"}, []any{0, 11, "x", -5}},
	"duration_lt":      {"1h", []any{"59m", 3599}, []any{"1h", 3600, "2h", "never"}},
	"duration_lte":     {"24h", []any{"1d", "24h", 86400}, []any{"25h", "-1h", "∞"}},
	"duration_gt":      {"30s", []any{"31s", "1m"}, []any{"30s", "29", "soon"}},
	"duration_gte":     {"30s", []any{"30", "1m"}, []any{"29s", ""}},
	"duration_between": {"[1h, 168h]", []any{"1h", "7d", "3600"}, []any{"59m", "8d", "0s", "x"}},
	"version_lt":       {"'2.0'", []any{"1.9", "1.10.3"}, []any{"2", "2.0.0", "2.1", "main"}},
	"version_lte":      {"'2.0'", []any{"2.0.0", "2"}, []any{"2.0.1", "main"}},
	"version_gt":       {"'1.2'", []any{"TLSv1.3", "1.2.1"}, []any{"TLSv1.2", "TLSv1.1", "SSLv3"}},
	"version_gte":      {"'1.2'", []any{"TLSv1.2", "v1.2.0-rc1"}, []any{"TLSv1.1", "TLSv1"}},
	"version_between":  {"['1.2', '1.3']", []any{"1.2.9", "1.3"}, []any{"1.1", "1.3.1", "1.4"}},
	"matches":          {"^a+$", []any{"a", "aa"}, []any{"b", "ab", ""}},
	"not_matches":      {"^a+$", []any{"b", ""}, []any{"a"}},
	"includes":         {"[a, b]", []any{[]any{"b", "a", "c"}, "a, b", "b a"}, []any{[]any{"a"}, "ab", ""}},
	"excludes":         {"[a]", []any{[]any{"b"}, "b,c", ""}, []any{[]any{"a", "b"}, "b;a"}},
	"subset_of":        {"[a, 1]", []any{[]any{"a"}, []any{1, "a"}, "1 a", []any{}}, []any{[]any{"a", "b"}, "c"}},
}

func TestOperators(t *testing.T) {
	t.Parallel()
	for operator, test := range operators {
		c, err := read(t, "assertions: [{id: x, files: [a], path: p, expect: {"+operator+": "+test.operand+"}}]")
		if err != nil {
			t.Error(err)
			continue
		}
		demand := c.Assertions[0].Demands[0]
		for _, value := range test.good {
			if !demand.IsMetBy(value) {
				t.Errorf("%#v is not %s", value, demand)
			}
		}
		for _, value := range test.no {
			if demand.IsMetBy(value) {
				t.Errorf("%#v is %s", value, demand)
			}
		}
	}
}

// The table has all operators that the config knows, but for those of which it is enough that something is there or not.
func TestOperatorsAreAllThere(t *testing.T) {
	t.Parallel()
	var schema struct {
		Properties struct {
			Assertions struct {
				Items struct {
					Properties struct {
						Expect struct{ Properties map[string]any }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(config.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	known := schema.Properties.Assertions.Items.Properties.Expect.Properties
	for name := range known {
		if _, ok := operators[name]; !ok && name != "present" && name != "absent" {
			t.Errorf("operator %s has no values", name)
		}
	}
	if len(known) != len(operators)+2 {
		t.Errorf("%d operators, %d in the table", len(known), len(operators))
	}
}
