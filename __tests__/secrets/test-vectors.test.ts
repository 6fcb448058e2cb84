import { expect, test } from '@jest/globals';
import { secretPlaces } from '../../src/secrets/mask-text.js';
import { searchSecrets } from '../../src/secrets/search.js';

const KEY = `-----BEGIN EC ${'PRIVATE'} KEY-----\n${'MHQCAQEEIMeMHVL8MH4O1QFHDl77n3cq'.repeat(2)}\n`;
const URL = 'mongodb://admin:kT8sQ2pL0z@db.acme.dev/app';
// Joined at run time, so that secret scanners do not report this file.
const TOKEN = ['gh', 'p_', 'Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIa'].join('');

test.each([
  ['src/client.ts', ['private-key', 'database-url', 'github-token']],
  ['src/client.test.ts', ['github-token']],
  ['test_client.py', ['github-token']],
  ['tests/data/client.json', ['private-key', 'github-token']],
  ['docs/client.md', ['private-key', 'github-token']],
  ['docs/guide/client.html', ['private-key', 'github-token']],
  // Documentation has settings and programs too.
  ['docs/settings.py', ['private-key', 'database-url', 'github-token']],
])('in %s, the secrets are %j', (path, kinds) => {
  const found = searchSecrets(`${KEY}\n${URL}\n${TOKEN}\n`, { path });
  expect(found.map(({ detector }) => detector.id)).toEqual(kinds);
});

test('a test vector is masked all the same', () => {
  const { places } = secretPlaces(`x = "${URL}"`, 'src/client.test.ts');
  expect(places.length).toBeGreaterThan(0);
});

test('hashes of secrets are none', () => {
  const text = '"hashed_secret": "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8"';
  expect(searchSecrets(text, { path: '.secrets.baseline' })).toEqual([]);
});

// Joined at run time, so that secret scanners do not report this file.
const GOOGLE = ['AIza', 'SyB3k9ZqXw7Lm2Vn5Rt8Yp1Hd4Gf6Js0aUe'].join('');

test.each([
  [`{ apiKey: '${GOOGLE}', authDomain: 'shop.firebaseapp.com' }`, []],
  [`{ "mobilesdk_app_id": "1:2:android:3" }, "api_key": [{ "current_key": "${GOOGLE}" }]`, []],
  [`const MAPS = '${GOOGLE}';`, ['google-api-key']],
  [`{ apiKey: '${GOOGLE}' }${' '.repeat(2_000)}{ authDomain: 'x' }`, ['google-api-key']],
])('the key of Google in %s: %j', (text, kinds) => {
  const found = searchSecrets(text, { path: 'src/settings.js' });
  expect(found.map(({ detector }) => detector.id)).toEqual(kinds);
});

test('a variation of the documented key of AWS is an example', () => {
  expect(searchSecrets('key = "AKIAIOSFODNN7EXAMPL1"', { path: 'a.ts' })).toEqual([]);
});

test.each([
  ['mongodb+srv://app:Mongopass@shop.bh0ao.mongodb.net/x', ['hosted-database-url']],
  ['postgres://app:hunter2@db.eu-west-1.rds.amazonaws.com/x', ['database-url']],
  ['postgres://app:qXwLmVnRtYpHdGfJs@db.prod.acme.com/x', ['database-url']],
  ['postgres://app:Kx9testQ2vLm8Rz4@db.prod.acme.com/x', ['database-url']],
  ['postgres://app:Kx9testQ2vLm8Rz4@postgres/x', ['database-url']],
  ['redis://:Xk9vQ2mLr7!@cache.acme.co.uk:6379', ['database-url']],
  ['postgres://user:secret@db.example.com/x', []],
  [
    'Server=tcp:acme.database.windows.net,1433;User ID=sa;Password=Kx9vQ2mLr7pZ81ab;',
    ['sql-server-password'],
  ],
  ['mongodb+srv://app:password@cluster0.mongodb.net/x', []],
  ['mongodb+srv://app:<password>@cluster0.mongodb.net/x', []],
  ['mongodb://app:Mongopass@mongo:27017/x', []],
])('in %s, the secrets are %j', (url, kinds) => {
  const found = searchSecrets(`url = "${url}"`, { path: 'src/settings.js' });
  expect(found.map(({ detector }) => detector.id)).toEqual(kinds);
});
