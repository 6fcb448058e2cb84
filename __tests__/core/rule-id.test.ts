import { expect, test } from '@jest/globals';
import { normalizeRuleId } from '../../src/core/rule-id.js';

test.each([
  ['AVD-KSV-0017', 'KSV-0017'],
  ['KSV017', 'KSV-0017'],
  ['KSV-0017', 'KSV-0017'],
  ['avd-ds-0002', 'DS-0002'],
  ['DS002', 'DS-0002'],
  ['DL3008', 'DL3008'],
  ['CVE-2024-0017', 'CVE-2024-0017'],
  ['KSV', 'KSV'],
])('%s is the rule %s', (id, expected) => {
  expect(normalizeRuleId(id)).toBe(expected);
});
