import { parseLicense } from '../../licenses/license.js';
import { defineDockerfileRule } from '../rule.js';
import { reportInvalidLabels } from '../values/labels.js';

export default defineDockerfileRule({
  id: 'DL3054',
  name: 'label-licenses',
  severity: 'low',
  severityReason: 'Only metadata; the configuration of the project asks for it',
  practice: 'maintainability',
  title: 'Label is not a valid SPDX license expression',
  why: 'Tools that read the label cannot use this value.',
  remediation: 'Use an identifier from the SPDX license list, or an SPDX expression',
  references: ['https://spdx.org/licenses/'],
  wrong:
    '# with `label-schema: { org.example.licenses: spdx }`\nFROM debian:12\nLABEL org.example.licenses="my own"',
  right: 'FROM debian:12\nLABEL org.example.licenses="Apache-2.0"',
  check(dockerfile, report) {
    reportInvalidLabels(dockerfile, report, {
      type: 'spdx',
      isValid: (value) => parseLicense(value) !== undefined,
      expected: 'a valid SPDX license expression',
    });
  },
});
