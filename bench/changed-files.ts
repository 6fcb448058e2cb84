import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerArchive } from '../__tests__/image/build-tar.js';
import { mutatedPair } from '../__tests__/image-diff/samples/mutated-pair.js';
import { mutationsOf } from '../__tests__/image-diff/samples/mutations.js';
import type { SampleImage } from '../__tests__/image-diff/samples/sample-image.js';
import { TEN_IMAGES } from '../__tests__/image-diff/samples/ten-images.js';
import { openImages } from '../src/image/open.js';
import { compareImages } from '../src/image-diff/compare-images.js';
import { aspectsOf } from '../src/image-diff/describe-files.js';
import { pairFiles } from '../src/image-diff/differing-files.js';
import { readImage } from '../src/image-diff/read-image.js';

/**
 * Compares the set of changed files with that of a plain walk of both trees, which tar and rm unpack. The pairs are the ten
 * sample images with all changes at once, and root file systems of mmdebstrap. Needs root, for owners.
 *   mmdebstrap --variant=apt trixie base.tar; mmdebstrap --variant=apt --include=curl trixie curl.tar …
 *   node scripts/run.mjs bench/changed-files.ts base.tar curl.tar …    # neighbors are compared, and the last with the first
 */
const work = fs.mkdtempSync(join(tmpdir(), 'portside-walk-'));

/** Unpacks the layers with tar, and removes what whiteouts name. */
function unpack(layers: readonly string[], name: string): string {
  const root = join(work, name);
  fs.mkdirSync(root);
  for (const layer of layers) {
    const members = run('tar', ['-tf', layer]).split('\n').filter(Boolean);
    for (const member of members) {
      const [, folder = '', hidden] = /^(.*\/)?\.wh\.([^/]+)$/.exec(member) ?? [];
      if (hidden) fs.rmSync(join(root, folder, hidden), { recursive: true, force: true });
    }
    run('tar', [
      '-C',
      root,
      '-xpf',
      layer,
      '--numeric-owner',
      '--exclude=.wh.*',
      '--xattrs',
      '--xattrs-include=*',
      '--recursive-unlink',
    ]);
  }
  return root;
}

function run(program: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Each path with all that is compared of it. */
function walk(root: string): Map<string, string> {
  const found = new Map<string, string>();
  const capabilities = new Map(
    run('getfattr', [
      '-R',
      '-h',
      '-P',
      '-m',
      '^security[.]capability$',
      '-d',
      '-e',
      'hex',
      '--absolute-names',
      root,
    ])
      .split('\n\n')
      .flatMap((block) => {
        const [, path = '', value] = /^# file: (.*)\nsecurity\.capability=(\S+)/m.exec(block) ?? [];
        return value ? [[path, value] as const] : [];
      }),
  );
  const visit = (path: string) => {
    for (const name of fs.readdirSync(join(root, path))) {
      const one = path === '' ? name : `${path}/${name}`;
      const full = join(root, one);
      const stat = fs.lstatSync(full);
      const type = stat.mode & fs.constants.S_IFMT;
      const isLink = stat.isSymbolicLink();
      const content = isLink
        ? fs.readlinkSync(full)
        : stat.isFile()
          ? createHash('sha256').update(fs.readFileSync(full)).digest('hex')
          : '';
      const mode = isLink ? 0 : stat.mode & 0o7777;
      found.set(one, [type, mode, stat.uid, stat.gid, content, capabilities.get(full)].join(' '));
      if (stat.isDirectory()) visit(one);
    }
  };
  visit('');
  return found;
}

/** The paths that are different. A directory that only one tree has is seen by what is in it. */
function walkedChanges(before: Map<string, string>, after: Map<string, string>): Set<string> {
  const changed = new Set<string>();
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(path), after.get(path)];
    if (old === now) continue;
    const only = old === undefined ? after : now === undefined ? before : undefined;
    const isFilled =
      only?.get(path)?.startsWith(String(fs.constants.S_IFDIR)) &&
      [...only.keys()].some((other) => other.startsWith(`${path}/`));
    if (!isFilled) changed.add(path);
  }
  return changed;
}

