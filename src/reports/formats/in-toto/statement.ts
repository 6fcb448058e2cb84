import type { Report, Target } from '../../../core/report.js';
import { toJson } from '../../escape.js';

/** Who checked, as consumers of a statement compare it: an address that names the verifier. */
export const VERIFIER_ID = 'https://github.com/OWNER/portside';

/** An image with a digest, which is what a statement can be about. */
export type ImageWithDigest = Target & { readonly digest: string };

/**
 * In-toto statements about the images of a report, unsigned: for a signing step to attest (`cosign attest`,
 * actions/attest). One document for one image, one a line for several, nothing where no image has a digest.
 * Source: in-toto/attestation spec/v1/statement.md.
 */
export function renderStatements(
  report: Report,
  predicateType: string,
  predicate: (subject: ImageWithDigest) => Readonly<Record<string, unknown>>,
): string {
  const subjects = report.targets.filter(isSubject);
  const documents = subjects.map((subject) => {
    const { name, digest } = subject;
    const colon = digest.indexOf(':');
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name, digest: { [digest.slice(0, colon)]: digest.slice(colon + 1) } }],
      predicateType,
      predicate: predicate(subject),
    };
    return toJson(statement, subjects.length === 1 ? 2 : undefined);
  });
  return `${documents.join('\n')}\n`;
}

function isSubject(target: Target): target is ImageWithDigest {
  return target.kind === 'image' && target.digest !== undefined;
}
