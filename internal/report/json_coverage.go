package report

import (
	"cmp"

	"github.com/seclint/seclint/internal/coverage"
)

// jsonCoverage says what was looked at. Files and assets are counted alike.
type jsonCoverage struct {
	jsonTally
	// Assessed ones per hundred of all but the disabled and external ones, rounded down.
	Percent int `json:"percent"`
	// The same numbers by kind of file, and by sort for what is no file.
	ByKind map[string]jsonTally `json:"by_kind"`
	// The files of a known kind and every file that had to be left out, by path.
	Files []FileCoverage `json:"files"`
	// Services, listeners, runtimes, and files of no known kind that services name.
	Assets []coverage.Asset `json:"assets"`
	// The folders that were left out by default, such as vendor: what is in them is not known. What a script or a service names
	// there is looked at.
	Excluded []string `json:"excluded"`
	// These folders, and everything else that was left out by choice, with what leaves it out.
	LeftOut []coverage.LeftOut `json:"left_out"`
}

// jsonTally counts by state.
type jsonTally struct {
	Known            int `json:"known"`
	Assessed         int `json:"assessed"`
	Partial          int `json:"partial"`
	SkippedGenerated int `json:"skipped_generated"`
	Disabled         int `json:"disabled"`
	Broken           int `json:"broken"`
	Unsupported      int `json:"unsupported"`
	External         int `json:"external"`
}

func coverageOf(r *Report) jsonCoverage {
	tally := r.Coverage.Tally()
	out := jsonCoverage{
		jsonTally: tallyOf(tally), Percent: tally.Percent(), ByKind: map[string]jsonTally{},
		Files: []FileCoverage{}, Assets: []coverage.Asset{}, Excluded: []string{},
		LeftOut: append([]coverage.LeftOut{}, r.Coverage.LeftOut...),
	}
	for _, left := range r.Coverage.LeftOut {
		if left.By == coverage.ByDefault {
			out.Excluded = append(out.Excluded, left.Path)
		}
	}
	kinds := map[string]coverage.Tally{}
	note := func(kind string, state State) {
		if kinds[kind] == nil {
			kinds[kind] = coverage.Tally{}
		}
		kinds[kind][state]++
	}
	for _, file := range r.Coverage.Files {
		out.Files = append(out.Files, file)
		note(cmp.Or(file.Kind, "unknown"), file.State)
	}
	for _, asset := range r.Coverage.Assets {
		out.Assets = append(out.Assets, asset)
		note(string(asset.Sort), asset.State)
	}
	for kind, tally := range kinds {
		out.ByKind[kind] = tallyOf(tally)
	}
	return out
}

func tallyOf(t coverage.Tally) jsonTally {
	out := jsonTally{
		Assessed: t[Assessed], Partial: t[Partial], SkippedGenerated: t[coverage.Generated], Disabled: t[coverage.Disabled],
		Broken: t[Broken], Unsupported: t[Unsupported], External: t[coverage.External],
	}
	for _, n := range t {
		out.Known += n
	}
	return out
}
