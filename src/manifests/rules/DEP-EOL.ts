import { withoutDigest } from '../../core/reference.js';
import { dayOf } from '../../lib/dates.js';
import { dayOfEnd, officialName, supportOfTag } from '../../releases/base-images.js';
import { pulledImages } from '../deployed-references.js';
import { defineManifestRule } from '../rule.js';

/** Source: the tags of the images and the end-of-life dates of endoflife.date. */
export default defineManifestRule({
  id: 'DEP-EOL',
  name: 'supported-image',
  severity: 'high',
  severityReason: 'Known vulnerabilities get no fix, and everyone can read about them',
  practice: 'image-security',
  title: 'Image is end-of-life',
  why: 'Vulnerabilities that are found in the image from now on are not fixed.',
  remediation: 'Move to a supported release; its data on disk may need a migration',
  references: ['https://endoflife.date/'],
  wrong: 'services:\n  db:\n    image: postgres:11',
  right: 'services:\n  db:\n    image: postgres:18',
  check(manifest, report) {
    const today = dayOf(manifest.now);
    for (const { at, repository, tag, reference } of pulledImages(manifest))
      for (const support of supportOfTag(officialName(repository), tag)) {
        const { what, until } = support;
        if (until >= today) continue;
        const name = withoutDigest(reference);
        report({
          at: at.range,
          // Another release of the same product is the same problem.
          about: `${repository} ${what.split(' ', 1)[0]}`,
          message: `${what} in image ${name} reached end of life ${dayOfEnd(support)}`,
          details: { product: what, endOfLife: until },
        });
      }
  },
});
