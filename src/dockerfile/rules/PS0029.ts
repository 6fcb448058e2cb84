import { supportOf } from '../base-image-support.js';
import { externalImages } from '../external-images.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'PS0029',
  name: 'supported-base-image',
  severity: 'high',
  practice: 'image-security',
  title: 'Base image is no longer supported',
  why: 'Nobody fixes its vulnerabilities, and scanners that find no advisories say nothing either.',
  remediation: 'Move to a release that still gets security fixes.',
  references: ['https://endoflife.date/'],
  wrong: 'FROM debian:9',
  right: 'FROM debian:13',
  check(dockerfile, report) {
    const today = dockerfile.config.now.toISOString().slice(0, 10);
    for (const { reference, location, isBase } of externalImages(dockerfile)) {
      for (const { what, until } of supportOf(reference)) {
        if (until >= today) continue;
        const name = reference.replace(/@.*/, '');
        const message = `${what} in ${isBase ? 'base image' : 'image'} ${name} has had no support since ${until}.`;
        report({ at: location, message, details: { product: what, endOfLife: until } });
      }
    }
  },
});
