import { readReference } from '../../core/reference.js';
import { expand } from '../text/expansion.js';
import type { Token } from '../text/tokens.js';
import type { Flag, Instruction, Keyword } from './model.js';
import type { DockerfileProblem } from './problem.js';

type Report = (kind: DockerfileProblem['kind'], message: string, at?: Pick<Token, 'range'>) => void;

/**
 * The errors that BuildKit reports for an instruction that its parser accepts: number and form of arguments, flags,
 * names, triggers, quotes. BuildKit reads a trigger of ONBUILD only when another image builds on this one, so only the
 * keyword of the trigger is checked. Source: BuildKit frontend/dockerfile/instructions/parse.go and bflag.go.
 */
export function instructionErrors(
  instruction: Instruction,
  escapeToken: string,
): DockerfileProblem[] {
  const problems: DockerfileProblem[] = [];
  const report: Report = (kind, message, at = instruction.keywordToken) =>
    problems.push({ kind, phase: 'instruction', message, range: at.range });
  if (instruction.keyword === 'UNKNOWN') {
    report('unknown-instruction', `unknown instruction: ${truncate(instruction.name)}`);
    return problems;
  }
  checkFlags(instruction, report);
  checkArguments(instruction, report);
  checkNames(instruction, report);
  for (const token of expandedTokens(instruction)) checkExpansion(token, escapeToken, report);
  return problems;
}

type FlagType = 'text' | 'list' | 'boolean';

function flagTypes(types: Readonly<Record<string, FlagType>>): ReadonlyMap<string, FlagType> {
  return new Map(Object.entries(types));
}

/** The flags of each instruction. Source: Dockerfile reference. */
const FLAGS: ReadonlyMap<Keyword, ReadonlyMap<string, FlagType>> = new Map([
  [
    'ADD',
    flagTypes({
      chmod: 'text',
      checksum: 'text',
      chown: 'text',
      exclude: 'list',
      'keep-git-dir': 'boolean',
      link: 'boolean',
      unpack: 'boolean',
    }),
  ],
  [
    'COPY',
    flagTypes({
      chmod: 'text',
      chown: 'text',
      exclude: 'list',
      from: 'text',
      link: 'boolean',
      parents: 'boolean',
    }),
  ],
  ['FROM', flagTypes({ platform: 'text' })],
  [
    'HEALTHCHECK',
    flagTypes({
      interval: 'text',
      retries: 'text',
      'start-interval': 'text',
      'start-period': 'text',
      timeout: 'text',
    }),
  ],
  ['RUN', flagTypes({ device: 'list', mount: 'list', network: 'text', security: 'text' })],
]);

function checkFlags(instruction: Instruction, report: Report): void {
  const { keyword, flags } = instruction;
  if (keyword === 'HEALTHCHECK' && instruction.type !== 'CMD') return;
  const types = FLAGS.get(keyword);
  const earlier = new Set<string>();
  for (const flag of flags) {
    const name = `--${truncate(flag.name)}`;
    const type = types?.get(flag.name);
    if (type === undefined) report('flag', `unknown flag: ${name}`, flag);
    else if (earlier.has(flag.name) && type !== 'list') {
      report('flag', `flag ${name} is given twice`, flag);
    } else if (type === 'boolean') {
      if (!/^(?:true|false)$/i.test(flag.value ?? 'true'))
        report(
          'flag',
          `flag ${name} must be true or false, not "${truncate(flag.value ?? '')}"`,
          flag,
        );
    } else if (flag.value === undefined) {
      report('flag', `flag ${name} requires a value`, flag);
    } else if (flag.name === 'mount') {
      checkMount(flag, flag.value, report);
    }
    earlier.add(flag.name);
  }
}

const MOUNT_TYPES = new Set(['bind', 'cache', 'secret', 'ssh', 'tmpfs']);

function checkMount(flag: Flag, value: string, report: Report): void {
  const type = /(?:^|,)type=([^,]*)/i.exec(value)?.[1]?.toLowerCase();
  if (type === undefined || type.includes('$') || MOUNT_TYPES.has(type)) return;
  report('flag', `unsupported mount type "${truncate(type)}"`, flag);
}

