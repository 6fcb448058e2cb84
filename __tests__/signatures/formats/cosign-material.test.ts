import { X509Certificate } from 'node:crypto';
import { expect, it, test } from '@jest/globals';
import { cosignMaterial } from '../../../src/signatures/formats/cosign-material.js';
import { PUBLIC_GOOD_ROOT } from '../../../src/signatures/sigstore/public-good-root.js';

/** Any certificate: the root of the public instance. */
const [{ certChain }] = JSON.parse(PUBLIC_GOOD_ROOT).certificateAuthorities;
const LINES = certChain.certificates[0].rawBytes.match(/.{1,64}/g).join('\n');
const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${LINES}\n-----END CERTIFICATE-----\n`;

const base64 = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64');
const BODY = { kind: 'hashedrekord', apiVersion: '0.0.1' };
const PAYLOAD = { body: base64(BODY), integratedTime: 1_700_000_000, logIndex: 7, logID: 'c0ffee' };

/** The log entry of an annotation with this payload. */
function logEntry(payload: unknown) {
  const text = JSON.stringify({ SignedEntryTimestamp: 'QUI=', Payload: payload });
  return cosignMaterial(new Map([['dev.sigstore.cosign/bundle', text]])).logEntries[0];
}

it('reads the log entry', () => {
  expect(logEntry(PAYLOAD)).toEqual({
    logIndex: '7',
    logId: { keyId: Buffer.from('c0ffee', 'hex') },
    kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
    integratedTime: '1700000000',
    inclusionPromise: { signedEntryTimestamp: Buffer.from('AB') },
    inclusionProof: undefined,
    canonicalizedBody: Buffer.from(JSON.stringify(BODY)),
  });
});

it('accepts zero and the largest exact number as log index and time', () => {
  for (const count of [0, Number.MAX_SAFE_INTEGER])
    expect(logEntry({ ...PAYLOAD, logIndex: count, integratedTime: count })).toMatchObject({
      logIndex: String(count),
      integratedTime: String(count),
    });
});

const notCounts = [-1, 1.5, 2 ** 53, '1', null, undefined];
test.each<[string, unknown]>([
  ...notCounts.map((value): [string, unknown] => ['integratedTime', value]),
  ...notCounts.map((value): [string, unknown] => ['logIndex', value]),
  ['logID', 1],
  ['logID', undefined],
  ['body', base64({ ...BODY, kind: 1 })],
  ['body', base64({ ...BODY, apiVersion: undefined })],
])('rejects a log entry with the %s %j', (name, value) => {
  expect(() => logEntry({ ...PAYLOAD, [name]: value })).toThrow(
    expect.objectContaining({
      kind: 'invalid',
      message: 'its transparency log entry is incomplete',
    }),
  );
});

it('rejects a log entry without a payload', () => {
  expect(() => logEntry(undefined)).toThrow('its transparency log entry has no payload');
});

it('reads the timestamp', () => {
  const text = JSON.stringify({ SignedRFC3161Timestamp: 'MAA=' });
  const { timestamps } = cosignMaterial(new Map([['dev.sigstore.cosign/rfc3161timestamp', text]]));
  expect(timestamps).toEqual([Buffer.from([0x30, 0])]);
});

it('has no material without annotations', () => {
  expect(cosignMaterial(new Map())).toEqual({
    certificate: undefined,
    logEntries: [],
    timestamps: [],
  });
});

test.each([
  ['another text before it', (pem: string) => `evil\n${pem}`],
  ['another text after it', (pem: string) => `${pem}evil`],
  ['a byte order mark', (pem: string) => `\ufeff${pem}`],
  ['a NUL', (pem: string) => `${pem}\0`],
  ['nothing but its frame', () => '-----BEGIN CERTIFICATE----------END CERTIFICATE-----'],
])('rejects a certificate with %s', (_, change) => {
  const annotations = new Map([['dev.sigstore.cosign/certificate', change(CERTIFICATE)]]);
  expect(() => cosignMaterial(annotations)).toThrow(/its certificate cannot be parsed/);
});

it('reads a certificate, and the first of several', () => {
  for (const pem of [CERTIFICATE, `\n${CERTIFICATE}`, CERTIFICATE + CERTIFICATE])
    expect(
      cosignMaterial(new Map([['dev.sigstore.cosign/certificate', pem]])).certificate,
    ).toHaveLength(new X509Certificate(CERTIFICATE).raw.length);
});
