import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isGap } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import type { Host } from '../core/host.js';
import type { Distribution, Package } from '../core/package.js';
import { isDistributionPackage } from '../core/package-url.js';
import type { Severity } from '../core/severity.js';
import type { FileReader } from '../image/image.js';
import { DEFAULT_LIMITS } from '../image/limits.js';
import { artifactImages } from '../image/sources/registry.js';
import { startInventory } from '../inventory/inventory.js';
import { PortsideError, reason } from '../lib/errors.js';
import { makeFolder } from '../lib/make-folder.js';
import type { Options } from '../options/options.js';
import type { CheckContext } from '../policy/check-context.js';
import type { ArtifactSource } from '../registry/artifact-source.js';
import type { BaseSources } from '../registry/base-sources.js';
import type { OciManifest } from '../registry/manifest.js';
import { ownPlatform, parsePlatform } from '../registry/platform.js';
import { type AskedByAdvisories, advisoryOptions } from '../vulnerabilities/advisory-options.js';
import { inspectVulnerabilities } from '../vulnerabilities/inspect.js';
import { type BaseSystem, startBaseSystem } from './base-system.js';
import { type Measurement, packageLayers } from './measurement.js';

/** Milliseconds for all images together. */
const TIMEOUT_MS = 10_000;

/** The packages and the size of an image; cached by digest, because they do not depend on advisories. */
interface Contents {
  readonly bytes: number;
  readonly packages: readonly Package[];
  readonly distribution?: Distribution;
  readonly system: BaseSystem;
}

/** What the measurement of images asks of the options. */
export type AskedByMeasurement = AskedByAdvisories | 'platforms';

/**
 * The digest, size and known vulnerabilities of images in registries, by reference. Images that could not be read in time
 * are left out, with the reason in the debug log. Never throws.
 */
export async function measureBases(
  references: readonly string[],
  sources: BaseSources,
  { options, host }: Pick<CheckContext<AskedByMeasurement>, 'options' | 'host'>,
  timeout = TIMEOUT_MS,
): Promise<ReadonlyMap<string, Measurement>> {
  const end = performance.now() + timeout;
  const looked = new Map<string, { readonly digest: string; readonly contents: Contents }>();
  const looking = [...new Set(references)].map(async (reference) => {
    try {
      const found = await lookInto(reference, sources, options, end);
      if (found) looked.set(reference, found);
    } catch (error) {
      host.debug(`${reference} was not looked into: ${reason(error)}`);
    }
  });
  await withTimeout(Promise.all(looking), timeout);
  const measured = new Map<string, Measurement>();
  // One after the other, in the order of the recommendations, until the time is over.
  for (const reference of references) {
    const found = looked.get(reference);
    if (!found || measured.has(reference)) continue;
    const { digest, contents } = found;
    const isLate = performance.now() > end;
    const vulnerabilities = isLate ? undefined : await countOf(reference, contents, options, host);
    measured.set(reference, { digest, bytes: contents.bytes, vulnerabilities });
  }
  return measured;
}

