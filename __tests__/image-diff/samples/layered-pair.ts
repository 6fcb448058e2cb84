import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ImageChange } from '../../../src/core/image-difference.js';
import { compareImages } from '../../../src/image-diff/compare-images.js';
import type { ImageState } from '../../../src/image-diff/image-state.js';
import { readImage } from '../../../src/image-diff/read-image.js';
import { dockerArchive, tar } from '../../image/build-tar.js';
import {
  type Inode,
  isFolder,
  type LayerMember,
  type Name,
  tarMembers,
  UnpackedTree,
} from '../../image/layers/unpacked-tree.js';
import { withImage } from '../../image/open-image.js';
import { keepImage } from './sample-image.js';

/** What an image has: its layers, and the tree that they unpack to. */
export interface LayeredImage {
  readonly layers: readonly (readonly LayerMember[])[];
  readonly tree: UnpackedTree;
}

/** Two images of random layers. Some have lower layers in common. */
export function layeredPair(seed: number): readonly [before: LayeredImage, after: LayeredImage] {
  const random = randomNumbers(seed);
  const before = randomImage(random, []);
  const shared = before.layers.slice(0, random(before.layers.length + 1));
  return [before, randomImage(random, shared)];
}

type Random = (below: number) => number;

const MOST_LAYERS = 6;
const MOST_MEMBERS = 6;
const NAMES = ['opt', 'usr', 'bin', 'x', 'y', 'z'];
const BODIES = [
  '',
  'one',
  'two',
  '#!/bin/sh\n',
  `\x7fELF${'1'.repeat(600)}`,
  `\x7fELF${'2'.repeat(600)}`,
];
const MODES = [0o644, 0o755, 0o4755, 0o2755, 0o600];
const FOLDER_MODES = [0o755, 0o700];
const UIDS = [0, 0, 1000];

function randomImage(random: Random, shared: LayeredImage['layers']): LayeredImage {
  const tree = new UnpackedTree();
  const layers = [...shared];
  for (const [layer, members] of shared.entries())
    for (const member of members) tree.apply(member, layer);
  const count = Math.max(1, random(MOST_LAYERS - shared.length + 1));
  for (let i = 0; i < count && layers.length < MOST_LAYERS; i++)
    layers.push(randomLayer(random, tree, layers.length));
  return { layers, tree };
}

function randomLayer(random: Random, tree: UnpackedTree, layer: number): LayerMember[] {
  const members: LayerMember[] = [];
  const count = 1 + random(MOST_MEMBERS);
  for (let i = 0; i < count; i++) {
    const member = randomMember(random, tree, layer);
    if (!member || (members.length > 0 && deletesLink(member, tree))) continue;
    tree.apply(member, layer);
    members.push(member);
  }
  return members;
}

/** What a layer wrote through a link that it deletes after that depends on the runtime. */
function deletesLink({ kind, path }: LayerMember, tree: UnpackedTree): boolean {
  return kind === 'whiteout' && tree.find(path)?.inode?.type === 'symlink';
}

/** A member that a runtime can unpack; undefined if there is none of the chosen kind. */
function randomMember(random: Random, tree: UnpackedTree, layer: number): LayerMember | undefined {
  const kind = KINDS[random(KINDS.length)] ?? 'file';
  const names = [...tree.names()];
  const [at, found] = names[random(names.length)] ?? [];
  const attributes = {
    mode: (kind === 'directory' ? FOLDER_MODES : MODES)[random(kind === 'directory' ? 2 : 5)] ?? 0,
    uid: UIDS[random(UIDS.length)] ?? 0,
    ...(random(10) === 0 && { capabilities: 'abcd' }),
  };
  if (kind === 'whiteout' || kind === 'opaque') {
    if (at === undefined || !found || isTouched(found, layer)) return undefined;
    if (kind === 'opaque' && found.inode.type !== 'directory') return undefined;
    return { kind, path: at, mode: 0, uid: 0 };
  }
  const path = Array.from({ length: 1 + random(3) }, () => NAMES[random(NAMES.length)]).join('/');
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  if (!canHold(tree, folder)) return undefined;
  switch (kind) {
    case 'file':
      return { kind, path, body: BODIES[random(BODIES.length)] ?? '', ...attributes };
    case 'symlink':
      return { kind, path, link: `/${at ?? 'gone'}`, mode: 0o777, uid: attributes.uid };
    case 'hardlink': {
      if (at === undefined || !found || isFolder(found)) return undefined;
      const place = placeOf(tree, path);
      if (place === at || at.startsWith(`${place}/`) || at.startsWith(`${path}/`)) return undefined;
      const { mode, uid, capabilities } = found.inode;
      const same = { mode, uid, ...(capabilities && { capabilities }) };
      return { kind, path, link: at, ...(random(4) === 0 ? attributes : same) };
    }
    default:
      return { kind, path, mode: attributes.mode, uid: attributes.uid };
  }
}

