// Package records says what the server keeps: one plain struct a table. It holds no rule and no
// query; what may happen to a record is decided in server/casework, how it is kept in server/store.
//
// Field names give the column names (StationID is station_id). Identifiers are UUIDv7 as text, so
// that they sort by creation. Points are exact decimals or fractions as text, never floats.
package records

// Versioned is a record that is changed under optimistic concurrency: a change names the version it
// was based on and is refused where another change came first.
type Versioned interface {
	Identity() string
	Revised() *int
	Touch(at Time)
}

// Record is what most tables share: an identity, a version that rises with every change, and when
// the record was made and last changed.
type Record struct {
	ID        string `json:"id" gorm:"primaryKey" doc:"编号"`
	Version   int    `json:"version" doc:"修改次数，从 1 起；修改时随 If-Match 送回"`
	CreatedAt Time   `json:"created_at" doc:"建立时间"`
	UpdatedAt Time   `json:"updated_at" doc:"最后修改时间"`
}

// Identity is the record's primary key.
func (r *Record) Identity() string { return r.ID }

// Revised is where the record's version stands.
func (r *Record) Revised() *int { return &r.Version }

// Touch notes when the record was changed.
func (r *Record) Touch(at Time) { r.UpdatedAt = at }
