import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('DL3040', {
  reported: [
    ['FROM a:1\nRUN dnf install -y a-1 && microdnf clean all', '2:install'],
    ['FROM a:1\nRUN microdnf install -y a-1 && dnf clean all', '2:install'],

    ['FROM a:1\nRUN dnf -y upgrade', '2:upgrade'],
    ['FROM a:1\nRUN dnf -y swap a-1 b-1', '2:swap'],
  ],
  silent: [
    'FROM a:1\nRUN dnf install -y a-1 && yum clean all',

    'FROM a:1\nRUN dnf -y install a-1 && rm -rf /var/cache',
    'FROM a:1\nRUN --mount=type=cache,target=/var/cache dnf -y install a-1',
    'FROM a:1\nRUN dnf5 -y distro-sync && dnf5 clean all',
  ],
  fixed: [
    [
      'FROM a:1\nRUN microdnf -y install x',
      'FROM a:1\nRUN microdnf -y install x && microdnf clean all',
    ],
  ],
  unfixed: ['FROM a:1\nRUN <<EOF\ndnf -y install x\nEOF'],
});

test('the Trivy alias depends on the package manager', () => {
  expect(lint('FROM a:1\nRUN microdnf install -y x', 'DS-0019')).toEqual([]);
  expect(lint('FROM a:1\nRUN microdnf install -y x', 'DS-0027')).toHaveLength(1);
});
