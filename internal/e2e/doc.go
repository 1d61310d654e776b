// Package e2e holds tests alone: they serve ledgers as parley serve does and walk
// through the pages in a real browser, headless Chromium, as a user would with a
// mouse, with a keyboard, without script, on paper and on a phone. Whatever the
// console of the browser complains of fails a test, and so does what axe-core
// finds inaccessible.
//
// Where no browser is found the tests are left out and say so. One browser serves
// all of them; each test has a tab of its own, and where it changes a ledger a
// server of its own. TestScreenshots makes the pictures of the guide:
//
//	go test ./internal/e2e -run Screenshots -args -out docs/images
package e2e
