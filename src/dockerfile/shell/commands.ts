import {
  type Command,
  forEachChild,
  type HereDoc,
  type Pipeline,
  parse,
  type Redirection,
  type SyntaxNode,
  type Word as SyntaxWord,
} from 'unbash';
import type { Range } from '../../core/location.js';
import { isShell } from '../../shell/wrappers.js';
import { LIMITS, type Limit } from '../text/limits.js';
import { createTextBuilder, type MappedText, sliceMappedText } from '../text/mapped-text.js';
import type { Source } from '../text/source.js';
import { branchOfAndOr, branchOfPart } from './branches.js';
import { commandName } from './command-line.js';
import { innerCommand, innerScript } from './inner-command.js';
import type {
  ShellAssignment,
  ShellCommand,
  ShellError,
  ShellPipeline,
  ShellRedirect,
  ShellTest,
  ShellWord,
} from './model.js';
import {
  afterCommand,
  inAndOr,
  inCondition,
  inList,
  inLoop,
  inPipeline,
  LOST,
  negated,
  type Outcomes,
  resolveOutcome,
  type ShellSettings,
  STOPS,
  settingsOf,
} from './outcome.js';
import {
  ALWAYS,
  NEVER,
  type Required,
  requiredInAndOr,
  requiredInList,
  requiredInPipeline,
  resolveRequired,
  strictAfter,
} from './required.js';

/** The lists that commands are added to. */
export interface CommandLists {
  readonly source: Source;
  readonly commands: ShellCommand[];
  readonly pipelines: ShellPipeline[];
  readonly tests: ShellTest[];
  /** How many scripts enclose this one: 1 in `sh -c '…'`. */
  readonly level: number;
  /** The words that the shell makes of a word of a command; by default the word itself. */
  readonly split?: ((word: ShellWord) => readonly ShellWord[]) | undefined;
}

/** A script to parse, and the lists for its commands. */
export interface ScriptContext extends CommandLists {
  readonly mapped: MappedText;
  readonly errors: ShellError[];
  /** What the commands before set; replaced by each `set`. */
  readonly shell: { settings: ShellSettings; isStrict?: boolean };
  /** The command that runs this script. */
  readonly wrapper: ShellCommand | undefined;
}

/**
 * Parses a script, and adds its commands, pipelines and errors to the lists. A script that is too long or too deep has an
 * error, and its source remembers the limit.
 */
export function collectCommands(context: ScriptContext): void {
  const { source, mapped, errors, wrapper } = context;
  if (mapped.text.length > LIMITS.script) {
    errors.push(stopAt(context, 'script', 0));
    return;
  }
  try {
    const script = parse(mapped.text);
    for (const { message, pos } of script.errors ?? []) {
      const at = mapped.sourceStart(Math.min(pos, mapped.text.length));
      const error = { message, range: source.range(at, at) };
      errors.push(message.includes(TOO_DEEP) ? stopAt(context, 'scriptDepth', pos) : error);
    }
    const placement = wrapper ? inWrapper(wrapper) : TOP;
    walk(script, placement, context);
  } catch (error) {
    // The parser limits the depth of most constructs, but not of all.
    if (!(error instanceof RangeError)) throw error;
    errors.push(stopAt(context, 'scriptDepth', 0));
  }
}

/** The end of the shell parser's messages about nesting. */
const TOO_DEEP = 'nesting depth exceeded';

/** Remembers that a script reaches a limit. */
function stopAt({ source, mapped }: ScriptContext, limit: Limit, offset: number): ShellError {
  const at = mapped.sourceStart(Math.min(offset, mapped.text.length));
  source.limits.add(limit, source.lineOf(at));
  return {
    message:
      limit === 'script' ? 'the script is too long to parse' : 'the script is too deep to parse',
    range: source.range(at, at),
    limit,
  };
}

