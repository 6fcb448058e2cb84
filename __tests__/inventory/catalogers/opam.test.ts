import { describe, expect, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { opam } from '../../../src/inventory/catalogers/opam.js';
import { file, wants } from '../build/file.js';

const FOLDER = 'home/opam/.opam/5.2/.opam-switch';

describe('the opam cataloger', () => {
  test.each([
    [`${FOLDER}/packages/cohttp.6.0.0/opam`, true],
    ['app/_opam/.opam-switch/packages/ocaml-base-compiler.5.2.0/opam', true],
    [`${FOLDER}/packages/cache`, false],
    [`${FOLDER}/sources/cohttp.6.0.0/opam`, false],
    ['home/opam/.opam/repo/default/packages/cohttp/cohttp.6.0.0/opam', false],
    [`${FOLDER}/packages/cohttp/opam`, false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(opam, path)).toBe(expected);
  });

  test.each([
    ['cohttp.6.0.0', 'opam-version: "2.0"\nlicense: "ISC"\n', 'cohttp', '6.0.0', 'ISC'],
    ['base-unix.base', '# made by opam\nopam-version: "2.0"\n', 'base-unix', 'base', undefined],
    [
      'uri.4.4.0~beta1',
      'opam-version : "2.1"\nlicense: [\n  "ISC"\n  "LGPL-2.1-only WITH OCaml-LGPL-linking-exception"\n]\n',
      'uri',
      '4.4.0~beta1',
      'ISC AND LGPL-2.1-only WITH OCaml-LGPL-linking-exception',
    ],
    [
      'choice.1',
      'opam-version: "2.0"\nlicense: ["MIT OR ISC" "AGPL-3.0-only"]\n',
      'choice',
      '1',
      '(MIT OR ISC) AND AGPL-3.0-only',
    ],
    ['x.1', 'opam-version: "2.0"\nlicense: [ "MIT\n', 'x', '1', undefined],
  ])('takes name and version from the folder %s, and the license from %j', (...row) => {
    const [folder, text, name, version, license] = row;
    expect(opam.read(file(`${FOLDER}/packages/${folder}/opam`, text))).toEqual([
      { type: 'opam', name, version, license },
    ]);
  });

  test.each(['', '\0', 'license: "MIT"\n', 'opam-version: 2\n'])('rejects %j', (text) => {
    const damaged = file(`${FOLDER}/packages/cohttp.6.0.0/opam`, text);
    expect(() => opam.read(damaged)).toThrow(CatalogError);
  });
});
