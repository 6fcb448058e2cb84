import { accountLines } from '../accounts.js';
import { formatList } from '../programs.js';
import { defineRule } from '../rule.js';

/** Source: passwd(5), group(5). */
export default defineRule({
  id: 'IMG-UID0-DUP',
  name: 'one-name-an-id',
  severity: 'high',
  practice: 'image-security',
  title: 'A second account is root, or two accounts share an id',
  why: 'To the kernel they are one user: a name that looks harmless may own the container, and what is one’s is the other’s.',
  remediation: 'Give each account an id of its own.',
  aliases: ['DKL-LI-0002'],
  wrong: 'RUN useradd --non-unique --uid 0 admin',
  right: 'RUN useradd --uid 1000 admin',
  check({ files, textOf }, report) {
    for (const [path, what] of [
      ['etc/passwd', 'accounts'],
      ['etc/group', 'groups'],
    ] as const) {
      const layer = files.get(files.resolve(path) ?? path)?.layer;
      const owners = new Map<string, Set<string>>();
      for (const [name = '', , id = ''] of accountLines(textOf(path), 3)) {
        if (!/^\d{1,10}$/.test(id)) continue;
        const key = String(Number(id));
        owners.set(key, (owners.get(key) ?? new Set()).add(name));
      }
      if (layer === undefined) continue;
      for (const [id, names] of owners) {
        const others = [...names].filter((name) => name !== 'root');
        const asRoot = what === 'accounts' && id === '0' && others.length > 0;
        if (names.size < 2 && !asRoot) continue;
        report({
          message: asRoot
            ? `${formatList(others)} in /${path} ${others.length === 1 ? 'is' : 'are'} root by another name: the user id is 0.`
            : `The ${what} ${formatList([...names])} in /${path} share the id ${id}.`,
          ...(asRoot ? {} : { severity: 'low' }),
          layer,
          path,
          details: { id: Number(id), names: [...names].slice(0, 50) },
        });
      }
    }
  },
});
