import type { NeededCapability, WritableFolder } from '../../core/runtime-needs.js';
import { isInit } from '../../shell/wrappers.js';
import { PATH_FOLDERS } from '../../start/find-program.js';
import { readFileCapabilities } from '../capabilities.js';
import type { Identity } from './identities.js';
import { entryAt, type ImageView } from './image-view.js';
import type { PrivilegedCall } from './program-facts.js';
import { folderNamesOf } from './server-config.js';
import type { ScriptAct } from './start-scripts.js';
import { isOfOther } from './writable.js';

/** What decides about the capabilities of a program that starts as root. */
export interface RootStart {
  readonly acts: readonly ScriptAct[];
  readonly identities: readonly Identity[];
  readonly folders: readonly WritableFolder[];
  /** Ports below 1024, each with its evidence. */
  readonly lowPorts: readonly string[];
  /** What its programs can do, each with the name of one. */
  readonly calls: ReadonlyMap<PrivilegedCall, string>;
}

/** The capabilities of the files of the started programs: without them in the bounding set, the programs do not start. */
export function fileCapabilities({ started, files }: ImageView): NeededCapability[] {
  const found = new Map<string, string>();
  for (const { program } of started)
    for (const folder of PATH_FOLDERS) {
      const value = entryAt(files, `${folder}/${program}`)?.xattrs?.get('security.capability');
      for (const name of (value && readFileCapabilities(value)?.names) ?? [])
        if (!found.has(name)) found.set(name, `${folder}/${program} has the file capability`);
    }
  return sorted(found);
}

/** The capabilities that a program needs when it starts as root. Source: capabilities(7). */
export function rootCapabilities(view: ImageView, start: RootStart): NeededCapability[] {
  const found = new Map(fileCapabilities(view).map(({ name, evidence }) => [name, evidence]));
  const need = (evidence: string | undefined, ...names: readonly string[]) => {
    if (evidence !== undefined)
      for (const name of names) if (!found.has(name)) found.set(name, evidence);
  };
  const { acts, identities, folders, lowPorts } = start;
  const act = (kind: ScriptAct['kind']) => acts.find((one) => one.kind === kind)?.place;
  const clause = (place: string | undefined, text: string) => place && `${place} ${text}`;
  need(clause(act('chown'), 'changes owners'), 'CHOWN', 'DAC_OVERRIDE', 'FOWNER');
  need(clause(act('chmod'), 'changes modes'), 'FOWNER');
  need(clause(act('become'), 'becomes another user'), 'SETGID', 'SETUID');
  need(identities[0]?.evidence, 'SETGID', 'SETUID');
  const server = identities.find(({ by }) => by === 'server');
  need(server?.evidence, 'CHOWN');
  const isStaying = identities.every(({ by }) => by === 'server') || hasInit(view);
  if (isStaying) need(identities[0]?.evidence, 'KILL');
  const other = folders.find(isOfOther);
  need(other && `${other.path} belongs to another user`, 'DAC_OVERRIDE');
  need(hiddenConfig(view), 'DAC_OVERRIDE');
  const volume = view.config.volumes.find((path) => (entryAt(view.files, path)?.uid ?? 0) !== 0);
  need(volume && `${volume} belongs to another user`, 'DAC_OVERRIDE');
  need(lowPorts[0], 'NET_BIND_SERVICE');
  if (view.started.some(({ program }) => program === 'sshd'))
    need(
      'sshd starts sessions of users',
      'AUDIT_WRITE',
      'CHOWN',
      'DAC_OVERRIDE',
      'FOWNER',
      'KILL',
      'SETGID',
      'SETUID',
      'SYS_CHROOT',
    );
  need(chrootOf(view), 'SYS_CHROOT');
  for (const [name, evidence] of callCapabilities(start.calls)) need(evidence, name);
  return sorted(found);
}

/**
 * What programs need that can become another user and are started as root: this is what they are started as root for. Their
 * other calls prepare folders for this user.
 */
function callCapabilities(calls: ReadonlyMap<PrivilegedCall, string>): [string, string][] {
  const become = calls.get('become');
  if (become === undefined) return [];
  const [chroot, chown, chmod] = [calls.get('chroot'), calls.get('chown'), calls.get('chmod')];
  const evidence = `${become} can become another user`;
  return [
    ['SETGID', evidence],
    ['SETUID', evidence],
    ...(chroot === undefined ? [] : [['SYS_CHROOT', `${chroot} can change its root folder`]]),
    ...(chown === undefined ? [] : [['CHOWN', `${chown} can change owners`]]),
    ...(chown === undefined || chmod === undefined
      ? []
      : [['FOWNER', `${chmod} can change modes`]]),
  ] as [string, string][];
}

function sorted(found: ReadonlyMap<string, string>): NeededCapability[] {
  return [...found]
    .map(([name, evidence]) => ({ name, evidence }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether a small init starts the program and has to send it signals. */
function hasInit({ config }: ImageView): boolean {
  const words = [...(config.entrypoint ?? []), ...(config.cmd ?? [])];
  return words.some((word) => word.split(/[\s'"]+/).some(isInit));
}

/** The configuration files of the program that root cannot read without a capability. */
function hiddenConfig({ configFiles, files, started }: ImageView): string | undefined {
  const names = new Set(started.flatMap(({ program }) => folderNamesOf(program)));
  const hidden = configFiles.find((path) => {
    const entry = files.get(path);
    return (
      names.has(path.split('/')[1] ?? '') && entry && entry.uid !== 0 && (entry.mode & 0o004) === 0
    );
  });
  return hidden && `${hidden} belongs to another user`;
}

function chrootOf({ configFiles, started, textOf }: ImageView): string | undefined {
  const names = new Set(started.flatMap(({ program }) => folderNamesOf(program)));
  const path = configFiles.find(
    (one) =>
      names.has(one.split('/')[1] ?? '') && /^\s*chroot\s*[:=]?\s*"?\//m.test(textOf(one) ?? ''),
  );
  return path && `${path} sets chroot`;
}
