package git

import (
	"context"
	"strings"
)

// maxCommits bounds how far back renames are looked for.
const maxCommits = "1000"

// Renames returns what files have been renamed to by the commits up to HEAD, by their former path. A chain of renames leads to its end.
func (r *Repository) Renames(ctx context.Context) (map[string]string, error) {
	out, err := r.ask(ctx, "log", "-n", maxCommits, "--format=", "--name-status", "-z", "-M", "--diff-filter=R", "--no-ext-diff", "--no-textconv", "--no-show-signature", "HEAD")
	if err != nil {
		return nil, err
	}
	to := map[string]string{}
	fields := strings.Split(string(out), "\x00")
	for i := 0; i+2 < len(fields); {
		if !strings.HasPrefix(strings.TrimLeft(fields[i], "\n"), "R") {
			i++
			continue
		}
		before, isBefore := strings.CutPrefix(fields[i+1], r.prefix)
		after, isAfter := strings.CutPrefix(fields[i+2], r.prefix)
		if isBefore && isAfter { // the newest commit comes first
			if last, known := to[after]; known {
				after = last
			}
			if _, known := to[before]; !known {
				to[before] = after
			}
		}
		i += 3
	}
	return to, nil
}
