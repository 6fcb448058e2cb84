import { CatalogError, damagedRecords } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { packageFactsOf, requirementNames } from '../clean-facts.js';
import { cleanString, maxMebibytes, requireFullContent } from '../file-content.js';
import { RPM_DATABASES, rpmDatabaseOf, rpmHeaderBlobs } from '../rpm/database.js';
import { parseRpmHeader, type RpmHeader, TAG } from '../rpm/header.js';
import { sourceRpm } from '../rpm/source-rpm.js';

/**
 * The rpm database in its three formats: SQLite with its write-ahead log, ndb and Berkeley DB. Signing keys, which rpm
 * stores as packages named gpg-pubkey, are skipped. No digest in a header is of the package file: SIGMD5 is of the header and
 * the payload, PAYLOADDIGEST of the payload.
 */
export const rpm: Cataloger = {
  id: 'rpm',
  system: true,
  wellKnown: [...RPM_DATABASES],
  wants: (path, size) => (RPM_DATABASES.has(path) ? maxMebibytes(512, size) : 0),
  journalOf: rpmDatabaseOf,
  read,
};

function read(file: CatalogedFile, journal?: CatalogedFile): FoundPackage[] {
  const packages: FoundPackage[] = [];
  let damaged = 0;
  try {
    for (const blob of rpmHeaderBlobs(requireFullContent(file), journal?.bytes)) {
      const found = packageIn(blob);
      if (found === 'damaged') damaged++;
      else if (found) packages.push(found);
    }
  } catch (error) {
    if (!(error instanceof CatalogError)) throw error;
    throw new CatalogError(error.message, error.failure, packages, error);
  }
  if (damaged > 0) throw damagedRecords(damaged, packages);
  return packages;
}

/** The package of one header; a damaged one does not hide the others. */
function packageIn(blob: Uint8Array): FoundPackage | 'damaged' | undefined {
  try {
    return packageOf(parseRpmHeader(blob));
  } catch (error) {
    if (error instanceof CatalogError || error instanceof RangeError) return 'damaged';
    throw error;
  }
}

function packageOf(header: RpmHeader): FoundPackage | 'damaged' | undefined {
  const name = cleanString(header.text(TAG.name));
  const version = cleanString(header.text(TAG.version));
  if (name === 'gpg-pubkey') return undefined;
  if (!name || !version) return 'damaged';
  const release = cleanString(header.text(TAG.release));
  const epoch = header.numbers(TAG.epoch)[0];
  return {
    type: 'rpm',
    name,
    version: `${epoch ? `${epoch}:` : ''}${version}${release ? `-${release}` : ''}`,
    arch: cleanString(header.text(TAG.arch)),
    source: sourceRpm(cleanString(header.text(TAG.sourceRpm)) ?? ''),
    module: cleanString(header.text(TAG.modularityLabel)),
    license: cleanString(header.text(TAG.license)),
    publisher: cleanString(header.text(TAG.vendor)),
    files: filesOf(header) || undefined,
    facts: packageFactsOf({
      maintainer: header.text(TAG.packager),
      homepage: header.text(TAG.url),
    }),
    requires: requirementNames(header.texts(TAG.requireName).filter((one) => !INTERNAL.test(one))),
    provides: requirementNames(header.texts(TAG.provideName)),
  };
}

/** Features of rpm itself, and conditions on several packages (`(a if b)`), which need a solver. */
const INTERNAL = /^(?:rpmlib\(|\()/;

/** The header has each folder name once, and base names with the index of their folder. */
function filesOf(header: RpmHeader): string {
  const folders = header.texts(TAG.dirNames).map((folder) => folder.replace(/^\/+/, ''));
  const indexes = header.numbers(TAG.dirIndexes);
  return header
    .texts(TAG.baseNames)
    .map((name, i) => `${folders[indexes[i] ?? -1] ?? ''}${name}`)
    .join('\n');
}