/** Resolves when the work is done or the time is over. */
export async function withTimeout(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

async function lookInto(
  reference: string,
  sources: BaseSources,
  options: Pick<Options, 'environment' | 'platforms'>,
  end: number,
): Promise<{ readonly digest: string; readonly contents: Contents } | undefined> {
  const { source, manifest } = await sources(reference);
  if (!manifest) return undefined;
  const { digest } = manifest;
  const make = () => contentsOf({ reference, source, manifest }, options, end);
  return { digest, contents: await cached(digest, options, make) };
}

/**
 * The known vulnerabilities of the distribution's packages in an image of a registry; undefined if it does not exist, or if
 * not all packages could be matched. Throws PortsideError.
 */
export async function vulnerabilitiesOfBase(
  reference: string,
  sources: BaseSources,
  { options, host }: Pick<CheckContext<AskedByMeasurement>, 'options' | 'host'>,
  end: number,
): Promise<readonly Finding[] | undefined> {
  const found = await lookInto(reference, sources, options, end);
  return found && vulnerabilitiesIn(reference, found.contents, options, host);
}

/**
 * The packages of the distribution in an image of a registry, and what decides about their upgrade; undefined if it does not
 * exist. Throws PortsideError if they are not all known.
 */
export async function packagesOfBase(
  reference: string,
  sources: BaseSources,
  { options }: Pick<CheckContext<AskedByMeasurement>, 'options'>,
  end: number,
): Promise<Pick<Contents, 'packages' | 'distribution' | 'system'> | undefined> {
  return (await lookInto(reference, sources, options, end))?.contents;
}

/** Known vulnerabilities by severity; undefined if not all packages could be matched, because a lower count would be wrong. */
async function countOf(
  reference: string,
  contents: Contents,
  options: Pick<Options, AskedByAdvisories>,
  host: Host,
): Promise<Measurement['vulnerabilities']> {
  const found = await vulnerabilitiesIn(reference, contents, options, host);
  if (!found) return undefined;
  const counts: Partial<Record<Severity, number>> = {};
  for (const { severity } of found) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}

async function vulnerabilitiesIn(
  reference: string,
  { packages, distribution }: Contents,
  settings: Pick<Options, AskedByAdvisories>,
  host: Host,
): Promise<readonly Finding[] | undefined> {
  const { now, offline, advisories, cache, registry, kev } = advisoryOptions(
    reference,
    settings,
    host,
  );
  const options = { now, offline, advisories, cache, registry, kev, target: reference };
  try {
    const known = await inspectVulnerabilities(packages, distribution, options, host);
    if (known.incomplete.length > 0 || known.coverage.some(isGap)) return undefined;
    // The end of life of the distribution is reported elsewhere.
    return known.findings.filter(({ subject }) => subject?.purl !== undefined);
  } catch (error) {
    host.debug(`the vulnerabilities of ${reference} are not known: ${reason(error)}`);
    return undefined;
  }
}

async function contentsOf(
  {
    reference,
    source,
    manifest,
  }: {
    readonly reference: string;
    readonly source: ArtifactSource;
    readonly manifest: OciManifest;
  },
  { platforms }: Pick<Options, 'platforms'>,
  end: number,
): Promise<Contents> {
  const [requested] = platforms;
  const platform = requested === undefined ? ownPlatform() : parsePlatform(requested);
  const opened = await artifactImages(source, manifest, reference, {
    reference,
    // An image that is not in an index is the same on all platforms.
    ...((manifest.manifests || requested) && { platforms: [platform] }),
    limits: DEFAULT_LIMITS,
  });
  const [image] = opened.images;
  if (!image) throw tooLate(reference, 'it has no image');
  try {
    const bytes = image.layers.reduce((sum, { size }) => sum + size, 0);
    const wanted = packageLayers(image.layers);
    if (!wanted) throw tooLate(reference, 'its packages are in layers too large to fetch');
    const inventory = startInventory();
    const system = startBaseSystem();
    const readers = [...inventory.readers, system.reader].map((reader) =>
      until(end, reader, reference),
    );
    const files = await image.scan(readers, { only: (layer) => wanted.has(layer) });
    const { packages, distribution, incomplete, gaps } = inventory.finish(files, image);
    const [missing] = [...incomplete, ...gaps];
    if (missing) throw tooLate(reference, missing.reason);
    return {
      bytes,
      // Only packages of the distribution are counted: another base image changes these.
      packages: packages.filter(({ purl }) => isDistributionPackage(purl)),
      ...(distribution ? { distribution } : {}),
      system: system.finish(files, image),
    };
  } finally {
    await opened.close();
  }
}

/** A reader that ends the scan when the time is over, so that no download continues after the check. */
function until(end: number, reader: FileReader, reference: string): FileReader {
  return {
    ...(reader.wellKnown ? { wellKnown: reader.wellKnown } : {}),
    read: (file) => reader.read(file),
    wants(entry, randomAccess) {
      if (performance.now() > end) throw tooLate(reference, 'it took too long to fetch');
      return reader.wants(entry, randomAccess);
    },
  };
}

function tooLate(reference: string, why: string): PortsideError {
  return new PortsideError('PSE2506', `Cannot look into ${reference}: ${why}`);
}

/** The contents from the cache, else computed. The contents of a digest never change; a cache failure only costs time. */
async function cached(
  digest: string,
  { environment, platforms }: Pick<Options, 'environment' | 'platforms'>,
  make: () => Promise<Contents>,
): Promise<Contents> {
  const { cacheFolder } = environment;
  if (cacheFolder === undefined) return make();
  const name = createHash('sha256')
    .update(`${digest} ${platforms[0] ?? process.arch} with its system`)
    .digest('hex');
  const path = join(cacheFolder, 'base-images', `${name}.json`);
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // Not in the cache, or not complete.
  }
  const contents = await make();
  try {
    await makeFolder(join(path, '..'));
    const partial = `${path}.${process.pid}.partial`;
    await writeFile(partial, JSON.stringify(contents));
    await rename(partial, path);
  } catch {
    // The next run fetches it again.
  }
  return contents;
}
