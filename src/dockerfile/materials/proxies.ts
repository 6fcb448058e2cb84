import type { Range } from '../../core/location.js';
import { commandName, flagValues } from '../shell/command-line.js';
import { hostOf, isAddress, readAddress } from './address.js';
import type { Call, FoundMaterial } from './found-material.js';

/** Variables that name a proxy. Sources: the manuals of curl, wget and apt. */
export const PROXY_VARIABLE = /^(?:https?|ftp|all)_proxy$/i;

/** The proxy of one command: `curl -x`, `pip --proxy`. */
export function proxiesOf({ command, values }: Call): FoundMaterial[] {
  const by = commandName(command);
  // Most commands have none, and every command is read.
  if (by !== 'curl' && !command.args.some(({ value }) => value.startsWith('--proxy'))) return [];
  const options = by === 'curl' ? ['-x', '--proxy'] : ['--proxy'];
  return flagValues(command, ...options).flatMap(({ word, value }) =>
    proxyMaterial(values(word, value), by, word.range),
  );
}

/** A proxy, whose scheme may be left out; nothing for an empty text, which turns a proxy off. */
export function proxyMaterial(text: string, by: string, at: Range): FoundMaterial[] {
  if (text === '') return [];
  const hasScheme = isAddress(text) || /^socks\w*:\/\//i.test(text);
  const { what, host, transport } = readAddress(hasScheme ? text : `http://${text}`);
  const known = host ?? hostOf(text.replace(/^\w+:\/\//, '').replace(/\/.*$/s, ''));
  return [
    {
      kind: 'proxy',
      what,
      by,
      at,
      ...(known !== undefined && { host: known }),
      transport,
      pin: 'unknown',
    },
  ];
}
