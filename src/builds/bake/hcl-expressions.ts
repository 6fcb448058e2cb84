import type { HclEntry, HclExpression } from './hcl-model.js';
import { HclScanner } from './hcl-scanner.js';

/** An expression; `lines` if it may go over line breaks, as in brackets. Throws HclError. */
export function parseExpression(scanner: HclScanner, lines: boolean): HclExpression {
  return scanner.nested(() => {
    const test = parseBinary(scanner, lines);
    scanner.skip(lines);
    if (!scanner.take('?')) return test;
    scanner.skip(true);
    const yes = parseExpression(scanner, lines);
    scanner.skip(true);
    scanner.expect(':');
    scanner.skip(true);
    return { kind: 'conditional', test, yes, no: parseExpression(scanner, lines) };
  });
}

/** Operators that are evaluated, by how strongly they bind. Results of the others are not known. */
const LEVELS: readonly RegExp[] = [/\|\|/y, /&&/y, /==|!=/y, /[<>]=?/y, /[+-]/y, /[*/%](?![/*])/y];
const EVALUATED: ReadonlySet<string> = new Set(['||', '&&', '==', '!=']);

function parseBinary(scanner: HclScanner, lines: boolean, level = 0): HclExpression {
  const pattern = LEVELS[level];
  if (!pattern) return parseUnary(scanner, lines);
  const start = scanner.position;
  let left = parseBinary(scanner, lines, level + 1);
  for (;;) {
    scanner.skip(lines);
    const operator = scanner.match(pattern)?.[0];
    if (operator === undefined) return left;
    scanner.skip(true);
    const right = scanner.nested(() => parseBinary(scanner, lines, level + 1));
    left = EVALUATED.has(operator)
      ? { kind: 'binary', operator, left, right }
      : unknown(scanner, start, [left, right]);
  }
}

function parseUnary(scanner: HclScanner, lines: boolean): HclExpression {
  const start = scanner.position;
  if (scanner.take('!'))
    return { kind: 'not', operand: scanner.nested(() => parseUnary(scanner, lines)) };
  if (scanner.take('-')) {
    const operand = scanner.nested(() => parseUnary(scanner, lines));
    return unknown(scanner, start, [operand]);
  }
  return parseTraversal(scanner, parsePrimary(scanner), start);
}

/** What follows a value: `.name`, `[index]`, `[*]`. */
function parseTraversal(scanner: HclScanner, first: HclExpression, start: number): HclExpression {
  let value = first;
  for (;;) {
    const name = scanner.match(/\.([A-Za-z_][\w-]*|\d+|\*)/y)?.[1];
    if (name !== undefined) {
      value =
        value.kind === 'variable' && name !== '*'
          ? { kind: 'variable', path: [...value.path, name].slice(0, MAX_PATH) }
          : unknown(scanner, start, [value]);
      continue;
    }
    if (!scanner.take('[')) return value;
    scanner.skip(true);
    const index = scanner.take('*') ? undefined : parseExpression(scanner, true);
    scanner.skip(true);
    scanner.expect(']');
    value =
      value.kind === 'variable' && index?.kind === 'literal'
        ? { kind: 'variable', path: [...value.path, String(index.value)].slice(0, MAX_PATH) }
        : unknown(scanner, start, [value]);
  }
}

const MAX_PATH = 10;

function parsePrimary(scanner: HclScanner): HclExpression {
  const start = scanner.position;
  if (scanner.take('"')) return parseTemplate(scanner, '"');
  if (scanner.startsWith('<<')) return parseHeredoc(scanner);
  if (scanner.take('(')) {
    scanner.skip(true);
    const inner = parseExpression(scanner, true);
    scanner.skip(true);
    scanner.expect(')');
    return inner;
  }
  if (scanner.take('[')) return parseList(scanner, start);
  if (scanner.take('{')) return parseMap(scanner, start);
  const number = scanner.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y)?.[0];
  if (number !== undefined) return { kind: 'literal', value: Number(number) };
  const name = scanner.match(/[A-Za-z_][\w-]*(?:::[A-Za-z_][\w-]*)*/y)?.[0];
  if (name === undefined) throw scanner.error('a value is missing');
  if (scanner.take('(')) {
    const given = parseItems(scanner, ')');
    return unknown(scanner, start, given);
  }
  const constant = CONSTANTS.get(name);
  return constant === undefined
    ? { kind: 'variable', path: [name] }
    : { kind: 'literal', value: constant };
}

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function parseList(scanner: HclScanner, start: number): HclExpression {
  if (isFor(scanner)) return skipFor(scanner, start, ']');
  return { kind: 'list', items: parseItems(scanner, ']') };
}

function parseItems(scanner: HclScanner, end: string): HclExpression[] {
  const items: HclExpression[] = [];
  for (;;) {
    scanner.skip(true);
    if (scanner.take(end)) return items;
    items.push(parseExpression(scanner, true));
    scanner.skip(true);
    // The last argument of a function can be a list of further ones.
    scanner.take('...');
    scanner.skip(true);
    if (!scanner.take(',') && !scanner.startsWith(end)) throw scanner.error(`"${end}" is missing`);
  }
}

function parseMap(scanner: HclScanner, start: number): HclExpression {
  if (isFor(scanner)) return skipFor(scanner, start, '}');
  const entries: HclEntry[] = [];
  for (;;) {
    scanner.skip(true);
    if (scanner.take('}')) return { kind: 'map', entries };
    const entryStart = scanner.position;
    const name = scanner.match(/[A-Za-z_][\w.-]*(?=\s*[=:])/y)?.[0];
    const key: HclExpression =
      name === undefined ? parseExpression(scanner, true) : { kind: 'literal', value: name };
    scanner.skip(true);
    if (!scanner.take('=') && !scanner.take(':')) throw scanner.error('"=" is missing');
    scanner.skip(true);
    const value = parseExpression(scanner, false);
    entries.push({ key, value, at: scanner.location(entryStart) });
    scanner.skip(true);
    scanner.take(',');
  }
}

function isFor(scanner: HclScanner): boolean {
  scanner.skip(true);
  return /^for\s/.test(scanner.text.slice(scanner.position, scanner.position + 4));
}

/** `[for x in list : x]` is not evaluated. Its parts are expressions, between words. */
function skipFor(scanner: HclScanner, start: number, end: string): HclExpression {
  const parts: HclExpression[] = [];
  for (;;) {
    scanner.skip(true);
    if (scanner.take(end)) return unknown(scanner, start, parts);
    if (scanner.match(/=>|\.{3}|[:,]|(?:for|in|if)\b/y)) continue;
    parts.push(parseExpression(scanner, true));
  }
}

/** The text up to `end`, or to the end of the text: characters, and expressions in `${…}`. */
export function parseTemplate(scanner: HclScanner, end: '"' | undefined): HclExpression {
  const parts: HclExpression[] = [];
  let text = '';
  const start = scanner.position;
  let hasDirective = false;
  for (;;) {
    if (scanner.isAtEnd) {
      if (end !== undefined) throw scanner.error('a quotation mark is missing');
      break;
    }
    if (end !== undefined && scanner.take(end)) break;
    if (end !== undefined && scanner.startsWith('\n'))
      throw scanner.error('a text has a line break');
    const escaped =
      end === undefined ? undefined : scanner.match(/\\(?:u[0-9a-fA-F]{4}|[\s\S])/y)?.[0];
    if (escaped !== undefined) text += unescaped(escaped);
    else if (scanner.take('$${')) text += '${';
    else if (scanner.take('%%{')) text += '%{';
    else if (scanner.take('${')) {
      parts.push({ kind: 'literal', value: text }, parseInterpolation(scanner));
      text = '';
    } else if (scanner.take('%{')) {
      hasDirective = true;
      if (!scanner.match(/[^}]*\}/y)) throw scanner.error('"}" is missing');
    } else text += scanner.match(/[^"\\$%\n]+|[\s\S]/y)?.[0] ?? '';
  }
  const all: HclExpression[] = [...parts, { kind: 'literal', value: text }];
  if (hasDirective) return unknown(scanner, start, all);
  return parts.length === 0 ? { kind: 'literal', value: text } : { kind: 'template', parts: all };
}

function parseInterpolation(scanner: HclScanner): HclExpression {
  scanner.take('~');
  scanner.skip(true);
  const value = parseExpression(scanner, true);
  scanner.skip(true);
  scanner.take('~');
  scanner.expect('}');
  return value;
}

function unescaped(escaped: string): string {
  if (escaped.startsWith('\\u')) return String.fromCharCode(Number.parseInt(escaped.slice(2), 16));
  return ESCAPES.get(escaped[1] ?? '') ?? escaped.slice(1);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** `<<EOF` and `<<-EOF`, which cuts the common indentation. */
function parseHeredoc(scanner: HclScanner): HclExpression {
  const [, dash, name = ''] = scanner.match(/<<(-?)([A-Za-z_][\w-]*)[^\S\n]*\r?\n/y) ?? [];
  if (name === '') throw scanner.error('the name of a here-document is missing');
  const lines: string[] = [];
  for (;;) {
    if (scanner.isAtEnd) throw scanner.error(`the here-document ${name.slice(0, 50)} has no end`);
    const line = scanner.match(/[^\n]*/y)?.[0] ?? '';
    if (line.trim() === name) break;
    lines.push(line);
    scanner.take('\n');
  }
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = dash ? indents.reduce((least, one) => Math.min(least, one), 1000) : 0;
  const text = lines.map((line) => `${line.slice(indent)}\n`).join('');
  return scanner.nested(() => parseTemplate(new HclScanner(text, ''), undefined));
}

const MAX_UNKNOWN = 100;

/** What is not evaluated, with how it is written since `start`. */
function unknown(
  scanner: HclScanner,
  start: number,
  parts: readonly HclExpression[],
): HclExpression {
  const written = scanner.text.slice(start, Math.min(scanner.position, start + MAX_UNKNOWN));
  return { kind: 'unknown', text: written.trim().replace(/\s+/g, ' '), parts };
}
