import { officialName, supportOfTag } from '../../base-images/data/base-images.js';
import { pulledImages } from '../image-references.js';
import { defineRule } from '../rule.js';

/** Source: the images' tags, and the ends of support that facts/lifetimes.ts has. */
export default defineRule({
  id: 'DEP-EOL',
  name: 'supported-image',
  severity: 'medium',
  practice: 'image-security',
  title: 'An image is no longer supported',
  why: 'Nobody fixes its vulnerabilities, and the next one that becomes known stays open.',
  remediation:
    'Move to a release that still gets security fixes; what it keeps on disk may have to be migrated.',
  references: ['https://endoflife.date/'],
  wrong: 'services:\n  db:\n    image: postgres:11',
  right: 'services:\n  db:\n    image: postgres:18',
  check(manifest, report) {
    const today = (manifest.now ?? new Date()).toISOString().slice(0, 10);
    for (const { at, repository, tag, reference } of pulledImages(manifest))
      for (const { what, until } of supportOfTag(officialName(repository), tag)) {
        if (until >= today) continue;
        const name = reference.replace(/@.*/, '');
        const message = `${what} in the image ${name} has had no support since ${until}.`;
        report({ at: at.range, message, details: { product: what, endOfLife: until } });
      }
  },
});
