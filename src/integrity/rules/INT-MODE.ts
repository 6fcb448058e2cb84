import { defineIntegrityRule } from '../integrity-rule.js';
import { ownerName } from '../messages.js';

export default defineIntegrityRule({
  id: 'INT-MODE',
  name: 'no-added-privilege',
  severity: 'high',
  severityReason: 'Somebody gave a program the rights of root',
  practice: 'runtime-security',
  title: 'File of a package has more privileges than the package gives it',
  why: 'A setuid or setgid bit or a capability gives the users of a program the rights of its owner. A file that everyone can write can be replaced by any process. apk and rpm record permissions; dpkg does not.',
  remediation:
    'Remove the chmod or setcap from the Dockerfile, or run the process with the capability it needs',
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
  wrong: 'RUN chmod u+s /usr/bin/find',
  right: 'USER app',
  check: (change) =>
    change.kind === 'privilege'
      ? `/${change.path} has ${change.found}, ${ownerName(change)} recorded ${change.recorded}`
      : undefined,
});
