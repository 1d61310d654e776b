//go:build unix

package storetest

import (
	"syscall"
	"time"
)

// cpuTime is the processor time that this program has used; of a server it knows
// nothing.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
