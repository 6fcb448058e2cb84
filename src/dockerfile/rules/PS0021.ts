import { imageName } from '../../core/fingerprint.js';
import type { Fix } from '../../core/fix.js';
import type { Range } from '../../core/location.js';
import { splitReference } from '../../core/reference.js';
import { type ExternalImage, externalImages } from '../external-images.js';
import { rangeAfter } from '../fixes.js';
import { instructionsOf } from '../parser/model.js';
import { pinEdit } from '../pin-edit.js';
import type { LintSubject } from '../rule.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'PS0021',
  name: 'pin-base-image-digest',
  severity: 'info',
  severityReason:
    'Who controls the tag decides what is built on; few pin by digest without a bot. Medium for the tag latest, in each set',
  ruleSet: 'all',
  practice: 'registry-security',
  title: 'Image is not pinned by digest',
  why: 'A tag can be moved, so the next build can use a different image than the one that was signed and scanned.',
  remediation:
    'Add the digest after the tag (`name:tag@sha256:…`), and let Dependabot or Renovate update it',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  wrong: 'FROM debian:12',
  right: 'FROM debian:12@sha256:2bc5c236e9b262645a323e9088dfa3bb1ecb16cc75811daf40a23a824d665be9',
  check(dockerfile, report) {
    const copied = copiedFrom(dockerfile);
    for (const image of dockerfile.config.pulledImages ?? externalImages(dockerfile)) {
      const { reference, location, isBase } = image;
      const { tag, digest } = splitReference(reference);
      if (digest !== undefined) continue;
      // Other rules report base images with the tag latest or none, and those that are named in COPY --from without a tag.
      if (isBase && (tag === undefined || tag === 'latest')) continue;
      if (tag === undefined && copied.has(placeOf(location))) continue;
      report(
        tag === 'latest' || tag === undefined
          ? {
              at: location,
              about: `${imageName(reference)} latest`,
              severity: 'medium',
              message:
                tag === undefined
                  ? `Image "${reference}" has no tag, so latest is used`
                  : `Image "${reference}" uses the mutable tag latest`,
            }
          : {
              at: location,
              message: `${isBase ? 'Base image' : 'Image'} "${reference}" is not pinned by digest`,
              ...pinEdit(dockerfile, (subject) => digestFix(subject, image)),
            },
      );
    }
  },
});

/** Where COPY --from names an image as it is. */
function copiedFrom(dockerfile: LintSubject): ReadonlySet<string> {
  const names = instructionsOf(dockerfile, 'COPY').flatMap(({ from }) => from?.valueToken ?? []);
  return new Set(names.filter(({ raw }) => !raw.includes('$')).map(({ range }) => placeOf(range)));
}

function placeOf({ startLine, startColumn }: Range): string {
  return `${startLine}:${startColumn}`;
}

function digestFix(
  { config }: LintSubject,
  { reference, location, literal }: ExternalImage,
): Fix | undefined {
  const digest = literal ? config.digestOf?.(reference) : undefined;
  if (digest === undefined) return undefined;
  const { path: _, ...range } = location;
  return {
    description: `Pin ${reference} by its digest`,
    edits: [{ ...rangeAfter(range), text: `@${digest}` }],
  };
}
