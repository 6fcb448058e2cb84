import type { ProjectFiles } from '../builds/project-files.js';
import type { Coverage, MissingFact } from '../core/coverage.js';
import type { Check, Finding } from '../core/finding.js';
import type { Host } from '../core/host.js';
import type { Distribution, Package } from '../core/package.js';
import {
  EMPTY_INSPECTION,
  type Inspection,
  type LayerSummary,
  mergeInspections,
  type Target,
} from '../core/report.js';
import type {
  FoundNeeds,
  OwnStart,
  RuntimeFacts,
  ScannedNeeds,
  StartNeeds,
} from '../core/runtime-needs.js';
import type { DockerfilePlan } from '../dockerfile/build-plan.js';
import { keepForUse, packageUses } from '../evidence/usage.js';
import type { RuleDependencies } from '../hardening/rule.js';
import { isFileEntry } from '../image/entry-type.js';
import { readCreatedBy } from '../image/history/created-by.js';
import { layerTime } from '../image/history/layer-time.js';
import type { FileReader, FileSystem, Image } from '../image/image.js';
import { startSnapshot } from '../image-diff/take-snapshot.js';
import type { IntegrityResult } from '../integrity/integrity.js';
import { CATALOGERS, CATALOGERS_WITH_FUNCTIONS } from '../inventory/catalogers/index.js';
import { type Inventory, startInventory } from '../inventory/inventory.js';
import { createShippedFiles } from '../inventory/shipped-files.js';
import { reason } from '../lib/errors.js';
import { pluralize } from '../lib/text.js';
import { createMalwareScan, type MalwareScan } from '../malware/inspect.js';
import { isSecretLiteral } from '../manifests/secret-literal.js';
import type { Options } from '../options/options.js';
import type { CheckContext } from '../policy/check-context.js';
import { type ImageSecrets, imageSecrets } from '../secrets/image.js';
import { isSecretName } from '../secrets/secret-names.js';
import { isGuessable } from '../secrets/value-strength.js';
import { diffWithAttestedSbom, type VerifiedAttestations } from './attested.js';
import { type ImageLines, imageLines } from './image-lines.js';
import type { SignatureCheck } from './image-signatures.js';
import { removableParts } from './removable-parts.js';
import { type IsUnchanged, unchangedPackages } from './unchanged-packages.js';

/** What is asked about an image. */
export interface ImageRequest {
  /** How the Dockerfiles of the repository build; one of them may have built the image. */
  readonly plans?: readonly DockerfilePlan[];
  /** Files that can name the packages of an image that is built without a Dockerfile. */
  readonly project?: ProjectFiles;
  readonly checks: readonly Check[];
  /** The check of its signatures, which runs while the layers are read. */
  readonly signatureCheck?: SignatureCheck;
  /** How manifests start an image with these names, if otherwise than it starts itself. */
  readonly startsOf?: (names: readonly string[]) => readonly OwnStart[];
}

/** The image of one platform after its layers were read. */
export interface InspectedLayers {
  readonly image: Image;
  readonly lines: ImageLines;
  readonly packages: readonly Package[];
  readonly goPrograms: Inventory['goPrograms'];
  readonly distribution: Distribution | undefined;
  readonly attested: VerifiedAttestations;
  /** The packages that no layer from this one on changes. Present if a VEX document may be about the base image. */
  readonly unchangedAbove?: (baseLayers: number) => IsUnchanged;
  /** All but packages and vulnerabilities. */
  readonly inspection: Inspection;
}

/** The result for an image that cannot be read. The packages are missing, so `vulnerability` is always incomplete. */
export function unreadableImage(name: string, checks: readonly Check[], why: string): Inspection {
  const wanted = checks.length > 0 ? checks : (['vulnerability'] as const);
  return {
    ...EMPTY_INSPECTION,
    targets: [{ kind: 'image', name }],
    incomplete: wanted.map((check) => ({ check, target: name, reason: why })),
    missingFacts: [{ fact: 'packages', target: name, reason: why }],
  };
}

