import { describe, expect, it, test } from '@jest/globals';
import { PortsideError } from '../../src/findings/errors.js';
import { applyFixes } from '../../src/findings/fix.js';
import { type ManifestKind, manifestKind } from '../../src/manifests/kind.js';
import { lintManifest } from '../../src/manifests/lint.js';
import { readManifest } from '../../src/manifests/manifest.js';

/** `RULE text-it-stands-on` of every finding. */
function marks(text: string, kind: ManifestKind = 'compose'): string[] {
  const lines = text.split('\n');
  return lintManifest(readManifest(text, 'm.yaml', kind)).map(({ rule, location }) => {
    const line = lines[(location?.startLine ?? 0) - 1] ?? '';
    return `${rule} ${line.slice((location?.startColumn ?? 0) - 1, (location?.endColumn ?? 0) - 1)}`;
  });
}

describe('Compose', () => {
  it('marks the value that makes a service privileged', () => {
    expect(marks('services:\n  app:\n    privileged: true\n')).toEqual(['DEP-PRIV true']);
  });

  it('says nothing about a service that is not', () => {
    expect(marks('services:\n  app:\n    image: x\n    privileged: false\n')).toEqual([]);
  });

  it('follows anchors and merges', () => {
    expect(marks('x-base: &base\n  privileged: true\nservices:\n  app:\n    <<: *base\n')).toEqual([
      'DEP-PRIV true',
    ]);
  });

  test.each([
    ['volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]', 1],
    ['volumes: [{ type: bind, source: /run/containerd/containerd.sock, target: /c.sock }]', 1],
    ['volumes: ["./docker.sock.md:/docs"]', 0],
    ['volumes: ["data:/var/run/docker.sock"]', 0],
  ])('%s mounts the engine’s socket %d times', (volumes, times) => {
    const found = marks(`services:\n  app:\n    ${volumes}\n`);
    expect(found.filter((mark) => mark.startsWith('DEP-SOCK'))).toHaveLength(times);
  });

  it('offers a fix after which the finding is gone', () => {
    const text = 'services:\n  app:\n    privileged: true # needed?\n';
    const fixes = lintManifest(readManifest(text, 'm.yaml', 'compose')).flatMap(
      ({ fix }) => fix ?? [],
    );
    const fixed = applyFixes(text, fixes).text;
    expect(fixed).toBe('services:\n  app:\n    privileged: false # needed?\n');
    expect(marks(fixed)).toEqual([]);
  });
});

describe('Kubernetes', () => {
  const container = (indent: string) =>
    ['containers:', '  - name: a', '    securityContext: { privileged: true }']
      .map((line) => indent + line)
      .join('\n');

  test.each([
    ['Pod', `kind: Pod\nspec:\n${container('  ')}\n`],
    ['Deployment', `kind: Deployment\nspec:\n  template:\n    spec:\n${container('      ')}\n`],
    [
      'CronJob',
      `kind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n${container('          ')}\n`,
    ],
    ['List', `kind: List\nitems:\n  - kind: Pod\n    spec:\n${container('      ')}\n`],
    ['two documents', `kind: Service\n---\nkind: Pod\nspec:\n${container('  ')}\n`],
  ])('finds the containers of a %s', (_, text) => {
    expect(marks(text, 'kubernetes')).toEqual(['DEP-PRIV true']);
  });

  it('marks a socket that a volume takes from the host, once for the pod', () => {
    const text =
      'kind: Pod\nspec:\n  containers: [{ name: a }, { name: b }]\n  volumes:\n    - hostPath: { path: /var/run/docker.sock }\n';
    expect(marks(text, 'kubernetes')).toEqual(['DEP-SOCK /var/run/docker.sock']);
  });
});

test.each([
  ['services: [', /m\.yaml:1/],
  ['a: 1\na: 2', /m\.yaml:2.*unique/],
  ['\tservices: {}', /m\.yaml:1/],
])('%j is refused with its line', (text, message) => {
  expect(() => readManifest(text, 'm.yaml', 'compose')).toThrow(PortsideError);
  expect(() => readManifest(text, 'm.yaml', 'compose')).toThrow(message);
});

test('a document whose aliases grow without bound is refused', () => {
  const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
  for (let i = 1; i < 10; i++)
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(',')}]`,
    );
  expect(() => readManifest(lines.join('\n'), 'm.yaml', 'compose')).toThrow(/grow without bound/);
});

test.each([
  ['compose.yaml', '', 'compose'],
  ['deploy/docker-compose.prod.yml', '', 'compose'],
  ['compose-dev.yaml', '', 'compose'],
  ['app.yaml', 'apiVersion: v1\nkind: Pod', 'kubernetes'],
  ['app.yaml', 'kind: Pod', undefined],
  ['composer.yaml', '', undefined],
])('%s with %j is %s', (path, text, kind) => {
  expect(manifestKind(path, text)).toBe(kind);
});
