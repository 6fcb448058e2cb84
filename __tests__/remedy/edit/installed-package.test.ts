import { describe, expect, it } from '@jest/globals';
import { edited } from './edit-text.js';

interface Pin {
  readonly manager: string;
  readonly name: string;
  readonly from?: string;
  readonly to: string;
}

function pin(text: string, change: Pin, line = 2): string {
  return edited(text, { kind: 'installed-package', path: 'Dockerfile', line, ...change });
}

const curl = { manager: 'apt', name: 'curl', from: '7.88.1-10', to: '7.88.1-10+deb12u8' };

/** Instructions after FROM, before and after. */
const TABLE: Readonly<Record<string, readonly [Pin, string, string]>> = {
  'apt-get': [
    curl,
    'RUN apt-get update && apt-get install -y curl=7.88.1-10 wget=7.88.1-10',
    'RUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u8 wget=7.88.1-10',
  ],
  'apt with an architecture, quotes, continuation lines and comments': [
    curl,
    'RUN apt install \\\n  # the client\n  "curl:amd64=7.88.1-10" \\\n  libcurl4=7.88.1-10',
    'RUN apt install \\\n  # the client\n  "curl:amd64=7.88.1-10+deb12u8" \\\n  libcurl4=7.88.1-10',
  ],
  'apt-get without a version': [
    { manager: 'apt', name: 'curl', to: '7.88.1-10+deb12u8' },
    'RUN apt-get install -y curl ca-certificates',
    'RUN apt-get install -y curl=7.88.1-10+deb12u8 ca-certificates',
  ],
  'apt-get with a version in ENV': [
    curl,
    `ENV A=1 CURL="7.88.1-10"\nRUN apt-get install -y "curl=\${CURL}"`,
    `ENV A=1 CURL="7.88.1-10+deb12u8"\nRUN apt-get install -y "curl=\${CURL}"`,
  ],
  'apt-get with a version in ARG': [
    curl,
    'ARG CURL=7.88.1-10\nRUN apt-get install -y curl=$CURL',
    'ARG CURL=7.88.1-10+deb12u8\nRUN apt-get install -y curl=$CURL',
  ],
  apk: [
    { manager: 'apk', name: 'curl', from: '8.5.0-r0', to: '8.9.0-r1' },
    'RUN apk add --no-cache -t x curl=8.5.0-r0 curl-dev=8.5.0-r0',
    'RUN apk add --no-cache -t x curl=8.9.0-r1 curl-dev=8.5.0-r0',
  ],
  'apk with ~=': [
    { manager: 'apk', name: 'curl', from: '8.5', to: '8.9.0' },
    "RUN apk add 'curl~=8.5'",
    "RUN apk add 'curl~=8.9.0'",
  ],
  'apk in a heredoc': [
    { manager: 'apk', name: 'curl', from: '8.5.0-r0', to: '8.9.0-r1' },
    'RUN <<EOF\nset -e\napk add curl=8.5.0-r0\nEOF',
    'RUN <<EOF\nset -e\napk add curl=8.9.0-r1\nEOF',
  ],
  dnf: [
    { manager: 'dnf', name: 'openssl', from: '3.0.7-1.el9', to: '3.0.7-2.el9' },
    'RUN microdnf install -y openssl-3.0.7-1.el9.x86_64 openssl-libs-3.0.7-1.el9',
    'RUN microdnf install -y openssl-3.0.7-2.el9.x86_64 openssl-libs-3.0.7-1.el9',
  ],
  zypper: [
    { manager: 'zypper', name: 'curl', from: '8.0.1-1', to: '8.0.1-2' },
    'RUN zypper -n in curl=8.0.1-1',
    'RUN zypper -n in curl=8.0.1-2',
  ],
  'pip with extras, in quotes': [
    { manager: 'pip', name: 'Django_Rest', from: '1.0', to: '1.0.1' },
    'RUN python3 -m pip install -q "django-rest[all,x]==1.0" django==1.0',
    'RUN python3 -m pip install -q "django-rest[all,x]==1.0.1" django==1.0',
  ],
  'pip with a marker': [
    { manager: 'pip', name: 'six', from: '1.0', to: '1.1' },
    `RUN pip install "six==1.0; python_version < '3.9'"`,
    `RUN pip install "six==1.1; python_version < '3.9'"`,
  ],
  'pip in exec form': [
    { manager: 'pip', name: 'six', from: '1.0', to: '1.1' },
    'RUN ["pip", "install", "six==1.0"]',
    'RUN ["pip", "install", "six==1.1"]',
  ],
  'pip without a version': [
    { manager: 'pip', name: 'six', to: '1.1' },
    'RUN pip install six[x]',
    'RUN pip install six[x]==1.1',
  ],
  npm: [
    { manager: 'npm', name: '@a/b', from: '1.0.0', to: '1.2.0' },
    'RUN npm i -g @a/b@^1.0.0 b@1.0.0',
    'RUN npm i -g @a/b@^1.2.0 b@1.0.0',
  ],
  'npm with a tag': [
    { manager: 'npm', name: 'npm', from: 'latest', to: '10.9.2' },
    'RUN npm install -g npm@latest',
    'RUN npm install -g npm@10.9.2',
  ],
  gem: [
    { manager: 'gem', name: 'rack', from: '3.0.0', to: '3.0.9' },
    'RUN gem install rack:3.0.0 rake:3.0.0',
    'RUN gem install rack:3.0.9 rake:3.0.0',
  ],
  'gem with an option': [
    { manager: 'gem', name: 'rack', from: '3.0.0', to: '3.0.9' },
    `RUN gem install rack --version='~> 3.0.0' -N`,
    `RUN gem install rack --version='~> 3.0.9' -N`,
  ],
  'sh -c': [
    curl,
    `RUN sh -c 'apt-get install -y curl=7.88.1-10'`,
    `RUN sh -c 'apt-get install -y curl=7.88.1-10+deb12u8'`,
  ],
  ONBUILD: [
    curl,
    'ONBUILD RUN apt-get install -y curl=7.88.1-10',
    'ONBUILD RUN apt-get install -y curl=7.88.1-10+deb12u8',
  ],
};

