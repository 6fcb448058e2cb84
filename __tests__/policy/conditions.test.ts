import { describe, expect, it, test } from '@jest/globals';
import { compileCondition } from '../../src/policy/conditions.js';
import { loadPolicy } from '../../src/policy/load.js';

const signer = { subject: 'https://github.com/acme/app', trigger: 'push' };
const build = { level: 2n, ref: 'refs/tags/v1' };
const predicate = { n: 3, list: [{ ok: true }, { ok: false }], text: 'a', flag: true };

function holds(text: string, of: object = predicate) {
  const { holds: evaluate } = compileCondition(text, 'provenance');
  return evaluate?.({ predicate: of, signer, build });
}

test.each([
  ["predicate.text == 'a'", true],
  ['predicate.n >= 3', true],
  ['predicate.n > 3', false],
  ['predicate.flag', true],
  ['predicate.list.exists(x, x.ok)', true],
  ['predicate.list.all(x, x.ok)', false],
  ['has(predicate.missing)', false],
  ['predicate.text', false],
  ["build.level >= 2 && build.ref.matches('^refs/tags/')", true],
  ["signer.trigger == 'push'", true],
])('%s is %s', (text, expected) => {
  expect(holds(text)).toBe(expected);
});

test.each([
  ['predicate.missing == 1', /missing/],
  ["predicate['__proto__'].x == 1", /__proto__/],
  ['predicate.constructor == 1', /constructor/],
  ['predicate.n + 1 == 4', /overload/],
])('%s cannot be evaluated', (text, message) => {
  expect(() => holds(text)).toThrow(message);
});

test.each([
  ['build.level > 1', 'attestation', /build/],
  ['signer.name == "a"', 'attestation', /name/],
  ['build.level', 'provenance', /int, not true or false/],
  ['finding.epss > 0.1', 'provenance', /finding/],
  ['predicate.(', 'attestation', /./],
  [
    'predicate.a.all(x, predicate.a.all(y, predicate.a.all(z, x == y)))',
    'attestation',
    /nested loops/,
  ],
] as const)('%s is no condition on an %s', (text, kind, message) => {
  expect(() => compileCondition(text, kind)).toThrow(message);
});

describe('a large statement', () => {
  const list = Array.from({ length: 20_000 }, (_, n) => ({ n }));

  it('is evaluated once for each item', () => {
    expect(holds('predicate.list.all(x, x.n >= 0)', { list })).toBe(true);
    expect(holds("predicate.text.matches('^(a+)+$')", { text: 'a'.repeat(1_000_000) })).toBe(true);
  });

  it('is rejected if loops over it would take too long', () => {
    const nested = 'predicate.list.all(x, predicate.list.exists(y, x.n == y.n))';
    expect(() => holds(nested, { list })).toThrow(/too large/);
    const text = 'a'.repeat(1_000_000);
    expect(() => holds('predicate.list.all(x, x.n >= 0)', { list, text })).toThrow(/too large/);
  });

  it('is read without a deep stack', () => {
    let deep: object = {};
    for (let i = 0; i < 100_000; i++) deep = { deep };
    expect(holds('!has(predicate.other)', deep)).toBe(true);
  });
});

it('the policy names the line of a condition that is not valid', async () => {
  const text = `trust:
  - images: a
    provenance: { source: github.com/a/b, condition: build.levl > 1 }
  - images: b
    attestations:
      - { type: vuln, signed-by: { key: k }, condition: predicate.x == 1 }
      - { type: vuln, signed-by: { key: k }, condition: "1" }
`;
  await expect(loadPolicy(text, 'p.yml')).rejects.toMatchObject({
    code: 'PSE8001',
    message: expect.stringMatching(/p\.yml:2: condition of provenance.*levl.*p\.yml:7: condition/),
  });
});
