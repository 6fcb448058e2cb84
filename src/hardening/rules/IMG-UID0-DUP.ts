import { accountLines } from '../accounts.js';
import { formatList } from '../format.js';
import { defineHardeningRule } from '../rule.js';

/** Source: passwd(5), group(5). */
export default defineHardeningRule({
  id: 'IMG-UID0-DUP',
  name: 'unique-ids',
  severity: 'high',
  severityReason:
    "An account that nobody expects is root; low if two users share an id that is not root's",
  practice: 'image-security',
  title: 'Second account is root, or accounts share an id',
  why: 'The kernel treats accounts with the same id as one user: both have the same permissions, and an account that looks harmless can be root.',
  remediation: 'Give each account its own id',
  aliases: ['DKL-LI-0002'],
  wrong: 'RUN useradd --non-unique --uid 0 admin',
  right: 'RUN useradd --uid 1000 admin',
  check({ files, textOf }, report) {
    for (const [path, type] of [
      ['etc/passwd', 'Accounts'],
      ['etc/group', 'Groups'],
    ] as const) {
      const layer = files.get(files.resolve(path) ?? path)?.layer;
      const namesById = new Map<string, Set<string>>();
      for (const [name = '', , id = ''] of accountLines(textOf(path), 3)) {
        if (!/^\d{1,10}$/.test(id)) continue;
        const key = String(Number(id));
        namesById.set(key, (namesById.get(key) ?? new Set()).add(name));
      }
      if (layer === undefined) continue;
      for (const [id, names] of namesById) {
        const others = [...names].filter((name) => name !== 'root');
        const isRoot = type === 'Accounts' && id === '0' && others.length > 0;
        if (names.size < 2 && !isRoot) continue;
        report({
          message: isRoot
            ? `Accounts other than root in /${path} have user id 0: ${formatList(others)}`
            : `${type} in /${path} share id ${id}: ${formatList([...names])}`,
          severity: isRoot ? undefined : 'low',
          layer,
          path,
          details: { id: Number(id), names: [...names].slice(0, 50) },
        });
      }
    }
  },
});
