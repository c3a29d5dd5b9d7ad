package mediamtx

import (
	"strconv"
	"strings"
	"time"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// read returns the value of a node in a shape. It is nil when the text does not tell: a placeholder, or nothing that
// MediaMTX would take.
func (s shape) read(n *source.Node) any {
	if n.Kind == source.String && s != text && source.IsTemplate(n.Str()) {
		return nil
	}
	switch s {
	case boolean:
		if b := truth(n); b != nil {
			return *b
		}
	case tri:
		return encryption(n)
	case list:
		return texts(n, func(item *source.Node) *source.Node { return item })
	case actions:
		return texts(n, func(item *source.Node) *source.Node { return field(item, "action") })
	case seconds:
		if d, ok := duration(n); ok {
			return d
		}
	case text:
		if v := scalar(n); !source.IsTemplate(v) {
			return v
		}
	}
	return nil
}

func scalar(n *source.Node) string {
	if n == nil || n.Kind == source.Null || n.Kind == source.Mapping || n.Kind == source.Sequence {
		return ""
	}
	return n.Text
}

// truth reads a boolean as MediaMTX does, which takes the words of YAML 1.1; nil when it is none.
func truth(n *source.Node) *bool {
	if n == nil {
		return nil
	}
	var b bool
	switch strings.ToLower(scalar(n)) {
	case "true", "yes", "on":
		b = true
	case "false", "no", "off":
	default:
		return nil
	}
	return &b
}

func encryption(n *source.Node) any {
	if b := truth(n); b != nil {
		if *b {
			return "strict"
		}
		return "no"
	}
	if v := n.Str(); v == "optional" || v == "strict" {
		return v
	}
	return nil
}

func texts(n *source.Node, pick func(*source.Node) *source.Node) []string {
	if n.Kind == source.String {
		return []string{n.Str()}
	}
	all := make([]string, 0, len(n.Items))
	for _, item := range n.Items {
		all = append(all, scalar(pick(item.Value)))
	}
	return all
}

var days = lazyregexp.New(`^(-?\d+)d`)

// duration reads a duration in seconds: what Go takes, with days in front of it.
func duration(n *source.Node) (float64, bool) {
	rest := scalar(n)
	total := 0.0
	if m := days.FindStringSubmatch(rest); m != nil {
		count, _ := strconv.ParseFloat(m[1], 64)
		total, rest = count*86400, rest[len(m[0]):]
		if rest == "" {
			return total, true
		}
	}
	d, err := time.ParseDuration(rest)
	return total + d.Seconds(), err == nil
}
