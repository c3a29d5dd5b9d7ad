package evaluate

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// place identifies where in its document a finding is, whatever the document's file is called: the path with list indices replaced as
// in a fingerprint, and the name of the file, which is a key in the document of an application, left out.
func place(f *finding.Finding, beside []int, locator *source.Locator, known identities) string {
	return hash(known.path(nil, f.Path, beside, locator, func(key string) string {
		if !f.At.IsZero() && (f.At.Path() == key || strings.HasSuffix(f.At.Path(), "/"+key)) {
			return "/"
		}
		return key
	}))
}

// The digits of the hash of a value. They are few, so that they say little of a value that is a secret.
const (
	valueDigits  = 4
	secretDigits = 2
)

// value returns a short hash of what is written at a finding's path, "" where that is no single value: it tells whether the value has
// been changed, which is another decision than the one that somebody took.
func value(f *finding.Finding, locator *source.Locator) string {
	text, ok := scalarText(locator.At(f.Path...))
	if !ok {
		return ""
	}
	digits := valueDigits
	if len(f.Secrets) > 0 {
		digits = secretDigits
	}
	return hash([]byte(text))[:digits]
}

// scalarText returns a scalar as a text, or what a fact of a program has as its value; ok is false for everything else.
func scalarText(n *source.Node) (text string, ok bool) {
	switch {
	case n == nil || n.Kind == source.Null || n.Kind == source.Sequence:
		return "", false
	case n.Kind == source.String:
		return strconv.Quote(unquoted(n.Str())), true
	case n.Kind != source.Mapping:
		encoded, err := json.Marshal(n.Scalar)
		return string(encoded), err == nil
	}
	for _, at := range []*source.Node{n, n.Get("default"), n.Get("value")} {
		kind, is, items := at.Get("kind"), at.Get("value"), at.Get("items")
		switch {
		case kind == nil:
		case is != nil:
			return scalarText(is)
		case items != nil:
			return listText(items)
		}
	}
	return "", false
}

// listText returns the texts of what a program lists; ok is false where one has none.
func listText(list *source.Node) (text string, ok bool) {
	for _, item := range list.Items {
		one, ok := scalarText(item.Value)
		if !ok {
			return "", false
		}
		text += one + ","
	}
	return text, text != ""
}
