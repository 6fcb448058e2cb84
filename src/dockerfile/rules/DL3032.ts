import { type PackageCache, uncleanedCaches } from '../commands/package-cache.js';
import { emptiesRpmCache, RPM_CACHES, rpmSubcommand } from '../commands/package-managers/rpm.js';
import { appendCommandFix } from '../fixes.js';
import { defineDockerfileRule } from '../rule.js';
import { isCommand } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL3032',
  name: 'yum-clean-all',
  severity: 'low',
  severityReason: 'Size: the cache has public packages',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'yum cache stays in the image',
  why: 'Package files and metadata make the image larger. A later RUN cannot remove them from this layer.',
  remediation: 'End the RUN with `yum clean all`, or use a cache mount',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  aliases: ['DS-0015'],
  wrong: 'FROM centos:7\nRUN yum install -y httpd-2.4.62',
  right: 'FROM centos:7\nRUN yum install -y httpd-2.4.62 && yum clean all',
  check(dockerfile, report) {
    for (const { run, command, word } of uncleanedCaches(dockerfile, CACHE)) {
      const name = command.name?.value ?? 'yum';
      const fix = command.wrapper
        ? undefined
        : appendCommandFix(dockerfile, run, {
            command: `${name} clean all`,
            after: command,
            cache: RPM_CACHES,
          });
      const message = `${name} ${word.value} leaves its cache in the layer`;
      report({ at: word.range, identifiedBy: command.range, message, fix });
    }
  },
});

const FILLING = new Set([
  'install',
  'localinstall',
  'groupinstall',
  'reinstall',
  'update',
  'upgrade',
]);

const CACHE: PackageCache = {
  fillingWord: (command) =>
    isCommand(command, 'yum') ? rpmSubcommand(command, FILLING) : undefined,
  isEmptiedBy: (command) => emptiesRpmCache(command, ['dnf', 'dnf5', 'microdnf', 'yum']),
  folders: RPM_CACHES.map((folder) => [folder]),
};
