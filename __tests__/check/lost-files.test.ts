import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { isGap } from '../../src/core/coverage.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const DOCKERFILE = 'FROM alpine:3.22\nUSER 1000\n';
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - { name: a, image: a:1, securityContext: { privileged: true } }\n';
const COMPOSE = 'services:\n  a:\n    image: a:1\n    privileged: true\n';
const ACTION =
  "name: a\ndescription: b\nruns:\n  using: composite\n  steps:\n    - shell: sh\n      run: docker build --build-arg TOKEN=$TOKEN . && echo '$" +
  "{{ github.event.issue.title }}'\n";
const workflow = (step: string) =>
  `on: push\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - ${step}\n`;
const BUILD = workflow('run: docker build .');

async function gapsAfter(
  path: string,
  before: string,
  after: string,
  others: Readonly<Record<string, string>> = {},
) {
  story.base({ Dockerfile: DOCKERFILE, ...others, [path]: before });
  story.commit({ [path]: after });
  const { coverage, verdict } = await story.run();
  const ofPath = coverage.filter((row) => isGap(row) && row.target === path && !row.informational);
  return { isGap: ofPath.length > 0, outcome: verdict.outcome };
}

const GAP = { isGap: true, outcome: 'incomplete' };

it.each([
  ['a Pod without its first lines', 'k8s/pod.yaml', POD, POD.split('\n').slice(3).join('\n')],
  ['a Compose file by content', 'deploy/a.yaml', COMPOSE, 'services: [a]\n'],
  ['an action that is cut off', 'act/action.yml', ACTION, ACTION.slice(0, 30)],
  ['an action that is cut off in a string', 'act/action.yml', ACTION, 'name: a\ndescription: "b\n'],
  ['an action with a text', 'act/action.yml', ACTION, 'name: a\nruns: text\n'],
  ['an action with a list', 'act/action.yml', ACTION, 'name: a\nruns: [text]\n'],
  ['an action without its image', 'act/action.yml', ACTION, 'name: a\nruns: { using: docker }\n'],
  ['a workflow with a list', '.github/workflows/a.yml', BUILD, 'on: push\njobs: [docker]\n'],
  ['a workflow with a text', '.github/workflows/a.yml', BUILD, 'on: push\njobs: text\n'],
  ['a workflow without jobs', '.github/workflows/a.yml', BUILD, 'on: push\n'],
  ['a workflow that is cut off', '.github/workflows/a.yml', BUILD, 'on: push\njobs: "\n'],
  ['a Bake file', 'docker-bake.json', '{"target":{"a":{}}}', '{"target":"a"}'],
  ['a target of Bake', 'docker-bake.json', '{"target":{"a":{}}}', '{"target":{"a":["b"]}}'],
])('%s is a gap, and not fixed', async (_, path, before, after) => {
  expect(await gapsAfter(path, before, after)).toEqual(GAP);
});

it('a Compose file that a workflow names is a gap', async () => {
  const step = workflow('run: docker compose -f deploy/a.yaml build');
  const others = { '.github/workflows/a.yml': step };
  expect(await gapsAfter('deploy/a.yaml', COMPOSE, 'services: [a]\n', others)).toEqual(GAP);
});

it.each([
  ['an emptied manifest', 'k8s/pod.yaml', POD, '# Nothing runs here any more.\n'],
  ['another manifest', 'k8s/pod.yaml', POD, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n'],
  ['a file that never was one', 'a/action.yml', 'route: a\n', 'route: "b\n'],
  ['Bake blocks in lists', 'docker-bake.json', '{}', '{"target":[{"a":[{"context":"."}]}]}'],
])('%s is none', async (_, path, before, after) => {
  expect((await gapsAfter(path, before, after)).isGap).toBe(false);
});
