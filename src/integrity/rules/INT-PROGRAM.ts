import { defineIntegrityRule } from '../integrity-rule.js';
import { changedFile } from '../messages.js';

export default defineIntegrityRule({
  id: 'INT-PROGRAM',
  name: 'no-changed-program',
  severity: 'high',
  severityReason: 'Whoever starts the program runs the changed code',
  practice: 'image-security',
  title: 'Program or library of a package was changed after its installation',
  why: 'The file is not what the package manager installed. Its vulnerabilities are not known, an upgrade of the package replaces it, and malware hides in the place of known programs.',
  remediation:
    'Remove the instruction that overwrites the file, or install your own version under another path such as /usr/local/bin',
  references: ['https://attack.mitre.org/techniques/T1554/'],
  wrong: 'COPY ls /usr/bin/ls',
  right: 'COPY ls /usr/local/bin/ls',
  check: (change) => {
    const { kind, isProgram, isPackaged, interpreter } = change;
    if (kind !== 'content' && kind !== 'link') return undefined;
    return isProgram && !isPackaged && interpreter === undefined ? changedFile(change) : undefined;
  },
});
