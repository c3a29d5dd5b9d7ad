package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// xsd is an XML Schema as far as the schemas in testdata go: what it does not know is an error, so that nothing passes unseen.
type xsd struct {
	elements map[string]*xmlNode
	types    map[string]*xmlNode
}

// xmlNode is an element of an XML document.
type xmlNode struct {
	name     string
	attrs    map[string]string
	children []*xmlNode
	text     string
}

func parseXML(text []byte) (*xmlNode, error) {
	decoder, top := xml.NewDecoder(bytes.NewReader(text)), &xmlNode{}
	stack := []*xmlNode{top}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		at := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &xmlNode{name: token.Name.Local, attrs: map[string]string{}}
			for _, attr := range token.Attr {
				n.attrs[attr.Name.Local] = attr.Value
			}
			at.children = append(at.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			at.text += string(token)
		}
	}
	if len(top.children) != 1 {
		return nil, fmt.Errorf("%d elements at the top", len(top.children))
	}
	return top.children[0], nil
}

func compileXSD(t *testing.T, file string) *xsd {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	root, err := parseXML(text)
	if err != nil {
		t.Fatal(err)
	}
	x := &xsd{elements: map[string]*xmlNode{}, types: map[string]*xmlNode{}}
	for _, n := range root.children {
		switch n.name {
		case "element":
			x.elements[n.attrs["name"]] = n
		case "complexType", "simpleType":
			x.types[n.attrs["name"]] = n
		default:
			t.Fatalf("%s: this validator does not know %s", file, n.name)
		}
	}
	return x
}

// validate checks a document against the schema.
func (x *xsd) validate(text []byte) error {
	root, err := parseXML(text)
	if err != nil {
		return err
	}
	declared := x.elements[root.name]
	if declared == nil {
		return fmt.Errorf("no element %s may be at the top", root.name)
	}
	return x.element(root, declared)
}

func (x *xsd) element(n, declared *xmlNode) error {
	if ref := declared.attrs["ref"]; ref != "" {
		declared = x.elements[ref]
	}
	kind := x.types[declared.attrs["type"]]
	if kind == nil && len(declared.children) > 0 {
		kind = declared.children[0]
	}
	if kind == nil || kind.name == "simpleType" {
		if len(n.children) > 0 || len(n.attrs) > 0 {
			return fmt.Errorf("%s may hold nothing but text", n.name)
		}
		return x.value(n.text, declared.attrs["type"])
	}
	if kind.attrs["mixed"] != "true" && strings.TrimSpace(n.text) != "" {
		return fmt.Errorf("%s holds text", n.name)
	}
	attributes, content, members := map[string]*xmlNode{}, "", map[string]*xmlNode{}
	for _, part := range kind.children {
		if part.name == "attribute" {
			attributes[part.attrs["name"]] = part
			continue
		}
		pattern, err := particle(part, members)
		if err != nil {
			return err
		}
		content += pattern
	}
	if err := x.attributes(n, attributes); err != nil {
		return err
	}
	names := ""
	for _, child := range n.children {
		names += child.name + ","
	}
	if !regexp.MustCompile("^" + content + "$").MatchString(names) {
		return fmt.Errorf("%s holds %s, want %s", n.name, names, content)
	}
	for _, child := range n.children {
		if err := x.element(child, members[child.name]); err != nil {
			return fmt.Errorf("%s: %w", n.name, err)
		}
	}
	return nil
}

func (x *xsd) attributes(n *xmlNode, declared map[string]*xmlNode) error {
	for name, value := range n.attrs {
		if declared[name] == nil {
			return fmt.Errorf("%s may have no attribute %s", n.name, name)
		}
		if err := x.value(value, declared[name].attrs["type"]); err != nil {
			return fmt.Errorf("attribute %s of %s: %w", name, n.name, err)
		}
	}
	for name, a := range declared {
		if _, has := n.attrs[name]; a.attrs["use"] == "required" && !has {
			return fmt.Errorf("%s lacks the attribute %s", n.name, name)
		}
	}
	return nil
}

// particle returns the expression of the names that a group of elements allows, and notes the elements.
func particle(n *xmlNode, members map[string]*xmlNode) (string, error) {
	var parts []string
	switch n.name {
	case "element":
		name := n.attrs["ref"] + n.attrs["name"]
		members[name] = n
		parts = []string{regexp.QuoteMeta(name + ",")}
	case "sequence", "choice":
		for _, child := range n.children {
			part, err := particle(child, members)
			if err != nil {
				return "", err
			}
			parts = append(parts, part)
		}
	default:
		return "", fmt.Errorf("this validator does not know %s", n.name)
	}
	times, known := map[string]string{"/": "", "0/": "?", "0/unbounded": "*", "/unbounded": "+"}[n.attrs["minOccurs"]+"/"+n.attrs["maxOccurs"]]
	if !known {
		return "", fmt.Errorf("this validator does not know minOccurs %s, maxOccurs %s", n.attrs["minOccurs"], n.attrs["maxOccurs"])
	}
	separator := ""
	if n.name == "choice" {
		separator = "|"
	}
	return "(?:" + strings.Join(parts, separator) + ")" + times, nil
}

// value checks a text against a simple type.
func (x *xsd) value(text, kind string) error {
	switch {
	case kind == "xs:string":
		return nil
	case kind == "xs:positiveInteger":
		if !regexp.MustCompile(`^\+?0*[1-9][0-9]*$`).MatchString(text) {
			return fmt.Errorf("%q is no positive integer", text)
		}
		return nil
	case x.types[kind] == nil:
		return fmt.Errorf("this validator does not know the type %s", kind)
	}
	var allowed []string
	for _, facet := range x.types[kind].children[0].children {
		switch facet.name {
		case "enumeration":
			allowed = append(allowed, facet.attrs["value"])
		case "pattern":
			if !regexp.MustCompile("^(?:" + facet.attrs["value"] + ")$").MatchString(text) {
				return fmt.Errorf("%q does not match %s", text, facet.attrs["value"])
			}
		default:
			return fmt.Errorf("this validator does not know %s", facet.name)
		}
	}
	if allowed != nil && !slices.Contains(allowed, text) {
		return fmt.Errorf("%q is none of %s", text, strings.Join(allowed, ", "))
	}
	return nil
}
