package evaluate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// fingerprint identifies a finding by rule, file and path, with list indices replaced by what tells the item from its
// neighbours. Only a hash leaves this file, because an item may be a secret.
func fingerprint(f *finding.Finding, doc *source.Document) string {
	var b strings.Builder
	b.WriteString(strconv.Quote(f.Rule) + strconv.Quote(f.Document))
	n := doc.Root
	for _, step := range f.Path {
		next := n.At(step)
		switch s := step.(type) {
		case string:
			b.WriteString("." + strconv.Quote(s))
		case int:
			b.WriteString("[" + identity(next) + "]")
		}
		n = next
	}
	return hash(b.String())
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

// distinguish gives findings that look alike, such as two equal items of a list, fingerprints of their own: the first
// keeps it, so that a copy added below changes nothing above.
func distinguish(findings []finding.Finding) {
	seen := make(map[string]int, len(findings))
	for i := range findings {
		f := &findings[i]
		base := f.Fingerprint
		if n := seen[base]; n > 0 {
			f.Fingerprint = hash(base + "#" + strconv.Itoa(n))
		}
		seen[base]++
	}
}

// identifying are the keys by which people tell the items of a list apart, in any of the kinds. Settings of an item are
// left out: changing one must not make its findings look new.
var identifying = map[string]bool{
	"name": true, "id": true, "key": true, "path": true, "prefix": true, "regex": true, "domains": true, "type": true,
	"source": true, "target": true, "published": true, "protocol": true, "host_ip": true, "address": true,
	"port_value": true, "user": true, "names": true, "action": true, "errnoRet": true, "server_names": true,
}

// identityLimit bounds the text of an identity: an item may be as large as its file.
const identityLimit = 4096

// identity renders what tells a list item from its neighbours: a scalar's value, and of a mapping the identifying keys,
// else the names of its keys.
func identity(n *source.Node) string {
	var b strings.Builder
	writeIdentity(&b, n)
	return b.String()
}

func writeIdentity(b *strings.Builder, n *source.Node) {
	if n == nil || b.Len() > identityLimit {
		return
	}
	switch n.Kind {
	case source.Mapping:
		writeMapping(b, n)
	case source.Sequence:
		for _, item := range n.Items {
			writeIdentity(b, item.Value)
			b.WriteByte(',')
		}
	case source.String:
		b.WriteString(strconv.Quote(n.Str()))
	default:
		fmt.Fprint(b, n.Scalar)
	}
}

func writeMapping(b *strings.Builder, n *source.Node) {
	entries := slices.Clone(n.Entries)
	slices.SortFunc(entries, func(x, y source.Entry) int { return strings.Compare(x.Key, y.Key) })
	start := b.Len()
	for _, e := range entries {
		if e.Value == nil || b.Len() > identityLimit {
			continue
		}
		container := e.Value.Kind == source.Mapping || e.Value.Kind == source.Sequence
		if !container && !identifying[e.Key] {
			continue
		}
		b.WriteString(strconv.Quote(e.Key) + ":")
		writeIdentity(b, e.Value)
		b.WriteByte(';')
	}
	if b.Len() > start {
		return
	}
	for _, e := range entries {
		b.WriteString(strconv.Quote(e.Key) + ";")
	}
}
