import type { Check } from '../core/finding.js';
import {
  EMPTY_INSPECTION,
  type Inspection,
  mergeInspections,
  type Target,
} from '../core/report.js';
import { readSbom, type Sbom } from '../inventory/sbom/sbom.js';
import { PortsideError, reason } from '../lib/errors.js';
import type { CheckContext } from '../policy/check-context.js';
import type { OciManifest } from '../registry/manifest.js';
import { formatPlatform } from '../registry/platform.js';
import {
  inspectDrift,
  type Requirement,
  requirementsOf,
  verifyRequired,
} from '../signatures/required-signatures.js';
import { type AskedByVerification, openTarget } from '../signatures/verify-target.js';
import { type AskedByAdvisories, advisoryOptions } from '../vulnerabilities/advisory-options.js';
import type { VexDocument } from '../vulnerabilities/vex/statement.js';
import { readVerifiedAttestations } from './attested.js';
import { type AskedByImage, IMAGE_CHECKS, type ImageInspection, inspectImage } from './image.js';
import { createSignatureCheck } from './image-signatures.js';
import { isComponentList } from './image-vulnerabilities.js';
import { unreadableImage } from './inspect-layers.js';
import { findSbomFile } from './sbom-file.js';
import { type AskedWithSbom, refuseUnusedWithSbom } from './unused-options.js';

/** What the inspection of a target asks of the options. */
export type AskedByTarget = AskedByImage | AskedByVerification | AskedWithSbom;

/**
 * Inspects the target of `scan` and `sbom`: an SBOM file, or an image of any source. Packages are always listed. The
 * signatures that the policy requires are verified, and verified attestations are used.
 */
export async function inspectTarget(
  target: string,
  checks: readonly Check[],
  context: CheckContext<AskedByTarget>,
): Promise<Inspection> {
  const file = await findSbomFile(target);
  if (file !== undefined) {
    const { path, bytes } = file;
    refuseUnusedWithSbom(path, context.options);
    const sbom = readSbom(bytes, path);
    const listed: SbomTarget = {
      target: { kind: 'sbom', name: path, ...describedBy(sbom) },
      sbom,
      vex: [],
    };
    return mergeInspections([
      await inspectSbom(listed, checks, context),
      withoutFiles(path, checks, 'An SBOM only lists packages'),
    ]);
  }
  const named = { name: target, requirements: await requirementsOf(target, context) };
  const attested = context.options.attestedSbom
    ? await inspectAttestedSbom(named, checks, context)
    : EMPTY_INSPECTION;
  return attested.packages.length > 0
    ? attested
    : mergeInspections([attested, await inspectAnyImage(named, checks, context)]);
}

/** What the document says of the image that it is about. */
function describedBy({ ofImage, subject }: Sbom): Partial<Target> {
  if (!ofImage) return {};
  const { name, version, platform, layers } = subject;
  const digest = /^sha256:[0-9a-f]{64}$/.exec(version ?? '')?.[0];
  return {
    ofImage: true,
    ...(name && { describes: name }),
    ...(digest && { digest }),
    ...(platform && { platform }),
    ...(layers && { layers }),
  };
}

/** An SBOM has no files: there is nothing to check for the other checks. */
function withoutFiles(target: string, checks: readonly Check[], reason: string): Inspection {
  const others = checks.filter(
    (check) => IMAGE_CHECKS.includes(check) && check !== 'vulnerability',
  );
  return {
    ...EMPTY_INSPECTION,
    coverage: others.map((check) => ({ check, target, state: 'not-applicable', reason })),
  };
}

/** An image, and what the policy requires of its signatures. */
interface NamedTarget {
  readonly name: string;
  readonly requirements: readonly Requirement[];
}

/** An SBOM, and the VEX documents that apply to it besides those of the options. */
interface SbomTarget {
  readonly target: Target;
  readonly sbom: Sbom;
  readonly vex: readonly VexDocument[];
}

