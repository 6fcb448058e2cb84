import { createHash } from 'node:crypto';
import {
  type ZipEntry,
  ZipError,
  type ZipOptions,
  type ZipSource,
  zipEntries,
  zipMember,
  zipMemberSource,
} from '../../lib/zip.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import {
  type Coordinates,
  type JarManifest,
  manifestCoordinates,
  pomProperties,
  repositoryPath,
  splitFileName,
} from '../java/coordinates.js';
import { knownGroup } from '../java/known-groups.js';
import { describePom, type PomDescription } from '../java/pom.js';

/**
 * Java archives and the archives inside them. Each pom.properties names a Maven artifact; an archive with shaded libraries
 * has several. An archive without one is identified by its path in a Maven repository, or by its manifest and file name;
 * in the last case its SHA-1 is the evidence, with which the artifact can be looked up.
 */
export const java: Cataloger = {
  id: 'java',
  parts: true,
  wants: (path, size) =>
    ARCHIVE.test(path) && !OF_JDK.test(path) ? Math.min(size, MAX_STREAMED_BYTES) : 0,
  read,
};

const ARCHIVE = /\.(?:jar|war|ear|par|sar|nar|hpi|jpi)$/i;
/** A part of every JDK since 9, which is no artifact of a repository. */
const OF_JDK = /(?:^|\/)lib\/jrt-fs\.jar$/;
/** Largest archive that is read from a layer without random access. */
const MAX_STREAMED_BYTES = 512 * 1024 * 1024;
/** Levels of archives inside archives. */
const MAX_DEPTH = 16;
/** Limits for one file of a layer: archives opened, members listed, bytes decompressed or hashed. */
const MAX_ARCHIVES = 10_000;
const MAX_MEMBERS = 1_000_000;
const MAX_BYTES = 2 * 1024 * 1024 * 1024;
/** Largest archive inside another that is decompressed. */
const MAX_INNER_BYTES = 256 * 1024 * 1024;
/** Largest manifest or pom.properties that is read. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** The packages found in one file of a layer, and what was used of its limits. */
interface Walk {
  readonly found: FoundPackage[];
  archives: number;
  members: number;
  bytes: number;
  /** The first failure; one that exceeds a limit replaces one of damage. */
  failure?: CatalogError;
}

function read(file: CatalogedFile): FoundPackage[] {
  const walk: Walk = { found: [], archives: 0, members: 0, bytes: 0 };
  if (file.size > 0 && file.part(file.size - 1, 1).length === 0) {
    throw new CatalogError('is larger than the limit for files of compressed layers', 'limit');
  }
  const source = { size: file.size, part: file.part.bind(file) };
  readArchive(walk, { source, path: file.path, within: '', depth: 0 });
  const { failure } = walk;
  if (!failure) return walk.found;
  const kind = isOtherFormat(file) ? 'other-format' : failure.failure;
  throw new CatalogError(failure.message, kind, walk.found, failure);
}

/** Other tools use these extensions, too, for files that are no ZIP archives. */
function isOtherFormat({ path, bytes }: CatalogedFile): boolean {
  return !/\.[jwe]ar$/i.test(path) && !(bytes[0] === 0x50 && bytes[1] === 0x4b);
}

interface Archive {
  readonly source: ZipSource;
  /** Of the archive itself, also when it is inside another. */
  readonly path: string;
  /** Where it is inside the file of the layer; '' for that file. */
  readonly within: string;
  readonly depth: number;
}

function readArchive(walk: Walk, archive: Archive): void {
  const { source, within, depth } = archive;
  const entries = attempt(walk, () => listMembers(walk, source));
  if (!entries) return;
  for (const { group, artifact, version, ...about } of identify(walk, archive, entries)) {
    walk.found.push({
      type: 'maven',
      name: `${group}:${artifact}`,
      version,
      ...about,
      within: within || undefined,
    });
  }
  for (const entry of entries) {
    if (!ARCHIVE.test(entry.name)) continue;
    if (depth + 1 > MAX_DEPTH) {
      fail(
        walk,
        new CatalogError(`contains archives nested deeper than ${MAX_DEPTH} levels`, 'limit'),
      );
      return;
    }
    const inner = attempt(walk, () => {
      countBytes(walk, entry.size);
      return aboutMember(entry, () => zipMemberSource(source, entry, MAX_INNER_BYTES));
    });
    if (inner)
      readArchive(walk, {
        source: inner,
        path: entry.name,
        within: within ? `${within}!/${entry.name}` : entry.name,
        depth: depth + 1,
      });
    if (exceedsLimits(walk)) return;
  }
}

const POM_PROPERTIES = /(?:^|\/)pom\.properties$/;
const POM = /^META-INF\/maven\/[^/]+\/[^/]+\/pom\.xml$/;
const MANIFEST = /^META-INF\/MANIFEST\.MF$/i;

/** Most members are classes, and they are skipped. */
function isRelevant(name: string): boolean {
  return POM_PROPERTIES.test(name) || POM.test(name) || MANIFEST.test(name) || ARCHIVE.test(name);
}

const ZIP_OPTIONS: ZipOptions = {
  wanted: isRelevant,
  maxMembers: 200_000,
  maxDirectoryBytes: 64 * 1024 * 1024,
};

type Identified = Coordinates & PomDescription & { readonly evidence?: string };

