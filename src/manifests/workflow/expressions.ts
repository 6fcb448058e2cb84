import { Lexer, Parser } from '@actions/expressions';

/** An expression of GitHub Actions in a text: `${{ github.actor }}`. */
export interface WorkflowExpression {
  /** What stands between the braces. */
  readonly text: string;
  /** Offset of `${{` in the text. */
  readonly start: number;
  /** Offset behind its `}}`. */
  readonly end: number;
  /** The values that it puts into the text, as paths: `github.event.issue.title`; `*` is an index that is not known. */
  readonly reads: readonly string[];
}

/** GitHub refuses longer expressions, and deeper ones. Here they are only searched for the names of values. */
const MAX_LENGTH = 21_000;
const MAX_DEPTH = 50;
/** More of one text are only searched, too. */
const MAX_EXPRESSIONS = MAX_LENGTH / 6;

const OPEN = `\${{`;

/** The expressions in a text, with what they read. One that cannot be parsed reads every value that it names. */
export function expressionsIn(text: string): WorkflowExpression[] {
  const found: WorkflowExpression[] = [];
  let end = 0;
  for (let start = text.indexOf(OPEN); start >= 0; start = text.indexOf(OPEN, end)) {
    end = endOf(text, start + OPEN.length);
    const inner = text
      .slice(start + OPEN.length, end)
      .replace(/\}\}$/, '')
      .trim();
    const isParsed = found.length < MAX_EXPRESSIONS && inner.length <= MAX_LENGTH;
    found.push({ text: inner, start, end, reads: isParsed ? readsOf(inner) : namedIn(inner) });
  }
  return found;
}

/** Behind the braces that close an expression, which a text in quotes can contain; the end of the text if nothing closes it. */
function endOf(text: string, start: number): number {
  const parts = /'[^']*'|\}\}/g;
  parts.lastIndex = start;
  for (let part = parts.exec(text); part; part = parts.exec(text))
    if (part[0] === '}}') return parts.lastIndex;
  return text.length;
}

const CONTEXTS = 'github env vars job jobs steps runner secrets strategy matrix needs inputs'.split(
  ' ',
);
const FUNCTIONS = ['success', 'failure', 'always', 'cancelled', 'hashFiles'].map((name) => ({
  name,
  minArgs: 0,
  maxArgs: 255,
}));

function readsOf(expression: string): readonly string[] {
  try {
    const reads = new Set<string>();
    collect(parse(expression), reads, 0);
    return [...reads];
  } catch {
    return namedIn(expression);
  }
}

/** The values that an expression names anywhere outside of its texts in quotes. */
function namedIn(expression: string): readonly string[] {
  const names = expression
    .replace(/\[\s*'([\w-]*)'\s*\]/g, '.$1')
    .replace(/'[^']*'/g, ' ')
    .matchAll(VALUES);
  return [...new Set([...names].map(([path]) => path.replace(/[\s)]/g, '').toLowerCase()))];
}

/** Parentheses can close before a property: `(github.event).title`. */
const VALUES = new RegExp(
  String.raw`(?<![\w.-])(?:${CONTEXTS.join('|')})\b(?:[\s)]{0,100}\.\s{0,9}[\w*-]+)*`,
  'gi',
);

function parse(expression: string): unknown {
  const { tokens } = new Lexer(expression).lex();
  return new Parser(tokens, CONTEXTS, FUNCTIONS).parse();
}

/** The nodes of GitHub's parser, as far as they matter: their classes are not exported. */
interface Node {
  readonly name?: { readonly lexeme: string };
  readonly expr?: Node;
  readonly index?: Node & { readonly literal?: { readonly value: unknown } };
  readonly group?: Node;
  readonly functionName?: { readonly lexeme: string };
  readonly args?: readonly Node[];
  readonly left?: Node;
  readonly right?: Node;
  readonly literal?: { readonly value: unknown };
  readonly operator?: { readonly lexeme: string };
}

/** Functions whose result has no text of their arguments. */
const SAFE = new Set([
  'contains',
  'startswith',
  'endswith',
  'hashfiles',
  'success',
  'failure',
  'always',
  'cancelled',
]);
/** Operators whose result is true or false. */
const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=', '!']);

function collect(tree: unknown, reads: Set<string>, depth: number): void {
  if (depth > MAX_DEPTH || typeof tree !== 'object' || tree === null) return;
  const node = tree as Node;
  const path = pathOf(node, 0);
  if (path !== undefined) {
    reads.add(path);
    return;
  }
  if (node.functionName) {
    if (!SAFE.has(node.functionName.lexeme.toLowerCase()))
      for (const argument of node.args ?? []) collect(argument, reads, depth + 1);
    return;
  }
  if (node.operator) {
    const args = node.args ?? [];
    if (COMPARISONS.has(node.operator.lexeme)) return;
    // `a && b || c` gives b or c, or a where it is empty.
    const kept = node.operator.lexeme === '&&' ? args.slice(-1) : args;
    for (const argument of kept) collect(argument, reads, depth + 1);
    return;
  }
  for (const part of [node.expr, node.group, node.index]) collect(part, reads, depth + 1);
}

/** `github.event.issue.title`, in lower case; undefined for another node. */
function pathOf(node: Node, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (node.group) return pathOf(node.group, depth + 1);
  const [argument] =
    node.functionName?.lexeme.toLowerCase() === 'fromjson' ? (node.args ?? []) : [];
  // What JSON is made of and read from is the same value.
  if (argument?.functionName?.lexeme.toLowerCase() === 'tojson')
    return argument.args?.[0] && pathOf(argument.args[0], depth + 1);
  if (node.name && !node.expr) return node.name.lexeme.toLowerCase();
  if (!node.expr || !node.index) return undefined;
  const parent = pathOf(node.expr, depth + 1);
  const key = node.index.literal?.value;
  if (parent === undefined) return undefined;
  return `${parent}.${typeof key === 'string' ? key.toLowerCase() : '*'}`;
}

