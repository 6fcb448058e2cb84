import { supportOf } from '../base-image-support.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'PS0029',
  name: 'supported-base-image',
  severity: 'high',
  practice: 'image-security',
  title: 'Base image is no longer supported',
  why: 'Nobody mends its vulnerabilities, and scanners that find no advisories say nothing either.',
  mend: 'Move to a release that still gets security fixes.',
  references: ['https://endoflife.date/'],
  wrong: 'FROM debian:9',
  right: 'FROM debian:13',
  check({ stages, config }, report) {
    const today = config.now.toISOString().slice(0, 10);
    for (const { image, from } of stages) {
      if (image === undefined) continue;
      for (const { what, until } of supportOf(image)) {
        if (until >= today) continue;
        const name = image.replace(/@.*/, '');
        const message = `${what} in base image ${name} has had no support since ${until}.`;
        report({ at: from.image.range, message, details: { product: what, endOfLife: until } });
      }
    }
  },
});
