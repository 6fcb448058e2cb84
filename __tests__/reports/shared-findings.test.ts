import { expect, it } from '@jest/globals';
import { splitShared } from '../../src/reports/shared-findings.js';
import { report, vulnerability } from './sample.js';

const inImage = (image: string) => vulnerability('CVE-2026-1', 'a', { subject: { image } });

it.each([
  [['a'], 0],
  [['a', 'a'], 0],
  [['a', 'b'], 1],
  [['a', 'b', 'c'], 1],
])('a finding in the images %j is shared by %d groups', (images, count) => {
  const findings = images.map(inImage);
  const { own, shared } = splitShared({ ...report(), scope: 'changes' }, findings);
  expect([own.length, shared.length]).toEqual([count === 0 ? images.length : 0, count]);
});
