package discover

import "strings"

const gitattributesName = ".gitattributes"

// attribute is a line of .gitattributes that says whether the files of a pattern are generated.
type attribute struct {
	pattern
	origin Origin
}

// parseAttributes reads the lines that set linguist-generated; everything else in the file is of no concern here.
func parseAttributes(content []byte) []attribute {
	var list []attribute
	for line := range strings.SplitSeq(string(content), "\n") {
		words := strings.Fields(line)
		if len(words) < 2 || strings.HasPrefix(words[0], "#") || strings.HasPrefix(words[0], "!") || strings.HasPrefix(words[0], `"`) {
			continue
		}
		origin := Unsaid
		for _, word := range words[1:] {
			switch word {
			case "linguist-generated", "linguist-generated=true":
				origin = Generated
			case "-linguist-generated", "linguist-generated=false":
				origin = Written
			}
		}
		if p, ok := parsePattern(words[0]); ok && origin != Unsaid {
			list = append(list, attribute{p, origin})
		}
	}
	return list
}

// origin returns what the .gitattributes files say of a file: the last line that hits, of the deepest file that has one.
func (s *scope) origin(name string) Origin {
	for ; s != nil; s = s.above {
		rel := name
		if s.dir != "." {
			rel = name[len(s.dir)+1:]
		}
		for i := len(s.own.attributes) - 1; i >= 0; i-- {
			if a := &s.own.attributes[i]; a.match(rel, false) {
				return a.origin
			}
		}
	}
	return Unsaid
}