/** What the pass over the layers asks of the options. */
export type AskedByLayers =
  | 'now'
  | 'environment'
  | 'verifyDigests'
  | 'verifyFiles'
  | 'malware'
  | 'outputs'
  | 'vex'
  | 'baseline';

/** Inspects the image of one platform in one pass over its layers: the requested checks, and always its packages. */
export async function inspectLayers(
  image: Image,
  request: ImageRequest,
  verifying: ReturnType<SignatureCheck>,
  { options, host }: Pick<CheckContext<AskedByLayers>, 'options' | 'host'>,
): Promise<InspectedLayers> {
  const { plans = [], project, checks } = request;
  const wanted = (check: Check) => checks.includes(check);
  const inventory = startInventory(catalogersFor(checks));
  const secrets = secretSearch(wanted('secret'));
  const hardening = await hardeningCheck(image, request, options);
  const malware = await malwareSearch(image, options, host);
  const snapshot = snapshotOf(image, plans, options);
  const parts = [inventory, secrets, hardening, malware, snapshot];
  const scan = async () => {
    const readers = parts.flatMap((part) => part.readers);
    const walked = await walkLayers(image, readers, wanted('vulnerability'), { options, host });
    const lines = imageLines(image, walked.files, { plans, project });
    return { ...walked, lines, infected: await malware.finish(walked.files, lines.layer) };
  };
  const { files, damages, lines, infected } = await scan().finally(malware.cleanUp);
  const { distribution, goPrograms, ownersOf, ...stock } = inventory.finish(files, image);
  const isWhole = damages.length === 0;
  const { used, leaks, hardened, needs } = releasing(files, () => ({
    used: withUses(stock, image, files, wanted('vulnerability')),
    leaks: secrets.finish(image, files, lines),
    hardened: hardening.finish(files, lines),
    needs: isWhole ? hardening.needs(files) : { runtime: undefined },
  }));
  const packages = lines.place(used).map((found) => ({ ...found, image: image.name }));
  const { inspection: verified, attested } = await verifying;
  const differences = diffWithAttestedSbom(attested, packages, image.name);
  const target = targetOf(image, lines, { ...verified, ...needs, distribution, now: options.now });
  const inspection = mergeInspections([
    ...mostOf(damages).map((why) => ({ ...unreadableImage(image.name, checks, why), targets: [] })),
    {
      targets: [target],
      coverage: coverageOf(image, checks, [
        ...(isWhole ? withoutFiles(image, files, checks) : []),
        ...gapsOf(leaks, stock),
        ...hardened.gaps,
      ]),
      packages: [],
      ...foundIn([leaks, infected], hardened, lines),
      incomplete: [stock, leaks, infected, hardened].flatMap(({ incomplete }) => incomplete),
      missingFacts: unknownPackages([...stock.incomplete, ...stock.gaps], image),
      removable: removableParts(image, packages, files, lines),
      notes: [...[stock, leaks, hardened, lines].flatMap(({ notes }) => notes), ...differences],
      ...(isWhole && snapshot.finish(files, lines, ownersOf)),
      needs: needsOf(target, needs),
    },
    { ...EMPTY_INSPECTION, ...verified, targets: [] },
  ]);
  const result = { image, lines, packages, goPrograms, distribution, attested, inspection };
  const hasVex = options.vex.length > 0 || attested.vex.length > 0;
  return hasVex && isWhole ? withUnchanged(result, files, stock) : result;
}

/** Damaged layers may hide changes. */
function withUnchanged(
  inspected: InspectedLayers,
  files: FileSystem,
  { ownedFiles }: Pick<Inventory, 'ownedFiles'>,
): InspectedLayers {
  const { packages, image } = inspected;
  return {
    ...inspected,
    unchangedAbove: (base) =>
      unchangedPackages(packages, files, ownedFiles(), { base, all: image.layers.length }),
  };
}

