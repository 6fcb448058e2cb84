import { isTestOrDocument } from '../../core/example-paths.js';
import { type PublishedPort, publishedPorts } from '../compose/service-values.js';
import { defineManifestRule } from '../rule.js';
import { replaceScalar, setKey } from '../yaml-edits.js';
import { textOf } from '../yaml-values.js';

/** Ports of programs that need no password by default, or whose passwords are constantly attacked. */
const PORTS: ReadonlyMap<number, string> = new Map([
  [22, 'SSH'],
  [23, 'Telnet'],
  [2375, 'Docker Engine'],
  [2376, 'Docker Engine'],
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [8500, 'Consul'],
  [9200, 'Elasticsearch'],
  [11211, 'memcached'],
  [15672, 'RabbitMQ management'],
  [27017, 'MongoDB'],
]);

/** Source: CIS Docker Benchmark 5.14. */
export default defineManifestRule({
  id: 'DEP-ADMINPORT',
  name: 'no-published-admin-port',
  severity: 'medium',
  severityReason:
    'Everyone who reaches the host reaches the database or console, which still asks for a password',
  practice: 'deployment-security',
  title: 'Data or administration port is published to the network',
  why: 'Docker publishes ports past the firewall rules of the host, so the whole network can reach the database or administration interface.',
  remediation:
    'Publish the port on 127.0.0.1, or not at all: services of one project reach each other without published ports',
  tags: ['cis:5.14'],
  wrong: 'services:\n  db:\n    ports: ["5432:5432"]',
  right: 'services:\n  db:\n    ports: ["127.0.0.1:5432:5432"]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const port of publishedPorts(node)) {
        const [first, last] = port.target;
        const number = [...PORTS.keys()].find((known) => first <= known && known <= last);
        if (number === undefined || /^(127\.|localhost$|\[?::1\]?$)/.test(port.hostIp)) continue;
        report({
          at: port.at.range,
          about: `${name} ${number} ${port.hostIp}`.trim(),
          message: `Service "${name}" publishes port ${number} (${PORTS.get(number)}) on ${port.hostIp || 'all interfaces'}`,
          fix: onLoopback(port),
          // The data of a test is gone when it ends.
          ...(isTestOrDocument(manifest.path) && { ruleSet: 'all' }),
        });
      }
  },
});

function onLoopback({ at, entry, hostIp }: PublishedPort) {
  const description = 'Publish the port on the loopback interface only';
  if (entry.kind === 'map') return setKey(entry, ['host_ip'], '127.0.0.1', description);
  if (hostIp !== '' || at.hasVariable) return undefined;
  const text = textOf(at);
  return replaceScalar(at, `"127.0.0.1:${text.includes(':') ? '' : ':'}${text}"`, description);
}
