import { pax, type TarMember } from '../../image/build-tar.js';
import { program, testRule, withBaseFiles, withFiles } from '../rule-cases.js';

const ATTRIBUTE = 'SCHILY.xattr.security.capability';

/** A header that gives the next file these capabilities, as bits of `security.capability` version 2. */
function capabilities(...bits: number[]): TarMember {
  const value = Buffer.alloc(20);
  value.writeUInt32LE(0x02000001, 0);
  for (const bit of bits) {
    const offset = bit < 32 ? 4 : 12;
    value.writeUInt32LE(value.readUInt32LE(offset) + 2 ** (bit % 32), offset);
  }
  return binaryPax(ATTRIBUTE, value.toString('latin1'));
}

/** Like `pax`, for a value that is not text. */
function binaryPax(key: string, value: string): TarMember {
  const rest = Buffer.byteLength(` ${key}=\n`) + value.length;
  const length = rest + String(rest + 2).length;
  return {
    name: 'PaxHeaders/x',
    type: 'x',
    body: Buffer.from(`${length} ${key}=${value}\n`, 'latin1'),
  };
}

const NET_BIND_SERVICE = 10;
const SYS_ADMIN = 21;
const BPF = 39;

testRule('IMG-FILECAP', [
  [
    withFiles(capabilities(NET_BIND_SERVICE), program('bin/a')),
    ['medium layer 1: /bin/a gives every user capabilities: NET_BIND_SERVICE'],
  ],
  [
    withFiles(capabilities(SYS_ADMIN, BPF), program('bin/a')),
    ['high layer 1: /bin/a gives every user capabilities: SYS_ADMIN and BPF'],
  ],
  [
    withFiles(pax({ [ATTRIBUTE]: 'xx' }), program('bin/a')),
    ['medium layer 1: /bin/a has capabilities that cannot be read'],
  ],
  [withFiles(capabilities(), program('bin/a')), []],
  [withBaseFiles(capabilities(NET_BIND_SERVICE), program('bin/ping')), []],
  // The layer replaces a file of the base image that has the same capabilities.
  [
    {
      layers: [
        [capabilities(NET_BIND_SERVICE), program('a')],
        [capabilities(NET_BIND_SERVICE), program('a')],
      ],
    },
    [],
  ],
]);
