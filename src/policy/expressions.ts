import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import type { RuleBook } from '../core/report.js';
import { reason } from '../lib/errors.js';
import { requirePossibleConstants } from './expression-constants.js';
import { children, fieldsOf } from './expression-fields.js';
import type { ExpressionVariables } from './expression-variables.js';

/** Nodes of one expression. A handwritten expression has about twenty. */
const MAX_NODES = 300;
const MAX_DEPTH = 30;
/** Nested loops: with lists of a hundred items, three of them would run a million times. */
const MAX_LOOPS = 2;
/** Compiled patterns to keep. An expression can build a pattern from a finding, so their number has no bound. */
const MAX_PATTERNS = 100;

const LOOPS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

export interface CompiledExpression {
  /** Throws Error when the expression cannot be evaluated, as in a division by zero. */
  readonly matches: (variables: ExpressionVariables) => boolean;
  /** The fields that it reads: `finding.epss`. */
  readonly fields: ReadonlySet<string>;
}

/**
 * Compiles the condition of a custom rule in the Common Expression Language (CEL), and checks its names and types.
 * Throws Error with the problem. With `rules`, ids of rules are checked as well.
 */
export function compileExpression(text: string, rules?: RuleBook): CompiledExpression {
  const { ast, fields, evaluate } = checkedExpression(text, environment(), ['bool']);
  requirePossibleConstants(ast, rules);
  return { matches: evaluate, fields };
}

interface CheckedExpression {
  readonly ast: ASTNode;
  readonly fields: ReadonlySet<string>;
  /** How deep its loops are nested. */
  readonly loops: number;
  /** Throws Error when it cannot be evaluated. */
  readonly evaluate: (variables: object) => boolean;
}

/** Parses an expression of one of the types over the variables of the environment. Throws Error with the problem. */
export function checkedExpression(
  text: string,
  environment: Environment,
  types: readonly ('bool' | 'dyn')[],
): CheckedExpression {
  const expression = withShortErrors(() => environment.parse(text));
  const { ast } = expression;
  const fields = fieldsOf(ast);
  const loops = prepare(ast, 0);
  if (loops > MAX_LOOPS) throw new Error(`it has more than ${MAX_LOOPS} nested loops`);
  const { valid, type, error } = expression.check();
  if (!valid)
    withShortErrors(() => {
      throw error ?? new Error('it is not valid');
    });
  if (!types.some((accepted) => accepted === type))
    throw new Error(`it is a ${type}, not true or false`);
  const evaluate = (variables: object) =>
    withShortErrors(() => expression({ ...variables })) === true;
  return { ast, fields, loops, evaluate };
}

/** An environment with variables, by name; each has these members. */
export function newEnvironment(
  variables: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Environment {
  const environment = new Environment({
    limits: { maxAstNodes: MAX_NODES, maxDepth: MAX_DEPTH },
  }).registerFunction(`string.${LINEAR}(string): bool`, matchesLinearly);
  for (const [name, schema] of Object.entries(variables)) {
    environment.registerVariable({ name, schema });
    members.set(name, Object.keys(schema));
  }
  return environment;
}

/** The members of variables, for messages. */
const members = new Map<string, readonly string[]>();

/** The names that a custom rule can use. Created once. */
function environment(): Environment {
  cachedEnvironment ??= newEnvironment({ finding: FINDING, subject: SUBJECT, target: TARGET });
  return cachedEnvironment;
}

let cachedEnvironment: Environment | undefined;

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
  licenses: 'list<string>',
};

const TARGET = {
  kind: 'string',
  name: 'string',
  digest: 'string',
  platform: 'string',
  dockerfile: 'string',
};

/**
 * The function that replaces `matches`: the library's own uses JavaScript's regular expressions, which take exponential
 * time on some patterns.
 */
const LINEAR = 'matchesLinearly';

/** Replaces `matches`, compiles literal patterns, and returns how deep loops are nested. */
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

const patterns = new Map<string, RE2JS>();

function matchesLinearly(text: string, pattern: string): boolean {
  return compilePattern(pattern).matcher(text).find();
}

function compilePattern(pattern: string): RE2JS {
  const found = patterns.get(pattern) ?? RE2JS.compile(pattern);
  if (patterns.size < MAX_PATTERNS) patterns.set(pattern, found);
  return found;
}

/** Errors with the first line of the library's message only: an excerpt of the expression follows it. */
function withShortErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const text = reason(error);
    // Without the cause, whose message repeats this one and draws a picture.
    throw new Error(unknownKey(text) ?? text.split('\n')[0]);
  }
}

/** A message with the existing keys, for the library's error about an unknown key. The excerpt has the variable. */
function unknownKey(text: string): string | undefined {
  const key = /^No such key: (\w+)/.exec(text)?.[1];
  const variable = key && new RegExp(`\\b(\\w+)\\.${key}\\b`).exec(text)?.[1];
  const keys = members.get(variable ?? '');
  return keys ? `${variable} has no ${key}: it has ${keys.join(', ')}` : undefined;
}
