import type { Dockerfile, RunInstruction } from '../parser/model.js';
import { commandName, flagValues } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { hostOf, readAddress } from './address.js';
import { withCertificates } from './certificates.js';
import { downloads } from './commands/downloads.js';
import { git } from './commands/git.js';
import { imageCopies } from './commands/image-copies.js';
import { languageManagers } from './commands/language-managers.js';
import { npmPackages } from './commands/npm-packages.js';
import { packageSources } from './commands/package-sources.js';
import { pythonPackages } from './commands/python-packages.js';
import { systemPackages } from './commands/system-packages.js';
import type { Call, CommandReader, FoundMaterial } from './found-material.js';
import { assignedIndexes } from './index-variables.js';
import { withoutOptionValues } from './option-values.js';
import { isPowerShell, powerShellMaterials } from './powershell.js';
import { proxiesOf } from './proxies.js';
import { shellValues } from './shell-values.js';
import { sourcesIn } from './source-files.js';
import { splitScript } from './split-script.js';

const READERS: readonly CommandReader[] = [
  downloads,
  git,
  systemPackages,
  pythonPackages,
  npmPackages,
  imageCopies,
  ...languageManagers,
  packageSources,
];

/** More are not listed for one instruction; one more than the ledger lists. */
const MAX_FOUND = 10_001;

/** What a RUN instruction fetches: each command by the reader of its program; other programs may fetch anything. */
export function runMaterials(
  dockerfile: Dockerfile,
  written: RunInstruction,
  buildArgs?: ReadonlyMap<string, string>,
): FoundMaterial[] {
  const values = shellValues(dockerfile, written, buildArgs);
  const run = { ...written, script: splitScript(dockerfile, written, values) };
  const { commands, interpreter, errors } = run.script;
  if (isPowerShell(run)) return powerShellMaterials(dockerfile, run, values);
  const wrapping = new Set<ShellCommand>();
  for (const { wrapper } of commands) if (wrapper) wrapping.add(wrapper);
  const found: FoundMaterial[] = [];
  for (const command of commands) {
    // Loops multiply what is listed.
    if (found.length >= MAX_FOUND) break;
    const call: Call = { command, run, dockerfile, values };
    if (!wrapping.has(command)) found.push(...materialsOf(call));
    found.push(
      ...sourcesIn(call),
      ...assignedIndexes(call),
      ...proxiesOf(call),
      ...socketsOf(call),
      ...sourcedScripts(call),
    );
  }
  const powershell = /powershell|pwsh/i.test(run.script.text)
    ? commands.filter((command) => POWERSHELL.test(commandName(command)))
    : [];
  if (powershell.length > 0)
    found.push(
      ...powerShellMaterials(dockerfile, run, values).filter(
        ({ kind, at }) =>
          kind === 'download' &&
          powershell.some(
            ({ range }) =>
              range.startLine <= at.startLine &&
              at.endLine <= range.endLine &&
              (range.startLine !== at.startLine || range.startColumn <= at.startColumn),
          ),
      ),
    );
  const opaque = interpreter ?? (errors.length > 0 ? 'a script that cannot be parsed' : undefined);
  if (opaque !== undefined) found.push({ ...programOf(opaque), at: run.range });
  return withoutRepeats(found);
}

/** A command in the code of a shell is read twice: `sh -c "$(curl …)"`. */
function withoutRepeats(found: readonly FoundMaterial[]): FoundMaterial[] {
  if (found.length < 2) return [...found];
  const known = new Set<string>();
  return found.filter(({ kind, what, by, host = '', at }) => {
    const key = `${kind} ${by} ${host} ${at.startLine}:${at.startColumn} ${what}`;
    return known.size < known.add(key).size;
  });
}

const POWERSHELL = /^(?:powershell|pwsh)(?:\.exe)?$/i;

function materialsOf(call: Call): readonly FoundMaterial[] {
  const { command } = call;
  const name = commandName(command).replace(/\.exe$/i, '');
  if (name === '' || isOffline(command, name) || isQuestion(command)) return [];
  const read = readerOf(name)?.read(call);
  const found = read && withoutOptionValues(call, withCertificates(call, read));
  return (
    found ?? [
      ...addressesInCode(call, name),
      { ...programOf(call.values(command.name ?? EMPTY)), at: command.range },
    ]
  );
}

/** A connection of bash: `exec 3<>/dev/tcp/example.org/80`. Source: bash(1), Redirection. */
function socketsOf({ command, values }: Call): FoundMaterial[] {
  return command.redirects.flatMap(({ target }): FoundMaterial[] => {
    const text = target ? values(target) : '';
    const [, name = '', port = ''] = /^\/dev\/(?:tcp|udp)\/([^/]+)\/([^/]+)$/.exec(text) ?? [];
    if (name === '') return [];
    const host = hostOf(`${name}:${port}`);
    return [
      {
        ...{ kind: 'download', what: text.slice(0, 200), by: 'bash', at: command.range },
        ...(host !== undefined && { host }),
        ...{ transport: 'unknown', pin: 'unknown' },
      },
    ];
  });
}