describe('the version of an installed package', () => {
  it.each(Object.keys(TABLE))('is changed for %s, and a second run changes nothing', (name) => {
    const row = TABLE[name];
    if (!row) throw new Error(name);
    const [change, before, after] = row;
    for (const end of ['\n', '']) {
      const [old, fixed] = [`FROM x:1\n${before}${end}`, `FROM x:1\n${after}${end}`];
      const line = old.split('\n').findIndex((text) => text.includes('RUN ')) + 1;
      expect(pin(old, change, line)).toBe(fixed);
      expect(pin(fixed, change, line)).toMatch(/^unchanged: /);
      const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
      expect(pin(windows(old), change, line)).toBe(windows(fixed));
    }
  });

  it('is changed in the named line only', () => {
    const text = 'FROM x:1\nRUN pip install six==1.0\nRUN pip install six==1.0\n';
    expect(pin(text, { manager: 'pip', name: 'six', from: '1.0', to: '1.1' }, 3)).toBe(
      'FROM x:1\nRUN pip install six==1.0\nRUN pip install six==1.1\n',
    );
  });

  it.each<readonly [why: string, run: string, change: Partial<Pin>, reason: RegExp]>([
    ['another version is pinned', 'RUN apt-get install curl=8', {}, /says "curl 8" instead of/],
    ['no version is expected', 'RUN apt-get install curl=8', { from: undefined }, /curl 8/],
    ['a version is expected', 'RUN apt-get install curl', {}, /without a version/],
    ['a release is named', 'RUN apt-get install curl/sid', { from: undefined }, /^refused/],
    ['nothing installs it', 'RUN echo curl=7.88.1-10', {}, /^refused: No line says/],
    ['the shell sets the version', 'RUN V=7.88.1-10 && apt-get install curl=$V', {}, /^refused/],
    ['a command gives the version', 'RUN apt-get install curl=$(cat v)', {}, /^refused/],
    [
      'others use the ARG',
      'ARG V=7.88.1-10\nRUN apt-get install curl=$V x=$V',
      {},
      /"V" is used in 2/,
    ],
    [
      'the version is a command',
      'RUN apt-get install curl=7.88.1-10',
      { to: '1;id' },
      /not a version/,
    ],
    ['the version is a word', 'RUN apt-get install curl=7.88.1-10', { to: '1 x' }, /not a version/],
    [
      'the version has a line break',
      'RUN apt-get install curl=1',
      { to: '1\nUSER 0' },
      /not a version/,
    ],
    ['the name is an option', 'RUN apt-get install -o=1', { name: '-o' }, /not a name/],
    ['the manager is unknown', 'RUN apt-get install curl=1', { manager: 'x' }, /not known/],
  ])('is not changed if %s', (_why, run, change, reason) => {
    expect(pin(`FROM x:1\n${run}\n`, { ...curl, ...change } as Pin)).toMatch(reason);
  });
});
