import { publishedPorts } from '../compose/service-values.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.7. */
export default defineManifestRule({
  id: 'DEP-SSHPORT',
  name: 'no-published-ssh-port',
  severity: 'high',
  severityReason: 'A login from everywhere that reaches the host',
  practice: 'minimal-containers',
  title: 'SSH port is published',
  why: 'A container with SSH logins is maintained by hand: it has keys to steal, and changes that no image contains.',
  remediation: 'Use `kubectl exec` or `docker exec`, and build a new image for a change',
  aliases: ['ssh-port'],
  tags: ['cis:5.7'],
  wrong: 'services:\n  app:\n    ports: ["2222:22"]',
  right: 'services:\n  app:\n    ports: ["8080:8080"]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const port of publishedPorts(node))
        if (port.target[0] <= 22 && 22 <= port.target[1])
          report({
            at: port.at.range,
            about: `${name} ${port.hostIp}`.trim(),
            message: `Service "${name}" publishes an SSH port`,
          });
    for (const { name, node } of manifest.containers)
      for (const port of valueAt(node, 'ports')?.items ?? []) {
        const number = valueAt(port, 'containerPort');
        const protocol = textOf(valueAt(port, 'protocol')) || 'TCP';
        if (number && Number(textOf(number)) === 22 && protocol === 'TCP')
          report({
            at: number.range,
            about: name,
            message: `Container "${name}" exposes an SSH port`,
          });
      }
  },
});
