import { describe, expect, test } from '@jest/globals';
import { materialsOfDockerfile } from '../../../src/dockerfile/materials/ledger.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';

const GET = 'curl -o a https://x.org/a';
const SUM = `echo "${'a'.repeat(64)}  a" | sha256sum -c -`;
const FROM = 'FROM scratch\n';

/** What verifies the download of a Dockerfile. */
function verifier(dockerfile: string): string | undefined {
  const inputs = materialsOfDockerfile(parseDockerfile('Dockerfile', dockerfile));
  return inputs.find(({ kind }) => kind === 'download')?.verifiedBy;
}

describe('a check whose failure changes nothing verifies nothing', () => {
  test.each([
    `${GET}; ${SUM} || true`,
    `${GET} && ${SUM} || :`,
    `${GET} && ${SUM} && tar xf a || :`,
    `${GET} && ${SUM} || echo "the sum differs"`,
    `${GET} && ${SUM} || { echo bad; exit 0; }`,
    `${GET}; ${SUM}; true`,
    `${GET}; ${SUM}; tar xf a`,
    `set -e; set +e; ${GET}; ${SUM}; tar xf a`,
    `set -e; ${GET}; ${SUM} | tee log; tar xf a`,
    `${GET} && ${SUM} | cat`,
    `${GET}; if ${SUM}; then tar xf a; fi`,
    `${GET}; if ${SUM}; then tar xf a; else echo bad; fi`,
    `${GET}; if ! ${SUM}; then echo bad; fi`,
    `${GET}; ! ${SUM}`,
    `${GET}; (${SUM}) || true`,
    `${GET}; { ${SUM}; } || true`,
    `${GET}; sh -c '${SUM}' || true`,
    `${GET}; sh -c '${SUM} || true'`,
    `${GET}; for f in a; do ${SUM}; done; tar xf a`,
    `${GET}; gpg --verify a.asc a || true`,
    `${GET}; cosign verify-blob --key k a || true`,
    `${GET}; [ "$(sha256sum a)" = "${'a'.repeat(64)}" ] || echo bad`,
    `${GET}; if [ "$(sha256sum a)" != "${'a'.repeat(64)}" ]; then echo bad; fi`,
  ])('%s', (script) => {
    expect(verifier(`${FROM}RUN ${script}`)).toBeUndefined();
  });
});

describe('a check that may not be done, that compares with nothing known, or that comes too late verifies nothing', () => {
  test.each([
    `${GET} && sha256sum a > s && sha256sum -c s`,
    `${GET} && sha256sum a | tee s && sha256sum -c s`,
    `${GET} && S=$(sha256sum a | cut -d" " -f1) && echo "$S  a" | sha256sum -c`,
    `${GET} && [ "$(sha256sum a)" = "$(sha256sum a)" ]`,
    `${GET} && [ -n "$(sha256sum a)" ]`,
    `${GET} && echo "$(sha256sum a)"`,
    `${GET} && S=$(sha256sum a)`,
    `${GET} && [[ "$(sha256sum a)" == "${'a'.repeat(64)}" ]] || true`,
    `${GET} && sh a && ${SUM}`,
    `${GET} && chmod +x a && ./a && ${SUM}`,
    `${GET} && . ./a && ${SUM}`,
    `${GET} && dpkg -i ./a && ${SUM}`,
    `${GET} && { [ -z "$SUM" ] || ${SUM}; }`,
    `${GET} && { [ -n "$SUM" ] && ${SUM}; true; }`,
    `${GET}; if [ -n "$SUM" ]; then ${SUM}; fi`,
    `${GET}; [ -n "$SUM" ] || exit 0; ${SUM}`,
    `${GET}; case $X in a) ${SUM};; esac`,
    `${GET}; exit 0; ${SUM}`,
    `${GET}; check() { ${SUM}; }; tar xf a`,
    `${GET} && [ "$(sha256sum a)" = ${'a'.repeat(64)} -o 1 = 1 ]`,
    `${GET} && [[ "$(sha256sum a)" = ${'a'.repeat(64)} || 1 = 1 ]]`,
    `${GET}; while ! ${SUM}; do break; done`,
    `${GET}; until ${SUM}; do break; done`,
    `trap 'exit 0' EXIT; set -e; ${GET}; ${SUM}`,
    `sha256sum() { true; }; ${GET} && ${SUM}`,
    `function sha256sum { true; }; ${GET} && ${SUM}`,
    `alias sha256sum=true; ${GET} && ${SUM}`,
    `${GET} && ${SUM} & wait`,
    ...['.*', '.*@.*', '(.*)', '^https://.*$', 'https://github.com/.*', '^.+$'].map(
      (any) => `${GET} && cosign verify-blob --certificate-identity-regexp '${any}' --bundle b a`,
    ),
  ])('%s', (script) => {
    expect(verifier(`${FROM}RUN ${script}`)).toBeUndefined();
  });
});

