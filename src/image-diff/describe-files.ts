import type { FileAspect, FileKind, ImageChange, Risk } from '../core/image-difference.js';
import { START_FILES } from '../image/start-files.js';
import type { FilePair } from './differing-files.js';
import type { FinalFile } from './final-files.js';
import { type InstalledCode, isCode } from './installed-code.js';
import type { Contents } from './noise.js';
import { isOpenFolder, type OpenFolder } from './open-folders.js';

/** What is known of a path besides the pair. */
export interface FileFacts {
  readonly before?: Contents | undefined;
  readonly after?: Contents | undefined;
  /** The package of the image that owns the path. */
  readonly package?: string | undefined;
  /** The package that installed the file as code, by a package manager of a language. */
  readonly installedCode?: InstalledCode | undefined;
  /** The name of a package for people: `deb package zlib1g 1.3`. */
  readonly nameOf?: (purl: string) => string;
  /** Whether this package is new or has another version, so that its files differ. */
  readonly isPackageChanged: boolean;
  /** The content of one of them is not known: only the size tells that it differs. */
  readonly isUnread?: boolean;
  /** The folder is one that anyone can write, and what runs from it. */
  readonly openFolder?: OpenFolder | undefined;
  /** The file is of the base image in a report: what it is, is not known. */
  readonly isOpaque?: boolean;
}

/** The change that a pair is; undefined if the files are equal, or the change of a package explains the difference. */
export function describeFile(pair: FilePair, facts: FileFacts): ImageChange | undefined {
  const { path, before, after } = pair;
  const aspects = aspectsOf(pair, facts);
  if (before && after && aspects.length === 0) return undefined;
  const privilege = after && newPrivilege(before, after);
  const installed = before && after && runsOther(aspects) ? facts.installedCode : undefined;
  const owner = facts.package ?? (typeof installed === 'object' ? installed.package : undefined);
  const { nameOf = (purl) => `package ${purl}` } = facts;
  const change = before ? (after ? 'changed' : 'removed') : 'added';
  const is = after && kindOf(after, facts);
  const about = {
    kind: 'file',
    change,
    path,
    ...(is && { is }),
    ...(change === 'changed' && { aspects }),
    ...(owner && { package: owner }),
  } as const;
  if (privilege)
    return {
      ...about,
      privilege: privilege.kind,
      risk: 'high',
      message: `${privilege.name} ${path}`,
    };
  const opened = after && openedFolder(pair, facts);
  if (opened) return { ...about, ...opened };
  if (pair.isShownByFiles) return undefined;
  const watched = after && watchedPlace(path);
  // Any layer can add a path to the list of a package's files.
  if (facts.isPackageChanged && !watched) return undefined;
  if (!after || !is) return { ...about, risk: 'info', message: `Removed ${path}` };
  if (watched)
    return {
      ...about,
      risk: watched[2],
      message: `${before ? 'Changed' : 'New'} ${watched[1]} ${path}`,
    };
  const noun = is === 'key' ? 'private key' : is;
  const of = owner ? ` of ${nameOf(owner)}` : '';
  if (!before)
    return {
      ...about,
      risk: owner ? 'info' : riskOf(is, ['content']),
      message: `New ${noun} ${path}${of}`,
    };
  // Of a file of the base image, a report does not tell what it is.
  const named = owner && !runsOther(aspects) ? path : `${noun} ${path}`;
  const risk = owner ? riskOfChange(path, is, aspects) : riskOf(is, aspects);
  const isCodeOfSome = installed !== undefined && (risk === 'low' || risk === 'info');
  return {
    ...about,
    risk: isCodeOfSome ? 'medium' : risk,
    message: `Changed ${named}${of} (${aspects.join(', ')})`,
  };
}

