package syntax

import "bytes"

// scriptWords begin a statement of a module of TypeScript or JavaScript that nothing in front of its line is part of.
var scriptWords = [][]byte{
	[]byte("import "), []byte("export "), []byte("const "), []byte("let "), []byte("var "), []byte("function "), []byte("class "),
	[]byte("async function "), []byte("interface "), []byte("type "), []byte("enum "), []byte("declare "), []byte("abstract class "),
	[]byte("<script"),
}

// scriptPieces splits a file of TypeScript or JavaScript in front of lines that begin a statement of the module, so that each piece is a
// program by itself. Statements of a module begin at the start of a line: those inside of others are indented.
func scriptPieces(content []byte) []piece {
	var pieces []piece
	from := 0
	for at := 0; len(content)-from > wantedPiece; {
		end := bytes.IndexByte(content[at:], '\n')
		if end < 0 {
			break
		}
		if at += end + 1; at-from >= wantedPiece && (beginsScript(content[at:]) || followsStatement(content[from:at], content[at:])) {
			pieces = append(pieces, piece{from, at})
			from = at
		}
	}
	return append(pieces, piece{from, len(content)})
}

func beginsScript(line []byte) bool {
	for _, word := range scriptWords {
		if bytes.HasPrefix(line, word) {
			return true
		}
	}
	return false
}

// followsStatement reports whether a line that begins with a name follows one that ends with a semicolon and is not indented itself, or
// closes what such a line began.
func followsStatement(before, line []byte) bool {
	if len(line) == 0 || !isNameStart(line[0]) {
		return false
	}
	before = bytes.TrimRight(before, " \t\r\n")
	last := before[bytes.LastIndexByte(before, '\n')+1:]
	return bytes.HasSuffix(last, []byte(";")) && last[0] != ' ' && last[0] != '\t'
}

func isNameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == '$'
}
