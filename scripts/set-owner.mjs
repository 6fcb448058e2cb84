// node scripts/set-owner.mjs ACCOUNT: writes the account that hosts Portside in place of OWNER, and drops the sentences that
// hold only before the first release, in all files that Git tracks except the bundles, and the scripts and their tests, which
// look for OWNER.
// Write the generated files afterwards. docs/releasing.md describes a release.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const account = process.argv[2] ?? '';
// GitHub's rule for names of accounts.
if (!/^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/i.test(account))
  throw new Error('usage: node scripts/set-owner.mjs ACCOUNT, a GitHub user or organization');

const files = execFileSync(
  'git',
  ['ls-files', '-z', '--', '.', ':^dist', ':^scripts', ':(exclude)__tests__/scripts'],
  {
    encoding: 'utf8',
  },
).split('\0');
let changed = 0;
for (const file of files.filter(Boolean)) {
  const text = readFileSync(file, 'utf8');
  const named = text
    .replaceAll('OWNER/portside', `${account}/portside`)
    .replaceAll('ghcr.io/OWNER/', `ghcr.io/${account.toLowerCase()}/`)
    .replace(/Replace `OWNER`, on all pages, with [^.]*\.\s(?:There is no release yet\.\s)?/, '')
    .replace(
      /\sUntil the first release, write the commit of your fork instead of `v1(?:\.0\.0)?`\./g,
      '',
    );
  if (named === text) continue;
  writeFileSync(file, named);
  changed++;
}
process.stdout.write(
  `${changed} files name ${account} now. Next: npm run docs && npm run pictures && npm run build\n`,
);
