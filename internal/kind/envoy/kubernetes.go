package envoy

import (
	"bytes"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// kubernetesKind returns the kind of a Kubernetes manifest; ok is false when the tree is none.
func kubernetesKind(root *source.Node) (kind string, ok bool) {
	kind = root.Get("kind").Str()
	return kind, kind != "" && root.Get("apiVersion").Str() != ""
}

// patches returns the patches of an Istio EnvoyFilter.
func patches(root *source.Node) []source.Item {
	return items(field(root.Get("spec"), "config_patches"))
}

// patched says what the value of a patch is, by what it applies to.
var patched = map[string]role{
	"CLUSTER": roleCluster, "LISTENER": roleListener, "FILTER_CHAIN": roleChain, "NETWORK_FILTER": roleNetworkFilter,
	"HTTP_FILTER": roleHTTPFilter, "VIRTUAL_HOST": roleVirtualHost, "HTTP_ROUTE": roleRoute,
	"ROUTE_CONFIGURATION": roleRouteConfig, "EXTENSION_CONFIG": roleHTTPFilter, "BOOTSTRAP": roleNone,
}

// patchDocument presents an EnvoyFilter: the values of its patches stand where they stand. Patches that merge are fragments.
func patchDocument(file *source.File, root *source.Node) *source.Document {
	v := newViews(normalise(root))
	for i, item := range patches(v.root) {
		patch := item.Value.Get("patch")
		value := patch.Get("value")
		if value == nil {
			continue
		}
		s := outside
		operation := patch.Get("operation").Str()
		s.fragment = !strings.HasPrefix(operation, "INSERT") && operation != "ADD" && operation != "REPLACE"
		path := source.Path{"spec", "config_patches", i, "patch", "value"}
		v.walk(value, path, patched[item.Value.Get("apply_to").Str()], s)
	}
	return v.document(file)
}

// inner is a configuration inside a string of a ConfigMap, or the problem that kept it from being read.
type inner struct {
	root    *source.Node
	problem finding.Problem
}

// embedded returns the Envoy configurations in the data of a ConfigMap (or of a List of manifests).
func embedded(root *source.Node) []inner {
	var found []inner
	for _, item := range items(root.Get("items")) {
		if _, ok := kubernetesKind(item.Value); ok {
			found = append(found, embedded(item.Value)...)
		}
	}
	if root.Get("kind").Str() != "ConfigMap" {
		return found
	}
	for _, e := range entries(root.Get("data")) {
		if text := e.Value.Str(); !strings.Contains(text, "static_resources") && !strings.Contains(text, "/envoy.") {
			continue
		}
		found = append(found, parseEmbedded(e)...)
	}
	return found
}

// parseEmbedded reads a block scalar as YAML at its place in the outer file. The rest of the file is blanked, so that lines
// and columns stay true: YAML allows a whole document to be indented.
func parseEmbedded(e source.Entry) []inner {
	span := e.Value.Span
	if !strings.HasPrefix(span.Text(), "|") {
		return []inner{notAssessed(e, "it is no literal block (|)")}
	}
	file := span.File
	var blank bytes.Buffer
	for line := 1; line <= min(span.End.Line, file.Lines()); line++ {
		if line > span.Start.Line {
			blank.WriteString(blockLine(file, line, span.End))
		}
		blank.WriteByte('\n')
	}
	roots, err := source.ReadYAML(source.NewFile(file.Path, blank.Bytes()), source.DefaultLimits())
	if err != nil {
		return []inner{notAssessed(e, err.Error())}
	}
	var found []inner
	for _, root := range roots {
		if _, manifest := kubernetesKind(root); root != nil && !manifest && detect(root, false) {
			rehome(root, file, map[*source.Node]bool{})
			found = append(found, inner{root: root})
		}
	}
	return found
}

// blockLine returns the part of a line that belongs to a block that ends at end.
func blockLine(file *source.File, line int, end source.Position) string {
	text := file.Line(line)
	if line == end.Line {
		runes := []rune(text)
		text = string(runes[:min(end.Column-1, len(runes))])
	}
	return text
}

func notAssessed(e source.Entry, reason string) inner {
	return inner{problem: finding.Problem{
		Level: finding.Warning, Path: e.Value.Span.Path(), At: e.KeySpan,
		Message: "the Envoy configuration in \"" + e.Key + "\" is not assessed: " + reason,
		Hint:    "write it as a literal block (|) or in a file of its own",
	}}
}

// rehome moves the spans of a tree to the file that its text stands in.
func rehome(n *source.Node, file *source.File, done map[*source.Node]bool) {
	if n == nil || done[n] {
		return
	}
	done[n] = true
	n.Span = move(n.Span, file)
	for i := range n.Entries {
		e := &n.Entries[i]
		e.KeySpan, e.Via = move(e.KeySpan, file), move(e.Via, file)
		rehome(e.Value, file, done)
	}
	for i := range n.Items {
		n.Items[i].Via = move(n.Items[i].Via, file)
		rehome(n.Items[i].Value, file, done)
	}
}

func move(s source.Span, file *source.File) source.Span {
	if !s.IsZero() {
		s.File = file
	}
	return s
}
