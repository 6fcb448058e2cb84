import { type ImageChange, type ImageDifference, RISKS } from '../../core/image-difference.js';
import type { Package } from '../../core/package.js';
import type { FileReader, FileSystem, Image, LayerEntry } from '../../image/image.js';
import { compareAccounts } from '../../image-diff/compare-accounts.js';
import { comparePackages } from '../../image-diff/compare-packages.js';
import { compareSettings } from '../../image-diff/compare-settings.js';
import { describeFile, type FileFacts } from '../../image-diff/describe-files.js';
import { type FinalFile, finalFiles } from '../../image-diff/final-files.js';
import type { Contents } from '../../image-diff/noise.js';
import { type FilePair, type ImageFiles, pairFiles } from '../../image-diff/pair-files.js';
import { readContents } from '../../image-diff/read-contents.js';
import { startInventory } from '../../inventory/inventory.js';
import { compareText } from '../../lib/text.js';
import { compareVersions } from './compare-versions.js';

/** An image whose layers were read once: what it contains, without the contents of its files. */
interface ReadImage extends ImageFiles {
  readonly image: Image;
  readonly packages: readonly Package[];
  readonly ownersOf: (paths: ReadonlySet<string>) => ReadonlyMap<string, string>;
  readonly accounts: { readonly passwd: string; readonly group: string };
  readonly gaps: readonly string[];
}

/**
 * Compares two images of one platform. Each is read twice: first its packages and the list of its files, then the contents of
 * the files that may differ, in the layers that have them. Throws PortsideError (incomplete) when a layer cannot be read.
 */
export async function compareImages(before: Image, after: Image): Promise<ImageDifference> {
  const [old, now] = [await readImage(before), await readImage(after)];
  const pairs = pairFiles(old, now);
  const contents = {
    before: await contentsOf(before, pairs, 'before'),
    after: await contentsOf(after, pairs, 'after'),
  };
  const packages = comparePackages(old.packages, now.packages, compareVersions);
  const files = fileChanges(pairs, contents, { old, now });
  const changes = [
    ...packages,
    ...files.changes,
    ...compareSettings(before.config, after.config),
    ...compareAccounts(old.accounts, now.accounts),
  ];
  return {
    before: comparedImage(old),
    after: comparedImage(now),
    ...(after.platform && { platform: after.platform }),
    changes: changes.toSorted(byRisk),
    noise: files.noise,
    gaps: [...new Set([...old.gaps, ...now.gaps])],
  };
}

async function readImage(image: Image): Promise<ReadImage> {
  const inventory = startInventory();
  const accounts = new Map<string, string>();
  const gaps: string[] = [];
  const files = await image.scan([...inventory.readers, accountReader(accounts)], {
    incomplete: (error) => gaps.push(error.message),
  });
  const { packages, ownersOf, ...stock } = inventory.finish(files, image);
  const problems = [...stock.incomplete, ...stock.gaps].map(({ reason }) => reason);
  return {
    image,
    files: finalFiles(files),
    layerDigest: ({ content }) => image.layers[content.layer]?.diffID || undefined,
    packages,
    ownersOf,
    accounts: accountsIn(accounts, files),
    gaps: [...gaps, ...problems].map((reason) => `${image.name}: ${reason}`),
  };
}

const PASSWD = 'etc/passwd';
const GROUP = 'etc/group';
const MAX_ACCOUNT_BYTES = 1 << 20;

function accountReader(found: Map<string, string>): FileReader {
  return {
    wants: ({ path, size }) =>
      path === PASSWD || path === GROUP ? Math.min(size, MAX_ACCOUNT_BYTES) : 0,
    read: ({ path, layer, bytes }) => {
      found.set(`${layer} ${path}`, Buffer.from(bytes).toString('utf8'));
    },
  };
}

