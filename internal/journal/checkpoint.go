package journal

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is the state of a log at one moment (检查点). Kept outside the database, it
// proves what the log held then.
type Checkpoint struct {
	Name  string    // the signing key's name; Sign sets it
	Size  int64     // number of entries
	Root  tlog.Hash // root of the Merkle tree over them
	Chain string    // SM3 chain of the last of them
	At    time.Time // when it was taken: UTC, whole microseconds
}

// Current is the log's state as its head and stored hashes tell it, in O(log n). It does
// not read the entries: verify a log before its state is signed for the first time.
func Current(ctx context.Context, r Reader, at time.Time) (Checkpoint, error) {
	head, err := r.Head(ctx)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("read the journal's head: %w", err)
	}
	root, err := tlog.TreeHash(head.Size, stored(ctx, r))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("take a checkpoint: %w", err)
	}
	return Checkpoint{Size: head.Size, Root: root, Chain: head.Chain, At: at.UTC().Truncate(time.Microsecond)}, nil
}

// text is the checkpoint's lines: name, size and root as in the tlog-checkpoint format,
// then ours.
func (c Checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\ntime %s\nsm3 %s\n", c.Name, c.Size, c.Root, c.At.UTC().Format(timeForm), c.Chain)
}

// Sign is the checkpoint as signed text, five lines and a signature, for a file, a mail or
// a sheet of paper. The format is that of golang.org/x/mod/sumdb/note.
func Sign(key note.Signer, c Checkpoint) ([]byte, error) {
	if _, err := parseLink(c.Chain); err != nil || c.Size < 0 {
		return nil, fmt.Errorf("sign a checkpoint of size %d with chain %.80q: not the state of a log", c.Size, c.Chain)
	}
	c.Name = key.Name()
	signed, err := note.Sign(&note.Note{Text: c.text()}, key)
	if err != nil {
		return nil, fmt.Errorf("sign checkpoint: %w", err)
	}
	return signed, nil
}

// ParseCheckpoint reads a signed checkpoint. It accepts only what Sign writes, signed by
// one of the public keys; its errors are for the person who chose the file.
func ParseCheckpoint(text []byte, public ...string) (Checkpoint, error) {
	verifiers := make([]note.Verifier, len(public))
	for i, line := range public {
		verifier, err := note.NewVerifier(strings.TrimSpace(line))
		if err != nil {
			return Checkpoint{}, fmt.Errorf("公钥 %.80q 不可用；应为 名称+标识+数据 一整行", line)
		}
		verifiers[i] = verifier
	}
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	var unknown *note.UnverifiedNoteError
	var forged *note.InvalidSignatureError
	switch {
	case errors.As(err, &unknown):
		return Checkpoint{}, errors.New("检查点不是由所给公钥签的名；请换用签发这份检查点的系统的公钥")
	case errors.As(err, &forged):
		return Checkpoint{}, fmt.Errorf("检查点的签名（%s）与内容不符：文件被改动过；请另取一份原件", forged.Name)
	case err != nil:
		return Checkpoint{}, errors.New("这不是一份检查点：应为五行文字、一个空行和以“— ”开头的签名；请检查文件是否完整")
	}
	c, err := parseText(opened.Text)
	if err != nil || c.Name != opened.Sigs[0].Name {
		return Checkpoint{}, errors.New("签名有效，但内容不是日志检查点：应依次为名称、条数、根哈希、时间、SM3 链；请检查是否选错了文件")
	}
	return c, nil
}

// parseText accepts only what text writes.
func parseText(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 6 {
		return Checkpoint{}, errors.New("not five lines")
	}
	size, err1 := strconv.ParseInt(lines[1], 10, 64)
	root, err2 := tlog.ParseHash(lines[2])
	at, err3 := time.Parse("time "+timeForm, lines[3])
	chain, err4 := parseLink(strings.TrimPrefix(lines[4], "sm3 "))
	c := Checkpoint{Name: lines[0], Size: size, Root: root, Chain: chain.String(), At: at}
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return Checkpoint{}, err
	}
	if size < 0 || c.text() != text {
		return Checkpoint{}, errors.New("not as it is written")
	}
	return c, nil
}

// Grown checks in O(log n) that the log still holds everything that an older checkpoint
// saw, by the tree's consistency proof. It relies on the stored hashes and does not read
// the entries; Verify does both. The error of a log that does not hold it is *Contradiction.
func Grown(ctx context.Context, r Reader, older Checkpoint) error {
	now, err := Current(ctx, r, older.At)
	if err != nil {
		return err
	}
	if older.Size > now.Size {
		return &Contradiction{Older: older, Size: now.Size}
	}
	if older.Size == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(now.Size, older.Size, stored(ctx, r))
	if err != nil {
		return fmt.Errorf("prove the journal's growth: %w", err)
	}
	last, err := r.Entries(ctx, older.Size, 1)
	if err != nil {
		return fmt.Errorf("read journal entry %d: %w", older.Size, err)
	}
	same := len(last) == 1 && last[0].Seq == older.Size && last[0].Chain == older.Chain
	if tlog.CheckTree(proof, now.Size, now.Root, older.Size, older.Root) != nil || !same {
		return &Contradiction{Older: older, Size: now.Size}
	}
	return nil
}

// Contradiction says that a log no longer holds what an older checkpoint saw.
type Contradiction struct {
	Older Checkpoint
	Size  int64 // entries that the log has now
}

func (c *Contradiction) Error() string {
	if c.Size < c.Older.Size {
		return fmt.Sprintf("日志被截短：%s 的检查点记有 %d 条，现在只有 %d 条；请完整校验日志并与备份比对",
			local(c.Older.At), c.Older.Size, c.Size)
	}
	return fmt.Sprintf("日志前 %d 条与 %s 的检查点不一致，已被改写；请完整校验日志并与备份比对",
		c.Older.Size, local(c.Older.At))
}
