#!/usr/bin/env bash
# Runs the unit tests on other days, in other places and languages, and as another user:
#   scripts/test-anywhere.sh [OPTION...] [TEST_FILE_OR_FOLDER...] [-- JEST_ARGUMENT...]
#     --list            prints the names of the surroundings
#     --only NAME,...   runs these only
#     --sample COMMIT   runs two of them on a hundred test files; the commit decides which
#     --config FILE     uses another configuration of jest, as for end-to-end tests that start no program written in Go:
#                       faketime does not reach these
# Prints a line for each surrounding. The exit status is 1 if a test fails in one of them. What needs
# root, faketime or iproute2 is skipped without it.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

NAMES=(tomorrow in-6-days in-40-days in-200-days leap-day end-of-2029 kiritimati st-johns locale-c locale-turkish
  umask-077 not-root no-home read-only-home odd-path other-tmpdir no-names)
# A user without an entry in /etc/passwd.
OTHER_USER=1001

names=("${NAMES[@]}") files=() jest_arguments=() sample=''
while [ $# -gt 0 ]; do
  case $1 in
    --list) printf '%s\n' "${NAMES[@]}" && exit ;;
    --only | --sample | --config)
      if [ $# -lt 2 ]; then echo "$1 needs a value" >&2 && exit 2; fi ;;&
    --only) IFS=, read -r -a names <<< "$2" && shift 2 ;;
    --sample) sample=$2 && shift 2 ;;
    --config) jest_arguments+=(--config "$2") && shift 2 ;;
    --) shift && jest_arguments+=("$@") && break ;;
    -*) echo "unknown option $1" >&2 && exit 2 ;;
    *) files+=("$1") && shift ;;
  esac
done
for name in "${names[@]}"; do
  if [[ " ${NAMES[*]} " != *" $name "* ]]; then echo "unknown name $name: see --list" >&2 && exit 2; fi
done

work=$(mktemp -d "${TMPDIR:-/tmp}/anywhere.XXXXXX")
# Another user reads its copy of the checkout below.
chmod 711 "$work"
trap 'rm -rf "$work"' EXIT

# pick COUNT: prints so many of the lines of the input. The commit of --sample decides which.
pick() {
  # shellcheck disable=SC2016 # JavaScript
  node -e '
    const [, commit, count] = process.argv;
    const key = (line) => require("node:crypto").createHash("sha256").update(`${commit} ${line}`).digest("hex");
    const lines = require("node:fs").readFileSync(0, "utf8").trim().split("\n").map((line) => [key(line), line]);
    console.log(lines.sort().slice(0, count).map(([, line]) => line).join("\n"));
  ' "$sample" "$1"
}

if [ -n "$sample" ]; then
  mapfile -t names < <(printf '%s\n' "${names[@]}" | pick 2)
  mapfile -t files < <(git ls-files "${files[@]:-__tests__}" | grep '\.test\.ts$' | grep -v '^__tests__/e2e/' | pick 100)
fi

# copy FOLDER: the checkout with its changes. The files of node_modules are links to ours, its folders are not.
copy() {
  git clone --quiet --no-hardlinks "$root" "$1" 2> /dev/null
  git ls-files -z --cached --others --exclude-standard |
    tar --create --null --files-from=- --ignore-failed-read 2> /dev/null |
    tar --extract --no-same-permissions --no-same-owner --directory "$1"
  (cd "$1" && git -C "$root" ls-files -z --deleted | xargs -0 rm -f)
  mkdir "$1/node_modules"
  find node_modules -mindepth 1 -maxdepth 1 ! -name .cache -exec cp -al -t "$1/node_modules" {} +
}

# tests COMMAND...: runs the tests with the command before them, in the current folder.
tests() {
  "$@" npm test -- --silent --json --outputFile="$report" "${jest_arguments[@]}" -- "${files[@]}" > "$work/log" 2>&1 < /dev/null
}

