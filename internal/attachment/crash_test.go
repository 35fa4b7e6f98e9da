package attachment_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhanping/internal/attachment"
)

// loopVariable makes the test program put random bytes into a vault until it is killed.
const loopVariable = "ZHANPING_TEST_PUT_LOOP"

func TestMain(m *testing.M) {
	if address := os.Getenv(loopVariable); address != "" {
		fmt.Fprintln(os.Stderr, putForever(address))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// putForever names each digest after Put has promised that it is kept.
func putForever(address string) error {
	vault, err := attachment.OpenVault(context.Background(), address)
	if err != nil {
		return err
	}
	for size := 1; ; size = size*3%(4<<20) + 1 {
		content := make([]byte, size)
		if _, err := rand.Read(content); err != nil {
			return err
		}
		stored, err := vault.Put(context.Background(), bytes.NewReader(content), limit)
		if err != nil {
			return err
		}
		fmt.Println(stored.Digest)
	}
}

// putUntilKilled starts the loop, kills it with SIGKILL after so many promises and a moment, and returns the promises.
func putUntilKilled(t *testing.T, address string, promises int, moment time.Duration) []string {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), loopVariable+"="+address)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var promised []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if promised = append(promised, lines.Text()); len(promised) == promises {
			time.AfterFunc(moment, func() { _ = child.Process.Kill() })
		}
	}
	if err := child.Wait(); len(promised) < promises {
		t.Fatalf("the child ended by itself: %v", err)
	}
	return promised
}

func TestAKilledProgramLeavesNoHalfObject(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	address := "file://" + filepath.ToSlash(dir)
	var promised []string
	for round := range 12 {
		promised = append(promised, putUntilKilled(t, address, 3+round, time.Duration(round)*900*time.Microsecond)...)
	}
	vault := open(t, address)
	visible := map[string]bool{}
	err := vault.Walk(t.Context(), func(e attachment.Entry) error {
		visible[e.Digest] = true
		_, err := vault.Verify(t.Context(), e.Digest)
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for _, digest := range promised {
		if !visible[digest] {
			t.Errorf("%s was promised and is gone", digest)
		}
	}
	if len(visible) > len(promised)+12 {
		t.Errorf("%d visible, %d promised", len(visible), len(promised))
	}
	sweepAll(t, vault, dir, len(visible))
}

// sweepAll removes what the killed programs left and checks that nothing else is touched.
func sweepAll(t *testing.T, vault *attachment.Vault, dir string, want int) {
	t.Helper()
	left := temporaries(t, dir)
	t.Logf("%d unfinished writes to sweep", left)
	if n, err := vault.SweepUnfinished(t.Context(), time.Unix(0, 0)); n != 0 || err != nil {
		t.Errorf("swept %d that may still be written, %v", n, err)
	}
	if n, err := vault.SweepUnfinished(t.Context(), time.Now().Add(time.Hour)); n != left || err != nil {
		t.Errorf("swept %d of %d, %v", n, left, err)
	}
	if n := temporaries(t, dir); n != 0 {
		t.Errorf("%d still there", n)
	}
	if n := len(walk(t, vault)); n != want {
		t.Errorf("%d visible after sweeping, want %d", n, want)
	}
}

func temporaries(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if strings.HasSuffix(path, ".tmp") {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestUnfinishedWritesAreSweptAndNeverVisible(t *testing.T) {
	t.Parallel()
	s := onDisk(t)
	dir := strings.TrimPrefix(s.address, "file://")
	kept := put(t, s.vault, []byte("x"))
	half := filepath.Join(dir, place(kept.Digest)+".18a2b3c4.tmp")
	stray := filepath.Join(dir, filepath.Dir(place(kept.Digest)), "readme.txt")
	if err := errors.Join(os.WriteFile(half, []byte("ha"), 0o600), os.WriteFile(stray, []byte("?"), 0o600)); err != nil {
		t.Fatal(err)
	}
	sweepAll(t, s.vault, dir, 1)
	if _, err := os.Stat(stray); err != nil {
		t.Errorf("a file of someone else: %v", err)
	}
}
