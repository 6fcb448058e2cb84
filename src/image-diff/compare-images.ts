import {
  type ComparedImage,
  type ImageChange,
  type ImageDifference,
  RISKS,
  type Risk,
} from '../core/image-difference.js';
import type { SnapshotPart } from '../core/image-snapshot.js';
import type { Location } from '../core/location.js';
import type { Package } from '../core/package.js';
import { compareText, pluralize } from '../lib/text.js';
import { compareAccounts } from './compare-accounts.js';
import { baseDigests, compareBases } from './compare-bases.js';
import { compareFolders } from './compare-folders.js';
import { compareHosts } from './compare-hosts.js';
import { compareLayerSizes } from './compare-layer-sizes.js';
import { comparePackages } from './compare-packages.js';
import { compareSettings } from './compare-settings.js';
import { compareSigners } from './compare-signers.js';
import { compareVersions } from './compare-versions.js';
import { describeFile, type FileFacts, isWatched } from './describe-files.js';
import { type FilePair, pairFiles } from './differing-files.js';
import type { FinalFile } from './final-files.js';
import { type ImageState, isOfBase } from './image-state.js';
import { installedCodeTest } from './installed-code.js';
import { type Contents, saysNothing } from './noise.js';
import { openFolderTest } from './open-folders.js';
import { folderOwner, packageFolders, singlePackageFiles } from './package-folders.js';
import { type RemovalLines, removalLines } from './removal-lines.js';
import { settingLineOf } from './setting-lines.js';

/**
 * Compares two images of one platform. First the lists of their files are compared, then the contents of the files that may
 * differ. Throws what reading the images throws.
 */
export async function compareImages(
  before: ImageState,
  after: ImageState,
): Promise<ImageDifference> {
  const pairs = pairFiles(before, after);
  const contents = {
    before: await contentsOf(before, pairs, 'before'),
    after: await contentsOf(after, pairs, 'after'),
  };
  const files = fileChanges(pairs, contents, { before, after });
  const removed = removalLines({ before, after });
  const lineOf = settingLineOf(after.settingLines);
  const hosts = compareHosts(before, after);
  const settings = [
    ...compareSettings(before, after),
    ...compareBases(before, after),
    ...compareSigners(before, after),
  ];
  const changes = [
    ...comparePackages(before.packages, after.packages, {
      compare: compareVersions,
      lineOfRemoved: removed.ofPackage,
    }),
    ...files.changes.map((change) => withFileLine(change, after, removed)),
    ...hosts.changes,
    ...settings.map((change) => withLine(change, lineOf(change))),
    ...compareAccounts(before.accounts, after.accounts).map((change) =>
      withLine(change, lineOfPath(accountFile(change), after)),
    ),
  ];
  return {
    before: comparedImage(before),
    after: comparedImage(after),
    ...(after.platform && { platform: after.platform }),
    changes: changes.toSorted(byRisk),
    counts: countRisks(changes),
    noise: [...files.noise].map(([kind, count]) => ({ kind, files: count })),
    sizes: compareLayerSizes(before.layers, after.layers),
    folders: compareFolders(before.files, after.files, files.changes),
    limits: [...files.limits, ...hosts.limits, ...cutLimits({ before, after })],
    gaps: [...new Set([...before.gaps, ...after.gaps, ...files.gaps])],
  };
}

type Side = 'before' | 'after';
type Images = Readonly<Record<Side, ImageState>>;
type ReadContents = (file: FinalFile | undefined) => Contents | undefined;

/** The contents of the files that may differ, and of the new ones. */
async function contentsOf(
  image: ImageState,
  pairs: readonly FilePair[],
  side: Side,
): Promise<ReadContents> {
  const files = pairs.flatMap((pair) => {
    const file = pair[side];
    const isNeeded = pair.isOpen || pair.aspects.includes('content') || side === 'after';
    return file && file.type === 'file' && isNeeded ? file : [];
  });
  if (files.length === 0) return () => undefined;
  const contents = await image.read(files);
  return (file) => file && contents(file);
}

/** What the comparison does not know because an image has too much of it. */
function cutLimits({ before, after }: Images): string[] {
  const cut = new Set([...before.cut, ...after.cut]);
  return CUT.flatMap(([part, limit]) => (cut.has(part) ? limit : []));
}

