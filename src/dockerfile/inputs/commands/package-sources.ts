import { commandName, flagValues, hasFlag, operands } from '../../shell/command-line.js';
import { isAddress, readAddress } from '../address.js';
import type { Call, CommandReader, FoundInput } from '../found-input.js';
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
      ...operands(command).map((word) => ({ word, text: values(word) })),
      ...flagValues(command, '--add-repo').map(({ word, value }) => ({
        word,
        text: values(word, value),
      })),
    ];
    return words.flatMap(({ word, text }): FoundInput[] => {
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
      return address === undefined ? [] : [sourceOf(address, by, word.range)];
    });
  },
};

/** The first address in a text, such as the line of an apt source. */
export function addressIn(text: string): string | undefined {
  return /(?:https?|ftp):\/\/[^\s"'\]]+/i.exec(text)?.[0];
}

const FINGERPRINT = /^(?:0x)?[0-9a-f]{40}$/i;

/** Keys by their fingerprint, from a key server, or from an address. */
function keysOf({ command, run, values }: Call): FoundInput[] {
  const by = commandName(command);
  const servers = flagValues(command, '--keyserver');
  const [server] = servers.map(({ word, value }) => values(word, value));
  const isReceive = hasFlag(command, '--recv-keys', '--recv-key', '--recv', '-r', '--receive-keys');
  if (isReceive && by !== 'rpm') {
    const { host, transport } = serverOf(server);
    return operands(command, [
      '--keyserver',
      '--keyring',
      '--homedir',
      '--keyserver-options',
      '--no-default-keyring',
    ])
      .flatMap((word) => loopWords(values(word), run.script.text).map((text) => ({ word, text })))
      .filter(({ text }) => /^(?:0x)?[0-9a-f]{8,}$|^\$/i.test(text))
      .map(({ word, text }) => ({
        kind: 'key' as const,
        what: text.slice(0, 100),
        by,
        at: word.range,
        ...(host !== undefined && { host }),
        transport,
        pin: pinOfKey(text),
        ...(FINGERPRINT.test(text) && { verifiedBy: 'the fingerprint' }),
      }));
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

function pinOfKey(name: string): FoundInput['pin'] {
  if (FINGERPRINT.test(name)) return 'digest';
  return name.startsWith('$') ? 'unknown' : 'none';
}

/** Words of a loop that are read. */
const MAX_WORDS = 50;

/** The words of `for key in …` for its variable; else the text itself. */
function loopWords(text: string, script: string): readonly string[] {
  const name = /^\$\{?(\w+)\}?$/.exec(text)?.[1];
  if (name === undefined) return [text];
  const list = new RegExp(`\\bfor\\s+${name}\\s+in\\s+([^;$]{1,4000}?)\\s*;?\\s*\\bdo\\b`).exec(
    script,
  )?.[1];
  return list === undefined
    ? [text]
    : list
        .split(/[\s\\'"]+/)
        .filter((word) => word !== '')
        .slice(0, MAX_WORDS);
}

/** A key server without a scheme is asked by HKP over HTTP. */
function serverOf(server: string | undefined): {
  readonly host?: string;
  readonly transport: FoundInput['transport'];
} {
  if (server === undefined) return { transport: 'unknown' };
  const [, scheme = 'hkp', host = ''] = /^(?:(\w+):\/\/)?([^/]+)/.exec(server) ?? [];
  const transport = /^(?:hkps|https)$/.test(scheme) ? 'https' : 'http';
  return { ...(/^[\w.:-]+$/.test(host) && { host: host.toLowerCase() }), transport };
}
