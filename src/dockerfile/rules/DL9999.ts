import { defineRule } from '../rule.js';
import { runCommands } from '../shell/run-commands.js';

export default defineRule({
  id: 'DL9999',
  name: 'no-example-command',
  severity: 'medium',
  practice: 'maintainability',
  title: 'RUN calls example-command',
  why: 'The command does not exist.',
  remediation: 'Remove the command',
  references: ['https://example.com/why'],
  wrong: 'FROM debian:12\nRUN example-command',
  right: 'FROM debian:12\nRUN true',
  check(dockerfile, report) {
    for (const { command } of runCommands(dockerfile, 'example-command'))
      report({ at: command.range, message: 'RUN calls example-command' });
  },
});
