// Package arch holds no code. Its test states which package may import which,
// as text, and fails when the tree disagrees.
package arch
