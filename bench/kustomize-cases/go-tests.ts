/** The tests of Kustomize's package krusty as data. They are written in Go; read are calls that write files and compare. */
import { execFileSync } from 'node:child_process';
import { posix } from 'node:path';

/** Files, the folder that is rendered, and what Kustomize makes of it; undefined if it refuses. */
export interface KustomizeCase {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
  readonly folder: string;
  readonly expected: string | undefined;
}

/** The cases of the tests, and why the other tests are left out. */
export function krustyCases(directory: string): {
  cases: KustomizeCase[];
  left: Map<string, string>;
} {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['--git-dir', directory, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
  const names = git('ls-tree', '--name-only', 'HEAD', 'api/krusty/')
    .split('\n')
    .filter((name) => name.endsWith('_test.go'));
  const files = names.map((name) => tokensOf(git('show', `HEAD:${name}`)));
  const globals = new Map<string, string>();
  const functions = new Map(files.flatMap((tokens) => declarations(tokens, globals)));
  const cases: KustomizeCase[] = [];
  const left = new Map<string, string>();
  for (const [name, declared] of functions) {
    if (!name.startsWith('Test')) continue;
    const test = new TestReader(functions, globals);
    try {
      test.run(declared.body, new Map());
    } catch (error) {
      if (!(error instanceof NotCutOut)) throw error;
      left.set(name, error.message);
      continue;
    }
    if (test.found.length === 0) left.set(name, 'it compares no text');
    for (const [index, one] of test.found.entries())
      cases.push({ ...one, name: index === 0 ? name : `${name} ${index + 1}` });
  }
  return { cases, left };
}

/** A test that does more than a case can say. */
class NotCutOut extends Error {}

interface Token {
  readonly kind: 'word' | 'text' | 'mark' | 'end';
  readonly value: string;
}

interface GoFunction {
  readonly parameters: readonly string[];
  readonly body: readonly Token[];
}

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|`([^`]*)`|("(?:[^"\\\n]|\\.)*")|'(?:[^'\\]|\\.)*'|([\p{L}_][\p{L}\p{N}_]*|\d[\w.]*)|(:=|[^\s\w])|(\n)/gu;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [, raw, quoted, word, mark, line] of text.matchAll(TOKEN)) {
    if (raw !== undefined) tokens.push({ kind: 'text', value: raw.replaceAll('\r', '') });
    else if (quoted !== undefined)
      tokens.push({ kind: 'text', value: JSON.parse(goToJson(quoted)) });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else if (mark !== undefined) tokens.push({ kind: 'mark', value: mark });
    else if (line !== undefined) tokens.push({ kind: 'end', value: line });
  }
  return tokens;
}

function goToJson(quoted: string): string {
  return quoted
    .replace(/\\x([0-9a-f]{2})/gi, '\\u00$1')
    .replace(/\\a/g, '\\u0007')
    .replace(/\\v/g, '\\u000b')
    .replace(/\\'/g, "'");
}

/** The functions of a file; texts that it declares are added to `globals`. */
function declarations(
  tokens: readonly Token[],
  globals: Map<string, string>,
): [string, GoFunction][] {
  const found: [string, GoFunction][] = [];
  for (let at = 0; at < tokens.length; at++) {
    const { value, kind } = tokens[at] ?? END;
    if (kind === 'mark' && value === '{') at = closing(tokens, at);
    if (kind === 'word' && tokens[at + 1]?.value === '=' && tokens[at + 2]?.kind === 'text')
      globals.set(value, tokens[at + 2]?.value ?? '');
    if (kind !== 'word' || value !== 'func' || tokens[at + 1]?.kind !== 'word') continue;
    const open = at + 2;
    const close = closing(tokens, open);
    const start = tokens.findIndex((token, index) => index > close && token.value === '{');
    const end = closing(tokens, start);
    const parameters = split(tokens.slice(open + 1, close)).map(([first]) => first?.value ?? '');
    found.push([tokens[at + 1]?.value ?? '', { parameters, body: tokens.slice(start + 1, end) }]);
    at = end;
  }
  return found;
}

const END: Token = { kind: 'end', value: '' };
const PAIRS: Readonly<Record<string, number>> = {
  '(': 1,
  '[': 1,
  '{': 1,
  ')': -1,
  ']': -1,
  '}': -1,
};

function depthOf({ kind, value }: Token): number {
  return kind === 'mark' ? (PAIRS[value] ?? 0) : 0;
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    depth += depthOf(tokens[at] ?? END);
    if (depth === 0) return at;
  }
  return tokens.length;
}

/** The parts between commas. */
function split(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += depthOf(token);
    if (depth === 0 && token.kind === 'mark' && token.value === ',') parts.push([]);
    else if (token.kind !== 'end') parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

type Values = Map<string, string>;
type Run = Pick<KustomizeCase, 'files' | 'folder'>;

/** Follows the statements of a test. */
class TestReader {
  readonly found: Omit<KustomizeCase, 'name'>[] = [];
  private files = new Map<string, string>();
  private readonly runs = new Map<string, Run>();

  constructor(
    private readonly functions: ReadonlyMap<string, GoFunction>,
    private readonly globals: Values,
  ) {}

  run(body: readonly Token[], values: Values): void {
    for (let at = 0; at < body.length; at++) {
      const { kind, value } = body[at] ?? END;
      if (kind !== 'word') continue;
      const next = body[at + 1] ?? END;
      const previous = body[at - 1] ?? END;
      if (value === 'for' && next.kind === 'word') throw new NotCutOut('it has a loop');
      if (value === 'Skip' || value === 'Setenv') throw new NotCutOut(`it calls ${value}`);
      if (value === 'LoadRestrictionsNone' || value === 'AddManagedbyLabel')
        throw new NotCutOut('it sets an option of Kustomize');
      if (value.startsWith('Make') && value.includes('Harness')) this.files = new Map();
      if (next.value === ':=' || next.value === '=') this.assign(value, body.slice(at + 2), values);
      if (next.value !== '(') continue;
      const close = closing(body, at + 1);
      const args = split(body.slice(at + 2, close));
      const target = previous.value === '.' ? undefined : this.functions.get(value);
      if (target) this.call(target, args, values);
      else if (previous.value === '.') this.callMethod(value, args, { values, at, body });
    }
  }

  private call({ parameters, body }: GoFunction, args: readonly Token[][], values: Values): void {
    const own: Values = new Map();
    for (const [index, name] of parameters.entries()) {
      const text = this.evaluate(args[index] ?? [], values);
      if (text !== undefined) own.set(name, text);
    }
    this.run(body, own);
  }

  private assign(name: string, rest: readonly Token[], values: Values): void {
    const end = statementEnd(rest);
    const text = this.evaluate(rest.slice(0, end), values);
    if (text === undefined) values.delete(name);
    else values.set(name, text);
  }

  private callMethod(
    name: string,
    args: readonly Token[][],
    { values, at, body }: { values: Values; at: number; body: readonly Token[] },
  ): void {
    const text = (index: number) => {
      const result = this.evaluate(args[index] ?? [], values);
      if (result === undefined) throw new NotCutOut(`an argument of ${name} is computed`);
      return result;
    };
    const head = (kind: string, version: string) =>
      `\napiVersion: kustomize.config.k8s.io/${version}\nkind: ${kind}\n`;
    const write = (path: string, content: string) => this.files.set(normal(path), content);
    const file = () => posix.join(text(0), 'kustomization.yaml');
    if (name === 'WriteF' || name === 'WriteFile') write(text(0), text(1));
    else if (name === 'WriteK') write(file(), head('Kustomization', 'v1beta1') + text(1));
    else if (name === 'WriteC') write(file(), head('Component', 'v1alpha1') + text(1));
    else if (name === 'WriteLegacyConfigs') throw new NotCutOut('it writes all configurations');
    else if (name === 'Run' || name === 'RunWithErr') this.render(name, args, { values, at, body });
    else if (name.startsWith('AssertActualEqualsExpected')) {
      const run = this.runs.get(args[0]?.[0]?.value ?? '');
      if (!run) throw new NotCutOut('it compares something else');
      this.found.push({ ...run, expected: text(args.length - 1) });
    }
  }

  private render(
    name: string,
    args: readonly Token[][],
    { values, at, body }: { values: Values; at: number; body: readonly Token[] },
  ): void {
    const isHarness = body[at - 2]?.value === 'th';
    if (!isHarness) {
      if (name === 'Run' && args.length === 2 && args[1]?.[0]?.value !== 'func')
        throw new NotCutOut('it has no harness');
      return;
    }
    const path = this.evaluate(args[0] ?? [], values);
    if (path === undefined) throw new NotCutOut('the folder is computed');
    const run = { files: new Map(this.files), folder: normal(path) };
    if (name === 'RunWithErr') this.found.push({ ...run, expected: undefined });
    const [variable, assignment] = [body[at - 4], body[at - 3]];
    if (variable && /^:?=$/.test(assignment?.value ?? '')) this.runs.set(variable.value, run);
  }

  /** The text of an expression; undefined if it is something else. */
  private evaluate(tokens: readonly Token[], values: Values): string | undefined {
    const terms: Token[][] = [[]];
    let depth = 0;
    for (const token of tokens) {
      depth += depthOf(token);
      if (depth === 0 && token.kind === 'mark' && token.value === '+') terms.push([]);
      else if (token.kind !== 'end') terms.at(-1)?.push(token);
    }
    const texts = terms.map((term) => this.term(term, values));
    return texts.every((one) => one !== undefined) ? texts.join('') : undefined;
  }

  private term(tokens: readonly Token[], values: Values): string | undefined {
    const [first, ...rest] = tokens;
    if (!first) return undefined;
    if (rest.length === 0) {
      if (first.kind === 'text') return first.value;
      return values.get(first.value) ?? this.globals.get(first.value);
    }
    const open = tokens.findIndex(({ kind, value }) => kind === 'mark' && value === '(');
    if (open < 0 || closing(tokens, open) !== tokens.length - 1) return undefined;
    const name = tokens
      .slice(0, open)
      .map(({ value }) => value)
      .join('');
    const args = split(tokens.slice(open + 1, -1)).map((one) => this.evaluate(one, values));
    if (args.some((one) => one === undefined)) return undefined;
    const [one = ''] = args as string[];
    if (name === 'filepath.Join' || name === 'path.Join') return posix.join(...(args as string[]));
    if (name === 'th.Join') return posix.join(...(args as string[]));
    if (name === '[]byte' || name === 'string' || name === 'filesys.ConfirmedDir') return one;
    if (name === 'th.GetRoot') return '/';
    if (name === 'konfig.DefaultKustomizationFileName') return 'kustomization.yaml';
    return undefined;
  }
}

/** A statement ends with a line, unless the line ends with an operator. */
function statementEnd(tokens: readonly Token[]): number {
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    depth += depthOf(token);
    const isOpen = /^[+.,(]$/.test(tokens[at - 1]?.value ?? '');
    if (depth < 0 || (depth === 0 && token.kind === 'end' && !isOpen)) return at;
    if (depth === 0 && token.value === ';') return at;
  }
  return tokens.length;
}

/** The path below the root of the files. */
function normal(path: string): string {
  return posix.join('/', path).slice(1).replace(/\/$/, '');
}
