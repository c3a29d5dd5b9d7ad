// Command tlstable prints how every UpstreamTlsContext and DownstreamTlsContext below a folder is judged: what it trusts,
// whether it checks the peer's name, and which rules fire on it. It is for people who check the rules by hand.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/envoy"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: tlstable DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tlstable:", err)
		os.Exit(1)
	}
}

func run(dir string, w io.Writer) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	files, _ := discover.Files(context.Background(), root.FS(), nil, discover.Options{NoGitignore: true})
	docs := load.Documents(context.Background(), root.FS(), files, load.Options{Kinds: []kind.Kind{envoy.Kind()}}).Documents
	findings, err := judge(docs)
	if err != nil {
		return err
	}
	return print(w, docs, findings)
}

// judge evaluates all rules for Envoy on the documents.
func judge(docs []*source.Document) ([]finding.Finding, error) {
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		return nil, err
	}
	evaluator, err := evaluate.New(catalogue, evaluate.Options{Kinds: []string{"envoy"}})
	if err != nil {
		return nil, err
	}
	findings, problems := evaluator.Documents(context.Background(), docs, nil, nil)
	if len(problems) > 0 {
		return nil, fmt.Errorf("rule %s: %s", problems[0].Rule, problems[0].Message)
	}
	return findings, nil
}

func print(w io.Writer, docs []*source.Document, findings []finding.Finding) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "PLACE\tDIRECTION\tOF\tANCHOR\tNAME CHECK\tVERDICT")
	for _, doc := range docs {
		for _, c := range doc.Facts.(*envoy.Facts).Envoy.TLSContexts {
			at := doc.Root.Locate(c.Path).At
			if c.Shared {
				at = doc.Root.Locate(c.Place).At
			}
			fmt.Fprintf(table, "%s:%d\t%s\t%s\t%s\t%s\t%s\n",
				at.Path(), at.Start.Line, c.Direction, c.Owner, c.Anchor, c.NameCheck, verdict(doc, c, findings))
		}
	}
	return table.Flush()
}

// verdict names the rules that fired on a context, or says ok.
func verdict(doc *source.Document, c envoy.TLSContext, findings []finding.Finding) string {
	var fired []string
	for _, f := range findings {
		if f.Document != doc.File.Path || !starts(f.Path, c.Path) && (!c.Shared || !slices.Equal(f.Path, c.Place)) {
			continue
		}
		fired = append(fired, strings.TrimPrefix(f.Rule, "envoy/")+" ("+f.Severity.String()+")")
	}
	if fired == nil {
		return "ok"
	}
	return strings.Join(fired, ", ")
}

func starts(path, prefix source.Path) bool {
	return len(path) >= len(prefix) && slices.Equal(path[:len(prefix)], prefix)
}
