package coverage

import "testing"

func TestPercent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name             string
		tally            Tally
		counted, percent int
	}{
		{"nothing", Tally{}, 0, 0},
		{"everything", Tally{Assessed: 3}, 3, 100},
		{"rounded down", Tally{Assessed: 299, Broken: 1}, 300, 99},
		{"apart", Tally{Assessed: 1, External: 5, Disabled: 4}, 1, 100},
		{"only apart", Tally{External: 5}, 0, 0},
		{"every state but two counts", Tally{Assessed: 1, Partial: 1, Generated: 1, Broken: 1, Unsupported: 1}, 5, 20},
	}
	for _, test := range tests {
		if counted, percent := test.tally.Counted(), test.tally.Percent(); counted != test.counted || percent != test.percent {
			t.Errorf("%s: %d counted, %d%%, want %d and %d%%", test.name, counted, percent, test.counted, test.percent)
		}
	}
}