# surround NAME: runs the tests there. Status 77 means that it was skipped; the output is the reason.
surround() {
  case $1 in
    tomorrow) on '+1 day' ;;
    in-6-days) on '+6 days' ;;
    in-40-days) on '+40 days' ;;
    in-200-days) on '+200 days' ;;
    leap-day) on '2028-02-29 12:00' ;;
    end-of-2029) on '2029-12-31 23:59' ;;
    kiritimati) tests env TZ=Pacific/Kiritimati ;;
    st-johns) tests env TZ=America/St_Johns ;;
    locale-c) tests env LANG=C LC_ALL=C ;;
    # Node.js knows the language itself; other programs need the locale to be generated.
    locale-turkish) tests env LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 LANGUAGE=tr ;;
    umask-077) umask 077 && in_copy "$work/private" ;;
    not-root) as_other_user ;;
    no-home) tests env -u HOME -u XDG_CACHE_HOME -u XDG_CONFIG_HOME ;;
    read-only-home) with_read_only_home ;;
    odd-path) in_copy "$work/my prüfung" ;;
    other-tmpdir) mkdir "$work/o t" && tests env TMPDIR="$work/o t" ;;
    no-names) without_network ;;
  esac
}

on() {
  command -v faketime > /dev/null || skip 'faketime is not installed'
  tests faketime "$1"
}

in_copy() {
  copy "$1"
  cd "$1"
  tests env
}

as_other_user() {
  need_root
  mkdir "$work/user"
  copy "$work/user/checkout"
  # The files of node_modules belong to others, too.
  find "$work/user" \( -type d -o ! -path '*/node_modules/*' \) -exec chown -h "$OTHER_USER:$OTHER_USER" {} +
  report=$work/user/report.json
  cd "$work/user/checkout"
  tests env HOME="$work/user" TMPDIR="$work/user" \
    setpriv --reuid="$OTHER_USER" --regid="$OTHER_USER" --clear-groups --no-new-privs
}

with_read_only_home() {
  need_root
  mkdir "$work/home"
  # shellcheck disable=SC2016 # The inner shell expands them.
  tests env HOME="$work/home" unshare --mount \
    sh -c 'mount -t tmpfs -o ro,mode=755 none "$HOME" && exec "$@"' sh
}

without_network() {
  command -v ip > /dev/null || skip 'ip is not installed'
  # With a map of users, root can become nobody else, which some tests need.
  local own=(--net)
  unshare "${own[@]}" true 2> /dev/null || own=(--map-root-user --net)
  unshare "${own[@]}" true 2> /dev/null || skip 'this system does not allow a network of its own'
  # shellcheck disable=SC2016
  tests unshare "${own[@]}" sh -c 'ip link set lo up && exec "$@"' sh
}

need_root() { [ "$(id -u)" = 0 ] || skip 'it needs root'; }

skip() {
  echo "$1"
  exit 77
}

status=0
for name in "${names[@]}"; do
  started=$SECONDS report=$work/report.json result=0
  rm -f "$report"
  # In the background, because bash ignores set -e in a function that is called as a condition.
  (surround "$name") > "$work/reason" 2>&1 &
  wait $! || result=$?
  if [ "$name" = not-root ]; then report=$work/user/report.json; fi
  count='no test ran'
  if [ -s "$report" ]; then read -r good bad < <(node scripts/count-tests.mjs "$report") && count="$good passed, $bad failed"; fi
  case $result in
    0) echo "passed   $name: $count ($((SECONDS - started)) s)" ;;
    77) echo "skipped  $name: $(cat "$work/reason")" ;;
    *)
      status=1
      echo "FAILED   $name: $count ($((SECONDS - started)) s)"
      if [ -s "$report" ]; then node scripts/count-tests.mjs "$report" --failures | sed 's/^/         /'; fi
      tail -n 5 "$work/reason"
      grep -E 'Error: |The tests left' "$work/log" | head -n 5 | cut -c1-300 || true
      ;;
  esac
  cd "$root"
  # Copies are large.
  find "$work" -mindepth 1 -maxdepth 1 -type d -exec rm -rf {} +
done
exit "$status"
