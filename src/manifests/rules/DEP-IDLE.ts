import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Commands that wait forever. */
const IDLE_COMMAND =
  /(?:^|[\s;&|/])(?:sleep\s+(?:inf\w*|\d+d|\d{5,})|tail\s+(?:-\w*[fF]|--follow)\s+\/dev\/null|while\s+(?:true|:|\[\s*1\s*\])\s*;\s*do\s+sleep\s+\d+[smhd]?\s*;?\s*done)\s*$/;

/** Nothing runs before the command that waits, except a shell. */
const ONLY_IDLE =
  /^(?:\S*sh(?:\s+-\w+)+\s+)?\s*(?:\S*\/)?(?:sleep|tail|while)\s[^;&|]*(?:;\s*do\s[^;&|]*;?\s*done\s*)?$/;

export default defineManifestRule({
  id: 'DEP-IDLE',
  name: 'no-idle-container',
  severity: 'low',
  severityReason: 'A choice of the project: the container is for development, or for a shell in it',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Container is only kept alive',
  why: 'The programs in such a container are started by hand, are not monitored, and are lost when the container is replaced.',
  remediation:
    'Start the program itself; run tasks in containers that end, and debug other containers with kubectl debug',
  wrong: 'services:\n  app:\n    image: app:1\n    command: sleep infinity',
  right: 'services:\n  app:\n    image: app:1\n    command: ["/app/server"]',
  check(manifest, report) {
    for (const { name, at, command } of containerCommands(manifest))
      if (IDLE_COMMAND.test(command.slice(-MAX_LENGTH)))
        report({
          at: at.range,
          about: name,
          message: ONLY_IDLE.test(command)
            ? `Container "${name}" only runs a command that waits`
            : `Container "${name}" waits after its command, so it still runs when the program has ended`,
        });
  },
});

/** Only the end of a longer command is searched. */
const MAX_LENGTH = 2_000;

interface ContainerCommand {
  readonly name: string;
  readonly at: ManifestNode;
  readonly command: string;
}

/** The command of each container that the manifest sets. */
function containerCommands(manifest: Manifest): ContainerCommand[] {
  const containers = [
    ...manifest.services.map(({ name, node }) => ({ name, node, keys: ['entrypoint', 'command'] })),
    ...manifest.containers.map(({ name, node }) => ({ name, node, keys: ['command', 'args'] })),
  ];
  return containers.flatMap(({ name, node, keys }) => {
    const parts = keys.map((key) => valueAt(node, key)).filter(isSet);
    const at = parts.at(-1);
    const words = parts.flatMap((part) =>
      part.kind === 'list' ? part.items.map((item) => textOf(item)) : [textOf(part)],
    );
    return at ? [{ name, at, command: words.join(' ') }] : [];
  });
}
