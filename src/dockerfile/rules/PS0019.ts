import { appendCommandFix } from '../fixes.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { packageCommandsOf } from '../shell/package-commands.js';

export default defineDockerfileRule({
  id: 'PS0019',
  name: 'clean-zypper-cache',
  severity: 'low',
  severityReason: 'Size: the cache has public packages',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'zypper cache stays in the image',
  why: 'Package lists and downloads make the image larger and are not needed at run time.',
  remediation: 'End the same RUN with `zypper clean --all`',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  aliases: ['DS-0020'],
  mergesWith: ['DL3036'],
  wrong: 'FROM opensuse/leap:16.0\nRUN zypper --non-interactive install curl',
  right: 'FROM opensuse/leap:16.0\nRUN zypper --non-interactive install curl && zypper clean --all',
  check(dockerfile, report) {
    if (!/zypper/.test(dockerfile.text)) return;
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      if (run.mounts.some(({ options }) => options.get('target')?.startsWith('/var/cache/zypp'))) {
        continue;
      }
      const commands = packageCommandsOf(run.script);
      const zypper = commands.filter(({ manager }) => manager === 'zypper');
      const clean = zypper.findLastIndex(({ action }) => action === 'clean');
      const uncleaned = zypper.slice(clean + 1).find(({ action }) => action !== 'update');
      if (!uncleaned || /rm\s[^&|;]*\/var\/cache\/zypp/.test(run.script.text)) continue;
      const fix = appendCommandFix(dockerfile, run, {
        command: 'zypper clean --all',
        after: uncleaned.command,
        cache: ['/var/cache/zypp'],
      });
      report({
        at: uncleaned.verb.range,
        identifiedBy: uncleaned.command.range,
        message: `zypper ${uncleaned.verb.value} leaves its cache in the layer`,
        fix,
      });
    }
  },
});
