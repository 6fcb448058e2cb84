import {
  commandName,
  type FlagValue,
  flagValues,
  hasFlag,
  operands,
} from '../../shell/command-line.js';
import { isAddress, readAddress } from '../address.js';
import { comparesFingerprint } from '../checks.js';
import type { Call, CommandReader, FoundMaterial } from '../found-material.js';
import { variantsOf } from '../variants.js';
import { sourceOf } from './system-packages.js';

/** Programs that add a repository of packages, or a key for one. */
export const packageSources: CommandReader = {
  programs:
    /^(?:add-apt-repository|apt-add-repository|yum-config-manager|dnf-3|apt-key|rpm|gpg2?|rpmkeys|pacman-key)$/,
  read(call) {
    const { command, values } = call;
    const by = commandName(command);
    if (/^(?:apt-key|gpg2?|rpm|rpmkeys|pacman-key)$/.test(by)) return keysOf(call);
    const words = [
      ...operands(command, ['--add-repo', '--setopt', '-c']).map((word) => ({
        word,
        text: values(word),
      })),
      ...flagValues(command, '--add-repo').map(({ word, value }) => ({
        word,
        text: values(word, value),
      })),
    ];
    return words.flatMap(({ word, text }): FoundMaterial[] => {
      const [, ppa] = /^ppa:([\w.+-]+\/[\w.+-]+)/.exec(text) ?? [];
      if (ppa !== undefined)
        return [
          {
            kind: 'package-source',
            what: `ppa:${ppa}`,
            by,
            at: word.range,
            host: 'ppa.launchpadcontent.net',
            transport: 'https',
            pin: 'none',
            verifiedBy: 'the key of the archive',
            isOpen: true,
          },
        ];
      const address = addressIn(text);
      // The file of the repository is fetched, and nothing else yet.
      return address === undefined
        ? []
        : [{ ...sourceOf(address, by, word.range), isOpen: by.endsWith('apt-repository') }];
    });
  },
};

/** The first address in a text, such as the line of an apt source. */
export function addressIn(text: string): string | undefined {
  return /(?:https?|ftp):\/\/[^\s"'\]]+/i.exec(text)?.[0];
}

const FINGERPRINT = /^(?:0x)?[0-9a-f]{40}$/i;

/** Keys by their fingerprint, from a key server, or from an address. */
function keysOf(call: Call): FoundMaterial[] {
  const { command, values } = call;
  const by = commandName(command);
  const servers = flagValues(command, '--keyserver');
  const isReceive = hasFlag(command, '--recv-keys', '--recv-key', '--recv', '-r', '--receive-keys');
  if (isReceive && by !== 'rpm') {
    return receivedKeys(call, servers[0]);
  }
  const fetches =
    by === 'rpm'
      ? hasFlag(command, '--import', '-i', '-U', '-ivh', '-Uvh', '--install', '--upgrade')
      : true;
  return fetches
    ? operands(command)
        .map((word) => ({ word, text: values(word) }))
        .filter(({ text }) => isAddress(text))
        .map(({ word, text }) => ({
          ...readAddress(text),
          kind:
            hasFlag(command, '--import') || by !== 'rpm' ? ('key' as const) : ('download' as const),
          by,
          at: word.range,
        }))
    : [];
}

/** Each key from each server that it is asked from. */
function receivedKeys(call: Call, server: FlagValue | undefined): FoundMaterial[] {
  const by = commandName(call.command);
  const servers = server
    ? serversIn(variantsOf(call, server.word, server.value), server)
    : [undefined];
  const isCompared = comparesFingerprint(call);
  return operands(call.command, KEY_OPTIONS)
    .flatMap((word) => variantsOf(call, word).map((text) => ({ word, text })))
    .filter(({ text }) => /^(?:0x)?[0-9a-f]{8,}$|^\$/i.test(text))
    .flatMap(({ word, text }) =>
      servers.map((one) => {
        const { host, transport } = serverOf(one);
        const isKnown = FINGERPRINT.test(text) || isCompared;
        return {
          kind: 'key' as const,
          what: text.slice(0, 100),
          by,
          at: word.range,
          ...(host !== undefined && { host }),
          transport,
          pin: isKnown ? 'digest' : text.startsWith('$') ? 'unknown' : 'none',
          ...(isKnown && { verifiedBy: 'the fingerprint' }),
        };
      }),
    );
}

/** Each of at most ten key servers; for the others stands the variable that has them. */
function serversIn(servers: readonly string[], { value }: FlagValue): readonly string[] {
  return servers.length > MAX_SERVERS ? [...servers.slice(0, MAX_SERVERS), value] : servers;
}

const MAX_SERVERS = 10;

const KEY_OPTIONS = [
  '--keyserver',
  '--keyring',
  '--homedir',
  '--keyserver-options',
  '--no-default-keyring',
];

/** A key server without a scheme is asked by HKP over HTTP. */
function serverOf(server: string | undefined): {
  readonly host?: string;
  readonly transport: FoundMaterial['transport'];
} {
  if (server === undefined) return { transport: 'unknown' };
  const [, scheme = 'hkp', host = ''] = /^(?:(\w+):\/\/)?([^/]+)/.exec(server) ?? [];
  const transport = /^(?:hkps|https)$/.test(scheme) ? 'https' : 'http';
  return { ...(/^[\w.:-]+$/.test(host) && { host: host.toLowerCase() }), transport };
}
