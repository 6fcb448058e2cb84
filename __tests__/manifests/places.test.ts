import { expect, it } from '@jest/globals';
import { placeReader } from '../../src/manifests/places.js';
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

/** The places of lines: equal numbers for the same place, 0 for none. */
function placesOf(text: string, lines: readonly number[]): number[] {
  const manifest = manifestOf(text);
  const placeAt = placeReader(manifest);
  const seen: (string | undefined)[] = [undefined];
  return lines.map((line) => {
    const at = { startLine: line, startColumn: 1, endLine: line, endColumn: 2 };
    const place = placeAt({ path: manifest.path, ...at });
    if (!seen.includes(place)) seen.push(place);
    return seen.indexOf(place);
  });
}

it('the container, or else the object, is the place', () => {
  expect(placesOf(POD, [1, 4, 6, 7, 8, 9])).toEqual([1, 1, 2, 2, 3, 3]);
});

it('an object has the same place wherever it is in the file', () => {
  const other = 'kind: Service\nmetadata: { name: s }\n---\n';
  const [, ...moved] = placesOf(other + POD, [1, 4, 9]);
  expect(moved).toEqual([2, 3]);
});

it('a service and a job are places', () => {
  expect(placesOf('services:\n  a:\n    image: x\n  b:\n    image: x\n', [1, 3, 5])).toEqual([
    0, 1, 2,
  ]);
});
