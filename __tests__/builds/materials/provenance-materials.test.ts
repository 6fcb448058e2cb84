import { describe, expect, test } from '@jest/globals';
import { withProvenance } from '../../../src/builds/materials/provenance-materials.js';
import { materialsOfDockerfile } from '../../../src/dockerfile/materials/ledger.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';
import { materialsOf, unreadMaterials } from '../../../src/signatures/provenance/materials.js';

const HEX = 'a'.repeat(64);
const COMMIT = 'b'.repeat(40);
const DOCKERFILE = `FROM node:20 AS a
ADD https://x.org/tool /t
RUN git clone https://github.com/a/b.git
FROM ghcr.io/acme/base
RUN apt-get install -y curl
`;

const sha256 = (uri: string, hex = HEX) => ({ uri, digest: { sha256: hex } });

function statement(predicate: Record<string, unknown>) {
  return { subjects: [], predicateType: 'https://slsa.dev/provenance/v1', predicate };
}

/** The inputs with the materials of a predicate, each as a line. */
function lines(predicate: Record<string, unknown>, dockerfile = DOCKERFILE): string[] {
  const inputs = materialsOfDockerfile(parseDockerfile('Dockerfile', dockerfile));
  return withProvenance(inputs, materialsOf(statement(predicate)), 'app:1').map((input) =>
    [
      input.source ?? '-',
      input.kind,
      input.what,
      input.pin,
      input.verifiedBy ?? '-',
      input.resolved ?? '-',
    ].join(' '),
  );
}

const MATERIALS = [
  sha256('pkg:docker/node@20?platform=linux%2Famd64'),
  sha256('pkg:docker/ghcr.io/acme/base@latest'),
  sha256('https://x.org/tool?token=word'),
  { uri: 'git+https://github.com/a/b@refs/heads/main', digest: { gitCommit: COMMIT } },
  sha256('https://user:word@deb.debian.org/debian/pool/c/curl.deb'),
  sha256('pkg:npm/%40a/b@1.0.0'),
  sha256('https://b\u00fccher.example/x'),
];

describe('materials of provenance', () => {
  test.each([
    { name: '1', predicate: { buildDefinition: { resolvedDependencies: MATERIALS } } },
    { name: '0.2', predicate: { materials: MATERIALS } },
  ])(
    'of SLSA $name are shown with the inputs that they were, and the others as inputs',
    ({ predicate }) => {
      expect(lines(predicate)).toEqual([
        `- image node:20 version - sha256:${HEX}`,
        `- download https://x.org/tool none - sha256:${HEX}`,
        `- git https://github.com/a/b.git none - ${COMMIT}`,
        `- image ghcr.io/acme/base none - sha256:${HEX}`,
        '- package curl none the signature of the index -',
        `provenance download https://deb.debian.org/debian/pool/c/curl.deb unknown - sha256:${HEX}`,
        `provenance package pkg:npm/@a/b@1.0.0 unknown - sha256:${HEX}`,
        `provenance download https://b\u00fccher.example/x unknown - sha256:${HEX}`,
      ]);
    },
  );

  test('that differ claim nothing, since one of them is of another platform', () => {
    const materials = [sha256('pkg:docker/node@20'), sha256('pkg:docker/node@20', 'c'.repeat(64))];
    expect(lines({ materials }, 'FROM node:20\n')).toEqual(['- image node:20 version - -']);
  });

  test('that are hostile are bounded, verify nothing and have no credentials', () => {
    const materials = [
      sha256(`pkg:docker/node@sha256:${HEX}`),
      sha256('https://x.org/tool', '</script>'),
      { uri: 7 },
      { uri: 'https://x.org/%zz' },
      { uri: `https://${'x'.repeat(5000)}` },
      'text',
      ...Array.from({ length: 5000 }, (_, i) => sha256(`https://y.org/${i}`)),
    ];
    const found = lines({ materials }, 'FROM node:20\nADD https://x.org/tool /t\n');
    expect(found.slice(0, 2)).toEqual([
      `- image node:20 version - -`,
      '- download https://x.org/tool none - -',
    ]);
    expect(found.length).toBeLessThan(2100);
    expect(found.join('\n')).not.toContain('the digest');
  });
});

test('the frontend and the contexts that a request names are inputs', () => {
  const args = {
    source: 'fe.example/fe',
    'context:base': 'docker-image://ctx.example/x:1',
    'context:local': 'local:.',
    'context:git': 'https://github.com/acme/x.git#main',
  };
  const request = { frontend: 'gateway.v0', args };
  const expected = [
    'provenance image fe.example/fe unknown - -',
    'provenance image ctx.example/x:1 unknown - -',
    'provenance git https://github.com/acme/x.git#main unknown - -',
  ];
  const found = (predicate: Record<string, unknown>) => lines(predicate, 'FROM scratch\n');
  expect(found({ invocation: { parameters: request } })).toEqual(expected);
  expect(found({ buildDefinition: { externalParameters: { request } } })).toEqual(expected);
  const materials = [
    sha256('pkg:docker/fe.example/fe@latest'),
    sha256('pkg:docker/ctx.example/x@1'),
  ];
  expect(found({ invocation: { parameters: request }, materials })).toEqual([
    `provenance image fe.example/fe:latest unknown - sha256:${HEX}`,
    `provenance image ctx.example/x:1 unknown - sha256:${HEX}`,
    expected[2],
  ]);
});

describe('materials that are not read', () => {
  test.each([
    { materials: MATERIALS, why: undefined },
    {
      materials: Array.from({ length: 2001 }, (_, index) => ({ uri: `https://x.org/${index}` })),
      why: 'it has 2001 materials, 2000 are read',
    },
    { materials: { length: 1e9 }, why: 'its materials are no list' },
    {
      materials: [{ uri: `https://x.org/${'a'.repeat(2000)}` }],
      why: 'materials have no address, or one of more than 2000 characters',
    },
    { materials: [null], why: 'materials have no address, or one of more than 2000 characters' },
  ])('are a gap: $why', ({ materials, why }) => {
    expect(unreadMaterials(statement({ materials }))).toBe(why);
    expect(
      unreadMaterials(statement({ buildDefinition: { resolvedDependencies: materials } })),
    ).toBe(why);
  });

  test('are contexts of a request that has too many', () => {
    const args = Object.fromEntries(
      Array.from({ length: 2001 }, (_, index) => [`context:c${index}`, `https://x.org/${index}`]),
    );
    const why = 'its request has 2001 contexts, 2000 are read';
    for (const predicate of [
      { invocation: { parameters: { args } } },
      { buildDefinition: { externalParameters: { request: { args } } } },
    ])
      expect(unreadMaterials(statement(predicate))).toBe(why);
  });
});
