module github.com/parley-reader/parley/train

go 1.26.7

require github.com/parley-reader/parley v0.0.0

replace github.com/parley-reader/parley => ../
