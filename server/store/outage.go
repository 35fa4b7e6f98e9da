package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
)

// ErrUnavailable means that the database could not do its work just now: it is stopped or cannot be
// reached, has no room or no connection left. Trying again later may help.
var ErrUnavailable = errors.New("database unavailable")

// outage marks an error that comes from the state the database is in, not from what was asked of it.
func outage(err error) error {
	if err == nil || errors.Is(err, ErrUnavailable) || !unavailable(err) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

func unavailable(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false // whoever asked gave up
	}
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return slices.Contains(pgOutages, refused.Code[:2])
	}
	var lite interface{ Code() int }
	if errors.As(err, &lite) {
		return slices.Contains(liteOutages, lite.Code()&0xff)
	}
	var unreached *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &unreached) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		slices.ContainsFunc(broken, func(b error) bool { return errors.Is(err, b) })
}

// pgOutages are PostgreSQL's classes of errors that are about the server: connection, resources
// (a full disk, too many connections), an operator's stop, the system around it.
var pgOutages = []string{"08", "53", "57", "58"}

// liteOutages are SQLite's: busy, out of memory, read-only, input and output, full, cannot open.
var liteOutages = []int{5, 7, 8, 10, 13, 14}

// broken is what a connection says that ended in the middle.
var broken = []error{driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed}
