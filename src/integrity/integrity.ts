import type { Coverage } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import type { Incomplete, Note } from '../core/report.js';
import type {
  FileReader,
  FileSystem,
  Image,
  Layer,
  LayerEntry,
  LayerFile,
} from '../image/image.js';
import { CatalogError } from '../inventory/catalog-error.js';
import { maxMebibytes } from '../inventory/file-content.js';
import { compareText, plainText, pluralize } from '../lib/text.js';
import { type Change, findChange, matchingOwner } from './change.js';
import {
  type ComparisonPlan,
  type FileComparison,
  type OwnedFile,
  planComparisons,
} from './comparison.js';
import { type DamagedRecord, damageOf } from './damage.js';
import { type ContentFacts, contentFacts, type WantedFacts } from './file-content-facts.js';
import { findingsOf, type LayerLines } from './integrity-findings.js';
import { createModuleCheck, type ModuleCheck } from './module-check.js';
import { installsPython } from './python-installer.js';
import { DEFAULT_ALGORITHM, type RecordedPackage, type RecordSystem } from './record-system.js';
import { createRecordSystems } from './record-systems.js';
import { createListedPaths, readableFiles } from './remaining-files.js';
import { createStartCheck, type StartCheck } from './start-check.js';

/** The check of one image: pass `readers` to the scan of its layers, then call `finish`. */
export interface IntegrityCheck {
  readonly readers: readonly FileReader[];
  finish(files: FileSystem, lines: LayerLines): IntegrityResult;
}

export interface IntegrityResult {
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  /** How much was compared, if all files were to be. */
  readonly notes: readonly Note[];
  /** The packages that have no record, if all files were to be compared. */
  readonly gaps: readonly Omit<Coverage, 'target'>[];
}

/** Of one file, as for the inventory. */
const MAX_RECORD_MEBIBYTES = 512;
const MAX_WHOLE_MEBIBYTES = 16;

/**
 * Compares the files of packages with what the package managers recorded when they installed them. By default those that
 * a layer above that of the package wrote, with `isFull` all.
 */
export function createIntegrityCheck(image: Image, isFull: boolean): IntegrityCheck {
  const state = new IntegrityState(image, isFull);
  return {
    readers: [state.reader()],
    finish: (files, lines) => ({
      findings: findingsOf(state.changes(files), image, lines),
      incomplete: incompleteOf(state.damaged, image.name),
      notes: isFull ? [{ check: 'hardening', target: image.name, message: state.extent() }] : [],
      gaps: isFull ? gapsOf(state.unrecorded(files)) : [],
    }),
  };
}

class IntegrityState {
  readonly damaged: DamagedRecord[] = [];
  readonly #layers: readonly Layer[];
  readonly #isFull: boolean;
  readonly #systems;
  readonly #npm;
  readonly #lists;
  readonly #byteCode: ModuleCheck;
  readonly #starts: StartCheck;
  readonly #changedPackages: Change[] = [];
  /** By layer and path: what reads a file that is wanted as a whole once all records are known. */
  readonly #whole = new Map<string, (file: LayerFile) => Change | undefined>();
  readonly #contents = new Map<string, ContentFacts>();
  /** After the walk: the digests that are needed, by layer and path. */
  #wanted: Map<string, WantedFacts> | undefined;
  #installed: readonly RecordedPackage[] = [];
  #comparisons: readonly FileComparison[] = [];

  constructor({ layers, config }: Image, isFull: boolean) {
    this.#layers = layers;
    this.#isFull = isFull;
    this.#byteCode = createModuleCheck(isFull);
    this.#starts = createStartCheck(config.env);
    const { systems, npm, lists } = createRecordSystems();
    this.#systems = systems;
    this.#lists = lists;
    this.#npm = npm;
  }

