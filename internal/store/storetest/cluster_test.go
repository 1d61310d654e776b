package storetest

import "testing"

func TestClusterStartsAgain(t *testing.T) {
	c := Postgres(t)
	if err := c.SQL("postgres", "CREATE TABLE kept (x int); INSERT INTO kept VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if err := c.Stop("fast"); err != nil {
		t.Fatal(err)
	}
	if err := c.SQL("postgres", "SELECT 1"); err == nil {
		t.Error("a stopped server answers")
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if err := c.SQL("postgres", "SELECT 1/x FROM kept; DROP TABLE kept"); err != nil {
		t.Error(err)
	}
}
