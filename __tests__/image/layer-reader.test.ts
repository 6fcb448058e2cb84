import { expect, it } from '@jest/globals';
import { type LayerReader, layerReaders } from '../../src/image/layer-reader.js';

type Log = string[];

/** Says what happens to it; `needs` is read from the facts. */
function reader<Name extends string>(
  name: Name,
  fails = false,
): LayerReader<Log, object, { readonly [key in Name]: string }> {
  return {
    start: async (log) => {
      if (fails) throw new Error(name);
      return {
        readers: [],
        finish: (facts) =>
          ({ [name]: `${name} after ${Object.keys(facts).join(' ')}` }) as {
            [key in Name]: string;
          },
        cleanUp: () => log.push(name),
      };
    },
  };
}

const needsB: LayerReader<Log, { readonly b: string }, { readonly c: string }> = {
  start: () => ({ readers: [], keep: () => true, finish: ({ b }) => ({ c: `c with ${b}` }) }),
};

it('gives each reader what is known after the pass and what those before found', async () => {
  const log: Log = [];
  const list = layerReaders<Log, { readonly a: number }>().add(reader('b')).add(needsB);
  const { finish, keep, cleanUp } = await list.start(log);
  expect(await finish({ a: 1 })).toEqual({ a: 1, b: 'b after a', c: 'c with b after a' });
  expect(keep?.({} as never)).toBe(true);
  cleanUp?.();
  expect(log).toEqual(['b']);
});

it('keeps no files if nobody opens them', async () => {
  expect((await layerReaders<Log, object>().add(reader('b')).start([])).keep).toBeUndefined();
});

it('cleans up what was started before a reader that cannot start', async () => {
  const log: Log = [];
  const list = layerReaders<Log, object>().add(reader('a')).add(reader('b', true));
  await expect(list.start(log)).rejects.toThrow('b');
  expect(log).toEqual(['a']);
});

it('refuses, by its types, a reader before what it needs', () => {
  // @ts-expect-error: nothing gives b.
  layerReaders<Log, object>().add(needsB);
});
