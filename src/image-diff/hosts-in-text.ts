import { domainToASCII } from 'node:url';

/** Different hosts of one text, and names in it with duplicates. */
const MAX_HOSTS = 200;
const MAX_NAMES = 20_000;
/** Characters of a line in which settings are searched; addresses are searched in all of it. */
const MAX_LINE = 10_000;

/**
 * The hosts that a configuration file names: in addresses (`https://host/`), in settings that are called so (`DB_HOST=host`),
 * and in what files of this path have (`etc/hosts`, `.npmrc`). Users, passwords and paths are left out, and so are comments,
 * this machine itself, and addresses that are only names, such as XML name spaces.
 */
export function hostsInText(text: string, path: string): FoundHosts {
  const hosts = new Set<string>();
  let names = 0;
  const namesIn = nameFinder(path);
  for (const line of linesWith(namesIn.form, withoutXmlComments(text))) {
    if (NO_HOSTS.test(line)) continue;
    for (const name of namesIn.line(line)) {
      const host = normalized(name);
      if (++names > MAX_NAMES || hosts.size === MAX_HOSTS)
        return { hosts: [...hosts], isCut: true };
      if (host !== undefined) hosts.add(host);
    }
  }
  return { hosts: [...hosts], isCut: false };
}

/** The hosts of a text, without duplicates. */
export interface FoundHosts {
  readonly hosts: readonly string[];
  /** The text has more. */
  readonly isCut: boolean;
}

/** Where the names of hosts are in files of a path. */
interface NameFinder {
  /** What each line with a name has: a file has few of them. */
  readonly form: RegExp;
  line(line: string): Iterable<string>;
}

function nameFinder(path: string): NameFinder {
  if (LOCK_FILE.test(path))
    return {
      form: /:\/\//g,
      line: (line) => (/resolved|tarball/.test(line) ? hostsOfAddresses(line) : []),
    };
  const special = SPECIAL.filter(([file]) => file.test(path)).map(([, form]) => form);
  return {
    form:
      special.length > 0
        ? /^/gm
        : /:\/\/|host|server|addr|endpoint|registry|mirror|proxy|upstream|broker|domain/gi,
    line: (line) => hostsOfLine(line, special),
  };
}

/** The lines in which something has the form, which must be global. */
function* linesWith(form: RegExp, text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    form.lastIndex = from;
    const found = form.exec(text);
    if (!found) return;
    const next = text.indexOf('\n', found.index);
    const end = next < 0 ? text.length : next;
    yield text.slice(text.lastIndexOf('\n', found.index - 1) + 1, end);
    from = end + 1;
  }
}

function* hostsOfLine(line: string, special: readonly RegExp[]): Generator<string> {
  yield* hostsOfAddresses(line);
  const start = line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line;
  if (start.includes('.'))
    for (const { 1: name = '' } of start.matchAll(SETTING)) if (isHostName(name)) yield name;
  for (const form of special) yield* form.exec(line)?.[1]?.trim().split(/\s+/) ?? [];
}

/** Besides the addresses of packages, these have those of projects and donations. */
const LOCK_FILE =
  /(?:^|\/)(?:\.package-lock|package-lock|npm-shrinkwrap)\.json$|\.lock$|-lock\.yaml$/;

/** Comments, and documentation of systemd units. */
const NO_HOSTS = /^\s*(?:#|;|Documentation=)/;

/** `DB_HOST=db.example.com`, `"server": "10.0.0.1:80"`, `nameserver 10.0.0.1`. */
const SETTING =
  /(?:host(?:name)?|servers?|addr(?:ess)?|endpoint|registry|mirror|proxy|upstream|brokers?|domain)["']?(?:\s{0,3}[:=]\s{0,3}|\s{1,8})["']?((?:[a-z\d-]{1,63}\.){1,10}[a-z\d-]{1,63})(?=[\s:;,"'/\])}]|$)/gi;

