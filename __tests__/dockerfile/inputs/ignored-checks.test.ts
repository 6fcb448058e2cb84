import { describe, expect, test } from '@jest/globals';
import { inputsOfDockerfile } from '../../../src/dockerfile/inputs/ledger.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';

const GET = 'curl -o a https://x.org/a';
const SUM = `echo "${'a'.repeat(64)}  a" | sha256sum -c -`;
const FROM = 'FROM scratch\n';

/** What verifies the download of a Dockerfile. */
function verifier(dockerfile: string): string | undefined {
  const inputs = inputsOfDockerfile(parseDockerfile('Dockerfile', dockerfile));
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
    inputsOfDockerfile(
      parseDockerfile(
        'Dockerfile',
        `FROM a\nRUN curl -fo /x https://x.org/x && cosign verify-blob --certificate-identity-regexp '${identity}' --bundle b /x`,
      ),
    ).find(({ kind }) => kind === 'download')?.verifiedBy;
  expect(by('.*')).toBeUndefined();
  expect(by('^https://github.com/acme/')).toBe('cosign');
});