/**
 * What the image contains, for a report for programs, which is what later runs compare with, and for a comparison now. An image
 * with damaged layers is not kept: what they lack would count as new in the next run.
 */
function snapshotOf(
  image: Image,
  plans: readonly DockerfilePlan[],
  options: Pick<Options, 'outputs' | 'baseline'>,
) {
  const { outputs, baseline } = options;
  const isWanted = baseline !== undefined || outputs.some(({ format }) => format === 'json');
  // A folder is not built, and may be a whole disk.
  const snapshot =
    isWanted && image.source !== 'dir'
      ? startSnapshot(
          image,
          plans.map(({ plan }) => plan),
        )
      : undefined;
  return {
    readers: snapshot?.readers ?? [],
    finish: (files: FileSystem, lines: ImageLines, ownersOf: Inventory['ownersOf']) => {
      const taken = snapshot?.finish(files, lines, { ownersOf });
      return taken ? { snapshots: [taken] } : {};
    },
  };
}

/** The packages, with whether the start command of the image loads them, if that is wanted. */
function withUses(
  { packages, ownedFiles }: Pick<Inventory, 'packages' | 'ownedFiles'>,
  { config }: Image,
  files: FileSystem,
  isWanted: boolean,
): readonly Package[] {
  try {
    if (!isWanted) return packages;
    const uses = packageUses(packages, config, files, ownedFiles());
    return packages.map((found) => ({ ...found, use: uses.get(found) }));
  } catch (error) {
    // Vulnerabilities are found without it.
    const use = {
      state: 'unknown',
      reason: `the image cannot be followed: ${reason(error)}`,
    } as const;
    return packages.map((found) => ({ ...found, use }));
  }
}

/** Reads the layers once for all. What cannot be read is one damage each. */
async function walkLayers(
  image: Image,
  readers: readonly FileReader[],
  isKeptForUse: boolean,
  { options, host }: Pick<CheckContext<AskedByLayers>, 'options' | 'host'>,
): Promise<{ readonly files: FileSystem; readonly damages: readonly string[] }> {
  const damages: string[] = [];
  const files = await image.scan(readers, {
    verifyDigests: options.verifyDigests,
    ...(isKeptForUse && { keep: keepForUse(image.config) }),
    incomplete: (error) => damages.push(error.message),
    progress: (amount) => host.progress(`reading the layers of ${image.name}`, amount),
  });
  return { files, damages };
}

/** What is read of the kept files, which are closed then. */
function releasing<T>(files: FileSystem, read: () => T): T {
  try {
    return read();
  } finally {
    files.release?.();
  }
}

/** The search for secrets, if it is wanted. What packages ship is public. */
function secretSearch(isWanted: boolean) {
  const secrets = imageSecrets();
  const shipped = createShippedFiles();
  return {
    readers: isWanted ? [secrets.reader, shipped.reader] : [],
    finish: (image: Image, files: FileSystem, lines: ImageLines): ImageSecrets =>
      isWanted
        ? secrets.finish(image, files, lines.layer, shipped.isShipped)
        : { ...EMPTY_INSPECTION, suppressed: [], coverage: [] },
  };
}

/**
 * The rules for images, and the comparison of packages' files with their records, if they are wanted. Both are loaded only
 * then: listing packages needs none of them.
 */