describe('a check that is always done before the file is used verifies it', () => {
  test.each([
    `${GET} && [[ "$(sha256sum a)" == "${'a'.repeat(64)}" ]]`,
    `${GET} && S=$(sha256sum a | cut -d" " -f1) && [ "$S" = "${'a'.repeat(64)}" ]`,
    `${GET} && S=$(sha256sum a | cut -d" " -f1) && if [ "$S" != "$SUM" ]; then exit 1; fi`,
    `${GET} && S=${'a'.repeat(64)} && [ "$(sha256sum a | cut -d" " -f1)" = "$S" ] && sh a`,
    `if [ "$X" ]; then ${GET}; ${SUM}; fi`,
    `[ -n "$X" ] || exit 0; ${GET}; ${SUM}`,
    `if [ "$X" ]; then ${GET}; else exit 0; fi; ${SUM}`,
    `[ "$X" ] || { ${GET} && ${SUM}; }`,
    `${GET}; if [ -n "$SUM" ]; then ${SUM}; else exit 1; fi`,
    `${GET}; case $X in a) ${SUM};; b) ${SUM};; esac`,
    `${GET}; case $X in a) ${SUM};; *) exit 1;; esac`,
    `check() { ${SUM}; }; ${GET}; check`,
    `${GET} && [ -n "$SUM" ] && ${SUM}`,
    `trap 'rm -f a' EXIT; ${GET} && ${SUM}`,
    `${GET} && echo "$SUM  a" > s && sha256sum -c s`,
    `sha256sum b > s; ${GET} && ${SUM}`,
    `${GET} && gpg --verify a.asc a && dpkg -i a`,
  ])('%s', (script) => {
    expect(verifier(`${FROM}RUN ${script}`)).toBeDefined();
  });
});

test('sums from the archive itself are downloaded', () => {
  const GET_TAR = 'curl -o x.tgz https://x.org/x.tgz';
  expect(verifier(`${FROM}RUN ${GET_TAR} && tar xf x.tgz && sha256sum -c SUMS`)).toBe(
    'sha256sum with downloaded sums',
  );
  const copy = 'COPY SUMS /\n';
  expect(verifier(`${FROM}${copy}RUN ${GET_TAR} && tar xf x.tgz && sha256sum -c SUMS`)).toBe(
    'sha256sum',
  );
});

test('a key that is downloaded is no known key for other verifiers either', () => {
  const get = `${GET} && curl -o k.pub https://x.org/k.pub`;
  for (const verify of ['cosign verify-blob --key k.pub a', 'minisign -Vm a -p k.pub'])
    expect(verifier(`${FROM}RUN ${get} && ${verify}`)).toMatch(/with a downloaded key/);
  expect(verifier(`${FROM}RUN ${GET} && cosign verify-blob --key /k.pub a`)).toBe('cosign');
});

