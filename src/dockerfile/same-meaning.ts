import { imageName } from '../core/fingerprint.js';
import type { Span } from '../lib/span.js';
import { compareText } from '../lib/text.js';
import { gemInstalls } from './commands/package-managers/gem.js';
import { npmInstalls } from './commands/package-managers/npm.js';
import { pipInstalls, pipxInstalls } from './commands/package-managers/pip.js';
import { runCommandsMatching } from './commands/run-commands.js';
import type { Dockerfile, Instruction, Stage } from './parser/model.js';
import { stageReferences } from './parser/stage-builder.js';
import type { ShellCommand, ShellWord } from './shell/model.js';
import { packageCommand } from './shell/package-commands.js';
import { lineage } from './stages.js';

/** A part of a Dockerfile, and a text that is the same for all spellings of it. */
export interface SameMeaning extends Span {
  readonly text: string;
}

/**
 * The parts of a Dockerfile that can be written in another way: keywords, quotes, JSON lists, the order of packages, and the
 * names of images with their tags and digests, and of stages. In order of their starts; of parts with the same start, the longest is first.
 */
export function sameMeanings(dockerfile: Dockerfile): readonly SameMeaning[] {
  const { instructions } = dockerfile;
  const all = instructions.flatMap((one) =>
    one.keyword === 'ONBUILD' && one.trigger ? [one, one.trigger] : [one],
  );
  return [
    ...imagesIn(dockerfile),
    ...all.flatMap(keywordsIn),
    ...all.flatMap((one) => argumentsIn(dockerfile, one)),
    ...packageLists(dockerfile),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The images that a Dockerfile names, each as its repository. */
function imagesIn({ source, directives, stages }: Dockerfile): SameMeaning[] {
  const syntax = directives.flatMap(({ name, valueRange: at }) =>
    name === 'syntax'
      ? {
          start: source.offsetOf(at.startLine, at.startColumn),
          end: source.offsetOf(at.endLine, at.endColumn),
        }
      : [],
  );
  const images = stages.flatMap(({ from, instructions }) => [
    from.image,
    ...instructions.flatMap(stageReferences),
  ]);
  const baseAt = new Map(
    stages.flatMap(({ from, parent, uses }) => [
      ...(parent ? [[from.image.start, baseOf(parent)] as const] : []),
      ...uses.map(({ token, stage }) => [token.start, baseOf(stage)] as const),
    ]),
  );
  return [...syntax, ...images].map(({ start, end }) => {
    const text = source.text.slice(start, end).replace(/^(["'])(.*)\1$/s, '$2');
    return { start, end, text: text.replace(REFERENCE, baseAt.get(start) ?? imageName) };
  });
}

/** What stands for a stage, whatever it is called: the image that it is based on. */
function baseOf(stage: Stage): () => string {
  return () => `stage:${imageName(lineage(stage).at(-1)?.from.image.value ?? '')}`;
}

/** The image in a token: all of it, or the field `from` of a mount. */
const REFERENCE = /(?<=(?:^|,)from=)[^,]+|^(?![\w-]+=)\S+/g;

/** The keyword of an instruction, and AS. */
function keywordsIn(instruction: Instruction): SameMeaning[] {
  const { keywordToken, keyword } = instruction;
  const as = keyword === 'FROM' ? instruction.as : undefined;
  return [keywordToken, ...(as ? [as] : [])].map(({ start, end, raw }) => ({
    start,
    end,
    text: raw.toUpperCase(),
  }));
}

/** The arguments without quotes, and without what makes them a JSON list. */
function argumentsIn({ source }: Dockerfile, instruction: Instruction): SameMeaning[] {
  const { args, json, end } = instruction;
  const first = args[0];
  const isShell = 'script' in instruction && !json;
  if (isShell) return instruction.script.commands.flatMap(wordsOf).flatMap(unquoted);
  const pairs = 'pairs' in instruction ? instruction.pairs : [];
  const tokens = pairs.length > 0 ? pairs.flatMap(({ value }) => value ?? []) : args;
  const values = tokens.flatMap((token) =>
    json || (token.raw !== token.value && SIMPLE.test(token.value))
      ? { start: token.start, end: token.end, text: token.value }
      : [],
  );
  if (!json || !first) return values;
  const gaps = args.flatMap(({ end: from }, i) => {
    const next = args[i + 1];
    return { start: from, end: next?.start ?? end, text: next ? ' ' : '' };
  });
  const open = source.text.lastIndexOf('[', first.start);
  return [...values, ...gaps, ...(open < 0 ? [] : [{ start: open, end: first.start, text: '' }])];
}

function wordsOf({ name, args, assignments }: ShellCommand): ShellWord[] {
  return [...(name ? [name] : []), ...args, ...assignments.flatMap(({ value }) => value ?? [])];
}

function unquoted(word: ShellWord): SameMeaning[] {
  const text = plainText(word);
  return text === word.raw ? [] : [{ start: word.start, end: word.end, text }];
}

/** The word without quotes, if it means the same without them, or else in single ones. */
function plainText({ literal, raw, value }: ShellWord): string {
  if (!literal || raw === value) return raw;
  if (SIMPLE.test(value)) return value;
  return /^[^\s']+$/.test(value) ? `'${value}'` : raw;
}

/** What means the same with and without quotes. */
const SIMPLE = /^[\w./:=@%+,-]+$/;

/** What package managers get: the subcommand, the options, and the packages, in one order. */
function packageLists(dockerfile: Dockerfile): SameMeaning[] {
  const system = runCommandsMatching(dockerfile, SYSTEM).flatMap(({ command }) => {
    const known = packageCommand(command);
    return known ? { command, subcommand: known.verb, packages: known.packages } : [];
  });
  const installs = [
    ...system,
    ...npmInstalls(dockerfile),
    ...pipInstalls(dockerfile),
    ...pipxInstalls(dockerfile),
    ...gemInstalls(dockerfile),
  ];
  return installs.flatMap(({ command: { args }, subcommand, packages }) => {
    const [first, last] = [args[0], args.at(-1)];
    if (!first || !last) return [];
    const operands = new Set([subcommand, ...packages]);
    const options: string[] = [];
    let isOfOption = false;
    for (const word of args) {
      if (operands.has(word)) isOfOption = false;
      else if (isOfOption && !word.value.startsWith('-'))
        options.push(`${options.pop()} ${plainText(word)}`);
      else {
        options.push(plainText(word));
        isOfOption = true;
      }
    }
    const names = packages.map(plainText).sort(compareText);
    const text = [plainText(subcommand), ...options.sort(compareText), ...names].join(' ');
    return { start: first.start, end: last.end, text };
  });
}

const SYSTEM =
  /^(?:apt|apt-get|aptitude|apk|dnf|dnf5|microdnf|tdnf|yum|zypper|pacman|conda|mamba|micromamba)$/;
