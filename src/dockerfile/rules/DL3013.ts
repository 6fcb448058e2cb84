import { isOpaque } from '../commands/package-managers/package-argument.js';
import {
  isRequirementPinned,
  pipInstalls,
  pipxInstalls,
} from '../commands/package-managers/pip.js';
import { reportUnpinned } from '../commands/package-managers/report-unpinned-packages.js';
import { defineDockerfileRule } from '../rule.js';
import { flagValues } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL3013',
  name: 'pin-pip-versions',
  severity: 'low',
  severityReason:
    'The index authenticates the package: an attacker needs the account of its publisher; few pin what a build tool needs',
  ruleSet: 'all',
  practice: 'image-security',
  title: 'pip install does not pin package versions',
  why: 'The build installs whichever version the repository offers that day, so two builds of the same commit can differ.',
  remediation:
    'Pin the version (`pip install NAME==VERSION`), or install from a requirements or constraints file',
  references: ['https://pip.pypa.io/en/stable/topics/repeatable-installs/'],
  wrong: 'FROM python:3.12\nRUN pip install requests',
  right: 'FROM python:3.12\nRUN pip install requests==2.32.3',
  check(dockerfile, report) {
    const installs = [...pipInstalls(dockerfile), ...pipxInstalls(dockerfile)];
    const unpinned = installs.flatMap(({ run, command, packages }) => {
      if (flagValues(command, '-r', '--requirement', '-c', '--constraint').length > 0) return [];
      return packages
        .filter((word) => !isOpaque(word) && !isRequirementPinned(word.value))
        .map((word) => ({ run, word }));
    });
    reportUnpinned(unpinned, report);
  },
});
