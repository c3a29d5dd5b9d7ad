package source

import (
	"slices"
	"testing"
)

func TestYAMLScalars(t *testing.T) {
	runExamples(t, "f.yaml", []example{
		{"words", "a: b\nc: d e # f\n", `
. {} 1:1-2:7
a "b" 1:4-1:5 key 1:1-1:2
c "d e" 2:4-2:7 key 2:1-2:2
`},
		{"core schema", "[~, null, true, False, 0755, 0o7, 0x1F, 1_000, -3, 1.5, 1e3, .inf, .nan, yes, 2001-12-14]", `
. [] 1:1-1:90
[0] null 1:2-1:3
[1] null 1:5-1:9
[2] true 1:11-1:15
[3] false 1:17-1:22
[4] 493 1:24-1:28
[5] 7 1:30-1:33
[6] 31 1:35-1:39
[7] 1000 1:41-1:46
[8] -3 1:48-1:50
[9] 1.5 1:52-1:55
[10] 1000 1:57-1:60
[11] ".inf" 1:62-1:66
[12] ".nan" 1:68-1:72
[13] "yes" 1:74-1:77
[14] "2001-12-14" 1:79-1:89
`},
		{"large numbers", "[9223372036854775807, 18446744073709551615, 123456789012345678901234567890]", `
. [] 1:1-1:76
[0] 9223372036854775807 1:2-1:21
[1] 1.8446744073709552e+19 1:23-1:43
[2] 1.2345678901234568e+29 1:45-1:75
`},
		{"explicit core tags", "[!!str 1, !!int \"2\", !!float 3, !!binary YQ==, !!null '']", `
. [] 1:1-1:58
[0] "1" 1:8-1:9 !!str
[1] 2 1:17-1:20 !!int
[2] 3 1:30-1:31 !!float
[3] "YQ==" 1:42-1:46 !!binary
[4] null 1:55-1:57 !!null
`},
		{"signed bases", "[-0o17, -0b11, +0x1f, !!float 0x10, -.INF]", `
. [] 1:1-1:43
[0] -15 1:2-1:7
[1] -3 1:9-1:14
[2] 31 1:16-1:21
[3] 16 1:31-1:35 !!float
[4] "-.INF" 1:37-1:42
`},
		{"tag that does not fit", "a: !!int secret", `
f.yaml:1:10: the value does not fit its tag !!int
`},
		{"custom tags", "a: !reset null\nb: !override [1]\nc: !vault |\n  $x\nd: !reset\ne: !Ref &q F\n", `
. {} 1:1-6:13
a "null" 1:11-1:15 key 1:1-1:2 !reset
b [] 2:14-2:17 key 2:1-2:2 !override
b[0] 1 2:15-2:16
c "$x\n" 3:11-4:5 key 3:1-3:2 !vault
d "" 5:10-5:10 key 5:1-5:2 !reset
e "F" 6:12-6:13 key 6:1-6:2 !Ref
`},
		{"non-specific tag", "a: ! 1\n", `
. {} 1:1-1:7
a 1 1:6-1:7 key 1:1-1:2
`},
		{"quoted", "a: 'it''s'\nb: \"x\\\"\\u00e9\"\nc: \"two\n  lines\"\nd: ''\n", `
. {} 1:1-5:6
a "it's" 1:4-1:11 key 1:1-1:2
b "x\"é" 2:4-2:15 key 2:1-2:2
c "two lines" 3:4-4:9 key 3:1-3:2
d "" 5:4-5:6 key 5:1-5:2
`},
		{"plain over lines", "a: one\n  two\n\n  three\nb: 1\n", `
. {} 1:1-5:5
a "one two\nthree" 1:4-4:8 key 1:1-1:2
b 1 5:4-5:5 key 5:1-5:2
`},
		{"literal", "a: |\n  x\n\n  y\n\nb: |-\n  z\n# c\n", `
. {} 1:1-7:4
a "x\n\ny\n" 1:4-4:4 key 1:1-1:2
b "z" 6:4-7:4 key 6:1-6:2
`},
		{"keep", "a: |+\n  x\n\n\nb: 1\n", `
. {} 1:1-5:5
a "x\n\n\n" 1:4-4:1 key 1:1-1:2
b 1 5:4-5:5 key 5:1-5:2
`},
		{"folded", "a: >- # c\n  x\n  y\n\n  z\nb: >\n  w\n", `
. {} 1:1-7:4
a "x y\nz" 1:4-5:4 key 1:1-1:2
b "w\n" 6:4-7:4 key 6:1-6:2
`},
		{"indentation indicator", "a: |2\n    x\n   y\nb: |+\n\n", `
. {} 1:1-5:1
a "  x\n y\n" 1:4-3:5 key 1:1-1:2
b "\n" 4:4-5:1 key 4:1-4:2
`},
		{"absent values", "a:\nb: # c\nc: &x\nd: [\n]\n? e\n? f\n: 1\n", `
. {} 1:1-8:4
a null 1:3-1:3 key 1:1-1:2
b null 2:3-2:3 key 2:1-2:2
c null 3:6-3:6 key 3:1-3:2
d [] 4:4-5:2 key 4:1-4:2
e null 6:4-6:4 key 6:3-6:4
f 1 8:3-8:4 key 7:3-7:4
`},
		{"non-ASCII columns", "é: ü # ñ\n日: {本: 語, x: 1}\n", `
. {} 1:1-2:16
["é"] "ü" 1:4-1:5 key 1:1-1:2
["日"] {} 2:4-2:16 key 2:1-2:2
["日"]["本"] "語" 2:8-2:9 key 2:5-2:6
["日"].x 1 2:14-2:15 key 2:11-2:12
`},
		{"byte order mark and CRLF", "\ufeffa: 1\r\nb:\r\n- \"x\r\n  y\"\r\n", `
. {} 1:1-4:5
a 1 1:4-1:5 key 1:1-1:2
b [] 3:1-4:5 key 2:1-2:2
b[0] "x y" 3:3-4:5
`},
		{"other line breaks", "a: 1\rb: 2\u2028", `
. {} 1:1-1:10
a 1 1:4-1:5 key 1:1-1:2
b 2 1:9-1:10 key 1:6-1:7
`},
	})
}