const AUTHOR = ['message', 'author.name', 'author.email'];

/**
 * Values that anyone can choose who opens an issue or a pull request, or comments on it. Source: GitHub, "Understanding the
 * risk of script injections". The names of repositories and accounts have no characters that a shell reads, and only who may
 * write to the repository chooses `client_payload`.
 */
const CHOSEN: readonly (readonly string[])[] = [
  'head_ref',
  ...[
    ...['issue', 'pull_request', 'discussion'].flatMap((at) => [`${at}.title`, `${at}.body`]),
    ...['comment.body', 'review.body', 'review_comment.body', 'pages.*.page_name'],
    ...['commits.*', 'head_commit', 'workflow_run.head_commit'].flatMap((at) =>
      AUTHOR.map((value) => `${at}.${value}`),
    ),
    ...['ref', 'label', 'repo.default_branch', 'repo.description'].map(
      (value) => `pull_request.head.${value}`,
    ),
    ...['head_branch', 'display_title', 'pull_requests.*.head.ref'].map(
      (value) => `workflow_run.${value}`,
    ),
  ].map((path) => `event.${path}`),
].map((path) => ['github', ...path.split('.')]);

/** Whether anyone can choose a value, given as its path, or a part of it: `toJSON(github.event)` has the title. */
export function isUntrusted(path: string): boolean {
  const keys = path.split('.');
  return CHOSEN.some(
    (chosen) =>
      keys.length <= chosen.length &&
      keys.every((key, at) => key === chosen[at] || key === '*' || chosen[at] === '*'),
  );
}

/**
 * The events that have what a path names, such as `github.event.issue`. Source: GitHub, "Webhook events and payloads". Undefined
 * if it may be in any: a part of the event that is not known.
 */
export function eventsWith(path: string): readonly string[] | undefined {
  const [, first = '*', second = '*'] = path.split('.');
  return first === 'head_ref' ? HEAD_REF : PAYLOADS.get(second);
}

const HEAD_REF = ['pull_request', 'pull_request_target'];
const REVIEWS = ['pull_request_review', 'pull_request_review_comment'];
const PAYLOADS: ReadonlyMap<string, readonly string[]> = new Map([
  ['issue', ['issues', 'issue_comment']],
  ['pull_request', [...HEAD_REF, ...REVIEWS]],
  ['discussion', ['discussion', 'discussion_comment']],
  [
    'comment',
    ['issue_comment', 'commit_comment', 'discussion_comment', 'pull_request_review_comment'],
  ],
  ['review', ['pull_request_review']],
  ['pages', ['gollum']],
  ['commits', ['push']],
  ['head_commit', ['push', 'merge_group']],
  ['workflow_run', ['workflow_run']],
]);

/**
 * Whether a condition, as `if` of a job or a step has it, holds only where one of its comparisons is of a kind. A comparison is
 * given as text in lower case, in both directions: `github.event_name == push`; a value alone is `github.event.x == true`.
 */
export function requires(condition: string, isOfKind: (comparison: string) => boolean): boolean {
  const [, inner = condition] = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(condition) ?? [];
  if (inner.length > MAX_LENGTH || inner.includes(OPEN)) return false;
  try {
    return implies(parse(inner.trim()), isOfKind, 0);
  } catch {
    return false;
  }
}

function implies(tree: unknown, isOfKind: (comparison: string) => boolean, depth: number): boolean {
  if (depth > MAX_DEPTH || typeof tree !== 'object' || tree === null) return false;
  const node = tree as Node;
  if (node.group) return implies(node.group, isOfKind, depth + 1);
  const args = node.args ?? [];
  const operator = node.functionName ? undefined : node.operator?.lexeme;
  if (operator === '&&') return args.some((one) => implies(one, isOfKind, depth + 1));
  if (operator === '||') return args.every((one) => implies(one, isOfKind, depth + 1));
  const listed = listedComparisons(node);
  if (listed.length > 0) return listed.every(isOfKind);
  return comparisonsOf(node).some(isOfKind);
}

/** `contains(fromJSON('["a", "b"]'), x)` is `x == a` or `x == b`. */
function listedComparisons({ functionName, args = [] }: Node): string[] {
  const [list, value] = functionName?.lexeme.toLowerCase() === 'contains' ? args : [];
  const isJson = list?.functionName?.lexeme.toLowerCase() === 'fromjson';
  const text = isJson ? list.args?.[0]?.literal?.value : undefined;
  const operand = value && operandOf(value);
  if (typeof text !== 'string' || operand === undefined) return [];
  const items: unknown = JSON.parse(text);
  if (!Array.isArray(items)) return [];
  return items.map((item) => `${operand} == ${String(item).toLowerCase()}`);
}

function comparisonsOf(node: Node): string[] {
  const value = pathOf(node, 0);
  if (value !== undefined) return [`${value} == true`];
  const negated = node.expr && node.operator?.lexeme === '!' ? operandOf(node.expr) : undefined;
  if (negated !== undefined) return [`${negated} == false`];
  const operator = node.operator?.lexeme ?? '';
  const [left, right] = [node.left, node.right].map((side) => side && operandOf(side));
  if (!['==', '!='].includes(operator) || left === undefined || right === undefined) return [];
  return [`${left} ${operator} ${right}`, `${right} ${operator} ${left}`];
}

/** A value or a literal, in lower case: GitHub compares texts so. */
function operandOf(node: Node): string | undefined {
  if (node.group) return operandOf(node.group);
  const literal = node.literal?.value;
  return literal === undefined ? pathOf(node, 0) : String(literal).toLowerCase();
}
