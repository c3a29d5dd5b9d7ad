package compose

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// replaces reports whether an override changes or takes away what its main file says, rather than adding to it, where the main file can
// be started without the override: then what the override hides is judged as well.
func replaces(files kind.Files, main, override string) bool {
	base, err := files.Parse(main)
	if err != nil || len(base) == 0 {
		return false // a problem of its own
	}
	over, err := files.Parse(override)
	if err != nil {
		return false
	}
	for _, root := range base {
		for _, service := range servicesOf(root) {
			if isFragment(service) {
				return false
			}
		}
	}
	return slices.ContainsFunc(over, func(root *source.Node) bool { return differs(base[0].Get("services"), root.Get("services")) })
}

// differs reports whether a value that is merged onto another changes something of it. What both say alike is no change, and neither
// is another item of a list.
func differs(base, over *source.Node) bool {
	switch {
	case base == nil || over == nil:
		return false
	case isReset(over) || isReplaced(over):
		return true
	case base.Kind == source.Mapping && over.Kind == source.Mapping:
		return slices.ContainsFunc(over.Entries, func(e source.Entry) bool { return differs(base.Get(e.Key), e.Value) })
	case base.Kind == source.Sequence && over.Kind == source.Sequence:
		return slices.ContainsFunc(over.Items, func(i source.Item) bool { return resets(base, i.Value.Str()) })
	}
	return base.Kind != over.Kind || base.Text != over.Text
}

// resets reports whether an item KEY=VALUE has another value in a list.
func resets(base *source.Node, item string) bool {
	key, _, ok := strings.Cut(item, "=")
	return ok && slices.ContainsFunc(base.Items, func(i source.Item) bool {
		return i.Value.Str() != item && strings.HasPrefix(i.Value.Str(), key+"=")
	})
}
