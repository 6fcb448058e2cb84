import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FileList, FoundPackage } from '../cataloger.js';
import { packageFactsOf, requirementNames } from '../clean-facts.js';
import { cleanString, decodeUtf8, maxMebibytes, requireFullContent } from '../file-content.js';
import { eachLine } from '../stanzas.js';

/**
 * The database of pacman (Arch Linux): a folder for each package, whose `desc` describes it and whose `files` lists its files.
 * Both consist of sections: a line `%NAME%` and its values, one a line, up to a blank line.
 * Source: libalpm, be_local.c; PKGBUILD(5).
 */
export const pacman: Cataloger = {
  id: 'pacman',
  system: true,
  onePackage: true,
  wants: (path, size) => (DESC.test(path) ? maxMebibytes(1, size) : 0),
  read,
  fileLists: { wants: (path) => FILES.test(path), read: readFileList },
};

const DESC = /^var\/lib\/pacman\/local\/[^/]+\/desc$/;
const FILES = /^var\/lib\/pacman\/local\/([^/]+)-([^/-]+-[^/-]+)\/files$/;

function read(file: CatalogedFile): FoundPackage[] {
  const text = decodeUtf8(requireFullContent(file));
  const fields = sections(text);
  const name = cleanString(fields.get('NAME')?.[0]);
  const version = cleanString(fields.get('VERSION')?.[0]);
  if (!name || !version) throw new CatalogError('is not the description of a package of pacman');
  const base = cleanString(fields.get('BASE')?.[0]);
  const found: FoundPackage = {
    type: 'alpm',
    name,
    version,
    arch: cleanString(fields.get('ARCH')?.[0]),
    source: { name: base ?? name, version },
    license: licenseOf(fields.get('LICENSE') ?? []),
    publisher: cleanString(fields.get('PACKAGER')?.[0]),
    facts: packageFactsOf({
      maintainer: fields.get('PACKAGER')?.[0],
      homepage: fields.get('URL')?.[0],
    }),
    requires: names(fields.get('DEPENDS') ?? []),
    provides: names(fields.get('PROVIDES') ?? []),
  };
  if (!file.path.endsWith(`/${name}-${version}/desc`))
    throw new CatalogError(`describes ${name} ${version}, unlike its folder`, 'malformed', [found]);
  // pacman ends each section with a blank line, so that a file without one was cut.
  if (!text.endsWith('\n\n')) throw new CatalogError('was cut', 'malformed', [found]);
  return [found];
}

/** The values of each section. Of repeated sections the first is used. */
function sections(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const line of eachLine(text)) {
    const name = values ? undefined : /^%([A-Z0-9]{1,40})%$/.exec(line)?.[1];
    if (line === '') values = undefined;
    else if (values) values.push(line);
    else if (name !== undefined) {
      values = [];
      if (!found.has(name)) found.set(name, values);
    }
  }
  return found;
}

/** `glibc>=2.33`, `libcrypto.so=3-64`: the names without versions. */
function names(relations: readonly string[]): readonly string[] | undefined {
  return requirementNames(relations.map((one) => one.split(/[<>=]/)[0]));
}

/** A package has all licenses of the list; each may be an expression. */
function licenseOf(licenses: readonly string[]): string | undefined {
  const named = licenses.map((one) => cleanString(one, 300)).filter((one) => one !== undefined);
  const grouped = named.map((one) => (named.length > 1 && / OR /i.test(one) ? `(${one})` : one));
  return cleanString(grouped.join(' AND '));
}

function readFileList(file: CatalogedFile): FileList {
  const [, name, version] = FILES.exec(file.path) ?? [];
  if (!name || !version) throw new CatalogError('is not a list of files');
  const bytes = new Uint8Array(file.bytes);
  return {
    name,
    version,
    files: () => (sections(decodeUtf8(bytes)).get('FILES') ?? []).join('\n'),
  };
}
