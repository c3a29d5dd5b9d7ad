package mask

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/source"
)

// maskFile returns the lines of a file of that name with its secrets hidden.
func maskFile(name, text string) string {
	f := source.NewFile(name, []byte(text))
	m := New(nil, nil)
	var lines []string
	for n := 1; n <= f.Lines(); n++ {
		lines = append(lines, m.Line(f, n).String())
	}
	return strings.Join(lines, "\n")
}

// Each of these lines is a file without a tree.
func TestLines(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"env list", `- DB_PASSWORD=hunter2`, `- DB_PASSWORD=*******`},
		{"env list quoted", `- "DB_PASSWORD=hunter2 x"`, `- "DB_PASSWORD=*********"`},
		{"env map", `DB_PASSWORD: hunter2  # set by ops`, `DB_PASSWORD: *******  # set by ops`},
		{"env map quoted", `DB_PASS: "hun\"ter2" # c`, `DB_PASS: "*********" # c`},
		{"single quotes", `api-key: 'it''s'`, `api-key: '*****'`},
		{"json", `{"user": "bob", "password":"hunter2", "port": 1}`, `{"user": "bob", "password":"*******", "port": 1}`},
		{"toml", `secret = "hunter2"`, `secret = "*******"`},
		{"flow yaml", `{password: hunter2, user: bob}`, `{password: *******************`},
		{"flag", `command: x --password=hunter2 --user=bob`, `command: x --password=******* --user=bob`},
		{"flag blank", `command: redis-server --requirepass hunter2 --save 60`, `command: redis-server --requirepass ******* --save 60`},
		{"config directive", `requirepass hunter2`, `requirepass *******`},
		{"flag list", `["--password", "hunter2", "--user", "bob"]`, `["--password", "*******", "--user", "bob"]`},
		{"short", `mysql -u root -p hunter2`, `mysql -u root -p *******`},
		{"attached", `mysqladmin ping -phunter2`, `mysqladmin ping -p*******`},
		{"port mapping", `docker run -p 8080:80 x`, `docker run -p 8080:80 x`},
		{"mkdir", `mkdir -p /data/x`, `mkdir -p /data/x`},
		{"curl", `curl -u bob:hunter2 x`, `curl -u *********** x`},
		{"redis-cli", `["redis-cli", "-a", "hunter2", "ping"]`, `["redis-cli", "-a", "*******", "ping"]`},
		{"ldap", `["ldapsearch", "-x", "-w", "hunter2"]`, `["ldapsearch", "-x", "-w", "*******"]`},
		{"short name", `- CS2_RCONPW=hunter2`, `- CS2_RCONPW=*******`},
		{"public key", `runtime_key: cors.enabled`, `runtime_key: cors.enabled`},
		{"openssl", `openssl enc -pass pass:hunter2`, `openssl enc -pass ************`},
		{"url", `DATABASE_URL=postgres://bob:hunter2@db:5432/x`, `DATABASE_URL=postgres://bob:*******@db:5432/x`},
		{"url with @", `URL: amqp://bob:hun@ter/2@mq`, `URL: amqp://bob:*********@mq`},
		{"url without user", `redis://:hunter2@cache`, `redis://:*******@cache`},
		{"url user only", `https://hunter2@sentry.io/1`, `https://*******@sentry.io/1`},
		{"url with port", `https://host:8080/@scope/pkg`, `https://host:8080/@scope/pkg`},
		{"git url", `ssh://git@github.com/a/b`, `ssh://git@github.com/a/b`},
		{"bearer", `Authorization: Bearer hunter2hunter2`, `Authorization: *********************`},
		{"header", `curl -H "Authorization: Bearer hunter2" x`, `curl -H "Authorization: **************" x`},
		{"basic elsewhere", `- 'x: Basic aHVudGVyMg=='`, `- 'x: Basic ************'`},
		{"prose", `# basic setup of the proxy`, `# basic setup of the proxy`},
		{"default", `DB_PASSWORD: ${DB_PASSWORD:-hunter2}`, `DB_PASSWORD: ${DB_PASSWORD:-*******}`},
		{"default under another key", `url: x/${API_TOKEN-hunter2}/y`, `url: x/${API_TOKEN-*******}/y`},
		{"nested default", `PASSWORD: ${A:-${B:-hunter2}}`, `PASSWORD: ${A:-${B:-*******}}`},
		{"unclosed default", `PASSWORD: ${A:-hunter2`, `PASSWORD: ************`},
		{"deep default", `PASSWORD: ${A:-${B:-${C:-${D:-${E:-${F:-x}}}}}}`, `PASSWORD: ${A:-*******************************}`},
		{"required", `PASSWORD: ${DB_PASSWORD:?must be set}`, `PASSWORD: ${DB_PASSWORD:?must be set}`},
		{"reference", `- DB_PASSWORD=${DB_PASSWORD}`, `- DB_PASSWORD=${DB_PASSWORD}`},
		{"plain reference", `PASSWORD: $DB_PASSWORD`, `PASSWORD: $DB_PASSWORD`},
		{"escaped reference", `PASSWORD: $${hunter2}`, `PASSWORD: ***********`},
		{"reference and text", `PASSWORD: ${A}hunter2`, `PASSWORD: ${A}*******`},
		{"dollar in a password", `PASSWORD: pa$sword`, `PASSWORD: ********`},
		{"mounted", `DB_PASSWORD_FILE: /run/secrets/db`, `DB_PASSWORD_FILE: /run/secrets/db`},
		{"mounted under a secret key", `DB_PASSWORD=/run/secrets/db`, `DB_PASSWORD=/run/secrets/db`},
		{"harmless", `MYSQL_ALLOW_EMPTY_PASSWORD: "yes"`, `MYSQL_ALLOW_EMPTY_PASSWORD: "yes"`},
		{"token prefix", `- X=ghp_0123456789abcdef`, `- X=********************`},
		{"aws", `id AKIAIOSFODNN7EXAMPLE end`, `id ******************** end`},
		{"jwt", `x eyJhbGciOiJ9.eyJzdWIi.sig_x y`, `x ***************************` + ` y`},
		{"bcrypt", `- "bob:$$2y$$05$$abcdefghijklmnopqrstuv"`, `- "bob:********************************"`},
		{"apr1", `bob:$apr1$abc$defghi`, `bob:****************`},
		{"argon2", `x $argon2id$v=19$m=65536,t=3$abc y`, `x ****************************** y`},
		{"azure", `AccountName=x;AccountKey=hunter2==;`, `AccountName=x;AccountKey=*********;`},
		{"pair", `{"name": "DB_PASSWORD", "value": "hunter2"}`, `{"name": "DB_PASSWORD", "value": "*******"}`},
		{"pem in one line", `key: "-----BEGIN KEY-----\nMII\n-----END KEY-----"`, `key: "-----BEGIN KEY-----*******-----END KEY-----"`},
		{"wide runes", `PASSWORD: 密码é`, `PASSWORD: ***`},
		{"apostrophe in prose", `# don't PASSWORD=hun'ter2`, `# don't PASSWORD=********`},
		{"image", `image: bitnami/sealed-secrets:1.2`, `image: bitnami/sealed-secrets:1.2`},
		{"list of secrets", `secrets: [db_password]`, `secrets: [db_password]`},
		{"blank", "  \t", "  \t"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := maskFile("f", test.in)
			if got != test.want {
				t.Errorf("\n in  %s\n got  %s\n want %s", test.in, got, test.want)
			}
			if utf8.RuneCountInString(got) != utf8.RuneCountInString(test.in) {
				t.Errorf("length changed: %q to %q", test.in, got)
			}
		})
	}
}

