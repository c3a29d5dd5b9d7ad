// Command mutate changes values of real-shaped files and scans what comes of it: projects of fixtures, of the tests and of a corpus, in
// each of which one value after the other is replaced, deleted, written twice, renamed or given a tag. It wants that no reader crashes,
// that no rule breaks, that repeated scans write the same bytes, and that no output shows one of the made-up secrets.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
)

// options say how much to try.
type options struct {
	// count is the number of mutants, seed where the choice of them starts.
	count int
	seed  uint64
	// batch is how many mutants are scanned together, each in a folder of its own.
	batch int
	// runs is how often the same is scanned.
	runs int
	// workers is how many batches are scanned at a time.
	workers int
	// corpus is a folder of more projects, "" for none.
	corpus string
	// root is the folder of the project's own source.
	root string
}

func main() {
	o := options{}
	flag.IntVar(&o.count, "n", 50_000, "how many mutants to scan")
	flag.Uint64Var(&o.seed, "seed", 1, "where the choice of mutants starts")
	flag.IntVar(&o.batch, "batch", 100, "how many mutants to scan together")
	flag.IntVar(&o.runs, "runs", 5, "how often to scan the same")
	flag.IntVar(&o.workers, "workers", min(2, runtime.GOMAXPROCS(0)), "how many batches to scan at a time")
	flag.StringVar(&o.corpus, "corpus", "", "a folder with folders of real files to mutate as well")
	flag.StringVar(&o.root, "root", ".", "the folder of seclint's own source")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	failures, err := run(ctx, o, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
	if failures > 0 {
		os.Exit(1)
	}
}

// run tries mutants and writes what failed. It returns the number of failures.
func run(ctx context.Context, o options, out io.Writer) (failures int, err error) {
	projects, err := gather(o)
	if err != nil {
		return 0, err
	}
	checker, err := newChecker(o.runs)
	if err != nil {
		return 0, err
	}
	tried, failed := 0, map[string]bool{}
	for result := range results(ctx, o, projects, checker) {
		tried += result.tried
		for _, f := range result.failures {
			if failed[f.key] {
				continue // the same cause, as far as its message says
			}
			failed[f.key] = true
			fmt.Fprintf(out, "%s\n  %s\n  again with: -seed %d -n %d\n", f.mutant.what, f.message, f.mutant.seed, 1)
		}
	}
	fmt.Fprintf(out, "%d mutants of %d projects: %d failures\n", tried, len(projects), len(failed))
	if err := ctx.Err(); err != nil {
		return len(failed), fmt.Errorf("after %d mutants: %w", tried, context.Cause(ctx))
	}
	return len(failed), nil
}
