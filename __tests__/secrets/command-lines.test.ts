import { describe, expect, it } from '@jest/globals';
import { commandLines } from '../../src/secrets/kinds/command-lines.js';
import { secretPlaces } from '../../src/secrets/mask-text.js';
import { searchSecrets } from '../../src/secrets/search.js';
import { COMMANDS, WORD, wordsOf } from './command-samples.js';

const kinds = (text: string, path = 'scripts/deploy.sh') =>
  searchSecrets(text, { path }).map(({ detector }) => detector.id);

/** What is left of a text when its secrets are masked. */
function shown(text: string): string {
  const { places } = secretPlaces(text, 'scripts/deploy.sh');
  return [...text]
    .map((letter, at) => (places.some(({ start, end }) => start <= at && at < end) ? '•' : letter))
    .join('');
}

const NO_SECRETS = [
  '$SECRET',
  '"$SECRET"',
  '$$SECRET1a',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as workflows write it.
  '${{ secrets.SECRET }}',
  '$(cat /run/secrets/password)',
  '{{ secret }}',
  '<password>',
  'your-password',
  'password',
  'changeme1',
  'XXXXXXXXXX',
  "''",
];

describe.each(COMMANDS)('%s in %j', (kind, command) => {
  it('is found at its place, and masked', () => {
    const [secret, ...others] = searchSecrets(command, { path: 'scripts/deploy.sh' });
    expect(others).toEqual([]);
    expect(secret?.detector.id).toBe(kind);
    expect(command.slice(secret?.start, secret?.end)).toBe(WORD);
    for (const word of [WORD, 'tigerlily'])
      expect(shown(command.replace(WORD, word))).not.toContain(word);
  });

  it.each(NO_SECRETS)('is none as %s', (value) => {
    expect(kinds(command.replace(WORD, () => value))).toEqual([]);
  });
});

