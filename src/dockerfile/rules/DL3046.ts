import { runCommands } from '../commands/run-commands.js';
import { addOptionFix } from '../fixes.js';
import { defineDockerfileRule } from '../rule.js';
import { flagValues, hasFlag } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL3046',
  name: 'useradd-no-log-init',
  severity: 'low',
  severityReason: 'Size: the log files of logins grow with the number',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'useradd with a high UID bloats the image',
  why: 'lastlog and faillog have a slot for every UID, so with a high UID these files take gigabytes of the layer.',
  remediation: 'Add `--no-log-init` (`-l`)',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  wrong: 'FROM debian:12\nRUN useradd -u 1000000 app',
  right: 'FROM debian:12\nRUN useradd -l -u 1000000 app',
  check(dockerfile, report) {
    for (const { run, command } of runCommands(dockerfile, 'useradd')) {
      if (!command.name || hasFlag(command, '-l', '--no-log-init')) continue;
      const uid = flagValues(command, '-u', '--uid').find(({ value }) => /^\d{6,}$/.test(value));
      if (!uid) continue;
      const fix = addOptionFix(dockerfile, run, { word: command.name, option: '-l' });
      const message = `useradd with UID ${uid.value} bloats the image via lastlog and faillog`;
      report({ at: uid.word.range, message, fix });
    }
  },
});