/** Adds a command, the commands that it wraps, and those of the script in `sh -c '…'`. */
export function addCommand(command: ShellCommand, lists: CommandLists): void {
  const { source, commands, level } = lists;
  if (--source.limits.commands < 0) {
    source.limits.add('commands', source.lineOf(command.start));
    return;
  }
  commands.push(command);
  let innermost = command;
  for (let depth = 0; ; depth++) {
    const inner = innerCommand(innermost);
    if (!inner) break;
    if (depth === LIMITS.wrappers) {
      source.limits.add('wrappers', source.lineOf(command.start));
      break;
    }
    const { start } = inner.name;
    const range = source.range(start, innermost.end);
    innermost = { ...innermost, ...inner, start, wrapper: innermost, range };
    commands.push(innermost);
  }
  const script = innerScript(innermost);
  if (script && level === LIMITS.wrappers) {
    source.limits.add('wrappers', source.lineOf(command.start));
  } else if (script) {
    const mapped = wordText(source, script);
    const shell = { settings: settingsOf(innermost.args.map(({ value }) => value)) };
    collectCommands({ ...lists, mapped, errors: [], shell, level: level + 1, wrapper: innermost });
  }
}

/** The fields of a command that depend on the nodes around it. */
type Placement = Pick<
  ShellCommand,
  'pipeline' | 'joinedBy' | 'substituted' | 'depth' | 'branch'
> & {
  readonly outcomes: Outcomes;
  readonly required: Required;
};

const TOP: Placement = {
  pipeline: undefined,
  joinedBy: undefined,
  substituted: false,
  depth: 0,
  branch: undefined,
  outcomes: STOPS,
  required: ALWAYS,
};

/** Of code that a command of the script runs, or of a compound command: whether it is run is not followed. */
const INNER: Placement = { ...TOP, required: NEVER };

/** A script is run if the command that runs it is, and fails with it. */
function inWrapper({ outcome, depth, branch }: ShellCommand): Placement {
  const outcomes = { failure: () => outcome('failure'), success: () => outcome('success') };
  return { ...INNER, depth: depth + 1, branch, outcomes };
}

/** Nodes with commands of their own, which are not part of the list or pipeline around the node. */
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

const UNAWAITED = { outcomes: LOST, required: NEVER };

function walk(node: SyntaxNode, placement: Placement, context: ScriptContext): void {
  switch (node.type) {
    case 'Command':
      readCommand(node, placement, context);
      return;
    case 'Script': {
      // The offsets of an escaped backtick script refer to its unescaped text.
      const script =
        node.source === undefined
          ? context
          : { ...context, mapped: atOnePosition(node.source, context.mapped) };
      walkList(node.commands, placement, script);
      return;
    }
    case 'CompoundList':
      walkList(node.commands, placement, context);
      return;
    case 'AndOr':
      node.commands.forEach((command, i) => {
        const joinedBy = i === 0 ? placement.joinedBy : node.operators[i - 1];
        const outcomes = inAndOr(node, i, placement.outcomes);
        const branch = branchOfAndOr(node, i, placement.outcomes, placement.branch);
        const required = requiredInAndOr(node, i, placement.required);
        walk(command, { ...placement, joinedBy, branch, outcomes, required }, context);
      });
      return;
    case 'Pipeline':
      walkPipeline(node, placement, context);
      return;
    case 'If':
    case 'Elif':
    case 'While':
      walkConditional(node, placement, context);
      return;
    case 'CommandExpansion':
    case 'ProcessSubstitution':
    case 'ArithmeticCommandExpansion':
      if (node.script) {
        const { depth, branch } = placement;
        walk(node.script, { ...INNER, substituted: true, depth: depth + 1, branch }, context);
      }
      return;
    case 'Statement':
      walk(node.command, node.background ? { ...placement, ...UNAWAITED } : placement, context);
      return;
    case 'Case':
    case 'Function': {
      const around = nested(placement, node);
      forEachChild(node, (child) => {
        walk(child, { ...around, branch: branchOfPart(node, child, around.branch) }, context);
      });
      return;
    }
    case 'TestCommand':
      addTest(node, placement, context);
      break;
  }
  const inner = NESTING.has(node.type) ? nested(placement, node) : placement;
  forEachChild(node, (child) => walk(child, inner, context));
}

