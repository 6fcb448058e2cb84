import { createHash } from 'node:crypto';
import {
  type Source,
  type ZipDirectory,
  type ZipEntry,
  zipBody,
  zipDirectory,
  zipSource,
} from '../archives/zip.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import {
  type Coordinates,
  fileName,
  type Manifest,
  manifestCoordinates,
  pomProperties,
  repositoryPath,
} from '../java/coordinates.js';
import { knownGroup } from '../java/known-groups.js';

/**
 * Java archives and the archives inside them. Each pom.properties names a Maven artifact (several where libraries
 * were shaded); an archive with none is known by its place in a repository, or by its manifest and its file's name,
 * and then its SHA-1 stays as evidence for whoever can look it up.
 */
export const java: Cataloger = {
  id: 'java',
  parts: true,
  wants: (path, size) => (ARCHIVE.test(path) ? Math.min(size, LARGEST_WHOLE) : 0),
  read,
};

const ARCHIVE = /\.(?:jar|war|ear|par|sar|nar|hpi|jpi)$/i;
/** Largest archive that is taken whole where a layer cannot be read in parts. */
const LARGEST_WHOLE = 512 * 1024 * 1024;
/** Archives inside archives are followed this deep. */
const DEEPEST = 16;
/** What one file of a layer may cost: archives opened, members listed, bytes unpacked or hashed. */
const MOST_ARCHIVES = 10_000;
const MOST_MEMBERS = 1_000_000;
const MOST_BYTES = 2 * 1024 * 1024 * 1024;
/** Largest archive inside another that is unpacked. */
const LARGEST_INNER = 256 * 1024 * 1024;
/** A manifest or pom.properties larger than this is not read. */
const LARGEST_TEXT = 1024 * 1024;

/** What one file of a layer may still cost, and what it has given. */
interface Walk {
  readonly found: FoundPackage[];
  archives: number;
  members: number;
  bytes: number;
  /** The first thing that could not be read. */
  failure?: CatalogError;
}

function read(file: CatalogedFile): FoundPackage[] {
  const walk: Walk = { found: [], archives: 0, members: 0, bytes: 0 };
  if (file.size > 0 && file.part(file.size - 1, 1).length === 0) {
    throw new CatalogError('is larger than what is read of a compressed layer', 'limit');
  }
  archive({ size: file.size, part: (o, l) => file.part(o, l) }, file.path, '', 0, walk);
  if (walk.failure) {
    throw new CatalogError(walk.failure.message, walk.failure.failure, walk.found, walk.failure);
  }
  return walk.found;
}

function archive(source: Source, path: string, within: string, depth: number, walk: Walk): void {
  const entries = guarded(walk, () => spend(walk, zipDirectory(source, matters)));
  if (!entries) return;
  const identified = identify(source, entries, path, walk);
  for (const { group, artifact, version, evidence } of identified) {
    walk.found.push({
      type: 'maven',
      name: `${group}:${artifact}`,
      version,
      ...(evidence && { evidence }),
      ...(within && { within }),
    });
  }
  for (const entry of entries) {
    if (!ARCHIVE.test(entry.name)) continue;
    if (depth + 1 > DEEPEST) {
      fail(walk, new CatalogError(`holds archives nested deeper than ${DEEPEST}`, 'limit'));
      return;
    }
    const inner = guarded(walk, () => {
      spendBytes(walk, entry.size);
      return zipSource(source, entry, LARGEST_INNER);
    });
    const inside = within ? `${within}!/${entry.name}` : entry.name;
    if (inner) archive(inner, entry.name, inside, depth + 1, walk);
    if (isSpent(walk)) return;
  }
}

const POM_PROPERTIES = /(?:^|\/)pom\.properties$/;
const MANIFEST = /^META-INF\/MANIFEST\.MF$/i;

