import { expect, it } from '@jest/globals';
import { decodeBase64 } from '../../src/signatures/json.js';

it.each(['', 'QQ==', 'QUI=', 'QUJD', 'QUJDRA=='])('%j is base64', (text) => {
  expect(decodeBase64(text, 'it').toString('base64')).toBe(text);
});

it.each(['Q', 'QQ', 'QQ=', 'QUJD=', 'QUJD====', '====', 'Q=Q=', 'QUJ\n', 'QU-_', ' QUJD', 7, null])(
  '%j is not base64',
  (text) => {
    expect(() => decodeBase64(text, 'its payload')).toThrow('its payload is not base64');
  },
);

it('decodes 20 MB, and rejects 20 MB with an invalid character near the end', () => {
  const text = Buffer.alloc(20_000_001).toString('base64');
  expect(decodeBase64(text, 'it')).toHaveLength(20_000_001);
  expect(() => decodeBase64(`${text.slice(0, -8)}!AAAAAA=`, 'it')).toThrow('is not base64');
});
