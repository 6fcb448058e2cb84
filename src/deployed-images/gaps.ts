import type { Coverage } from '../core/coverage.js';
import { requirementGlob } from '../core/image-glob.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import type { DeployedReference } from '../manifests/select.js';
import type { Policy } from '../policy/policy.js';

/** Images that nobody asked for and that have a row each. */
const MOST_ROWS = 20;

/**
 * Whether the policy asks for an image, by `deployed-images` or by a required signature. Only then does it make the result
 * incomplete if it cannot be scanned.
 */
export function isAskedFor({
  deployedImages,
  trust,
}: Policy): (image: DeployedReference) => boolean {
  const required = trust.map(({ images }) => requirementGlob(images));
  return ({ reference }) =>
    deployedImages !== undefined || required.some((glob) => glob(reference));
}

/** Rows for images that are not scanned. Those that `isAsked` names make the result incomplete; many others share a row. */
export function notScanned(
  left: readonly DeployedReference[],
  why: string,
  isAsked: (image: DeployedReference) => boolean,
): Inspection {
  const reason = (names: string) => `${names}, and it was not scanned: ${why}`;
  const rowOf = (target: string, text: string): Coverage => ({
    check: 'vulnerability',
    target,
    state: 'not-covered',
    reason: text,
  });
  const others = left.filter((one) => !isAsked(one));
  const named = others.length === MOST_ROWS + 1 ? others : others.slice(0, MOST_ROWS);
  const rest = others.length - named.length;
  const informational = [
    ...named.map(({ reference }) => rowOf(reference, reason('A manifest names it'))),
    ...(rest > 0 ? [rowOf(`${rest} more images`, reason('Manifests name each of them'))] : []),
  ];
  return {
    ...EMPTY_INSPECTION,
    coverage: [
      ...left
        .filter(isAsked)
        .map(({ reference }) => rowOf(reference, reason('A manifest names it'))),
      ...informational.map((row) => ({ ...row, informational: true })),
    ],
  };
}

/** Why no registry knows what a manifest names, such as a reference with a variable. */
export const NOT_COMPLETE =
  'its name is not complete. Write its repository and tag out, or give variables of Compose a default';
