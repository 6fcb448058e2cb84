import { createHash } from 'node:crypto';
import { isExampleFile } from '../core/example-paths.js';
import type { FindingOf } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import type { RuleDescription } from '../core/rule.js';
import { ruleFinding } from '../core/rule-finding.js';
import { baseName } from '../lib/paths.js';
import { credentialContent } from './credential-file.js';

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
  return NAME.test(path) && !isExampleFile(path) && !PUBLISHED.test(baseName(path));
}

const NAME =
  /\.(?:p12|pfx|pkcs12|jks|jceks|keystore|bks|kdbx|der|key|p8|pk8)$|(?:^|\/)(?:keystore|config\/(?:master|credentials\/[\w-]+)\.key)$/i;

/** Android's tools make the first one for everybody; stores of certificates have public keys. */
const PUBLISHED = /^debug\.keystore$|trust|^(?:cacerts|ca-?certs?|ca-?bundle)\b/i;

/** The finding of a key file, by its first bytes; undefined for one without a key. */
export function keyFileFinding(path: string, bytes: Buffer): FindingOf<'secret'> | undefined {
  const isBinary = bytes.includes(0);
  // A text is searched for keys; only one of digits and letters alone says nothing about itself.
  if (!isBinary && !RAILS.test(path)) return undefined;
  if (credentialContent(path, bytes) !== 'secret') return undefined;
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

/** A store of keys has a password, a private key in DER has none. */
function kindOf(
  path: string,
  bytes: Buffer,
): { readonly name: string; readonly isProtected: boolean } {
  if (RAILS.test(path)) return { name: 'the key of encrypted credentials', isProtected: false };
  const head = bytes.toString('hex', 0, 32);
  return /^30(?:81..|82....|[2-7].)02010[01]/.test(head)
    ? { name: 'a private key in DER', isProtected: false }
    : { name: 'a store of private keys', isProtected: true };
}
