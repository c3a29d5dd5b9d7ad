package source

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// aliasBomb returns a file of few lines that stands for width^levels values.
func aliasBomb(levels, width int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 lol\n")
	for i := 1; i <= levels; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), width), ", "))
	}
	return b.String()
}

func nested(open, inner, end string, levels int) string {
	return strings.Repeat(open, levels) + inner + strings.Repeat(end, levels)
}

func mergeBomb(keys, merges int) string {
	var b strings.Builder
	b.WriteString("base: &b\n")
	for i := range keys {
		fmt.Fprintf(&b, "  k%d:\n", i)
	}
	for i := range merges {
		fmt.Fprintf(&b, "m%d: {<<: *b}\n", i)
	}
	return b.String()
}

func TestLimits(t *testing.T) {
	small := Limits{MaxDepth: 5, MaxNodes: 20}
	cases := []struct {
		name, file, content string
		limits              Limits
		want                string // "" when the file is read
	}{
		{"alias bomb", "f.yaml", aliasBomb(10, 10), DefaultLimits(), "f.yaml:7:20: more than 250000 values once aliases are expanded"},
		{"wide alias bomb", "f.yaml", aliasBomb(60, 2), DefaultLimits(), "f.yaml:17:11: more than"},
		{"merge bomb", "f.yaml", mergeBomb(1000, 2000), DefaultLimits(), "more than 250000 values"},
		{"many aliases of one value", "f.yaml", aliasBomb(1, 10), small, ""},
		{"aliases in depth", "f.yaml", "a: &a [[1]]\nb: [[[*a]]]\n", small, "f.yaml:2:7: values stand more than 5 levels"},
		{"YAML depth", "f.yaml", nested("[", "1", "]", 4), small, ""},
		{"YAML too deep", "f.yaml", nested("[", "1", "]", 5), small, "f.yaml:1:6: values stand more than 5 levels"},
		{"YAML far too deep", "f.yaml", nested("[", "1", "]", 9000), DefaultLimits(), "f.yaml:1:201: values stand more than 200 levels"},
		{"YAML nodes", "f.yaml", "[" + strings.Repeat("1,", 20) + "]", small, "more than 20 values"},
		{"YAML absent nodes", "f.yaml", "{a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u}", small, "more than 20 values"},
		{"JSON depth", "f.json", nested("[", "1", "]", 5), small, ""},
		{"JSON too deep", "f.json", `["[[[[[",` + nested("[", "1", "]", 5) + "]", small, "f.json:1:14: values stand more than 5 levels"},
		{"JSON far too deep", "f.json", strings.Repeat("[", 1<<20), DefaultLimits(), "f.json:1:201: values stand more than 200 levels"},
		{"JSON nodes", "f.json", "[" + strings.Repeat("1,", 20) + "1]", small, "f.json:1:40: more than 20 values"},
		{"TOML arrays", "f.toml", "a = " + nested("[", "", "]", 9000), DefaultLimits(), "f.toml:1:204: values stand more than 200 levels"},
		{"TOML keys", "f.toml", nested("a.", "a = 1", "", 9000), DefaultLimits(), "f.toml:1:401: values stand more than 200 levels"},
		{"TOML header", "f.toml", "[" + nested("a.", "a]", "", 9000), DefaultLimits(), "values stand more than 200 levels"},
		{"TOML inline tables", "f.toml", "a = " + nested("{a=", "1", "}", 9000), DefaultLimits(), "values stand more than 200 levels"},
		{"TOML nodes", "f.toml", "a = [" + strings.Repeat("1,", 20) + "]", small, "more than 20 values"},
		{"TOML tables", "f.toml", strings.Repeat("[[a]]\n", 20), small, "more than 20 values"},
		{"dotenv nodes", ".env", strings.Repeat("A=1\n", 20), small, "more than 20 values"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := readAny(NewFile(c.file, []byte(c.content)), c.limits)
			var syntax *SyntaxError
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && !errors.As(err, &syntax):
				t.Errorf("error %v, want %q", err, c.want)
			case c.want != "" && !strings.Contains(err.Error(), c.want):
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

func readAny(f *File, l Limits) error {
	_, err := FormatOf(f.Path).Read(f, l)
	return err
}

func TestAliasBombTakesLittleMemory(t *testing.T) {
	f := NewFile("f.yaml", []byte(aliasBomb(10, 10)))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := readAny(f, DefaultLimits()); err == nil {
		t.Fatal("the bomb was read")
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 4<<20 {
		t.Errorf("%d bytes allocated", grown)
	}
}

func TestBuilderPositionIsThePositionOfTheFile(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	content := []byte(byteOrderMark + "aé\n\nbbb日本\r\n" + strings.Repeat("x", 50) + "\nc")
	f := NewFile("f", content)
	b := newBuilder(f, DefaultLimits())
	for range 2000 {
		offset := random.IntN(len(content) + 1)
		if offset < len(content) && content[offset]&0xC0 == 0x80 {
			continue // inside a character
		}
		if got, want := b.position(offset), f.Position(offset); got != want {
			t.Fatalf("offset %d: %v, want %v", offset, got, want)
		}
	}
}

// TestOneLongLine would not end within the time of a test if a position cost the length of its line.
func TestOneLongLine(t *testing.T) {
	list := "[" + strings.Repeat(`"é",`, 200_000) + `"x"]`
	for _, file := range []string{"f.yaml", "f.json", "f.toml"} {
		content := list
		if file == "f.toml" {
			content = "a = " + list
		}
		if err := readAny(NewFile(file, []byte(content)), DefaultLimits()); err != nil {
			t.Error(err)
		}
	}
}
