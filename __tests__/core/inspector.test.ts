import { describe, expect, it } from '@jest/globals';
import { type Inspector, stages } from '../../src/core/inspector.js';
import { EMPTY_INSPECTION, type Inspection } from '../../src/core/report.js';

const noting = (message: string): Inspection => ({ ...EMPTY_INSPECTION, notes: [{ message }] });
const notesOf = ({ notes }: Inspection) => notes.map(({ message }) => message);

/** What the inspectors of a test work with. */
interface Log {
  readonly lines: string[];
}

/** Gives a fact with this name, and says when it begins and ends. */
function giving<Name extends string>(
  name: Name,
  rest: Partial<Inspector<object, { readonly [key in Name]: Inspection }, Log>> = {},
): Inspector<object, { readonly [key in Name]: Inspection }, Log> {
  const given = (text: string) => ({ [name]: noting(text) }) as { [key in Name]: Inspection };
  return {
    inspect: async (_, { lines }) => {
      lines.push(`${name} begins`);
      await Promise.resolve();
      lines.push(`${name} ends`);
      return given(name);
    },
    unfinished: (_, reason) => given(`${name}: ${reason}`),
    ...rest,
  };
}

type Deadline = Parameters<ReturnType<typeof stages<object, Log>>['run']>[2]['deadline'];

const always: Deadline = { orElse: (work) => work() };
const over: Deadline = { orElse: async (_, otherwise) => otherwise('too late') };

async function runOf(
  list: { run: ReturnType<typeof stages<object, Log>>['run'] },
  deadline = always,
) {
  const lines: string[] = [];
  const { inspection } = await list.run(
    {},
    { lines },
    {
      deadline,
      onStep: (name, found) => void lines.push(`${name}: ${notesOf(found).join(', ')}`),
    },
  );
  return { lines, notes: notesOf(inspection) };
}

describe('inspectors', () => {
  it('of one stage run side by side, and those of the next when all have ended', async () => {
    const list = stages<object, Log>().stage(giving('a'), giving('b')).stage(giving('c'));
    expect(await runOf(list)).toEqual({
      lines: ['a begins', 'b begins', 'a ends', 'b ends', 'c begins', 'c ends'],
      notes: ['a', 'b', 'c'],
    });
  });

  it('get the facts of the stages before, and a later fact of the same name replaces one in its place', async () => {
    const again: Inspector<{ readonly a: Inspection }, { readonly a: Inspection }, Log> = {
      replaces: ['a'],
      inspect: async ({ a }) => ({ a: noting(`${notesOf(a)[0]} again`) }),
    };
    const list = stages<object, Log>().stage(giving('a')).stage(giving('b')).stage(again);
    expect((await runOf(list)).notes).toEqual(['a again', 'b']);
  });

  it('of two that give the same fact, none gets lost', async () => {
    for (const list of [
      stages<object, Log>().stage(giving('a'), giving('a')),
      stages<object, Log>().stage(giving('a')).stage(giving('a')),
    ])
      await expect(runOf(list)).rejects.toThrow('Two inspectors give "a"');
  });

  it('that are late give what they did not check, unless they mind the time themselves', async () => {
    const { unfinished: _, ...minding } = giving('b');
    const list = stages<object, Log>().stage(giving('a'), minding);
    expect((await runOf(list, over)).notes).toEqual(['a: too late', 'b']);
  });

  it('of one stage share a line in the log if they have the same name', async () => {
    const step = () => 'files';
    const list = stages<object, Log>()
      .stage(giving('a', { step }), giving('b', { step }), giving('c'))
      .stage(giving('d', { step: () => undefined }));
    expect((await runOf(list)).lines.filter((line) => line.includes(':'))).toEqual(['files: a, b']);
  });

  it('are refused by TypeScript before what they need', () => {
    const needing: Inspector<{ readonly a: Inspection }, { readonly b: Inspection }, Log> = {
      inspect: async ({ a }) => ({ b: a }),
    };
    stages<object, Log>().stage(giving('a')).stage(needing);
    // @ts-expect-error: nothing gives `a` before.
    expect(stages<object, Log>().stage(needing)).toBeDefined();
  });
});
