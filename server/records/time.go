package records

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// timeForm has a fixed width, so that times compare as text on every database.
const timeForm = "2006-01-02T15:04:05.000000Z"

// Time is a moment in UTC, cut to microseconds and kept as text: SQLite and PostgreSQL would
// otherwise sort and compare it differently. The zero Time is kept as the empty text and means "not yet".
type Time struct{ time.Time }

// At is the moment as it is kept.
func At(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.UTC().Truncate(time.Microsecond)}
}

// Value is the form in the database.
func (t Time) Value() (driver.Value, error) { return t.Text(), nil }

// Text is the form in the database: of fixed width, empty for the zero Time.
func (t Time) Text() string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(timeForm)
}

// Scan reads the form in the database.
func (t *Time) Scan(value any) error {
	var text string
	switch v := value.(type) {
	case nil:
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return fmt.Errorf("a time is kept as text, found %T", value)
	}
	return t.parse(text)
}

func (t *Time) parse(text string) error {
	if text == "" {
		*t = Time{}
		return nil
	}
	parsed, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return fmt.Errorf("time %q: %w", text, err)
	}
	*t = At(parsed)
	return nil
}

// MarshalJSON writes RFC 3339 in UTC, or null where the moment has not come.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.Text())
}

// UnmarshalJSON reads RFC 3339 or null.
func (t *Time) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("time: %w", err)
	}
	if text == nil {
		*t = Time{}
		return nil
	}
	return t.parse(*text)
}

// GormDataType is the column type on every database.
func (Time) GormDataType() string { return "text" }
