package config_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"

	"github.com/seclint/seclint/internal/config"
)

// whole is a config with every key of the schema.
const whole = `
extends: [ci/base.yaml]
excludes: [vendor/**, "*.example.yml"]
include-generated: true
allow-unassessed: true
fail-on: low
severity: none
packs: [default, strict]
policies: [ci/policies]
rules:
  compose/*: off
  compose/read-only: on
  compose/no-limits: {severity: high}
  envoy: false
  envoy/admin: {severity: low, parameters: {images: [b], limit: 5, ratio: 0.5, strict: false, name: y, any: 1, table: {b: 2}}}
overrides:
- {paths: [deploy/**], rules: {compose/privileged: low, envoy/*: off, envoy/admin: {severity: note}}}
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
roles:
  untrusted: [agent, "job-*"]
  trusted: [{service: ci, paths: [ci/**]}]
  gateway: [egress]
  datastore: [db]
  admin-ui: [console]
  proxy: [edge]
  tunnel: [wg]
waivers:
- id: W-001
  rule: compose/privileged
  where: {file: "{a,b}.yml", symbol: Settings.host, path: services.web, fingerprint: 0a1b2c3d4e, line: 3}
  status: DOCUMENTED
  reason: by design
  doc: docs/a.md#b
  owner: ops
  expires: "2027-06-30"
  conditions: [exposure <= host_loopback, absent compose/privileged, setting DEBUG == false, path a.b != 1, constant Settings.port >= 1024,
    file a.md contains some text, env TOKEN required, {exposure: peers}, {absent: "compose/*"}, {env_required: TOKEN}]
  mitigations: [{matches: "a.*b", file: "**/x.py"}, {not_matches: b}, {contains: a(}, {not_contains: b}, {setting: A, expect: {eq: 1}},
    {path: a.b, expect: {in: [1, 2]}}, {constant: C, expect: {duration_lte: 1h}}]
waiver-files: [security/waivers.yaml]
baseline: security/baseline.json
`

// wholeReader returns what reads a config beside the files that whole names.
func wholeReader(t *testing.T) func(text string) error {
	cat := catalogue(t)
	return func(text string) error {
		_, err := config.Read(fstest.MapFS{
			".seclint.yaml":         {Data: []byte(text)},
			"ci/base.yaml":          {},
			"security/waivers.yaml": {},
		}, ".seclint.yaml", cat)
		return err
	}
}

// nonsense is no glob, regular expression, duration, version, day, number, and no word of anything.
const nonsense = "[a("

// mutant is whole with one thing changed.
type mutant struct {
	config, what string
	// path and at are where it is changed: the keys, and line:column. There was a word, and is a text or something else.
	path, at, was, text string
	isKey               bool
}

// mutants calls use for whole with each key under another name, each value of another type, and, with texts, each scalar as other texts.
func mutants(t *testing.T, texts bool, use func(mutant)) {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(whole), &root); err != nil {
		t.Fatal(err)
	}
	try := func(m mutant, route []int) {
		t.Helper()
		text, err := yaml.Marshal(section(root.Content[0], route[0]))
		if err != nil {
			t.Fatal(err)
		}
		m.config, m.at = string(text), place(t, text, append([]int{route[0] % 2}, route[1:]...))
		use(m)
	}
	each(root.Content[0], "", nil, func(path string, route []int, key, value *yaml.Node) {
		if key != nil {
			was := key.Value
			key.Value += "x"
			try(mutant{what: path + " under another name", path: path, was: was, isKey: true}, append(slices.Clone(route[:len(route)-1]), route[len(route)-1]-1))
			key.Value = was
		}
		was := *value
		others := []yaml.Node{{Kind: yaml.MappingNode, Tag: "!!map"}, {Kind: yaml.SequenceNode, Tag: "!!seq"}, {Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}}
		if texts && was.Tag == "!!str" {
			for _, text := range []string{"", nonsense, was.Value + "x"} {
				others = append(others, yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text})
			}
		}
		for _, other := range others {
			if other.Kind == was.Kind && was.Kind != yaml.ScalarNode {
				continue
			}
			*value = other
			try(mutant{what: fmt.Sprintf("%s as %s %q", path, other.Tag, other.Value), path: path, was: was.Value, text: other.Value}, route)
			*value = was
		}
	})
}

// section returns a config with one entry of the whole alone, by the index of its key or value, and with what that needs.
func section(whole *yaml.Node, at int) *yaml.Node {
	entry := func(key int) []*yaml.Node { return whole.Content[key : key+2] }
	some := &yaml.Node{Kind: yaml.MappingNode, Content: slices.Clone(entry(at - at%2))}
	for i := 0; i < len(whole.Content); i += 2 {
		if whole.Content[i].Value == "expected" && some.Content[0].Value == "inventory" {
			some.Content = append(some.Content, entry(i)...)
		}
	}
	return some
}

// each calls use for each value of a tree with its path, its route as indices of Content, and its key where it has one.
func each(n *yaml.Node, path string, route []int, use func(path string, route []int, key, value *yaml.Node)) {
	for i, child := range n.Content {
		here := append(slices.Clone(route), i)
		switch {
		case n.Kind == yaml.SequenceNode:
			at := fmt.Sprintf("%s[%d]", path, i)
			use(at, here, nil, child)
			each(child, at, here, use)
		case i%2 == 1:
			at := strings.TrimPrefix(path+"."+n.Content[i-1].Value, ".")
			use(at, here, n.Content[i-1], child)
			each(child, at, here, use)
		}
	}
}

// place returns line:column of the node at a route of a text.
func place(t *testing.T, text []byte, route []int) string {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		t.Fatal(err)
	}
	n := root.Content[0]
	for _, i := range route {
		n = n.Content[i]
	}
	return fmt.Sprintf("%d:%d", n.Line, n.Column)
}
