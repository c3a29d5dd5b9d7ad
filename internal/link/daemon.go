package link

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// hosts are the machines that the projects of the scan run on.
type hosts struct {
	// daemons are the daemon.json files of the scan: each configures the host of the Compose projects around it.
	daemons nearest
	// configs are the gVisor configurations of the scan by base name.
	configs map[string]nearest
	known   map[*source.Document]*host
}

func hostsOf(docs []*source.Document) hosts {
	var daemons []*source.Document
	sandboxes := map[string][]*source.Document{}
	for _, doc := range docs {
		if _, ok := doc.Facts.(kind.Host); ok {
			daemons = append(daemons, doc)
		} else if _, ok := doc.Facts.(kind.RuntimeHolder); ok {
			name := doc.BaseName()
			sandboxes[name] = append(sandboxes[name], doc)
		}
	}
	h := hosts{daemons: nearestOf(daemons), configs: map[string]nearest{}, known: map[*source.Document]*host{}}
	for name, list := range sandboxes {
		h.configs[name] = nearestOf(list)
	}
	return h
}

// of returns the host of a Compose document. None of several daemon.json is that of a document that shares no folder with
// them.
func (h hosts) of(doc *source.Document) *host {
	daemon, shares := h.daemons.to(doc)
	if !shares && h.daemons.count > 1 {
		daemon = nil
	}
	found, ok := h.known[daemon]
	if !ok {
		found = newHost(daemon, h.configs)
		h.known[daemon] = found
	}
	return found
}

// nearest finds among documents the one that shares the longest folder with another document, and of several the first.
type nearest struct {
	count int
	first *source.Document
	// within is the first document below each folder.
	within map[string]*source.Document
}

func nearestOf(docs []*source.Document) nearest {
	n := nearest{count: len(docs), within: map[string]*source.Document{}}
	for _, doc := range docs {
		if n.first == nil {
			n.first = doc
		}
		for _, folder := range folders(doc) {
			if n.within[folder] == nil {
				n.within[folder] = doc
			}
		}
	}
	return n
}

// to returns the document nearest to another, nil when there is none, and whether they share a folder below the scanned root.
func (n nearest) to(doc *source.Document) (found *source.Document, shares bool) {
	for _, folder := range folders(doc) {
		if found := n.within[folder]; found != nil {
			return found, true
		}
	}
	return n.first, false
}

// folders lists the folders around a document below the scanned root, innermost first.
func folders(doc *source.Document) []string {
	around := ancestors(doc.File.Path)
	return around[1 : len(around)-1]
}
