import {
  type FolderChange,
  type ImageChange,
  type ImageDifference,
  RISKS,
} from '../../../core/image-difference.js';
import { formatBytes } from '../../../lib/format-bytes.js';
import { escapePath, escapeText, severityBadge } from './labels.js';

/** Images with a tree, folders of each, and changes of files of each folder. */
const MAX_TREES = 4;
const MAX_FOLDERS = 300;
const MAX_CHANGES = 8;
const MAX_DEPTH = 16;

/** The folders of each image that change, as trees that open without a script: sizes before and now, and the changed files. */
export function folderTrees(differences: readonly ImageDifference[]): string[] {
  const shown = differences.filter(({ folders }) => folders && folders.list.length > 0);
  const left = shown.length - MAX_TREES;
  return [
    ...shown.slice(0, MAX_TREES).flatMap(folderTree),
    ...(left > 0
      ? [`<p class="dim">The folders of ${left} more images are in the JSON report.</p>`]
      : []),
  ];
}

function folderTree(difference: ImageDifference): string[] {
  const { folders, after, platform } = difference;
  const list = (folders?.list ?? []).slice(0, MAX_FOLDERS);
  const left = (folders?.left ?? 0) + (folders?.list.length ?? 0) - list.length;
  const image = platform === undefined ? after.name : `${after.name} (${platform})`;
  return [
    `<h3>Folders of ${escapeText(image, 200)}, before and now</h3>`,
    '<div class="tree">',
    ...buildTree(list, difference.changes).flatMap((node) => row(node, true)),
    '</div>',
    ...(left > 0 ? [`<p class="dim">${left} more folders change.</p>`] : []),
  ];
}

interface TreeNode {
  readonly folder: FolderChange;
  /** Below the folder above it: `usr/lib/`. */
  readonly name: string;
  readonly inside: readonly TreeNode[];
  /** The changes of files that are in it, and in no folder of the tree below it. */
  readonly changes: readonly ImageChange[];
}

/** A report may be untrusted: its folders can have any names and numbers, in any order. */
function buildTree(
  list: readonly FolderChange[],
  changes: readonly ImageChange[],
): readonly TreeNode[] {
  const known = new Map(list.map((folder) => [folder.path, folder]));
  const children = new Map<string, FolderChange[]>();
  const roots: FolderChange[] = [];
  for (const folder of known.values()) {
    const above = folder.path === '' ? undefined : folderAbove(folder.path, known);
    if (above === undefined) roots.push(folder);
    else push(children, above, folder);
  }
  const changesIn = new Map<string, ImageChange[]>();
  for (const change of changes) {
    const folder = change.kind === 'file' ? folderAbove(change.path, known) : undefined;
    if (folder !== undefined) push(changesIn, folder, change);
  }
  const nodeOf = (folder: FolderChange, above: string): TreeNode => {
    const inside = children.get(folder.path) ?? [];
    const own = changesIn.get(folder.path) ?? [];
    const [only, ...others] = inside;
    // A folder that only has another one is shown with it.
    if (only && others.length + own.length === 0 && folder.path !== '' && isEqual(folder, only))
      return nodeOf(only, above);
    return {
      folder,
      name: `${above === '' ? folder.path : folder.path.slice(above.length + 1)}/`,
      inside: inside.toSorted(byChange).map((one) => nodeOf(one, folder.path)),
      changes: own.toSorted((a, b) => RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk)),
    };
  };
  return roots.toSorted(byChange).map((folder) => nodeOf(folder, ''));
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The innermost folder of the list that has the path. */
function folderAbove(path: string, known: ReadonlyMap<string, FolderChange>): string | undefined {
  let at = path.lastIndexOf('/');
  for (let depth = 0; at > 0 && depth < 2 * MAX_FOLDERS; depth++) {
    const folder = path.slice(0, at);
    if (known.has(folder) && folder.split('/', MAX_DEPTH + 1).length <= MAX_DEPTH) return folder;
    at = path.lastIndexOf('/', at - 1);
  }
  return known.has('') ? '' : undefined;
}

function isEqual(a: FolderChange, b: FolderChange): boolean {
  return a.before === b.before && a.after === b.after && filesOf(a) === filesOf(b);
}

/** The larger change first. */
function byChange(a: FolderChange, b: FolderChange): number {
  const growth = ({ before, after }: FolderChange) => Math.abs(after - before);
  const count = ({ added, changed, removed }: FolderChange) => added + changed + removed;
  return growth(b) - growth(a) || count(b) - count(a) || (a.path < b.path ? -1 : 1);
}

function row({ folder, name, inside, changes }: TreeNode, isRoot = false): string[] {
  const { before, after } = folder;
  const sign = after < before ? '−' : '+';
  const growth = before === after ? '' : `${sign}${formatBytes(Math.abs(after - before))}`;
  const cells = [
    `<span class="path">${escapePath(name)}</span>`,
    `<span class="old">${formatBytes(before)}</span>`,
    `<span>→ ${formatBytes(after)}</span>`,
    `<b>${growth}</b>`,
    `<span class="dim">${filesOf(folder)}</span>`,
  ].join(' ');
  if (inside.length + changes.length === 0) return [`<div class="leaf">${cells}</div>`];
  const left = changes.length - MAX_CHANGES;
  const items = changes
    .slice(0, MAX_CHANGES)
    .map(({ risk, message }) => `<li>${severityBadge(risk)} ${escapeText(message, 300)}</li>`);
  return [
    `<details${isRoot ? ' open' : ''}><summary>${cells}</summary>`,
    ...(items.length > 0
      ? ['<ul>', ...items, ...(left > 0 ? [`<li class="dim">${left} more</li>`] : []), '</ul>']
      : []),
    ...inside.flatMap((node) => row(node)),
    '</details>',
  ];
}

/** `2 new, 1 changed, 3 removed`. */
function filesOf({ added, changed, removed }: FolderChange): string {
  const parts = [
    ...(added > 0 ? [`${added} new`] : []),
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
  ];
  return parts.join(', ');
}
