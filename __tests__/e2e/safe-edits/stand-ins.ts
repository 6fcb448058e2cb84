/**
 * Scripts that stand in for package managers and other programs. They do to files what the real ones do: each knows the
 * options about which our rules are, keeps a cache unless told otherwise, and ends with an error for an unknown command.
 */
export const STAND_INS: Readonly<Record<string, string>> = {
  'apt-get': manager({
    cache: '/var/cache/apt/archives',
    index: '/var/lib/apt/lists',
    known: '-q|-qy|-yq|--no-install-recommends',
  }),
  apt: manager({ cache: '/var/cache/apt/archives', index: '/var/lib/apt/lists', known: '-q' }),
  apk: manager({ cache: '/var/cache/apk', known: '-U', withoutCache: '--no-cache', asks: false }),
  yum: manager({ cache: '/var/cache/yum', known: '-q' }),
  dnf: manager({ cache: '/var/cache/dnf', known: '-q' }),
  zypper: manager({ cache: '/var/cache/zypp', known: '-q' }),
  conda: manager({ cache: '/opt/conda/pkgs', known: '-q' }),
  yarn: manager({ cache: '/usr/local/share/.cache/yarn', known: '--frozen-lockfile', asks: false }),
  pip: manager({
    cache: '/root/.cache/pip',
    known: '-q|--upgrade',
    withoutCache: '--no-cache-dir',
    asks: false,
  }),
  wget: `
file= name=
for word; do
  case $word in
    -q | --progress=dot:giga) style=$word ;;
    -O*) name=\${word#-O} ;;
    -*) echo "wget: unknown option $word" >&2; exit 2 ;;
    *) file=\${word##*/} ;;
  esac
done
if [ "$style" != -q ]; then echo "progress \${style:-bar}" >&2; fi
echo content > "\${name:-$file}"
`,
  useradd: `
log=yes id=1001 name=
while [ $# -gt 0 ]; do
  case $1 in
    -l | --no-log-init) log=no ;;
    -u) id=$2; shift ;;
    -m) ;;
    -*) echo "useradd: unknown option $1" >&2; exit 2 ;;
    *) name=$1 ;;
  esac
  shift
done
echo "$name:x:$id:$id::/home/$name:/bin/sh" >> /etc/passwd
if [ $log = yes ]; then echo "$id" > /var/log/lastlog; fi
`,
};

interface Manager {
  readonly cache: string;
  /** Filled by `update`; by default the cache. */
  readonly index?: string;
  /** Further options, as a pattern of the shell. */
  readonly known: string;
  readonly withoutCache?: string;
  /** Whether it asks before it installs. */
  readonly asks?: boolean;
}

/** `PROGRAM [OPTION…] install|add|in NAME…`, and what updates, upgrades and cleans. `solo` is installed without a question. */
function manager({
  cache,
  index = cache,
  known,
  withoutCache = '-',
  asks = true,
}: Manager): string {
  return `
verb= names= sure=${asks ? 'no' : 'yes'} cached=yes
for word; do
  case $word in
    -y | -yq | -qy | -qq | --yes | --assumeyes | -n | --non-interactive | --no-confirm | -a | --all | -afy | -tipy) sure=yes ;;
    ${withoutCache}) cached=no ;;
    ${known}) ;;
    -*) echo "unknown option $word" >&2; exit 2 ;;
    *) if [ -z "$verb" ]; then verb=$word; else names="$names $word"; fi ;;
  esac
done
case $verb in
  update | makecache | refresh) mkdir -p ${index}; echo index > ${index}/index ;;
  upgrade) [ $sure = yes ] || read -r answer; mkdir -p /installed; echo newer > /installed/upgraded ;;
  install | add | in)
    for name in $names; do
      [ $sure = yes ] || [ $name = solo ] || read -r answer || exit 1
      mkdir -p /installed; echo 1 > /installed/$name
      if [ $cached = yes ]; then mkdir -p ${cache}; echo archive > ${cache}/archive; fi
    done ;;
  clean | cache | autoclean) rm -rf ${cache} ;;
  *) echo "unknown command $verb" >&2; exit 2 ;;
esac
`;
}
