package server_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// room is what is left on a disk that is nearly full.
const room = 1 << 20

// fullDisk is a way to run out of room, and to have some again.
type fullDisk struct {
	says   string
	begin  func(t *testing.T, data string)
	narrow func(t *testing.T, c *childConfig, p *child) *child // leaves room and no more
	widen  func(t *testing.T, data string, p *child)
}

func resize(t *testing.T, folder string, flags uintptr, size uint64) {
	t.Helper()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", flags, fmt.Sprintf("size=%d", size)); err != nil {
		t.Skipf("a small disk needs the right to mount; the other way to run out of room is tried: %v", err)
	}
}

func fullDisks() []fullDisk {
	return []fullDisk{{
		says: "a small disk",
		begin: func(t *testing.T, data string) {
			resize(t, data, 0, 256<<20)
			t.Cleanup(func() {
				if err := syscall.Unmount(data, syscall.MNT_DETACH); err != nil {
					t.Error(err)
				}
			})
		},
		narrow: func(t *testing.T, c *childConfig, p *child) *child {
			var disk syscall.Statfs_t
			if err := syscall.Statfs(c.Data, &disk); err != nil {
				t.Fatal(err)
			}
			resize(t, c.Data, syscall.MS_REMOUNT, (disk.Blocks-disk.Bfree)*uint64(disk.Bsize)+room)
			return p
		},
		widen: func(t *testing.T, data string, _ *child) { resize(t, data, syscall.MS_REMOUNT, 256<<20) },
	}, {
		says:  "a file that may not grow",
		begin: func(*testing.T, string) {},
		narrow: func(t *testing.T, c *childConfig, p *child) *child {
			p.kill()
			for _, name := range []string{"zhanping.db", "zhanping.db-wal"} {
				if file, err := os.Stat(filepath.Join(c.Data, name)); err == nil {
					c.FileSize = max(c.FileSize, file.Size()+room)
				}
			}
			return start(t, *c)
		},
		widen: func(t *testing.T, _ string, p *child) {
			if err := p.Process.Signal(syscall.SIGUSR1); err != nil {
				t.Fatal(err)
			}
			time.Sleep(50 * time.Millisecond) // until the signal has arrived
		},
	}}
}

func TestAFullDiskIsSaidAndNothingIsHalfKept(t *testing.T) {
	t.Parallel()
	for _, disk := range fullDisks() {
		t.Run(disk.says, func(t *testing.T) {
			t.Parallel()
			c := childConfig{Data: t.TempDir()}
			disk.begin(t, c.Data)
			o, p := settle(t, c)
			p = disk.narrow(t, &c, p)
			o.url = p.URL
			s := &saver{client: o.clerk, station: o.station, sample: "incomplete-town", texts: map[int]string{}}
			refused := s.fill(t)
			if s.number < 2 {
				t.Fatalf("only %d fitted", s.number)
			}
			if code, detail := refused.problem(); refused.StatusCode != 503 || code != "unavailable" || detail == "" || refused.Header.Get("Retry-After") == "" {
				t.Errorf("full: %d %s", refused.StatusCode, refused.body)
			}
			if got := o.clerk.ask("GET", "/stations/"+o.station+"/revisions", nil); got.StatusCode != 200 {
				t.Errorf("reading on a full disk: %d %s", got.StatusCode, got.body)
			}
			disk.widen(t, c.Data, p)
			for range 3 {
				if !s.save(t) {
					t.Fatal("with room again, saving does not work")
				}
			}
			s.recover(t)
			p.kill()
			c.FileSize = 0
			o.url = start(t, c).URL
			s.recover(t)
			db := opened(t, c)
			if n := len(sound(t, db)["bundle.save"]); n != s.number {
				t.Errorf("%d entries of saving in the journal, %d revisions", n, s.number)
			}
			whole(t, db)
		})
	}
}

// fill saves until there is no more room, and gives that answer.
func (s *saver) fill(t *testing.T) reply {
	t.Helper()
	padding := strings.Repeat("# 占地方的注释\n", 5000)
	for range 200 {
		text := evidenceOf(t, s.sample, s.number) + padding
		got := s.ask("PUT", "/stations/"+s.station+"/bundle", toJSON(t, map[string]any{"text": text}), fmt.Sprintf(`If-Match: "%d"`, s.number))
		if got.StatusCode != http.StatusOK {
			return got
		}
		s.number++
		s.texts[s.number] = text
	}
	t.Fatal("the disk never filled")
	return reply{}
}

func TestWithoutTheStoreOfAttachmentsEverythingElseWorks(t *testing.T) {
	t.Parallel()
	c := childConfig{Data: t.TempDir()}
	o, _ := settle(t, c)
	path := "/stations/" + o.station + "/attachments"
	kept := o.clerk.send(201, path, "门口.jpg", photo(t, 1))["id"].(string)
	vault, away := filepath.Join(c.Data, "attachments"), filepath.Join(c.Data, "taken away")
	if err := os.Rename(vault, away); err != nil {
		t.Fatal(err)
	}
	if got := o.clerk.send(503, path, "接待.jpg", photo(t, 2)); got["code"] != "unavailable" {
		t.Errorf("upload: %v", got)
	}
	o.clerk.fetch(503, "/attachments/"+kept)
	if got := o.clerk.ask("GET", "/ready", nil); got.StatusCode != 200 {
		t.Errorf("sent away from everything for want of attachments: %d", got.StatusCode)
	}
	if n := len(o.clerk.want(200, "GET", path, "", nil)["items"].([]any)); n != 1 {
		t.Errorf("%d attachments are listed, want the one that was kept", n)
	}
	s := &saver{client: o.clerk, station: o.station, sample: "incomplete-town", texts: map[int]string{}}
	if !s.save(t) {
		t.Error("evidence cannot be saved")
	}
	_ = os.RemoveAll(vault) // what the server may have begun in its place
	if err := os.Rename(away, vault); err != nil {
		t.Fatal(err)
	}
	o.clerk.fetch(200, "/attachments/"+kept)
	o.clerk.send(201, path, "接待.jpg", photo(t, 2))
}
