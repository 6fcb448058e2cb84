import type { Range } from '../../core/location.js';
import type { ArgInstruction, Dockerfile, EnvInstruction } from '../parser/model.js';
import { commandName } from '../shell/command-line.js';
import { expandedAt } from '../variables.js';
import { isAddress } from './address.js';
import { sourceOf } from './commands/system-packages.js';
import type { Call, FoundMaterial } from './found-material.js';
import { PROXY_VARIABLE, proxyMaterial } from './proxies.js';
import { hasUnknownPart } from './shell-values.js';

/**
 * Variables that name an index of packages, the program that reads it, and whether it is asked besides the usual one for
 * the highest version. uv takes a name from the first index that has it. Sources: the manuals of pip, uv, npm and Go.
 */
const INDEX_VARIABLES: ReadonlyMap<string, { readonly by: string; readonly isExtra?: true }> =
  new Map([
    ['pip_extra_index_url', { by: 'pip', isExtra: true }],
    ['pip_find_links', { by: 'pip', isExtra: true }],
    ['pip_index_url', { by: 'pip' }],
    ['uv_extra_index_url', { by: 'uv' }],
    ['uv_index', { by: 'uv' }],
    ['uv_index_url', { by: 'uv' }],
    ['uv_default_index', { by: 'uv' }],
    ['npm_config_registry', { by: 'npm' }],
    ['yarn_npm_registry_server', { by: 'yarn' }],
    ['goproxy', { by: 'go' }],
  ]);

/** The indexes and proxies that ENV or ARG sets for later commands. */
export function variableIndexes(
  dockerfile: Dockerfile,
  instruction: EnvInstruction | ArgInstruction,
  buildArgs?: ReadonlyMap<string, string>,
): FoundMaterial[] {
  return instruction.pairs.flatMap(({ key, value, range }) =>
    value && (INDEX_VARIABLES.has(key.value.toLowerCase()) || PROXY_VARIABLE.test(key.value))
      ? indexesIn(key.value, expandedAt(dockerfile, instruction, value, buildArgs), range)
      : [],
  );
}

/** The indexes and proxies that a script sets: `export PIP_EXTRA_INDEX_URL=…`, or for one command. */
export function assignedIndexes({ command, values }: Call): FoundMaterial[] {
  const name = commandName(command);
  // `go env -w GOPROXY=…`
  const isSetting = name === 'export' || (name === 'go' && command.args[0]?.value === 'env');
  if (!isSetting && command.assignments.length === 0) return [];
  const exported = isSetting ? command.args : [];
  return [
    ...command.assignments.flatMap(({ name, value, range }) =>
      value ? indexesIn(name, values(value), range) : [],
    ),
    ...exported.flatMap((word) => {
      const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(values(word)) ?? [];
      return indexesIn(name, value, word.range);
    }),
  ];
}

/** Several are separated by blanks, those of Go by commas or pipes. */
function indexesIn(variable: string, text: string, at: Range): FoundMaterial[] {
  if (PROXY_VARIABLE.test(variable)) return proxyMaterial(text, variable, at);
  const index = INDEX_VARIABLES.get(variable.toLowerCase());
  if (!index) return [];
  const { by, isExtra } = index;
  return text
    .split(by === 'go' ? /[\s,|]+/ : /\s+/)
    .filter((one) => isAddress(one) || hasUnknownPart(one))
    .map((one) => ({ ...sourceOf(one, by, at), isOpen: false, ...(isExtra && { isExtra }) }));
}
