import type { ImageSettings } from '../core/image-snapshot.js';
import { folderOf } from '../lib/paths.js';
import type { FinalFile } from './final-files.js';

/** What runs from a folder that anyone can write: programs by their name, or code that other programs load. */
export type OpenFolder = 'on PATH' | 'of code';

const WRITABLE = 0o002;
const STICKY = 0o1000;

/** Whether anyone can add files to the folder. */
export function isOpenFolder({ type, mode }: FinalFile): boolean {
  return type === 'directory' && (mode & WRITABLE) !== 0;
}

/**
 * Tells of a folder that anyone can write what runs from it. With the sticky bit, as `/tmp` has, files can be added and not
 * replaced, which matters on PATH only.
 */
export function openFolderTest({
  files,
  settings,
}: {
  readonly files: ReadonlyMap<string, FinalFile>;
  readonly settings: ImageSettings;
}): (folder: FinalFile) => OpenFolder | undefined {
  const path = settings.env.find(({ name }) => name === 'PATH')?.value ?? DEFAULT_PATH;
  const onPath = new Set(
    path.split(':').map((one) => realFolder(one.replace(/^\/+|\/+$/g, ''), files)),
  );
  let ofCode: ReadonlySet<string> | undefined;
  return (folder) => {
    if (!isOpenFolder(folder)) return undefined;
    if (onPath.has(folder.path)) return 'on PATH';
    ofCode ??= codeFolders(files);
    return (folder.mode & STICKY) === 0 && ofCode.has(folder.path) ? 'of code' : undefined;
  };
}

/** What Docker sets without a PATH. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** `bin` is a link to `usr/bin` in most distributions. */
function realFolder(path: string, files: ReadonlyMap<string, FinalFile>): string {
  const { target } = files.get(path) ?? {};
  return target === undefined ? path : target.replace(/^\/+/, '');
}

function codeFolders(files: ReadonlyMap<string, FinalFile>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const { path, type, mode } of files.values())
    if (type === 'file' && ((mode & 0o111) !== 0 || CODE.test(path))) folders.add(folderOf(path));
  return folders;
}

const CODE = /\.(?:so(?:\.\d+)*|[cm]?js|ts|py|pyc|pth|rb|pl|pm|php|jar|class|dll|sh)$/;
