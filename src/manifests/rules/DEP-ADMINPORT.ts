import { type PublishedPort, publishedPorts } from '../compose/service-values.js';
import { defineRule } from '../rule.js';
import { replaceScalar, setKey } from '../yaml-edits.js';
import { textOf } from '../yaml-values.js';

/** What listens there asks for no password by default, or for one that is guessed day and night. */
const PORTS: Readonly<Record<number, string>> = {
  22: 'SSH',
  23: 'Telnet',
  2375: 'the Docker Engine',
  2376: 'the Docker Engine',
  2379: 'etcd',
  3306: 'MySQL',
  5432: 'PostgreSQL',
  5984: 'CouchDB',
  6379: 'Redis',
  8500: 'Consul',
  9200: 'Elasticsearch',
  11211: 'memcached',
  15672: 'RabbitMQ’s console',
  27017: 'MongoDB',
};

/** Source: CIS Docker Benchmark 5.14. */
export default defineRule({
  id: 'DEP-ADMINPORT',
  name: 'no-open-data-port',
  severity: 'medium',
  practice: 'deployment-security',
  title: 'A data or administration port is open on all interfaces',
  why: 'The engine publishes past the host’s firewall: the whole network reaches the database.',
  remediation:
    'Publish it on 127.0.0.1, or not at all: services of one project reach each other without.',
  tags: ['cis:5.14'],
  wrong: 'services:\n  db:\n    ports: ["5432:5432"]',
  right: 'services:\n  db:\n    ports: ["127.0.0.1:5432:5432"]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const port of publishedPorts(node)) {
        const number = Object.keys(PORTS).find(
          (n) => port.target[0] <= Number(n) && Number(n) <= port.target[1],
        );
        if (number === undefined || /^(127\.|localhost$|\[?::1\]?$)/.test(port.hostIp)) continue;
        report({
          at: port.at.range,
          message: `The service "${name}" offers ${PORTS[Number(number)]} (port ${number}) on all interfaces.`,
          fix: onLoopback(port),
        });
      }
  },
});

function onLoopback({ at, entry, hostIp }: PublishedPort) {
  const description = 'Publish it on the loopback interface only';
  if (entry.kind === 'map') return setKey(entry, ['host_ip'], '127.0.0.1', description);
  if (hostIp !== '' || at.variable) return undefined;
  const text = textOf(at);
  return replaceScalar(at, `"127.0.0.1:${text.includes(':') ? '' : ':'}${text}"`, description);
}
