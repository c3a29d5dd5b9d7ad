package compose

import (
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// scriptName is what a command of a project is called where it is read as a script.
const scriptName = "command.sh"

// scripts lists what services start as texts of a shell: the script behind sh -c, or the words of the command, and health checks.
func scripts(model *source.Node) []kind.Inset {
	services := model.Get("services")
	if services == nil {
		return nil
	}
	var all []kind.Inset
	for _, e := range services.Entries {
		isShell := endsInShell(e.Value.Get("entrypoint"))
		for _, at := range []source.Path{{"entrypoint"}, {"command"}, {"healthcheck", "test"}} {
			list := e.Value.At(at...)
			if list == nil || list.Kind != source.Sequence {
				continue
			}
			whole := append(source.Path{"services", e.Key}, at...)
			text, index := scriptIn(list)
			if isShell && at[0] == "command" && len(list.Items) > 0 {
				text, index = list.Items[0].Value, 0
			}
			if text == nil {
				continue
			}
			place := whole
			if index >= 0 {
				place = whole.Child(index)
			}
			all = append(all, kind.Inset{Path: place, Text: text, Name: scriptName, Uses: []source.InsetUse{{Service: e.Key, Path: place}}})
		}
	}
	return all
}

// endsInShell reports whether an entrypoint takes the command as a script: sh -c.
func endsInShell(entrypoint *source.Node) bool {
	if entrypoint == nil || len(entrypoint.Items) < 2 {
		return false
	}
	last, program := entrypoint.Items[len(entrypoint.Items)-1].Value.Str(), entrypoint.Items[len(entrypoint.Items)-2].Value.Str()
	return strings.HasSuffix(program, "sh") && strings.HasPrefix(last, "-") && strings.HasSuffix(last, "c")
}

var (
	isShell      = lazyregexp.New(`(^|/)(ba|da|a|z|k)?sh$`)
	isScriptFlag = lazyregexp.New(`^-[a-z]*c$`)
)

// scriptIn returns the text that a list of words is for a shell: the script behind -c or CMD-SHELL with its index, else all words, nil for
// none.
func scriptIn(list *source.Node) (text *source.Node, index int) {
	var words []string
	for i, item := range list.Items {
		word := item.Value.Str()
		if i > 0 && (isShell.MatchString(words[0]) && isScriptFlag.MatchString(words[i-1]) || words[0] == "CMD-SHELL") {
			return item.Value, i
		}
		words = append(words, word)
	}
	if len(words) > 0 && words[0] == "CMD" {
		words = words[1:]
	}
	if len(words) == 0 || words[0] == "NONE" {
		return nil, -1
	}
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = shellWord(word)
	}
	line := strings.Join(quoted, " ")
	return &source.Node{Kind: source.String, Scalar: line, Text: line, Span: list.Span}, -1
}

// shellWord returns a word as a shell reads it. A variable without a value stays one.
func shellWord(word string) string {
	switch {
	case word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@%+,") == "":
		return word
	case source.IsUnknown(word) && !strings.ContainsAny(word, "\"`\\"):
		return `"` + word + `"`
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
