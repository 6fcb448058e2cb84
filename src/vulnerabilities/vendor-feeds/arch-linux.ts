import { object, text, texts } from '../../lib/json.js';
import { pacman } from '../versions/pacman.js';
import {
  affectedRow,
  type FeedContent,
  InvalidFeed,
  type OsvRecord,
  type VendorFeed,
} from './feed.js';
import { readJson } from './read-text.js';
import { isAdvisoryId, isPlainWord } from './valid.js';

const ECOSYSTEM = 'Arch Linux';

/**
 * The groups of vulnerabilities (AVG) of Arch Linux's security tracker. A group without a fixed version affects all
 * versions. Source: wiki.archlinux.org, "Arch Security Team"; security.archlinux.org.
 */
export const archLinux: VendorFeed = {
  id: 'arch-linux',
  name: 'Arch Linux security tracker',
  ecosystem: ECOSYSTEM,
  size: 'small',
  documentation: 'https://security.archlinux.org/',
  files: () => [
    {
      name: 'arch-linux-all.json',
      addresses: ['https://security.archlinux.org/all.json'],
      release: undefined,
    },
  ],
  read,
};

async function* read({ chunks, problem }: FeedContent): AsyncGenerator<OsvRecord> {
  const groups = await readJson(chunks);
  if (!Array.isArray(groups)) throw new InvalidFeed('it is no list of vulnerability groups');
  for (const entry of groups) {
    const group = object(entry);
    const id = text(group.name);
    if (!isAdvisoryId(id)) problem('a group has no valid name');
    else yield* recordOf(id, group, problem);
  }
}

function* recordOf(
  id: string,
  group: Readonly<Record<string, unknown>>,
  problem: FeedContent['problem'],
): Generator<OsvRecord> {
  const names = texts(group.packages);
  const valid = names.filter(isPlainWord);
  const { fixed, status } = group;
  if (valid.length < names.length || valid.length === 0)
    problem(`group ${id} has a package without a valid name`);
  const isFixed = fixed !== null && fixed !== undefined && fixed !== '';
  if (isFixed && !(isPlainWord(fixed) && pacman.isValid(fixed))) {
    for (const name of valid) problem(`group ${id} has no valid fixed version`, name);
    return;
  }
  const versions = isFixed ? [fixed] : [];
  const isAffected = status !== 'Not affected';
  if (valid.length === 0) return;
  yield {
    id,
    upstream: texts(group.issues).filter(isAdvisoryId),
    summary: text(group.type),
    affected: valid.map((name) =>
      affectedRow(ECOSYSTEM, name, isAffected ? versions : 'not affected'),
    ),
    references: [
      { type: 'ADVISORY', url: `https://security.archlinux.org/${id}` },
      ...texts(group.advisories)
        .filter(isAdvisoryId)
        .map((advisory) => ({
          type: 'ADVISORY',
          url: `https://security.archlinux.org/${advisory}`,
        })),
    ],
    database_specific: { severity: text(group.severity) },
  };
}
