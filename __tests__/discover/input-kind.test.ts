import { expect, it } from '@jest/globals';
import { inputKind } from '../../src/discover/input-kind.js';

const POD = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: x\n';

it.each([
  ['dockerfile', 'FROM debian:13\n'],
  ['dockerfile', '# syntax=docker/dockerfile:1\n\nARG A=1\nFROM debian\n'],
  ['dockerfile', 'RUN true\n'],
  ['dockerfile', 'FORM debian\n'],
  ['dockerfile', 'from debian as build\n'],
  ['dockerfile', ''],
  ['kubernetes', POD],
  ['kubernetes', '{"apiVersion":"v1","kind":"Pod"}'],
  ['compose', 'services:\n  a:\n    image: x\n'],
  [undefined, 'key: value\n'],
  [undefined, '# Title\n\nFrom here on, everything works.\n'],
  [undefined, '# Title\n\nRun the command.\n'],
  [undefined, '{"name":"x"}'],
  [undefined, 'USAGE: run\n'],
])('the kind is %s of %j', (kind, text) => {
  expect(inputKind('-', text)).toBe(kind);
});
