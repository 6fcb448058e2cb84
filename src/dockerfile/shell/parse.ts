import { baseName } from '../../lib/paths.js';
import type { Span } from '../../lib/span.js';
import { isShell } from '../../shell/wrappers.js';
import { type Heredoc, parseHeredocToken } from '../text/heredocs.js';
import { createTextBuilder, type MappedText, sliceMappedText } from '../text/mapped-text.js';
import { createSource, type Source } from '../text/source.js';
import type { Token, TokenFactory } from '../text/tokens.js';
import { addCommand, type CommandLists, collectCommands } from './commands.js';
import type {
  ShellCommand,
  ShellError,
  ShellPipeline,
  ShellScript,
  ShellTest,
  ShellWord,
} from './model.js';
import { settingsOf } from './outcome.js';
import { commandWithHeredocs, heredocText } from './script-text.js';

/** Parses the shell form of an instruction: a part of its joined text, and its heredocs. */
export function parseShellForm(
  { source, joined }: TokenFactory,
  { start, end }: Span,
  heredocs: readonly Heredoc[],
): ShellScript {
  const command = sliceMappedText(joined, start, end);
  const [first, second] = heredocs;
  if (!first) return parseScript(source, command);
  if (second || !parseHeredocToken(command.text))
    return parseScript(source, commandWithHeredocs(source, command, heredocs));
  // The heredoc is the script.
  const mapped = heredocText(source, first);
  const interpreter = shebangInterpreter(mapped.text);
  return interpreter !== undefined && !isShell(interpreter)
    ? { text: mapped.text, mapped, commands: [], pipelines: [], tests: [], errors: [], interpreter }
    : parseScript(source, mapped);
}

/** Parses the exec form: one command, and the commands that it runs as a wrapper or through `sh -c`. */
export function parseExecForm(source: Source, tokens: readonly Token[]): ShellScript {
  const [first, last] = [tokens[0], tokens.at(-1)];
  const builder = createTextBuilder();
  for (const token of tokens) builder.add(`${token === first ? '' : ' '}${token.raw}`, token.start);
  const mapped = builder.build();
  const commands: ShellCommand[] = [];
  const tests: ShellTest[] = [];
  if (first && last) {
    const [name, ...args] = tokens.map(toShellWord);
    const command: ShellCommand = {
      name,
      args,
      assignments: [],
      redirects: [],
      range: source.range(first.start, last.end),
      start: first.start,
      end: last.end,
      pipeline: undefined,
      joinedBy: undefined,
      substituted: false,
      depth: 0,
      branch: undefined,
      outcome: () => 'stops',
      isRequired: true,
      wrapper: undefined,
    };
    addCommand(command, { source, commands, pipelines: [], tests, level: 0 });
  }
  const { text } = mapped;
  return { text, mapped, commands, pipelines: [], tests, errors: [], interpreter: undefined };
}

/** Parses a script that is not in a Dockerfile. Ranges are those of the text. */
export function parseShellText(text: string, path: string): ShellScript {
  const builder = createTextBuilder();
  builder.add(text, 0);
  return parseScript(createSource(path, text), builder.build());
}

/** Delays `parse` until a field is read. */
export function lazyScript(parse: () => ShellScript): ShellScript {
  let script: ShellScript | undefined;
  const get = () => {
    script ??= parse();
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
    get tests() {
      return get().tests;
    },
    get errors() {
      return get().errors;
    },
    get interpreter() {
      return get().interpreter;
    },
  };
}

/** Parses a script. `split` makes the words of a command. */
export function parseScript(
  source: Source,
  mapped: MappedText,
  split?: CommandLists['split'],
): ShellScript {
  const commands: ShellCommand[] = [];
  const pipelines: ShellPipeline[] = [];
  const tests: ShellTest[] = [];
  const errors: ShellError[] = [];
  const [, flags = ''] = /^#!\S*sh[ \t]+(-.*)/.exec(mapped.text) ?? [];
  const shell = { settings: settingsOf(flags.split(/\s+/)) };
  const lists = { source, commands, pipelines, tests, level: 0, split };
  const context = { ...lists, mapped, errors, shell, wrapper: undefined };
  collectCommands(context);
  const { text } = mapped;
  return { text, mapped, commands, pipelines, tests, errors, interpreter: undefined };
}

/** Base name of the interpreter in `#!/bin/sh`, `#!/usr/bin/env python3` or `#!/usr/bin/env -S node`. */
function shebangInterpreter(text: string): string | undefined {
  const [, path = '', argument = ''] =
    /^#![ \t]*(\S+)(?:[ \t]+(?:-S[ \t]+)?(\S+))?/.exec(text) ?? [];
  if (path === '') return undefined;
  const name = baseName(path);
  return name === 'env' ? argument : name;
}

function toShellWord({ raw, value, range, start, end }: Token): ShellWord {
  return { raw, value, range, start, end, literal: true };
}
