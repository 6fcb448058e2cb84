import { pod, testRule } from '../rule-cases.js';

testRule('DEP-LATEST', [
  ['services: { a: { image: "h:5000/x" } }', ['"h:5000/x"']],
  ['services: { a: { image: "x:latest@sha256:0" } }', []],
  ['services: { a: { image: x, build: . } }', []],
  [pod('containers: [{ name: c, image: "x:latest" }]'), ['"x:latest"']],
]);
