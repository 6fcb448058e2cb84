import { posix } from 'node:path';
import { requirements } from '../../builds/descriptors/requirements.js';
import { LOCKFILES } from '../../builds/lockfiles/index.js';
import type { LockedPackage } from '../../builds/lockfiles/lockfile.js';
import { descriptorFormatOf } from '../../builds/project-files.js';
import type { Package } from '../../core/package.js';
import type { PlanChange } from '../../core/plan.js';
import { pythonName } from '../../core/python-name.js';
import { groupBy } from '../../lib/group-by.js';
import { lineStarts, rangeOf } from '../../lib/lines.js';
import { baseName, folderPrefix } from '../../lib/paths.js';
import type { OtherVersion, PackageDeclaration } from '../plan/facts.js';
import { acceptsVersion } from '../plan/npm-ranges.js';
import { declaredVersion, requirementMarker } from './declared-version.js';
import { listsIn, type ProjectText } from './requirement-files.js';

/** Whether a lockfile has the package, and not in the version from which a step of a plan raises it. */
export function isRaised(
  text: string,
  {
    path,
    name,
    from,
  }: Pick<Extract<PlanChange, { kind: 'locked-package' }>, 'path' | 'name' | 'from'>,
): boolean {
  const entries = LOCKFILES.filter(({ wants }) => wants(baseName(path))).flatMap(({ read, type }) =>
    read(text, new Set([keyOf(type, name), name])),
  );
  return entries.length > 0 && entries.every(({ version }) => bare(version) !== bare(from));
}

/**
 * The place in the files of the repository that decides about the version of each package, by package URL: the lockfile
 * that has most of the packages in their versions, else the list of dependencies that names most of them.
 */
export function declarationsOf(
  packages: readonly Package[],
  files: readonly ProjectText[],
): ReadonlyMap<string, PackageDeclaration> {
  const locked = rank(files.flatMap((file) => lockedIn(file, packages)));
  const listed = rank(files.flatMap((file) => listedIn(file, packages)));
  const names = new Map(files.map((file) => [file.path, new Set(listsIn(file))]));
  const declarations = new Map<string, PackageDeclaration>();
  for (const { purl } of packages) {
    const lock = locked.find((file) => file.has(purl))?.get(purl);
    const entries = listed.flatMap((file) => {
      const one = file.get(purl);
      return one && isNextTo(one, lock) ? [one] : [];
    });
    const entry = entries.find(({ condition }) => condition === undefined) ?? entries[0];
    const declaration = lock
      ? withList(lock, entry)
      : entry && withOthers(entry, purl, { listed, names });
    if (declaration) declarations.set(purl, declaration);
  }
  return declarations;
}

/** The lockfiles of Yarn and pnpm do not say what the project itself needs. */
function withList(
  lock: PackageDeclaration,
  entry: PackageDeclaration | undefined,
): PackageDeclaration {
  if (entry?.manager !== 'npm') return lock;
  const { ranges = entry.ranges, version = '' } = lock;
  const { isDirect = acceptsVersion(entry.ranges ?? [], version) } = lock;
  return { ...lock, isDirect, ...(isDirect && ranges && { ranges }), manifest: placeOf(entry) };
}

