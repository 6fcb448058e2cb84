import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foreignName, namesInByteCode } from '../../src/integrity/byte-code.js';
import { changesOf, type Files } from './changes-of.js';

const SOURCE = `import json
class A:
    def __b(self, c): assert c, json.dumps(c)
`;
/** The version of Python, its magic number, the code of the source, and that of `import os; os.system('x')`. */
const CODES: readonly (readonly [string, string, string, string])[] = [
  [
    '3.7',
    '420d',
    'YwAAAAAAAAAAAAAAAAMAAABAAAAAcxoAAABkAGQBbABaAEcAZAJkA4QAZAODAloBZAFTACkE6QAAAABOYwAAAAAAAAAAAAAAAAIAAABAAAAAcxQAAABlAFoBZABaAmQBZAKEAFoDZANTACkE2gFBYwIAAAAAAAAAAgAAAAQAAABDAAAAcxYAAAB8AXMSdAB0AaACfAGhAYMBggFkAFMAKQFOKQPaDkFzc2VydGlvbkVycm9y2gRqc29u2gVkdW1wcykC2gRzZWxm2gFjqQByBwAAANoBYVoDX19iAwAAAPMAAAAAegVBLl9fYk4pBNoIX19uYW1lX1/aCl9fbW9kdWxlX1/aDF9fcXVhbG5hbWVfX1oFX0FfX2JyBwAAAHIHAAAAcgcAAAByCAAAAHIBAAAAAgAAAHMCAAAACAFyAQAAACkCcgMAAAByAQAAAHIHAAAAcgcAAAByBwAAAHIIAAAA2gg8bW9kdWxlPgEAAABzAgAAAAgB',
    'YwAAAAAAAAAAAAAAAAMAAABAAAAAcxYAAABkAGQBbABaAGUAoAFkAqEBAQBkAVMAKQPpAAAAAE7aAXgpAtoCb3PaBnN5c3RlbakAcgQAAAByBAAAANoBYdoIPG1vZHVsZT4BAAAAcwIAAAAIAQ==',
  ],
  [
    '3.9',
    '610d',
    'YwAAAAAAAAAAAAAAAAAAAAADAAAAQAAAAHMaAAAAZABkAWwAWgBHAGQCZAOEAGQDgwJaAWQBUwApBOkAAAAATmMAAAAAAAAAAAAAAAAAAAAAAgAAAEAAAABzFAAAAGUAWgFkAFoCZAFkAoQAWgNkA1MAKQTaAUFjAgAAAAAAAAAAAAAAAgAAAAQAAABDAAAAcxYAAAB8AXMSSgB0AKABfAGhAYMBggFkAFMAKQFOKQLaBGpzb27aBWR1bXBzKQLaBHNlbGbaAWOpAHIGAAAA2gFhWgNfX2IDAAAA8wAAAAB6BUEuX19iTikE2ghfX25hbWVfX9oKX19tb2R1bGVfX9oMX19xdWFsbmFtZV9fWgVfQV9fYnIGAAAAcgYAAAByBgAAAHIHAAAAcgEAAAACAAAAcwIAAAAIAXIBAAAAKQJyAgAAAHIBAAAAcgYAAAByBgAAAHIGAAAAcgcAAADaCDxtb2R1bGU+AQAAAHMCAAAACAE=',
    'YwAAAAAAAAAAAAAAAAAAAAADAAAAQAAAAHMWAAAAZABkAWwAWgBlAKABZAKhAQEAZAFTACkD6QAAAABO2gF4KQLaAm9z2gZzeXN0ZW2pAHIEAAAAcgQAAADaAWHaCDxtb2R1bGU+AQAAAHMCAAAACAE=',
  ],
  [
    '3.12',
    'cb0d',
    'YwAAAAAAAAAAAAAAAAQAAAAAAAAA8yAAAACXAGQAZAFsAFoAAgBHAGQChABkA6sCAAAAAAAAWgF5ASkE6QAAAABOYwAAAAAAAAAAAAAAAAEAAAAAAAAA8xIAAACXAGUAWgFkAFoCZAGEAFoDeQIpA9oBQWMCAAAAAAAAAAAAAAAEAAAAAwAAAPM8AAAAlwB8AXMaSgB0AQAAAAAAAAAAagIAAAAAAAAAAAAAAAAAAAAAAAB8AasBAAAAAAAAqwAAAAAAAACCAXkAKQFOKQLaBGpzb27aBWR1bXBzKQLaBHNlbGbaAWNzAgAAACAg2gFh2gNfX2J6BUEuX19iAwAAAHMWAAAAgACZUdAWLaQEpwqhCqgxow3UFi2YUfMAAAAATikE2ghfX25hbWVfX9oKX19tb2R1bGVfX9oMX19xdWFsbmFtZV9f2gVfQV9fYqkAcgsAAAByCQAAAHIDAAAAcgMAAAACAAAAcwUAAACEANsELXILAAAAcgMAAAApAnIFAAAAcgMAAAByEAAAAHILAAAAcgkAAAD6CDxtb2R1bGU+chEAAAABAAAAcxIAAADwAwEBAdsAC/cCAQEu8gABAS5yCwAAAA==',
    'YwAAAAAAAAAAAAAAAAMAAAAAAAAA8zAAAACXAGQAZAFsAFoAAgBlAGoCAAAAAAAAAAAAAAAAAAAAAAAAZAKrAQAAAAAAAAEAeQEpA+kAAAAATtoBeCkC2gJvc9oGc3lzdGVtqQDzAAAAANoBYfoIPG1vZHVsZT5yCAAAAAEAAABzFQAAAPADAQEB2wAJ2AAJgAKHCYEJiCOFDnIGAAAA',
  ],
  [
    '3.13',
    'f30d',
    'YwAAAAAAAAAAAAAAAAQAAAAAAAAA8yAAAACVAFMAUwFLAHIAGAAiAFMCGgBTAzUCAAAAAAAAcgFnASkE6QAAAABOYwAAAAAAAAAAAAAAAAEAAAAAAAAA8xoAAACVAFwAcgFTAHICUwFyA1MCGgByBFMDcgVnBCkF2gFB6QIAAABjAgAAAAAAAAAAAAAABAAAAAMAAADzSAAAAJUAVQEoAAAAAAAAAGQbAAAXAFsAAAAAAAAAAABSAgAAAAAAAAAAAAAAAAAAAAAAACIAVQE1AQAAAAAAADUAAAAAAAAAZQFnACkBTikC2gRqc29u2gVkdW1wcykC2gRzZWxm2gFjcwIAAAAgINoBYdoDX19i2gVBLl9fYgMAAABzFgAAAIAAnlHQFi2kBKcKogqoMaMN0xYtmVHzAAAAAKkATikG2ghfX25hbWVfX9oKX19tb2R1bGVfX9oMX19xdWFsbmFtZV9f2g9fX2ZpcnN0bGluZW5vX1/aBV9BX19i2hVfX3N0YXRpY19hdHRyaWJ1dGVzX19yDgAAAHINAAAAcgoAAAByAwAAAHIDAAAAAgAAAHMFAAAAhgDdBC1yDQAAAHIDAAAAKQJyBgAAAHIDAAAAcg4AAAByDQAAAHIKAAAA2gg8bW9kdWxlPnIVAAAAAQAAAHMSAAAA8AMBAQHbAAv3AgEBLvIAAQEucg0AAAA=',
    'YwAAAAAAAAAAAAAAAAMAAAAAAAAA8zAAAACVAFMAUwFLAHIAXABSAgAAAAAAAAAAAAAAAAAAAAAAACIAUwI1AQAAAAAAACAAZwEpA+kAAAAATtoBeCkC2gJvc9oGc3lzdGVtqQDzAAAAANoBYdoIPG1vZHVsZT5yCAAAAAEAAABzEwAAAPADAQEB2wAJ2AAChwmCCYgjhQ5yBgAAAA==',
  ],
];
const [, magic, good, evil] = CODES.at(-1) ?? ['', '', '', ''];
const TIME = 1_700_000_000;

