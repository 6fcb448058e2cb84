import type { MaterialPin, MaterialTransport } from '../../core/material.js';
import { withoutPathTokens } from '../../lib/path-tokens.js';
import { redactUrl } from '../../lib/redact-url.js';
import { hasUnknownPart } from './shell-values.js';

/** Where something is fetched from, as an address shows it. */
export interface Address {
  /** Without credentials, query and fragment. */
  readonly what: string;
  /** In lower case, with its port; in ASCII, so that letters which look alike differ. Absent if it is a variable. */
  readonly host?: string;
  readonly transport: MaterialTransport;
  readonly pin: MaterialPin;
}

/** Longer addresses are cut. */
const MAX_ADDRESS = 1000;

/** Whether a word is an address that a program fetches from. */
export function isAddress(text: string): boolean {
  return /^(?:https?|ftps?|git|ssh|git\+\w+|svn|hg\+\w+):\/\//i.test(text);
}

/** Reads an address: a URL, or the short form of SSH (`git@host:path`). */
export function readAddress(text: string): Address {
  // All before the last @ of the host is a login, also one with a password.
  const bare = text.replace(/^[^/]{1,1000}@/, '');
  const ssh = /^([\w.-]{1,255}):(?!\/\/)(.+)$/s.exec(bare);
  if (ssh && !isAddress(text))
    return {
      what: `${ssh[1]}:${ssh[2]?.replace(/#.*$/s, '')}`.slice(0, MAX_ADDRESS),
      host: (ssh[1] ?? '').toLowerCase(),
      transport: 'ssh',
      pin: pinOf(ssh[2] ?? ''),
    };
  const [, scheme = '', authority = '', rest = ''] =
    /^([\w+.-]+):\/\/([^/?#]*)(.*)$/s.exec(text) ?? [];
  const transport = transportOf(scheme);
  const host = hostOf(authority);
  return {
    what: withoutPathTokens(withoutSecrets(text, scheme, authority, rest)).slice(0, MAX_ADDRESS),
    ...(host !== undefined && { host }),
    transport,
    pin: pinOfFile(host, rest),
  };
}

function transportOf(scheme: string): MaterialTransport {
  const name = scheme.toLowerCase().replace(/^(?:git|hg|svn)\+/, '');
  switch (name) {
    case 'https':
    case 'http':
    case 'ssh':
    case 'git':
      return name;
    case 'ftp':
    case 'ftps':
      return 'ftp';
    case 'file':
      return 'local';
    default:
      return 'unknown';
  }
}

/** The host in ASCII, in lower case, with its port; undefined if it is a variable or no host. */
export function hostOf(authority: string): string | undefined {
  const bare = authority.slice(authority.lastIndexOf('@') + 1);
  if (bare === '') return undefined;
  // The usual case, ten times as fast as a URL.
  if (PLAIN_HOST.test(bare)) return bare;
  if (hasUnknownPart(bare)) return undefined;
  const url = `http://${bare}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/** A name in ASCII and lower case, without a port; its last part is no number. */
const PLAIN_HOST = /^(?!.*xn--)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}[a-z]{2,30}$/;

/** Nothing to hide, and nothing that a URL writes otherwise. */
const PLAIN_ADDRESS = /^[\w./:+~-]*$/;

/** Variables in an address are no part of a URL, so its parts are put together by hand. */
function withoutSecrets(text: string, scheme: string, authority: string, rest: string): string {
  if (PLAIN_ADDRESS.test(text) && PLAIN_HOST.test(authority)) return text;
  if (!hasUnknownPart(text)) return redactUrl(text);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return `${scheme}://${host}${rest.replace(/[?#].*$/s, '')}`;
}

/** GitHub's addresses of files name a commit, a tag or a branch at a fixed place. */
function pinOfFile(host: string | undefined, path: string): MaterialPin {
  const [, raw] = /^\/[^/]+\/[^/]+\/([^/$]+)\//.exec(path) ?? [];
  const pin = pinOf(host === 'raw.githubusercontent.com' && raw !== undefined ? raw : path);
  // `releases/latest/download` stays the newest, whatever the name of the file.
  if (pin === 'version' && /\/releases\/latest\//.test(path)) return 'none';
  if (pin === 'unknown' && /\/latest\//.test(path)) return 'none';
  return host === undefined && pin === 'none' ? 'unknown' : pin;
}

/** A digest or commit, or a version, somewhere in a path. */
function pinOf(path: string): MaterialPin {
  if (/(?<![0-9a-f])(?:[0-9a-f]{64})(?![0-9a-f])/i.test(path)) return 'digest';
  if (/(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/i.test(path)) return 'commit';
  if (VERSION.test(path.replace(/\$\{?\w+\}?/g, ''))) return 'version';
  return hasUnknownPart(path) ? 'unknown' : 'none';
}

/** `v1.2`, `-1.2.3`, `/20240101/`, `@2.0.0`; not the `2` of `/v2/`, and not an architecture. */
const VERSION =
  /(?:^|[/_@=v#-])v?\d+\.\d+|(?<![\w.])(?:19|20)\d{6}(?!\d)|[/_-]v?\d+\.\d+|[a-z]\d+\.\d+\.\d/i;
