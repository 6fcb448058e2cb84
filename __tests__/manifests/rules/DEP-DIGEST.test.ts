import { service, testRule } from '../rule-cases.js';

testRule('DEP-DIGEST', [
  [service('tty: true'), ['x:1']],
  ['services: { a: { image: "x@sha256:0" } }', []],
]);
