import { join as joinPath } from 'node:path';
import { type Check, type Finding, vulnerabilityDetails } from '../../core/finding.js';
import type { Host } from '../../core/host.js';
import {
  EMPTY_INSPECTION,
  type Inspection,
  type LayerSummary,
  mergeInspections,
  type Target,
} from '../../core/report.js';
import { baseImageSupport } from '../../dockerfile/values/base-image-support.js';
import { createHardeningCheck } from '../../hardening/inspect.js';
import type { RuleDependencies } from '../../hardening/rule.js';
import { readCreatedBy } from '../../image/history/created-by.js';
import type { Image } from '../../image/image.js';
import { openImage } from '../../image/open.js';
import { startInventory } from '../../inventory/inventory.js';
import { plainText } from '../../lib/text.js';
import { createMalwareScan, type MalwareScan } from '../../malware/inspect.js';
import { isSecretLiteral } from '../../manifests/secret-literal.js';
import type { Options } from '../../options/options.js';
import { imageSecrets } from '../../secrets/image.js';
import { isSecretName } from '../../secrets/secret-names.js';
import {
  inspectVulnerabilities,
  type VulnerabilityOptions,
} from '../../vulnerabilities/inspect.js';
import type { CheckContext } from '../context.js';
import type { DockerfilePlan } from '../dockerfiles/dockerfiles.js';
import { diffWithAttestedSbom } from '../signatures/attested.js';
import { NO_SIGNATURES_REQUIRED, type SignatureCheck } from '../signatures/image-signatures.js';
import { registryOptions } from '../signatures/registry-options.js';
import { type ImageLines, imageLines } from './image-lines.js';

/** The checks of an image. If it cannot be read, all requested ones are incomplete. */
export const IMAGE_CHECKS: readonly Check[] = ['vulnerability', 'secret', 'hardening'];

/** An image: its name for reports, and the reference to read it from. */
export interface NamedImage {
  readonly name: string;
  readonly reference: string;
}

/** What is asked about an image. */
export interface ImageRequest {
  /** How the Dockerfiles of the repository build; one of them may have built the image. */
  readonly plans?: readonly DockerfilePlan[];
  readonly checks: readonly Check[];
  /** The check of its signatures, which runs while the layers are read. */
  readonly trust?: SignatureCheck;
}

type ImageContext = Pick<CheckContext, 'options' | 'host'>;

/** The findings in an image. */
export interface ImageInspection extends Inspection {
  /** The digest that the reference resolved to, if the image was read from a registry. */
  readonly resolved?: string;
}

/**
 * Inspects one image in one pass over its layers: the requested checks, and always its packages. Throws PortsideError:
 * usage if the image does not exist, incomplete if it cannot be read.
 */
export async function inspectImage(
  { name, reference }: NamedImage,
  request: ImageRequest,
  { options, host }: ImageContext,
): Promise<ImageInspection> {
  const { trust = NO_SIGNATURES_REQUIRED } = request;
  host.progress(`opening ${name}`);
  const { dockerHost } = options.environment;
  const notes: { target: string; message: string }[] = [];
  const image = await openImage(reference, {
    ...(options.platform ? { platform: options.platform } : {}),
    ...(dockerHost ? { dockerHost } : {}),
    offline: options.offline,
    registryOptions: (registry) => registryOptions(options, host, registry),
    log: (message) => host.info(message.replaceAll(reference, name)),
    note: (message) => notes.push({ target: name, message: message.replaceAll(reference, name) }),
  });
  try {
    const verifying = trust(image);
    const opened = { ...image, name };
    const inspection = await inspectOpened(opened, request, verifying, { options, host });
    const { targets, ...verified } = (await verifying).inspection;
    const joined = mergeInspections([
      { ...EMPTY_INSPECTION, notes },
      { ...inspection, targets: withBuildLevel(inspection.targets, targets) },
      { ...EMPTY_INSPECTION, ...verified },
    ]);
    return image.source === 'registry' && image.root ? { ...joined, resolved: image.root } : joined;
  } finally {
    await image.close();
  }
}

/** The targets with the build level of the signature check, which is about the same image. */
function withBuildLevel(scanned: readonly Target[], verified: readonly Target[]): Target[] {
  const buildLevel = verified.find((target) => target.buildLevel !== undefined)?.buildLevel;
  return scanned.map((target) => (buildLevel === undefined ? target : { ...target, buildLevel }));
}

/** The result for an image that cannot be read. The packages are missing, so `vulnerability` is always incomplete. */
export function unreadable(name: string, checks: readonly Check[], why: string): Inspection {
  const wanted = checks.length > 0 ? checks : (['vulnerability'] as const);
  return {
    ...EMPTY_INSPECTION,
    targets: [{ kind: 'image', name }],
    incomplete: wanted.map((check) => ({ check, target: name, reason: why })),
  };
}

