package auth

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/alexedwards/scs/v2"
)

// proxies are the machines whose word on where a request comes from is taken.
type proxies []netip.Prefix

// parseProxies reads addresses and prefixes: "10.1.2.3", "10.0.0.0/8".
func parseProxies(texts []string) (proxies, error) {
	var list proxies
	for _, text := range texts {
		if address, err := netip.ParseAddr(text); err == nil {
			address = address.Unmap()
			list = append(list, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("可信代理 %q 不是 IP 地址或网段，应写成 10.1.2.3 或 10.0.0.0/8: %w", text, err)
		}
		list = append(list, prefix.Masked())
	}
	return list, nil
}

func (p proxies) trusts(address netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(address) {
			return true
		}
	}
	return false
}

// client is the address a request comes from and whether it was sent over TLS. Forwarding
// headers count only from trusted proxies, read from the nearest hop outwards to the first
// that is not one: everything beyond can be made up.
func (p proxies) client(r *http.Request) (netip.Addr, bool) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, r.TLS != nil
	}
	address := peer.Addr().Unmap().WithZone("")
	if !p.trusts(address) {
		return address, r.TLS != nil
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && p.trusts(address); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = hop.Unmap().WithZone("")
	}
	schemes := strings.Split(strings.Join(r.Header.Values("X-Forwarded-Proto"), ","), ",")
	nearest := strings.TrimSpace(schemes[len(schemes)-1])
	return address, r.TLS != nil || strings.EqualFold(nearest, "https")
}

// loopbackHost says whether the browser was pointed at this very machine.
func loopbackHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && address.IsLoopback()
}

// sessionCookie lasts until the browser is closed; how long a session lasts is decided by
// the server. A name with the prefix __Host- cannot be set by a neighbouring host name.
func sessionCookie(name string, secure bool) scs.SessionCookie {
	return scs.SessionCookie{Name: name, HttpOnly: true, Path: "/", SameSite: http.SameSiteLaxMode, Secure: secure}
}
