package mediamtx

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// values are what types of MediaMTX with few values take (auth_action.go, auth_method.go and encryption.go in
// https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf).
var values = map[string][]string{
	"AuthAction": {"publish", "read", "playback", "api", "metrics", "pprof"},
	"AuthMethod": {"internal", "http", "jwt"},
	"Encryption": {"no", "optional", "strict", "yes", "true", "false"},
}

// plainCredential matches a name or a password that is no hash, from credential.go there.
var plainCredential = lazyregexp.New(`^[a-zA-Z0-9!$()*+.;<=>\[\]^_\-{}@#&]*$`)

// refused adds the values of a key that MediaMTX does not decode. Since v0.17.4 it decodes JSON, which the file is turned into
// first: a number is no text there, and a text no list.
func (k key) refused(found *[]RefusedValue) {
	add := func(n *source.Node, kind string, at source.Path) {
		if want := want(n, kind); want != "" {
			*found = append(*found, RefusedValue{at, want})
		}
	}
	add(k.value, k.word.kind, k.path())
	if item, ok := strings.CutPrefix(k.word.kind, "[]"); ok {
		for i, e := range k.value.Items {
			add(e.Value, item, k.path().Child(i))
		}
	}
	if item, ok := strings.CutPrefix(k.word.kind, "map[string]"); ok {
		for _, e := range k.value.Entries {
			add(e.Value, item, k.path().Child(e.Key))
		}
	}
}

// want returns what MediaMTX wants in place of a value, "" when it takes it or the value is a placeholder.
func want(n *source.Node, kind string) string {
	if n.Kind == source.Null && kind != "AuthAction" || n.Kind == source.String && source.IsTemplate(n.Str()) {
		return ""
	}
	_, isStruct := words()[kind]
	switch {
	case strings.HasPrefix(kind, "[]"):
		return unless(n.Kind == source.Sequence, "a list")
	case isStruct || strings.HasPrefix(kind, "map["):
		return unless(n.Kind == source.Mapping, "a mapping")
	case kind == "bool":
		return unless(truth(n) != nil, "true or false")
	case slices.Contains([]string{"int", "uint", "float64"}, kind):
		return unless(n.Kind == source.Number, "a number")
	case n.Kind == source.Mapping || n.Kind == source.Sequence:
		return "a text"
	case n.Kind == source.Bool || n.Kind == source.Number:
		return "a text in quotes"
	}
	return wantText(n.Str(), kind)
}

// wantText is want for a text.
func wantText(text, kind string) string {
	if known := values[kind]; known != nil {
		return unless(slices.Contains(known, text), "one of "+strings.Join(known, ", "))
	}
	switch kind {
	case "IPNetwork":
		_, err := netip.ParseAddr(text)
		_, also := netip.ParsePrefix(text)
		return unless(err == nil || also == nil, "an address or a network")
	case "Credential":
		hashed := strings.HasPrefix(text, "sha256:") || strings.HasPrefix(text, "argon2:")
		return unless(hashed || plainCredential.MatchString(text), "letters, digits and !$()*+.;<=>[]^_-{}@#& alone")
	}
	return ""
}

func unless(ok bool, want string) string {
	if ok {
		return ""
	}
	return want
}
