package lsp

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// schema is a part of the JSON Schema of the config, which has no references.
type schema map[string]any

var configSchema = sync.OnceValue(func() schema {
	var s schema
	if err := json.Unmarshal(config.Schema(), &s); err != nil {
		panic(err) // it is made by this program
	}
	return s
})

// alternatives returns the schema itself, or those that anyOf names.
func (s schema) alternatives() []schema {
	all, _ := s["anyOf"].([]any)
	if len(all) == 0 {
		return []schema{s}
	}
	var some []schema
	for _, a := range all {
		if m, ok := a.(map[string]any); ok {
			some = append(some, schema(m).alternatives()...)
		}
	}
	return some
}

// at returns the schemas of what a path leads to.
func (s schema) at(path source.Path) []schema {
	current := s.alternatives()
	for _, step := range path {
		var next []schema
		for _, c := range current {
			if child := c.child(step); child != nil {
				next = append(next, child.alternatives()...)
			}
		}
		current = next
	}
	return current
}

func (s schema) child(step any) schema {
	key, isKey := step.(string)
	if !isKey {
		items, _ := s["items"].(map[string]any)
		return items
	}
	properties, _ := s["properties"].(map[string]any)
	if child, ok := properties[key].(map[string]any); ok {
		return child
	}
	others, _ := s["additionalProperties"].(map[string]any)
	return others
}

// description says what a path leads to, "" where the schema does not say it.
func (s schema) description(path source.Path) string {
	for n := len(path); n > 0; n-- {
		if _, isKey := path[n-1].(string); !isKey {
			continue
		}
		for _, parent := range s.at(path[:n-1]) {
			if text, ok := parent.child(path[n-1])["description"].(string); ok {
				return text
			}
		}
		return ""
	}
	return ""
}

// cursor stands for what is completed.
const cursor = "seclintcursor"

// configItems are what fits at a place of a config.
func configItems(content []byte, at int, catalogue *rules.Catalogue) []completionItem {
	before, after := string(content[:wordStart(content, at)]), string(content[wordEnd(content, at):])
	line, below, _ := strings.Cut(after, "\n")
	var items []completionItem
	rest := strings.TrimSpace(line)
	if rest == "" || strings.IndexByte(":,}#", rest[0]) >= 0 {
		key := line
		if !strings.HasPrefix(rest, ":") {
			key = ": null" + line
		}
		if path, parent := locate(before+cursor+key, below); parent != nil {
			items = append(items, keyItems(path[:len(path)-1], parent, catalogue)...)
		}
	}
	if path, parent := locate(before+cursor+line, below); path != nil && parent == nil {
		items = append(items, valueItems(path, catalogue)...)
	}
	return items
}

// locate returns the path of the cursor in a text, and the mapping around it where it is a key. What is below the line of the cursor
// is left out where the text cannot be read with it.
func locate(upTo, below string) (source.Path, *source.Node) {
	for _, text := range []string{upTo + "\n" + below, upTo + "\n"} {
		roots, err := source.ReadYAML(source.NewFile(config.Names()[0], []byte(text)), source.DefaultLimits())
		if err != nil {
			continue
		}
		for _, root := range roots {
			if path, parent, ok := search(root, source.Path{}); ok {
				return path, parent
			}
		}
	}
	return nil, nil
}

func search(n *source.Node, path source.Path) (source.Path, *source.Node, bool) {
	if n.Kind == source.String && n.Str() == cursor {
		return path, nil, true
	}
	for _, e := range n.Entries {
		if e.Key == cursor {
			return path.Child(cursor), n, true
		}
		if found, parent, ok := search(e.Value, path.Child(e.Key)); ok {
			return found, parent, true
		}
	}
	for i, item := range n.Items {
		if found, parent, ok := search(item.Value, path.Child(i)); ok {
			return found, parent, true
		}
	}
	return nil, nil, false
}

// keyItems are the keys that a mapping may have and has not.
func keyItems(path source.Path, parent *source.Node, catalogue *rules.Catalogue) []completionItem {
	var items []completionItem
	offer := func(item completionItem) {
		if parent.Get(item.Label) == nil {
			items = append(items, item)
		}
	}
	for _, s := range configSchema().at(path) {
		properties, _ := s["properties"].(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(properties)) {
			text, _ := s.child(key)["description"].(string)
			offer(completionItem{Label: key, Kind: kindProperty, Documentation: text})
		}
	}
	switch {
	case namesRules(path):
		for _, item := range ruleItems(catalogue, nil) {
			offer(item)
		}
	case len(path) > 2 && path[len(path)-1] == "parameters" && namesRules(path[:len(path)-2]):
		id, _ := path[len(path)-2].(string)
		if rule, ok := catalogue.Get(id); ok {
			for _, name := range slices.Sorted(maps.Keys(rule.Parameters)) {
				offer(completionItem{Label: name, Kind: kindProperty, Detail: fmt.Sprintf("default %v", rule.Parameters[name])})
			}
		}
	}
	return items
}

// namesRules reports whether the keys of a mapping are rules.
func namesRules(path source.Path) bool {
	return len(path) == 1 && path[0] == "rules" || len(path) == 3 && path[0] == "overrides" && path[2] == "rules"
}

// valueItems are the values that may stand at a path.
func valueItems(path source.Path, catalogue *rules.Catalogue) []completionItem {
	if len(path) == 3 && path[0] == "waivers" && path[2] == "rule" {
		return ruleItems(catalogue, nil)
	}
	var items []completionItem
	for _, s := range configSchema().at(path) {
		words, _ := s["enum"].([]any)
		if c, ok := s["const"]; ok {
			words = append(words, c)
		}
		if s["type"] == "boolean" {
			words = append(words, true, false)
		}
		for _, word := range words {
			item := completionItem{Label: fmt.Sprint(word), Kind: kindValue, SortText: fmt.Sprintf("%03d", len(items))}
			if !slices.ContainsFunc(items, func(other completionItem) bool { return other.Label == item.Label }) {
				items = append(items, item)
			}
		}
	}
	return items
}

// configHover returns what there is to know of a place in a config: the page of a rule, or what a key is for.
func configHover(content []byte, at int, catalogue *rules.Catalogue) (text string, rule *rules.Rule, shown source.Span) {
	roots, err := source.ReadYAML(source.NewFile(config.Names()[0], content), source.DefaultLimits())
	if err != nil || len(roots) == 0 {
		return "", nil, source.Span{}
	}
	path, word, shown := placeIn(roots[0], source.Path{}, at)
	if rule, ok := catalogue.Get(word); ok {
		return "", rule, shown
	}
	return configSchema().description(path), nil, shown
}

// placeIn returns the path of the key or scalar at an offset, with its text.
func placeIn(n *source.Node, path source.Path, at int) (source.Path, string, source.Span) {
	for _, e := range n.Entries {
		if covers(e.KeySpan, at) {
			return path.Child(e.Key), e.Key, e.KeySpan
		}
		if found, word, shown := placeIn(e.Value, path.Child(e.Key), at); !shown.IsZero() {
			return found, word, shown
		}
	}
	for i, item := range n.Items {
		if found, word, shown := placeIn(item.Value, path.Child(i), at); !shown.IsZero() {
			return found, word, shown
		}
	}
	if len(n.Entries)+len(n.Items) == 0 && covers(n.Span, at) {
		return path, n.Text, n.Span
	}
	return nil, "", source.Span{}
}

func covers(s source.Span, at int) bool {
	return !s.IsZero() && s.File.Offset(s.Start) <= at && at <= s.File.Offset(s.End)
}
