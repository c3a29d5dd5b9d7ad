package source

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJSON(t *testing.T) {
	runExamples(t, "f.json", []example{
		{"values", "{\n  \"a\": [1, -2.5, true, null],\n  \"b\": {\"c\": \"\\/\\u00e9\"}\n}\n", `
. {} 1:1-4:2
a [] 2:8-2:29 key 2:3-2:6
a[0] 1 2:9-2:10
a[1] -2.5 2:12-2:16
a[2] true 2:18-2:22
a[3] null 2:24-2:28
b {} 3:8-3:25 key 3:3-3:6
b.c "/é" 3:14-3:24 key 3:9-3:12
`},
		{"numbers", "[9223372036854775807, 9223372036854775808, 1e400, -0]", `
. [] 1:1-1:54
[0] 9223372036854775807 1:2-1:21
[1] 9.223372036854776e+18 1:23-1:42
[2] "1e400" 1:44-1:49
[3] 0 1:51-1:53
`},
		{"non-ASCII columns", "{\"é\": \"ü\", \"x\": 1}", `
. {} 1:1-1:19
["é"] "ü" 1:7-1:10 key 1:2-1:5
x 1 1:17-1:18 key 1:12-1:15
`},
		{"byte order mark and CRLF", "\ufeff{\"a\":\r\n1}", `
. {} 1:1-2:3
a 1 2:1-2:2 key 1:2-1:5
`},
		{"duplicate key", "{\"a\": 1,\n \"\\u0061\": 2}", `
f.json:2:2: key "a" is already set at line 1
`},
		{"comment", "{\n // c\n \"a\": 1}", `
f.json:2:2: a comment is not JSON
`},
		{"trailing comma", "{\"a\": [1, ],\n}", `
f.json:1:9: a comma behind the last value is not JSON
`},
		{"nothing", "", `
f.json:1:1: parsing value: unexpected end of file
`},
		{"secret in a broken literal", "{\"password\":\n hunter2}", `
f.json:2:2: invalid literal
`},
		{"broken escape", "[\"hunter2\\q\"]", `
f.json:1:2: invalid literal
`},
		{"missing comma", "{\"é\": 1 \"b\": 2}", `
f.json:1:9: invalid character '"' after object value (expecting ',' or '}')
`},
		{"open object", "{\"a\": 1", `
f.json:1:8: parsing object after value: unexpected end of file
`},
	})
}

func TestJWCC(t *testing.T) {
	f := NewFile("f.json", []byte("// a\n{ // b\n  /* c */ \"d\": [1 /* e */, 2 , ], // f\n} // g"))
	_, extensions, err := ReadJWCC(f, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, at := range extensions {
		got = append(got, fmt.Sprintf("%d:%d %s", at.Start.Line, at.Start.Column, at.Text()))
	}
	want := []string{"1:1 // a", "2:3 // b", "3:3 /* c */", "3:19 /* e */", "3:30 ,", "3:33 ,", "3:35 // f", "4:3 // g"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