async function hardeningCheck(
  image: Image,
  { checks, startsOf = () => [] }: Pick<ImageRequest, 'checks' | 'startsOf'>,
  { now, verifyFiles }: Pick<Options, 'now' | 'verifyFiles'>,
) {
  const starts = checks.includes('hardening') ? startsOf(namesOf(image)) : undefined;
  const nothing: IntegrityResult = { findings: [], incomplete: [], notes: [], gaps: [] };
  const noNeeds: () => NeedsOfStarts = () => ({ runtime: undefined });
  if (!starts) return { readers: [], finish: () => nothing, needs: noNeeds };
  const [{ createHardeningCheck }, { createIntegrityCheck }, { baseImageSupport }] =
    await Promise.all([
      import('../hardening/inspect.js'),
      import('../integrity/integrity.js'),
      import('../dockerfile/values/base-image-support.js'),
    ]);
  const rules = createHardeningCheck(image, undefined, starts);
  const integrity = createIntegrityCheck(image, verifyFiles);
  /** The functions of other modules that the rules need. */
  const dependencies: RuleDependencies = {
    now,
    isSecret: (name, value) => isSecretName(name) && isSecretLiteral(value, name),
    isGuessable,
    supportPeriods: baseImageSupport,
  };
  return {
    readers: [rules.reader, ...integrity.readers],
    finish: (files: FileSystem, lines: ImageLines): typeof nothing => {
      const { findings, ...others } = integrity.finish(files, lines);
      const found = rules.finish(files, lines, dependencies);
      return { findings: [...found, ...findings], ...others };
    },
    needs: (files: FileSystem): NeedsOfStarts => {
      const found = rules.needs(files);
      return {
        runtime: found.facts,
        found,
        starts: starts.map((start): StartNeeds => ({ start, ...rules.needs(files, start) })),
      };
    },
  };
}

/** The findings of these checks, and those that comments suppress. */
function foundIn(
  inLayers: readonly Pick<Inspection, 'findings' | 'suppressed'>[],
  hardened: Pick<Inspection, 'findings'>,
  lines: ImageLines,
): Pick<Inspection, 'findings' | 'suppressed'> {
  const findings = inLayers.flatMap((one) => one.findings);
  const suppressed = inLayers.flatMap((one) => one.suppressed ?? []);
  return {
    findings: [...withOrigins(findings, lines), ...hardened.findings],
    suppressed: withOrigins(suppressed, lines),
  };
}

/** The findings with the origin of their layers. The configuration of an image is its own. */
function withOrigins(findings: readonly Finding[], lines: ImageLines): Finding[] {
  return findings.map((finding) => {
    const { layer } = finding.subject ?? {};
    const origin = layer === undefined ? lines.configOrigin('') : lines.origin(layer);
    return origin ? { ...finding, origin } : finding;
  });
}

/** An image without any file is a mistake, not a pass. Of its configuration, only the hardening rules say something. */
function withoutFiles(
  image: Image,
  files: FileSystem,
  checks: readonly Check[],
): Pick<Coverage, 'check' | 'state' | 'reason'>[] {
  for (const entry of files.entries()) if (isFileEntry(entry)) return [];
  const isFolder = image.source === 'dir';
  const reason = isFolder
    ? 'The folder has no file. Check its path'
    : 'The image has no file. Check that it is the right image and was built completely';
  return checks
    .filter((check) => isFolder || check !== 'hardening')
    .map((check) => ({ check, state: 'not-covered', reason }));
}

/** Files that a report names; the others are counted. */
const MOST_NAMED = 20;

function mostOf(damages: readonly string[]): readonly string[] {
  const more = damages.length - MOST_NAMED;
  return more > 0
    ? [...damages.slice(0, MOST_NAMED), `${pluralize(more, 'more part')} cannot be read`]
    : damages;
}

/** Packages that the inventory does not know are missing in everything that the policy says about packages. */
function unknownPackages(
  problems: readonly { readonly reason: string }[],
  image: Image,
): readonly MissingFact[] {
  return problems.map(({ reason }) => ({
    fact: 'packages',
    target: image.name,
    ...coveragePlatform(image),
    reason,
  }));
}

/** The platform of coverage rows. */
export function coveragePlatform({ platform }: Image): { readonly platform?: string } {
  return platform ? { platform } : {};
}

