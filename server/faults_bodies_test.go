package server_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
)

// spoil makes of a good body one that nobody may take, in one of many ways.
func spoil(r *rand.Rand, good map[string]any) (body []byte, contentType string) {
	text, _ := json.Marshal(good) // it came out of JSON
	contentType = "application/json"
	field := "x"
	for name := range good {
		field = name
		break
	}
	with := func(value any) []byte {
		bad := map[string]any{}
		for name, v := range good {
			bad[name] = v
		}
		bad[field] = value
		out, _ := json.Marshal(bad) // of the same kind
		return out
	}
	switch r.IntN(13) {
	case 0: // cut off
		return text[:1+r.IntN(len(text)-1)], contentType
	case 1:
		return bytes.Repeat([]byte("["), 1+r.IntN(20_000)), contentType
	case 2:
		return []byte(strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200)), contentType
	case 3:
		return with(map[string]any{"nested": []any{1, nil}}), contentType
	case 4:
		return []byte(fmt.Sprintf(`{%q: 1e999}`, field)), contentType
	case 5:
		return []byte(fmt.Sprintf(`{%q: -%s}`, field, strings.Repeat("9", 5000))), contentType
	case 6:
		return []byte(fmt.Sprintf("{%q: \"\xff\xfe\x80\"}", field)), contentType
	case 7:
		return text, []string{"text/plain", "application/xml", "application/x-www-form-urlencoded", "image/png", "text/json", "multipart/form-data"}[r.IntN(6)]
	case 8:
		return []byte(fmt.Sprintf(`{%q: "a", %[1]q: "b"}`, field)), contentType
	case 9:
		return []byte(fmt.Sprintf(`{%q: "a"}`, strings.ToUpper(field)+"Z")), contentType
	case 10:
		return append(text, text...), contentType
	case 11:
		noise := make([]byte, 1+r.IntN(300))
		for i := range noise {
			noise[i] = byte(r.IntN(256))
		}
		return append(noise, 0), contentType
	default:
		return [][]byte{[]byte("null"), []byte("[]"), []byte(`"text"`), []byte("0"), []byte("{}}")}[r.IntN(5)], contentType
	}
}

func TestTenThousandBrokenBodiesAreAllRefusedInWords(t *testing.T) {
	t.Parallel()
	o, p := settle(t, childConfig{Data: t.TempDir()})
	var doors []operation
	for _, door := range operations(t, o.admin.ask("GET", "/openapi.json", nil).body) {
		if door.body != nil {
			doors = append(doors, door)
		}
	}
	var before int64
	const workers, each = 4, 2500
	for round := range 2 { // the first makes caches and pools grow
		var senders sync.WaitGroup
		for w := range workers {
			senders.Go(func() {
				r := rand.New(rand.NewPCG(uint64(round), uint64(w))) //nolint:gosec // any numbers will do
				people := []*client{o.admin, o.bureau, o.clerk}
				for range each / 2 {
					door := doors[r.IntN(len(doors))]
					good, _ := door.sample(t, door.body, "", nil).(map[string]any)
					if len(good) == 0 {
						good = map[string]any{"reason": "理由"}
					}
					body, contentType := spoil(r, good)
					path := regexpParameter.ReplaceAllString(door.path, o.station)
					got, err := people[r.IntN(len(people))].try(door.method, path, bytes.NewReader(body), "Content-Type: "+contentType, `If-Match: "1"`)
					if err != nil {
						t.Errorf("%s %s: %v", door.method, door.path, err)
						return
					}
					var problem struct{ Code, Detail, Title string }
					err = json.Unmarshal(got.body, &problem)
					if got.StatusCode < 400 || got.StatusCode >= 500 || err != nil || problem.Code == "" || problem.Detail == "" ||
						got.Header.Get("Content-Type") != "application/problem+json" {
						t.Errorf("%s %s with %.80q (%s): %d %.300s", door.method, door.path, body, contentType, got.StatusCode, got.body)
						return
					}
				}
			})
		}
		senders.Wait()
		now, _ := p.resident(t)
		if round == 1 && now > before+64<<20 {
			t.Errorf("memory grew from %d to %d MB", before>>20, now>>20)
		}
		before = now
	}
	if strings.Contains(p.log.String(), "broke down") {
		t.Error("a handler panicked: ", lineWith(p.log.String(), "broke down"))
	}
}

