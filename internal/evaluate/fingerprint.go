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
// neighbours. A finding about several items of a list, the others at indices beside, is the same in whatever order they are. Only a hash
// leaves this file, because an item may be a secret.
func fingerprint(f *finding.Finding, beside []int, locator *source.Locator, known identities) string {
	text := strconv.AppendQuote(strconv.AppendQuote(nil, f.Rule), f.Document)
	return hash(known.path(text, f.Path, beside, locator, func(key string) string { return key }))
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// identities are those of the list items of a document: many findings stand in the same few.
type identities map[*source.Node]string

func (known identities) of(n *source.Node) string {
	id, ok := known[n]
	if !ok {
		id = identity(n)
		known[n] = id
	}
	return id
}

// path appends the steps of a route: keys, as name has them, and items of lists, the last with those beside it.
func (known identities) path(text []byte, path source.Path, beside []int, locator *source.Locator, name func(key string) string) []byte {
	n := locator.Root()
	for i, step := range path {
		next := locator.Child(n, step)
		switch s := step.(type) {
		case string:
			text = strconv.AppendQuote(append(text, '.'), name(s))
		case int:
			if i < len(path)-1 {
				text = known.add(text, locator, n, s)
			} else {
				text = known.add(text, locator, n, append(beside, s)...)
			}
		}
		n = next
	}
	return text
}

// add appends items of a list, in an order of their own.
func (known identities) add(text []byte, locator *source.Locator, list *source.Node, items ...int) []byte {
	all := make([]string, len(items))
	for i, item := range items {
		all[i] = known.of(locator.Child(list, item))
	}
	slices.Sort(all)
	for _, id := range all {
		text = append(append(append(text, '['), id...), ']')
	}
	return text
}

// distinguish gives findings that look alike, such as two equal items of a list, fingerprints of their own: the first
// keeps it, so that a copy added below changes nothing above.
func distinguish(findings []finding.Finding) {
	seen := make(map[string]int, len(findings))
	for i := range findings {
		f := &findings[i]
		base := f.Fingerprint
		if n := seen[base]; n > 0 {
			f.Fingerprint = hash([]byte(base + "#" + strconv.Itoa(n)))
		}
		seen[base]++
	}
}

// identifying are the keys by which people tell the items of a list apart, in any of the kinds. Settings of an item are
// left out: changing one must not make its findings look new.
var identifying = map[string]bool{
	"name": true, "id": true, "key": true, "path": true, "prefix": true, "regex": true, "domains": true, "type": true,
	"source": true, "target": true, "published": true, "protocol": true, "host_ip": true, "address": true,
	"port_value": true, "user": true, "names": true, "action": true, "errnoRet": true, "server_names": true, "callee": true, "function": true,
}

// identityLimit bounds how many nodes an identity is read from: an item may be as large as its file.
const identityLimit = 2000

// identity renders what tells a list item from its neighbours: a scalar's value; of a mapping the identifying keys, however
// deep they stand, else the names of its keys.
func identity(n *source.Node) string {
	id := identifier{left: identityLimit}
	id.value(n)
	return string(id.text)
}

type identifier struct {
	text []byte
	left int
}

func (id *identifier) value(n *source.Node) {
	if id.left--; n == nil || id.left < 0 {
		return
	}
	switch n.Kind {
	case source.Mapping:
		start := len(id.text)
		if id.named(n); len(id.text) == start {
			for _, e := range byKey(n.Entries) {
				id.text = append(strconv.AppendQuote(id.text, e.Key), ';')
			}
		}
	case source.Sequence:
		for _, item := range n.Items {
			id.value(item.Value)
			id.text = append(id.text, ',')
		}
	case source.String:
		id.text = strconv.AppendQuote(id.text, unquoted(n.Str()))
	default:
		id.text = fmt.Append(id.text, n.Scalar)
	}
}

// unquoted returns a text without the quotes in it: in units and commands they are a way of writing the same.
func unquoted(text string) string { return quotes.Replace(text) }

var quotes = strings.NewReplacer(`"`, "", "'", "")

// named writes the identifying keys of a mapping, or of the mappings in a sequence, with their values; scalars under any
// other key are settings.
func (id *identifier) named(n *source.Node) {
	if id.left--; n == nil || id.left < 0 {
		return
	}
	for _, e := range byKey(n.Entries) {
		start := len(id.text)
		id.text = append(strconv.AppendQuote(id.text, e.Key), ':')
		empty := len(id.text)
		if identifying[e.Key] {
			id.value(e.Value)
		} else {
			id.named(e.Value)
		}
		if len(id.text) == empty {
			id.text = id.text[:start]
			continue
		}
		id.text = append(id.text, ';')
	}
	for _, item := range n.Items {
		id.named(item.Value)
	}
}

// byKey returns entries sorted by key, and leaves them as they are.
func byKey(entries []source.Entry) []*source.Entry {
	sorted := make([]*source.Entry, len(entries))
	for i := range entries {
		sorted[i] = &entries[i]
	}
	slices.SortFunc(sorted, func(x, y *source.Entry) int { return strings.Compare(x.Key, y.Key) })
	return sorted
}
