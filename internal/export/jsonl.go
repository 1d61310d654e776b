package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// jsonlWriter writes rows as JSON, one a line, each with the name of its table
// first. The writers of all tables share one output, which they do not close.
type jsonlWriter[T any] struct {
	out  io.Writer
	head []byte
	buf  bytes.Buffer
	enc  *json.Encoder
}

func newJSONL[T any](out io.Writer, name string) *jsonlWriter[T] {
	w := &jsonlWriter[T]{out: out, head: fmt.Appendf(nil, `{"table":%q,`, name)}
	w.enc = json.NewEncoder(&w.buf)
	w.enc.SetEscapeHTML(false)
	return w
}

func (w *jsonlWriter[T]) Write(rows []T) error {
	for i := range rows {
		w.buf.Reset()
		if err := w.enc.Encode(&rows[i]); err != nil {
			return err
		}
		if _, err := w.out.Write(w.head); err != nil {
			return err
		}
		if _, err := w.out.Write(w.buf.Bytes()[1:]); err != nil {
			return err
		}
	}
	return nil
}

func (w *jsonlWriter[T]) Close() error { return nil }

// ReadJSONL reads the rows of one table from what was written as JSON lines; lines
// of other tables are passed over.
func ReadJSONL[T any](in io.Reader, table string, each func(T) error) error {
	r := bufio.NewReaderSize(in, 64<<10)
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var what struct {
				Table string `json:"table"`
			}
			var row T
			err := json.Unmarshal(line, &what)
			if err == nil && what.Table == table {
				if err = json.Unmarshal(line, &row); err == nil {
					err = each(row)
				}
			}
			if err != nil {
				return fmt.Errorf("line %d: %w", n, err)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
