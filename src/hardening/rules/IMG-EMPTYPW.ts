import { accountLines } from '../accounts.js';
import { formatList } from '../programs.js';
import { defineRule } from '../rule.js';

const FILES = ['etc/shadow', 'etc/passwd', 'etc/master.passwd'];

/** Source: shadow(5): an empty field means that no password is needed. CVE-2019-5021 was this, in Alpine. */
export default defineRule({
  id: 'IMG-EMPTYPW',
  name: 'no-empty-password',
  severity: 'critical',
  practice: 'image-security',
  title: 'An account has an empty password',
  why: 'Whoever can run su or reach a login in the container becomes that user without a password.',
  remediation:
    'Lock the account: passwd -l NAME, or put `!` or `*` in the second field of /etc/shadow.',
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2019-5021'],
  aliases: ['DKL-LI-0001'],
  wrong: 'RUN passwd -d root',
  right: 'RUN passwd -l root',
  check({ files, textOf }, report) {
    for (const path of FILES) {
      const open = accountLines(textOf(path), 3).flatMap(([name = '', password]) =>
        password === '' ? [name] : [],
      );
      const layer = files.get(files.resolve(path) ?? path)?.layer;
      if (open.length === 0 || layer === undefined) continue;
      report({
        message: `${open.length === 1 ? 'The account' : 'The accounts'} ${formatList(open)} in /${path} ${open.length === 1 ? 'has' : 'have'} an empty password.`,
        layer,
        path,
        details: { accounts: open.slice(0, 50) },
      });
    }
  },
});