const CUT: readonly (readonly [SnapshotPart, string])[] = [
  [
    'deletions',
    'the lines that remove files are not all known: the layers delete more than 10,000',
  ],
  [
    'checksums',
    'files without a package are not all known: the checksums of packages have more than 64 MB',
  ],
];

interface FileChanges {
  readonly changes: readonly ImageChange[];
  readonly noise: ReadonlyMap<string, number>;
  readonly limits: readonly string[];
  readonly gaps: readonly string[];
}

function fileChanges(
  pairs: readonly FilePair[],
  contents: Readonly<Record<Side, ReadContents>>,
  images: Images,
): FileChanges {
  const factsOf = fileFacts(pairs, contents, images);
  const isExplained = packageChangeTest(images);
  const noise = new Map<string, number>();
  const unread: string[] = [];
  let opaque = 0;
  const changes = pairs.flatMap((pair) => {
    const facts = factsOf(pair);
    if (facts.isUnread && (!facts.isPackageChanged || isWatched(pair.path))) {
      if (isOpaque(pair.before, images.before) || isOpaque(pair.after, images.after)) opaque++;
      else unread.push(pair.path);
    }
    const kind = noiseOf(pair, facts);
    if (kind !== undefined) noise.set(kind, (noise.get(kind) ?? 0) + 1);
    const change = kind === undefined ? describeFile(pair, facts) : undefined;
    return change && !isExplained(change) ? change : [];
  });
  return {
    changes,
    noise,
    limits:
      opaque > 0
        ? [
            `${pluralize(opaque, 'file')} of the base image ${opaque === 1 ? 'was' : 'were'} compared without the content`,
          ]
        : [],
    gaps: unreadGaps(unread),
  };
}

/**
 * Whether a file of little risk is a package of a language that is new, gone or of another version, or is in the folder of
 * one: the package is listed.
 */
function packageChangeTest({ before, after }: Images): (change: ImageChange) => boolean {
  const folders = {
    before: packageFolders(before.packages),
    after: packageFolders(after.packages),
  };
  const files = {
    before: singlePackageFiles(before.packages),
    after: singlePackageFiles(after.packages),
  };
  return (change) => {
    if (change.kind !== 'file' || !(change.risk === 'info' || change.risk === 'low')) return false;
    const { path, risk, is } = change;
    const isPackage = risk === 'info' || is === 'archive';
    if (isPackage && files.before.get(path) !== files.after.get(path)) return true;
    const [old, now] = [folderOwner(path, folders.before), folderOwner(path, folders.after)];
    return old?.folder !== now?.folder || old?.purl !== now?.purl;
  };
}

/** What is known of a pair besides the pair. */
function fileFacts(
  pairs: readonly FilePair[],
  contents: Readonly<Record<Side, ReadContents>>,
  { before, after }: Images,
): (pair: FilePair) => FileFacts {
  const paths = new Set(pairs.map(({ path }) => path));
  const owners = { before: before.ownersOf(paths), after: after.ownersOf(paths) };
  // In a report of several platforms, the packages have the qualifiers of the first.
  const installed = {
    before: new Set(before.packages.map(({ purl }) => withoutQualifiers(purl))),
    after: new Set(after.packages.map(({ purl }) => withoutQualifiers(purl))),
  };
  // Any layer can add such a file for a package that is not installed: that one has no owner.
  const debs = new Map(
    [...before.packages, ...after.packages]
      .filter(({ type }) => type === 'deb')
      .map(({ name, purl }) => [name, purl]),
  );
  const openFolder = openFolderTest(after);
  const installedCode = installedCodeTest(before, after);
  const nameOf = packageNames([...before.packages, ...after.packages]);
  return (pair) => {
    const owner =
      owners.after.get(pair.path) ??
      owners.before.get(pair.path) ??
      debs.get(recordedPackage(pair.path) ?? '');
    const [old, now] = [contents.before(pair.before), contents.after(pair.after)];
    const version = withoutQualifiers(owner ?? '');
    return {
      before: old,
      after: now,
      package: owner,
      installedCode: owner === undefined ? installedCode(pair.path) : undefined,
      nameOf,
      isPackageChanged:
        owner !== undefined && !(installed.before.has(version) && installed.after.has(version)),
      isUnread: pair.isOpen && (!old || !now) && !isRewritten(pair, { before, after }),
      openFolder: pair.after && openFolder(pair.after),
      isOpaque: isOpaque(pair.after, after),
    };
  };
}

