import { commandName } from './command-line.js';
import type { ShellCommand, ShellWord } from './model.js';

/**
 * What to show instead of a word that can be the value of the option before it, and so a password: the option is not known,
 * and the word is not certainly an address or a package. Undefined if the word can be shown.
 */
export function hiddenWord(command: ShellCommand, word: ShellWord): string | undefined {
  return isCertainName(word.value) ? undefined : afterUnknownOption(command, word);
}

/** `hidden word after --foo` for a word after an option that is not known; undefined for other words. */
export function afterUnknownOption(command: ShellCommand, word: ShellWord): string | undefined {
  const index = command.args.findIndex(({ start }) => start === word.start);
  const option = command.args[index - 1]?.value ?? '';
  if (!/^-[^=]+$/.test(option) || option === '--') return undefined;
  if (isSwitch(commandName(command), option)) return undefined;
  // `-pPASSWORD` has its value in the same word.
  const [name] = /^--[a-z][a-z-]{1,30}$|^-\w/.exec(option) ?? ['an unknown option'];
  return `hidden word after ${name}`;
}

/** Whether it is a URL, a variable without a value, or a name with a version. */
export function isCertainName(text: string): boolean {
  return CERTAIN.test(text);
}

const CERTAIN =
  /^(?:[a-z][a-z\d+.-]{1,20}:\/\/\S+|\$\{?\w+\}?|ppa:[\w.+/-]+|(?:@[\w.-]{1,100}\/)?[a-z][\w./+-]{0,200}(?:\[[\w,.-]*\])?(?:@(?:latest|next|lts|stable|main|master|[\^~v]*\d[\w.+~:-]*)|[=~<>!]{1,3}v?(?:\d+:)?\d+\.\d[\w.+~:-]*))$/is;

function isSwitch(program: string, option: string): boolean {
  if (/^--(?:no|ignore|skip|allow|force|save|prefer|without)-/.test(option)) return true;
  const name = program.replace(/\.exe$/i, '');
  const { letters, names, valued } = SWITCHES.find(({ programs }) => programs.test(name)) ?? NONE;
  if (option.startsWith('--') || names.has(option.slice(1)))
    return COMMON.has(option.replace(/^--?/, '')) || names.has(option.replace(/^--?/, ''));
  for (const letter of option.slice(1)) {
    // The rest of the word is the value of this one.
    if (valued.includes(letter)) return !option.endsWith(letter);
    if (!letters.includes(letter)) return false;
  }
  return true;
}

/** The switches of a program: options without a value. `valued`: letters of options whose value can be in the same word. */
interface Switches {
  readonly programs: RegExp;
  readonly letters: string;
  readonly names: ReadonlySet<string>;
  readonly valued: string;
}

function switches(programs: RegExp, letters: string, names: string, valued = ''): Switches {
  return { programs, letters, valued, names: new Set(names.split(' ')) };
}

const COMMON: ReadonlySet<string> = new Set(
  'yes assume-yes assumeyes quiet silent verbose debug force global help version dry-run insecure update upgrade'.split(
    ' ',
  ),
);

const NONE = switches(/^$/, '', '');

