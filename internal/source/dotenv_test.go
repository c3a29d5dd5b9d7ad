package source

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/dotenv"
)

// compareDotenv checks that Docker Compose reads the same variables. Three of its ways are left out: it substitutes
// variables, takes a bare key in the last line for a value, and allows a variable without a name.
func compareDotenv(t *testing.T, content []byte, _ error) {
	t.Helper()
	if bytes.ContainsAny(content, "$") {
		return
	}
	content = append(bytes.Clone(content), '\n')
	root, err := ReadDotenv(NewFile(".env", content), DefaultLimits())
	want, wantErr := dotenv.ParseWithLookup(bytes.NewReader(content), func(string) (string, bool) { return "", false })
	if err != nil {
		if wantErr == nil && !strings.HasSuffix(err.Error(), "without a name") {
			t.Errorf("refused although compose reads it: %v", err)
		}
		return
	}
	if wantErr != nil {
		t.Errorf("compose refuses it: %v", wantErr)
		return
	}
	got := map[string]string{}
	for _, e := range root.Entries {
		if e.Value.Kind == String {
			got[e.Key] = e.Value.Str()
		}
	}
	for key, value := range want {
		// A bare key leaves an earlier value alone in compose, and is null here.
		if e := root.Get(key); e.Str() != value && !(e != nil && e.Kind == Null) {
			t.Errorf("%s: %q, compose reads %q", key, e.Str(), value)
		}
	}
	for key := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%s: compose does not read it", key)
		}
	}
}

func TestDotenvAgreesWithCompose(t *testing.T) {
	cases := []string{
		"A=b\n", "export A=b\n", "export\tA=b\n", "exportA=b\n", "A = b \n", "A: b\n", "A:b\n", "A=b # c\n", "A=b#c\n", "A= # c\n", "A=#c\n", "A='b # c' # d\n",
		"A=\"b\\nc\"\n", "A=\"b\\\"c\"\n", "A='b\\'c'\n", "A='b\\nc'\n", "A=\"b\\\\c\"\n", "A=\"\\0101\\c\\x41\"\n", "A=\"b\nc\"\nD=e\n", "A='b\n\nc'\n", "A=\n", "A=\nB=c\n", "A=''\n",
		"A\nB=c\n", "A=1\nA=2\n", "A=\"b\"C=d\n", "A=\"b\n", "A B=c\n", "A-B.c[0]=d\n", "A?=b\n", "\ufeffA=b\n", "A=b\r\nC=d\r\n", "# c\n\n  A=b\n", "é=ü\n", "A=b=c\n", "A=b:c\n",
		"A=\\\"b\n", "1A=b\n", "A=b'c'\n", "=b\n", "\u00a0A=b\u00a0\n", "A='b' C\n",
	}
	for _, content := range cases {
		t.Run(content, func(t *testing.T) { compareDotenv(t, []byte(content), nil) })
	}
	if corpus := os.Getenv("SECLINT_CORPUS"); corpus != "" {
		_ = filepath.WalkDir(corpus, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() && strings.Contains(filepath.Base(path), ".env") {
				content, _ := os.ReadFile(path)
				t.Run(path, func(t *testing.T) { compareDotenv(t, content, nil) })
			}
			return nil
		})
	}
}

func TestDotenv(t *testing.T) {
	runExamples(t, ".env", []example{
		{"forms", "A=b\nexport C = d # e\nF: g\nH\nI=\nJ=#k\nL", `
. {} 1:1-7:2
A "b" 1:3-1:4 key 1:1-1:2
C "d" 2:12-2:13 key 2:8-2:9
F "g" 3:4-3:5 key 3:1-3:2
H null 4:2-4:2 key 4:1-4:2
I "" 5:3-5:3 key 5:1-5:2
J "#k" 6:3-6:5 key 6:1-6:2
L null 7:2-7:2 key 7:1-7:2
`},
		{"quotes", "A='b # c' # d\nE=\"f\\n\\\"\\$g\"\nH=\"i\nj\"\nK=l\n", `
. {} 1:1-6:1
A "b # c" 1:3-1:10 key 1:1-1:2
E "f\n\"$g" 2:3-2:13 key 2:1-2:2
H "i\nj" 3:3-4:3 key 3:1-3:2
K "l" 5:3-5:4 key 5:1-5:2
`},
		{"references stay", "A=${B:-c}\nD=\"$E\"\nF='$G'\n", `
. {} 1:1-4:1
A "${B:-c}" 1:3-1:10 key 1:1-1:2
D "$E" 2:3-2:7 key 2:1-2:2
F "$G" 3:3-3:7 key 3:1-3:2
`},
		{"the last setting counts", "A=1\nB=2\nA=3\n", `
. {} 1:1-4:1
B "2" 2:3-2:4 key 2:1-2:2
A "3" 3:3-3:4 key 3:1-3:2
`},
		{"byte order mark and CRLF", "\ufeffA=é\r\nB='c'\r\n", `
. {} 1:1-3:1
A "é" 1:3-1:4 key 1:1-1:2
B "c" 2:3-2:6 key 2:1-2:2
`},
		{"nothing", "# a\n", `
. {} 1:1-2:1
`},
		{"open quote", "A=1\nB='hunter2\n", `
.env:2:3: the quote is never closed
`},
		{"space in a name", "A=1\nB C=2\n", `
.env:2:1: the name of a variable holds a space
`},
		{"odd name", "A=1\nB;=2\n", `
.env:2:2: unexpected character ';' in the name of a variable
`},
		{"no name", "A=1\n=2\n", `
.env:2:1: a variable without a name
`},
	})
}

func TestVariablesAreBounded(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 20_001 {
		fmt.Fprintf(&text, "A%d=1\n", i)
	}
	_, err := ReadDotenv(NewFile(".env", []byte(text.String())), DefaultLimits())
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || syntax.At.Start.Line != 20_001 || syntax.Message != "more than 20000 variables" {
		t.Errorf("the error is %v", err)
	}
}
