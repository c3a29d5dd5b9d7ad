package link_test

import "testing"

// A unit that starts a program on the machine itself makes its listeners as open as their addresses; what it does not start stays
// unknown.
func TestUnitsStartPrograms(t *testing.T) {
	t.Parallel()
	unit := func(command string) string { return "-- web.service --\n[Service]\nExecStart=" + command + "\n" }
	for name, test := range map[string]struct{ files, exposure, because string }{
		"by its file": {
			unit("/usr/bin/envoy -c /etc/envoy/envoy.yaml") + admin("0.0.0.0"),
			"all_interfaces", `unit "web.service" starts the program on the machine itself`,
		},
		"by an option with its value": {unit("/usr/bin/envoy --config-path=/etc/envoy.yaml") + admin("127.0.0.1"), "host_loopback", `unit "web.service" starts the program on the machine itself`},
		"without any file":            {unit("/usr/bin/envoy") + admin("10.0.0.4"), "one_address", `unit "web.service" starts the program on the machine itself`},
		"another file":                {unit("/usr/bin/envoy -c /etc/other.yaml") + admin("0.0.0.0"), "unknown", "nothing in the scan says how it is deployed"},
		"another program":             {unit("/usr/bin/web -c /etc/envoy.yaml") + admin("0.0.0.0"), "unknown", "nothing in the scan says how it is deployed"},
		"a service reaches further": {
			unit("/usr/bin/envoy") + "-- compose.yaml --\nservices: {edge: {image: envoy, volumes: ['./envoy.yaml:/etc/envoy/envoy.yaml'], ports: ['9901:9901']}}\n" + admin("127.0.0.1"),
			"host_loopback", `unit "web.service" starts the program on the machine itself`,
		},
	} {
		l := root(t, test.files).listener(t, "envoy.yaml")
		if l.Exposure.String() != test.exposure || l.Because != test.because {
			t.Errorf("%s: %s, %s", name, l.Exposure, l.Because)
		}
	}
}
