import { type BlindSpot, DOCKERFILE, type Files } from './blind-spot.js';
import { ADVISORIES, archive, DEBIAN, LODASH } from './images.js';
import { COMPOSE } from './repositories.js';

const REPOSITORY: Files = { Dockerfile: DOCKERFILE };
const IMAGE: Files = { ...ADVISORIES, 'image.tar': archive(DEBIAN, [LODASH]) };
const CHECK = ['check', '--offline', '.'];
const SCAN = ['scan', '--policy', '.github/portside.yml', '--offline', 'image.tar'];
const WITH_ADVISORIES = [...SCAN.slice(0, -1), '--advisories', 'advisories', 'image.tar'];

/** A policy whose gate fails for entries that match nothing, too. */
const policy = (keys: string, gate = ''): Files => ({
  '.github/portside.yml': `fail-on: { severity: high${gate}, checks: { policy: { severity: low } } }\n${keys}`,
});

/** A medium vulnerability of lodash, which a gate of severity high lets pass. */
const VULNERABLE: Files = {
  'advisories/GHSA-1.json': JSON.stringify({
    id: 'GHSA-aaaa-bbbb-cccc',
    aliases: ['CVE-2020-0001'],
    modified: '2026-01-01T00:00:00Z',
    affected: [
      {
        package: { ecosystem: 'npm', name: 'lodash' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.17.21' }] }],
      },
    ],
    database_specific: { severity: 'MODERATE' },
  }),
};
const KEV = JSON.stringify({
  title: 'CISA Catalog of Known Exploited Vulnerabilities',
  catalogVersion: '2026.11.20',
  dateReleased: '2026-11-20T00:00:00.000Z',
  count: 1,
  vulnerabilities: [{ cveID: 'CVE-2021-44228', dateAdded: '2021-12-10' }],
});
const EPSS =
  '#model_version:v2026.01.01,score_date:2026-11-20T00:00:00+0000\ncve,epss,percentile\nCVE-2020-0001,0.00100,0.20000\n';

/** Entries of a policy that match nothing, have no facts to decide by, or name what is missing. */
export const POLICIES: readonly BlindSpot[] = [
  {
    name: 'a trust entry that matches no image',
    files: {
      ...REPOSITORY,
      ...policy(
        'trust: [{ images: "ghcr.io/acmee/**", signed-by: [{ issuer: "https://token.actions.githubusercontent.com", subject: "https://github.com/acme/app/**" }] }]\n',
      ),
    },
    args: ['check', '.'],
    names: /PSP002.*ghcr\.io\/acmee/s,
    filled: { files: policy('') },
  },
  {
    name: 'a registry that no image comes from',
    files: { ...REPOSITORY, ...policy('registries: [docker.io/library, quay.oi/acme]\n') },
    args: CHECK,
    names: /PSP002.*quay\.oi\/acme/s,
    filled: { files: policy('registries: [docker.io/library]\n') },
  },
  {
    name: 'an exception that matches no finding',
    files: {
      ...REPOSITORY,
      ...policy(
        'exceptions: [{ rule: PS0017, path: api/Dockerfile, reason: probed by the platform }]\n',
      ),
    },
    args: CHECK,
    names: /PSP\d+.*api\/Dockerfile/s,
    filled: {
      files: policy(
        'exceptions: [{ rule: PS0017, path: Dockerfile, reason: probed by the platform }]\n',
      ),
    },
  },
  {
    name: 'an allowed gap that does not exist',
    files: {
      ...REPOSITORY,
      'compose.yaml': COMPOSE,
      ...policy('allow-uncovered: [{ check: manifest, target: "charts/**" }]\n'),
    },
    args: CHECK,
    names: /PSP002.*charts/s,
    filled: { files: policy('') },
  },
  {
    name: 'a custom rule that compares with a status that does not exist',
    files: {
      ...REPOSITORY,
      ...policy(
        'rules: [{ id: ORG-1, severity: high, when: finding.status == "known", message: known }]\n',
      ),
    },
    args: CHECK,
    names: /known/,
    filled: {
      files: policy(
        'rules: [{ id: ORG-1, severity: high, when: finding.status == "existing", message: known }]\n',
      ),
    },
  },
  {
    name: 'a custom rule that fails while it runs',
    files: {
      ...REPOSITORY,
      ...policy(
        'rules: [{ id: ORG-1, severity: high, when: "int(finding.rule) > 3", message: numbered }]\n',
      ),
    },
    args: CHECK,
    names: /ORG-1/,
    filled: {
      files: policy(
        'rules: [{ id: ORG-1, severity: high, when: "finding.rule == \'DL3002\'", message: root }]\n',
      ),
    },
  },
  {
    name: 'a key that does not exist',
    files: { ...REPOSITORY, ...policy('exeptions: []\n') },
    args: CHECK,
    names: /exeptions.*exceptions/s,
    filled: { files: policy('exceptions: []\n') },
  },
  {
    name: 'a policy that does not exist',
    files: { ...REPOSITORY, ...policy('') },
    args: ['check', '--offline', '--policy', '.github/portsid.yml', '.'],
    names: /portsid\.yml/,
    filled: { args: CHECK },
  },
  {
    name: 'an image of the policy that does not exist',
    files: { ...IMAGE, ...policy('image: imag.tar\nadvisories: advisories\n') },
    args: CHECK,
    names: /imag\.tar/,
    filled: { files: policy('image: image.tar\nadvisories: advisories\n') },
  },
  {
    name: 'advisories of the policy that do not exist',
    files: { ...IMAGE, ...policy('advisories: advisory\n') },
    args: SCAN,
    names: /advisory/,
    filled: { files: policy('advisories: advisories\n') },
  },
  {
    name: 'advisories that are older than the policy allows',
    files: { ...IMAGE, ...policy('advisories: { path: advisories, maximum-age-days: 3 }\n') },
    args: SCAN,
    names: /days old/,
    filled: { files: policy('advisories: { path: advisories, maximum-age-days: 3650 }\n') },
  },
  {
    name: 'a gate for known exploited vulnerabilities without the catalog',
    files: { ...IMAGE, ...VULNERABLE, 'kev.json': KEV, ...policy('', ', known-exploited: true') },
    args: WITH_ADVISORIES,
    names: /known.exploited|KEV/i,
    filled: { args: [...WITH_ADVISORIES.slice(0, -1), '--kev', 'kev.json', 'image.tar'] },
  },
  {
    name: 'a gate for EPSS scores without scores',
    files: { ...IMAGE, ...VULNERABLE, 'epss.csv': EPSS, ...policy('', ', epss: 0.5') },
    args: WITH_ADVISORIES,
    names: /EPSS/,
    filled: { args: [...WITH_ADVISORIES.slice(0, -1), '--epss', 'epss.csv', 'image.tar'] },
  },
  {
    name: 'a scan without advisories',
    files: { ...IMAGE, ...policy('') },
    args: SCAN,
    names: /advisor/,
    filled: { args: WITH_ADVISORIES },
  },
];

const sbom = (components: unknown) =>
  JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components });
