import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { automaton } from '../../src/secrets/automaton.js';
import { searchBytes, searchSecrets } from '../../src/secrets/search.js';
import { processorTime } from '../processor-time.js';

// Built here, so that no scanner takes this file for a leak.
const token = `ghp${'_'}Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIo`;
const awsKey = `AKI${'A'}Q3MZ7XKC5LWVN2RT`;
const key = `-----BEGIN EC ${'PRIVATE'} KEY-----\nMHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY/PuoAoGCCqGSM49\n`;
const EMULATOR = 'OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const found = (text: string, path?: string) =>
  searchSecrets(text, path === undefined ? {} : { path }).map(({ detector }) => detector.id);

describe('searchSecrets', () => {
  test.each([
    ['github-token', token],
    ['aws-access-key', awsKey],
    ['private-key', key],
  ])('finds a %s and its place', (id, secret) => {
    const text = `before é 𝄞\nx = "${secret}"\nafter`;
    const [first, ...more] = searchSecrets(text);
    expect(first?.detector.id).toBe(id);
    expect(secret.startsWith(text.slice(first?.start, first?.end))).toBe(true);
    expect(more).toEqual([]);
  });

  test.each([
    ['a token that is too short', token.slice(0, -1)],
    ['a token inside a longer word', `${token}XYZ`],
    ['AWS’s own example', `AKIAIOSFODNN7${'EXAMPLE'}`],
    ['a public key', key.replace('PRIVATE', 'PUBLIC')],
    ['a sentence about keys', 'Put your private key here: -----BEGIN …'],
    ['a blank', 'API_TOKEN=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
    ['a reference', 'API_TOKEN=$' + '{API_TOKEN:-unset-in-this-shell-1}'],
    ['a template', 'password: "{{ .Values.password1 }}"'],
    ['where a secret lies', 'DB_PASSWORD_FILE=/run/secrets/db-password-1'],
    ['code', 'const password = request.body.password1 || getPassword1();'],
    ['a password that is a word', 'https://user:password@registry.corp.test/'],
    ['what an allow comment covers', `x = "${token}" # portside:allow`],
    ['what another tool’s allow comment covers', `x = "${token}" // gitleaks:allow`],
    ['what detect-secrets’ comment covers', `x = "${token}" # pragma: allowlist secret`],
    ['a word that ends in a provider’s name', 'rookTable = 9f86d081884c7d659a2feaa0c55ad015'],
    ['the key of Azure’s emulator', `AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1${EMULATOR}`],
    ['a label in another language', '"db-password": "Gagnagrunnsaðgangsorð:"'],
    ['a variable of Ruby', 'password = @authentication_string'],
    ['a switch', 'db_password: !vault_enabled'],
    ['what a form demands', "'password' => 'required|string|not_empty'"],
    ['a type of GraphQL', 'viewerPassword: Boolean!'],
    ['an address', 'password = "anonymous@ftp.corp.com"'],
    ['a date', '"PasswordLastUsed": "2016-09-08T21:47:36Z"'],
    ['a constant', 'password_prompt = PKCS11_DEFAULT_PROMPT'],
    ['a constant in a list', '"api_key", "TR31_P1_PIN_GENERATION_KEY"'],
    ['the id of a secret', 'secret_uuid = 3306a5c4-8378-4b3c-aa1f-7b48d3a26172'],
    ['a token that is cut short', 'token = "glpat-Zq3mB7xKc9L"'],
    ['a value that is cut short', 'api_token: Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4...'],
    ['a value that is said to be wrong', 'invalidToken := "Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4"'],
    ['the id of a provider’s thing', 'HEROKU_APP_ID=3f2a1b4c-9d8e-4f7a-8b6c-5d4e3f2a1b0c'],
    ['a checksum under a provider’s name', 'Cloudflare: f15a5a04b0f6dc6073e6db0296e6ef2d8b8d2522'],
    ['an id under a provider’s name', 'snyk: 3f2a1b4c-9d8e-4f7a-8b6c-5d4e3f2a1b0c'],
    ['a checksum', 'integrity_token_hash=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'],
  ])('does not take %s for a secret', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  test.each([
    ['an assignment', 'API_TOKEN=Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4'],
    ['YAML', 'api_token: "Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4"'],
    ['JSON in JSON', '{"a": "{\\"apiToken\\": \\"Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4\\"}"}'],
    ['Go', 'var apiToken string = "Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4"'],
    ['Ruby', ":api_token => 'Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4'"],
    ['a call', 'set("API_TOKEN", "Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4")'],
    ['XML', '<apiToken>\n  Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4\n</apiToken>'],
    ['a flag', 'deploy --api-token Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4 now'],
  ])('reads a name and its value in %s', (_, text) => {
    expect(found(text)).toEqual(['secret-assignment']);
  });

  test.each([
    ['heroku-api-key', 'HEROKU_API_KEY=3f2a1b4c-9d8e-4f7a-8b6c-5d4e3f2a1b0c'],
    ['cloudflare-api-token', 'cloudflare: Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Zq3mB7xKc9Lw2Vn'],
    // Of a newer form, perhaps.
    ['secret-assignment', `token = "${token}XYZ"`],
  ])('finds a %s by its name and form', (id, text) => {
    expect(found(text)).toEqual([id]);
  });

  it('leaves what only its name gives away to tests and examples, and nothing else', () => {
    const text = `password = "Sup3rS3cret!"\nx = "${token}"\n`;
    expect(found(text, 'src/login.js')).toEqual(['password-assignment', 'github-token']);
    expect(found(text, 'test/login.js')).toEqual(['github-token']);
  });

  it('finds a token behind an escaped line break', () => {
    expect(found(`"a\\n${token}\\n"`)).toEqual(['github-token']);
  });

  it('shows the first and last two characters and nothing else', () => {
    expect(searchSecrets(token)[0]?.masked).toBe(`${token.slice(0, 2)}…${token.slice(-2)}`);
  });

  it('reports each of many secrets once', () => {
    expect(searchSecrets(`${token}\n`.repeat(50))).toHaveLength(50);
  });

  it('leaves out the less certain when only the certain is wanted', () => {
    const text = Buffer.from(`API_TOKEN=Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4\nx=${token}`);
    const { secrets } = searchBytes(text, { certainOnly: true });
    expect(secrets.map(({ detector }) => detector.id)).toEqual(['github-token']);
  });

  test.each([
    'ghp_',
    ' eyJ-',
    '://a@',
    "token='",
    'curl "',
    '1//0',
    'AccountKey=',
    ' data:\n a: b',
  ])('gives a text made of %j up and says so, or searches it whole', (unit) => {
    const { secrets, complete } = searchBytes(Buffer.from(unit.repeat(2_000_000 / unit.length)));
    expect(secrets).toEqual([]);
    expect(typeof complete).toBe('boolean');
  });

  it('never throws, and its places lie in the text', () => {
    const parts = fc.constantFrom(
      token,
      awsKey,
      'token=',
      '://',
      '"',
      '\n',
      'eyJ',
      'password: ',
      '\\n',
      'curl -u a:',
    );
    const text = fc.array(fc.oneof(parts, fc.string({ unit: 'binary' })), { maxLength: 20 });
    fc.assert(
      fc.property(text, (pieces) => {
        const whole = pieces.join('');
        let last = 0;
        for (const { start, end } of searchSecrets(whole)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(whole.length);
          last = end;
        }
      }),
    );
  });
});

describe('automaton', () => {
  it('finds what a search for each keyword finds, in any case', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', 'B', '-'), maxLength: 60 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 6 }), text, (words, subject) => {
        const seen: string[] = [];
        automaton(words)(Buffer.from(subject), (keyword, start, end) => {
          seen.push(`${words[keyword]} ${start} ${end}`);
          return true;
        });
        const lower = subject.toLowerCase();
        const expected = words.flatMap((one) =>
          [...lower].flatMap((_, at) =>
            lower.startsWith(one, at) ? [`${one} ${at} ${at + one.length}`] : [],
          ),
        );
        expect(seen.sort()).toEqual(expected.sort());
      }),
    );
  });
});

