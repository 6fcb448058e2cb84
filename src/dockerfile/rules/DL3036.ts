import { type PackageCache, removesFolder, uncleanedCaches } from '../commands/package-cache.js';
import { ZYPPER_INSTALL, zypperSubcommand } from '../commands/package-managers/zypper.js';
import { appendCommandFix } from '../fixes.js';
import { defineDockerfileRule } from '../rule.js';
import { isCommand } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL3036',
  name: 'zypper-clean',
  severity: 'low',
  severityReason: 'Size: the cache has public packages',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'zypper cache stays in the image',
  why: 'Package files and metadata make the image larger. A later RUN cannot remove them from this layer.',
  remediation: 'End the RUN with `zypper clean --all`, or use a cache mount',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  wrong: 'FROM opensuse/leap:15.6\nRUN zypper -n install httpd=2.4.62',
  right: 'FROM opensuse/leap:15.6\nRUN zypper -n install httpd=2.4.62 && zypper clean --all',
  check(dockerfile, report) {
    for (const { run, command, word } of uncleanedCaches(dockerfile, CACHE)) {
      const fix = command.wrapper
        ? undefined
        : appendCommandFix(dockerfile, run, {
            command: 'zypper clean --all',
            after: command,
            cache: ['/var/cache/zypp'],
          });
      const message = `zypper ${word.value} leaves its cache in the layer`;
      report({ at: word.range, identifiedBy: command.range, message, fix });
    }
  },
});

const CLEAN = new Set(['clean', 'cc']);

const CACHE: PackageCache = {
  fillingWord: (command) =>
    isCommand(command, 'zypper') ? zypperSubcommand(command, ZYPPER_INSTALL) : undefined,
  isEmptiedBy: (command) =>
    removesFolder(command, '/var/cache/zypp') ||
    (isCommand(command, 'zypper') && zypperSubcommand(command, CLEAN) !== undefined),
  folders: [['/var/cache/zypp']],
};
