#!/bin/sh
# Makes sure that the tests find PostgreSQL 15 or later: where server/store/storetest looks, in $PG_BIN,
# in Debian's folders or on PATH, and installs it where there is none. No cluster of it is used; the
# tests make and start one of their own.
set -eu

found() {
  if [ -n "${PG_BIN:-}" ]; then
    set -- "$PG_BIN/initdb"
  else
    set -- /usr/lib/postgresql/*/bin/initdb "$(command -v initdb || true)"
  fi
  for initdb in "$@"; do
    [ -x "$initdb" ] && "$initdb" --version | grep -Eq ' (1[5-9]|[2-9][0-9])(\.|$)' && return 0
  done
  return 1
}

refuse() {
  echo "PostgreSQL 15 or later is missing: $1" >&2
  exit 1
}

found && exit 0
[ -z "${PG_BIN:-}" ] || refuse "PG_BIN=$PG_BIN holds no such initdb"
command -v apt-get >/dev/null || refuse 'install it, or set PG_BIN to the folder of its initdb'
as=
if [ "$(id -u)" != 0 ]; then
  as='sudo -n'
  $as true 2>/dev/null || refuse 'run "sudo apt-get install postgresql", or set PG_BIN to the folder of its initdb'
fi
echo '==> installing PostgreSQL (once)'
log=$(mktemp)
$as env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update && apt-get install -y --no-install-recommends postgresql' >"$log" 2>&1 ||
  { tail -n 5 "$log" >&2; refuse 'apt-get could not install it'; }
rm -f "$log"
found || refuse 'the one of this system is older; set PG_BIN to the folder of a newer initdb'
