package kind

import (
	"errors"
	"path"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// ManifestKind returns the kind of a Kubernetes manifest; ok is false when the tree is none.
func ManifestKind(root *source.Node) (name string, ok bool) {
	name = root.Get("kind").Str()
	return name, name != "" && root.Get("apiVersion").Str() != ""
}

// Manifests returns the manifests of a tree: the tree itself, or the items of a List, whose items may be lists again. It returns
// nil for a tree that is no manifest.
func Manifests(root *source.Node) []*source.Node {
	if _, ok := ManifestKind(root); !ok {
		return nil
	}
	list := root.Get("items")
	if list == nil || list.Kind != source.Sequence {
		return []*source.Node{root}
	}
	var found []*source.Node
	for _, item := range list.Items {
		found = append(found, Manifests(item.Value)...)
	}
	return found
}

// Texts returns the files that a manifest holds as texts: the data of a ConfigMap, the stringData of a Secret. The key of an entry is
// the name of the file.
func Texts(manifest *source.Node) []source.Entry {
	var data *source.Node
	switch name, _ := ManifestKind(manifest); name {
	case "ConfigMap":
		data = manifest.Get("data")
	case "Secret":
		data = manifest.Get("stringData")
	}
	if data == nil {
		return nil
	}
	return data.Entries
}

// TextFiles returns the files that a tree has as texts: those of the Kubernetes manifests in it, and those that a machine gets when it
// is set up, from Talos (machine.files of its v1alpha1 configuration) or cloud-init (write_files). The key of an entry is the base
// name of the file.
func TextFiles(root *source.Node) []source.Entry {
	var found []source.Entry
	for _, manifest := range Manifests(root) {
		found = append(found, Texts(manifest)...)
	}
	for _, list := range []*source.Node{root.At("machine", "files"), root.Get("write_files")} {
		if list == nil {
			continue
		}
		for _, item := range list.Items {
			content := item.Value.Get("content")
			if name := item.Value.Get("path").Str(); name != "" && content.Str() != "" && item.Value.Get("encoding") == nil {
				found = append(found, source.Entry{Key: path.Base(name), KeySpan: content.Span, Value: content})
			}
		}
	}
	return found
}

// UnreadText says that a text in a file cannot be read as what it should be: as a document of a kind.
func UnreadText(kind string, text *source.Node, err error) finding.Problem {
	p := finding.Problem{
		Level: finding.Warning, Path: text.Span.Path(), At: text.Span, Message: "looks like " + kind + ", but " + err.Error(),
		Hint: "write it as a literal block (|) or in a file of its own",
	}
	if syntax := (*source.SyntaxError)(nil); errors.As(err, &syntax) {
		p.At, p.Message = syntax.At, "looks like "+kind+", but "+syntax.Message
	}
	return p
}
