import { defineIntegrityRule } from '../integrity-rule.js';

export default defineIntegrityRule({
  id: 'INT-PACKAGE',
  name: 'no-unlisted-npm-package',
  severity: 'medium',
  severityReason: 'The program loads other code than the registry has',
  practice: 'image-security',
  title: 'Package in node_modules is not the one that npm installed',
  why: 'npm lists what it installed in node_modules/.package-lock.json. A package that is not in the list, or has another version there, was not checked against the lock file and its digests, and may be in the place of a known one.',
  remediation:
    'Install the package with npm ci. Add node_modules to .dockerignore if a COPY brings it',
  references: ['https://docs.npmjs.com/cli/configuring-npm/package-lock-json#hidden-lockfiles'],
  wrong: 'RUN npm ci\nCOPY left-pad node_modules/left-pad',
  right: 'COPY left-pad left-pad\nRUN npm ci',
  check: ({ kind, owner: { name, version }, path, recorded }) => {
    if (kind !== 'package') return undefined;
    const folder = path.slice(0, -'/package.json'.length);
    return recorded === undefined
      ? `npm did not install the package ${name} ${version} in /${folder}`
      : `/${folder} has ${name} ${version}, but npm installed ${recorded} there`;
  },
});
