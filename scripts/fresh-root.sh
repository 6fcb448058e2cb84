#!/usr/bin/env bash
# Shows on an empty Debian system that the README's commands work and that .ci/packages is complete, as root:
#   scripts/fresh-root.sh           installs .ci/packages and our npm packages, and runs the tests of the bundles
#   scripts/fresh-root.sh --full    runs `npm cit`, which is the whole unit test suite
#
# The system is made by mmdebstrap in a temporary folder and contains Debian's required packages, apt, git, the CA
# certificates, and this machine's Node.js and npm: no other program, no npm cache, no node_modules. The tests run in it
# by chroot on a clone of HEAD, so changes that are not committed are not tested.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  '') steps='packages && npm ci --no-audit --no-fund && npm test -- __tests__/bundle.test.ts' ;;
  --full) steps='npm cit --no-audit --no-fund && packages' ;;
  *)
    echo 'usage: scripts/fresh-root.sh [--full]' >&2
    exit 2
    ;;
esac

work=$(mktemp -d "${TMPDIR:-/tmp}/fresh-root.XXXXXX")
root=$work/root
trap 'rm -rf --one-file-system "$work"' EXIT

main() {
  make_root
  copy_node
  copy_certificates
  git clone --quiet --no-hardlinks . "$root/root/checkout"
  in_root "$steps"
  echo 'fresh root: all steps passed'
}

make_root() {
  local suite
  # shellcheck source=/dev/null
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  sources > "$work/sources"
  if [ -s "$work/sources" ]; then
    mmdebstrap --quiet --variant=minbase --include=ca-certificates,git "$suite" "$root" - < "$work/sources"
  else
    mmdebstrap --quiet --variant=minbase --include=ca-certificates,git "$suite" "$root"
  fi
}

# This machine's apt sources, which may name a mirror, without those that are folders of this machine.
sources() {
  local file
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    if [ -f "$file" ] && ! grep -q 'file:' "$file"; then
      cat "$file"
      echo
    fi
  done
}

copy_node() {
  local npm
  npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
  install -D "$(node -p process.execPath)" "$root/usr/local/bin/node"
  mkdir -p "$root/usr/local/lib/node_modules"
  cp -a "$npm" "$root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
}

# A network that inspects TLS has a CA of its own, and names are resolved as on this machine.
copy_certificates() {
  cp --dereference "${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$root/etc/ssl/certs/ca-certificates.crt"
  cp --dereference /etc/resolv.conf /etc/hosts "$root/etc/"
}

# in_root COMMANDS: runs them by chroot in the clone, with /proc and /dev, and none of this shell's variables.
in_root() {
  local variable environment=(
    HOME=/root
    PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin
    LANG=C.UTF-8
    DEBIAN_FRONTEND=noninteractive
    RUNLEVEL=1
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
    "npm_config_registry=$(npm config get registry)"
  )
  for variable in http_proxy https_proxy no_proxy; do
    if [ -n "${!variable:-}" ]; then environment+=("$variable=${!variable}"); fi
  done
  # The mounts are in a mount namespace of their own and disappear with it.
  # shellcheck disable=SC2016 # expanded by the inner shells
  unshare --mount --pid --fork bash -euc '
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    exec chroot "$1" /usr/bin/env -i "${@:3}" bash -euc "cd /root/checkout && $2"
  ' bash "$root" "$packages_function; $1" "${environment[@]}"
}

# Runs inside the root: installs .ci/packages and fails with the name of each program that is then missing.
# shellcheck disable=SC2016 # expanded inside the root
packages_function='packages() {
  apt-get -qq update
  sed "s/#.*//" .ci/packages | while read -r package _; do echo "$package"; done |
    xargs apt-get -qq install -y --no-install-recommends > /tmp/apt.log 2>&1 || { tail -n 40 /tmp/apt.log; return 1; }
  missing=$(sed "s/#.*//" .ci/packages | while read -r _ programs; do
    for program in $programs; do command -v "$program" > /dev/null || echo "$program"; done
  done)
  if [ -n "$missing" ]; then echo "missing after installing .ci/packages: $missing" >&2; return 1; fi
}'

main
