import { defineDockerfileRule } from '../rule.js';
import { reportInvalidLabels } from '../values/labels.js';

export default defineDockerfileRule({
  id: 'DL3055',
  name: 'label-revision',
  severity: 'low',
  severityReason: 'Only metadata; the configuration of the project asks for it',
  practice: 'maintainability',
  title: 'Label is not a Git commit hash',
  why: 'Tools that read the label cannot use this value.',
  remediation: 'Use the full commit hash, or its first seven digits',
  references: ['https://git-scm.com/book/en/v2/Git-Tools-Revision-Selection'],
  wrong:
    '# with `label-schema: { org.example.revision: hash }`\nFROM debian:12\nLABEL org.example.revision="main"',
  right: 'FROM debian:12\nLABEL org.example.revision="7a1b2c3"',
  check(dockerfile, report) {
    reportInvalidLabels(dockerfile, report, {
      type: 'hash',
      isValid: isHash,
      expected: 'a Git commit hash of 7 or 40 lowercase hexadecimal digits',
    });
  },
});

function isHash(value: string): boolean {
  return /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/.test(value);
}
