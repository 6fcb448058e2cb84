import { type PackageCache, uncleanedCaches } from '../commands/package-cache.js';
import {
  DNF,
  emptiesRpmCache,
  RPM_CACHES,
  rpmSubcommand,
} from '../commands/package-managers/rpm.js';
import { appendCommandFix } from '../fixes.js';
import { defineDockerfileRule } from '../rule.js';
import { isCommand } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL3040',
  name: 'dnf-clean-all',
  severity: 'low',
  severityReason: 'Size: the cache has public packages',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'dnf cache stays in the image',
  why: 'Package files and metadata make the image larger. A later RUN cannot remove them from this layer.',
  remediation: 'End the RUN with `dnf clean all`, or use a cache mount',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  aliases: ['DS-0019', 'DS-0027'],
  wrong: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62',
  right: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all',
  check(dockerfile, report) {
    for (const { run, command, word } of uncleanedCaches(dockerfile, CACHE)) {
      const name = command.name?.value ?? 'dnf';
      const fix = command.wrapper
        ? undefined
        : appendCommandFix(dockerfile, run, {
            command: `${name} clean all`,
            after: command,
            cache: RPM_CACHES,
          });
      const message = `${name} ${word.value} leaves its cache in the layer`;
      const aliases = [isCommand(command, 'microdnf') ? 'DS-0027' : 'DS-0019'];
      report({ at: word.range, identifiedBy: command.range, message, aliases, fix });
    }
  },
});

const FILLING = new Set([
  'install',
  'in',
  'localinstall',
  'groupinstall',
  'reinstall',
  'rei',
  'upgrade',
  'update',
  'up',
  'upgrade-minimal',
  'update-minimal',
  'up-min',
  'distro-sync',
  'dsync',
  'downgrade',
  'swap',
  'builddep',
  'build-dep',
]);

const CACHE: PackageCache = {
  fillingWord: (command) =>
    isCommand(command, ...DNF) ? rpmSubcommand(command, FILLING) : undefined,
  // microdnf has a cache of its own.
  isEmptiedBy: (command, filling) =>
    emptiesRpmCache(
      command,
      isCommand(filling, 'microdnf') ? ['microdnf'] : ['dnf', 'dnf5', 'yum'],
    ),
  folders: RPM_CACHES.map((folder) => [folder]),
};
