import { describe, expect, test } from '@jest/globals';
import { instructionsOf } from '../../../src/dockerfile/parser/model.js';
import { parse, parseInstruction } from '../parse-text.js';

describe('flags', () => {
  test.each<[text: string, flags: [name: string, value: string | undefined][], rest: string]>([
    [
      'COPY --from=x --link a b',
      [
        ['from', 'x'],
        ['link', undefined],
      ],
      'a b',
    ],
    ['RUN --mount="type=cache,target=/c" x', [['mount', 'type=cache,target=/c']], 'x'],
    ['COPY --chown=a\\ b c d', [['chown', 'a b']], 'c d'],
    ['RUN -- --x', [], '--x'],
    ['RUN a --b', [], 'a --b'],
    ['RUN -a', [], '-a'],
  ])('of %s are read', (text, flags, rest) => {
    const instruction = parseInstruction(text);
    expect(instruction.flags.map(({ name, value }) => [name, value])).toEqual(flags);
    expect(instruction.text).toBe(rest);
  });

  test('have the range of their value', () => {
    const [flag] = parseInstruction('COPY --from=build a b').flags;
    expect(flag?.range).toMatchObject({ startLine: 2, startColumn: 6, endColumn: 18 });
    expect(flag?.valueToken?.range).toMatchObject({ startLine: 2, startColumn: 13, endColumn: 18 });
  });
});

describe('mounts', () => {
  test.each<[flag: string, type: string, options: Record<string, string>]>([
    ['from=b,SRC=/x,dst=/y,ro', 'bind', { from: 'b', source: '/x', target: '/y', ro: 'true' }],
    ['type=cache,destination=/c', 'cache', { type: 'cache', target: '/c' }],
    ['type=secret,id=a,,', 'secret', { type: 'secret', id: 'a' }],
    [`'type=bind,"source=a,b"'`, 'bind', { type: 'bind', source: 'a,b' }],
  ])('of --mount=%s are read', (flag, type, options) => {
    const [run] = instructionsOf(parse(`FROM a\nRUN --mount=${flag} z`), 'RUN');
    const [mount] = run?.mounts ?? [];
    expect(mount?.type).toBe(type);
    expect(Object.fromEntries(mount?.options ?? [])).toEqual(options);
  });
});
