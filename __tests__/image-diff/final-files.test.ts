import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareImages } from '../../src/image-diff/compare-images.js';
import { finalFiles } from '../../src/image-diff/final-files.js';
import { readImage } from '../../src/image-diff/read-image.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { withImage } from '../image/open-image.js';
import { comparePairOfLayers } from './samples/layered-pair.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let archives = 0;

const ELF = `\x7fELF${'1'.repeat(600)}`;
const OTHER_ELF = `\x7fELF${'2'.repeat(600)}`;
const NOTHING: TarMember[] = [{ name: 'a', body: 'a' }];

const file = (name: string, body = ELF, mode = 0o755): TarMember => ({ name, body, mode });
const hard = (name: string, link: string, mode = 0o755): TarMember => ({
  ...{ name, type: '1', link, mode },
});

type Layers = readonly (readonly TarMember[])[];

function archive(layers: Layers): string {
  const name = `${archives++}.tar`;
  return folder.write(name, dockerArchive(layers.map((members) => tar(members))));
}

function difference(before: Layers, after: Layers): Promise<readonly string[]> {
  return withImage(archive(before), {}, (one) =>
    withImage(archive(after), {}, async (other) => {
      const { changes } = await compareImages(await readImage(one), await readImage(other));
      return changes.map(({ risk, message }) => `${risk} ${message}`);
    }),
  );
}

describe('the facts of a file are those of all its names', () => {
  const SETUID = [file('opt/x', ELF, 0o4755), hard('usr/bin/y', 'opt/x', 0o4755)];
  const GONE = [{ name: 'opt/.wh.x' }];

  it('when its first name is gone, and it is new', async () => {
    expect(await difference([NOTHING], [NOTHING, SETUID, GONE])).toEqual([
      'high New setuid root program usr/bin/y',
    ]);
  });

  it('when its first name is gone, and its content is another one', async () => {
    const before = [[file('opt/x'), hard('usr/bin/y', 'opt/x')], GONE];
    const after = [[file('opt/x', OTHER_ELF), hard('usr/bin/y', 'opt/x')], GONE];
    expect(await difference(before, after)).toEqual(['medium Changed program usr/bin/y (content)']);
  });

  it('when its first name is a library, and the one that is left is a program', async () => {
    const layer = [file('opt/x.so'), hard('usr/bin/y', 'opt/x.so')];
    expect(await difference([NOTHING], [NOTHING, layer, [{ name: 'opt/.wh.x.so' }]])).toEqual([
      'medium New program usr/bin/y',
    ]);
  });

  it('when a link of a layer above leads to another file of the same layer', async () => {
    const base = [file('opt/x'), file('opt/z', OTHER_ELF)];
    const [before, after] = ['opt/x', 'opt/z'].map((target) => [base, [hard('y', target)]]);
    expect(await difference(before ?? [], after ?? [])).toEqual([
      'medium Changed program y (content)',
    ]);
  });

  it('when its layer has another file at its first name', async () => {
    const layer = (body: string) => [file('x', body), hard('y', 'x'), file('x', 'text', 0o644)];
    expect(await difference([layer(ELF)], [layer(OTHER_ELF)])).toEqual([
      'medium Changed program y (content)',
    ]);
  });

  it('when the header of a hard link has another mode, as runtimes set it', async () => {
    const layers = [[file('x'), hard('z', 'x'), hard('y', 'x', 0o4755)]];
    expect(await difference([NOTHING], [NOTHING, ...layers])).toEqual([
      'high New setuid root program x',
      'high New setuid root program y',
      'high New setuid root program z',
    ]);
  });

  it('and of no file that an upper layer puts in the place of a name', async () => {
    const layers = [[file('x', ELF, 0o4755), hard('y', 'x', 0o4755)], [file('x', ELF, 0o755)]];
    expect(await difference([NOTHING], [NOTHING, ...layers])).toEqual([
      'high New setuid root program y',
      'medium New program x',
    ]);
  });
});

describe('finalFiles', () => {
  it('counts the size of a file for one of the names that are left', async () => {
    const layers = [[file('a'), hard('b', 'a'), hard('c', 'b')], [{ name: '.wh.a' }]];
    const counted = await withImage(archive(layers), {}, async (image) =>
      [...finalFiles(await image.scan([])).values()].map(
        ({ path, size, isLink = false }) => `${path} ${size} ${isLink}`,
      ),
    );
    expect(counted.sort()).toEqual([`b ${ELF.length} false`, `c ${ELF.length} true`]);
  });
});

describe('of random layers', () => {
  it('the facts of all files and all changes are those of the unpacked trees', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 }), async (seed) => {
        const { changes, facts } = await comparePairOfLayers(seed, folder.path);
        expect(facts.found).toEqual(facts.expected);
        expect(changes.live).toEqual(changes.expected);
        expect(changes.kept).toEqual(changes.expected);
      }),
      { numRuns: 60 },
    );
  });
});
