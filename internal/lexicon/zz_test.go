package lexicon
import ("testing";"fmt";"syscall")
func cpu() float64 { var r syscall.Rusage; syscall.Getrusage(0,&r); return float64(r.Utime.Nano()+r.Stime.Nano())/1e6 }
func TestZZ(t *testing.T){ c:=cpu(); for i:=0;i<100;i++{ Load(Embedded())}; fmt.Println("cpu ms/load",(cpu()-c)/100)}