const SPECIAL: readonly (readonly [file: RegExp, form: RegExp])[] = [
  // hosts(5): an address and the names that lead to it.
  [/^etc\/hosts$/, /^\s*([\da-f:.]{2,45}\s[^#]{1,1000})/i],
  // npm: the login of a registry.
  [/npmrc$/, /^\s*\/\/([^/\s:]{1,253})/],
  // Git: `git@host:path`.
  [/(?:^|\/)(?:\.?gitconfig|\.gitmodules|\.git\/config)$/, /@([a-z\d.-]{1,253}\.[a-z]{2,63}):/i],
];

/** In a setting, a name may be that of a file or a class. */
function isHostName(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) return true;
  return /^[a-z-]{2,}$/i.test(last) && !FILE_ENDINGS.has(last.toLowerCase());
}

const FILE_ENDINGS = new Set(
  'bin cert cfg class conf crt css csv env go html ini jar java js json jsx key log lock md mjs out pem php pid pl py rb sh so sock socket service sql toml ts tsx txt xml yaml yml'.split(
    ' ',
  ),
);

const MAX_AUTHORITY = 1_024;

/** The hosts of the addresses in a line. Of one that is not well-formed, a part of a password could be taken for the host. */
function* hostsOfAddresses(line: string): Generator<string> {
  for (let at = line.indexOf('://'); at >= 0; at = line.indexOf('://', at + 3)) {
    const before = line.slice(Math.max(0, at - 140), at);
    if (!/[a-z][a-z\d+.-]{0,20}$/i.test(before) || NAME_ONLY.test(before)) continue;
    const rest = line.slice(at + 3, at + 3 + MAX_AUTHORITY);
    const authority = /^[^\s/?#"'<>\\`]*/.exec(rest)?.[0] ?? '';
    if (authority.length === MAX_AUTHORITY) continue;
    const hosts = authority
      .slice(authority.lastIndexOf('@') + 1)
      .split(',')
      .map(hostOf);
    // Else it may be a part of a password.
    if (hosts.every((host) => host !== undefined)) yield* hosts;
  }
}

/** The host of `host:port`, also with the parameters that JDBC has. */
function hostOf(text: string): string | undefined {
  return /^(\[[\da-f:.]+\]|[^:()[\]{};|&]+)(?::\d{0,5})?(?:[()[\]{};|&].*)?$/i.exec(text)?.[1];
}

/** What comes before an address that is a name: XML name spaces and documents, JSON Schema. */
const NAME_ONLY =
  /(?:(?:xmlns(?::\w{1,20})?|schemaLocation|\$schema|\$id)["']?\s{0,3}[:=]\s{0,3}["'][^"']{0,60}|<!DOCTYPE [^>]{0,100})$/;

/** Without the text between `<!--` and `-->`. */
function withoutXmlComments(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', at + 4);
    if (end < 0) break;
    parts.push(text.slice(from, at));
    from = end + 3;
  }
  return parts.join('') + text.slice(from);
}

/** The name as DNS has it; undefined for this machine, and for what is not a name. */
function normalized(name: string): string | undefined {
  if (name.length > 253) return undefined;
  const address =
    /^\[([\da-f:.]+)\]$/i.exec(name)?.[1] ?? (/^[\da-f]*:[\da-f:.]*$/i.test(name) ? name : '');
  const host = (address || domainToASCII(name)).toLowerCase().replace(/\.$/, '');
  if (!/^[\w:](?:[\w.:-]*[\w:])?$/.test(host) || /^\d{1,3}$/.test(host)) return undefined;
  return THIS_MACHINE.test(host) ? undefined : host;
}

/** Source: RFC 6761, IANA's special-purpose address registries, hosts(5) of Debian. */
const THIS_MACHINE =
  /^(?:localhost|(?:.*\.)?localhost|ip6-.*|localhost\.localdomain|127\.[\d.]+|0\.0\.0\.0|::1?|f[ef]0[0-2]::\d?)$/;
