package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"zhanping/server"
	"zhanping/server/api"
	"zhanping/server/auth"
)

// upkeepEvery is how often a server tidies up.
const upkeepEvery = time.Hour

func newServe(p *program) *cobra.Command {
	var show bool
	var first firstStart
	var own sources
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "启动服务器：多人填报、核查、评定",
		Long: "启动服务器。什么都不设置时，只在本机 http://127.0.0.1:8080 提供服务，数据放在 ./data。\n" +
			"第一次启动会建立系统管理员账号，并把一次性密码显示一遍。按 Ctrl-C 停止：正在办理的请求会先办完，再按一次立即结束。\n\n" +
			"每项设置依次取：命令行选项、环境变量（如 ZHANPING_PUBLIC_URL）、配置文件（如 public_url）、默认值。\n" +
			"本程序只用 HTTP；对外服务请在前面放一台做 HTTPS 的反向代理，并设置 --public-url 和 --trusted-proxy。",
		Example: "  zhanping serve\n" +
			"  zhanping serve --listen 10.1.2.3:8080 --data /var/lib/zhanping --public-url https://zp.example.cn --trusted-proxy 10.1.2.4\n" +
			"  zhanping serve --config zhanping.yaml --print-config",
		Args: noArgs,
	}
	s := newSettings(cmd, allSettings)
	cmd.Flags().BoolVar(&show, "print-config", false, "只显示各项设置的值和来处（密码不显示），不启动")
	cmd.Flags().BoolVar(&first.demo, "demo", false, "在空的数据目录里载入演示数据，并列出演示账号")
	cmd.Flags().StringVar(&first.accounts, "accounts", "", "把第一次启动时建立的账号另存为 JSON `文件`，只有本人能读，供程序登录用")
	own.addFlags(cmd)
	own.addOverlayFlag(cmd)
	cmd.RunE = func(*cobra.Command, []string) error {
		if err := s.read(); err != nil {
			return err
		}
		if show {
			return s.print(p.stdout)
		}
		config, err := s.config()
		if err != nil {
			return err
		}
		if config.Sources, err = own.load(); err != nil {
			return err
		}
		return p.serve(config, s.of(setListen).text(), first)
	}
	return cmd
}

// config is the settings as the server takes them, or everything that is wrong with them at once.
func (s *settings) config() (server.Config, error) {
	c := server.Config{Version: version, Clock: time.Now}
	faults := []error{s.place(&c)}
	if _, port, err := net.SplitHostPort(s.of(setListen).text()); err != nil || !isPort(port) {
		faults = append(faults, s.refuse(setListen, "主机:端口，如 127.0.0.1:8080"))
	}
	if c.PublicURL = strings.TrimSuffix(s.of(setPublic).text(), "/"); c.PublicURL != "" {
		u, err := url.Parse(c.PublicURL)
		if err != nil || u.Host == "" || u.Path != "" || u.Scheme != "https" && u.Scheme != "http" {
			faults = append(faults, s.refuse(setPublic, "https://主机名，如 https://zp.example.cn"))
		}
	}
	c.TrustedProxies = s.of(setProxy).texts
	for _, text := range c.TrustedProxies {
		_, err1 := netip.ParseAddr(text)
		_, err2 := netip.ParsePrefix(text)
		if err1 != nil && err2 != nil {
			faults = append(faults, s.refuse(setProxy, "IP 地址或网段，如 10.1.2.3 或 10.0.0.0/8"))
			break
		}
	}
	var err error
	if c.Calendar, err = s.calendar(); err != nil {
		faults = append(faults, err)
	}
	if c.Regions, err = s.regionTable(); err != nil {
		faults = append(faults, err)
	}
	if c.Provider, err = s.provider(c.PublicURL); err != nil {
		faults = append(faults, err)
	}
	return c, errors.Join(faults...)
}

// place fills in where the data lie.
func (s *settings) place(c *server.Config) error {
	c.Data, c.Database, c.Attachments = s.of(setData).text(), s.of(setBase).text(), s.of(setFiles).text()
	var faults []error
	if c.Data == "" {
		faults = append(faults, s.refuse(setData, "一个目录"))
	}
	if c.Database != "" && !strings.HasPrefix(c.Database, "postgres://") && !strings.HasPrefix(c.Database, "postgresql://") &&
		!strings.Contains(c.Database, "dbname=") {
		faults = append(faults, s.refuse(setBase, "PostgreSQL 的连接串，如 postgres://用户:密码@主机/数据库；用 SQLite 则不要设置"))
	}
	if c.Attachments != "" && !strings.HasPrefix(c.Attachments, "file://") && !strings.HasPrefix(c.Attachments, "s3://") {
		faults = append(faults, s.refuse(setFiles, "file:///目录 或 s3://存储桶?region=…"))
	}
	return errors.Join(faults...)
}

