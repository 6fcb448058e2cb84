import { service, testRule } from '../rule-cases.js';

testRule('DEP-DIGEST', [
  [service('tty: true'), ['x:1']],
  [
    'services: { a: { image: "<your-image>" }, b: { image: "/x:" }, c: { image: "localhost:5000/a/b:1" } }',
    ['"localhost:5000/a/b:1"'],
  ],
  ['services: { a: { image: "x@sha256:0" } }', []],
  // DEP-LATEST reports these.
  ['services: { a: { image: x }, b: { image: "x:latest" } }', []],
]);
