import { hostNamespace } from '../host-namespace.js';
import { defineRule } from '../rule.js';
import { find, textOf } from '../values.js';

/** Source: Pod Security Standards baseline "Host Namespaces"; CIS Docker Benchmark 5.10. */
export default defineRule({
  id: 'DEP-HOSTNET',
  name: 'no-host-network',
  severity: 'high',
  practice: 'deployment-security',
  title: 'A container shares the host’s network',
  why: 'It reaches every service that listens on the host’s loopback, may listen on any port and sees the traffic of others.',
  mend: 'Use the network of the pod or of the project and publish the ports that are needed.',
  aliases: ['KSV-0009'],
  tags: ['pss:baseline', 'cis:5.10'],
  wrong: 'services:\n  app:\n    network_mode: host',
  right: 'services:\n  app:\n    ports: ["8080:8080"]',
  check(manifest, report) {
    hostNamespace(manifest, 'hostNetwork', 'network_mode', 'network', report);
    for (const { name, node } of manifest.services) {
      const networks = find(node, 'networks');
      const items = networks?.items.filter((item) => textOf(item) === 'host') ?? [];
      const entry = find(networks, 'host');
      for (const at of [...items.map(({ range }) => range), ...(entry ? [entry.key] : [])])
        report({ at, message: `The service "${name}" shares the host’s network.` });
    }
  },
});
