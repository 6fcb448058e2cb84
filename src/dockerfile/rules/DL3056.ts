import { defineDockerfileRule } from '../rule.js';
import { reportInvalidLabels } from '../values/labels.js';

export default defineDockerfileRule({
  id: 'DL3056',
  name: 'label-version',
  severity: 'low',
  severityReason: 'Only metadata; the configuration of the project asks for it',
  practice: 'maintainability',
  title: 'Label is not a semantic version',
  why: 'Tools that read the label cannot use this value.',
  remediation: 'Use a version such as `1.2.3` or `1.2.3-rc.1`',
  references: ['https://semver.org'],
  wrong:
    '# with `label-schema: { org.example.version: semver }`\nFROM debian:12\nLABEL org.example.version="one"',
  right: 'FROM debian:12\nLABEL org.example.version="1.0.0"',
  check(dockerfile, report) {
    reportInvalidLabels(dockerfile, report, {
      type: 'semver',
      isValid: isSemver,
      expected: 'a semantic version',
    });
  },
});

function isSemver(value: string): boolean {
  const [, pre] =
    /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-([\w.-]+))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/.exec(
      value,
    ) ?? [undefined, 'no_version'];
  if (pre === undefined) return true;
  return pre.split('.').every((part) => /^(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)$/.test(part));
}
