package token
import ("testing";"os";"fmt";"path/filepath";"github.com/parley-reader/parley/doc")
func TestKindsDump(t *testing.T){
 g:=os.Getenv("GLOB"); if g=="" {t.Skip()}
 fs,_:=filepath.Glob(g)
 nq,un:=0,0
 for _,f:=range fs { b,_:=os.ReadFile(f); text:=string(b); l:=Split(text)
  for _,p:=range l.Paragraphs { x:=p.Span.In(text); if len(x)>150 {x=x[:150]}
   if p.Kind!=doc.Body { fmt.Printf("K %s %q\n",p.Kind,x)} else if !p.Dateline.Empty() {fmt.Printf("D %q\n",p.Dateline.In(text))} else if p.Span.Len()<60 {fmt.Printf("B %q\n",x)} }
  for _,q:=range l.Quotes { nq++; if !q.Closed&& !q.Continues {un++; x:=q.Span.In(text); if len(x)>200 {x=x[:200]}; fmt.Printf("Q %q\n",x)} else if q.Continues {x:=q.Span.In(text); fmt.Printf("C %q\n",x[:min(len(x),60)])}}
 }
 fmt.Println(nq,"quotes",un,"open")
}
