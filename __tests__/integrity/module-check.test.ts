import { expect, test } from '@jest/globals';
import type { FileSystem, LayerEntry } from '../../src/image/image.js';
import { createModuleCheck } from '../../src/integrity/module-check.js';

/** The limits of what is compared: what is beyond them is counted, so that the result is incomplete. */

const MIB = 1 << 20;
/** Byte code of Python 3.13 that runs whatever its source is. */
const HEADER = Uint8Array.of(0xf3, 0x0d, 0x0d, 0x0a, 1, ...Array(11).fill(0));

const file = (path: string, size: number): LayerEntry => ({
  ...{ path, size, type: 'file', layer: 0, mode: 0o644, uid: 0, gid: 0, mtime: 0 },
});

/** How many modules of these sizes are compared and left out. */
function planned(sizes: readonly (readonly [code: number, source: number])[]) {
  const entries = new Map(
    sizes.flatMap(([code, source], i) =>
      [file(`a/__pycache__/m${i}.cpython-313.pyc`, code), file(`a/m${i}.py`, source)].map(
        (one) => [one.path, one] as const,
      ),
    ),
  );
  const check = createModuleCheck(false);
  for (const entry of entries.values())
    if (check.wants(entry) > 0) check.read({ ...entry, bytes: HEADER });
  const files = {
    get: (path: string) => entries.get(path),
    entries: () => entries.values(),
  } as Partial<FileSystem> as FileSystem;
  return { compared: check.plan(files).length, left: check.left };
}

test.each([
  ['byte code of 8 MiB', [[8 * MIB, 1]], 1],
  ['larger byte code', [[8 * MIB + 1, 1]], 0],
  ['a larger source', [[17, 8 * MIB + 1]], 0],
  ['32 files of 8 MiB together', Array(16).fill([8 * MIB - 1, 8 * MIB]), 16],
  ['one file more', Array(17).fill([8 * MIB - 1, 8 * MIB]), 16],
  ['20,000 modules', Array(20_000).fill([17, 1]), 20_000],
  ['one module more', Array(20_001).fill([17, 1]), 20_000],
] as const)('%s', (_, sizes, compared) => {
  expect(planned(sizes)).toEqual({ compared, left: sizes.length - compared });
});
