import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { accountLines } from '../../src/hardening/accounts.js';
import { fileCapabilities } from '../../src/hardening/capabilities.js';
import { createLayerUsageCounter } from '../../src/hardening/layer-usage.js';
import { shellCommands } from '../../src/hardening/shell-commands.js';
import { startedCommands } from '../../src/hardening/start-command.js';
import { guessBaseLayers } from '../../src/image/history/base-layers.js';
import type { EntryType, LayerEntry } from '../../src/image/image.js';

describe('layer usage', () => {
  const entry = (layer: number, path: string, size = 0, type: EntryType = 'file'): LayerEntry => ({
    ...{ layer, path, size, type, mode: 0o644, uid: 0, gid: 0, mtime: 0 },
  });
  const usage = (...entries: LayerEntry[]) => {
    const counting = createLayerUsageCounter();
    entries.forEach(counting.add);
    return counting.finish();
  };

  test.each<[string, LayerEntry[], object]>([
    ['nothing', [], { efficiency: 1, wastedBytes: 0, reclaimableBytes: 0, hiddenBytes: 0 }],
    [
      'each path once',
      [entry(0, 'a', 10), entry(1, 'b', 10)],
      { efficiency: 1, wastedBytes: 0, wastedUserShare: 0, reclaimableBytes: 0, hiddenBytes: 0 },
    ],
    [
      'a file written twice',
      [entry(0, 'a', 10), entry(1, 'a', 30), entry(1, 'b', 60)],
      // min 10 + 60 of 40 + 60
      {
        efficiency: 0.7,
        wastedBytes: 40,
        wastedUserShare: 40 / 90,
        reclaimableBytes: 30,
        hiddenBytes: 10,
      },
    ],
    [
      'a file deleted: its smallest size is nothing',
      [entry(0, 'a', 10), entry(1, 'a', 0, 'whiteout'), entry(1, 'b', 10)],
      {
        efficiency: 0.5,
        wastedBytes: 10,
        wastedUserShare: 1,
        reclaimableBytes: 10,
        hiddenBytes: 10,
      },
    ],
    [
      'a directory deleted: the whiteout has the size of what it hides',
      [entry(0, 'd/a', 10), entry(0, 'd/e/b', 5), entry(1, 'd', 0, 'whiteout'), entry(1, 'c', 15)],
      { efficiency: 1, wastedBytes: 0, reclaimableBytes: 0, hiddenBytes: 15 },
    ],
    [
      'a directory made empty, filled and deleted',
      [
        entry(0, 'd', 0, 'directory'),
        entry(1, 'd', 0, 'directory'),
        entry(1, 'd/a', 10),
        entry(2, 'd', 0, 'whiteout'),
      ],
      { efficiency: 0.5, wastedBytes: 10, reclaimableBytes: 10, hiddenBytes: 10 },
    ],
    [
      'an opaque directory',
      [entry(0, 'd/a', 10), entry(1, 'd', 0, 'opaque'), entry(1, 'd/b', 5)],
      { wastedBytes: 0, hiddenBytes: 10 },
    ],
    [
      'deleted twice',
      [entry(0, 'd/a', 10), entry(1, 'd', 0, 'whiteout'), entry(2, 'd', 0, 'whiteout')],
      { hiddenBytes: 10 },
    ],
  ])('%s', (_, entries, expected) => {
    expect(usage(...entries)).toMatchObject(expected);
  });

  it('stays within its bounds, whatever the layers say', () => {
    const types = fc.constantFrom<EntryType>('file', 'directory', 'whiteout', 'opaque', 'symlink');
    const one = fc.tuple(
      fc.nat(4),
      fc.constantFrom('a', 'a/b', 'a/b/c', 'd', ''),
      fc.nat(100),
      types,
    );
    fc.assert(
      fc.property(fc.array(one), (list) => {
        const sorted = [...list].sort(([a], [b]) => a - b);
        const found = usage(
          ...sorted.map(([layer, path, size, type]) => entry(layer, path, size, type)),
        );
        expect(found.efficiency).toBeGreaterThanOrEqual(0);
        expect(found.efficiency).toBeLessThanOrEqual(1);
        const all = sorted.reduce((sum, [, , size, type]) => sum + (type === 'file' ? size : 0), 0);
        expect(found.hiddenBytes).toBeLessThanOrEqual(all);
        expect(found.hiddenBytes).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('shell commands', () => {
  const shown = (text: string) =>
    shellCommands(text).map(({ words, background }) => words.join('|') + (background ? ' &' : ''));

  test.each<[string, string[]]>([
    ['a b; c && d || e | f', ['a|b', 'c', 'd', 'e', 'f']],
    ['a &\nb', ['a &', 'b']],
    [`a "b & c" 'd;e' f\\ g`, ['a|b & c|d;e|f g']],
    ['a \\\n b # c\n# d &\ne', ['a|b', 'e']],
    ['a > /x 2>&1 &', ['a &']],
    ['a &> /x\nb &>> y', ['a', 'b']],
    ['if true; then a & fi', ['true', 'a &']],
    ['while :; do a; done', [':', 'a']],
    ['( a & ) ; { b; }', ['a &', 'b']],
    ['a "unclosed & b', ['a|unclosed &', 'b']],
    ['', []],
  ])('%j', (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  it('reads any text, and no more than it promises', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(shellCommands(text.repeat(20)).length).toBeLessThanOrEqual(1_001);
      }),
    );
  });
});

describe('what a container starts', () => {
  const files: Record<string, string> = {
    'usr/local/bin/entry.sh': '#!/bin/sh\nset -e\nmigrate\nexec "$@"\n',
    'loop.sh': '#!/bin/sh\nexec /loop.sh\n',
    py: '#!/usr/bin/python3\nrun & x\n',
  };
  const shown = (entrypoint: string[], cmd: string[] = []) =>
    startedCommands({ entrypoint, cmd, workingDir: '/' }, (path) => files[path]).map(
      ({ program, arguments: words }) => [program, ...words].join(' '),
    );

  test.each<[string[], string[], string[]]>([
    [['/app/server'], ['--port', '1'], ['server --port 1']],
    [['tini', '-g', '--', 'node'], ['a.js'], ['node a.js']],
    [['entry.sh'], ['nginx', '-g', 'x'], ['set -e', 'migrate', 'nginx -g x']],
    [['/bin/sh', '-c', 'A=1 exec gosu app server'], [], ['server']],
    [['env', 'A=1', 'B=2', 'server'], [], ['server']],
    [['bash', '-lc', 'a & b'], [], ['a', 'b']],
    [['sh', '/loop.sh'], [], []],
    [['/py'], ['z'], ['py z']],
    [['sh', '-c'], [], []],
    [[], [], []],
  ])('%j %j', (entrypoint, cmd, expected) => {
    expect(shown(entrypoint, cmd)).toEqual(expected);
  });
});

describe('small readers', () => {
  it('reads capabilities of any bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void fileCapabilities(bytes)));
  });

  it('reads capabilities of version 1 and unknown bits', () => {
    const bytes = Buffer.alloc(20);
    bytes.writeUInt32LE(0x01000000, 0);
    bytes.writeUInt32LE(1, 4);
    expect(fileCapabilities(bytes.subarray(0, 12))?.names).toEqual(['CHOWN']);
    bytes.writeUInt32LE(0x03000000, 0);
    bytes.writeUInt32LE(2 ** 31, 12);
    expect(fileCapabilities(bytes)?.names).toEqual(['CHOWN', 'bit 63']);
  });

  it('leaves comments, blanks and short lines of accounts out', () => {
    expect(accountLines('# a:b:c\n\na:b:c\r\n+:::\nd:e\n', 3)).toEqual([['a', 'b', 'c']]);
  });
});

describe('the layers of the base image', () => {
  const entry = (createdBy: string, emptyLayer = false) => ({ createdBy, emptyLayer });
  const cmd = entry('CMD ["bash"]', true);
  test.each<[string, ReturnType<typeof entry>[], number, number]>([
    ['end at the CMD below', [entry('ADD a /'), cmd, entry('RUN x'), cmd], 2, 1],
    ['end at the last of them', [entry('ADD a /'), cmd, entry('RUN x'), cmd, entry('RUN y')], 3, 2],
    ['are one where it is a whole file system', [entry(''), entry('RUN x')], 2, 1],
    [
      'are none where the image is built from scratch',
      [entry('COPY a /'), entry('COPY b /')],
      2,
      0,
    ],
    ['are none where all is one layer', [entry('ADD a /'), cmd], 1, 0],
    ['are none where history and layers differ', [entry('ADD a /'), cmd, entry('RUN x')], 1, 0],
  ])('%s', (_, history, layers, expected) => {
    expect(guessBaseLayers(history, layers)).toBe(expected);
  });
});
