package triage

import "testing"

func TestADirectiveStandsBehindAnyMarkerOfItsComment(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text, marker string
		ok           bool
		reason, hint string
	}{
		{" seclint:ignore test/a why", "#", true, "why", ""},
		{" noqa # seclint:ignore test/a why # more", "#", true, "why # more", ""},
		{" nolint:all // seclint:ignore test/a why", "//", true, "why", ""},
		{" seclint:ignore test/a why", "//", true, "why", ""},
		{" see # seclint:ignore test/a why", "//", false, "", ""},
		{" see seclint:ignore test/a why", "#", false, "", ""},
		{" seclint:ignore test/a", "#", true, "", "write: # seclint:ignore RULE reason"},
		{" seclint:ignore test/a", "//", true, "", "write: // seclint:ignore RULE reason"},
	} {
		d, ok, _, hint := parseDirective(test.text, test.marker)
		if ok != test.ok || d.reason != test.reason || hint != test.hint {
			t.Errorf("%q behind %s: %v, reason %q, hint %q", test.text, test.marker, ok, d.reason, hint)
		}
	}
}
