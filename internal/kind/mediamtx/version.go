package mediamtx

import (
	"fmt"
	"strconv"
	"strings"
)

func parseVersion(tag string) Version {
	v := Version(0)
	for _, part := range strings.Split(strings.TrimPrefix(tag, "v"), ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return 0
		}
		v = v*1000 + Version(n)
	}
	return v
}

func (v Version) String() string {
	if v == 0 {
		return ""
	}
	return fmt.Sprintf("v%d.%d.%d", v/1000000, v/1000%1000, v%1000)
}

// span is a stretch of releases: from since, up to, not including, until. 0 is open.
type span struct{ since, until Version }

// intersect returns the releases of both stretches.
func (s span) intersect(other span) span {
	both := span{max(s.since, other.since), max(s.until, other.until)}
	if s.until != 0 && other.until != 0 {
		both.until = min(s.until, other.until)
	}
	return both
}

func (s span) empty() bool { return s.until != 0 && s.since >= s.until }