describe('a repository is pinned by the commit that is checked out last, and always', () => {
  const C = 'c'.repeat(40);
  const CLONE = 'git clone https://x.org/a.git && cd a';
  const pin = (script: string) =>
    materialsOfDockerfile(parseDockerfile('Dockerfile', `${FROM}RUN ${script}`)).flatMap(
      ({ kind, pin: found, verifiedBy = '' }) => (kind === 'git' ? `${found} ${verifiedBy}` : []),
    );
  test.each([
    [`${CLONE} && git checkout ${C} || true`, 'unknown '],
    [`${CLONE}; git checkout ${C}; make`, 'unknown '],
    [`${CLONE} && git checkout ${C} && git checkout main`, 'none '],
    [`${CLONE} && git reset --hard ${C} && git checkout main`, 'none '],
    [`${CLONE} && git checkout ${C} && git pull`, 'none '],
    [`${CLONE} && git checkout ${C} && git merge origin/main`, 'none '],
    [`${CLONE}; if [ -n "$C" ]; then git checkout ${C}; fi`, 'unknown '],
    [`${CLONE} && { [ -z "$C" ] || git checkout ${C}; }`, 'unknown '],
    [`${CLONE} && git fetch origin main && git checkout FETCH_HEAD`, 'none '],
    [`${CLONE} && git checkout ${C}`, 'commit the commit'],
    [`set -e; ${CLONE}; git checkout ${C}; make`, 'commit the commit'],
    [`${CLONE} && git checkout main && git reset --hard ${C}`, 'commit the commit'],
    [`${CLONE} && git checkout ${C} && git checkout -b build`, 'commit the commit'],
    [`${CLONE} && git checkout ${C} && git submodule update --init`, 'commit the commit'],
    [`${CLONE} && git checkout ${C} -- src && make`, 'none '],
    [`${CLONE} && git fetch origin ${C} && git checkout FETCH_HEAD`, 'commit the commit'],
    [`${CLONE} && git checkout ${C} && git fetch origin main`, 'commit the commit'],
    [`if [ "$X" ]; then ${CLONE} && git checkout ${C}; fi`, 'commit the commit'],
  ])('%s', (script, expected) => {
    expect(pin(script)[0]).toBe(expected);
  });

  test('of two repositories each by its folder', () => {
    const two = 'git clone https://x.org/a.git && git clone https://x.org/b.git';
    expect(pin(`${two} && git -C a checkout ${C} && git -C b checkout main`)).toEqual([
      'commit the commit',
      'none ',
    ]);
  });
});

describe('a check whose failure stops the build, or the use of the file, verifies it', () => {
  test.each([
    `${GET} && ${SUM}`,
    `${GET}; ${SUM}`,
    `${GET} && ${SUM} && tar xf a; rm a`,
    `${GET}; ${SUM} || exit 1; tar xf a`,
    `${GET}; ${SUM} || { echo bad; exit 1; }; tar xf a`,
    `${GET}; ${SUM} || (echo bad && false); tar xf a`,
    `${GET}; ${SUM} || die "bad"; tar xf a`,
    `set -eux; ${GET}; ${SUM}; tar xf a`,
    `set -o errexit; ${GET}; ${SUM}; tar xf a`,
    `set -e; ${GET}; for f in a; do ${SUM}; done; tar xf a`,
    `${GET}; if ${SUM}; then tar xf a; else exit 1; fi`,
    `${GET}; if ! ${SUM}; then exit 1; fi; tar xf a`,
    `${GET}; until ${SUM}; do ${GET}; done; tar xf a`,
    `${GET} && ${SUM} 2>&1 | grep OK`,
    `set -eo pipefail; ${GET}; ${SUM} | tee log; tar xf a`,
    `${GET}; sh -ec '${SUM}; true'`,
    `${GET}; [ "$(sha256sum a)" = "${'a'.repeat(64)}" ] || exit 1; tar xf a`,
    `${GET}; if [ "$(sha256sum a)" != "${'a'.repeat(64)}" ]; then exit 1; fi`,
  ])('%s', (script) => {
    expect(verifier(`${FROM}RUN ${script}`)).toBeDefined();
  });

  test('also where SHELL sets the option, or the script of a here-document', () => {
    const shell = 'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\n';
    expect(verifier(`${FROM}${shell}RUN ${GET}; ${SUM} | tee log; tar xf a`)).toBe('sha256sum');
    const script = (set: string) => `RUN <<EOF\n${set}${GET}\n${SUM}\ntar xf a\nEOF\n`;
    expect(verifier(FROM + script('set -e\n'))).toBe('sha256sum');
    expect(verifier(FROM + script('#!/bin/bash -e\n'))).toBe('sha256sum');
    expect(verifier(FROM + script(''))).toBeUndefined();
  });
});

