import { defineIntegrityRule } from '../integrity-rule.js';

export default defineIntegrityRule({
  id: 'INT-RECORD',
  name: 'no-changed-package-record',
  severity: 'high',
  severityReason: 'Somebody changed what would show a manipulation',
  practice: 'image-security',
  title: 'Record of an installed package was changed without a new version',
  why: 'Package managers write the digests of files when they install a version. Someone who changes them later hides a changed file from rpm -V, debsums and scanners. A file that is added to a list looks like one of the distribution.',
  remediation:
    'Remove the instruction that changes the record, or install the package again from a trusted repository',
  references: ['https://attack.mitre.org/techniques/T1070/'],
  wrong: 'RUN cp evil /usr/bin/ls && md5sum usr/bin/ls >> /var/lib/dpkg/info/coreutils.md5sums',
  right: 'RUN apt-get update && apt-get install --yes --only-upgrade coreutils',
  check: ({ kind, owner: { manager, name, version }, found = '' }) => {
    if (kind === 'list')
      return `${found} was added to the ${manager} list of ${name} ${version} without a new version`;
    return kind === 'record'
      ? `The ${manager} record of ${name} ${version} was changed without a new version`
      : undefined;
  },
});
