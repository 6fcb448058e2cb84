import { expect, it, test } from '@jest/globals';
import { credentialPlaces } from '../../src/secrets/credentials.js';

const values = (text: string, isProse?: boolean) => [
  ...new Set(credentialPlaces(text, isProse).map(({ start, end }) => text.slice(start, end))),
];

test.each([
  ['RUN PGPASSWORD=tiger psql', 'tiger'],
  ['ENV DB_PASSWORD=tiger OTHER=1', 'tiger'],
  ['ENV DB_PASSWORD tiger lily', 'tiger lily'],
  ['ARG NPM_TOKEN="tiger lily"', '"tiger lily"'],
  ['RUN x --password=tiger -q', 'tiger'],
  ['RUN x --password tiger', 'tiger'],
  ['RUN x --api-key "tiger"', '"tiger"'],
  ['CMD ["x", "--password", "tiger"]', '"tiger"'],
  ['args:\n  - --password=tiger', 'tiger'],
  ['command: [redis-server, --requirepass, tiger]', 'tiger'],
  ['command: redis-server --requirepass tiger', 'tiger'],
  ['data:\n  redis.conf: |\n    requirepass tiger\n', 'tiger'],
  ['a:\n  password: |-\n    tiger\n\n    lily\n  b: c', '    tiger\n\n    lily\n'],
  ['a:\n  password: "tiger\n    lily"\n  b: c', '"tiger\n    lily"'],
  ['args:\n  - --password\n  - tiger', 'tiger'],
  ['command: ["mysql", "-ptiger"]', 'tiger'],
  ['RUN docker login -u bob -p tiger && true', 'tiger'],
  ['RUN docker login -u bob -ptiger', 'tiger'],
  ['CMD ["docker", "login", "-p", "tiger"]', 'tiger'],
  ['RUN mysql -u root -ptiger -h db', 'tiger'],
  ['RUN sshpass -p tiger ssh a', 'tiger'],
  ['RUN redis-cli -a tiger ping', 'tiger'],
  ['RUN aws configure set aws_secret_access_key tiger', 'tiger'],
  ['RUN curl -u bob:tiger https://a', 'tiger'],
  ['RUN curl -sSLu bob:tiger https://a', 'tiger'],
  ['RUN curl --user "bob:tiger" https://a', 'tiger'],
  ['RUN curl \\\n  -u bob:tiger \\\n  https://a', 'tiger'],
  ['CMD ["curl", "-u", "bob:tiger", "https://a"]', 'tiger'],
  ['RUN wget https://bob:tiger@a.b/c', 'tiger'],
  ['CMD ["x", "postgres://bob:ti@ger@db/x"]', 'ti@ger'],
  ['RUN git clone https://tigertoken@a.b/c', 'tigertoken'],
  ['FROM bob:tiger@registry.example/x', 'tiger'],
  ['ADD bob:tiger@host.example:x.git /a', 'tiger'],
  ['RUN curl bob:tiger@localhost/x', 'tiger'],
  ['RUN curl "https://a.b/c?v=1&sig=tiger"', 'tiger'],
  ['RUN curl https://a.b/c;jsessionid=tiger', 'tiger'],
  ['RUN curl https://a.b/c?X-Amz-Signature=tiger', 'tiger'],
  [`RUN curl https://a.b/bot123456:${'tiger'.repeat(7)}/x`, 'tiger'.repeat(7)],
  ['RUN curl -H "X-Api-Key: tiger" a', 'tiger'],
  ['RUN curl -H "Authorization: Bearer tiger" a', 'tiger'],
  ['RUN echo tiger | docker login -u a --password-stdin', 'tiger'],
  ['RUN openssl x -passin pass:tiger', 'tiger'],
  ['RUN psql -c "ALTER USER a PASSWORD \'tiger\'"', "'tiger'"],
  ['  POSTGRES_PASSWORD: postgres', 'postgres'],
  ['  - POSTGRES_PASSWORD=postgres', 'postgres'],
  ['environment: { DB_PASSWORD: tiger, A: b }', 'tiger'],
  ['- name: DB_PASSWORD\n  value: tiger', 'tiger'],
  ['- value: tiger\n  name: DB_PASSWORD', 'tiger'],
  ['- { name: DB_PASSWORD, value: tiger }', 'tiger'],
  ['{"password": "tiger"}', '"tiger"'],
  ['DB_PASSWORD=tiger', 'tiger'],
  ['bin/mysql/-ptiger', 'tiger'],
  ['bin/sshpass/-ptiger', 'tiger'],
  ['curl/-ubob%tiger', 'tiger'],
])('%j contains the credential %j', (text, value) => {
  expect(values(text)).toEqual([value]);
});

test.each([
  `RUN x --password=$PASSWORD --token "\${TOKEN}" --secret $(cat f)`,
  'RUN docker run -p 80:80 -u 1000:1000 a:1',
  'RUN mkdir -p /a/b && cp -p c d',
  'RUN mysql -p',
  'RUN docker login --password-stdin',
  'RUN --mount=type=secret,id=npm_token x',
  'ENV API_TOKEN_FILE=/run/secrets/token TOKEN_TTL=30',
  'ENV PASSWORD=true',
  'RUN git clone ssh://git@github.com/a/b && curl https://a@b/c',
  'FROM a@sha256:0123',
  'RUN test "$TOKEN" == x',
  'RUN adduser --disabled-password \\\n  x',
  '{ "secret": { "a": 1 } }',
  'password: {{ password }}',
  'RUN x --token={{ token }}',
  `password: \${{ secrets.PASSWORD }}`,
  'image: postgres:latest',
  'image: registry.example:5000/app:1.2@sha256:0123',
  'npm:lodash@4.17.21 mailto:bob@host.example git@host.example:a/b.git',
  `FROM bob:$PASSWORD@registry.example/x`,
  'RUN curl -u "$USER:$PASSWORD" https://a',
])('%j contains none', (text) => {
  expect(values(text)).toEqual([]);
});

it('a sentence contains assignments and options, and no keys', () => {
  expect(values('Cannot read the token: file not found', true)).toEqual([]);
  expect(values('invalid argument "--password=tiger"', true)).toEqual(['tiger']);
});

it('are searched in one megabyte of any text', () => {
  // A pattern that takes quadratic time would need hours for one of these.
  for (const part of [
    'password',
    'a-',
    '--p ',
    'x=',
    'curl ',
    'echo a ',
    'a://',
    'name: ',
    '"',
    '\\\n',
    'ENV a ',
    'a:b',
    'a:(',
    'a:b@c.',
    '?sig=',
  ])
    expect(Array.isArray(credentialPlaces(part.repeat(1_000_000 / part.length)))).toBe(true);
});
