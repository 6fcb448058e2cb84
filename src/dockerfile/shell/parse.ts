import {
  type Command,
  forEachChild,
  type HereDoc,
  parse,
  type Redirection,
  type SyntaxNode,
  type Word as SyntaxWord,
} from 'unbash';
import type { Range } from '../../core/location.js';
import { type Heredoc, parseHeredocToken } from '../parser/heredocs.js';
import { createTextBuilder, type MappedText, sliceMappedText } from '../parser/mapped-text.js';
import type { Source } from '../parser/source.js';
import type { Token } from '../parser/tokens.js';
import type {
  ShellAssignment,
  ShellCommand,
  ShellPipeline,
  ShellRedirect,
  ShellScript,
  ShellWord,
} from './model.js';
import { innerCommand, innerScript, isShell } from './wrappers.js';

/** Delays `make` until a field is read. */
export function lazyScript(make: () => ShellScript): ShellScript {
  let script: ShellScript | undefined;
  const get = () => {
    script ??= make();
    return script;
  };
  return {
    get text() {
      return get().text;
    },
    get mapped() {
      return get().mapped;
    },
    get commands() {
      return get().commands;
    },
    get pipelines() {
      return get().pipelines;
    },
    get errors() {
      return get().errors;
    },
    get interpreter() {
      return get().interpreter;
    },
  };
}

/** The script of a shell-form instruction: `[start, end)` of its joined line and its heredocs. */
export function shellScript(
  source: Source,
  joined: MappedText,
  start: number,
  end: number,
  heredocs: readonly Heredoc[],
): ShellScript {
  const command = sliceMappedText(joined, start, end);
  const [only, second] = heredocs;
  if (only && !second && parseHeredocToken(command.text)) {
    const body = createTextBuilder();
    addLines(body, source, only.bodyStart, only.bodyEnd);
    const mapped = body.build();
    const interpreter = shebang(mapped.text);
    return interpreter !== undefined && !isShell(interpreter)
      ? { text: mapped.text, mapped, commands: [], pipelines: [], errors: [], interpreter }
      : read(source, mapped);
  }
  if (!only) return read(source, command);
  const builder = createTextBuilder();
  // The joined line's own pieces, so that each character keeps its place.
  for (let at = 0; at < command.text.length; ) {
    let to = at + 1;
    const offset = command.sourceStart(at) - at;
    while (to < command.text.length && command.sourceStart(to) - to === offset) to++;
    builder.add(command.text.slice(at, to), offset + at);
    at = to;
  }
  for (const heredoc of heredocs) {
    builder.add('\n', heredoc.bodyStart - 1);
    addLines(builder, source, heredoc.bodyStart, heredoc.bodyEnd);
    // A body that the end of the file cuts short has no line break to keep the terminator apart.
    if (source.text.charAt(heredoc.bodyEnd - 1) !== '\n') builder.add('\n', heredoc.bodyEnd);
    builder.add(heredoc.name, heredoc.bodyEnd);
  }
  return read(source, builder.build());
}

/** Adds lines without their carriage returns. */
function addLines(
  builder: ReturnType<typeof createTextBuilder>,
  source: Source,
  start: number,
  end: number,
): void {
  let at = start;
  for (let cr = source.text.indexOf('\r\n', at); cr >= 0 && cr < end; ) {
    builder.add(source.text.slice(at, cr), at);
    at = cr + 1;
    cr = source.text.indexOf('\r\n', at);
  }
  builder.add(source.text.slice(at, end), at);
}

function shebang(text: string): string | undefined {
  const [, path = '', argument = ''] =
    /^#![ \t]*(\S+)(?:[ \t]+(?:-S[ \t]+)?(\S+))?/.exec(text) ?? [];
  if (path === '') return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === 'env' ? argument : name;
}

/** The exec form as one command, and what it runs through `sh -c` or a wrapper. */
export function execScript(source: Source, words: readonly Token[]): ShellScript {
  const [first, last] = [words[0], words.at(-1)];
  const builder = createTextBuilder();
  for (const word of words) builder.add(`${word === first ? '' : ' '}${word.raw}`, word.start);
  const mapped = builder.build();
  const commands: ShellCommand[] = [];
  if (first && last) {
    const [name, ...args] = words.map((word) => ({
      raw: word.raw,
      value: word.value,
      range: word.range,
      start: word.start,
      end: word.end,
      literal: true,
    }));
    const range = source.range(first.start, last.end);
    const command = {
      name,
      args,
      assignments: [],
      redirects: [],
      range,
      start: first.start,
      end: last.end,
      pipeline: undefined,
      joinedBy: undefined,
      substituted: false,
      depth: 0,
      wrapper: undefined,
    };
    addWithInner(source, command, commands, [], 0);
  }
  return { text: mapped.text, mapped, commands, pipelines: [], errors: [], interpreter: undefined };
}

