import { PortsideError, reason } from '../lib/errors.js';
import type { CheckContext } from '../policy/check-context.js';
import type { FoundProvenance } from '../reports/compliance/bundle.js';
import { hasSecret } from '../secrets/mask-text.js';
import { githubStore } from '../signatures/authorities.js';
import { type AskedByVerification, openTarget } from '../signatures/verify-target.js';

/**
 * The provenance that is stored with an image, to copy. Provenance records the arguments of a build: what contains a
 * secret is not copied. Without provenance, the reason. Never throws for what a registry has.
 */
export async function copiedProvenance(
  target: string,
  { options, host }: Pick<CheckContext<AskedByVerification>, 'options' | 'host'>,
): Promise<FoundProvenance> {
  try {
    const opened = await openTarget(target, options, host);
    const { storedProvenance } = await import('../signatures/verify.js');
    const { found, problems } = await storedProvenance(opened, githubStore(options, undefined));
    const files = found.filter(({ statement }) => !textsOf(statement.predicate).some(hasSecret));
    const withheld = found.filter((one) => !files.includes(one));
    return {
      files,
      problems: [
        ...problems,
        ...withheld.map(({ place }) => `the one at ${place} was not copied: it contains a secret`),
        ...(found.length + problems.length === 0 ? ['none is stored with the image'] : []),
      ],
    };
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    return { files: [], problems: [reason(error)] };
  }
}

/** The predicate, and what is encoded in it: BuildKit records the text of the Dockerfile in base64. */
function textsOf(predicate: object): readonly string[] {
  const decoded: string[] = [];
  const all = JSON.stringify(predicate, (_, value: unknown) => {
    if (typeof value === 'string' && BASE64.test(value))
      decoded.push(Buffer.from(value, 'base64').toString('utf8'));
    return value;
  });
  return [all, ...decoded];
}

const BASE64 = /^[A-Za-z0-9+/]{16,}={0,2}$/;
