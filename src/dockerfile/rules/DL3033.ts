import { reportUnpinned } from '../commands/package-managers/report-unpinned-packages.js';
import { declaredArgs, isRpmPinned, rpmInstalls } from '../commands/package-managers/rpm.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3033',
  name: 'pin-yum-versions',
  severity: 'low',
  severityReason:
    'The distribution signs its packages and drops old versions, so a pinned version breaks the build; nearly nobody pins',
  ruleSet: 'all',
  practice: 'image-security',
  title: 'yum install does not pin package versions',
  why: 'The build installs whichever version the repository offers that day, so two builds of the same commit can differ.',
  remediation:
    'Pin the version (`yum install NAME-VERSION`), or the stream of a module (`yum module install NAME:STREAM`)',
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html#specifying-packages'],
  wrong: 'FROM centos:7\nRUN yum install -y httpd && yum clean all',
  right: 'FROM centos:7\nRUN yum install -y httpd-2.4.62 && yum clean all',
  check(dockerfile, report) {
    const declared = declaredArgs(dockerfile);
    const unpinned = rpmInstalls(dockerfile, ['yum']).flatMap((install) => {
      const { run, packages, module } = install;
      return packages
        .filter((word) => !isRpmPinned(dockerfile, install, word, declared))
        .map((word) => ({ run, word, module }));
    });
    reportUnpinned(unpinned, report);
  },
});
