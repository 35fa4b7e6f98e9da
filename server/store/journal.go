package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"zhanping/internal/journal"
	"zhanping/server/records"
)

// journalEntry, journalHash and journalHead are the rows of the journal.
type journalEntry struct {
	Seq     int64  `gorm:"primaryKey;autoIncrement:false"`
	At      string // read as text: a damaged one must not hide the entry
	Actor   string
	Action  string
	Kind    string
	Subject string
	Region  string
	Detail  string
	Hash    string
	Chain   string
}

type journalHash struct {
	Position int64 `gorm:"primaryKey;autoIncrement:false"`
	Hash     []byte
}

type journalHead struct {
	ID    int `gorm:"primaryKey;autoIncrement:false"`
	Size  int64
	Chain string
}

func (journalEntry) TableName() string { return "journal_entries" }
func (journalHash) TableName() string  { return "journal_hashes" }
func (journalHead) TableName() string  { return "journal_heads" }

// Journal is the journal within the transaction.
func (tx *Tx) Journal() journal.Storage { return journalRows{tx.db} }

// ReadJournal passes the journal as it stands at one moment.
func (s *Store) ReadJournal(ctx context.Context, f func(journal.Reader) error) error {
	return s.Snapshot(ctx, func(tx *Tx) error { return f(journalRows{tx.db}) })
}

type journalRows struct{ db *gorm.DB }

func (j journalRows) head(ctx context.Context, db *gorm.DB) (journal.Head, error) {
	var row journalHead
	err := db.WithContext(ctx).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return journal.Head{Chain: journal.EmptyChain}, nil
	}
	return journal.Head{Size: row.Size, Chain: row.Chain}, told(err)
}

// Head is the head as it stands.
func (j journalRows) Head(ctx context.Context) (journal.Head, error) { return j.head(ctx, j.db) }

// Lock is the head, locked until the transaction ends; SQLite has one writer at a time anyway.
func (j journalRows) Lock(ctx context.Context) (journal.Head, error) {
	if j.db.Name() == string(SQLite) {
		return j.head(ctx, j.db)
	}
	return j.head(ctx, j.db.Clauses(clause.Locking{Strength: "UPDATE"}))
}

// Entries are the first entries from a number on.
func (j journalRows) Entries(ctx context.Context, from int64, limit int) ([]journal.Entry, error) {
	var rows []journalEntry
	if err := j.db.WithContext(ctx).Where("seq >= ?", from).Order("seq").Limit(limit).Find(&rows).Error; err != nil {
		return nil, told(err)
	}
	return entriesOf(rows), nil
}

func entriesOf(rows []journalEntry) []journal.Entry {
	entries := make([]journal.Entry, len(rows))
	for i, r := range rows {
		at, _ := time.Parse(time.RFC3339Nano, r.At)
		entries[i] = journal.Entry{
			Seq: r.Seq, At: at.UTC(), Actor: r.Actor, Action: r.Action, Kind: r.Kind, Subject: r.Subject, Region: r.Region,
			Detail: json.RawMessage(r.Detail), Hash: r.Hash, Chain: r.Chain,
		}
	}
	return entries
}

// Hashes are the stored hashes at these positions.
func (j journalRows) Hashes(ctx context.Context, indexes []int64) (map[int64][]byte, error) {
	var rows []journalHash
	if err := j.db.WithContext(ctx).Where("position IN ?", indexes).Find(&rows).Error; err != nil {
		return nil, told(err)
	}
	hashes := make(map[int64][]byte, len(rows))
	for _, r := range rows {
		hashes[r.Position] = r.Hash
	}
	return hashes, nil
}

// Write adds an entry, its hashes and the new head.
func (j journalRows) Write(ctx context.Context, e journal.Entry, first int64, hashes []tlog.Hash) error {
	db := j.db.WithContext(ctx)
	entry := journalEntry{
		Seq: e.Seq, At: records.At(e.At).Text(), Actor: e.Actor, Action: e.Action, Kind: e.Kind, Subject: e.Subject,
		Region: e.Region, Detail: string(e.Detail), Hash: e.Hash, Chain: e.Chain,
	}
	if err := db.Create(&entry).Error; err != nil {
		return told(err)
	}
	rows := make([]journalHash, len(hashes))
	for i, h := range hashes {
		rows[i] = journalHash{Position: first + int64(i), Hash: h[:]}
	}
	if err := db.Create(&rows).Error; err != nil {
		return told(err)
	}
	return told(db.Save(&journalHead{ID: 1, Size: e.Seq, Chain: e.Chain}).Error)
}

// JournalFilter narrows the journal; empty fields narrow nothing.
type JournalFilter struct {
	Subject string // id of a record
	Region  string // start of a region code
	Actor   string
	Before  int64 // entries with smaller numbers
	Limit   int
}

// JournalEntries are entries that meet a filter, the newest first.
func (tx *Tx) JournalEntries(f JournalFilter) ([]journal.Entry, error) {
	var where []Condition
	if f.Subject != "" {
		where = append(where, Equal("subject", f.Subject))
	}
	if f.Actor != "" {
		where = append(where, Equal("actor", f.Actor))
	}
	if f.Before > 0 {
		where = append(where, Before("seq", f.Before))
	}
	where = append(where, InRegion("region", f.Region))
	rows, err := List[journalEntry](tx, Query{Where: where, Order: []string{"-seq"}, Limit: f.Limit})
	return entriesOf(rows), err
}
