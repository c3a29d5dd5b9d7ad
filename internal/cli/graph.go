package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/gate"
	"github.com/seclint/seclint/internal/graph"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
)

const graphHelp = `graph shows from where the services of the Compose projects can be reached, and
what they reach in turn: control sockets, host mounts, networks with the other
services on them, config files with their listeners. The chains from an open
port to the host come first, hop by hop.

The text and the drawings leave out what is too much to read, and say so; json
holds everything. svg and png draw the paths from the network to the host, and list
what is on none. All drawings show one way of starting each project: the one
with the most paths, or that of --deployment. The config decides which files
are looked at, not what is shown.

--diff REF shows what a change opens: the chains that REF does not have or that are
worse now, and what is new at all.

It exits with 0, and with 2 when it could not do or finish the job.`

// graphOptions are the flags of graph as they were written.
type graphOptions struct {
	scanOptions
	format, deployment, diff string
}

func newGraph(s *session) *cobra.Command {
	o := &graphOptions{}
	c := &cobra.Command{
		Use:   "graph [PATH...]",
		Short: "show from where services can be reached, and the chains to the host",
		Long:  graphHelp,
		Example: `  seclint graph                              the map of the current folder
  seclint graph -f mermaid -o exposure.mmd   for Markdown on GitHub and GitLab
  seclint graph -f svg -o exposure.svg       a picture; -f png for a document
  seclint graph -f svg --deployment compose.prod.yaml -o prod.svg
  seclint graph --diff origin/main           what a change opens
  seclint graph -f json deploy/ | jq '.chains[0]'`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return s.graph(c.Context(), o, args) },
	}
	f := c.Flags()
	f.SortFlags = false
	formats := slices.Sorted(maps.Keys(graph.Formats()))
	f.StringVarP(&o.format, "format", "f", "text", "write `FORMAT`: text, svg, png, html, mermaid, dot or json")
	f.StringVar(&o.deployment, "deployment", "", "show the projects as started in the way called `NAME`, such as compose.prod.yaml")
	f.Var((*revision)(&o.diff), "diff", "show what a change opens: the chains, ports and powers that the git revision `REF` does not have")
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` what would go to standard output")
	o.inputFlags(f)
	completeWords(c, "format", formats...)
	return c
}

// graph looks at what args name and writes the map.
func (s *session) graph(ctx context.Context, o *graphOptions, args []string) error {
	write := graph.Formats()[o.format]
	if write == nil {
		return usage(fmt.Errorf("unknown format %q", o.format), "formats are text, svg, png, html, mermaid, dot and json")
	}
	if err := o.limits(); err != nil {
		return err
	}
	if err := checkFiles([]output{{o.format, o.output}}); err != nil {
		return err
	}
	in, err := s.openInput(ctx, &o.scanOptions, args)
	if err != nil {
		return err
	}
	defer in.root.Close()
	progress := startProgress(s.stderr)
	draw := o.draw
	if o.diff != "" {
		draw = o.difference
	}
	g, problems, err := draw(ctx, in, progress.at)
	progress.done()
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	if o.deployment != "" || graph.IsDrawing(o.format) {
		if g, err = g.Deployment(o.deployment); err != nil {
			return usage(fmt.Errorf("--deployment: %w", err), "")
		}
	}
	s.code = trouble(problems)
	display := report.Options{DisplayRoot: in.display, WorkDir: in.workDir}
	s.tell(problems, display)
	return s.writeOutput(ctx, o.output, func(w io.Writer) error { return write(w, g, display) })
}

// draw returns the map of the input.
func (o *graphOptions) draw(ctx context.Context, in *input, progress func(string, int)) (*graph.Graph, []finding.Problem, error) {
	opts, err := o.settings(in.root)
	if err != nil {
		return nil, nil, err
	}
	opts.Progress = progress
	return scan.Graph(ctx, in.snapshot(), opts)
}

// difference returns the map of the input with what the revision of --diff does not have. Which files are looked at is as in the revision.
func (o *graphOptions) difference(ctx context.Context, in *input, progress func(string, int)) (*graph.Graph, []finding.Problem, error) {
	tree, err := revisionTree(ctx, in, "--diff", o.diff)
	if err != nil {
		return nil, nil, err
	}
	defer tree.Close()
	at, name, err := o.configIn(tree, in)
	if err != nil {
		return nil, nil, err
	}
	opts, err := o.settingsFrom(at, name)
	if err != nil {
		return nil, nil, fmt.Errorf("as of %s: %w", o.diff, err)
	}
	earlier := opts
	earlier.AllowEmpty = true
	before, _, err := scan.Graph(ctx, gate.Earlier(tree, in.snapshot()), earlier)
	if err != nil {
		return nil, nil, err
	}
	snapshot := in.snapshot()
	snapshot.Root = gate.Guarded(snapshot.Root, tree)
	opts.Progress = progress
	now, problems, err := scan.Graph(ctx, snapshot, opts)
	if err != nil {
		return nil, nil, err
	}
	return now.Since(before, o.diff), problems, nil
}
