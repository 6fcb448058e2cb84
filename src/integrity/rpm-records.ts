import { createHash } from 'node:crypto';
import type { LayerFile } from '../image/image.js';
import { CatalogError, damagedRecords } from '../inventory/catalog-error.js';
import { RPM_DATABASES, rpmDatabaseOf, rpmHeaderBlobs } from '../inventory/rpm/database.js';
import { parseRpmHeader, type RpmHeader, TAG } from '../inventory/rpm/header.js';
import { createWalPairing } from '../inventory/wal-pairing.js';
import type { RecordBudget } from './record-budget.js';
import { recordPath } from './record-path.js';
import type { DigestAlgorithm, RecordedFile, RecordSystem } from './record-system.js';
import { createListedPaths, hasRemainingFiles, readableFiles } from './remaining-files.js';
import { addSnapshot, introductions, type Snapshot } from './snapshots.js';

interface RpmPackage {
  readonly name: string;
  readonly version: string;
  readonly arch: string;
  readonly header: Buffer;
}

/** By the number that OpenPGP gives them. Source: RFC 9580, 9.5. */
const ALGORITHMS: ReadonlyMap<number, DigestAlgorithm> = new Map([
  [1, 'md5'],
  [2, 'sha1'],
  [8, 'sha256'],
  [9, 'sha384'],
  [10, 'sha512'],
  [11, 'sha224'],
]);
const MD5 = 1;
/** Flags of files. Source: rpm, rpmfiles.h. */
const IS_CONFIG = 1 << 0;
const IS_GHOST = 1 << 6;
/** What `rpm -V` compares. Source: rpm, rpmvf.h. */
const VERIFY_DIGEST = 1 << 0;
const VERIFY_LINK = 1 << 2;
const VERIFY_MODE = 1 << 6;
const VERIFY_CAPABILITIES = 1 << 8;

/**
 * The digests, link targets, modes and capabilities in the headers of the rpm database. %config and %ghost files are left
 * out, and what %verify(not …) of the package leaves out.
 */
export function createRpmRecords(budget: RecordBudget): RecordSystem {
  const snapshots: Snapshot<RpmPackage>[] = [];
  const pairing = createWalPairing();
  const known = new Map<string, RpmPackage | 'damaged' | undefined>();
  const read = (database: LayerFile, layer: number, journal: LayerFile | undefined) => {
    const packages = new Map<string, RpmPackage>();
    let damaged = 0;
    try {
      for (const blob of rpmHeaderBlobs(database.bytes, journal?.bytes)) {
        // The layers above repeat most headers.
        const id = createHash('sha1').update(blob).digest('base64');
        if (!known.has(id)) budget.take(blob.length);
        const found = known.has(id) ? known.get(id) : packageOf(blob);
        known.set(id, found);
        if (found === 'damaged') damaged++;
        else if (found) packages.set(`${found.name} ${found.version} ${found.arch}`, found);
      }
    } finally {
      addSnapshot(snapshots, { layer, packages });
    }
    if (damaged > 0) throw damagedRecords(damaged, []);
  };
  return {
    wellKnown: [...RPM_DATABASES],
    wants: (path) => RPM_DATABASES.has(path) || rpmDatabaseOf(path) !== undefined,
    read: (file) => {
      const path = rpmDatabaseOf(file.path);
      if (path === undefined) return read(file, file.layer, pairing.database(file));
      const database = file.size > 0 ? pairing.journal(file, path) : undefined;
      if (database) read(database, file.layer, file);
    },
    *installed(files) {
      const listed = createListedPaths(function* () {
        for (const found of snapshots.at(-1)?.packages.values() ?? [])
          yield* readableFiles(filesIn(found));
      });
      const found = introductions(snapshots, {
        isSame: hasSameFiles,
        remains: (one, from, until) =>
          hasRemainingFiles(filesIn(one), { from, until }, files, listed),
      });
      for (const { layer, found: one, changedIn } of found)
        yield {
          manager: 'rpm',
          name: one.name,
          version: one.version,
          layer,
          recordPath: 'var/lib/rpm',
          files: () => filesIn(one),
          // rpm knows nothing of pip, and lets no package overwrite files of its others.
          mayReplace: ({ manager }) => manager === 'pip',
          ...(changedIn !== undefined && { changedIn }),
        };
    },
  };
}

