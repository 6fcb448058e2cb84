import { expect, it, test } from '@jest/globals';
import { PUBLIC_GOOD_ROOT } from '../../src/signatures/sigstore/public-good-root.js';
import { loadTrustedRoots } from '../../src/signatures/sigstore/trusted-root.js';

const root = () => JSON.parse(PUBLIC_GOOD_ROOT);
const oneLine = JSON.stringify(root());

it('the default trusted root is that of Sigstore’s public instance', () => {
  const [trust, ...others] = loadTrustedRoots(PUBLIC_GOOD_ROOT);
  expect(others).toEqual([]);
  expect(trust?.certificateAuthorities.length).toBeGreaterThan(0);
  expect(trust?.tlogs.map(({ baseURL }) => baseURL)).toContain('https://rekor.sigstore.dev');
  expect(trust?.ctlogs.length).toBeGreaterThan(0);
});

it('loads several trusted roots from JSON lines', () => {
  expect(loadTrustedRoots(`${oneLine}\n${oneLine}\n`)).toHaveLength(2);
  expect(loadTrustedRoots(JSON.stringify(root(), undefined, 2))).toHaveLength(1);
});

test.each(['tlogs', 'ctlogs', 'certificateAuthorities', 'timestampAuthorities'] as const)(
  'leaves out members of %s without a start date',
  (list) => {
    const changed = root();
    const before = loadTrustedRoots(PUBLIC_GOOD_ROOT)[0]?.[list].length ?? 0;
    const [first] = changed[list];
    delete (first.publicKey ?? first).validFor;
    expect(loadTrustedRoots(JSON.stringify(changed))[0]?.[list]).toHaveLength(before - 1);
  },
);

it('requires the logs of a root, also those that it cannot use', () => {
  const undated = root();
  for (const log of [...undated.tlogs, ...undated.ctlogs]) delete log.publicKey.validFor;
  const [trust] = loadTrustedRoots(JSON.stringify(undated));
  expect(trust).toMatchObject({ tlogs: [], ctlogs: [], hasLog: true, hasCtLog: true });
  const [without] = loadTrustedRoots(JSON.stringify({ ...root(), tlogs: [], ctlogs: [] }));
  expect(without).toMatchObject({ hasLog: false, hasCtLog: false });
});

test.each([
  ['empty text', ''],
  ['HTML', '<html>'],
  ['a bundle', '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}'],
  ['a root without a version', '{"mediaType":"application/vnd.dev.sigstore.trustedroot"}'],
  ['a root followed by another object', `${oneLine}\n{"a":1}`],
  [
    'a root with an invalid key',
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
  ['10 MB', ' '.repeat(10 << 20)],
])('rejects %s', (_, text) => {
  expect(() => loadTrustedRoots(text)).toThrow(expect.objectContaining({ code: 'PSE7002' }));
});