/** The certain aspects, and the content if its digests differ by more than what a rebuild changes. */
export function aspectsOf(
  { aspects, isOpen }: FilePair,
  { before, after, isUnread = false }: FileFacts,
): FileAspect[] {
  const isEqual = before !== undefined && before.digest === after?.digest;
  const isNoise = before?.core !== undefined && before.core === after?.core;
  const others = aspects.filter((aspect) => aspect !== 'content');
  const isDifferent = (isOpen && !isUnread) || aspects.includes('content');
  const differs = isDifferent && !isEqual && !isNoise;
  return differs ? ['content', ...others] : others;
}

/** A folder that anyone can write now, and could not before. */
function openedFolder(
  { path, before, after }: FilePair,
  { openFolder }: FileFacts,
): Pick<ImageChange, 'risk' | 'message'> | undefined {
  if (!openFolder || !after || (before && isOpenFolder(before) && before.mode === after.mode))
    return undefined;
  const risk = openFolder === 'on PATH' ? 'medium' : 'low';
  return { risk, message: `Anyone can write to folder ${openFolder} ${path}` };
}

function kindOf({ type, mode }: FinalFile, { after, isOpaque = false }: FileFacts): FileKind {
  const kind = KIND_OF_TYPE[type];
  if (kind) return kind;
  if (after) return after.is;
  if (isOpaque) return 'file';
  return (mode & 0o111) !== 0 && type === 'file' ? 'program' : 'file';
}

const KIND_OF_TYPE: Readonly<Partial<Record<FinalFile['type'], FileKind>>> = {
  symlink: 'link',
  directory: 'directory',
  character: 'device',
  block: 'device',
  fifo: 'pipe',
};

const SETUID = 0o4000;
const SETGID = 0o2000;

/** The privilege that a program gives to its user, and did not give before. */
function newPrivilege(
  before: FinalFile | undefined,
  after: FinalFile,
): { readonly kind: 'setuid' | 'setgid' | 'capabilities'; readonly name: string } | undefined {
  if (after.type !== 'file') return undefined;
  const old = before?.type === 'file' ? before : undefined;
  const [oldUser, user] = [old && setuidUser(old), setuidUser(after)];
  // A program that ran as root, and runs as another user now, loses privileges.
  if (user !== undefined && user !== oldUser && oldUser !== ROOT)
    return {
      kind: 'setuid',
      name: user === ROOT ? 'New setuid root program' : 'New setuid program',
    };
  const group = setgidGroup(after);
  if (group !== undefined && group !== (old && setgidGroup(old)))
    return { kind: 'setgid', name: 'New setgid program' };
  if (after.capabilities && after.capabilities !== old?.capabilities)
    return { kind: 'capabilities', name: 'New capabilities of program' };
  return undefined;
}

const ROOT = 0;

/** The user that a setuid program runs as. */
function setuidUser({ mode, uid }: FinalFile): number | undefined {
  return (mode & SETUID) !== 0 ? uid : undefined;
}

/** The group that a setgid program runs as. Without the permission to execute, the bit means another thing. */
function setgidGroup({ mode, gid }: FinalFile): number | undefined {
  return (mode & SETGID) !== 0 && (mode & 0o010) !== 0 ? gid : undefined;
}

/** Whether the file decides who may do what, or what runs: its changes are listed, whatever package claims it. */
export function isWatched(path: string): boolean {
  return watchedPlace(path) !== undefined;
}

function watchedPlace(path: string): WatchedPlace | undefined {
  return WATCHED.find(([place]) => place.test(path));
}

type WatchedPlace = readonly [place: RegExp, name: string, Risk];