function addTest(
  { pos, end }: SyntaxNode,
  { outcomes, branch }: Placement,
  { mapped, tests, shell: { settings } }: ScriptContext,
): void {
  tests.push({
    text: mapped.text.slice(pos, end),
    start: mapped.sourceStart(pos),
    end: mapped.sourceEnd(end),
    outcome: (of) => resolveOutcome(outcomes[of](), settings),
    branch,
  });
}

function nested(
  { substituted, depth, branch, outcomes }: Placement,
  { type }: SyntaxNode,
): Placement {
  const isLoop = LOOPS.has(type);
  const inner = isLoop ? inLoop(outcomes) : type === 'Function' ? STOPS : outcomes;
  return { ...INNER, substituted, depth: depth + 1, branch, outcomes: inner };
}

const LOOPS: ReadonlySet<string> = new Set(['For', 'ArithmeticFor', 'Select', 'While']);

/** Conditions decide what is run, and do not stop the script themselves. */
function walkConditional(
  node: Extract<SyntaxNode, { type: 'If' | 'Elif' | 'While' }>,
  placement: Placement,
  context: ScriptContext,
): void {
  const inner = nested(placement, node);
  const condition = { ...inner, outcomes: inCondition(node) };
  forEachChild(node, (child) => {
    const branch = branchOfPart(node, child, inner.branch);
    walk(child, child === node.clause ? condition : { ...inner, branch }, context);
  });
}

function walkList(
  statements: readonly SyntaxNode[],
  placement: Placement,
  context: ScriptContext,
): void {
  statements.forEach((statement, i) => {
    const isLast = i === statements.length - 1;
    const outcomes = inList(placement.outcomes, isLast);
    const required = requiredInList(placement.required, isLast);
    const joinedBy = i === 0 ? placement.joinedBy : ';';
    walk(statement, { ...placement, joinedBy, outcomes, required }, context);
  });
}

function walkPipeline(node: Pipeline, around: Placement, context: ScriptContext): void {
  const isNegated = node.prefixes.some(({ type }) => type === 'Negation');
  const placement = isNegated
    ? { ...around, outcomes: negated(around.outcomes), required: NEVER }
    : around;
  if (node.commands.length < 2) {
    forEachChild(node, (child) => walk(child, placement, context));
    return;
  }
  const { source, mapped, commands, pipelines } = context;
  const elements: (ShellCommand | undefined)[] = [];
  const start = mapped.sourceStart(node.pos);
  const end = mapped.sourceEnd(node.end);
  const pipeline: ShellPipeline = { elements, start, end, range: source.range(start, end) };
  pipelines.push(pipeline);
  node.commands.forEach((command, i) => {
    const next = commands.length;
    const joinedBy = i === 0 ? placement.joinedBy : '|';
    const outcomes = inPipeline(node, i, placement.outcomes);
    const required = requiredInPipeline(node, i, placement.required);
    walk(command, { ...placement, pipeline, joinedBy, outcomes, required }, context);
    elements.push(commands[next]);
  });
}

/** A text with all its characters at one position, for texts without exact offsets. */
function atOnePosition(text: string, mapped: MappedText): MappedText {
  const start = mapped.sourceStart(0);
  return {
    text,
    sourceStart: () => start,
    sourceEnd: () => mapped.sourceEnd(mapped.text.length),
  };
}

