package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/eval"
)

// strength is the L2 of the confidence's weights: of 0.5 to 16 the best across
// texts, though they differ by a thousandth of the log loss.
const strength = 4.0

// across is into how many parts the texts are cut to see how the table does.
const across = 5

// crossValidate prints how weights learned from other texts do, beside the
// product of what the models gave, and gives the log of the odds by which they
// go.
func crossValidate(all []judged) []float64 {
	given, raw := make([]float64, len(all)), make([]float64, len(all))
	for part := range across {
		var rest []judged
		for _, j := range all {
			if j.text%across != part {
				rest = append(rest, j)
			}
		}
		w := fitLogistic(rest, strength)
		for i, j := range all {
			if j.text%across == part {
				given[i] = dot(w, j.traits)
			}
			raw[i] = odds(j.raw)
		}
	}
	show("product", all, crossScaled(all, raw))
	show("logistic", all, crossScaled(all, given))
	plain := make([]eval.Claim, len(all))
	for i, j := range all {
		plain[i] = eval.Claim{Confidence: sigmoid(given[i]), Right: j.stands}
	}
	show("not scaled", all, plain)
	return given
}

// crossScaled scales what is given by what the other texts tell.
func crossScaled(all []judged, given []float64) []eval.Claim {
	out := make([]eval.Claim, len(all))
	for part := range across {
		scale := fitScales(all, given, func(j *judged) bool { return j.text%across != part })
		for i, j := range all {
			if j.text%across == part {
				s := scale[j.kind]
				out[i] = eval.Claim{Confidence: sigmoid(s[0] + s[1]*given[i]), Right: j.stands}
			}
		}
	}
	return out
}

// fitScales gives, for each kind, shift and slope of the log of the odds, after
// Platt (1999): a logistic model of one value, held near 0 and 1.
func fitScales(all []judged, given []float64, use func(*judged) bool) (out [doc.Mixed + 1][2]float64) {
	for kind := doc.Direct; kind <= doc.Mixed; kind++ {
		var rows []judged
		for i, j := range all {
			if j.kind == kind && use(&j) {
				j.traits = []float64{1, given[i]}
				rows = append(rows, j)
			}
		}
		out[kind] = [2]float64{0, 1}
		if len(rows) > 0 {
			out[kind] = [2]float64(newton(rows, []float64{0, 1}, 2))
		}
	}
	return out
}

func show(name string, all []judged, claims []eval.Claim) {
	fmt.Printf("%-14s log loss %.4f  AUC %.4f  calibration error %.4f\n", name, eval.LogLoss(claims), eval.AUC(claims), eval.CalibrationError(claims))
	for kind := doc.Direct; kind <= doc.Mixed; kind++ {
		var some []eval.Claim
		for i, j := range all {
			if j.kind == kind {
				some = append(some, claims[i])
			}
		}
		fmt.Printf("  %-12s log loss %.4f  AUC %.4f  calibration error %.4f  (%d)\n", kind, eval.LogLoss(some), eval.AUC(some), eval.CalibrationError(some), len(some))
	}
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// odds is the log of the odds, held as internal/quote holds it.
func odds(p float64) float64 { return math.Log(max(p, 0.005) / max(1-p, 0.002)) }

func dot(a, b []float64) float64 {
	z := 0.0
	for i, x := range a {
		z += x * b[i]
	}
	return z
}

// fitLogistic gives the weights of the most likely logistic model under L2.
func fitLogistic(all []judged, l2 float64) []float64 {
	return newton(all, make([]float64, len(all[0].traits)), l2)
}

// newton is fitLogistic with weights drawn to those of near. Method: Newton's,
// with the Hessian factored after Cholesky; a step that makes it worse is cut.
func newton(all []judged, near []float64, l2 float64) []float64 {
	n := len(near)
	w, step, next := slices.Clone(near), make([]float64, n), make([]float64, n)
	hess := make([]float64, n*n)
	best := likelihood(all, w, near, l2)
	for range 25 {
		slopes(all, w, near, l2, step, hess)
		solve(hess, step, n)
		before := best
		for cut := 1.0; cut > 1e-6; cut /= 2 {
			for i := range w {
				next[i] = w[i] + cut*step[i]
			}
			if l := likelihood(all, next, near, l2); l >= best {
				best = l
				copy(w, next)
				break
			}
		}
		if best-before < 1e-7 {
			break
		}
	}
	return w
}

// likelihood is what newton makes as large as it can, in nats.
func likelihood(all []judged, w, near []float64, l2 float64) float64 {
	sum := 0.0
	for i := range w {
		sum -= l2 / 2 * (w[i] - near[i]) * (w[i] - near[i])
	}
	for _, j := range all {
		z := dot(w, j.traits)
		if !j.stands {
			z = -z
		}
		sum -= math.Log1p(math.Exp(-max(z, -500)))
	}
	return sum
}

// slopes fills the slope of the likelihood and the lower half of its negative
// Hessian.
func slopes(all []judged, w, near []float64, l2 float64, slope, hess []float64) {
	n := len(w)
	clear(hess)
	for i := range w {
		slope[i], hess[i*n+i] = -l2*(w[i]-near[i]), l2
	}
	for _, j := range all {
		p := sigmoid(dot(w, j.traits))
		miss := -p
		if j.stands {
			miss++
		}
		for a, x := range j.traits {
			if x == 0 {
				continue
			}
			slope[a] += miss * x
			for b, y := range j.traits[:a+1] {
				hess[a*n+b] += p * (1 - p) * x * y
			}
		}
	}
}

// solve leaves in b the solution of the positive definite system a x = b, of
// which the lower half is given.
func solve(a, b []float64, n int) {
	for j := range n {
		for i := j; i < n; i++ {
			x := a[i*n+j] - dot(a[i*n:i*n+j], a[j*n:j*n+j])
			if i == j {
				a[j*n+j] = math.Sqrt(x)
			} else {
				a[i*n+j] = x / a[j*n+j]
			}
		}
	}
	for i := range n {
		b[i] = (b[i] - dot(a[i*n:i*n+i], b[:i])) / a[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		x := b[i]
		for k := i + 1; k < n; k++ {
			x -= a[k*n+i] * b[k]
		}
		b[i] = x / a[i*n+i]
	}
}

// fitOffset gives what to add to the log of the odds, under an L2 of 0.2: of
// some rules there are few.
func fitOffset(made []ruled) float64 {
	z := 0.0
	for range 40 {
		slope, bend := -0.2*z, 0.2
		for _, m := range made {
			p := sigmoid(odds(m.p) + z)
			slope, bend = slope-p, bend+p*(1-p)
			if m.right {
				slope++
			}
		}
		z += max(-1, min(1, slope/bend))
	}
	return z
}
