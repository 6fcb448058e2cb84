import { describe, expect, it } from '@jest/globals';
import { holdersIn, uniqueHolders } from '../../src/manifests/holders.js';
import { manifestOf } from './lint-text.js';

const POD = `kind: Pod
metadata: { name: p }
spec:
  hostPID: true
  containers:
    - name: a
      image: x
    - name: b
      image: x
`;

/** The holders of lines: equal numbers for the same one, 0 for none. */
function holdersOf(text: string, lines: readonly number[]): number[] {
  const manifest = manifestOf(text);
  const { find } = holdersIn([manifest])(manifest);
  const seen: (string | undefined)[] = [undefined];
  return lines.map((line) => {
    const at = { startLine: line, startColumn: 9, endLine: line, endColumn: 10 };
    const id = find({ path: manifest.path, ...at }, '')?.id;
    if (!seen.includes(id)) seen.push(id);
    return seen.indexOf(id);
  });
}

/** The holders of a manifest by kind, with their exposure. */
function exposures(text: string): string[] {
  const manifest = manifestOf(text);
  return uniqueHolders(holdersIn([manifest])(manifest).holders).map(
    ({ kind, exposure }) => `${kind}: ${exposure.join(' ')}`,
  );
}

it('the container, or else the object, has what is on a line', () => {
  expect(holdersOf(POD, [1, 4, 6, 7, 8, 9])).toEqual([1, 1, 2, 2, 3, 3]);
});

it('an object is the same wherever it is in the file', () => {
  const other = 'kind: Service\nmetadata: { name: s }\n---\n';
  const [, ...moved] = holdersOf(other + POD, [1, 4, 9]);
  expect(moved).toEqual([2, 3]);
});

it('a service has its lines', () => {
  expect(holdersOf('services:\n  a:\n    image: x\n  b:\n    image: x\n', [1, 3, 5])).toEqual([
    0, 1, 2,
  ]);
});

describe('the exposure', () => {
  const service = (more: string) => `services:\n  web:\n    image: x\n${more}`;
  const pod = (more: string, rest = '') =>
    `kind: Pod\nmetadata: { name: p, labels: { app: p } }\nspec:\n  containers: [{ name: a, image: x${more} }]\n${rest}`;
  const select = (spec: string) =>
    `---\nkind: Service\nmetadata: { name: s }\nspec: { selector: { app: p }, ${spec} }\n`;
  it.each([
    ['of a service', service(''), 'service: production'],
    ['with a port of the host', service('    ports: ["80:80"]\n'), 'service: production published'],
    [
      'with a port of this machine',
      service('    ports: ["127.0.0.1:80:80"]\n'),
      'service: production',
    ],
    [
      'in the network of the host',
      service('    network_mode: host\n'),
      'service: production published',
    ],
    ['with a profile for tests', service('    profiles: [dev]\n'), 'service: '],
    ['with a name for tests', 'services:\n  e2eTest:\n    image: x\n', 'service: '],
    ['of a container', pod(''), 'container of Pod: production'],
    ['with hostPort', pod(', ports: [{ hostPort: 80 }]'), 'container of Pod: production published'],
    [
      'with a NodePort',
      pod('', select('type: NodePort')),
      'container of Pod: production published',
    ],
    ['with a ClusterIP', pod('', select('type: ClusterIP')), 'container of Pod: production'],
    [
      'behind an ingress',
      pod(
        '',
        `${select('type: ClusterIP')}---\nkind: Ingress\nmetadata: { name: i }\nspec: { defaultBackend: { service: { name: s } } }\n`,
      ),
      'container of Pod: production published',
    ],
    [
      'behind the ingress of another service',
      pod(
        '',
        `${select('type: ClusterIP')}---\nkind: Ingress\nmetadata: { name: i }\nspec: { defaultBackend: { service: { name: t } } }\n`,
      ),
      'container of Pod: production',
    ],
  ])('%s', (_, text, expected) => {
    expect(exposures(text)).toContain(expected);
  });
});
