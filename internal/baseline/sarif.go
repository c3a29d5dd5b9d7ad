package baseline

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/seclint/seclint/internal/finding"
)

// The keys of partial fingerprints in SARIF logs of seclint.
const (
	FingerprintKey = "seclint/v1"
	PlaceKey       = "seclint/place/v1"
	ValueKey       = "seclint/value/v1"
)

// sarifRun is what a baseline takes of a run.
type sarifRun struct {
	Tool struct {
		Driver struct {
			Name string `json:"name"`
		} `json:"driver"`
	} `json:"tool"`
	Results []sarifResult `json:"results"`
}

type sarifResult struct {
	RuleID  string `json:"ruleId"`
	Kind    string `json:"kind"`
	State   string `json:"baselineState"`
	Message struct {
		Text string `json:"text"`
	} `json:"message"`
	PartialFingerprints map[string]string `json:"partialFingerprints"`
	Suppressions        []json.RawMessage `json:"suppressions"`
	Locations           []struct {
		PhysicalLocation struct {
			ArtifactLocation struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
		} `json:"physicalLocation"`
		LogicalLocations []struct {
			Name string `json:"fullyQualifiedName"`
		} `json:"logicalLocations"`
	} `json:"locations"`
	Properties struct {
		Rule     string           `json:"rule"`
		Severity finding.Severity `json:"severity"`
	} `json:"properties"`
}

// decodeSARIF reads the findings that counted in the runs of seclint of a SARIF log.
func decodeSARIF(text json.RawMessage) ([]Entry, error) {
	var runs []sarifRun
	if err := json.Unmarshal(text, &runs); err != nil {
		return nil, fmt.Errorf("it is no SARIF log: %w", err)
	}
	entries, isOurs := []Entry{}, false
	for _, run := range runs {
		if run.Tool.Driver.Name != "seclint" {
			continue
		}
		isOurs = true
		for i := range run.Results {
			r := &run.Results[i]
			if len(r.Suppressions) > 0 || r.Kind == "informational" || r.State == "absent" {
				continue
			}
			entries = append(entries, r.entry())
		}
	}
	if !isOurs {
		return nil, errors.New("no run in this SARIF log is one of seclint")
	}
	return entries, nil
}

func (r *sarifResult) entry() Entry {
	e := Entry{
		Rule: cmp.Or(r.Properties.Rule, r.RuleID), Severity: r.Properties.Severity, Message: r.Message.Text, Fingerprint: r.PartialFingerprints[FingerprintKey],
		Place: r.PartialFingerprints[PlaceKey], Value: r.PartialFingerprints[ValueKey],
	}
	if len(r.Locations) > 0 {
		e.File = r.Locations[0].PhysicalLocation.ArtifactLocation.URI
		if file, err := url.PathUnescape(e.File); err == nil {
			e.File = file
		}
		if logical := r.Locations[0].LogicalLocations; len(logical) > 0 {
			e.Path = logical[0].Name
		}
	}
	return e
}
