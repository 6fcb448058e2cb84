/**
 * The arrows of docs/architecture.md: lib ← core, shell ← registry ← image ← start ← inspectors ← check ← cli and action.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const inspectors =
  'dockerfile|manifests|inventory|vulnerabilities|secrets|hardening|malware|signatures|base-images';
/** Tables of facts that several inspectors need. */
const facts = 'base-images/data/|secrets/secret-names\\.ts';

/** The folders that may be imported from `path`; its own is always allowed. */
const only = (name, path, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^src/${path}/` },
  to: { path: '^src/', pathNot: `^src/(${allowed})` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'actions-toolkit-only-at-the-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(action|github)/' },
      to: { path: '@actions/(core|github|cache|exec)' },
    },
    {
      name: 'no-file-directly-in-src',
      severity: 'error',
      from: { path: '^src/[^/]+$' },
      to: {},
    },
    only('lib-knows-nobody', 'lib', 'lib/'),
    only('core-knows-lib', 'core', 'core/|lib/'),
    only('shell-knows-lib', 'shell', 'shell/|lib/'),
    only('registry-knows-core', 'registry', 'registry/|core/|lib/'),
    only('image-knows-registry', 'image', 'image/|registry/|core/|lib/'),
    only('start-knows-images', 'start', 'start/|shell/|image/|core/|lib/'),
    only(
      'inspectors-know-images-and-nothing-of-each-other',
      `(${inspectors})`,
      `$1/|core/|lib/|shell/|start/|image/|registry/|${facts}`,
    ),
    only('remedy-knows-what-it-edits', 'remedy', 'remedy/|dockerfile/|manifests/|core/|lib/'),
    only('policy-knows-core', 'policy', 'policy/|core/|lib/'),
    only('the-plan-is-a-pure-function', 'remedy/plan', 'remedy/plan/|core/|lib/'),
    only('reports-know-core', 'reports', 'reports/|core/|lib/'),
    only('options-know-core', 'options', 'options/|core/|lib/'),
    only('repository-knows-options', 'repository', 'repository/|options/|core/|lib/'),
    only('github-knows-reports', 'github', 'github/|reports/|repository/|core/|lib/'),
    only('check-knows-no-entry', 'check', '(?!cli/|action/|github/)'),
    only('the-command-line-is-not-the-action', 'cli', '(?!action/)'),
    only('the-action-is-not-the-command-line', 'action', '(?!cli/)'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      conditionNames: ['import', 'require', 'node'],
    },
  },
};
