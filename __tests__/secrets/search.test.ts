import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { searchBytes, searchSecrets } from '../../src/secrets/search.js';

// Assembled here, so that no scanner reports this file as a leak.
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
  ])('finds a %s and its position', (id, secret) => {
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
    ['a masked value', 'API_TOKEN=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
    ['a reference', 'API_TOKEN=$' + '{API_TOKEN:-unset-in-this-shell-1}'],
    ['a template', 'password: "{{ .Values.password1 }}"'],
    ['the path of a secret', 'DB_PASSWORD_FILE=/run/secrets/db-password-1'],
    ['code', 'const password = request.body.password1 || getPassword1();'],
    ['a password that is a word', 'https://user:password@registry.corp.test/'],
    ['a value with an allow comment', `x = "${token}" # portside:allow`],
    ['a value with gitleaks’ allow comment', `x = "${token}" // gitleaks:allow`],
    ['a value with detect-secrets’ comment', `x = "${token}" # pragma: allowlist secret`],
    ['a word that contains a provider’s name', 'rookTable = 9f86d081884c7d659a2feaa0c55ad015'],
    ['the key of Azure’s emulator', `AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1${EMULATOR}`],
    ['a label in another language', '"db-password": "Gagnagrunnsaðgangsorð:"'],
    ['a Ruby variable', 'password = @authentication_string'],
    ['a switch', 'db_password: !vault_enabled'],
    ['a form validation', "'password' => 'required|string|not_empty'"],
    ['a GraphQL type', 'viewerPassword: Boolean!'],
    ['an email address', 'password = "anonymous@ftp.corp.com"'],
    ['a date', '"PasswordLastUsed": "2016-09-08T21:47:36Z"'],
    ['a constant', 'password_prompt = PKCS11_DEFAULT_PROMPT'],
    ['a constant in a list', '"api_key", "TR31_P1_PIN_GENERATION_KEY"'],
    ['the id of a secret', 'secret_uuid = 3306a5c4-8378-4b3c-aa1f-7b48d3a26172'],
    ['a truncated token', 'token = "glpat-Zq3mB7xKc9L"'],
    ['a truncated value', 'api_token: Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4...'],
    ['a value with the name of an invalid one', 'invalidToken := "Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4"'],
    ['the id of an app', 'HEROKU_APP_ID=3f2a1b4c-9d8e-4f7a-8b6c-5d4e3f2a1b0c'],
    ['a checksum under a provider’s name', 'Cloudflare: f15a5a04b0f6dc6073e6db0296e6ef2d8b8d2522'],
    ['an id under a provider’s name', 'snyk: 3f2a1b4c-9d8e-4f7a-8b6c-5d4e3f2a1b0c'],
    ['a column of a row', 'token_sha256=EXCLUDED.token_sha256, token_k2_key=EXCLUDED.token_k2_key'],
    ['a checksum', 'integrity_token_hash=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'],
  ])('does not report %s', (_, text) => {
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
    // A token that is too long may have a newer format.
    ['secret-assignment', `token = "${token}XYZ"`],
  ])('finds a %s by its name and format', (id, text) => {
    expect(found(text)).toEqual([id]);
  });

  it('reports secrets with low confidence everywhere but in tests', () => {
    const text = `password = "Sup3rS3cret!"\nx = "${token}"\n`;
    expect(found(text, 'src/login.js')).toEqual(['password-assignment', 'github-token']);
    expect(found(text, 'test/login.js')).toEqual(['github-token']);
  });

  it('finds a token after an escaped line break', () => {
    expect(found(`"a\\n${token}\\n"`)).toEqual(['github-token']);
  });

  it('returns no character of a secret', () => {
    const [secret] = searchSecrets(token);
    expect(secret).toMatchObject({ length: token.length });
    expect(JSON.stringify({ ...secret, detector: undefined })).not.toContain(token.slice(0, 2));
  });

  it('reports each of many secrets once', () => {
    expect(searchSecrets(`${token}\n`.repeat(50))).toHaveLength(50);
  });

  it('reports only high confidence when that is requested', () => {
    const text = Buffer.from(`API_TOKEN=Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4\nx=${token}`);
    const { secrets } = searchBytes(text, { highConfidenceOnly: true });
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
    ';password=aaaa1',
    ';pwd= ',
    'passwd-----',
    'dd_api_key://a:b',
    'data source=x;pwd=ab',
  ])('examines a bounded number of characters in a text that repeats %j', (unit) => {
    const budget = { left: 100_000_000 };
    const text = Buffer.from(unit.repeat(2_000_000 / unit.length));
    const { secrets } = searchBytes(text, { budget });
    expect(secrets).toEqual([]);
    // In addition to its own length, a text may use 12 Mi characters and the window that was begun.
    expect(100_000_000 - budget.left).toBeLessThanOrEqual(12 * 1024 * 1024 + 10_000);
  });

  it('never throws, and its positions are in the text and in order', () => {
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

it('finds two passwords that are close to each other', () => {
  const address = (password: string) => `server=db;user id=app;password=${password}`;
  const text = `${address('hu7Kq2Zx9')}\n${address('Vn5Rt8Yp1')}\n`;
  expect(found(text)).toEqual(['sql-server-password', 'sql-server-password']);
});

describe('many texts full of keywords', () => {
  // Each keyword needs a hundred times its length to be examined.
  const text = Buffer.from('q~" '.repeat(2_000));

  it('use no more than their common budget, and are then incomplete', () => {
    const budget = { left: 1_000_000 };
    const results = Array.from({ length: 8 }, () => searchBytes(text, { budget }));
    expect(results[0]?.complete).toBe(true);
    expect(results.at(-1)?.complete).toBe(false);
    expect(budget.left).toBeLessThanOrEqual(0);
    expect(budget.left).toBeGreaterThan(-10_000);
    expect(searchBytes(text).complete).toBe(true);
  });

  it('do not prevent the search of an ordinary text', () => {
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
])('an Azure key with the marker %s is found only with the right length after it', (mark, more) => {
  const key = (after: number) =>
    `key: ${'Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIoKq7Wv9Tz4'}${mark}${'x7Kq2Z'.slice(0, after)}==\n`;
  const kinds = (text: string) => searchSecrets(text).map(({ detector }) => detector.id);
  expect(kinds(key(more)).includes('azure-key')).toBe(more > 0);
  expect(kinds(key(more).replace('==', 'x7Kq2Z=='))).not.toContain('azure-key');
});

it.each([
  ['etc/apache2/sites-available/default-ssl.conf', "# file needs this password: `xxj31ZMTZzkVA'."],
  [
    'usr/src/wordpress/wp-includes/pluggable.php',
    ` * define( 'AUTH_KEY', '${'aB3$kL9}wQ7!zR5%'.repeat(4)}' );`,
  ],
])('the documentation in %s is no secret', (path, text) => {
  expect(searchSecrets(text, { path })).toEqual([]);
});

it.each(['\n', '\r\n', '\\n', ''])('a private key without content is none: %j', (end) => {
  const text = (body: string) =>
    ['-----BEGIN ', `PRIVATE KEY-----${end}${body}-----END PRIVATE KEY-----`].join('');
  expect(found(text(''))).toEqual([]);
  expect(found(text('MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6'))).toEqual(['private-key']);
});

it('the ID of a channel is not that of a client', () => {
  expect(found("const DISCORD_CHANNEL = '564160730845151244';")).toEqual([]);
  expect(found("const DISCORD_CLIENT = '564160730845151244';")).toEqual(['discord-client-id']);
});

it('the placeholder of an input field is an example', () => {
  const url = ['mongodb+srv://', 'shop:Yx42hafg7Q4fgkxe@db.corp.test/a'].join('');
  expect(found(`'placeholder' =>\n  '${url}'`)).toEqual([]);
  expect(found(`<input placeholder="${token}">`)).toEqual([]);
  expect(found(`placeholder="${token}"`)).toEqual(['github-token']);
  expect(found(`'value' => '${url}', // no placeholder: it`)).toEqual(['database-url']);
});

it('a value that is quoted in the style of TeX ends at its quote', () => {
  const text = "the password: `kT7wq2Zr9Xp'. Change it";
  const found = searchSecrets(text).map(({ start, end }) => text.slice(start, end));
  expect(found).toEqual(['kT7wq2Zr9Xp']);
});

it('keys of WordPress are secrets in its configuration', () => {
  const text = ` define( 'AUTH_KEY', '${'aB3$kL9}wQ7!zR5%'.repeat(4)}' );`;
  expect(searchSecrets(text, { path: 'var/www/wp-config.php' })).toHaveLength(1);
});
