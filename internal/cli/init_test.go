package cli

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/rules"
)

// What init shows in comments is valid when somebody takes the marks away, and every key of the config is among it.
func TestInitShowsWhatIsValid(t *testing.T) {
	t.Parallel()
	cat, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.SplitSeq(initText, "\n") {
		if rest, ok := strings.CutPrefix(line, "# "); ok && regexp.MustCompile(`^(?:[a-z-]+:(?: \S|$)| +\S)`).MatchString(rest) && !strings.HasPrefix(rest, "yaml-language") {
			line = rest
		}
		lines = append(lines, line)
	}
	for name, text := range map[string]string{"as it is": initText, "set": strings.Join(lines, "\n"), "trackers": withTrackers(initText, []string{"a b.md"})} {
		c, err := config.Read(fstest.MapFS{".seclint.yaml": {Data: []byte(text)}}, ".seclint.yaml", cat)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		switch {
		case name == "set" && (len(c.Assertions) != 2 || len(c.Contracts) != 1 || len(c.Expected) != 1 || len(c.Inventory) != 2 || len(c.Trackers) != 1 || len(c.Packs) != 1):
			t.Errorf("not all of it is set: %+v", c)
		case name == "trackers" && len(c.Trackers) != 1:
			t.Errorf("no trackers: %+v", c)
		}
	}
}