/** The name of a package for people, by its package URL: `deb package zlib1g 1.3`. */
function packageNames(packages: readonly Package[]): (purl: string) => string {
  const names = new Map(
    packages.map(({ purl, type, name, version }) => [
      withoutQualifiers(purl),
      `${type} package ${name} ${version}`,
    ]),
  );
  return (purl) => names.get(withoutQualifiers(purl)) ?? `package ${withoutQualifiers(purl)}`;
}

function withoutQualifiers(purl: string): string {
  return purl.replace(/\?.*$/s, '');
}

/**
 * A step of the build wrote the file over that of the base image, or does so no more. A file that has been of another base
 * image, and that a step installs now, may be the same.
 */
function isRewritten({ before, after }: FilePair, images: Images): boolean {
  const areKept = images.before.isSnapshot && images.after.isSnapshot;
  if (!areKept || !before || !after) return false;
  const [old, now] = [isOfBase(before, images.before), isOfBase(after, images.after)];
  if (old === now) return false;
  return haveSameBase(images) || (old ? after : before).overBase === true;
}

function haveSameBase({ before, after }: Images): boolean {
  return before.baseLayers > 0 && baseDigests(before) === baseDigests(after);
}

/** Whether a report keeps only the size of the file. */
function isOpaque(file: FinalFile | undefined, image: ImageState): boolean {
  return file !== undefined && image.isSnapshot && isOfBase(file, image);
}

/** Files that a sentence names. */
const MOST_NAMED = 3;

function unreadGaps(paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const more = paths.length - MOST_NAMED;
  const named = paths.slice(0, MOST_NAMED).join(', ');
  return [
    `the content of ${named}${more > 0 ? ` and ${pluralize(more, 'more file')}` : ''} cannot be read`,
  ];
}

/** The name of the package that a file of dpkg is about: the list of its files, its scripts. */
function recordedPackage(path: string): string | undefined {
  return (/^var\/lib\/dpkg\/info\/([^/:]+?)(?::[^/.]+)?\.[a-z0-9]+$/.exec(path) ??
    /^var\/lib\/dpkg\/status\.d\/([^/.]+)(?:\.md5sums)?$/.exec(path))?.[1];
}

/** What a rebuild changed in the file, if it changed nothing else. */
function noiseOf({ before, after, aspects }: FilePair, facts: FileFacts): string | undefined {
  const [old, now] = [facts.before, facts.after];
  const others = aspects.some((aspect) => aspect !== 'content');
  if (!before || !after || others || old?.digest === now?.digest) return undefined;
  // Of one the content may not be known: that of the other says nothing.
  const known = old && now ? undefined : (old ?? now);
  if (known) return saysNothing(known) ? known.noise : undefined;
  return old?.core !== undefined && old.core === now?.core ? now.noise : undefined;
}

/** The Dockerfile line of the layer that has the file, or that removed it. */
function withFileLine(change: ImageChange, after: ImageState, removed: RemovalLines): ImageChange {
  if (change.kind !== 'file') return change;
  const { path } = change;
  return withLine(
    change,
    change.change === 'removed' ? removed.ofFile(path) : lineOfPath(path, after),
  );
}

function lineOfPath(path: string, { files, layers }: ImageState): Location | undefined {
  const file = files.get(path);
  return file && layers[file.layer]?.location;
}

function accountFile(change: ImageChange): string {
  return change.kind === 'setting' && change.setting.startsWith('group')
    ? 'etc/group'
    : 'etc/passwd';
}

function withLine(change: ImageChange, location: Location | undefined): ImageChange {
  return location ? { ...change, location } : change;
}

function comparedImage({ name, digest, size }: ImageState): ComparedImage {
  return { name, ...(digest && { digest }), size };
}

function countRisks(changes: readonly ImageChange[]): Record<Risk, number> {
  const counts = { high: 0, medium: 0, low: 0, info: 0 };
  for (const { risk } of changes) counts[risk]++;
  return counts;
}

function byRisk(a: ImageChange, b: ImageChange): number {
  return RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk) || compareText(a.message, b.message);
}
