import { expect, test } from '@jest/globals';
import { publishedPorts, serviceMounts } from '../../../src/manifests/compose/service-values.js';
import { readManifestYaml } from '../../../src/manifests/manifest-yaml.js';

function serviceNode(text: string) {
  const [node] = readManifestYaml(text, 'm.yaml');
  if (!node) throw new Error('no document');
  return node;
}

test.each([
  ['"80"', [[80, 80, '']]],
  ['"8080:80/tcp"', [[80, 80, '']]],
  ['"127.0.0.1:8000-8002:80-82"', [[80, 82, '127.0.0.1']]],
  ['"[::1]:80:80"', [[80, 80, '[::1]']]],
  ['{ target: 80, published: 8080, host_ip: 10.0.0.1 }', [[80, 80, '10.0.0.1']]],
  ['"a:b:c"', []],
])('the port %s is read as %j', (port, expected) => {
  const ports = publishedPorts(serviceNode(`ports: [${port}]`));
  expect(ports.map(({ target, hostIp }) => [...target, hostIp])).toEqual(expected);
});

test.each([
  ['"./a:/b:ro"', ['./a']],
  ['"/anonymous"', []],
  ['{ type: bind, source: /a, target: /b }', ['/a']],
  ['{ type: tmpfs, target: /b }', []],
])('the volume %s has the sources %j', (volume, expected) => {
  const mounts = serviceMounts(serviceNode(`volumes: [${volume}]`));
  expect(mounts.map(({ source }) => source)).toEqual(expected);
});
