import { type PackageCache, uncleanedCaches } from '../commands/package-cache.js';
import { appendCommandFix } from '../fixes.js';
import { defineDockerfileRule } from '../rule.js';
import { hasFlag, isCommand, operands } from '../shell/command-line.js';
import { finalImageFilter } from '../stages.js';

export default defineDockerfileRule({
  id: 'DL3060',
  name: 'yarn-cache-clean',
  severity: 'low',
  severityReason: 'Size: the cache has public packages',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'yarn cache stays in the image',
  why: 'The image contains every package twice: installed and in the cache. A later RUN cannot remove the cache from this layer.',
  remediation: 'End the RUN with `yarn cache clean`, or use a cache mount',
  references: ['https://classic.yarnpkg.com/en/docs/cli/cache'],
  wrong: 'FROM node:22\nRUN yarn install --frozen-lockfile',
  right: 'FROM node:22\nRUN yarn install --frozen-lockfile && yarn cache clean',
  check(dockerfile, report) {
    const staysInImage = finalImageFilter(dockerfile);
    for (const { run, command, word } of uncleanedCaches(dockerfile, CACHE)) {
      if (!staysInImage(run)) continue;
      const fix = command.wrapper
        ? undefined
        : appendCommandFix(dockerfile, run, {
            command: 'yarn cache clean',
            after: command,
            cache: CACHE.folders.flat(),
          });
      const message = 'yarn install leaves its cache in the layer';
      report({ at: word.range, identifiedBy: command.range, message, fix });
    }
  },
});

const CACHE: PackageCache = {
  fillingWord(command) {
    if (!isCommand(command, 'yarn')) return undefined;
    const [subcommand] = operands(command, VALUED);
    return subcommand?.value === 'install' ? subcommand : undefined;
  },
  isEmptiedBy(command) {
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