/** `sh -c "sh -c …"` deeper than this is not read. */
const MAX_INNER = 4;

function read(source: Source, mapped: MappedText): ShellScript {
  const commands: ShellCommand[] = [];
  const pipelines: ShellPipeline[] = [];
  const errors: { message: string; range: Range }[] = [];
  readInto(source, mapped, commands, pipelines, errors, 0, undefined);
  return { text: mapped.text, mapped, commands, pipelines, errors, interpreter: undefined };
}

type Errors = { message: string; range: Range }[];

/** Longer scripts are not read: BuildKit takes lines of 64 KiB, and parsing hostile ones takes more than linear time. */
const MAX_SCRIPT = 128 * 1024;

function readInto(
  source: Source,
  mapped: MappedText,
  commands: ShellCommand[],
  pipelines: ShellPipeline[],
  errors: Errors,
  level: number,
  wrapper: ShellCommand | undefined,
): void {
  if (mapped.text.length > MAX_SCRIPT) {
    errors.push({ message: 'the script is too long to read', range: source.range(0, 0) });
    return;
  }
  const script = parse(mapped.text);
  for (const { message, pos } of script.errors ?? []) {
    const at = mapped.sourceStart(Math.min(pos, mapped.text.length));
    errors.push({ message, range: source.range(at, at) });
  }
  const context: Context = { source, mapped, commands, pipelines, level, wrapper };
  walk(script, { ...TOP, depth: wrapper ? wrapper.depth + 1 : 0 }, context);
}

interface Context {
  readonly source: Source;
  readonly mapped: MappedText;
  readonly commands: ShellCommand[];
  readonly pipelines: ShellPipeline[];
  readonly level: number;
  readonly wrapper: ShellCommand | undefined;
}

interface Place {
  readonly pipeline: ShellPipeline | undefined;
  readonly joinedBy: ShellCommand['joinedBy'];
  readonly substituted: boolean;
  readonly depth: number;
}

const TOP: Place = { pipeline: undefined, joinedBy: undefined, substituted: false, depth: 0 };

function walk(node: SyntaxNode, place: Place, context: Context): void {
  switch (node.type) {
    case 'Command':
      addCommand(node, place, context);
      return;
    case 'Script': {
      // An escaped backtick script indexes a text of its own.
      const inner =
        node.source === undefined
          ? context
          : { ...context, mapped: constant(node, context.mapped) };
      list(node.commands, place, inner);
      return;
    }
    case 'CompoundList':
      list(node.commands, place, context);
      return;
    case 'AndOr':
      node.commands.forEach((command, i) => {
        walk(command, i === 0 ? place : { ...place, joinedBy: node.operators[i - 1] }, context);
      });
      return;
    case 'Pipeline': {
      if (node.commands.length < 2) break;
      const elements: (ShellCommand | undefined)[] = [];
      const [start, end] = place_(node, context.mapped);
      const pipeline: ShellPipeline = {
        elements,
        start,
        end,
        range: context.source.range(start, end),
      };
      context.pipelines.push(pipeline);
      node.commands.forEach((command, i) => {
        const next = context.commands.length;
        walk(command, { ...place, pipeline, joinedBy: i === 0 ? place.joinedBy : '|' }, context);
        elements.push(context.commands[next]);
      });
      return;
    }
    case 'CommandExpansion':
    case 'ProcessSubstitution':
    case 'ArithmeticCommandExpansion':
      if (node.script) {
        walk(node.script, { ...TOP, substituted: true, depth: place.depth + 1 }, context);
      }
      return;
    case 'Statement':
      walk(node.command, place, context);
      return;
  }
  const inner = NESTING.has(node.type)
    ? { ...TOP, substituted: place.substituted, depth: place.depth + 1 }
    : place;
  forEachChild(node, (child) => walk(child, inner, context));
}

const NESTING: ReadonlySet<string> = new Set([
  'If',
  'Elif',
  'For',
  'ArithmeticFor',
  'Select',
  'While',
  'Subshell',
  'BraceGroup',
  'Case',
  'Function',
  'Coproc',
]);

function list(statements: readonly SyntaxNode[], place: Place, context: Context): void {
  statements.forEach((statement, i) => {
    walk(statement, i === 0 ? place : { ...place, joinedBy: ';' }, context);
  });
}

/** A text whose every character stands at the same place: where exact offsets are not to be had. */
function constant(
  node: { pos: number; end: number; source?: string },
  mapped: MappedText,
): MappedText {
  const start = mapped.sourceStart(0);
  return {
    text: node.source ?? '',
    sourceStart: () => start,
    sourceEnd: () => mapped.sourceEnd(mapped.text.length),
  };
}

function place_(node: { pos: number; end: number }, mapped: MappedText): [number, number] {
  return [mapped.sourceStart(node.pos), mapped.sourceEnd(node.end)];
}

