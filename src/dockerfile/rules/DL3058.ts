import { defineDockerfileRule } from '../rule.js';
import { reportInvalidLabels } from '../values/labels.js';

export default defineDockerfileRule({
  id: 'DL3058',
  name: 'label-maintainer',
  severity: 'low',
  severityReason: 'Only metadata; the configuration of the project asks for it',
  practice: 'maintainability',
  title: 'Label is not a valid email address',
  why: 'Tools that read the label cannot use this value.',
  remediation: 'Use an email address with a domain',
  references: ['https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1'],
  wrong:
    '# with `label-schema: { org.example.maintainer: email }`\nFROM debian:12\nLABEL org.example.maintainer="me"',
  right: 'FROM debian:12\nLABEL org.example.maintainer="me@example.org"',
  check(dockerfile, report) {
    reportInvalidLabels(dockerfile, report, {
      type: 'email',
      isValid: isAddress,
      expected: 'a valid email address',
    });
  },
});

/** RFC 5322 addr-spec without comments and folding. */
function isAddress(value: string): boolean {
  const at = value.lastIndexOf('@');
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)];
  const atoms = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
  const isLocal = atoms.test(local) || /^"(?:[^"\\]|\\.)*"$/.test(local);
  return (
    at > 0 &&
    value.length <= 320 &&
    isLocal &&
    (atoms.test(domain) || /^\[[^[\]\\]*\]$/.test(domain))
  );
}
