package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

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

It exits with 0, and with 2 when it could not do or finish the job.`

// graphOptions are the flags of graph as they were written.
type graphOptions struct {
	scanOptions
	format, deployment string
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
  seclint graph -f json deploy/ | jq '.chains[0]'`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return s.graph(c.Context(), o, args) },
	}
	f := c.Flags()
	f.SortFlags = false
	formats := slices.Sorted(maps.Keys(graph.Formats()))
	f.StringVarP(&o.format, "format", "f", "text", "write `FORMAT`: text, svg, png, html, mermaid, dot or json")
	f.StringVar(&o.deployment, "deployment", "", "show the projects as started in the way called `NAME`, such as compose.prod.yaml")
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
	if o.output == "-" {
		o.output = ""
	}
	if err := checkFiles([]output{{o.format, o.output}}); err != nil {
		return err
	}
	in, err := s.openInput(ctx, &o.scanOptions, args)
	if err != nil {
		return err
	}
	defer in.root.Close()
	opts, err := o.settings(in.root)
	if err != nil {
		return err
	}
	progress := startProgress(s.stderr)
	opts.Progress = progress.at
	g, problems, err := scan.Graph(ctx, in.snapshot(), opts)
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
	return s.writeGraph(ctx, g, write, o.output, display)
}

// writeGraph writes the map to a file, or to standard output when it is "".
func (s *session) writeGraph(ctx context.Context, g *graph.Graph, write graph.Writer, file string, display report.Options) error {
	to := func(w io.Writer) error { return write(w, g, display) }
	if file == "" {
		return writeTo(s.stdout, to)
	}
	if err := writeFile(ctx, file, to); err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	return nil
}
