import { createHash } from 'node:crypto';
import type { FileSystem, LayerEntry } from '../image/image.js';
import { folderPrefix } from '../lib/paths.js';
import type { FileComparison, OwnedFile } from './comparison.js';
import type { ContentFacts } from './file-content-facts.js';
import { DEFAULT_ALGORITHM, type RecordedFile, type RecordedPackage } from './record-system.js';

/** A difference between an image and what a package manager recorded. */
export interface Change {
  readonly kind:
    | 'byte-code'
    | 'content'
    | 'link'
    | 'list'
    | 'package'
    | 'privilege'
    | 'record'
    | 'reinstallation'
    | 'start';
  readonly owner: Pick<RecordedPackage, 'manager' | 'name' | 'version'>;
  /** Without a leading slash. */
  readonly path: string;
  /** The layer that made the change. */
  readonly layer: number;
  readonly isProgram: boolean;
  /** Of a package by npm: the folder `node_modules` with the list. */
  readonly folder?: string;
  /** Whether the history says that an installer made the layer. */
  readonly isByInstaller?: boolean;
  /** The Python that a script names now, if only its line for it was changed; what runs a file when it starts. */
  readonly interpreter?: string;
  /** A link that the package installed leads to a file of a package now, as links of alternatives do. */
  readonly isPackaged?: boolean;
  /** Of a file that runs at the start of Python: it imports the module that virtualenv and uv write next to it. */
  readonly isOfVirtualenv?: boolean;
  /** What was recorded, and what is there, such as `sha256:…` or `mode 4755`. */
  readonly recorded?: string;
  readonly found?: string;
}

/** The content of a file in a layer, if it could be read. */
export type FindContent = (entry: LayerEntry) => ContentFacts | undefined;

/** The difference of one file from all records of its path; undefined if it is what one of them says. */
export function findChange(
  comparison: FileComparison,
  contentOf: FindContent,
  files: FileSystem,
  isOfPackage: (path: string) => boolean,
): Change | undefined {
  const { path, entry, content, owners, earlier, isFull } = comparison;
  const facts = content && contentOf(content);
  // Its failure to be read is reported by the scan.
  if (content && !facts) return undefined;
  const matches = matchingOwner(comparison, facts, files);
  if (matches) return privilegeChange(matches, path, content ?? entry);
  const [installed] = earlier;
  const last = { entry, facts };
  if (installed && isUnchanged(last, installed, contentOf)) {
    const before = contentOf(installed);
    const isIntact = owners.some((one) => isAsRecorded(one.recorded, installed, before, files));
    if (!isFull || isIntact) return undefined;
  }
  const before = installed && contentOf(installed);
  const interpreter = otherInterpreter(before, facts);
  const [{ owner, recorded }] = owners;
  const wasLink = installed?.type === 'symlink' || isLink(recorded);
  if (!facts && !wasLink) return undefined;
  const isPackaged =
    wasLink &&
    entry.type === 'symlink' &&
    content !== undefined &&
    isListed(content.path, isOfPackage);
  const found = facts?.digests.get(recorded.algorithm ?? DEFAULT_ALGORITHM);
  return {
    kind: facts ? 'content' : 'link',
    owner,
    path,
    layer: firstLayerWith(last, earlier, contentOf),
    isProgram: isProgram(path, [content ?? entry, installed], [facts, before]),
    ...(interpreter !== undefined && { interpreter }),
    ...(isPackaged && { isPackaged }),
    ...(recorded.digest !== undefined && {
      recorded: `${recorded.algorithm}:${recorded.digest}`,
    }),
    ...(found !== undefined && { found: `${recorded.algorithm ?? DEFAULT_ALGORITHM}:${found}` }),
  };
}

/** A package whose record says what the file is. `facts` are those of its content. */
export function matchingOwner(
  { entry, owners }: FileComparison,
  facts: ContentFacts | undefined,
  files: FileSystem,
): OwnedFile | undefined {
  return owners.find((owned) => isAsRecorded(owned.recorded, entry, facts, files));
}

function isAsRecorded(
  recorded: RecordedFile,
  entry: LayerEntry,
  facts: ContentFacts | undefined,
  files: FileSystem,
): boolean {
  const { algorithm, digest, link } = recorded;
  if (link !== undefined) return entry.type === 'symlink' && leadsTo(entry, link, files);
  if (digest === undefined || algorithm === undefined) return true;
  if (recorded.digestOfLink && entry.type === 'symlink') {
    const ofLink = createHash(algorithm)
      .update(entry.linkTarget ?? '')
      .digest('hex');
    if (ofLink.startsWith(digest)) return true;
  }
  return facts?.digests.get(algorithm)?.startsWith(digest) === true;
}

