import { expect, it } from '@jest/globals';
import { markedTexts } from '../lint-text.js';
import { container } from '../rule-cases.js';

const range = (limit: string, namespace = 'default') =>
  `---\nkind: LimitRange\nmetadata: { namespace: ${namespace} }\nspec: { limits: [{ ${limit} }] }\n`;

it.each([
  ['DEP-MEMLIMIT', range('type: Container, default: { memory: 1Gi }'), false],
  ['DEP-MEMLIMIT', range('type: Container, defaultRequest: { memory: 1Gi }'), true],
  ['DEP-MEMLIMIT', range('type: Container, default: { memory: 0 }'), true],
  ['DEP-MEMLIMIT', range('type: Container, default: { memory: 1Gi }', 'other'), true],
  ['DEP-MEMLIMIT', range('type: Pod, max: { memory: 1Gi }'), true],
  ['DEP-CPULIMIT', range('type: Container, default: { cpu: 1 }'), false],
  ['DEP-CPUREQ', range('type: Container, default: { cpu: 1 }'), false],
  ['DEP-CPUREQ', range('type: Container, defaultRequest: { cpu: 1 }'), false],
  ['DEP-CPUREQ', range('type: Container, default: { memory: 1Gi }'), true],
])('%s with %j is reported: %s', (rule, limits, reported) => {
  expect(markedTexts(rule, container('tty: true') + limits)).toEqual(reported ? ['name'] : []);
});

it('a limit of 0 is no limit, whatever the default is', () => {
  const text =
    container('resources: { limits: { memory: 0 } }') +
    range('type: Container, default: { memory: 1Gi }');
  expect(markedTexts('DEP-MEMLIMIT', text)).toEqual(['0']);
});
