import type { Authority, KeyAuthority, Signer } from './authority.js';
import { verifySignature } from './keys.js';
import type { VerifyOptions } from './options.js';
import { Refusal } from './refusal.js';
import { type Signed, signedBytes } from './signed.js';
import { parseSimpleSigning } from './simple-signing.js';

/**
 * Who signed the digest, proven. Throws Refusal with the reason why this signature does not count.
 * First whose signature it is, then what it says: nothing of a payload is believed before its signature holds.
 */
export async function checkSignature(
  signed: Signed,
  digest: string,
  options: VerifyOptions,
): Promise<Signer> {
  const signer = anyOf(options.signedBy, (authority) => checkAuthority(signed, authority));
  checkClaims(signed, digest, options, signer);
  return signer;
}

function anyOf(authorities: readonly Authority[], check: (authority: Authority) => Signer): Signer {
  let refusal: Refusal | undefined;
  for (const authority of authorities) {
    try {
      return check(authority);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error;
    }
  }
  throw refusal ?? new Refusal('signer', 'nobody is allowed to sign');
}

function checkAuthority(signed: Signed, authority: Authority): Signer {
  if (authority.kind === 'key') return checkKey(signed, authority);
  throw new Refusal('bad', 'it is not by a certificate');
}

function checkKey(signed: Signed, { key }: KeyAuthority): Signer {
  const bytes = signedBytes(signed.content);
  if (!bytes || !verifySignature(key, bytes, signed.content.signature))
    throw new Refusal('bad', `it is not by the ${key.name}`);
  return { name: key.name };
}

function checkClaims(signed: Signed, digest: string, options: VerifyOptions, signer: Signer): void {
  const { content } = signed;
  if (content.kind !== 'message' || !content.bytes)
    throw new Refusal('bad', 'it is not a signature of an image', signer);
  const claims = parseSimpleSigning(content.bytes);
  if (claims.digest !== digest)
    throw new Refusal('bad', `it was made for ${claims.digest.slice(0, 80)}`, signer);
  for (const [name, wanted] of options.annotations ?? []) {
    const found = claims.annotations.get(name);
    if (found !== wanted)
      throw new Refusal(
        'claims',
        `its annotation ${name} is ${found === undefined ? 'missing' : `"${found.slice(0, 80)}"`}, not "${wanted}"`,
        signer,
      );
  }
}
