package lexicon
import ("testing";"fmt";"strings")
func TestYY(t *testing.T){ l:=load(t)
 for _,s:=range []string{"the Côte d' Ivoire leader met Xi Jinping and Mr. Xi , Sergey Lavrov in Saint - Denis","The U . S . and the US told us . GIVE US PEACE . TRUMP MEETS PUTIN IN ALASKA","German Foreign Ministry and Russian foreign ministry , Labour party","Foreign Minister Wang Yi ; Hassan Rouhani ; Hassan said ; May said ; Said May ; Joe Biden ; al - Shabaab ; Al-Shabaab ; Zelenskyy ; Volodymyr Zelenskiy ; UN ; Un ; WHO ; Who ; who","Mohammed bin Salman of Saudi Arabia , MBS and bin Salman ; Erdoğan ; Recep Tayyip Erdogan ; Washington , D.C. ; Ra'ad ; Zeid Ra ' ad al - Hussein ; St. Petersburg ; No 10 ; No. 10 ; Number 10 ; Jordan ; Georgia ; Chad","Turkish President Erdogan , Kim , Kim Jong Un , Park Geun-hye , Moon , Aung San Suu Kyi , Suu Kyi , Abiy , Abiy Ahmed , Tigrayan , Kurds , European Union , Taliban , Houthi rebels , Houthis"} {
  f:=strings.Fields(s); for _,h:=range l.Match(nil,f){ var ids []string; for i,e:=range h.Entries{ids=append(ids,e.ID+"/"+h.Senses[i].String())}; fmt.Println(strings.Join(f[h.First:h.End]," "),"=>",h.Weak,ids)}
 }}
