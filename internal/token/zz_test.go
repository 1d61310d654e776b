package token
import ("testing";"os";"fmt";"strings";"path/filepath")
func TestDump(t *testing.T){
 f:=os.Getenv("DUMP"); if f=="" {t.Skip("no DUMP")}
 b,_:=os.ReadFile(f); text:=string(b); l:=Split(text)
 for _,p:=range l.Paragraphs{ fmt.Println("¶",p.Kind,p.Dateline.In(text)); for s:=p.Sentences.First;s<p.Sentences.End;s++{ fmt.Print("   "); for k:=l.Sentences[s].Tokens.First;k<l.Sentences[s].Tokens.End;k++{fmt.Print(l.Form(text,k)," ")}; fmt.Println()}}
 for _,q:=range l.Quotes{fmt.Println("Q",q.Depth,q.Closed,q.Continues,q.Inner.In(text))}
}
func TestWeak(t *testing.T){
 g:=os.Getenv("GLOB"); if g=="" {t.Skip()}
 fs,_:=filepath.Glob(g)
 n:=0
 for _,f:=range fs { b,_:=os.ReadFile(f); text:=string(b); l:=Split(text); n+=len(l.Sentences)
  for i,s:=range l.Sentences { p:=l.Paragraphs[s.Paragraph]; if i+1==p.Sentences.End {continue}
   x:=s.Span.In(text); y:=strings.TrimRight(x,"\"”’')]"); weak:= !strings.HasSuffix(y,".")&& !strings.HasSuffix(y,"?")&& !strings.HasSuffix(y,"!")
   abbr:= len(l.Form(text,s.Tokens.End-1))>1
   if weak||abbr { z:=l.Sentences[i+1].Span.In(text); fmt.Printf("%v %v … %q | %q\n",weak,p.Kind,x[max(0,len(x)-50):],z[:min(len(z),50)])}}}
 fmt.Println(n,"sentences",len(fs),"files")
}
