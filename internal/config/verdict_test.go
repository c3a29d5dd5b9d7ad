package config_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/seclint/seclint/internal/config"
)

// declarations is a config with every key about demands, trackers and exposure.
const declarations = `
trackers: [SECURITY.md, "docs/*.md"]
assertions:
- id: retention
  files: ["**/*.yml"]
  root: edge
  path: pathDefaults.recordDeleteAfter
  default: 1d
  expect: {eq: 1, ne: a, in: [a, 1], not_in: [b], lt: 1, lte: 7d, gt: 0, gte: 1.2.3, between: [1, 2], duration_lt: 1h, duration_lte: 1h, duration_gt: 1s,
    duration_gte: 1s, duration_between: [1h, 2h], version_lt: 2.0, version_lte: 2.0, version_gt: "1", version_gte: 1.2, version_between: [1.2, 1.3],
    matches: a, not_matches: b, present: true, absent: true, includes: [a], excludes: [b], subset_of: [a]}
  reason: r
  severity: high
- {id: face, files: [a.py], setting: FACE, expect: {eq: false}}
- {id: ttl, files: [a.conf], pattern: 'ttl=(\d+)', expect: {lte: 30}}
- {id: pair, files: [a.py], acquire: 'start\((\w+)', release: 'stop\((\w+)'}
- {id: runbook, files: [docs/r.md], exists: true, contains: [rotate], lacks: [TODO]}
allowlists:
- {id: mission, files: ["*.py"], root: edge, pattern: 'register\((\w+)', allowed: [Camera, 1, true], denied: [chat], reason: r, severity: low}
contracts:
- {id: messages, expected: [token], producers: {root: brain, files: [a.py], pattern: 'send\((\w+)'},
   consumers: [{repo: brain, files: [b.py], pattern: 'on\((\w+)'}], ignore: [ping], critical: [token], wildcard: all, reason: r, severity: medium}
expected:
- {role: edge, services: [proxy], listeners: [{port: 443, protocol: tcp, name: https, exposure: peers}, {process: rpcbind, only: [portmapper]}], running: [fw]}
inventory:
- {host: nuc, role: edge, seen: nuc.yaml}
- {host: cam, state: disabled, reason: in the workshop}
include-generated: true
allow-unassessed: true
`

// The schema and the reader agree on configs that are right, on each key of them with another name, and on each value of another type.
func TestSchemaAndReaderGiveTheSameVerdict(t *testing.T) {
	t.Parallel()
	schema := compile(t)
	agree := func(what string, root *yaml.Node) bool {
		t.Helper()
		text, err := yaml.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		bySchema := validate(t, schema, string(text))
		_, byReader := read(t, string(text))
		if (bySchema == nil) != (byReader == nil) {
			t.Errorf("%s: the schema says %v, the reader %v", what, bySchema, byReader)
		}
		return byReader == nil
	}
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(declarations), &root); err != nil {
		t.Fatal(err)
	}
	if !agree("all of it", &root) {
		t.Fatal("it is refused")
	}
	keys := map[string]bool{}
	each(root.Content[0], "", func(path string, key, value *yaml.Node) {
		if key != nil {
			keys[key.Value] = true
			was := key.Value
			key.Value += "x"
			if agree(path+" with another name", &root) {
				t.Errorf("%s: another name is taken", path)
			}
			key.Value = was
		}
		was := *value
		for _, other := range []yaml.Node{{Kind: yaml.MappingNode, Tag: "!!map"}, {Kind: yaml.SequenceNode, Tag: "!!seq"}, {Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}} {
			if other.Kind != was.Kind || other.Tag == "!!null" {
				*value = other
				agree(fmt.Sprintf("%s as %s", path, other.Tag), &root)
				*value = was
			}
		}
	})
	for _, part := range []string{"assertions", "allowlists", "contracts", "expected", "inventory"} {
		for _, name := range properties(t, part) {
			if !keys[name] {
				t.Errorf("%s of %s is not in the config of this test", name, part)
			}
		}
	}
}

// each calls use for each value of a tree, with its key where it has one.
func each(n *yaml.Node, path string, use func(path string, key, value *yaml.Node)) {
	for i, child := range n.Content {
		switch {
		case n.Kind == yaml.SequenceNode:
			use(fmt.Sprintf("%s[%d]", path, i), nil, child)
			each(child, fmt.Sprintf("%s[%d]", path, i), use)
		case i%2 == 1:
			at := strings.TrimPrefix(path+"."+n.Content[i-1].Value, ".")
			use(at, n.Content[i-1], child)
			each(child, at, use)
		}
	}
}

// properties returns the keys of the items of a list in the schema, by name.
func properties(t *testing.T, part string) []string {
	t.Helper()
	var schema struct {
		Properties map[string]struct {
			Items struct{ Properties map[string]any }
		}
	}
	if err := json.Unmarshal(config.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	names := slices.Sorted(maps.Keys(schema.Properties[part].Items.Properties))
	if len(names) == 0 {
		t.Errorf("the schema has no keys of %s", part)
	}
	return names
}
