import type { FoundNeeds, NeededUser, RuntimeFacts } from '../../core/runtime-needs.js';
import { fileCapabilities, rootCapabilities } from './capabilities.js';
import { type Commands, followCommands, otherCommands } from './commands.js';
import { type Identity, identitiesOf } from './identities.js';
import {
  type Account,
  accountsOf,
  findAccount,
  type ImageView,
  programFile,
} from './image-view.js';
import { readServerConfig, type ServerConfig } from './server-config.js';
import type { ScriptAct } from './start-scripts.js';
import { startedFacts } from './started-programs.js';
import { canWrite, type Writable, writableFolders } from './writable.js';

const MAX_PORTS = 20;
const ROOT: Account = { name: 'root', uid: 0, gid: 0, home: '/root' };

/**
 * What the image needs when it runs: its user, the folders that it writes to, capabilities. Every fact has its evidence.
 * Or why that is not known: the image starts nothing, its user is no account of it, or a command is not in it.
 */
export function deriveNeeds(view: ImageView): FoundNeeds {
  const { config, started } = view;
  const accounts = accountsOf(view);
  const given =
    config.user === undefined || config.user === '' ? ROOT : findAccount(config.user, accounts);
  if (!given) return { unknown: `its user ${config.user} is no account of it` };
  const commands = followCommands(view);
  if (commands.unknown !== undefined) return { unknown: commands.unknown };
  if (started.length === 0) return { unknown: 'it has no start command that can be followed' };
  const { calls, paths } = startedFacts(view);
  const configured = readServerConfig(view);
  const server = { ...configured, paths: [...configured.paths, ...paths] };
  const files = [...commands.files, ...configured.files];
  return { facts: factsOf(view, given, { commands, server, calls, accounts }), files };
}

/** What was read of the image. */
interface Read {
  readonly commands: Commands;
  readonly server: ServerConfig;
  readonly calls: ReturnType<typeof startedFacts>['calls'];
  readonly accounts: readonly Account[];
}

function factsOf(
  view: ImageView,
  given: Account,
  { commands, server, calls, accounts }: Read,
): RuntimeFacts {
  const { config } = view;
  const { acts, otherActs, programs } = commands;
  const facts = { acts: [...acts, ...otherActs], config: server };
  const ports = config.exposedPorts.slice(0, MAX_PORTS);
  const common = { volumes: config.volumes, ports, ...privilege(view, commands, given) };
  const ofFiles = fileCapabilities({ ...view, started: programs });
  if (given.uid !== 0) {
    const evidence = `${view.start?.user === undefined ? 'USER' : 'the manifest sets user'} ${config.user}`;
    const user = { ...idsOf(given), evidence };
    const writable = writableFolders(view, given, { ...facts, mayBecome: [] });
    return { ...common, user, ...reasonOf(writable), capabilities: ofFiles };
  }
  const identities = identitiesOf(view, accounts, acts, server);
  const direct = directUser(view, identities, { ...facts, otherActs });
  if (typeof direct !== 'string') return { ...common, ...direct, capabilities: ofFiles };
  const mayBecome = identities.map(({ account }) => account);
  const writable = writableFolders(view, ROOT, { ...facts, mayBecome });
  const folders = writable.folders;
  const capabilities = rootCapabilities(
    { ...view, started: programs },
    { acts: facts.acts, identities, folders, lowPorts: lowPorts(view), calls },
  );
  return { ...common, rootReason: direct, ...reasonOf(writable), capabilities };
}

function idsOf({ uid, gid, name }: Account): Omit<NeededUser, 'evidence'> {
  return { uid, gid, name };
}

function reasonOf({ folders, reason }: Writable): Pick<RuntimeFacts, 'writable' | 'writesReason'> {
  return { writable: folders, ...(reason !== undefined && { writesReason: reason }) };
}

/**
 * The user that the start script becomes, if the script also works when it starts as this user; else why it does not, or why
 * there is none.
 */
