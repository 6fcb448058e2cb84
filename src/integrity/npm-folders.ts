import { posix } from 'node:path';
import type { FileSystem, LayerEntry, LayerFile } from '../image/image.js';
import { CatalogError } from '../inventory/catalog-error.js';
import { cleanString, jsonObjectOf } from '../inventory/file-content.js';
import { isObject } from '../lib/json.js';
import type { Change } from './change.js';
import type { RecordBudget } from './record-budget.js';

/** Compares the packages in `node_modules` with the list that npm wrote there. */
export interface NpmFolders {
  /** Whether the file is a list. */
  wants(path: string): boolean;
  /** Gets the lists. Throws CatalogError when it cannot read one. */
  read(file: LayerFile): void;
  /** The package.json of each package to compare. Must be called once all lists were read. */
  plan(files: FileSystem, isFull: boolean): readonly LayerEntry[];
  /** Gets these. Throws CatalogError when it cannot read one. */
  compare(file: LayerFile): Change | undefined;
}

interface Listed {
  readonly name: string;
  readonly version: string | undefined;
}

/** What npm installed, by the path from the folder around `node_modules`: `node_modules/a/node_modules/b`. */
interface Listing {
  readonly layer: number;
  readonly packages: ReadonlyMap<string, Listed>;
}

/** Where a package is. */
interface Place {
  /** The `node_modules` with the list. */
  readonly folder: string;
  /** In the list. */
  readonly key: string;
  readonly listings: readonly Listing[];
}

const LISTING = /(?:^|\/)node_modules\/\.package-lock\.json$/;
const MANIFEST = '/package.json';
/**
 * The file that Yarn, Yarn in later versions, and pnpm write to a folder, and their lockfile. They keep no list of npm up to
 * date. The first file alone, which anything can add, does not tell.
 */
const OTHER_MANAGERS = [
  ['.yarn-integrity', '../yarn.lock'],
  ['.yarn-state.yml', '../yarn.lock'],
  ['.modules.yaml', '.pnpm/lock.yaml'],
];

/**
 * The packages that are not in npm's list of what it installed, or have another name or version there. Their contents are
 * not compared, since npm records no digests of files. By default packages that a layer above that of the list wrote.
 * Source: docs.npmjs.com, package-lock.json, "Hidden Lockfiles".
 */
export function createNpmFolders(budget: RecordBudget): NpmFolders {
  const listings = new Map<string, Listing[]>();
  const planned = new Map<string, Place>();
  return {
    wants: (path) => LISTING.test(path),
    read: ({ path, layer, bytes }) => {
      budget.take(bytes.length);
      const versions = (listings.get(path) ?? []).filter((one) => one.layer !== layer);
      versions.push({ layer, packages: packagesIn(bytes) });
      listings.set(path, versions);
    },
    plan: (files, isFull) => {
      const folders = foldersOf(listings, files);
      if (folders.size === 0) return [];
      const later: LayerEntry[] = [];
      for (const entry of files.entries()) {
        const found = entry.path.endsWith(MANIFEST) && place(entry.path, folders);
        if (!found || (entry.type !== 'file' && entry.type !== 'hardlink')) continue;
        const last = found.listings.at(-1)?.layer ?? 0;
        if (!isFull && entry.layer <= last) continue;
        planned.set(entry.path, {
          ...found,
          listings: entry.layer > last ? found.listings.slice(-1) : found.listings,
        });
        later.push(entry);
      }
      return later;
    },
    compare: ({ path, layer, bytes }) => {
      const plan = planned.get(path);
      if (!plan) return undefined;
      const manifest = jsonObjectOf(bytes);
      const name = shortText(manifest.name);
      const version = shortText(manifest.version);
      // A folder with other files, such as the type of its modules.
      if (name === undefined || version === undefined) return undefined;
      const listed = plan.listings.map(({ packages }) => packages.get(plan.key));
      if (listed.some((one) => one && isSame(one, { name, version }))) return undefined;
      const recorded = listed.at(-1);
      return {
        kind: 'package',
        owner: { manager: 'npm', name, version },
        path,
        layer,
        folder: plan.folder,
        isProgram: true,
        ...(recorded && { recorded: `${recorded.name} ${recorded.version}` }),
        found: `${name} ${version}`,
      };
    },
  };
}

const MAX_NAME = 300;

/** A long name is cut: without a name, the package would not be compared. */
function shortText(value: unknown): string | undefined {
  return typeof value === 'string' ? cleanString(value.slice(0, MAX_NAME)) : undefined;
}

/** By folder: the versions of its list, lowest layer first. */
function foldersOf(
  listings: ReadonlyMap<string, readonly Listing[]>,
  files: FileSystem,
): ReadonlyMap<string, Listing[]> {
  const folders = new Map<string, Listing[]>();
  for (const [path, versions] of listings) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const final = files.get(path);
    const hasFile = (name: string) => files.get(posix.join(folder, name)) !== undefined;
    if (OTHER_MANAGERS.some((names) => names.every(hasFile))) continue;
    const sorted = versions.toSorted((a, b) => a.layer - b.layer);
    const last = sorted.at(-1);
    const isThere = final?.type === 'file' && final.layer === last?.layer;
    if (last && (isThere || hasPackageOf(last, folder, files))) folders.set(folder, sorted);
  }
  return folders;
}

/** Whether a package that a list has is still there. A layer above may have removed or replaced only the list. */
function hasPackageOf({ layer, packages }: Listing, folder: string, files: FileSystem): boolean {
  const home = folder.slice(0, -'node_modules'.length);
  return [...packages.keys()].some((key) => files.get(`${home}${key}${MANIFEST}`)?.layer === layer);
}

const PACKAGE = /^(?:@[^/]+\/)?[^/.@][^/]*$/;
/** npm nests packages less deep. */
const MAX_DEPTH = 20;

/**
 * The outermost folder with a list that the package is in, and its place there. `node_modules` deeper in a package belong to
 * its tests.
 */
function place(path: string, folders: ReadonlyMap<string, Listing[]>): Place | undefined {
  const parts = `/${path.slice(0, -MANIFEST.length)}`.split('/node_modules/');
  if (parts.length > MAX_DEPTH) return undefined;
  const outermost = parts.findLastIndex((part, i) => i === 0 || !PACKAGE.test(part)) + 1;
  for (let i = outermost; i < parts.length; i++) {
    const folder = `${parts.slice(0, i).join('/node_modules/')}/node_modules`.slice(1);
    const listings = folders.get(folder);
    const key = `node_modules/${parts.slice(i).join('/node_modules/')}`;
    if (listings) return { folder, key, listings };
  }
  return undefined;
}

function packagesIn(bytes: Uint8Array): Map<string, Listed> {
  const { packages } = jsonObjectOf(bytes);
  if (!isObject(packages)) throw new CatalogError('is not a list of npm');
  const found = new Map<string, Listed>();
  for (const [key, value] of Object.entries(packages)) {
    if (!isObject(value)) continue;
    const folder = key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const name = typeof value.name === 'string' ? value.name : folder;
    const version = typeof value.version === 'string' ? value.version : undefined;
    found.set(key, { name, version });
  }
  return found;
}

/** A link has no version. Some package.json have a `v` or build metadata that npm leaves out. */
function isSame(listed: Listed, { name, version }: Listed): boolean {
  const plain = (text = '') => text.trim().replace(/^[v=]+|\+.*$/g, '');
  if (listed.name !== name) return false;
  return listed.version === undefined || plain(listed.version) === plain(version);
}
