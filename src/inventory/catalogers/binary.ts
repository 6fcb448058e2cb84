import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { executableOf } from '../executables/executable.js';

/**
 * Well-known programs that were built or copied into the image without a package, identified by a version string in their
 * constants. Folders of the distribution are skipped, because its database lists their programs.
 */
export const binary: Cataloger = {
  id: 'binary',
  parts: true,
  wants: (path, size) =>
    size >= MIN_BYTES && !DISTRIBUTION_FOLDER.test(path) && programAt(path)
      ? Math.min(size, MAX_BYTES)
      : 0,
  read,
};

interface Program {
  readonly name: string;
  /** Matches the name of the file. */
  readonly file: RegExp;
  /** Matches the version string; the first group is the version. */
  readonly text: RegExp;
}

const PROGRAMS: readonly Program[] = [
  { name: 'node', file: /^node$/, text: /node-v(\d+\.\d+\.\d+)[-.]/ },
  {
    name: 'python',
    file: /^(?:python3\.\d+|libpython3\.\d+m?\.so\.1\.0)$/,
    text: /\0(3\.\d{1,3}\.\d{1,3}(?:(?:a|b|rc)\d{1,2})?\+?)\0/,
  },
  {
    name: 'ruby',
    file: /^(?:ruby|libruby\.so\.[\d.]+)$/,
    text: /\0ruby (\d+\.\d+\.\d+)(?:p\d+)? \(/,
  },
  { name: 'php', file: /^(?:php|php-fpm|php-cgi|libphp\.so)$/, text: /PHP\/(\d+\.\d+\.\d+)/ },
  { name: 'perl', file: /^perl(?:5\.\d+\.\d+)?$/, text: /\/(?:perl5?\/)?(5\.\d{1,2}\.\d{1,2})\// },
  { name: 'nginx', file: /^nginx$/, text: /nginx\/(\d+\.\d+\.\d+)/ },
  { name: 'httpd', file: /^(?:httpd|apache2)$/, text: /Apache\/(\d+\.\d+\.\d+)/ },
  { name: 'haproxy', file: /^haproxy$/, text: /HAProxy version (\d+\.\d+\.\d+)/ },
  { name: 'memcached', file: /^memcached$/, text: /memcached (\d+\.\d+\.\d+)/ },
  {
    name: 'openssl',
    file: /^(?:openssl|libcrypto\.so\.[\d.]+)$/,
    text: /OpenSSL (\d+\.\d+\.\d+[a-z]?) +\d{1,2} [A-Z][a-z]{2} \d{4}/,
  },
  { name: 'busybox', file: /^busybox$/, text: /BusyBox v(\d+\.\d+\.\d+)/ },
  { name: 'bash', file: /^bash$/, text: /Bash version (\d+\.\d+\.\d+)/ },
];

/** BusyBox is not skipped, because BusyBox images have no database. */
const DISTRIBUTION_FOLDER = /^(?:usr\/)?(?:bin|sbin|lib|lib64|libexec|games)\/(?!busybox$)/;
const MIN_BYTES = 8192;
const MAX_BYTES = 512 * 1024 * 1024;
/** Constants are searched in pieces that overlap, so that a version string may cross their border. */
const PIECE_BYTES = 4 * 1024 * 1024;
const OVERLAP_BYTES = 256;
const MAX_SEARCHED_BYTES = 256 * 1024 * 1024;

function programAt(path: string): Program | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return PROGRAMS.find((program) => program.file.test(file));
}

function read(file: CatalogedFile): FoundPackage[] {
  const program = programAt(file.path);
  const constants = executableOf(file)?.sections.find((section) => section.name === '.rodata');
  if (!program || !constants) return [];
  const end = constants.offset + Math.min(constants.size, MAX_SEARCHED_BYTES);
  for (let at = constants.offset; at < end; at += PIECE_BYTES - OVERLAP_BYTES) {
    const piece = file.part(at, Math.min(PIECE_BYTES, end - at));
    const text = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
    const version = program.text.exec(text)?.[1];
    if (version) {
      return [{ type: 'generic', name: program.name, version, evidence: 'version-string' }];
    }
    if (piece.length === 0) break;
  }
  return [];
}
