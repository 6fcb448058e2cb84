import { describe, expect, it, test } from '@jest/globals';
import { slackware } from '../../../src/inventory/catalogers/slackware.js';
import { file, wants } from '../build/file.js';
import { damageOf } from '../damage-of.js';

const PATH = 'var/log/packages/openssl-solibs-1.1.1w-x86_64-1_slack15.0';
const RECORD =
  'PACKAGE NAME:     openssl-solibs-1.1.1w-x86_64-1_slack15.0\nPACKAGE DESCRIPTION:\nFILE LIST:\n./\nlib64/\nlib64/libssl.so.1.1\n';

describe('the Slackware cataloger', () => {
  test.each([
    [PATH, true],
    ['var/lib/pkgtools/packages/a-1-noarch-1', true],
    ['var/log/packages/readme', false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(slackware, path)).toBe(expected);
  });

  it('reads a package and its files', () => {
    expect(slackware.read(file(PATH, RECORD))).toEqual([
      {
        type: 'slackware',
        name: 'openssl-solibs',
        version: '1.1.1w-1_slack15.0',
        arch: 'x86_64',
        files: 'lib64/\nlib64/libssl.so.1.1\n',
      },
    ]);
  });

  test.each(['', '\0\x01', 'x'])('rejects %j', (text) => {
    expect(damageOf(() => slackware.read(file(PATH, text)))).toEqual([
      'is not the record of a package',
    ]);
  });

  test.each([RECORD.slice(0, 60), RECORD.slice(0, -1)])(
    'lists the package of a cut file',
    (text) => {
      expect(damageOf(() => slackware.read(file(PATH, text)))).toEqual([
        'was cut: not all files of the package are known',
        'openssl-solibs@1.1.1w-1_slack15.0',
      ]);
    },
  );
});