const WATCHED: readonly WatchedPlace[] = [
  [/^etc\/ld\.so\.preload$/, 'library for every program, named in', 'high'],
  [
    /^etc\/(?:ld\.so\.conf(?:\.d\/[^/]+)?|ld-musl-[^/]+\.path)$/,
    'folder of libraries, named in',
    'medium',
  ],
  [/^etc\/sudoers(?:\.d\/[^/]+)?$/, 'rule of sudo', 'high'],
  [/^etc\/(?:doas\.conf|doas\.d\/[^/]+)$/, 'rule of doas', 'high'],
  [/^etc\/(?:shadow|gshadow)$/, 'password file', 'medium'],
  [/^etc\/pam\.d\/[^/]+$/, 'rule of PAM', 'medium'],
  [/^etc\/ssh\/sshd_config(?:\.d\/[^/]+)?$/, 'setting of the SSH server', 'medium'],
  [/^etc\/apt\/apt\.conf(?:\.d\/[^/]+)?$/, 'setting of APT', 'medium'],
  [/^etc\/(?:supervisord\.conf|supervisor\/.+\.conf)$/, 'program of supervisord', 'medium'],
  [/^etc\/udev\/rules\.d\/[^/]+\.rules$/, 'rule of udev', 'medium'],
  [/^(?:etc\/cron(?:tab$|tabs\/|\.[a-z]+\/)|var\/spool\/cron\/)/, 'cron job', 'medium'],
  [
    /^(?:etc|(?:usr\/(?:local\/)?)?lib)\/systemd\/(?:system|user)\/(?:.+\.(?:service|socket|timer|path|mount)|[^/]+\.d\/[^/]+\.conf)$/,
    'systemd unit',
    'medium',
  ],
  [/^(?:etc\/init\.d\/|etc\/(?:rc\.local|inittab)$)/, 'init script', 'medium'],
  [
    /^(?:usr\/local\/share\/ca-certificates\/|etc\/pki\/ca-trust\/source\/|etc\/pki\/tls\/certs\/|etc\/ssl\/certs\/|usr\/share\/ca-certificates\/)/,
    'certificate authority',
    'medium',
  ],
  [
    /^(?:etc\/profile(?:\.d\/.+)?|etc\/(?:bash\.bashrc|environment)|(?:etc\/zsh|root|home\/[^/]+)\/\.?(?:zshenv|zshrc|zprofile|zlogin|bashrc|profile|bash_profile))$/,
    'start file of shells',
    'medium',
  ],
  ...START_FILES.map(
    ({ place, interpreter }): WatchedPlace => [place, `start file of ${interpreter}`, 'medium'],
  ),
  [
    /^etc\/(?:apt\/sources\.list(?:\.d\/[^/]+\.(?:list|sources))?|apk\/repositories(?:\.d\/[^/]+\.list)?|(?:yum|dnf|zypp)\/repos\.d\/[^/]+\.repo|yum\.repos\.d\/[^/]+\.repo)$/,
    'source of packages',
    'medium',
  ],
  [
    /^(?:etc\/(?:apt\/(?:trusted\.gpg(?:\.d\/[^/]+)?|keyrings\/[^/]+)|apk\/keys\/[^/]+|pki\/rpm-gpg\/[^/]+)|usr\/share\/keyrings\/[^/]+)$/,
    'key for packages',
    'medium',
  ],
  [/(?:^|\/)\.ssh\/authorized_keys2?$/, 'key that may log in,', 'high'],
  [/^etc\/(?:hosts|resolv\.conf|nsswitch\.conf)$/, 'name service', 'low'],
];

/** A file that differs from its package: what runs is worse than what is read. Most of /etc is made to be changed. */
function riskOfChange(path: string, is: FileKind, aspects: readonly FileAspect[]): Risk {
  if (!runsOther(aspects)) return 'low';
  if (is === 'program' || is === 'library' || is === 'script') return 'high';
  return !path.startsWith('etc/') && (isCode(path) || IN_BIN.test(path)) ? 'high' : 'low';
}

/** Where programs are, and links to them. */
const IN_BIN = /(?:^|\/)s?bin\/[^/]+$/;

/** Whether the path leads to other content. */
function runsOther(aspects: readonly FileAspect[]): boolean {
  return aspects.some((one) => one === 'content' || one === 'type' || one === 'target');
}

function riskOf(is: FileKind, aspects: readonly FileAspect[]): Risk {
  if (!aspects.includes('content') && !aspects.includes('type')) return 'info';
  switch (is) {
    case 'key':
      return 'high';
    case 'program':
    case 'library':
      return 'medium';
    case 'script':
    case 'archive':
    case 'device':
      return 'low';
    default:
      return 'info';
  }
}
