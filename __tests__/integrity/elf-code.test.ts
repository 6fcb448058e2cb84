import { describe, expect, it } from '@jest/globals';
import { loadedCode } from '../../src/integrity/elf-code.js';
import { elf } from '../inventory/build/elf.js';
import { changesOf, debianPackage } from './changes-of.js';

const program = (code: string, stripped = false) =>
  elf([{ name: '.text', body: Buffer.from(code) }], { stripped });

describe('the loaded code of a program', () => {
  it('stays the same when its symbols are removed', () => {
    expect(program('code').equals(program('code', true))).toBe(false);
    expect(loadedCode(program('code'))).toBe(loadedCode(program('code', true)));
  });

  it('differs for other code', () => {
    expect(loadedCode(program('code'))).not.toBe(loadedCode(program('evil', true)));
  });

  it.each([
    ['a text', Buffer.from('#!/bin/sh\n'.repeat(20))],
    ['32 bits', elf([{ name: '.text', body: Buffer.from('code') }], { wide: false })],
    ['a program that is cut', program('code', true).subarray(0, -20)],
  ])('is not known of %s', (_, bytes) => {
    expect(loadedCode(bytes)).toBeUndefined();
  });
});

describe('a program that a layer above stripped', () => {
  const base = debianPackage({ 'usr/bin/tool': program('code') });

  it('is not changed', async () => {
    expect((await changesOf([base, { 'usr/bin/tool': program('code', true) }])).changes).toEqual(
      [],
    );
    const all = await changesOf([base, { 'usr/bin/tool': program('code', true) }], true);
    expect(all.changes).toEqual([]);
  });

  it('is changed if something is added behind its code', async () => {
    const longer = Buffer.concat([program('code'), Buffer.from('payload')]);
    const { changes } = await changesOf([base, { 'usr/bin/tool': longer }]);
    expect(changes).toEqual(['1 INT-PROGRAM usr/bin/tool']);
  });

  it('is changed if its code is', async () => {
    const { changes } = await changesOf([base, { 'usr/bin/tool': program('evil', true) }]);
    expect(changes).toEqual(['1 INT-PROGRAM usr/bin/tool']);
  });
});

describe('an object file for linkers that a layer above changes', () => {
  const withType = (code: string, low: number, high: number) => {
    const file = program(code);
    file[16] = low;
    file[17] = high;
    return file;
  };

  it.each([
    ['is no program', 1, 0, false],
    ['of the other byte order is no program', 0, 1, false],
    ['is a program if its type is that of one', 2, 0, true],
    ['is a program if it has no known type', 1, 1, true],
  ])('%s', async (_, low, high, isProgram) => {
    const base = debianPackage({ 'usr/lib/part.o': withType('code', low, high) });
    const { changes } = await changesOf([base, { 'usr/lib/part.o': withType('evil', low, high) }]);
    expect(changes.join().includes('INT-PROGRAM')).toBe(isProgram);
  });
});
