import type { Package } from '../core/package.js';
import type { Note } from '../core/report.js';
import type { Sbom } from '../inventory/sbom/sbom.js';
import { reason } from '../lib/errors.js';
import type { ImageTarget } from '../signatures/options.js';
import type { Requirement } from '../signatures/required-signatures.js';
import type { VexDocument } from '../vulnerabilities/vex/statement.js';

/** The verified attestations of an image by signers that the policy trusts. */
export interface VerifiedAttestations {
  /** They suppress findings as the VEX documents of the options do. */
  readonly vex: readonly VexDocument[];
  readonly sboms: readonly AttestedSbom[];
  readonly notes: readonly Note[];
}

export interface AttestedSbom {
  /** The signer, and the place of the attestation. */
  readonly by: string;
  readonly listed: Sbom;
}

export const NO_ATTESTATIONS: VerifiedAttestations = { vex: [], sboms: [], notes: [] };

/**
 * The VEX documents, SBOMs and vulnerability reports that the required signers attested for an image. Attestations that
 * are not verified or cannot be read are named in notes and have no effect. Throws PortsideError if the image or the list
 * of its attestations cannot be read.
 */
export async function readVerifiedAttestations(
  target: ImageTarget,
  requirements: readonly Requirement[],
): Promise<VerifiedAttestations> {
  // An attestation has one signer, who must not suppress findings alone where several are required.
  const signers = requirements.filter(
    ({ options: { signedBy, requiredSigners = 1 } }) =>
      signedBy.length > 0 && requiredSigners === 1,
  );
  if (signers.length === 0) return NO_ATTESTATIONS;
  const { SCANNED_PREDICATE_TYPES, verifiedAttestations } = await import('../signatures/verify.js');
  const wanted = Object.values(SCANNED_PREDICATE_TYPES).flat();
  const vex = new Map<string, VexDocument>();
  const sboms = new Map<string, AttestedSbom>();
  const notes = new Map<string, string>();
  for (const { options } of signers) {
    const { verified, rejected, unreadable } = await verifiedAttestations(target, wanted, options);
    for (const { place, reason: why } of unreadable) notes.set(place, `could not be read: ${why}`);
    for (const { place, error } of rejected) notes.set(place, `was rejected: ${error.message}`);
    for (const { place, signer, statement } of verified) {
      const by = `${signer.name} (${place})`;
      const { predicateType, predicate } = statement;
      try {
        if (SCANNED_PREDICATE_TYPES.vex.some((type) => type === predicateType))
          vex.set(place, await readVexPredicate(`the VEX attested by ${by}`, predicate));
        else if (SCANNED_PREDICATE_TYPES.sbom.some((type) => type === predicateType))
          sboms.set(place, { by, listed: await readSbomPredicate(predicate, by) });
        else notes.set(place, `is a vulnerability report attested by ${signer.name}`);
      } catch (error) {
        notes.set(place, `is attested by ${signer.name} but cannot be used: ${reason(error)}`);
      }
    }
  }
  return {
    vex: [...vex.values()],
    sboms: [...sboms.values()],
    notes: [...notes].map(([place, message]) => ({
      check: 'trust',
      target: target.name,
      message: `The attestation at ${place} ${message}.`,
    })),
  };
}

async function readVexPredicate(name: string, predicate: object): Promise<VexDocument> {
  const { parseVex } = await import('../vulnerabilities/vex/read.js');
  return parseVex(name, predicate);
}

async function readSbomPredicate(predicate: object, by: string): Promise<Sbom> {
  const { readSbom } = await import('../inventory/sbom/sbom.js');
  return readSbom(Buffer.from(JSON.stringify(predicate)), `the SBOM attested by ${by}`);
}

/** Notes about how the attested SBOMs differ from the packages of the image. */
export function diffWithAttestedSbom(
  { sboms }: VerifiedAttestations,
  packages: readonly Package[],
  target: string,
): readonly Note[] {
  const found = new Set(packages.map(nameAndVersion));
  return sboms.map(({ by, listed }) => {
    const attested = new Set(listed.packages.map(nameAndVersion));
    const gone = [...attested].filter((one) => !found.has(one));
    const extra = [...found].filter((one) => !attested.has(one));
    const same = gone.length + extra.length === 0;
    const message = same
      ? `The SBOM attested by ${by} lists the ${found.size} packages of the image.`
      : `The SBOM attested by ${by} differs from the image: ${count(extra, 'more in the image')}, ${count(gone, 'not in it')}.`;
    return { check: 'trust', target, message };
  });
}

function nameAndVersion({ type, name, version }: Package): string {
  return `${type}/${name}@${version}`;
}

const MOST_NAMED = 3;

function count(names: readonly string[], what: string): string {
  const some = names.slice(0, MOST_NAMED).join(', ');
  return `${names.length} ${what}${some ? ` (${some}${names.length > MOST_NAMED ? ' …' : ''})` : ''}`;
}
