package envoy

import (
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// arguments are the options of Envoy that take its bootstrap from the command line
// (https://www.envoyproxy.io/docs/envoy/v1.34.0/operations/cli).
var arguments = &kind.Arguments{Text: []string{"--config-yaml"}, File: []string{"-c", "--config-path"}, Merge: mergeBootstrap}

// mergeBootstrap returns a bootstrap with that of the command line merged into it, as protobuf's MergeFrom does: a field of the command
// line replaces one of the file, messages are merged, and lists are joined. An extension has its type in it, and is replaced as a
// whole.
func mergeBootstrap(file, argument *source.Node) *source.Node {
	if argument.Kind == source.Sequence && file.Kind == source.Sequence {
		joined := *file
		joined.Items = append(append([]source.Item{}, file.Items...), argument.Items...)
		return &joined
	}
	if argument.Kind != source.Mapping || file.Kind != source.Mapping || argument.Get("@type") != nil {
		return argument
	}
	merged := *argument
	merged.Entries = append([]source.Entry{}, file.Entries...)
	for _, e := range argument.Entries {
		at := -1
		for i, known := range merged.Entries {
			if isSameField(known.Key, e.Key) {
				at = i
			}
		}
		if at < 0 {
			merged.Entries = append(merged.Entries, e)
			continue
		}
		e.Value = mergeBootstrap(merged.Entries[at].Value, e.Value)
		merged.Entries[at] = e
	}
	return &merged
}

// isSameField reports whether two keys are spellings of one field, such as static_resources and staticResources.
func isSameField(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, "_", ""), strings.ReplaceAll(b, "_", ""))
}
