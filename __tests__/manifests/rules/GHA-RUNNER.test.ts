import { testRule } from '../rule-cases.js';

testRule('GHA-RUNNER', [
  [
    'on: [push, pull_request]\njobs:\n  build:\n    runs-on: [self-hosted, linux]\n    steps: []',
    ['[self-hosted, linux]'],
  ],
  [
    'on: pull_request\njobs:\n  build:\n    runs-on: { labels: self-hosted }\n    steps: []',
    ['{ labels: self-hosted }'],
  ],
  ['on: push\njobs:\n  build:\n    runs-on: self-hosted\n    steps: []', []],
  ['on: pull_request\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps: []', []],
]);
