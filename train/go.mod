module github.com/parley-reader/parley/train

go 1.26.7

require github.com/parley-reader/parley v0.0.0

require (
	golang.org/x/sys v0.50.0 // indirect
	golang.org/x/text v0.44.0 // indirect
)

replace github.com/parley-reader/parley => ../
