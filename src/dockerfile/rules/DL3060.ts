import { appendFix } from '../fixes.js';
import { defineRule } from '../rule.js';
import { hasFlag, isCommand, operands } from '../shell/command-line.js';
import { type CacheUse, leftCaches } from '../shell/package-cache.js';
import { imageTest } from '../stage-results.js';

export default defineRule({
  id: 'DL3060',
  name: 'yarn-cache-clean',
  severity: 'low',
  practice: 'minimal-containers',
  title: 'Cache of yarn stays in the image',
  why: 'Every package stands in the image twice, as installed and in the cache; a later RUN cannot undo that.',
  remediation: 'End the RUN with `yarn cache clean`, or keep the cache in a cache mount.',
  references: ['https://classic.yarnpkg.com/en/docs/cli/cache'],
  wrong: 'FROM node:22\nRUN yarn install --frozen-lockfile',
  right: 'FROM node:22\nRUN yarn install --frozen-lockfile && yarn cache clean',
  check(dockerfile, report) {
    const staysInImage = imageTest(dockerfile);
    for (const { run, command, word } of leftCaches(dockerfile, CACHE)) {
      if (!staysInImage(run)) continue;
      const fix = command.wrapper ? undefined : appendFix(dockerfile, run, 'yarn cache clean');
      const message = 'The cache that yarn fills here stays in the layer.';
      report({ at: word.range, message, ...(fix ? { fix } : {}) });
    }
  },
});

const CACHE: CacheUse = {
  fills(command) {
    if (!isCommand(command, 'yarn')) return undefined;
    const [subcommand] = operands(command, VALUED);
    return subcommand?.value === 'install' ? subcommand : undefined;
  },
  empties(command) {
    if (isCommand(command, 'rm'))
      return (
        hasFlag(command, '-r', '-R', '--recursive') &&
        command.args.some(({ value }) => /\/\.cache(?:\/(?:\*|yarn.*)?)?$/.test(value))
      );
    if (!isCommand(command, 'yarn')) return false;
    const [first, second] = operands(command, VALUED);
    return first?.value === 'cache' && second?.value === 'clean';
  },
  folders: [['.cache/yarn'], ['/usr/local/share/.cache/yarn']],
};

/** Options of yarn that take a value. Source: `yarn help`. */
const VALUED = ['--cwd', '--cache-folder', '--modules-folder', '--registry', '--network-timeout'];
