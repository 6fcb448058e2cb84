import { isRequirementPinned, pipCommand } from '../../commands/package-managers/pip.js';
import { commandName, flagValues, hasFlag, operands } from '../../shell/command-line.js';
import type { ShellWord } from '../../shell/model.js';
import { isAddress, readAddress } from '../address.js';
import type { Call, CommandReader, FoundMaterial } from '../found-material.js';
import { hasUnknownPart } from '../shell-values.js';
import { sourceOf } from './system-packages.js';

/** pip, pipx, uv, poetry, pipenv, conda. */
export const pythonPackages: CommandReader = {
  programs:
    /^(?:pip|python)\d*(?:\.\d+)?$|^(?:pipx|uv|uvx|poetry|pipenv|conda|mamba|micromamba|pdm)$/,
  read(call) {
    const tool = toolOf(call);
    if (tool) return tool;
    const pip = pipCommand(call.command);
    if (!pip) return undefined;
    const command = withoutUv(pip);
    const [verb, ...words] = operands(command, VALUE_OPTIONS);
    switch (verb?.value) {
      case 'install':
      case 'add':
      case 'download':
      case 'wheel':
        break;
      case 'sync':
      case 'lock':
      case 'run':
      case 'create':
      case 'update':
      case 'upgrade':
        return [fromFile(call, 'the lock file of the project', 'unknown')];
      case 'config':
        return configuredIndexes(words, call);
      default:
        // `python setup.py` and the like run code.
        return /^python/.test(command.name?.value.replace(/^.*\//, '') ?? '') ? undefined : [];
    }
    const materials = [...indexes({ ...call, command }), ...requirementFiles({ ...call, command })];
    for (const word of words) materials.push(...packageOf(word, { ...call, command }));
    // A package of the project has dependencies, too.
    return materials.some(({ kind }) => kind !== 'package-source')
      ? materials
      : [...materials, fromFile(call, 'the dependencies of the project', 'unknown')];
  },
};

/** The package whose program is fetched and run: `uvx ruff`, `uv tool run ruff`, `pipx run --spec git+https://… ruff`. */
function toolOf(call: Call): FoundMaterial[] | undefined {
  const { command } = call;
  const words = operands(command, TOOL_OPTIONS);
  const before = BEFORE_TOOL.get(commandName(command));
  if (!before?.every((name, index) => name === words[index]?.value)) return undefined;
  const given = flagValues(command, '--from', '--spec').map(({ word, value }) => ({
    ...{ value, raw: value, literal: !value.includes('$') },
    ...{ range: word.range, start: word.start, end: word.end },
  }));
  const named = given.length > 0 ? given : words.slice(before.length, before.length + 1);
  return named.flatMap((word) => packageOf(word, call));
}

const BEFORE_TOOL: ReadonlyMap<string, readonly string[]> = new Map([
  ['uvx', []],
  ['pipx', ['run']],
  ['uv', ['tool', 'run']],
]);
const TOOL_OPTIONS =
  '--from --spec --with --with-requirements --python -p --index --index-url -i --extra-index-url --pip-args'.split(
    ' ',
  );

/** `uv pip install` has the options of pip. */
function withoutUv(command: Call['command']): Call['command'] {
  const [first, ...args] = command.args;
  return first?.value === 'pip' || first?.value === 'tool' ? { ...command, args } : command;
}

/** An extra index and a page of links are asked besides the index of Python packages. */
function indexes({ command, values }: Call): FoundMaterial[] {
  const extra = flagValues(command, '--extra-index-url', '-f', '--find-links');
  const only = flagValues(command, '-i', '--index-url', '--index', '--default-index');
  const channels = /^(?:conda|mamba|micromamba)$/.test(commandName(command))
    ? flagValues(command, '-c', '--channel')
    : [];
  return [...only, ...extra, ...channels].flatMap((flag) => {
    const text = values(flag.word, flag.value);
    if (!isAddress(text) && !hasUnknownPart(text)) return [];
    const isExtra = extra.includes(flag) && (!isUv(command) || isUnsafe(command));
    return [{ ...sourceOf(text, 'pip', flag.word.range), ...(isExtra && { isExtra }) }];
  });
}

/** `pip config set global.extra-index-url https://…` */
function configuredIndexes(
  [verb, key, value]: readonly ShellWord[],
  { values }: Call,
): FoundMaterial[] {
  const option = /(?:^|\.)(extra-index-url|index-url|find-links)$/.exec(key?.value ?? '')?.[1];
  if (verb?.value !== 'set' || option === undefined || !value) return [];
  const text = values(value);
  if (!isAddress(text) && !hasUnknownPart(text)) return [];
  const isExtra = option !== 'index-url';
  return [{ ...sourceOf(text, 'pip', value.range), isOpen: false, ...(isExtra && { isExtra }) }];
}

function isUv({ name }: Call['command']): boolean {
  return /(?:^|\/)uv$/.test(name?.value ?? '');
}

/** uv takes a name from the first index that has it, and extra indexes come first, unless it is told otherwise. */
function isUnsafe(command: Call['command']): boolean {
  return flagValues(command, '--index-strategy').some(({ value }) => value.startsWith('unsafe-'));
}

function requirementFiles(call: Call): FoundMaterial[] {
  const { command, values } = call;
  const hashes = hasFlag(command, '--require-hashes');
  return flagValues(command, '-r', '--requirement').map(({ value, word }) => {
    const text = values(word, value);
    if (isAddress(text))
      return { ...readAddress(text), kind: 'packages', by: 'pip', at: word.range, isOpen: true };
    return {
      ...fromFile(call, text, hashes ? 'digest' : 'unknown'),
      at: word.range,
      ...(hashes && { verifiedBy: 'the hashes', lockFiles: [text] }),
    };
  });
}

function fromFile({ command }: Call, what: string, pin: FoundMaterial['pin']): FoundMaterial {
  const by = command.name?.value.replace(/^.*\//, '') ?? 'pip';
  return {
    kind: 'packages',
    what: what.slice(0, 200),
    by,
    at: command.range,
    transport: 'unknown',
    pin,
    isOpen: true,
  };
}

function packageOf(word: ShellWord, { command, values }: Call): FoundMaterial[] {
  const text = values(word);
  const by = command.name?.value.replace(/^.*\//, '') ?? 'pip';
  const address = text.replace(/^[\w.-]+(?:\[[\w,.-]*\])?\s*@\s*/, '');
  if (isAddress(address)) {
    const isGit = /^(?:git|hg|svn)\+/.test(address);
    const reference = /[^/]@([^@/#]+)(?:#.*)?$/.exec(address)?.[1];
    const read = readAddress(address);
    const pinned =
      reference !== undefined && /^[0-9a-f]{40}$/.test(reference) ? 'commit' : undefined;
    const pin = isGit
      ? (pinned ?? (reference !== undefined && /\d/.test(reference) ? 'version' : 'none'))
      : read.pin;
    return [{ ...read, pin, kind: isGit ? 'git' : 'download', by, at: word.range, isOpen: true }];
  }
  if (/^(?:\.|\/|~)|[/\\]|\.(?:whl|zip|tar|tar\.\w+|tgz)(?:\[|$)/.test(text)) return [];
  // `uvx ruff@0.6`
  const isExact = /={1,3}\s*[\w.]|@\d/.test(text.replace(/[<>~!]=/g, ''));
  return [
    {
      kind: 'package',
      what: text.slice(0, 200),
      by,
      at: word.range,
      transport: 'unknown',
      pin: isExact
        ? 'version'
        : hasUnknownPart(text) && !isRequirementPinned(text)
          ? 'unknown'
          : 'none',
      isOpen: true,
    },
  ];
}

const VALUE_OPTIONS =
  '-r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links -t --target --platform --python-version --implementation --abi --prefix --root --cache-dir --trusted-host --proxy --timeout --retries --cert --client-cert --global-option --config-settings --no-binary --only-binary --python --index --group --extra -n --name -p --channel -c -d --dest -w --wheel-dir'.split(
    ' ',
  );
