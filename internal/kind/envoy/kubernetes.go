package envoy

import (
	"errors"
	"regexp"
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

// walkPatches looks through the patches of a normalised EnvoyFilter. Patches that merge are fragments.
func walkPatches(root *source.Node) *walker {
	w := &walker{root: root, secrets: map[string]source.Path{}}
	for i, item := range patches(root) {
		patch := item.Value.Get("patch")
		value := patch.Get("value")
		if value == nil {
			continue
		}
		s := outside
		operation := patch.Get("operation").Str()
		s.Fragment = !strings.HasPrefix(operation, "INSERT") && operation != "ADD" && operation != "REPLACE"
		path := source.Path{"spec", "config_patches", i, "patch", "value"}
		w.walk(value, path, patched[item.Value.Get("apply_to").Str()], s)
	}
	w.finishContexts()
	return w
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
		if configText.MatchString(e.Value.Str()) {
			found = append(found, parseEmbedded(e)...)
		}
	}
	return found
}

// configText finds what a string must hold to be worth reading as Envoy configuration.
var configText = regexp.MustCompile(`(?m)^[\s{"'-]*(static_resources|staticResources|dynamic_resources|dynamicResources)["']?\s*:|` +
	`@type["']?\s*:\s*["']?type\.googleapis\.com/envoy\.`)

// parseEmbedded reads a block scalar as YAML, document by document, and gives the trees their places in the outer file. The
// indentation stays: YAML allows a whole document to be indented.
func parseEmbedded(e source.Entry) []inner {
	span := e.Value.Span
	if !strings.HasPrefix(span.Text(), "|") {
		return []inner{notAssessed(e, e.KeySpan, "it is no literal block (|)")}
	}
	var found []inner
	for start := int(span.Start.Line) + 1; start <= int(span.End.Line); {
		text, next := nextDocument(span, start)
		m := mover{file: span.File, lines: int32(start - 1), done: map[*source.Node]bool{}}
		start = next
		roots, err := source.ReadYAML(source.NewFile(span.File.Path, text), source.DefaultLimits())
		if syntax := (*source.SyntaxError)(nil); errors.As(err, &syntax) {
			return append(found, notAssessed(e, m.span(syntax.At), syntax.Message))
		}
		for _, root := range roots {
			if _, manifest := kubernetesKind(root); root != nil && !manifest && detect(root, false) {
				m.node(root)
				found = append(found, inner{root: root})
			}
		}
	}
	return found
}

// nextDocument returns the lines of a block from start to the next document marker, and the number of the line behind it.
func nextDocument(span source.Span, start int) (text []byte, next int) {
	for line := start; line <= int(span.End.Line); line++ {
		content := blockLine(span.File, line, span.End)
		if strings.TrimSpace(content) == "---" {
			return text, line + 1
		}
		text = append(append(text, content...), '\n')
	}
	return text, int(span.End.Line) + 1
}

// blockLine returns the part of a line that belongs to a block that ends at end.
func blockLine(file *source.File, line int, end source.Position) string {
	text := file.Line(line)
	if line == int(end.Line) {
		runes := []rune(text)
		text = string(runes[:min(int(end.Column)-1, len(runes))])
	}
	return text
}

func notAssessed(e source.Entry, at source.Span, reason string) inner {
	return inner{problem: finding.Problem{
		Level: finding.Warning, Path: e.KeySpan.Path(), At: at,
		Message: "the Envoy configuration in \"" + e.Key + "\" is not assessed: " + reason,
		Hint:    "write it as a literal block (|) or in a file of its own",
	}}
}

// mover moves spans to the file that their text stands in, a number of lines further down.
type mover struct {
	file  *source.File
	lines int32
	done  map[*source.Node]bool
}

func (m mover) node(n *source.Node) {
	if n == nil || m.done[n] {
		return
	}
	m.done[n] = true
	n.Span = m.span(n.Span)
	for i := range n.Entries {
		e := &n.Entries[i]
		e.KeySpan, e.Via = m.span(e.KeySpan), m.span(e.Via)
		m.node(e.Value)
	}
	for i := range n.Items {
		n.Items[i].Via = m.span(n.Items[i].Via)
		m.node(n.Items[i].Value)
	}
}

func (m mover) span(s source.Span) source.Span {
	if s.IsZero() {
		return s
	}
	s.File = m.file
	s.Start.Line += m.lines
	s.End.Line += m.lines
	return s
}