/** A file whose commands the shell runs: `. ./fetch.sh`. */
function sourcedScripts({ command, values }: Call): FoundMaterial[] {
  const [first] = command.args;
  const name = command.name?.value;
  if (!first || (name !== '.' && name !== 'source') || first.raw.startsWith('<(')) return [];
  const text = values(first);
  return SETTINGS.test(text) ? [] : [{ ...programOf(text), at: command.range }];
}

/** Files of packages that only set variables and functions. */
const SETTINGS =
  /(?:^\/etc\/(?:[\w-]+-release|profile(?:\.d\/.*)?|default\/.*|environment|apache2\/envvars|bash\.bashrc)|\/\.?(?:bashrc|profile|bash_profile|bash_completion)|\/bin\/activate|cargo\/env|nvm\.sh|setvars\.sh|conda\.sh|setup\.bash|\.sdkman\S*|asdf\.sh)$/;

/** `node --version` */
function isQuestion({ args: [only, ...more] }: ShellCommand): boolean {
  return only !== undefined && more.length === 0 && QUESTION.test(only.value);
}

const QUESTION = /^(?:--?version|-[vVh]|--?help|version|help)$/;

/** The addresses in code that a command line gives an interpreter: `php -r "copy('https://…', 'file');"`. */
function addressesInCode({ command, values }: Call, name: string): FoundMaterial[] {
  if (!/^(?:python[\d.]*|php|node|ruby|perl|Rscript|R|julia)$/.test(name)) return [];
  return flagValues(command, '-c', '-r', '-e').flatMap(({ word, value }) =>
    [...values(word, value).matchAll(/(?:https?|ftp):\/\/[^\s"'\\)\]]+/gi)].map(([address]) => ({
      ...readAddress(address),
      kind: 'download' as const,
      by: name,
      at: word.range,
      isOpen: true,
    })),
  );
}

const readers = new Map<string, CommandReader | undefined>();
/** Names come from files: not more are remembered. */
const MAX_NAMES = 1000;

function readerOf(name: string): CommandReader | undefined {
  if (readers.has(name)) return readers.get(name);
  const reader = READERS.find(({ programs }) => programs.test(name));
  if (readers.size < MAX_NAMES) readers.set(name, reader);
  return reader;
}

const EMPTY = { value: '', raw: '', literal: true };

function programOf(name: string): Omit<FoundMaterial, 'at'> {
  return {
    kind: 'program',
    what: name.slice(0, 200),
    by: 'RUN',
    transport: 'unknown',
    pin: 'unknown',
    isOpen: true,
  };
}

/** Programs that do not use the network, of coreutils and the like. Everything else may. */
function isOffline(command: ShellCommand, name: string): boolean {
  if (name === 'sh') return command.args.length === 0;
  if (name === 'openssl') return command.args[0]?.value !== 's_client';
  if (name === 'rsync') return !command.args.some(({ value }) => REMOTE.test(value));
  return OFFLINE.has(name);
}

/** `host:path`, `host::module`, `rsync://…`, or a variable. Source: rsync(1). */
const REMOTE = /^(?!-)[^/]*:|[$`]/;

const OFFLINE: ReadonlySet<string> = new Set(
  (
    '[ [[ : . test true false echo printf cat tee cp mv rm ln mkdir rmdir touch chmod chown chgrp install ls find ' +
    'grep egrep fgrep sed awk gawk mawk cut tr sort uniq head tail wc xargs basename dirname readlink realpath stat ' +
    'pwd cd pushd popd export set unset readonly local declare shift return exit break continue eval exec source ' +
    'read trap wait umask ulimit alias type which command hash id whoami groups hostname uname arch date sleep env ' +
    'tar gzip gunzip bzip2 bunzip2 xz unxz zstd unzip zip 7z cpio ar ' +
    'sha1sum sha224sum sha256sum sha384sum sha512sum md5sum b2sum shasum cksum base64 od xxd hexdump openssl gpgv ' +
    'useradd adduser usermod userdel groupadd addgroup groupmod groupdel deluser delgroup chpasswd passwd su sudo ' +
    'gosu chsh ldconfig update-alternatives update-ca-certificates update-ca-trust locale-gen localedef ' +
    'dpkg dpkg-query dpkg-divert dpkg-reconfigure dpkg-statoverride apt-mark apt-cache debconf-set-selections ' +
    'setcap getcap setfacl strip file ldd nproc getent getconf mktemp mkfifo diff patch cmp sync truncate dd ' +
    'jq yq xmlstarlet envsubst expr seq yes time nice timeout tee stdbuf setpriv chroot mount umount df du free ' +
    'update-locale update-rc.d alternatives shuf gpgconf bsdtar sqlite3 mktemp rpmkeys apk-mark ' +
    'gcc g++ cc c++ clang clang++ ld as nm objdump objcopy ranlib strip upx shfmt gofmt ' +
    'setx del rd md copy move ren xcopy robocopy mklink reg icacls attrib dir ' +
    'systemctl service a2enmod a2dismod a2ensite a2dissite phpenmod nginx sshd ssh-keygen crontab'
  ).split(' '),
);
