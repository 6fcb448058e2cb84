import { posix } from 'node:path';
import type { NeededUser, RuntimeFacts } from '../../core/runtime-needs.js';
import { SHELLS } from '../start-command.js';
import { PATH_FOLDERS } from '../text-files.js';
import { fileCapabilities, rootCapabilities } from './capabilities.js';
import { type Identity, identitiesOf } from './identities.js';
import { type Account, accountsOf, entryAt, findAccount, type ImageView } from './image-view.js';
import { readServerConfig, type ServerConfig } from './server-config.js';
import { type ScriptAct, scriptActs } from './start-scripts.js';
import { startedFacts } from './started-programs.js';
import { canWrite, type Writable, writableFolders } from './writable.js';

const MAX_PORTS = 20;
const ROOT: Account = { name: 'root', uid: 0, gid: 0, home: '/root' };

/**
 * What the image needs when it runs: its user, the folders that it writes to, capabilities. Every fact has its evidence.
 * Undefined if nothing is known, because the image starts nothing or its user is no account of it. Nothing is executed.
 */
export function deriveNeeds(view: ImageView): RuntimeFacts | undefined {
  const { config, started } = view;
  const accounts = accountsOf(view);
  const given =
    config.user === undefined || config.user === '' ? ROOT : findAccount(config.user, accounts);
  if (started.length === 0 || !given || !isFollowed(view)) return undefined;
  const acts = startActs(view);
  const { calls, paths } = startedFacts(view);
  const configured = readServerConfig(view);
  const server = { ...configured, paths: [...configured.paths, ...paths] };
  const facts = { acts, config: server };
  const ports = config.exposedPorts.slice(0, MAX_PORTS);
  const common = { volumes: config.volumes, ports, ...privilege(view, acts) };
  if (given.uid !== 0) {
    const evidence = `${view.start?.user === undefined ? 'USER' : 'the manifest sets user'} ${config.user}`;
    const user = { ...idsOf(given), evidence };
    const writable = writableFolders(view, given, { ...facts, mayBecome: [] });
    return { ...common, user, ...reasonOf(writable), capabilities: fileCapabilities(view) };
  }
  const identities = identitiesOf(view, accounts, acts, server);
  const direct = directUser(view, identities, facts);
  if (typeof direct !== 'string')
    return { ...common, ...direct, capabilities: fileCapabilities(view) };
  const mayBecome = identities.map(({ account }) => account);
  const writable = writableFolders(view, ROOT, { ...facts, mayBecome });
  const folders = writable.folders;
  const capabilities = rootCapabilities(view, {
    acts,
    identities,
    folders,
    lowPorts: lowPorts(view),
    calls,
  });
  return { ...common, rootReason: direct, ...reasonOf(writable), capabilities };
}

function idsOf({ uid, gid, name }: Account): Omit<NeededUser, 'evidence'> {
  return { uid, gid, name };
}

function reasonOf({ folders, reason }: Writable): Pick<RuntimeFacts, 'writable' | 'writesReason'> {
  return { writable: folders, ...(reason !== undefined && { writesReason: reason }) };
}

/**
 * Whether the command of a manifest is one of the image, and no script that is mounted. That of the image itself was tried
 * by those who made it.
 */
function isFollowed({ config, files, start, started }: ImageView): boolean {
  if (start?.entrypoint === undefined && start?.cmd === undefined) return true;
  const [first = ''] = [...(config.entrypoint ?? []), ...(config.cmd ?? [])];
  const path = config.env.flatMap((one) =>
    one.startsWith('PATH=') ? one.slice(5).split(':') : [],
  );
  const folders = first.includes('/') ? [config.workingDir ?? '/'] : [...path, ...PATH_FOLDERS];
  const isProgram = folders.some((folder) => {
    const entry = entryAt(files, first.startsWith('/') ? first : posix.join('/', folder, first));
    return entry?.type === 'file' || entry?.type === 'hardlink';
  });
  return isProgram && !started.some(({ program }) => SHELLS.has(program));
}

/** What all scripts do that the image starts with. */
function startActs(view: ImageView): ScriptAct[] {
  const { config, started, textOf } = view;
  const environment = new Map(
    config.env.map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  environment.set('PWD', config.workingDir ?? '/');
  const paths = new Set(started.flatMap(({ script }) => script ?? []));
  const scripts = [...paths].map((path) => ({ path, text: textOf(path) ?? '' }));
  const words = [...(config.entrypoint ?? []), ...(config.cmd ?? [])];
  // `sh -c TEXT`
  for (const [index, word] of words.entries())
    if (/^-[a-z]*c$/.test(word) && SHELLS.has(posix.basename(words[index - 1] ?? '')))
      scripts.push({ path: 'its start command', text: words[index + 1] ?? '' });
  return scripts.flatMap(({ path, text }) => scriptActs(path, text, environment, textOf));
}

/**
 * The user that the start script becomes, if the script also works when it starts as this user; else why it does not, or why
 * there is none.
 */
function directUser(
  view: ImageView,
  identities: readonly Identity[],
  facts: { readonly acts: readonly ScriptAct[]; readonly config: ServerConfig },
): Pick<RuntimeFacts, 'user' | 'writable' | 'writesReason'> | string {
  const [first] = identities.filter(({ by }) => by === 'script');
  if (!first) return identities[0]?.evidence ?? 'nothing in it names another user for its program';
  const { account, evidence } = first;
  if (!first.onlyIfRoot) return `${evidence}, which only root can do`;
  const others = identities.find((one) => one.by === 'script' && one.account.uid !== account.uid);
  if (others) return `${evidence}, and ${others.evidence}`;
  const [port] = lowPorts(view);
  if (port !== undefined) return port;
  // An engine makes the folder of a volume for root if the image does not have it.
  const volume = view.config.volumes.find((path) => !canWrite(view, path, account));
  if (volume !== undefined) return `${account.name} cannot write to the volume ${volume}`;
  const writable = writableFolders(view, account, { ...facts, mayBecome: [account] });
  if (writable.reason !== undefined) return writable.reason;
  return { user: { ...idsOf(account), evidence }, writable: writable.folders };
}

/** Why the image needs ports that are reserved for root. */
function lowPorts({ config }: ImageView): string[] {
  return config.exposedPorts.flatMap((exposed) => {
    const port = Number.parseInt(exposed, 10);
    return port > 0 && port < 1024 ? [`it listens on port ${port}`] : [];
  });
}

/** A script that runs sudo, or a started program with the setuid bit, needs new privileges. */
function privilege(
  { started, files }: ImageView,
  acts: readonly ScriptAct[],
): Pick<RuntimeFacts, 'privilegeReason'> {
  const act = acts.find(({ kind }) => kind === 'escalate');
  if (act) return { privilegeReason: `${act.place} runs ${act.target}` };
  for (const { program } of started)
    for (const folder of ['usr/local/bin', 'usr/bin', 'usr/sbin']) {
      const entry = entryAt(files, `${folder}/${program}`);
      if (entry?.type === 'file' && (entry.mode & 0o4000) !== 0)
        return { privilegeReason: `it starts ${folder}/${program}, which has the setuid bit` };
    }
  return {};
}
