package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"zhanping/internal/attachment"
	"zhanping/server"
	"zhanping/server/backup"
	"zhanping/server/store"
)

// dataCommand gives a command the settings of where the data lie; run gets them read.
func dataCommand(cmd *cobra.Command, run func(ctx context.Context, config server.Config) error) *cobra.Command {
	s := newSettings(cmd, dataSettings)
	cmd.RunE = func(*cobra.Command, []string) error {
		config := server.Config{Version: version, Clock: time.Now}
		if err := errors.Join(s.read(), s.place(&config)); err != nil {
			return err
		}
		return run(context.Background(), config)
	}
	return cmd
}

func newBackup(p *program) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "backup",
		Short: "备份：数据库、附件、日志存成一个 zip 文件，服务器不用停",
		Long: "把数据库、附件、日志存成一个 zip 文件，服务器不用停。SQLite 的备份可以恢复到 PostgreSQL，反过来也可以。\n" +
			"备份里有人员和佐证材料，请像对待数据库一样保管；密钥（数据目录下的 keys）不在备份里，请另存一份。\n\n" +
			"退出码：0 完成；1 完成，但有附件已丢失或损坏；2 没有备份。",
		Example: "  zhanping backup --data /var/lib/zhanping -o 站评-20261122.zip",
		Args:    noArgs,
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "备份`文件`，不能是已有的文件")
	return dataCommand(cmd, func(ctx context.Context, config server.Config) error {
		if out == "" {
			return errors.New("缺少 -o：请写明备份文件，如 -o 站评-20261122.zip")
		}
		return p.backup(ctx, config, out)
	})
}

func (p *program) backup(ctx context.Context, config server.Config, out string) error {
	db, err := peek(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // it was only read
	vault, err := existingVault(ctx, config)
	if err != nil {
		return err
	}
	defer vault.Close() //nolint:errcheck // it was only read
	var m backup.Manifest
	sum := sha256.New()
	err = newFile(out, func(w io.Writer) (err error) {
		m, err = backup.Write(ctx, backup.Source{Store: db, Vault: vault, Program: version, Now: config.Clock()}, io.MultiWriter(w, sum))
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "SHA-256  %s\n", hex.EncodeToString(sum.Sum(nil)))
	fmt.Fprintf(p.stdout, "密钥不在备份里，请另存一份：%s\n", config.KeysAt())
	for _, digest := range m.Attachments.Lost {
		fmt.Fprintf(p.stdout, "附件丢失或损坏：%s\n", digest)
	}
	fmt.Fprintf(p.stdout, "已备份到 %s：%d 个数据表 %d 行，附件 %d 个 %d 字节，日志 %d 条\n",
		out, len(m.Tables), m.Rows(), m.Attachments.Count, m.Attachments.Bytes, m.Journal.Size)
	if len(m.Attachments.Lost) > 0 {
		return verdict(1)
	}
	return nil
}

// newFile writes a file that must not exist yet, for this user alone; it appears whole or not at all.
func newFile(path string, write func(io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: 已经存在，没有覆盖；请换一个文件名", path)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".zhanping-*")
	if err != nil {
		return fmt.Errorf("写 %s：%w", path, writeTrouble(err))
	}
	defer os.Remove(file.Name()) //nolint:errcheck // a second name of the file, or nothing
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("写 %s：%w", path, writeTrouble(err))
	}
	if err := os.Link(file.Name(), path); err != nil {
		return fmt.Errorf("写 %s：%w", path, writeTrouble(err))
	}
	return nil
}

func newRestore(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "restore 备份文件",
		Short: "恢复备份到空的数据目录或空的数据库，并逐一核对",
		Long: "把备份恢复到空的数据目录（或空的 PostgreSQL 数据库）。先查备份文件是否完整，再写入，最后逐一核对全部摘要和日志。\n" +
			"目标里已有数据就不恢复。中途断电、被终止，数据库会标记为没有恢复完，服务器拒绝在上面启动；再运行一次同样的命令即可完成。\n\n" +
			"退出码：0 恢复完成，全部相符；1 恢复完成，但有内容与登记的不符；2 没有恢复。",
		Example: "  zhanping restore 站评-20261122.zip --data /var/lib/zhanping",
		Args:    oneArg("备份文件"),
	}
	return dataCommand(cmd, func(ctx context.Context, config server.Config) error {
		return p.restore(ctx, config, cmd.Flags().Arg(0))
	})
}

func (p *program) restore(ctx context.Context, config server.Config, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s: 读不出备份文件；请核对路径和权限", path)
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("%s: 读不出备份文件；请核对路径和权限", path)
	}
	archive, err := backup.Open(file, info.Size())
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	fmt.Fprintf(p.stderr, "备份文件完整：%s 备份，%d 行，附件 %d 个；开始恢复\n",
		archive.Manifest.TakenAt, archive.Manifest.Rows(), archive.Manifest.Attachments.Count)
	if config.Database == "" {
		lock, err := lockData(config.Data, "恢复备份")
		if err != nil {
			return err
		}
		defer lock.Close() //nolint:errcheck // the end of the process would do
	}
	db, err := store.Open(ctx, config.DatabaseAt(), config.Clock)
	if err != nil {
		return openTrouble(err)
	}
	defer db.Close() //nolint:errcheck // every transaction has ended
	vault, err := attachment.OpenVault(ctx, config.AttachmentsAt())
	if err != nil {
		return openTrouble(err)
	}
	defer vault.Close() //nolint:errcheck // what was put in is on the disk
	if err := backup.Restore(ctx, archive, backup.Target{Store: db, Vault: vault}); err != nil {
		return openTrouble(err)
	}
	fmt.Fprintf(p.stdout, "已恢复：%d 行，附件 %d 个。登录过的人须重新登录。\n", archive.Manifest.Rows(), archive.Manifest.Attachments.Count)
	return p.examine(ctx, db, vault)
}

