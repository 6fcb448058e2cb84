import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { packageCommand } from '../shell/package-commands.js';

export default defineDockerfileRule({
  id: 'PS0011',
  name: 'no-update-alone',
  severity: 'low',
  severityReason:
    'Old package lists: packages without the newest fixes, until the cache of the build is empty',
  practice: 'image-security',
  title: 'Package lists are updated in a separate RUN',
  why: 'The layer with the lists is cached. A later RUN installs outdated packages without their security fixes, or fails.',
  remediation: 'Update and install in the same RUN: `apt-get update && apt-get install …`',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  aliases: ['DS-0017'],
  wrong: 'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends curl',
  right: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl',
  check(dockerfile, report) {
    if (!/\bup(?:date)?\b/.test(dockerfile.text)) return;
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      const commands = run.script.commands.flatMap((command) => packageCommand(command) ?? []);
      const last = new Map<string, number>();
      commands.forEach(({ manager, action, verb }, i) => {
        // `update` of dnf and zypper upgrades packages. Only `upgrade` shows that this is intended.
        const installs = action === 'install' || (action === 'upgrade' && !isUpdate(verb.value));
        if (installs) last.set(manager, i);
      });
      const reported = new Set<string>();
      commands.forEach(({ manager, verb, action, packages }, i) => {
        if (!isUpdate(verb.value) || reported.has(manager)) return;
        // `dnf update curl` installs the newer curl.
        if (action === 'upgrade' && packages.length > 0) return;
        if ((last.get(manager) ?? -1) > i) return;
        reported.add(manager);
        report({
          at: verb.range,
          message: `${manager} ${verb.value} is not followed by an install in the same RUN`,
        });
      });
    }
  },
});

function isUpdate(verb: string): boolean {
  return verb === 'update' || verb === 'up';
}