function checkArguments(instruction: Instruction, report: Report): void {
  const { keyword, args } = instruction;
  const reject = (requirement: string, at?: Token) =>
    report('arguments', `${keyword} ${requirement}`, at);
  switch (keyword) {
    case 'ADD':
    case 'COPY':
      if (args.length === 0) reject('requires at least two arguments');
      else if (args.length === 1)
        reject('requires at least two arguments: a source and a destination');
      return;
    case 'FROM':
      if (args.length !== 1 && !(args.length === 3 && /^as$/i.test(args[1]?.raw ?? '')))
        reject('requires either one or three arguments', args[1]);
      return;
    case 'MAINTAINER':
    case 'STOPSIGNAL':
    case 'USER':
    case 'WORKDIR':
      if (args.length === 0) reject('requires exactly one argument');
      return;
    case 'HEALTHCHECK':
      checkHealthcheck(instruction.type, args, report);
      return;
    case 'SHELL':
      if (args.length === 0) reject('requires at least one argument');
      else if (!instruction.json) reject('requires its arguments as a JSON array', args[0]);
      return;
    case 'RUN':
      if (args.length === 0) reject('requires at least one argument');
      return;
    case 'ARG':
    case 'ENV':
    case 'EXPOSE':
    case 'LABEL':
    case 'ONBUILD':
    case 'VOLUME':
      // Arguments that the parser cannot read are reported by the parser.
      if (instruction.text === '') reject('requires at least one argument');
      return;
  }
}

function checkHealthcheck(type: string, args: readonly Token[], report: Report): void {
  const [typeToken] = args;
  const reject = (message: string, at?: Token) => report('arguments', message, at);
  if (!typeToken) reject('HEALTHCHECK requires at least one argument');
  else if (type === 'NONE') {
    if (args.length > 1) reject('HEALTHCHECK NONE takes no arguments', args[1]);
  } else if (type !== 'CMD') {
    reject(`unknown HEALTHCHECK type "${truncate(typeToken.raw)}": use CMD or NONE`, typeToken);
  } else if (args.length === 1) reject('missing command after HEALTHCHECK CMD', typeToken);
}

function checkNames(instruction: Instruction, report: Report): void {
  const { keyword } = instruction;
  if (keyword === 'ARG' || keyword === 'ENV' || keyword === 'LABEL') {
    const blank = instruction.pairs.find(({ key }) => key.raw === '');
    if (blank) report('arguments', `${keyword} has an empty name`, blank);
  }
  if (keyword === 'VOLUME') {
    const blank = instruction.args.find(({ raw }) => raw.trim() === '');
    if (blank) report('arguments', 'VOLUME has an empty path', blank);
  }
  if (keyword === 'FROM') {
    const { alias, as } = instruction;
    if (alias && /^as$/i.test(as?.raw ?? '') && !/^[a-z][a-z0-9\-_.]*$/i.test(alias.raw)) {
      const allowed = 'use letters, digits, ".", "-" and "_", and begin with a letter';
      report('stage-name', `invalid stage name "${truncate(alias.raw)}": ${allowed}`, alias);
    }
  }
  if (keyword === 'ONBUILD') {
    const { trigger } = instruction;
    if (trigger?.keyword === 'ONBUILD')
      report('onbuild', 'ONBUILD cannot register another ONBUILD', trigger.keywordToken);
    else if (trigger?.keyword === 'FROM' || trigger?.keyword === 'MAINTAINER')
      report('onbuild', `ONBUILD cannot register ${trigger.keyword}`, trigger.keywordToken);
  }
}

/** The tokens in which BuildKit expands variables and removes quotes. */
function expandedTokens(instruction: Instruction): readonly Token[] {
  switch (instruction.keyword) {
    case 'FROM':
      return [instruction.image];
    case 'ADD':
    case 'ARG':
    case 'COPY':
    case 'ENV':
    case 'EXPOSE':
    case 'LABEL':
    case 'STOPSIGNAL':
    case 'USER':
    case 'VOLUME':
    case 'WORKDIR':
      return instruction.json ? [] : instruction.args;
    default:
      return [];
  }
}

function checkExpansion(token: Token, escapeToken: string, report: Report): void {
  if (!/['"{]/.test(token.raw)) return;
  // Each variable gets a value, because an error that depends on values is not an error of the file.
  const { error } = expand(token.raw, () => 'x', { escapeToken });
  if (error?.includes('nested too deeply') === false)
    report('arguments', `cannot expand ${JSON.stringify(truncate(token.raw))}: ${error}`, token);
}

/** Why FROM does not name a valid image; undefined when it does, or contains a variable. */
export function imageNameError(image: Token): string | undefined {
  if (image.raw.includes('$')) return undefined;
  const { value } = image;
  if (value === '') return image.raw === '' ? undefined : 'FROM has an empty image name';
  return readReference(value) !== undefined
    ? undefined
    : `invalid image reference "${truncate(value)}"`;
}

function truncate(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
