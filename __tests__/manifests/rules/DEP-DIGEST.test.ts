import { service, testRule } from '../rule-cases.js';

testRule('DEP-DIGEST', [
  [service('tty: true'), ['x:1']],
  [
    'services: { a: { image: "<your-image>" }, b: { image: "/x:" }, c: { image: "localhost:5000/a/b" } }',
    ['"localhost:5000/a/b"'],
  ],
  ['services: { a: { image: "x@sha256:0" } }', []],
]);