function accountsIn(found: ReadonlyMap<string, string>, files: FileSystem): ReadImage['accounts'] {
  const text = (path: string) => {
    const entry = files.get(path);
    return (entry && found.get(`${entry.layer} ${path}`)) ?? '';
  };
  return { passwd: text(PASSWD), group: text(GROUP) };
}

type Side = 'before' | 'after';

/** The contents of the files that may differ, and of the new ones. */
async function contentsOf(
  image: Image,
  pairs: readonly FilePair[],
  side: Side,
): Promise<(file: FinalFile | undefined) => Contents | undefined> {
  const entries = new Set<LayerEntry>();
  for (const pair of pairs) {
    const content = pair[side]?.content;
    const isNeeded = pair.isOpen || pair.aspects.includes('content') || side === 'after';
    if (content?.type === 'file' && isNeeded) entries.add(content);
  }
  if (entries.size === 0) return () => undefined;
  const layers = new Set([...entries].map(({ layer }) => layer));
  const contents = readContents(entries);
  await image.scan([contents.reader], { only: (layer) => layers.has(layer), incomplete: () => {} });
  return (file) => file && contents.get(file.content);
}

interface ComparedContents {
  readonly before: (file: FinalFile | undefined) => Contents | undefined;
  readonly after: (file: FinalFile | undefined) => Contents | undefined;
}

function fileChanges(
  pairs: readonly FilePair[],
  contents: ComparedContents,
  { old, now }: { readonly old: ReadImage; readonly now: ReadImage },
): { readonly changes: ImageChange[]; readonly noise: Map<string, number> } {
  const paths = new Set(pairs.map(({ path }) => path));
  const owners = { before: old.ownersOf(paths), after: now.ownersOf(paths) };
  const installed = {
    before: new Set(old.packages.map(({ purl }) => purl)),
    after: new Set(now.packages.map(({ purl }) => purl)),
  };
  // Any layer can add such a file for a package that is not installed: that one has no owner.
  const debs = new Map(
    [...old.packages, ...now.packages]
      .filter(({ type }) => type === 'deb')
      .map(({ name, purl }) => [name, purl]),
  );
  const noise = new Map<string, number>();
  const changes = pairs.flatMap((pair) => {
    const owner =
      owners.after.get(pair.path) ??
      owners.before.get(pair.path) ??
      debs.get(recordedPackage(pair.path) ?? '');
    const facts: FileFacts = {
      before: contents.before(pair.before),
      after: contents.after(pair.after),
      package: owner,
      isPackageChanged:
        owner !== undefined && !(installed.before.has(owner) && installed.after.has(owner)),
    };
    const kind = noiseOf(pair, facts);
    if (kind !== undefined) noise.set(kind, (noise.get(kind) ?? 0) + 1);
    return (kind === undefined && describeFile(pair, facts)) || [];
  });
  return { changes, noise };
}

/** The name of the package that a file of dpkg is about: the list of its files, its scripts. */
function recordedPackage(path: string): string | undefined {
  return /^var\/lib\/dpkg\/info\/([^/:]+?)(?::[^/.]+)?\.[a-z0-9]+$/.exec(path)?.[1];
}

/** What a rebuild changed in the file, if it changed nothing else; also for files that only one of the images has. */
function noiseOf({ before, after, aspects }: FilePair, facts: FileFacts): string | undefined {
  const [old, now] = [facts.before, facts.after];
  const others = aspects.some((aspect) => aspect !== 'content');
  if (others || old?.digest === now?.digest) return undefined;
  if (before && after)
    return old?.core !== undefined && old.core === now?.core ? now.noise : undefined;
  return undefined;
}

function comparedImage({ image, files }: ReadImage): ImageDifference['before'] {
  let size = 0;
  for (const file of files.values()) if (file.content.path === file.path) size += file.size;
  return { name: image.name, ...(image.digest && { digest: image.digest }), size };
}

function byRisk(a: ImageChange, b: ImageChange): number {
  return RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk) || compareText(a.message, b.message);
}
