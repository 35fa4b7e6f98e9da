#!/bin/sh
# Makes sure that the browser's tests find what they need: Chromium (in $CHROMIUM or on PATH), fonts for
# Chinese, and pdftotext to read what was printed. Installs by apt-get what is missing. Only pages of this
# machine are opened; nothing is asked of other hosts.
set -eu

chromium() {
  if [ -n "${CHROMIUM:-}" ]; then
    [ -x "$CHROMIUM" ]
  else
    command -v chromium || command -v chromium-browser || command -v google-chrome
  fi >/dev/null
}

# fc-list is missing where fonts are, too.
fonts() { fc-list :lang=zh-cn family 2>/dev/null | grep -q .; }

refuse() {
  echo "the browser's tests cannot run: $1" >&2
  exit 1
}

missing=
if ! chromium; then
  [ -z "${CHROMIUM:-}" ] || refuse "CHROMIUM=$CHROMIUM is no program"
  missing='chromium'
fi
fonts || missing="${missing:+$missing }fonts-noto-cjk fontconfig"
command -v pdftotext >/dev/null || missing="${missing:+$missing }poppler-utils"
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null || refuse "install $missing, or set CHROMIUM to a Chromium of the last four years"
as=
if [ "$(id -u)" != 0 ]; then
  as='sudo -n'
  $as true 2>/dev/null || refuse "run \"sudo apt-get install $missing\""
fi
echo "==> installing $missing (once)"
log=$(mktemp)
# shellcheck disable=SC2086 # several packages
$as env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update && apt-get install -y --no-install-recommends "$@"' sh $missing >"$log" 2>&1 ||
  { tail -n 5 "$log" >&2; refuse "apt-get could not install $missing"; }
rm -f "$log"
chromium || refuse 'the package chromium brought no program of that name; set CHROMIUM'
fonts || refuse 'no font for Chinese was found after installing fonts-noto-cjk'
command -v pdftotext >/dev/null || refuse 'poppler-utils brought no pdftotext'
