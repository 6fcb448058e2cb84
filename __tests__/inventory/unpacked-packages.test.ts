import { describe, expect, it } from '@jest/globals';
import { inventoryOf } from './inventory-of.js';

function status(state: string, version = 'Version: 1\n'): string {
  const whole = 'Package: base\nStatus: install ok installed\nVersion: 1\n\n';
  return `${whole}Package: tool\nStatus: install ok ${state}\n${version}`;
}

const STATUS = 'var/lib/dpkg/status';
const LIST = { 'var/lib/dpkg/info/tool.list': '/.\n/usr\n/usr/bin\n/usr/bin/tool\n' };

describe('a package that dpkg was interrupted at', () => {
  it.each(['unpacked', 'half-installed', 'half-configured'])(
    'is listed when it is %s and dpkg has the list of its files',
    async (state) => {
      const { packages, gaps } = await inventoryOf({ [STATUS]: status(state), ...LIST });
      expect(packages.map(({ name }) => name)).toEqual(['base', 'tool']);
      expect(packages[1]).not.toHaveProperty('isInterrupted');
      expect(gaps).toEqual([]);
    },
  );

  it.each(['unpacked', 'half-installed'])(
    'is not listed when it is %s and dpkg has no list of its files, which is a gap',
    async (state) => {
      const { packages, gaps } = await inventoryOf({ [STATUS]: status(state) });
      expect(packages.map(({ name }) => name)).toEqual(['base']);
      expect(gaps).toEqual([
        {
          state: 'partial',
          reason: expect.stringContaining('dpkg has no list of their files: tool.'),
        },
      ]);
    },
  );

  it('is listed without a list when it is half-configured, because dpkg had unpacked it', async () => {
    const { packages } = await inventoryOf({ [STATUS]: status('half-configured') });
    expect(packages.map(({ name }) => name)).toEqual(['base', 'tool']);
  });

  it('needs a list that no layer above removes', async () => {
    const { packages, gaps } = await inventoryOf(
      { [STATUS]: status('unpacked'), ...LIST },
      { 'var/lib/dpkg/info/.wh.tool.list': '' },
    );
    expect(packages.map(({ name }) => name)).toEqual(['base']);
    expect(gaps).toHaveLength(1);
  });
});
