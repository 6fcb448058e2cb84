import { runCommands } from '../commands/run-commands.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3001',
  name: 'no-host-tools',
  severity: 'low',
  severityReason: 'Style: the command does nothing in a build',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'RUN uses a command that has no purpose in a build',
  why: 'Commands such as service, ssh, and top inspect or control a running machine. During a build there is none, so the command has no lasting effect.',
  remediation: 'Remove the command, or run it when the container starts',
  references: ['https://docs.docker.com/build/building/best-practices/'],
  wrong: 'FROM debian:12\nRUN service nginx start',
  right: 'FROM debian:12\nCMD ["nginx", "-g", "daemon off;"]',
  check(dockerfile, report) {
    for (const { command } of runCommands(dockerfile, ...TOOLS)) {
      if (!command.name) continue;
      const message = `${command.name.value} has no purpose during a build`;
      report({ at: command.name.range, identifiedBy: command.range, message });
    }
  },
});

const TOOLS = [
  'free',
  'ifconfig',
  'kill',
  'mount',
  'ps',
  'service',
  'shutdown',
  'ssh',
  'top',
  'vim',
];
