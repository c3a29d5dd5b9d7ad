package evaluate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/source"
)

func TestRelatedPlacesAreCountedBehindTheFirst(t *testing.T) {
	t.Parallel()
	for said, want := range map[int]string{
		maxRelated:     "place 99",
		maxRelated + 1: "place 100",
		maxRelated + 2: "and 2 more such places",
		1000:           "and 900 more such places",
	} {
		var places []string
		for i := range said {
			places = append(places, fmt.Sprintf(`{"path": [], "message": "place %d"}`, i), `{"path": [], "message": "place 0"}`)
		}
		cat := catalogue(t, map[string]string{"a": say(`{"path": [], "message": "m", "related": [` + strings.Join(places, ", ") + `]}`)})
		found, problems := evaluator(t, cat, Options{}).Documents(t.Context(), []*source.Document{document(t, "a.yml", services)}, nil, nil)
		if len(problems) > 0 || len(found) != 1 {
			t.Fatalf("%d findings, problems %q", len(found), problemTexts(problems))
		}
		related := found[0].Related
		if last := related[len(related)-1].Message; last != want || len(related) > maxRelated+1 {
			t.Errorf("of %d places there are %d, the last is %q, want %q", said, len(related), last, want)
		}
	}
}
