import { accountLines } from '../accounts.js';
import { formatList } from '../format.js';
import { defineHardeningRule } from '../rule.js';

const FILES = ['etc/shadow', 'etc/passwd', 'etc/master.passwd'];

/** Source: shadow(5): with an empty field no password is needed. CVE-2019-5021 was an empty field in Alpine images. */
export default defineHardeningRule({
  id: 'IMG-EMPTYPW',
  name: 'no-empty-password',
  severity: 'critical',
  severityReason: 'Everyone who reaches a login of the container is in',
  practice: 'image-security',
  title: 'Account has an empty password',
  why: 'Anyone who can run su or reach a login in the container can become that user without a password.',
  remediation:
    'Lock the account: `passwd -l NAME`, or `!` or `*` in the second field of /etc/shadow',
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2019-5021'],
  aliases: ['DKL-LI-0001'],
  wrong: 'RUN passwd -d root',
  right: 'RUN passwd -l root',
  check({ files, textOf }, report) {
    for (const path of FILES) {
      const names = accountLines(textOf(path), 3).flatMap(([name = '', password]) =>
        password === '' ? [name] : [],
      );
      const layer = files.get(files.resolve(path) ?? path)?.layer;
      if (names.length === 0 || layer === undefined) continue;
      report({
        message: `Empty password in /${path} for ${formatList(names)}`,
        layer,
        path,
        details: { accounts: names.slice(0, 50) },
      });
    }
  },
});
