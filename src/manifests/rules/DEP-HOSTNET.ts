import { reportHostNamespace } from '../host-namespaces.js';
import type { Manifest } from '../manifest.js';
import { defineRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "Host Namespaces"; CIS Docker Benchmark 5.10. */
export default defineRule({
  id: 'DEP-HOSTNET',
  name: 'no-host-network',
  severity: 'high',
  practice: 'deployment-security',
  title: 'A container shares the host’s network',
  why: 'It reaches every service that listens on the host’s loopback, may listen on any port and sees the traffic of others.',
  remediation:
    'Use the network of the pod or of the project and publish the ports that are needed.',
  aliases: ['KSV-0009'],
  tags: ['pss:baseline', 'cis:5.10'],
  wrong: 'services:\n  app:\n    network_mode: host',
  right: 'services:\n  app:\n    ports: ["8080:8080"]',
  check(manifest, report) {
    reportHostNamespace(manifest, 'hostNetwork', 'network_mode', 'network', report);
    const shared = hostNetworks(manifest);
    for (const { name, node } of manifest.services) {
      const networks = valueAt(node, 'networks');
      const items = networks?.items.filter((item) => shared.has(textOf(item))) ?? [];
      const entries = [...(networks?.entries ?? [])].filter(([key]) => shared.has(key));
      const places = [...items.map(({ range }) => range), ...entries.map(([, { key }]) => key)];
      for (const at of places)
        report({ at, message: `The service "${name}" shares the host’s network.` });
    }
  },
});

/** What a Compose file calls the host's network: `host`, and its own names for the engine's network `host`. */
function hostNetworks({ kind, documents }: Manifest): ReadonlySet<string> {
  const names = new Set(['host']);
  if (kind !== 'compose') return names;
  for (const document of documents)
    for (const [key, network] of valueAt(document, 'networks')?.entries ?? [])
      if (
        [valueAt(network, 'name'), valueAt(network, 'external', 'name')].some(
          (n) => textOf(n) === 'host',
        )
      )
        names.add(key);
  return names;
}
