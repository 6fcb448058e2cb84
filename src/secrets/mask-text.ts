import type { Host } from '../core/host.js';
import { remember } from '../lib/remember.js';
import type { Span } from '../lib/span.js';
import { credentialPlaces } from './credentials.js';
import { type Secret, searchText } from './search.js';

/** Replaces a secret in a sentence. Neither a character nor the length of the secret is shown. */
export const HIDDEN = '…';

/** Of how many characters a secret is: `8 to 15 characters`. */
export function lengthClass(length: number): string {
  if (length < 8) return 'less than 8 characters';
  if (length >= 64) return '64 or more characters';
  const low = 2 ** Math.floor(Math.log2(length));
  return `${low} to ${low * 2 - 1} characters`;
}

/** The places of secrets in a text, and whether all of it was searched. */
interface SecretPlaces {
  readonly places: readonly Span[];
  readonly complete: boolean;
}

/** The places of all secrets in a file: of known formats, and of credentials that their syntax reveals. */
export function secretPlaces(text: string, path: string): SecretPlaces {
  // A comment that allows a secret does not make it public.
  const { secrets, allowed, complete } = searchText(text, { path, isForMasking: true });
  const places = [...secrets, ...allowed].map((secret) => placeOf(secret, text));
  const others = places.flatMap((place) => likelyPartners(text, place));
  return { places: [...places, ...others, ...credentialPlaces(text)], complete };
}

/** How much of a line is searched for what belongs to a secret on it. */
const MAX_LINE_AROUND = 2000;

/** Other long random words on the line of a secret: the key whose id was found has no format of its own. */
function likelyPartners(text: string, { start, end }: Span): Span[] {
  const from = Math.max(text.lastIndexOf('\n', start - 1) + 1, start - MAX_LINE_AROUND);
  const close = text.indexOf('\n', end);
  const line = text.slice(from, Math.min(close < 0 ? text.length : close, end + MAX_LINE_AROUND));
  return [...line.matchAll(/[A-Za-z0-9+/_-]{20,}/g)].flatMap(({ 0: word, index }) => {
    const place = { start: from + index, end: from + index + word.length };
    const isOther = place.end <= start || place.start >= end;
    const isRandom = /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word);
    return isOther && isRandom ? place : [];
  });
}

/** The same for a sentence, in which `secret: word` is no assignment. */
function placesInSentence(text: string): SecretPlaces {
  const { secrets, allowed, complete } = searchText(text);
  const places = [...secrets, ...allowed]
    .filter(({ detector }) => detector.confidence !== 'low')
    .map((secret) => placeOf(secret, text));
  return { places: [...places, ...credentialPlaces(text, true)], complete };
}

function placeOf({ detector, start, end }: Secret, text: string): Span {
  return { start, end: detector.isMultiline ? endOfKey(text, end) : end };
}

/** The end of a private key whose first line ends at `end`. */
function endOfKey(text: string, end: number): number {
  const close = text.slice(end, end + 20_000).search(/-----END|Private-MAC/);
  return close < 0 ? Math.min(text.length, end + 4000) : end + close;
}

/** The text with `hide(value)` at each place. Places may overlap. */
export function replacePlaces(
  text: string,
  places: readonly Span[],
  hide: (value: string) => string,
): string {
  const parts: string[] = [];
  let last = 0;
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start)) {
    if (end <= last) continue;
    const from = Math.max(start, last);
    parts.push(text.slice(last, from), hide(text.slice(from, end)));
    last = end;
  }
  return parts.join('') + text.slice(last);
}

/** Whether a text has a secret, or could not be searched to its end. */
export function hasSecret(text: string): boolean {
  const { places, complete } = placesInSentence(text);
  return places.length > 0 || !complete;
}

/** Sentences are shorter; the rest of a longer one is cut off before it is searched. */
const MAX_SENTENCE = 100_000;

/** A sentence, such as a message, a reason or the name of a file, without the secrets in it. */
export function maskText(text: string): string {
  return masked(text);
}

function maskSentence(text: string): string {
  const cut = text.slice(0, MAX_SENTENCE);
  const { places, complete } = placesInSentence(cut);
  return complete ? replacePlaces(cut, places, () => HIDDEN) : HIDDEN;
}

/** The same sentence is often in several members of a report, and in the reports of several images. */
const masked = remember(4_096, maskSentence);

/** A host whose log lines contain no secrets. */
export function maskingHost(host: Host): Host {
  return {
    debug: (message) => host.debug(maskText(message)),
    info: (message) => host.info(maskText(message)),
    warning: (message) => host.warning(maskText(message)),
    error: (message) => host.error(maskText(message)),
    progress: (message, amount) => host.progress(maskText(message), amount),
    step: (message) => host.step(maskText(message)),
    find: (program) => host.find(program),
    run: (program, args, options) => host.run(program, args, options),
    untrusted: host.untrusted,
    repository: host.repository,
  };
}
