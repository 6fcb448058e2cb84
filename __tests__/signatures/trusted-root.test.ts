import { expect, it, test } from '@jest/globals';
import { PUBLIC_GOOD_ROOT } from '../../src/signatures/sigstore/public-good-root.js';
import { loadTrustedRoots } from '../../src/signatures/sigstore/trusted-root.js';

const root = () => JSON.parse(PUBLIC_GOOD_ROOT);
const oneLine = JSON.stringify(root());

it('is Sigstore’s public instance where none is given', () => {
  const [trust, ...others] = loadTrustedRoots();
  expect(others).toEqual([]);
  expect(trust?.certificateAuthorities.length).toBeGreaterThan(0);
  expect(trust?.tlogs.map(({ baseURL }) => baseURL)).toContain('https://rekor.sigstore.dev');
  expect(trust?.ctlogs.length).toBeGreaterThan(0);
});

it('may be several, one a line', () => {
  expect(loadTrustedRoots(`${oneLine}\n${oneLine}\n`)).toHaveLength(2);
  expect(loadTrustedRoots(JSON.stringify(root(), undefined, 2))).toHaveLength(1);
});

test.each(['tlogs', 'ctlogs', 'certificateAuthorities', 'timestampAuthorities'] as const)(
  'leaves out of its %s what has no start date',
  (list) => {
    const changed = root();
    const before = loadTrustedRoots()[0]?.[list].length ?? 0;
    const [first] = changed[list] ?? [];
    if (!first) return;
    delete (first.publicKey ?? first).validFor;
    expect(loadTrustedRoots(JSON.stringify(changed))[0]?.[list]).toHaveLength(before - 1);
  },
);

test.each([
  ['nothing', ''],
  ['no JSON', '<html>'],
  ['a bundle', '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}'],
  ['a root of no version', '{"mediaType":"application/vnd.dev.sigstore.trustedroot"}'],
  ['a root and something else', `${oneLine}\n{"a":1}`],
  [
    'a key that is none',
    JSON.stringify({
      ...root(),
      tlogs: [
        {
          ...root().tlogs[0],
          publicKey: { rawBytes: 'AAAA', validFor: { start: '2020-01-01T00:00:00Z' } },
        },
      ],
    }),
  ],
  ['ten megabytes', ' '.repeat(10 << 20)],
])('%s is no trusted root', (_, text) => {
  expect(() => loadTrustedRoots(text)).toThrow(expect.objectContaining({ kind: 'usage' }));
});
