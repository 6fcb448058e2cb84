import { defineRule } from '../rule.js';
import { runCommands } from '../shell/run-commands.js';

export default defineRule({
  id: 'DL3001',
  name: 'no-host-tools',
  severity: 'low',
  practice: 'minimal-containers',
  title: 'RUN uses a tool that makes no sense in a build',
  why: 'These tools look at or steer a running machine; during a build there is none, so that the line does nothing lasting.',
  remediation: 'Leave the command out, or do it when the container runs.',
  references: ['https://docs.docker.com/build/building/best-practices/'],
  wrong: 'FROM debian:12\nRUN service nginx start',
  right: 'FROM debian:12\nCMD ["nginx", "-g", "daemon off;"]',
  check(dockerfile, report) {
    for (const { command } of runCommands(dockerfile, ...TOOLS)) {
      if (!command.name) continue;
      const message = `${command.name.value} makes no sense during a build.`;
      report({ at: command.name.range, message });
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
