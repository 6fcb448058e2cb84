import { pod, testRule } from '../rule-cases.js';

testRule('DEP-REPULL', [
  ['services: { a: { image: x, restart: always, pull_policy: always } }', ['always']],
  ['services: { a: { image: x, restart: always } }', []],
  ['services: { a: { image: "x:1", restart: always, pull_policy: always } }', []],
  ['services: { a: { image: x, restart: "no", pull_policy: always } }', []],
  [pod('containers: [{ name: c, image: "x:latest", imagePullPolicy: Always }]'), ['Always']],
  [pod('containers: [{ name: c, image: "x:latest" }]'), []],
  [pod('containers: [{ name: c, image: x, imagePullPolicy: IfNotPresent }]'), []],
  [pod('{ restartPolicy: Never, containers: [{ name: c, image: x }] }'), []],
]);
