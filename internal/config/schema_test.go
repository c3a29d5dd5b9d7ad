package config_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/seclint/seclint/internal/config"
)

var update = flag.Bool("update", false, "write schemas/config.schema.json anew")

const schemaFile = "../../schemas/config.schema.json"

func TestSchemaIsFresh(t *testing.T) {
	if *update {
		if err := os.WriteFile(schemaFile, config.Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shipped, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(shipped, config.Schema()) {
		t.Errorf("%s is stale: run go test ./internal/config -update", schemaFile)
	}
}

// TestSchemaStoreEntry holds the entry for SchemaStore's catalogue to the names that the config is found by and the place of its schema.
func TestSchemaStoreEntry(t *testing.T) {
	text, err := os.ReadFile("../../schemas/schemastore.json")
	if err != nil {
		t.Fatal(err)
	}
	var entry struct {
		Name, Description, URL string
		FileMatch              []string
	}
	read := json.NewDecoder(bytes.NewReader(text))
	read.DisallowUnknownFields()
	if err := read.Decode(&entry); err != nil {
		t.Fatal(err)
	}
	var schema struct {
		ID string `json:"$id"`
	}
	if err := json.Unmarshal(config.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	if entry.URL != schema.ID || !slices.Equal(entry.FileMatch, config.Names()) || entry.Name == "" || entry.Description == "" {
		t.Errorf("got %+v, want the names %q and the URL %s", entry, config.Names(), schema.ID)
	}
}

func TestSchemaAgreesWithReader(t *testing.T) {
	schema := compile(t)
	valid := map[string]string{
		"nothing": "",
		"everything": `
excludes: ["vendor/**"]
fail-on: low
severity: none
packs: [strict]
policies: [p]
rules: {compose/*: off, compose/read-only: on, envoy: false, '*/adm[hi]n': note, envoy/admin: {severity: high, parameters: {limit: 1}}}
overrides: [{paths: [a], rules: {compose/privileged: {severity: low}, '*': off}}]
roles: {untrusted: [agent, "job-*"], trusted: [{service: a}], gateway: [{service: "*", paths: [a/**]}], datastore: [], admin-ui: [a], proxy: [a], tunnel: [a]}
waivers:
- id: W-001
  rule: compose/privileged
  where: {file: "{a,b}.yml", symbol: Settings.host, path: services.web, fingerprint: 0a1b2c3d4e, line: 3}
  status: DOCUMENTED
  reason: by design
  doc: docs/a.md#b
  owner: ops
  expires: "2027-06-30"
  conditions: [exposure <= host_loopback, exposure < E3, absent compose/privileged, setting DEBUG == false, path a.b != 1,
    constant Settings.port >= 1024, file a.md contains some text, file a.md lacks x, env TOKEN required]
  mitigations: [{matches: "a.*b", file: "**/x.py"}, {not_matches: b}, {contains: a(}, {not_contains: b}, {exposure: peers}, {exposure: ">= E1"},
    {absent: "compose/*"}, {setting: A, expect: {eq: 1}}, {path: a.b, expect: {in: [1, 2]}}, {constant: C, expect: {present: true}},
    {setting: A, expect: {absent: true}}, {setting: A, expect: {matches: "^x"}}, {setting: A, expect: {lte: 7d}}, {setting: A, expect: {gte: 1}},
    {setting: A, expect: {lt: 1}}, {setting: A, expect: {gt: 1}}, {setting: A, expect: {ne: x}}, {env_required: TOKEN}]
- {}
waiver-files: []
baseline: security/baseline.json
`,
	}
	for name, text := range valid {
		if err := validate(t, schema, text); err != nil {
			t.Errorf("%s: the schema refuses it: %v", name, err)
		}
		if _, err := read(t, text); err != nil {
			t.Errorf("%s: the reader refuses it: %v", name, err)
		}
	}
	for name, test := range invalid {
		if err := validate(t, schema, test.text); (err != nil) != test.schema {
			t.Errorf("%s: the schema says %v, want an error: %v", name, err, test.schema)
		}
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(config.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("config.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("config.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, text string) error {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}
