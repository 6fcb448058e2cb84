import { describe, expect, it, test } from '@jest/globals';
import { lintManifest } from '../../../src/manifests/lint.js';
import { NOW } from '../../now.js';
import { manifestOf, markedTexts } from '../lint-text.js';

const container = (indent: string) =>
  ['containers:', '  - name: a', '    securityContext: { privileged: true }']
    .map((line) => indent + line)
    .join('\n');
const template = `spec:\n  template:\n    spec:\n${container('      ')}\n`;

test.each([
  ['Pod', `kind: Pod\nspec:\n${container('  ')}\n`],
  ['PodTemplate', `kind: PodTemplate\ntemplate:\n  spec:\n${container('    ')}\n`],
  ...[
    'Deployment',
    'ReplicaSet',
    'ReplicationController',
    'StatefulSet',
    'DaemonSet',
    'Job',
    'Rollout',
    'CloneSet',
  ].map((kind) => [kind, `kind: ${kind}\n${template}`] as const),
  [
    'CronJob',
    `kind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n${container('          ')}\n`,
  ],
  ['List', `kind: List\nitems:\n  - kind: Pod\n    spec:\n${container('      ')}\n`],
  ['PodList', `kind: PodList\nitems:\n  - spec:\n${container('      ')}\n`],
  ['file of two documents', `kind: Service\n---\nkind: Pod\nspec:\n${container('  ')}\n`],
])('the containers of a %s are found', (_, text) => {
  expect(markedTexts('DEP-PRIV', text)).toEqual(['true']);
});

describe('an object of an unknown kind', () => {
  it.each(['kind: Gadget\nspec: { template: { spec: {} } }\n', 'kind: constructor\nspec: {}\n'])(
    'such as %j has no findings',
    (text) => {
      expect(lintManifest(manifestOf(text), { now: NOW })).toEqual([]);
    },
  );
});

it('a volume is reported once for the pod, whatever the number of its containers', () => {
  const text =
    'kind: Pod\nspec:\n  containers: [{ name: a }, { name: b }]\n  volumes:\n    - hostPath: { path: /var/run/docker.sock }\n';
  expect(markedTexts('DEP-SOCK', text)).toEqual(['/var/run/docker.sock']);
});
