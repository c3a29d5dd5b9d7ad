package link

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// relateFronts notes for applications the headers that a proxy adds to what they answer. Which proxy is in front of which application is
// seldom written where a scan can follow it, so a proxy counts for the applications of the folder that it is in front of by its place.
func (p *Project) relateFronts() {
	for _, doc := range p.docs {
		front, ok := doc.Facts.(kind.Front)
		if !ok || len(doc.Tags) > 0 {
			continue
		}
		headers := front.FrontHeaders()
		folder := frontFolder(doc.File.Path)
		for _, behind := range p.docs {
			backend, ok := behind.Facts.(kind.Backend)
			if !ok || !backend.IsBackend() || folder != "." && !strings.HasPrefix(behind.File.Path, folder+"/") {
				continue
			}
			p.addPages(behind, doc)
			if len(headers) > 0 {
				facts := p.about(behind)
				facts.FrontHeaders = slices.Compact(slices.Sorted(slices.Values(slices.Concat(facts.FrontHeaders, headers))))
			}
		}
	}
}

// frontParts are the names of folders that people put the configuration of a proxy into, beside the applications.
var frontParts = lazyregexp.New(`(?i)^(nginx|proxy|conf(ig)?s?|conf\.d|docker|deploy(ment)?|gateway|templates|etc|infra|sites-(available|enabled))$`)

// frontFolder returns the folder of the applications that a proxy is in front of: that of its configuration, without the folders that are
// for it alone.
func frontFolder(file string) string {
	folder := path.Dir(file)
	for folder != "." && frontParts.MatchString(path.Base(folder)) {
		folder = path.Dir(folder)
	}
	return folder
}

// addPages notes where a proxy answers with the pages of an application.
func (p *Project) addPages(app, proxy *source.Document) {
	server, ok := proxy.Facts.(kind.PageServer)
	if !ok {
		return
	}
	facts := p.about(app)
	for _, page := range server.Pages() {
		facts.Pages = append(facts.Pages, PageFacts{File: proxy.File.Path, Path: page.Path, Policy: page.HasPolicy})
	}
}

// relateSites notes for the applications in browsers where a back end of the scan answers with their pages.
func (p *Project) relateSites() {
	for _, doc := range p.docs {
		_, isApplication := doc.Facts.(kind.Application)
		server, ok := doc.Facts.(kind.PageServer)
		if !isApplication || !ok || len(doc.Tags) > 0 {
			continue
		}
		pages := server.Pages()
		if len(pages) == 0 {
			continue
		}
		for _, app := range p.docs {
			if _, ok := app.Facts.(kind.Application); ok && app != doc {
				p.addSites(app, doc, pages)
			}
		}
	}
}

// addSites notes those pages of a server that are built from an application.
func (p *Project) addSites(app, server *source.Document, pages []kind.Page) {
	isCovered := slices.Contains(p.about(server).FrontHeaders, "content-security-policy")
	for _, page := range pages {
		if isBuiltFrom(page, app.File.Path) {
			facts := p.about(app)
			facts.Pages = append(facts.Pages, PageFacts{File: server.File.Path, Path: page.Path, Policy: page.HasPolicy || isCovered})
		}
	}
}

// isBuiltFrom reports whether a page is of the application of a module. A path in code starts in its own folder or in the one that the
// program is started in, which is one around it.
func isBuiltFrom(page kind.Page, module string) bool {
	for from := page.From; ; from = path.Dir(from) {
		if folder := path.Join(from, page.Folder); !strings.HasPrefix(folder, "..") && strings.HasPrefix(module, folder+"/") {
			return true
		}
		if from == "." || from == "/" {
			return false
		}
	}
}
