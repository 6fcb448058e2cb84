import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { lineStarts } from '../../src/lib/lines.js';
import { readYamlEvents } from '../../src/lib/yaml-events.js';
import { YamlError, type YamlNode, type YamlOptions, yamlBudget } from '../../src/lib/yaml-node.js';
import { readYamlTolerantly } from '../../src/lib/yaml-tolerant.js';

const TAGS = new Map([
  ['!keep', 'keep-value'],
  ['!drop', 'drop-value'],
] as const);

function optionsFor(text: string, log: unknown[] = []): YamlOptions {
  return {
    path: 'a.yaml',
    documents: 'many',
    maxDepth: 20,
    budget: yamlBudget(text.length, 500),
    mergeKeys: true,
    localTags: TAGS,
    onUnsupported: (part) => log.push(part),
    onDuplicateKey: (...key) => log.push(key),
  };
}

const sourceOf = (text: string) => ({ text, starts: lineStarts(text) });

const read = (text: string, options: Partial<YamlOptions> = {}) =>
  readYamlEvents(sourceOf(text), { ...optionsFor(text), ...options });

/** Values, tags and the start of each scalar that is written. The other parser starts a map after the tag of its key. */
function shape(node: YamlNode): unknown {
  if (node.kind === 'list') return [node.tag, node.items.map(shape)];
  if (node.kind === 'map')
    return [node.tag, [...node.entries].map(([key, value]) => [key, shape(value)])];
  const { startLine, startColumn } = node.range;
  return [
    node.scalar === null || node.scalar === '' ? '' : `${startLine}:${startColumn}`,
    node.tag,
    node.scalar,
  ];
}

/** What a reader makes of a text: nodes and notes, or the problem. */
function result(reader: typeof readYamlEvents, text: string): unknown {
  const log: unknown[] = [];
  try {
    return [reader(sourceOf(text), optionsFor(text, log))?.map(shape), log];
  } catch (error) {
    if (error instanceof YamlError) return error.problem;
    throw error;
  }
}

const PIECES = [
  ...['a: ', 'b: ', 'c', '- ', '\n', '\n  ', '\n    ', ': ', '? ', ' ', ', ', '{', '}', '[', ']'],
  ...['&x ', '*x', '!keep ', '!drop ', '!other ', '"q r"', "'s'", '|\n', ' >-\n', ' # d\n', '<<: '],
  ...['---\n', '12', '0x1F', '1e3 ', '.inf', 'true', '~', '\r\n', '"a\n  b"', '{ a: 1 }', '[1, 2]'],
];

test('both parsers read a text in the same way', () => {
  let accepted = 0;
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 16 }).map((pieces) => pieces.join('')),
      (text) => {
        const ours = result(readYamlEvents, text);
        if (Array.isArray(ours) && ours[0] === undefined) return;
        const other = result(readYamlTolerantly, text);
        // js-yaml accepts two maps on one line in a few places: `a: !tag b: c`.
        if (other === 'invalid') return;
        accepted++;
        expect(ours).toEqual(other);
      },
    ),
    { numRuns: 3_000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

describe('the range', () => {
  const rangeOf = (text: string) => {
    const { startLine, startColumn, endLine, endColumn } = read(text)?.[0]?.entries.get('a')
      ?.range ?? { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 };
    return `${startLine}:${startColumn}-${endLine}:${endColumn}`;
  };

  it.each([
    ['a: "b" # c\n', '1:4-1:7'],
    ["a: 'b'", '1:4-1:7'],
    ['a: b\n  c\n', '1:4-2:4'],
    ['a: | # |\n  b\n\n\nc: d', '1:4-3:1'],
    ['a: &x !keep |\n  b', '1:13-2:4'],
    ['a: [b, # ]\n  c]\n', '1:4-2:5'],
    ['a: { b: , c: }', '1:4-1:15'],
    ['a:\n  b: 1\n  # c\n\nd: 2', '2:3-2:7'],
    ['a:\n- b\n- c # d\nd: 2', '2:1-3:4'],
    ['x: &x 1\na: *x\n', '2:4-2:6'],
    ['a: [{ [b]: c }, d]\n', '1:4-1:19'],
  ])('of the value in %j is %s', (text, expected) => {
    expect(rangeOf(text)).toBe(expected);
  });
});

describe('another reader decides about', () => {
  it.each([
    ['what js-yaml rejects', 'a: ['],
    ['a second document where one is allowed', 'a: 1\n---\nb: 2'],
    ['a directive', '%YAML 1.1\n---\na: yes'],
    ['a tag of YAML', 'a: !!binary aGk='],
    ['a CR without LF', 'a: 1\rb: 2'],
    ['a tab before a value', 'a:\n\tb: 1'],
    ['a document that only ends', '...\na: 1'],
    ['a key that is marked', '? a\n: b'],
    ['an empty key', '{ : a }'],
  ])('%s', (_, text) => {
    expect(read(text, { documents: 'one' })).toBeUndefined();
  });
});

describe('a value that may be left out', () => {
  const canSkip = (key: string) => key === 'spec';

  it('has no entries, and what follows is read', () => {
    const text = 'spec:\n  a: { b: [c] }\n  d: |\n    e\nf: g\n';
    const [node] = read(text, { canSkip }) ?? [];
    expect(node?.entries.get('spec')?.entries.size).toBe(0);
    expect(node?.entries.get('f')?.range).toMatchObject({ startLine: 5, startColumn: 4 });
  });

  it('is read if an alias may name a part of it', () => {
    const [node] = read('spec: { a: &x [b] }\nf: *x\n', { canSkip }) ?? [];
    expect(node?.entries.get('f')?.items).toHaveLength(1);
  });

  it('is read below the top', () => {
    const [node] = read('a: { spec: { b: c } }', { canSkip }) ?? [];
    expect(node?.entries.get('a')?.entries.get('spec')?.entries.size).toBe(1);
  });
});
