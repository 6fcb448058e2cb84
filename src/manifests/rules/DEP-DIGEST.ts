import { pulledImages } from '../deployed-references.js';
import { defineManifestRule } from '../rule.js';

export default defineManifestRule({
  id: 'DEP-DIGEST',
  name: 'pin-image-digest',
  severity: 'low',
  severityReason: 'Who controls the tag decides what runs; few pin by digest without a bot',
  ruleSet: 'all',
  practice: 'registry-security',
  title: 'Image is not pinned by digest',
  why: 'A tag can be moved to another image; a digest always refers to the same content.',
  remediation: 'Add the digest after the tag: `name:tag@sha256:…`',
  aliases: ['CKV_K8S_43'],
  wrong: 'services:\n  app:\n    image: nginx:1.29.3',
  right: `services:\n  app:\n    image: nginx:1.29.3@sha256:${'0'.repeat(64)}`,
  check(manifest, report) {
    for (const { at, digest, reference, repository } of pulledImages(manifest))
      if (digest === '')
        report({
          at: at.range,
          about: repository,
          message: `Image ${reference} is not pinned by digest`,
        });
  },
});
