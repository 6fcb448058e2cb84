import { defineDifferenceRule } from '../rule.js';

export default defineDifferenceRule({
  id: 'DIFF-PROGRAM',
  name: 'no-new-programs-without-package',
  severity: 'info',
  severityReason: 'For the reviewer to know: no vulnerability is matched with the program',
  practice: 'image-security',
  title: 'Change adds a program that no package owns',
  why: 'The program gets no updates from a package manager, and no advisory names it.',
  remediation: 'Install the package that has the program, or verify its checksum in the Dockerfile',
  wrong: 'RUN curl -o /usr/bin/tool https://example.com/tool && chmod +x /usr/bin/tool',
  right: 'RUN apt-get install -y tool',
  files: 'new programs without a package',
  matches: (change) =>
    change.kind === 'file' &&
    change.change === 'added' &&
    (change.is === 'program' || change.is === 'library') &&
    change.package === undefined &&
    // DIFF-SETUID reports it.
    change.privilege === undefined,
});
