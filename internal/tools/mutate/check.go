package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/graph"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

// failure is what must not be, for one mutant. Failures of one key have the same cause, as far as their messages say.
type failure struct {
	mutant  mutant
	message string
	key     string
}

// result is what came of one batch.
type result struct {
	tried    int
	failures []failure
}

// results yields what comes of all batches.
func results(ctx context.Context, o options, projects []*project, c *checker) <-chan result {
	batches, found := make(chan []mutant), make(chan result)
	go func() {
		defer close(batches)
		for from := 0; from < o.count && ctx.Err() == nil; from += o.batch {
			var batch []mutant
			for i := from; i < min(from+o.batch, o.count); i++ {
				batch = append(batch, newMutant(projects, o.seed+uint64(i)))
			}
			batches <- batch
		}
	}()
	var workers sync.WaitGroup
	for range o.workers {
		workers.Go(func() {
			for batch := range batches {
				found <- result{len(batch), c.check(batch)}
			}
		})
	}
	go func() {
		workers.Wait()
		close(found)
	}()
	return found
}

// checker scans mutants.
type checker struct {
	catalogue *rules.Catalogue
	runs      int
}

func newChecker(runs int) (*checker, error) {
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		return nil, fmt.Errorf("loading the rules: %w", err)
	}
	return &checker{catalogue, runs}, nil
}

// check returns what is wrong with some mutants. Of several that are scanned together it finds the one at fault by scanning halves.
func (c *checker) check(batch []mutant) []failure {
	message := c.fault(batch)
	switch {
	case message == "":
		return nil
	case len(batch) == 1:
		return []failure{{batch[0], message, digits.ReplaceAllString(message, "0")}}
	}
	half := len(batch) / 2
	found := append(c.check(batch[:half]), c.check(batch[half:])...)
	if len(found) == 0 { // only together
		found = []failure{{batch[0], "in a batch of " + strconv.Itoa(len(batch)) + ": " + message, digits.ReplaceAllString(message, "0")}}
	}
	return found
}

// digits are left out of what tells causes apart, and so are the words of made-up secrets.
var digits = regexp.MustCompile(`zq7[0-9a-z]+|[0-9]+`)

// fault returns what is wrong with what is said of some mutants, "" for nothing.
func (c *checker) fault(batch []mutant) (message string) {
	defer func() {
		if cause := recover(); cause != nil {
			message = fmt.Sprintf("crash: %v", cause)
		}
	}()
	root, err := txtar.FS(archiveOf(batch))
	if err != nil {
		return "the files have no names for a file system: " + err.Error()
	}
	shown := map[string]bool{}
	first, problems, err := c.outputs(root)
	if err != nil {
		return "the scan ended: " + err.Error()
	}
	for _, p := range problems {
		if strings.Contains(p.Message, "seclint crashed") || p.Rule != "" && p.Level == finding.Error {
			return "broken: " + p.Rule + " " + p.Message
		}
	}
	for i, m := range batch {
		for word := range m.bare {
			shown[word], shown[word+mark(i)] = true, true
		}
	}
	for _, format := range slices.Sorted(maps.Keys(first)) {
		if strings.Contains(format, "png") { // compressed bytes, in which any short word may occur
			continue
		}
		if message := leak(first[format], shown); message != "" {
			return format + " shows a secret: " + message
		}
	}
	for range c.runs - 1 {
		again, _, err := c.outputs(root)
		if err != nil {
			return "the scan ended: " + err.Error()
		}
		for _, format := range slices.Sorted(maps.Keys(first)) {
			if !bytes.Equal(first[format], again[format]) {
				return format + " differs: " + difference(first[format], again[format])
			}
		}
	}
	return ""
}

// archiveOf returns a root with each mutant in a folder of its own.
func archiveOf(batch []mutant) *txtar.Archive {
	root := &txtar.Archive{}
	for i, m := range batch {
		for _, name := range slices.Sorted(maps.Keys(m.files)) {
			text := m.files[name]
			if name == m.file {
				text = m.text
			}
			root.Files = append(root.Files, txtar.File{Name: path.Join("p"+strconv.Itoa(i), name), Data: marked(text, i)})
		}
	}
	return root
}

// mark is what stands behind the made-up secrets of a mutant of a batch, so that it is known whose is shown.
func mark(i int) string { return "m" + strconv.Itoa(i) }

func marked(text []byte, i int) []byte {
	return madeUp.ReplaceAllFunc(text, func(word []byte) []byte {
		if word[0] == 'q' {
			return word // written with escapes around it
		}
		return append(slices.Clone(word), mark(i)...)
	})
}

// outputs scans a root and returns all that seclint writes about it, by format.
func (c *checker) outputs(root fs.FS) (map[string][]byte, []finding.Problem, error) {
	settings := config.Default()
	settings.Packs = []string{rules.PackDefault, rules.PackStrict}
	opts := scan.Options{Catalogue: c.catalogue, Config: settings, AllowEmpty: true}
	r, err := scan.Run(context.Background(), scan.Snapshot{Root: root}, opts)
	if err != nil {
		return nil, nil, fmt.Errorf("scanning: %w", err)
	}
	r.Started, r.Elapsed, r.Stages = time.Time{}, 0, nil
	all := map[string][]byte{}
	write := func(name string, writer report.Writer, o report.Options) {
		var b bytes.Buffer
		if err = writer(&b, r, o); err == nil {
			all[name] = b.Bytes()
		}
	}
	for name, writer := range report.Formats {
		write(name, writer, report.Options{Verbose: true, ShowSuppressed: true, ShowInformational: true})
	}
	write("text in short", report.Text, report.Options{})
	write("text in lines", report.Text, report.Options{Quiet: true})
	if err != nil {
		return nil, nil, fmt.Errorf("writing: %w", err)
	}
	g, _, err := scan.Graph(context.Background(), scan.Snapshot{Root: root}, opts)
	if err != nil {
		return nil, nil, fmt.Errorf("drawing: %w", err)
	}
	for name, writer := range graph.Formats() {
		var b bytes.Buffer
		if err := writer(&b, g, report.Options{}); err != nil {
			return nil, nil, fmt.Errorf("drawing: %w", err)
		}
		all["graph in "+name] = b.Bytes()
	}
	return all, r.Problems, nil
}

// leak returns the first line with a made-up secret that is not among those that may be shown.
func leak(output []byte, shown map[string]bool) string {
	for line := range strings.SplitSeq(string(output), "\n") {
		for _, word := range madeUp.FindAllString(line, -1) {
			if !shown[word] && !isCut(line, word, shown) {
				return word + " in " + strings.TrimSpace(line)
			}
		}
	}
	return ""
}

// isCut reports whether a word is the beginning of one that may be shown, where an output cuts its line.
func isCut(line, word string, shown map[string]bool) bool {
	if !strings.Contains(line, word+"…") {
		return false
	}
	for whole := range shown {
		if strings.HasPrefix(whole, word) {
			return true
		}
	}
	return false
}

// difference returns the first lines in which two outputs differ.
func difference(a, b []byte) string {
	x, y := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range x {
		if i >= len(y) || !bytes.Equal(x[i], y[i]) {
			other := []byte("nothing")
			if i < len(y) {
				other = y[i]
			}
			return fmt.Sprintf("%q and %q", x[i], other)
		}
	}
	return "more lines"
}
