import { defineManifestRule } from '../rule.js';
import { isSet, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.27. */
export default defineManifestRule({
  id: 'DEP-HEALTH',
  name: 'service-health-check',
  severity: 'info',
  severityReason:
    'Availability: orchestrators have probes of their own, and few services have a health check',
  ruleSet: 'all',
  practice: 'monitoring',
  title: 'Service has no health check',
  why: 'A container that hangs counts as running, and the services that depend on it wait.',
  remediation: 'Add a `healthcheck` to the service, or a HEALTHCHECK to the image',
  tags: ['cis:5.27'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    healthcheck: { test: [CMD, /app, -health] }',
  check(manifest, report) {
    for (const { name, node, build, partial } of manifest.services) {
      if (partial || isSet(valueAt(node, 'healthcheck'))) continue;
      if (build && manifest.hasHealthcheck?.(build)) continue;
      report({ at: node.key, about: name, message: `Service "${name}" has no health check` });
    }
  },
});
