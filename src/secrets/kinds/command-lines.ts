import { commandWith, type Detector } from '../detector.js';
import { isPlaceholder, looksGenerated, looksLikePassword } from '../plausible.js';
import { isGuessable } from '../value-strength.js';

/** The rest of a word. */
const SECRET = '(?<secret>[^\\n]{1,500})';
/** Words between a program or a subcommand and what follows. */
const SOME = '(?:\\n[^\\n]*){0,80}?';
/** Options before a subcommand, with or without a value. */
const GLOBAL = '(?:\\n-[^\\n]*(?:\\n[^-\\n][^\\n]*)??){0,6}?';

/** `--name VALUE` and `--name=VALUE`, in any of these names. */
function option(names: string): RegExp[] {
  return words(`${namedOption(names)}${SECRET}`);
}

function namedOption(names: string): string {
  return `\\n(?:${names})(?:=|\\n(?!-))(?!\\n)`;
}

/** `-p VALUE`, `-p=VALUE` and `-pVALUE`. */
function short(letter: string): string {
  return `\\n-${letter}(?:=|\\n(?!-))?(?!\\n)`;
}

/** `-p VALUE` for the last of several letters: `-rP VALUE`. */
function cluster(letter: string): string {
  return `\\n-\\w{0,8}${letter}\\n(?!-)`;
}

/** What comes before the value when it is after a name and one of these characters: `-u NAME:VALUE`. */
function login(names: string, by: string): string {
  return `\\n(?:${names})(?:=|\\n)?["']?[^\\n${by}]{0,200}[${by}]`;
}

/** The options of a subcommand, or of one of several: `registry login`. */
function after(commands: string, ...options: readonly string[]): RegExp[] {
  const names = commands.replaceAll(' ', `${GLOBAL}\\n`);
  return options.map(
    (one) => new RegExp(`^${GLOBAL}\\n(?:${names})(?=\\n)${SOME}${one}${SECRET}`, 'd'),
  );
}

function words(...sources: readonly string[]): RegExp[] {
  return sources.map((source) => new RegExp(source, 'd'));
}

/** Each name with each ending. */
function both(names: string, endings: string): string {
  return names
    .split(' ')
    .flatMap((name) => endings.split(' ').map((ending) => `${name}${ending}`))
    .join(' ');
}

