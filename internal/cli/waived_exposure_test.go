package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A condition about exposure holds for each way in which a service is reached, with each operator and level, as the order of the levels
// says.
func TestWaiversByExposure(t *testing.T) {
	t.Parallel()
	levels := []string{"loopback", "peers", "host_loopback", "one_address", "all_interfaces"}
	holds := map[string]func(difference int) bool{
		"==": func(d int) bool { return d == 0 }, "!=": func(d int) bool { return d != 0 }, "<=": func(d int) bool { return d <= 0 },
		">=": func(d int) bool { return d >= 0 }, "<": func(d int) bool { return d < 0 }, ">": func(d int) bool { return d > 0 },
	}
	for reached, service := range map[string]string{
		"loopback": "network_mode: none", "peers": "expose: [80]", "host_loopback": "ports: ['127.0.0.1::80']", "one_address": "ports: ['192.0.2.1::80']",
		"all_interfaces": "network_mode: host",
	} {
		t.Run(reached, func(t *testing.T) {
			t.Parallel()
			var stack, waivers strings.Builder
			want := map[string]bool{}
			for operator, isSo := range holds {
				for i, level := range levels {
					name := fmt.Sprintf("s%d", len(want))
					stack.WriteString("  " + name + ": {image: 'a.example.org/b:1', privileged: true, " + service + "}\n")
					waivers.WriteString("- {rule: compose/privileged, where: {path: services." + name + "}, status: ACCEPTED, reason: r, conditions: ['exposure " + operator + " " + level + "']}\n")
					want[name] = isSo(slices.Index(levels, reached) - i)
				}
			}
			dir := t.TempDir()
			put(t, dir, map[string]string{"compose.yml": "services:\n" + stack.String(), ".seclint.yaml": "waivers:\n" + waivers.String()})
			_, out := seclint("-f", "json", "--rule", "compose/privileged", dir)
			var r struct {
				Findings []struct {
					Path       []string
					Suppressed bool
				}
			}
			if err := json.Unmarshal([]byte(out), &r); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, f := range r.Findings {
				name := f.Path[1]
				if isHidden, known := want[name]; !known || isHidden != f.Suppressed {
					t.Errorf("service %s: suppressed %v, want %v", name, f.Suppressed, isHidden)
				}
				delete(want, name)
			}
			if len(want) > 0 {
				t.Errorf("no finding for %v", want)
			}
		})
	}
}