func lineWith(text, part string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, part) {
			return line
		}
	}
	return ""
}

func TestAGigabyteIsRefusedBeforeItIsTaken(t *testing.T) {
	t.Parallel()
	c := childConfig{Data: t.TempDir(), Temporary: t.TempDir()}
	o, p := settle(t, c)
	for _, upload := range []struct {
		says, path, contentType string
		who                     *client
		announced               bool
		most                    int64 // bytes that may pass, those on the wire among them
	}{
		{"a file of announced length", "/attachments", "multipart/form-data; boundary=x", o.clerk, true, 16 << 20},
		{"a file of any length", "/attachments", "multipart/form-data; boundary=x", o.clerk, false, 128 << 20},
		{"a file of nobody", "/attachments", "multipart/form-data; boundary=x", o.client(), false, 16 << 20},
		{"evidence of any length", "/score", "application/json", o.clerk, false, 16 << 20},
	} {
		before, _ := p.resident(t)
		status, sent := o.pour(upload.who, "/stations/"+o.station+upload.path, upload.contentType, upload.announced)
		if status != http.StatusRequestEntityTooLarge || sent > upload.most {
			t.Errorf("%s: %d after %d MB, want 413 within %d MB", upload.says, status, sent>>20, upload.most>>20)
		}
		if _, most := p.resident(t); most > before+96<<20 {
			t.Errorf("%s: memory grew from %d to %d MB", upload.says, before>>20, most>>20)
		}
	}
	if left, err := os.ReadDir(c.Temporary); err != nil || len(left) > 0 {
		t.Errorf("left in the temporary folder: %v, %v", left, err)
	}
	if got := o.clerk.ask("GET", "/stations/"+o.station, nil); got.StatusCode != 200 {
		t.Errorf("afterwards: %d", got.StatusCode)
	}
}

// pour sends up to a gigabyte until the server answers, and gives the status and how much it took.
func (w *world) pour(who *client, path, contentType string, announced bool) (status int, sent int64) {
	w.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(w.url, "http://"))
	if err != nil {
		w.Fatal(err)
	}
	defer connection.Close() //nolint:errcheck // reading
	request, err := http.NewRequest(http.MethodPost, w.url+"/api/v1"+path, nil)
	if err != nil {
		w.Fatal(err)
	}
	head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\n", request.URL.Path, request.URL.Host, contentType)
	for _, cookie := range who.http.Jar.Cookies(request.URL) {
		head += "Cookie: " + cookie.String() + "\r\n"
	}
	const whole, piece = 1 << 30, 64 << 10
	if announced {
		head += fmt.Sprintf("Content-Length: %d\r\n\r\n", whole)
	} else {
		head += "Transfer-Encoding: chunked\r\n\r\n"
	}
	if _, err := io.WriteString(connection, head); err != nil {
		w.Fatal(err)
	}
	answered := make(chan int, 1)
	go func() {
		answer, err := http.ReadResponse(bufio.NewReader(connection), request)
		if err != nil {
			answered <- 0
			return
		}
		_ = answer.Body.Close()
		answered <- answer.StatusCode
	}()
	first := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n"
	if contentType == "application/json" {
		first = `{"text": "`
	}
	data := append([]byte(first), bytes.Repeat([]byte("a"), piece-len(first))...)
	for sent < whole {
		select {
		case status := <-answered:
			return status, sent
		default:
		}
		chunk := data
		if !announced {
			chunk = append([]byte(fmt.Sprintf("%x\r\n", len(data))), append(data, '\r', '\n')...)
		}
		if _, err := connection.Write(chunk); err != nil {
			break
		}
		sent += int64(len(data))
		data = bytes.Repeat([]byte("a"), piece)
	}
	return <-answered, sent
}
