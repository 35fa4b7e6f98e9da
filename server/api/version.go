package api

import (
	"strconv"
	"strings"

	"zhanping/server/casework"
)

// etag is a version as HTTP carries it.
func etag(version int) string { return `"` + strconv.Itoa(version) + `"` }

// BasedOn is the version that a change was made on.
type BasedOn struct {
	IfMatch string `header:"If-Match" required:"true" doc:"修改时所依据的版本，即读取时的 ETag；第一次保存写 \"0\""`
}

// version reads If-Match.
func (b BasedOn) version() (int, error) {
	n, err := strconv.Atoi(strings.Trim(strings.TrimPrefix(b.IfMatch, "W/"), `"`))
	if err != nil || n < 0 {
		return 0, &casework.Problem{
			Code: casework.Invalid, Words: "If-Match 应为读取时得到的 ETag",
			Faults: []casework.Fault{{Field: "header.If-Match", Code: "invalid", Words: "应为读取时得到的 ETag，现为 " + strconv.Quote(b.IfMatch)}},
		}
	}
	return n, nil
}