interface Lists {
  readonly listed: readonly Declared[];
  /** The lists that each file names. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
}

/** An entry of a list of Python packages, with the versions that lists next to it and lists that it names accept. */
function withOthers(
  entry: PackageDeclaration,
  purl: string,
  { listed, names }: Lists,
): PackageDeclaration {
  if (entry.manager !== 'pip') return entry;
  const folder = posix.dirname(entry.path);
  const others = listed.flatMap((file) => {
    const { path, line, version, ranges, condition } = file.get(purl) ?? {};
    if (path === undefined || path === entry.path || condition !== undefined) return [];
    const isNamed = names.get(entry.path)?.has(path) || names.get(path)?.has(entry.path);
    if (!isNamed && posix.dirname(path) !== folder) return [];
    const accepts = version === undefined ? ranges : [`==${version}`];
    return accepts
      ? [{ path, ...(line !== undefined && { line }), accepts, isNamed: !!isNamed }]
      : [];
  });
  return others.length > 0 ? { ...entry, others } : entry;
}

/**
 * The entries of lockfiles for the packages that no lockfile has in the version of the image, by package URL: the lockfile
 * is newer than the image. A package that several entries name in different versions is left out.
 */
export function otherVersionsOf(
  packages: readonly Package[],
  files: readonly ProjectText[],
  declared: ReadonlyMap<string, PackageDeclaration>,
): ReadonlyMap<string, OtherVersion> {
  const left = packages.filter(({ purl }) => declared.get(purl)?.kind !== 'lockfile');
  const found = new Map<string, Map<string, OtherVersion>>();
  for (const { path, text } of left.length > 0 ? files : [])
    for (const { type, wants, read } of LOCKFILES) {
      if (!wants(baseName(path))) continue;
      const byKey = groupBy(
        left.filter((one) => one.type === type),
        (one) => keyOf(type, one.name),
      );
      const spellings = [...byKey.values()].flat().map((one) => one.name);
      for (const { name, line, version } of read(text, new Set([...byKey.keys(), ...spellings])))
        for (const { purl } of byKey.get(keyOf(type, name)) ?? []) {
          const versions = found.get(purl) ?? new Map<string, OtherVersion>();
          if (!versions.has(version)) versions.set(version, { path, line, version: bare(version) });
          found.set(purl, versions);
        }
    }
  return new Map(
    [...found].flatMap(([purl, versions]) => {
      const [only, second] = versions.values();
      return only && !second ? [[purl, only] as const] : [];
    }),
  );
}

type Declared = ReadonlyMap<string, PackageDeclaration>;

/** The file with most of the packages first; of equal ones the shallowest. */
function rank(files: readonly Declared[]): readonly Declared[] {
  const depth = (declared: Declared) => [...declared.values()][0]?.path.split('/').length ?? 0;
  return files
    .filter(({ size }) => size > 0)
    .toSorted((a, b) => b.size - a.size || depth(a) - depth(b));
}

/** A list of dependencies belongs to the lockfile in its folder. */
function isNextTo(
  entry: PackageDeclaration | undefined,
  lock: PackageDeclaration | undefined,
): boolean {
  const folder = (path = '') => folderPrefix(path);
  return lock === undefined || folder(entry?.path) === folder(lock.path);
}

function placeOf({ path, line }: PackageDeclaration) {
  return { path, ...(line !== undefined && { line }) };
}

function lockedIn({ path, text }: ProjectText, packages: readonly Package[]): Declared[] {
  const name = baseName(path);
  return LOCKFILES.filter(({ wants }) => wants(name)).map(({ type, manager, read }) => {
    const byKey = groupBy(
      packages.filter((one) => one.type === type),
      (one) => keyOf(type, one.name),
    );
    const spellings = [...byKey.values()].flat().map((one) => one.name);
    const found = read(text, new Set([...byKey.keys(), ...spellings]));
    const entries = found.flatMap((entry) =>
      (byKey.get(keyOf(type, entry.name)) ?? [])
        .filter(({ version }) => bare(version) === bare(entry.version))
        .map(({ purl }) => [purl, lockDeclaration(path, manager, entry)] as const),
    );
    // The copy of a package that is listed first is that of the project itself.
    return new Map(entries.toReversed());
  });
}

function lockDeclaration(
  path: string,
  manager: string,
  { line, version, ranges, isDirect, workspaces, isClassic, isShared }: LockedPackage,
): PackageDeclaration {
  return {
    path,
    line,
    kind: 'lockfile',
    manager,
    version,
    ...(ranges && { ranges }),
    ...(isDirect !== undefined && { isDirect }),
    ...(workspaces && { workspaces }),
    ...(isClassic !== undefined && { isClassic }),
    ...(isShared && { isShared }),
  };
}

function listedIn(
  { path, text, isRequirements }: ProjectText,
  packages: readonly Package[],
): Declared[] {
  const descriptor = isRequirements ? requirements : descriptorFormatOf(path);
  if (!descriptor || descriptor.type === 'golang') return [];
  const { type } = descriptor;
  const byKey = groupBy(
    packages.filter((one) => one.type === type),
    (one) => keyOf(type, one.name),
  );
  const starts = lineStarts(text);
  // With the hash of one package, pip asks for those of all. Source: pip.pypa.io, "Secure installs".
  const hashed = type === 'pypi' && /(?:^|\s)--(?:hash|require-hashes)\b/.test(text);
  const declared = new Map<string, PackageDeclaration>();
  for (const { name, from, to } of descriptor.read(text))
    for (const { purl, version: installed } of byKey.get(keyOf(type, name)) ?? []) {
      const known = declared.get(purl);
      if (known && (known.condition === undefined || type !== 'pypi')) continue;
      const line = rangeOf(starts, from, to).startLine;
      const manager = MANAGERS.get(type) ?? type;
      const version = declaredVersion(type, text, to);
      // Of entries for several environments, that with the version of the image is the one that was installed.
      const marker = type === 'pypi' ? requirementMarker(text, to) : undefined;
      const condition = version.version === installed ? undefined : marker;
      if (known && condition !== undefined) continue;
      declared.set(purl, {
        path,
        line,
        kind: 'manifest',
        manager,
        isDirect: true,
        ...version,
        ...(condition !== undefined && { condition }),
        ...(hashed && { hashed }),
      });
    }
  return [declared];
}

const MANAGERS: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm'],
  ['pypi', 'pip'],
  ['maven', 'maven'],
]);

function keyOf(type: string, name: string): string {
  return type === 'pypi' ? pythonName(name) : name;
}

/** Go modules have a v before their version, package URLs may not. */
function bare(version: string): string {
  return version.replace(/^v(?=\d)/, '');
}
