package server_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"testing"

	"zhanping/server/store/storetest"
)

// photo is a picture that no other seed gives.
func photo(t *testing.T, seed int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for y := range 480 {
		for x := range 640 {
			img.Set(x, y, color.RGBA{uint8(x * (seed + 1) / 3), uint8(y * (seed + 2) / 5), uint8((x + y) * seed), 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// send uploads a file in a form.
func (c *client) send(status int, path, name string, content []byte) map[string]any {
	c.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		c.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		c.Fatal(err)
	}
	if err := w.Close(); err != nil {
		c.Fatal(err)
	}
	answer, err := c.http.Post(c.url+"/api/v1"+path, w.FormDataContentType(), &form)
	if err != nil {
		c.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != status {
		c.Fatalf("POST %s: status %d, want %d: %s", path, answer.StatusCode, status, text)
	}
	out := map[string]any{}
	if err := json.Unmarshal(text, &out); err != nil {
		c.Fatal(err)
	}
	return out
}

// fetch downloads a file.
func (c *client) fetch(status int, path string) (http.Header, []byte) {
	c.Helper()
	answer, err := c.http.Get(c.url + "/api/v1" + path)
	if err != nil {
		c.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		c.Fatal(err)
	}
	if answer.StatusCode != status {
		c.Fatalf("GET %s: status %d, want %d: %s", path, answer.StatusCode, status, content)
	}
	return answer.Header, content
}

func TestAPhotoIsKeptAndShownWithoutWhereItWasTaken(t *testing.T) {
	t.Parallel()
	for name, dsn := range map[string]func(testing.TB) string{
		"SQLite": func(testing.TB) string { return "" }, "PostgreSQL": storetest.PostgreSQL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, dsn(t))
			path := "/stations/" + o.station + "/attachments"
			original := photo(t, 1)
			first := o.clerk.send(201, path, "../门口\u202e.jpg.exe", original)
			if first["type"] != "jpeg" || first["name"] != "门口.jpg.exe.jpg" {
				t.Errorf("kept as %v, type %v", first["name"], first["type"])
			}
			again := o.clerk.send(201, path, "换个名字.jpg", original)
			if again["id"] != first["id"] {
				t.Error("the same file of the same station was kept twice")
			}
			id := first["id"].(string)
			header, shown := o.bureau.fetch(200, "/attachments/"+id)
			if header.Get("Content-Type") != "image/jpeg" || header.Get("X-Content-Type-Options") != "nosniff" || bytes.Equal(shown, original) {
				t.Errorf("shown form: %v", header)
			}
			if _, kept := o.clerk.fetch(200, "/attachments/"+id+"/original"); !bytes.Equal(kept, original) {
				t.Error("the original came back changed")
			}
			if _, small := o.bureau.fetch(200, "/attachments/"+id+"?form=thumbnail"); len(small) >= len(original) {
				t.Errorf("the thumbnail has %d bytes, the photo %d", len(small), len(original))
			}
			o.clerk.send(415, path, "照片.jpg", []byte("<html><script>alert(1)</script>"))
			o.bureau.send(403, path, "核实.jpg", photo(t, 2))
			o.clerk.send(201, path, "接待.jpg", photo(t, 2))
			if list := o.bureau.want(200, "GET", path, "", nil); len(list["items"].([]any)) != 2 {
				t.Errorf("files of the station: %v", list)
			}
			other := o.admin.person("clerk2", map[string]any{"role": "station", "station_id": o.other})
			other.fetch(403, "/attachments/"+id)
			other.send(403, path, "照片.jpg", photo(t, 3))
		})
	}
}
