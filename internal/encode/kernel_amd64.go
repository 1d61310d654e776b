//go:build !purego

package encode

import "golang.org/x/sys/cpu"

// fast tells whether this machine has what the assembly needs.
var fast = cpu.X86.HasAVX2 && cpu.X86.HasFMA

//go:noescape
func gemm6x16(k int, a *float32, rsa, csa int, b, c *float32, ldc, acc int)

//go:noescape
func gemm1x16(k int, a *float32, csa int, b, c *float32, acc int)

//go:noescape
func addInt8AVX(dst *float32, row *int8, scale float32, n int)

//go:noescape
func addReluAVX(dst, a, b *float32, n int)

//go:noescape
func addNormAVX(x, y, gain, beta *float32, n int)

//go:noescape
func gateScanAVX(z, f, o, bz, bf, bo, c, h *float32, n int)
