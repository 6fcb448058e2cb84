import type { Package } from '../../core/package.js';
import type { PlanChange } from '../../core/plan.js';
import { groupBy } from '../../lib/group-by.js';
import { lineStarts, rangeOf } from '../../lib/lines.js';
import { LOCKFILES } from '../../remedy/facts/lockfiles/index.js';
import type { LockedPackage } from '../../remedy/facts/lockfiles/lockfile.js';
import type { Declaration, OtherVersion } from '../../remedy/plan/facts.js';
import { descriptorOf, nameOf } from '../images/project-files.js';
import { declaredVersion } from './declared-version.js';

/** A file of the repository. */
export interface ProjectText {
  readonly path: string;
  readonly text: string;
}

/** Whether a file of the repository fixes the versions of packages. */
export function isLockfile(path: string): boolean {
  const name = nameOf(path);
  return LOCKFILES.some(({ wants }) => wants(name));
}

/** Whether a lockfile has the package, and not in the version from which a step of a plan raises it. */
export function isRaised(
  text: string,
  {
    path,
    name,
    from,
  }: Pick<Extract<PlanChange, { kind: 'locked-package' }>, 'path' | 'name' | 'from'>,
): boolean {
  const entries = LOCKFILES.filter(({ wants }) => wants(nameOf(path))).flatMap(({ read, type }) =>
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
): ReadonlyMap<string, Declaration> {
  const locked = rank(files.flatMap((file) => lockedIn(file, packages)));
  const listed = rank(files.flatMap((file) => listedIn(file, packages)));
  const declarations = new Map<string, Declaration>();
  for (const { purl } of packages) {
    const lock = locked.find((file) => file.has(purl))?.get(purl);
    const entry = listed
      .find((file) => file.has(purl) && isNextTo(file.get(purl), lock))
      ?.get(purl);
    const declaration = lock
      ? { ...lock, ...(entry && entry.manager === 'npm' && { manifest: placeOf(entry) }) }
      : entry;
    if (declaration) declarations.set(purl, declaration);
  }
  return declarations;
}

/**
 * The entries of lockfiles for the packages that no lockfile has in the version of the image, by package URL: the lockfile
 * is newer than the image. A package that several entries name in different versions is left out.
 */
export function otherVersionsOf(
  packages: readonly Package[],
  files: readonly ProjectText[],
  declared: ReadonlyMap<string, Declaration>,
): ReadonlyMap<string, OtherVersion> {
  const left = packages.filter(({ purl }) => declared.get(purl)?.kind !== 'lockfile');
  const found = new Map<string, Map<string, OtherVersion>>();
  for (const { path, text } of left.length > 0 ? files : [])
    for (const { type, wants, read } of LOCKFILES) {
      if (!wants(nameOf(path))) continue;
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

type Declared = ReadonlyMap<string, Declaration>;

/** The file with most of the packages first; of equal ones the shallowest. */
function rank(files: readonly Declared[]): readonly Declared[] {
  const depth = (declared: Declared) => [...declared.values()][0]?.path.split('/').length ?? 0;
  return files
    .filter(({ size }) => size > 0)
    .toSorted((a, b) => b.size - a.size || depth(a) - depth(b));
}

/** A list of dependencies belongs to the lockfile in its folder. */
function isNextTo(entry: Declaration | undefined, lock: Declaration | undefined): boolean {
  const folder = (path = '') => path.slice(0, path.lastIndexOf('/') + 1);
  return lock === undefined || folder(entry?.path) === folder(lock.path);
}

function placeOf({ path, line }: Declaration) {
  return { path, ...(line !== undefined && { line }) };
}

function lockedIn({ path, text }: ProjectText, packages: readonly Package[]): Declared[] {
  const name = nameOf(path);
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
  { line, version, ranges, isDirect }: LockedPackage,
): Declaration {
  return {
    path,
    line,
    kind: 'lockfile',
    manager,
    version,
    ...(ranges && { ranges }),
    ...(isDirect !== undefined && { isDirect }),
  };
}

function listedIn({ path, text }: ProjectText, packages: readonly Package[]): Declared[] {
  const descriptor = descriptorOf(path);
  if (!descriptor || descriptor.type === 'golang') return [];
  const { type } = descriptor;
  const byKey = groupBy(
    packages.filter((one) => one.type === type),
    (one) => keyOf(type, one.name),
  );
  const starts = lineStarts(text);
  // With the hash of one package, pip asks for those of all. Source: pip.pypa.io, "Secure installs".
  const hashed = type === 'pypi' && /(?:^|\s)--(?:hash|require-hashes)\b/.test(text);
  const declared = new Map<string, Declaration>();
  for (const { name, from, to } of descriptor.read(text))
    for (const { purl } of byKey.get(keyOf(type, name)) ?? []) {
      if (declared.has(purl)) continue;
      const line = rangeOf(starts, from, to).startLine;
      const manager = MANAGERS.get(type) ?? type;
      const version = declaredVersion(type, text, to);
      declared.set(purl, {
        path,
        line,
        kind: 'manifest',
        manager,
        isDirect: true,
        ...version,
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

/** Python packages are the same in any case and with any separator. Source: PEP 503. */
function keyOf(type: string, name: string): string {
  return type === 'pypi' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name;
}

/** Go modules have a v before their version, package URLs may not. */
function bare(version: string): string {
  return version.replace(/^v(?=\d)/, '');
}
