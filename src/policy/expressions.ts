import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { reason } from '../lib/errors.js';
import type { Facts } from './facts.js';

/** Nodes of one expression: what a person writes has twenty. */
const MAX_NODES = 300;
const MAX_DEPTH = 30;
/** Loops in loops: a third would take lists of a hundred to the cube. */
const MAX_LOOPS = 2;
/** Different patterns that are kept compiled; those that a finding makes up are not. */
const MAX_PATTERNS = 100;

const LOOPS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/**
 * A rule's condition in the Common Expression Language, checked against the names and types of `Facts`. Throws Error
 * with what is wrong. The function throws Error when it comes to nothing, such as a division by zero.
 */
export function compileExpression(text: string): (facts: Facts) => boolean {
  const expression = oneLine(() => environment().parse(text));
  const loops = prepare(expression.ast, 0);
  if (loops > MAX_LOOPS) throw new Error(`it has more than ${MAX_LOOPS} loops in each other`);
  const { valid, type, error } = expression.check();
  if (!valid)
    oneLine(() => {
      throw error ?? new Error('it is none');
    });
  if (type !== 'bool') throw new Error(`it is a ${type}, not true or false`);
  return (facts) => oneLine(() => expression({ ...facts })) === true;
}

/** The names that an expression may use, made once. */
function environment(): Environment {
  known ??= new Environment({ limits: { maxAstNodes: MAX_NODES, maxDepth: MAX_DEPTH } })
    .registerVariable({ name: 'finding', schema: FINDING })
    .registerVariable({ name: 'subject', schema: SUBJECT })
    .registerVariable({ name: 'target', schema: TARGET })
    .registerFunction(`string.${LINEAR}(string): bool`, matchesLinearly);
  return known;
}

let known: Environment | undefined;

const FINDING = {
  rule: 'string',
  aliases: 'list<string>',
  check: 'string',
  severity: 'string',
  confidence: 'string',
  tags: 'list<string>',
  message: 'string',
  status: 'string',
  path: 'string',
  line: 'int',
  fixable: 'bool',
  fixed: 'string',
  exploited: 'bool',
  epss: 'double',
  cvss: 'double',
  age: 'int',
};

const SUBJECT = {
  image: 'string',
  layer: 'int',
  path: 'string',
  purl: 'string',
  package: 'string',
  version: 'string',
  type: 'string',
  license: 'string',
};

const TARGET = {
  kind: 'string',
  name: 'string',
  digest: 'string',
  platform: 'string',
  dockerfile: 'string',
};

/** What `matches` is called inside: the library's own is JavaScript's, which takes exponential time on some patterns. */
const LINEAR = 'matchesLinearly';

/** Renames `matches` and counts how deep loops stand in each other; literal patterns are tried. */
function prepare(node: ASTNode, loops: number): number {
  let inner = loops;
  const { op, args } = node;
  if (op === 'rcall' && Array.isArray(args)) {
    const [name, , given] = args as [string, ASTNode, ASTNode[]];
    if (LOOPS.has(name)) inner++;
    if (name === 'matches') {
      (args as unknown[])[0] = LINEAR;
      const [pattern] = given;
      if (pattern?.op === 'value' && typeof pattern.args === 'string') compilePattern(pattern.args);
    }
  }
  return Math.max(inner, ...children(args).map((child) => prepare(child, inner)));
}

function children(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(children);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}

const patterns = new Map<string, RE2JS>();

function matchesLinearly(text: string, pattern: string): boolean {
  return compilePattern(pattern).matcher(text).find();
}

function compilePattern(pattern: string): RE2JS {
  const found = patterns.get(pattern) ?? RE2JS.compile(pattern);
  if (patterns.size < MAX_PATTERNS) patterns.set(pattern, found);
  return found;
}

/** The library's messages have an excerpt below their first line. */
function oneLine<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const text = reason(error);
    throw new Error(unknownKey(text) ?? text.split('\n')[0], { cause: error });
  }
}

/** Of a key that there is not, the keys that there are; the excerpt tells of what. */
function unknownKey(text: string): string | undefined {
  const key = /^No such key: (\w+)/.exec(text)?.[1];
  const whose = key && new RegExp(`\\b(finding|subject|target)\\.${key}\\b`).exec(text)?.[1];
  const keys = new Map<string | undefined, object>([
    ['finding', FINDING],
    ['subject', SUBJECT],
    ['target', TARGET],
  ]).get(whose);
  return keys ? `${whose} has no ${key}: it has ${Object.keys(keys).join(', ')}` : undefined;
}
