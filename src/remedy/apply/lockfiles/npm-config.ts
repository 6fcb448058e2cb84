import { type ManagerContext, NotRaised } from './manager.js';

/**
 * The keys of a project's .npmrc that choose the registry or the layout of the lockfile. Others can name programs
 * (`script-shell`, `git`, `node-options`, `onload-script`), so a project that sets one is not handled.
 * Source: npm's documentation, npmrc and config.
 */
const KEYS = new Set([
  'registry',
  'always-auth',
  'legacy-peer-deps',
  'strict-peer-deps',
  'install-links',
  'install-strategy',
  'omit-lockfile-registry-resolved',
  'replace-registry-host',
  'save-exact',
  'save-prefix',
  'engine-strict',
  'package-lock',
  'lockfile-version',
  'min-release-age',
  'fund',
  'audit',
  'audit-level',
  'loglevel',
  'progress',
  'update-notifier',
  'ignore-scripts',
]);

/**
 * The text, if a package manager may use it. Throws NotRaised for a setting that could name a program, or a secret. npm
 * decodes quotation marks and escapes before it puts in variables, so a line with any of them is not read at all.
 */
export function requireHarmless(npmrc: string, context: Credentials = {}): string {
  for (const written of npmrc.split(/[\r\n]+/)) {
    if (/^\s*(?:[;#].*)?$/.test(written)) continue;
    const line = withoutCredential(written, context);
    const key = /^\s*([^=]{1,300}?)\s*(?:=|$)/.exec(line)?.[1] ?? '';
    const bare = key.replaceAll(/^["']|["']$/g, '');
    if (!KEYS.has(bare) && !/^@[\w.~-]{1,100}:registry$/.test(bare) && !isAuth(bare))
      throw new NotRaised(`.npmrc sets "${bare.slice(0, 60)}", which Portside does not pass on`);
    // The line says to which host the value is sent, and a repository can name any host.
    const [, variable] = /\$\{([^}]*)/.exec(line) ?? [];
    if (variable !== undefined)
      throw new NotRaised(
        `.npmrc uses the variable ${variable.slice(0, 60)}, which Portside does not pass on`,
      );
    if (/[^\t\x20-\x7e]|["'`\\$]/.test(line))
      throw new NotRaised(
        `.npmrc sets "${bare.slice(0, 60)}" with quotation marks, escapes or special characters, ` +
          'which npm may read as a variable',
      );
  }
  const open = plainHosts(npmrc).find((host) => hasLogin(npmrc, host));
  if (open !== undefined)
    throw new NotRaised(
      `.npmrc has a login for ${open.slice(0, 60)}, and npm would send it there without encryption: use https`,
    );
  return npmrc;
}

type Credentials = Partial<Pick<ManagerContext, 'passesCredentials' | 'variable'>>;

/** `//npm.pkg.github.com/:_authToken=${NODE_AUTH_TOKEN}` */
const CREDENTIAL = /^(\s*(\/\/[^=\s]{1,300})\s*=)\s*\$\{([A-Za-z_]\w{0,99})\}\s*$/;

/** A line without the variable that it names as a login, if variables may be passed on. Throws NotRaised if it is not set. */
function withoutCredential(line: string, { passesCredentials, variable }: Credentials): string {
  const [, start, key = '', name = ''] = CREDENTIAL.exec(line) ?? [];
  if (!passesCredentials || start === undefined || !isAuth(key)) return line;
  if (!variable?.(name))
    throw new NotRaised(`.npmrc needs the variable ${name.slice(0, 60)}, which is not set`);
  return start;
}

/** The variables that the settings name as logins, with their values. */
export function credentialsOf(
  npmrc: string,
  { passesCredentials, variable }: Credentials,
): Readonly<Record<string, string>> {
  if (!passesCredentials) return {};
  const names = npmrc.split(/[\r\n]+/).flatMap((line) => {
    const [, , key = '', name] = CREDENTIAL.exec(line) ?? [];
    return name !== undefined && isAuth(key) ? name : [];
  });
  return Object.fromEntries(names.map((name) => [name, variable?.(name) ?? '']));
}

/** Whether the settings name a registry without encryption on another machine. */
export function usesPlainHttp(npmrc: string): boolean {
  return plainHosts(npmrc).length > 0;
}

/** The hosts of the registries without encryption. What stays on this machine needs none. */
function plainHosts(npmrc: string): readonly string[] {
  return [...npmrc.matchAll(/=\s*http:\/*([^\s/]*)/gi)]
    .map(([, host = '']) => host.toLowerCase())
    .filter((host) => !LOOPBACK.test(host));
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** Whether a login is for a host: `//npm.example:8080/:_authToken=…`, or for every one: `//user:password@npm.example`. */
function hasLogin(npmrc: string, host: string): boolean {
  if (host.includes('@')) return true;
  const lines = npmrc.toLowerCase().split(/[\r\n]+/);
  return lines.some((line) =>
    ['/', ':'].some((end) => line.trimStart().startsWith(`//${host}${end}`)),
  );
}

/** `//npm.pkg.github.com/:_authToken` */
function isAuth(key: string): boolean {
  return /^\/\/[\w.:/-]{1,200}:(?:_authToken|_auth|username|_password|email|always-auth)$/.test(
    key,
  );
}
