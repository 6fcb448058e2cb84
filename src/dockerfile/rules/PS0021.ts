import { externalImages } from '../external-images.js';
import { splitReference } from '../image-reference.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'PS0021',
  name: 'pin-base-image-digest',
  severity: 'info',
  practice: 'registry-security',
  title: 'Image is not pinned by digest',
  why: 'A tag can be moved: what is built tomorrow, or was signed and scanned yesterday, may be another image.',
  remediation: 'Add the digest, `debian:12@sha256:…`, and let Dependabot or Renovate move it.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  wrong: 'FROM debian:12',
  right: 'FROM debian:12@sha256:2bc5c236e9b262645a323e9088dfa3bb1ecb16cc75811daf40a23a824d665be9',
  check(dockerfile, report) {
    const reported = new Set<string>();
    for (const { reference, location, isBase } of externalImages(dockerfile)) {
      const { tag, digest } = splitReference(reference);
      if (digest !== undefined || reported.has(reference)) continue;
      // Without a tag another rule says more, of a FROM with latest too; one finding an image is enough.
      if (tag === undefined || (isBase && tag === 'latest')) continue;
      reported.add(reference);
      report(
        tag === 'latest'
          ? {
              ...{ at: location, severity: 'medium' },
              message: `What is copied from ${reference} changes with every release of it.`,
            }
          : {
              at: location,
              message: `${isBase ? 'Base image' : 'Image'} ${reference} is not pinned by digest.`,
            },
      );
    }
  },
});
