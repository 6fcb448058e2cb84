import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import {
  type CommentState,
  decodeState,
  encodeState,
  includesState,
  mergeStates,
} from '../../../src/github/publish/comment-state.js';

const state = (run: number, parts: Record<string, number>): CommentState<string> => ({
  run,
  parts: new Map(
    Object.entries(parts).map(([id, at]) => [id, { id, at, content: `${id} at ${at}` }]),
  ),
});
const asText = (value: unknown) => (typeof value === 'string' ? value : undefined);
const encode = (value: unknown) => deflateRawSync(JSON.stringify(value)).toString('base64');
const sorted = ({ run, parts }: CommentState<string>) => [run, [...parts].sort()];

const SAMPLES = [
  state(1, {}),
  state(1, { a: 1 }),
  state(1, { a: 2, b: 1 }),
  state(1, { b: 3, c: 1 }),
  state(2, { a: 1 }),
  state(2, { c: 9 }),
];

describe('merging', () => {
  it('gives the same in any order, and again', () => {
    for (const a of SAMPLES)
      for (const b of SAMPLES) {
        const both = mergeStates(a, b);
        expect(sorted(mergeStates(b, a))).toEqual(sorted(both));
        expect(sorted(mergeStates(both, a))).toEqual(sorted(both));
        expect([includesState(both, a), includesState(both, b)]).toEqual([true, true]);
        for (const c of SAMPLES)
          expect(sorted(mergeStates(mergeStates(a, b), c))).toEqual(
            sorted(mergeStates(a, mergeStates(b, c))),
          );
      }
  });

  it('keeps the newer of two parts, and only those of the later run', () => {
    const merged = mergeStates(state(1, { a: 2, b: 1 }), state(1, { a: 1, b: 3 }));
    expect(sorted(merged)).toEqual(sorted(state(1, { a: 2, b: 3 })));
    expect(sorted(mergeStates(state(1, { a: 2 }), state(2, { b: 1 })))).toEqual(
      sorted(state(2, { b: 1 })),
    );
  });
});

describe('the text of a state', () => {
  it('gives the state, and cannot end an HTML comment', () => {
    for (const sample of SAMPLES) {
      const text = encodeState(sample);
      expect(text).toMatch(/^[A-Za-z0-9+/]*={0,2}$/);
      expect(decodeState(text, asText)).toEqual(sample);
    }
  });

  it.each([
    ['no base64', '-->'],
    ['nothing', ''],
    ['cut text', encodeState(state(1, { a: 1 })).slice(0, -6)],
    ['another value', encode(['x'])],
    ['no run', encode({ parts: [] })],
    ['a run that is no number', encode({ run: -1, parts: [] })],
    ['much more than a comment can have', encode({ run: 1, text: 'x'.repeat(5_000_000) })],
    ['deep nesting', deflateRawSync('['.repeat(100_000)).toString('base64')],
  ])('of %s gives nothing', (_, text) => {
    expect(decodeState(text, asText)).toBeUndefined();
  });

  it('is read without parts that are not valid, and with at most 512', () => {
    const parts = [{ id: 'a', at: 1, content: 'x' }, null, { id: '<b>', at: 1, content: 'x' }];
    const more = [
      { id: 'b', at: 'x', content: 'x' },
      { id: 'c', at: 1, content: 7 },
    ];
    const read = decodeState(encode({ run: 1, parts: [...parts, ...more] }), asText);
    expect([...(read?.parts.keys() ?? [])]).toEqual(['a']);
    const many = Array.from({ length: 1_000 }, (_, i) => ({ id: `${i}`, at: 1, content: 'x' }));
    expect(decodeState(encode({ run: 1, parts: many }), asText)?.parts.size).toBe(512);
  });
});