const KINDS = [
  ...Array<'file'>(7).fill('file'),
  ...Array<'hardlink'>(6).fill('hardlink'),
  ...Array<'whiteout'>(3).fill('whiteout'),
  ...(['directory', 'directory', 'symlink', 'symlink', 'opaque', 'fifo'] as const),
];

function isTouched(name: Name, layer: number): boolean {
  return name.layer === layer || [...name.children.values()].some((one) => isTouched(one, layer));
}

/** Whether a member can be in the folder, which may not exist yet. Nothing is created where a broken link leads. */
function canHold(tree: UnpackedTree, path: string): boolean {
  if (tree.folder(path, false)) return true;
  const found = tree.find(path);
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  if (found || tree.folder(folder, false) === undefined)
    return found === undefined && isFree(tree, folder);
  return true;
}

function isFree(tree: UnpackedTree, path: string): boolean {
  return path === '' || (tree.find(path) === undefined && canHold(tree, path));
}

/** Where a path leads through links of folders. */
function placeOf(tree: UnpackedTree, path: string): string {
  const at = path.lastIndexOf('/');
  const folder = tree.folder(path.slice(0, Math.max(at, 0)), false);
  if (!folder || folder === tree.root) return path.slice(at + 1);
  for (const [place, name] of tree.names())
    if (name.children === folder.children) return `${place}/${path.slice(at + 1)}`;
  return path;
}

