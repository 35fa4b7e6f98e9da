package store

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// What SQLite calls a file that it cannot use.
const (
	liteCorrupt     = 11
	liteNotDatabase = 26
)

// Trouble says in Chinese why a database could not be opened, for the person who wrote where it is, or
// "" for any other error. It repeats nothing of a connection string.
func Trouble(err error) string {
	var refused *pgconn.PgError
	var unreached *pgconn.ConnectError
	var syntax *pgconn.ParseConfigError
	var lite interface{ Code() int }
	switch {
	case errors.As(err, &lite) && lite.Code()&0xff == liteNotDatabase:
		return "数据目录里的 zhanping.db 不是数据库；请核对 --data"
	case errors.As(err, &lite) && lite.Code()&0xff == liteCorrupt:
		return "数据库文件已损坏；请保全现状，再把备份恢复到别的目录"
	case errors.As(err, &refused) && (refused.Code[:2] == "28" || refused.Code == "3D000"):
		return "数据库拒绝连接：用户、密码或数据库名不对；请核对连接串"
	case errors.As(err, &syntax):
		return "数据库连接串读不懂；应写成 postgres://用户:密码@主机:端口/数据库"
	case errors.As(err, &unreached):
		return "连不上数据库；请核对连接串里的主机和端口，确认数据库已启动"
	}
	return ""
}
