import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { executableOf } from '../executables/executable.js';

/**
 * Well-known programs that were built or copied into the image without a package, identified by a version string in their
 * constants. Programs of the distribution are left out, because its database lists them.
 */
export const binary: Cataloger = {
  id: 'binary',
  parts: true,
  wants: (path, size) => (size >= MIN_BYTES && programAt(path) ? Math.min(size, MAX_BYTES) : 0),
  isListedByOwner: (path) => DISTRIBUTION_FOLDER.test(path),
  read,
};

interface Program {
  readonly name: string;
  /** Matches the name of the file. */
  readonly file: RegExp;
  /** Matches the version string, whose first group is the version; or finds the version in the constants. */
  readonly text: RegExp | ((constants: string) => string | undefined);
  /** Where the string is; `.rodata` by default. */
  readonly section?: '.rodata' | '.data';
}

const PROGRAMS: readonly Program[] = [
  { name: 'node', file: /^node(?:js)?$/, text: /node-v(\d+\.\d+\.\d+)[-.]/ },
  {
    name: 'python',
    file: /^(?:python(?:3(?:\.\d+)?)?|libpython3\.\d+m?\.so\.1\.0)$/,
    text: /\0(3\.\d{1,3}\.\d{1,3}(?:(?:a|b|rc)\d{1,2})?\+?)\0/,
  },
  {
    name: 'ruby',
    file: /^(?:ruby|libruby\.so\.[\d.]+)$/,
    text: /\0ruby (\d+\.\d+\.\d+)(?:p\d+)? \(/,
  },
  { name: 'php', file: /^(?:php|php-fpm|php-cgi|libphp\.so)$/, text: /PHP\/(\d+\.\d+\.\d+)/ },
  { name: 'perl', file: /^perl(?:5\.\d+\.\d+)?$/, text: /\/(?:perl5?\/)?(5\.\d{1,2}\.\d{1,2})\// },
  { name: 'lua', file: /^lua(?:5\.\d)?$/, text: /Lua (5\.\d\.\d{1,2}) {2}Copyright/ },
  { name: 'nginx', file: /^nginx$/, text: /nginx\/(\d+\.\d+\.\d+)/ },
  {
    name: 'openresty',
    file: /^(?:nginx|openresty)$/,
    text: /openresty\/(\d+\.\d+\.\d+(?:\.\d+)?)/,
  },
  { name: 'httpd', file: /^(?:httpd|apache2)$/, text: /Apache\/(\d+\.\d+\.\d+)/ },
  {
    name: 'lighttpd',
    file: /^lighttpd$/,
    text: /\0lighttpd\/(\d+\.\d+\.\d+)/,
  },
  {
    name: 'haproxy',
    file: /^haproxy$/,
    text: /HA-?Proxy version (\d+\.\d+\.\d+)/,
  },
  // Since 2.4, the name is apart from the text, in a structure that is not constant.
  {
    name: 'haproxy',
    file: /^haproxy$/,
    text: /\0 version (\d+\.\d+\.\d+)[-\w.~+]{0,64}, released /,
    section: '.data',
  },
  { name: 'varnish', file: /^varnishd$/, text: /varnish-(\d+\.\d+\.\d+) revision / },
  { name: 'memcached', file: /^memcached$/, text: /memcached (\d+\.\d+\.\d+)/ },
  { name: 'redis', file: /^redis-server$/, text: redisVersion },
  { name: 'valkey', file: /^valkey-server$/, text: redisVersion },
  { name: 'keydb', file: /^keydb-server$/, text: redisVersion },
  {
    name: 'postgresql',
    file: /^postgres$/,
    text: /postgres \(PostgreSQL\) (\d+(?:\.\d+){1,2}|\d+(?:beta|rc)\d)/,
  },
  { name: 'pgbouncer', file: /^pgbouncer$/, text: /PgBouncer (\d+\.\d+\.\d+)/ },
  { name: 'mariadb', file: /^(?:mariadbd|mysqld)$/, text: /\0(\d+\.\d+\.\d+)-MariaDB/ },
  {
    name: 'openssl',
    file: /^(?:openssl|libcrypto\.so\.[\d.]+)$/,
    text: /OpenSSL (\d+\.\d+\.\d+[a-z]?) +\d{1,2} [A-Z][a-z]{2} \d{4}/,
  },
  { name: 'git', file: /^git$/, text: /\0git\/(\d+\.\d+\.\d+)\0/ },
  {
    name: 'curl',
    file: /^(?:curl|libcurl\.so\.[\d.]+)$/,
    text: /\0(?:lib)?curl\/(\d+\.\d+\.\d+)\0/,
  },
  { name: 'busybox', file: /^busybox$/, text: /BusyBox v(\d+\.\d+\.\d+)/ },
  { name: 'bash', file: /^bash$/, text: /Bash version (\d+\.\d+\.\d+)/ },
];

/** Distributions have programs in no other folders. BusyBox is not left out, as in BusyBox images without a database. */
const DISTRIBUTION_FOLDER = /^(?:usr\/)?(?:bin|sbin|lib|lib64|libexec|games)\/(?!busybox$)/;
const MIN_BYTES = 8192;
const MAX_BYTES = 512 * 1024 * 1024;
/** Constants are searched in pieces that overlap, so that a version string may cross their border. */
const PIECE_BYTES = 4 * 1024 * 1024;
const OVERLAP_BYTES = 256;
const MAX_SEARCHED_BYTES = 256 * 1024 * 1024;

function programAt(path: string): Program | undefined {
  return programsAt(path)[0];
}

/** What a file of this name may be. */
function programsAt(path: string): readonly Program[] {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return PROGRAMS.filter((program) => program.file.test(file));
}

function read(file: CatalogedFile): FoundPackage[] {
  for (const program of programsAt(file.path)) {
    const version = findVersion(file, program);
    if (version)
      return [{ type: 'generic', name: program.name, version, evidence: 'version-string' }];
  }
  return [];
}

function findVersion(
  file: CatalogedFile,
  { text: pattern, section = '.rodata' }: Program,
): string | undefined {
  const constants = executableOf(file)?.sections.find(({ name }) => name === section);
  if (!constants) return undefined;
  const end = constants.offset + Math.min(constants.size, MAX_SEARCHED_BYTES);
  for (let at = constants.offset; at < end; at += PIECE_BYTES - OVERLAP_BYTES) {
    const piece = file.part(at, Math.min(PIECE_BYTES, end - at));
    const text = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
    const version = typeof pattern === 'function' ? pattern(text) : pattern.exec(text)?.[1];
    if (version) return version;
    if (piece.length === 0) break;
  }
  return undefined;
}

/**
 * The version of Redis, or of a fork: a string of its own, with which another one starts, the build id. That has the
 * version, the name of the host, the time and the commit without separators: `7.2.4buildkit-1706000000000000000`.
 */
function redisVersion(constants: string): string | undefined {
  const versions = new Set<string>();
  for (const [, version = ''] of constants.matchAll(/\0(\d{1,2}\.\d{1,2}\.\d{1,3})(?=\0)/g))
    versions.add(version);
  for (const [, id = ''] of constants.matchAll(
    /\0(?:valkey)?(\d{1,2}\.\d{1,2}\.\d[\w.-]{9,200})(?=\0)/g,
  )) {
    if (!/\d{10}/.test(id)) continue;
    const lengths = [...id.matchAll(/\d/g)].map(({ index }) => index + 1).reverse();
    const length = lengths.find((end) => versions.has(id.slice(0, end)));
    if (length !== undefined) return id.slice(0, length);
  }
  return undefined;
}
