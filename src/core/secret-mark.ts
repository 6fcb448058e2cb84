import { fingerprint } from './fingerprint.js';

/**
 * Of so many values that a person chose, one has the same mark. Whoever guesses from a mark can exclude all others and no
 * more, however fast they try.
 */
const MARKS = 1024;

/**
 * What the fingerprint of a finding contains of a secret, so that another value in its place is another finding.
 *
 * Fingerprints are published, in comments, SARIF and reports, also to people who cannot read the image or the repository.
 * A digest of a value with the entropy of a key (`isGenerated`) tells them nothing. A digest of a password would confirm a
 * guess, and lists of passwords are short: no salt helps, because it would have to be as public as the fingerprint, and a
 * slow digest only delays. There is no key either: a run of a fork has no secret, and two runs must agree. Therefore the
 * mark of such a value has ten bits. A change of it stays unseen once in 1,024 times. The mark depends on the value alone:
 * marks of one value at several places say no more than one.
 */
export function secretMark(value: string, isGenerated = false): string {
  const digest = fingerprint('secret', value);
  return isGenerated ? digest : String(Number.parseInt(digest.slice(0, 8), 16) % MARKS);
}

/** The most characters that tell one key from another, and of its text, which has headers and indentation as well. */
const MAX_KEY = 400;
const MAX_KEY_TEXT = 2_000;

/** The mark of the private key whose first line begins a text, however its lines are indented, quoted and escaped. */
export function keyMark(text: string): string {
  const head = text.slice(0, MAX_KEY_TEXT);
  const end = head.indexOf('-----END');
  const body = end < 0 ? head : head.slice(0, end);
  return secretMark(body.replace(/\\[nrt]|[^A-Za-z0-9+/=]/g, '').slice(0, MAX_KEY), true);
}
