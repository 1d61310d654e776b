package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// isTelegram tells whether a file that begins with head is the result.json of
// Telegram's export: of one chat, or of an account.
func isTelegram(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	if bytes.Contains(head, []byte(`"personal_information"`)) || bytes.Contains(head, []byte(`"chats"`)) && bytes.Contains(head, []byte(`"about"`)) {
		return true
	}
	kind := bytes.Contains(head, []byte(`_channel"`)) || bytes.Contains(head, []byte(`group"`)) || bytes.Contains(head, []byte(`_chat"`)) || bytes.Contains(head, []byte(`"saved_messages"`))
	return kind && bytes.Contains(head, []byte(`"messages"`)) && bytes.Contains(head, []byte(`"name"`))
}

// chat is what is told of the chat that messages stand in.
type chat struct {
	name, kind, id string
}

// message is one message as Telegram's export writes it.
type message struct {
	ID        json.Number     `json:"id"`
	Type      string          `json:"type"`
	Date      string          `json:"date"`
	Unix      string          `json:"date_unixtime"`
	From      string          `json:"from"`
	Author    string          `json:"author"`
	Forwarded json.RawMessage `json:"forwarded_from"`
	Text      json.RawMessage `json:"text"`
}

// telegram gives the messages of an export that have text, one a report, as
// they stream. What is no message of a chat is read over.
func (r *run) telegram(name string, br *bufio.Reader) bool {
	if b, _ := br.Peek(3); string(b) == "\xef\xbb\xbf" {
		_, _ = br.Discard(3) // peeked at: they are there
	}
	in := &limited{r: br, limit: r.MaxFile}
	t := &telegramReader{run: r, name: name, dec: json.NewDecoder(in), in: in}
	more, err := t.object(0)
	switch {
	case !more:
		return false
	case err != nil:
		return r.fail(name, jsonProblem(err))
	case !t.found:
		return r.bad(name, "an export without a message that has text", "export the channel anew, as JSON")
	}
	return true
}

type telegramReader struct {
	*run
	name  string
	dec   *json.Decoder
	in    *limited
	chat  chat
	found bool
}

// object reads one object, into those that may hold messages. It looks for the
// chat's name before its messages, as exports write them.
func (t *telegramReader) object(depth int) (more bool, err error) {
	if tok, err := t.dec.Token(); err != nil || tok != json.Delim('{') {
		return true, unexpected(err)
	}
	for t.dec.More() {
		t.in.left = t.limit()
		tok, err := t.dec.Token()
		if err != nil {
			return true, err
		}
		key, _ := tok.(string)
		switch {
		case key == "messages":
			more, err = t.list(t.message)
		case depth == 0 && (key == "chats" || key == "left_chats"):
			more, err = t.object(depth + 1)
		case depth == 1 && key == "list":
			more, err = t.list(func() (bool, error) { t.chat = chat{}; return t.object(depth + 2) })
		default:
			more, err = true, t.told(key)
		}
		if !more || err != nil {
			return more, err
		}
	}
	_, err = t.dec.Token()
	return true, err
}

// limit is how much one message may take.
func (t *telegramReader) limit() int64 { return t.in.limit }

// told takes what is told of a chat, and reads over the rest.
func (t *telegramReader) told(key string) error {
	var raw json.RawMessage
	if err := t.dec.Decode(&raw); err != nil {
		return err
	}
	to := map[string]*string{"name": &t.chat.name, "type": &t.chat.kind, "id": &t.chat.id}[key]
	if to != nil {
		*to = strings.Trim(strings.ToValidUTF8(string(raw), ""), `"`)
		var s string
		if json.Unmarshal(raw, &s) == nil {
			*to = s
		}
	}
	return nil
}

// list calls f for each value of a list.
func (t *telegramReader) list(f func() (bool, error)) (bool, error) {
	if tok, err := t.dec.Token(); err != nil || tok != json.Delim('[') {
		return true, unexpected(err)
	}
	for t.dec.More() {
		t.in.left = t.limit()
		if more, err := f(); !more || err != nil {
			return more, err
		}
		if t.ctx.Err() != nil {
			return false, nil
		}
	}
	_, err := t.dec.Token()
	return true, err
}

// unexpected is err, or that of a value of another kind than was wanted.
func unexpected(err error) error {
	if err != nil {
		return err
	}
	return &problem{"no export of Telegram that can be read", "export the channel anew, as JSON"}
}

// message gives one message, if it has text.
func (t *telegramReader) message() (bool, error) {
	var raw json.RawMessage
	if err := t.dec.Decode(&raw); err != nil {
		return true, err
	}
	var m message
	if err := json.Unmarshal(raw, &m); err != nil {
		t.found = true
		return t.fail(t.name, jsonProblem(err)), nil
	}
	text := tidy(strings.ToValidUTF8(entityText(m.Text), "\ufffd"))
	if m.Type == "service" || blank(text) {
		return true, nil
	}
	t.found = true
	d := draft{name: t.name + "#" + m.ID.String(), text: text}
	id := strings.TrimPrefix(t.chat.id, "-100")
	if id != "" && m.ID != "" {
		d.meta.url = fmt.Sprintf("https://t.me/c/%s/%s", id, m.ID)
	}
	d.meta.outlet = t.chat.name
	switch t.chat.kind {
	case "public_channel", "private_channel", "":
		d.meta.author = m.Author
	default:
		d.meta.author = m.From
	}
	if from, ok := field(map[string]json.RawMessage{"f": m.Forwarded}, "f"); ok && from != "" {
		d.notes = append(d.notes, "forwarded from "+oneLine(from))
	}
	if day, ok := parseDate(m.Date); ok {
		d.meta.published = day
	} else {
		d.meta.published = anyDate(m.Unix)
	}
	return t.give(d), nil
}

// anyDate is the day that s writes in words or as a number of seconds; zero
// where it is none.
func anyDate(s string) time.Time {
	if day, ok := parseDate(s); ok {
		return day
	}
	if n, err := json.Number(s).Float64(); err == nil {
		day := unixDate(n)
		return day
	}
	return time.Time{}
}

// entityText is a text that is written as a string, or as a list of strings and
// of objects with a text each.
func entityText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil {
		return ""
	}
	var b strings.Builder
	for _, p := range parts {
		var entity struct {
			Text string `json:"text"`
		}
		if json.Unmarshal(p, &s) == nil {
			b.WriteString(s)
		} else if json.Unmarshal(p, &entity) == nil {
			b.WriteString(entity.Text)
		}
	}
	return b.String()
}
