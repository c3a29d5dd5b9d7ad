package source

import "testing"

func TestTOML(t *testing.T) {
	runExamples(t, "f.toml", []example{
		{"values", "a = 1\nb = \"x\\ty\"\nc = '''\nz'''\nd = 0xf_f\n", `
. {} 1:1-6:1
a 1 1:5-1:6 key 1:1-1:2
b "x\ty" 2:5-2:11 key 2:1-2:2
c "z" 3:5-4:5 key 3:1-3:2
d 255 5:5-5:10 key 5:1-5:2
`},
		{"scalars", "a = [0xff, 0o17, 0b1, 1_000, +3, 1e3, inf, nan, true, 'x']\nd = 1979-05-27T07:32:00Z\n", `
. {} 1:1-3:1
a [] 1:5-1:59 key 1:1-1:2
a[0] 255 1:6-1:10
a[1] 15 1:12-1:16
a[2] 1 1:18-1:21
a[3] 1000 1:23-1:28
a[4] 3 1:30-1:32
a[5] 1000 1:34-1:37
a[6] "inf" 1:39-1:42
a[7] "nan" 1:44-1:47
a[8] true 1:49-1:53
a[9] "x" 1:55-1:58
d "1979-05-27T07:32:00Z" 2:5-2:25 key 2:1-2:2
`},
		{"dotted keys", "a.b.c = 1\na . \"d e\" = 2\n", `
. {} 1:1-3:1
a {} 1:3-2:14 key 1:1-1:2
a.b {} 1:5-1:10 key 1:3-1:4
a.b.c 1 1:9-1:10 key 1:5-1:6
a["d e"] 2 2:13-2:14 key 2:5-2:10
`},
		{"tables", "[a]\nx = 1\n[a.b] # c\ny = 2\n[e]\n", `
. {} 1:1-6:1
a {} 1:3-4:6 key 1:2-1:3
a.x 1 2:5-2:6 key 2:1-2:2
a.b {} 3:5-4:6 key 3:4-3:5
a.b.y 2 4:5-4:6 key 4:1-4:2
e {} 5:3-5:3 key 5:2-5:3
`},
		{"table behind its child", "[a.b]\nx = 1\n[a]\ny = 2\n", `
. {} 1:1-5:1
a {} 1:4-4:6 key 1:2-1:3
a.b {} 1:5-2:6 key 1:4-1:5
a.b.x 1 2:5-2:6 key 2:1-2:2
a.y 2 4:5-4:6 key 4:1-4:2
`},
		{"arrays of tables", "[[a]]\nx = 1\n[[a]]\n[a.b]\ny = 2\n[[a.c]]\n", `
. {} 1:1-7:1
a [] 1:3-6:6 key 1:3-1:4
a[0] {} 1:3-2:6
a[0].x 1 2:5-2:6 key 2:1-2:2
a[1] {} 3:3-6:6
a[1].b {} 4:5-5:6 key 4:4-4:5
a[1].b.y 2 5:5-5:6 key 5:1-5:2
a[1].c [] 6:5-6:6 key 6:5-6:6
a[1].c[0] {} 6:5-6:6
`},
		{"arrays and inline tables", "a = [ # ]\n  [1, 2], {b.c = 1, b.d = []},\n]\ne = {}\n", `
. {} 1:1-5:1
a [] 1:5-3:2 key 1:1-1:2
a[0] [] 2:3-2:9
a[0][0] 1 2:4-2:5
a[0][1] 2 2:7-2:8
a[1] {} 2:11-2:30
a[1].b {} 2:14-2:29 key 2:12-2:13
a[1].b.c 1 2:18-2:19 key 2:14-2:15
a[1].b.d [] 2:27-2:29 key 2:23-2:24
e {} 4:5-4:7 key 4:1-4:2
`},
		{"non-ASCII columns", "\"é\" = 'ü' # ñ\n", `
. {} 1:1-2:1
["é"] "ü" 1:7-1:10 key 1:1-1:4
`},
		{"byte order mark and CRLF", "\ufeffa = 1\r\n[b]\r\nc = 2\r\n", `
. {} 1:1-4:1
a 1 1:5-1:6 key 1:1-1:2
b {} 2:3-3:6 key 2:2-2:3
b.c 2 3:5-3:6 key 3:1-3:2
`},
		{"nothing", "", `
. {} 1:1-1:1
`},
		{"duplicate key", "a = 1\n\na = 2\n", `
f.toml:3:1: key "a" is already set at line 1
`},
		{"duplicate in an inline table", "a = {b = 1, b = 2}\n", `
f.toml:1:13: key "b" is already set at line 1
`},
		{"duplicate table", "[a]\nb = 1\n[a]\n", `
f.toml:3:2: table "a" is already defined at line 1
`},
		{"table over a value", "a = 1\n[a.b]\n", `
f.toml:2:2: key "a" is already set at line 1
`},
		{"table over an array", "[[a]]\n[a]\n", `
f.toml:2:2: key "a" is already set at line 1
`},
		{"array over a table", "[a]\n[[a]]\n", `
f.toml:2:3: key "a" is already set at line 1
`},
		{"array over a plain array", "a = []\n[[a]]\n", `
f.toml:2:3: key "a" is already set at line 1
`},
		{"inline table extended", "a = {}\na.b = 1\n", `
f.toml:2:1: key "a" is already set at line 1
`},
		{"table extended by a dotted key", "[a.b]\nc = 1\n[a]\nb.d = 2\n", `
f.toml:4:1: key b is already defined
`},
		{"number too large", "a = 1\nb = 9223372036854775808\n", `
f.toml:2:5: decimal number is too large to fit in a 64-bit signed integer
`},
		{"bad date", "a = 2024-13-45\n", `
f.toml:1:10: impossible date
`},
		{"broken line", "a = 1\nb = \"hunter2\n", `
f.toml:2:13: basic strings cannot have new lines
`},
	})
}