/** Undefined for a signing key, which rpm stores like a package. */
function packageOf(blob: Uint8Array): RpmPackage | 'damaged' | undefined {
  let header: RpmHeader;
  try {
    header = parseRpmHeader(blob);
  } catch (error) {
    if (error instanceof CatalogError) return 'damaged';
    throw error;
  }
  const name = header.text(TAG.name);
  const version = header.text(TAG.version);
  if (name === 'gpg-pubkey') return undefined;
  if (!name || !version) return 'damaged';
  const epoch = header.numbers(TAG.epoch)[0];
  return {
    name,
    version: `${epoch ? `${epoch}:` : ''}${version}-${header.text(TAG.release) ?? ''}`,
    arch: header.text(TAG.arch) ?? '',
    header: Buffer.from(blob),
  };
}

const FILE_TAGS = [TAG.baseNames, TAG.fileDigests, TAG.fileLinks, TAG.fileCapabilities];

function hasSameFiles(a: RpmPackage, b: RpmPackage): boolean {
  if (a === b) return true;
  const facts = (header: RpmHeader) =>
    JSON.stringify([
      ...FILE_TAGS.map((tag) => header.texts(tag)),
      header.numbers(TAG.fileModes),
      header.numbers(TAG.fileFlags),
    ]);
  return facts(parseRpmHeader(a.header)) === facts(parseRpmHeader(b.header));
}

/** A header has arrays with a value for each file. */
function* filesIn({ name, header }: RpmPackage): Generator<RecordedFile> {
  const tags = parseRpmHeader(header);
  const names = tags.texts(TAG.baseNames);
  if (names.length === 0) return;
  const folders = tags.texts(TAG.dirNames);
  const indexes = tags.numbers(TAG.dirIndexes);
  const facts = fileFacts(tags);
  let isDamaged = facts.count !== names.length;
  for (const [i, base] of names.entries()) {
    const folder = folders[indexes[i] ?? -1];
    const path = folder === undefined ? undefined : recordPath(folder + base);
    if (path === undefined) isDamaged = true;
    else if (!facts.isExempt(i)) yield { path, ...facts.of(i) };
  }
  if (isDamaged) throw new CatalogError(`has a damaged list of files in the package ${name}`);
  if (facts.unknownAlgorithm !== undefined)
    throw new CatalogError(
      `has digests of the unknown kind ${facts.unknownAlgorithm} in the package ${name}`,
    );
}

/** What a header says about its files besides their names. */
function fileFacts(tags: RpmHeader) {
  const digests = tags.texts(TAG.fileDigests);
  const links = tags.texts(TAG.fileLinks);
  const modes = tags.numbers(TAG.fileModes);
  const flags = tags.numbers(TAG.fileFlags);
  const verified = tags.numbers(TAG.fileVerifyFlags);
  const capabilities = tags.texts(TAG.fileCapabilities);
  const number = tags.numbers(TAG.fileDigestAlgorithm)[0] ?? MD5;
  const algorithm = ALGORITHMS.get(number);
  return {
    /** -1 if the arrays are not equally long. */
    count: [digests, links].every(({ length }) => length === modes.length) ? modes.length : -1,
    unknownAlgorithm: algorithm ? undefined : number,
    isExempt: (i: number) => ((flags[i] ?? 0) & (IS_CONFIG | IS_GHOST)) !== 0,
    of: (i: number): Omit<RecordedFile, 'path'> => {
      const isVerified = (flag: number) => ((verified[i] ?? -1) & flag) !== 0;
      const [digest, link, mode] = [digests[i], links[i], modes[i]];
      return {
        ...(digest && algorithm && isVerified(VERIFY_DIGEST) && { algorithm, digest }),
        ...(link && isVerified(VERIFY_LINK) && { link }),
        ...(mode !== undefined && isVerified(VERIFY_MODE) && { mode: mode & 0o7777 }),
        ...(isVerified(VERIFY_CAPABILITIES) && { capabilities: capabilities[i] ?? '' }),
      };
    },
  };
}
