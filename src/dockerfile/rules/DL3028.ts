import { gemInstalls } from '../commands/package-managers/gem.js';
import { isOpaque } from '../commands/package-managers/package-argument.js';
import { reportUnpinned } from '../commands/package-managers/report-unpinned-packages.js';
import { defineDockerfileRule } from '../rule.js';
import { flagValues } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL3028',
  name: 'pin-gem-versions',
  severity: 'low',
  severityReason:
    'The registry authenticates the package: an attacker needs the account of its publisher; few pin global tools',
  ruleSet: 'all',
  practice: 'image-security',
  title: 'gem install does not pin gem versions',
  why: 'The build installs whichever version the repository offers that day, so two builds of the same commit can differ.',
  remediation: 'Pin the version: `gem install NAME:VERSION`',
  references: ['https://guides.rubygems.org/command-reference/#gem-install'],
  wrong: 'FROM ruby:3.4\nRUN gem install bundler',
  right: 'FROM ruby:3.4\nRUN gem install bundler:2.6.2',
  check(dockerfile, report) {
    const unpinned = gemInstalls(dockerfile).flatMap(({ run, command, packages }) => {
      if (flagValues(command, '-v', '--version').length > 0) return [];
      return packages
        .filter((word) => !isOpaque(word) && !/:|\.gem$/.test(word.value))
        .map((word) => ({ run, word }));
    });
    reportUnpinned(unpinned, report, 'Gem');
  },
});
