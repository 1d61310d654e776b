package encode

import "math"

// The kernels work on rows of float32 whose lengths are multiples of 16. Each
// has an AVX2 form in assembly and a portable one in Go; [fast] chooses.

const lane = 16 // columns of a packed panel

func padded(n int) int { return (n + lane - 1) / lane * lane }

// Pack lays the K×N matrix b, element (k, n) at b[k*rs+n*cs], out in panels of
// 16 columns as [Gemm] wants it, zeros beyond column N. dst must hold
// K·⌈N/16⌉·16 values.
func Pack(dst, b []float32, k, n, rs, cs int) {
	at := 0
	for j0 := 0; j0 < n; j0 += lane {
		width := min(lane, n-j0)
		for i := range k {
			row := dst[at : at+lane : at+lane]
			if cs == 1 {
				src := b[i*rs+j0:]
				m := copy(row, src[:width])
				clear(row[m:])
			} else {
				for j := range width {
					row[j] = b[i*rs+(j0+j)*cs]
				}
				clear(row[width:])
			}
			at += lane
		}
	}
}

// Gemm computes C = A·B, or C += A·B when acc is set. A is M×K with element
// (m, k) at a[m*rsa+k*csa]; b is packed by [Pack]; row m of C begins at
// c[m*ldc], and all ⌈N/16⌉·16 columns of it are written.
func Gemm(m, n, k int, a []float32, rsa, csa int, b, c []float32, ldc int, acc bool) {
	if m <= 0 || n <= 0 || k <= 0 {
		return
	}
	// The bounds of all that the kernels touch, checked once.
	_ = a[(m-1)*rsa+(k-1)*csa]
	_ = c[(m-1)*ldc+padded(n)-1]
	_ = b[k*padded(n)-1]
	if !fast {
		gemmGo(m, n, k, a, rsa, csa, b, c, ldc, acc)
		return
	}
	add := 0
	if acc {
		add = 1
	}
	for j0, p := 0, 0; j0 < n; j0, p = j0+lane, p+k*lane {
		i := 0
		for ; i+6 <= m; i += 6 {
			gemm6x16(k, &a[i*rsa], rsa*4, csa*4, &b[p], &c[i*ldc+j0], ldc*4, add)
		}
		if i < m && m >= 6 && !acc { // the last six rows again, some twice
			i = m - 6
			gemm6x16(k, &a[i*rsa], rsa*4, csa*4, &b[p], &c[i*ldc+j0], ldc*4, 0)
			continue
		}
		for ; i < m; i++ {
			gemm1x16(k, &a[i*rsa], csa*4, &b[p], &c[i*ldc+j0], add)
		}
	}
}

// gemmGo keeps two rows by four columns of C in registers.
func gemmGo(m, n, k int, a []float32, rsa, csa int, b, c []float32, ldc int, acc bool) {
	for j0, p := 0, 0; j0 < n; j0, p = j0+lane, p+k*lane {
		panel := b[p : p+k*lane]
		for i := 0; i < m; i += 2 {
			// An odd last row is computed twice over.
			r0, r1 := a[i*rsa:], a[min(i+1, m-1)*rsa:]
			for j := 0; j < lane; j += 4 {
				var s tile
				s.sum(panel[j:], r0, r1, k, csa)
				s.store(c[i*ldc+j0+j:], 0, acc)
				if i+1 < m {
					s.store(c[(i+1)*ldc+j0+j:], 4, acc)
				}
			}
		}
	}
}

type tile [8]float32

// sum adds up the products of two rows with four columns of a packed panel.
func (t *tile) sum(panel, r0, r1 []float32, k, csa int) {
	var s00, s01, s02, s03, s10, s11, s12, s13 float32
	for q, at := 0, 0; q < k; q, at = q+1, at+lane {
		w := (*[4]float32)(panel[at:])
		x, y := r0[q*csa], r1[q*csa]
		s00 += x * w[0]
		s01 += x * w[1]
		s02 += x * w[2]
		s03 += x * w[3]
		s10 += y * w[0]
		s11 += y * w[1]
		s12 += y * w[2]
		s13 += y * w[3]
	}
	*t = tile{s00, s01, s02, s03, s10, s11, s12, s13}
}

func (t *tile) store(c []float32, from int, acc bool) {
	out := (*[4]float32)(c)
	for j := range out {
		if acc {
			out[j] += t[from+j]
		} else {
			out[j] = t[from+j]
		}
	}
}

// AddRelu sets dst = max(a + b, 0), element by element. The length of dst must
// be a multiple of 16; a and b must be at least as long.
func AddRelu(dst, a, b []float32) {
	n := len(dst)
	if n == 0 {
		return
	}
	a, b = a[:n], b[:n]
	if fast {
		addReluAVX(&dst[0], &a[0], &b[0], n)
		return
	}
	for i := range dst {
		dst[i] = max(a[i]+b[i], 0)
	}
}

// addInt8 adds scale·row to dst.
func addInt8(dst []float32, row []byte, scale float32) {
	row = row[:len(dst)]
	if fast {
		addInt8AVX(&dst[0], int8Ptr(row), scale, len(dst))
		return
	}
	for i := range dst {
		dst[i] += scale * float32(int8(row[i]))
	}
}

// addNorm sets x to the layer norm of x + y, with gain and beta.
func addNorm(x, y, gain, beta []float32) {
	n := len(x)
	y, gain, beta = y[:n], gain[:n], beta[:n]
	if fast {
		addNormAVX(&x[0], &y[0], &gain[0], &beta[0], n)
		return
	}
	var sum, square float32
	for i := range x {
		x[i] += y[i]
		sum += x[i]
		square += x[i] * x[i]
	}
	mean := sum / float32(n)
	variance := max(square/float32(n)-mean*mean, 0)
	r := 1 / float32(math.Sqrt(float64(variance+1e-5)))
	for i := range x {
		x[i] = (x[i]-mean)*r*gain[i] + beta[i]
	}
}

// gateScan does one step of the gated recurrence: with z, f and o squashed,
// c = f·c + (1−f)·z and h = o·c. The squashing is x/(1+|x|), which needs no
// exponential; f and o are moved into (0, 1).
func gateScan(z, f, o, bz, bf, bo, c, h []float32) {
	n := len(c)
	z, f, o, bz, bf, bo, h = z[:n], f[:n], o[:n], bz[:n], bf[:n], bo[:n], h[:n]
	if fast {
		gateScanAVX(&z[0], &f[0], &o[0], &bz[0], &bf[0], &bo[0], &c[0], &h[0], n)
		return
	}
	for i := range c {
		zi := softsign(z[i] + bz[i])
		fi := 0.5 + 0.5*softsign(f[i]+bf[i])
		oi := 0.5 + 0.5*softsign(o[i]+bo[i])
		c[i] = zi + fi*(c[i]-zi)
		h[i] = oi * c[i]
	}
}

func softsign(x float32) float32 {
	if x < 0 {
		return x / (1 - x)
	}
	return x / (1 + x)
}
