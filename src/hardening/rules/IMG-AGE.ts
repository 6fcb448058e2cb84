import { DAY } from '../../lib/dates.js';
import { defineHardeningRule } from '../rule.js';

/** After this time an image misses at least one point release of distributions such as Debian. */
const MAX_DAYS = 90;
/** Earlier dates are set by reproducible builds: there were no container images yet. */
const EARLIEST_DATE = Date.parse('2013-01-01');

/** Source: CIS Docker Benchmark 4.4. */
export default defineHardeningRule({
  id: 'IMG-AGE',
  clearedBy: 'rebuild',
  name: 'recent-image',
  severity: 'low',
  severityReason: 'Fixes since then are missing; the vulnerabilities themselves are reported',
  ruleSet: 'all',
  practice: 'image-security',
  title: 'Image or base image is older than 90 days',
  why: 'The image lacks the updates of that time, including fixes for vulnerabilities that are never published.',
  remediation: 'Rebuild on the current base image (docker build --pull), and do so on a schedule',
  tags: ['cis:4.4'],
  check({ image, baseLayers, dependencies }, report) {
    const daysSince = (date: string | undefined) => {
      const time = Date.parse(date ?? '');
      return time >= EARLIEST_DATE ? Math.floor((dependencies.now.getTime() - time) / DAY) : 0;
    };
    const age = daysSince(image.config.created);
    const baseCreated = image.layers[baseLayers - 1]?.history?.created;
    const baseAge = baseLayers > 0 ? daysSince(baseCreated) : 0;
    if (age > MAX_DAYS)
      report({
        message: `Image was built ${age} days ago`,
        details: { days: age, created: image.config.created },
      });
    else if (baseAge > MAX_DAYS)
      report({
        message: `Base image was built ${baseAge} days ago`,
        details: { days: baseAge, created: baseCreated },
      });
  },
});