func TestYAMLCollections(t *testing.T) {
	runExamples(t, "f.yaml", []example{
		{"nothing", "", ""},
		{"comments alone", "# a\n# b\n", ""},
		{"a document without a value", "---\n", `
. null 2:1-2:1
`},
		{"block", "a:\n  b:\n  - 1\n  -\n  - - x\n    - c: d\n      e: f\n\ng: h\n", `
. {} 1:1-9:5
a {} 2:3-7:11 key 1:1-1:2
a.b [] 3:3-7:11 key 2:3-2:4
a.b[0] 1 3:5-3:6
a.b[1] null 4:4-4:4
a.b[2] [] 5:5-7:11
a.b[2][0] "x" 5:7-5:8
a.b[2][1] {} 6:7-7:11
a.b[2][1].c "d" 6:10-6:11 key 6:7-6:8
a.b[2][1].e "f" 7:10-7:11 key 7:7-7:8
g "h" 9:4-9:5 key 9:1-9:2
`},
		{"flow", "a: {b: [1, {c: d}, ], e: , f, \"g\":h} # }\n", `
. {} 1:1-1:37
a {} 1:4-1:37 key 1:1-1:2
a.b [] 1:8-1:21 key 1:5-1:6
a.b[0] 1 1:9-1:10
a.b[1] {} 1:12-1:18
a.b[1].c "d" 1:16-1:17 key 1:13-1:14
a.e null 1:25-1:25 key 1:23-1:24
a.f null 1:29-1:29 key 1:28-1:29
a.g "h" 1:35-1:36 key 1:31-1:34
`},
		{"flow over lines", "a: [ # [\n  1, # ]\n\n  2\n\n  ]\nb: {}\nc: []\n", `
. {} 1:1-8:6
a [] 1:4-6:4 key 1:1-1:2
a[0] 1 2:3-2:4
a[1] 2 4:3-4:4
b {} 7:4-7:6 key 7:1-7:2
c [] 8:4-8:6 key 8:1-8:2
`},
		{"pairs in a flow sequence", "[a: 1, ? b : 2, {c: 3}: 4]\n", `
. [] 1:1-1:27
[0] {} 1:2-1:6
[0].a 1 1:5-1:6 key 1:2-1:3
[1] {} 1:8-1:15
[1].b 2 1:14-1:15 key 1:10-1:11
[2] {} 1:17-1:26
[2]["{c: 3}"] 4 1:25-1:26 key 1:17-1:23
`},
		{"properties in front", "a: &x !t # c\n  b: 1\nc: &y\n- 1\nd: &z {}\n&k e: &l 'f'\n", `
. {} 1:1-6:13
a {} 2:3-2:7 key 1:1-1:2 !t
a.b 1 2:6-2:7 key 2:3-2:4
c [] 4:1-4:4 key 3:1-3:2
c[0] 1 4:3-4:4
d {} 5:7-5:9 key 5:1-5:2
e "f" 6:10-6:13 key 6:4-6:5
`},
		{"keys that are no strings", "1: a\ntrue: b\n~: c\n? [x, y]\n: d\n? {z: 1}\n: e\n\"2\": f\n", `
. {} 1:1-8:7
1 "a" 1:4-1:5 key 1:1-1:2
true "b" 2:7-2:8 key 2:1-2:5
["~"] "c" 3:4-3:5 key 3:1-3:2
["[x, y]"] "d" 5:3-5:4 key 4:3-4:9
["{z: 1}"] "e" 7:3-7:4 key 6:3-6:9
2 "f" 8:6-8:7 key 8:1-8:4
`},
		{"several documents", "a: 1\n---\n- b\n...\n---\nc\n", `
. {} 1:1-1:5
a 1 1:4-1:5 key 1:1-1:2
---
. [] 3:1-3:4
[0] "b" 3:3-3:4
---
. "c" 6:1-6:2
`},
		{"tabs", "a:\t1\nb: [\t2 ]\t# c\n", `
. {} 1:1-2:9
a 1 1:4-1:5 key 1:1-1:2
b [] 2:4-2:9 key 2:1-2:2
b[0] 2 2:6-2:7
`},
		{"comments", "# top\n\n# one\n# two\na: 1 # three\nb:\n  # four\n  - x # five\n", `
. {} 5:1-8:6
a 1 5:4-5:5 key 5:1-5:2
b [] 8:3-8:6 key 6:1-6:2
b[0] "x" 8:5-8:6
`},
	})
}