const GOOD_SBOM = sbom([
  { type: 'library', name: 'lodash', version: '4.17.21', purl: 'pkg:npm/lodash@4.17.21' },
]);
const HTML = '<!doctype html><title>502 Bad Gateway</title>';
const withFile = (option: string, file: string) => [
  ...WITH_ADVISORIES.slice(0, -1),
  option,
  file,
  'image.tar',
];
const scanSbom = [...WITH_ADVISORIES.slice(0, -1), 'sbom.json'];
const damagedSbom = (name: string, body: string): BlindSpot => ({
  name,
  files: { ...ADVISORIES, ...policy(''), 'sbom.json': body },
  args: scanSbom,
  names: /sbom\.json/,
  filled: { files: { 'sbom.json': GOOD_SBOM } },
});

/** Files given to a scan that are damaged, or speak of something else. */
export const DATA: readonly BlindSpot[] = [
  {
    name: 'a catalog of known exploited vulnerabilities that is a page of HTML',
    files: { ...IMAGE, ...policy(''), 'kev.json': HTML },
    args: withFile('--kev', 'kev.json'),
    names: /kev\.json/,
    filled: { files: { 'kev.json': KEV } },
  },
  {
    name: 'EPSS scores that are a page of HTML',
    files: { ...IMAGE, ...policy(''), 'epss.csv': HTML },
    args: withFile('--epss', 'epss.csv'),
    names: /epss\.csv/,
    filled: { files: { 'epss.csv': EPSS } },
  },
  {
    name: 'a VEX document that is a page of HTML',
    files: { ...IMAGE, ...policy(''), 'vex.json': HTML },
    args: withFile('--vex', 'vex.json'),
    names: /vex\.json/,
    filled: {
      files: {
        'vex.json': JSON.stringify({
          '@context': 'https://openvex.dev/ns/v0.2.0',
          '@id': 'https://example.com/vex',
          author: 'shop',
          timestamp: '2026-01-01T00:00:00Z',
          version: 1,
          statements: [],
        }),
      },
    },
  },
  {
    name: 'a report to import that is a page of HTML',
    files: { ...IMAGE, ...policy(''), 'trivy.json': HTML },
    args: withFile('--import', 'trivy.json'),
    names: /trivy\.json/,
    filled: {
      files: {
        'trivy.json': JSON.stringify({ SchemaVersion: 2, ArtifactName: 'shop', Results: [] }),
      },
    },
  },
  {
    name: 'a baseline that does not exist',
    files: { ...IMAGE, ...policy('') },
    args: withFile('--baseline', 'before.tar'),
    names: /before\.tar/,
    filled: { args: withFile('--baseline', 'image.tar') },
  },
  damagedSbom('an SBOM whose components are a text', sbom('lodash')),
  damagedSbom('an SBOM with a component that is null', sbom([null])),
  damagedSbom(
    'an SBOM of SPDX without packages',
    JSON.stringify({
      spdxVersion: 'SPDX-2.3',
      SPDXID: 'SPDXRef-DOCUMENT',
      name: 'shop',
      packages: null,
    }),
  ),
  damagedSbom(
    'an SBOM with a package URL without version',
    sbom([{ type: 'library', name: 'lodash', purl: 'pkg:npm/lodash' }]),
  ),
  damagedSbom('an SBOM that is a list', '[]'),
];
