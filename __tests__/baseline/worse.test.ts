import { expect, it } from '@jest/globals';
import { gitStory } from './git-story.js';

type Files = Readonly<Record<string, string>>;

const pod = (settings: string): Files => ({
  'k.yaml': `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: x }
spec:
  automountServiceAccountToken: false
  containers:
    - name: web
      image: ghcr.io/acme/web@sha256:${'a'.repeat(64)}
      securityContext: { ${settings} }
`,
});
const dockerfile = (run: string): Files => ({
  Dockerfile: `FROM debian:13\nADD https://example.org/x /x\nRUN ${run}\nUSER 1\n`,
});

it.each([
  ['a download that a RUN starts now', 'PS0022', dockerfile('true'), dockerfile('sh -x /x')],
  [
    'an escalation that is allowed in words now',
    'DEP-NNP',
    pod('privileged: false'),
    pod('privileged: false, allowPrivilegeEscalation: true'),
  ],
])('%s is new, and less of it is not', async (_, rule, mild, severe) => {
  const statuses = async (before: Files, after: Files) => {
    const story = gitStory();
    try {
      story.base(before);
      story.commit(after);
      const { findings } = await story.run();
      return findings.flatMap((one) => (one.rule === rule ? one.status : []));
    } finally {
      story.remove();
    }
  };
  expect(await statuses(mild, severe)).toContain('new');
  expect(await statuses(severe, mild)).not.toContain('new');
  expect(await statuses(severe, { ...severe, 'a.txt': 'a' })).toEqual(['existing']);
});
