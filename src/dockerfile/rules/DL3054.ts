import { reportLabels } from '../label-values.js';
import { defineRule } from '../rule.js';
import { isLicence } from '../spdx-licences.js';

export default defineRule({
  id: 'DL3054',
  name: 'label-licenses',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Label names no SPDX licence',
  why: 'Tools that read the label cannot make sense of it.',
  mend: 'Use an identifier of the SPDX licence list, or an expression of several.',
  references: ['https://spdx.org/licenses/'],
  wrong:
    '# with `label-schema: { org.example.licenses: spdx }`\nFROM debian:12\nLABEL org.example.licenses="my own"',
  right: 'FROM debian:12\nLABEL org.example.licenses="Apache-2.0"',
  check(dockerfile, report) {
    reportLabels(dockerfile, report, 'spdx', isLicence, 'SPDX licence');
  },
});