function directUser(
  view: ImageView,
  identities: readonly Identity[],
  facts: {
    readonly acts: readonly ScriptAct[];
    readonly otherActs: readonly ScriptAct[];
    readonly config: ServerConfig;
  },
): Pick<RuntimeFacts, 'user' | 'writable' | 'writesReason'> | string {
  const [first] = identities.filter(({ by }) => by === 'script');
  if (!first) return identities[0]?.evidence ?? 'nothing in it names another user for its program';
  const { account, evidence } = first;
  if (!first.onlyIfRoot) return `${evidence}, which only root can do`;
  const others = identities.find((one) => one.by === 'script' && one.account.uid !== account.uid);
  if (others) return `${evidence}, and ${others.evidence}`;
  const ofRoot =
    facts.acts.find(({ kind }) => kind === 'administer') ??
    facts.otherActs.find(({ kind }) => kind === 'chown' || kind === 'become');
  if (ofRoot) return `${ofRoot.place} ${ROOT_VERBS[ofRoot.kind]} ${ofRoot.target ?? 'files'}`;
  const [port] = lowPorts(view);
  if (port !== undefined) return port;
  // An engine makes the folder of a volume for root if the image does not have it.
  const volume = view.config.volumes.find((path) => !canWrite(view, path, account));
  if (volume !== undefined) return `${account.name} cannot write to the volume ${volume}`;
  const writable = writableFolders(view, account, { ...facts, mayBecome: [account] });
  if (writable.reason !== undefined) return writable.reason;
  return { user: { ...idsOf(account), evidence }, writable: writable.folders };
}

const ROOT_VERBS: Partial<Record<ScriptAct['kind'], string>> = {
  administer: 'runs',
  chown: 'changes the owner of',
  become: 'becomes',
};

/** Why the image needs ports that are reserved for root. */
function lowPorts({ config }: ImageView): string[] {
  return config.exposedPorts.flatMap((exposed) => {
    const port = Number.parseInt(exposed, 10);
    return port > 0 && port < 1024 ? [`it listens on port ${port}`] : [];
  });
}

/** Why the commands need new privileges, or capabilities that they get in another way. */
function privilege(
  view: ImageView,
  { acts, otherActs, programs }: Commands,
  given: Account,
): Pick<RuntimeFacts, 'privilegeReason' | 'capabilityReason'> {
  const all = [...acts, ...otherActs];
  const clause = (kind: ScriptAct['kind'], verb: string) => {
    const act = all.find((one) => one.kind === kind && (kind !== 'become' || !one.onlyRoot));
    return act && `${act.place} ${verb} ${act.target}`;
  };
  const becomes = given.uid === 0 ? undefined : clause('become', 'becomes');
  const sudo = clause('escalate', 'runs');
  const needed = sudo ?? becomes ?? setuidProgram(view, programs);
  const other = otherCommands(view).find(({ user }) => isRoot(user) && given.uid !== 0);
  const gained = sudo ?? (given.uid === 0 ? undefined : needed);
  const capability =
    gained ?? clause('administer', 'runs') ?? (other && `its ${other.name} runs as root`);
  const lost = given.uid === 0 ? undefined : lostCapability({ ...view, started: programs });
  const reason = needed ?? lost;
  return {
    ...(reason !== undefined && { privilegeReason: reason }),
    ...(capability !== undefined && { capabilityReason: capability }),
  };
}

function isRoot(user: string | undefined): boolean {
  return user !== undefined && /^(?:root|0)(?::|$)/.test(user);
}

function setuidProgram(view: ImageView, programs: Commands['programs']): string | undefined {
  for (const { written } of programs) {
    const found = programFile(view, written);
    const bits = (found?.entry.mode ?? 0) & 0o6000;
    if (found && bits !== 0)
      return `it starts ${found.path}, which has the ${bits & 0o4000 ? 'setuid' : 'setgid'} bit`;
  }
  return undefined;
}

/**
 * A program of another user does not get the capabilities of its file without new privileges. Engines let all users listen on
 * low ports. Source: capabilities(7), "Transformation of capabilities during execve()".
 */
function lostCapability(view: ImageView): string | undefined {
  const lost = fileCapabilities(view).find(({ name }) => name !== 'NET_BIND_SERVICE');
  return lost && `${lost.evidence} ${lost.name}`;
}