func isPort(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return err == nil
}

// provider is the identity provider, or nil where none is set.
func (s *settings) provider(public string) (*auth.ProviderConfig, error) {
	var set, missing []string
	for _, t := range []setting{setIssuer, setClient, setSecret, setPublic} {
		if s.of(t).text() == "" {
			missing = append(missing, "--"+t.name)
		} else if t.name != setPublic.name {
			set = append(set, "--"+t.name)
		}
	}
	if len(set) == 0 {
		return nil, nil
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("设置了 %s，还缺 %s；统一身份认证要一起设置", strings.Join(set, "、"), strings.Join(missing, "、"))
	}
	secret, err := os.ReadFile(s.of(setSecret).text())
	if err != nil || len(strings.TrimSpace(string(secret))) == 0 {
		return nil, s.refuse(setSecret, "能读的文件，内容是客户端密钥")
	}
	return &auth.ProviderConfig{
		Issuer: s.of(setIssuer).text(), ClientID: s.of(setClient).text(), ClientSecret: strings.TrimSpace(string(secret)),
		RedirectURL: public + api.Base + api.ProviderReturn,
	}, nil
}

// serve runs the server until it is told to stop.
func (p *program) serve(config server.Config, listen string, first firstStart) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	config.Log = newLog(p.stderr)
	if first.demo {
		if err := nameSamples(&config); err != nil {
			return err
		}
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return listenTrouble(listen, err)
	}
	defer listener.Close() //nolint:errcheck // closed by Run, unless it did not come to that
	address := "http://" + listener.Addr().String()
	return opened(ctx, config, address, func(app *server.App) error {
		return p.answer(ctx, stop, app, config, listener, first)
	})
}

// opened passes an installation that nobody else has open while it lasts. The holder is what another
// program is told of who has it.
func opened(ctx context.Context, config server.Config, holder string, f func(*server.App) error) error {
	if config.Database == "" {
		lock, err := lockData(config.Data, holder)
		if err != nil {
			return err
		}
		defer lock.Close() //nolint:errcheck // the end of the process would do
	}
	app, err := server.Open(ctx, config)
	if err != nil {
		return openTrouble(err)
	}
	defer app.Close() //nolint:errcheck // every transaction has ended
	return f(app)
}

// answer welcomes and serves until the context ends.
func (p *program) answer(ctx context.Context, stop func(), app *server.App, config server.Config, listener net.Listener, first firstStart) error {
	address := "http://" + listener.Addr().String()
	if err := p.welcome(ctx, app, address, first); err != nil {
		return err
	}
	p.warnPlain(listener.Addr(), config)
	if err := p.warnUnknownYear(config.Calendar, config.Clock()); err != nil {
		return err
	}
	var upkeep sync.WaitGroup
	defer upkeep.Wait()
	defer stop()
	upkeep.Go(func() { app.KeepUp(ctx, upkeepEvery) })
	unhook := context.AfterFunc(ctx, func() {
		stop() // a second signal ends the process at once
		config.Log.Info("stopping: requests under way finish first")
	})
	defer unhook()
	config.Log.Info("serving", "address", address, "version", version)
	err := server.Run(ctx, listener, app.Handler)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("有请求在 %s 内没有办完，已中断", server.Drain)
	}
	if err == nil {
		config.Log.Info("stopped")
	}
	return err
}

// newLog writes one JSON object a line, or plain lines where a person is looking.
func newLog(w io.Writer) *slog.Logger {
	if isTerminal(w) {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}

// warnPlain warns where passwords would cross a network in the clear.
func (p *program) warnPlain(address net.Addr, config server.Config) {
	tcp, ok := address.(*net.TCPAddr)
	if !ok || tcp.IP.IsLoopback() || strings.HasPrefix(config.PublicURL, "https://") && len(config.TrustedProxies) > 0 {
		return
	}
	fmt.Fprintf(p.stderr, "注意：%s 不只本机可以访问，而本程序只用 HTTP，密码会明文经过网络。"+
		"请在前面放一台做 HTTPS 的反向代理，并设置 --public-url 和 --trusted-proxy。\n", address)
}

func listenTrouble(listen string, err error) error {
	var dns *net.DNSError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s 已被别的程序占用；请停止那个程序，或用 --listen 换一个端口", listen)
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.As(err, &dns):
		return fmt.Errorf("%s 不是本机的地址；请核对 --listen，只供本机用写 127.0.0.1:8080", listen)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("没有监听 %s 的权限（1024 以下的端口要特权）；请用 --listen 换一个端口", listen)
	}
	return fmt.Errorf("监听 %s：%w", listen, err)
}
