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

/** The text, if a package manager may use it. Throws NotRaised for a setting that could name a program, or a secret. */
export function requireHarmless(npmrc: string): string {
  for (const line of npmrc.split(/[\r\n]+/)) {
    if (/^\s*(?:[;#].*)?$/.test(line)) continue;
    const key = (/^\s*([^=]{1,300}?)\s*(?:=|$)/.exec(line)?.[1] ?? '').replace(/^["']|["']$/g, '');
    if (!KEYS.has(key) && !/^@[\w.~-]{1,100}:registry$/.test(key) && !isAuth(key))
      throw new NotRaised(`.npmrc sets "${key.slice(0, 60)}", which Portside does not pass on`);
    // The line says to which host the value is sent, and a repository can name any host.
    const [, variable] = /\$\{([^}]*)/.exec(line) ?? [];
    if (variable !== undefined)
      throw new NotRaised(
        `.npmrc uses the variable ${variable.slice(0, 60)}, which Portside does not pass on`,
      );
  }
  return npmrc;
}

/** `//npm.pkg.github.com/:_authToken` */
function isAuth(key: string): boolean {
  return /^\/\/[\w.:/-]{1,200}:(?:_authToken|_auth|username|_password|email|always-auth)$/.test(
    key,
  );
}
