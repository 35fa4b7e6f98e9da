package journal

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Code says what kind of contradiction was found.
type Code string

// The contradictions that Verify knows.
const (
	CodeMissing    Code = "missing"    // the entry is not there
	CodeRepeated   Code = "repeated"   // a second entry has its number
	CodeSurplus    Code = "surplus"    // the number is outside what the head says
	CodeAltered    Code = "altered"    // the content agrees with none or few of its witnesses
	CodeHash       Code = "hash"       // only the entry's own hash disagrees
	CodeChain      Code = "chain"      // only the SM3 chain disagrees
	CodeTree       Code = "tree"       // only the tree's stored hashes disagree
	CodeHead       Code = "head"       // the head disagrees with the last entry
	CodeTruncated  Code = "truncated"  // the end was cut off
	CodeCheckpoint Code = "checkpoint" // everything agrees but the checkpoint
)

// Fault is the first contradiction in a log. What, Found and Expected are Chinese clauses.
type Fault struct {
	Seq      int64 // the first bad entry
	To       int64 // equal to Seq, or the last entry among which the bad one must be
	Code     Code
	What     string
	Found    string
	Expected string
}

// Verdict is what Verify found (校验结论).
type Verdict struct {
	Head     Head
	Proven   int64       // entries from the first on that agree with everything
	ProvenAt time.Time   // of the last proven entry, or of the checkpoint up to which they are proven
	Root     tlog.Hash   // of a sound log
	Chain    string      // of a sound log
	Anchored *Checkpoint // the longest checkpoint that agreed, if any
	Fault    *Fault      // nil: nothing contradicts
}

// Sound says that nothing was found.
func (v Verdict) Sound() bool { return v.Fault == nil }

// verdict is the conclusion of the walk.
func (w *walk) verdict(fault *Fault) (Verdict, error) {
	v := Verdict{Head: w.head, Proven: w.size, ProvenAt: w.at, Anchored: w.anchored, Fault: fault}
	if fault == nil {
		root, err := tlog.TreeHash(w.size, &w.edge)
		if err != nil {
			return Verdict{}, fmt.Errorf("recompute the journal's root: %w", err)
		}
		v.Root, v.Chain = root, w.chain.String()
		return v, nil
	}
	if fault.Seq > w.size {
		return v, nil
	}
	// The fault showed only after the walk had passed the entry.
	v.Proven, v.ProvenAt = max(0, fault.Seq-1), w.before
	if fault.Code == CodeCheckpoint && w.anchored != nil {
		v.ProvenAt = w.anchored.At
	}
	return v, nil
}

// String is the verdict for the person who asked, in several lines.
func (v Verdict) String() string {
	if v.Fault != nil {
		return v.unsound()
	}
	var b strings.Builder
	if v.Proven == 0 {
		b.WriteString("日志为空，没有可校验的条目。\n")
	} else {
		fmt.Fprintf(&b, "日志完整：第 1 至 %d 条全部相符（默克尔树 SHA-256 与 SM3 链）。\n", v.Proven)
		fmt.Fprintf(&b, "默克尔根：%s\nSM3 链：%s\n", v.Root, v.Chain)
	}
	if v.Anchored != nil {
		fmt.Fprintf(&b, "与 %s 的检查点（%d 条）一致。\n", local(v.Anchored.At), v.Anchored.Size)
	} else {
		b.WriteString("未对照检查点：末尾被整段删去、或连同全部哈希一起被改写，仅凭数据库无法发现；请用以前导出的检查点再校验一次。\n")
	}
	return b.String()
}

func (v Verdict) unsound() string {
	var b strings.Builder
	f := v.Fault
	if f.To > f.Seq {
		fmt.Fprintf(&b, "日志第 %d 至 %d 条之间不可信：%s。\n", f.Seq, f.To, f.What)
	} else {
		fmt.Fprintf(&b, "日志第 %d 条不可信：%s。\n", f.Seq, f.What)
	}
	fmt.Fprintf(&b, "发现：%s\n应为：%s\n", f.Found, f.Expected)
	if v.Proven > 0 {
		fmt.Fprintf(&b, "第 1 至 %d 条相符，止于 %s；此后的条目均不能证明。\n", v.Proven, local(v.ProvenAt))
	} else {
		b.WriteString("没有一条能够证明。\n")
	}
	b.WriteString("请保全数据库现状，再用备份和以前导出的检查点逐条比对。\n")
	return b.String()
}

// local is a moment as people in China read it.
func local(t time.Time) string {
	return t.In(time.FixedZone("", 8*60*60)).Format("2006-01-02 15:04:05") + "（北京时间）"
}

// shown is a stored value as a message gives it.
func shown(text string) string {
	if text == "" {
		return "空"
	}
	return fmt.Sprintf("%.80s", text)
}
