import { defineIntegrityRule } from '../integrity-rule.js';

export default defineIntegrityRule({
  id: 'INT-REINSTALL',
  name: 'no-replaced-package-build',
  severity: 'medium',
  severityReason:
    'Somebody may have changed the package, or another installer did; info if the RUN installs packages',
  practice: 'image-security',
  title: 'Python package was replaced by another build of the same version',
  why: 'A layer wrote all files of the package and its record again, and some have other contents. Other installers, indexes and compilers cause that, but someone who changes a package can do the same. The severity is info if the RUN instruction installs Python packages.',
  remediation: 'Install the package once, with hashes: pip install --require-hashes',
  references: ['https://pip.pypa.io/en/stable/topics/secure-installs/'],
  wrong: 'RUN pip install requests==2.32.3\nCOPY --from=other /venv /venv',
  right: 'RUN pip install --require-hashes -r requirements.txt',
  check: ({ kind, owner: { name, version } }) =>
    kind === 'reinstallation'
      ? `The Python package ${name} ${version} was replaced by another build of this version`
      : undefined,
  severityOf: ({ isByInstaller }) => (isByInstaller ? 'info' : undefined),
});
