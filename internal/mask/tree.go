package mask

import (
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/source"
)

// piece is a key or scalar of a tree with what is secret in its text.
type piece struct {
	span source.Span
	text string
	// isKey is set for a key.
	isKey bool
	// hidden counts from the start of the text.
	hidden []stretch
}

// walker goes through a tree once and notes its pieces.
type walker struct {
	pieces []piece
	// seen holds the mappings and lists that were walked, by whether the key above them is one of secrets: an anchor may be used anywhere.
	seen map[visit]bool
	// depth is how many texts the tree is inside of.
	depth int
}

// walkers keep the memory of walkers for the next file.
var walkers = sync.Pool{New: func() any { return &walker{seen: map[visit]bool{}} }}

type visit struct {
	node   *source.Node
	secret bool
}

// nameSections are the keys at the top of a document whose own keys are names that people give: a service may be called
// token-server, and a path of MediaMTX auth.
var nameSections = map[string]bool{"services": true, "networks": true, "volumes": true, "configs": true, "paths": true}

// privateMembers are those of a JSON Web Key (RFC 7518, section 6) that are secret.
var privateMembers = map[string]bool{"k": true, "d": true, "p": true, "q": true, "dp": true, "dq": true, "qi": true, "oth": true}

// document walks the tree of a document.
func (w *walker) document(root *source.Node) {
	if root.Kind == source.Mapping {
		w.mapping(root, false, true)
		return
	}
	w.node(root, false)
}

// below walks the values of a mapping whose keys are names.
func (w *walker) below(n *source.Node, secret bool) {
	if n.Kind != source.Mapping {
		w.node(n, secret)
		return
	}
	for _, e := range n.Entries {
		w.key(e)
		w.node(e.Value, secret)
	}
}

// node walks a node; secret says that it is below a key of secrets.
func (w *walker) node(n *source.Node, secret bool) {
	if n.Kind < source.Mapping {
		w.scalar(n, secret, nil)
		return
	}
	if w.seen[visit{n, secret}] {
		return
	}
	w.seen[visit{n, secret}] = true
	if n.Kind == source.Mapping {
		w.mapping(n, secret, false)
	} else {
		w.sequence(n, secret)
	}
}

// mapping walks a mapping; top says that it is a whole document.
func (w *walker) mapping(n *source.Node, secret, top bool) {
	named := namesSecret(n)
	isKey := n.Get("kty") != nil
	isManifest := n.Get("kind").Str() == "Secret"
	for _, e := range n.Entries {
		w.key(e)
		switch {
		case e.Key == "args" && isDirective(n):
			w.arguments(e.Value, secret)
		case top && nameSections[e.Key]:
			w.below(e.Value, false)
		case isManifest && (e.Key == "data" || e.Key == "stringData"), top && e.Key == "secrets" && e.Value.Kind == source.Mapping:
			w.below(e.Value, true)
		default:
			inherited := secret && !plainKeys[e.Key] && e.Value.Kind != source.Number && e.Value.Kind != source.Bool
			w.node(e.Value, inherited || isSecretEntry(e) || named && isValueKey(e.Key) || isKey && privateMembers[e.Key])
		}
	}
}

// isDirective reports whether a mapping is a directive of nginx.
func isDirective(n *source.Node) bool { return n.Get("directive") != nil }

// arguments walks the arguments of a directive of nginx. Where the first is the name of a secret, as in proxy_set_header X-Api-Key or
// set $api_key, the others are its value.
func (w *walker) arguments(args *source.Node, secret bool) {
	if args.Kind != source.Sequence || len(args.Items) < 2 || !IsName(strings.TrimPrefix(args.Items[0].Value.Str(), "$")) {
		w.node(args, secret)
		return
	}
	for i, item := range args.Items {
		w.scalar(item.Value, secret || i > 0 && !isNginxVariable(item.Value.Str()), nil)
	}
}

// isNginxVariable reports whether a text is a variable of nginx and nothing else.
func isNginxVariable(text string) bool {
	name, ok := strings.CutPrefix(text, "$")
	return ok && strings.Trim(strings.ToLower(name), "{}_abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// isSecretEntry reports whether the key of an entry says that its value is a secret. Where keys such as secrets have a list or a
// mapping, it is one of names.
func isSecretEntry(e source.Entry) bool {
	return IsName(e.Key) && !(e.Value.Kind >= source.Mapping && grants[strings.ToLower(e.Key)])
}

// namesSecret reports whether a mapping gives the name of a secret whose value is beside it: {key: authorization, value: x}.
func namesSecret(n *source.Node) bool {
	for _, e := range n.Entries {
		if isNameKey(e.Key) && IsName(e.Value.Str()) {
			return true
		}
	}
	return false
}

// sequence walks a list, whose items may be the words of one command.
func (w *walker) sequence(n *source.Node, secret bool) {
	cmd := &command{inList: true}
	for _, item := range n.Items {
		if item.Value.Kind >= source.Mapping {
			cmd = &command{inList: true}
			w.node(item.Value, secret)
			continue
		}
		w.scalar(item.Value, secret, cmd)
	}
}

// key notes what is secret in a key itself: it may be a token, or a whole setting where a = was forgotten.
func (w *walker) key(e source.Entry) {
	if !e.KeySpan.IsZero() {
		w.pieces = append(w.pieces, piece{span: e.KeySpan, text: e.Key, isKey: true, hidden: find(e.Key, nil, false)})
	}
}

// scalar notes what is secret in a scalar: all of it, or what its text says.
func (w *walker) scalar(n *source.Node, secret bool, cmd *command) {
	p := piece{span: n.Span, text: textOf(n)}
	takes := takesNothing
	if cmd != nil {
		takes, cmd.pending = cmd.pending, takesNothing
		cmd.names(p.text[strings.LastIndexByte(p.text, '/')+1:])
	}
	switch {
	case secret || takes != takesNothing && takes.isSecret(p.text) && !isLongOption(p.text):
		s := &scan{text: p.text}
		s.hide(0, len(p.text))
		p.hidden = s.hidden
	case !hasSigns(p.text):
	case w.depth < maxEmbedded && isStructured(p.text):
		p.hidden = embedded(p.text, cmd, w.depth+1)
	default:
		p.hidden = find(p.text, cmd, false)
	}
	w.pieces = append(w.pieces, p)
}

// textOf returns the text of a scalar.
func textOf(n *source.Node) string {
	if text, ok := n.Scalar.(string); ok {
		return text
	}
	return n.Text
}

// maxEmbedded is how deep files may be inside of each other: a configuration in a string of a manifest, JSON in a string of that.
const maxEmbedded = 3

// isStructured reports whether a text may be a file of its own.
func isStructured(text string) bool {
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		return false
	}
	return trimmed[0] == '{' || trimmed[0] == '[' || strings.Contains(trimmed, "\n") && strings.Contains(trimmed, ":")
}

// embedded returns what is secret in a text that may be YAML or JSON, joined.
func embedded(text string, cmd *command, depth int) []stretch {
	file := source.NewFile("", []byte(text))
	roots, err := source.ReadYAML(file, source.DefaultLimits())
	if err != nil {
		return find(text, cmd, false)
	}
	for _, root := range roots {
		if root.Kind < source.Mapping {
			return find(text, cmd, false)
		}
	}
	return inTrees(file, roots, depth).hidden
}
