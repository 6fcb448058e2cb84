// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the Dockerfile

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lintDockerfile } from '../../../src/dockerfile/lint.js';
import { readAddress } from '../../../src/dockerfile/materials/address.js';
import { materialsOfDockerfile } from '../../../src/dockerfile/materials/ledger.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';
import { NOW } from '../../now.js';

const DIGEST = 'a'.repeat(64);
const COMMIT = 'b'.repeat(40);

/** The inputs of a RUN instruction, each as a line: kind, what, host, pin, what verifies it, `open`. */
function lines(dockerfile: string): string[] {
  const inputs = materialsOfDockerfile(parseDockerfile('Dockerfile', dockerfile), {
    hasFile: () => true,
  });
  return inputs.map(({ kind, what, host, pin, verifiedBy, isOpen }) =>
    [kind, what, host ?? '-', pin, verifiedBy ?? '-', isOpen ? 'open' : 'closed'].join(' | '),
  );
}

const PROXY = 'proxy | http://proxy.example:3128 | proxy.example:3128 | unknown | - | closed';

const inRun = (script: string) => lines(`FROM scratch\nRUN ${script}`);

describe('a digest', () => {
  test.each([
    { from: `debian@sha256:${DIGEST}`, pin: 'digest' },
    { from: `debian@sha512:${DIGEST}${DIGEST}`, pin: 'digest' },
    { from: `debian:12@sha256:${DIGEST.slice(1)}`, pin: 'none' },
    { from: `debian:12@sha512:${DIGEST}`, pin: 'none' },
    { from: 'debian:12@latest', pin: 'none' },
    { from: 'debian:12@', pin: 'none' },
    { from: 'debian@$D', pin: 'unknown' },
    { from: 'debian${D:+@$D}', pin: 'unknown' },
    { from: 'debian@sha256:$D', pin: 'unknown' },
    { from: 'debian@v1', pin: 'none' },
  ])('pins $from: $pin', ({ from, pin }) => {
    const verified = pin === 'digest' ? 'the digest' : '-';
    for (const instruction of [
      `FROM ${from}`,
      `FROM scratch\nCOPY --from=${from} /a /a`,
      `FROM scratch\nRUN --mount=from=${from},target=/a true`,
    ]) {
      const all = lines(`ARG D\n${instruction.replace('FROM scratch', 'FROM scratch\nARG D')}`);
      const images = all.filter((line) => line.startsWith('image'));
      expect(images).toHaveLength(1);
      expect(images[0]).toContain(`| ${pin} | ${verified} |`);
    }
  });

  test.each([
    { checksum: `sha256:${DIGEST}`, line: 'digest | the checksum' },
    { checksum: '$KNOWN', line: 'digest | the checksum' },
    { checksum: '$SUM', line: 'unknown | -' },
    { checksum: '$UNDECLARED', line: 'unknown | -' },
    { checksum: '', line: 'none | -' },
    { checksum: '$EMPTY', line: 'none | -' },
    { checksum: 'sha256:zzz', line: 'none | -' },
  ])('of ADD is $checksum: $line', ({ checksum, line }) => {
    const all = lines(
      `FROM scratch\nARG SUM\nARG EMPTY=\nARG KNOWN=sha256:${DIGEST}\nADD --checksum=${checksum} http://example.org/a /a`,
    );
    expect(all.at(-1)).toBe(`download | http://example.org/a | example.org | ${line} | closed`);
  });
});

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

  test.each([
    {
      name: 'with sums from the same server only counts as compared with these',
      script:
        'curl -O https://x.org/a-1.0.tgz -O https://x.org/sums.txt && sha256sum -c sums.txt --ignore-missing',
      found: [
        'download | https://x.org/a-1.0.tgz | x.org | version | sha256sum with downloaded sums | closed',
        'download | https://x.org/sums.txt | x.org | none | - | closed',
      ],
    },
    {
      name: 'with sums in a pipeline is the file that the pipeline names',
      script:
        "wget https://x.org/a https://x.org/b https://x.org/SUMS && grep ' a$' SUMS | sha256sum -c -",
      found: [
        'download | https://x.org/a | x.org | none | sha256sum with downloaded sums | closed',
        'download | https://x.org/b | x.org | none | - | closed',
        'download | https://x.org/SUMS | x.org | none | - | closed',
      ],
    },
    {
      name: 'of sums in a pipeline does not verify itself',
      script:
        'curl https://x.org/tool-1.0.tgz -o t.tgz && curl https://x.org/SHA256SUMS | sha256sum -c -',
      found: [
        'download | https://x.org/tool-1.0.tgz | x.org | version | sha256sum with downloaded sums | closed',
        'download | https://x.org/SHA256SUMS | x.org | none | - | closed',
      ],
    },
    {
      name: 'with sums of the project is verified',
      script: 'curl -O https://x.org/a && sha256sum -c /src/sums.txt',
      found: ['download | https://x.org/a | x.org | none | sha256sum | closed'],
    },
    {
      name: 'with sums that a known key signed is verified',
      script: `gpg --recv-keys ${COMMIT} && curl -O https://x.org/a -O https://x.org/SUMS.txt.asc && gpg --decrypt --output SUMS.txt SUMS.txt.asc && grep a SUMS.txt | sha256sum -c -`,
      found: [
        `key | ${COMMIT} | - | digest | the fingerprint | closed`,
        'download | https://x.org/a | x.org | none | sha256sum | closed',
        'download | https://x.org/SUMS.txt.asc | x.org | none | gpg | closed',
      ],
    },
    {
      name: 'that is signed with a key from the same place',
      script:
        'curl https://x.org/key | gpg --import && curl -O https://x.org/a.tgz -O https://x.org/a.tgz.asc && gpg --verify a.tgz.asc',
      found: [
        'key | https://x.org/key | x.org | none | - | closed',
        'download | https://x.org/a.tgz | x.org | none | gpg with a downloaded key | closed',
        'download | https://x.org/a.tgz.asc | x.org | none | gpg with a downloaded key | closed',
      ],
    },
    {
      name: 'has the key whose fingerprint is compared',
      script:
        'curl https://x.org/key | gpg --import && gpg --fingerprint | grep "AAAA AAAA AAAA AAAA AAAA  AAAA AAAA AAAA AAAA AAAA"',
      found: ['key | https://x.org/key | x.org | digest | the fingerprint | closed'],
    },
    {
      name: 'with a digest in a variable of one branch is pinned',
      script: `case $(arch) in x86_64) SUM=${DIGEST};; esac; curl -o a https://x.org/$(arch) && echo "$SUM  a" | sha256sum -c`,
      found: ['download | https://x.org/$(arch) | x.org | digest | sha256sum | closed'],
    },
    {
      name: 'with a digest in a test is pinned',
      script: `curl -o a https://x.org/a; [ "$(sha256sum a | cut -d' ' -f1)" = "${DIGEST}" ]`,
      found: ['download | https://x.org/a | x.org | digest | sha256sum | closed'],
    },
    {
      name: 'of a loop is one for each word',
      script: 'for f in a b; do curl -O https://x.org/$f.tgz; done',
      found: [
        'download | https://x.org/a.tgz | x.org | none | - | closed',
        'download | https://x.org/b.tgz | x.org | none | - | closed',
      ],
    },
    {
      name: 'whose address depends on a branch is one for each branch',
      script:
        'case $(arch) in x) url=https://x.org/x-1.0;; *) url=https://y.org/y-1.0;; esac; wget "$url"',
      found: [
        'download | https://x.org/x-1.0 | x.org | version | - | closed',
        'download | https://y.org/y-1.0 | y.org | version | - | closed',
      ],
    },
    {
      name: 'of several files has the check of each',
      script: `curl -o a https://x.org/1 -o b https://x.org/2 && echo "${DIGEST}  b" | sha256sum -c`,
      found: [
        'download | https://x.org/1 | x.org | none | - | closed',
        'download | https://x.org/2 | x.org | digest | sha256sum | closed',
      ],
    },
    {
      name: 'from a list is named by the list',
      script: 'wget -i urls.txt && curl -K curl.conf',
      found: [
        'download | the addresses in urls.txt | - | unknown | - | open',
        'download | the addresses in curl.conf | - | unknown | - | open',
      ],
    },
    {
      name: 'whose output is run may fetch more, and one whose output is a value does not',
      script: 'eval "$(curl https://x.org/a)" && V=$(curl https://x.org/latest)',
      found: [
        'program | $(curl https://x.org/a) | - | unknown | - | open',
        'download | https://x.org/a | x.org | none | - | open',
        'download | https://x.org/latest | x.org | none | - | closed',
      ],
    },
    {
      name: 'in code of an interpreter is listed',
      script: `php -r "copy('https://x.org/a.phar', 'a');"`,
      found: [
        'download | https://x.org/a.phar | x.org | none | - | open',
        'program | php | - | unknown | - | open',
      ],
    },
    {
      name: 'in a here-document is listed',
      script: '<<EOF\ncurl -O https://x.org/a-1.0\nEOF',
      found: ['download | https://x.org/a-1.0 | x.org | version | - | closed'],
    },
  ])('$name', ({ script, found }) => {
    expect(inRun(script)).toEqual(found);
  });

  test.each([
    { value: '3.15.0rc1', use: `\${V%%[a-z]*}`, address: 'https://x.org/3.15.0/3.15.0rc1' },
    { value: '1.2.3', use: `\${V%.*}`, address: 'https://x.org/1.2/1.2.3' },
    { value: 'v1.2.3', use: `\${V#v}`, address: 'https://x.org/1.2.3/v1.2.3' },
    { value: '1.2.3', use: `\${V%%[z-a]*}`, address: `https://x.org/\${V%%[z-a]*}/1.2.3` },
  ])('has the part $use of a variable', ({ value, use, address }) => {
    const found = lines(`FROM scratch\nARG V=${value}\nRUN curl -O https://x.org/${use}/$V`);
    expect(found).toEqual([expect.stringContaining(` ${address} `)]);
  });

  test('of ADD has its checksum', () => {
    const dockerfile = `FROM scratch\nADD --checksum=sha256:${DIGEST} https://example.org/a /\nADD https://github.com/a/b.git#v1.0 /`;
    expect(lines(dockerfile)).toEqual([
      'download | https://example.org/a | example.org | digest | the checksum | closed',
      'git | https://github.com/a/b.git#v1.0 | github.com | version | - | open',
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
      script: 'pip install git+https://github.com/a/b@main git+https://github.com/a/c@v1.2',
      found: [
        'git | git+https://github.com/a/b@main | github.com | none | - | open',
        'git | git+https://github.com/a/c@v1.2 | github.com | version | - | open',
      ],
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
      found: ['package-source | http://deb.example.org/ | deb.example.org | none | - | closed'],
    },
    {
      script: 'apt-get download unzip && apk fetch -o /p zip && dnf download vim',
      found: [
        'package | unzip | - | none | the signature of the index | open',
        'package | zip | - | none | the signature of the index | open',
        'package | vim | - | none | the signature of the index | open',
      ],
    },
    ...[
      'dnf config-manager --add-repo https://x.org/r.repo',
      'dnf config-manager --add-repo=https://x.org/r.repo',
      'dnf5 config-manager addrepo --from-repofile=https://x.org/r.repo',
      'zypper addrepo https://x.org/r.repo r',
    ].map((script) => ({
      script,
      found: ['package-source | https://x.org/r.repo | x.org | none | - | open'],
    })),
    {
      script:
        'rpm --import https://x.org/k && dnf config-manager --add-repo https://x.org/r.repo && dnf install -y a',
      found: [
        'key | https://x.org/k | x.org | none | - | closed',
        'package-source | https://x.org/r.repo | x.org | none | - | open',
        'package | a | - | none | the signature of the index with a downloaded key | open',
      ],
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

test('a program that is only asked for its version is not listed', () => {
  expect(inRun('node --version && npm --version && yarn -v && mvn version')).toEqual([]);
});

test('a subcommand that is not known is a program that may fetch anything', () => {
  expect(inRun('yarn build:docker && nix-env -iA jq')).toEqual([
    'program | yarn | - | unknown | - | open',
    'program | nix-env | - | unknown | - | open',
  ]);
});

test('each key of a loop is asked from each server', () => {
  const script = `for key in ${COMMIT} ${COMMIT.replace(/b/g, 'c')}; do gpg --keyserver hkps://a.org --recv-keys "$key" || gpg --keyserver b.org --recv-keys "$key"; done`;
  expect(inRun(script).map((line) => line.split(' | ').slice(1, 4).join(' '))).toEqual([
    `${COMMIT} a.org digest`,
    `${COMMIT.replace(/b/g, 'c')} a.org digest`,
    `${COMMIT} b.org digest`,
    `${COMMIT.replace(/b/g, 'c')} b.org digest`,
  ]);
});

describe('a PowerShell script', () => {
  const shell = `FROM scratch\nSHELL ["powershell", "-Command"]\nENV SUM=${DIGEST}\nRUN `;
  test.each([
    {
      name: 'has its downloads, with its variables',
      script: "$v = '1.2'; $f = 'a-' + $v + '.zip'; iwr https://x.org/$v/$f -OutFile $f",
      found: ['download | https://x.org/1.2/a-1.2.zip | x.org | version | - | closed'],
    },
    {
      name: 'has a digest that its hash is compared with',
      script:
        'iwr https://x.org/a -OutFile a.zip; if ((Get-FileHash a.zip).Hash -ne $env:SUM) { exit 1 }',
      found: ['download | https://x.org/a | x.org | digest | Get-FileHash | closed'],
    },
    {
      name: 'has sums that it downloads itself',
      script:
        'iwr https://x.org/a -OutFile a; iwr https://x.org/s -OutFile s; $h = (Get-FileHash a).Hash; if ($h -ne (Get-Content s)) { exit 1 }',
      found: [
        'download | https://x.org/a | x.org | none | Get-FileHash with downloaded sums | closed',
        'download | https://x.org/s | x.org | none | - | closed',
      ],
    },
    {
      name: 'has an address in a variable, and a program that may fetch more',
      script: "$u = ('https://x.org/{0}' -f $v); iwr -Uri $u -OutFile a.exe; Start-Process a.exe",
      found: [
        'download | https://x.org/{0} | x.org | unknown | - | closed',
        'program | a PowerShell script | - | unknown | - | open',
      ],
    },
    {
      name: 'has no address that is only printed',
      script: "Write-Host 'see https://x.org/docs'",
      found: [],
    },
  ])('$name', ({ script, found }) => {
    expect(lines(shell + script).filter((line) => !line.startsWith('image'))).toEqual(found);
    expect(inRun(`powershell -Command "${script.replace('$env:SUM', `'${DIGEST}'`)}"`)).toEqual(
      found,
    );
  });
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
  const inputs = materialsOfDockerfile(parseDockerfile('Dockerfile', dockerfile));
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

test.each([
  'RUN $(curl https://u:SECRET@x.org/a)',
  'RUN curl u:SECRET@x.org/a',
  'RUN P=SECRET && curl https://u:$P@x.org/a?x=$P',
  'RUN https://u:SECRET@x.org/a',
  'RUN go install x.org/a@v1?x=SECRET',
  'RUN wget -i https://u:SECRET@x.org/list',
  'RUN git clone https://SECRET@github.com/a/b.git',
  'RUN echo "deb https://u:SECRET@x.org/ a" > /etc/apt/sources.list',
  'RUN for u in https://u:SECRET@a.org/x https://b.org/y?SECRET; do wget $u; done',
  'RUN powershell -Command "iwr https://u:SECRET@x.org/a?b=SECRET"',
  'ADD https://u:SECRET@x.org/a.git#main /',
  'COPY --from=u:SECRET@x.org/a / /',
])('no credentials of %s are shown', (instruction) => {
  const found = lines(`FROM scratch\n${instruction}`).join('\n');
  expect(found).not.toBe('');
  expect(found).not.toContain('SECRET');
});

describe('a word after an option that is not known', () => {
  const options =
    '--foo --registry-login --pin --hdr --user-info --otp-code --key --auth-value --db --x -k9 -9 --Foo --foo.bar --//r/:x --seed --api --sig --ftp-login --cfg';
  const commands = [
    'npm install OPTION x',
    'npx OPTION x',
    'yarn global add OPTION x',
    'pip install OPTION x',
    'uvx OPTION x',
    'apt-get install OPTION x',
    'apk add OPTION x',
    'dnf install OPTION x',
    'gem install OPTION x',
    'go install OPTION x@v1.0.0',
    'cargo install OPTION x',
    'helm pull OPTION oci://h.example/x',
    'skopeo copy OPTION docker://a.example/x dir:/x',
    'curl OPTION https://a.example/x -o x',
    'wget OPTION https://a.example/x',
    'for p in S3cretPW S4cretPW; do curl OPTION $p; done',
    'git clone https://a.example/x && cd x && git checkout OPTION',
  ];
  test.each(commands)('is not shown: %s', (command) => {
    for (const option of options.split(' ')) {
      const script = command.includes('$p')
        ? command.replace('OPTION $p', `${option} $p`)
        : command.replace('OPTION', `${option} S3cretPW`);
      const dockerfile = parseDockerfile('Dockerfile', `FROM scratch\nRUN ${script}`);
      const shown = JSON.stringify([
        materialsOfDockerfile(dockerfile),
        lintDockerfile(dockerfile, { now: NOW }).map(({ message, details }) => ({
          message,
          details,
        })),
      ]);
      expect(shown).not.toMatch(/s[34]cretpw/i);
    }
  });

  test.each([
    { script: 'npm install --foo x@1.2.3', what: 'x@1.2.3' },
    { script: 'npm install --foo https://a.example/x.tgz', what: 'https://a.example/x.tgz' },
    { script: 'pip install --foo x==1.2.3', what: 'x==1.2.3' },
    { script: 'npm install --save-dev x', what: 'x' },
    { script: 'npm install -gD x', what: 'x' },
    { script: 'apt-get install -y --no-install-recommends x', what: 'x' },
    { script: 'curl -fsSLO a.example/x', what: 'http://a.example/x' },
    { script: 'wget -qO- a.example/x', what: 'http://a.example/x' },
    { script: 'npm install --foo x', what: 'hidden word after --foo' },
  ])('$script is $what', ({ script, what }) => {
    expect(inRun(script).map((line) => line.split(' | ')[1])).toEqual([what]);
  });
});

test('loops that multiply keys and servers are cut', () => {
  const key = (i: number) => i.toString(16).padStart(40, '0');
  const keys = Array.from({ length: 50 }, (_, i) => key(i)).join(' ');
  const servers = Array.from({ length: 50 }, (_, i) => `s${i}.org`).join(' ');
  const script = `for k in ${keys}; do for s in ${servers}; do ${Array.from({ length: 30 }, () => 'gpg --keyserver $s --recv-keys $k').join(' || ')}; done; done`;
  expect(inRun(script)).toHaveLength(10_000);
});

test('a login in the short form of SSH is not shown', () => {
  const dockerfile =
    'FROM scratch\nADD git@u:word@x.org:a/b.git /x\nRUN git clone u:word@x.org:a/b.git';
  expect(lines(dockerfile)).toEqual([
    'git | x.org:a/b.git | x.org | none | - | open',
    'git | x.org:a/b.git | x.org | none | - | closed',
  ]);
});

test('any text of a script is read to its end', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(Array.isArray(inRun(text.replace(/\n/g, ' ')))).toBe(true);
    }),
  );
});

test('an index whose key nothing verifies verifies the packages of later stages as little', () => {
  const dockerfile = [
    'FROM debian:13 AS base',
    'RUN apt-get install -y curl',
    'RUN echo "deb [signed-by=/k.gpg] https://x.org/apt stable main" > /etc/apt/sources.list.d/x.list',
    'RUN curl https://x.org/k.asc | gpg --dearmor -o /k.gpg',
    'FROM base',
    'RUN apt-get install -y foo=1.2',
    'FROM debian:13',
    'RUN apt-get install -y git',
  ].join('\n');
  const found = lines(dockerfile).filter((line) => line.startsWith('package |'));
  expect(found.map((line) => line.split(' | ')[4])).toEqual([
    'the signature of the index',
    'the signature of the index with a downloaded key',
    'the signature of the index',
  ]);
});

test.each([
  ['curl -fsSLkO https://x.org/a', true],
  ['curl --insecure -O https://x.org/a', true],
  ['curl -fsSLO https://x.org/a', false],
  ['wget --no-check-certificate https://x.org/a', true],
  ['wget https://x.org/a', false],
  ['aria2c --check-certificate=false https://x.org/a', true],
  ['git -c http.sslVerify=false clone https://x.org/a.git', true],
  ['GIT_SSL_NO_VERIFY=1 git clone https://x.org/a.git', true],
  ['git clone https://x.org/a.git', false],
])('whether the certificate is verified is read from %s', (script, expected) => {
  const [input] = materialsOfDockerfile(
    parseDockerfile('Dockerfile', `FROM scratch\nRUN ${script}`),
  );
  expect(input?.isUnauthenticated ?? false).toBe(expected);
});

describe('what a build asks besides the addresses of its downloads', () => {
  test.each([
    { script: 'curl -x http://proxy.example:3128 -O https://example.org/a', line: PROXY },
    { script: 'http_proxy=proxy.example:3128 curl -O https://example.org/a', line: PROXY },
    { script: 'export https_proxy=http://proxy.example:3128', line: PROXY },
    { script: 'pip install --proxy http://proxy.example:3128 acme', line: PROXY },
    {
      script:
        'git config --global url."https://mirror.example/".insteadOf https://github.com/ && make',
      line: 'git | https://mirror.example/ | mirror.example | unknown | - | closed',
    },
    {
      script:
        'git -c url.https://mirror.example/.insteadOf=https://x.example/ clone https://x.example/a',
      line: 'git | https://mirror.example/ | mirror.example | unknown | - | closed',
    },
    {
      script: 'exec 3<>/dev/tcp/example.org/8080',
      line: 'download | /dev/tcp/example.org/8080 | example.org:8080 | unknown | - | closed',
    },
    {
      script: 'wget -r -l 1 https://example.org/',
      line: 'download | https://example.org/ | example.org | none | - | open',
    },
    { script: '. ./fetch.sh', line: 'program | ./fetch.sh | - | unknown | - | open' },
    { script: 'source "$DIR/fetch.sh"', line: 'program | $DIR/fetch.sh | - | unknown | - | open' },
    {
      script: 'eval "$(cat fetch.txt)"',
      line: 'program | $(cat fetch.txt) | - | unknown | - | open',
    },
  ])('$script', ({ script, line }) => {
    expect(inRun(script)).toContain(line);
  });

  test.each([
    '. /etc/os-release',
    '. /venv/bin/activate',
    'source /root/.cargo/env',
    'eval "$(ssh-agent -s)"',
    'eval "x=1"',
    'http_proxy= ls',
  ])('%s fetches nothing', (script) => {
    expect(inRun(script).filter((line) => !line.includes('ssh-agent'))).toEqual([]);
  });

  test('the proxy of ENV, and of ARG with a default', () => {
    expect(
      lines('FROM scratch\nENV http_proxy=http://proxy.example:3128\nARG HTTPS_PROXY='),
    ).toContain(PROXY);
    expect(lines('FROM scratch\nARG ALL_PROXY=socks5://proxy.example:1080')).toContain(
      'proxy | socks5://proxy.example:1080 | proxy.example:1080 | unknown | - | closed',
    );
  });

  test('the submodules of a repository of ADD', () => {
    expect(lines('FROM scratch\nADD https://example.org/a.git#v1.2.3 /src')).toEqual([
      'git | https://example.org/a.git#v1.2.3 | example.org | version | - | open',
    ]);
  });
});

describe('where packages and images are read from', () => {
  const copied = 'package | a.example/x:1 | a.example | version | - | closed';
  test.each([
    { script: 'skopeo copy --src-creds u:p docker://a.example/x:1 oci:/x', found: [copied] },
    { script: 'skopeo copy oci:/x docker://b.example/y', found: [] },
    { script: 'crane --platform linux/amd64 copy a.example/x:1 b.example/y', found: [copied] },
    { script: 'crane export a.example/x:1 - | tar x', found: [copied] },
    { script: 'crane export - x.tar', found: [] },
    { script: 'crane pull a.example/x:1 x.tar', found: [copied] },
    { script: 'oras pull a.example/x:1', found: [copied] },
    {
      script: 'composer config repositories.a vcs https://a.example/x',
      found: ['package-source | https://a.example/x | a.example | none | - | closed'],
    },
    {
      script: `composer global config repo.a '{"type":"composer","url":"https:\\/\\/a.example\\/x"}'`,
      found: ['package-source | https://a.example/x | a.example | none | - | closed'],
    },
    { script: 'composer config repo.packagist.org false', found: [] },
    { script: 'composer config process-timeout 0', found: [] },
    {
      script: 'https a.example/x',
      found: ['download | https://a.example/x | a.example | none | - | closed'],
    },
    {
      script: 'http a.example/x',
      found: ['download | http://a.example/x | a.example | none | - | closed'],
    },
    {
      script: 'curl -O https://a.example/r/releases/latest/download/x-2.0.tgz',
      found: [
        'download | https://a.example/r/releases/latest/download/x-2.0.tgz | a.example | none | - | closed',
      ],
    },
  ])('$script', ({ script, found }) => {
    expect(inRun(script)).toEqual(found);
  });
});

describe('the value of an option for credentials', () => {
  test.each([
    'helm pull --username u --password PASSW0RD oci://h.example/x',
    'helm install --set pw=PASSW0RD a oci://h.example/x',
    'oras pull -u u -p PASSW0RD o.example/x:1',
    'oras pull --username u --password PASSW0RD o.example/x:1',
    'skopeo copy --src-creds u:PASSW0RD docker://a.example/x dir:/x',
    'skopeo copy --src-registry-token PASSW0RD docker://a.example/x dir:/x',
    'crane pull --token PASSW0RD c.example/x x.tar',
    'curl --oauth2-bearer PASSW0RD https://c.example/x -o x',
    'aria2c --http-user=u --http-passwd PASSW0RD https://c.example/x',
    'http --auth u:PASSW0RD https://c.example/x',
    'ansible-galaxy collection install --api-key PASSW0RD acme.x',
    'gem install foo -P PASSW0RD',
    'nuget install x -ApiKey PASSW0RD',
    'conan install x -p PASSW0RD',
    'docker pull --password PASSW0RD x',
    'npm install --//reg/:_authToken PASSW0RD x',
    'cargo install --token PASSW0RD x',
    'composer require --auth PASSW0RD a/b',
    'apk add --password PASSW0RD x',
    'poetry add x --token PASSW0RD',
    'conda install -c https://conda.example/t/PASSW0RD/chan x',
    'unknown-tool --password PASSW0RD',
  ])('is no package, address or host: %s', (script) => {
    const found = inRun(script);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n').toLowerCase()).not.toContain('passw0rd');
  });

  test.each([
    'helm pull --password PASSW0RD oci://h.example/x',
    'oras pull -p PASSW0RD h.example/x:1',
  ])('does not hide what follows: %s', (script) => {
    expect(inRun(script).join('\n')).toContain('h.example/x');
  });

  test('does not exist for switches that ask for one', () => {
    expect(inRun('wget --ask-password https://w.example/x')[0]).toContain('w.example');
    expect(inRun('pip install --user foo')[0]).toContain('package | foo');
  });
});
