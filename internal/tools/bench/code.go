package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxCodeRatio is how much a scan of source files may cost, of which few matter, for what it costs to walk and read them.
const maxCodeRatio = 2

// codeTree is a tree of source files that is made for a measurement.
type codeTree struct {
	what         string
	files, known int    // how many there are, and how many of them matter
	ending       string // of their names
	plain        string // a function that nothing is to be said about, with a number in its name
	telling      string // what a file that matters has besides
}

// codeTrees are the back end and the front end of a large application.
var codeTrees = []codeTree{
	{
		what: "2,000 Python files, 20 of which matter", files: 2000, known: 20, ending: ".py",
		plain: `def total_%d(rows, start=0):
    """Adds up what the rows have, beginning with start."""
    result = start
    for row in rows:
        if row.amount is None or row.kind not in ("net", "gross"):
            continue
        result += row.amount * row.quantity
    return result


`,
		telling: `from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
`,
	},
	{
		what: "1,500 TSX files, 30 of which matter", files: 1500, known: 30, ending: ".tsx",
		plain: `export function Row%d({ item, selected, onSelect }: RowProps) {
  const label = useMemo(() => (item.title ? item.title.trim() : "untitled"), [item.title]);
  return (
    <li className={selected ? "row active" : "row"} onClick={() => onSelect(item.id)}>
      <span className="label">{label}</span>
      {item.children.length > 0 && <Badge count={item.children.length} />}
    </li>
  );
}

`,
		telling: `export const save = (token: string) => localStorage.setItem("token", token);
`,
	},
}

// functions is how many functions a file has: as many as make 4 to 8 kB.
const functions = 15

// write writes the tree into a folder.
func (s codeTree) write(dir string) error {
	for i := range s.files {
		var text strings.Builder
		if i%(s.files/s.known) == 0 {
			text.WriteString(s.telling)
		}
		for n := range functions {
			fmt.Fprintf(&text, s.plain, i*functions+n)
		}
		name := filepath.Join(dir, fmt.Sprintf("part%d", i%40), fmt.Sprintf("module%d%s", i, s.ending))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// readCode measures scans of the trees, and what it costs to walk and read them.
func (b *bench) readCode(runs int) error {
	for i, code := range codeTrees {
		t := tree{dir: filepath.Join(b.temporary, fmt.Sprint("code", i))}
		if err := code.write(t.dir); err != nil {
			return err
		}
		for range runs {
			floor, _, err := measure(nil, b.self, "-read", t.dir)
			if err != nil {
				return err
			}
			scan, _, err := measure(nil, b.binary, t.scan("--output", os.DevNull)...)
			if err != nil {
				return err
			}
			t.floor, t.scans = append(t.floor, floor), append(t.scans, scan)
		}
		b.code = append(b.code, t)
	}
	return nil
}

// walkRead is the least that a scan of source files must do: walk a folder and read all of it.
func walkRead(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		_, err = os.ReadFile(path)
		return err
	})
}
