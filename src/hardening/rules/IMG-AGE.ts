import { DAY } from '../../lib/dates.js';
import { defineRule } from '../rule.js';

/** Days: half a year of updates is missed by then, as distributions point-release. */
const MAX_DAYS = 90;
/** Dates before containers were are those of reproducible builds. */
const FIRST = Date.parse('2013-01-01');

/** Source: CIS Docker Benchmark 4.4. */
export default defineRule({
  id: 'IMG-AGE',
  name: 'fresh-image',
  severity: 'medium',
  practice: 'image-security',
  title: 'The image or its base image is older than 90 days',
  why: 'It lacks the updates of that time, those for vulnerabilities that nobody has published yet too.',
  remediation: 'Rebuild on today’s base image (docker build --pull), and do so on a schedule.',
  tags: ['cis:4.4'],
  check({ image, baseLayers, dependencies }, report) {
    const days = (date: string | undefined) => {
      const time = Date.parse(date ?? '');
      return time >= FIRST ? Math.floor((dependencies.now.getTime() - time) / DAY) : 0;
    };
    const age = days(image.config.created);
    const base = baseLayers > 0 ? days(image.layers[baseLayers - 1]?.history?.created) : 0;
    if (age > MAX_DAYS)
      report({
        message: `The image was built ${age} days ago.`,
        details: { days: age, created: image.config.created },
      });
    else if (base > MAX_DAYS)
      report({
        message: `The base image was built ${base} days ago.`,
        details: { days: base, created: image.layers[baseLayers - 1]?.history?.created },
      });
  },
});
