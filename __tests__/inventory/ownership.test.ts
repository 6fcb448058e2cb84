import { describe, expect, it } from '@jest/globals';
import { ownersByPath } from '../../src/inventory/ownership.js';
import type { PackageWithLayer } from '../../src/inventory/package-layers.js';

const owner = (name: string, files: readonly string[]) => ({
  package: { found: { name } } as PackageWithLayer,
  files: () => `${files.join('\n')}\n`,
});

const names = (owners: ReturnType<typeof ownersByPath>) =>
  Object.fromEntries([...owners].map(([path, { found }]) => [path, found.name]));

describe('ownersByPath', () => {
  it('finds a file of a merged /usr under the path that the package had before', () => {
    const owners = [owner('coreutils', ['bin/ls', 'usr/bin/env'])];
    expect(names(ownersByPath(owners, new Set(['usr/bin/ls', 'usr/bin/env'])))).toEqual({
      'usr/bin/ls': 'coreutils',
      'usr/bin/env': 'coreutils',
    });
  });

  it.each([{ order: ['bin', 'usr/bin'] }, { order: ['usr/bin', 'bin'] }])(
    'tells the link /bin from the folder /usr/bin, asked in the order $order',
    ({ order }) => {
      const owners = [owner('base-files', ['bin']), owner('coreutils', ['usr/bin'])];
      expect(names(ownersByPath(owners, new Set(order)))).toEqual({
        bin: 'base-files',
        'usr/bin': 'coreutils',
      });
    },
  );
});
