package picture

import "math"

// curveSteps is how many straight pieces a curve becomes.
const curveSteps = 24

// flat returns a line of curves as a line of straight pieces, none of them without a length.
func flat(line []point) []point {
	points := []point{line[0]}
	add := func(p point) {
		if p != points[len(points)-1] {
			points = append(points, p)
		}
	}
	for i := 1; i+2 < len(line); i += 3 {
		from, c1, c2, to := points[len(points)-1], line[i], line[i+1], line[i+2]
		if c1 == from && c2 == to {
			add(to)
			continue
		}
		for step := 1; step <= curveSteps; step++ {
			t := float64(step) / curveSteps
			u := 1 - t
			a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
			add(point{a*from.x + b*c1.x + c*c2.x + d*to.x, a*from.y + b*c1.y + c*c2.y + d*to.y})
		}
	}
	return points
}

// dashes cuts a line into the pieces that its style draws.
func dashes(line []point, style Style) [][]point {
	on, off := 7.0, 5.0
	switch style {
	case Solid:
		return [][]point{line}
	case Dotted:
		on, off = 2, 4
	}
	var pieces [][]point
	piece, isOn, left := []point{line[0]}, true, on
	for i := 1; i < len(line); i++ {
		from, to := line[i-1], line[i]
		length := math.Hypot(to.x-from.x, to.y-from.y)
		for at := 0.0; ; {
			if length-at < left {
				left -= length - at
				break
			}
			at += left
			cutAt := point{from.x + (to.x-from.x)*at/length, from.y + (to.y-from.y)*at/length}
			if isOn {
				pieces = append(pieces, append(piece, cutAt))
				piece, left = nil, off
			} else {
				piece, left = []point{cutAt}, on
			}
			isOn = !isOn
		}
		if isOn {
			piece = append(piece, to)
		}
	}
	if isOn && len(piece) > 1 {
		pieces = append(pieces, piece)
	}
	return pieces
}

// rounded is the outline of a box with round corners.
func rounded(at, size point, radius float64) []point {
	corners := []struct{ x, y, from float64 }{
		{at.x + size.x - radius, at.y + radius, -math.Pi / 2}, {at.x + size.x - radius, at.y + size.y - radius, 0},
		{at.x + radius, at.y + size.y - radius, math.Pi / 2}, {at.x + radius, at.y + radius, math.Pi},
	}
	var outline []point
	const steps = 6
	for _, c := range corners {
		for i := 0; i <= steps; i++ {
			angle := c.from + math.Pi/2*float64(i)/steps
			outline = append(outline, point{c.x + radius*math.Cos(angle), c.y + radius*math.Sin(angle)})
		}
	}
	return outline
}
