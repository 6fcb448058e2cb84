import { defineRule } from '../rule.js';
import { DNF, declaredArgs, isRpmPinned, rpmInstalls } from '../shell/package-managers/rpm.js';

export default defineRule({
  id: 'DL3041',
  name: 'pin-dnf-versions',
  severity: 'medium',
  practice: 'image-security',
  title: 'Package is installed with dnf without a version',
  why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
  remediation:
    'Name the version, `dnf install httpd-2.4.62`, and the stream of a module, `dnf module install nodejs:20`.',
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html#specifying-packages'],
  wrong: 'FROM fedora:41\nRUN dnf install -y httpd && dnf clean all',
  right: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all',
  check(dockerfile, report) {
    const declared = declaredArgs(dockerfile);
    for (const { run, packages, module } of rpmInstalls(dockerfile, DNF)) {
      for (const word of packages) {
        if (isRpmPinned(dockerfile, run, word, module, declared)) continue;
        const missing = module ? 'stream' : 'version';
        report({ at: word.range, message: `${word.value} is installed without a ${missing}.` });
      }
    }
  },
});
