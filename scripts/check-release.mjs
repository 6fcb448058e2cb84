// node scripts/check-release.mjs [TAG]: refuses a release that is not ready. Prints each reason; exits with 1 if there is one.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const tag = process.argv[2];
const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const problems = [
  ...placeholders(),
  ...(tag === undefined || tag === `v${version}`
    ? []
    : [`The tag is ${tag}, and package.json has version ${version}`]),
  ...(new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] – \\d{4}-\\d\\d-\\d\\d$`, 'm').test(
    readFileSync('CHANGELOG.md', 'utf8'),
  )
    ? []
    : [`CHANGELOG.md has no line "## [${version}] – YYYY-MM-DD"`]),
  ...(bundledVersion() === `portside ${version}`
    ? []
    : [`dist was built from another version than ${version}. Run npm run build`]),
  ...(git('status', '--porcelain') === ''
    ? []
    : ['The work tree has changes that are not committed']),
];
for (const problem of problems) process.stdout.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;

/** The files that still name OWNER instead of an account. */
function placeholders() {
  const words = ['OWNER/portside', 'ghcr.io/OWNER/'];
  const patterns = words.flatMap((word) => ['-e', word]);
  const files = ['.', ':^scripts', ':(exclude)__tests__/scripts'];
  const found = spawn(['grep', '-lF', ...patterns, '--', ...files]);
  if (found.length === 0) return [];
  const named = found.slice(0, 5).join(', ');
  const more = found.length > 5 ? ` and ${found.length - 5} more` : '';
  return [
    `OWNER is in ${named}${more}. Run node scripts/set-owner.mjs ACCOUNT, then npm run build`,
  ];
}

/** What the bundle of the command line says its version is; undefined if it does not run. */
function bundledVersion() {
  try {
    return execFileSync(process.execPath, ['dist/cli/index.js', '--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

/** The lines that git prints; none if it finds nothing. */
function spawn(args) {
  try {
    return git(...args).split('\n');
  } catch (error) {
    if (error.status === 1) return [];
    throw error;
  }
}
