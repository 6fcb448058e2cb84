import { createHash } from 'node:crypto';
import { isExampleFile } from '../core/example-paths.js';
import type { FindingOf } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import type { RuleDescription } from '../core/rule.js';
import { ruleFinding } from '../core/rule-finding.js';
import { baseName } from '../lib/paths.js';
import { credentialContent, ENCRYPTED_KEY } from './credential-file.js';

/** A file that is a key or a store of keys, as a whole. */
export const keyFileRule: RuleDescription = {
  id: 'key-file',
  name: 'key-file',
  severity: 'high',
  severityReason:
    'Who has the file has the key; medium where a password protects it, which can be tried without limit',
  practice: 'secrets',
  title: 'Key file exposed',
  why: 'Everyone who can read the repository can use the key, or try passwords for it. Deleting it in a later commit does not remove it.',
  remediation:
    'Replace the key. Keep the new one in a store of secrets, and give it to the container at run time.',
  references: ['https://www.rfc-editor.org/rfc/rfc7292'],
};

/** The most bytes that decide. */
export const MAX_KEY_FILE_BYTES = 256 * 1024;

/** Whether the name is one that a file with a key has; what it contains decides. */
export function mayBeKeyFile(path: string): boolean {
  return (
    (NAME.test(path) || OTHERS.test(path)) &&
    !isExampleFile(path) &&
    !PUBLISHED.test(baseName(path))
  );
}

const NAME =
  /\.(?:p12|pfx|pkcs12|jks|jceks|keystore|bks|kdbx|der|key|p8|pk8)$|(?:^|\/)(?:keystore|config\/(?:master|credentials\/[\w-]+)\.key)$/i;

/** Android's tools make it for everybody. */
const PUBLISHED = /^debug\.keystore$/i;
/** Stores of certificates have public keys, unless they show another one. */
const OF_CERTIFICATES = /trust|^(?:cacerts|ca-?certs?|ca-?bundle)\b/i;
/** Their names say nothing: only a complete key counts. */
const OTHERS = /\.(?:pem|bin|dat|crt|cer)$/i;

/** The finding of a key file, by its first bytes; undefined for one without a key. */
export function keyFileFinding(path: string, bytes: Buffer): FindingOf<'secret'> | undefined {
  const isBinary = bytes.includes(0);
  // A text is searched for keys; only one of digits and letters alone says nothing about itself.
  if (!isBinary && !RAILS.test(path)) return undefined;
  if (credentialContent(path, bytes) !== 'secret') return undefined;
  if (OTHERS.test(path) && !isWholeKey(bytes)) return undefined;
  if (OF_CERTIFICATES.test(baseName(path)) && !showsKey(bytes)) return undefined;
  const kind = kindOf(path, bytes);
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return {
    ...ruleFinding(keyFileRule, 'secret'),
    severity: kind.isProtected ? 'medium' : keyFileRule.severity,
    confidence: 'high',
    message: `${path} is ${kind.name}`,
    location: { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
    fingerprint: fingerprint(keyFileRule.id, path, digest),
    subjectId: fingerprint(keyFileRule.id, digest),
  };
}

const RAILS = /(?:^|\/)config\/(?:master|credentials\/[\w-]+)\.key$/;

/** Whether the bytes are one structure of DER to their end, which begins as a private key or a store of them. */
function isWholeKey(bytes: Buffer): boolean {
  const size = bytes[1] ?? 0;
  const count = size > 0x80 && size < 0x84 ? size - 0x80 : 0;
  if (bytes[0] !== 0x30 || bytes.length < 32 || (size >= 0x80 && count === 0)) return false;
  const length = count === 0 ? size : bytes.readUIntBE(2, count);
  return length + 2 + count === bytes.length && WHOLE.test(bytes.toString('hex', 2 + count, 48));
}

/** PKCS #8, PKCS #1, SEC 1, PKCS #12 and encrypted PKCS #8, in hex, without the beginning of the sequence. */
const WHOLE =
  /^(?:02010030|0201000282|0201000281|02010104(?:1c|20|30|42)|0201033082|30..060[9a]2a864886f70d01(?:05|0c))/;

/** Whether a store shows that it has a private key: the type of its bag, or an entry of Java that is no certificate. */
function showsKey(bytes: Buffer): boolean {
  return (
    !/^30.{2,8}020103/.test(bytes.toString('hex', 0, 16)) ||
    KEY_BAGS.some((bag) => bytes.includes(bag))
  );
}

/** The types pkcs8ShroudedKeyBag and keyBag of RFC 7292. */
const KEY_BAGS = ['2a864886f70d010c0a0102', '2a864886f70d010c0a0101'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

/** A store of keys has a password, a private key in DER has none. */
function kindOf(
  path: string,
  bytes: Buffer,
): { readonly name: string; readonly isProtected: boolean } {
  if (RAILS.test(path)) return { name: 'the key of encrypted credentials', isProtected: false };
  const head = bytes.toString('hex', 0, 32);
  if (ENCRYPTED_KEY.test(head))
    return { name: 'an encrypted private key in DER', isProtected: true };
  return /^30(?:81..|82....|[2-7].)02010[01]/.test(head)
    ? { name: 'a private key in DER', isProtected: false }
    : { name: 'a store of private keys', isProtected: true };
}
