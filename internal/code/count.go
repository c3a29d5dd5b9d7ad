package code

import "github.com/seclint/seclint/internal/lazyregexp"

// key is an item by its written name: ["name"].
var key = lazyregexp.New(`\[\s*["']([^"'\]]*)["']\s*\]`)

// maxCountName bounds the name of what is counted.
const maxCountName = 200

// CountName returns the name of a Count by how it is written, "" for what is too long to be one.
func CountName(written string) string {
	if len(written) > maxCountName {
		return ""
	}
	return key.ReplaceAllString(written, ".$1")
}
