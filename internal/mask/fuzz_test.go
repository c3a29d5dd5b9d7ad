package mask

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/source"
)

// FuzzSecret plants a secret in the shapes that people write it in, among text that the fuzzer makes up, in files with and without
// a tree.
func FuzzSecret(f *testing.F) {
	f.Add("web", "x", "s3cr3tvalue", uint8(0))
	f.Add("don't \"say", "{a: [", "Pa$$w0rd!#x", uint8(3))
	f.Add("# c", "é\t", "密码密码", uint8(9))
	f.Add("a: b", "c: d", "S3cr$tail", uint8(1))
	f.Fuzz(func(t *testing.T, before, after, secret string, shape uint8) {
		if strings.ContainsAny(before+after, "\r\n") || !plausible(secret) {
			t.Skip()
		}
		shapes := []string{
			"«B»\n- DB_PASSWORD=«S»\n«A»", "«B»\nDB_PASSWORD: «S»\n«A»", "«B»\nDB_PASSWORD: \"«S»\" # «A»", "{\"password\": \"«S»\", \"x\": \"y\"}\n«A»",
			"«B»\n  - --requirepass\n  - «S»\n«A»", "«B»\ncommand: x --password «S» «A»", "«B»\ncommand: [\"--token\", \"«S»\"]", "url: redis://:«S»@host «A»",
			"«B»\nx: ${DB_PASSWORD:-«S»} «A»", "private_key: |\n  «B»\n  «S»\n«A»", "«B»\n-----BEGIN X KEY-----\n«S»\n-----END X KEY-----\n«A»",
			"credentials:\n  - «S»\n«A»", "- name: API_TOKEN\n  value: «S»\n«A»", "export API_KEY='«S»' # «A»", "x: \"-e SECRET=«S»\" «A»",
			"- value: \"«S»\"\n  key: authorization\n«A»", "x: |\n  «B»\n  h:add(\"x-api-key\", \"«S»\")\n«A»", "«B»\nPASSWORD:\n  «S»\n«A»",
			"x: \"{\\\"password\\\": \\\"«S»\\\"}\"\n«A»", "a = \"\"\"\n«B»\"\"\"\nb_secret = \"\"\"\n«S»\n\"\"\"\n«A»",
		}
		fill := func(secret string) string {
			return strings.NewReplacer("«B»", before, "«A»", after, "«S»", secret).Replace(shapes[int(shape)%len(shapes)])
		}
		if strings.Contains(fill(""), secret) {
			t.Skip()
		}
		names := []string{"f", "f.yaml", "f.toml", "f.json"}
		if strings.Contains(fill(""), "export") { // what dotenv files can say
			names = append(names, ".env")
		}
		for _, name := range names {
			if out := maskFile(name, fill(secret)); strings.Contains(out, secret) {
				t.Errorf("%q survives in %s:\n%s\nmasked\n%s", secret, name, fill(secret), out)
			}
		}
	})
}

// plausible reports whether a string is a secret that the shapes can contain without changing their syntax.
func plausible(secret string) bool {
	if len(secret) < 6 || !utf8.ValidString(secret) || isOpen(secret) || isPublic(secret) {
		return false
	}
	for _, r := range secret {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#%&*+-./:;<=>?@^_|~$", r) {
			return false
		}
	}
	return !strings.ContainsAny(secret[:1], "#&!|>*-?:%@") && !strings.HasSuffix(secret, ":") && !strings.Contains(secret, "-----")
}

// FuzzLength checks that a masked line has as many characters as the line.
func FuzzLength(f *testing.F) {
	f.Add("a: b\npassword: 密码é\nurl: x://u:\xff@h\n")
	f.Add("password: \"a\\\n  b\\u00e9\"\ntoken: |\n\tx\r\n  y\n")
	f.Add("{\"password\": \"\\ud83d\\ude00\"}")
	f.Fuzz(func(t *testing.T, content string) {
		for _, name := range []string{"f", "f.yaml", "f.toml", "f.json", ".env"} {
			file := source.NewFile(name, []byte(content))
			m := New(nil, nil)
			for n := 1; n <= file.Lines(); n++ {
				if line := m.Line(file, n); utf8.RuneCountInString(line.String()) != utf8.RuneCountInString(file.Line(n)) {
					t.Errorf("%s: line %d is %q, was %q", name, n, line, file.Line(n))
				}
			}
		}
		Text(content)
		Source(content)
	})
}
