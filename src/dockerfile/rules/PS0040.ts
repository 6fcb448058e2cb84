import { foundMaterials } from '../materials/ledger.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'PS0040',
  name: 'no-extra-package-index',
  severity: 'medium',
  severityReason:
    'Who registers a private name on the public index decides what is installed; needs a name that is still free',
  practice: 'image-security',
  affectsBuild: true,
  title: 'Packages may come from a second index',
  why: 'pip takes the highest version of a name from any of its indexes, and NuGet a package from any of its sources. Whoever publishes a package with the name of an internal one on the public index gets it installed: dependency confusion.',
  remediation:
    'Use one index that has all packages, or bind each package to its index or to its hash',
  references: [
    'https://packaging.python.org/en/latest/guides/index-mirrors-and-caches/',
    'https://pip.pypa.io/en/stable/cli/pip_install/#cmdoption-extra-index-url',
  ],
  wrong:
    'FROM python:3.13\nRUN pip install --extra-index-url https://pypi.acme.example/simple internal==1.2',
  right:
    'FROM python:3.13\nRUN pip install --index-url https://pypi.acme.example/simple internal==1.2',
  check(dockerfile, report) {
    for (const { isExtra, what, at } of foundMaterials(dockerfile))
      if (isExtra)
        report({ at, message: `Packages may come from ${what} or from the other index` });
  },
});