/** mulberry32. */
function randomNumbers(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return Math.floor((((value ^ (value >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** What is known of a pair, by the product and by the trees. Each list is sorted. */
export interface PairResult {
  readonly changes: {
    readonly live: string[];
    readonly kept: string[];
    readonly expected: string[];
  };
  readonly facts: { readonly found: string[]; readonly expected: string[] };
}

/** Compares both images with the product, and the trees with each other. */
export async function comparePairOfLayers(seed: number, folder: string): Promise<PairResult> {
  const pair = layeredPair(seed);
  const files = pair.map(({ layers }, i) => {
    const file = join(folder, `${i}.tar`);
    const stored = seed % 3 === 0 ? { stored: (layer: Buffer) => gzipSync(layer) } : {};
    writeFileSync(
      file,
      dockerArchive(
        layers.map((layer) => tar(tarMembers(layer))),
        stored,
      ),
    );
    return file;
  });
  const [before, after] = pair;
  return withImage(files[0] ?? '', {}, (one) =>
    withImage(files[1] ?? '', {}, async (other) => {
      const states = [await readImage(one), await readImage(other)] as const;
      const { changes } = await compareImages(...states);
      const kept = await compareImages(await keepImage(one, ''), await keepImage(other, ''));
      return {
        changes: {
          live: changeLines(changes),
          kept: changeLines(kept.changes),
          expected: expectedChanges(before.tree, after.tree),
        },
        facts: {
          found: [...(await factsOf(states[0])), ...(await factsOf(states[1]))],
          expected: [...expectedFacts(before.tree), ...expectedFacts(after.tree)],
        },
      };
    }),
  );
}

function changeLines(changes: readonly ImageChange[]): string[] {
  return changes
    .flatMap((one) =>
      one.kind === 'file'
        ? `${one.change} ${one.path} ${one.aspects?.join() ?? ''} ${one.privilege ?? ''}`
        : [],
    )
    .sort();
}

async function factsOf(state: ImageState): Promise<string[]> {
  const files = [...state.files.values()];
  const contents = await state.read(files.filter(({ type, size }) => type === 'file' && size > 0));
  const lines = files.map((file) => {
    const { path, type, size, mode, uid, gid, target, capabilities, layer } = file;
    const digest = type === 'file' && size > 0 ? contents(file)?.digest.slice(0, 8) : '';
    const shown = type === 'symlink' ? '' : mode.toString(8);
    return `${path} ${type} ${size} ${shown} ${uid}:${gid} ${target ?? ''} ${capabilities ?? ''} @${layer} ${digest}`;
  });
  return [...lines.sort(), `${state.size} bytes`];
}

function expectedFacts(tree: UnpackedTree): string[] {
  const inodes = new Set<Inode>();
  const lines = [...tree.names()].map(([path, { inode, layer }]) => {
    inodes.add(inode);
    const { type, body, mode, uid, target, capabilities = '' } = inode;
    const digest = body === '' ? '' : createHash('sha256').update(body, 'latin1').digest('hex');
    const shown = type === 'symlink' ? '' : mode.toString(8);
    return `${path} ${type} ${body.length} ${shown} ${uid}:${uid} ${target ?? ''} ${Buffer.from(capabilities).toString('hex')} @${layer} ${digest.slice(0, 8)}`;
  });
  const size = [...inodes].reduce((sum, { body }) => sum + body.length, 0);
  return [...lines.sort(), `${size} bytes`];
}

function expectedChanges(before: UnpackedTree, after: UnpackedTree): string[] {
  const [old, now] = [new Map(before.names()), new Map(after.names())];
  const lines: string[] = [];
  for (const path of new Set([...old.keys(), ...now.keys()])) {
    const [one, other] = [old.get(path), now.get(path)];
    const privilege = other ? newPrivilege(one?.inode, other.inode) : '';
    if (one && other) {
      const aspects = differences(one.inode, other.inode).join();
      if (aspects) lines.push(`changed ${path} ${aspects} ${privilege}`);
    } else if (isListed(one ? before : after, one ?? other))
      lines.push(`${one ? 'removed' : 'added'} ${path}  ${privilege}`);
  }
  return lines.sort();
}

/** A new or removed folder is listed if it has nothing that is listed. */
function isListed(tree: UnpackedTree, name: Name | undefined): boolean {
  return name !== undefined && (!isFolder(name) || tree.names(name).next().done === true);
}

function differences(a: Inode, b: Inode): string[] {
  const areFiles = a.type === 'file' && b.type === 'file';
  return [
    ...(areFiles && a.body !== b.body ? ['content'] : []),
    ...(a.type !== b.type ? ['type'] : []),
    ...(a.target !== b.target ? ['target'] : []),
    ...(a.mode !== b.mode && b.type !== 'symlink' ? ['mode'] : []),
    ...(a.uid !== b.uid ? ['owner'] : []),
    ...(a.capabilities !== b.capabilities ? ['capabilities'] : []),
  ];
}

/** A file that runs as a user or group, or with capabilities, that it did not have. */
function newPrivilege(before: Inode | undefined, now: Inode): string {
  if (now.type !== 'file') return '';
  const old = before?.type === 'file' ? before : undefined;
  const oldUser = old && (old.mode & 0o4000) !== 0 ? old.uid : undefined;
  if ((now.mode & 0o4000) !== 0 && oldUser !== now.uid && oldUser !== 0) return 'setuid';
  const oldGroup = old && (old.mode & 0o2010) === 0o2010 ? old.uid : undefined;
  if ((now.mode & 0o2010) === 0o2010 && oldGroup !== now.uid) return 'setgid';
  return now.capabilities && now.capabilities !== old?.capabilities ? 'capabilities' : '';
}