async function inspectOpened(
  image: Image,
  { plans = [], checks }: ImageRequest,
  verifying: ReturnType<SignatureCheck>,
  { options, host }: ImageContext,
): Promise<Inspection> {
  const { name } = image;
  const wanted = (check: Check) => checks.includes(check);
  const inventory = startInventory();
  const secrets = imageSecrets();
  const hardening = createHardeningCheck(image);
  const malware = await malwareSearch(image, options, host);
  const readers = [
    ...inventory.readers,
    ...(wanted('secret') ? [secrets.reader] : []),
    ...(wanted('hardening') ? [hardening.reader] : []),
    ...malware.readers,
  ];
  const lines = imageLines(image, plans);
  const damages: string[] = [];
  const scan = async () => {
    const files = await image.scan(readers, {
      verifyDigests: options.verifyDigests,
      incomplete: (error) => damages.push(error.message),
      progress: (message) => host.progress(message),
    });
    return { files, infected: await malware.finish(files, (layer) => lines.layer(layer)) };
  };
  const { files, infected } = await scan().finally(malware.cleanUp);
  const stock = inventory.finish(files, image);
  const packages = stock.packages.map((found) => ({ ...lines.place(found), image: name }));
  const { attested } = await verifying;
  const about = { digest: image.digest, vexDocuments: attested.vex };
  const advisories = { ...advisoryOptions(name, options, host), ...about };
  const vulnerabilities = wanted('vulnerability')
    ? await inspectVulnerabilities(packages, stock.distribution, advisories, host)
    : EMPTY_INSPECTION;
  const leaks = wanted('secret') ? secrets.finish(image, files, lines.layer) : EMPTY_INSPECTION;
  const hardened = wanted('hardening')
    ? hardening.finish(files, lines, ruleDependencies(options))
    : [];
  const row = { target: name, ...platformOf(image) };
  const differences = diffWithAttestedSbom(attested, packages, name);
  return mergeInspections([
    ...damages.map((why) => ({ ...unreadable(name, checks, why), targets: [] })),
    {
      targets: [target(image, lines)],
      coverage: [
        ...checks.map((check) => ({ ...row, check, state: 'checked' as const })),
        ...stock.gaps.map((gap) => ({ ...row, check: 'vulnerability' as const, ...gap })),
      ],
      packages,
      findings: [...leaks.findings, ...hardened, ...infected.findings],
      incomplete: [...stock.incomplete, ...leaks.incomplete, ...infected.incomplete],
      notes: [...stock.notes, ...leaks.notes, ...lines.notes, ...differences],
    },
    ofImage({ ...EMPTY_INSPECTION, ...vulnerabilities }, image, lines),
  ]);
}

/** The malware scan; one that finds nothing if no scanner is requested. */
async function malwareSearch(
  image: Image,
  { malware, environment }: Options,
  host: Host,
): Promise<MalwareScan> {
  return malware
    ? createMalwareScan(image, { ...malware, path: environment.path }, host)
    : { readers: [], finish: async () => ({ findings: [], incomplete: [] }), cleanUp: () => {} };
}

/** The functions of other modules that hardening rules need. */
function ruleDependencies({ now }: Options): RuleDependencies {
  return {
    now,
    isSecret: (name, value) => isSecretName(name) && isSecretLiteral(value),
    supportPeriods: baseImageSupport,
  };
}

function platformOf({ platform }: Image): { readonly platform?: string } {
  return platform ? { platform } : {};
}

/** The vulnerabilities on their lines of the Dockerfile, and the coverage of the image's platform. */
function ofImage(vulnerabilities: Inspection, image: Image, lines: ImageLines): Inspection {
  const { findings, coverage = [] } = vulnerabilities;
  return {
    ...vulnerabilities,
    findings: onLines(findings, lines),
    coverage: coverage.map((row) => ({ ...row, ...platformOf(image) })),
  };
}

/** Findings about the whole distribution get the FROM line as their location. */
function onLines(findings: readonly Finding[], lines: ImageLines): Finding[] {
  const base = lines.instruction('FROM');
  return findings.map((found) => {
    const finding = fromBase(found, lines);
    return finding.location || !base ? finding : { ...finding, location: base };
  });
}

/** A vulnerability of the base image is fixed by a newer base image, which the message says. */
function fromBase(finding: Finding, lines: ImageLines): Finding {
  const { layer } = finding.subject ?? {};
  const baseImage = layer === undefined ? undefined : lines.base(layer);
  if (baseImage === undefined) return finding;
  const fixed = vulnerabilityDetails(finding)?.fixed;
  const advice =
    typeof fixed === 'string'
      ? `. It comes from base image ${plainText(baseImage, 120)}; use a newer one`
      : '';
  const details = { ...finding.details, baseImage };
  // Findings with a layer have details that take a base image, whatever their check.
  return { ...finding, message: `${finding.message}${advice}`, details } as Finding;
}

function target(image: Image, lines: ImageLines) {
  return {
    kind: 'image',
    name: image.name,
    ...(image.digest ? { digest: image.digest } : {}),
    ...(image.platform ? { platform: image.platform } : {}),
    ...(lines.dockerfile ? { dockerfile: lines.dockerfile } : {}),
    ...(image.layers.length > 0 ? { layers: layerSummaries(image, lines) } : {}),
  } as const;
}

function layerSummaries(image: Image, lines: ImageLines): LayerSummary[] {
  return image.layers.map(({ index, diffID, size, history }) => {
    const recorded = history ? readCreatedBy(history).keyword : '';
    const instruction = /^[A-Z]{2,20}$/.test(recorded) ? recorded : undefined;
    const location = lines.layer(index);
    return {
      index,
      diffID,
      size,
      ...(instruction ? { instruction } : {}),
      ...(location ? { location } : {}),
    };
  });
}

/** The options for matching the packages of an image or SBOM with advisories. */
export function advisoryOptions(image: string, options: Options, host: Host): VulnerabilityOptions {
  const { now, offline, advisories, maximumAgeDays, vex, externalReports, kev, epss, environment } =
    options;
  const cache = environment.cacheFolder && joinPath(environment.cacheFolder, 'advisories');
  const registry = (reference: string) => registryOptions(options, host, reference);
  const files = { advisories, vex, externalReports, kev, epss };
  return { image, now, offline, maximumAgeDays, ...files, cache, registry };
}
