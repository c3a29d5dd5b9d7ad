package lsp

import (
	"context"
	"hash/maphash"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

// purpose is why there is a project.
type purpose uint8

const (
	// ofWorkspace is a project of folders that the client has open.
	ofWorkspace purpose = iota
	// loose is one of a file that was opened outside of these, with the files beside it.
	loose
	// untitled is one of a text without a file.
	untitled
)

// project is what is scanned together: a root and what of it is looked at.
type project struct {
	purpose purpose
	// dir is the root, absolute and without links, "" for none; spelled is how the client spells it.
	dir, spelled string
	// paths are the folders below dir to look at, slash-separated.
	paths []string
	// uri is that of the text of an untitled project.
	uri  string
	root *os.Root
	base fs.FS

	// What follows is guarded by the server's mutex.

	// changes counts what has changed; scanned is the count that the result is of.
	changes, scanned uint64
	isRemoved        bool
	// stop ends the scan that is under way; nil when none is.
	stop context.CancelFunc
	// result is what came of the last scan, nil before the first; done is closed, and made anew, with each.
	result *result
	done   chan struct{}

	// What follows belongs to the analyst.

	session *scan.Session
	options scan.Options
	// wrong is what is wrong with the config, nil for nothing.
	wrong error
	// settings and marks are what the options were made of, day is the one on which.
	settings *watched
	marks    map[string]uint64
	seed     maphash.Seed
	day      string
	// said are the diagnostics of the last result, by URI.
	said map[string][]diagnostic
	// told is what was said of the project as a whole.
	told string
}

// covers reports whether a file is among what is looked at.
func (p *project) covers(file string) bool {
	for _, below := range p.paths {
		if isWithin(file, filepath.Join(p.dir, filepath.FromSlash(below))) {
			return true
		}
	}
	return false
}

// result is what came of a scan.
type result struct {
	// of is the count of changes that it is of.
	of        uint64
	catalogue *rules.Catalogue
	// remarks are what there is to say, by the name of the file.
	remarks map[string][]remark
}

// scan looks at the project with the texts that the client has open.
func (p *project) scan(ctx context.Context, open map[string][]byte, opts Options) (*report.Report, error) {
	root := newBuffers(p.base, open)
	p.configure(root, opts)
	snapshot := scan.Snapshot{Root: root, Paths: p.paths}
	switch p.purpose {
	case loose:
		snapshot.Paths = siblings(root, p.paths[0])
	case untitled:
		snapshot.Paths = nil
	}
	return p.session.Scan(ctx, snapshot)
}

// configure opens a session where there is none or what its options were made of has changed. A config that is wrong leaves the
// options of before in force.
func (p *project) configure(root fs.FS, opts Options) {
	day := time.Now().UTC().Format(time.DateOnly)
	if p.session != nil && day == p.day && p.isConfigured(root) {
		return
	}
	p.settings, p.seed, p.day = watch(root), maphash.MakeSeed(), day
	options, err := opts.Settings(p.settings, p.dir)
	p.marks, p.wrong = p.settings.marks(root, p.seed), err
	if err != nil && p.session != nil {
		return
	}
	if err != nil {
		options = opts.Defaults()
	}
	options.AllowEmpty = true
	p.options, p.session = options, scan.Open(options)
}

// isConfigured reports whether the files that the options were made of are still the same.
func (p *project) isConfigured(root fs.FS) bool {
	for name, before := range p.marks {
		if mark(root, name, p.seed) != before {
			return false
		}
	}
	return true
}

// close gives back what the project holds.
func (p *project) close() {
	if p.root != nil {
		p.root.Close()
	}
}
