package config

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// The bounds of what a config extends: how long a chain may be, and how many files there may be in all.
const (
	maxChain = 8
	maxFiles = 32
)

// tree is a config with what it extends.
type tree struct {
	root *source.Node // nil where all of it is empty
	// files are the configs that it is made of, by what a reader asked for last.
	files []string
	errs  Errors
}

// readTree returns the tree of a config file, merged over those of the files that it extends. What is wrong with these is among the errors
// of the tree.
func readTree(root fs.FS, name string) (*tree, error) {
	node, err := parse(root, name)
	if err != nil {
		return nil, unquoted(root, name, err)
	}
	t := &tree{files: []string{name}}
	t.root = t.extend(root, node, []string{name})
	return t, nil
}

// extend returns a tree merged over the files that it extends; chain are the files on the way to it, itself the last.
func (t *tree) extend(root fs.FS, node *source.Node, chain []string) *source.Node {
	var merged *source.Node
	for _, item := range extended(node.Get("extends")) {
		if base := t.base(root, item, chain); base != nil {
			merged = over(merged, base)
		}
	}
	return over(merged, without(node, "extends"))
}

// extended returns the names of files in a value of extends; what has another shape is reported where the config is decoded.
func extended(n *source.Node) []*source.Node {
	switch {
	case n == nil:
		return nil
	case n.Kind == source.Sequence:
		var items []*source.Node
		for _, item := range n.Items {
			items = append(items, item.Value)
		}
		return items
	}
	return []*source.Node{n}
}

// base returns the tree of a file that is extended, nil where that cannot be.
func (t *tree) base(root fs.FS, item *source.Node, chain []string) *source.Node {
	d := &decoder{}
	defer func() { t.errs = append(t.errs, d.errs...) }()
	if item.Kind != source.String || item.Str() == "" {
		d.wrongType(item, "a file")
		return nil
	}
	name := path.Join(path.Dir(chain[len(chain)-1]), item.Str())
	switch {
	case path.IsAbs(item.Str()) || name == ".." || strings.HasPrefix(name, "../"):
		d.fail(item.Span, "", "%q leads outside the scanned root: only a file inside it can be extended", item.Str())
		return nil
	case slices.Contains(chain, name):
		d.fail(item.Span, "", "the config extends itself: %s", strings.Join(append(slices.Clone(chain), name), " -> "))
		return nil
	case len(chain) > maxChain:
		d.fail(item.Span, "", "a chain of more than %d files that extend each other", maxChain)
		return nil
	case len(t.files) >= maxFiles:
		d.fail(item.Span, "", "more than %d files are extended", maxFiles)
		return nil
	}
	node, err := parse(root, name)
	var wrong Errors
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.fail(item.Span, "", "there is no file %s", name)
		return nil
	case errors.As(err, &wrong) && isLink(root, name):
		d.fail(item.Span, "", "%s is a link to a file that is no valid config", name)
		return nil
	case errors.As(err, &wrong):
		t.errs = append(t.errs, wrong...)
		return nil
	case err != nil:
		d.fail(item.Span, "", "%s", strings.Replace(err.Error(), "reading the config ", "cannot read ", 1))
		return nil
	}
	t.files = append(t.files, name)
	return t.extend(root, node, append(slices.Clone(chain), name))
}

// without returns a mapping without a key whose value was read already.
func without(n *source.Node, key string) *source.Node {
	if n.Get(key) == nil {
		return n
	}
	rest := *n
	rest.Entries = slices.DeleteFunc(slices.Clone(n.Entries), func(e source.Entry) bool { return e.Key == key })
	return &rest
}

// over returns what one config says put over another: mappings are merged, lists are continued, anything else is replaced. The parameters
// of a rule are values: a list of them is replaced.
func over(below, above *source.Node) *source.Node {
	switch {
	case below == nil || above == nil:
		if above == nil {
			return below
		}
		return above
	case below.Kind == source.Sequence && above.Kind == source.Sequence:
		both := *above
		both.Items = slices.Concat(below.Items, above.Items)
		return &both
	case below.Kind != source.Mapping || above.Kind != source.Mapping:
		return above
	}
	both := *above
	both.Entries = slices.Clone(below.Entries)
	for _, entry := range above.Entries {
		at := slices.IndexFunc(both.Entries, func(e source.Entry) bool { return e.Key == entry.Key })
		if at < 0 {
			both.Entries = append(both.Entries, entry)
			continue
		}
		if entry.Key == "parameters" {
			entry.Value = replaced(both.Entries[at].Value, entry.Value)
		} else {
			entry.Value = over(both.Entries[at].Value, entry.Value)
		}
		both.Entries[at] = entry
	}
	return &both
}

// replaced returns the entries of a mapping with those of another in their place.
func replaced(below, above *source.Node) *source.Node {
	if below.Kind != source.Mapping || above.Kind != source.Mapping {
		return above
	}
	both := *above
	both.Entries = slices.DeleteFunc(slices.Clone(below.Entries), func(e source.Entry) bool { return above.Get(e.Key) != nil })
	both.Entries = append(both.Entries, above.Entries...)
	return &both
}

func isLink(root fs.FS, name string) bool {
	info, err := fs.Lstat(root, name)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// extendsShape is a file or a list of files. They are read before anything is decoded.
type extendsShape struct{}

func (extendsShape) decode(*decoder, *source.Node) (struct{}, bool) { return struct{}{}, true }

func (extendsShape) schema() schema {
	file := schema{"type": "string", "minLength": 1}
	return schema{"anyOf": []any{file, schema{"type": "array", "items": file}}}
}
