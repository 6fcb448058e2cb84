import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A timestamp authority (RFC 3161) by OpenSSL, with its own root certificate. */
export interface TimestampAuthority {
  /** The certificates as DER, the leaf first. */
  readonly chain: readonly Buffer[];
  /** Answers a query. Both are DER. */
  answer(query: Uint8Array): Buffer;
  remove(): void;
}

export function timestampAuthority(): TimestampAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'portside-tsa-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl ${args[0]} ended with ${status}:\n${stderr}`);
  };
  writeFileSync(file('tsa.cnf'), CONFIG);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const days = ['-days', '2'];
  openssl(
    'req',
    '-x509',
    ...key,
    ...days,
    '-subj',
    '/O=test/CN=tsa root',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  openssl('req', ...key, '-subj', '/O=test/CN=tsa', '-keyout', 'tsa.key', '-out', 'tsa.csr');
  openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    ...days,
    '-extfile',
    'tsa.cnf',
    '-extensions',
    'leaf',
    '-out',
    'tsa.pem',
  );
  writeFileSync(file('serial'), '01\n');
  return {
    chain: [toDer(file('tsa.pem')), toDer(file('ca.pem'))],
    answer(query) {
      writeFileSync(file('query'), query);
      openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', '-out', 'reply');
      return readFileSync(file('reply'));
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

const CONFIG = `
[ leaf ]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ tsa ]
default_tsa = own
[ own ]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
`;

function toDer(path: string): Buffer {
  return Buffer.from(readFileSync(path, 'utf8').replace(/-----[^-]+-----|\s/g, ''), 'base64');
}
