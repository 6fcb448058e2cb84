import type { Manifest } from '../manifest.js';
import { defineRule } from '../rule.js';
import type { YamlNode } from '../yaml.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Commands that do nothing for ever. */
const IDLE =
  /(?:^|[\s;&|/])(?:sleep\s+(?:inf\w*|\d+d|\d{5,})|tail\s+(?:-\w*[fF]|--follow)\s+\/dev\/null|while\s+(?:true|:|\[\s*1\s*\])\s*;\s*do\s+sleep\s+\d+[smhd]?\s*;?\s*done)\s*$/;

export default defineRule({
  id: 'DEP-IDLE',
  name: 'no-container-kept-alive',
  severity: 'medium',
  practice: 'minimal-containers',
  title: 'A container is only kept alive',
  why: 'A container that waits to be entered is a small server: what runs in it is started by hand, is not watched, and is lost when it is replaced.',
  remediation:
    'Start the program itself; run tasks as containers of their own that end, and look into others with kubectl debug.',
  wrong: 'services:\n  app:\n    image: app:1\n    command: sleep infinity',
  right: 'services:\n  app:\n    image: app:1\n    command: ["/app/server"]',
  check(manifest, report) {
    for (const { name, at, words } of commands(manifest))
      if (IDLE.test(words.slice(-2_000)))
        report({
          at: at.range,
          message: `The container "${name}" is kept alive and does nothing itself.`,
        });
  },
});

/** What each container is told to start, in one text; undefined keys leave it to the image. */
function commands(manifest: Manifest): { name: string; at: YamlNode; words: string }[] {
  const subjects = [
    ...manifest.services.map(({ name, node }) => ({ name, node, keys: ['entrypoint', 'command'] })),
    ...manifest.containers.map(({ name, node }) => ({ name, node, keys: ['command', 'args'] })),
  ];
  return subjects.flatMap(({ name, node, keys }) => {
    const parts = keys.map((key) => valueAt(node, key)).filter(isSet);
    const at = parts.at(-1);
    const words = parts.flatMap((part) =>
      part.kind === 'list' ? part.items.map((item) => textOf(item)) : [textOf(part)],
    );
    return at ? [{ name, at, words: words.join(' ') }] : [];
  });
}