test('cosign with any identity verifies nothing', () => {
  const by = (identity: string) =>
    materialsOfDockerfile(
      parseDockerfile(
        'Dockerfile',
        `FROM a\nRUN curl -fo /x https://x.org/x && cosign verify-blob --certificate-identity-regexp '${identity}' --bundle b /x`,
      ),
    ).find(({ kind }) => kind === 'download')?.verifiedBy;
  expect(by('.*')).toBeUndefined();
  expect(by('^https://github.com/acme/')).toBe('cosign');
});

test('of the words of a long loop the last ones are listed as a variable', () => {
  const words = Array.from({ length: 60 }, (_, index) => `https://x${index}.org/a`).join(' ');
  const inputs = materialsOfDockerfile(
    parseDockerfile('Dockerfile', `FROM scratch\nRUN for u in ${words}; do curl -O $u; done\n`),
  );
  expect(inputs).toHaveLength(51);
  expect(inputs.at(-1)).toMatchObject({ kind: 'download', pin: 'unknown' });
});

test.each([
  ['rsync -a /context/. .', 0],
  ['yarn init -y', 0],
  ['gcc -o a a.c', 0],
  ['rsync -a host.example:/x .', 1],
  ['rsync -a rsync://host.example/x .', 1],
  ['npm init vite', 1],
])('%s may fetch something: %i', (script, count) => {
  const inputs = materialsOfDockerfile(parseDockerfile('Dockerfile', `${FROM}RUN ${script}\n`));
  expect(inputs).toHaveLength(count);
});

test.each([
  ['RUN uvx ruff', 'package ruff none'],
  ['RUN uvx ruff@0.6.1 check .', 'package ruff@0.6.1 version'],
  ['RUN uv tool run black', 'package black none'],
  ['RUN pipx run --spec git+https://x.org/a.git foo', 'git git+https://x.org/a.git none'],
  ['RUN dnf module install -y nodejs', 'package nodejs none'],
  ['RUN gem install -s http://gem.example foo', 'package-source http://gem.example/ none'],
  ['RUN luarocks install --server=http://lua.example x', 'package-source http://lua.example/ none'],
  ['RUN conda install -c http://conda.example x', 'package-source http://conda.example/ none'],
  ['ENV GOPROXY=http://go.example,direct', 'package-source http://go.example/ none'],
  ['RUN go env -w GOPROXY=http://go.example', 'package-source http://go.example/ none'],
  ['RUN GOPROXY=http://go.example go install x@v1', 'package-source http://go.example/ none'],
  ['RUN openssl s_client -connect x.org:443', 'program openssl unknown'],
  [
    'RUN sed -i s/deb.debian.org/mirror.example/ /etc/apt/sources.list',
    'package-source mirror.example none',
  ],
  [
    'RUN sed -i "s|http://a.example|https://b.example/x|g" /etc/apk/repositories',
    'package-source https://b.example/x none',
  ],
  [
    'COPY <<X /etc/apt/sources.list.d/x.list\ndeb [trusted=yes] http://apt.example/ x main\nX',
    'package-source http://apt.example/ none',
  ],
])('%s has the input %s', (line, expected) => {
  const inputs = materialsOfDockerfile(parseDockerfile('Dockerfile', `${FROM}${line}\n`));
  const lines = inputs.map(({ kind, what, pin }) => `${kind} ${what} ${pin}`);
  expect(lines.map((one) => one.replace(/(\/\/[^/ ]+)(?= )/, '$1/'))).toContain(expected);
});

test.each([
  "RUN sed -i 's/http:/https:/g' /etc/apt/sources.list",
  "RUN sed -i 's/ main/ main contrib/' /etc/apt/sources.list",
  "RUN sed -i 's/a.example/b.example/' /etc/hosts",
  'RUN openssl rand -hex 8',
])('%s has none', (line) => {
  expect(materialsOfDockerfile(parseDockerfile('Dockerfile', `${FROM}${line}\n`))).toEqual([]);
});