test.each([';password=aaaa1', ';pwd= ', 'passwd-----', 'dd_api_key://a:b', 'data source=x;pwd=ab'])(
  'a text of nothing but %j costs what any other of its length does',
  (unit) => {
    const started = processorTime();
    searchBytes(Buffer.from(unit.repeat(400_000 / unit.length)));
    expect(processorTime() - started).toBeLessThan(3_000);
  },
);

it('finds each of two passwords that stand in one window', () => {
  const address = (password: string) => `server=db;user id=app;password=${password}`;
  const text = `${address('hu7Kq2Zx9')}\n${address('Vn5Rt8Yp1')}\n`;
  expect(found(text)).toEqual(['sql-server-password', 'sql-server-password']);
});

describe('many texts made of keywords', () => {
  // Each keyword has a window cut around it that is a hundred times as long.
  const text = Buffer.from('q~" '.repeat(2_000));

  it('cost no more together than their budget, and are not called searched', () => {
    const budget = { left: 1_000_000 };
    const results = Array.from({ length: 8 }, () => searchBytes(text, { budget }));
    expect(results[0]?.complete).toBe(true);
    expect(results.at(-1)?.complete).toBe(false);
    expect(budget.left).toBeLessThanOrEqual(0);
    expect(budget.left).toBeGreaterThan(-10_000);
    expect(searchBytes(text).complete).toBe(true);
  });

  it('leave ordinary ones to be searched by their own lengths', () => {
    const secret = `ghp${'_'}Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIo`;
    const ordinary = Buffer.from(`${'some words of a file\n'.repeat(100)}${secret}\n`);
    const found = searchBytes(ordinary, { budget: { left: 0 } });
    expect(found.complete).toBe(true);
    expect(found.secrets).toHaveLength(1);
  });
});

it.each([
  ['ACDb', 5],
  ['+ASt', 0],
  ['AzFu', 6],
  ['+ACRDm', 4],
])('an Azure key with the mark %s is found by what follows it', (mark, more) => {
  const key = (after: number) =>
    `key: ${'Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIoKq7Wv9Tz4'}${mark}${'x7Kq2Z'.slice(0, after)}==\n`;
  const kinds = (text: string) => searchSecrets(text).map(({ detector }) => detector.id);
  expect(kinds(key(more)).includes('azure-key')).toBe(more > 0);
  expect(kinds(key(more).replace('==', 'x7Kq2Z=='))).not.toContain('azure-key');
});
