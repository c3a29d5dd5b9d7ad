package evaluate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

func compareFindings(a, b finding.Finding) int {
	return cmp.Or(
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.At.Path(), b.At.Path()),
		cmp.Compare(a.At.Start.Line, b.At.Start.Line),
		cmp.Compare(a.At.Start.Column, b.At.Start.Column),
		comparePaths(a.Path, b.Path),
		strings.Compare(a.Message, b.Message),
	)
}

// comparePaths orders steps as a reader would: list items by number, not by digits.
func comparePaths(a, b source.Path) int {
	return slices.CompareFunc(a, b, func(x, y any) int {
		i, xIsIndex := x.(int)
		j, yIsIndex := y.(int)
		if xIsIndex && yIsIndex {
			return cmp.Compare(i, j)
		}
		return strings.Compare(fmt.Sprint(x), fmt.Sprint(y))
	})
}
