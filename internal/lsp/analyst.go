package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/seclint/seclint/internal/report"
)

// changed has a project scanned again; a scan of what was before is of no use any more.
func (s *server) changed(p *project) {
	if p == nil {
		return
	}
	p.changes++
	if p.stop != nil {
		p.stop()
	}
	s.poke()
}

// poke wakes the analyst.
func (s *server) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// analyse scans what has changed, one project after the other, until the server ends. It alone scans and publishes, so that the
// client hears of the states of a file in their order.
func (s *server) analyse() {
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-s.wake:
		}
		for p := s.next(); p != nil && s.ctx.Err() == nil; p = s.next() {
			s.look(p)
		}
	}
}

// next returns a project with changes that nobody has looked at, nil for none.
func (s *server) next() *project {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.projects {
		if p.isRemoved || p.changes != p.scanned {
			return p
		}
	}
	return nil
}

// look scans a project and publishes what it found, unless it has changed meanwhile.
func (s *server) look(p *project) {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	s.mu.Lock()
	if p.isRemoved {
		s.mu.Unlock()
		s.drop(p)
		return
	}
	of := p.changes
	open, versions := s.openIn(p)
	p.stop = cancel
	s.mu.Unlock()

	done, err := s.scan(ctx, p, open)

	s.mu.Lock()
	p.stop = nil
	if p.changes != of || s.ctx.Err() != nil {
		s.mu.Unlock()
		return // it is looked at again
	}
	p.scanned = of
	if err != nil {
		s.settle(p, &result{of: of, catalogue: p.options.Catalogue})
		s.mu.Unlock()
		s.log(logError, err.Error())
		return
	}
	names := s.namesOf(p)
	s.mu.Unlock()

	v := newView(s, p, done, names)
	v.build()
	s.mu.Lock()
	s.settle(p, &result{of: of, catalogue: p.options.Catalogue, remarks: v.remarks})
	s.mu.Unlock()
	for _, message := range v.elsewhere {
		s.log(logWarning, message)
	}
	s.publish(p, v.diagnostics(), versions)
}

// settle makes a result the last one and tells those who wait for it.
func (s *server) settle(p *project, r *result) {
	p.result = r
	close(p.done)
	p.done = make(chan struct{})
}

// scan returns the masked report of a project. A crash is an error.
func (s *server) scan(ctx context.Context, p *project, open map[string][]byte) (done *report.Report, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			s.crashed(cause)
			err = fmt.Errorf("%s cannot be looked at: seclint crashed", p.spelled)
		}
	}()
	if done, err = p.scan(ctx, open, s.opts); err != nil {
		return nil, err
	}
	return done.Masked(), nil
}

// namesOf returns how the client calls the files of a project.
func (s *server) namesOf(p *project) func(name string) string {
	open := map[string]string{}
	for _, d := range s.documents {
		if d.project == p {
			open[d.name] = d.uri
		}
	}
	return func(name string) string {
		if uri := open[name]; uri != "" {
			return uri
		}
		return uriOf(p.spelled + "/" + name)
	}
}

// drop takes back what was said about a project that is gone.
func (s *server) drop(p *project) {
	s.mu.Lock()
	s.projects = slices.DeleteFunc(s.projects, func(other *project) bool { return other == p })
	s.settle(p, &result{of: p.changes})
	s.mu.Unlock()
	s.publish(p, nil, nil)
	p.close()
}

// publish tells the client of every file about which there is something else to say than before.
func (s *server) publish(p *project, said map[string][]diagnostic, versions map[string]int32) {
	touched := slices.Collect(maps.Keys(p.said))
	touched = append(slices.AppendSeq(touched, maps.Keys(said)), slices.Collect(maps.Keys(versions))...)
	slices.Sort(touched)
	p.said = said
	for _, uri := range slices.Compact(touched) {
		params := publishParams{URI: uri, Diagnostics: s.about(uri)}
		if version, ok := versions[uri]; ok {
			params.Version = &version
		}
		if !s.isNews(&params) {
			continue
		}
		if err := s.rpc.Notify(s.ctx, "textDocument/publishDiagnostics", params); err != nil {
			return // the client is gone
		}
	}
}

// isNews reports whether the client was told something else last, and notes what it is told.
func (s *server) isNews(params *publishParams) bool {
	encoded, err := json.Marshal(params)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || s.published[params.URI] == string(encoded) {
		return false
	}
	s.published[params.URI] = string(encoded)
	if len(params.Diagnostics) == 0 && params.Version == nil {
		delete(s.published, params.URI)
	}
	return true
}

// about returns what all projects say about a file, each thing once.
func (s *server) about(uri string) []diagnostic {
	all := []diagnostic{}
	seen := map[string]bool{}
	s.mu.Lock()
	projects := slices.Clone(s.projects)
	s.mu.Unlock()
	for _, p := range projects {
		for _, d := range p.said[uri] {
			encoded, err := json.Marshal(d)
			if err == nil && !seen[string(encoded)] {
				seen[string(encoded)] = true
				all = append(all, d)
			}
		}
	}
	return all
}

// close gives back what all projects hold.
func (s *server) close() {
	for _, p := range s.projects {
		p.close()
	}
}

// fresh returns what came of a project as it is now, once that is known. The error is that of ctx.
func (s *server) fresh(ctx context.Context, p *project) (*result, error) {
	s.mu.Lock()
	of := p.changes
	for p.result == nil || p.result.of < of {
		done := p.done
		s.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-done:
		}
		s.mu.Lock()
	}
	defer s.mu.Unlock()
	return p.result, nil
}