async function inspectSbom(
  { target, sbom, vex: vexDocuments }: SbomTarget,
  checks: readonly Check[],
  { options, host }: Pick<CheckContext<AskedByAdvisories>, 'options' | 'host'>,
): Promise<Inspection> {
  const { name, digest, platform } = target;
  const packages = sbom.packages.map((found) => ({ ...found, image: name }));
  const vulnerabilities = checks.includes('vulnerability')
    ? await (await import('../vulnerabilities/inspect.js')).inspectVulnerabilities(
        packages,
        sbom.distribution,
        {
          ...advisoryOptions(name, options, host),
          digest,
          platform,
          isFile: target.kind !== 'image',
          vexDocuments,
          isComponentList: isComponentList(target),
        },
        host,
      )
    : EMPTY_INSPECTION;
  const coverage = sbom.gaps.map((gap) => ({
    check: 'vulnerability' as const,
    target: name,
    ...gap,
  }));
  return mergeInspections([
    {
      ...EMPTY_INSPECTION,
      targets: [{ ...target, distribution: sbom.distribution }],
      packages,
      coverage,
      missingFacts: sbom.gaps.map(({ reason: why }) => ({
        fact: 'packages',
        target: name,
        reason: why,
      })),
      notes: sbom.notes.map((message) => ({ target: name, message })),
    },
    { ...EMPTY_INSPECTION, ...vulnerabilities },
  ]);
}

/**
 * The image as its attested SBOM describes it, if a signer that the policy trusts attested one: no layer is read. Else
 * nothing but a note with the reason, and the layers are read.
 */
async function inspectAttestedSbom(
  { name, requirements }: NamedTarget,
  checks: readonly Check[],
  context: CheckContext<AskedByTarget>,
): Promise<Inspection> {
  const unavailable = (why: string): Inspection =>
    trustNote(name, `The layers were read because no attested SBOM can be used: ${why}.`);
  if (!requirements.some(({ options }) => options.signedBy.length > 0))
    return unavailable('the policy names no signer for this image');
  try {
    const opened = await openTarget(name, context.options, context.host);
    const manifest = await opened.source.manifest(opened.reference);
    if (!manifest) return unavailable('the image does not exist');
    const { digest } = manifest;
    const [platform, ...others] = platformsOf(manifest);
    if (opened.platform === undefined && others.length > 0)
      return unavailable('it has several platforms, and --platform does not choose one');
    const image = { ...(platform && { platform }), ...opened, reference: digest };
    const attested = await readVerifiedAttestations(image, requirements);
    const [sbom] = attested.sboms;
    if (!sbom)
      return mergeInspections([
        unavailable('no signer that the policy trusts attested one'),
        { ...EMPTY_INSPECTION, notes: attested.notes },
      ]);
    const target: Target = { kind: 'image', name, digest };
    const found = await inspectSbom(
      { target, sbom: sbom.listed, vex: attested.vex },
      checks,
      context,
    );
    const { targets, ...verified } = await verifyRequired(image, requirements);
    return mergeInspections([
      { ...found, targets: found.targets.map((one) => ({ ...targets[0], ...one })) },
      { ...EMPTY_INSPECTION, ...verified, notes: [...verified.notes, ...attested.notes] },
      trustNote(name, `The packages are those of the SBOM attested by ${sbom.by}.`),
      withoutFiles(name, checks, 'The layers were not read because of --attested-sbom'),
    ]);
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return unavailable(reason(error));
  }
}

/** The platforms of an index; none of a manifest. */
function platformsOf({ manifests = [] }: OciManifest): string[] {
  return manifests.flatMap(({ platform }) =>
    platform === undefined || platform.os === 'unknown' ? [] : [formatPlatform(platform)],
  );
}

function trustNote(target: string, message: string): Inspection {
  return { ...EMPTY_INSPECTION, notes: [{ check: 'trust', target, message }] };
}

/**
 * An image that does not exist is a usage error; one that cannot be read makes the result incomplete. Without checks, only
 * packages are listed: then both are errors, because an empty list would look like an image without packages.
 */
async function inspectAnyImage(
  { name, requirements }: NamedTarget,
  checks: readonly Check[],
  context: CheckContext<AskedByTarget>,
): Promise<Inspection> {
  const image = { name, reference: name };
  const signatureCheck = createSignatureCheck(image, requirements, context);
  const inspection = await inspectImage(image, { checks, signatureCheck }, context).catch(
    (error: unknown): ImageInspection => {
      const isUsage = error instanceof PortsideError && error.kind === 'usage';
      if (isUsage || checks.length === 0) throw error;
      return unreadableImage(name, checks, reason(error));
    },
  );
  const { resolved } = inspection;
  if (resolved === undefined || checks.length === 0) return inspection;
  return mergeInspections([inspection, await inspectDrift(name, resolved, context)]);
}
