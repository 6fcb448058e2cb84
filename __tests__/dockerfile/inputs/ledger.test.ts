import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAddress } from '../../../src/dockerfile/inputs/address.js';
import { inputsOfDockerfile } from '../../../src/dockerfile/inputs/ledger.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';

const DIGEST = 'a'.repeat(64);
const COMMIT = 'b'.repeat(40);

/** The inputs of a RUN instruction, each as a line: kind, what, host, pin, what verifies it, `open`. */
function lines(dockerfile: string): string[] {
  const inputs = inputsOfDockerfile(parseDockerfile('Dockerfile', dockerfile));
  return inputs.map(({ kind, what, host, pin, verifiedBy, isOpen }) =>
    [kind, what, host ?? '-', pin, verifiedBy ?? '-', isOpen ? 'open' : 'closed'].join(' | '),
  );
}

const inRun = (script: string) => lines(`FROM scratch\nRUN ${script}`);

describe('a download', () => {
  test.each([
    {
      script: 'curl -fsSL https://example.org/tool-1.2.tar.gz -o /tmp/tool.tar.gz',
      line: 'download | https://example.org/tool-1.2.tar.gz | example.org | version | - | closed',
    },
    {
      script: `wget https://example.org/tool && echo "${DIGEST}  tool" | sha256sum -c -`,
      line: 'download | https://example.org/tool | example.org | digest | sha256sum | closed',
    },
    {
      script: `wget -O a https://example.org/tool && echo "${DIGEST}  other" | sha256sum -c -`,
      line: 'download | https://example.org/tool | example.org | none | - | closed',
    },
    {
      script:
        'curl -O https://example.org/tool-1.0.zip && gpg --verify tool-1.0.zip.asc tool-1.0.zip',
      line: 'download | https://example.org/tool-1.0.zip | example.org | version | gpg | closed',
    },
    {
      script: 'curl -sSL https://user:word@example.org/install.sh?token=x | sh',
      line: 'download | https://example.org/install.sh | example.org | none | - | open',
    },
    {
      script: 'V=1.2.3 && curl -O https://example.org/$V/tool',
      line: 'download | https://example.org/1.2.3/tool | example.org | version | - | closed',
    },
    {
      script: 'curl -O https://$MIRROR/tool',
      line: 'download | https://$MIRROR/tool | - | unknown | - | closed',
    },
    {
      script: 'curl -fsSL https://example.org/key.asc | gpg --dearmor -o /etc/apt/keyrings/x.gpg',
      line: 'key | https://example.org/key.asc | example.org | none | - | closed',
    },
    {
      script: `git clone https://github.com/a/b.git && cd b && git checkout ${COMMIT}`,
      line: `git | https://github.com/a/b.git#${COMMIT} | github.com | commit | the commit | closed`,
    },
    {
      script: 'git clone -b v1.2.3 git@github.com:a/b.git',
      line: 'git | github.com:a/b.git#v1.2.3 | github.com | version | - | closed',
    },
  ])('is read from $script', ({ script, line }) => {
    expect(inRun(script)[0]).toBe(line);
  });

  test('of ADD has its checksum', () => {
    const dockerfile = `FROM scratch\nADD --checksum=sha256:${DIGEST} https://example.org/a /\nADD https://github.com/a/b.git#v1.0 /`;
    expect(lines(dockerfile)).toEqual([
      'download | https://example.org/a | example.org | digest | the checksum | closed',
      'git | https://github.com/a/b.git#v1.0 | github.com | version | - | closed',
    ]);
  });
});

describe('packages', () => {
  test.each([
    {
      script: 'apt-get install -y curl=8.1 git',
      found: [
        'package | curl=8.1 | - | version | the signature of the index | open',
        'package | git | - | none | the signature of the index | open',
      ],
    },
    { script: 'apk add --allow-untrusted bash', found: ['package | bash | - | none | - | open'] },
    {
      script: 'pip install --index-url https://pypi.example.org/simple requests==2.32.0 ./local',
      found: [
        'package-source | https://pypi.example.org/simple | pypi.example.org | none | - | open',
        'package | requests==2.32.0 | - | version | - | open',
      ],
    },
    {
      script: 'pip install --require-hashes -r requirements.txt',
      found: ['packages | requirements.txt | - | digest | the hashes | open'],
    },
    {
      script: `pip install git+https://github.com/a/b@${COMMIT}`,
      found: [`git | git+https://github.com/a/b@${COMMIT} | github.com | commit | - | open`],
    },
    {
      script: 'npm ci --omit=dev',
      found: ['packages | the packages of the lock file | - | digest | the lock file | open'],
    },
    {
      script: 'npm install -g npm@11.0.0',
      found: ['package | npm@11.0.0 | - | version | - | open'],
    },
    {
      script: 'go install example.org/tool@latest',
      found: ['package | example.org/tool@latest | - | none | the checksum database | open'],
    },
    {
      script: 'echo "deb http://deb.example.org/ stable main" > /etc/apt/sources.list.d/x.list',
      found: ['package-source | http://deb.example.org/ | deb.example.org | none | - | open'],
    },
  ])('are read from $script', ({ script, found }) => {
    expect(inRun(script)).toEqual(found);
  });
});

test('a program that may fetch anything is open, and one that cannot is not listed', () => {
  expect(inRun('mkdir /a && ./install.sh && make')).toEqual([
    'program | ./install.sh | - | unknown | - | open',
    'program | make | - | unknown | - | open',
  ]);
});

test('images, the frontend, mounts and arguments are inputs', () => {
  const dockerfile = [
    '# syntax=docker/dockerfile:1.7',
    'ARG VERSION',
    'ARG TAG=3.20',
    `FROM alpine:$TAG@sha256:${DIGEST} AS build`,
    'RUN --mount=type=cache,target=/root/.cache --mount=type=secret,id=token true',
    'FROM scratch',
    'COPY --from=build /a /a',
    'COPY --from=ghcr.io/acme/tools /b /b',
  ].join('\n');
  expect(lines(dockerfile)).toEqual([
    'frontend | docker/dockerfile:1.7 | docker.io | version | - | closed',
    'argument | VERSION | - | unknown | - | closed',
    `image | alpine:3.20@sha256:${DIGEST} | docker.io | digest | the digest | closed`,
    'cache | /root/.cache | - | none | - | closed',
    'secret | token | - | unknown | - | closed',
    'image | ghcr.io/acme/tools | ghcr.io | none | - | closed',
  ]);
});

test('what only a builder stage fetches is told apart', () => {
  const dockerfile =
    'FROM a:1 AS build\nRUN curl -O https://x.org/a\nFROM b:1\nCOPY --from=build /a /a';
  const inputs = inputsOfDockerfile(parseDockerfile('Dockerfile', dockerfile));
  expect(inputs.map(({ what, use }) => `${what} ${use}`)).toEqual([
    'a:1 builder',
    'https://x.org/a builder',
    'b:1 final',
  ]);
});

test('an address never shows credentials, a query or a fragment', () => {
  const part = fc.stringMatching(/^[a-z0-9$]{1,12}$/);
  fc.assert(
    fc.property(part, part, part, (user, secret, host) => {
      const { what } = readAddress(
        `https://${user}:S${secret}S@${host}.org/p?k=S${secret}S#S${secret}S`,
      );
      expect(what).not.toContain(`S${secret}S`);
    }),
  );
});

test('any text of a script is read to its end', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(Array.isArray(inRun(text.replace(/\n/g, ' ')))).toBe(true);
    }),
  );
});
