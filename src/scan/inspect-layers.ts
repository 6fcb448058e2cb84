import type { Coverage, MissingFact } from '../core/coverage.js';
import type { Check } from '../core/finding.js';
import type { Distribution, Package } from '../core/package.js';
import {
  EMPTY_INSPECTION,
  type Inspection,
  type LayerSummary,
  mergeInspections,
  type Target,
} from '../core/report.js';
import type { ScannedNeeds } from '../core/runtime-needs.js';
import { isFileEntry } from '../image/entry-type.js';
import { readCreatedBy } from '../image/history/created-by.js';
import { layerTime } from '../image/history/layer-time.js';
import type { FileSystem, Image } from '../image/image.js';
import type { Inventory } from '../inventory/inventory.js';
import { pluralize } from '../lib/text.js';
import type { CheckContext } from '../policy/check-context.js';
import { diffWithAttestedSbom, type VerifiedAttestations } from './attested.js';
import { type ImageLines, imageLines } from './image-lines.js';
import type { SignatureCheck } from './image-signatures.js';
import {
  type AskedByLayers,
  type ImageRequest,
  LAYER_READERS,
  type NeedsOfStarts,
} from './layer-readers.js';
import { removableParts } from './removable-parts.js';
import { type IsUnchanged, unchangedPackages } from './unchanged-packages.js';

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

/** Inspects the image of one platform in one pass over its layers: the requested checks, and always its packages. */
export async function inspectLayers(
  image: Image,
  request: ImageRequest,
  verifying: ReturnType<SignatureCheck>,
  { options, host }: Pick<CheckContext<AskedByLayers>, 'options' | 'host'>,
): Promise<InspectedLayers> {
  const { checks } = request;
  const { files, damages, lines, facts } = await readLayers(image, request, { options, host });
  const { stock, used, needs } = facts;
  const isWhole = damages.length === 0;
  const { distribution, goPrograms } = stock;
  const packages = lines.place(used).map((found) => ({ ...found, image: image.name }));
  const { inspection: verified, attested } = await verifying;
  const notes = [...lines.notes, ...diffWithAttestedSbom(attested, packages, image.name)];
  const target = targetOf(image, lines, {
    ...verified,
    runtime: needs.own?.facts,
    distribution,
    now: options.now,
  });
  const found = [facts.inventory, facts.secrets, facts.malware, facts.hardening, facts.snapshot];
  const inspection = mergeInspections([
    ...mostOf(damages).map((why) => ({ ...unreadableImage(image.name, checks, why), targets: [] })),
    {
      ...EMPTY_INSPECTION,
      targets: [target],
      coverage: coverageOf(image, checks, [
        ...(isWhole ? withoutFiles(image, files, checks) : []),
        ...found.flatMap(({ gaps = [] }) => gaps),
      ]),
      missingFacts: unknownPackages([...stock.incomplete, ...stock.gaps], image),
      removable: removableParts(image, packages, files, lines),
      needs: needsOf(target, needs),
    },
    ...found.map((one) => ({ ...EMPTY_INSPECTION, ...one })),
    { ...EMPTY_INSPECTION, notes },
    { ...EMPTY_INSPECTION, ...verified, targets: [] },
  ]);
  const result = { image, lines, packages, goPrograms, distribution, attested, inspection };
  const hasVex = options.vex.length > 0 || attested.vex.length > 0;
  return hasVex && isWhole ? withUnchanged(result, files, stock) : result;
}

/** Reads the layers once for all checks. What cannot be read is one damage each. */
async function readLayers(
  image: Image,
  request: ImageRequest,
  { options, host }: Pick<CheckContext<AskedByLayers>, 'options' | 'host'>,
) {
  const { plans = [], project } = request;
  const damages: string[] = [];
  const { readers, keep, finish, cleanUp } = await LAYER_READERS.start({
    image,
    request,
    options,
    host,
  });
  try {
    const files = await image.scan(readers, {
      verifyDigests: options.verifyDigests,
      ...(keep && { keep }),
      incomplete: (error) => damages.push(error.message),
      progress: (amount) => host.progress(`reading the layers of ${image.name}`, amount),
    });
    try {
      const lines = imageLines(image, files, { plans, project });
      const facts = await finish({ files, lines, isWhole: damages.length === 0 });
      return { files, damages, lines, facts };
    } finally {
      files.release?.();
    }
  } finally {
    cleanUp?.();
  }
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

/** The needs of an image that was looked at. */
function needsOf(
  { name, dockerfile }: Target,
  { own, starts }: NeedsOfStarts,
): readonly ScannedNeeds[] {
  if (!starts) return [];
  const known = { ...own, ...(dockerfile && { dockerfile }) };
  return [{ image: name, names: [name], ...known, starts }];
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