/** Most members are classes: nobody looks at those. */
function matters(name: string): boolean {
  return POM_PROPERTIES.test(name) || MANIFEST.test(name) || ARCHIVE.test(name);
}

type Identified = Coordinates & { readonly evidence?: string };

function identify(
  source: Source,
  entries: readonly ZipEntry[],
  path: string,
  walk: Walk,
): Identified[] {
  const text = (entry: ZipEntry | undefined): Uint8Array | undefined =>
    entry &&
    guarded(walk, () => {
      spendBytes(walk, entry.size);
      return zipBody(source, entry, LARGEST_TEXT);
    });
  // One that leaves a coordinate out was not written by Maven and tells nothing sure.
  const named = entries
    .filter((entry) => POM_PROPERTIES.test(entry.name))
    .map((entry) => pomProperties(text(entry) ?? new Uint8Array()))
    .filter(isWhole);
  if (named.length > 0) return named;

  const stored = repositoryPath(path);
  if (stored) return [{ ...stored, evidence: 'maven-repository' }];

  const manifest = text(entries.find((entry) => MANIFEST.test(entry.name)));
  const told: Manifest = manifest ? manifestCoordinates(manifest) : {};
  const file = fileName(path);
  const artifact = file.version || !told.artifact ? file.artifact : told.artifact;
  const version = versionFrom(file.version, told);
  if (!version) return [];
  const group = knownGroup(artifact) ?? groupFor(told.group, artifact);
  const evidence = told.group && told.version ? 'jar-manifest' : `sha1:${sha1(source, walk)}`;
  return [{ group, artifact, version, evidence }];
}

/** The file's name, unless the manifest says the same more exactly: `log4j-1.2.jar` of 1.2.17. */
function versionFrom(named: string | undefined, told: Manifest): string | undefined {
  const versions = [told.version, told.bundleVersion].filter((v) => v !== undefined);
  if (!named) return versions[0];
  return versions.find((version) => version.startsWith(`${named}.`)) ?? named;
}

function isWhole(pom: Partial<Coordinates>): pom is Coordinates {
  return pom.group !== undefined && pom.artifact !== undefined && pom.version !== undefined;
}

/**
 * A bundle's symbolic name is its group and its artifact; without any hint the artifact's name is taken as the group,
 * as old artifacts really have it (commons-io:commons-io).
 */
function groupFor(told: string | undefined, artifact: string): string {
  if (!told) return artifact;
  return told.endsWith(`.${artifact}`) ? told.slice(0, -artifact.length - 1) : told;
}

function sha1(source: Source, walk: Walk): string {
  walk.bytes += source.size;
  const hash = createHash('sha1');
  const step = 4 * 1024 * 1024;
  for (let at = 0; at < source.size; at += step) hash.update(source.part(at, step));
  return hash.digest('hex');
}

/** Counts an archive and its members: members that overlap could make a small file endless. */
function spend(walk: Walk, { entries, members }: ZipDirectory): readonly ZipEntry[] {
  walk.archives++;
  walk.members += members;
  if (isSpent(walk)) throw new CatalogError('holds more archives than are followed', 'limit');
  return entries;
}

function spendBytes(walk: Walk, bytes: number): void {
  walk.bytes += bytes;
  if (isSpent(walk)) throw new CatalogError('unpacks to more than 2 GiB', 'limit');
}

function isSpent({ archives, members, bytes }: Walk): boolean {
  return archives > MOST_ARCHIVES || members > MOST_MEMBERS || bytes > MOST_BYTES;
}

/** Runs a step whose failure spoils only itself. */
function guarded<T>(walk: Walk, step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof CatalogError)) throw error;
    fail(walk, error);
    return undefined;
  }
}

/** A limit weighs more than damage: it leaves the inventory incomplete. */
function fail(walk: Walk, error: CatalogError): void {
  if (!walk.failure || (walk.failure.failure !== 'limit' && error.failure === 'limit')) {
    walk.failure = error;
  }
}
