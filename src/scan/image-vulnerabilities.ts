import { affectedPackages } from '../core/affected-packages.js';
import { type Finding, vulnerabilityDetails } from '../core/finding.js';
import { mergeOrigins, type Origin } from '../core/origin.js';
import type { Package } from '../core/package.js';
import { EMPTY_INSPECTION, type Inspection, type Target } from '../core/report.js';
import { groupBy } from '../lib/group-by.js';
import { plainText } from '../lib/text.js';
import type { Options } from '../options/options.js';
import type { CheckContext } from '../policy/check-context.js';
import { type AskedByAdvisories, advisoryOptions } from '../vulnerabilities/advisory-options.js';
import { coveragePlatform, type InspectedLayers } from './inspect-layers.js';
import { mergePackages, type PlatformPart } from './platforms.js';
import { findVexBase } from './vex-base.js';

/**
 * The vulnerabilities of the images of all platforms. Platforms with the same distribution are matched together, since
 * most of their packages are the same; with VEX documents, which may be about one digest, each alone.
 */
export async function imageVulnerabilities(
  images: readonly InspectedLayers[],
  { options, host }: Pick<CheckContext<AskedByAdvisories>, 'options' | 'host'>,
): Promise<PlatformPart[]> {
  const { inspectVulnerabilities } = await import('../vulnerabilities/inspect.js');
  const parts: PlatformPart[] = [];
  for (const group of groupByDistribution(images, options)) {
    const [first] = group;
    if (!first) continue;
    const { image, attested, distribution } = first;
    const found = await inspectVulnerabilities(
      packagesOf(group),
      distribution,
      {
        ...advisoryOptions(image.name, options, host),
        digest: group.length > 1 ? image.root : image.digest,
        root: image.root,
        platform: image.platform,
        isFile: !NAMED_SOURCES.has(image.source),
        vexDocuments: attested.vex,
        vexBase: (documents) => findVexBase(first, documents, { options, host }),
        goPrograms: group.map(({ image: { platform }, goPrograms: programs }) => ({
          platform,
          programs,
        })),
      },
      host,
    );
    const platforms = group.map((one) => one.image.platform ?? '');
    parts.push({ platforms, inspection: ofImages({ ...EMPTY_INSPECTION, ...found }, group) });
  }
  return parts;
}

/** Where images have names. Those of archives, layouts and folders are paths. */
const NAMED_SOURCES: ReadonlySet<string> = new Set(['registry', 'docker']);

/** The packages of one image, or those of several, each once with its platforms. */
export function packagesOf(images: readonly InspectedLayers[]): readonly Package[] {
  const [first] = images;
  if (images.length < 2) return first?.packages ?? [];
  return mergePackages(
    images.map(({ image, packages }) => ({ platform: image.platform ?? '', packages })),
  );
}

function groupByDistribution(
  images: readonly InspectedLayers[],
  { vex }: Pick<Options, 'vex'>,
): readonly (readonly InspectedLayers[])[] {
  if (vex.length > 0 || images.some(({ attested }) => attested.vex.length > 0))
    return images.map((image) => [image]);
  return [...groupBy(images, (image) => JSON.stringify(image.distribution ?? null)).values()];
}

/** The vulnerabilities on their lines of the Dockerfile, and the coverage of each platform. */
function ofImages(vulnerabilities: Inspection, images: readonly InspectedLayers[]): Inspection {
  const { findings, coverage = [] } = vulnerabilities;
  return {
    ...vulnerabilities,
    findings: onLines(findings, images),
    coverage: images.flatMap(({ image }) =>
      coverage.map((row) => ({ ...row, ...coveragePlatform(image) })),
    ),
  };
}

/** Findings about the whole distribution get the FROM line as their location. */
function onLines(findings: readonly Finding[], images: readonly InspectedLayers[]): Finding[] {
  const base = images[0]?.lines.instruction('FROM');
  const origins = originFinder(images);
  return findings.map((found) => {
    const finding = withOrigin(found, origins(found));
    return finding.location || !base ? finding : { ...finding, location: base };
  });
}

/** Finds the origin of a finding by its packages; that of the distribution is the lowest layer's. */
function originFinder(
  images: readonly InspectedLayers[],
): (finding: Finding) => Origin | undefined {
  // Findings of external reports name no layer.
  const byPackage = new Map<string, Map<string, Origin>>();
  const key = (purl: string, layer?: number) => `${purl}\n${layer}`;
  for (const { packages, lines } of images)
    for (const { purl, layer } of packages) {
      const origin = layer && lines.origin(layer.index);
      if (!origin) continue;
      for (const name of [key(purl), key(purl, layer.index)])
        byPackage.set(name, (byPackage.get(name) ?? new Map()).set(JSON.stringify(origin), origin));
    }
  return (finding) => {
    const { details } = finding;
    if (details && 'endOfLife' in details) return images[0]?.lines.origin(0);
    return mergeOrigins(
      affectedPackages(finding).flatMap(({ purl, layer }) => [
        ...(byPackage.get(key(purl, layer))?.values() ?? []),
      ]),
    );
  };
}

/** A vulnerability of the base image is fixed by a newer base image, which the message says. */
function withOrigin(finding: Finding, origin: Origin | undefined): Finding {
  if (!origin) return finding;
  const details = vulnerabilityDetails(finding);
  if (origin.kind !== 'base-image' || !details) return { ...finding, origin };
  const { image } = origin;
  const name = image === undefined ? 'the base image' : `base image ${plainText(image, 120)}`;
  const advice =
    typeof details.fixed === 'string' && finding.exception?.source !== 'evidence'
      ? `. It comes from ${name}; use a newer one`
      : '';
  const message = `${finding.message}${advice}`;
  const baseImage = image === undefined ? {} : { baseImage: image };
  // Findings of vulnerabilities and malicious packages have details that take a base image.
  return { ...finding, message, origin, details: { ...details, ...baseImage } } as Finding;
}

/** Whether nothing says that the packages of a target are in one image. */
export function isComponentList({ kind, ofImage = false }: Target): boolean {
  return kind === 'sbom' && !ofImage;
}
