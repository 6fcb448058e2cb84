import { defineDockerfileRule } from '../rule.js';
import { reportInvalidLabels } from '../values/labels.js';

export default defineDockerfileRule({
  id: 'DL3053',
  name: 'label-created',
  severity: 'low',
  severityReason: 'Only metadata; the configuration of the project asks for it',
  practice: 'maintainability',
  title: 'Label is not an RFC 3339 date',
  why: 'Tools that read the label cannot use this value.',
  remediation: 'Use a date and time such as `2026-03-10T10:26:33Z`',
  references: ['https://www.rfc-editor.org/rfc/rfc3339'],
  wrong:
    '# with `label-schema: { org.example.created: rfc3339 }`\nFROM debian:12\nLABEL org.example.created="yesterday"',
  right: 'FROM debian:12\nLABEL org.example.created="2026-03-10T10:26:33Z"',
  check(dockerfile, report) {
    reportInvalidLabels(dockerfile, report, {
      type: 'rfc3339',
      isValid: isTime,
      expected: 'an RFC 3339 date',
    });
  },
});

const TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

function isTime(value: string): boolean {
  const [, year, month, day] = (TIME.exec(value) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  // Day 0 of the next month is the last day of this one.
  return (
    month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
  );
}