/** The malware scan; one that finds nothing if no scanner is requested. */
async function malwareSearch(
  image: Image,
  { malware, environment }: Pick<Options, 'malware' | 'environment'>,
  host: Host,
): Promise<MalwareScan> {
  return malware
    ? createMalwareScan(image, { ...malware, path: environment.path }, host)
    : { readers: [], finish: async () => ({ findings: [], incomplete: [] }), cleanUp: () => {} };
}

function catalogersFor(checks: readonly Check[]) {
  return checks.includes('vulnerability') ? CATALOGERS_WITH_FUNCTIONS : CATALOGERS;
}

/** What the search for secrets and the inventory left out. */
function gapsOf(
  { coverage }: Pick<ImageSecrets, 'coverage'>,
  { gaps }: Pick<Inventory, 'gaps'>,
): Omit<Coverage, 'target'>[] {
  return [...coverage, ...gaps.map((gap) => ({ check: 'vulnerability' as const, ...gap }))];
}

/** All checks ran, but for the gaps. */
function coverageOf(
  image: Image,
  checks: readonly Check[],
  gaps: readonly Omit<Coverage, 'target'>[],
): Coverage[] {
  const checked = checks.map((check) => ({ check, state: 'checked' as const }));
  return [...checked, ...gaps].map((one) => ({
    target: image.name,
    ...coveragePlatform(image),
    ...one,
  }));
}

/** What the image needs when it starts itself, and when manifests start it. */
interface NeedsOfStarts {
  readonly runtime: RuntimeFacts | undefined;
  readonly found?: FoundNeeds;
  /** Absent if the image was not looked at. */
  readonly starts?: readonly StartNeeds[];
}

/** The needs of an image that was looked at. */
function needsOf(
  { name, dockerfile }: Target,
  { found, starts }: NeedsOfStarts,
): readonly ScannedNeeds[] {
  if (!starts) return [];
  const known = { ...found, ...(dockerfile && { dockerfile }) };
  return [{ image: name, names: [name], ...known, starts }];
}

function namesOf({ name, tags, root = '', digest = '' }: Image): readonly string[] {
  return [name, ...tags, root, digest];
}

/** What is known of an image besides its lines. */
interface TargetFacts extends Pick<Target, 'distribution' | 'runtime'> {
  /** Those of the signature check. */
  readonly targets: readonly Target[];
  readonly now: Date;
}

/** The build level is that of the signature check, which is about the same image. */
function targetOf(
  image: Image,
  lines: ImageLines,
  { targets: verified, now, distribution, runtime }: TargetFacts,
): Target {
  const buildLevel = verified.find((target) => target.buildLevel !== undefined)?.buildLevel;
  return {
    kind: 'image',
    name: image.name,
    ...(image.digest ? { digest: image.digest } : {}),
    ...(image.platform ? { platform: image.platform } : {}),
    ...(lines.dockerfile ? { dockerfile: lines.dockerfile } : {}),
    ...(lines.builder ? { builder: lines.builder } : {}),
    ...(image.layers.length > 0 ? { layers: layerSummaries(image, lines, now) } : {}),
    ...(buildLevel === undefined ? {} : { buildLevel }),
    distribution,
    ...(runtime && { runtime }),
  };
}

function layerSummaries(image: Image, lines: ImageLines, now: Date): LayerSummary[] {
  return image.layers.map(({ index, diffID, size, history }) => {
    const recorded = history ? readCreatedBy(history).keyword : '';
    const instruction = /^[A-Z]{2,20}$/.test(recorded) ? recorded : undefined;
    const location = lines.layer(index);
    const origin = lines.origin(index);
    const created = layerTime(history, now);
    return {
      index,
      diffID,
      size,
      ...(created === undefined ? {} : { created }),
      ...(instruction ? { instruction } : {}),
      ...(location ? { location } : {}),
      ...(origin ? { origin } : {}),
    };
  });
}
