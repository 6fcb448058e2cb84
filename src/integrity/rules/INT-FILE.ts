import { defineIntegrityRule } from '../integrity-rule.js';
import { changedFile } from '../messages.js';

export default defineIntegrityRule({
  id: 'INT-FILE',
  name: 'no-changed-package-file',
  severity: 'medium',
  severityReason: 'The file is not what its publisher signed; whether it is run is not known',
  practice: 'image-security',
  title: 'File of a package was changed after its installation',
  why: 'The file is not what the package manager installed and is not configuration. An upgrade of the package overwrites the change.',
  remediation:
    'Use the configuration of the package for the change, or remove the instruction that overwrites the file',
  references: ['https://man7.org/linux/man-pages/man5/deb-md5sums.5.html'],
  wrong: "RUN sed -i 's/a/b/' /usr/share/app/data.json",
  right: 'COPY data.json /etc/app/data.json',
  check: (change) =>
    change.kind === 'content' || change.kind === 'link' ? changedFile(change) : undefined,
});
