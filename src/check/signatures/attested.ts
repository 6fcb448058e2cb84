import type { Package } from '../../core/package.js';
import type { Note } from '../../core/report.js';
import type { Sbom } from '../../inventory/sbom/sbom.js';
import { reason } from '../../lib/errors.js';
import type { ImageTarget } from '../../signatures/options.js';
import type { VexDocument } from '../../vulnerabilities/vex/statement.js';
import type { Requirement } from './required-signatures.js';

/** What those whom the policy trusts have attested of an image, for the scan. Nothing unverified is in it. */
export interface VerifiedAttestations {
  /** These suppress, as the user's own VEX files do. */
  readonly vex: readonly VexDocument[];
  readonly sboms: readonly AttestedSbom[];
  readonly notes: readonly Note[];
}

export interface AttestedSbom {
  /** Who says so, and where it was found. */
  readonly by: string;
  readonly listed: Sbom;
}

export const NO_ATTESTATIONS: VerifiedAttestations = { vex: [], sboms: [], notes: [] };

/**
 * The VEX documents, SBOMs and vulnerability reports that signers of the requirements attested of an image. What was
 * found and does not count, or cannot be read, is told in a note: it suppresses nothing. Throws PortsideError when the
 * image or the list of what belongs to it cannot be read.
 */
export async function readVerifiedAttestations(
  target: ImageTarget,
  requirements: readonly Requirement[],
): Promise<VerifiedAttestations> {
  const signers = requirements.filter(({ options }) => options.signedBy.length > 0);
  if (signers.length === 0) return NO_ATTESTATIONS;
  const { PREDICATE_TYPES, verifiedAttestations } = await import(
    '../../signatures/attestations.js'
  );
  const wanted = Object.values(PREDICATE_TYPES).flat();
  const vex = new Map<string, VexDocument>();
  const sboms = new Map<string, AttestedSbom>();
  const notes = new Map<string, string>();
  for (const { options } of signers) {
    const { verified, rejected, unreadable } = await verifiedAttestations(target, wanted, options);
    for (const { place, reason: why } of unreadable) notes.set(place, `could not be read: ${why}`);
    for (const { place, error } of rejected) notes.set(place, `does not count: ${error.message}`);
    for (const { place, signer, statement } of verified) {
      const by = `${signer.name} (${place})`;
      const { predicateType, predicate } = statement;
      try {
        if (PREDICATE_TYPES.vex.some((type) => type === predicateType))
          vex.set(place, await readVexPredicate(`the VEX attested by ${by}`, predicate));
        else if (PREDICATE_TYPES.sbom.some((type) => type === predicateType))
          sboms.set(place, { by, listed: await readSbomPredicate(predicate, by) });
        else notes.set(place, `is a vulnerability report attested by ${signer.name}`);
      } catch (error) {
        notes.set(place, `is attested by ${signer.name}, but of no use: ${reason(error)}`);
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
  const { parseVex } = await import('../../vulnerabilities/vex/read.js');
  return parseVex(name, predicate);
}

async function readSbomPredicate(predicate: object, by: string): Promise<Sbom> {
  const { readSbom } = await import('../../inventory/sbom/sbom.js');
  return readSbom(Buffer.from(JSON.stringify(predicate)), `the SBOM attested by ${by}`);
}

/** How the attested SBOMs differ from what was found in the image itself. */
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
      ? `The SBOM attested by ${by} lists the ${found.size} packages that are in the image.`
      : `The SBOM attested by ${by} is not what is in the image: ${count(extra, 'more in the image')}, ${count(gone, 'not in it')}.`;
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