/** The first line of a text. */
const LINE = /^["']?(?<secret>(?:(?!\\[nr])[^\n"'])+)/dg;
/** `NAME:VALUE` in each line of it. */
const LOGINS = /(?:^|\n|\\n)[ \t]*["']?[a-z_][\w.-]{0,60}:(?<secret>(?:(?!\\[nr])[^\n"'])+)/dg;

/** `-p VALUE` and `--password VALUE` of a subcommand. */
function passwordAfter(commands: string): RegExp[] {
  return after(commands, short('p'), namedOption('--password'));
}

/** Before nothing: what is masked, and never reported. */
const NEVER = /$^/;

/**
 * Passwords of command lines: how each program gets them. Reports name those that are no references, placeholders or words;
 * where text is shown, all are masked.
 */
export const commandLines: readonly Detector[] = [
  commandWith({
    id: 'sshpass-password',
    description: 'a password of an SSH server in a command',
    reference: 'https://manpages.debian.org/sshpass.1',
    accepts: isCommandSecret,
    commands: [
      {
        programs: 'sshpass',
        words: words(`^(?:\\n-[fdP]\\n[^\\n]+|\\n-[^p\\n][^\\n]*){0,5}${short('p')}${SECRET}`),
      },
    ],
  }),
  commandWith({
    id: 'database-command-password',
    description: 'a password of a database in a command',
    reference: 'https://dev.mysql.com/doc/refman/en/password-security-user.html',
    accepts: isCommandSecret,
    commands: [
      {
        programs: `${both('mysql mariadb', ' d d_safe _upgrade -upgrade dump admin import check show slap -dump -admin -import -check')} mysqlsh`,
        words: words(`\\n-p${SECRET}`, `\\n--password=${SECRET}`),
      },
      { programs: 'mysqladmin mariadb-admin', words: after('password', '\\n(?!-)') },
      { programs: both('redis valkey keydb', '-cli'), words: option('-a|--pass') },
      {
        programs: both('redis valkey keydb', '-server'),
        words: option('--requirepass|--masterauth'),
      },
      {
        programs: `mongosh ${both('mongo', ' dump restore export import stat')}`,
        words: [...words(`${short('p')}${SECRET}`), ...option('--password')],
      },
      { programs: 'sqlcmd bcp osql', words: words(`${short('P')}${SECRET}`) },
      { programs: 'influx', words: option('--?password') },
      { programs: 'clickhouse-client cqlsh', words: option('--password|-p') },
      {
        programs: 'sqlplus impdp expdp sqlldr rman',
        words: words(
          '\\n(?:userid=)?[A-Za-z][\\w$#]{0,60}\\/(?<secret>[^\\n@/]{1,200})(?=@|\\n|$)',
        ),
      },
    ],
  }),
  commandWith({
    id: 'registry-login-password',
    description: 'a password of a registry in a command',
    reference: 'https://docs.docker.com/reference/cli/docker/login/',
    accepts: isCommandSecret,
    commands: [
      {
        programs:
          'docker podman nerdctl buildah skopeo crane oras regctl helm singularity apptainer',
        words: passwordAfter('login|registry login|auth login|remote login'),
        input: { words: /\nlogin(?![^\n])[\s\S]*\n--password-stdin(?![^\n])/, text: LINE },
      },
      { programs: 'az', words: passwordAfter('acr login') },
      { programs: 'oras', words: passwordAfter('push|pull|copy|cp|attach|discover') },
      {
        programs: 'skopeo podman buildah',
        words: words(`${login('--(?:src-|dest-)?creds', ':')}${SECRET}`),
      },
      { programs: 'ctr', words: words(`${login('--user|-u', ':')}${SECRET}`) },
      { programs: 'kubectl oc', words: option('--docker-password') },
      {
        programs: 'helm',
        words: after('repo add|pull|push|install|upgrade', namedOption('--password')),
      },
    ],
  }),
  commandWith({
    id: 'login-command-password',
    description: 'a password of a login in a command',
    reference: 'https://learn.microsoft.com/cli/azure/authenticate-azure-cli',
    accepts: isCommandSecret,
    commands: [
      {
        programs: 'az oc ibmcloud cf argocd rancher cloudctl',
        words: [...passwordAfter('login'), ...after('login', namedOption('--token|--apikey'))],
      },
      {
        programs: 'gh',
        input: { words: /^\nauth\nlogin(?![^\n])[\s\S]*\n--with-token(?![^\n])/, text: LINE },
      },
      // Of other programs, it is often the name of a user.
      { programs: 'login', before: NEVER, words: words(`${short('p')}${SECRET}`) },
      {
        programs: 'vault',
        words: after(
          'login',
          '(?:\\n-[^\\n]*){0,4}\\n(?:token=|(?=[sh]vs?\\.|s\\.))',
          '\\npassword=',
        ),
      },
      { programs: 'cf', words: after('auth', '\\n[^\\n-][^\\n]*\\n(?!-)') },
      {
        programs: 'kubectl oc',
        words: after('config set-credentials', namedOption('--password|--token')),
      },
      {
        programs: 'kubectl oc',
        words: words(
          `\\n--from-literal(?:=|\\n)[\\w.-]{0,60}(?:pass|PASS|token|TOKEN|secret|SECRET)[\\w.-]{0,60}=${SECRET}`,
        ),
      },
      { programs: 'az', words: option('--(?:[a-z]+-)*password|--account-key|--sas-token') },
      { programs: 'aws gcloud', words: option('--(?:[a-z]+-)*password') },
      {
        programs: 'terraform tofu',
        words: words(`\\n--?var(?:=|\\n)["']?\\w{0,60}(?:pass|token|secret)\\w{0,60}=${SECRET}`),
      },
      { programs: 'snowsql', words: option('--private-key-passphrase') },
      {
        programs: 'aws',
        words: after('configure set', '\\n\\S*(?:secret_access_key|session_token)\\n(?!-)'),
      },
      { programs: 'kinit', input: { text: LINE } },
    ],
  }),
  commandWith({
    id: 'archive-command-password',
    description: 'a password of an archive in a command',
    reference: 'https://infozip.sourceforge.net/doc/zipdetails.txt',
    severity: 'medium',
    accepts: isCommandSecret,
    commands: [
      {
        programs: 'zip unzip zipcloak zipnote',
        words: [
          ...words(`${cluster('P')}${SECRET}`, `${short('P')}${SECRET}`),
          ...option('--password'),
        ],
      },
      { programs: '7z 7za 7zr 7zz 7zip', words: words(`\\n-p${SECRET}`) },
      { programs: 'rar unrar', words: words(`\\n-h?p${SECRET}`) },
    ],
  }),
  commandWith({
    id: 'key-command-password',
    description: 'a password of a key in a command',
    reference: 'https://docs.openssl.org/master/man1/openssl-passphrase-options/',
    severity: 'medium',
    accepts: isCommandSecret,
    commands: [
      {
        programs: 'openssl',
        words: words(
          `^\\n(?:enc|aes-?\\d+[\\w-]*|des[\\w-]*|bf[\\w-]*)(?=\\n)${SOME}\\n-k\\n(?!-)${SECRET}`,
          `\\n-?pass(?:in|out|wd|certs|word)?(?:\\n|=)pass:${SECRET}`,
          `^\\npasswd(?=\\n)(?:\\n-(?:[156]|apr1|crypt|stdin|salt\\n[^\\n]+)){0,4}\\n(?!-)${SECRET}`,
        ),
      },
      {
        programs: 'java',
        words: words(`\\n-D[\\w.]{0,80}(?:key|trust)[sS]tore[pP]assword=${SECRET}`),
      },
      { programs: 'apksigner', words: words(`\\n--(?:ks|key)-pass(?:\\n|=)pass:${SECRET}`) },
      { programs: 'gpg gpg2', words: option('--passphrase') },
      {
        programs: 'keytool jarsigner',
        words: [
          '-storepass',
          '-keypass',
          '-srcstorepass',
          '-deststorepass',
          '-srckeypass',
          '-destkeypass',
          '-new',
        ].flatMap(option),
      },
      { programs: 'signtool', words: [...words(`\\n[-/][pP](?:\\n(?![-/])|:)${SECRET}`)] },
      { programs: 'osslsigncode', words: option('-pass') },
      { programs: 'ssh-keygen', words: [...option('-N'), ...option('-P')] },
      { programs: 'certutil', words: words(`\\n-p\\n(?!-)${SECRET}`) },
      { programs: 'pk12util', words: [...option('-W'), ...option('-K')] },
      {
        programs: 'security',
        words: [
          ...after('import', '\\n-P\\n(?!-)'),
          ...after('unlock-keychain|create-keychain', '\\n-p\\n(?!-)'),
          ...after('set-key-partition-list', '\\n-k\\n(?!-)'),
        ],
      },
      {
        programs: 'rclone',
        words: [
          ...after('obscure', '\\n(?!-)'),
          ...after('config create', '\\n(?:pass|password)(?:\\n|=)'),
        ],
      },
      { programs: 'restic', words: words(`\\n--password-command(?:\\n|=)echo ${SECRET}`) },
      { programs: 'cryptsetup', input: { text: LINE } },
    ],
  }),
  commandWith({
    id: 'account-command-password',
    description: 'a password of an account in a command',
    reference: 'https://man7.org/linux/man-pages/man8/chpasswd.8.html',
    accepts: isCommandSecret,
    commands: [
      {
        programs: 'chpasswd',
        input: { words: /^(?!(?:\n[^\n]*)*\n(?:-\w*e|--encrypted)(?![^\n]))/, text: LOGINS },
      },
      { programs: 'useradd usermod', words: option('-p|--password') },
      { programs: 'passwd smbpasswd vncpasswd', input: { text: LINE } },
      { programs: 'sudo', input: { words: /^(?:\n-[^\n]*){0,4}\n-\w*S/, text: LINE } },
      {
        programs: 'net',
        words: words(
          '^\\nuser\\n(?![-/])[^\\n]+\\n(?![-/*])(?<secret>[^\\n]{1,500})',
          '^\\nuse(?:\\n[A-Za-z*]:?(?=\\n))?\\n(?:\\\\\\\\|//)[^\\n]+(?:\\n\\/[^\\n]+){0,3}\\n(?![-/*])(?<secret>[^\\n]{1,500})',
        ),
      },
      { programs: 'cmdkey', words: words(`\\n\\/pass:${SECRET}`) },
      {
        programs: 'htpasswd',
        words: words(
          `^(?:\\n-[^\\n]*){0,4}\\n-(?=\\w*b)(?!\\w*n)\\w+(?:\\n-[^\\n]*){0,4}\\n[^\\n]+\\n[^\\n]+\\n${SECRET}`,
          `^(?:\\n-[^\\n]*){0,4}\\n-(?=\\w*b)(?=\\w*n)\\w+(?:\\n-[^\\n]*){0,4}\\n[^\\n]+\\n${SECRET}`,
        ),
      },
      { programs: 'psexec psexec64', words: option('-p') },
    ],
  }),
  commandWith({
    id: 'server-command-password',
    description: 'a password of a server in a command',
    reference: 'https://www.openldap.org/software/man.cgi?query=ldapsearch',
    accepts: isCommandSecret,
    commands: [
      {
        programs: both('ldap', 'search add modify delete passwd whoami compare modrdn exop'),
        words: words(`\\n-\\w{0,6}w\\n(?!-)${SECRET}`, `\\n-w${SECRET}`),
      },
      { programs: 'ldappasswd', words: option('-s') },
      {
        programs: 'smbclient rpcclient smbget net',
        words: words(`${login('-U|--user', '%')}${SECRET}`),
      },
      {
        programs: 'lftp ftp',
        words: words(`\\n-u\\n?[^\\n,]{1,100},${SECRET}`),
        input: {
          text: /(?:^|\n)[ \t]*(?:user[ \t]+\S+|(?:quote[ \t]+)?pass)[ \t]+(?<secret>[^\s"']+)/dgi,
        },
      },
      {
        programs: 'mount mount.cifs',
        words: words('\\n-o\\n?(?:[^\\n]*,)?pass(?:word)?=(?<secret>[^\\n,]{1,500})'),
      },
      {
        programs: 'rabbitmqctl',
        words: after('add_user|change_password', '\\n[^\\n-][^\\n]*\\n(?!-)'),
      },
      { programs: 'ipmitool', words: option('-P') },
      { programs: 'xfreerdp wlfreerdp', words: words(`\\n\\/p:${SECRET}`) },
      { programs: 'snmpwalk snmpget snmpset', words: [...option('-A'), ...option('-X')] },
      {
        programs: 'send exp_send',
        before: /(?:passw|assword|passphrase|pass ?code)[^\n]{0,150}(?:\n[^\n]{0,60}){0,2}$/i,
        words: words('^(?:\\n(?:-[sS]|--)){0,2}\\n(?<secret>[^\\n]+?)\\\\[rn](?=\\n|$)'),
      },
    ],
  }),
  commandWith({
    id: 'publish-command-password',
    description: 'a password or token of a package registry in a command',
    reference: 'https://docs.npmjs.com/cli/commands/npm-config',
    accepts: isCommandSecret,
    commands: [
      {
        programs: 'npm pnpm',
        words: after('config set|c set|set', '\\n[^\\n=]*_(?:auth(?:Token)?|password)(?:\\n|=)'),
      },
      { programs: 'yarn', words: after('config set', '\\nnpmAuth(?:Token|Ident)\\n(?!-)') },
      {
        programs: 'nuget dotnet',
        words: [
          ...words(`\\n-[aA]pi[kK]ey\\n(?!-)${SECRET}`),
          ...option('-[pP]assword|--password|--api-key'),
          ...after('nuget push', '\\n-k\\n(?!-)'),
          ...after('nuget (?:add|update) source', '\\n-p\\n(?!-)'),
          ...after('set[aA]pi[kK]ey', '\\n(?!-)'),
        ],
      },
      {
        programs: 'twine',
        words: after('upload', '\\n-p(?:\\n(?!-))?', namedOption('--password')),
      },
      {
        programs: 'poetry',
        words: [
          ...after(
            'config',
            '\\npypi-token\\.[^\\n]+\\n(?!-)',
            '\\nhttp-basic\\.[^\\n]+\\n[^\\n]+\\n(?!-)',
          ),
          ...after('publish', '\\n(?:-p|--password)(?:\\n(?!-)|=)'),
        ],
      },
      {
        programs: 'composer',
        words: after(
          'config',
          '\\nhttp-basic\\.[^\\n]+\\n[^\\n]+\\n(?!-)',
          '\\n(?:github-oauth|gitlab-token|bearer)\\.[^\\n]+\\n(?!-)',
        ),
      },
      {
        programs: 'bundle bundler',
        words: after('config', '\\n[^\\n]*\\.[^\\n]*\\n[^\\n:]{1,100}:'),
      },
      { programs: 'cargo', words: after('login', '(?:\\n--registry(?:=|\\n)[^\\n]+)?\\n(?!-)') },
      { programs: 'svn', words: option('--password') },
    ],
  }),
  commandWith({
    id: 'curl-password',
    description: 'a password in a curl command',
    reference: 'https://curl.se/docs/manpage.html#-u',
    severity: 'medium',
    minEntropy: 2.4,
    accepts: isLoginPassword,
    commands: [
      {
        programs: 'curl',
        words: words(
          `\\n(?:-\\w{0,8}[uU]\\n?|--(?:proxy-)?user(?:=|\\n))["']?(?!\\$)[^\\n:\\\\]{0,100}:${SECRET}`,
          `\\n-\\w{0,8}u\\n?[^\\n:%]{1,100}%${SECRET}`,
        ),
      },
      { programs: 'http https xh xhs', words: words(`${login('-a|--auth', ':')}${SECRET}`) },
      { programs: 'wget aria2c', words: option('--(?:http-|ftp-|proxy-)?passw(?:or)?d') },
    ],
  }),
];

/** Whether it is a password or token, and not a reference to a file, a variable or standard input. */
export function isCommandSecret(value: string): boolean {
  if (/^(?:@|file:|env:|fd:|stdin|prompt)/.test(value)) return false;
  return looksGenerated(value) || (looksLikePassword(value) && !isGuessable(value));
}

function isLoginPassword(value: string): boolean {
  return (
    value.length >= 3 &&
    value.length <= 100 &&
    !isPlaceholder(value) &&
    !/\$|pass(?:word)?$/i.test(value)
  );
}
