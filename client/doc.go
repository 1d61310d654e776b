// Package client asks a parley server, see docs/api.md.
//
// Start with [New], which takes the server's address, and ask: [Client.Table] tells
// what is on the table, [Client.Shifts] who changed position, [Client.Read] reads a
// report without keeping it, [Client.Add] keeps it.
//
//	c, err := client.New("http://127.0.0.1:8080", client.WithToken(token))
//	if err != nil { … }
//	t, err := c.Table(ctx, client.Query{AsOf: "2025-08-20"})
//
// A list comes in pages: [Pages] and [All] go through them. Answers have the form
// of what the command line prints with --format json, [Schema]; it only grows, so
// that what is added later does not break a program. An error that the server tells
// is a [*Problem].
//
// All types are plain data. A zero time, day or name is "" and means that it is not
// known; days are ISO 8601, "2025-08-20".
package client
