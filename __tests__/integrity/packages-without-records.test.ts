import { describe, expect, it } from '@jest/globals';
import { changesOf, debianPackage, type Files } from './changes-of.js';

const tool = debianPackage({ 'usr/bin/tool': 'tool' });
const { 'var/lib/dpkg/info/tool.md5sums': _, ...withoutSums } = tool;
const metadata = (folder: string): Files => ({
  [`${folder}/six-1.17.0.dist-info/METADATA`]: 'Name: six\n',
});

describe('with all files compared, a package without a record', () => {
  it.each<[string, readonly Files[], string]>([
    ['of dpkg', [withoutSums], 'tool'],
    ['of dpkg, whose sums are gone', [withoutSums, { 'usr/bin/tool': 'evil' }], 'tool'],
    ['of Python', [metadata('usr/lib/python3.13/site-packages')], 'six'],
  ])('%s is a gap', async (_, layers, name) => {
    const { gaps } = await changesOf(layers, true);
    expect(gaps).toEqual([expect.stringContaining(`compared no file of ${name}: `)]);
  });

  it.each<[string, readonly Files[]]>([
    ['has one in a layer below', [tool, { 'var/lib/dpkg/info/.wh.tool.md5sums': '' }]],
    [
      'is of the distribution, which leaves out the record of Python',
      [
        debianPackage({
          'usr/lib/python3/dist-packages/six-1.17.0.dist-info/METADATA': 'Name: six\n',
        }),
      ],
    ],
  ])('is none if it %s', async (_, layers) => {
    expect((await changesOf(layers, true)).gaps).toEqual([]);
  });

  it('is nothing that a comparison of what layers changed needs', async () => {
    expect((await changesOf([withoutSums, { 'etc/x': '' }])).gaps).toEqual([]);
  });
});
