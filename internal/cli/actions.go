package cli

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/report"
)

// commitName is what GitHub Actions calls a commit, repositoryName a repository.
var (
	commitName     = lazyregexp.New(`^[0-9a-f]{40,64}$`)
	repositoryName = lazyregexp.New(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$`)
)

// sourceURL returns where the files of the repository can be seen at the commit that GitHub Actions runs for, "" elsewhere.
func sourceURL(env func(string) string) string {
	server, err := url.Parse(env("GITHUB_SERVER_URL"))
	repository, commit := env("GITHUB_REPOSITORY"), env("GITHUB_SHA")
	if err != nil || server.Scheme != "https" || server.Host == "" || !repositoryName.MatchString(repository) || !commitName.MatchString(commit) {
		return ""
	}
	return "https://" + server.Host + "/" + repository + "/blob/" + commit
}

// summarize adds the summary of the job to the file that GitHub Actions shows, where annotations are written and no summary was asked for.
func summarize(r *report.Report, outputs []output, display report.Options, file string) error {
	has := func(format string) bool {
		return slices.ContainsFunc(outputs, func(o output) bool { return o.format == format })
	}
	if file == "" || !has("github") || has("github-summary") {
		return nil
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("writing the summary of the job (GITHUB_STEP_SUMMARY): %w", err)
	}
	write := func(w io.Writer) error { return report.GitHubSummary(w, r, display) }
	if err := errors.Join(writeTo(f, write), f.Close()); err != nil {
		return fmt.Errorf("writing the summary of the job (GITHUB_STEP_SUMMARY): %w", err)
	}
	return nil
}
