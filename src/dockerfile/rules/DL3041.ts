import { reportUnpinned } from '../commands/package-managers/report-unpinned-packages.js';
import { DNF, declaredArgs, isRpmPinned, rpmInstalls } from '../commands/package-managers/rpm.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3041',
  name: 'pin-dnf-versions',
  severity: 'low',
  severityReason:
    'The distribution signs its packages and drops old versions, so a pinned version breaks the build; nearly nobody pins',
  ruleSet: 'all',
  practice: 'image-security',
  title: 'dnf install does not pin package versions',
  why: 'The build installs whichever version the repository offers that day, so two builds of the same commit can differ.',
  remediation:
    'Pin the version (`dnf install NAME-VERSION`), or the stream of a module (`dnf module install NAME:STREAM`)',
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html#specifying-packages'],
  wrong: 'FROM fedora:41\nRUN dnf install -y httpd && dnf clean all',
  right: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all',
  check(dockerfile, report) {
    const declared = declaredArgs(dockerfile);
    const unpinned = rpmInstalls(dockerfile, DNF).flatMap((install) => {
      const { run, packages, module } = install;
      return packages
        .filter((word) => !isRpmPinned(dockerfile, install, word, declared))
        .map((word) => ({ run, word, module }));
    });
    reportUnpinned(unpinned, report);
  },
});
