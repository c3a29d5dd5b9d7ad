package mask

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/source"
)

// parts are what long texts are made of: each begins something that is looked for, and most of them never end it.
var parts = []string{
	"password=a ", "password=a;", "password='a", `"password": "a`, `\"password\":\"a`, "password: ", "password: ' ", "password: {a: ",
	"password: [[", `password="""`, "password:\n  a\n", "password: |\n", "x: {secret: ", "${DB_PASSWORD:-", "${PASSWORD:-${A:-x}}",
	"PASSWORD: ${A:-", "${A}${PASSWORD:-c}", "name: password, value: x ", "value: x, key: password ", "key: password\nvalue: ",
	`"token": "x`, `"token", "x`, `"token",`, "--password ", "--password=", "-p x ", "-p | ", "-u a:b ", "mysql -px ", "mysql ; -px", "a://b:c@",
	"http://a:", "//a", "//a:1/@", "a:b@", "a:b@ ", "@", "'", `\`, `"a\`, "-----BEGIN ", "-----BEGIN x-----", "bearer ", "bearer aaaaaaa ", "sk-",
	"ghp_aaaaaaaaaaaaaaaa", "eyJ.", "$2a$", "$$2a$$", "$", "{SHA}", "{SHA", "12345678:AA", "turn:a:b ", "identified by '", "kty k: ", "a", "{", "[",
	"- ", "\n", " ", "é", "password: a # ", "# password: a\n", "token:\n- a\n", "PASSWORD ", "ENV PASSWORD a", "secrets: [a, ",
}

// work returns how many bytes are looked at in a text that is made of a part.
func work(part string, size int) int {
	s := &scan{text: strings.Repeat(part, size/len(part)), command: &command{}, fresh: true}
	s.all()
	return s.work
}

// TestWorkGrowsWithTheLength counts the bytes that are looked at, and not the time, which other programs take a part in.
func TestWorkGrowsWithTheLength(t *testing.T) {
	t.Parallel()
	for _, part := range parts {
		const size = 1 << 15
		small, large := work(part, size), work(part, 4*size)
		if small == 0 || large > 5*small || large > 100*size {
			t.Errorf("%q: %d bytes are looked at in %d bytes, and %d in 4 times as many", part, small, size, large)
		}
	}
}

// TestManySecretsInOneLine has keys, aliases and marks far down a line, in no order, where each is found by its line and column.
func TestManySecretsInOneLine(t *testing.T) {
	t.Parallel()
	const many = 3_000
	var flow, anchors, aliases strings.Builder
	for i := range many {
		fmt.Fprintf(&flow, "é%d_password: zq7x%d, ", i, i)
		fmt.Fprintf(&anchors, "&a%d zq7y%d, ", i, i)
		fmt.Fprintf(&aliases, "*a%d, ", many-1-i)
	}
	text := "{" + flow.String() + "x: [" + anchors.String() + "], secret_values: [" + aliases.String() + "]}"
	if out := maskFile("f.yaml", text); strings.Contains(out, "zq7") {
		t.Errorf("a secret is left at %s", out[strings.Index(out, "zq7"):][:20])
	}
}

func BenchmarkLongLine(b *testing.B) {
	for _, part := range parts {
		for _, size := range []int{1 << 16, 1 << 20} {
			text := strings.Repeat(part, size/len(part))
			b.Run(fmt.Sprintf("%q/%d", part, size), func(b *testing.B) {
				b.SetBytes(int64(size))
				for range b.N {
					Source(text)
				}
			})
		}
	}
}

// BenchmarkFile looks at a file of 5,000 services, each with a secret.
func BenchmarkFile(b *testing.B) {
	var text strings.Builder
	text.WriteString("services:\n")
	for i := range 5_000 {
		fmt.Fprintf(&text, "  s%d:\n    image: nginx:1.27\n    environment:\n      - DB_PASSWORD=x%d\n      - URL=http://a:b%d@c\n", i, i, i)
	}
	f := source.NewFile("compose.yaml", []byte(text.String()))
	b.SetBytes(int64(text.Len()))
	for range b.N {
		File(f)
	}
}
