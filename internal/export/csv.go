package export

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// csvWriter writes rows as CSV (RFC 4180) with a line of names first.
type csvWriter[T any] struct {
	w       *csv.Writer
	out     io.WriteCloser
	columns []column
	cells   []string
}

func newCSV[T any](out io.WriteCloser) (*csvWriter[T], error) {
	w := &csvWriter[T]{w: csv.NewWriter(out), out: out, columns: columnsOf(reflect.TypeFor[T]())}
	for _, c := range w.columns {
		w.cells = append(w.cells, c.name)
	}
	return w, w.w.Write(w.cells)
}

func (w *csvWriter[T]) Write(rows []T) error {
	for i := range rows {
		v := reflect.ValueOf(&rows[i]).Elem()
		for k := range w.columns {
			w.cells[k] = cell(v.FieldByIndex(w.columns[k].index))
		}
		if err := w.w.Write(w.cells); err != nil {
			return err
		}
	}
	return nil
}

func (w *csvWriter[T]) Close() error {
	w.w.Flush()
	return errors.Join(w.w.Error(), w.out.Close())
}

// cell is a value as text.
func cell(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case string:
		return defuse(x)
	case *Date:
		if x == nil {
			return ""
		}
		return x.String()
	case Time:
		return x.String()
	case bool:
		return strconv.FormatBool(x)
	case int64:
		return strconv.FormatInt(x, 10)
	case float64:
		return strconv.FormatFloat(x, 'g', -1, 64)
	case []string:
		return defuse(joinList(x))
	}
	return ""
}

// defuse keeps a spreadsheet from taking text for a formula: an apostrophe comes
// before what begins with a sign that makes one, and before an apostrophe, so that
// [fuse] takes off what was put on and nothing else.
func defuse(s string) string {
	if s != "" && strings.IndexByte("=+-@\t\r\n'|", s[0]) >= 0 || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}

func fuse(s string) string { return strings.TrimPrefix(s, "'") }

const listMark = "; "

// joinList writes a list into one cell: a semicolon and a blank between, and a
// backslash before a semicolon or a backslash that belongs to an item. An empty
// item alone is a backslash, so that it is told from no item.
func joinList(list []string) string {
	if len(list) == 1 && list[0] == "" {
		return `\`
	}
	esc := strings.NewReplacer(`\`, `\\`, `;`, `\;`)
	var b strings.Builder
	for i, s := range list {
		if i > 0 {
			b.WriteString(listMark)
		}
		_, _ = esc.WriteString(&b, s)
	}
	return b.String()
}

func splitList(s string) []string {
	out := []string{}
	if s == "" {
		return out
	}
	if s == `\` {
		return []string{""}
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case strings.HasPrefix(s[i:], listMark):
			out = append(out, b.String())
			b.Reset()
			i += len(listMark) - 1
		default:
			b.WriteByte(s[i])
		}
	}
	return append(out, b.String())
}

// ReadCSV reads a table that was written as CSV, row by row, and takes off the
// apostrophes that defuse formulas. Columns that T lacks are passed over; a
// missing one keeps its zero value.
func ReadCSV[T any](in io.Reader, each func(T) error) error {
	r := &records{r: bufio.NewReaderSize(in, 64<<10), line: 1}
	head, err := r.next()
	if err != nil {
		return fmt.Errorf("the line of names: %w", err)
	}
	at := make([]*column, len(head))
	columns := columnsOf(reflect.TypeFor[T]())
	for i, name := range head {
		for k := range columns {
			if columns[k].name == strings.TrimPrefix(name, "\ufeff") {
				at[i] = &columns[k]
			}
		}
	}
	for {
		line := r.line
		cells, err := r.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && len(cells) != len(head) {
			err = fmt.Errorf("%d cells, and %d names of columns", len(cells), len(head))
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		var row T
		v := reflect.ValueOf(&row).Elem()
		for i, s := range cells {
			if at[i] == nil {
				continue
			}
			if err := setCell(v.FieldByIndex(at[i].index), s); err != nil {
				return fmt.Errorf("line %d, column %s: %w", line, at[i].name, err)
			}
		}
		if err := each(row); err != nil {
			return err
		}
	}
}

func setCell(v reflect.Value, s string) (err error) {
	switch x := v.Addr().Interface().(type) {
	case *string:
		*x = fuse(s)
	case **Date:
		if s != "" {
			*x = new(Date)
			err = (*x).UnmarshalText([]byte(s))
		}
	case *Time:
		err = x.UnmarshalText([]byte(s))
	case *bool:
		*x, err = strconv.ParseBool(s)
	case *int64:
		*x, err = strconv.ParseInt(s, 10, 64)
	case *float64:
		*x, err = strconv.ParseFloat(s, 64)
	case *[]string:
		*x = splitList(fuse(s))
	}
	return err
}

// records reads CSV. It differs from encoding/csv in that it keeps "\r\n" within
// quotation marks as it is.
type records struct {
	r     *bufio.Reader
	line  int // where the next record begins
	cell  []byte
	cells []string
}

var errQuote = errors.New("a cell that begins with a quotation mark does not end with one")

// next reads one record; its slice is used again for the one after.
func (r *records) next() ([]string, error) {
	r.cells = r.cells[:0]
	if _, err := r.r.Peek(1); err != nil {
		return nil, err
	}
	for {
		end, err := r.one()
		if err != nil {
			return nil, err
		}
		r.cells = append(r.cells, string(r.cell))
		if end {
			return r.cells, nil
		}
	}
}

// one reads a cell and tells whether it is the last of its record.
func (r *records) one() (end bool, err error) {
	r.cell = r.cell[:0]
	c, err := r.r.ReadByte()
	if err == nil && c == '"' {
		return r.quoted()
	}
	for ; err == nil; c, err = r.r.ReadByte() {
		switch c {
		case ',':
			return false, nil
		case '\n':
			r.line++
			r.cell = bytes.TrimSuffix(r.cell, []byte("\r"))
			return true, nil
		}
		r.cell = append(r.cell, c)
	}
	return true, ended(err)
}

func (r *records) quoted() (end bool, err error) {
	for {
		c, err := r.r.ReadByte()
		if err != nil {
			return false, errors.Join(errQuote, ended(err))
		}
		if c == '\n' {
			r.line++
		}
		if c != '"' {
			r.cell = append(r.cell, c)
			continue
		}
		c, err = r.r.ReadByte()
		if err == nil && c == '\r' {
			c, err = r.r.ReadByte()
		}
		switch {
		case err != nil:
			return true, ended(err)
		case c == '"':
			r.cell = append(r.cell, c)
		case c == ',':
			return false, nil
		case c == '\n':
			r.line++
			return true, nil
		default:
			return false, errQuote
		}
	}
}

// ended makes nothing of the end of the input.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
