import { type Account, entryAt, findAccount, type ImageView } from './image-view.js';
import { folderNamesOf, type ServerConfig } from './server-config.js';
import type { ScriptAct } from './start-scripts.js';

/** A user that a program started as root becomes. */
export interface Identity {
  readonly account: Account;
  /** A clause: `start.sh:4 becomes redis`. */
  readonly evidence: string;
  /** `script`: the start script becomes it, and root is gone. `server`: the program starts as root and runs parts as it. */
  readonly by: 'script' | 'server';
  /** The script does it only if it is root. */
  readonly onlyIfRoot: boolean;
}

/** The users that the start scripts, the arguments and the configuration name, or that own the folders of the program. */
export function identitiesOf(
  view: ImageView,
  accounts: readonly Account[],
  acts: readonly ScriptAct[],
  config: ServerConfig,
): Identity[] {
  const found: Identity[] = [];
  const add = (name: string, rest: Omit<Identity, 'account'>) => {
    const account = findAccount(name, accounts);
    if (account && account.uid !== 0) found.push({ account, ...rest });
  };
  for (const { kind, target, onlyRoot, place } of acts)
    if (kind === 'become' && target !== undefined)
      add(target, { evidence: `${place} becomes ${target}`, by: 'script', onlyIfRoot: onlyRoot });
  const server = { by: 'server', onlyIfRoot: false } as const;
  for (const { value, place } of config.users)
    add(value, { evidence: `it becomes ${value} itself (${place})`, ...server });
  for (const { program, arguments: words } of view.started) {
    const index = words.findIndex((word) => /^(?:-u|--user)$/.test(word));
    const name = words[index + 1];
    if (index >= 0 && name !== undefined)
      add(name, { evidence: `${program} becomes ${name} itself`, ...server });
    for (const [path, uid] of foldersOf(view, program)) {
      if (uid === 0) continue;
      const owner = accounts.find((one) => one.uid === uid);
      if (owner)
        add(owner.name, {
          evidence: `${program} may become ${owner.name}, which owns ${path}`,
          ...server,
        });
    }
    const own = accounts.find(({ name }) =>
      folderNamesOf(program).some((one) => name === one || name === `_${one}`),
    );
    if (own) add(own.name, { evidence: `${program} may become ${own.name}`, ...server });
  }
  return found;
}

/** The folders that have the name of a program, and their owners. */
function foldersOf({ files }: ImageView, program: string): [string, number][] {
  const found: [string, number][] = [];
  for (const root of ['/var/lib', '/var/cache', '/var/log', '/var/spool', '/run'])
    for (const name of folderNamesOf(program)) {
      const entry = entryAt(files, `${root}/${name}`);
      if (entry?.type === 'directory') found.push([`${root}/${name}`, entry.uid]);
    }
  return found;
}
