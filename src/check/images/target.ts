import { readFile, stat } from 'node:fs/promises';
import type { Check } from '../../core/finding.js';
import type { Host } from '../../core/host.js';
import {
  EMPTY_INSPECTION,
  type Inspection,
  mergeInspections,
  type Note,
  type Target,
} from '../../core/report.js';
import { ownPlatform, platformText } from '../../image/platform.js';
import { isSbom, readSbom, type Sbom } from '../../inventory/sbom.js';
import { PortsideError, reason } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import type { Policy } from '../../policy/policy.js';
import { DEFAULT_POLICY } from '../../policy/presets.js';
import { inspectVulnerabilities } from '../../vulnerabilities/inspect.js';
import type { VexDocument } from '../../vulnerabilities/vex/statement.js';
import { attestedOf } from '../signatures/attested.js';
import { trustCheck } from '../signatures/image-signatures.js';
import {
  inspectDrift,
  type Requirement,
  requirementsOf,
  verifyRequired,
} from '../signatures/required-signatures.js';
import { openTarget } from '../signatures/verify-target.js';
import { advisoryOptions, type ImageInspection, inspectImage, unreadable } from './image.js';

/** An SBOM larger than this is not read. */
const MAX_SBOM_BYTES = 256 * 1024 * 1024;

/**
 * Inspects what `scan` and `sbom` are pointed at, an SBOM file or an image of any source; always its packages. What the
 * policy requires of the image is verified, and what is attested of it taken along.
 */
export async function inspectTarget(
  target: string,
  checks: readonly Check[],
  settings: Options,
  host: Host,
  policy: Policy = DEFAULT_POLICY,
): Promise<Inspection> {
  const bytes = await sbomBytes(target);
  if (bytes !== undefined)
    return inspectSbom(
      { kind: 'sbom', name: target },
      readSbom(bytes, target),
      [],
      checks,
      settings,
      host,
    );
  const requirements = await requirementsOf('.', target, policy, settings, host);
  const attested = settings.attestedSbom
    ? await inspectAttestedSbom(target, requirements, checks, settings, host)
    : EMPTY_INSPECTION;
  return attested.packages.length > 0
    ? attested
    : mergeInspections([
        attested,
        await inspectAnyImage(target, requirements, checks, settings, host),
      ]);
}

async function inspectSbom(
  target: Target,
  { distribution, unidentified, ...sbom }: Sbom,
  vexDocuments: readonly VexDocument[],
  checks: readonly Check[],
  settings: Options,
  host: Host,
): Promise<Inspection> {
  const { name, digest } = target;
  const packages = sbom.packages.map((found) => ({ ...found, image: name }));
  const options = { ...advisoryOptions(name, settings, host), digest, vexDocuments };
  const vulnerabilities = checks.includes('vulnerability')
    ? await inspectVulnerabilities(packages, distribution, options, host)
    : EMPTY_INSPECTION;
  const notes = unidentifiedNote(name, unidentified);
  return mergeInspections([
    { ...EMPTY_INSPECTION, targets: [target], packages, notes },
    { ...EMPTY_INSPECTION, ...vulnerabilities },
  ]);
}

/**
 * An image by the SBOM that a signer of the policy attested of it: no layer is read. Nothing but the reason when there
 * is no such SBOM: then the layers tell.
 */
async function inspectAttestedSbom(
  name: string,
  requirements: readonly Requirement[],
  checks: readonly Check[],
  settings: Options,
  host: Host,
): Promise<Inspection> {
  const because = (why: string): Inspection => {
    const message = `The layers were read, for there is no SBOM to go by: ${why}.`;
    return { ...EMPTY_INSPECTION, notes: [{ check: 'trust', target: name, message }] };
  };
  if (!requirements.some(({ options }) => options.signedBy.length > 0))
    return because('the policy names nobody who may attest one of this image');
  try {
    const opened = await openTarget(name, settings, host);
    const digest = await opened.source.resolve(opened.reference);
    if (digest === undefined) return because('the image is not there');
    const image = { platform: platformText(ownPlatform()), ...opened, reference: digest };
    const attested = await attestedOf(image, requirements);
    const [sbom] = attested.sboms;
    if (!sbom)
      return mergeInspections([
        because('nobody whom the policy trusts attested one'),
        { ...EMPTY_INSPECTION, notes: attested.notes },
      ]);
    const listed = await inspectSbom(
      { kind: 'image', name, digest },
      sbom.listed,
      attested.vex,
      checks,
      settings,
      host,
    );
    const message = `The packages are those of the SBOM attested by ${sbom.by}; the layers were not read, so that nothing is said about secrets and hardening.`;
    const { targets, ...verified } = await verifyRequired(image, requirements);
    return mergeInspections([
      { ...listed, targets: listed.targets.map((one) => ({ ...targets[0], ...one })) },
      { ...EMPTY_INSPECTION, ...verified },
      {
        ...EMPTY_INSPECTION,
        notes: [...attested.notes, { check: 'trust', target: name, message }],
      },
    ]);
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return because(reason(error));
  }
}

/** Components without a package URL cannot be matched: said, so that they do not look checked. */
function unidentifiedNote(target: string, names: readonly string[]): Note[] {
  if (names.length === 0) return [];
  const some = names.slice(0, 5).join(', ');
  const message = `${names.length} components have no package URL and were not checked: ${some}${names.length > 5 ? ' …' : ''}`;
  return [{ check: 'vulnerability', target, message }];
}

/** An image that is not there is the user's mistake, one that cannot be read makes the result incomplete. */
async function inspectAnyImage(
  target: string,
  requirements: readonly Requirement[],
  checks: readonly Check[],
  settings: Options,
  host: Host,
): Promise<Inspection> {
  const image = { name: target, reference: target };
  const trust = trustCheck(image, requirements, settings, host);
  const inspection = await inspectImage(image, [], checks, settings, host, trust).catch(
    (error: unknown): ImageInspection => {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      return unreadable(target, checks, reason(error));
    },
  );
  const { resolved } = inspection;
  if (resolved === undefined || checks.length === 0) return inspection;
  return mergeInspections([inspection, await inspectDrift(target, resolved, settings, host)]);
}

/** The file when it is JSON that says it is an SBOM; undefined for anything else. */
async function sbomBytes(target: string): Promise<Uint8Array | undefined> {
  const found = await stat(target).catch(() => undefined);
  if (!found?.isFile() || found.size > MAX_SBOM_BYTES) return undefined;
  const bytes = await readFile(target);
  return isSbom(bytes) ? bytes : undefined;
}