/** A command without pipes and quotes, as other files have it. */
const SIMPLE = COMMANDS.filter(([, command]) => !/["'|<>\n\\;]/.test(command));

describe.each(SIMPLE)('%s in %j is found', (kind, command) => {
  const words = wordsOf(command);
  const lines = (indent: string) => words.map((word) => `${indent}- ${word}`).join('\n');
  it.each([
    ['a list of JSON', 'Dockerfile', `FROM a\nCMD ${JSON.stringify(words)}\n`],
    ['a list on several lines', 'a.json', JSON.stringify({ test: ['CMD', ...words] }, null, 2)],
    [
      'a list of YAML',
      'compose.yaml',
      `    command: [${words.map((one) => `'${one}'`).join(', ')}]\n    user: a\n`,
    ],
    ['lines of YAML', 'pod.yaml', `  command:\n${lines('    ')}\n  image: a\n`],
    ['lines of YAML without indentation', 'pod.yaml', `  command:\n${lines('  ')}\n  image: a\n`],
    [
      'command and args',
      'pod.yaml',
      `command: ["${words[0]}"]\nargs: ${JSON.stringify(words.slice(1))}\nimage: a\n`,
    ],
    [
      'lines of command and args',
      'pod.yaml',
      `command:\n- ${words[0]}\nargs:\n${words
        .slice(1)
        .map((one) => `- ${one}`)
        .join('\n')}\n`,
    ],
    ['the list of a shell', 'pod.yaml', `command: ["sh", "-c", "set -e; ${command} && sleep 1"]\n`],
    ['the list of a shell at its end', 'compose.yaml', `test: ["CMD-SHELL", "exec ${command}"]\n`],
    [
      'a shell in YAML',
      'pod.yaml',
      `args:\n  - -c\n  - |\n    set -e\n    ${command}\n    echo done\n`,
    ],
    [
      'a step of a workflow',
      '.github/workflows/a.yml',
      `    - run: ${command}\n      shell: bash\n`,
    ],
    [
      'an input of a workflow',
      '.github/workflows/a.yml',
      `      with:\n        script: |\n          cd /a\n          ${command}\n`,
    ],
    [
      'a folded text',
      'compose.yaml',
      `    command: >-\n      ${command.replace(/ (?=-)/g, '\n      ')}\n    user: a\n`,
    ],
    ['a job of GitLab', '.gitlab-ci.yml', `job:\n  script:\n    - ${command}\n    - make\n`],
    ['a step of Jenkins', 'Jenkinsfile', `steps { sh '${command}' }\nsh "sudo ${command}"\n`],
    ['a script of npm', 'package.json', JSON.stringify({ scripts: { start: command, b: 'c' } })],
    ['a rule of Make', 'Makefile', `all:\n\t@${command}\n\tmake b\n`],
    ['a unit of systemd', 'a.service', `[Service]\nExecStart=/usr/bin/${command}\nRestart=no\n`],
    ['a crontab', 'crontab', `0 5 * * * root ${command} >/dev/null 2>&1\n`],
    ['a Procfile', 'Procfile', `web: ${command}\n`],
    ['a program', 'a.py', `run([${words.map((one) => `"${one}"`).join(', ')}], check=True)\n`],
    ['a call', 'a.js', `execFileSync("${words[0]}", ${JSON.stringify(words.slice(1))});\n`],
    ['a continued line', 'a.sh', `${words.join(' \\\n  ')}\n`],
    [
      'an escaped string',
      'a.json',
      JSON.stringify({ a: JSON.stringify({ b: `set -e\n${command}\nls` }) }),
    ],
  ])('in %s', (_, path, text) => {
    expect(new Set(kinds(text, path))).toEqual(new Set([kind]));
    expect(shown(text)).not.toContain(WORD);
  });
});

it('a string of PowerShell is what the next program reads', () => {
  const text = `Write-Host a\n'${WORD}' | docker login -u ci --password-stdin\n`;
  expect(kinds(text, 'login.ps1')).toEqual(['registry-login-password']);
  expect(shown(text)).not.toContain(WORD);
});

it('every kind has a sample', () => {
  expect([...new Set(COMMANDS.map(([kind]) => kind))].sort()).toEqual(
    commandLines.map(({ id }) => id).sort(),
  );
});

it.each([
  'docker run -e A=b mysql -p 3306:3306',
  'mysql -P 3306 -h db',
  'mysql --protocol=tcp -h db; login -p12345678a',
  'sshpass -f /run/secrets/password ssh -p 22022222 root@10.0.0.1',
  'sshpass -e ssh root@10.0.0.1',
  'docker login -u ci --password-stdin registry.acme.io',
  'cat token.txt | docker login -u ci --password-stdin registry.acme.io',
  'docker login -u ci --password-stdin registry.acme.io < /run/secrets/token1',
  'ssh -p 22022 -o X=1 login -pretty-much1',
  'the login page -p1ease1ignore',
  `npm run login -- -p ${WORD}`,
  'docker run -p 127.0.0.1:8080:80 --name login1 nginx',
  'az group list -p parameter1=A9',
  'openssl req -x509 -keyout k3y1File.pem -passout file:/run/p4ssFile1',
  'openssl enc -k "$KEY1" -in a -pass env:Sec9retKey1',
  'openssl rand -hex 32A9bC8d7',
  'zip -r bundle9Xk2.zip . -x *.git*',
  'unzip -P',
  '7z a -pk9 archive9Xk2.7z',
  'echo done9Xk2Lw7z | tee log',
  `echo "${WORD}" | grep -q foo`,
  'net use',
  'net user',
  'net use Z: /delete /yes9Xk2Lw7z',
  'the net user count is 12345aB9',
  'vault login -method=oidc role9Xk2Lw7z=a',
  'vault login and vault token lookup',
  'htpasswd -c .htpasswd9Xk2 admin9Xk2Lw7z',
  'gh auth login --with-token < token9Xk2Lw7z.txt',
  'aws configure set region eu-w3st-1A9bC8d7',
  'aws configure set aws_access_key_id_file 9Xk2Lw7zAb',
  'npm config set registry https://r3gistry.acme.io/Lw7zXk',
  'curl -u "$USER:$PASSWORD" https://a.acme.io',
  'curl --user-agent Mozilla/5.0:9Xk2Lw7z https://a.acme.io',
  'curl -o /tmp/a:b9Xk2Lw7z https://a.acme.io',
  'wget --user-agent=Xk9vR2qLw7z https://a.acme.io',
  'ldapsearch -W -D cn=admin9Xk2 -b dc=Lw7zXk9v',
  'send "yes\\r"',
  'socket.send "Xk9vR2qLw7z\\n"',
  'expect "login:"\nsend "Xk9vR2qLw7z\\r"',
  'keytool -storepass:env STOREPASS9Xk2 -list',
  'keytool -storepass:file /run/p4ssFile1',
  'ssh-keygen -t ed25519 -N "" -f k3yFile9Xk2',
  'gpg --passphrase-file /run/9Xk2Lw7z --passphrase-fd 0',
  'sudo -u app9Xk2Lw7z sh',
  'kubectl create secret generic a --from-file=9Xk2Lw7z',
  'the docs say: use chpasswd <<EOF to set it',
  'chpasswd -e <<EOF\nroot:$6$9Xk2Lw7z$abcDEF123\nEOF',
  'mysql -p"$DB_PASSWORD" -h db',
  'redis-cli -a "$(cat /run/secrets/r3disPassword1)" ping',
  "mysql -p'{{ db_password1 }}' -h db",
  '"mysql2": "^3.9.1", "zip": "-P1.2.3aBc"',
])('%j has no secret', (text) => {
  expect(kinds(text)).toEqual([]);
});

it('a text that is made to be slow is masked or reported as searched in part', () => {
  for (const part of [
    'curl ',
    'echo a|sudo ',
    'docker login -p ',
    '"mysql",',
    'zip -P\\\n',
    '- mysql\n',
    'net use ',
  ])
    expect(Array.isArray(secretPlaces(part.repeat(1_000_000 / part.length), 'a.txt').places)).toBe(
      true,
    );
});
