package main

import (
	"compress/gzip"
	"io"
	"strings"
)

func unzip(path string, f io.Reader) (io.Reader, error) {
	if strings.HasSuffix(path, ".gz") {
		return gzip.NewReader(f)
	}
	return f, nil
}
