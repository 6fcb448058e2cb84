import { existsSync, readFileSync } from 'node:fs';

/**
 * The side bar: groups of pages of docs/. A page is its path, or its path and the text of its link; by default that is
 * the page's first heading. The build fails for a page that does not exist, and __tests__/docs/site.test.ts for a page
 * of docs/ that is not listed here.
 */
export const GROUPS = [
  {
    text: 'Start',
    pages: [
      ['README.md', 'Overview'],
      ['quick-start.md', 'Quick start'],
      ['how-portside-decides.md', 'How Portside decides'],
    ],
  },
  {
    text: 'Capabilities',
    pages: [
      ['dockerfile-lint.md', 'Dockerfile lint'],
      ['vulnerabilities.md', 'Image vulnerabilities'],
      ['evidence.md', 'Evidence of use'],
      ['coverage.md', 'Covered systems'],
      ['malware.md', 'Malware'],
      ['secrets.md', 'Secrets'],
      ['hardening.md', 'Image hardening'],
      ['integrity.md', 'Integrity of packages'],
      ['trust.md', 'Signatures and provenance'],
      ['base-images.md', 'Base images'],
      ['manifests.md', 'Manifests'],
      ['fix.md', 'Plan and fixes'],
      ['sbom.md', 'SBOM'],
      ['compliance.md', 'Compliance bundle'],
      ['image-difference.md', 'Image difference'],
      ['build-inputs.md', 'Build inputs'],
      ['policy.md', 'Policy'],
      ['reports.md', 'Reports'],
      ['limits.md', 'Limits'],
    ],
  },
  {
    text: 'Use it on',
    pages: [
      ['github.md', 'GitHub'],
      ['ci/github.md', 'Workflows for GitHub'],
      ['ci/gitlab.md', 'GitLab'],
      ['ci/jenkins.md', 'Jenkins'],
      ['ci/azure.md', 'Azure Pipelines'],
      ['ci/shell.md', 'Any shell'],
      ['command-line.md', 'Command line'],
      ['fleet.md', 'Fleet'],
      ['scale.md', 'Scale'],
      ['enterprise.md', 'Enterprise'],
    ],
  },
  {
    text: 'Reference',
    pages: [
      ['reference/action-inputs.md', 'Action inputs'],
      ['reference/action-outputs.md', 'Action outputs'],
      ['reference/workflow-inputs.md', 'Workflow inputs'],
      ['reference/command-line.md', 'Command line'],
      ['reference/environment.md', 'Environment variables'],
      ['reference/policy-keys.md', 'Policy keys'],
      ['policy.schema.json', 'Policy schema'],
      ['reference/report-fields.md', 'Report fields'],
      ['report.schema.json', 'Report schema'],
      ['reference/errors.md', 'Errors'],
      ['reference/severities.md', 'Severities and rule sets'],
      ['rules/README.md', 'Rules'],
    ],
  },
  {
    text: 'Help',
    pages: [
      ['troubleshooting.md', 'Troubleshooting'],
      ['faq.md', 'Questions and answers'],
      ['migrating.md', 'Migrating'],
      ['comparison.md', 'Comparison with other tools'],
    ],
  },
  {
    text: 'Contribute',
    collapsed: true,
    pages: [
      'architecture.md',
      'glossary.md',
      'adding-an-inspector.md',
      'adding-a-rule.md',
      'adding-a-cataloger.md',
      'adding-a-version-scheme.md',
      'adding-a-report-format.md',
      'adding-a-policy-key.md',
      'adding-an-option.md',
      ['releasing.md', 'Releasing'],
    ],
  },
];

/**
 * The side bar as VitePress expects it. `docs` is the folder of the pages, `base` the path of the site. Throws Error for a
 * page that does not exist.
 */
export function sidebar(docs, base) {
  return GROUPS.map(({ text, collapsed, pages }) => ({
    text,
    ...(collapsed === undefined ? {} : { collapsed }),
    items: pages.map((page) => item([page].flat(), docs, base)),
  }));
}

function item([path, text], docs, base) {
  const file = `${docs}/${path}`;
  if (!existsSync(file)) throw new Error(`navigation.mjs names docs/${path}, which does not exist`);
  // VitePress adds the base to pages only.
  if (path.endsWith('.json')) return { text, link: `${base}${path}`, target: '_self' };
  const link = path.replace(/README\.md$/, '').replace(/\.md$/, '');
  return { text: text ?? firstHeading(file), link: `/${link}` };
}

function firstHeading(file) {
  const [, heading] = /^# (.+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
  if (heading === undefined) throw new Error(`${file} has no heading of level 1`);
  return heading;
}