function readCommand(node: Command, placement: Placement, context: ScriptContext): void {
  const { source, mapped, wrapper, level, shell } = context;
  const { outcomes, required, ...place } = placement;
  const { settings, isStrict = false } = shell;
  const start = mapped.sourceStart(node.pos);
  const end = mapped.sourceEnd(node.end);
  const [name, ...args] = wordsOf(node, context);
  const command: ShellCommand = {
    name,
    args,
    assignments: readAssignments(node, context),
    redirects: node.redirects.map((redirect) => toRedirect(redirect, context)),
    range: source.range(start, end),
    start,
    end,
    ...place,
    outcome: (of) => resolveOutcome(outcomes[of](), settings),
    isRequired: resolveRequired(required, isStrict),
    wrapper,
  };
  shell.settings = afterCommand(settings, command);
  shell.isStrict = strictAfter(isStrict, command, required);
  if (/^(?:\[|test)$/.test(command.name?.value ?? '')) addTest(node, placement, context);
  addCommand(command, context);
  if (isShell(commandName(command)) && level < LIMITS.wrappers) {
    for (const heredoc of node.redirects) {
      if (heredoc.type === 'HereDoc') readHeredocScript(heredoc, command, context);
    }
  }
  forEachChild(node, (child) => walk(child, placement, context));
}

function wordsOf({ name, args }: Command, context: ScriptContext): ShellWord[] {
  const { split = (word) => [word] } = context;
  const words = name ? [name, ...args] : args;
  return words.flatMap((word) => {
    const shellWord = toShellWord(asWord(word), context);
    return word.type === 'Word' ? split(shellWord) : [shellWord];
  });
}

function readAssignments(node: Command, context: ScriptContext): ShellAssignment[] {
  const { source, mapped } = context;
  return node.prefix.flatMap((prefix) => {
    if (prefix.type !== 'Assignment') return [];
    const range = source.range(mapped.sourceStart(prefix.pos), mapped.sourceEnd(prefix.end));
    const value = prefix.value.type === 'Word' ? toShellWord(prefix.value, context) : undefined;
    return [{ name: prefix.name, value, range }];
  });
}

/** An argument as a word: `export A=1` has an assignment as its argument. */
function asWord(argument: Command['args'][number]): SyntaxWord {
  if (argument.type === 'Word') return argument;
  const { name, append, value, pos, end, text } = argument;
  const assigned = value.type === 'Word' ? value.value : text.slice(text.indexOf('=') + 1);
  const operator = append ? '+=' : '=';
  const word = { type: 'Word' as const, pos, end, text, value: `${name}${operator}${assigned}` };
  return value.type === 'Word' ? { ...word, parts: value.parts } : word;
}

/** Adds the commands of the script that `bash <<EOF` reads from its standard input. */
function readHeredocScript({ body }: HereDoc, wrapper: ShellCommand, context: ScriptContext): void {
  const mapped = sliceMappedText(context.mapped, body.pos, body.end);
  const shell = { settings: settingsOf(wrapper.args.map(({ value }) => value)) };
  collectCommands({ ...context, mapped, errors: [], shell, level: context.level + 1, wrapper });
}

/** The value of a word as a text. Characters keep their positions if the word has no escapes. */
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

function toRedirect(redirect: Redirection, context: ScriptContext): ShellRedirect {
  const { descriptor } = redirect;
  const target = redirect.type === 'HereDoc' ? undefined : redirect.target;
  return {
    operator: redirect.operator,
    descriptor: descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined,
    target: target && toShellWord(target, context),
  };
}

function toShellWord(word: SyntaxWord, { source, mapped }: ScriptContext): ShellWord {
  return new LazyShellWord(source, mapped, word);
}

/** Computes positions when they are read, because most words are never read. */
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
    return !/[$`]|[<>]\(/.test(this.word.text) || !hasExpansion(this.word);
  }
}

const EXPANSIONS: ReadonlySet<string> = new Set([
  'SimpleExpansion',
  'ParameterExpansion',
  'CommandExpansion',
  'ArithmeticExpansion',
  'ProcessSubstitution',
]);

function hasExpansion(node: SyntaxNode): boolean {
  if (EXPANSIONS.has(node.type)) return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= hasExpansion(child);
  });
  return found;
}
