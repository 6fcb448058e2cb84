import { defineRule } from '../rule.js';
import { flagValues } from '../shell/command-line.js';
import { isOpaque } from '../shell/package-managers/package-argument.js';
import { isRequirementPinned, pipInstalls, pipxInstalls } from '../shell/package-managers/pip.js';

export default defineRule({
  id: 'DL3013',
  name: 'pin-pip-versions',
  severity: 'medium',
  practice: 'image-security',
  title: 'pip install does not pin package versions',
  why: 'The build installs whichever version the repository offers that day, so two builds of the same commit can differ.',
  remediation:
    'Pin the version (`pip install requests==2.32.3`), or install from a requirements or constraints file',
  references: ['https://pip.pypa.io/en/stable/topics/repeatable-installs/'],
  wrong: 'FROM python:3.12\nRUN pip install requests',
  right: 'FROM python:3.12\nRUN pip install requests==2.32.3',
  check(dockerfile, report) {
    for (const { command, packages } of [...pipInstalls(dockerfile), ...pipxInstalls(dockerfile)]) {
      if (flagValues(command, '-r', '--requirement', '-c', '--constraint').length > 0) continue;
      for (const word of packages) {
        if (isOpaque(word) || isRequirementPinned(word.value)) continue;
        report({ at: word.range, message: `Package "${word.value}" is not pinned to a version` });
      }
    }
  },
});
