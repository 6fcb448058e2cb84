import { splitReference } from '../image-reference.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'PS0021',
  name: 'pin-base-image-digest',
  severity: 'info',
  practice: 'registry-security',
  title: 'Base image is not pinned by digest',
  why: 'A tag can be moved: what is built tomorrow, or was signed and scanned yesterday, may be another image.',
  mend: 'Add the digest, `debian:12@sha256:…`, and let Dependabot or Renovate move it.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  wrong: 'FROM debian:12',
  right: 'FROM debian:12@sha256:2bc5c236e9b262645a323e9088dfa3bb1ecb16cc75811daf40a23a824d665be9',
  check({ stages }, report) {
    const reported = new Set<string>();
    for (const { image, from } of stages) {
      if (image === undefined || image === '' || image === 'scratch' || image.includes('$'))
        continue;
      const { tag, digest } = splitReference(image);
      // Without a tag or with latest another rule says more; one finding an image is enough.
      if (digest !== undefined || tag === undefined || tag === 'latest' || reported.has(image))
        continue;
      reported.add(image);
      report({ at: from.image.range, message: `Base image ${image} is not pinned by digest.` });
    }
  },
});
