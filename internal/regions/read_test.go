package regions_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"zhanping/internal/regions"
)

func pack(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAProgramBuiltWithoutTheTableSaysHowToGetIt(t *testing.T) {
	t.Parallel()
	_, err := regions.Read(fstest.MapFS{".gitkeep": {}})
	if !errors.Is(err, regions.ErrNotPacked) || !strings.Contains(err.Error(), "运行 make") {
		t.Errorf("err = %v", err)
	}
}

func TestABrokenTableIsRefused(t *testing.T) {
	t.Parallel()
	good := "330000000000\t浙江省\n330400000000\t嘉兴市\n"
	for name, c := range map[string]struct {
		packed []byte
		want   string
	}{
		"no gzip":             {[]byte(good), "已损坏"},
		"cut off":             {pack(t, good)[:30], "已损坏"},
		"nothing at all":      {nil, "已损坏"},
		"a code that is none": {pack(t, good+"3304\t嘉兴市\n"), "第 3 行"},
		"no name":             {pack(t, good+"330482000000\n"), "第 3 行"},
		"out of order":        {pack(t, good+"110000000000\t北京市\n"), "第 3 行"},
		"the same code twice": {pack(t, good+"330400000000\t嘉兴市\n"), "第 3 行"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := regions.Read(fstest.MapFS{regions.File: {Data: c.packed}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("err = %v, want one with %s", err, c.want)
			}
		})
	}
	table, err := regions.Read(fstest.MapFS{regions.File: {Data: pack(t, good)}})
	if err != nil || table.Count("", regions.City) != 1 {
		t.Errorf("the good table: %v", err)
	}
}

// packedFile reads the packed table afresh, which Open does once.
func packedFile(b *testing.B) fstest.MapFS {
	b.Helper()
	var text strings.Builder
	for region := range packaged(b).All("") {
		text.WriteString(region.Code + "\t" + region.Name + "\n")
	}
	return fstest.MapFS{regions.File: {Data: pack(b, text.String())}}
}

func BenchmarkRead(b *testing.B) {
	folder := packedFile(b)
	for b.Loop() {
		if _, err := regions.Read(folder); err != nil {
			b.Fatal(err)
		}
	}
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	table, err := regions.Read(folder)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(heap()-before)/(1<<20), "MB-kept")
	runtime.KeepAlive(table)
	runtime.KeepAlive(folder)
}

func BenchmarkFind(b *testing.B) {
	table := packaged(b)
	for b.Loop() {
		if _, ok := table.Find("440704004212"); !ok {
			b.Fatal("not found")
		}
	}
}

func BenchmarkSearchWhole(b *testing.B) {
	table := packaged(b)
	for b.Loop() {
		if found := table.Search("没有这样的名称", "", 20); len(found) > 0 {
			b.Fatal(found)
		}
	}
}

func BenchmarkAll(b *testing.B) {
	table := packaged(b)
	for b.Loop() {
		n := 0
		for range table.All("") {
			n++
		}
		if n == 0 {
			b.Fatal("empty")
		}
	}
}

func BenchmarkCountWhole(b *testing.B) {
	table := packaged(b)
	for b.Loop() {
		if table.Count("", regions.Village) == 0 {
			b.Fatal("empty")
		}
	}
}