  reader(): FileReader {
    return {
      wellKnown: this.#systems.flatMap(({ wellKnown }) => wellKnown),
      wants: (entry, randomAccess) => {
        const ofModule = this.#byteCode.wants(entry);
        const ofStart = this.#starts.wants(entry);
        if (ofModule > 0 || ofStart > 0) return Math.max(ofModule, ofStart);
        if (this.#whole.has(keyOf(entry))) return maxMebibytes(MAX_WHOLE_MEBIBYTES, entry.size);
        if (this.#wanted) return this.#wanted.has(keyOf(entry)) ? (randomAccess ? 1 : Infinity) : 0;
        if (![this.#npm, ...this.#systems].some(({ wants }) => wants(entry.path))) return 0;
        return maxMebibytes(MAX_RECORD_MEBIBYTES, entry.size);
      },
      read: (file) => this.#read(file),
      wantsLater: (files) => this.#plan(files),
      wantsLast: (files) => [...this.#earlierVersions(files), ...this.#byteCode.sources()],
    };
  }

  changes(files: FileSystem): Change[] {
    const records = this.#installed.flatMap((owner) => recordChanges(owner, this.#layers));
    const contentOf = (entry: LayerEntry) => this.#contents.get(keyOf(entry));
    const isOfPackage = this.#listedPaths();
    const found = this.#comparisons.flatMap(
      (one) => findChange(one, contentOf, files, isOfPackage) ?? [],
    );
    const others = [...records, ...this.#lists.changes(files), ...this.#changedPackages, ...found];
    const reported = new Set(others.map(keyOf));
    return [...others, ...this.#starts.changes(files).filter((one) => !reported.has(keyOf(one)))];
  }

  /** The packages whose files cannot be compared, because nothing was recorded of them. */
  unrecorded(files: FileSystem): readonly string[] {
    const isOfPackage = this.#listedPaths();
    const names = this.#systems.flatMap(({ unrecorded }) => [
      ...(unrecorded?.(files, isOfPackage) ?? []),
    ]);
    return [...new Set(names)].sort(compareText);
  }

  #listedPaths(): (path: string) => boolean {
    const installed = this.#installed;
    return createListedPaths(function* () {
      for (const owner of installed) yield* readableFiles(owner.files());
    });
  }

  /** `512 files of 2 packages were compared with their records. No file to compare: coreutils and 8 more packages` */
  extent(): string {
    const compared = new Set(
      this.#comparisons.flatMap(({ owners }) => owners.map(({ owner }) => owner.name)),
    );
    const files = this.#comparisons.length;
    const text = `${pluralize(files, 'file')} of ${pluralize(compared.size, 'package')} ${files === 1 ? 'was' : 'were'} compared with the records`;
    const all = [...new Set(this.#installed.map(({ name }) => name))];
    const rest = all.filter((name) => !compared.has(name));
    if (rest.length === 0) return text;
    return `${text}; there is nothing to compare for ${listed(rest)}`;
  }

  #read(file: LayerFile): void {
    const change = this.#byteCode.read(file);
    if (change) this.#changedPackages.push(change);
    this.#starts.read(file);
    const wanted = this.#wanted?.get(keyOf(file));
    if (wanted) this.#contents.set(keyOf(file), contentFacts(file, wanted));
    const whole = this.#whole.get(keyOf(file));
    if (wanted && !whole) return;
    const { path, bytes, size } = file;
    const system = [this.#npm, ...this.#systems].find(({ wants }) => wants(path));
    if (!system && !whole) return;
    try {
      if (bytes.length < size) throw new CatalogError('is larger than the limit for records');
      const change = whole ? whole(file) : system?.read(file);
      if (change) this.#changedPackages.push(change);
    } catch (error) {
      this.damaged.push({ path, message: damageOf(error) });
    }
  }

  /** The files to read once all records are known. */
  #plan(files: FileSystem): LayerEntry[] {
    this.#installed = this.#systems.flatMap((system) =>
      this.#readable(system, () => system.installed(files)),
    );
    const uncompared = this.#systems.flatMap((system) =>
      this.#readable(system, () => system.uncompared?.(files) ?? []),
    );
    const plan: ComparisonPlan = planComparisons(this.#installed, files, this.#isFull);
    this.#comparisons = plan.comparisons;
    this.damaged.push(...plan.damaged);
    this.#wanted = new Map();
    const later: LayerEntry[] = [];
    const readWhole = (entry: LayerEntry, read: (file: LayerFile) => Change | undefined) => {
      this.#whole.set(keyOf(entry), read);
      later.push(entry);
    };
    for (const entry of this.#npm.plan(files, this.#isFull)) readWhole(entry, this.#npm.compare);
    for (const entry of this.#lists.plan(this.#installed, files))
      readWhole(entry, this.#lists.read);
    for (const { content, owners } of plan.comparisons)
      if (content) later.push(...this.#want(content, owners));
    later.push(...this.#byteCode.plan(files));
    later.push(...this.#starts.plan([...this.#installed, ...uncompared], files));
    // A single layer has nothing above its packages that would be compared.
    if (!this.#isFull && this.#layers.length < 2) this.damaged.length = 0;
    this.damaged.push(...tooMany('__pycache__', 'byte code', this.#byteCode.left));
    this.damaged.push(...tooMany('site-packages', 'start files', this.#starts.left));
    return later;
  }

  #readable(
    system: RecordSystem,
    packages: () => Iterable<RecordedPackage>,
  ): readonly RecordedPackage[] {
    try {
      return [...packages()];
    } catch (error) {
      this.damaged.push({ path: system.wellKnown[0] ?? 'RECORD', message: damageOf(error) });
      return [];
    }
  }

  /** Of a file that is not as recorded, the versions of the layers below tell what was changed. */
  #earlierVersions(files: FileSystem): LayerEntry[] {
    return this.#comparisons.flatMap((comparison) => {
      const { content, earlier, owners } = comparison;
      const facts = content && this.#contents.get(keyOf(content));
      if (matchingOwner(comparison, facts, files)) return [];
      const lower = earlier.filter(({ type }) => type === 'file');
      return lower.flatMap((entry) => this.#want(entry, owners, facts));
    });
  }

  /** The file, if its content is not wanted yet. `above` is known of the version above, with which it is compared. */
  #want(
    entry: LayerEntry,
    owners: readonly OwnedFile[],
    above?: ContentFacts,
  ): readonly LayerEntry[] {
    const key = keyOf(entry);
    const known = this.#wanted?.get(key);
    const wanted = known ?? { algorithms: new Set(above?.digests.keys()), expected: new Set() };
    for (const { recorded } of owners) {
      wanted.algorithms.add(recorded.algorithm ?? DEFAULT_ALGORITHM);
      // More than the digests is needed of a version below, even if it is as recorded.
      if (recorded.digest !== undefined && !above) wanted.expected.add(recorded.digest);
    }
    this.#wanted?.set(key, wanted);
    return known || this.#whole.has(key) ? [] : [entry];
  }
}

function tooMany(path: string, what: string, left: number): readonly DamagedRecord[] {
  if (left === 0) return [];
  return [{ path, message: `has more ${what} than is compared: ${pluralize(left, 'file')}` }];
}

function recordChanges(owner: RecordedPackage, layers: readonly Layer[]): Change[] {
  const { changedIn, reinstalledIn, recordPath: path } = owner;
  const common = { owner, path, isProgram: false };
  const changes: Change[] = [];
  if (changedIn !== undefined) changes.push({ ...common, kind: 'record', layer: changedIn });
  if (reinstalledIn !== undefined) {
    const layer = layers[reinstalledIn];
    const isByInstaller = layer !== undefined && installsPython(layer);
    changes.push({ ...common, kind: 'reinstallation', layer: reinstalledIn, isByInstaller });
  }
  return changes;
}

function keyOf({ layer, path }: Pick<LayerEntry, 'layer' | 'path'>): string {
  return `${layer}/${path}`;
}

/** Records and packages that a report names; the others are counted. */
const MOST_NAMED = 5;
const MAX_MESSAGE = 300;

function listed(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).map((name) => plainText(name, 80));
  const more = names.length - named.length;
  const list = named.join(', ');
  return more > 0 ? `${list} and ${pluralize(more, 'more package')}` : list;
}

function gapsOf(unrecorded: readonly string[]): IntegrityResult['gaps'] {
  if (unrecorded.length === 0) return [];
  const reason = `verify-files compared no file of ${listed(unrecorded)}: nothing was recorded of them. Install them again, or allow the gap`;
  return [{ check: 'hardening', state: 'partial', reason }];
}

function incompleteOf(damaged: readonly DamagedRecord[], target: string): Incomplete[] {
  const more = damaged.length - MOST_NAMED;
  const named = damaged.slice(0, MOST_NAMED).map(({ path, message }) => `${path} ${message}`);
  const reasons = [
    ...named,
    ...(more > 0 ? [`${pluralize(more, 'more record')} cannot be read`] : []),
  ];
  return reasons.map((one) => ({
    check: 'hardening',
    target,
    reason: plainText(
      `The files of packages are not compared with all records: ${one}`,
      MAX_MESSAGE,
    ),
  }));
}
