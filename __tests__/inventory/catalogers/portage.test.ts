import { describe, expect, it, test } from '@jest/globals';
import { portage } from '../../../src/inventory/catalogers/portage.js';
import { file, named, wants } from '../build/file.js';
import { damageOf } from '../damage-of.js';

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const contents = (folder: string, text = 'dir /usr\n') =>
  portage.read(file(`var/db/pkg/${folder}/CONTENTS`, text));
const details = (name: string, text: string) =>
  portage.details?.read(file(`var/db/pkg/dev-libs/openssl-3.0.13-r2/${name}`, text));

describe('the Portage cataloger', () => {
  test.each([
    ['var/db/pkg/dev-libs/a-1/CONTENTS', true],
    ['var/db/pkg/dev-libs/a-1/LICENSE', false],
    ['var/db/pkg/a-1/CONTENTS', false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(portage, path)).toBe(expected);
  });

  test.each([
    ['dev-libs/openssl-3.0.13-r2', 'dev-libs/openssl@3.0.13-r2'],
    ['app-shells/bash-5.2_p26-r1', 'app-shells/bash@5.2_p26-r1'],
    ['sys-libs/timezone-data-2024a', 'sys-libs/timezone-data@2024a'],
    ['dev-libs/gtk+-3-2.0_alpha1_rc2', 'dev-libs/gtk+-3@2.0_alpha1_rc2'],
    ['sys-kernel/linux-headers-9999', 'sys-kernel/linux-headers@9999'],
  ])('reads the package of %s', (folder, expected) => {
    expect(named(contents(folder))).toEqual([expected]);
  });

  it('reads the files, whose names may have blanks', () => {
    const text = `dir /usr\nobj /usr/a b -> c ${MD5} 17\nsym /bin/sh -> bash 17\nfif /run/f\n`;
    expect(contents('a/b-1', text)[0]?.files).toBe('usr\nusr/a b -> c\nbin/sh\nrun/f');
  });

  it('reads license and repository from their files', () => {
    const known = { type: 'ebuild', name: 'dev-libs/openssl', version: '3.0.13-r2' };
    expect(details('LICENSE', '|| ( MIT\n BSD )\n')).toEqual({
      ...known,
      license: '|| ( MIT BSD )',
    });
    expect(details('repository', 'gentoo\n')).toEqual({ ...known, publisher: 'gentoo' });
  });

  test.each([
    ['a/b', 'is in a folder whose name is not that of a package and its version', undefined],
    [`a/${'-1'.repeat(500_000)}`, 'is in a folder whose name is not that', undefined],
    ['a/-MERGING-b-1', 'belongs to a package whose installation was interrupted', 'a/b@1'],
  ])('says of %.30s that it %s', (folder, message, found) => {
    const [said, ...packages] = damageOf(() => contents(folder));
    expect(said).toContain(message);
    expect(packages).toEqual(found ? [found] : []);
  });

  test.each(['dir /usr\nobj /usr/bin/a d41d', '\0\x01\x02', 'dir /usr'])(
    'lists the package of a damaged file: %j',
    (text) => {
      expect(damageOf(() => contents('a/b-1', text))).toEqual([
        'has damaged lines: not all files of the package are known',
        'a/b@1',
      ]);
    },
  );
});