function identify(
  walk: Walk,
  { source, path }: Archive,
  entries: readonly ZipEntry[],
): Identified[] {
  const contentOf = (entry: ZipEntry | undefined): Uint8Array | undefined =>
    entry &&
    attempt(walk, () => {
      countBytes(walk, entry.size);
      return aboutMember(entry, () => zipMember(source, entry, MAX_TEXT_BYTES));
    });
  const poms = new Map(entries.filter((e) => POM.test(e.name)).map((e) => [e.name, e]));
  // A pom.properties without a coordinate was not written by Maven, and is not reliable.
  const named = entries
    .filter((entry) => POM_PROPERTIES.test(entry.name))
    .map((entry) => {
      const properties = pomProperties(contentOf(entry) ?? new Uint8Array());
      const pom = poms.get(entry.name.replace(/\.properties$/, '.xml'));
      const content = pom && isComplete(properties) ? contentOf(pom) : undefined;
      return { ...properties, ...(content && describePom(content)) };
    })
    .filter(isComplete);
  if (named.length > 0) return named;

  const inRepository = repositoryPath(path);
  if (inRepository) return [{ ...inRepository, evidence: 'maven-repository' }];

  const [pom] = poms.size === 1 ? [...poms.values()] : [];
  const described = contentOf(pom);
  const content = contentOf(entries.find((entry) => MANIFEST.test(entry.name)));
  const manifest: JarManifest = content ? manifestCoordinates(content) : {};
  const file = splitFileName(path);
  const isNamed = file.version !== undefined || manifest.artifact === undefined;
  const artifact = manifest.known?.artifact ?? (isNamed ? file.artifact : manifest.artifact);
  const version = versionFrom(file.version, manifest);
  if (!version) return [];
  const group =
    manifest.known?.group ?? knownGroup(artifact) ?? groupFrom(manifest.group, artifact);
  const evidence =
    manifest.group && manifest.version ? 'jar-manifest' : `sha1:${sha1(walk, source)}`;
  return [{ group, artifact, version, evidence, ...(described && describePom(described)) }];
}

/**
 * The version in the file name, unless the manifest has it with more parts, `log4j-1.2.jar` of 1.2.17, but not those that
 * bundles add: `1.80.0`.
 */
function versionFrom(inName: string | undefined, manifest: JarManifest): string | undefined {
  const versions = [manifest.version, manifest.bundleVersion].filter((v) => v !== undefined);
  if (!inName) return versions[0];
  const longer = versions.find((version) => version.startsWith(`${inName}.`));
  return longer === undefined || /^(?:\.0)+$/.test(longer.slice(inName.length)) ? inName : longer;
}

function isComplete<T extends Partial<Coordinates>>(pom: T): pom is T & Coordinates {
  return pom.group !== undefined && pom.artifact !== undefined && pom.version !== undefined;
}

/**
 * The symbolic name of a bundle consists of group and artifact. Without any name the artifact is used as the group, as it
 * is for old artifacts (commons-io:commons-io).
 */
function groupFrom(symbolicName: string | undefined, artifact: string): string {
  if (!symbolicName) return artifact;
  return symbolicName.endsWith(`.${artifact}`)
    ? symbolicName.slice(0, -artifact.length - 1)
    : symbolicName;
}

function sha1(walk: Walk, source: ZipSource): string {
  walk.bytes += source.size;
  const hash = createHash('sha1');
  const step = 4 * 1024 * 1024;
  for (let at = 0; at < source.size; at += step) hash.update(source.part(at, step));
  return hash.digest('hex');
}

/** Lists the relevant members, and counts all. Members may overlap, so that a small file can contain very many. */
function listMembers(walk: Walk, source: ZipSource): readonly ZipEntry[] {
  const list: ZipEntry[] = [];
  const entries = zipEntries(source, ZIP_OPTIONS);
  for (let step = entries.next(); ; step = entries.next()) {
    if (!step.done) {
      list.push(step.value);
      continue;
    }
    walk.archives++;
    walk.members += step.value;
    if (exceedsLimits(walk))
      throw new CatalogError('contains too many archives or members', 'limit');
    return list;
  }
}

function countBytes(walk: Walk, bytes: number): void {
  walk.bytes += bytes;
  if (exceedsLimits(walk)) throw new CatalogError('decompresses to more than 2 GiB', 'limit');
}

function exceedsLimits({ archives, members, bytes }: Walk): boolean {
  return archives > MAX_ARCHIVES || members > MAX_MEMBERS || bytes > MAX_BYTES;
}

/** Adds the name of the member to an error about it. */
function aboutMember<T>({ name }: ZipEntry, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    const { message, isLimit } = error;
    throw new ZipError(`has a member ${name} that ${message}`, { isLimit, cause: error });
  }
}

/** Runs a step; a failure is recorded, and other steps continue. */
function attempt<T>(walk: Walk, step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    fail(walk, asCatalogError(error));
    return undefined;
  }
}

function asCatalogError(error: unknown): CatalogError {
  if (error instanceof CatalogError) return error;
  if (!(error instanceof ZipError)) throw error;
  return new CatalogError(error.message, error.isLimit ? 'limit' : 'malformed', [], error);
}

/** A limit is reported rather than damage, because it makes the inventory incomplete. */
function fail(walk: Walk, error: CatalogError): void {
  if (!walk.failure || (walk.failure.failure !== 'limit' && error.failure === 'limit')) {
    walk.failure = error;
  }
}