func TestYAMLAliases(t *testing.T) {
	runExamples(t, "f.yaml", []example{
		{"alias", "a: &x {b: 1}\nc: *x\nd: [*x, *x ]\n", `
. {} 1:1-3:13
a {} 1:7-1:13 key 1:1-1:2
a.b 1 1:11-1:12 key 1:8-1:9
c {} 1:7-1:13 key 2:1-2:2 via 2:4
c.b 1 1:11-1:12 key 1:8-1:9
d [] 3:4-3:13 key 3:1-3:2
d[0] {} 1:7-1:13 via 3:5
d[0].b 1 1:11-1:12 key 1:8-1:9
d[1] {} 1:7-1:13 via 3:9
d[1].b 1 1:11-1:12 key 1:8-1:9
`},
		{"alias as key", "- &k name\n- *k : 1\n", `
. [] 1:1-2:9
[0] "name" 1:6-1:10
[1] {} 2:3-2:9
[1].name 1 2:8-2:9 key 2:3-2:5
`},
		{"redefined anchor", "a: &x 1\nb: *x\nc: &x 2\nd: *x\n", `
. {} 1:1-4:6
a 1 1:7-1:8 key 1:1-1:2
b 1 1:7-1:8 key 2:1-2:2 via 2:4
c 2 3:7-3:8 key 3:1-3:2
d 2 3:7-3:8 key 4:1-4:2 via 4:4
`},
		{"merge", "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n", `
. {} 1:1-4:7
a {} 1:7-1:19 key 1:1-1:2
a.b 1 1:11-1:12 key 1:8-1:9
a.c 2 1:17-1:18 key 1:14-1:15
d {} 3:3-4:7 key 2:1-2:2
d.c 3 4:6-4:7 key 4:3-4:4
d.b 1 1:11-1:12 key 1:8-1:9 via 3:7
`},
		{"earlier merges win", "a: &x {k: 1}\nb: &y {k: 2, l: 3}\nc:\n  <<: [*x, *y, {l: 4, m: 5}]\n", `
. {} 1:1-4:29
a {} 1:7-1:13 key 1:1-1:2
a.k 1 1:11-1:12 key 1:8-1:9
b {} 2:7-2:19 key 2:1-2:2
b.k 2 2:11-2:12 key 2:8-2:9
b.l 3 2:17-2:18 key 2:14-2:15
c {} 4:3-4:29 key 3:1-3:2
c.k 1 1:11-1:12 key 1:8-1:9 via 4:8
c.l 3 2:17-2:18 key 2:14-2:15 via 4:12
c.m 5 4:26-4:27 key 4:23-4:24 via 4:16
`},
		{"merge in place", "<<: {a: 1}\nb: 2\n", `
. {} 1:1-2:5
b 2 2:4-2:5 key 2:1-2:2
a 1 1:9-1:10 key 1:6-1:7 via 1:5
`},
		{"merge of a merge", "a: &x {k: 1}\nb: &y {<<: *x, l: 2}\nc: {<<: *y}\n", `
. {} 1:1-3:12
a {} 1:7-1:13 key 1:1-1:2
a.k 1 1:11-1:12 key 1:8-1:9
b {} 2:7-2:21 key 2:1-2:2
b.l 2 2:19-2:20 key 2:16-2:17
b.k 1 1:11-1:12 key 1:8-1:9 via 2:12
c {} 3:4-3:12 key 3:1-3:2
c.l 2 2:19-2:20 key 2:16-2:17 via 3:9
c.k 1 1:11-1:12 key 1:8-1:9 via 3:9
`},
		{"quoted merge key", "\"<<\": {a: 1}\n", `
. {} 1:1-1:13
["<<"] {} 1:7-1:13 key 1:1-1:5
["<<"].a 1 1:11-1:12 key 1:8-1:9
`},
		{"cycle", "a: &x\n  b:\n  - *x\n", `
f.yaml:3:5: alias "x" stands inside the value that it repeats
`},
		{"merge of a scalar", "a: &x 1\nb:\n  <<: *x\n", `
f.yaml:3:7: a merge key takes a mapping or a list of mappings
`},
		{"merge of a list of scalars", "<<: [1]\n", `
f.yaml:1:6: a merge key takes a mapping or a list of mappings
`},
		{"two merge keys", "a: &x {}\nb:\n  <<: *x\n  <<: *x\n", `
f.yaml:4:3: key "<<" is already set at line 3
`},
	})
}

