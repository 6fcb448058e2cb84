import { expect, it } from '@jest/globals';
import { HTTP_DEFAULTS, send } from '../../src/lib/http.js';
import {
  isPrivateAddress,
  PrivateAddressError,
  publicLookup,
  requirePublicHost,
} from '../../src/lib/private-address.js';

it.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.9.9.9',
  '169.254.169.254',
  '172.31.255.255',
  '192.168.1.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  'fd00::1',
  'fe80::1',
])('%s is private', (address) => expect(isPrivateAddress(address)).toBe(true));

it.each([
  '1.1.1.1',
  '172.32.0.1',
  '192.169.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '::ffff:1.1.1.1',
])('%s is public', (address) => expect(isPrivateAddress(address)).toBe(false));

it.each([
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://[::1]:5000/',
  'http://[::ffff:10.0.0.1]/',
])('%s is rejected before a connection', (address) => {
  expect(() => requirePublicHost(new URL(address))).toThrow(PrivateAddressError);
});

it('a name with a private address is rejected, with and without all addresses', async () => {
  for (const all of [true, false]) {
    const error = await new Promise((resolve) =>
      publicLookup('localhost', { all }, (problem) => resolve(problem)),
    );
    expect(error).toBeInstanceOf(PrivateAddressError);
  }
});

it.each(['http://127.0.0.1:9/', 'http://localhost:9/'])(
  'a request to %s that must be public is made once and fails with the reason',
  async (address) => {
    const options = { ...HTTP_DEFAULTS, publicOnly: true };
    await expect(send({ url: new URL(address), purpose: 'ask' }, options)).rejects.toMatchObject({
      cause: expect.any(PrivateAddressError),
    });
  },
);
