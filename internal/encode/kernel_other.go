//go:build !amd64 || purego

package encode

const fast = false

func gemm6x16(k int, a *float32, rsa, csa int, b, c *float32, ldc, acc int) {}
func gemm1x16(k int, a *float32, csa int, b, c *float32, acc int)           {}
func addInt8AVX(dst *float32, row *int8, scale float32, n int)              {}
func addReluAVX(dst, a, b *float32, n int)                                  {}
func addNormAVX(x, y, gain, beta *float32, n int)                           {}
func gateScanAVX(z, f, o, bz, bf, bo, c, h *float32, n int)                 {}
