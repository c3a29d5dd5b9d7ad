package envoy

import (
	"errors"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// inner is a configuration inside a manifest: its document, or the problem that kept it from being read.
type inner struct {
	document *source.Document
	problem  finding.Problem
}

// manifests are the resources that hold Envoy configuration by their kind, with what reads it.
var manifests = map[string]func(file *source.File, manifest *source.Node) []inner{
	"ConfigMap": textDocuments, "Secret": textDocuments, // of Kubernetes
	"EnvoyFilter":      filterDocument,    // of Istio
	"EnvoyPatchPolicy": policyDocument,    // of Envoy Gateway
	"EnvoyProxy":       bootstrapDocument, // of Envoy Gateway
}

// holds reports whether a manifest holds Envoy configuration.
func holds(manifest *source.Node) bool {
	switch name, _ := kind.ManifestKind(manifest); name {
	case "EnvoyFilter":
		return len(items(child(manifest.Get("spec"), "config_patches"))) > 0
	case "EnvoyPatchPolicy":
		return len(items(manifest.At("spec", "jsonPatches"))) > 0
	case "EnvoyProxy":
		return manifest.At("spec", "bootstrap") != nil
	}
	for _, e := range kind.Texts(manifest) {
		if configText.MatchString(e.Value.Str()) {
			return true
		}
	}
	return false
}

// configText finds what a text must have to be worth reading as Envoy configuration.
var configText = lazyregexp.New(`(?m)^[\s{"'-]*(static_resources|staticResources|dynamic_resources|dynamicResources)["']?\s*:|` +
	`@type["']?\s*:\s*["']?type\.googleapis\.com/envoy\.`)

// textDocuments reads the texts of a manifest that are Envoy configuration.
func textDocuments(file *source.File, manifest *source.Node) []inner {
	var found []inner
	for _, e := range kind.Texts(manifest) {
		if configText.MatchString(e.Value.Str()) {
			found = append(found, readText(file, e, "")...)
		}
	}
	return found
}

// readText reads a text as the message of a certain name, or as what it is if the name is "".
func readText(file *source.File, e source.Entry, as string) []inner {
	roots, err := source.ReadText(e.Value, source.DefaultLimits())
	if syntax := (*source.SyntaxError)(nil); errors.As(err, &syntax) {
		return []inner{{problem: finding.Problem{
			Level: finding.Warning, Path: file.Path, At: syntax.At,
			Message: "the Envoy configuration in \"" + e.Key + "\" is not assessed: " + syntax.Message,
			Hint:    "correct it, or name a file without templates",
		}}}
	}
	if len(roots) == 0 || roots[0] == nil {
		return nil
	}
	if as != "" {
		return []inner{{document: fragmentDocument(file, roots[0], as)}}
	}
	if isPart(roots[0]) {
		return []inner{{document: fragmentDocument(file, roots[0], msgBootstrap)}}
	}
	var found []inner
	for i, root := range roots {
		switch _, manifest := kind.ManifestKind(root); {
		case manifest || !detect(root, false):
		case i > 0:
			found = append(found, inner{problem: secondDocument(file, root)})
		default:
			found = append(found, inner{document: document(file, root)})
		}
	}
	return found
}

// isPart reports whether a tree is a part of a bootstrap, as Istio merges into its own: every key is a field of one, and it is no
// configuration by itself.
func isPart(root *source.Node) bool {
	m := envoyAPI().message(msgBootstrap)
	for _, e := range root.Entries {
		if m.fields[e.Key] == nil {
			return false
		}
	}
	return len(root.Entries) > 0 && !detect(root, false)
}

// fragmentDocument reads a tree that is merged into a message which is elsewhere.
func fragmentDocument(file *source.File, root *source.Node, name string) *source.Document {
	r := newReader()
	w := newWalker(r.as(root, name, nil), r)
	s := outside
	s.Fragment = true
	w.walk(w.root, nil, s)
	return w.document(file)
}

// bootstrapDocument reads the bootstrap of an EnvoyProxy: a text that is merged into the one that the gateway makes, or replaces it.
func bootstrapDocument(file *source.File, manifest *source.Node) []inner {
	var found []inner
	bootstrap := manifest.At("spec", "bootstrap")
	if e := bootstrap.Entry("value"); e != nil && e.Value.Kind == source.String {
		as := msgBootstrap
		if bootstrap.Get("type").Str() == "Replace" {
			as = ""
		}
		found = readText(file, *e, as)
	}
	if patches := bootstrap.Get("jsonPatches"); patches != nil {
		found = append(found, inner{document: patchDocument(file, manifest, source.Path{"spec", "bootstrap"}, func(*source.Node) string { return msgBootstrap })})
	}
	return found
}

// policyDocument reads the patches of an EnvoyPatchPolicy.
func policyDocument(file *source.File, manifest *source.Node) []inner {
	return []inner{{document: patchDocument(file, manifest, source.Path{"spec"}, func(patch *source.Node) string {
		return lastStep(patch.Get("type").Str())
	})}}
}

// patched says what message the value of a patch in an EnvoyFilter is, by what it applies to.
var patched = map[string]string{
	"CLUSTER": msgCluster, "LISTENER": msgListener, "FILTER_CHAIN": msgChain, "NETWORK_FILTER": msgFilter,
	"LISTENER_FILTER": msgListenFilter, "HTTP_FILTER": msgHTTPFilter, "VIRTUAL_HOST": msgVirtualHost, "HTTP_ROUTE": msgRoute,
	"ROUTE_CONFIGURATION": msgRouteConfig, "EXTENSION_CONFIG": msgExtension, "BOOTSTRAP": msgBootstrap,
}

// filterDocument reads the patches of an EnvoyFilter. Patches that merge are fragments.
func filterDocument(file *source.File, manifest *source.Node) []inner {
	r := newReader()
	var w *walker
	at := source.Path{"spec", "config_patches"}
	fresh := with(manifest, at, func(patches *source.Node) *source.Node {
		return each(patches, func(i int, patch *source.Node) *source.Node {
			name := patched[child(patch, "apply_to").Str()]
			patch = with(patch, source.Path{"apply_to"}, func(n *source.Node) *source.Node { return n })
			return with(patch, source.Path{"patch", "value"}, func(value *source.Node) *source.Node {
				return r.as(value, name, append(at[:2:2], i, "patch", "value"))
			})
		})
	})
	w = newWalker(fresh, r)
	for i, item := range items(fresh.At(at...)) {
		patch := item.Value.Get("patch")
		if patch.Get("value") == nil {
			continue
		}
		s := outside
		operation := patch.Get("operation").Str()
		s.Fragment = !strings.HasPrefix(operation, "INSERT") && operation != "ADD" && operation != "REPLACE"
		w.walk(patch.Get("value"), append(at[:2:2], i, "patch", "value"), s)
	}
	return []inner{{document: w.document(file)}}
}

// patchDocument reads the JSON patches (RFC 6902) below a path of a manifest. typeOf says which message a patch changes.
func patchDocument(file *source.File, manifest *source.Node, at source.Path, typeOf func(patch *source.Node) string) *source.Document {
	r := newReader()
	at = at.Child("jsonPatches")
	steps := source.Path{"operation", "value"}
	if at[1] == "bootstrap" {
		steps = source.Path{"value"}
	}
	fresh := with(manifest, at, func(patches *source.Node) *source.Node {
		return each(patches, func(i int, patch *source.Node) *source.Node {
			operation := patch
			if len(steps) > 1 {
				operation = patch.Get("operation")
			}
			f := r.pointed(typeOf(patch), operation.Get("path").Str())
			return with(patch, steps, func(value *source.Node) *source.Node {
				p := append(append(at[:len(at):len(at)], i), steps...)
				if f == nil {
					return r.loose(value, p)
				}
				return r.field(patch, &message{}, value, f, p)
			})
		})
	})
	w := newWalker(fresh, r)
	for i, item := range items(fresh.At(at...)) {
		if value := item.Value.At(steps...); value != nil {
			s := outside
			s.Fragment = true
			w.walk(value, append(append(at[:len(at):len(at)], i), steps...), s)
		}
	}
	return w.document(file)
}

// pointed returns what a JSON pointer leads to in a message, nil where the table does not say.
func (r *reader) pointed(of, pointer string) *apiField {
	f := &apiField{of: of}
	for _, step := range strings.Split(pointer, "/")[1:] {
		if _, err := strconv.Atoi(step); (err == nil || step == "-") && (f.list || f.table) {
			f = &apiField{scalar: f.scalar, of: f.of}
			continue
		}
		m := r.api.message(f.of)
		if f.scalar == typeAny {
			m = r.api.message(msgConnection) // most of what is patched inside a filter
		}
		if m == nil || m.fields[step] == nil {
			return nil
		}
		f = m.fields[step]
	}
	return f
}

// with returns a mapping with another value at a path, whose keys may be written in either spelling. It returns n itself where
// the path leads nowhere.
func with(n *source.Node, path source.Path, change func(*source.Node) *source.Node) *source.Node {
	if len(path) == 0 {
		return change(n)
	}
	key := path[0].(string)
	if child(n, key) == nil {
		return n
	}
	fresh := *n
	fresh.Entries = make([]source.Entry, len(n.Entries))
	for i, e := range n.Entries {
		if e.Key == key || e.Key == camel(key) {
			e.Key, e.Value = key, with(e.Value, path[1:], change)
		}
		fresh.Entries[i] = e
	}
	return &fresh
}

// each returns a list with other items.
func each(n *source.Node, change func(i int, item *source.Node) *source.Node) *source.Node {
	if n.Kind != source.Sequence {
		return n
	}
	fresh := *n
	fresh.Items = make([]source.Item, len(n.Items))
	for i, item := range n.Items {
		fresh.Items[i] = source.Item{Value: change(i, item.Value), Via: item.Via}
	}
	return &fresh
}