func TestBlocks(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"block scalar", `
private_key: |
  abc
    def

  ghi: jkl
user: bob`, `
private_key: |
  ***
    ***

  ********
user: bob`},
		{"pem", `
data: |
  -----BEGIN PRIVATE KEY-----
  MIIabc
  -----END PRIVATE KEY-----
  after`, `
data: |
  -----BEGIN PRIVATE KEY-----
  ******
  -----END PRIVATE KEY-----
  after`},
		{"multi-line scalars", `
a:
  password: "abc
    def"
  token: abc
    def
  user: bob`, `
a:
  password: "***
    ***"
  token: ***
    ***
  user: bob`},
		{"dotenv over lines", "A_SECRET=\"abc\ndef\"\nB=1", "A_SECRET=\"***\n***\"\nB=1"},
		{"nested", `
credentials:
  user: bob
  list:
  - abc
  text: |
    def
  file: ./x
other: 1`, `
credentials:
  user: ***
  list:
  - ***
  text: |
    ***
  file: ./x
other: 1`},
		{"list at the indent of its key", `
tokens:
- abc=
- def: ghi
port: 80`, `
tokens:
- ****
- def: ***
port: 80`},
		{"json", `
{
  "auth": {
    "key1": "abc",
    "n": ["x"]
  },
  "port": 80
}`, `
{
  "auth": {
    "key1": "***",
    "n": ["*"]
  },
  "port": 80
}`},
		{"compose secrets", `
services:
  token-server:
    image: x
    secrets:
      - db_password
secrets:
  db_password:
    file: ./db_password.txt
  api_token:
    environment: API_TOKEN
  other_token:
    content: abc`, `
services:
  token-server:
    image: x
    secrets:
      - db_password
secrets:
  db_password:
    file: ./db_password.txt
  api_token:
    environment: API_TOKEN
  other_token:
    content: ***`},
		{"argument in the next item", `
command:
  - --requirepass
  - abc=def
  - --save`, `
command:
  - --requirepass
  - *******
  - --save`},
		{"name and value", `
env:
  - name: DB_PASSWORD
    value: abc
  - name: PORT
    value: "80"`, `
env:
  - name: DB_PASSWORD
    value: ***
  - name: PORT
    value: "80"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := maskFile("f", test.in); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestText(t *testing.T) {
	in := `cannot fetch "https://bob:hunter2@x/y" with ghp_0123456789abcdef, password stays a word`
	want := `cannot fetch "https://bob:*******@x/y" with ********************, password stays a word`
	if got := Text(in); got != want {
		t.Errorf("got %s", got)
	}
}

// TestTrees masks files whose trees say what a line does not.
func TestTrees(t *testing.T) {
	tests := []struct{ name, file, in, want string }{
		{"flow", "f.yaml", `{password: hunter2, user: bob}`, `{password: *******, user: bob}`},
		{"value on the next line", "f.yaml", "password:\n  hunter2\nx: y", "password:\n  *******\nx: y"},
		{"explicit key", "f.yaml", "? password\n: hunter2\nx: y", "? password\n: *******\nx: y"},
		{"block in a list", "f.yaml", "environment:\n- |-\n  PASSWORD=x\n  hunter2\nx: y", "environment:\n- |-\n  PASSWORD=*\n  *******\nx: y"},
		{"alias", "f.yaml", "x: &a hunter2\npassword: *a", "x: &a *******\npassword: *a"},
		{"value before its name", "f.yaml", "- {value: hunter2, key: x-api-key}", "- {value: *******, key: x-api-key}"},
		{"matcher", "f.yaml", "{name: authorization, string_match: {exact: hunter2}}", "{name: authorization, string_match: {exact: *******}}"},
		{"number", "f.yaml", "token_config: {size: 100, pin_token: 100}", "token_config: {size: 100, pin_token: ***}"},
		{"token bucket", "f.yaml", "token_bucket: {max_tokens: 10, fill_interval: 1s}", "token_bucket: {max_tokens: 10, fill_interval: 1s}"},
		{"escapes", "f.json", `{"c": "a \"password\": \"hun\\ter\u0032\", x"}`, `{"c": "a \"password\": \"**************\", x"}`},
		{"surrogates", "f.json", `{"c": "\ud83d\ude00 --token hunter2 x"}`, `{"c": "\ud83d\ude00 --token ******* x"}`},
		{"folded", "f.yaml", "c: >\n  run\n  --token\n  hunter2\n  x", "c: >\n  run\n  --token\n  *******\n  x"},
		{"single quotes", "f.yaml", "c: 'it''s --token hunter2 ''x'''", "c: 'it''s --token ******* ''x'''"},
		{"words of a command", "f.yaml", "[mysql, -uroot, -phunter2, x]", "[mysql, -uroot, -p*******, x]"},
		{"argument in the next word", "f.yaml", "[redis-cli, -a, hunter2, ping]", "[redis-cli, -a, *******, ping]"},
		{"no argument", "f.yaml", "[--token, --verbose, mkdir, -p, data]", "[--token, --verbose, mkdir, -p, data]"},
		{"multi-line TOML", "f.toml", "a_token = '''\nhunter2\n'''\nx = 1", "a_token = '''\n*******\n'''\nx = 1"},
		{"comment", "f.yaml", "a: b # password: hunter2\n# PASSWORD=hunter2\nc: d", "a: b # password: *******\n# PASSWORD=*******\nc: d"},
		{"comment in JSON", "f.json", "{// token=hunter2 x\n\"a\": 1}", "{// token=******* x\n\"a\": 1}"},
		{"services are named", "f.yaml", "services: {token-server: {image: x}}", "services: {token-server: {image: x}}"},
		{"names behind a tag in a broken file", "f.yaml", "paths:\n\n  # x\n  !!x auth:\n    password: hunter2\n    password: x",
			"paths:\n\n  # x\n  !!x auth:\n    password: *******\n    password: *"},
		{"names of secrets", "f.yaml", "a: {secrets: [db_password, {source: token}]}", "a: {secrets: [db_password, {source: token}]}"},
		{"manifest", "f.yaml", "kind: Secret\ndata: {name: aHVudGVyMg==}", "kind: Secret\ndata: {name: ************}"},
		{"key set", "f.json", `{"kty": "oct", "kid": "a", "k": "hunter2"}`, `{"kty": "oct", "kid": "a", "k": "*******"}`},
		{"YAML in YAML", "f.yaml", "c: |\n  - value: hunter2\n    key: authorization", "c: |\n  - value: *******\n    key: authorization"},
		{"JSON in YAML", "f.yaml", `c: '{"a": {"password": ["hunter2"]}}'`, `c: '{"a": {"password": ["*******"]}}'`},
		{"earlier setting", ".env", "A_TOKEN=hunter2\nA_TOKEN=hunter3\nB=1", "A_TOKEN=*******\nA_TOKEN=*******\nB=1"},
		{"quotes in a URL", "f.yaml", "c: x rtsp://bob:hun\"\\0\"ter2@host", "c: x rtsp://bob:***********@host"},
		{"dollar", ".env", "PASSWORD=S3cr$tail", "PASSWORD=*********"},
		{"token as a key", "f.yaml", "ghp_0123456789abcdef: bob", "********************: bob"},
		{"a tag in front", "f.yaml", "a: [\npassword: !!str hunter2\nc: [--token, !x \"hunter2\"]\nd:\n- --token\n- !x hunter2", "a: [\npassword: !!str *******\nc: [--token, !x \"*******\"]\nd:\n- --token\n- !x *******"},
		{"pair with tags", "f.json", `{"a": !b [, "value": "hunter2", "key": !x "authorization"}`, `{"a": !b [, "value": "*******", "key": !x "authorization"}`},
		{"server for WebRTC", "f.yaml", "a: [turn:bob:hunter2[b, stun:h:1]", "a: [turn:bob:*********, stun:h:1]"},
		{"broken", "f.yaml", "a: [\npassword: hunter2\nx: y", "a: [\npassword: *******\nx: y"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := maskFile(test.file, test.in); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestASecretIsHiddenWhereItIsAgain is about a file that has the value of a secret in clear as well, but not as a name.
func TestASecretIsHiddenWhereItIsAgain(t *testing.T) {
	text := "services: {web9000: {image: x, command: [x, --password, hunter2hunter, hunter2hunter], environment: {PLAIN: hunter2hunter, A_TOKEN: web9000}}}"
	want := "services: {web9000: {image: x, command: [x, --password, *************, *************], environment: {PLAIN: *************, A_TOKEN: *******}}}"
	if got := File(source.NewFile("compose.yaml", []byte(text))); got != want {
		t.Errorf("it becomes %s", got)
	}
}

func TestDirectivesOfNginx(t *testing.T) {
	t.Parallel()
	text := "set $api_key \"s3cr3t-a\";\nlocation / { proxy_set_header X-Api-Key s3cr3t-b; fastcgi_param DB_PASSWORD 's3cr3t-c'; }\n" +
		"proxy_set_header Authorization $http_authorization;\nadd_header X-Frame-Options DENY;\n"
	got := File(source.NewFile("a.conf", []byte(text)))
	if strings.Contains(got, "s3cr3t") || !strings.Contains(got, "$http_authorization") || !strings.Contains(got, "DENY") {
		t.Errorf("masked as %s", got)
	}
}

func TestConstantsOfFormattedStrings(t *testing.T) {
	t.Parallel()
	text := "API_KEY = \"hunter2hunter\"\nURL = f\"https://a.example/?api_key={API_KEY}&token={hunter3hunter}\"\n"
	want := "API_KEY = \"*************\"\nURL = f\"https://a.example/?api_key={API_KEY}&token={*************}\"\n"
	if got := File(source.NewFile("a.py", []byte(text))); got != want {
		t.Errorf("masked as %s", got)
	}
}

// TestReferencesInBrackets is about plain scalars in a text without a tree whose parts look like the end of a list or like keys; the
// reference itself is no secret.
func TestReferencesInBrackets(t *testing.T) {
	for text, want := range map[string]string{
		"a: {TOKEN: {x: hunter${A:-${B}}2}, y: 1}": "a: {TOKEN: {x: ******${A:-${B}}*}, y: 1}",
		"a: {TOKENS: [hunter${A}2, b$c], y: 1}":    "a: {TOKENS: [******${A}*, ***], y: 1}",
		"a: {TOKEN: {x: one:two}, y: 1}":           "a: {TOKEN: {x: *******}, y: 1}",
		"a: {TOKEN: {x: hunter2: b: two}, y: 1}":   "a: {TOKEN: {x: *******: *: ***}, y: 1}",
	} {
		if got := Source(text); got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
}
