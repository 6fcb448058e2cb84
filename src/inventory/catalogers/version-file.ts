import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, decodeUtf8 } from '../file-content.js';

/**
 * Programs that were unpacked into the image without a package, and that have a text file with their version. Those of the
 * distribution are left out, because its database lists them.
 */
export const versionFile: Cataloger = {
  id: 'version-file',
  wants: (path, size) => (size <= MAX_BYTES && programAt(path) ? MAX_BYTES : 0),
  isListedByOwner: () => true,
  read,
};

interface Program {
  readonly name: string;
  /** Matches the path of the file. */
  readonly path: RegExp;
  /** Matches the content; the first group is the version. */
  readonly text: RegExp;
  /** Matches the content; the first group is who built it. */
  readonly supplier?: RegExp;
}

const PROGRAMS: readonly Program[] = [
  // The toolchain, which compiles its standard library into programs. Source: go.dev/doc/install/source.
  {
    name: 'go',
    path: /(?:^|\/)go(?:-?1\.[\w.]+)?\/VERSION$/,
    text: /^go(1\.\d{1,3}(?:\.\d{1,3}|(?:rc|beta)\d{1,2})?)(?=\s|$)/,
  },
  // Source: openjdk.org/jeps/223; 8 writes 1.8.0_412.
  {
    name: 'openjdk',
    path: /(?:^|\/)release$/,
    text: /^JAVA_VERSION="(\d{1,3}(?:\.\d{1,3}){0,3}(?:_\d{1,4})?)"\r?$/m,
    supplier: /^IMPLEMENTOR="([^"\r\n]{1,100})"/m,
  },
  // Source: Erlang/OTP System Principles, "Versions".
  {
    name: 'erlang',
    path: /(?:^|\/)releases\/\d{2}\/OTP_VERSION$/,
    text: /^(\d{2}(?:\.\d{1,3}){1,4}(?:-rc\d{1,2})?)\s*$/,
  },
  {
    name: 'wordpress',
    path: /(?:^|\/)wp-includes\/version\.php$/,
    text: /^\$wp_version\s*=\s*'(\d{1,2}(?:\.\d{1,3}){1,2}(?:-(?:alpha|beta|RC)[\w-]{0,20})?)';/m,
  },
];

/** How the paths above end. Asked first, of each path in an image. */
const NAME = /(?:VERSION|release|version\.php)$/;
const MAX_BYTES = 65_536;

function programAt(path: string): Program | undefined {
  return NAME.test(path) ? PROGRAMS.find((program) => program.path.test(path)) : undefined;
}

function read(file: CatalogedFile): FoundPackage[] {
  const program = programAt(file.path);
  const text = decodeUtf8(file.bytes);
  const version = program?.text.exec(text)?.[1];
  if (!program || !version) return [];
  const supplier = cleanString(program.supplier?.exec(text)?.[1]);
  return [{ type: 'generic', name: program.name, version, ...(supplier && { supplier }) }];
}
