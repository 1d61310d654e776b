package doc

// UPOS is a universal part of speech (UD v2). The zero value is "no tag".
type UPOS uint8

// XPOS is a Penn Treebank tag as used in UD English. The zero value is "no tag".
type XPOS uint8

// Rel is a UD v2 relation with the subtypes of UD English. The zero value is
// "no relation".
type Rel uint8

// The values of UPOS.
const (
	UADJ UPOS = iota + 1
	UADP
	UADV
	UAUX
	UCCONJ
	UDET
	UINTJ
	UNOUN
	UNUM
	UPART
	UPRON
	UPROPN
	UPUNCT
	USCONJ
	USYM
	UVERB
	UX
)

var uposNames = enum{"UPOS", []string{"", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"}}

// String is the tag as written in CoNLL-U; "" for the zero value.
func (x UPOS) String() string { return uposNames.name(uint8(x)) }

// ParseUPOS reads a tag as written in CoNLL-U and fails on an unknown one.
func ParseUPOS(s string) (UPOS, error) {
	i, err := uposNames.parse([]byte(s))
	return UPOS(i), err
}

// UPOSCount is the number of values, the zero value included: enough for an
// array indexed by UPOS.
const UPOSCount = 18

// The values of XPOS.
const (
	PDollar XPOS = iota + 1
	PCloseQuote
	PComma
	PLRB
	PRRB
	PStop
	PColon
	POpenQuote
	PADD
	PAFX
	PCC
	PCD
	PDT
	PEX
	PFW
	PGW
	PHYPH
	PIN
	PJJ
	PJJR
	PJJS
	PLS
	PMD
	PNFP
	PNN
	PNNP
	PNNPS
	PNNS
	PPDT
	PPOS
	PPRP
	PPRPS
	PRB
	PRBR
	PRBS
	PRP
	PSYM
	PTO
	PUH
	PVB
	PVBD
	PVBG
	PVBN
	PVBP
	PVBZ
	PWDT
	PWP
	PWPS
	PWRB
)

var xposNames = enum{"XPOS", []string{"", "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "``", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "GW", "HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB"}}

// String is the tag as written in CoNLL-U; "" for the zero value.
func (x XPOS) String() string { return xposNames.name(uint8(x)) }

// ParseXPOS reads a tag as written in CoNLL-U and fails on an unknown one.
func ParseXPOS(s string) (XPOS, error) {
	i, err := xposNames.parse([]byte(s))
	return XPOS(i), err
}

// XPOSCount is the number of values, the zero value included: enough for an
// array indexed by XPOS.
const XPOSCount = 50

// The values of Rel.
const (
	RelAcl Rel = iota + 1
	RelAclRelcl
	RelAdvcl
	RelAdvclRelcl
	RelAdvmod
	RelAmod
	RelAppos
	RelAux
	RelAuxPass
	RelCase
	RelCc
	RelCcPreconj
	RelCcomp
	RelCompound
	RelCompoundPrt
	RelConj
	RelCop
	RelCsubj
	RelCsubjOuter
	RelCsubjPass
	RelDep
	RelDet
	RelDetPredet
	RelDiscourse
	RelDislocated
	RelExpl
	RelFixed
	RelFlat
	RelGoeswith
	RelIobj
	RelList
	RelMark
	RelNmod
	RelNmodDesc
	RelNmodPoss
	RelNmodUnmarked
	RelNsubj
	RelNsubjOuter
	RelNsubjPass
	RelNummod
	RelObj
	RelObl
	RelOblAgent
	RelOblUnmarked
	RelOrphan
	RelParataxis
	RelPunct
	RelReparandum
	RelRoot
	RelVocative
	RelXcomp
)

var relNames = enum{"Rel", []string{"", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "cc:preconj", "ccomp", "compound", "compound:prt", "conj", "cop", "csubj", "csubj:outer", "csubj:pass", "dep", "det", "det:predet", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:outer", "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "root", "vocative", "xcomp"}}

// String is the tag as written in CoNLL-U; "" for the zero value.
func (x Rel) String() string { return relNames.name(uint8(x)) }

// ParseRel reads a tag as written in CoNLL-U and fails on an unknown one.
func ParseRel(s string) (Rel, error) {
	i, err := relNames.parse([]byte(s))
	return Rel(i), err
}

// RelCount is the number of values, the zero value included: enough for an
// array indexed by Rel.
const RelCount = 52

// Base is the relation without its subtype: nsubj:pass → nsubj.
func (x Rel) Base() Rel { return relBase[x%RelCount] }

var relBase = func() (t [RelCount]Rel) {
	for i, name := range relNames.names {
		for j := range name {
			if name[j] == ':' {
				b, err := ParseRel(name[:j])
				if err != nil { // "flat:x" without "flat": keep the whole
					b = Rel(i)
				}
				t[i] = b
				break
			}
		}
		if t[i] == 0 {
			t[i] = Rel(i)
		}
	}
	return t
}()
