import { testRule, withDollars } from '../rule-cases.js';

function onRunner(label: string): string {
  return `on: pull_request\njobs:\n  build:\n    runs-on: ${label}\n    strategy: { matrix: { os: [x], r: [[self-hosted, linux]] } }\n    steps: []`;
}

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
  // GitHub compares labels without regard to case; an expression or the matrix can name one.
  ...['[Self-Hosted]', `"§{{ inputs.runner || 'self-hosted' }}"`, '"§{{ matrix.r }}"'].map(
    (label) => [withDollars(onRunner(label)), [withDollars(label)]] as const,
  ),
  ...[`"§{{ github.event_name == 'push' && 'self-hosted' || 'x' }}"`, '"§{{ matrix.os }}"'].map(
    (label) => [withDollars(onRunner(label)), []] as const,
  ),
]);
