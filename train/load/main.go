// Command load has many read the pages of a ledger at a time, and others add to it,
// and prints what came of it: answers, errors, how long they took, and the memory of
// the server at its most. It counts at the end whether all that was told to be added
// is there.
//
//	go run ./load -parley /tmp/parley -ledger /tmp/copy.db -readers 500 -time 1m
//	go run ./bulk -reports 20000 ../../shared/corpora/news >reports.jsonl
//	go run ./load -parley /tmp/parley -ledger /tmp/copy.db -readers 500 -adders 50 -reports reports.jsonl -time 1m
//
// The addresses are those that the pages link to, as a visitor finds them; -cold has
// readers come at once, before any of them was asked for.
package main

import (
	"flag"
	"fmt"
	"log"
	"time"
)

func main() {
	var o options
	flag.StringVar(&o.binary, "parley", "", "a built parley")
	flag.StringVar(&o.ledger, "ledger", "", "the ledger; with -adders a copy, as it is added to")
	flag.IntVar(&o.readers, "readers", 500, "readers at a time")
	flag.IntVar(&o.adders, "adders", 0, "adders at a time")
	flag.StringVar(&o.reports, "reports", "", "JSON lines of reports to add")
	flag.IntVar(&o.addresses, "addresses", 200, "addresses that are read in turn")
	flag.DurationVar(&o.time, "time", time.Minute, "how long")
	flag.DurationVar(&o.pause, "pause", 0, "how long a reader looks at a page")
	flag.BoolVar(&o.cold, "cold", false, "read nothing before")
	flag.Parse()
	if o.binary == "" || o.ledger == "" || (o.adders > 0) != (o.reports != "") {
		log.Fatal("usage: load -parley FILE -ledger FILE [-adders N -reports FILE] [flags]")
	}
	result, err := run(&o)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(result)
}
