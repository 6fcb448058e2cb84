import { expect, it } from '@jest/globals';
import { readManifest } from '../../../src/manifests/read-manifest.js';

const PATH = '.github/workflows/a.yml';

function notes(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return readManifest(text, PATH, 'workflow', (path) => files[path]).notes;
}

it.each([
  ['jobs: [a]', 'Line 1: jobs is a list, not a map, so it was not checked'],
  ['jobs: text', 'Line 1: jobs is a single value, not a map, so it was not checked'],
  ['jobs:', 'Line 1: jobs has no value, but must be a map, so it was not checked'],
  ['on: push', 'Line 1: the workflow has no jobs, so it was not checked'],
  ['- a', 'Line 1: the document is a list, not a map, so it was not checked'],
  ['jobs:\n  a: text', 'Line 2: jobs.a is a single value, not a map, so it was not checked'],
  [
    'jobs:\n  a: { runs-on: x }',
    'Line 2: jobs.a has neither steps nor uses, so it was not checked',
  ],
  [
    'jobs:\n  a:\n    steps: { run: x }',
    'Line 3: jobs.a.steps is a map, not a list, so it was not checked',
  ],
  [
    'jobs:\n  a:\n    steps: [text]',
    'Line 3: jobs.a.steps[0] is a single value, not a map, so it was not checked',
  ],
  [
    'jobs:\n  a:\n    steps:\n      - name: x',
    'Line 4: jobs.a.steps[0] has neither run nor uses, so it was not checked',
  ],
  [
    'jobs:\n  a:\n    steps:\n      - run: [x]',
    'Line 4: jobs.a.steps[0].run is a list, not a single value, so it was not checked',
  ],
])('%j is no workflow', (text, note) => {
  expect(notes(text)).toEqual([note]);
});

const USES = 'jobs: { a: { steps: [{ uses: ./act }] } }';

it.each([
  ['runs: text', 'Line 1 of act/action.yml: runs is a single value, not a map'],
  ['runs: [a]', 'Line 1 of act/action.yml: runs is a list, not a map'],
  ['runs: { using: docker }', 'Line 1 of act/action.yml: runs has no image'],
  ['runs: { using: composite }', 'Line 1 of act/action.yml: runs has no steps'],
  ['runs: { main: a.js }', 'Line 1 of act/action.yml: runs has no using'],
  ['name: a', 'Line 1 of act/action.yml: the action has no runs'],
  [
    'runs: { using: composite, steps: [{ id: a }] }',
    'Line 1 of act/action.yml: runs.steps[0] has neither run nor uses',
  ],
])('%j is no action', (text, note) => {
  expect(notes(USES, { 'act/action.yml': text })).toEqual([`${note}, so it was not checked`]);
});

it.each([
  `on: [push]\nenv: \${{ fromJSON(vars.ENV) }}\njobs:\n  a:\n    container: \${{ fromJSON(vars.C) }}\n    steps:\n      - run:\n      - uses: a/b@v1\n        with:\n`,
  'on:\n  schedule:\n    - cron: 1 * * * *\n  push:\npermissions: read-all\njobs:\n  a: { uses: a/b/.github/workflows/c.yml@v1, with: { x: 1 }, secrets: inherit }\n',
])('%j is one', (text) => {
  expect(notes(text)).toEqual([]);
});
