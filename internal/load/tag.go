package load

import (
	"fmt"
	"path"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// purpose is what a name says that a file is for.
type purpose struct {
	tag string
	// noun is what the file is called in a reason.
	noun string
	// word is a part of a file's name.
	word *lazyregexp.Regexp
}

// purposes are asked in this order. Words of a name stand between dots, dashes and underscores.
var purposes = []purpose{
	{
		source.TagExample, "an example",
		lazyregexp.New(`(?i)(^|[._-])(examples?|samples?|dist|demo)([._-]|$)`),
	},
	{
		source.TagTest, "for tests",
		lazyregexp.New(`(?i)(^|[._-])(tests?|testing|e2e|ci|integration|fixtures?)([._-]|$)`),
	},
	{
		source.TagDevelopment, "for development",
		lazyregexp.New(`(?i)(^|[._-])(dev|devel|develop|development|local|debug)([._-]|$)`),
	},
}

// tagsOf returns what the name of a file and the folders around it say that the file is for: at most one tag. Only the folders below
// base count: whoever names a folder of examples wants them judged as they are.
func tagsOf(file, base string) []source.Tag {
	inside := file
	if base != "." && base != "" {
		inside = strings.TrimPrefix(file, base+"/")
	}
	for _, p := range purposes {
		if word := p.word.FindStringSubmatch(path.Base(inside)); word != nil {
			return []source.Tag{{Name: p.tag, Reason: fmt.Sprintf("the file is %s, by its name", p.noun)}}
		}
		for folder := range strings.SplitSeq(path.Dir(inside), "/") {
			if source.TagOfFolder(folder) == p.tag {
				return []source.Tag{{Name: p.tag, Reason: fmt.Sprintf("the file is %s, by its folder %q", p.noun, folder)}}
			}
		}
	}
	return nil
}

// baseOf returns the innermost of some folders that is around a file, "" for none.
func baseOf(file string, folders []string) string {
	base := ""
	for _, folder := range folders {
		if len(folder) > len(base) && strings.HasPrefix(file, folder+"/") {
			base = folder
		}
	}
	return base
}
