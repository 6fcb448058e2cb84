import { describe, expect, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { hex } from '../../../src/inventory/catalogers/hex.js';
import { file, named, wants } from '../build/file.js';

const read = (text: string) => named(hex.read(file('app/lib/x-1/ebin/x.app', text)));

describe('the hex cataloger', () => {
  test.each([
    ['app/lib/plug-1.15.3/ebin/plug.app', true],
    ['ebin/plug.app', true],
    ['app/lib/plug-1.15.3/ebin/plug.beam', false],
    ['app/plug.app', false],
  ])('wants %s: %s', (path, wanted) => {
    expect(wants(hex, path)).toBe(wanted);
  });

  test.each([
    ['{application,plug,[{description,"x"},{vsn,"1.15.3"},{modules,[plug]}]}.', ['plug@1.15.3']],
    ['%% a comment\n{application, \'my_app\',\n  [\n  {vsn, "0.1.0+git"}]}.', ['my_app@0.1.0+git']],
    ['{application,later,[{modules,[a,b]},{vsn,"2.0.0-rc.0"}]}.', ['later@2.0.0-rc.0']],
    ['{application,unversioned,[{vsn,git}]}.', []],
  ])('reads %s', (text, found) => {
    expect(read(text)).toEqual(found);
  });

  test.each([
    ['{application,plug,[{vsn,"1.15.3"}]}.', 'hex'],
    ['{application,ssl,[{vsn,"11.2"},{runtime_dependencies,["stdlib-4.1"]}]}.', 'otp'],
    ['{application,eex,[{vsn,"1.18.3"}]}.', 'otp'],
    ['{application,eex,[{runtime_dependencies,[]}]}.', undefined],
  ])('gives %s the type %s', (text, type) => {
    expect(hex.read(file('ebin/x.app', text))[0]?.type).toBe(type);
  });

  test.each(['', 'x', '[]', '{application,"text",[]}.', '\0\0'])(
    'throws CatalogError for %j',
    (text) => {
      expect(() => read(text)).toThrow(CatalogError);
    },
  );

  // An expression that backtracks would take minutes for these.
  test.each([
    ['braces', '{ '.repeat(500_000)],
    ['blanks', `{${' '.repeat(1_000_000)}`],
    ['beginnings', "{application,'".repeat(70_000)],
  ])('throws CatalogError for a megabyte of %s', (_, text) => {
    expect(() => read(text)).toThrow(CatalogError);
  });
});
