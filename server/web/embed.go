// Package web is the browser application, embedded: what `make web` built from src/. It serves files
// and knows nothing of what they do.
package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed all:dist
var built embed.FS

// Handler serves the application: its files, and its page at every address of the application. The
// files carry a hash in their names, so browsers may keep them; the page is asked for anew.
func Handler() http.Handler {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // the folder is embedded
	}
	a := &application{files: dist}
	return http.HandlerFunc(a.serve)
}

type application struct {
	files  fs.FS
	packed sync.Map // gzip of what was asked for, by name
}

// unbuilt is shown where the program was compiled without the application.
const unbuilt = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>站评</title><p>网页界面还没有构建；请在源码目录运行 make web，再重新编译。接口在 /api/v1。</p></html>`

func (a *application) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	content, err := fs.ReadFile(a.files, name)
	if name == "" || name == "index.html" || err != nil {
		if path.Ext(name) != "" && name != "index.html" {
			http.NotFound(w, r)
			return
		}
		name = "index.html"
		if content, err = fs.ReadFile(a.files, name); err != nil {
			content = []byte(unbuilt)
		}
	}
	a.send(w, r, name, content)
}

func (a *application) send(w http.ResponseWriter, r *http.Request, name string, content []byte) {
	h := w.Header()
	h.Set("Content-Type", typeOf(name))
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	if len(content) > 1024 && path.Ext(name) != ".gz" && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		content = a.gzip(name, content)
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(content)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		_, _ = w.Write(content) // whoever asked has gone, if this fails
	}
}

func (a *application) gzip(name string, content []byte) []byte {
	if packed, ok := a.packed.Load(name); ok {
		return packed.([]byte)
	}
	var out bytes.Buffer
	packer := gzip.NewWriter(&out)
	if _, err := packer.Write(content); err != nil {
		panic(err) // into memory
	}
	if err := packer.Close(); err != nil {
		panic(err)
	}
	a.packed.Store(name, out.Bytes())
	return out.Bytes()
}

func typeOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".gz": // the engine, which the application unpacks itself: a phone keeps it packed
		return "application/gzip"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
