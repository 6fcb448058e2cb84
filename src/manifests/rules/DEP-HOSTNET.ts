import { reportHostNamespace } from '../host-namespaces.js';
import type { Manifest } from '../manifest.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "Host Namespaces"; CIS Docker Benchmark 5.10. */
export default defineManifestRule({
  id: 'DEP-HOSTNET',
  name: 'no-host-network',
  severity: 'high',
  severityReason:
    'Reaches what listens on the loopback interface of the host, and sees the traffic of others',
  supersedes: ['DEP-NETPOL'],
  practice: 'deployment-security',
  title: 'Host network is shared',
  why: 'The container can reach the services on the loopback interface of the host, listen on any port and see the traffic of others.',
  remediation: 'Leave the network of the host, and publish the ports that are needed',
  aliases: ['KSV-0009'],
  tags: ['pss:baseline', 'cis:5.10'],
  wrong: 'services:\n  app:\n    network_mode: host',
  right: 'services:\n  app:\n    ports: ["8080:8080"]',
  check(manifest, report) {
    reportHostNamespace(
      manifest,
      { name: 'network', podField: 'hostNetwork', serviceKey: 'network_mode' },
      report,
    );
    const hostNetworks = hostNetworkNames(manifest);
    for (const { name, node } of manifest.services) {
      const networks = valueAt(node, 'networks');
      const items = networks?.items.filter((item) => hostNetworks.has(textOf(item))) ?? [];
      const entries = [...(networks?.entries ?? [])].filter(([key]) => hostNetworks.has(key));
      const places = [...items.map(({ range }) => range), ...entries.map(([, { key }]) => key)];
      const isOnDefault = !networks && !valueAt(node, 'network_mode');
      if (isOnDefault && hostNetworks.has('default')) places.push(node.key);
      for (const at of places)
        report({ at, about: name, message: `Service "${name}" shares the host’s network` });
    }
  },
});

/** The names of the host’s network in a Compose file: `host`, and the names that it gives to the engine’s network `host`. */
function hostNetworkNames({ kind, documents }: Manifest): ReadonlySet<string> {
  const names = new Set(['host']);
  if (kind !== 'compose') return names;
  for (const document of documents)
    for (const [key, network] of valueAt(document, 'networks')?.entries ?? [])
      if (
        [valueAt(network, 'name'), valueAt(network, 'external', 'name')].some(
          (name) => textOf(name) === 'host',
        )
      )
        names.add(key);
  return names;
}