func newVerify(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "逐一核对：材料、报告、附件的摘要和日志，服务器不用停",
		Long: "逐一核对数据库里登记的全部摘要：佐证材料、留存的报告、附件、日志。服务器不用停，什么都不改。\n\n" +
			"退出码：0 全部相符；1 有不符；2 没有核对成。",
		Args: noArgs,
	}
	return dataCommand(cmd, func(ctx context.Context, config server.Config) error {
		db, err := peek(ctx, config)
		if err != nil {
			return err
		}
		defer db.Close() //nolint:errcheck // it was only read
		vault, err := existingVault(ctx, config)
		if err != nil {
			return err
		}
		defer vault.Close() //nolint:errcheck // it was only read
		return p.examine(ctx, db, vault)
	})
}

// examine compares everything that is kept with its digests and says what it found.
func (p *program) examine(ctx context.Context, db *store.Store, vault *attachment.Vault) error {
	e, err := backup.Examine(ctx, db, vault)
	if err != nil {
		return openTrouble(err)
	}
	for _, fault := range e.Faults {
		fmt.Fprintln(p.stdout, fault)
	}
	if left := e.Faulty - int64(len(e.Faults)); left > 0 {
		fmt.Fprintf(p.stdout, "还有 %d 处不符，没有列出\n", left)
	}
	fmt.Fprintln(p.stdout, strings.TrimRight(e.Journal.String(), "\n"))
	fmt.Fprintf(p.stdout, "核对了 %d 版佐证材料、%d 份留存的报告、%d 个附件、%d 条日志：", e.Revisions, e.Reports, e.Attachments, e.Journal.Head.Size)
	if !e.Sound() {
		fmt.Fprintf(p.stdout, "有不符（材料、报告、附件 %d 处）\n", e.Faulty)
		return verdict(1)
	}
	fmt.Fprintln(p.stdout, "全部相符")
	return nil
}