/** The paths that the difference compares as different, and those that only a rebuild changes. */
async function ourChanges(old: string, now: string) {
  const [one, other] = [await openImages(old, {}), await openImages(now, {})];
  const [before, after] = [one.images[0], other.images[0]];
  if (!before || !after) throw new Error('no image');
  const [was, is] = [await readImage(before), await readImage(after)];
  const pairs = pairFiles(was, is);
  const files = (side: 'before' | 'after') =>
    pairs.flatMap((pair) => (pair[side]?.type === 'file' ? (pair[side] ?? []) : []));
  const [oldContents, newContents] = [
    await was.read(files('before')),
    await is.read(files('after')),
  ];
  const changed = new Set<string>();
  const noise = new Set<string>();
  for (const pair of pairs) {
    const [left, right] = [
      pair.before && oldContents(pair.before),
      pair.after && newContents(pair.after),
    ];
    const isBoth = pair.before && pair.after;
    if (pair.isShownByFiles) continue;
    if (
      !isBoth ||
      aspectsOf(pair, { before: left, after: right, isPackageChanged: false }).length > 0
    )
      changed.add(pair.path);
    else if (left && right && left.digest !== right.digest) noise.add(pair.path);
  }
  const { noise: counts } = await compareImages(was, is);
  await one.close();
  await other.close();
  return { changed, noise, counts };
}

/** An image as a Docker archive, and its layers. */
interface Packed {
  readonly archive: Buffer;
  readonly layers: readonly string[];
}

async function compare(name: string, before: Packed, after: Packed) {
  const archive = (image: Packed, file: string) => {
    const path = join(work, file);
    fs.writeFileSync(path, image.archive);
    return path;
  };
  const trees = [unpack(before.layers, 'before'), unpack(after.layers, 'after')] as const;
  const walked = walkedChanges(walk(trees[0]), walk(trees[1]));
  const ours = await ourChanges(archive(before, 'before.tar'), archive(after, 'after.tar'));
  const missed = [...walked].filter((path) => !ours.changed.has(path) && !ours.noise.has(path));
  const others = [...ours.changed, ...ours.noise].filter((path) => !walked.has(path));
  const kinds = ours.counts.map(({ kind, files }) => `${files} ${kind}`).join(', ');
  console.log(
    `| ${name} | ${walked.size} | ${ours.changed.size} + ${ours.noise.size} | ${missed.length} | ${others.length} | ${kinds} |`,
  );
  for (const path of missed.slice(0, 10)) console.log(`  missed: ${path}`);
  for (const path of others.slice(0, 10)) console.log(`  others: ${path}`);
  for (const root of trees) fs.rmSync(root, { recursive: true });
}

/** All kinds of changes of an image at once, in a layer above. Of several that change one file, the first counts. */
function allMutations(image: SampleImage): readonly [Packed, Packed] {
  const mutations = mutationsOf(image).filter(({ files }) => files);
  const given = Object.assign({}, ...mutations.map((one) => one.given ?? {}));
  const files = Object.assign({}, ...mutations.map((one) => one.files ?? {}).reverse());
  const { before, after } = mutatedPair(
    image,
    { name: 'all', given, files, expected: [] },
    'in a layer above',
  );
  const packed = (archive: Buffer, side: string): Packed => {
    const folder = join(work, `${side}-layers`);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder);
    fs.writeFileSync(join(folder, 'image.tar'), archive);
    run('tar', ['-C', folder, '-xf', join(folder, 'image.tar')]);
    const [{ Layers }] = JSON.parse(fs.readFileSync(join(folder, 'manifest.json'), 'utf8'));
    return { archive, layers: Layers.map((layer: string) => join(folder, layer)) };
  };
  return [packed(before.archive, 'before'), packed(after.archive, 'after')];
}

function rootImage(root: string): Packed {
  return { archive: dockerArchive([fs.readFileSync(root)]), layers: [root] };
}

try {
  console.log(
    '| pair | changed, walked | changed + noise, ours | missed | others | noise |\n|---|---|---|---|---|---|',
  );
  for (const image of TEN_IMAGES) await compare(image.name, ...allMutations(image));
  const roots = process.argv.slice(2);
  for (const [i, root] of roots.entries()) {
    const next = roots[(i + 1) % roots.length] ?? root;
    const nameOf = (path: string) => path.replace(/^.*\/|\.tar$/g, '');
    await compare(`${nameOf(root)} and ${nameOf(next)}`, rootImage(root), rootImage(next));
  }
} finally {
  fs.rmSync(work, { recursive: true });
}