interface Header {
  readonly version?: string;
  readonly flags?: number;
  readonly time?: number;
  readonly size?: number;
}

function byteCode(
  code: string,
  { version = magic, flags = 0, time = TIME, size = SOURCE.length }: Header = {},
): Buffer {
  const header = Buffer.alloc(16);
  Buffer.from(`${version}0d0a`, 'hex').copy(header);
  header.writeUInt32LE(flags, 4);
  header.writeUInt32LE(time, 8);
  header.writeUInt32LE(size, 12);
  return Buffer.concat([header, Buffer.from(code, 'base64')]);
}

const BASE: Files = { 'etc/os-release': 'ID=debian\n' };
const module = (folder: string): Files => ({ [`${folder}/a.py`]: { body: SOURCE, mtime: TIME } });
const cached = (folder: string, code: Buffer): Files => ({
  [`${folder}/__pycache__/a.cpython-313.pyc`]: code,
});
const SITE = 'usr/lib/python3.13/site-packages';

describe('byte code of Python', () => {
  it.each(CODES)('of %s has the names of its source', (_, version, own, other) => {
    const names = namesInByteCode(byteCode(own, { version }));
    expect(names?.has('dumps')).toBe(true);
    expect(foreignName(names ?? new Set(), SOURCE)).toBeUndefined();
    expect(foreignName(namesInByteCode(byteCode(other, { version })) ?? new Set(), SOURCE)).toBe(
      'os',
    );
  });

  it('with any damage ends in a result', () => {
    const whole = byteCode(good);
    const damage = fc.tuple(fc.nat(whole.length - 1), fc.uint8Array({ maxLength: 20 }));
    fc.assert(
      fc.property(damage, ([at, bytes]) => {
        const damaged = Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + 1)]);
        expect(() => namesInByteCode(damaged)).not.toThrow();
      }),
    );
  });

  it.each<[string, readonly Files[], boolean]>([
    [
      'of an application that a COPY brings',
      [BASE, { ...module('app'), ...cached('app', byteCode(evil)) }],
      false,
    ],
    [
      'in a layer above that of its source',
      [{ ...BASE, ...module(SITE) }, cached(SITE, byteCode(evil))],
      false,
    ],
    [
      'that Python runs whatever the source is',
      [{ ...BASE, ...module(SITE), ...cached(SITE, byteCode(evil, { flags: 1 })) }, { x: '' }],
      false,
    ],
    [
      'of the layer of its source, if all files are compared',
      [{ ...BASE, ...module(SITE), ...cached(SITE, byteCode(evil)) }],
      true,
    ],
  ])('%s is reported if it has a name that the source lacks', async (_, layers, isFull) => {
    const { findings } = await changesOf(layers, isFull);
    expect(findings).toEqual([
      expect.objectContaining({
        rule: 'INT-BYTECODE',
        severity: 'medium',
        message: expect.stringContaining('.pyc uses "os", which its source does not have'),
      }),
    ]);
  });

  it.each<[string, Buffer]>([
    ['is that of its source', byteCode(good)],
    ['is older than its source', byteCode(evil, { time: TIME - 1 })],
    ['is of a source of another size', byteCode(evil, { size: 1 })],
    ['is checked against the hash of its source', byteCode(evil, { flags: 3 })],
    ['is of an unknown Python', byteCode(evil, { version: 'ffff' })],
    ['is empty', Buffer.alloc(0)],
    ['is damaged', byteCode(evil).subarray(0, 60)],
  ])('is not reported if it %s', async (_, code) => {
    const layers = [BASE, { ...module('app'), ...cached('app', code) }];
    expect(await changesOf(layers)).toMatchObject({ findings: [], incomplete: [] });
  });

  it('without a source is not reported: Python does not import it', async () => {
    expect((await changesOf([BASE, cached('app', byteCode(evil))])).findings).toEqual([]);
  });
});
