import { pulledImages } from '../image-references.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DEP-DIGEST',
  name: 'pin-image-digest',
  severity: 'low',
  practice: 'registry-security',
  title: 'An image is not pinned by its digest',
  why: 'A tag can be moved to another image; a digest names one content for ever.',
  remediation: 'Write the digest behind the tag: `name:tag@sha256:…`.',
  aliases: ['CKV_K8S_43'],
  wrong: 'services:\n  app:\n    image: nginx:1.29.3',
  right: `services:\n  app:\n    image: nginx:1.29.3@sha256:${'0'.repeat(64)}`,
  check(manifest, report) {
    for (const { at, digest, reference } of pulledImages(manifest))
      if (digest === '')
        report({ at: at.range, message: `The image ${reference} is not pinned by its digest.` });
  },
});
