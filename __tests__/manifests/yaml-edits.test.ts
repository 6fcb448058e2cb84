import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { applyAllFixes } from '../../src/core/apply-fixes.js';
import type { Finding } from '../../src/core/finding.js';
import { lintManifest } from '../../src/manifests/lint.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import { manifestRules } from '../../src/manifests/rules/index.js';
import { NOW } from '../now.js';
import { sample } from '../sample.js';
import { manifestOf } from './lint-text.js';

const lint = (text: string): Finding[] => lintManifest(manifestOf(text), { now: NOW });

/** Files in which it is difficult to find the place and the indentation of an added key. */
const UNUSUAL_LAYOUTS = [
  'services:\n  app:\n    image: x:1',
  'services:\n  app:\n    image: x:1 # said so\n    # at the end\n\n  # of the next\n  b: { image: y:1 }\n',
  'services: { app: { image: x:1, security_opt: [] }, b: { image: y:1 } }\n',
  'services:\n    app:\n        image: x:1\n        security_opt:\n        - label:type:container_t # mine\n        cap_drop:\n            - NET_RAW\n',
  'services:\n  app:\n    image: x:1\n    environment:\n      TEXT: |\n        one\n        two\n\n  b:\n    image: y:1\n    command: >-\n      a\n      b\n',
  'services:\n  app:\n    image: x:1\n    environment:\n      EMPTY:\n  b:\n    image: y:1\n    labels:\n',
  'services:\n  app:\n    image: x:1\n    environment:\n      EMPTY: # nothing\n',
  'x-base: &base\n  image: x:1\n  logging:\n    driver: json-file\nservices:\n  a:\n    <<: *base\n  b:\n    <<: *base\n    user: "1"\n',
  'services:\n  a: &a\n    image: x:1\n  b: *a\n',
  'services: { a: { image: x:1, tty }, b: { image: y:1, tty: }, c: { image: z:1, "tty" : } }\n',
  'services:\n  "a" :\n    "image" : x:1\n    "tty" :\n  b:\n    image: "y:1"   \n...\n',
  'services:\n  a: &a !x\n    image: x:1\n  b:\n    # first\n    image: x:1\n    tmpfs:\n    - /tmp\n',
  'services:\n  a:\n    image: x:1\n    ports:\n      - 5432:5432\n      - "6379"\n      - { target: 3306, published: 3306 }\n      - target: 9200\n        host_ip: 0.0.0.0\n',
  'services:\n  a:\n    image: x:1\n    security_opt:\n      - no-new-privileges:false\n    logging: { driver: none }\n    oom_kill_disable: true\n    oom_score_adj: -1000\n    healthcheck:\n      test: ["CMD",\n        "true"]\n',
  'services:\n  a:\n    image: x:1\n    extends: { file: far.yaml, service: b }\n    privileged: true\n',
  'services:\n  a:\n    image: x:1\n    read_only: false\n    cap_drop:\n    security_opt:\n    logging:\n    restart:\n',
  'kind: Pod\nmetadata: { name: a }\nspec:\n  hostNetwork: true\n  containers:\n  - image: x:1\n    name: a\n  - image: y:1\n    name: b\n    securityContext:\n      privileged: yes\n      runAsNonRoot: false\n      procMount: Unmasked\n',
  'kind: Pod\nmetadata:\n  name: a\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/a: unconfined\nspec:\n  containers:\n    -\n      name: a\n      image: x:1\n      securityContext: {}\n    - { name: b, image: x:1, securityContext: { capabilities: { drop: [NET_RAW] } } }\n',
  'kind: Job\nmetadata:\n  name: a\nspec:\n  template:\n    spec:\n      securityContext:\n        seccompProfile: { type: Unconfined }\n        runAsNonRoot: false\n      containers:\n        - name: a\n          image: x:1\n          volumeMounts:\n            - name: v\n              mountPath: /v\n            - { name: v, mountPath: /w, readOnly: false }\n      volumes:\n        - name: v\n          hostPath:\n            path: /srv\n',
  'kind: List\nitems:\n- kind: Pod\n  metadata: {name: a}\n  spec:\n    containers:\n    - name: a\n      image: x:1\n      securityContext: &sc\n        runAsUser: 10001\n    - name: b\n      image: x:1\n      securityContext: *sc\n---\nkind: Pod\nspec: { containers: [ { name: c, image: x:1 } ] }\n',
];

