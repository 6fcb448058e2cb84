import { type RunCommand, runCommands } from '../commands/run-commands.js';
import type { Stage } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL4001',
  name: 'wget-or-curl',
  severity: 'low',
  severityReason: 'Size: one of the two programs would be enough',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Stage uses both wget and curl',
  why: 'One of them is enough. The other is one more package to install and to keep free of vulnerabilities.',
  remediation: 'Use only curl, or only wget',
  references: [
    'https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages',
  ],
  aliases: ['DS-0014'],
  wrong:
    'FROM debian:12\nRUN wget -q https://example.org/a\nRUN curl -fsS https://example.org/b -o b',
  right:
    'FROM debian:12\nRUN curl -fsS https://example.org/a -o a\nRUN curl -fsS https://example.org/b -o b',
  check(dockerfile, report) {
    const wget = firstUses(runCommands(dockerfile, 'wget'));
    const curl = firstUses(runCommands(dockerfile, 'curl'));
    for (const [stage, a] of wget) {
      const b = curl.get(stage);
      if (!b) continue;
      const [first, second] = a.command.start < b.command.start ? [a, b] : [b, a];
      const { name } = second.command;
      if (!name) continue;
      const line = first.command.range.startLine;
      const message = `${name.value} is used in addition to ${first.command.name?.value} in line ${line}`;
      report({ at: name.range, message });
    }
  },
});

function firstUses(commands: readonly RunCommand[]): ReadonlyMap<Stage | undefined, RunCommand> {
  const first = new Map<Stage | undefined, RunCommand>();
  for (const use of commands) if (!first.has(use.run.stage)) first.set(use.run.stage, use);
  return first;
}
