import type { Coverage } from '../../core/coverage.js';
import type { Report } from '../../core/report.js';
import { sha256 } from '../../lib/hash.js';
import { object } from '../../lib/json.js';
import { compareText } from '../../lib/text.js';
import { sanitize, toJson } from '../escape.js';
import type { ReportContext } from '../format.js';
import { cyclonedx } from '../formats/cyclonedx.js';
import { inTotoVerificationSummary } from '../formats/in-toto-vsa.js';
import { inTotoVulnerabilities } from '../formats/in-toto-vuln.js';
import { spdx } from '../formats/spdx.js';
import { gapMessages } from '../gaps.js';
import { sbomSubject } from '../sbom.js';
import { BUNDLE_SCHEMA, type BundleIndex, type IndexedFile } from './bundle-index.js';
import { renderIndexPage } from './index-page.js';
import { renderOpenVex } from './openvex.js';
import { subjectPurl } from './subject-purl.js';

/** One file of a bundle. */
export interface BundleFile {
  /** Relative to the folder of the bundle, with `/`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What was found of provenance, and why there is none or not all. */
export interface FoundProvenance {
  readonly files: readonly {
    /** Where it was found: `tag sha256-….att, layer 0`. */
    readonly place: string;
    readonly predicateType: string;
    /** As it is stored. */
    readonly content: Uint8Array;
  }[];
  readonly problems: readonly string[];
}

/** A file with its description, before its digest is known. */
interface Part extends BundleFile {
  readonly about: string;
  readonly mediaType: string;
}

type Absent = BundleIndex['absent'][number];

/**
 * The files of a compliance bundle, `index.json` last. The same report, context and provenance give the same bytes.
 */
export function bundleFiles(
  report: Report,
  context: ReportContext,
  provenance: FoundProvenance,
): readonly BundleFile[] {
  const found = [
    ...sboms(report, context),
    vex(report, context),
    ...statements(report, context),
    findings(report, context),
    coverage(report, context),
    ...provenanceParts(provenance),
  ];
  const parts = found.filter((one): one is Part => 'path' in one);
  const index: BundleIndex = {
    ...heading(report, context),
    files: parts.map(indexed),
    absent: found.filter((one): one is Absent => 'reason' in one),
  };
  const page: Part = {
    path: 'index.html',
    about: 'this list, for people',
    mediaType: 'text/html',
    content: renderIndexPage(index),
  };
  const complete = { ...index, files: [...index.files, indexed(page)] };
  const json = { path: 'index.json', content: `${toJson(complete, 2)}\n` };
  return [...parts, page, json].map(({ path, content }) => ({ path, content }));
}

function heading(report: Report, context: ReportContext): Omit<BundleIndex, 'files' | 'absent'> {
  const { name = 'unknown', kind, digest, platform, platforms } = sbomSubject(report) ?? {};
  const { verdict, tool, incomplete } = report;
  const gaps = gapMessages(report).map(({ text }) => text);
  const { policy, policyDigest } = context;
  return {
    schema: BUNDLE_SCHEMA,
    created: context.ended.toISOString(),
    tool,
    subject: {
      name: sanitize(name),
      purl: subjectPurl(sbomSubject(report)),
      kind,
      digest,
      platforms: platforms?.map((one) => one.platform) ?? (platform && [platform]),
    },
    result: {
      outcome: verdict.outcome,
      complete: gaps.length === 0 && incomplete.length === 0,
      reasons: verdict.reasons.map(sanitize),
      notChecked: gaps,
    },
    policy: {
      name: policy ?? BUILT_IN_POLICY,
      ...(policyDigest !== undefined && { digest: { sha256: policyDigest } }),
    },
  };
}

/** The SBOMs. BSI TR-03183-2 wants vulnerabilities outside of them: the VEX document and the attestation have them. */
function sboms(report: Report, context: ReportContext): Part[] {
  const { vulnerabilities: _, ...components } = object(
    JSON.parse(cyclonedx.render(report, context)),
  );
  return [
    {
      path: 'sbom.cdx.json',
      about: 'software bill of materials, CycloneDX',
      mediaType: 'application/vnd.cyclonedx+json',
      content: `${toJson(components, 2)}\n`,
    },
    {
      path: 'sbom.spdx.json',
      about: 'software bill of materials, SPDX',
      mediaType: 'application/spdx+json',
      content: spdx.render(report, context),
    },
  ];
}

function vex(report: Report, context: ReportContext): Part | Absent {
  const about = 'assessed vulnerabilities, OpenVEX';
  const content = renderOpenVex(report, context);
  return content === undefined
    ? { about, reason: 'no vulnerability is excepted or proved not to affect the image' }
    : { path: 'vex.openvex.json', about, mediaType: 'application/json', content };
}

/** The unsigned in-toto statements: they need the digest of an image. */
function statements(report: Report, context: ReportContext): (Part | Absent)[] {
  return (
    [
      ['vsa.intoto.json', 'verification summary (SLSA VSA), to sign', inTotoVerificationSummary],
      ['vulnerabilities.intoto.json', 'vulnerability attestation, to sign', inTotoVulnerabilities],
    ] as const
  ).map(([path, about, format]) => {
    const content = format.render(report, context);
    if (content.trim() !== '')
      return { path, about, mediaType: 'application/vnd.in-toto+json', content };
    const hasDigest = sbomSubject(report)?.digest !== undefined;
    const reason = hasDigest
      ? 'the vulnerability check did not run'
      : 'the target has no digest that a statement could be about';
    return { about, reason };
  });
}

/** Every finding, with its reason: those of licenses and malware, too. */
function findings(report: Report, { fails }: ReportContext): Part {
  const rows = report.findings.map((finding) => {
    const { check, rule, severity, status, message, subject, exception } = finding;
    return { check, rule, severity, status, fails: fails?.(finding), message, subject, exception };
  });
  return {
    path: 'findings.json',
    about: 'every finding of every check, and whether it fails the policy',
    mediaType: 'application/json',
    content: `${toJson({ findings: rows }, 2)}\n`,
  };
}

function coverage(report: Report, { policy }: ReportContext): Part {
  const { coverage: rows, incomplete } = report;
  return {
    path: 'coverage.json',
    about: 'what was checked, and what was not',
    mediaType: 'application/json',
    content: `${toJson({ coverage: [...rows, ...impliedRows(rows, policy)], incomplete }, 2)}\n`,
  };
}

/** The advisories also name malicious packages, and the policy decides about what the checks found. */
function impliedRows(rows: readonly Coverage[], policy: string | undefined): Coverage[] {
  const implied: Coverage[] = rows
    .filter(({ check }) => check === 'vulnerability')
    .map((row) => ({ ...row, check: 'malware' }));
  const has = (name: Coverage['check']) => rows.some(({ check }) => check === name);
  return [
    ...(has('malware') ? [] : implied),
    ...(has('policy')
      ? []
      : [{ check: 'policy', target: policy ?? BUILT_IN_POLICY, state: 'checked' } as const]),
  ];
}

const BUILT_IN_POLICY = 'the built-in policy';

/** In the order of their content, which does not depend on the registry. */
function provenanceParts({ files, problems }: FoundProvenance): (Part | Absent)[] {
  const about = 'provenance';
  const sorted = files
    .map((file) => ({ ...file, digest: sha256(file.content) }))
    .sort((a, b) => compareText(a.digest, b.digest));
  return [
    ...[...new Map(sorted.map((file) => [file.digest, file])).values()].map(
      ({ content, digest, place, predicateType }): Part => ({
        path: `provenance/${digest.slice(0, 16)}.json`,
        about: `provenance as found at ${sanitize(place)}: ${sanitize(predicateType)}`,
        mediaType: 'application/json',
        content,
      }),
    ),
    ...problems.map((reason) => ({ about, reason: sanitize(reason) })),
  ];
}

function indexed({ path, about, mediaType, content }: Part): IndexedFile {
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  return { path, about, mediaType, size, digest: { sha256: sha256(content) } };
}