/** The manifests of a conformance set next to the repository; undefined if it is not there. */
function sharedManifests(name: string): readonly string[] | undefined {
  const file = `../shared/conformance/manifests/${name}.json`;
  if (!existsSync(file)) return undefined;
  const cases: readonly { readonly manifest: string }[] = JSON.parse(readFileSync(file, 'utf8'));
  return sample(
    cases.map(({ manifest }) => manifest),
    3,
  );
}

/** The properties of fixes that do not hold for a file. */
function violations(text: string): string[] {
  const before = lint(text);
  const { text: fixed } = applyAllFixes(text, lint);
  const after = lint(fixed);
  const count = (findings: readonly Finding[], id: string) =>
    findings.filter(({ rule }) => rule === id).length;
  const violated = manifestRules
    // A pod that leaves the network of its host needs a policy from then on.
    .filter(({ id }) => id !== 'DEP-NETPOL' || !text.includes('hostNetwork'))
    .filter(({ id }) => count(after, id) > count(before, id))
    .map(({ id }) => `${id} is new`);
  for (const { rule, fix, location } of after)
    if (fix) violated.push(`${rule} still offers a fix on line ${location?.startLine}`);
  for (const { rule, fix } of before)
    if (fix && count(after, rule) >= count(before, rule)) violated.push(`${rule} is not fixed`);
  if (applyAllFixes(fixed, lint).text !== fixed) violated.push('a second run changes the file');
  return violated;
}

const examples = sample(
  manifestRules.flatMap(({ wrong }) => (wrong ? [wrong, `${wrong}\n`] : [])),
  3,
);

describe.each([
  ['files with unusual layouts', UNUSUAL_LAYOUTS],
  ['the examples of the rules', examples],
  ['../shared/conformance/manifests/pss.json (skipped if absent)', sharedManifests('pss')],
  ['../shared/conformance/manifests/compose.json (skipped if absent)', sharedManifests('compose')],
])('all fixes of %s', (_, texts) => {
  const check = texts ? it : it.skip;

  check('remove their findings, add no finding, and change nothing in a second run', () => {
    const found = (texts ?? []).flatMap((text, index) =>
      violations(text).map((violation) => `file ${index}: ${violation}`),
    );
    expect(found).toEqual([]);
  });

  check('keep the line endings of the file', () => {
    for (const text of texts ?? []) {
      const windows = text.replaceAll('\n', '\r\n');
      const { text: fixed } = applyAllFixes(windows, lint);
      expect(fixed.replaceAll('\r\n', '')).not.toContain('\n');
      expect(fixed.replaceAll('\r\n', '\n')).toBe(applyAllFixes(text, lint).text);
    }
  });
});

it('the fixes of a JSON file leave valid JSON', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: {
      hostPID: true,
      containers: [
        { name: 'a', image: 'x:1', securityContext: { privileged: true } },
        { name: 'b', image: 'x:1', securityContext: { capabilities: { drop: ['NET_RAW'] } } },
      ],
    },
  };
  for (const text of [JSON.stringify(pod), JSON.stringify(pod, null, 2)]) {
    const { text: fixed } = applyAllFixes(text, (current) =>
      lintManifest(readManifest(current, 'a.json', 'kubernetes'), {
        now: NOW,
        leastPrivilege: 'propose',
      }),
    );
    expect(JSON.parse(fixed).spec).toMatchObject({
      hostPID: false,
      containers: [
        { securityContext: { privileged: false, capabilities: { drop: ['ALL'] } } },
        { securityContext: { capabilities: { drop: ['NET_RAW', 'ALL'] } } },
      ],
    });
  }
});
