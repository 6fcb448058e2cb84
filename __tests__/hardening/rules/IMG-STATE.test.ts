import { testRule, withCommand, withConfig, withFiles } from '../rule-cases.js';

testRule('IMG-STATE', [
  [
    withCommand('postgres'),
    [
      'low CMD: Container runs PostgreSQL without a volume for its data (default: /var/lib/postgresql)',
    ],
  ],
  [withConfig({ Cmd: ['postgres'], Volumes: { '/var/lib/postgresql/data': {} } }), []],
  [
    withFiles({ name: 'var/lib/mysql/ibdata1', body: 'x' }),
    ['low layer 1: Image contains data of a server: /var/lib/mysql/ibdata1'],
  ],
]);
