import { imageName } from '../../core/fingerprint.js';
import { withoutDigest } from '../../core/reference.js';
import { dayOf } from '../../lib/dates.js';
import { dayOfEnd } from '../../releases/base-images.js';
import { externalImages } from '../external-images.js';
import { defineDockerfileRule } from '../rule.js';
import { baseImageSupport } from '../values/base-image-support.js';

export default defineDockerfileRule({
  id: 'PS0029',
  name: 'supported-base-image',
  severity: 'high',
  severityReason: 'Known vulnerabilities get no fix, and everyone can read about them',
  practice: 'image-security',
  clearedBy: 'supported-base-image',
  title: 'Base image has reached end of life',
  why: 'Its vulnerabilities are no longer fixed, and a scanner without advisories for the release reports nothing.',
  remediation: 'Use a release that still gets security fixes',
  references: ['https://endoflife.date/'],
  wrong: 'FROM debian:9',
  right: 'FROM debian:13',
  check(dockerfile, report) {
    const today = dayOf(dockerfile.config.now);
    for (const { reference, location, isBase } of dockerfile.config.pulledImages ??
      externalImages(dockerfile)) {
      for (const support of baseImageSupport(reference)) {
        const { what, until } = support;
        if (until >= today) continue;
        const name = withoutDigest(reference);
        const message = `${what} in ${isBase ? 'base image' : 'image'} "${name}" reached end of life ${dayOfEnd(support)}`;
        // Another release of the same product is the same problem.
        const about = `${imageName(reference)} ${what.split(' ', 1)[0]}`;
        report({ at: location, about, message, details: { product: what, endOfLife: until } });
      }
    }
  },
});
