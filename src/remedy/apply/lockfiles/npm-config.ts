import { NotRaised } from './manager.js';

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
export function requireHarmless(npmrc: string): string {
  for (const line of npmrc.split(/[\r\n]+/)) {
    if (/^\s*(?:[;#].*)?$/.test(line)) continue;
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
    if (/=\s*http:/i.test(line) && !LOOPBACK.test(line))
      throw new NotRaised('.npmrc names a registry without encryption, which could read the login');
  }
  return npmrc;
}

const LOOPBACK = /=\s*http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|\s*$)/i;

/** `//npm.pkg.github.com/:_authToken` */
function isAuth(key: string): boolean {
  return /^\/\/[\w.:/-]{1,200}:(?:_authToken|_auth|username|_password|email|always-auth)$/.test(
    key,
  );
}