function addCommand(node: Command, place: Place, context: Context): void {
  const { source, mapped, commands } = context;
  const [start, end] = place_(node, mapped);
  const assignments: ShellAssignment[] = [];
  for (const prefix of node.prefix) {
    if (prefix.type !== 'Assignment') continue;
    const [from, to] = place_(prefix, mapped);
    const value = prefix.value.type === 'Word' ? toWord(prefix.value, context) : undefined;
    assignments.push({ name: prefix.name, value, range: source.range(from, to) });
  }
  const command: ShellCommand = {
    name: node.name && toWord(node.name, context),
    args: node.args.map((argument) => {
      if (argument.type === 'Word') return toWord(argument, context);
      const { name, append, value, pos, end: to, text } = argument;
      const assigned = value.type === 'Word' ? value.value : text.slice(text.indexOf('=') + 1);
      const word = {
        type: 'Word' as const,
        pos,
        end: to,
        text,
        value: `${name}${append ? '+' : ''}=${assigned}`,
      };
      return toWord(value.type === 'Word' ? { ...word, parts: value.parts } : word, context);
    }),
    assignments,
    redirects: node.redirects.map((redirect) => toRedirect(redirect, context)),
    range: source.range(start, end),
    start,
    end,
    ...place,
    wrapper: context.wrapper,
  };
  addWithInner(source, command, commands, context.pipelines, context.level);
  if (command.name && isShell(baseName(command.name)) && context.level < MAX_INNER) {
    for (const heredoc of node.redirects) {
      if (heredoc.type === 'HereDoc') readHeredocScript(heredoc, command, context);
    }
  }
  forEachChild(node, (child) => walk(child, { ...place, depth: place.depth }, context));
}

/** The script that `bash <<EOF` gets on its standard input. */
function readHeredocScript(heredoc: HereDoc, wrapper: ShellCommand, context: Context): void {
  const { source, mapped, commands, pipelines, level } = context;
  const body = sliceMappedText(mapped, heredoc.body.pos, heredoc.body.end);
  readInto(source, body, commands, pipelines, [], level + 1, wrapper);
}

/** Adds the command, and the one it wraps. */
function addWithInner(
  source: Source,
  command: ShellCommand,
  commands: ShellCommand[],
  pipelines: ShellPipeline[],
  level: number,
): void {
  commands.push(command);
  let outer = command;
  for (let depth = 0; depth < MAX_INNER; depth++) {
    const inner = innerCommand(outer);
    if (!inner) break;
    const start = inner.name.start;
    outer = {
      ...outer,
      ...inner,
      assignments: inner.assignments,
      start,
      wrapper: outer,
      range: source.range(start, outer.end),
    };
    commands.push(outer);
  }
  const script = level < MAX_INNER ? innerScript(outer) : undefined;
  if (script) {
    readInto(source, wordText(source, script), commands, pipelines, [], level + 1, outer);
  }
}

/** A word's value as a text; characters keep their places where nothing is escaped. */
function wordText(source: Source, word: ShellWord): MappedText {
  const written = source.text.slice(word.start, word.end);
  const at = written.indexOf(word.value);
  if (at >= 0) {
    const builder = createTextBuilder();
    builder.add(word.value, word.start + at);
    return builder.build();
  }
  return { text: word.value, sourceStart: () => word.start, sourceEnd: () => word.end };
}

function baseName(word: ShellWord): string {
  return word.value.slice(word.value.lastIndexOf('/') + 1);
}

function toRedirect(redirect: Redirection, context: Context): ShellRedirect {
  const { descriptor } = redirect;
  const target = redirect.type === 'HereDoc' ? undefined : redirect.target;
  return {
    operator: redirect.operator,
    descriptor: descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined,
    target: target && toWord(target, context),
  };
}

function toWord(word: SyntaxWord, { source, mapped }: Context): ShellWord {
  return new LazyShellWord(source, mapped, word);
}

class LazyShellWord implements ShellWord {
  constructor(
    private readonly source: Source,
    private readonly mapped: MappedText,
    private readonly word: SyntaxWord,
  ) {}

  get raw(): string {
    return this.word.text;
  }

  get value(): string {
    return this.word.value;
  }

  get start(): number {
    return this.mapped.sourceStart(this.word.pos);
  }

  get end(): number {
    return this.mapped.sourceEnd(this.word.end);
  }

  get range(): Range {
    return this.source.range(this.start, this.end);
  }

  get literal(): boolean {
    return !/[$`]|[<>]\(/.test(this.word.text) || !expands(this.word);
  }
}

const EXPANSIONS: ReadonlySet<string> = new Set([
  'SimpleExpansion',
  'ParameterExpansion',
  'CommandExpansion',
  'ArithmeticExpansion',
  'ProcessSubstitution',
]);

function expands(node: SyntaxNode): boolean {
  if (EXPANSIONS.has(node.type)) return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= expands(child);
  });
  return found;
}
