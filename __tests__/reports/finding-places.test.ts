import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import type { Report, Target } from '../../src/core/report.js';
import { findingPlaces, platformsOf } from '../../src/reports/finding-places.js';

const [amd, arm] = ['linux/amd64', 'linux/arm64'];
const targets: Target[] = [
  { kind: 'image', name: 'one', platform: amd },
  { kind: 'image', name: 'two', platforms: [{ platform: amd }, { platform: arm }] },
];
const places = (subject: Finding['subject']) =>
  findingPlaces({ targets } as unknown as Report)({ subject } as Finding);

describe('the places of a finding', () => {
  it.each([
    ['', undefined],
    ['', { image: 'one', path: 'a' }],
    ['', { image: 'two', platforms: [amd, arm] }],
    [' (linux/arm64)', { image: 'two', platforms: [arm] }],
    [' (2 places)', { image: 'one', path: 'a', paths: ['a', 'b'] }],
    [' (2 places, linux/amd64)', { image: 'two', paths: ['a', 'b'], platforms: [amd] }],
    ['', { image: 'unknown', platforms: [amd] }],
  ])('are "%s" for %j', (text, subject) => {
    expect(places(subject)).toBe(text);
  });
});

it('names the SBOM that alone lists a package', () => {
  const finding = {
    check: 'vulnerability',
    subject: { path: 'app/bom.json' },
    details: { claimed: true, id: 'CVE-1' },
  } as unknown as Finding;
  expect(findingPlaces({ targets } as unknown as Report)(finding)).toBe(
    ' (only listed in app/bom.json)',
  );
});

describe('the platforms of a target', () => {
  it('are the only one, all of several, or none', () => {
    const [one, two] = targets;
    expect(
      [one, two, { kind: 'sbom', name: 'x' } as const].map((t) => t && platformsOf(t)),
    ).toEqual([' (linux/amd64)', ' (linux/amd64, linux/arm64)', '']);
  });
});
