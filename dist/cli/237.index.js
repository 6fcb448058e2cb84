export const id = 237;
export const ids = [237];
export const modules = {

/***/ 6237:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  h: () => (/* binding */ FORMATS)
});

// EXTERNAL MODULE: ./src/reports/escape.ts
var reports_escape = __webpack_require__(6548);
// EXTERNAL MODULE: ./src/findings/location.ts
var findings_location = __webpack_require__(9903);
// EXTERNAL MODULE: ./src/findings/severity.ts
var findings_severity = __webpack_require__(5131);
;// CONCATENATED MODULE: ./src/reports/order.ts


/** The findings that stand: neither mended nor excepted. */
function order_open(findings) {
    return findings.filter((f) => f.status === 'new' || f.status === 'known');
}
function withStatus(findings, status) {
    return findings.filter((f) => f.status === status);
}
/** Most urgent first: worst severity, exploited before not, new before known, then by place. */
function byUrgency(a, b) {
    return ((0,findings_severity/* compareSeverity */.zK)(a.severity, b.severity) ||
        Number(isExploited(b)) - Number(isExploited(a)) ||
        Number(a.status !== 'new') - Number(b.status !== 'new') ||
        byPlace(a, b));
}
/** By file and range; what has no place in the repository comes last. */
function byPlace(a, b) {
    if (a.location && b.location) {
        return (compareText(a.location.path, b.location.path) ||
            (0,findings_location/* compareRanges */.C)(a.location, b.location) ||
            compareText(a.rule, b.rule));
    }
    return Number(!a.location) - Number(!b.location) || compareText(a.rule, b.rule);
}
/** By UTF-16 unit: the same on every machine, unlike localeCompare. */
function compareText(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
function isExploited(finding) {
    return finding.details?.exploited === true;
}
/** `2 critical, 5 high`; empty for none. */
function countBySeverity(findings) {
    const counts = new Map();
    for (const f of findings)
        counts.set(f.severity, (counts.get(f.severity) ?? 0) + 1);
    return findings_severity/* SEVERITIES */.oC.filter((s) => counts.has(s))
        .map((s) => `${counts.get(s)} ${s}`)
        .join(', ');
}
/** `1 finding`, `2 findings`. */
function count(n, noun, plural = `${noun}s`) {
    return `${n} ${n === 1 ? noun : plural}`;
}
/** Groups in order of first appearance. */
function groupBy(items, key) {
    const groups = new Map();
    for (const item of items) {
        const k = key(item);
        const group = groups.get(k);
        if (group)
            group.push(item);
        else
            groups.set(k, [item]);
    }
    return groups;
}

;// CONCATENATED MODULE: ./src/reports/checkstyle.ts


/** Checkstyle XML, which editors and review bots read: every finding that stands on a line of the repository. */
const checkstyle = {
    id: 'checkstyle',
    description: 'Checkstyle XML for editors and review bots',
    render,
};
function render(report) {
    const placed = order_open(report.findings).filter((f) => f.location !== undefined);
    const files = groupBy(placed.sort(byPlace), (f) => f.location?.path ?? '');
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<checkstyle version="4.3">',
        ...[...files].flatMap(([path, findings]) => [
            `  <file name="${(0,reports_escape/* html */.qy)(path)}">`,
            ...findings.map(error),
            '  </file>',
        ]),
        '</checkstyle>',
        '',
    ].join('\n');
}
function error(finding) {
    const { startLine = 1, startColumn = 1 } = finding.location ?? {};
    const message = (0,reports_escape/* html */.qy)((0,reports_escape/* shorten */.ml)(finding.message, 4_000));
    const source = (0,reports_escape/* html */.qy)((0,reports_escape/* shorten */.ml)(`portside.${finding.check}.${finding.rule}`, 500));
    return `    <error line="${startLine}" column="${startColumn}" severity="${LEVELS[finding.severity]}" message="${message}" source="${source}"/>`;
}
const LEVELS = {
    critical: 'error',
    high: 'error',
    medium: 'warning',
    low: 'info',
    info: 'info',
};

;// CONCATENATED MODULE: ./src/reports/code-quality.ts


/** GitLab's code quality report, a subset of Code Climate's: what a merge request's widget and diff show. */
const codeQuality = {
    id: 'code-quality',
    description: 'Code Climate JSON for GitLab’s code quality widget',
    render: code_quality_render,
};
function code_quality_render(report) {
    const issues = order_open(report.findings)
        .sort(byPlace)
        .flatMap((finding) => {
        const path = (0,reports_escape/* repositoryPath */.SH)(finding.location?.path ?? '');
        if (!finding.location || path === undefined)
            return [];
        const { startLine, endLine } = finding.location;
        return {
            type: 'issue',
            check_name: (0,reports_escape/* plain */.pj)(finding.rule),
            categories: [finding.check === 'lint' ? 'Style' : 'Security'],
            description: `${(0,reports_escape/* plain */.pj)(finding.rule)}: ${(0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(finding.message), 1_000)}`,
            fingerprint: finding.fingerprint,
            severity: SEVERITIES[finding.severity],
            location: {
                path: (0,reports_escape/* plain */.pj)(path),
                lines: { begin: startLine, end: Math.max(startLine, endLine) },
            },
        };
    });
    return `${(0,reports_escape/* json */.Pq)(issues, 2)}\n`;
}
const SEVERITIES = {
    critical: 'blocker',
    high: 'critical',
    medium: 'major',
    low: 'minor',
    info: 'info',
};

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./src/reports/sbom.ts


/** What both SBOM formats describe: the image, or when there are several or none, the repository. */
function subjectOf(report) {
    const images = report.targets.filter((t) => t.kind === 'image' || t.kind === 'sbom');
    return images.length === 1 ? images[0] : undefined;
}
/** A UUID that is the same for the same content (RFC 9562, version 8), so that an SBOM is reproducible. */
function contentUuid(...parts) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    for (const part of parts)
        hash.update(`${part.length}:${part}`);
    const hex = hash.digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
/** Where a package came from: its layer and the Dockerfile line that made it, as names and plain values. */
function origins(entry) {
    const at = entry.location;
    return [
        ...(entry.layer
            ? [
                { name: 'portside:layer:index', value: String(entry.layer.index) },
                { name: 'portside:layer:diffID', value: (0,reports_escape/* plain */.pj)(entry.layer.diffID) },
            ]
            : []),
        ...(at ? [{ name: 'portside:dockerfile', value: (0,reports_escape/* plain */.pj)(`${at.path}:${at.startLine}`) }] : []),
        ...(entry.source
            ? [
                {
                    name: 'portside:source',
                    value: (0,reports_escape/* plain */.pj)([entry.source.name, entry.source.version ?? ''].join(' ').trim()),
                },
            ]
            : []),
        ...(entry.module ? [{ name: 'portside:module', value: (0,reports_escape/* plain */.pj)(entry.module) }] : []),
        ...(entry.evidence ? [{ name: 'portside:evidence', value: (0,reports_escape/* plain */.pj)(entry.evidence) }] : []),
    ];
}
/**
 * Whether a licence is an SPDX expression of well-known identifiers. Anything else (`GPL-2+`, `Apache License`) is
 * the package's own words, which neither format takes for an expression.
 */
function isLicenseExpression(text) {
    if (text.length > 500)
        return false;
    const tokens = text.replace(/[()]/g, ' $& ').trim().split(/\s+/);
    let operand = true;
    let depth = 0;
    for (const token of tokens) {
        if (operand && token === '(')
            depth++;
        else if (!operand && token === ')')
            depth--;
        else if (operand && LICENSES.has(token))
            operand = false;
        else if (!operand && (token === 'AND' || token === 'OR'))
            operand = true;
        else
            return false;
        if (depth < 0)
            return false;
    }
    return !operand && depth === 0;
}
// The identifiers that packages of npm, PyPI, crates.io, RubyGems, Alpine and Fedora use most: https://spdx.org/licenses
const LICENSES = new Set(`0BSD AFL-2.1 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-1.0-Perl Artistic-2.0 BSD-2-Clause
  BSD-3-Clause BSD-4-Clause BSL-1.0 BlueOak-1.0.0 CC-BY-3.0 CC-BY-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 curl EPL-1.0 EPL-2.0
  EUPL-1.2 GFDL-1.3-or-later GPL-1.0-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0-only
  GPL-3.0-or-later HPND ICU IJG ISC LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0
  LGPL-3.0-only LGPL-3.0-or-later Libpng MIT MIT-0 MPL-1.1 MPL-2.0 MS-PL NCSA OFL-1.1 OpenSSL PSF-2.0 Python-2.0 Ruby
  SISSL TCL Unicode-3.0 Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.1 zlib-acknowledgement
  bzip2-1.0.6 blessing`.split(/\s+/));

