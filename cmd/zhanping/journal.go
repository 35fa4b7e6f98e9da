package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"zhanping/internal/journal"
	"zhanping/internal/regions"
	"zhanping/server"
	"zhanping/server/store"
)

func newJournal(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "journal",
		Short: "日志：校验有没有被改动，导出检查点，查看条目",
		RunE:  helpOrUnknown,
	}
	cmd.AddCommand(newJournalVerify(p), newJournalCheckpoint(p), newJournalShow(p), newJournalKey(p))
	return cmd
}

func newJournalVerify(p *program) *cobra.Command {
	var files, keys []string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "从第一条起重算整个日志，指出第一条被改动的",
		Long: "从第一条起重算整个日志，与库里留存的哈希逐一比对，指出第一条被改动、删除、插入或调换的条目。服务器不用停，什么都不改。\n" +
			"末尾被整段删去、或连同全部哈希一起被改写，只有对照以前导出、另行保管的检查点才能发现：请用 --checkpoint。\n\n" +
			"退出码：0 没有发现改动；1 发现改动；2 没有校验成。",
		Example: "  zhanping journal verify --checkpoint 2026-06.txt --checkpoint 2026-09.txt",
		Args:    noArgs,
	}
	cmd.Flags().StringArrayVar(&files, "checkpoint", nil, "以前导出的检查点`文件`（可重复）")
	cmd.Flags().StringArrayVar(&keys, "key", nil, "签发检查点的`公钥`，一整行，由 journal key 列出（默认用数据目录里的）")
	return dataCommand(cmd, func(ctx context.Context, config server.Config) error {
		checkpoints, err := readCheckpoints(files, keys, config)
		if err != nil {
			return err
		}
		db, err := peek(ctx, config)
		if err != nil {
			return err
		}
		defer db.Close() //nolint:errcheck // it was only read
		v, err := p.verifyJournal(ctx, db, journal.Options{Checkpoints: checkpoints})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(p.stdout, v.String()); err != nil {
			return err
		}
		if !v.Sound() {
			return verdict(1)
		}
		return nil
	})
}

// verifyJournal walks the whole journal, as it stands at one moment.
func (p *program) verifyJournal(ctx context.Context, db *store.Store, o journal.Options) (v journal.Verdict, err error) {
	if isTerminal(p.stderr) {
		o.Progress = func(done, all int64) { fmt.Fprintf(p.stderr, "\r已校验 %d / %d 条", done, all) }
		defer fmt.Fprintln(p.stderr)
	}
	err = db.ReadJournal(ctx, func(r journal.Reader) (err error) {
		v, err = journal.Verify(ctx, r, o)
		return err
	})
	if err != nil {
		return v, fmt.Errorf("日志没有校验成：%w", err)
	}
	return v, nil
}

// readCheckpoints reads exported checkpoints; without keys, those that this installation signed.
func readCheckpoints(files, keys []string, config server.Config) ([]journal.Checkpoint, error) {
	if len(files) == 0 {
		return nil, nil
	}
	if len(keys) == 0 {
		own, err := server.ReadKeys(config.KeysAt())
		if err != nil {
			return nil, fmt.Errorf("%w；也可以用 --key 给出签发检查点的公钥", err)
		}
		keys = []string{own.Journal.Public}
	}
	var checkpoints []journal.Checkpoint
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("%s: 读不出检查点文件；请核对路径和权限", file)
		}
		c, err := journal.ParseCheckpoint(text, keys...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		checkpoints = append(checkpoints, c)
	}
	return checkpoints, nil
}

func newJournalCheckpoint(p *program) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "checkpoint",
		Short: "校验日志，并导出签名的检查点",
		Long: "先完整校验日志，再把它现在的状态签名，存成一个文件。请把检查点存到别处（邮件、另一台机器、打印存档）：\n" +
			"以后有人连同哈希一起改写数据库，也能对照它查出来。建议每月导出一次。\n\n" +
			"退出码：0 已导出；1 日志已被改动，没有导出；2 没有导出。",
		Example: "  zhanping journal checkpoint -o 2026-11.txt",
		Args:    noArgs,
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "检查点`文件`，不能是已有的文件（默认写到标准输出）")
	return dataCommand(cmd, func(ctx context.Context, config server.Config) error {
		keys, err := server.ReadKeys(config.KeysAt())
		if err != nil {
			return err
		}
		db, err := peek(ctx, config)
		if err != nil {
			return err
		}
		defer db.Close() //nolint:errcheck // it was only read
		v, err := p.verifyJournal(ctx, db, journal.Options{})
		if err != nil {
			return err
		}
		if !v.Sound() {
			fmt.Fprint(p.stderr, v.String())
			return verdict(1)
		}
		signed, err := journal.Sign(keys.Journal.Signer, journal.Checkpoint{
			Size: v.Proven, Root: v.Root, Chain: v.Chain, At: config.Clock().UTC().Truncate(time.Microsecond),
		})
		if err != nil {
			return err
		}
		if out == "" {
			_, err = p.stdout.Write(signed)
			return err
		}
		err = newFile(out, func(w io.Writer) error {
			_, err := w.Write(signed)
			return err
		})
		if err == nil {
			fmt.Fprintf(p.stdout, "已导出 %s：日志 %d 条；请存到别处\n", out, v.Proven)
		}
		return err
	})
}

func newJournalShow(p *program) *cobra.Command {
	var f store.JournalFilter
	var region string
	cmd := &cobra.Command{
		Use:     "show",
		Short:   "查看日志条目，新的在前",
		Example: "  zhanping journal show --region 330482000000 --limit 20\n  zhanping journal show --subject 0197f3c2-…",
		Args:    noArgs,
	}
	cmd.Flags().StringVar(&f.Subject, "subject", "", "只看这条记录的，写它的`编号`")
	cmd.Flags().StringVar(&region, "region", "", "只看这个区划及其下级的，写 12 位`代码`")
	cmd.Flags().IntVar(&f.Limit, "limit", 50, "最多几`条`")
	return dataCommand(cmd, func(ctx context.Context, config server.Config) error {
		if _, ok := regions.LevelOf(region); region != "" && !ok {
			return fmt.Errorf("--region %q 不对；应为 12 位区划代码，如 330482000000", region)
		}
		if f.Limit < 1 {
			return fmt.Errorf("--limit %d 不对；应为 1 以上", f.Limit)
		}
		f.Region = regions.Prefix(region)
		db, err := peek(ctx, config)
		if err != nil {
			return err
		}
		defer db.Close() //nolint:errcheck // it was only read
		entries, err := db.Read(ctx).JournalEntries(f)
		if err != nil {
			return err
		}
		for _, e := range entries {
			fmt.Fprintf(p.stdout, "%d  %s  %s  %s  %s %s  %s  %s\n",
				e.Seq, e.At.In(china).Format("2006-01-02 15:04:05"), e.Actor, e.Action, e.Kind, e.Subject, e.Region, e.Detail)
		}
		_, err = fmt.Fprintf(p.stdout, "%d 条（北京时间）\n", len(entries))
		return err
	})
}

// china is where the moments of the journal are told.
var china = time.FixedZone("", 8*60*60)

func newJournalKey(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "列出公钥：核对检查点和结果卡的人用",
		Args:  noArgs,
	}
	return dataCommand(cmd, func(_ context.Context, config server.Config) error {
		keys, err := server.ReadKeys(config.KeysAt())
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.stdout, "检查点  %s\n结果卡  %s\n", keys.Journal.Public, keys.Card.Public)
		return err
	})
}
