import { isMounted, usesCache } from '../commands/package-cache.js';
import { apkAdds } from '../commands/package-managers/apk.js';
import { addOptionFix, withRisk } from '../fixes.js';
import { defineDockerfileRule } from '../rule.js';
import { flagValues, hasFlag } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL3019',
  name: 'apk-no-cache',
  severity: 'low',
  severityReason: 'Size: the index is public',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'apk add runs without --no-cache',
  why: 'The package index stays in the image. It makes the image larger and is out of date by the time it runs.',
  remediation:
    'Add `--no-cache`: apk then uses a fresh index and does not keep it, so `apk update` is not needed',
  references: ['https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper#Local_Cache'],
  aliases: ['DS-0025'],
  wrong: 'FROM alpine:3.21\nRUN apk add curl=8.12.1-r0',
  right: 'FROM alpine:3.21\nRUN apk add --no-cache curl=8.12.1-r0',
  check(dockerfile, report) {
    for (const { run, command, subcommand } of apkAdds(dockerfile)) {
      // Without a network, apk does not download an index.
      if (hasFlag(command, '--no-cache', '--no-network')) continue;
      const [named] = flagValues(command, '--cache-dir');
      if ((named ? [named.value] : CACHES).some((folder) => isMounted(run, folder))) continue;
      // Who names a cache means it.
      const option = { word: subcommand, option: '--no-cache' };
      const isUsed = usesCache(dockerfile, CACHES);
      const fix = named ? undefined : withRisk(addOptionFix(dockerfile, run, option), isUsed);
      const message = 'apk add runs without --no-cache';
      report({ at: subcommand.range, identifiedBy: command.range, message, fix });
    }
  },
});

/** apk uses /etc/apk/cache as its package cache if that directory exists. Source: apk-cache(5). */
const CACHES = ['/var/cache/apk', '/etc/apk/cache'];