/** apk records no targets, but all permissions for a link. */
function isLink({ link, digestOfLink, mode }: RecordedFile): boolean {
  return link !== undefined || (digestOfLink === true && mode === 0o777);
}

/** Whether a link has the recorded target, or leads to the same file. */
function leadsTo({ path, linkTarget }: LayerEntry, link: string, files: FileSystem): boolean {
  if (linkTarget === link) return true;
  const folder = folderPrefix(path);
  const target = files.resolve(link.startsWith('/') ? link : folder + link);
  return target !== undefined && target === files.resolve(path);
}

interface Version {
  readonly entry: LayerEntry;
  readonly facts: ContentFacts | undefined;
}

/** A layer that changes owner, mode or time has a copy of the file, and `strip` changes no code. */
function isUnchanged(
  { entry, facts }: Version,
  before: LayerEntry,
  contentOf: FindContent,
): boolean {
  if (before.type === 'symlink' || entry.type === 'symlink')
    return before.type === entry.type && before.linkTarget === entry.linkTarget;
  const earlier = contentOf(before);
  if (!facts || !earlier) return false;
  // `strip` only removes.
  if (facts.code !== undefined && facts.code === earlier.code && facts.size < earlier.size)
    return true;
  return [...facts.digests].every(([name, digest]) => earlier.digests.get(name) === digest);
}

/** Layers above the one that changed a file can have copies of it. */
function firstLayerWith(
  last: Version,
  earlier: readonly LayerEntry[],
  contentOf: FindContent,
): number {
  let { layer } = last.entry;
  for (const version of earlier.toReversed()) {
    if (!isUnchanged(last, version, contentOf)) break;
    layer = version.layer;
  }
  return layer;
}

/** A record may have the path from before /usr was merged. */
function isListed(path: string, isOfPackage: (path: string) => boolean): boolean {
  return isOfPackage(path) || (path.startsWith('usr/') && isOfPackage(path.slice('usr/'.length)));
}

/** The Python that a script names, if nothing else differs. */
function otherInterpreter(
  before: ContentFacts | undefined,
  after: ContentFacts | undefined,
): string | undefined {
  const [from, to] = [before?.script, after?.script];
  return from && to && from.rest === to.rest ? to.interpreter : undefined;
}

const SETUID = 0o6000;
const WORLD_WRITABLE = 0o002;
const NET_BIND_SERVICE = 10;

/** A setuid or setgid bit, a capability or a permission for everyone that the package does not give. */
function privilegeChange(
  { owner, recorded }: OwnedFile,
  path: string,
  entry: LayerEntry,
): Change | undefined {
  if (recorded.link !== undefined || entry.type === 'symlink') return undefined;
  const change = (before: string, found: string): Change => ({
    kind: 'privilege',
    owner,
    path,
    layer: entry.layer,
    isProgram: true,
    recorded: before,
    found,
  });
  const { mode = entry.mode } = recorded;
  const addedBits = entry.mode & ~mode & (SETUID | WORLD_WRITABLE);
  if (addedBits !== 0) return change(`mode ${octal(mode)}`, `mode ${octal(entry.mode)}`);
  const capability = entry.xattrs?.get('security.capability');
  if (recorded.capabilities === '' && capability && !isForPorts(capability))
    return change('no capabilities', 'capabilities');
  return undefined;
}

/** `setcap cap_net_bind_service` lets a server without root listen on port 80. Source: capabilities(7), vfs_cap_data. */
function isForPorts(capability: Uint8Array): boolean {
  const [low, high] = [4, 12].map((at) =>
    capability.subarray(at, at + 4).reduce((value, byte, i) => value + byte * 256 ** i, 0),
  );
  return low === 1 << NET_BIND_SERVICE && high === 0;
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

const PROGRAM_FOLDER = /(?:^|\/)(?:s?bin|libexec)\//;
const CODE = /\.(?:so(?:\.[\w.]+)?|py|pyd|pl|pm|rb|js|cjs|mjs|php|jar|class|lua|sh|ko|node|tcl)$/;

/** A copy from a file system without permissions makes data executable, too: both versions must be. */
function isProgram(
  path: string,
  versions: readonly (LayerEntry | undefined)[],
  facts: readonly (ContentFacts | undefined)[],
): boolean {
  return (
    facts.some((one) => one?.isProgram) ||
    versions.every((one) => one === undefined || (one.mode & 0o111) !== 0) ||
    PROGRAM_FOLDER.test(path) ||
    CODE.test(path)
  );
}
