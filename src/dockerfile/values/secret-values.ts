import type { Confidence } from '../../core/finding.js';
import type { Observation } from '../../core/rule.js';
import { keyMark, secretMark } from '../../core/secret-mark.js';
import type { Severity } from '../../core/severity.js';
import { entropy } from '../../lib/entropy.js';
import { looksGenerated } from '../../secrets/plausible.js';
import { isSecretName } from '../../secrets/secret-names.js';
import { isGuessable, isPublicValue } from '../../secrets/value-strength.js';

/** A credential in a text. */
export interface SecretValue {
  /** The kind with its article: `an AWS access key`. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** What fingerprints contain of it. */
  readonly mark: string;
}

/**
 * Finds credentials of known formats. Placeholders and examples of documentation are left out. The patterns have bounded
 * lengths, so that the time is linear in the length of the text.
 */
export function findSecretValues(text: string): SecretValue[] {
  if (!PREFILTER.test(text)) return [];
  const found: SecretValue[] = [];
  for (const { kind, pattern } of CREDENTIAL_FORMATS) {
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? match[0];
      if (isPlaceholder(value)) continue;
      const start = match.index + match[0].lastIndexOf(value);
      const end = start + value.length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      found.push({ kind, start, end, mark: markOf(kind, value, text.slice(start)) });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** `rest` is the text from the value on: of a key, the value is the first line. */
function markOf(kind: string, value: string, rest: string): string {
  return kind === PRIVATE_KEY ? keyMark(rest) : secretMark(value, kind !== URL_PASSWORD);
}

/** A name with the mark of its value, for a fingerprint: another secret in its place is another finding. */
export function nameWithMark(name: string, value = ''): string {
  if (value === '' || isUnlikely(name, value)) return name;
  const [token] = findSecretValues(value);
  return `${name} ${token?.mark ?? secretMark(value)}`;
}

/** Whether a text looks like a generated secret: long, with mixed characters and high entropy, no path or file name. */
export function looksRandom(value: string): boolean {
  if (value.length < 16 || value.length > 512 || isPlaceholder(value)) return false;
  if (!/^[A-Za-z0-9+/=_.-]+$/.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value))
    return false;
  if (/^(?:\.?\/|https?:)|\.[a-z]{2,5}$/.test(value)) return false;
  return entropy(value) >= 3.5;
}

/** Whether a value is not secret, whatever its name: a switch, a small number, a path, or a URL without a login. */
export function isPlainSetting(value: string | undefined): boolean {
  return (
    isFilePath(value) ||
    /^(?:true|false|yes|no|on|off|\d{1,4}|https?:\/\/[^@\s]*)$/i.test(value ?? '')
  );
}

/** Whether a value is the path of a file, which may have the secret: `/run/secrets/key`, `~/.ssh/id`, `certs/tls.key`. */
export function isFilePath(value = ''): boolean {
  if (value.length > 512 || !PATH.test(value)) return false;
  // A base64 value may begin with a slash.
  return !value.split(/[\\/]/).some((name) => name.length >= 16 && MIXED.test(name));
}

const PATH =
  /^(?:\.{0,2}|~|\$\w+|\$\{\w+\}|[A-Za-z]:)[\\/][\w.@\\/ -]*$|^[\w./-]+\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|txt|conf|env)$/;

/** Small letters, capitals and digits. */
const MIXED = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])/;

/** Whether the value of a variable with the name of a secret is none. */
export function isUnlikely(name: string, value: string | undefined): boolean {
  return isPlainSetting(value) || isKeyFingerprint(name, value) || isPublicValue(value ?? '');
}

/**
 * How severe the value of a variable is that is called like a secret: a name without a value, or with a reference, a
 * placeholder or a word, is none alone.
 */
