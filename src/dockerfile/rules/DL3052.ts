import { defineDockerfileRule } from '../rule.js';
import { reportInvalidLabels } from '../values/labels.js';

export default defineDockerfileRule({
  id: 'DL3052',
  name: 'label-url',
  severity: 'low',
  severityReason: 'Only metadata; the configuration of the project asks for it',
  practice: 'maintainability',
  title: 'Label is not a valid URL',
  why: 'Tools that read the label cannot use this value.',
  remediation: 'Use an absolute URL',
  references: ['https://www.rfc-editor.org/rfc/rfc3986'],
  wrong:
    '# with `label-schema: { org.example.url: url }`\nFROM debian:12\nLABEL org.example.url="example"',
  right: 'FROM debian:12\nLABEL org.example.url="https://example.org"',
  check(dockerfile, report) {
    reportInvalidLabels(dockerfile, report, {
      type: 'url',
      isValid: isUrl,
      expected: 'a valid URL',
    });
  },
});

function isUrl(value: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/.test(value) && URL.canParse(value);
}
