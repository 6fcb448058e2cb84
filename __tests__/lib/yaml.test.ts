import { describe, expect, it, test } from '@jest/globals';
import {
  readYaml,
  YamlError,
  type YamlNode,
  type YamlOptions,
  yamlBudget,
} from '../../src/lib/yaml.js';

function read(text: string, options: Partial<YamlOptions> = {}): YamlNode[] {
  return readYaml(text, {
    path: 'a.yaml',
    documents: 'many',
    maxDepth: 10,
    budget: yamlBudget(text.length, 100),
    mergeKeys: true,
    onUnsupported: () => {},
    ...options,
  });
}

/** The values of a node without positions. */
function plain(node: YamlNode | undefined): unknown {
  if (node?.kind === 'list') return node.items.map(plain);
  if (node?.kind !== 'map') return node?.scalar;
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]));
}

function errorOf(text: string, options: Partial<YamlOptions> = {}): YamlError {
  try {
    read(text, options);
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
  throw new Error('no error');
}

test.each([
  ['a: 1\nb: [x, true, null, 1.5]', { a: 1, b: ['x', true, null, 1.5] }],
  ['a: &x { b: 1 }\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
  ['a: &x { b: 1, c: 2 }\nd: { <<: *x, c: 3 }', { a: { b: 1, c: 2 }, d: { c: 3, b: 1 } }],
  ['a:', { a: null }],
])('%j is read as %j', (text, expected) => {
  expect(read(text).map(plain)).toEqual([expected]);
});

test('a value and its key have their ranges, with the path and the lines before the text', () => {
  const [node] = read('a: x\nb:\n  - yy\n', { linesBefore: 10 });
  expect(node?.entries.get('b')?.items[0]?.range).toEqual({
    path: 'a.yaml',
    ...{ startLine: 13, startColumn: 5, endLine: 13, endColumn: 7 },
  });
  expect(node?.entries.get('b')?.key).toMatchObject({ startLine: 12, startColumn: 1 });
});

test('a missing value has the range of its key', () => {
  const [node] = read('a: x\nbb:\n');
  const { range, key } = node?.entries.get('bb') ?? {};
  expect(range).toEqual(key);
  expect(range).toMatchObject({ startLine: 2, startColumn: 1, endColumn: 3 });
});

describe('several documents', () => {
  it('are all read', () => {
    expect(read('a: 1\n---\nb: 2\n').map(plain)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(read('# nothing\n')).toEqual([]);
  });

  it('are an error in a text for one document', () => {
    expect(errorOf('a: 1\n---\nb: 2\n', { documents: 'one' })).toMatchObject({
      problem: 'invalid',
      message: 'the file has more than one document',
    });
  });
});

describe('an error names its problem and line', () => {
  it.each([
    ['a: 1\nb: [', 'invalid', 2],
    ['a: 1\nb: 2\na: 3', 'duplicate-key', 3],
    ['a: 1\nb: *c', 'unknown-anchor', 2],
    ['a: &a [*a]', 'too-complex', 1],
    ['['.repeat(50) + ']'.repeat(50), 'too-complex', 1],
    [`a: &a [${'x,'.repeat(90)}]\nb: [${'*a,'.repeat(9)}]`, 'too-complex', 1],
  ])('%j: %s on line %i', (text, problem, line) => {
    expect(errorOf(text)).toMatchObject({ problem, line });
  });

  it('counts the lines before the text', () => {
    expect(errorOf('a: 1\na: 2', { linesBefore: 5 }).line).toBe(7);
    expect(errorOf('a: 1\nb: [', { linesBefore: 5 }).line).toBe(7);
  });
});

describe('a limit', () => {
  it('of levels allows the last one', () => {
    const list = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const map = (levels: number) => `${'{ a: '.repeat(levels)}1${' }'.repeat(levels)}`;
    // A document is at level 0.
    expect(read(list(11))).toHaveLength(1);
    expect(errorOf(list(12)).problem).toBe('too-complex');
    expect(read(map(10))).toHaveLength(1);
    expect(errorOf(map(11)).problem).toBe('too-complex');
  });

  it('of nodes allows the last one', () => {
    expect(read('[1, 2]', { budget: { nodes: 3 } })).toHaveLength(1);
    expect(errorOf('[1, 2]', { budget: { nodes: 2 } }).problem).toBe('too-complex');
  });

  it('of documents allows the last one', () => {
    const documents = (count: number) => '---\n1\n'.repeat(count);
    expect(read(documents(10_000))).toHaveLength(10_000);
    expect(errorOf(documents(10_001)).problem).toBe('too-complex');
  });
});

test('texts can share a budget for nodes that aliases add', () => {
  const budget = yamlBudget(0, 10);
  expect(read('[1, 2, 3]', { budget })).toHaveLength(1);
  expect(() => read('[1, 2, 3, 4, 5, 6, 7]', { budget })).toThrow(YamlError);
});

test('<< is a key like any other if merge keys are off', () => {
  const options = { mergeKeys: false };
  expect(plain(read('<<: { a: 1 }', options)[0])).toEqual({ '<<': { a: 1 } });
  expect(errorOf('<<: 1\n<<: 2', options).problem).toBe('duplicate-key');
});

test('only requested local tags are kept, and drop-value makes a value null', () => {
  const localTags = new Map([
    ['!keep', 'keep-value'],
    ['!drop', 'drop-value'],
  ] as const);
  const [node] = read('a: !keep x\nb: !drop { c: 1 }\nd: !other y', { localTags });
  const tags = [...(node?.entries ?? [])].map(([key, { tag }]) => [key, tag]);
  expect(tags).toEqual([
    ['a', '!keep'],
    ['b', '!drop'],
    ['d', undefined],
  ]);
  expect(plain(node)).toEqual({ a: 'x', b: null, d: 'y' });
});

describe('a part that a node cannot hold', () => {
  it.each([
    ['? [x]\n: 1\na: 2', 'complex-key', { a: 2 }],
    ['{ { x }: 1, a: 2 }', 'flow-map-key', { a: 2 }],
    ['a: !!binary aGk=', 'typed-scalar', { a: null }],
  ])('in %j is reported as %s and skipped', (text, part, expected) => {
    const reported: unknown[] = [];
    const [node] = read(text, { onUnsupported: (...report) => reported.push(report) });
    expect(reported).toEqual([[part, 1]]);
    expect(plain(node)).toEqual(expected);
  });
});

describe('the insertion point', () => {
  it.each([
    ['a: 1 # first\nb: 2 # last\n# end\n', { line: 2, column: 12, style: 'block', indent: 0 }],
    ['{ a: 1 }', { line: 1, column: 7, style: 'flow', empty: false }],
    ['{}', { line: 1, column: 2, style: 'flow', empty: true }],
    ['a:\n  b:\n', { line: 2, column: 5, style: 'block', indent: 0 }],
    ['- 1\n- 2 # last\n', { line: 2, column: 11, style: 'block', indent: 0, empty: false }],
    ['[1, 2] # list', { line: 1, column: 6, style: 'flow', empty: false }],
    ['[]', { line: 1, column: 2, style: 'flow', empty: true }],
    ['a: 1\r\n', { line: 1, column: 5, newline: '\r\n' }],
  ])('of %j is %j', (text, expected) => {
    expect(read(text)[0]?.end).toMatchObject(expected);
  });
});
