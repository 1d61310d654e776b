//go:build amd64 && !purego

package encode

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// portable runs f with the kernels in Go.
func portable(t *testing.T, f func()) {
	t.Helper()
	if !fast {
		t.Skip("this machine has no AVX2: there is nothing to compare")
	}
	fast = false
	defer func() { fast = true }()
	f()
}

func random(r *rand.Rand, n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = 4*r.Float32() - 2
	}
	return v
}

func near(t *testing.T, what string, a, b []float32, tolerance float64) {
	t.Helper()
	for i := range a {
		if d := math.Abs(float64(a[i] - b[i])); !(d <= tolerance*(1+math.Abs(float64(b[i])))) {
			t.Fatalf("%s: element %d is %g in assembly and %g in Go", what, i, a[i], b[i])
		}
	}
}

func TestGemmAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][3]int{{1, 16, 1}, {5, 16, 7}, {6, 32, 128}, {7, 20, 33}, {13, 96, 384}, {50, 50, 96}} {
		m, n, k := size[0], size[1], size[2]
		a, b := random(r, m*k), random(r, k*n)
		packed := make([]float32, k*padded(n))
		Pack(packed, b, k, n, n, 1)
		for _, acc := range []bool{false, true} {
			c1 := random(r, m*padded(n))
			c2 := append([]float32(nil), c1...)
			Gemm(m, n, k, a, k, 1, packed, c1, padded(n), acc)
			portable(t, func() { Gemm(m, n, k, a, k, 1, packed, c2, padded(n), acc) })
			near(t, "product", c1, c2, 1e-4)
			if acc {
				continue
			}
			var want float64
			for q := range k {
				want += float64(a[(m-1)*k+q]) * float64(b[q*n+n-1])
			}
			if got := float64(c1[(m-1)*padded(n)+n-1]); math.Abs(got-want) > 1e-3 {
				t.Fatalf("%v: last element is %g, want %g", size, got, want)
			}
		}
	}
}

func TestGemmStrides(t *testing.T) {
	// The transpose, read through strides, gives the product of the transpose.
	r := rand.New(rand.NewPCG(3, 4))
	const m, n, k = 14, 16, 9
	a, b := random(r, m*k), random(r, k*n)
	turned := make([]float32, m*k)
	for i := range m {
		for q := range k {
			turned[q*m+i] = a[i*k+q]
		}
	}
	packed := make([]float32, k*n)
	Pack(packed, b, k, n, n, 1)
	c1, c2 := make([]float32, m*n), make([]float32, m*n)
	Gemm(m, n, k, a, k, 1, packed, c1, n, false)
	Gemm(m, n, k, turned, 1, m, packed, c2, n, false)
	near(t, "strides", c1, c2, 1e-6)
}

func TestRowKernelsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const n = 128
	v := func() []float32 { return random(r, n) }
	row := make([]byte, n)
	for i := range row {
		row[i] = byte(r.Uint32())
	}
	x1, y := v(), v()
	x2 := append([]float32(nil), x1...)
	addInt8(x1, row, 0.01)
	portable(t, func() { addInt8(x2, row, 0.01) })
	near(t, "addInt8", x1, x2, 1e-6)

	gain, beta := v(), v()
	addNorm(x1, y, gain, beta)
	portable(t, func() { addNorm(x2, y, gain, beta) })
	near(t, "addNorm", x1, x2, 1e-4)

	AddRelu(x1, x1, y)
	portable(t, func() { AddRelu(x2, x2, y) })
	near(t, "AddRelu", x1, x2, 1e-4)

	z, f, o, bz, bf, bo, c1 := v(), v(), v(), v(), v(), v(), v()
	c2 := append([]float32(nil), c1...)
	h1, h2 := v(), v()
	gateScan(z, f, o, bz, bf, bo, c1, h1)
	portable(t, func() { gateScan(z, f, o, bz, bf, bo, c2, h2) })
	near(t, "gateScan c", c1, c2, 1e-5)
	near(t, "gateScan h", h1, h2, 1e-5)
}

func TestEncodeAgrees(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	forms := strings.Fields("The envoys will meet in Vienna next week . Nobody “ expects ” a deal")
	bounds := []int{0, 9, len(forms)}
	a := e.Encode(forms, bounds, new(Workspace))
	portable(t, func() {
		b := e.Encode(forms, bounds, new(Workspace))
		near(t, "states", a.Data, b.Data, 1e-3)
	})
}
