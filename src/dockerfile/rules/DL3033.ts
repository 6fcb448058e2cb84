import { defineRule } from '../rule.js';
import { declaredArgs, isRpmPinned, rpmInstalls } from '../shell/package-managers/rpm.js';

export default defineRule({
  id: 'DL3033',
  name: 'pin-yum-versions',
  severity: 'medium',
  practice: 'image-security',
  title: 'Package is installed with yum without a version',
  why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
  remediation:
    'Name the version, `yum install httpd-2.4.62`, and the stream of a module, `yum module install nodejs:20`.',
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html#specifying-packages'],
  wrong: 'FROM centos:7\nRUN yum install -y httpd && yum clean all',
  right: 'FROM centos:7\nRUN yum install -y httpd-2.4.62 && yum clean all',
  check(dockerfile, report) {
    const declared = declaredArgs(dockerfile);
    for (const { run, packages, module } of rpmInstalls(dockerfile, ['yum'])) {
      for (const word of packages) {
        if (isRpmPinned(dockerfile, run, word, module, declared)) continue;
        const missing = module ? 'stream' : 'version';
        report({ at: word.range, message: `${word.value} is installed without a ${missing}.` });
      }
    }
  },
});
