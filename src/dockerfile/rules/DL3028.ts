import { defineRule } from '../rule.js';
import { flagValues } from '../shell/command-line.js';
import { gemInstalls } from '../shell/package-managers/gem.js';
import { isOpaque } from '../shell/package-managers/package-word.js';

export default defineRule({
  id: 'DL3028',
  name: 'pin-gem-versions',
  severity: 'medium',
  practice: 'image-security',
  title: 'Gem is installed without a version',
  why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
  remediation: 'Name the version: `gem install bundler:2.6.2`.',
  references: ['https://guides.rubygems.org/command-reference/#gem-install'],
  wrong: 'FROM ruby:3.4\nRUN gem install bundler',
  right: 'FROM ruby:3.4\nRUN gem install bundler:2.6.2',
  check(dockerfile, report) {
    for (const { command, packages } of gemInstalls(dockerfile)) {
      if (flagValues(command, '-v', '--version').length > 0) continue;
      for (const word of packages) {
        if (isOpaque(word) || /:|\.gem$/.test(word.value)) continue;
        report({ at: word.range, message: `${word.value} is installed without a version.` });
      }
    }
  },
});