func TestYAMLErrors(t *testing.T) {
	runExamples(t, "f.yaml", []example{
		{"duplicate key", "a: 1\nb:\n  c: 1\n  d: 2\n  \"c\": 3\n", `
f.yaml:5:3: key "c" is already set at line 3
`},
		{"duplicate among many", "a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: 1\nh: 1\ni: 1\na: 2\n", `
f.yaml:10:1: key "a" is already set at line 1
`},
		{"parser, first line", "a: [1\n", `
f.yaml:2:1: did not find expected ',' or ']'
`},
		{"parser, later line", "x: 1\ny:\n  a: [1\n  b: }\n", `
f.yaml:3:3: did not find expected ',' or ']'
`},
		{"parser, block", "x: 1\ny:\n  - a\n  b: 1\n", `
f.yaml:3:3: did not find expected '-' indicator
`},
		{"scanner, first line", "a: b: c\n", `
f.yaml:1:1: mapping values are not allowed in this context
`},
		{"scanner, later line", "x: 1\na: b: c\n", `
f.yaml:2:1: mapping values are not allowed in this context
`},
		{"scanner, missing colon", "x: 1\nfoo\nbar: 1\n", `
f.yaml:2:1: could not find expected ':'
`},
		{"scanner, quote", "x: 1\ny: \"a\n\n", `
f.yaml:2:1: found unexpected end of stream
`},
		{"scanner, token", "x: 1\ny: @a\n", `
f.yaml:2:1: found character that cannot start any token
`},
		{"scanner, tab", "x:\n\ty: 1\n", `
f.yaml:2:2: found character that cannot start any token
`},
		{"unknown anchor", "x: 1 # *y\ny: [1, *y]\n", `
f.yaml:2:8: unknown anchor 'y' referenced
`},
		{"control character", "x: 1\ny: a\x01b\n", `
f.yaml:2:5: control characters are not allowed
`},
		{"broken UTF-8", "x: 1\ny: a\xffb\n", `
f.yaml:2:5: invalid leading UTF-8 octet
`},
		{"UTF-16", "\xff\xfea\x00", `
f.yaml:1:1: the file is UTF-16: save it as UTF-8
`},
		{"undefined tag handle", "x: 1\ny: !e!x 1\n", `
f.yaml:2:1: found undefined tag handle
`},
	})
}

func TestTagsOfKeys(t *testing.T) {
	t.Parallel()
	roots, err := ReadYAML(NewFile("f.yaml", []byte("!ignore a: 1\n!x &b c: 2\n? !ignore [d]\n: 3\ne: !y 4\n")), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range roots[0].Entries {
		got = append(got, e.Key+" "+e.KeyTag)
	}
	if want := []string{"a !ignore", "c !x", "[d] !ignore", "e "}; !slices.Equal(got, want) {
		t.Errorf("keys with their tags are %q, want %q", got, want)
	}
}
