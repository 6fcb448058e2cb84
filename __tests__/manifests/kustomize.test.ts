import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inspectManifests } from '../../src/manifests/manifests.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';
import { NOW } from '../now.js';

/** Pull requests that change an overlay of Kustomize. */

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const FILES = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.29
          securityContext:
            privileged: true
`,
  'prod/kustomization.yaml':
    'resources: [../base]\nnamePrefix: prod-\npatches: [{ path: p.yaml }]\n',
  'prod/p.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      hostPID: false
      containers:
        - name: web
          securityContext: { privileged: false }
`,
};

async function changed(files: Readonly<Record<string, string | undefined>>) {
  story.base(FILES);
  story.commit(files);
  const { findings } = await story.run();
  return findings
    .filter(({ status }) => status === 'new' || status === 'fixed')
    .map(
      ({ rule, status, location, message }) =>
        `${status} ${rule} ${location?.path}:${location?.startLine} ${message}`,
    );
}

describe('a pull request that changes one line of an overlay', () => {
  it('has its finding on that line', async () => {
    const patch = FILES['prod/p.yaml'].replace('hostPID: false', 'hostPID: true');
    expect(await changed({ 'prod/p.yaml': patch })).toEqual([
      'new DEP-HOSTPID prod/p.yaml:7 Deployment "prod-web" shares the host’s PID namespace',
    ]);
  });

  it('has what the overlay no longer corrects on the line of the base', async () => {
    const patch = FILES['prod/p.yaml'].replace(/ {10}securityContext.*\n/, '');
    expect(await changed({ 'prod/p.yaml': patch })).toEqual([
      'new DEP-PRIV base/web.yaml:13 Container "web" runs privileged, in prod',
    ]);
  });

  it('has nothing new for another prefix', async () => {
    const text = FILES['prod/kustomization.yaml'];
    expect(await changed({ 'prod/kustomization.yaml': text.replace('prod-', 'live-') })).toEqual(
      [],
    );
  });

  it('has all findings of an overlay that it adds as new there', async () => {
    const text = FILES['prod/kustomization.yaml'];
    const added = await changed({
      'test/kustomization.yaml': text.replace('prod-', 'test-').replace('p.yaml', '../prod/p.yaml'),
    });
    expect(added.filter((one) => !one.endsWith(', in test'))).toEqual([]);
    expect(added.some((one) => one.startsWith('new DEP-SATOKEN base/web.yaml:3'))).toBe(true);
  });
});

it('the files that an overlay includes count as checked where only the overlay is named', async () => {
  story.base(FILES);
  const files = ['prod/kustomization.yaml', 'prod/p.yaml'].map((path) => ({
    path,
    kind: 'kubernetes' as const,
  }));
  const { coverage = [] } = await inspectManifests(story.root, files, { now: NOW });
  expect(coverage.map(({ target, state }) => `${target} ${state}`).sort()).toEqual([
    'base/kustomization.yaml checked',
    'base/web.yaml checked',
    'prod/kustomization.yaml checked',
    'prod/p.yaml checked',
  ]);
});
