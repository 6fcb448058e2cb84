/** A well-known program or library, found by the name of its file and by a version string in it. */
export interface Classifier {
  /** The name in the package URL: `pkg:generic/nginx`. */
  readonly name: string;
  /** Vendor and product of its CPE name, as in NVD's dictionary. */
  readonly cpe: string;
  /** The name that answers in OSV's ecosystem Bitnami; absent for what has no advisories by upstream version. */
  readonly advisories?: string;
  /** The names of its files, as `fileKeys` gives them: `nginx`, `libcrypto.so`. */
  readonly files: readonly string[];
  readonly version: VersionText;
  /** The ELF sections to search; `.rodata` and `.data` by default. */
  readonly sections?: readonly string[];
  /** The version string names the library, so that it is also searched in modules that the library may be linked into. */
  readonly embedded?: true;
}

/** How the version is found in a section; it must take linear time on any text. */
export type VersionText =
  /** The first group of the first match is the version. */
  | RegExp
  /** The version is a string of its own, without the name of the program. */
  | LoneVersion
  /** Reads the version from a piece of the section. `file` is the name of the file. */
  | ((text: string, file: string) => string | undefined);

/**
 * A version that is a string of its own. Others may look like it, such as versions of libraries, so that only a single
 * one counts.
 */
export interface LoneVersion {
  /** The whole string; the first group is the version. */
  readonly lone: RegExp;
  /** A text that the program has, too. */
  readonly marker: string;
}

/**
 * The names under which classifiers list a file, without versions and build ids: `php-fpm` for php-fpm8.4, `libcrypto.so` for
 * libcrypto-1ba28ddd.so.3 (as auditwheel names copies of libraries in wheels), `libpng16.so` and `libpng.so` for libpng16.so.16.
 */
export function fileKeys(file: string): readonly string[] {
  if (file.length > MAX_NAME) return [];
  const library = LIBRARY.exec(file)?.[1];
  const name = library ?? file;
  const unversioned = name.replace(VERSION_AT_END, '');
  const names = unversioned === name ? [name] : [name, unversioned];
  return library === undefined ? names : names.map((one) => `${one}.so`);
}

const MAX_NAME = 80;
const LIBRARY = /^(.+?)(?:-[0-9a-f]{8}(?:[0-9a-f]{8})?)?\.so(?:\.[\d.]+)?$/;
const VERSION_AT_END = /[-.]?\d[\d.]*m?$/;
