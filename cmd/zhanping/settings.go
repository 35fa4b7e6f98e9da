package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"zhanping/internal/yamltext"
)

// setting is one thing that an installation sets: by a flag (--public-url), else by an environment
// variable (ZHANPING_PUBLIC_URL), else in the configuration file (public_url), else left as it is.
type setting struct {
	name    string
	initial string
	list    bool
	mask    func(string) string // hides what is secret in a value; nil where nothing is
	usage   string
}

// The settings of a server. One file holds them for every command that works on the same data.
var (
	setListen = setting{name: "listen", initial: "127.0.0.1:8080", usage: "监听`主机:端口`"}
	setData   = setting{name: "data", initial: "./data", usage: "数据`目录`：数据库、附件、密钥"}
	setBase   = setting{name: "database", mask: maskedDSN, usage: "PostgreSQL 15 以上的`连接串` postgres://…（默认用数据目录里的 SQLite）"}
	setFiles  = setting{name: "attachments", mask: maskedURL, usage: "附件存储的`地址` file:///… 或 s3://…（默认用数据目录里的 attachments）"}
	setPublic = setting{name: "public-url", usage: "用户在浏览器里打开的`地址`，如 https://zp.example.cn"}
	setProxy  = setting{name: "trusted-proxy", list: true, usage: "可信的反向代理，`IP`或网段（可重复）"}
	setIssuer = setting{name: "oidc-issuer", usage: "统一身份认证（OIDC）的发行者`地址`"}
	setClient = setting{name: "oidc-client-id", usage: "在统一身份认证登记的客户端`编号`"}
	setSecret = setting{name: "oidc-client-secret-file", usage: "存放客户端密钥的`文件`"}

	setDays   = setting{name: "holidays", usage: "节假日补充`文件`：程序里还没有的放假和补班"}
	setPlaces = setting{name: "region-changes", usage: "区划变更`文件`：程序里的区划表之后的新增、更名、撤销"}

	allSettings  = []setting{setListen, setData, setBase, setFiles, setPublic, setProxy, setIssuer, setClient, setSecret, setDays, setPlaces}
	dataSettings = []setting{setData, setBase, setFiles}
)

func (s setting) key() string      { return strings.ReplaceAll(s.name, "-", "_") }
func (s setting) variable() string { return "ZHANPING_" + strings.ToUpper(s.key()) }

// value is what a setting came to, and where that was said.
type value struct {
	texts  []string
	origin string
}

func (v value) text() string {
	if len(v.texts) == 0 {
		return ""
	}
	return v.texts[0]
}

// settings reads the settings that a command takes.
type settings struct {
	taken  []setting
	cmd    *cobra.Command
	file   string
	values map[string]value
}

func newSettings(cmd *cobra.Command, taken []setting) *settings {
	s := &settings{taken: taken, cmd: cmd, values: map[string]value{}}
	for _, t := range taken {
		if t.list {
			cmd.Flags().StringArray(t.name, nil, t.usage)
			continue
		}
		usage := t.usage
		if t.initial != "" {
			usage += "，默认 " + t.initial
		}
		cmd.Flags().String(t.name, "", usage)
	}
	cmd.Flags().StringVar(&s.file, "config", "", "配置`文件`（YAML）；也可用环境变量 ZHANPING_CONFIG 指定")
	return s
}

// read finds out every value: the flag goes before the environment, that before the file.
func (s *settings) read() error {
	if s.file == "" {
		s.file = os.Getenv("ZHANPING_CONFIG")
	}
	written := map[string]value{}
	if s.file != "" {
		var err error
		if written, err = readConfig(s.file); err != nil {
			return err
		}
	}
	for _, t := range s.taken {
		v, inFile := written[t.key()]
		text, inEnvironment := os.LookupEnv(t.variable())
		switch {
		case s.cmd.Flags().Changed(t.name):
			v = value{s.given(t), "--" + t.name}
		case inEnvironment && text != "":
			v = value{[]string{text}, t.variable()}
			if t.list {
				v.texts = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
			}
		case inFile:
		case t.initial != "":
			v = value{[]string{t.initial}, "默认"}
		default:
			v = value{nil, "没有设置"}
		}
		s.values[t.name] = v
	}
	return nil
}

func (s *settings) given(t setting) []string {
	if t.list {
		texts, _ := s.cmd.Flags().GetStringArray(t.name) // the flag was defined above
		return texts
	}
	text, _ := s.cmd.Flags().GetString(t.name)
	return []string{text}
}

