import type { ImageChange } from '../core/image-difference.js';
import type { AccountFiles } from '../core/image-snapshot.js';
import { isRootId } from '../image/root-user.js';

/** The users and groups that were added, removed or changed. Source: passwd(5), group(5). */
export function compareAccounts(before: AccountFiles, after: AccountFiles): ImageChange[] {
  return [
    ...changesOf('user', recordsOf(before.passwd), recordsOf(after.passwd)),
    ...changesOf('group', recordsOf(before.group), recordsOf(after.group)),
  ];
}

/** The ID of the user with this name; empty if there is none. */
export function userId(name: string, { passwd }: AccountFiles): string {
  return recordsOf(passwd).get(name)?.[0] ?? '';
}

/** The records by name, without the password. Of several with one name, the system uses the first. */
function recordsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const records = new Map<string, readonly string[]>();
  for (const line of text.split('\n').slice(0, MAX_RECORDS)) {
    const [name = '', , ...fields] = line.slice(0, 4096).split(':');
    if (fields.length > 0 && !records.has(name)) records.set(name, fields);
  }
  return records;
}

const MAX_RECORDS = 10_000;

function changesOf(
  setting: 'user' | 'group',
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
): ImageChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): ImageChange[] => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old?.join(':') === now?.join(':')) return [];
    const about = {
      kind: 'setting',
      setting: `${setting} of the system`,
      ...(old && { before: [name, ...old].join(':') }),
      ...(now && { after: [name, ...now].join(':') }),
    } as const;
    if (!now)
      return [{ ...about, risk: 'info', message: `Removed ${setting} ${name} of the system` }];
    const isNewRoot = setting === 'user' && isRootId(now[0] ?? '') && !isRootId(old?.[0] ?? '');
    if (isNewRoot)
      return [
        { ...about, risk: 'high', message: `User ${name} of the system has ID 0 now, as root has` },
      ];
    const [verb, risk] = old ? (['Changed', 'low'] as const) : (['New', 'low'] as const);
    const members = setting === 'group' ? newMembers(old, now) : [];
    const joined = members.length > 0 ? `: new member ${members.join(', ')}` : '';
    const isPrivileged = members.length > 0 && PRIVILEGED.has(name);
    return [
      {
        ...about,
        risk: isPrivileged ? 'high' : risk,
        message: `${verb} ${setting} ${name} of the system${joined}`,
      },
    ];
  });
}

/** Groups whose members can become root, or read what only root may: by sudo, the engine, devices and password files. */
const PRIVILEGED: ReadonlySet<string> = new Set(
  'root sudo wheel admin docker podman lxd lxc libvirt disk kmem shadow'.split(' '),
);

/** The last field of a group lists its members. */
function newMembers(old: readonly string[] | undefined, now: readonly string[]): readonly string[] {
  const members = (fields: readonly string[] = []) => (fields[1] ?? '').split(',').filter(Boolean);
  return members(now).filter((member) => !members(old).includes(member));
}
