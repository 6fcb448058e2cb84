import { expect, test } from '@jest/globals';
import { byUrgency } from '../../src/reports/order.js';
import { vulnerability } from './sample.js';

test('exploited first, then severity, then what can be fixed, then its likelihood', () => {
  const ascending = [
    vulnerability('E', 'a', { severity: 'low', details: { exploited: true } }),
    vulnerability('D', 'a', { severity: 'critical', details: { fixed: null } }),
    vulnerability('C', 'a', { severity: 'high', details: { fixed: '2', epss: 0.9 } }),
    vulnerability('B', 'a', { severity: 'high', details: { fixed: '2', epss: 0.1 } }),
    vulnerability('A', 'a', { severity: 'high', details: { fixed: null, epss: 0.99 } }),
  ];
  expect([...ascending].reverse().sort(byUrgency)).toEqual(ascending);
});
