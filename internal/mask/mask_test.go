package mask

import (
	"strings"
	"testing"
	"time"
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

func redactAll(text string) string { return maskFile("f", text) }

func TestRedactLine(t *testing.T) {
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
			got := redactAll(test.in)
			if got != test.want {
				t.Errorf("\n in  %s\n got  %s\n want %s", test.in, got, test.want)
			}
			if utf8.RuneCountInString(got) != utf8.RuneCountInString(test.in) {
				t.Errorf("length changed: %q to %q", test.in, got)
			}
		})
	}
}

func TestRedactBlocks(t *testing.T) {
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
			if got := redactAll(test.in); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

// redactTime returns the shortest of three times that it takes to redact a line made of a repeated part.
func redactTime(part string, size int) time.Duration {
	line := strings.Repeat(part, size/len(part))
	best := time.Hour
	for range 3 {
		start := time.Now()
		redactAll(line)
		best = min(best, time.Since(start))
	}
	return best
}

func TestRedactTakesTimeInProportion(t *testing.T) {
	for _, part := range []string{"password=a ", "${DB_PASSWORD:-", "${PASSWORD:-${A:-x}}", `name: password, value: x `, "PASSWORD: ${A:-",
		`"token": "x`, "a://b:c@", "--password ", "'", "-----BEGIN ", "password: ", "x: {secret: "} {
		small, large := redactTime(part, 4_000), redactTime(part, 64_000)
		if large > 80*small && large > 100*time.Millisecond {
			t.Errorf("%q: 16 times the length takes %v instead of %v", part, large, small)
		}
	}
}

func TestRedactText(t *testing.T) {
	in := `cannot fetch "https://bob:hunter2@x/y" with ghp_0123456789abcdef, password stays a word`
	want := `cannot fetch "https://bob:*******@x/y" with ********************, password stays a word`
	if got := Text(in); got != want {
		t.Errorf("got %s", got)
	}
}
