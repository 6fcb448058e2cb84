import { expect, it } from '@jest/globals';
import type { RuntimeFacts } from '../../src/core/runtime-needs.js';
import { runtimeSentences } from '../../src/reports/runtime-text.js';

const folder = (path: string) => ({ path, uid: 0, gid: 0, mode: 0o755, evidence: 'x' });
const NOTHING: RuntimeFacts = { writable: [], volumes: [], ports: [], capabilities: [] };

it.each<[string, RuntimeFacts, string]>([
  [
    'starts as root',
    {
      ...NOTHING,
      rootReason: 'start.sh:4 becomes app, which only root can do',
      writable: ['/a', '/b', '/c', '/d', '/e', '/f', '/g', '/h'].map(folder),
      capabilities: [{ name: 'SETUID', evidence: 'x' }],
      ports: ['80/tcp'],
    },
    'app starts as root (start.sh:4 becomes app, which only root can do); writes to /a, /b, /c, /d, /e, /f and 2 more; needs the capabilities SETUID; listens on 80/tcp, so a network policy can allow ingress to nothing else',
  ],
  [
    'can run as a user',
    {
      ...NOTHING,
      user: { uid: 101, gid: 101, name: 'app', evidence: 'USER app' },
      writesReason: 'start.sh:2 installs packages',
      privilegeReason: 'start.sh:3 runs sudo',
    },
    'app can run as user 101 app (USER app); needs a writable root file system (start.sh:2 installs packages); needs no capability; needs new privileges (start.sh:3 runs sudo); exposes no port',
  ],
])('an image that %s is described in one sentence', (_, runtime, sentence) => {
  const targets = [
    { kind: 'image', name: 'app', runtime },
    { kind: 'image', name: 'b' },
  ] as const;
  expect(runtimeSentences({ targets })).toEqual([sentence]);
});
