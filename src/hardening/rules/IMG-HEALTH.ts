import { defineHardeningRule } from '../rule.js';

/** Source: CIS Docker Benchmark 4.6. */
export default defineHardeningRule({
  id: 'IMG-HEALTH',
  name: 'image-healthcheck',
  severity: 'info',
  severityReason:
    'Availability: orchestrators have probes of their own, and few images have a health check',
  ruleSet: 'all',
  practice: 'monitoring',
  title: 'Image has no health check',
  why: 'A program that hangs looks like one that runs, so nothing restarts it. Kubernetes uses its own probes and does not read HEALTHCHECK.',
  remediation: 'Add a HEALTHCHECK that sends a request to the program',
  tags: ['cis:4.6'],
  aliases: ['CIS-DI-0006', 'PS0017', 'DL3057', 'DS-0026'],
  wrong: 'FROM nginx:1.29',
  right: 'FROM nginx:1.29\nHEALTHCHECK CMD ["curl", "-fsS", "http://localhost/"]',
  check({ image }, report) {
    const { healthcheck, entrypoint, cmd } = image.config;
    if (healthcheck && healthcheck.length > 0 && healthcheck[0] !== 'NONE') return;
    // An image without a command contains only files: there is no program to check.
    if (!entrypoint?.length && !cmd?.length) return;
    report({
      message:
        healthcheck?.[0] === 'NONE'
          ? 'Image disables its health check'
          : 'Image has no health check',
      instruction: healthcheck?.[0] === 'NONE' ? 'HEALTHCHECK' : 'FROM',
    });
  },
});
