import type { Fix } from '../../core/fix.js';
import type { NeededUser, RuntimeNeeds, WritableFolder } from '../../core/runtime-needs.js';
import { plainText } from '../../lib/text.js';

/** The setting that a rule asks for. */
export type Setting = 'read-only' | 'capabilities' | 'user' | 'no-new-privileges';

/** What a finding offers: an edit, or why none is offered. */
export interface Offer {
  readonly fix?: Fix | undefined;
  readonly advice?: string;
}

/** The edits of one kind of manifest. */
export interface Editor {
  /** Whether the manifest mounts something writable at the folder or above it. */
  covers(folder: string): boolean;
  /** A folder of the host that is mounted at the folder, below it or above it. */
  hostFolderAt(folder: string): string | undefined;
  /** What the manifest mounts at one of the files, or at a folder above it: the path of the mount. */
  mountOver(
    files: readonly string[],
  ): { readonly mount: string; readonly file: string } | undefined;
  user(user: NeededUser): (Fix | undefined)[];
  readOnly(): Fix | undefined;
  folders(folders: readonly WritableFolder[]): (Fix | undefined)[];
  /** What may keep a program from a folder that is mounted: a clause. */
  caution?(folders: readonly WritableFolder[]): string | undefined;
  dropAll(): Fix | undefined;
  addCapabilities(names: readonly string[]): (Fix | undefined)[];
}

/**
 * The fix of a setting that the image works with, which names what it rests on; or why the image does not work with it.
 * Settings that only work together are made together.
 */
export function fitted(
  setting: Setting,
  needs: RuntimeNeeds,
  editor: Editor,
  usual: () => Fix | undefined,
): Offer {
  const over = editor.mountOver(needs.files ?? []);
  if (over) return { advice: notKnown(needs.image, hiddenFile(over)) };
  const reason = contradiction(setting, needs, editor);
  if (reason !== undefined) return { advice: withheld(setting, needs.image, reason) };
  if (setting === 'no-new-privileges') {
    const fix = usual();
    const rests = `nothing that ${needs.image} starts has the setuid bit or runs sudo`;
    return fix ? { fix: { ...fix, description: texted(`${fix.description}: ${rests}`) } } : {};
  }
  const { user, capabilities } = needs;
  const folders = needs.writable.filter(({ path }) => !editor.covers(path));
  const needsFolders = setting === 'read-only' || isOtherUser(needs);
  const edits = [
    ...(setting === 'read-only' ? [editor.readOnly()] : []),
    ...(setting === 'capabilities' ? [editor.dropAll()] : []),
    ...(setting === 'user' || isOtherUser(needs) ? (user ? editor.user(user) : []) : []),
    ...(needsFolders ? editor.folders(folders) : []),
    ...(setting === 'capabilities'
      ? editor.addCapabilities(capabilities.map(({ name }) => name))
      : []),
  ];
  const caution = needsFolders ? editor.caution?.(folders) : undefined;
  const said = texted(description(setting, needs, folders), caution);
  const fix = joined(edits, said);
  return fix ? { fix } : { advice: `Set by hand: ${said}` };
}

/** Whether the proposed user is another one than that of the image, so that everything else depends on it. */
function isOtherUser({ user }: RuntimeNeeds): boolean {
  return user !== undefined && !/^(?:USER|the manifest) /.test(user.evidence);
}

/** Why the setting cannot be made; undefined if nothing known contradicts it. */
function contradiction(setting: Setting, needs: RuntimeNeeds, editor: Editor): string | undefined {
  if (setting === 'no-new-privileges') return needs.privilegeReason;
  if (setting === 'user' && !needs.user) return needs.rootReason ?? 'no user is known';
  if (isOtherUser(needs))
    for (const folder of [...needs.volumes, ...needs.writable.map(({ path }) => path)]) {
      const host = editor.hostFolderAt(folder);
      if (host !== undefined) return `the owner of ${host}, mounted at ${folder}, is not known`;
    }
  if (setting === 'capabilities' || isOtherUser(needs))
    if (needs.capabilityReason !== undefined) return needs.capabilityReason;
  return setting === 'read-only' ? needs.writesReason : undefined;
}

function hiddenFile({ mount, file }: { readonly mount: string; readonly file: string }): string {
  return mount === file
    ? `the manifest mounts another file at ${file}`
    : `the manifest mounts a folder at ${mount}, which hides ${file} of the image`;
}

const WITHHELD: Readonly<Record<Setting, string>> = {
  'read-only': 'does not run on a read-only root file system as it is',
  capabilities: 'may not run without the default capabilities',
  user: 'has to start as root',
  'no-new-privileges': 'does not run with no-new-privileges',
};

/** Why no fix is offered for an image that was read. */
export function notKnown(image: string, reason: string): string {
  return plainText(
    `No fix is offered: what ${image} needs is not known, because ${reason}`,
    MAX_TEXT,
  );
}

function withheld(setting: Setting, image: string, reason: string): string {
  return plainText(`No fix is offered: ${image} ${WITHHELD[setting]}, because ${reason}`, MAX_TEXT);
}

/** Folders and capabilities that a description explains. */
const MOST_EXPLAINED = 2;

function description(
  setting: Setting,
  needs: RuntimeNeeds,
  folders: readonly WritableFolder[],
): string {
  const { user, capabilities } = needs;
  const as = user ? ` as user ${user.uid}${user.name && ` (${user.name})`}` : '';
  const what = {
    'read-only': `Make the root file system read-only, and mount ${formatFolders(folders)}`,
    capabilities: `Drop all capabilities, and add ${capabilities.map(({ name }) => name).join(', ') || 'none'}`,
    user: `Run${as}`,
    'no-new-privileges': '',
  }[setting];
  const evidence = evidenceOf(setting, needs).slice(0, MOST_EXPLAINED).join('; ');
  const nothing = `nothing found in ${needs.image} needs ${setting === 'capabilities' ? 'one' : 'more'}`;
  const together = setting === 'user' || !isOtherUser(needs) ? '' : `,${as}`;
  return texted(`${what}${together}: ${evidence || nothing}`);
}

function texted(text: string, ...clauses: readonly (string | undefined)[]): string {
  return plainText([text, ...clauses.flatMap((one) => one ?? [])].join('; '), MAX_TEXT);
}

/** Characters of a text with names from the image. */
const MAX_TEXT = 300;
/** Folders that a description names. */
const MOST_FOLDERS = 3;

function formatFolders(folders: readonly WritableFolder[]): string {
  const paths = folders.map(({ path }) => path);
  const more = paths.length - MOST_FOLDERS;
  const shown = more > 0 ? [...paths.slice(0, MOST_FOLDERS), `${more} more`] : paths;
  return shown.length === 0 ? 'nothing' : shown.join(', ');
}

/** What the settings rest on, without what holds for all programs. */
function evidenceOf(setting: Setting, { user, capabilities, writable }: RuntimeNeeds): string[] {
  const all =
    setting === 'capabilities'
      ? capabilities
      : setting === 'user'
        ? user
          ? [user]
          : []
        : writable;
  return [...new Set(all.map(({ evidence }) => evidence))].filter(
    (one) => !one.includes('by convention'),
  );
}

/** One fix with the edits of all; undefined if one of them cannot be made. */
function joined(fixes: readonly (Fix | undefined)[], text: string): Fix | undefined {
  const edits: Fix['edits'][number][] = [];
  for (const fix of fixes) {
    if (!fix) return undefined;
    edits.push(...fix.edits);
  }
  return { description: text, edits };
}
