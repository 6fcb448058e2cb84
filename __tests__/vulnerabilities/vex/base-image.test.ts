import { expect, it } from '@jest/globals';
import { mayBeAbout } from '../../../src/vulnerabilities/vex/base-image.js';
import { parseVex } from '../../../src/vulnerabilities/vex/read.js';
import { DIGEST, openVex, statement } from './documents.js';

const HASHES = { 'sha-256': DIGEST.slice('sha256:'.length) };

it.each<[boolean, string, object]>([
  [true, 'debian:12', { '@id': `pkg:oci/debian@${DIGEST}` }],
  [true, 'debian:12', { '@id': 'pkg:docker/library/debian@11' }],
  [true, 'ghcr.io/acme/base:1', { identifiers: { purl: 'pkg:oci/base' } }],
  [true, 'debian:12', { '@id': 'debian:12' }],
  [true, 'debian:12', { '@id': DIGEST }],
  [true, 'debian:12', { '@id': 'Debian', hashes: HASHES }],
  [false, 'debian:12', { '@id': `pkg:oci/app@${DIGEST}` }],
  [false, 'debian:12', { '@id': 'pkg:generic/debian' }],
  [false, 'debian:12', { '@id': 'pkg:deb/debian/openssl', hashes: HASHES }],
  [false, 'debian:12', { '@id': 'debian:11' }],
  [false, 'debian:12', {}],
])('%s: the base image %s may be the product %j', (expected, reference, product) => {
  const document = parseVex('v.json', openVex(statement({ products: [product] })));
  expect(mayBeAbout([document], reference)).toBe(expected);
});
