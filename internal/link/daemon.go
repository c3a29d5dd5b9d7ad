package link

import (
	"path"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// hosts are the machines that the projects of the scan run on.
type hosts struct {
	daemons daemons
	docs    []*source.Document
	known   map[*source.Document]host
}

func hostsOf(docs []*source.Document) hosts {
	return hosts{daemons: daemonsOf(docs), docs: docs, known: map[*source.Document]host{}}
}

// of returns the host of a Compose document.
func (h hosts) of(doc *source.Document) host {
	daemon := h.daemons.near(doc)
	found, ok := h.known[daemon]
	if !ok {
		found = newHost(daemon, h.docs)
		h.known[daemon] = found
	}
	return found
}

// daemons are the daemon.json files of the scan: each configures the host of the Compose projects around it.
type daemons []*source.Document

func daemonsOf(docs []*source.Document) daemons {
	var list daemons
	for _, doc := range docs {
		if doc.Kind == "daemon" {
			list = append(list, doc)
		}
	}
	return list
}

// near returns the daemon.json that belongs to a document: the one that shares the longest folder with it, "" shared with
// none when the scan holds several.
func (d daemons) near(doc *source.Document) *source.Document {
	var best *source.Document
	longest := -1
	for _, daemon := range d {
		if n := shared(path.Dir(daemon.File.Path), path.Dir(doc.File.Path)); n > longest {
			best, longest = daemon, n
		}
	}
	if longest == 0 && len(d) > 1 {
		return nil
	}
	return best
}

// shared returns how many leading folders two paths have in common.
func shared(a, b string) int {
	if a == "." || b == "." {
		return 0
	}
	n := 0
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}