/** Options without a value that can stand before a package or a host. Sources: the manuals of the programs. */
const SWITCHES: readonly Switches[] = [
  switches(
    /^(?:apt|apt-get|aptitude|add-apt-repository|apt-add-repository)$/,
    'yqfmdsuVbPn',
    'fix-missing fix-broken fix-policy install-recommends install-suggests only-upgrade reinstall purge auto-remove autoremove download-only simulate just-print assume-no show-upgraded trivial-only compile build arch-only only-source print-uris with-new-pkgs update-index verbose-versions',
  ),
  switches(
    /^apk$/,
    'qvfiUul',
    'no-cache update-cache interactive available latest simulate upgrade clean-protected overlay-from-stdin initdb usermode root-only purge recursive stdout link',
  ),
  switches(
    /^(?:dnf[\d-]*|microdnf|tdnf|yum|yum-config-manager|zypper|rpm)$/,
    'yqvfnCbKivhUFelRLDd',
    'best nobest nodocs nogpgcheck refresh cacheonly downloadonly assumeno allowerasing noplugins noautoremove nodeps nodigest nosignature replacepkgs replacefiles oldpackage install upgrade freshen hash percent test import erase non-interactive oldpackage recommends details from from-repo gpg-auto-import-keys auto-agree-with-licenses obsoletes security bugfix enhancement newpackage advisories strict resolve alldeps source',
  ),
  switches(
    /^pacman$/,
    'SyuwcqdvfRnsp',
    'sync refresh sysupgrade noconfirm needed asdeps asexplicit downloadonly noprogressbar noscriptlet nodeps remove',
    'rb',
  ),
  switches(
    /^(?:npm|npx|yarn|pnpm|pnpx|bun|bunx|corepack)$/,
    'gDSEOPBWTdqsyfclr',
    'save dev peer optional exact tilde production offline frozen-lockfile immutable pure-lockfile check-files flat har link-duplicates focus non-interactive save-dev save-prod save-optional save-exact save-peer save-bundle legacy-peer-deps strict-peer-deps strict-peer-dependencies package-lock-only foreground-scripts audit fund unsafe-perm workspaces include-workspace-root workspace-root recursive activate all shamefully-hoist trust bun interactive cached ignore-workspace-root-check shell-auto-fallback prefer-offline json long',
  ),
  switches(
    /^(?:pip[\d.]*|python[\d.]*|pipx|uvx?|poetry|pipenv|pdm|conda|mamba|micromamba)$/,
    'UIqveymnd',
    'pre user system editable no-deps break-system-packages require-hashes compile no-compile use-pep517 isolated include-deps include-injected dev deploy keep-outdated clear lazy frozen locked native-tls reinstall compile-bytecode all-extras no-sync override-channels strict-channel-priority json use-local copy offline only-deps update-deps freeze-installed no-dev unmanaged raw exact allow-prereleases optional refresh',
    'rcift',
  ),
  switches(
    /^(?:curl|xh|https?)$/,
    'fsSLkgGIijJlaNnOpqRvV012346#BMZ',
    'url fail fail-early fail-with-body show-error location location-trusted compressed get head include remote-name remote-name-all remote-header-name remote-time create-dirs globoff ipv4 ipv6 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 sslv2 sslv3 ssl ssl-reqd ssl-no-revoke proxy-insecure progress-bar no-progress-meter raw retry-all-errors retry-connrefused path-as-is netrc netrc-optional anyauth basic digest ntlm negotiate parallel parallel-immediate list-only append tcp-nodelay tcp-fastopen styled-output crlf use-ascii show-headers xattr next continue',
    'AbcCdDeEFHKmoPQrtTuUwxXyYz',
  ),
  switches(
    /^(?:wget2?|aria2c|axel|fetch|lynx)$/,
    'qcNrSbdvpkKHnxLmEFh46RV',
    'mirror recursive page-requisites convert-links span-hosts relative timestamping spider content-disposition trust-server-names background server-response inet4-only inet6-only https-only show-progress no-verbose nv nc nd np nH nh content-on-error adjust-extension backup-converted keep-session-cookies ca-check download dump source',
    'aoetTOQPUlABDIXw',
  ),
  switches(
    /^(?:git|hg|svn)$/,
    'qvnflsk4',
    'hard soft mixed keep merge ff ff-only squash no-commit discard-changes ours theirs quiet track autostash bare mirror recursive recurse-submodules single-branch progress shallow-submodules tags all prune unshallow detach track shared local remote-submodules sparse reject-shallow also-filter-submodules set-upstream append multiple keep init non-interactive trust-server-cert',
    'bjcoCr',
  ),
  switches(
    /^(?:gem|bundler?)$/,
    'Nflqvb',
    'no-document no-rdoc no-ri local remote both pre prerelease conservative user-install development development-all minimal-deps env-shebang wrappers suggestions explain default lock norc backtrace deployment frozen system all',
    'vnijsP',
  ),
  switches(
    /^(?:go|cargo|composer(?:\.phar)?|luarocks|conan|cabal|opam|stack|mix)$/,
    'vuxatniqyfwWo',
    'race trimpath insecure fix locked frozen offline debug no-track all-features no-default-features bins examples no-confirm dev no-interaction no-progress optimize-autoloader prefer-dist prefer-source prefer-stable update-with-dependencies update-with-all-dependencies with-dependencies with-all-dependencies no-dev no-scripts no-plugins prerelease interactive local json overwrite ignore-failed-sources',
    'josp',
  ),
  switches(
    /^(?:dotnet|nuget)$/,
    'gn',
    'global local prerelease interactive no-restore use-current-runtime',
  ),
  switches(
    /^(?:dotnet|nuget)$/,
    'gn',
    'global local prerelease interactive no-restore use-current-runtime',
  ),
  switches(
    /^(?:skopeo|crane|gcrane|oras|docker|helm|kubectl|krew|ansible-galaxy|flatpak|snap|brew|choco|pecl|pear|phive|cpanm?|cpan|rustup|nvm|nix|nix-env|vcpkg|R|Rscript|julia|sdk|asdf|mise|pyenv|rbenv|opam|terraform|playwright|code-server|rebar3|lein)$/,
    'qvayniA',
    'all all-tags untar devel verify recursive keep-old-files classic dangerous beta edge candidate stable cask formula HEAD build-from-source head notest no-man-pages installdeps cpan-only no-self-update no-deps nodeps onlyreqdeps alldeps soft offline user system noninteractive or-update reinstall app runtime with-deps plain-http preserve-digests remove-signatures pre clear lts force-approve-third-party trust-gpg-keys copy',
  ),
];