export function ratedByValue(
  name: string,
  value: string | undefined,
): { readonly severity?: Severity; readonly confidence?: Confidence } {
  if (isUnlikely(name, value)) return UNLIKELY;
  const isNamed = isSecretName(name) || looksGenerated(value ?? '');
  return isNamed && !isGuessable(value ?? '') ? {} : NAME_ONLY;
}

const NAME_ONLY = { severity: 'low' } as const;

/** What a rule says about ENV with an empty value: the image has a name and no secret. */
export function ofEmptyVariable(name: string): Pick<Observation, 'message'> & Partial<Observation> {
  return {
    message: `ENV ${name} is empty: only its name looks like a secret`,
    ...UNLIKELY,
    ruleSet: 'all',
  };
}

/** Whether a value is the fingerprint of a public OpenPGP key, which names such as GPG_KEY have. */
function isKeyFingerprint(name: string, value: string | undefined): boolean {
  return (
    /(?:^|_)[GP]PG_KEYS?(?:_|$)/i.test(name) &&
    /^(?:(?:0x)?[0-9A-F]{16,40}\s*)+$/i.test(value ?? '')
  );
}

/** Severity and confidence of a finding about a name when its value is none. */
const UNLIKELY = { severity: 'info', confidence: 'low' } as const;

/** Whether a value is public, has a typical word or sequence of examples, or at most four different characters. */
function isPlaceholder(value: string): boolean {
  return (
    isPublicValue(value) ||
    /example|placeholder|change_?me|change-me|your[-_]|dummy|redacted|<|\*\*\*|\.\.\.|x{6}|0{10}|1234567890(?!\d)|abcdefgh/i.test(
      value,
    ) ||
    new Set(value.toLowerCase()).size <= 4
  );
}

const PRIVATE_KEY = 'a private key';
const URL_PASSWORD = 'a password in a URL';

/** Part of every match of CREDENTIAL_FORMATS: most texts are done after this test. */
const PREFILTER =
  /(?:AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abposr]-|hooks\.slack\.com|[sr]k_live_|AIza|npm_|pypi-Ag|hf_|sk-ant-|sk-proj-|SG\.|dckr_pat_|PRIVATE KEY|eyJ|:\/\/)/;

/** A pattern matches the credential; a group in it is the credential where the pattern needs more text. */
export const CREDENTIAL_FORMATS: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  { kind: 'a GitHub token', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,251}\b/g },
  { kind: 'a GitHub token', pattern: /\bgithub_pat_[A-Za-z0-9_]{60,100}\b/g },
  { kind: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,64}/g },
  { kind: 'a Slack token', pattern: /\bxox[abposr]-[0-9]{6,20}-[A-Za-z0-9-]{10,120}/g },
  {
    kind: 'a Slack webhook',
    pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{6,14}\/B[A-Z0-9]{6,14}\/[A-Za-z0-9]{18,30}/g,
  },
  { kind: 'a Stripe key', pattern: /\b[sr]k_live_[A-Za-z0-9]{16,120}\b/g },
  { kind: 'a Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { kind: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: 'a PyPI token', pattern: /\bpypi-Ag[A-Za-z0-9_-]{50,250}/g },
  { kind: 'a Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{30,40}\b/g },
  { kind: 'an Anthropic key', pattern: /\bsk-ant-[A-Za-z0-9_-]{32,200}/g },
  { kind: 'an OpenAI key', pattern: /\bsk-proj-[A-Za-z0-9_-]{32,200}/g },
  { kind: 'a SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/g },
  { kind: 'a Docker Hub token', pattern: /\bdckr_pat_[A-Za-z0-9_-]{20,40}/g },
  { kind: PRIVATE_KEY, pattern: /-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY-----/g },
  {
    kind: 'a signed token',
    pattern: /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{20,2000}/g,
  },
  {
    kind: URL_PASSWORD,
    pattern: /\b[a-z][a-z0-9+.-]{1,12}:\/\/[^\s/:@$"'`{]{1,64}:([^\s/@$"'`{]{3,128})@[A-Za-z0-9]/g,
  },
];
