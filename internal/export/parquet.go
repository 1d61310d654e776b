package export

import (
	"errors"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// rowGroup bounds the rows that a writer of Parquet holds in memory.
const rowGroup = 8192

// parquetWriter writes rows as Parquet: columns typed, days as DATE, moments as
// TIMESTAMP, lists as LIST, compressed with Zstandard.
type parquetWriter[T any] struct {
	w   *parquet.GenericWriter[T]
	out io.WriteCloser
}

func newParquet[T any](out io.WriteCloser, name string) *parquetWriter[T] {
	return &parquetWriter[T]{out: out, w: parquet.NewGenericWriter[T](out,
		parquet.MaxRowsPerRowGroup(rowGroup), parquet.PageBufferSize(64<<10), parquet.Compression(&zstd.Codec{}),
		parquet.CreatedBy("parley", schema, name), parquet.KeyValueMetadata("parley:schema", schema), parquet.KeyValueMetadata("parley:table", name))}
}

func (w *parquetWriter[T]) Write(rows []T) error {
	_, err := w.w.Write(rows)
	return err
}

func (w *parquetWriter[T]) Close() error { return errors.Join(w.w.Close(), w.out.Close()) }

// readRows is how many rows are read at a time.
const readRows = 256

// ReadParquet reads a table that was written as Parquet, row by row.
func ReadParquet[T any](in io.ReaderAt, each func(T) error) error {
	r := parquet.NewGenericReader[T](in)
	defer r.Close()
	for {
		rows := make([]T, readRows)
		n, err := r.Read(rows)
		for i := range rows[:n] {
			if err := each(rows[i]); err != nil {
				return err
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
