import { isKnownExample } from './known-examples.js';
import { isPlaceholder, isWords } from './plausible.js';

/**
 * Whether all of a value is public, whatever its name: encrypted, a documented example, certificates or public keys. Sources:
 * the formats of SOPS, eyaml, Jasypt and Spring Cloud Config for values, of ansible-vault, age and OpenPGP for texts.
 */
export function isPublicValue(value: string): boolean {
  const text = value.trim();
  return (
    ENCRYPTED.test(text) || isPublicText(text) || isKnownExample(text) || AWS_EXAMPLE.test(text)
  );
}

/** AWS's documentation has keys that end so. docs.aws.amazon.com/IAM/latest/UserGuide/security-creds.html */
const AWS_EXAMPLE = /^(?:A[KS]IA[A-Z0-9]{9}EXAMPLE|[A-Za-z0-9+/]{30}EXAMPLEKEY)$/;

const ENCRYPTED =
  /^(?:ENC\[[A-Z0-9_]{3,20}(?:[,\]][^\n]*)?|ENC\([A-Za-z0-9+/=_-]{8,2000}\)|\{cipher\}[^\n]*|\$ANSIBLE_VAULT;[^\n]*(?:\n[0-9a-f \t\r]*)*|age-encryption\.org\/v1\n.*|\*\*\w{1,30}\*\*)$/s;

/** Whether it consists of certificates, public keys and encrypted messages, with comments between them and nothing else. */
function isPublicText(text: string): boolean {
  let end: string | undefined;
  let found = false;
  for (const line of text.split(/\r?\n/)) {
    if (end !== undefined) {
      if (line.trimEnd() === end) end = undefined;
      else if (line.startsWith('-----')) return false;
      continue;
    }
    if (line === '' || line.startsWith('#')) continue;
    const [, label] = PUBLIC_BLOCK.exec(line) ?? [];
    if (label === undefined && !PUBLIC_KEY.test(line)) return false;
    if (label !== undefined) end = `-----END ${label}-----`;
    found = true;
  }
  return found && end === undefined;
}

const PUBLIC_BLOCK =
  /^-----BEGIN ((?:[A-Z0-9]{1,20} ){0,3}(?:CERTIFICATE|PUBLIC KEY)|AGE ENCRYPTED FILE|PGP (?:MESSAGE|PUBLIC KEY BLOCK))-----$/;

const PUBLIC_KEY =
  /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}|sk-[a-z0-9-]{1,30}@openssh\.com) AAAA[A-Za-z0-9+/=]{16}/;

/**
 * Whether a value is a reference, a placeholder or words, such as the default password of a program: only its name says that
 * it is a secret.
 */
export function isGuessable(value: string): boolean {
  const text = value.trim();
  if (text.length > MAX_GUESSABLE) return false;
  if (isPlaceholder(text) || /^\d{0,8}$/.test(text) || WORD.test(text)) return true;
  const rest = text.replace(COMMON, '').replace(/[-_.:@!#\s\d]/g, '');
  return rest.length === 0 || (rest.length <= 12 && isWords(text));
}

/** A word with a number, or several words: `Harbor12345`, `it is a secret`. */
const WORD =
  /^(?:[A-Za-z][a-z]{2,11}[-_.@!#]?\d{0,5}!?|(?:[A-Za-z'’!?,.;:-]{1,20}\s+){2,9}[A-Za-z'’!?.]{1,20})$/;
/** Longer values are no defaults. */
const MAX_GUESSABLE = 64;

/** The words of default passwords. */
const COMMON =
  /password|passwd|pass|pwd|secret|super|admin|root|user|default|welcome|letmein|postgres|mysql|mongo|redis|minio|rabbitmq|token|key|jwt|dev(?:elopment)?|test|e2e|local|prod(?:uction)?|staging|demo|the|my|very|strong|safe|api|app|db/gi;
