import { credentialPlaces } from './credentials.js';
import { isPlaceholder, looksGenerated } from './plausible.js';
import { searchText } from './search.js';
import { isGuessable, isPublicValue } from './value-strength.js';

/**
 * What a file with the name of a credential file contains: a secret, only words under the names of secrets, or nothing secret,
 * such as a public key, references to variables, or encrypted values. Unknown: a binary file in no known format.
 */
export type CredentialContent = 'secret' | 'guessable' | 'nothing' | 'unknown';

/** The most bytes of a file that are rated. Credential files are smaller, except states of Terraform. */
export const MAX_CREDENTIAL_BYTES = 256 * 1024;

/** Rates the first bytes of a file by its content. */
export function credentialContent(path: string, bytes: Buffer): CredentialContent {
  const head = bytes.toString('hex', 0, HEAD_BYTES);
  if (head === '' || PUBLIC_FILE.test(head)) return 'nothing';
  if (ENCRYPTED_KEY.test(head)) return 'secret';
  if (KEYSTORE.test(head)) return hasOnlyCertificates(bytes) ? 'nothing' : 'secret';
  if (bytes.includes(0)) return 'unknown';
  const text = bytes.toString('utf8').replace(/\r\n/g, '\n').trim();
  if (text === '' || isPublicValue(text)) return 'nothing';
  const { secrets, allowed } = searchText(text, { path });
  if (secrets.length > 0) return 'secret';
  if (allowed.length > 0) return 'nothing';
  const values = valuesIn(text).filter((value) => !isNothing(value));
  if (values.length === 0) return isBareKey(text) ? 'secret' : 'nothing';
  return values.every(isGuessable) ? 'guessable' : 'secret';
}

const HEAD_BYTES = 32;

/** In hex: files that git-crypt and age encrypted, and certificates and public keys in DER. */
const PUBLIC_FILE =
  /^(?:00474954435259505400|6167652d656e6372797074696f6e2e6f72672f76310a|3082....30(?:0d|82))/;

/** In hex: Java's JKS and JCEKS, KeePass, PKCS #12, and private keys in DER, which begin with a version. */
const KEYSTORE = /^(?:feedfeed|cececece|03d9a29a|30(?:81..|82....|[2-7].)02010[013])/;

/** In hex: PKCS #8 that is encrypted with a password, in DER. RFC 5958 and RFC 8018. */
export const ENCRYPTED_KEY = /^30(?:81..|82....|[2-7].)30..060[9a]2a864886f70d01(?:05|0c01)/;

/** Whether it is a truststore of Java: of a key, the first entries that are certificates come before it. */
function hasOnlyCertificates(bytes: Buffer): boolean {
  if (bytes.length < 12 || bytes.readUInt32BE(0) !== JKS) return false;
  try {
    const count = bytes.readUInt32BE(8);
    let at = 12;
    for (let entry = 0; entry < count; entry++) {
      if (bytes.readUInt32BE(at) !== TRUSTED_CERTIFICATE) return false;
      at += 4 + 2 + bytes.readUInt16BE(at + 4) + 8;
      at += 2 + bytes.readUInt16BE(at);
      at += 4 + bytes.readUInt32BE(at);
    }
    return true;
  } catch {
    // It is cut short.
    return false;
  }
}

const JKS = 0xfeedfeed;
const TRUSTED_CERTIFICATE = 2;

/** The values under the names of secrets, by the syntax of any of the files. */
function valuesIn(text: string): string[] {
  const named = credentialPlaces(text).map(({ start, end }) => text.slice(start, end));
  const fields = FIELDS.flatMap((field) =>
    [...text.matchAll(field)].map(([, value]) => value ?? ''),
  );
  return [...named, ...fields].map((value) => value.trim().replace(/^(["'])(.*)\1$/s, '$2'));
}

/** Values that have no name of a secret: of .netrc, .pgpass, .htpasswd, .npmrc, Docker, kubeconfig, and Maven. */
const FIELDS = [
  /(?:^|\s)password\s{1,5}(?!=|:)(\S{1,500})/g,
  /^[^#\s:]{1,200}:(?:\d{1,5}|\*):[^:\n]{1,200}:[^:\n]{1,200}:(\S{1,500})$/gm,
  /^[^#\s:=]{1,100}:(?:\$(?:apr1|2[abxy]|[156y])\$|\{SHA\})(\S{10,200})$/gm,
  /\b_?auth(?:Token)?["']?\s{0,3}[=:]\s{0,3}["']?([^\s"']{1,2000})/gi,
  /"identitytoken"\s{0,3}:\s{0,3}"([^"\n]{1,4000})"/gi,
  /\b(?:client-key-data|token|password|access-token|refresh-token|client-secret):\s{1,3}["']?([^\s"']{1,4000})/g,
  /<(?:password|passphrase)>([^<\n]{1,500})<\//g,
];

/** Whether a value is empty, a reference, or public. */
function isNothing(value: string): boolean {
  return (
    value === '' ||
    isPublicValue(value) ||
    /^(?:\$|%\w|\{\{|<%|\[\[)|\$\{|^<.{1,60}>$|^(?:null|none|true|false|~)$/i.test(value)
  );
}

/** Whether the text is a key alone, such as `master.key` of Rails. */
function isBareKey(text: string): boolean {
  return (
    /^[A-Za-z0-9+/=_-]{16,512}$/.test(text) &&
    !isPlaceholder(text) &&
    (looksGenerated(text) || /^[\da-f]{32,}$/i.test(text))
  );
}
