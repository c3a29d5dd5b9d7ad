package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// key is a key as one release reads it.
type key struct {
	kind       string // the type
	deprecated bool
	// value is the default in JSON, ? when it is not known.
	value string
}

// life is what the releases make of a key, from the oldest to the newest.
type life struct {
	kind, since, until, deprecated string
	defaults                       []string
}

// history collects the keys of releases, by STRUCT.KEY.
type history struct{ lives map[string]*life }

// add notes the keys of the next release. A release without any, from before the program had a file, leaves no trace.
func (h *history) add(tag string, keys map[string]key) {
	if h.lives == nil {
		h.lives = map[string]*life{}
	}
	for name, k := range keys {
		l := h.lives[name]
		if l == nil {
			l = &life{since: tag}
			h.lives[name] = l
		}
		l.kind, l.until = k.kind, ""
		switch {
		case !k.deprecated:
			l.deprecated = ""
		case l.deprecated == "":
			l.deprecated = tag
		}
		if n := len(l.defaults); n == 0 || !strings.HasSuffix(l.defaults[n-1], "="+k.value) {
			l.defaults = append(l.defaults, tag+"="+k.value)
		}
	}
	for name, l := range h.lives {
		if _, ok := keys[name]; !ok && l.until == "" {
			l.until = tag
		}
	}
}

func (h *history) print(w io.Writer) error {
	for _, name := range slices.Sorted(maps.Keys(h.lives)) {
		l := h.lives[name]
		_, err := fmt.Fprintf(w, "%s %s %s %s %s %s\n", name, l.kind, l.since, cmp.Or(l.until, "-"), cmp.Or(l.deprecated, "-"),
			strings.Join(l.defaults, " "))
		if err != nil {
			return err
		}
	}
	return nil
}
