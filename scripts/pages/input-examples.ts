import type { InputName } from '../../src/options/input-names.js';

/** A use of each input of the Action in a step, for docs/reference/action-inputs.md. A test reads each. */
export const INPUT_EXAMPLES: Readonly<Record<InputName, string>> = {
  image: 'with: { image: "app:ci" }',
  dockerfile: 'with: { dockerfile: services/api/Dockerfile }',
  'working-directory': 'with: { working-directory: services/api }',
  policy: 'with: { policy: security/portside.yml }',
  advisories: 'with: { advisories: advisories }',
  baseline: 'with: { baseline: "ghcr.io/acme/app:1.2" }',
  vex: 'with: { vex: app.vex.json }',
  malware: 'with: { malware: clamav }',
  'fail-on': 'with: { fail-on: critical }',
  severity: 'with: { severity: medium }',
  'only-fixed': 'with: { only-fixed: true }',
  exclude: 'with: { exclude: "docs/**" }',
  platform: 'with: { platform: "linux/amd64,linux/arm64" }',
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: expressions of GitHub
  'registry-username':
    'with: { registry-username: "${{ github.actor }}", registry-password: "${{ github.token }}" }',
  'registry-password':
    'with: { registry-username: "${{ vars.USER }}", registry-password: "${{ secrets.PASSWORD }}" }',
  offline: 'with: { offline: true, advisories: advisories }',
  timeout: 'with: { timeout: 10m }',
  comment: 'with: { comment: on-failure }',
  review: 'with: { review: false }',
  annotations: 'with: { annotations: false }',
  'code-scanning': 'with: { code-scanning: false }',
  summary: 'with: { summary: false }',
  issue: 'with: { issue: true }',
  'dependency-snapshot': 'with: { dependency-snapshot: true }',
  sbom: 'with: { sbom: cyclonedx }',
  publish: 'with: { publish: false }',
  ref: 'with: { ref: refs/heads/release-1, sha: "${{ steps.checkout.outputs.commit }}" }',
  sha: 'with: { sha: "${{ steps.checkout.outputs.commit }}", ref: refs/heads/release-1 }',
  category: 'with: { category: portside-api }',
  report: 'with: { report: portside-report/portside.json }',
  strategy: 'with: { strategy: "${{ toJson(strategy) }}" }',
  token: 'with: { token: "${{ secrets.PORTSIDE_TOKEN }}" }',
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: expressions of GitHub
};
