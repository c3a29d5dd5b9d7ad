package scan

import (
	"context"
	"io/fs"
	"slices"
	"time"

	"github.com/seclint/seclint/internal/baseline"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/shard"
	"github.com/seclint/seclint/rules"
)

// Options say how to scan. They are the same for all scans of a session.
type Options struct {
	// Catalogue are the rules that there are.
	Catalogue *rules.Catalogue
	// Config says which of the rules are in force, and everything else that people decide; nil means the defaults.
	Config *config.Config
	// NoGitignore looks at what .gitignore leaves out.
	NoGitignore bool
	// MaxFileSize is the size in bytes above which a file is left out; 0 means discover.DefaultMaxSize.
	MaxFileSize int64
	// EnvFiles are files of variables in the place of the .env of every Compose project, as docker compose --env-file has them; paths in
	// the root.
	EnvFiles []string
	// Deadline bounds the evaluation of one document; 0 means evaluate.DefaultDeadline.
	Deadline time.Duration
	// MinCoverage is the share in percent of the known assets that have to be assessed; less is a problem.
	MinCoverage int
	// AllowEmpty makes it no problem when there is nothing to check.
	AllowEmpty bool
	// Problems came up before the scan, such as policies that cannot be used. They are part of every report.
	Problems []finding.Problem
	// Roots are checkouts beside the scanned root, for what trackers and contracts say of them.
	Roots []Root
	// Version is seclint's own version, for the report.
	Version string
	// Today is the time at which waivers are judged; where it is zero none expires.
	Today time.Time
	// Baseline are the findings that are known, nil where nothing is to be compared; BaselineName is their file.
	Baseline     []baseline.Entry
	BaselineName string
	// Renamed returns what a file that is gone is called now, "" where that is not known; it may be nil.
	Renamed func(file string) string
	// IsUnmarked reports whether the mark of a generated file in a file has no effect; it may be nil.
	IsUnmarked func(path string) bool
	// Shards are all shards of this scan, whose findings are taken in place of an evaluation; nil where there are none.
	Shards []*shard.File
	// Progress, when set, is called at the start of every stage with its name and the number of files it works on.
	Progress func(stage string, files int)
	// Print, when set, receives what users' policies print, in the order of the documents.
	Print func(evaluate.Printed)
}

// Root is a checkout beside the scanned root.
type Root struct {
	Name string
	FS   fs.FS
}

// Snapshot is what a scan looks at.
type Snapshot struct {
	// Root bounds every read.
	Root fs.FS
	// Paths are the files and folders to look at, slash-separated and relative to Root. None means all of Root, or nothing
	// but the Overlay when there is one.
	Paths []string
	// Overlay has the content of files that need not exist in Root, by path: standard input, or what an editor has not saved
	// yet. They are looked at as if they had been named in Paths.
	Overlay map[string][]byte
}

// Session scans snapshots one after the other. Documents and what policies found in them are used again while nothing that
// they are made of has changed; each report is that of a fresh session. It is for one goroutine.
type Session struct {
	opts   Options
	kinds  []kind.Kind
	loader *load.Loader
	// memory remembers what policies found, nil where nothing is to be remembered.
	memory *evaluate.Memory
	// prepared are the rules that the last scan evaluated.
	prepared *prepared
}

// prepared are rules that are ready to be evaluated on documents of some kinds.
type prepared struct {
	kinds     []string
	evaluator *evaluate.Evaluator
	problems  []finding.Problem
}

// Open returns a session that has scanned nothing yet.
func Open(opts Options) *Session {
	return open(opts, evaluate.NewMemory())
}

// Run scans one snapshot. It is Scan of a session that is not used again, which takes less memory.
func Run(ctx context.Context, snapshot Snapshot, opts Options) (*report.Report, error) {
	return newSession(opts).Scan(ctx, snapshot)
}

// newSession returns a session of one scan.
func newSession(opts Options) *Session { return open(opts, nil) }

// open returns a session; one without a memory scans once.
func open(opts Options, memory *evaluate.Memory) *Session {
	if opts.Config == nil {
		opts.Config = config.Default()
	}
	if opts.MaxFileSize == 0 {
		opts.MaxFileSize = discover.DefaultMaxSize
	}
	kinds := all.Kinds()
	return &Session{opts: opts, kinds: kinds, memory: memory, loader: load.NewLoader(load.Options{
		Kinds: kinds, MaxSize: opts.MaxFileSize, Generated: opts.Config.IncludeGenerated, IsUnmarked: opts.IsUnmarked,
		EnvFiles: opts.EnvFiles, Once: memory == nil,
	})}
}

// evaluator returns the enabled rules for documents of some kinds, ready to be evaluated, and what was wrong with them. It keeps
// them for the next scan.
func (s *Session) evaluator(kinds []string) (*evaluate.Evaluator, []finding.Problem, error) {
	if s.prepared != nil && slices.Equal(s.prepared.kinds, kinds) {
		return s.prepared.evaluator, s.prepared.problems, nil
	}
	enabled := map[string]bool{}
	for _, rule := range s.opts.Catalogue.All() {
		enabled[rule.ID] = s.opts.Config.RuleEnabledAnywhere(rule)
	}
	evaluator, problems, err := s.prepare(kinds, enabled)
	if err != nil {
		return nil, nil, err
	}
	s.prepared = &prepared{kinds, evaluator, problems}
	return evaluator, problems, nil
}

// prepare compiles the enabled rules for documents of some kinds. A user's policy that does not compile is a problem and does
// not stop the others.
func (s *Session) prepare(kinds []string, enabled map[string]bool) (*evaluate.Evaluator, []finding.Problem, error) {
	parameters := map[string]map[string]any{}
	for _, rule := range s.opts.Catalogue.All() {
		if set := s.opts.Config.Parameters(rule.ID); set != nil {
			parameters[rule.ID] = set
		}
	}
	opts := evaluate.Options{
		Kinds: kinds, Parameters: parameters, Deadline: s.opts.Deadline, Print: s.opts.Print, Enabled: func(id string) bool { return enabled[id] },
	}
	evaluator, err := evaluate.New(s.opts.Catalogue, opts)
	if err == nil {
		return evaluator, nil, nil
	}
	var problems []finding.Problem
	for _, rule := range s.opts.Catalogue.All() {
		if rule.Origin == "" || !enabled[rule.ID] {
			continue
		}
		alone := evaluate.Options{Enabled: func(id string) bool { return id == rule.ID }}
		if _, err := evaluate.New(s.opts.Catalogue, alone); err != nil {
			enabled[rule.ID] = false
			problems = append(problems, broken(rule, err)...)
		}
	}
	evaluator, err = evaluate.New(s.opts.Catalogue, opts)
	return evaluator, problems, err
}
