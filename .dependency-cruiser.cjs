/**
 * Arrows point down only (DESIGN §3): run → inspectors → findings; @actions/* in action.ts and github/ alone.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const inspectors =
  'dockerfile|manifests|inventory|advisories|secrets|hardening|malware|trust|advice';
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'actions-toolkit-only-at-the-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(action\\.ts|github/)' },
      to: { path: '@actions/' },
    },
    {
      name: 'findings-know-nobody',
      severity: 'error',
      from: { path: '^src/findings/' },
      to: { path: '^src/', pathNot: '^src/findings/' },
    },
    {
      name: 'facts-know-nobody',
      severity: 'error',
      from: { path: '^src/facts/' },
      to: { path: '^src/', pathNot: '^src/facts/' },
    },
    {
      name: 'images-know-findings-only',
      severity: 'error',
      from: { path: '^src/images/' },
      to: { path: '^src/', pathNot: '^src/(findings|images)/|^src/host\\.ts' },
    },
    {
      name: 'inspectors-know-findings-images-and-nothing-of-each-other',
      severity: 'error',
      from: { path: `^src/(${inspectors})/` },
      to: { path: '^src/', pathNot: '^src/(findings|facts|images|$1)/|^src/host\\.ts' },
    },
    {
      name: 'policy-and-reports-know-findings-only',
      severity: 'error',
      from: { path: '^src/(policy|reports)/' },
      to: { path: '^src/', pathNot: '^src/(findings|$1)/' },
    },
    {
      name: 'github-knows-reports-and-findings',
      severity: 'error',
      from: { path: '^src/github/' },
      to: {
        path: '^src/',
        pathNot: '^src/(findings|reports|github)/|^src/(host|configuration/tree)\\.ts',
      },
    },
    {
      name: 'only-the-entries-know-run',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(action|cli|run)\\.ts|^src/commands/' },
      to: { path: '^src/(run|action|cli)\\.ts' },
    },
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