func (s *settings) of(t setting) value { return s.values[t.name] }

// refuse is what is wrong with the value of a setting, with where it comes from.
func (s *settings) refuse(t setting, expected string) error {
	v := s.of(t)
	shown := strings.Join(v.texts, ",")
	if t.mask != nil {
		shown = t.mask(shown)
	}
	return fmt.Errorf("%s：%q 不对；应为：%s", v.origin, shown, expected)
}

// print shows every value that holds and where it comes from.
func (s *settings) print(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, t := range s.taken {
		v := s.of(t)
		texts := slices.Clone(v.texts)
		for i := range texts {
			if t.mask != nil {
				texts[i] = t.mask(texts[i])
			}
		}
		fmt.Fprintf(table, "%s\t%s\t# %s\n", t.key()+":", strings.Join(texts, ", "), v.origin)
	}
	return table.Flush()
}

// readConfig reads a configuration file and tells every fault in it at once.
func readConfig(path string) (map[string]value, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: 读不出配置文件；请核对路径和权限", path)
	}
	root, err := yamltext.Parse(path, data)
	var faults yamltext.Faults
	if err != nil && !errors.As(err, &faults) {
		return nil, err
	}
	if root == nil {
		return nil, faults.Err()
	}
	at := func(n *yamltext.Node) yamltext.Position {
		return yamltext.Position{File: path, Line: n.Line, Column: n.Column}
	}
	if root.Kind != yamltext.MappingNode {
		faults = append(faults, yamltext.Fault{
			At: at(root), Code: "wrong_type", Found: "这里不是“名称: 值”", Expected: "每行一项，如 listen: 127.0.0.1:8080",
		})
		return nil, faults.Err()
	}
	written := map[string]value{}
	for i := 0; i < len(root.Content); i += 2 {
		key, node := root.Content[i], root.Content[i+1]
		known := slices.IndexFunc(allSettings, func(t setting) bool { return t.key() == key.Value })
		if known < 0 {
			faults = append(faults, unknownSetting(at(key), key.Value))
			continue
		}
		texts, ok := textsOf(node, allSettings[known].list)
		if !ok {
			expected := "一个值"
			if allSettings[known].list {
				expected = "一个或几个值，如 [10.0.0.0/8]"
			}
			faults = append(faults, yamltext.Fault{At: at(node), Code: "wrong_type", Found: key.Value + " 的值写法不对或没有写", Expected: expected})
			continue
		}
		written[key.Value] = value{texts, fmt.Sprintf("%s:%d", path, key.Line)}
	}
	return written, faults.Err()
}

func unknownSetting(at yamltext.Position, name string) yamltext.Fault {
	var keys []string
	for _, t := range allSettings {
		keys = append(keys, t.key())
	}
	fault := yamltext.Fault{At: at, Code: "unknown_key", Found: fmt.Sprintf("没有名为 %q 的设置", name), Expected: strings.Join(keys, "、")}
	if near, ok := yamltext.Nearest(name, keys); ok {
		fault.Expected = near
	}
	return fault
}

func textsOf(node *yamltext.Node, list bool) ([]string, bool) {
	if node.Kind == yamltext.ScalarNode {
		return []string{node.Value}, node.Value != "" && node.Value != "null" && node.Value != "~"
	}
	if node.Kind != yamltext.SequenceNode || !list {
		return nil, false
	}
	var texts []string
	for _, n := range node.Content {
		if n.Kind != yamltext.ScalarNode || n.Value == "" {
			return nil, false
		}
		texts = append(texts, n.Value)
	}
	return texts, len(texts) > 0
}

var passwordWord = regexp.MustCompile(`(?i)(password\s*=\s*)('(?:[^'\\]|\\.)*'|\S+)`)

// maskedDSN is a connection string without its password.
func maskedDSN(text string) string {
	if strings.Contains(text, "://") {
		return maskedURL(text)
	}
	return passwordWord.ReplaceAllString(text, "${1}***")
}

// maskedURL is an address without its password; one that cannot be read is not shown at all.
func maskedURL(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return "***"
	}
	query := u.Query()
	for name := range query {
		if lower := strings.ToLower(name); strings.Contains(lower, "password") || strings.Contains(lower, "secret") {
			query.Set(name, "***")
			u.RawQuery = query.Encode()
		}
	}
	return u.Redacted()
}
