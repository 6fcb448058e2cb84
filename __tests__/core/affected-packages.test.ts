import { describe, expect, it } from '@jest/globals';
import { affectedPackages, affectedPurls } from '../../src/core/affected-packages.js';
import type { Finding } from '../../src/core/finding.js';

const finding = (details: object, more: object = {}) =>
  ({
    check: 'vulnerability',
    subject: { purl: 'pkg:deb/debian/a@1', path: 'p', layer: 2 },
    details,
    ...more,
  }) as unknown as Finding;

describe('the affected packages', () => {
  it('are the one of the subject, if there is one', () => {
    expect(affectedPackages(finding({ package: 'a', installed: '1' }))).toEqual([
      { name: 'a', installed: '1', purl: 'pkg:deb/debian/a@1', paths: ['p'], layer: 2 },
    ]);
  });

  it('are those of the details, if there are several', () => {
    const packages = [
      { name: 'a', installed: '1', purl: 'pkg:deb/debian/a@1', paths: ['p'], layer: 2 },
      { name: 'b', installed: '1', fixed: '2', purl: 'pkg:deb/debian/b@1', paths: [] },
    ];
    expect(affectedPackages(finding({ package: 'a', packages }))).toEqual(packages);
    expect(affectedPurls(finding({ packages }))).toEqual([
      'pkg:deb/debian/a@1',
      'pkg:deb/debian/b@1',
    ]);
  });

  it('leave out what a stored report has in their place', () => {
    const packages = [null, 'x', { name: 1, purl: {} }, { name: 'b', purl: 'pkg:deb/b', paths: 7 }];
    expect(affectedPackages(finding({ packages }))).toEqual([
      { name: 'b', installed: '', purl: 'pkg:deb/b', paths: [] },
    ]);
    expect(affectedPackages(finding({ package: 'a', packages: {} }))).toHaveLength(1);
  });

  it('may have a name or a package URL alone', () => {
    expect(affectedPackages(finding({}))).toMatchObject([{ name: '', purl: 'pkg:deb/debian/a@1' }]);
    expect(affectedPackages(finding({ package: 'a' }, { subject: {} }))).toMatchObject([
      { name: 'a', purl: '' },
    ]);
  });

  it('are none of a finding of another check, or about a distribution', () => {
    expect(affectedPackages(finding({}, { check: 'lint' }))).toEqual([]);
    expect(affectedPackages(finding({ distribution: 'debian 10' }, { subject: {} }))).toEqual([]);
  });
});