;// CONCATENATED MODULE: ./src/reports/vulnerability.ts
function packagesOf(report) {
    return new Map(report.packages.map((p) => [p.purl, p]));
}
function isVulnerability(finding) {
    return finding.check === 'vulnerability' || finding.check === 'malware';
}
/** The finding's details as a vulnerability; what is missing or of another shape is left out, never guessed. */
function vulnerability(finding, packages) {
    const details = finding.details ?? {};
    const purl = finding.subject?.purl;
    const known = purl === undefined ? undefined : packages.get(purl);
    const named = purl === undefined ? undefined : readPurl(purl);
    const fixed = vulnerability_text(details.fixed) ?? texts(details.fixed)[0];
    const installed = vulnerability_text(details.installed) ?? known?.version ?? named?.version;
    const { score, vector } = cvss(details.cvss);
    const epss = number(details.epss) ?? number(record(details.epss)?.score);
    const summary = vulnerability_text(details.summary);
    return {
        package: known?.name ?? vulnerability_text(details.package) ?? named?.name ?? finding.subject?.path ?? '',
        aliases: texts(details.aliases),
        exploited: details.exploited === true,
        references: references(details.references),
        ...(installed === undefined ? {} : { installed }),
        ...(fixed === undefined ? {} : { fixed }),
        ...(score === undefined ? {} : { score }),
        ...(vector === undefined ? {} : { vector }),
        ...(epss === undefined ? {} : { epss }),
        ...(summary === undefined ? {} : { summary }),
    };
}
function cvss(value) {
    const entry = Array.isArray(value) ? record(value[0]) : record(value);
    const score = number(value) ?? number(entry?.score);
    const vector = typeof value === 'string' ? vulnerability_text(value) : vulnerability_text(entry?.vector);
    return {
        ...(score !== undefined && score >= 0 && score <= 10 ? { score } : {}),
        ...(vector === undefined ? {} : { vector }),
    };
}
function references(value) {
    if (!Array.isArray(value))
        return [];
    return value.flatMap((v) => vulnerability_text(v) ?? vulnerability_text(record(v)?.url) ?? []);
}
/** Name and version of a package URL, without judging it: reports show what they are given. */
function readPurl(purl) {
    const match = /^pkg:([^/]+)\/([^@?#]+)(?:@([^?#]+))?/.exec(purl);
    const [, type, path, version] = match ?? [];
    if (type === undefined || path === undefined)
        return undefined;
    const parts = path.split('/').map(decode);
    // A distribution's namespace is no part of its packages' names.
    const own = ['deb', 'apk', 'rpm', 'alpm'].includes(type) ? parts.slice(-1) : parts;
    const name = own.join(type === 'maven' ? ':' : '/');
    return version === undefined ? { name } : { name, version: decode(version) };
}
function decode(part) {
    try {
        return decodeURIComponent(part);
    }
    catch {
        return part;
    }
}
function record(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? value
        : undefined;
}
function vulnerability_text(value) {
    return typeof value === 'string' && value !== '' ? value : undefined;
}
function texts(value) {
    return Array.isArray(value) ? value.filter((v) => typeof v === 'string') : [];
}
function number(value) {
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

;// CONCATENATED MODULE: ./src/reports/cyclonedx.ts




/** CycloneDX 1.6 JSON: the inventory, each package with its layer and Dockerfile line, and its vulnerabilities. */
const cyclonedx = {
    id: 'cyclonedx',
    description: 'CycloneDX 1.6 SBOM',
    render: cyclonedx_render,
};
function cyclonedx_render(report, context) {
    const references = uniqueReferences(report.packages);
    const components = report.packages.map((p) => component(p, references.get(p) ?? p.purl));
    const subject = subjectOf(report);
    const time = context.ended.toISOString();
    return `${(0,reports_escape/* json */.Pq)({
        $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        serialNumber: `urn:uuid:${contentUuid(time, subject?.name ?? '', JSON.stringify(components))}`,
        version: 1,
        metadata: {
            timestamp: time,
            tools: {
                components: [{ type: 'application', name: 'portside', version: report.tool.version }],
            },
            component: {
                'bom-ref': 'portside:subject',
                type: subject?.kind === 'image' ? 'container' : 'application',
                name: (0,reports_escape/* plain */.pj)(subject?.name ?? context.repository?.name ?? 'repository'),
                ...(subject?.digest ? { version: (0,reports_escape/* plain */.pj)(subject.digest) } : {}),
                ...(subject?.platform
                    ? { properties: [{ name: 'portside:platform', value: (0,reports_escape/* plain */.pj)(subject.platform) }] }
                    : {}),
            },
        },
        components,
        vulnerabilities: vulnerabilities(report, references),
    }, 2)}\n`;
}
/** One package URL may be installed at several places: the second reference says which it is. */
function uniqueReferences(packages) {
    const seen = new Map();
    return new Map(packages.map((p) => {
        const n = (seen.get(p.purl) ?? 0) + 1;
        seen.set(p.purl, n);
        return [p, n === 1 ? p.purl : `${p.purl}#${n}`];
    }));
}
function component(entry, reference) {
    const properties = origins(entry);
    return {
        'bom-ref': reference,
        type: 'library',
        name: (0,reports_escape/* plain */.pj)(entry.name),
        version: (0,reports_escape/* plain */.pj)(entry.version),
        ...(entry.license ? { licenses: licenses(entry.license) } : {}),
        purl: entry.purl,
        ...(properties.length > 0 ? { properties } : {}),
        ...(entry.paths.length > 0
            ? { evidence: { occurrences: entry.paths.map((path) => ({ location: (0,reports_escape/* plain */.pj)(path) })) } }
            : {}),
    };
}
function licenses(text) {
    return isLicenseExpression(text) ? [{ expression: text }] : [{ license: { name: (0,reports_escape/* plain */.pj)(text) } }];
}
/** Each vulnerability once, with everything that it affects; what the policy excepts is no statement about it. */
function vulnerabilities(report, references) {
    const packages = packagesOf(report);
    const byPurl = groupBy(references, ([p]) => p.purl);
    const found = groupBy(order_open(report.findings).filter(isVulnerability), (f) => f.rule);
    return [...found].map(([id, findings]) => ({
        id: (0,reports_escape/* plain */.pj)(id),
        ratings: findings.slice(0, 1).map((f) => rating(f, packages)),
        description: (0,reports_escape/* plain */.pj)(String(findings[0]?.details?.summary ?? findings[0]?.message ?? id)),
        recommendation: [...new Set(findings.map((f) => recommendation(f, packages)))].join(' '),
        affects: [...new Set(findings.flatMap((f) => f.subject?.purl ?? []))].flatMap((purl) => (byPurl.get(purl) ?? []).map(([, ref]) => ({ ref }))),
    }));
}
function rating(finding, packages) {
    const { score, vector } = vulnerability(finding, packages);
    const version = /^CVSS:(3\.0|3\.1|4\.0)\//.exec(vector ?? '')?.[1];
    return {
        severity: finding.severity,
        ...(score === undefined ? {} : { score }),
        ...(version && vector
            ? { method: `CVSSv${version.replace('.0', '').replace('.', '')}`, vector: (0,reports_escape/* plain */.pj)(vector) }
            : {}),
    };
}
function recommendation(finding, packages) {
    const facts = vulnerability(finding, packages);
    return (0,reports_escape/* plain */.pj)(facts.fixed === undefined
        ? `${facts.package} has no fixed version yet.`
        : `Update ${facts.package} to ${facts.fixed} or later.`);
}

;// CONCATENATED MODULE: ./src/reports/github-annotations.ts


/**
 * Workflow commands that annotate lines, for a step that runs the command line: `::error file=…,line=…::message`.
 * Source: docs.github.com, "Workflow commands for GitHub Actions".
 */
const githubAnnotations = {
    id: 'github',
    description: 'workflow commands that annotate lines on GitHub',
    render: (report) => [
        ...order_open(report.findings).sort(byPlace).map(command),
        `Portside: ${report.verdict.outcome}`,
        '',
    ].join('\n'),
};
const COMMANDS = {
    critical: 'error',
    high: 'error',
    medium: 'warning',
    low: 'notice',
    info: 'notice',
};
function command({ severity, rule, message, location }) {
    const file = location && (0,reports_escape/* repositoryPath */.SH)((0,reports_escape/* plain */.pj)(location.path));
    const properties = {
        ...(location && file
            ? {
                file,
                line: location.startLine,
                endLine: location.endLine,
                // GitHub takes columns on one line only, and its end is inclusive.
                ...(location.startLine === location.endLine
                    ? {
                        col: location.startColumn,
                        endColumn: Math.max(location.startColumn, location.endColumn - 1),
                    }
                    : {}),
            }
            : {}),
        title: (0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(rule), 255),
    };
    const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
    return `::${COMMANDS[severity]} ${list.join(',')}::${data((0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(message), 4_000))}`;
}
/** As @actions/core escapes a command's message. */
function data(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
/** As @actions/core escapes a command's property. */
function property(text) {
    return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

// EXTERNAL MODULE: ./src/findings/fingerprint.ts
var fingerprint = __webpack_require__(7858);
;// CONCATENATED MODULE: ./src/reports/gitlab.ts




/** GitLab's container-scanning report, schema 15.2.1: the vulnerabilities of images. */
const gitlab = {
    id: 'gitlab',
    description: 'GitLab container-scanning report 15.2.1',
    render: gitlab_render,
};
/** The schema's limits, in characters. */
const LIMITS = { name: 255, description: 100_000, solution: 7_000, image: 255 };
function gitlab_render(report, context) {
    const packages = packagesOf(report);
    const tool = {
        id: 'portside',
        name: 'Portside',
        version: report.tool.version,
        vendor: { name: 'Portside' },
    };
    const complete = !report.incomplete.some((i) => i.check === 'vulnerability');
    return `${(0,reports_escape/* json */.Pq)({
        version: '15.2.1',
        scan: {
            analyzer: tool,
            scanner: tool,
            type: 'container_scanning',
            // Without a zone: the schema's pattern, which means UTC.
            start_time: context.started.toISOString().slice(0, 19),
            end_time: context.ended.toISOString().slice(0, 19),
            status: complete ? 'success' : 'failure',
            messages: report.incomplete.map((i) => ({
                level: 'warn',
                value: (0,reports_escape/* plain */.pj)(`${i.check} of ${i.target} could not be checked: ${i.reason}`),
            })),
        },
        vulnerabilities: order_open(report.findings)
            .filter(isVulnerability)
            .sort(byUrgency)
            .map((f) => entry(f, report, packages)),
    }, 2)}\n`;
}
function entry(finding, report, packages) {
    const facts = vulnerability(finding, packages);
    const image = (0,reports_escape/* plain */.pj)(finding.subject?.image ?? report.targets[0]?.name ?? '') || 'image';
    const vector = facts.vector !== undefined && VECTOR.test(facts.vector) ? facts.vector : undefined;
    const links = facts.references.map(reports_escape/* plain */.pj).filter((url) => /^https?:\/\/\S+$/.test(url));
    return {
        id: finding.fingerprint,
        name: (0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(finding.rule), LIMITS.name),
        description: (0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(facts.summary ?? finding.message), LIMITS.description),
        severity: gitlab_SEVERITIES[finding.severity],
        ...(facts.fixed === undefined
            ? {}
            : {
                solution: (0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(`Update ${facts.package} to ${facts.fixed} or later.`), LIMITS.solution),
            }),
        identifiers: [finding.rule, ...new Set(facts.aliases)].map(identifier),
        ...(links.length > 0 ? { links: links.map((url) => ({ url })) } : {}),
        ...(vector ? { cvss_vectors: [{ vendor: 'unknown', vector }] } : {}),
        location: {
            dependency: {
                package: { name: (0,reports_escape/* plain */.pj)(facts.package) },
                version: (0,reports_escape/* plain */.pj)(facts.installed ?? ''),
            },
            operating_system: operatingSystem(finding),
            image,
            // GitLab tells findings apart by this name on every branch: a tag in it would double them.
            default_branch_image: (0,reports_escape/* shorten */.ml)((0,fingerprint/* imageName */.tO)(image), LIMITS.image),
        },
    };
}
function identifier(id) {
    const value = (0,reports_escape/* plain */.pj)(id) || 'unknown';
    const type = /^[A-Za-z]+(?=-)/.exec(value)?.[0].toLowerCase() ?? 'portside';
    return { type, name: value, value };
}
/** The distribution of the package URL, `debian-12`; `unknown` for packages of no distribution. */
function operatingSystem(finding) {
    const distro = /[?&]distro=([^&#]+)/.exec(finding.subject?.purl ?? '')?.[1];
    return distro === undefined ? 'unknown' : (0,reports_escape/* plain */.pj)(distro);
}
/** The vectors that the schema takes: 3.0 and 3.1, base metrics in any order with others. */
const VECTOR = /^CVSS:3\.[01](?:\/(?:AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH])){8}$/;
const gitlab_SEVERITIES = {
    critical: 'Critical',
    high: 'High',
    medium: 'Medium',
    low: 'Low',
    info: 'Info',
};

;// CONCATENATED MODULE: ./src/reports/summary.ts



/** The verdict in one plain line, not yet escaped: it is what an e-mail shows first. */
function headline(report, context) {
    const { outcome } = report.verdict;
    const fresh = withStatus(report.findings, 'new');
    const why = (0,reports_escape/* shorten */.ml)(verdictReasons(report).join('; '), 300);
    if (outcome === 'fail') {
        return `❌ Container check failed: ${why || count(fresh.length, 'new finding')}`;
    }
    if (outcome === 'incomplete') {
        const unchecked = report.incomplete.map((i) => i.check);
        return `⚠️ Container check incomplete: ${why || `${[...new Set(unchecked)].join(', ')} could not be checked`}`;
    }
    if (fresh.length === 0) {
        const old = order_open(report.findings).length;
        return `✅ Container check passed: nothing new${old > 0 && context.baseline ? `, ${old} known` : ''}`;
    }
    const noun = context.baseline === undefined ? 'finding' : 'new finding';
    return `✅ Container check passed with ${count(fresh.length, noun)}: ${countBySeverity(fresh)}`;
}
/**
 * Why the verdict is what it is. What could not be checked is said in full elsewhere: here it is counted, so that the
 * line stays one.
 */
function verdictReasons(report) {
    const said = new Set(report.incomplete.map((i) => i.reason));
    const own = report.verdict.reasons.filter((r) => ![...said].some((reason) => r.endsWith(reason)));
    const unchecked = report.verdict.reasons.length - own.length;
    if (unchecked === 0)
        return own;
    return [...own, `${count(unchecked, 'check')} could not run`];
}
/** The one update that mends the most, in Markdown; undefined when none mends two or more. */
function fixFirst(findings, packages) {
    const mendable = findings.filter(isVulnerability).flatMap((f) => {
        const facts = vulnerability(f, packages);
        return facts.fixed === undefined ? [] : [{ fixed: facts.fixed, facts }];
    });
    const groups = groupBy(mendable, (m) => `${m.facts.package}\n${m.facts.installed ?? ''}`);
    const best = [...groups.values()].sort((a, b) => b.length - a.length)[0];
    const first = best?.[0];
    if (!best || !first || best.length < 2)
        return undefined;
    const version = highest(best.map((m) => m.fixed));
    const target = version === undefined ? '' : ` to ${(0,reports_escape/* code */.aY)((0,reports_escape/* shorten */.ml)(version, 80))}`;
    const vulnerabilities = findings.filter(isVulnerability).length;
    return `update ${(0,reports_escape/* code */.aY)((0,reports_escape/* shorten */.ml)(first.facts.package, 120))} ${(0,reports_escape/* code */.aY)((0,reports_escape/* shorten */.ml)(first.facts.installed ?? '', 80))}${target}: mends ${best.length} of ${count(vulnerabilities, 'vulnerability', 'vulnerabilities')}`;
}
/** The highest of versions that every ecosystem orders alike, `4.17.21`; undefined when one has letters and differs. */
function highest(versions) {
    const different = [...new Set(versions)];
    if (different.length <= 1)
        return different[0];
    if (!different.every((v) => /^\d{1,9}(\.\d{1,9})*$/.test(v)))
        return undefined;
    return different.reduce((a, b) => (compareNumbers(a, b) < 0 ? b : a));
}
function compareNumbers(a, b) {
    const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
    const at = left.findIndex((n, i) => n !== right[i]);
    return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}

;// CONCATENATED MODULE: ./src/reports/html.ts




/** One page for people without GitHub: no script, no font, no request to anywhere. */
const html = {
    id: 'html',
    description: 'one self-contained web page',
    render: html_render,
};
function html_render(report, context) {
    const packages = packagesOf(report);
    const standing = order_open(report.findings).sort(byUrgency);
    const title = html_text(headline(report, context), 400);
    return `${[
        '<!doctype html>',
        '<html lang="en">',
        '<head>',
        '<meta charset="utf-8">',
        // Whatever foreign text should still become: nothing may run or be fetched.
        `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        `<title>${title}</title>`,
        `<style>${STYLE}</style>`,
        '</head>',
        '<body>',
        `<h1>${title}</h1>`,
        ...targets(report),
        ...section(`${count(standing.length, 'finding')} ${countBySeverity(standing)}`, standing, packages),
        ...list('Could not be checked', report.incomplete.map((i) => `${i.check} of ${i.target}: ${i.reason}`)),
        ...section('Excepted by the policy', withStatus(report.findings, 'excepted'), packages),
        ...list('Notes', report.notes.map((n) => (n.target ? `${n.target}: ${n.message}` : n.message))),
        `<footer>portside ${html_text(report.tool.version)} · ${context.ended.toISOString()}</footer>`,
        '</body>',
        '</html>',
    ].join('\n')}\n`;
}
function targets(report) {
    return list('Checked', report.targets.map((t) => [t.kind, t.name, t.platform, t.digest].filter(Boolean).join(' ')));
}
function list(title, items) {
    if (items.length === 0)
        return [];
    return [`<h2>${title}</h2>`, '<ul>', ...items.map((i) => `<li>${html_text(i, 2_000)}</li>`), '</ul>'];
}
function section(title, findings, packages) {
    if (findings.length === 0)
        return [];
    return [
        `<h2>${html_text(title)}</h2>`,
        '<table>',
        '<thead><tr><th>severity</th><th>status</th><th>finding</th><th>about</th><th>fix</th><th>line</th></tr></thead>',
        '<tbody>',
        ...findings.map((f) => row(f, packages)),
        '</tbody>',
        '</table>',
    ];
}
function row(finding, packages) {
    const at = finding.location;
    const place = at
        ? `${at.path}:${at.startLine}`
        : (finding.subject?.path ?? finding.subject?.image ?? '');
    const facts = isVulnerability(finding) ? vulnerability(finding, packages) : undefined;
    const severity = `${finding.severity}${facts?.exploited ? ', exploited' : ''}`;
    const fix = facts ? (facts.fixed ?? 'none yet') : (finding.fix?.description ?? '');
    const cells = [finding.status, undefined, finding.message, fix, place].map((c) => c === undefined ? rule(finding, facts?.references) : html_text(c, 1_000));
    return `<tr><td class="${finding.severity}">${severity}</td>${cells.map((c) => `<td>${c}</td>`).join('')}</tr>`;
}
function rule(finding, references) {
    const id = html_text(finding.rule, 200);
    const page = references?.map(reports_escape/* webAddress */.Dy).find((address) => address !== undefined);
    return page === undefined ? id : `<a rel="noreferrer" href="${(0,reports_escape/* html */.qy)(page)}">${id}</a>`;
}
function html_text(words, length = 300) {
    return (0,reports_escape/* html */.qy)((0,reports_escape/* shorten */.ml)(words, length));
}
const STYLE = [
    'body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1f2328;background:#fff}',
    'h1{font-size:1.4rem}h2{font-size:1.1rem}',
    'table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d1d9e0;overflow-wrap:anywhere}',
    'th:first-child,td:first-child{white-space:nowrap}',
    '.critical,.high{color:#b3261e;font-weight:600}.medium{color:#8a5a00}',
    'footer{margin-top:2rem;color:#59636e}',
    '@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}a{color:#7ab7ff}.critical,.high{color:#ff8f87}.medium{color:#e3b341}td,th{border-color:#3d444d}}',
].join('');

;// CONCATENATED MODULE: ./src/reports/json.ts

/** The whole report for programs, as docs/report.schema.json describes it (DESIGN §10). */
const json = {
    id: 'json',
    description: 'the whole report for programs (docs/report.schema.json)',
    render: json_render,
};
function json_render(report) {
    return `${(0,reports_escape/* json */.Pq)({
        schema: report.schema,
        tool: report.tool,
        targets: report.targets,
        packages: report.packages,
        findings: report.findings,
        incomplete: report.incomplete,
        notes: report.notes,
        verdict: report.verdict,
    }, 2)}\n`;
}

;// CONCATENATED MODULE: ./src/reports/junit.ts


/** JUnit XML, which every CI server draws: a suite a file or image, a failed case a finding. */
const junit = {
    id: 'junit',
    description: 'JUnit XML for CI servers',
    render: junit_render,
};
function junit_render(report, context) {
    const standing = report.findings.filter((f) => f.status !== 'fixed');
    const suites = groupBy(standing, suiteOf);
    for (const target of report.targets) {
        if (!suites.has(target.name))
            suites.set(target.name, []);
    }
    const seconds = Math.max(0, (context.ended.getTime() - context.started.getTime()) / 1_000);
    const parts = [...suites].map(([name, findings]) => suite(name, findings, context));
    const failures = standing.filter((f) => f.status !== 'excepted').length;
    const errors = report.incomplete.length > 0 ? [incomplete(report, context)] : [];
    const tests = standing.length +
        report.incomplete.length +
        [...suites.values()].filter((s) => s.length === 0).length;
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites name="portside" tests="${tests}" failures="${failures}" errors="${report.incomplete.length}" time="${seconds}">`,
        ...parts,
        ...errors,
        '</testsuites>',
        '',
    ].join('\n');
}
function suiteOf(finding) {
    return finding.subject?.image ?? finding.location?.path ?? finding.check;
}
function suite(name, findings, context) {
    const excepted = findings.filter((f) => f.status === 'excepted').length;
    const title = attribute(name, 1_000);
    const cases = findings.length === 0
        ? [`    <testcase name="no findings" classname="${title}"/>`]
        : findings.map((f) => testcase(f, title));
    return [
        `  <testsuite name="${title}" tests="${Math.max(findings.length, 1)}" failures="${findings.length - excepted}" errors="0" skipped="${excepted}" timestamp="${timestamp(context)}">`,
        ...cases,
        '  </testsuite>',
    ].join('\n');
}
function testcase(finding, suiteName) {
    const at = finding.location;
    const place = at ? ` ${at.path}:${at.startLine}` : '';
    const about = finding.subject?.purl ?? finding.subject?.path ?? '';
    const name = attribute(`${finding.rule}${place}${about ? ` ${about}` : ''}`, 1_000);
    const message = attribute(finding.message, 4_000);
    const prefix = at ? `${at.path}:${at.startLine}:${at.startColumn}: ` : '';
    const body = finding.status === 'excepted'
        ? `<skipped message="excepted by the policy"/>`
        : `<failure type="${finding.severity}" message="${message}">${attribute(prefix, 1_000)}${message}</failure>`;
    return `    <testcase name="${name}" classname="${suiteName}">${body}</testcase>`;
}
function incomplete(report, context) {
    const n = report.incomplete.length;
    return [
        `  <testsuite name="could not be checked" tests="${n}" failures="0" errors="${n}" skipped="0" timestamp="${timestamp(context)}">`,
        ...report.incomplete.map((i) => `    <testcase name="${i.check}" classname="${attribute(i.target, 1_000)}"><error type="incomplete" message="${attribute(i.reason, 4_000)}"/></testcase>`),
        '  </testsuite>',
    ].join('\n');
}
function timestamp(context) {
    return context.started.toISOString().slice(0, 19);
}
function attribute(text, length) {
    return (0,reports_escape/* html */.qy)((0,reports_escape/* shorten */.ml)(text, length));
}

;// CONCATENATED MODULE: ./src/reports/markdown.ts




/** GitHub-flavoured Markdown: the job summary, and shorter, the pull request's comment. */
const markdown = {
    id: 'markdown',
    description: 'GitHub-flavoured Markdown, as in the job summary',
    render: (report, context) => renderMarkdown(report, context, SUMMARY),
};
/** A step's summary may have 1 MiB. */
const SUMMARY = { bytes: 1_000_000, rows: 500, folded: 2_000 };
/** A comment may have 65,536 characters; a reader has less patience. */
const COMMENT = { bytes: 60_000, rows: 10, folded: 100 };
/** The verdict in the first line, what is new next, the rest folded. Ends in a line break and fits `size.bytes`. */
function renderMarkdown(report, context, size) {
    for (let part = 1;; part /= 2) {
        const text = markdown_document(report, context, {
            rows: Math.floor(size.rows * part),
            folded: Math.floor(size.folded * part),
        });
        if (part < 1 / 4096 || Buffer.byteLength(text) <= size.bytes)
            return cut(text, size.bytes);
    }
}
/** The last resort, for a report whose every line is huge: whole lines only, so that no markup is left open. */
function cut(text, bytes) {
    if (Buffer.byteLength(text) <= bytes)
        return text;
    const lines = [];
    let room = bytes;
    for (const line of text.split('\n')) {
        room -= Buffer.byteLength(line) + 1;
        if (room < 0)
            break;
        lines.push(line);
    }
    return `${lines.join('\n')}\n`;
}
function markdown_document(report, context, rows) {
    const page = { context, packages: packagesOf(report), many: markdown_images(report).length > 1 };
    const fresh = withStatus(report.findings, 'new').sort(byUrgency);
    const first = fixFirst(fresh, page.packages);
    const parts = [
        `### ${(0,reports_escape/* markdown */.wD)(headline(report, context))}`,
        subtitle(report, context),
        ...(context.policyChanged
            ? [
                '⚠️ This change alters the policy. It takes effect once merged: the base branch’s policy judged this run.',
            ]
            : []),
        counts(report),
        ...(first ? [`**Do this:** ${first}`] : []),
        table(fresh, rows.rows, page),
        markdown_incomplete(report, rows.folded),
        known(report, context, rows.folded, page),
        notes(report, rows.folded),
        footer(report, context),
    ];
    return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
function markdown_images(report) {
    return report.targets.filter((t) => t.kind === 'image' || t.kind === 'sbom');
}
function subtitle(report, context) {
    const named = markdown_images(report)
        .slice(0, 3)
        .map((t) => `${markdown_name(t.name)}${t.platform ? ` (${(0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(t.platform, 40))})` : ''}`);
    const more = markdown_images(report).length - named.length;
    const parts = [
        ...(named.length > 0 ? [`${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`] : []),
        ...(context.baseline ? [`against ${markdown_name(context.baseline)}`] : []),
        ...(context.advisories ? [`advisories ${(0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(context.advisories, 60))}`] : []),
        ...(context.repository?.run ? [(0,reports_escape/* link */.nf)('run', context.repository.run)] : []),
    ];
    return parts.join(' · ');
}
/** A row for each thing inspected that has findings, a column for each family that has any. */
function counts(report) {
    const standing = report.findings.filter((f) => f.status !== 'excepted');
    const families = FAMILIES.filter((family) => standing.some((f) => family.checks.includes(f.check)));
    if (families.length === 0)
        return '';
    const byTarget = groupBy(standing, (f) => targetOf(f, report));
    const rows = [...byTarget].slice(0, 20).map(([target, findings]) => {
        const cells = families.map((family) => cell(findings.filter((f) => family.checks.includes(f.check))));
        return `| ${markdown_name(target)} | ${cells.join(' | ')} |`;
    });
    return [
        `| | ${families.map((f) => f.title).join(' | ')} |`,
        `|---|${'---|'.repeat(families.length)}`,
        ...rows,
    ].join('\n');
}
const FAMILIES = [
    { title: 'lint', checks: ['lint', 'manifest'] },
    { title: 'vulnerabilities', checks: ['vulnerability', 'malware'] },
    { title: 'secrets', checks: ['secret'] },
    { title: 'hardening', checks: ['hardening'] },
    { title: 'trust', checks: ['trust'] },
    { title: 'policy', checks: ['policy'] },
];
function cell(findings) {
    const [fresh, known, fixed] = ['new', 'known', 'fixed'].map((status) => withStatus(findings, status).length);
    const parts = [
        ...(fresh ? [`**${fresh} new**`] : []),
        ...(known ? [`${known} known`] : []),
        ...(fixed ? [`${fixed} fixed`] : []),
    ];
    return parts.length > 0 ? parts.join(', ') : '0';
}
function targetOf(finding, report) {
    const { image } = finding.subject ?? {};
    if (image !== undefined)
        return image;
    return finding.location?.path ?? report.targets[0]?.name ?? 'repository';
}
function table(findings, rows, page) {
    if (findings.length === 0)
        return '';
    const shown = findings.slice(0, rows);
    const more = findings.length - shown.length;
    const rest = findings.slice(rows);
    return [
        ...(shown.length > 0 ? [HEAD, ...shown.map((f) => markdown_row(f, page))] : []),
        ...(more > 0
            ? [
                '',
                `… and ${count(more, 'more finding')} (${countBySeverity(rest)})${elsewhere(page.context)}`,
            ]
            : []),
    ].join('\n');
}
const HEAD = '| severity | finding | about | fix | line |\n|---|---|---|---|---|';
function elsewhere(context) {
    return context.repository?.run
        ? ` in ${(0,reports_escape/* link */.nf)('the job’s summary and report', context.repository.run)}`
        : ' in the JSON report';
}
function markdown_row(finding, page) {
    const place = finding.location ? lineLink(finding.location, page.context) : '';
    const image = page.many && finding.subject?.image ? ` in ${markdown_name(finding.subject.image)}` : '';
    if (isVulnerability(finding)) {
        const facts = vulnerability(finding, page.packages);
        const severity = `${finding.severity}${facts.exploited ? ', exploited' : ''}`;
        const about = `${markdown_name(facts.package)} ${(0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(facts.installed ?? '', 80))}${image}`;
        const fix = facts.fixed ? (0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(facts.fixed, 80)) : 'none yet';
        const id = (0,reports_escape/* link */.nf)((0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(finding.rule, 80)), advisory(finding.rule));
        return `| ${severity} | ${id} | ${about} | ${fix} | ${place} |`;
    }
    const about = `${(0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(finding.message, 300))}${image}`;
    const path = finding.subject?.path ? markdown_name(finding.subject.path) : '';
    return `| ${finding.severity} | ${(0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(finding.rule, 80))} | ${about} | ${finding.fix ? 'suggested' : ''} | ${place || path} |`;
}
/** The public page of an advisory, from its id alone: addresses inside records are others' words. */
function advisory(id) {
    return /^[A-Z][A-Z0-9]*-[A-Za-z0-9:-]{4,60}$/.test(id) && !id.startsWith('PS')
        ? `https://osv.dev/vulnerability/${id}`
        : undefined;
}
function lineLink(at, context) {
    const { repository } = context;
    const label = `${(0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(at.path, 120))}:${at.startLine}`;
    const path = (0,reports_escape/* relativeUri */.H9)(at.path);
    if (!repository?.commit || path === undefined)
        return label;
    const lines = at.endLine > at.startLine ? `#L${at.startLine}-L${at.endLine}` : `#L${at.startLine}`;
    return (0,reports_escape/* link */.nf)(label, `${repository.server}/${repository.name}/blob/${repository.commit}/${path}${lines}`);
}
function markdown_incomplete(report, rows) {
    if (report.incomplete.length === 0)
        return '';
    const lines = report.incomplete
        .slice(0, Math.max(rows, 3))
        .map((i) => `- ${i.check} of ${markdown_name(i.target)}: ${(0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(i.reason, 500))}`);
    const more = report.incomplete.length - lines.length;
    return [
        '**Could not be checked**',
        '',
        ...lines,
        ...(more > 0 ? [`- … and ${more} more`] : []),
    ].join('\n');
}
function known(report, context, rows, page) {
    const old = withStatus(report.findings, 'known').sort(byUrgency);
    const excepted = withStatus(report.findings, 'excepted').sort(byUrgency);
    const fixed = withStatus(report.findings, 'fixed').sort(byUrgency);
    const base = context.baseline ? ` in ${(0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(context.baseline, 80))}` : '';
    return [
        folded(`${old.length} known${base}${old.length > 0 ? `: ${countBySeverity(old)}` : ''}`, old, rows, page),
        folded(`${fixed.length} fixed by this change`, fixed, rows, page),
        folded(`${excepted.length} excepted by the policy`, excepted, rows, page),
    ]
        .filter((part) => part !== '')
        .join('\n');
}
/** `summary` is Markdown already escaped. The empty lines make GitHub read the inside as Markdown. */
function folded(summary, findings, rows, page) {
    if (findings.length === 0)
        return '';
    const body = table(findings, rows, page);
    return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
function notes(report, rows) {
    if (report.notes.length === 0)
        return '';
    const lines = report.notes
        .slice(0, Math.min(rows, 50))
        .map((n) => `- ${n.target ? `${markdown_name(n.target)}: ` : ''}${(0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(n.message, 500))}`);
    return `<details><summary>${count(report.notes.length, 'note')}</summary>\n\n${lines.join('\n')}\n\n</details>`;
}
function footer(report, context) {
    const parts = [
        ...(context.repository?.commit
            ? [`commit ${(0,reports_escape/* code */.aY)(context.repository.commit.slice(0, 8))}`]
            : []),
        ...(context.policy ? [`policy ${(0,reports_escape/* code */.aY)((0,reports_escape/* shorten */.ml)(context.policy, 120))}`] : []),
        `portside ${(0,reports_escape/* markdown */.wD)(report.tool.version)}`,
    ];
    return `<sub>${parts.join(' · ')}</sub>`;
}
function markdown_name(text) {
    return (0,reports_escape/* code */.aY)((0,reports_escape/* shorten */.ml)(text, 120));
}

;// CONCATENATED MODULE: ./src/reports/sarif-rules.ts



/** GitHub's limits on a rule's texts, in characters, and the tags that it keeps. */
const sarif_rules_LIMITS = { name: 255, description: 1_024, help: 20_000, tags: 10, packages: 20 };
/**
 * How SARIF describes a rule: from the rule book, or for a vulnerability from all findings of it together, since one
 * CVE in several packages is one rule. `findings` is not empty and has the worst first.
 */
function descriptor(id, findings, rule, packages) {
    const about = rule ? fromBook(rule) : fromFindings(id, findings, packages);
    const severity = worst(findings);
    const lintOnly = rule?.practice === 'maintainability';
    const tags = [...new Set([...(lintOnly ? [] : ['security']), ...about.tags])].map(reports_escape/* plain */.pj);
    return {
        id: (0,reports_escape/* plain */.pj)(id),
        name: (0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(about.name), sarif_rules_LIMITS.name),
        shortDescription: { text: (0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(about.title), sarif_rules_LIMITS.description) },
        fullDescription: { text: (0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(about.why), sarif_rules_LIMITS.description) },
        // Not read by GitHub, but by editors.
        ...(about.page === undefined ? {} : { helpUri: about.page }),
        help: {
            text: (0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(about.mend), sarif_rules_LIMITS.help),
            markdown: (0,reports_escape/* shorten */.ml)(about.markdown, sarif_rules_LIMITS.help),
        },
        defaultConfiguration: { level: sarif_rules_LEVELS[severity] },
        properties: {
            tags: tags.slice(0, sarif_rules_LIMITS.tags),
            precision: PRECISIONS[findings[0]?.confidence ?? 'high'],
            // Either key: GitHub reads a rule with a security-severity as a security rule.
            ...(lintOnly
                ? { 'problem.severity': PROBLEMS[severity] }
                : { 'security-severity': securitySeverity(severity, findings, packages) }),
        },
    };
}
function fromBook(rule) {
    const references = (rule.references ?? []).map((r) => `- ${(0,reports_escape/* link */.nf)((0,reports_escape/* markdown */.wD)(r), r)}`);
    return {
        name: rule.name || rule.id,
        title: rule.title || rule.id,
        why: rule.why || rule.title || rule.id,
        mend: rule.mend || rule.title || rule.id,
        tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
        page: firstPage(rule.references),
        markdown: [
            `**${(0,reports_escape/* markdown */.wD)(rule.title)}**`,
            (0,reports_escape/* markdown */.wD)(rule.why),
            `**What to do:** ${(0,reports_escape/* markdown */.wD)(rule.mend)}`,
            ...(rule.wrong ? [`Wrong:\n${example(rule.wrong)}`] : []),
            ...(rule.right ? [`Right:\n${example(rule.right)}`] : []),
            ...(references.length > 0 ? [references.join('\n')] : []),
        ].join('\n\n'),
    };
}
function firstPage(references) {
    return references?.map(reports_escape/* webAddress */.Dy).find((address) => address !== undefined);
}
function example(text) {
    return (0,reports_escape/* codeBlock */.DV)('dockerfile', text.trimEnd().split('\n').map(reports_escape/* plain */.pj));
}
function fromFindings(id, findings, packages) {
    const first = findings[0];
    const message = first?.message || id;
    if (!first || !isVulnerability(first)) {
        const mend = first?.fix?.description ?? message;
        return {
            name: id,
            title: message,
            why: message,
            mend,
            markdown: `${(0,reports_escape/* markdown */.wD)(message)}\n\n${(0,reports_escape/* markdown */.wD)(mend)}`,
            tags: first?.tags ?? [],
            page: undefined,
        };
    }
    const facts = findings.map((f) => vulnerability(f, packages));
    const summary = facts.find((f) => f.summary)?.summary;
    const named = [...new Set(facts.map((f) => f.package))];
    const title = `${id} in ${named.slice(0, 5).join(', ')}${named.length > 5 ? ' and others' : ''}`;
    const mends = [...new Set(facts.map(mendOf))].slice(0, sarif_rules_LIMITS.packages);
    const rows = facts
        .slice(0, sarif_rules_LIMITS.packages)
        .map((f) => `| ${sarif_rules_cell(f.package)} | ${sarif_rules_cell(f.installed ?? '')} | ${f.fixed ? sarif_rules_cell(f.fixed) : 'none yet'} |`);
    const references = [...new Set(facts.flatMap((f) => f.references))].slice(0, 10);
    const scored = facts.find((f) => f.score !== undefined);
    const lines = [
        `**${(0,reports_escape/* markdown */.wD)(title)}**`,
        ...(summary ? [(0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(summary, sarif_rules_LIMITS.description))] : []),
        ['| package | installed | fixed in |', '|---|---|---|', ...rows].join('\n'),
        [
            ...(scored ? [`CVSS ${scored.score}${scored.vector ? ` ${sarif_rules_cell(scored.vector)}` : ''}`] : []),
            ...(facts.some((f) => f.exploited) ? ['known to be exploited'] : []),
        ].join(' · '),
        references.map((r) => `- ${(0,reports_escape/* link */.nf)((0,reports_escape/* markdown */.wD)((0,reports_escape/* shorten */.ml)(r, 200)), r)}`).join('\n'),
    ];
    return {
        name: id,
        title,
        why: summary ?? message,
        mend: mends.join(' '),
        markdown: lines.filter((line) => line !== '').join('\n\n'),
        page: firstPage(references),
        tags: [first.check, ...(facts.some((f) => f.exploited) ? ['exploited'] : []), ...first.tags],
    };
}
function sarif_rules_cell(text) {
    return (0,reports_escape/* code */.aY)((0,reports_escape/* shorten */.ml)(text, 200));
}
function mendOf(fact) {
    return fact.fixed
        ? `Update ${fact.package} to ${fact.fixed} or later.`
        : `${fact.package} has no fixed version yet.`;
}
function worst(findings) {
    return findings.reduce((severity, f) => ((0,findings_severity/* compareSeverity */.zK)(f.severity, severity) < 0 ? f.severity : severity), 'info');
}
/** A string, as GitHub wants it: the CVSS score where it says the same as the severity, else the severity's middle. */
function securitySeverity(severity, findings, packages) {
    const scores = findings.flatMap((f) => vulnerability(f, packages).score ?? []);
    const score = scores.reduce((most, s) => Math.max(most, s), 0);
    return scores.length > 0 && bucket(score) === severity ? score.toFixed(1) : MIDDLES[severity];
}
/** GitHub's own reading: over 9.0 critical, 7.0 high, 4.0 medium, 0.1 low. */
function bucket(score) {
    if (score > 9)
        return 'critical';
    if (score >= 7)
        return 'high';
    if (score >= 4)
        return 'medium';
    return score >= 0.1 ? 'low' : 'info';
}
const MIDDLES = {
    critical: '9.5',
    high: '8.0',
    medium: '5.5',
    low: '2.0',
    info: '0.0',
};
/** SARIF's level of a severity. */
const sarif_rules_LEVELS = {
    critical: 'error',
    high: 'error',
    medium: 'warning',
    low: 'note',
    info: 'note',
};
const PROBLEMS = {
    critical: 'error',
    high: 'error',
    medium: 'warning',
    low: 'recommendation',
    info: 'recommendation',
};
const PRECISIONS = { high: 'very-high', medium: 'high', low: 'medium' };

;// CONCATENATED MODULE: ./src/reports/sarif.ts





/** SARIF 2.1.0 for code scanning: one run a category, within GitHub's limits (notes: SARIF support for code scanning). */
const sarif = {
    id: 'sarif',
    description: 'SARIF 2.1.0 for code scanning',
    render: (report, context) => `${(0,reports_escape/* json */.Pq)(sarifLog(report, context).log)}\n`,
};
/** GitHub's limits: what it keeps, not what it accepts, where the two differ. */
const SARIF_LIMITS = {
    runs: 20,
    results: 5_000,
    rules: 25_000,
    related: 100,
    message: 4_000,
};
/** The report as one log; `results` lowers the number of results a run may have, for a log that is still too big. */
function sarifLog(report, context, results = SARIF_LIMITS.results) {
    const dropped = [];
    // Excepted findings are left out: GitHub ignores `suppressions` and would open an alert for each.
    const groups = [...categories(report)];
    const kept = groups.slice(0, SARIF_LIMITS.runs);
    for (const [category, findings] of groups.slice(SARIF_LIMITS.runs)) {
        dropped.push(`${category} with ${count(findings.length, 'finding')} is left out of the SARIF file: it may have ${SARIF_LIMITS.runs} runs`);
    }
    const runs = kept.map(([category, findings]) => {
        const sorted = [...findings].sort(byUrgency);
        const lost = sorted.length - results;
        const reasons = lost > 0
            ? [
                `The ${count(lost, 'least severe finding')} of ${category} ${lost === 1 ? 'is' : 'are'} left out of the SARIF file: code scanning keeps ${results} a run`,
            ]
            : [];
        dropped.push(...reasons);
        return run(category, sorted.slice(0, results), reasons, report, context);
    });
    return { log: { $schema: SCHEMA, version: '2.1.0', runs }, dropped };
}
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/**
 * The findings by category, `portside/<image>/<platform>`; what is about the repository alone is `portside/repository`.
 * A target without findings has its empty run: the upload that closes its alerts.
 */
function categories(report) {
    const images = new Map();
    const groups = new Map();
    if (report.targets.some((t) => t.kind !== 'image') || report.targets.length === 0) {
        groups.set(REPOSITORY, []);
    }
    for (const target of report.targets) {
        if (target.kind !== 'image')
            continue;
        const category = categoryOf(target.name, target.platform);
        if (!images.has(target.name))
            images.set(target.name, category);
        groups.set(category, []);
    }
    const found = groupBy(order_open(report.findings), (f) => {
        const image = f.subject?.image;
        return image === undefined ? REPOSITORY : (images.get(image) ?? categoryOf(image, undefined));
    });
    for (const [category, findings] of found)
        groups.set(category, findings);
    return groups;
}
const REPOSITORY = 'portside/repository';
/** Without tag, digest and folder, so that a rebuild updates its alerts instead of piling up new ones. */
function categoryOf(image, platform) {
    const bare = (0,fingerprint/* imageName */.tO)(image.replace(/^(docker|docker-archive|oci|oci-archive|dir):/, ''));
    const name = bare.startsWith('/') ? bare.slice(bare.lastIndexOf('/')) : bare;
    const words = [name, platform ?? ''].map((w) => w.replace(/[^A-Za-z0-9._/-]+/g, '-'));
    return ['portside', ...words.flatMap((w) => (0,reports_escape/* repositoryPath */.SH)(w) ?? [])].join('/');
}
function run(category, findings, dropped, report, context) {
    const packages = packagesOf(report);
    const byRule = groupBy(findings, (f) => f.rule);
    const rules = [];
    const indexes = new Map();
    for (const [id, group] of byRule) {
        indexes.set(id, rules.length);
        rules.push(descriptor(id, group, context.rules.get(id), packages));
    }
    const severalImages = report.targets.filter((t) => t.kind === 'image').length > 1;
    return {
        tool: {
            driver: {
                name: 'portside',
                version: report.tool.version,
                semanticVersion: report.tool.version,
                rules,
            },
        },
        automationDetails: { id: `${category}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
            {
                executionSuccessful: report.verdict.outcome !== 'incomplete',
                startTimeUtc: context.started.toISOString(),
                endTimeUtc: context.ended.toISOString(),
                toolExecutionNotifications: [
                    ...dropped.map((text) => ({ level: 'warning', message: { text } })),
                    ...report.incomplete.map((i) => ({
                        level: 'error',
                        message: { text: (0,reports_escape/* plain */.pj)(`${i.check} of ${i.target} could not be checked: ${i.reason}`) },
                    })),
                ],
            },
        ],
        results: findings.map((f) => result(f, indexes.get(f.rule) ?? 0, severalImages, report)),
    };
}
function result(finding, ruleIndex, nameImage, report) {
    const related = (finding.related ?? []).slice(0, SARIF_LIMITS.related);
    const image = finding.subject?.image;
    const links = related
        .map((r, i) => ` [${label(r.message || r.location.path)}](${i + 1})`)
        .join(',');
    const suffix = nameImage && image !== undefined ? ` (in ${message(image)})` : '';
    return {
        ruleId: (0,reports_escape/* plain */.pj)(finding.rule),
        ruleIndex,
        level: sarif_rules_LEVELS[finding.severity],
        message: {
            text: `${(0,reports_escape/* shorten */.ml)(message(finding.message), SARIF_LIMITS.message)}${suffix}${links}`,
        },
        locations: [sarifLocation(finding.location ?? fallback(finding, report))],
        ...(related.length > 0
            ? {
                relatedLocations: related.map((r, i) => ({
                    id: i + 1,
                    ...sarifLocation(r.location),
                    message: { text: message(r.message) || 'related' },
                })),
            }
            : {}),
        // GitHub keeps an existing value: the alert survives edits near the line, rebuilds and new tags.
        partialFingerprints: { primaryLocationLineHash: `${finding.fingerprint}:1` },
        properties: {
            severity: finding.severity,
            status: finding.status,
            check: finding.check,
            ...(image === undefined ? {} : { image: (0,reports_escape/* plain */.pj)(image) }),
            ...(finding.subject?.purl === undefined ? {} : { purl: (0,reports_escape/* plain */.pj)(finding.subject.purl) }),
            ...(finding.subject?.path === undefined ? {} : { path: (0,reports_escape/* plain */.pj)(finding.subject.path) }),
        },
    };
}
/** Plain text of a SARIF message, where `[text](target)` would be a link. */
function message(text) {
    return (0,reports_escape/* plain */.pj)(text).replaceAll('](', '] (');
}
function label(text) {
    return (0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(text), 200).replace(/[[\]\\]/g, '\\$&');
}
/** A finding without a line stands on the first one of its image's Dockerfile: code scanning shows no other. */
function fallback(finding, report) {
    const image = finding.subject?.image;
    const dockerfile = report.targets.find((t) => t.kind === 'image' && t.name === image)?.dockerfile ??
        (image === undefined ? report.targets.find((t) => t.kind === 'dockerfile')?.name : undefined);
    const inside = [(0,fingerprint/* imageName */.tO)(image ?? ''), finding.subject?.path ?? ''].join('/');
    return {
        path: dockerfile ?? (0,reports_escape/* repositoryPath */.SH)(inside) ?? 'Dockerfile',
        startLine: 1,
        startColumn: 1,
        endLine: 1,
        endColumn: 1,
    };
}
function sarifLocation(location) {
    const startLine = line(location.startLine);
    const endLine = Math.max(line(location.endLine), startLine);
    const startColumn = line(location.startColumn);
    const endColumn = line(location.endColumn);
    return {
        physicalLocation: {
            artifactLocation: { uri: (0,reports_escape/* relativeUri */.H9)(location.path) ?? 'Dockerfile' },
            region: {
                startLine,
                startColumn,
                endLine,
                endColumn: endLine === startLine ? Math.max(endColumn, startColumn + 1) : endColumn,
            },
        },
    };
}
function line(n) {
    return Number.isSafeInteger(n) && n >= 1 ? n : 1;
}

;// CONCATENATED MODULE: ./src/reports/spdx.ts


/** SPDX 2.3 JSON: the inventory, each package annotated with its layer and Dockerfile line. */
const spdx = {
    id: 'spdx',
    description: 'SPDX 2.3 SBOM',
    render: spdx_render,
};
function spdx_render(report, context) {
    const subject = subjectOf(report);
    const name = (0,reports_escape/* plain */.pj)(subject?.name ?? context.repository?.name ?? 'repository');
    // SPDX 2.3 §6.9: seconds, no fraction.
    const created = `${context.ended.toISOString().slice(0, 19)}Z`;
    const tool = `Tool: portside-${report.tool.version}`;
    const licenses = new Licenses();
    const packages = report.packages.map((p, i) => describe(p, i, licenses, created, tool));
    const uuid = contentUuid(created, name, JSON.stringify(packages));
    const extracted = licenses.extracted();
    return `${(0,reports_escape/* json */.Pq)({
        spdxVersion: 'SPDX-2.3',
        dataLicense: 'CC0-1.0',
        SPDXID: 'SPDXRef-DOCUMENT',
        name,
        documentNamespace: `https://spdx.org/spdxdocs/portside-${uuid}`,
        creationInfo: { created, creators: [tool] },
        documentDescribes: [ROOT],
        packages: [
            {
                SPDXID: ROOT,
                name,
                ...(subject?.digest ? { versionInfo: (0,reports_escape/* plain */.pj)(subject.digest) } : {}),
                downloadLocation: 'NOASSERTION',
                filesAnalyzed: false,
                primaryPackagePurpose: subject?.kind === 'image' ? 'CONTAINER' : 'APPLICATION',
            },
            ...packages,
        ],
        ...(extracted.length > 0 ? { hasExtractedLicensingInfos: extracted } : {}),
        relationships: packages.map((p) => ({
            spdxElementId: ROOT,
            relationshipType: 'CONTAINS',
            relatedSpdxElement: p.SPDXID,
        })),
    }, 2)}\n`;
}
const ROOT = 'SPDXRef-Subject';
function describe(entry, index, licenses, created, tool) {
    const facts = origins(entry).map(({ name, value }) => `${name}=${value}`);
    const paths = entry.paths.slice(0, 100).map(reports_escape/* plain */.pj).join(', ');
    return {
        SPDXID: `SPDXRef-Package-${index}`,
        name: (0,reports_escape/* plain */.pj)(entry.name),
        versionInfo: (0,reports_escape/* plain */.pj)(entry.version),
        downloadLocation: 'NOASSERTION',
        filesAnalyzed: false,
        licenseConcluded: 'NOASSERTION',
        licenseDeclared: licenses.declare(entry.license),
        copyrightText: 'NOASSERTION',
        ...(paths === '' ? {} : { sourceInfo: `found in ${paths}` }),
        externalRefs: [
            {
                referenceCategory: 'PACKAGE-MANAGER',
                referenceType: 'purl',
                referenceLocator: (0,reports_escape/* plain */.pj)(entry.purl),
            },
        ],
        ...(facts.length > 0
            ? {
                annotations: facts.map((comment) => ({
                    annotationDate: created,
                    annotationType: 'OTHER',
                    annotator: tool,
                    comment,
                })),
            }
            : {}),
    };
}
/** Licences in packages' own words, each kept once as an extracted text that a `LicenseRef` names (SPDX 2.3 §10). */
class Licenses {
    #references = new Map();
    declare(license) {
        if (!license)
            return 'NOASSERTION';
        if (isLicenseExpression(license))
            return license;
        const known = this.#references.get(license);
        if (known !== undefined)
            return known;
        const reference = `LicenseRef-portside-${this.#references.size + 1}`;
        this.#references.set(license, reference);
        return reference;
    }
    extracted() {
        return [...this.#references].map(([words, licenseId]) => ({
            licenseId,
            name: (0,reports_escape/* plain */.pj)(words),
            extractedText: (0,reports_escape/* plain */.pj)(words),
        }));
    }
}

;// CONCATENATED MODULE: ./src/reports/excerpt.ts

/** How much of a long line is shown before its first word that matters. */
const LEAD = 10;
/** The line that `ranges` start on, in `room` cells; of a long one the part around the first range. */
function excerpt(source, ranges, room) {
    const whole = source.replace(/\r$/, '');
    const spans = ranges.map((at) => ({
        start: at.startColumn - 1,
        end: at.endLine === at.startLine ? at.endColumn - 1 : whole.length,
    }));
    const first = spans.reduce((least, s) => Math.min(least, s.start), Number.POSITIVE_INFINITY);
    const skip = Number.isFinite(first) && first > room - 2 * LEAD ? first - LEAD : 0;
    const part = whole.slice(skip, skip + 2 * room);
    const mark = skip > 0 ? '…' : '';
    return {
        line: mark + (0,reports_escape/* shorten */.ml)(cells(part), room - mark.length),
        carets: caretsUnder(part, spans, skip, mark.length).slice(0, room),
    };
}
function caretsUnder(part, spans, skip, offset) {
    const marks = [];
    for (const span of spans) {
        const start = span.start - skip;
        const end = Math.min(Math.max(span.end - skip, start + 1), part.length);
        if (start < 0 || start >= end)
            continue;
        const from = cells(part.slice(0, start)).length + offset;
        const to = from + cells(part.slice(start, end)).trimEnd().length;
        for (let at = from; at < to; at++)
            marks[at] = '^';
    }
    return Array.from(marks, (mark) => mark ?? ' ').join('');
}
/** A tab becomes one space, so that columns and cells stay the same. */
function cells(source) {
    return (0,reports_escape/* plain */.pj)(source.replaceAll('\t', ' '));
}

;// CONCATENATED MODULE: ./src/reports/text.ts






/** For people at a terminal: every finding under the line that causes it, the verdict last. */
const text_text = {
    id: 'text',
    description: 'for people: findings under their source lines, the verdict last',
    render: text_render,
};
/** Rows of findings that are printed at most; the most urgent ones are. */
const ROWS = 200;
/** Packages under one line. */
const PACKAGES = 8;
/** Notes and reasons for incompleteness. */
const REMARKS = 10;
function text_render(report, context) {
    const page = {
        width: Math.max(40, context.width ?? 100),
        paint: context.colour ? ansi : (_style, words) => words,
        packages: packagesOf(report),
        ...(context.source ? { source: context.source } : {}),
    };
    const shown = findingsShown(report, context);
    const rows = pick(shown, page);
    const blocks = groupBy(rows, (row) => place(row.finding));
    const lines = [...blocks].flatMap(([title, group]) => [...block(title, group, page), '']);
    const hidden = rows.reduce((sum, row) => sum - row.size, shown.length);
    if (hidden > 0) {
        lines.push(`… and ${count(hidden, 'less urgent finding')}: --format json has all of them`, '');
    }
    lines.push(...remarks(report, page), ...verdict(report, context, page));
    return `${lines.map((line) => (0,reports_escape/* logLine */.BP)(line.trimEnd())).join('\n')}\n`;
}
/** With something to compare with, only what is new: the rest is counted. */
function findingsShown(report, context) {
    return context.baseline === undefined
        ? order_open(report.findings)
        : withStatus(report.findings, 'new');
}
/** The rows worth printing, in the order of the files. */
function pick(findings, page) {
    const places = groupBy([...findings].sort(byPlace), lineKey);
    const rows = [...places.values()].flatMap((group) => [
        ...findingRows(group.filter((f) => !isVulnerability(f)), page),
        ...packageRows(group.filter(isVulnerability), page),
    ]);
    if (rows.length <= ROWS)
        return rows;
    const kept = new Set([...rows].sort((a, b) => byUrgency(a.finding, b.finding)).slice(0, ROWS));
    return rows.filter((r) => kept.has(r));
}
/** Minor findings on one line that are shown one by one; more are named in one row. */
const MINOR = 2;
/** Rules that such a row names. */
const NAMED = 12;
/** One row a finding, the worst first; many minor ones on the same line are one row of rules. */
function findingRows(findings, page) {
    const sorted = [...findings].sort((a, b) => (0,findings_severity/* compareSeverity */.zK)(a.severity, b.severity) || byPlace(a, b));
    const minor = sorted.filter(({ severity }) => severity === 'low' || severity === 'info');
    const [first] = minor;
    if (!first || minor.length <= MINOR)
        return singleRows(sorted, page);
    const rules = [...new Set(minor.map(({ rule }) => (0,reports_escape/* plain */.pj)(rule)))];
    const more = rules.length > NAMED ? [`… and ${rules.length - NAMED} more`] : [];
    const ids = [...rules.slice(0, NAMED), ...more].join(' ');
    const folded = {
        finding: first,
        size: minor.length,
        words: `${badge(first.severity, page)} ${ids}`,
    };
    return [...singleRows(sorted.slice(0, sorted.length - minor.length), page), folded];
}
function singleRows(findings, page) {
    const rules = column(findings.map((f) => f.rule));
    return findings.map((finding) => ({
        finding,
        size: 1,
        words: [
            badge(finding.severity, page),
            page.paint('bold', rules(finding.rule)),
            `${(0,reports_escape/* plain */.pj)(finding.message)}${subjectPath(finding)}`,
        ].join(' '),
    }));
}
/** Pads plain words to the longest of them, so that the next ones stand in a column. */
function column(words) {
    const width = words.reduce((longest, w) => Math.max(longest, Math.min(30, (0,reports_escape/* plain */.pj)(w).length)), 0);
    return (word) => (0,reports_escape/* plain */.pj)(word).padEnd(width);
}
function subjectPath(finding) {
    const path = finding.subject?.path;
    return finding.location || path === undefined || finding.message.includes(path)
        ? ''
        : ` (${(0,reports_escape/* plain */.pj)(path)})`;
}
/** One row a package: what it is, what mends it, which weaknesses it has. */
function packageRows(findings, page) {
    const groups = groupBy(findings, (f) => f.subject?.purl ?? f.subject?.path ?? f.rule);
    const packages = [...groups.values()]
        .map((group) => group.sort(byUrgency))
        .sort((a, b) => (a[0] && b[0] ? byUrgency(a[0], b[0]) : 0))
        .flatMap((group) => affected(group, page));
    // One more row costs no more than saying that it is left out.
    const shown = packages.length > PACKAGES + 1 ? packages.slice(0, PACKAGES) : packages;
    const names = column(shown.map((p) => p.name));
    const versions = column(shown.map((p) => p.installed));
    const fixes = column(shown.map((p) => p.fixed));
    const rows = shown.map((p) => ({
        finding: p.worst,
        size: p.size,
        words: [
            badge(p.worst.severity, page),
            page.paint('bold', names(p.name)),
            versions(p.installed),
            page.paint('dim', fixes(p.fixed)),
            p.weaknesses,
            ...(p.exploited ? [page.paint('critical', 'exploited')] : []),
        ].join(' '),
    }));
    return [...rows, ...restOf(packages.slice(shown.length), page)];
}
function restOf(packages, page) {
    const first = packages[0];
    if (!first)
        return [];
    const size = packages.reduce((sum, p) => sum + p.size, 0);
    const words = `… ${count(packages.length, 'more package')} with ${count(size, 'vulnerability', 'vulnerabilities')}, ${first.worst.severity} and below`;
    return [{ finding: first.worst, size, words: page.paint('dim', words) }];
}
function affected(group, page) {
    const worst = group[0];
    if (!worst)
        return [];
    const facts = group.map((f) => vulnerability(f, page.packages));
    const fixes = [...new Set(facts.flatMap((f) => f.fixed ?? []))];
    const ids = [...new Set(group.map((f) => (0,reports_escape/* plain */.pj)(f.rule)))];
    return [
        {
            worst,
            size: group.length,
            name: (0,reports_escape/* plain */.pj)(facts[0]?.package ?? ''),
            installed: (0,reports_escape/* plain */.pj)(facts[0]?.installed ?? ''),
            fixed: fixes.length === 0
                ? 'no fix yet'
                : `fixed in ${(0,reports_escape/* plain */.pj)(fixes.slice(0, 2).join(', '))}${fixes.length > 2 ? ' …' : ''}`,
            weaknesses: `${ids.slice(0, 2).join(' ')}${ids.length > 2 ? ` +${ids.length - 2}` : ''}`,
            exploited: facts.some((f) => f.exploited),
        },
    ];
}
/** `Dockerfile`, or the image for what has no line in the repository. */
function place(finding) {
    if (finding.location)
        return (0,reports_escape/* plain */.pj)(finding.location.path);
    return (0,reports_escape/* plain */.pj)(finding.subject?.image ?? finding.subject?.path ?? 'policy');
}
function lineKey(finding) {
    return finding.location
        ? `${finding.location.path}\n${finding.location.startLine}`
        : place(finding);
}
/** The findings of one file or image, under their source lines. */
function block(title, rows, page) {
    const lines = groupBy(rows, (r) => String(r.finding.location?.startLine ?? 0));
    const gutter = Math.max(...[...lines.keys()].map((n) => n.length));
    const path = rows[0]?.finding.location?.path;
    const source = path === undefined ? undefined : page.source?.(path)?.split('\n');
    return [
        page.paint('bold', title),
        ...[...lines].flatMap(([number, group]) => {
            if (number === '0')
                return group.map((r) => `  ${r.words}`);
            const indent = `  ${' '.repeat(gutter)}   `;
            return [
                ...excerptOf(source?.[Number(number) - 1], number.padStart(gutter), group, page),
                ...group.map((r) => `${indent}${r.words}`),
            ];
        }),
    ];
}
/** The source line with carets, or only its number when there is no source. */
function excerptOf(source, number, rows, page) {
    if (source === undefined)
        return [`  ${page.paint('dim', `line ${number.trim()}`)}`];
    const places = rows
        .filter((r) => !isVulnerability(r.finding))
        .flatMap((r) => r.finding.location ?? []);
    const bar = page.paint('dim', '│');
    const { line, carets } = excerpt(source, places, page.width - number.length - 5);
    return [
        `  ${page.paint('dim', number)} ${bar} ${line}`,
        ...(carets === ''
            ? []
            : [`  ${' '.repeat(number.length)} ${bar} ${page.paint('caret', carets)}`]),
    ];
}
function remarks(report, page) {
    const incomplete = report.incomplete.map((i) => `  ${page.paint('medium', '!')} ${i.check} of ${(0,reports_escape/* plain */.pj)(i.target)}: ${(0,reports_escape/* plain */.pj)(i.reason)}`);
    const notes = report.notes.map((n) => page.paint('dim', `  ${n.target ? `${(0,reports_escape/* plain */.pj)(n.target)}: ` : ''}${(0,reports_escape/* plain */.pj)(n.message)}`));
    return [...text_section('Could not be checked', incomplete, page), ...text_section('Notes', notes, page)];
}
function text_section(title, lines, page) {
    if (lines.length === 0)
        return [];
    const more = lines.length > REMARKS ? [`  … and ${lines.length - REMARKS} more`] : [];
    return [page.paint('bold', title), ...lines.slice(0, REMARKS), ...more, ''];
}
function verdict(report, context, page) {
    const standing = order_open(report.findings);
    const known = withStatus(report.findings, 'known').length;
    const fixed = withStatus(report.findings, 'fixed').length;
    const excepted = withStatus(report.findings, 'excepted').length;
    const mendable = standing.filter((f) => f.fix && f.check === 'lint');
    const counts = [
        standing.length === 0
            ? 'no findings'
            : `${count(standing.length, 'finding')}: ${countBySeverity(standing)}`,
        ...(context.baseline === undefined
            ? []
            : [`${known} known in ${(0,reports_escape/* plain */.pj)(context.baseline)}`, `${fixed} fixed`]),
        ...(excepted > 0 ? [`${excepted} excepted`] : []),
        ...(mendable.length > 0 ? [`${mendable.length} mended by lint --fix`] : []),
    ].join(' · ');
    const reasons = verdictReasons(report).map(reports_escape/* plain */.pj);
    const outcome = page.paint(OUTCOME_STYLE[report.verdict.outcome], report.verdict.outcome.toUpperCase());
    return [counts, `${outcome}${reasons.length > 0 ? `  ${reasons.join('; ')}` : ''}`];
}
const OUTCOME_STYLE = { pass: 'pass', fail: 'critical', incomplete: 'medium' };
function badge(severity, page) {
    return page.paint(severity, severity.padEnd(8));
}
const CODES = {
    critical: '1;31',
    high: '31',
    medium: '33',
    low: '36',
    info: '2',
    bold: '1',
    dim: '2',
    caret: '33',
    pass: '32',
};
function ansi(style, words) {
    return `\u001b[${CODES[style]}m${words}\u001b[0m`;
}

;// CONCATENATED MODULE: ./src/reports/reports.ts












/** Every way to write a report down, by the name that `--format` takes. */
const FORMATS = new Map([
    text_text,
    json,
    sarif,
    markdown,
    html,
    junit,
    gitlab,
    codeQuality,
    checkstyle,
    githubAnnotations,
    cyclonedx,
    spdx,
].map((format) => [format.id, format]));


/***/ })

};
