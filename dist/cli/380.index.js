export const id = 380;
export const ids = [380];
export const modules = {

/***/ 5100:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  f: () => (/* binding */ inspectVulnerabilities)
});

// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/advisories/ecosystem.ts
var advisories_ecosystem = __webpack_require__(3583);
;// CONCATENATED MODULE: ./src/advisories/coverage.ts

/** How old advisories may be before a warning. */
const FRESH_DAYS = 5;
/** "No advisories" must not look like "no vulnerabilities": says where that is so. */
function findGaps(queries, notCovered, found, source, freshness) {
    const incomplete = new Tally();
    const notes = new Tally();
    for (const { reason, gap } of notCovered)
        (gap ? incomplete : notes).count(reason);
    for (const query of queries) {
        const gap = gapOf(query, found, source);
        if (gap)
            incomplete.count(gap);
    }
    const ages = judgeAge(queries, found, source, freshness);
    return {
        incomplete: [
            ...incomplete.lines(),
            ...found.problems.map((p) => p.message),
            ...ages.incomplete,
        ],
        notes: [...notes.lines(), ...limitsOf(queries), ...ages.notes],
    };
}
function gapOf(query, found, source) {
    const { ecosystems } = found.coverage;
    if (!ecosystems)
        return undefined;
    const known = ecosystems.get(query.ecosystem);
    if (!known || known.records === 0)
        return `${source} has no advisories of ${query.ecosystem}`;
    const { release } = query;
    if (release === undefined || known.releases.size === 0)
        return undefined;
    for (const row of known.releases)
        if ((0,advisories_ecosystem/* matchRelease */.L0)(query.ecosystem, row, release) !== 'no')
            return undefined;
    return `${source} has no advisories of ${query.ecosystem} ${release}`;
}
/** What an ecosystem's advisories leave out by their nature. */
const LIMITS = new Map([
    [
        'Alpine',
        'Alpine publishes advisories for its main repository only: packages of community are not covered',
    ],
    [
        'Red Hat',
        "Red Hat's advisories name mended weaknesses only: those that are not mended yet are not covered",
    ],
    [
        'AlmaLinux',
        "AlmaLinux's advisories name mended weaknesses only: those that are not mended yet are not covered",
    ],
    [
        'Rocky Linux',
        "Rocky Linux's advisories name mended weaknesses only: those that are not mended yet are not covered",
    ],
]);
function limitsOf(queries) {
    return [...new Set(queries.map(({ ecosystem }) => ecosystem))].flatMap((ecosystem) => LIMITS.get(ecosystem) ?? []);
}
/** By the newest record of all: ecosystems with few advisories have none for weeks. */
function judgeAge(queries, found, source, { now, maximumDays }) {
    const newest = [...(found.coverage.ecosystems?.values() ?? [])]
        .map(({ modified }) => Date.parse(modified ?? ''))
        .filter((time) => !Number.isNaN(time))
        .reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    if (queries.length === 0 || newest === Number.NEGATIVE_INFINITY)
        return { incomplete: [], notes: [] };
    const days = Math.floor((now.getTime() - newest) / 86_400_000);
    const age = `the newest advisory in ${source} is ${days} days old`;
    if (maximumDays !== undefined && days > maximumDays)
        return { incomplete: [`${age}, more than the ${maximumDays} that are allowed`], notes: [] };
    return { incomplete: [], notes: days > FRESH_DAYS ? [`${age}: get newer ones`] : [] };
}
/** Counts packages by what is wrong with them. */
class Tally {
    counts = new Map();
    count(reason) {
        this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
    }
    lines() {
        return [...this.counts].map(([reason, n]) => `${n} ${n === 1 ? 'package is' : 'packages are'} not covered: ${reason}`);
    }
}

// EXTERNAL MODULE: ./src/findings/fingerprint.ts
var fingerprint = __webpack_require__(7858);
;// CONCATENATED MODULE: ./src/advisories/end-of-life-dates.ts
/**
 * By os-release ID and release: the last day of free updates, the last day of longer support where there is one (else
 * nothing), the code name. Written by scripts/refresh-end-of-life.mjs; facts from endoflife.date.
 */
const END_OF_LIFE = {
    almalinux: {
        '8': '2029-05-31',
        '9': '2032-05-31',
        '10': '2035-05-31',
    },
    alpine: {
        '3.24': '2028-06-01',
        '3.23': '2027-11-01',
        '3.22': '2027-05-01',
        '3.21': '2026-11-01',
        '3.20': '2026-04-01',
        '3.19': '2025-11-01',
        '3.18': '2025-05-09',
        '3.17': '2024-11-22',
        '3.16': '2024-05-23',
        '3.15': '2023-11-01',
        '3.14': '2023-05-01',
        '3.13': '2022-11-01',
        '3.12': '2022-05-01',
        '3.11': '2021-11-01',
        '3.10': '2021-05-01',
        '3.9': '2020-11-01',
        '3.8': '2020-05-01',
        '3.7': '2019-11-01',
        '3.6': '2019-05-01',
        '3.5': '2018-11-01',
        '3.4': '2018-05-01',
        '3.3': '2017-11-01',
        '3.2': '2017-05-01',
        '3.1': '2016-11-01',
        '3.0': '2016-05-01',
        '2.7': '2015-11-01',
        '2.6': '2015-05-01',
        '2.5': '2014-11-01',
        '2.4': '2014-05-01',
        '2.3': '2013-11-01',
        '2.2': '2013-05-01',
        '2.1': '2012-11-01',
    },
    amzn: {
        '2': '2026-06-30',
        '2023': '2029-06-30',
        '2018.03': '2023-12-31',
        '2017.09': '2023-12-31',
        '2017.03': '2023-12-31',
        '2016.09': '2023-12-31',
        '2016.03': '2023-12-31',
        '2015.09': '2023-12-31',
        '2015.03': '2023-12-31',
        '2014.09': '2023-12-31',
        '2014.03': '2023-12-31',
        '2013.09': '2023-12-31',
        '2013.03': '2023-12-31',
        '2012.09': '2023-12-31',
        '2012.03': '2023-12-31',
        '2011.09': '2023-12-31',
        '2010.11': '2023-12-31',
    },
    centos: {
        '5': '2017-03-31',
        '6': '2020-11-30',
        '7': '2024-06-30',
        '8': '2021-12-31',
    },
    'centos-stream': {
        '8': '2024-05-31',
        '9': '2027-05-31',
        '10': '2030-05-31',
    },
    debian: {
        '4': '2010-02-15 2010-02-15 etch',
        '5': '2012-02-06 2012-02-06 lenny',
        '6': '2014-05-31 2016-02-29 squeeze',
        '7': '2016-04-25 2018-05-31 wheezy',
        '8': '2018-06-17 2020-06-30 jessie',
        '9': '2020-07-18 2022-07-01 stretch',
        '10': '2022-09-10 2024-06-30 buster',
        '11': '2024-08-14 2026-08-31 bullseye',
        '12': '2026-07-11 2028-06-30 bookworm',
        '13': '2028-08-09 2030-06-30 trixie',
        '3.1': '2008-03-31 2008-03-31 sarge',
        '3.0': '2006-06-30 2006-06-30 woody',
        '2.2': '2003-06-30 2003-06-30 potato',
        '2.1': '2000-09-30 2000-10-30 slink',
        '2.0': '1999-02-15 1999-02-15 hamm',
        '1.3': '1998-12-08 1998-12-08 bo',
        '1.2': '1997-10-23 1997-10-23 rex',
        '1.1': '1996-12-12 1996-12-12 buzz',
    },
    fedora: {
        '1': '2004-09-20',
        '2': '2005-04-11',
        '3': '2006-01-16',
        '4': '2006-08-07',
        '5': '2007-07-02',
        '6': '2007-12-07',
        '7': '2008-06-13',
        '8': '2009-01-07',
        '9': '2009-07-10',
        '10': '2009-12-17',
        '11': '2010-06-25',
        '12': '2010-12-02',
        '13': '2011-06-24',
        '14': '2011-12-09',
        '15': '2012-06-26',
        '16': '2013-02-12',
        '17': '2013-07-30',
        '18': '2014-01-14',
        '19': '2015-01-06',
        '20': '2015-06-23',
        '21': '2015-12-01',
        '22': '2016-07-19',
        '23': '2016-12-20',
        '24': '2017-08-08',
        '25': '2017-12-12',
        '26': '2018-05-29',
        '27': '2018-11-30',
        '28': '2019-05-28',
        '29': '2019-11-26',
        '30': '2020-05-26',
        '31': '2020-11-24',
        '32': '2021-05-25',
        '33': '2021-11-30',
        '34': '2022-06-07',
        '35': '2022-12-13',
        '36': '2023-05-16',
        '37': '2023-12-05',
        '38': '2024-05-21',
        '39': '2024-11-26',
        '40': '2025-05-13',
        '41': '2025-12-15',
        '42': '2026-05-27',
        '43': '2026-12-09',
        '44': '2027-06-02',
    },
    ol: {
        '6': '2021-03-31 2024-12-31',
        '7': '2024-12-31 2028-06-30',
        '8': '2029-07-31 2032-07-31',
        '9': '2032-06-30 2035-06-30',
    },
    'opensuse-leap': {
        '16.0': '2027-10-31',
        '15.6': '2026-04-30',
        '15.5': '2024-12-31',
        '15.4': '2023-12-07',
        '15.3': '2022-12-31',
        '15.2': '2022-01-04',
        '15.1': '2021-02-02',
        '15.0': '2019-12-03',
        '42.3': '2019-07-01',
        '42.2': '2018-01-26',
        '42.1': '2017-05-17',
        '13.2': '2017-01-17',
        '13.1': '2016-02-03',
        '12.3': '2015-01-29',
        '12.2': '2014-01-15',
        '12.1': '2013-05-15',
        '11.4': '2012-11-05',
        '11.3': '2012-01-20',
        '11.2': '2011-05-12',
        '11.1': '2011-01-14',
        '11.0': '2010-07-26',
    },
    rhel: {
        '4': '2012-02-29 2017-03-31',
        '5': '2017-03-31 2020-11-30',
        '6': '2020-11-30 2024-06-30',
        '7': '2024-06-30 2029-05-31',
        '8': '2029-05-31 2033-05-31',
        '9': '2032-05-31 2036-05-31',
        '10': '2035-05-31 2039-05-31',
    },
    rocky: {
        '8': '2029-05-31',
        '9': '2032-05-31',
        '10': '2035-05-31',
    },
    sles: {
        '16.0': '2027-11-30 2030-11-30',
        '15.7': '2031-07-31 2034-07-31',
        '15.6': '2025-12-31 2028-12-31',
        '15.5': '2024-12-31 2027-12-31',
        '15.4': '2023-12-31 2026-12-31',
        '15.3': '2022-12-31 2025-12-31',
        '15.2': '2021-12-31 2024-12-31',
        '12.5': '2024-10-31 2027-10-31',
        '15.1': '2021-01-31 2024-01-31',
        '12.4': '2020-06-30 2023-06-30',
        '15.0': '2019-12-31 2022-12-31',
        '12.3': '2019-06-30 2022-06-30',
        '12.2': '2018-03-31 2021-03-31',
        '12.1': '2017-05-31 2020-05-31',
        '11.4': '2019-03-31 2022-03-31',
        '12.0': '2016-06-30 2019-07-01',
        '11.3': '2016-01-31 2019-01-30',
        '11.2': '2014-01-31 2017-01-30',
        '10.4': '2013-07-31 2016-07-30',
        '11.1': '2012-08-31 2015-08-30',
        '10.3': '2011-10-11 2014-10-31',
        '11.0': '2010-12-31 2010-12-31',
        '10.2': '2010-04-11 2013-04-10',
        '10.1': '2008-11-30 2010-12-31',
        '10.0': '2007-12-31 2007-12-31',
    },
    ubuntu: {
        '26.04': '2031-04-30 2036-04-30 resolute',
        '25.10': '2026-07-01  questing',
        '25.04': '2026-01-17  plucky',
        '24.10': '2025-07-10  oracular',
        '24.04': '2029-05-31 2036-05-31 noble',
        '23.10': '2024-07-12  mantic',
        '23.04': '2024-01-20  lunar',
        '22.10': '2023-07-20  kinetic',
        '22.04': '2027-04-01 2032-04-09 jammy',
        '21.10': '2022-07-14  impish',
        '21.04': '2022-01-20  hirsute',
        '20.10': '2021-07-22  groovy',
        '20.04': '2025-05-31 2030-04-02 focal',
        '19.10': '2020-07-06  eoan',
        '19.04': '2020-01-23  disco',
        '18.10': '2019-07-18  cosmic',
        '18.04': '2023-05-31 2028-04-01 bionic',
        '17.10': '2018-07-19  artful',
        '17.04': '2018-01-13  zesty',
        '16.10': '2017-07-20  yakkety',
        '16.04': '2021-04-02 2026-04-02 xenial',
        '15.10': '2016-07-28  wily',
        '15.04': '2016-02-04  vivid',
        '14.10': '2015-07-23  utopic',
        '14.04': '2019-04-02 2024-04-02 trusty',
        '13.10': '2014-07-17  saucy',
        '13.04': '2014-01-27  raring',
        '12.10': '2014-05-16  quantal',
        '12.04': '2017-04-28 2019-04-26 precise',
        '11.10': '2013-05-09  oneiric',
        '11.04': '2012-10-28  natty',
        '10.10': '2012-04-10  maverick',
        '10.04': '2013-05-09  lucid',
        '9.10': '2011-04-30  karmic',
        '9.04': '2010-10-23  jaunty',
        '8.10': '2010-04-30  intrepid',
        '8.04': '2013-05-09  hardy',
        '7.10': '2009-04-18  gutsy',
        '7.04': '2008-10-19  feisty',
        '6.10': '2008-04-26  edgy',
        '6.06': '2011-06-01  dapper',
        '5.10': '2007-04-13  breezy',
        '5.04': '2006-10-31  hoary',
        '4.10': '2006-04-30  warty',
    },
};

;// CONCATENATED MODULE: ./src/advisories/end-of-life.ts


/** The rule of findings about distributions that get no more updates. */
const END_OF_LIFE_RULE = 'end-of-life';
/** Undefined for a distribution or release that the table does not know. */
function supportOf(distribution, now) {
    const id = distribution.id === 'centos' && isStream(distribution) ? 'centos-stream' : distribution.id;
    const found = releaseDates(id, distribution.version, distribution.codename);
    if (!found)
        return undefined;
    const { release, until, extendedUntil } = found;
    const today = now.toISOString().slice(0, 10);
    const over = today > until;
    const extended = over && extendedUntil !== undefined && today <= extendedUntil;
    return {
        release: `${distribution.id} ${release}`,
        state: !over ? 'supported' : extended ? 'extended' : 'ended',
        until,
        extendedUntil,
    };
}
/** The release of a code name: `bookworm` is 12. */
function releaseOfCodename(id, codename) {
    const releases = END_OF_LIFE[id] ?? {};
    return Object.keys(releases).find((release) => releases[release]?.endsWith(` ${codename}`));
}
function isStream(distribution) {
    return /stream/i.test(distribution.name ?? '');
}
/** The longest release number of the table that the version begins with: 3.20 for 3.20.3, 12 for 12.5. */
function releaseDates(id, version, codename) {
    const releases = Object.hasOwn(END_OF_LIFE, id) ? END_OF_LIFE[id] : undefined;
    if (!releases)
        return undefined;
    const wanted = version ?? (codename && releaseOfCodename(id, codename.toLowerCase()));
    if (!wanted)
        return undefined;
    const numbers = wanted.split('.').slice(0, 8);
    for (let count = numbers.length; count > 0; count--) {
        const release = numbers.slice(0, count).join('.');
        const [until, extendedUntil] = Object.hasOwn(releases, release)
            ? (releases[release]?.split(' ') ?? [])
            : [];
        if (until)
            return { release, until, extendedUntil: extendedUntil || undefined };
    }
    return undefined;
}
/** What is longer support and what it means, by distribution; elsewhere it is bought. */
const FREE_EXTENSION = new Set(['debian']);
/** A finding for a distribution past its end: no advisories must not look like no vulnerabilities. */
function endOfLifeFinding(distribution, now, image) {
    if (!distribution)
        return undefined;
    const support = supportOf(distribution, now);
    if (!support || support.state === 'supported')
        return undefined;
    const free = FREE_EXTENSION.has(distribution.id);
    if (support.state === 'extended' && free)
        return undefined;
    const severity = support.state === 'ended' ? 'high' : 'medium';
    const paid = support.state === 'extended'
        ? `; only paid support until ${support.extendedUntil} still brings updates`
        : '; weaknesses found since then are not mended, and may not be reported';
    const ended = free ? (support.extendedUntil ?? support.until) : support.until;
    return {
        rule: END_OF_LIFE_RULE,
        aliases: [],
        check: 'vulnerability',
        severity,
        confidence: 'high',
        tags: ['practice:image-security'],
        message: `${support.release} has had no free updates since ${ended}${paid}. Build on a supported release.`,
        subject: { ...(image !== undefined && { image }) },
        fingerprint: (0,fingerprint/* fingerprint */.Rj)(END_OF_LIFE_RULE, support.release, image === undefined ? undefined : (0,fingerprint/* imageName */.tO)(image)),
        status: 'new',
        details: {
            distribution: support.release,
            endOfLife: support.until,
            extendedUntil: support.extendedUntil ?? null,
        },
    };
}

;// CONCATENATED MODULE: ./src/advisories/group.ts
/**
 * Joins the records of one package that are about the same weakness: those that share an id among their own, their
 * aliases and their upstream ids (union-find, so that the relation is transitive; `related` does not count). An advisory
 * of a distribution that mends several CVEs at once says nothing of them being one: it belongs to each.
 */
function groupMatches(matches) {
    const sets = new DisjointSets();
    const memberships = matches.map((match) => ({ match, about: subjects(match.advisory) }));
    for (const { match, about } of memberships)
        if (about.length === 1)
            sets.join([match.advisory.id, ...about, ...match.advisory.aliases]);
        else
            for (const subject of about)
                sets.join([subject]);
    const groups = new Map();
    for (const { match, about } of memberships)
        for (const root of new Set(about.map((subject) => sets.find(subject)))) {
            const group = groups.get(root);
            if (group)
                group.push(match);
            else
                groups.set(root, [match]);
        }
    const ids = sets.all();
    return [...groups].map(([root, members]) => weakness(root, members, ids.get(root) ?? []));
}
/** The weaknesses that a record is about, itself where it names no other. */
function subjects(advisory) {
    // Ubuntu's notices name their CVEs as related.
    const notice = advisory.id.startsWith('USN-');
    const named = notice ? [...advisory.upstream, ...advisory.related] : advisory.upstream;
    const cves = unique(named.filter(isCve));
    if (cves.length > 0)
        return cves;
    const [first] = advisory.upstream;
    return [first ?? advisory.id];
}
function weakness(root, members, joined) {
    const matches = [...members].sort((a, b) => subjects(a.advisory).length - subjects(b.advisory).length);
    const ids = unique([
        ...joined,
        ...matches.flatMap(({ advisory }) => 
        // Of an advisory about several CVEs, the others' ids belong to the others.
        subjects(advisory).length > 1
            ? [advisory.id]
            : [advisory.id, ...advisory.aliases, ...advisory.upstream]),
    ]).sort(byTelling);
    return { rule: ids[0] ?? root, ids, matches };
}
const TELLING = [/^CVE-/, /^MAL-/, /^GHSA-/, /^(?:DSA|USN|RHSA|ALSA|RLSA|ELSA)-/];
/** CVE ids first, oldest first; the order decides the rule, so it must not depend on the order of records. */
function byTelling(a, b) {
    return rank(a) - rank(b) || compareIds(a, b);
}
function rank(id) {
    const at = TELLING.findIndex((pattern) => pattern.test(id));
    return at < 0 ? TELLING.length : at;
}
function compareIds(a, b) {
    if (isCve(a) && isCve(b) && a.length !== b.length) {
        const [yearA, yearB] = [a.slice(4, 8), b.slice(4, 8)];
        if (yearA === yearB)
            return a.length - b.length;
    }
    return a < b ? -1 : Number(a > b);
}
function isCve(id) {
    return id.startsWith('CVE-');
}
function unique(ids) {
    return [...new Set(ids)];
}
class DisjointSets {
    parents = new Map();
    join(ids) {
        const [first, ...rest] = ids;
        if (first === undefined)
            return;
        const root = this.find(first);
        for (const id of rest)
            this.parents.set(this.find(id), root);
    }
    find(id) {
        let root = id;
        for (let up = this.parents.get(root); up !== undefined && up !== root; up = this.parents.get(root))
            root = up;
        // The path is shortened, so that long chains of aliases stay linear.
        for (let at = id; at !== root;) {
            const up = this.parents.get(at) ?? root;
            this.parents.set(at, root);
            at = up;
        }
        this.parents.set(root, root);
        return root;
    }
    /** The ids of every set, by its root. */
    all() {
        const sets = new Map();
        for (const id of this.parents.keys()) {
            const root = this.find(id);
            const set = sets.get(root);
            if (set)
                set.push(id);
            else
                sets.set(root, [id]);
        }
        return sets;
    }
}

// EXTERNAL MODULE: ./src/advisories/json.ts
var advisories_json = __webpack_require__(1373);
;// CONCATENATED MODULE: ./src/advisories/imports/merge.ts

/**
 * Our findings with those of other scanners: the same id on the same package is one finding that names its sources.
 * What an import knows and ours does not (a fix, a rating) is taken over; everything else stays ours.
 */
function mergeImports(ours, imported) {
    const merged = [...ours];
    const places = new Map();
    const remember = (finding, place) => {
        for (const key of keysOf(finding))
            if (!places.has(key))
                places.set(key, place);
    };
    merged.forEach(remember);
    for (const finding of imported) {
        const place = keysOf(finding)
            .map((key) => places.get(key))
            .find((known) => known !== undefined);
        const known = place === undefined ? undefined : merged[place];
        if (place === undefined || !known) {
            merged.push(finding);
            remember(finding, merged.length - 1);
            continue;
        }
        const joined = join(known, finding);
        merged[place] = joined;
        remember(joined, place);
    }
    return merged;
}
/** Every id beside the package's name and version; scanners write epochs and qualifiers differently. */
function keysOf({ rule, aliases, details, check }) {
    if (check !== 'vulnerability' && check !== 'malware')
        return [];
    const [name, version] = [details?.package, details?.installed];
    if (typeof name !== 'string' || typeof version !== 'string')
        return [];
    const about = `${name.toLowerCase().replace('/', ':')}\n${version.replace(/^(?:[0-9]+:|v(?=[0-9]))/, '')}`;
    return [rule, ...aliases].map((id) => `${id}\n${about}`);
}
function join(ours, theirs) {
    const [own, other] = [ours.details ?? {}, theirs.details ?? {}];
    const unrated = own.rating === 'unknown' && other.rating !== 'unknown';
    const aliases = [...new Set([...ours.aliases, theirs.rule, ...theirs.aliases])].filter((id) => id !== ours.rule);
    return {
        ...ours,
        aliases,
        severity: unrated ? theirs.severity : ours.severity,
        details: {
            ...own,
            aliases: [ours.rule, ...aliases],
            fixed: own.fixed ?? other.fixed ?? null,
            cvss: own.cvss ?? other.cvss ?? null,
            epss: own.epss ?? other.epss ?? null,
            exploited: own.exploited === true || other.exploited === true,
            ...(unrated && { rating: other.rating, ratedBy: other.ratedBy }),
            sources: [...new Set([...(0,advisories_json/* texts */.Te)(own.sources), ...(0,advisories_json/* texts */.Te)(other.sources)])],
        },
    };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./src/advisories/imports/grype.ts

/** Source: grype's JSON output, `descriptor.name`. */
function isGrypeReport(json) {
    return (Array.isArray(json.matches) && (0,advisories_json/* isObject */.Gv)(json.descriptor) && json.descriptor.name === 'grype');
}
/** The weaknesses of a grype report. */
function readGrypeReport(json) {
    return (0,advisories_json/* objects */.JD)(json.matches).flatMap(readMatch);
}
function readMatch(match) {
    if (!(0,advisories_json/* isObject */.Gv)(match.vulnerability) || !(0,advisories_json/* isObject */.Gv)(match.artifact))
        return [];
    const { vulnerability, artifact } = match;
    const [id, name] = [(0,advisories_json/* text */.Qq)(vulnerability.id), (0,advisories_json/* text */.Qq)(artifact.name)];
    if (!id || !name)
        return [];
    const related = (0,advisories_json/* objects */.JD)(match.relatedVulnerabilities);
    const fix = (0,advisories_json/* isObject */.Gv)(vulnerability.fix) ? vulnerability.fix : {};
    const [epss] = (0,advisories_json/* objects */.JD)(vulnerability.epss);
    const [location] = (0,advisories_json/* objects */.JD)(artifact.locations);
    const purl = (0,advisories_json/* text */.Qq)(artifact.purl) || undefined;
    return [
        {
            source: 'grype',
            ids: [...new Set([id, ...related.map((one) => (0,advisories_json/* text */.Qq)(one.id) ?? '')])]
                .filter((one) => one !== '')
                .map(advisories_json/* cleanId */.F$),
            name,
            version: (0,advisories_json/* text */.Qq)(artifact.version) ?? '',
            type: /^pkg:([^/]+)\//.exec(purl ?? '')?.[1] ?? (0,advisories_json/* text */.Qq)(artifact.type) ?? 'generic',
            purl,
            path: (0,advisories_json/* text */.Qq)(location?.path)?.replace(/^\/+/, '') || undefined,
            fixed: (0,advisories_json/* texts */.Te)(fix.versions)[0],
            severity: (0,advisories_json/* text */.Qq)(vulnerability.severity),
            cvss: cvssOf([vulnerability, ...related]),
            exploited: (0,advisories_json/* objects */.JD)(vulnerability.knownExploited).length > 0,
            epss: epss === undefined ? undefined : (0,advisories_json/* number */.ai)(epss.epss),
            summary: (0,advisories_json/* text */.Qq)(vulnerability.description)?.split('\n', 1)[0],
            references: (0,advisories_json/* webAddresses */.Rh)([
                (0,advisories_json/* text */.Qq)(vulnerability.dataSource) ?? '',
                ...(0,advisories_json/* texts */.Te)(vulnerability.urls),
            ]),
        },
    ];
}
/** The highest version's of the first record that has any. */
function cvssOf(records) {
    for (const record of records) {
        const scores = (0,advisories_json/* objects */.JD)(record.cvss).flatMap((cvss) => {
            const [version, vector] = [(0,advisories_json/* text */.Qq)(cvss.version), (0,advisories_json/* text */.Qq)(cvss.vector)];
            const score = (0,advisories_json/* isObject */.Gv)(cvss.metrics) ? (0,advisories_json/* number */.ai)(cvss.metrics.baseScore) : undefined;
            return version && vector && score !== undefined ? [{ version, vector, score }] : [];
        });
        const [best] = scores.sort((a, b) => (a.version < b.version ? 1 : -1));
        if (best)
            return best;
    }
    return undefined;
}

// EXTERNAL MODULE: ./src/findings/severity.ts
var severity = __webpack_require__(5131);
;// CONCATENATED MODULE: ./src/advisories/imports/imported.ts



const UNRATED = 'medium';
/** A finding of another scanner in our form. */
function importedFinding(imported, image) {
    const { name, version, type, purl, path, fixed, source } = imported;
    const rule = imported.ids.find((id) => id.startsWith('CVE-')) ?? imported.ids[0] ?? 'unknown';
    const severity = severityOf(imported.severity);
    const malware = imported.ids.some((id) => id.startsWith('MAL-'));
    const about = imported.summary
        ? `: ${(0,advisories_json/* plainText */.wh)(imported.summary, 300).replace(/[.\s]+$/, '')}`
        : '';
    const fix = fixed === undefined ? 'no fixed version is known' : `fixed in ${(0,advisories_json/* plainText */.wh)(fixed, 120)}`;
    return {
        rule,
        aliases: imported.ids.filter((id) => id !== rule),
        check: malware ? 'malware' : 'vulnerability',
        severity: malware ? 'critical' : (severity ?? UNRATED),
        confidence: 'high',
        tags: ['practice:image-security'],
        message: `${(0,advisories_json/* plainText */.wh)(name, 120)} ${(0,advisories_json/* plainText */.wh)(version, 120)} is affected by ${rule}${about}; ${fix} (${source}).`,
        subject: {
            ...(image !== undefined && { image }),
            ...(purl !== undefined && { purl }),
            ...(path !== undefined && { path }),
        },
        fingerprint: (0,fingerprint/* fingerprint */.Rj)(rule, type, name, image && (0,fingerprint/* imageName */.tO)(image), path),
        status: 'new',
        details: {
            id: imported.ids[0] ?? rule,
            aliases: imported.ids,
            package: name,
            installed: version,
            fixed: fixed ?? null,
            cvss: imported.cvss ?? null,
            rating: severity ?? 'unknown',
            ratedBy: severity ? source : 'unknown',
            exploited: imported.exploited,
            epss: imported.epss ?? null,
            summary: imported.summary ?? null,
            references: imported.references,
            sources: [source],
        },
    };
}
function severityOf(word) {
    const lower = word?.toLowerCase() ?? '';
    if (lower === 'negligible')
        return 'info';
    return (0,severity/* isSeverity */._Z)(lower) ? lower : undefined;
}

;// CONCATENATED MODULE: ./src/advisories/imports/trivy.ts

/** Source: trivy's documentation, "Report formats", SchemaVersion 2. */
function isTrivyReport(json) {
    return json.SchemaVersion === 2 && (json.Results === undefined || Array.isArray(json.Results));
}
/** The weaknesses of a trivy report. */
function readTrivyReport(json) {
    return (0,advisories_json/* objects */.JD)(json.Results).flatMap((result) => (0,advisories_json/* objects */.JD)(result.Vulnerabilities).flatMap((entry) => readEntry(entry, result)));
}
function readEntry(entry, result) {
    const [id, name] = [(0,advisories_json/* text */.Qq)(entry.VulnerabilityID), (0,advisories_json/* text */.Qq)(entry.PkgName)];
    if (!id || !name)
        return [];
    const identifier = (0,advisories_json/* isObject */.Gv)(entry.PkgIdentifier) ? entry.PkgIdentifier : {};
    const purl = (0,advisories_json/* text */.Qq)(identifier.PURL);
    return [
        {
            source: 'trivy',
            ids: [id, ...(0,advisories_json/* texts */.Te)(entry.VendorIDs)].map(advisories_json/* cleanId */.F$),
            name,
            version: (0,advisories_json/* text */.Qq)(entry.InstalledVersion) ?? '',
            type: /^pkg:([^/]+)\//.exec(purl ?? '')?.[1] ?? (0,advisories_json/* text */.Qq)(result.Type) ?? 'generic',
            purl,
            path: (0,advisories_json/* text */.Qq)(entry.PkgPath) || undefined,
            // Several branches' fixes are separated by commas; which is the package's own is not said.
            fixed: (0,advisories_json/* text */.Qq)(entry.FixedVersion) || undefined,
            severity: (0,advisories_json/* text */.Qq)(entry.Severity),
            cvss: trivy_cvssOf(entry),
            exploited: false,
            epss: undefined,
            summary: (0,advisories_json/* text */.Qq)(entry.Title),
            references: (0,advisories_json/* webAddresses */.Rh)((0,advisories_json/* texts */.Te)(entry.References)),
        },
    ];
}
/** Of the source that rated it, else of any. */
function trivy_cvssOf(entry) {
    const bySource = (0,advisories_json/* isObject */.Gv)(entry.CVSS) ? entry.CVSS : {};
    const own = (0,advisories_json/* text */.Qq)(entry.SeveritySource);
    const preferred = own !== undefined && Object.hasOwn(bySource, own) ? [bySource[own]] : [];
    for (const scores of (0,advisories_json/* objects */.JD)([...preferred, ...Object.values(bySource)])) {
        for (const [version, score, vector] of [
            ['4.0', (0,advisories_json/* number */.ai)(scores.V40Score), (0,advisories_json/* text */.Qq)(scores.V40Vector)],
            ['3.1', (0,advisories_json/* number */.ai)(scores.V3Score), (0,advisories_json/* text */.Qq)(scores.V3Vector)],
            ['2.0', (0,advisories_json/* number */.ai)(scores.V2Score), (0,advisories_json/* text */.Qq)(scores.V2Vector)],
        ])
            if (score !== undefined && vector !== undefined)
                return { version, score, vector };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/advisories/imports/read.ts






const LARGEST = 256 << 20;
/**
 * The vulnerabilities of a trivy or grype JSON report as findings. Throws PortsideError (usage) for a file that cannot
 * be read or is neither.
 */
async function readImport(path, image) {
    let json;
    try {
        const { size } = await (0,promises_.stat)(path);
        if (size > LARGEST)
            throw new Error(`it is larger than ${LARGEST >> 20} MB`);
        json = JSON.parse(await (0,promises_.readFile)(path, 'utf8'));
    }
    catch (error) {
        throw unreadable(path, (0,errors/* reason */.l)(error), error);
    }
    const read = (0,advisories_json/* isObject */.Gv)(json)
        ? isTrivyReport(json)
            ? readTrivyReport(json)
            : isGrypeReport(json)
                ? readGrypeReport(json)
                : undefined
        : undefined;
    if (!read)
        throw unreadable(path, 'it is no report of trivy or grype');
    return read.map((imported) => importedFinding(imported, image));
}
function unreadable(path, why, cause) {
    return new errors/* PortsideError */.V('usage', `Cannot import ${path}: ${why}`, 'Give the JSON that trivy --format json or grype -o json writes', cause);
}

// EXTERNAL MODULE: ./src/advisories/affected.ts
var affected = __webpack_require__(4643);
;// CONCATENATED MODULE: ./src/advisories/modules.ts
/**
 * Whether a row may speak of an installed rpm as far as module streams go: a modular row speaks of modular packages of
 * the same `name:stream` only. A record tells its stream in its summary ("nodejs:18 security update"), and one without a
 * summary tells nothing that could exclude a package; a package tells its stream by the modularity label, and without
 * one by its version, where its name is the module's.
 */
function moduleMatches(query, advisory, row) {
    if (query.package.type !== 'rpm' || advisory.summary === undefined || !isModularRow(row))
        return true;
    if (!isModular(query.version) && query.module === undefined)
        return false;
    const streams = streamsIn(advisory.summary);
    return streams.length === 0 || streams.some((stream) => speaksOf(stream, query));
}
function isModularRow(row) {
    return row.ranges.some(({ events }) => events.some(({ kind, version }) => kind === 'fixed' && isModular(version)));
}
function isModular(version) {
    return /\.module[_+]/.test(version);
}
/** `nodejs:18`, `container-tools:rhel8`, `perl:5.32`. */
function streamsIn(summary) {
    return summary.match(/(?<=^|[\s,(])[a-z][a-z0-9_-]*:[A-Za-z0-9][A-Za-z0-9._-]*/g) ?? [];
}
function speaksOf(stream, query) {
    if (query.module !== undefined)
        return query.module === stream;
    const [name = '', version = ''] = stream.split(':');
    if (name !== query.package.name || !/^[0-9]/.test(version))
        return true;
    const installed = query.version.replace(/^[0-9]+:/, '');
    return installed === version || installed.startsWith(`${version}.`);
}

// EXTERNAL MODULE: ./src/advisories/versions/schemes.ts + 14 modules
var schemes = __webpack_require__(6580);
;// CONCATENATED MODULE: ./src/advisories/match.ts




/** Indexes records: withdrawn ones, repeated ones and advisories that are about no weakness are left out. */
function indexAdvisories(advisories) {
    const index = new Map();
    // A record that is in several dumps comes whole, or with each ecosystem's rows alone.
    const seen = new Map();
    for (const advisory of advisories) {
        if (advisory.withdrawn || isNoWeakness(advisory))
            continue;
        const earlier = seen.get(advisory.id);
        for (const row of advisory.affected) {
            if (earlier?.has(row.ecosystem))
                continue;
            const key = keyOf(row.ecosystem, (0,advisories_ecosystem/* normaliseName */.GX)(row.ecosystem, row.name));
            const known = index.get(key);
            if (known)
                known.push({ advisory, row });
            else
                index.set(key, [{ advisory, row }]);
        }
        const ecosystems = earlier ?? new Set();
        for (const { ecosystem } of advisory.affected)
            ecosystems.add(ecosystem);
        seen.set(advisory.id, ecosystems);
    }
    return index;
}
/** Every record that affects the package, each once. */
function match(query, index) {
    const matches = new Map();
    const pinned = proRows(query, index);
    for (const name of query.names)
        for (const { advisory, row } of index.get(keyOf(query.ecosystem, name)) ?? []) {
            const release = (0,advisories_ecosystem/* matchRelease */.L0)(query.ecosystem, row.release, query.release);
            if (release === 'no' || (pinned.has(advisory.id) && release !== 'pro'))
                continue;
            const hit = hitOf(query, advisory, row);
            const known = matches.get(advisory.id);
            if (!hit || (known && !prefers(release, hit, known)))
                continue;
            const pro = release === 'pro' && !isEsm(query.version);
            matches.set(advisory.id, { advisory, row, fixed: hit.fixed, pro });
        }
    return [...matches.values()];
}
/** Whether `version` of the package would still be affected, and what would mend that. */
function stillAffected(query, version, index) {
    return match({ ...query, version }, index);
}
function keyOf(ecosystem, name) {
    return `${ecosystem}\n${name}`;
}
/** AlmaLinux, Rocky and Red Hat publish bug fixes and enhancements as advisories too. */
function isNoWeakness({ id, aliases, upstream }) {
    if (/^(?:AL|RL)(?:BA|EA)-/.test(id))
        return true;
    return (/^RH(?:BA|EA)-/.test(id) && ![...aliases, ...upstream].some((other) => /^CVE-/.test(other)));
}
function hitOf(query, advisory, row) {
    // Rows of the go command's toolchain are about building, not about what was built.
    if (query.ecosystem === 'Go' && row.name === 'toolchain')
        return undefined;
    if (!moduleMatches(query, advisory, row))
        return undefined;
    return (0,affected/* affects */.b)(row, query.version, (0,schemes/* schemeOf */.d)(query.ecosystem));
}
/** An ordinary row before one of Ubuntu Pro, a row that names a fix before one that does not. */
function prefers(release, hit, known) {
    const proKnown = known.pro;
    if (proKnown !== (release === 'pro'))
        return proKnown;
    return known.fixed === undefined && hit.fixed !== undefined;
}
const NONE = new Set();
/** Records whose Ubuntu Pro rows decide, because the installed package comes from that archive. */
function proRows(query, index) {
    if (query.ecosystem !== 'Ubuntu' || !isEsm(query.version))
        return NONE;
    return new Set(query.names.flatMap((name) => (index.get(keyOf(query.ecosystem, name)) ?? [])
        .filter(({ row }) => (0,advisories_ecosystem/* matchRelease */.L0)('Ubuntu', row.release, query.release) === 'pro')
        .map(({ advisory }) => advisory.id)));
}
function isEsm(version) {
    return /[+~]esm/.test(version);
}

;// CONCATENATED MODULE: ./src/advisories/severity.ts
/**
 * The distribution's own rating for its packages, else the base score of the highest CVSS version, of the first record
 * that has one, else the word of its database. The affected row's vectors go before the record's; `upstream`, the CVE's
 * own record, comes last.
 */
async function rate(matches, upstream) {
    const cvss = (await firstCvss(matches)) ?? (upstream && (await highestCvss(upstream.severity)));
    for (const match of matches) {
        const severity = distributionRating(match);
        if (severity)
            return { severity, cvss, source: 'distribution' };
    }
    if (cvss)
        return { severity: severityOfScore(cvss.score), cvss, source: 'cvss' };
    for (const { advisory } of matches) {
        const severity = severityOfWord(advisory.rating);
        if (severity)
            return { severity, cvss, source: 'database' };
    }
    return { severity: undefined, cvss, source: 'unknown' };
}
async function firstCvss(matches) {
    for (const { advisory, row } of matches) {
        const cvss = (await highestCvss(row.severity)) ?? (await highestCvss(advisory.severity));
        if (cvss)
            return cvss;
    }
    return undefined;
}
/** Distributions rate what a weakness means for their build of a package. */
function distributionRating({ advisory, row }) {
    switch (row.ecosystem) {
        case 'Debian':
            return severityOfWord(row.urgency?.replace(/\*+$/, ''));
        case 'Ubuntu':
            return severityOfWord(ubuntuWord(row.severity) ?? row.urgency ?? ubuntuWord(advisory.severity));
        case 'AlmaLinux':
        case 'Rocky Linux':
            return severityOfWord(advisory.summary?.match(/^([A-Za-z]+):/)?.[1]);
        case 'openEuler':
            return severityOfWord(advisory.rating);
        default:
            return undefined;
    }
}
function ubuntuWord(vectors) {
    return vectors.find(({ type }) => type === 'Ubuntu')?.score;
}
/** Debian's "not yet assigned" and "end-of-life" say nothing of severity. */
function severityOfWord(word) {
    switch (word?.toLowerCase()) {
        case 'critical':
            return 'critical';
        case 'high':
        case 'important':
            return 'high';
        case 'medium':
        case 'moderate':
            return 'medium';
        case 'low':
            return 'low';
        case 'negligible':
        case 'unimportant':
        case 'none':
            return 'info';
        default:
            return undefined;
    }
}
/** Source: CVSS v4.0 specification, section 6, "Qualitative Severity Rating Scale"; the same in v3.1. */
function severityOfScore(score) {
    if (score >= 9)
        return 'critical';
    if (score >= 7)
        return 'high';
    if (score >= 4)
        return 'medium';
    return score > 0 ? 'low' : 'info';
}
const NEWEST_FIRST = ['CVSS_V4', 'CVSS_V3', 'CVSS_V2'];
async function highestCvss(vectors) {
    for (const wanted of NEWEST_FIRST)
        for (const { type, score } of vectors) {
            const cvss = type === wanted ? await readCvss(score) : undefined;
            if (cvss)
                return cvss;
        }
    return undefined;
}
const known = new Map();
const REMEMBERED = 4096;
/** The base score of a vector; undefined when it is none. */
async function readCvss(vector) {
    if (known.has(vector))
        return known.get(vector);
    const cvss = await calculate(vector);
    if (known.size >= REMEMBERED)
        known.clear();
    known.set(vector, cvss);
    return cvss;
}
async function calculate(vector) {
    const version = vectorVersion(vector);
    if (version === undefined)
        return undefined;
    // Twenty milliseconds to load, of use only once something was found.
    const module = await __webpack_require__.e(/* import() */ 734).then(__webpack_require__.t.bind(__webpack_require__, 4353, 23));
    const calculators = 'default' in module ? module.default : module;
    try {
        const score = calculators.fromVector(vector)?.calculateScores().base;
        if (typeof score !== 'number' || Number.isNaN(score))
            return undefined;
        return { version, score, vector };
    }
    catch {
        return undefined;
    }
}
function vectorVersion(vector) {
    if (vector.length > 500 || !/^[A-Za-z0-9.:/]+$/.test(vector))
        return undefined;
    const [, version] = /^CVSS:([0-9]\.[0-9])\//.exec(vector) ?? [];
    return version ?? (/^AV:[LAN]\/AC:/.test(vector) ? '2.0' : undefined);
}

;// CONCATENATED MODULE: ./src/advisories/vulnerability.ts





const ADVICE_TAG = 'practice:image-security';
/** What nobody rated is neither hidden nor cried about. */
const vulnerability_UNRATED = 'medium';
/** The finding for one weakness of one package (DESIGN §10). */
async function vulnerability(query, weakness, { urgency, upstream, image }) {
    const { package: pkg } = query;
    const malware = weakness.ids.some((id) => id.startsWith('MAL-'));
    const rating = await rate(weakness.matches, upstream.get(weakness.rule));
    const fixed = fixOf(query, weakness.matches);
    const lookups = lookupIds(weakness);
    const exploited = lookups.some((id) => urgency.exploited.has(id));
    const epss = Math.max(-1, ...lookups.map((id) => urgency.epss.get(id) ?? -1));
    const pro = weakness.matches.some((match) => match.pro && match.fixed === fixed);
    const [path] = pkg.paths;
    const name = image === undefined ? undefined : (0,fingerprint/* imageName */.tO)(image);
    const summary = weakness.matches.find(({ advisory }) => advisory.summary)?.advisory.summary;
    return {
        query,
        weakness,
        fixed,
        finding: {
            rule: weakness.rule,
            aliases: weakness.ids.filter((id) => id !== weakness.rule),
            check: malware ? 'malware' : 'vulnerability',
            severity: malware ? 'critical' : (rating.severity ?? vulnerability_UNRATED),
            confidence: pkg.evidence === undefined ? 'high' : 'medium',
            tags: [ADVICE_TAG],
            message: sentence({ query, rule: weakness.rule, malware, fixed, pro, exploited, summary }),
            ...(pkg.location && { location: pkg.location }),
            ...(pkg.related && {
                related: [{ location: pkg.related, message: `${pkg.name} was brought in here` }],
            }),
            subject: {
                ...(image !== undefined && { image }),
                ...(pkg.layer && { layer: pkg.layer.index }),
                purl: pkg.purl,
                ...(path !== undefined && { path }),
            },
            fingerprint: (0,fingerprint/* fingerprint */.Rj)(weakness.rule, pkg.type, pkg.name, name, path),
            status: 'new',
            details: {
                id: weakness.matches[0]?.advisory.id ?? weakness.rule,
                aliases: weakness.ids,
                package: pkg.name,
                installed: pkg.version,
                ...(query.names[0] !== undefined &&
                    query.names[0] !== pkg.name && { source: query.names[0] }),
                fixed: fixed ?? null,
                ...(pro && { fixRequires: 'Ubuntu Pro' }),
                cvss: rating.cvss ?? null,
                rating: rating.severity ?? 'unknown',
                ratedBy: rating.source,
                exploited,
                epss: epss < 0 ? null : epss,
                summary: summary ?? null,
                related: relatedCves(weakness),
                references: [
                    ...new Set(weakness.matches.flatMap(({ advisory }) => advisory.references)),
                ].slice(0, 20),
                sources: ['osv'],
            },
        },
    };
}
/** Of several records' fixes the newest: the others are then mended too. */
function fixOf(query, matches) {
    return newest(query.ecosystem, matches.flatMap(({ fixed }) => (fixed === undefined ? [] : [fixed])));
}
/** The newest version of a list, by the ecosystem's order. */
function newest(ecosystem, versions) {
    const scheme = (0,schemes/* schemeOf */.d)(ecosystem);
    let found;
    for (const version of versions)
        if (found === undefined || (scheme && scheme.compare(version, found) > 0))
            found = version;
    return found;
}
/** Ids under which the weakness may be known elsewhere. AlmaLinux and Rocky name CVEs as related only. */
function lookupIds(weakness) {
    return [...weakness.ids, ...relatedCves(weakness)];
}
function relatedCves({ ids, matches }) {
    if (ids.some(isCve))
        return [];
    const cves = matches.flatMap(({ advisory }) => /^(?:AL|RL|RH)[SBE]A-/.test(advisory.id) ? advisory.related.filter(isCve) : []);
    return [...new Set(cves)].slice(0, 200);
}
function sentence({ query, rule, malware, fixed, pro, exploited, summary }) {
    const { name, version } = query.package;
    const installed = `${plain(name)} ${plain(version)}`.trim();
    const about = summary ? `: ${summary.replace(/[.\s]+$/, '')}` : '';
    if (malware)
        return `${installed} is malicious (${rule})${about}; remove it.`;
    const known = exploited ? ', which is exploited in the wild' : '';
    return `${installed} is affected by ${rule}${known}${about}; ${advice(fixed, pro)}.`;
}
function advice(fixed, pro) {
    if (fixed === undefined)
        return 'no fixed version is known';
    return `fixed in ${plain(fixed)}${pro ? ' with Ubuntu Pro' : ''}`;
}
/** Names and versions come from images: one line, of bounded length. */
function plain(text) {
    return (0,advisories_json/* plainText */.wh)(text, 120);
}

;// CONCATENATED MODULE: ./src/advisories/order.ts



/** The order to work in: exploited, then severity, then what can be mended, then the likelihood of exploitation. */
function compareUrgency(a, b) {
    return (Number(isExploited(b)) - Number(isExploited(a)) ||
        (0,severity/* compareSeverity */.zK)(a.severity, b.severity) ||
        Number(isFixable(b)) - Number(isFixable(a)) ||
        likelihood(b) - likelihood(a) ||
        compareText(String(a.details?.package), String(b.details?.package)) ||
        compareText(b.rule, a.rule));
}
function isExploited({ details }) {
    return details?.exploited === true;
}
function isFixable({ details }) {
    return typeof details?.fixed === 'string';
}
function likelihood({ details }) {
    return typeof details?.epss === 'number' ? details.epss : 0;
}
/** Later fixes may lie in an interval of another weakness; more rounds than this have no end. */
const MOST_ROUNDS = 20;
/**
 * The smallest version that clears all weaknesses of one package that have a fix, and is itself not known to be
 * affected by another that has one; undefined when none has.
 */
function upgradeOf(query, vulnerabilities, index) {
    let to = newest(query.ecosystem, vulnerabilities.flatMap(({ fixed }) => fixed ?? []));
    if (to === undefined)
        return undefined;
    let remaining = new Set();
    for (let round = 0; round < MOST_ROUNDS; round++) {
        const still = stillAffected(query, to, index);
        remaining = new Set(still.map(({ advisory }) => advisory.id));
        const further = newest(query.ecosystem, still.flatMap(({ fixed }) => fixed ?? []));
        if (further === undefined)
            break;
        to = further;
    }
    const cleared = vulnerabilities.filter(({ weakness }) => weakness.matches.every(({ advisory }) => !remaining.has(advisory.id)));
    return { to, clears: cleared.length, of: vulnerabilities.length };
}
function compareText(a, b) {
    if (a === b)
        return 0;
    return a < b ? -1 : 1;
}

;// CONCATENATED MODULE: ./src/advisories/purl.ts
/** Undefined for a text that is no package URL. Source: ECMA-427, package URL. */
function readPurl(purl) {
    const [, type, path, query] = /^pkg:\/*([^/?#]+)\/([^?#]*)(?:\?([^#]*))?/.exec(purl) ?? [];
    if (type === undefined || path === undefined)
        return undefined;
    const slash = path.indexOf('/');
    return {
        type: type.toLowerCase(),
        namespace: slash < 0 ? '' : decode(path.slice(0, slash)).toLowerCase(),
        qualifiers: new Map((query ?? '')
            .split('&')
            .slice(0, 64)
            .map((pair) => {
            const equals = pair.indexOf('=');
            return equals < 0
                ? [pair.toLowerCase(), '']
                : [pair.slice(0, equals).toLowerCase(), decode(pair.slice(equals + 1))];
        })),
    };
}
function decode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}

;// CONCATENATED MODULE: ./src/advisories/query.ts



/** The query for a package, by its package URL and, where that names no distribution, the image's. */
function queryFor(pkg, distribution) {
    const purl = readPurl(pkg.purl);
    switch (pkg.type) {
        case 'deb':
            return debQuery(pkg, system(purl, distribution), purl);
        case 'apk':
            return apkQuery(pkg, system(purl, distribution), purl);
        case 'rpm':
            return rpmQuery(pkg, system(purl, distribution), purl);
        case 'golang':
            return goQuery(pkg);
        default:
            return languageQuery(pkg);
    }
}
function isQuery(answer) {
    return 'ecosystem' in answer;
}
/** Scanners write `distro=debian-12`, `distro=alpine-3.20.1` or a bare version beside the namespace. */
function system(purl, distribution) {
    const distro = purl?.qualifiers.get('distro')?.toLowerCase() ?? '';
    const [, id, version] = /^(.*?)[-@:]?v?([0-9][0-9a-z.]*)?$/.exec(distro) ?? [];
    const namespace = purl?.namespace ?? '';
    if (id && version)
        return { id, version };
    const named = namespace && distro ? releaseOfCodename(namespace, distro) : undefined;
    if (named)
        return { id: namespace, version: named };
    if (id)
        return { id, version };
    if (version)
        return { id: namespace, version };
    if (namespace && distribution && !sameFamily(namespace, distribution.id))
        return { id: namespace, version: undefined };
    return { id: distribution?.id ?? namespace, version: distribution?.version };
}
function sameFamily(namespace, id) {
    const family = (name) => (name === 'redhat' ? 'rhel' : name.replace(/[^a-z].*$/, ''));
    return family(namespace) === family(id);
}
function debQuery(pkg, on, purl) {
    const source = sourceOf(pkg, purl);
    const names = [source.name];
    const version = source.version ?? pkg.version;
    switch (on.id) {
        case 'debian':
            if (on.version === undefined)
                return unreleased(pkg, 'Debian');
            return query(pkg, 'Debian', (0,advisories_ecosystem/* debianRelease */.$l)(on.version), names, version);
        case 'ubuntu':
            if (on.version === undefined)
                return unreleased(pkg, 'Ubuntu');
            return query(pkg, 'Ubuntu', major(on.version, 2), names, version);
        case 'echo':
            return query(pkg, 'Echo', undefined, names, version);
        default:
            return unknownDistribution(pkg, on);
    }
}
function apkQuery(pkg, on, purl) {
    const origin = sourceOf(pkg, purl).name;
    // These name origins and subpackages both.
    const both = origin === pkg.name ? [origin] : [origin, pkg.name];
    switch (on.id) {
        case 'alpine':
            if (on.version === undefined || /alpha|edge|_/.test(on.version))
                return unreleased(pkg, 'Alpine');
            return query(pkg, 'Alpine', `v${major(on.version, 2)}`, [origin], pkg.version);
        case 'wolfi':
            return query(pkg, 'Wolfi', undefined, both, pkg.version);
        case 'chainguard':
            return query(pkg, 'Chainguard', undefined, both, pkg.version);
        case 'minimos':
            return query(pkg, 'MinimOS', undefined, both, pkg.version);
        case 'alpaquita':
            return query(pkg, 'Alpaquita', on.version, both, pkg.version);
        default:
            return unknownDistribution(pkg, on);
    }
}
function rpmQuery(pkg, on, purl) {
    const epoch = purl?.qualifiers.get('epoch');
    const version = epoch && /^[0-9]+$/.test(epoch) && !/^[0-9]+:/.test(pkg.version)
        ? `${epoch}:${pkg.version}`
        : pkg.version;
    const module = pkg.module ?? purl?.qualifiers.get('rpmmod') ?? purl?.qualifiers.get('modularitylabel');
    const ask = (ecosystem, release) => ({
        ...query(pkg, ecosystem, release, [pkg.name], version),
        module: module?.split(':').slice(0, 2).join(':'),
    });
    // The release of a build names its system: 4.18.0-553.el8_10.
    const of = on.version ?? /\.(?:module[_+])?el([0-9]+)/.exec(pkg.version)?.[1];
    switch (on.id) {
        case 'almalinux':
        case 'alma':
            return of === undefined ? unreleased(pkg, 'AlmaLinux') : ask('AlmaLinux', major(of, 1));
        case 'rocky':
        case 'rockylinux':
            return of === undefined ? unreleased(pkg, 'Rocky Linux') : ask('Rocky Linux', major(of, 1));
        case 'rhel':
        case 'redhat':
            return of === undefined ? unreleased(pkg, 'Red Hat') : ask('Red Hat', major(of, 1));
        case 'centos':
            // Rebuilt from Red Hat's sources until 8; CentOS Stream runs ahead of them.
            return of !== undefined && Number(major(of, 1)) < 8
                ? ask('Red Hat', major(of, 1))
                : unknownDistribution(pkg, on);
        case 'opensuse-leap':
        case 'opensuse.leap':
            return of === undefined ? unreleased(pkg, 'openSUSE') : ask('openSUSE', `Leap ${of}`);
        case 'opensuse-tumbleweed':
        case 'opensuse.tumbleweed':
            return ask('openSUSE', 'Tumbleweed');
        case 'sles':
        case 'suse':
            return of === undefined ? unreleased(pkg, 'SUSE') : ask('SUSE', suseRelease(of));
        case 'mageia':
            return ask('Mageia', of);
        case 'photon':
            return ask('Photon OS', of);
        case 'azurelinux':
            return ask('Azure Linux', of === undefined ? undefined : major(of, 1));
        case 'openeuler':
            return ask('openEuler', of);
        default:
            return unknownDistribution(pkg, on);
    }
}
/** Go's own marks of a build without a version say nothing of what is in it. */
function goQuery(pkg) {
    if (!/[0-9]/.test(pkg.version))
        return { package: pkg, reason: 'Go modules built without a version', gap: false };
    // Build experiments and settings: `go1.22.4 X:boringcrypto`, `go1.22.4-custom`.
    const version = pkg.name === 'stdlib'
        ? pkg.version.replace(/^(?:go|v)/, '').replace(/[ +].*$/s, '')
        : pkg.version.replace(/^v/, '');
    return query(pkg, 'Go', undefined, [pkg.name], version);
}
const LANGUAGES = new Map([
    ['npm', 'npm'],
    ['pypi', 'PyPI'],
    ['maven', 'Maven'],
    ['gem', 'RubyGems'],
    ['cargo', 'crates.io'],
    ['composer', 'Packagist'],
    ['nuget', 'NuGet'],
    ['hex', 'Hex'],
    ['pub', 'Pub'],
    ['cran', 'CRAN'],
    ['hackage', 'Hackage'],
    ['julia', 'Julia'],
    ['swift', 'SwiftURL'],
    ['bitnami', 'Bitnami'],
    ['githubactions', 'GitHub Actions'],
    ['opam', 'opam'],
]);
function languageQuery(pkg) {
    const ecosystem = LANGUAGES.get(pkg.type);
    if (ecosystem === undefined)
        return {
            package: pkg,
            reason: `no advisories speak of packages of type ${pkg.type}`,
            gap: false,
        };
    if (pkg.version === '')
        return { package: pkg, reason: `${ecosystem} packages without a version`, gap: false };
    return query(pkg, ecosystem, undefined, [pkg.name], pkg.version);
}
function query(pkg, ecosystem, release, names, version) {
    return {
        package: pkg,
        ecosystem,
        release,
        names: names.map((name) => (0,advisories_ecosystem/* normaliseName */.GX)(ecosystem, name)),
        version,
        module: undefined,
    };
}
/** From the inventory, else from the `upstream` qualifier that scanners write: `openssl`, `linux@6.1.1`. */
function sourceOf(pkg, purl) {
    if (pkg.source)
        return pkg.source;
    const upstream = purl?.qualifiers.get('upstream');
    if (!upstream)
        return { name: pkg.name };
    const at = upstream.indexOf('@');
    return at > 0
        ? { name: upstream.slice(0, at), version: upstream.slice(at + 1) }
        : { name: upstream };
}
function unreleased(pkg, name) {
    return {
        package: pkg,
        reason: `${name} without a release number (testing, edge): advisories are published for releases only`,
        gap: true,
    };
}
function unknownDistribution(pkg, on) {
    const name = [on.id || 'an unknown distribution', on.version].filter(Boolean).join(' ');
    return { package: pkg, reason: `no advisories for ${name} (${pkg.type} packages)`, gap: true };
}
/** The first `count` numbers of a version. */
function major(version, count) {
    return version.split('.').slice(0, count).join('.');
}
/** 15.5 is `15 SP5`. */
function suseRelease(version) {
    const [number = '', pack] = version.split('.');
    return pack === undefined || pack === '0' ? number : `${number} SP${pack}`;
}

// EXTERNAL MODULE: ./src/advisories/database/open.ts
var database_open = __webpack_require__(1385);
// EXTERNAL MODULE: ./src/advisories/record.ts
var record = __webpack_require__(7953);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./src/advisories/sources/cache.ts





/** A cache in a folder, which is made when it is first written to. A cache that fails only costs time: it says so once. */
function openCache(folder, host) {
    let told = false;
    return {
        async get(id, modified) {
            if (modified === '')
                return undefined;
            try {
                const advisory = (0,record/* readRecord */.aE)(await (0,promises_.readFile)(pathOf(folder, id, modified), 'utf8'));
                return advisory.id === id ? advisory : undefined;
            }
            catch {
                return undefined;
            }
        },
        async put(id, modified, json) {
            if (modified === '')
                return;
            const path = pathOf(folder, id, modified);
            try {
                await (0,promises_.mkdir)((0,external_node_path_.join)(path, '..'), { recursive: true });
                const partial = `${path}.${process.pid}.partial`;
                await (0,promises_.writeFile)(partial, JSON.stringify(json));
                await (0,promises_.rename)(partial, path);
            }
            catch (error) {
                if (!told)
                    host.warning(`The cache of advisories in ${folder} does not work: ${(0,errors/* reason */.l)(error)}`);
                told = true;
            }
        },
    };
}
/** Ids and times come from a server: only their digest becomes a path. Two levels, so that no folder grows too large. */
function pathOf(folder, id, modified) {
    const name = (0,external_node_crypto_.createHash)('sha256').update(`${id}@${modified}`).digest('hex').slice(0, 40);
    return (0,external_node_path_.join)(folder, name.slice(0, 2), `${name.slice(2)}.json`);
}

;// CONCATENATED MODULE: ./src/advisories/sources/http.ts
const TRIES = 5;
const TIMEOUT = 30_000;
const LARGEST_ANSWER = 64 << 20;
/**
 * The JSON that the service answers; a body makes it a POST. Overload, server errors and broken connections are tried
 * again after pauses that double and vary, so that many runs do not return at once. Throws Error with what went wrong.
 */
async function ask(service, path, body) {
    for (let attempt = 1;; attempt++) {
        const outcome = await tryOnce(`${service.url}${path}`, body);
        if ('json' in outcome)
            return outcome.json;
        if (!outcome.again || attempt === TRIES)
            throw new Error(outcome.why);
        const pause = outcome.after ?? service.pause * 2 ** (attempt - 1) * (0.5 + Math.random());
        service.debug(`${path}: ${outcome.why}; again in ${Math.round(pause)} ms`);
        await new Promise((resolve) => setTimeout(resolve, pause));
    }
}
async function tryOnce(url, body) {
    let response;
    let text;
    try {
        response = await fetch(url, {
            ...(body !== undefined && {
                method: 'POST',
                body: JSON.stringify(body),
                headers: { 'content-type': 'application/json' },
            }),
            signal: AbortSignal.timeout(TIMEOUT),
        });
        text = await readBody(response);
    }
    catch (error) {
        return { why: causeOf(error), again: !(error instanceof TooLarge) };
    }
    if (!response.ok) {
        const again = response.status === 429 || response.status >= 500;
        return { why: `it answers ${response.status}`, again, after: retryAfter(response) };
    }
    try {
        return { json: JSON.parse(text) };
    }
    catch {
        return { why: text === '' ? 'it answers nothing' : 'its answer is not JSON', again: true };
    }
}
class TooLarge extends Error {
}
async function readBody(response) {
    const parts = [];
    let size = 0;
    for await (const part of response.body ?? []) {
        size += part.length;
        if (size > LARGEST_ANSWER)
            throw new TooLarge('its answer is larger than 64 MB');
        parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
}
/** `fetch failed` says nothing; its cause does. */
function causeOf(error) {
    if (!(error instanceof Error))
        return String(error);
    return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
const LONGEST_PAUSE = 20_000;
/** Milliseconds, where the service asks for a pause in seconds. */
function retryAfter(response) {
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return seconds >= 0 ? Math.min(seconds * 1000, LONGEST_PAUSE) : undefined;
}

;// CONCATENATED MODULE: ./src/advisories/sources/api.ts





const OSV_API = 'https://api.osv.dev';
/** Source: google.github.io/osv.dev/post-v1-querybatch, "at most 1000 queries". */
const LARGEST_BATCH = 1000;
const MOST_PAGES = 50;
const MOST_IN_FLIGHT = 16;
/**
 * OSV's API as a source: which records affect the packages is asked in batches, then only records that the cache does
 * not have in the same state are fetched. What cannot be had is a problem; nothing is thrown.
 */
function openApi(options, host) {
    const url = (options.url ?? OSV_API).replace(/\/+$/, '');
    const service = { url, pause: options.pause ?? 500, debug: (m) => host.debug(m) };
    const cache = options.cache === undefined ? undefined : openCache(options.cache, host);
    return {
        name: url,
        async find(queries) {
            const problems = [];
            const wanted = new Map();
            const questions = questionsFor(queries);
            for (let at = 0; at < questions.length; at += LARGEST_BATCH) {
                host.progress(`asking ${url} about ${questions.length} packages`);
                const batch = questions.slice(at, at + LARGEST_BATCH);
                await askBatch(service, batch, wanted, problems);
            }
            host.progress(`fetching ${wanted.size} advisories from ${url}`);
            const advisories = await fetchRecords(service, wanted, cache, problems);
            return { advisories, coverage: { ecosystems: undefined }, problems };
        },
        // Of one without a time of modification nothing is cached, and one that is missing is no problem.
        lookup: (ids) => fetchRecords(service, new Map(ids.map((id) => [id, ''])), undefined, []),
    };
}
/** One for each name and version; packages of one source share theirs. */
function questionsFor(queries) {
    const questions = new Map();
    for (const { ecosystem, release, names, version, package: pkg } of queries)
        for (const name of names) {
            // Names are asked for as the registry writes them: OSV normalises PyPI's only.
            const asked = name === pkg.name.toLowerCase() ? pkg.name : name;
            const question = {
                package: { ecosystem: askedEcosystem(ecosystem, release), name: asked },
                version,
            };
            questions.set(JSON.stringify(question), question);
        }
    return [...questions.values()];
}
/** Red Hat's and SUSE's rows are by product: all are asked for, and sorted out when they are matched. */
function askedEcosystem(ecosystem, release) {
    if (release === undefined || ecosystem === 'Red Hat' || ecosystem === 'SUSE')
        return ecosystem;
    return `${ecosystem}:${release}`;
}
/** Adds the ids that answers name, with the times that they were modified. */
async function askBatch(service, batch, wanted, problems) {
    let open = batch;
    for (let page = 0; open.length > 0; page++) {
        if (page >= MOST_PAGES) {
            problems.push({ message: `${service.url} has no end of pages for ${open.length} packages` });
            return;
        }
        let results;
        try {
            const answer = await ask(service, '/v1/querybatch', { queries: open });
            results = (0,advisories_json/* isObject */.Gv)(answer) ? (0,advisories_json/* list */.p_)(answer.results) : [];
            if (results.length !== open.length)
                throw new Error(`it answers ${results.length} of ${open.length} queries`);
        }
        catch (error) {
            problems.push({
                message: `${service.url} could not be asked about ${open.length} packages: ${(0,errors/* reason */.l)(error)}`,
            });
            return;
        }
        const next = [];
        results.forEach((result, i) => {
            if (!(0,advisories_json/* isObject */.Gv)(result))
                return;
            for (const { id, modified } of (0,advisories_json/* objects */.JD)(result.vulns))
                if (typeof id === 'string')
                    wanted.set(id, (0,advisories_json/* text */.Qq)(modified) ?? '');
            const [token, question] = [(0,advisories_json/* text */.Qq)(result.next_page_token), open[i]];
            if (token && question)
                next.push({ ...question, page_token: token });
        });
        open = next;
    }
}
const MOST_PROBLEMS = 20;
async function fetchRecords(service, wanted, cache, problems) {
    const waiting = [...wanted];
    const advisories = [];
    let failed = 0;
    const work = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) {
            const [id, modified] = next;
            try {
                advisories.push(await fetchRecord(service, id, modified, cache));
            }
            catch (error) {
                failed++;
                if (failed <= MOST_PROBLEMS)
                    problems.push({
                        message: `Record ${id.slice(0, 80)} of ${service.url}: ${(0,errors/* reason */.l)(error)}`,
                    });
            }
        }
    };
    await Promise.all(Array.from({ length: MOST_IN_FLIGHT }, work));
    if (failed > MOST_PROBLEMS)
        problems.push({ message: `and ${failed - MOST_PROBLEMS} more records of ${service.url}` });
    return advisories;
}
async function fetchRecord(service, id, modified, cache) {
    if (!/^[A-Za-z0-9][A-Za-z0-9._:+-]{0,127}$/.test(id))
        throw new record/* BadRecord */.xi('its id is none');
    const cached = await cache?.get(id, modified);
    if (cached)
        return cached;
    const json = await ask(service, `/v1/vulns/${encodeURIComponent(id)}`);
    const advisory = (0,record/* readAdvisory */.Cn)(json);
    if (advisory.id !== id)
        throw new record/* BadRecord */.xi(`the answer is about ${advisory.id}`);
    await cache?.put(id, modified, json);
    return advisory;
}

// EXTERNAL MODULE: ./src/advisories/sources/dump.ts + 1 modules
var dump = __webpack_require__(342);
;// CONCATENATED MODULE: ./src/advisories/sources/open.ts




/**
 * The database or dump that is given, else the API. Throws PortsideError: usage for a path that does not exist,
 * incomplete when offline without advisories.
 */
async function openSource(options, host) {
    const path = options.database ?? options.advisories;
    if (path !== undefined)
        return (await (0,database_open/* isDatabase */.uU)(path)) ? (0,database_open/* openDatabase */.qI)(path) : (0,dump/* openDump */.nI)(path);
    if (options.offline)
        throw new errors/* PortsideError */.V('incomplete', 'Cannot look for vulnerabilities: offline, and no advisories are given', 'Give a dump of OSV records or a built database with --advisories');
    return openApi({ url: options.api, cache: options.cache }, host);
}

// EXTERNAL MODULE: ./src/advisories/sources/source.ts
var source = __webpack_require__(7517);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./src/advisories/urgency.ts



const urgency_LARGEST = 128 << 20;
/**
 * The ids of CISA's catalogue of known exploited vulnerabilities, from its JSON feed. Throws PortsideError (usage) when
 * the file is not that.
 */
async function readKev(path) {
    const text = await readText(path, 'the catalogue of known exploited vulnerabilities');
    let json;
    try {
        json = JSON.parse(text);
    }
    catch (error) {
        throw wrong(path, 'the catalogue of known exploited vulnerabilities', (0,errors/* reason */.l)(error));
    }
    const entries = typeof json === 'object' && json !== null && 'vulnerabilities' in json
        ? json.vulnerabilities
        : undefined;
    if (!Array.isArray(entries))
        throw wrong(path, 'the catalogue of known exploited vulnerabilities', 'it lists none');
    return new Set(entries.flatMap((entry) => typeof entry === 'object' &&
        entry !== null &&
        'cveID' in entry &&
        typeof entry.cveID === 'string'
        ? [entry.cveID]
        : []));
}
/**
 * EPSS scores of the wanted ids, from FIRST's `epss_scores-*.csv[.gz]`. Throws PortsideError (usage) when the file is
 * not that.
 */
async function readEpss(path, wanted) {
    const text = await readText(path, 'the EPSS scores');
    if (!/^(?:#[^\n]*\n)?cve,epss/.test(text))
        throw wrong(path, 'the EPSS scores', 'it has no line "cve,epss,percentile"');
    const scores = new Map();
    for (const [, id = '', score = ''] of text.matchAll(/^(CVE-[0-9]+-[0-9]+),([0-9.eE-]+)/gm)) {
        if (!wanted.has(id))
            continue;
        const value = Number(score);
        if (value >= 0 && value <= 1)
            scores.set(id, value);
    }
    return scores;
}
async function readText(path, what) {
    try {
        const file = await (0,promises_.open)(path);
        try {
            const { size } = await file.stat();
            if (size > urgency_LARGEST)
                throw new Error(`it is larger than ${urgency_LARGEST >> 20} MB`);
            const bytes = await file.readFile();
            const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
            return (packed ? (0,external_node_zlib_.gunzipSync)(bytes, { maxOutputLength: urgency_LARGEST }) : bytes).toString('utf8');
        }
        finally {
            await file.close();
        }
    }
    catch (error) {
        throw wrong(path, what, (0,errors/* reason */.l)(error), error);
    }
}
function wrong(path, what, why, cause) {
    return new errors/* PortsideError */.V('usage', `Cannot read ${what} from ${path}: ${why}`, 'Download it again', cause);
}

;// CONCATENATED MODULE: ./src/advisories/vex/apply.ts

/**
 * Marks what the documents say is not affected or fixed. A statement must name the package, or the image with the
 * package as its component, or the image alone; one without products says nothing about anything. Malware is never
 * suppressed.
 */
function applyVex(findings, documents, image) {
    const byId = new Map();
    for (const { name, statements } of documents)
        for (const statement of statements)
            for (const id of new Set(statement.ids)) {
                const known = byId.get(id) ?? [];
                byId.set(id, known);
                known.push({ statement, document: name });
            }
    const counts = new Map(documents.map(({ name }) => [name, 0]));
    const marked = findings.map((finding) => {
        const said = lastWord(finding, byId, image);
        if (!said || finding.check !== 'vulnerability')
            return finding;
        counts.set(said.document, (counts.get(said.document) ?? 0) + 1);
        return {
            ...finding,
            status: 'excepted',
            exception: {
                source: 'vex',
                document: said.document,
                status: said.statement.status,
                reason: said.statement.justification ?? said.statement.status,
            },
        };
    });
    return {
        findings: marked,
        counts: [...counts].map(([document, suppressed]) => ({ document, suppressed })),
    };
}
/** The latest statement about this weakness in this package, if it suppresses; of equal times the one further down. */
function lastWord(finding, byId, image) {
    let latest;
    for (const id of [finding.rule, ...finding.aliases])
        for (const said of byId.get(id) ?? []) {
            if (latest && said.statement.timestamp < latest.statement.timestamp)
                continue;
            if (isAbout(said.statement, finding, image))
                latest = said;
        }
    const status = latest?.statement.status;
    return status === 'not_affected' || status === 'fixed' ? latest : undefined;
}
function isAbout(statement, finding, image) {
    const purl = finding.subject?.purl;
    return statement.products.some(({ identifiers, components }) => {
        const isPackage = (id) => purl !== undefined && coversPurl(id, purl);
        const isImage = identifiers.some((id) => coversImage(id, image));
        if (components.length > 0)
            return isImage && components.some(isPackage);
        return isImage || identifiers.some(isPackage);
    });
}
/** Whether one package URL covers another: what it leaves out (version, qualifiers) it leaves open. */
function coversPurl(pattern, purl) {
    const [wide, narrow] = [splitPurl(pattern), splitPurl(purl)];
    if (!wide || !narrow || wide.path !== narrow.path)
        return false;
    if (wide.version !== '' && wide.version !== narrow.version)
        return false;
    return [...wide.qualifiers].every(([key, value]) => !narrow.qualifiers.has(key) || narrow.qualifiers.get(key) === value);
}
function splitPurl(purl) {
    const match = /^pkg:\/*([^?#]+?)(?:@([^@?#/]*))?(?:\?([^#]*))?(?:#.*)?$/.exec(purl.slice(0, 4096));
    if (!match)
        return undefined;
    const [, path = '', version = '', query = ''] = match;
    return {
        path: apply_decode(path).toLowerCase(),
        version: apply_decode(version),
        qualifiers: new Map(query
            .split('&')
            .filter(Boolean)
            .map((pair) => {
            const [key = '', value = ''] = pair.split('=', 2);
            return [key, apply_decode(value)];
        })),
    };
}
/** An image by `pkg:oci/NAME@DIGEST`, by its digest, or by its name. */
function coversImage(identifier, { name, digest }) {
    if (digest !== undefined && identifier === digest)
        return true;
    if (name !== undefined && (identifier === name || identifier === (0,fingerprint/* imageName */.tO)(name)))
        return true;
    const product = /^pkg:(?:oci|docker)\//.test(identifier) ? splitPurl(identifier) : undefined;
    if (!product)
        return false;
    if (product.version.startsWith('sha256:'))
        return product.version === digest;
    const last = product.path.slice(product.path.lastIndexOf('/') + 1);
    const own = name === undefined ? undefined : (0,fingerprint/* imageName */.tO)(name).toLowerCase();
    if (own === undefined || last !== own.slice(own.lastIndexOf('/') + 1))
        return false;
    const repository = product.qualifiers.get('repository_url');
    return repository === undefined || repository.toLowerCase() === own;
}
function apply_decode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}

;// CONCATENATED MODULE: ./src/advisories/vex/csaf.ts

const STATUSES = [
    ['known_not_affected', 'not_affected'],
    ['fixed', 'fixed'],
    ['first_fixed', 'fixed'],
    ['known_affected', 'affected'],
    ['under_investigation', 'under_investigation'],
];
const DEEPEST_TREE = 64;
const MOST_PRODUCTS = 200_000;
/** The statements of a CSAF document. Source: OASIS CSAF 2.0, profile 5 (VEX). */
function readCsafVex(document) {
    const products = productsOf((0,advisories_json/* isObject */.Gv)(document.product_tree) ? document.product_tree : {});
    const tracking = (0,advisories_json/* isObject */.Gv)(document.document) && (0,advisories_json/* isObject */.Gv)(document.document.tracking)
        ? document.document.tracking
        : {};
    const timestamp = (0,advisories_json/* text */.Qq)(tracking.current_release_date) ?? '';
    return (0,advisories_json/* objects */.JD)(document.vulnerabilities).flatMap((vulnerability) => {
        const ids = [
            (0,advisories_json/* text */.Qq)(vulnerability.cve),
            ...(0,advisories_json/* objects */.JD)(vulnerability.ids).map((id) => (0,advisories_json/* text */.Qq)(id.text)),
        ].filter((id) => id !== undefined);
        const status = (0,advisories_json/* isObject */.Gv)(vulnerability.product_status) ? vulnerability.product_status : {};
        if (ids.length === 0)
            return [];
        return STATUSES.flatMap(([field, meaning]) => (0,advisories_json/* texts */.Te)(status[field]).map((id) => ({
            ids,
            status: meaning,
            justification: justification(vulnerability, id),
            products: [products.get(id)].filter((product) => product !== undefined),
            timestamp,
        })));
    });
}
/** Package URLs of products by the document's ids; of a combination, the whole and its component. */
function productsOf(tree) {
    const products = new Map();
    const add = (product) => {
        const id = (0,advisories_json/* text */.Qq)(product.product_id);
        if (id === undefined || products.size >= MOST_PRODUCTS)
            return;
        const helper = (0,advisories_json/* isObject */.Gv)(product.product_identification_helper)
            ? product.product_identification_helper
            : {};
        const identifiers = [(0,advisories_json/* text */.Qq)(helper.purl), ...(0,advisories_json/* texts */.Te)(helper.purls), (0,advisories_json/* text */.Qq)(product.name)];
        products.set(id, {
            identifiers: identifiers.filter((identifier) => identifier !== undefined),
            components: [],
        });
    };
    (0,advisories_json/* objects */.JD)(tree.full_product_names).forEach(add);
    const branches = (0,advisories_json/* objects */.JD)(tree.branches).map((branch) => ({ branch, depth: 0 }));
    for (let next = branches.pop(); next; next = branches.pop()) {
        if ((0,advisories_json/* isObject */.Gv)(next.branch.product))
            add(next.branch.product);
        if (next.depth >= DEEPEST_TREE)
            continue;
        for (const branch of (0,advisories_json/* objects */.JD)(next.branch.branches))
            branches.push({ branch, depth: next.depth + 1 });
    }
    for (const relation of (0,advisories_json/* objects */.JD)(tree.relationships)) {
        const component = products.get((0,advisories_json/* text */.Qq)(relation.product_reference) ?? '');
        const whole = products.get((0,advisories_json/* text */.Qq)(relation.relates_to_product_reference) ?? '');
        const id = (0,advisories_json/* isObject */.Gv)(relation.full_product_name)
            ? (0,advisories_json/* text */.Qq)(relation.full_product_name.product_id)
            : undefined;
        if (id !== undefined && component)
            products.set(id, {
                identifiers: whole?.identifiers ?? component.identifiers,
                components: component.identifiers,
            });
    }
    return products;
}
/** The flag's label and the impact statement for this product. */
function justification(vulnerability, product) {
    const flags = (0,advisories_json/* objects */.JD)(vulnerability.flags)
        .filter((flag) => (0,advisories_json/* texts */.Te)(flag.product_ids).includes(product))
        .map((flag) => (0,advisories_json/* text */.Qq)(flag.label));
    const threats = (0,advisories_json/* objects */.JD)(vulnerability.threats)
        .filter((threat) => threat.category === 'impact' && (0,advisories_json/* texts */.Te)(threat.product_ids).includes(product))
        .map((threat) => (0,advisories_json/* text */.Qq)(threat.details));
    const said = [...flags, ...threats].filter(Boolean).join(': ');
    return said === '' ? undefined : (0,advisories_json/* plainText */.wh)(said, 500);
}

;// CONCATENATED MODULE: ./src/advisories/vex/cyclonedx.ts

const STATES = new Map([
    ['not_affected', 'not_affected'],
    ['resolved', 'fixed'],
    ['resolved_with_pedigree', 'fixed'],
    ['exploitable', 'affected'],
    ['in_triage', 'under_investigation'],
]);
const MOST_COMPONENTS = 200_000;
/** The statements of a CycloneDX document's vulnerabilities. Source: CycloneDX 1.6, "vulnerabilities[].analysis". */
function readCycloneDxVex(document) {
    const purls = purlsByReference(document);
    const metadata = (0,advisories_json/* isObject */.Gv)(document.metadata) ? document.metadata : {};
    return (0,advisories_json/* objects */.JD)(document.vulnerabilities).flatMap((vulnerability) => {
        const analysis = (0,advisories_json/* isObject */.Gv)(vulnerability.analysis) ? vulnerability.analysis : {};
        const status = STATES.get((0,advisories_json/* text */.Qq)(analysis.state) ?? '');
        const ids = [
            (0,advisories_json/* text */.Qq)(vulnerability.id),
            ...(0,advisories_json/* objects */.JD)(vulnerability.references).map((reference) => (0,advisories_json/* text */.Qq)(reference.id)),
        ].filter((id) => id !== undefined);
        if (!status || ids.length === 0)
            return [];
        return [
            {
                ids,
                status,
                justification: cyclonedx_justification(analysis),
                products: (0,advisories_json/* objects */.JD)(vulnerability.affects).flatMap((affects) => product(affects, purls)),
                timestamp: (0,advisories_json/* text */.Qq)(analysis.lastUpdated) ?? (0,advisories_json/* text */.Qq)(metadata.timestamp) ?? '',
            },
        ];
    });
}
function cyclonedx_justification(analysis) {
    const said = [(0,advisories_json/* text */.Qq)(analysis.justification), (0,advisories_json/* text */.Qq)(analysis.detail)].filter(Boolean).join(': ');
    return said === '' ? undefined : (0,advisories_json/* plainText */.wh)(said, 500);
}
/** A reference is a component of the document, a package URL, or a BOM-Link that ends in either. */
function product(affects, purls) {
    const reference = (0,advisories_json/* text */.Qq)(affects.ref);
    if (reference === undefined)
        return [];
    const local = reference.startsWith('urn:cdx:')
        ? cyclonedx_decode(reference.slice(reference.indexOf('#') + 1))
        : reference;
    return [{ identifiers: [purls.get(local) ?? local], components: [] }];
}
function purlsByReference(document) {
    const purls = new Map();
    const metadata = (0,advisories_json/* isObject */.Gv)(document.metadata) ? document.metadata : {};
    const waiting = [...(0,advisories_json/* objects */.JD)(document.components), ...(0,advisories_json/* objects */.JD)([metadata.component])];
    for (let next = waiting.pop(); next && purls.size < MOST_COMPONENTS; next = waiting.pop()) {
        const [reference, purl] = [(0,advisories_json/* text */.Qq)(next['bom-ref']), (0,advisories_json/* text */.Qq)(next.purl)];
        if (reference && purl)
            purls.set(reference, purl);
        for (const component of (0,advisories_json/* objects */.JD)(next.components))
            waiting.push(component);
    }
    return purls;
}
function cyclonedx_decode(reference) {
    try {
        return decodeURIComponent(reference);
    }
    catch {
        return reference;
    }
}

;// CONCATENATED MODULE: ./src/advisories/vex/openvex.ts

const openvex_STATUSES = new Set([
    'not_affected',
    'fixed',
    'affected',
    'under_investigation',
]);
/** The statements of an OpenVEX document. Source: github.com/openvex/spec, OPENVEX-SPEC.md 0.2.0. */
function readOpenVex(document) {
    return (0,advisories_json/* objects */.JD)(document.statements).flatMap((statement) => {
        const status = (0,advisories_json/* text */.Qq)(statement.status);
        const ids = weaknessIds(statement.vulnerability);
        if (!isStatus(status) || ids.length === 0)
            return [];
        return [
            {
                ids,
                status,
                justification: openvex_justification(statement),
                products: (0,advisories_json/* list */.p_)(statement.products).flatMap(readProduct),
                timestamp: (0,advisories_json/* text */.Qq)(statement.timestamp) ?? (0,advisories_json/* text */.Qq)(document.timestamp) ?? '',
            },
        ];
    });
}
function isStatus(status) {
    return status !== undefined && openvex_STATUSES.has(status);
}
/** Version 0.0.x names it by a text, later ones by an object. */
function weaknessIds(vulnerability) {
    if (typeof vulnerability === 'string')
        return [vulnerability];
    if (!(0,advisories_json/* isObject */.Gv)(vulnerability))
        return [];
    const name = (0,advisories_json/* text */.Qq)(vulnerability.name);
    return [...(name ? [name] : []), ...(0,advisories_json/* texts */.Te)(vulnerability.aliases)];
}
function openvex_justification(statement) {
    const words = [(0,advisories_json/* text */.Qq)(statement.justification), (0,advisories_json/* text */.Qq)(statement.impact_statement)];
    const said = words.filter(Boolean).join(': ');
    return said === '' ? undefined : (0,advisories_json/* plainText */.wh)(said, 500);
}
function readProduct(product) {
    if (typeof product === 'string')
        return [{ identifiers: [product], components: [] }];
    if (!(0,advisories_json/* isObject */.Gv)(product))
        return [];
    return [
        {
            identifiers: identifiers(product),
            components: (0,advisories_json/* objects */.JD)(product.subcomponents).flatMap(identifiers),
        },
    ];
}
function identifiers(component) {
    const named = (0,advisories_json/* isObject */.Gv)(component.identifiers) ? Object.values(component.identifiers) : [];
    const hashes = (0,advisories_json/* isObject */.Gv)(component.hashes)
        ? Object.entries(component.hashes).map(([kind, hash]) => typeof hash === 'string' ? `${kind.replace('sha-', 'sha')}:${hash}` : undefined)
        : [];
    return [component['@id'], ...named, ...hashes].filter((id) => typeof id === 'string');
}

;// CONCATENATED MODULE: ./src/advisories/vex/read.ts






const read_LARGEST = 64 << 20;
/**
 * Reads an OpenVEX, CSAF or CycloneDX VEX document. Throws PortsideError (usage) for a file that cannot be read or is
 * none of them.
 */
async function readVex(path) {
    const text = await read(path);
    let json;
    try {
        json = JSON.parse(text);
    }
    catch (error) {
        throw read_unreadable(path, `it is not JSON (${(0,errors/* reason */.l)(error)})`);
    }
    return parseVex(path, json);
}
/** As readVex, of a value that is already parsed; `name` is what messages call it. */
function parseVex(name, json) {
    // An attestation carries the document as its predicate.
    const document = (0,advisories_json/* isObject */.Gv)(json) && (0,advisories_json/* isObject */.Gv)(json.predicate) ? json.predicate : json;
    if (!(0,advisories_json/* isObject */.Gv)(document))
        throw read_unreadable(name, 'it is not a JSON object');
    if (String(document['@context'] ?? '').startsWith('https://openvex.dev/ns'))
        return { name, statements: readOpenVex(document) };
    if ((0,advisories_json/* isObject */.Gv)(document.document) && String(document.document.category ?? '').startsWith('csaf_'))
        return { name, statements: readCsafVex(document) };
    if (document.bomFormat === 'CycloneDX')
        return { name, statements: readCycloneDxVex(document) };
    throw read_unreadable(name, 'it is neither OpenVEX nor CSAF nor CycloneDX');
}
async function read(path) {
    try {
        const { size } = await (0,promises_.stat)(path);
        if (size > read_LARGEST)
            throw new Error(`it is larger than ${read_LARGEST >> 20} MB`);
        return await (0,promises_.readFile)(path, 'utf8');
    }
    catch (error) {
        throw read_unreadable(path, (0,errors/* reason */.l)(error), error);
    }
}
function read_unreadable(name, why, cause) {
    return new errors/* PortsideError */.V('usage', `Cannot read the VEX document ${name}: ${why}`, 'Give OpenVEX, CSAF or CycloneDX JSON', cause);
}

;// CONCATENATED MODULE: ./src/advisories/inspect.ts
















/**
 * The known weaknesses of packages, malicious packages and the end of the distribution's life, and what could not be
 * checked. Throws PortsideError: usage for a file that the user named and that cannot be read.
 */
async function inspectVulnerabilities(packages, distribution, options, host) {
    const target = options.target ?? options.image ?? 'packages';
    const documents = [
        ...(await Promise.all((options.vex ?? []).map(readVex))),
        ...(options.vexDocuments ?? []),
    ];
    const imports = [];
    for (const path of options.imports ?? [])
        imports.push(...(await readImport(path, options.image)));
    const { queries, notCovered } = sortOut(packages, distribution);
    const { source, found } = await inspect_ask(queries, options, host);
    const index = indexAdvisories(found.advisories);
    const { now, maximumAgeDays: maximumDays } = options;
    const gaps = findGaps(queries, notCovered, found, source.name, { now, maximumDays });
    const own = await assess(queries, index, source, options);
    const weaknesses = mergeImports(own, imports).toSorted(compareUrgency);
    const ended = endOfLifeFinding(distribution, now, options.image);
    const suppression = applyVex(ended ? [ended, ...weaknesses] : weaknesses, documents, {
        name: options.image,
        digest: options.digest,
    });
    const notes = [
        ...gaps.notes,
        ...unratedNote(weaknesses),
        ...vexNotes(suppression.counts, weaknesses.length),
    ];
    return {
        findings: suppression.findings,
        incomplete: gaps.incomplete.map((reason) => ({ check: 'vulnerability', target, reason })),
        notes: notes.map((message) => ({ check: 'vulnerability', target, message })),
    };
}
/** Files of a distribution's package are its advisories' matter: the ecosystem's know nothing of backported fixes. */
function sortOut(packages, distribution) {
    const answers = packages
        .filter(({ ownedBy }) => ownedBy === undefined)
        .map((pkg) => queryFor(pkg, distribution));
    return {
        queries: answers.filter(isQuery),
        notCovered: answers.filter((answer) => !isQuery(answer)),
    };
}
/** What the source says. One that cannot be used makes the result incomplete and leaves the rest of it. */
async function inspect_ask(queries, options, host) {
    const nothing = { name: 'no advisories', find: async () => source/* NOTHING_FOUND */.d };
    if (queries.length === 0)
        return { source: nothing, found: source/* NOTHING_FOUND */.d };
    try {
        const source = await openSource(options, host);
        return { source, found: await source.find(queries) };
    }
    catch (error) {
        if (!(error instanceof errors/* PortsideError */.V) || error.kind === 'usage')
            throw error;
        const problems = [{ message: error.message }];
        return { source: nothing, found: { ...source/* NOTHING_FOUND */.d, problems } };
    }
}
/** Every weakness of every package, each with the version to upgrade its package to. */
async function assess(queries, index, source, options) {
    const found = queries.map((query) => ({ query, weaknesses: groupMatches(match(query, index)) }));
    const cves = new Set(found.flatMap(({ weaknesses }) => weaknesses.flatMap(lookupIds)).filter(isCve));
    const urgency = {
        exploited: options.kev === undefined ? new Set() : await readKev(options.kev),
        epss: options.epss === undefined ? new Map() : await readEpss(options.epss, cves),
    };
    const upstream = await rateUpstream(found.flatMap(({ weaknesses }) => weaknesses), source);
    const context = { urgency, upstream, image: options.image };
    const all = [];
    for (const { query, weaknesses } of found) {
        const own = [];
        for (const weakness of weaknesses)
            own.push(await vulnerability(query, weakness, context));
        const upgrade = upgradeOf(query, own, index);
        for (const { finding } of own)
            all.push({ ...finding, details: { ...finding.details, upgrade: upgrade ?? null } });
    }
    return all;
}
const MOST_LOOKUPS = 500;
/** The CVE records of weaknesses that no advisory rates, where the source has them. */
async function rateUpstream(weaknesses, source) {
    const records = new Map();
    if (!source.lookup)
        return records;
    const unrated = [];
    for (const weakness of weaknesses)
        if (isCve(weakness.rule) && (await rate(weakness.matches)).severity === undefined)
            unrated.push(weakness.rule);
    for (const advisory of await source.lookup([...new Set(unrated)].slice(0, MOST_LOOKUPS)))
        records.set(advisory.id, advisory);
    return records;
}
function unratedNote(weaknesses) {
    const unrated = weaknesses.filter(({ details }) => details?.rating === 'unknown').length;
    return unrated === 0
        ? []
        : [`${unrated} of ${weaknesses.length} weaknesses are rated by nobody and count as medium`];
}
function vexNotes(counts, total) {
    return counts.map(({ document, suppressed }) => suppressed > 1 && suppressed === total
        ? `Warning: ${document} suppresses all ${total} weaknesses that were found: check who wrote it`
        : `${document} suppresses ${suppressed} of ${total} weaknesses`);
}


/***/ }),

/***/ 7222:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ oneOperand)
/* harmony export */ });
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6927);

/** The single operand, or `fallback`. Throws PortsideError (usage) when there are more, or none and no fallback. */
function oneOperand(settings, command, fallback) {
    const [operand, ...more] = settings.operands;
    if (more.length > 0)
        throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PortsideError */ .V('usage', `portside ${command} takes one operand, not ${more.length + 1}`);
    const value = operand ?? fallback;
    if (value !== undefined)
        return value;
    throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PortsideError */ .V('usage', `portside ${command} needs an operand`, `See portside ${command} --help`);
}


/***/ }),

/***/ 914:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H5: () => (/* binding */ NO_CONFIG),
/* harmony export */   Xg: () => (/* binding */ readConfig),
/* harmony export */   iY: () => (/* binding */ diffIDs),
/* harmony export */   tj: () => (/* binding */ platformOf)
/* harmony export */ });
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1022);

/**
 * Reads an image configuration leniently: what has the wrong type is as if absent.
 * Source: OCI image-spec, config.md; Docker's own fields Healthcheck and Shell.
 */
function readConfig(value) {
    const top = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)(value);
    const run = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)(top.config);
    const entrypoint = words(run.Entrypoint);
    const cmd = words(run.Cmd);
    const healthcheck = words((0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)(run.Healthcheck).Test);
    const shell = words(run.Shell);
    return {
        ...optional('architecture', (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(top.architecture)),
        ...optional('os', (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(top.os)),
        ...optional('variant', (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(top.variant)),
        ...optional('created', (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(top.created)),
        history: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YO)(top.history).map(historyEntry),
        ...optional('user', (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(run.User)),
        env: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .strings */ .P$)(run.Env),
        ...optional('entrypoint', entrypoint),
        ...optional('cmd', cmd),
        ...optional('workingDir', (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(run.WorkingDir)),
        exposedPorts: Object.keys((0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)(run.ExposedPorts)),
        volumes: Object.keys((0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)(run.Volumes)),
        labels: new Map(Object.entries((0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)(run.Labels)).filter((label) => typeof label[1] === 'string')),
        ...optional('healthcheck', healthcheck),
        ...optional('stopSignal', (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(run.StopSignal)),
        ...optional('shell', shell),
    };
}
/** The digests of the uncompressed layers, bottom first. */
function diffIDs(value) {
    return (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .strings */ .P$)((0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)((0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)(value).rootfs).diff_ids);
}
/** os/architecture[/variant] of a configuration. */
function platformOf(config) {
    if (!config.os || !config.architecture)
        return undefined;
    return [config.os, config.architecture, ...(config.variant ? [config.variant] : [])].join('/');
}
/** A configuration without content: a root file system alone. */
const NO_CONFIG = {
    history: [],
    env: [],
    exposedPorts: [],
    volumes: [],
    labels: new Map(),
};
function historyEntry(value) {
    const entry = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)(value);
    return {
        ...optional('created', (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(entry.created)),
        ...optional('createdBy', (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(entry.created_by)),
        ...optional('comment', (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(entry.comment)),
        ...optional('author', (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(entry.author)),
        emptyLayer: entry.empty_layer === true,
    };
}
function words(value) {
    return Array.isArray(value) ? (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .strings */ .P$)(value) : typeof value === 'string' ? [value] : undefined;
}
function optional(key, value) {
    return value === undefined ? {} : { [key]: value };
}


/***/ }),

/***/ 1022:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ik: () => (/* binding */ object),
/* harmony export */   P$: () => (/* binding */ strings),
/* harmony export */   YO: () => (/* binding */ array),
/* harmony export */   Yj: () => (/* binding */ string),
/* harmony export */   qF: () => (/* binding */ parseJson)
/* harmony export */ });
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6024);

/**
 * JSON of outside origin, bounded in size and depth. Throws PortsideError (incomplete).
 */
function parseJson(bytes, where, limits) {
    if (bytes.length > limits.jsonBytes)
        throw (0,_limits_js__WEBPACK_IMPORTED_MODULE_0__/* .damaged */ .q)(where, `it is larger than ${limits.jsonBytes} bytes`);
    if (depth(bytes) > limits.jsonDepth)
        throw (0,_limits_js__WEBPACK_IMPORTED_MODULE_0__/* .damaged */ .q)(where, `it is nested deeper than ${limits.jsonDepth} levels`);
    try {
        return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
    }
    catch (error) {
        throw (0,_limits_js__WEBPACK_IMPORTED_MODULE_0__/* .damaged */ .q)(where, 'it is not JSON', undefined, error);
    }
}
/** The deepest nesting, strings skipped. */
function depth(bytes) {
    let level = 0;
    let deepest = 0;
    let inString = false;
    for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i];
        if (inString) {
            if (byte === 0x5c)
                i++;
            else if (byte === 0x22)
                inString = false;
        }
        else if (byte === 0x22)
            inString = true;
        else if (byte === 0x5b || byte === 0x7b)
            deepest = Math.max(deepest, ++level);
        else if (byte === 0x5d || byte === 0x7d)
            level--;
    }
    return deepest;
}
/** Members of an object; of anything else, none. */
function object(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? value
        : {};
}
function string(value) {
    return typeof value === 'string' && value !== '' ? value : undefined;
}
function array(value) {
    return Array.isArray(value) ? value : [];
}
/** The strings of an array, other things dropped. */
function strings(value) {
    return array(value).filter((item) => typeof item === 'string');
}


/***/ }),

/***/ 6024:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ DEFAULT_LIMITS),
/* harmony export */   q: () => (/* binding */ damaged)
/* harmony export */ });
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6927);

const DEFAULT_LIMITS = {
    inflatedBytes: 64 * 2 ** 30,
    ratio: 300,
    ratioFrom: 2 ** 30,
    entries: 5_000_000,
    layers: 1_000,
    pathBytes: 16_384,
    nameCharacters: 256 * 2 ** 20,
    extensionBytes: 2 ** 20,
    fileBytes: 512 * 2 ** 20,
    jsonBytes: 16 * 2 ** 20,
    jsonDepth: 200,
    manifests: 1_000,
    indexDepth: 8,
    waitingBytes: 48 * 2 ** 20,
};
/** The error for outside data that is damaged or over a limit; `where` names the archive, layer or blob. */
function damaged(where, why, advice, cause) {
    return new _findings_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PortsideError */ .V('incomplete', `Cannot read ${where}: ${why}`, advice, cause);
}


/***/ }),

/***/ 8417:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  s4: () => (/* binding */ IMAGE_CHECKS),
  cf: () => (/* binding */ advisoryOptions),
  mm: () => (/* binding */ inspectImage),
  O$: () => (/* binding */ unreadable)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/advisories/inspect.ts + 26 modules
var inspect = __webpack_require__(5100);
// EXTERNAL MODULE: ./src/findings/report.ts
var report = __webpack_require__(6226);
// EXTERNAL MODULE: ./src/findings/fingerprint.ts
var fingerprint = __webpack_require__(7858);
// EXTERNAL MODULE: ./src/hardening/rules.ts + 3 modules
var rules = __webpack_require__(4247);
;// CONCATENATED MODULE: ./src/hardening/inspect.ts


/** What every rule says about the image, each on the Dockerfile line that did it. */
function inspectHardening(subject, lines) {
    const { image } = subject;
    const findings = [];
    for (const rule of rules/* hardeningRules */.E)
        rule.check(subject, (seen) => {
            const location = seen.layer === undefined
                ? lines.instruction(seen.instruction ?? 'FROM')
                : lines.layer(seen.layer);
            findings.push({
                rule: rule.id,
                aliases: rule.aliases ?? [],
                check: 'hardening',
                severity: rule.severity,
                confidence: 'high',
                tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
                message: seen.message,
                ...(location ? { location } : {}),
                subject: {
                    image: image.name,
                    ...(seen.layer === undefined ? {} : { layer: seen.layer }),
                    ...(seen.path === undefined ? {} : { path: seen.path }),
                },
                fingerprint: (0,fingerprint/* fingerprint */.Rj)(rule.id, (0,fingerprint/* imageName */.tO)(image.name), seen.path),
                status: 'new',
                ...(seen.details ? { details: seen.details } : {}),
            });
        });
    return (0,fingerprint/* distinguish */.o_)(findings);
}

// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/images/limits.ts
var images_limits = __webpack_require__(6024);
;// CONCATENATED MODULE: ./src/images/platform.ts

/** Reads `os/architecture[/variant]`, or an architecture alone. Throws PortsideError (usage). */
function parsePlatform(text) {
    const parts = text.toLowerCase().split('/');
    if (parts.length > 3 || parts.some((part) => !/^[a-z0-9._-]+$/.test(part)))
        throw new errors/* PortsideError */.V('usage', `Cannot read the platform "${text}"`, 'Write it as os/architecture[/variant], for example linux/arm64.');
    const [first = '', second, variant] = parts;
    const os = second === undefined ? 'linux' : first;
    return canonical({ os, architecture: second ?? first, ...(variant ? { variant } : {}) });
}
/** linux on the architecture of this machine. */
function ownPlatform() {
    const architecture = ARCHITECTURES.get(process.arch) ?? process.arch;
    return { os: 'linux', architecture };
}
const ARCHITECTURES = new Map([
    ['x64', 'amd64'],
    ['ia32', '386'],
    ['x86_64', 'amd64'],
    ['x86-64', 'amd64'],
    ['i386', '386'],
    ['aarch64', 'arm64'],
    ['armhf', 'arm'],
    ['ppc64', 'ppc64le'],
]);
/** Other spellings of an architecture as Go's; v8 is what arm64 means anyway, v7 what arm does. */
function canonical(platform) {
    const architecture = ARCHITECTURES.get(platform.architecture) ?? platform.architecture;
    const { os, variant } = platform;
    const implied = architecture === 'arm64' ? 'v8' : architecture === 'arm' ? 'v7' : undefined;
    return { os, architecture, ...(variant && variant !== implied ? { variant } : {}) };
}
/** 2 the very platform, 1 it runs there (no variant is said), 0 not. */
function platformMatch(wanted, offered) {
    const a = canonical(wanted);
    const b = canonical(offered);
    if (a.os !== b.os || a.architecture !== b.architecture)
        return 0;
    if (a.variant === b.variant)
        return 2;
    return a.variant === undefined || b.variant === undefined ? 1 : 0;
}
function platformText(platform) {
    const { os, architecture, variant } = platform;
    return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./src/images/bytes.ts


/** Opens a file for random access. Throws the system's error. */
function openFile(path) {
    const descriptor = (0,external_node_fs_.openSync)(path, 'r');
    const close = () => (0,external_node_fs_.closeSync)(descriptor);
    try {
        const stat = (0,external_node_fs_.fstatSync)(descriptor);
        if (!stat.isFile())
            throw (0,images_limits/* damaged */.q)(path, 'it is not a regular file');
        return fileSource(descriptor, stat.size);
    }
    catch (error) {
        close();
        throw error;
    }
}
/** A file that is open already; `close` closes its descriptor. */
function fileSource(descriptor, size) {
    let open = true;
    return {
        size,
        read: (into, position) => readFully(descriptor, into, position),
        close: () => {
            if (open)
                (0,external_node_fs_.closeSync)(descriptor);
            open = false;
        },
    };
}
function readFully(descriptor, into, position) {
    let done = 0;
    while (done < into.length) {
        const count = (0,external_node_fs_.readSync)(descriptor, into, done, into.length - done, position + done);
        if (count === 0)
            break;
        done += count;
    }
    return done;
}
/** A part of a source. The part must lie inside. */
function slice(source, offset, size) {
    return {
        size,
        read(into, position) {
            const room = Math.max(0, Math.min(into.length, size - position));
            return source.read(room < into.length ? into.subarray(0, room) : into, offset + position);
        },
    };
}
function memorySource(bytes) {
    return {
        size: bytes.length,
        read(into, position) {
            const piece = bytes.subarray(position, position + into.length);
            into.set(piece);
            return piece.length;
        },
    };
}
/** `length` bytes at `position`, fewer at the end. The caller has bounded `length`. */
function readBytes(source, position, length) {
    const room = Math.max(0, Math.min(length, source.size - position));
    const bytes = Buffer.allocUnsafe(room);
    const count = source.read(bytes, position);
    return count < room ? bytes.subarray(0, count) : bytes;
}
const CHUNK = 2 ** 20;
/** All bytes in order, a new chunk each time. */
async function* streamOf(source) {
    for (let position = 0; position < source.size; position += CHUNK) {
        const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK, source.size - position));
        const count = source.read(chunk, position);
        if (count > 0)
            yield count < chunk.length ? chunk.subarray(0, count) : chunk;
        if (count < chunk.length)
            return;
    }
}

;// CONCATENATED MODULE: ./src/images/paths.ts
/**
 * A path inside an image: no leading or trailing slash, no `.`, no `..`; what climbs above the root stays at the root,
 * as a runtime that unpacks into a root directory does. The root itself is ''.
 */
function normalise(path) {
    if (CLEAN.test(path))
        return path;
    const parts = [];
    for (const part of path.split('/')) {
        if (part === '' || part === '.')
            continue;
        if (part === '..')
            parts.pop();
        else
            parts.push(part);
    }
    return parts.join('/');
}
/** Nothing to do: no empty, `.` or `..` component. */
const CLEAN = /^(?!\.{1,2}(?:\/|$))[^/]+(?:\/(?!\.{1,2}(?:\/|$))[^/]+)*$/;

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
;// CONCATENATED MODULE: ./src/images/tar/header.ts

/** Thrown by the readers of this folder with the bare reason; the walker says where. */
class TarError extends Error {
    name = 'TarError';
}
const BLOCK = 512;
/**
 * Reads a header block: v7, ustar, GNU and star dialects. Undefined for a block of zeros.
 * Throws TarError on a wrong checksum or a number that is none.
 * Source: tar(5) of libarchive, "Basic Tar Format" in the GNU tar manual, POSIX pax.
 */
function readHeader(block) {
    const bytes = Buffer.from(block.buffer, block.byteOffset, BLOCK);
    const sum = byteSum(bytes);
    if (sum === 0)
        return undefined;
    checkSum(bytes, sum);
    const linkFlag = bytes[156] ?? 0;
    return {
        name: prefix(bytes) + header_text(bytes, 0, 100),
        typeflag: linkFlag === 0 ? '\0' : String.fromCharCode(linkFlag),
        size: number(bytes, 124, 12, 'size'),
        mode: number(bytes, 100, 8, 'mode') & 0o7777,
        uid: number(bytes, 108, 8, 'uid'),
        gid: number(bytes, 116, 8, 'gid'),
        mtime: number(bytes, 136, 12, 'mtime'),
        linkName: bytes[157] === 0 ? '' : header_text(bytes, 157, 100),
    };
}
/** Sum of all bytes, four at a time: two lanes of 16 bits hold 256 bytes of 255 each without overflow. */
function byteSum(bytes) {
    if (bytes.byteOffset % 4 !== 0)
        return slowSum(bytes);
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, BLOCK / 4);
    let lanes = 0;
    for (let i = 0; i < words.length; i++) {
        const word = words[i] ?? 0;
        lanes += (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff);
    }
    return (lanes & 0xffff) + (lanes >>> 16);
}
function slowSum(bytes) {
    let sum = 0;
    for (const byte of bytes)
        sum += byte;
    return sum;
}
/** The checksum counts its own field as eight blanks; some old programs summed signed bytes. */
function checkSum(bytes, sum) {
    const stated = number(bytes, 148, 8, 'checksum');
    let field = 0;
    for (let i = 148; i < 156; i++)
        field += bytes[i] ?? 0;
    if (sum - field + 256 === stated)
        return;
    let signed = 256;
    for (let i = 0; i < BLOCK; i++)
        if (i < 148 || i > 155)
            signed += ((bytes[i] ?? 0) << 24) >> 24;
    if (signed !== stated)
        throw new TarError('a header has a wrong checksum');
}
function prefix(bytes) {
    // "ustar\0" has a prefix; GNU's "ustar  \0" keeps times there; star's ends earlier.
    if (bytes.toString('latin1', 257, 263) !== 'ustar\0' || bytes[345] === 0)
        return '';
    const length = bytes.toString('latin1', 508, 512) === 'tar\0' ? 131 : 155;
    return `${header_text(bytes, 345, length)}/`;
}
/** A NUL-terminated field: UTF-8 where it is that, else Latin-1, so that different names stay different. */
function header_text(bytes, start, length) {
    let end = start;
    let ascii = true;
    for (const stop = start + length; end < stop; end++) {
        const byte = bytes[end] ?? 0;
        if (byte === 0)
            break;
        if (byte > 127)
            ascii = false;
    }
    return ascii ? bytes.toString('latin1', start, end) : decode(bytes.subarray(start, end));
}
function decode(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return (0,external_node_buffer_.isUtf8)(buffer) ? buffer.toString('utf8') : buffer.toString('latin1');
}
/** An octal or base-256 field. Empty is 0. Throws TarError on anything else, and on negative sizes. */
function number(bytes, start, length, field) {
    const first = bytes[start] ?? 0;
    if (first & 0x80)
        return base256(bytes, start, length, field);
    let i = start;
    const end = start + length;
    while (i < end && (bytes[i] === 0x20 || bytes[i] === 0))
        i++;
    let value = 0;
    for (; i < end; i++) {
        const digit = (bytes[i] ?? 0) - 0x30;
        if (digit < 0 || digit > 7)
            break;
        value = value * 8 + digit;
    }
    for (; i < end; i++) {
        if (bytes[i] !== 0x20 && bytes[i] !== 0)
            throw new TarError(`a header's ${field} is no number`);
    }
    return value;
}
function base256(bytes, start, length, field) {
    const first = bytes[start] ?? 0;
    const negative = (first & 0x40) !== 0;
    let value = negative ? (first & 0x7f) - 128 : first & 0x7f;
    for (let i = start + 1; i < start + length; i++)
        value = value * 256 + (bytes[i] ?? 0);
    if (negative && (field === 'size' || field === 'checksum'))
        throw new TarError(`a header's ${field} is negative`);
    if (!Number.isSafeInteger(value)) {
        if (field === 'size')
            throw new TarError('a header states a size past 2^53 bytes');
        return 0;
    }
    return value;
}

;// CONCATENATED MODULE: ./src/images/tar/pax.ts

/**
 * Reads "LENGTH KEY=VALUE\n" records. Throws TarError when they do not add up.
 * Source: POSIX pax, "pax Header Block"; SCHILY.xattr as written by star, GNU tar and Docker.
 */
function readPax(body) {
    const values = new Map();
    const xattrs = new Map();
    const sparsePairs = [];
    let at = 0;
    while (at < body.length && body[at] !== 0) {
        const record = readRecord(body, at);
        at = record.end;
        if (record.key.startsWith(XATTR))
            xattrs.set(record.key.slice(XATTR.length), record.value.slice());
        else if (record.key === 'GNU.sparse.offset' || record.key === 'GNU.sparse.numbytes')
            sparsePairs.push(decimal(decode(record.value), record.key));
        else if (record.value.length === 0)
            values.delete(record.key);
        else
            values.set(record.key, plain(record.key, record.value));
    }
    return { values, xattrs, sparsePairs };
}
const XATTR = 'SCHILY.xattr.';
function readRecord(body, at) {
    let length = 0;
    let i = at;
    for (; i < body.length && i < at + 12; i++) {
        const digit = (body[i] ?? 0) - 0x30;
        if (digit < 0 || digit > 9)
            break;
        length = length * 10 + digit;
    }
    const end = at + length;
    const equals = body.indexOf(0x3d, i + 1);
    if (i === at || body[i] !== 0x20 || end > body.length || body[end - 1] !== 0x0a)
        throw new TarError('a PAX header is damaged');
    if (equals < 0 || equals >= end - 1)
        throw new TarError('a PAX header has a record without a value');
    return {
        key: decode(body.subarray(i + 1, equals)),
        value: body.subarray(equals + 1, end - 1),
        end,
    };
}
/** Names with a NUL would be one thing to this reader and another to the kernel. */
function plain(key, value) {
    if ((key === 'path' || key === 'linkpath') && value.includes(0))
        throw new TarError(`a PAX ${key} has a NUL byte in it`);
    return decode(value);
}
/** A whole, non-negative number; throws TarError. */
function decimal(value, key) {
    const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    if (!Number.isSafeInteger(number))
        throw new TarError(`a PAX ${key} is no number`);
    return number;
}

;// CONCATENATED MODULE: ./src/images/tar/sparse.ts

const MAX_SEGMENTS = 1_000_000;
/** Adds the pairs of an old GNU header or continuation block to `pairs`; true when another block follows. */
function readGnuSparse(block, start, count, pairs) {
    const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    for (let i = 0; i < count; i++) {
        const at = start + i * 24;
        if (bytes[at] === 0)
            break;
        pairs.push(number(bytes, at, 12, 'size'), number(bytes, at + 12, 12, 'size'));
    }
    if (pairs.length > 2 * MAX_SEGMENTS)
        throw new TarError('a sparse file has too many pieces');
    return bytes[start + count * 24] === 1;
}
/** The first `length` bytes of the file itself. Throws TarError when the map does not fit the stored bytes. */
function expandSparse(stored, sparse, length) {
    const { map, data } = sparse.map ? { map: sparse.map, data: stored } : readMap(stored);
    const file = Buffer.alloc(length);
    let from = 0;
    let before = 0;
    for (let i = 0; i + 1 < map.length; i += 2) {
        const offset = map[i] ?? 0;
        const size = map[i + 1] ?? 0;
        if (offset < before)
            throw new TarError('the map of a sparse file is out of order');
        if (from + size > data.length)
            throw new TarError('the map of a sparse file says more than there is');
        before = offset + size;
        if (offset < length)
            file.set(data.subarray(from, from + Math.min(size, length - offset)), offset);
        from += size;
    }
    return file;
}
/** PAX 1.0: decimal lines, first their number, padded to a block. */
function readMap(stored) {
    let at = 0;
    const line = () => {
        let value = 0;
        const start = at;
        for (; at < stored.length && stored[at] !== 0x0a; at++) {
            const digit = (stored[at] ?? 0) - 0x30;
            if (digit < 0 || digit > 9 || at - start > 15)
                throw new TarError('a sparse map is damaged');
            value = value * 10 + digit;
        }
        if (at++ >= stored.length)
            throw new TarError('a sparse map is cut');
        return value;
    };
    const count = line();
    if (count > MAX_SEGMENTS)
        throw new TarError('a sparse file has too many pieces');
    const map = [];
    for (let i = 0; i < count * 2; i++)
        map.push(line());
    return { map, data: stored.subarray(Math.ceil(at / 512) * 512) };
}

;// CONCATENATED MODULE: ./src/images/tar/decoder.ts



function tarDecoder(limits) {
    let expect = 'header';
    let need = BLOCK;
    let size = 0;
    let pax;
    let longName;
    let longLink;
    let sparseHeader;
    let sparsePairs = [];
    let realSize = 0;
    const extension = (kind, header) => {
        if (header.size > limits.extensionBytes)
            throw new TarError(`a long name or PAX header is over ${limits.extensionBytes} bytes`);
        size = header.size;
        need = padded(size);
        expect = need === 0 ? 'header' : kind;
        if (need === 0)
            need = BLOCK;
        return undefined;
    };
    const finish = (header, sparse) => {
        const member = assemble(header, pax, longName, longLink, sparse, realSize);
        for (const path of [member.name, member.linkTarget ?? ''])
            if (path.length > limits.pathBytes)
                throw new TarError(`a path is longer than ${limits.pathBytes} bytes`);
        pax = longName = longLink = sparseHeader = undefined;
        expect = 'header';
        return member;
    };
    const header = (piece) => {
        const found = readHeader(piece);
        if (!found) {
            expect = 'end';
            return undefined;
        }
        switch (found.typeflag) {
            case 'x':
            case 'X':
                return extension('pax', found);
            case 'g':
                return extension('ignored', found);
            case 'L':
                return extension('name', found);
            case 'K':
                return extension('link', found);
            case 'S': {
                sparseHeader = found;
                sparsePairs = [];
                const more = readGnuSparse(piece, 386, 4, sparsePairs);
                realSize = octal(piece, 483);
                if (!more)
                    return finish(found, { map: sparsePairs });
                expect = 'sparse';
                return undefined;
            }
            default:
                return finish(found);
        }
    };
    return {
        get need() {
            return need;
        },
        take(piece) {
            if (expect === 'header')
                return header(piece);
            if (expect === 'end') {
                if (readHeader(piece))
                    throw new TarError('there are members after the end of the archive');
                return 'end';
            }
            if (expect === 'sparse') {
                if (readGnuSparse(piece, 0, 21, sparsePairs) || !sparseHeader)
                    return undefined;
                return finish(sparseHeader, { map: sparsePairs });
            }
            const bytes = Buffer.from(piece.buffer, piece.byteOffset, size);
            if (expect === 'pax')
                pax = readPax(bytes);
            else if (expect === 'name')
                longName = header_text(bytes, 0, size);
            else if (expect === 'link')
                longLink = header_text(bytes, 0, size);
            expect = 'header';
            need = BLOCK;
            return undefined;
        },
    };
}
/** Up to the next block. */
function padded(size) {
    return Math.ceil(size / BLOCK) * BLOCK;
}
function octal(block, at) {
    const header = Buffer.from(block.buffer, block.byteOffset, BLOCK);
    const value = Number.parseInt(header.toString('latin1', at, at + 12).trim() || '0', 8);
    return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
function assemble(header, pax, longName, longLink, sparse, realSize) {
    const values = pax?.values;
    const name = longName ?? values?.get('GNU.sparse.name') ?? values?.get('path') ?? header.name;
    const type = memberType(header.typeflag, name);
    const linkTarget = longLink ?? values?.get('linkpath') ?? header.linkName;
    const stated = paxNumber(values, 'size') ?? header.size;
    const stored = type === 'file' ? stated : header.typeflag === 'D' ? stated : 0;
    const map = sparse ?? (type === 'file' && pax ? paxSparse(pax) : undefined);
    const whole = sparse
        ? realSize
        : (paxNumber(values, 'GNU.sparse.realsize') ?? paxNumber(values, 'GNU.sparse.size') ?? stored);
    return {
        name,
        type,
        size: type !== 'file' ? 0 : map ? whole : stored,
        stored,
        mode: header.mode,
        uid: paxNumber(values, 'uid') ?? header.uid,
        gid: paxNumber(values, 'gid') ?? header.gid,
        mtime: Math.trunc(Number(values?.get('mtime') ?? header.mtime)) || 0,
        ...(type === 'symlink' || type === 'hardlink' ? { linkTarget } : {}),
        ...(pax && pax.xattrs.size > 0 ? { xattrs: pax.xattrs } : {}),
        ...(map ? { sparse: map } : {}),
    };
}
function paxNumber(values, key) {
    const value = values?.get(key);
    return value === undefined ? undefined : decimal(value, key);
}
/** GNU.sparse 0.0 (repeated keys), 0.1 (one list) and 1.0 (in the body). */
function paxSparse(pax) {
    if (pax.values.get('GNU.sparse.major') === '1')
        return {};
    if (pax.sparsePairs.length > 0)
        return { map: pax.sparsePairs };
    const list = pax.values.get('GNU.sparse.map');
    return list ? { map: list.split(',').map((n) => decimal(n, 'GNU.sparse.map')) } : undefined;
}
function memberType(typeflag, name) {
    switch (typeflag) {
        case '1':
            return 'hardlink';
        case '2':
            return 'symlink';
        case '3':
            return 'character';
        case '4':
            return 'block';
        case '5':
        case 'D':
            return 'directory';
        case '6':
            return 'fifo';
        case '\0':
            return name.endsWith('/') ? 'directory' : 'file';
        default:
            return 'file';
    }
}

;// CONCATENATED MODULE: ./src/images/tar/walk.ts




const WINDOW = 2 ** 16;
/**
 * Walks an archive that can be read anywhere: windows of 64 KB over the headers, bodies read only where wanted.
 * Throws TarError when it is damaged; what came before has been visited.
 */
async function walkSource(source, visitor, limits) {
    const decoder = tarDecoder(limits);
    const window = new Uint8Array(new ArrayBuffer(WINDOW));
    let start = 0;
    let filled = 0;
    let at = 0;
    for (;;) {
        const need = decoder.need;
        let piece;
        if (need > WINDOW) {
            piece = readBytes(source, at, need);
        }
        else {
            if (at < start || at + need > start + filled) {
                start = at;
                filled = source.read(window, at);
            }
            piece = window.subarray(at - start, Math.min(at - start + need, filled));
        }
        if (piece.length === 0)
            return;
        if (piece.length < need)
            throw new TarError('it ends inside a header');
        const member = decoder.take(piece);
        if (member === 'end')
            return;
        at += need;
        if (!member)
            continue;
        if (member.stored > source.size - at)
            throw new TarError(`${member.name} is said to be larger than what is left`);
        const wanted = visitor.member(member, at, !member.sparse);
        if (wanted > 0) {
            const part = member.sparse ? undefined : partsOf(source, at, member.size);
            const pending = visitor.body(readBody(source, at, member, wanted), part);
            if (pending)
                await pending;
        }
        at += padded(member.stored);
    }
}
/** Reads parts of the body that starts at `start`. */
function partsOf(source, start, size) {
    return (offset, length) => {
        const from = Math.min(Math.max(offset, 0), size);
        return readBytes(source, start + from, Math.min(Math.max(length, 0), size - from));
    };
}
/** The first `wanted` bytes of a member that starts at `offset`. Throws TarError on a damaged sparse map. */
function readBody(source, offset, member, wanted) {
    const length = Math.min(wanted, member.size);
    if (!member.sparse)
        return readBytes(source, offset, length);
    return expandSparse(readBytes(source, offset, member.stored), member.sparse, length);
}
/** Walks an archive that comes as a stream, to its very end. Throws TarError, and whatever the stream throws. */
async function walkStream(chunks, visitor, limits) {
    const input = pieces(chunks);
    try {
        await walkPieces(input, visitor, limits);
    }
    finally {
        await input.close();
    }
}
async function walkPieces(input, visitor, limits) {
    const decoder = tarDecoder(limits);
    for (;;) {
        const need = decoder.need;
        const piece = input.ready(need) ?? (await input.take(need));
        if (piece.length === 0)
            return;
        if (piece.length < need)
            throw new TarError('it ends inside a header');
        const member = decoder.take(piece);
        if (member === 'end')
            break;
        if (!member)
            continue;
        const wanted = visitor.member(member, input.position(), false);
        let rest = padded(member.stored);
        if (wanted > 0) {
            const length = member.sparse ? member.stored : Math.min(wanted, member.size);
            const bytes = Buffer.from(input.ready(length) ?? (await input.take(length)));
            rest -= bytes.length;
            if (bytes.length < length)
                throw new TarError(`it ends inside ${member.name}`);
            const body = member.sparse
                ? expandSparse(bytes, member.sparse, Math.min(wanted, member.size))
                : bytes;
            const pending = visitor.body(body);
            if (pending)
                await pending;
        }
        if (rest > 0 && !input.skipReady(rest)) {
            const missing = await input.skip(rest);
            // Only the padding may be missing: some writers leave it out at the end.
            if (missing > padded(member.stored) - member.stored)
                throw new TarError(`it ends inside ${member.name}`);
        }
    }
    while ((await input.skip(2 ** 30)) === 0)
        ;
}
/** Pieces of the asked length out of chunks of any length; shorter pieces only at the end. */
function pieces(chunks) {
    const iterator = chunks[Symbol.asyncIterator]();
    let chunk = new Uint8Array(0);
    let used = 0;
    let passed = 0;
    const next = async () => {
        passed += chunk.length;
        const step = await iterator.next();
        used = 0;
        chunk = step.done ? new Uint8Array(0) : step.value;
        return !step.done;
    };
    const ready = (length) => {
        if (used + length > chunk.length)
            return undefined;
        const piece = chunk.subarray(used, used + length);
        used += length;
        return piece;
    };
    return {
        position: () => passed + used,
        close: async () => void (await iterator.return?.()),
        ready,
        /** Never allocates more than has really come. */
        async take(length) {
            const parts = [];
            let have = 0;
            while (have < length) {
                const part = chunk.subarray(used, used + length - have);
                used += part.length;
                have += part.length;
                if (part.length > 0)
                    parts.push(part);
                if (have < length && !(await next()))
                    break;
            }
            return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, have);
        },
        skipReady(length) {
            if (used + length > chunk.length)
                return false;
            used += length;
            return true;
        },
        /** Returns how many of the bytes were not there. */
        async skip(length) {
            let left = length;
            for (;;) {
                const step = Math.min(left, chunk.length - used);
                used += step;
                left -= step;
                if (left === 0)
                    return 0;
                if (!(await next()))
                    return left;
            }
        },
    };
}

;// CONCATENATED MODULE: ./src/images/archive.ts





/**
 * The names in an uncompressed archive; bodies stay where they are. Links between members are followed: Docker before
 * 25 saves a layer that occurs twice as a symbolic link. Throws PortsideError (incomplete) when the archive is damaged.
 */
async function openArchive(source, where, limits) {
    const members = new Map();
    const visitor = {
        member(member, offset) {
            const path = normalise(member.name);
            if (member.sparse)
                members.set(path, { unsupported: 'it is stored as a sparse file' });
            else if (member.type === 'file')
                members.set(path, { offset, size: member.size });
            else if (member.type === 'symlink')
                members.set(path, { link: normalise(`${path}/../${member.linkTarget ?? ''}`) });
            else if (member.type === 'hardlink')
                members.set(path, { link: normalise(member.linkTarget ?? '') });
            if (members.size > ARCHIVE_MEMBERS)
                throw new TarError(`it has more than ${ARCHIVE_MEMBERS} members`);
            return 0;
        },
        body: () => { },
    };
    try {
        await walkSource(source, visitor, limits);
    }
    catch (error) {
        if (!(error instanceof TarError))
            throw error;
        throw (0,images_limits/* damaged */.q)(where, error.message, 'Save the image again.');
    }
    return {
        file(path) {
            let name = normalise(path);
            for (let links = 0; links < 10; links++) {
                const member = members.get(name);
                if (!member)
                    return undefined;
                if ('unsupported' in member)
                    throw (0,images_limits/* damaged */.q)(`${name} in ${where}`, member.unsupported);
                if ('offset' in member)
                    return slice(source, member.offset, member.size);
                name = member.link;
            }
            return undefined;
        },
    };
}
/** Members of an archive around an image: blobs and a few files, not the image's own. */
const ARCHIVE_MEMBERS = 100_000;
/** A small file whole. Throws PortsideError (incomplete) when it is not there or too large to be what it says. */
function readSmall(table, path, where, limits) {
    const source = table.file(path);
    if (!source)
        return undefined;
    if (source.size > limits.jsonBytes)
        throw (0,images_limits/* damaged */.q)(`${path} in ${where}`, `it is larger than ${limits.jsonBytes} bytes`);
    return readBytes(source, 0, source.size);
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./src/images/compression.ts




/** What the first bytes say; media types and names are often wrong. Six bytes are enough. */
function sniff(head) {
    const starts = (...magic) => magic.every((byte, i) => head[i] === byte);
    if (starts(0x1f, 0x8b))
        return 'gzip';
    if (starts(0x28, 0xb5, 0x2f, 0xfd))
        return 'zstd';
    // Skippable frame, which some zstd writers put first.
    if (((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18)
        return 'zstd';
    if (starts(0x42, 0x5a, 0x68))
        return 'bzip2';
    if (starts(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00))
        return 'xz';
    return 'none';
}
/** With the default of 16 KB, inflating costs more than twice as much. */
const compression_CHUNK = 2 ** 20;
/**
 * The inflated bytes. node:zlib works on its own threads, so two layers inflate at once.
 * Throws PortsideError (incomplete) for damaged data and for formats that cannot be read here.
 */
async function* inflate(chunks, compression, where) {
    if (compression === 'none') {
        yield* chunks;
        return;
    }
    if (compression === 'zstd' && !nativeZstd()) {
        yield* inflateZstd(chunks, where);
        return;
    }
    const transform = decompressor(compression, where);
    const input = external_node_stream_.Readable.from(chunks, { objectMode: false, highWaterMark: compression_CHUNK });
    let failure;
    // Errors of the input are its own (a limit, a digest); errors of the transform mean damaged data.
    input.once('error', (error) => {
        failure = error;
        transform.destroy();
    });
    input.pipe(transform);
    try {
        for await (const chunk of transform)
            yield chunk;
    }
    catch (error) {
        if (failure)
            throw failure;
        throw (0,images_limits/* damaged */.q)(where, `its ${compression} data is damaged or cut`, undefined, error);
    }
    finally {
        input.destroy();
        transform.destroy();
    }
    if (failure)
        throw failure;
}
function decompressor(compression, where) {
    if (compression === 'gzip')
        return external_node_zlib_.createGunzip({ chunkSize: compression_CHUNK });
    if (compression === 'zstd')
        return external_node_zlib_.createZstdDecompress({ chunkSize: compression_CHUNK });
    throw (0,images_limits/* damaged */.q)(where, `it is compressed with ${compression}, which Portside does not read`, 'Save the image with gzip, zstd or uncompressed layers.');
}
function nativeZstd() {
    return typeof external_node_zlib_.createZstdDecompress === 'function';
}
/** Node before 22.15 has no zstd of its own: five times slower in JavaScript, but it works. */
async function* inflateZstd(chunks, where) {
    const { Decompress } = await __webpack_require__.e(/* import() */ 339).then(__webpack_require__.bind(__webpack_require__, 8339));
    const out = [];
    let waiting = 0;
    const stream = new Decompress((chunk) => {
        if (chunk.length > 0)
            out.push(chunk);
        waiting += chunk.length;
        if (waiting > MOST_WAITING)
            throw new Error('a few bytes inflate to very many');
    });
    const push = (chunk, last) => {
        try {
            stream.push(chunk, last);
        }
        catch (error) {
            throw (0,images_limits/* damaged */.q)(where, `its zstd data is damaged or cut: ${(0,errors/* reason */.l)(error)}`, undefined, error);
        }
    };
    for await (const chunk of chunks) {
        // Small steps bound what one step can inflate to before the caller counts it.
        for (let at = 0; at < chunk.length; at += STEP) {
            push(chunk.subarray(at, at + STEP), false);
            waiting = 0;
            yield* out.splice(0);
        }
    }
    push(new Uint8Array(0), true);
    yield* out.splice(0);
}
const STEP = 2 ** 14;
const MOST_WAITING = 256 * 2 ** 20;

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./src/images/reference.ts
var images_reference = __webpack_require__(4719);
;// CONCATENATED MODULE: ./src/images/layer-blob.ts





/** A blob that lies in a file or archive. */
function storedBlob(source, digest) {
    return {
        size: source.size,
        source,
        stream: () => streamOf(source),
        ...(digest ? { digest } : {}),
    };
}
/** The uncompressed tar where it can be read in place, else undefined. */
function inPlace(blob) {
    if (!blob.source)
        return undefined;
    return sniff(readBytes(blob.source, 0, 6)) === 'none' ? blob.source : undefined;
}
/**
 * The uncompressed tar as a stream: hashed and counted on the way. Throws PortsideError (incomplete) at the end when a
 * digest differs, and as soon as a limit is passed.
 */
async function* tarStream(blob, options) {
    const { where, limits, budget } = options;
    const { compression, chunks, stored } = await opened(blob, where);
    let inflated = 0;
    const hash = options.diffID ? digestCheck(options.diffID, `${where}, uncompressed`) : undefined;
    for await (const chunk of inflate(chunks, compression, where)) {
        inflated += chunk.length;
        if (compression !== 'none') {
            budget.left -= chunk.length;
            if (budget.left < 0)
                throw (0,images_limits/* damaged */.q)(where, `the image inflates to more than ${limits.inflatedBytes} bytes`);
            if (inflated > limits.ratioFrom && inflated > stored() * limits.ratio)
                throw (0,images_limits/* damaged */.q)(where, `it inflates to more than ${limits.ratio} times its size, ${inflated} bytes so far`);
        }
        hash?.update(chunk);
        yield chunk;
    }
    hash?.finish();
}
/** Looks at the first chunk to know the compression, and hashes what is stored. */
async function opened(blob, where) {
    const iterator = blob.stream()[Symbol.asyncIterator]();
    const hash = blob.digest ? digestCheck(blob.digest, where) : undefined;
    let stored = 0;
    const head = [];
    let length = 0;
    while (length < 6) {
        const step = await iterator.next();
        if (step.done)
            break;
        head.push(step.value);
        length += step.value.length;
    }
    async function* chunks() {
        try {
            for (const chunk of head.splice(0)) {
                stored += chunk.length;
                hash?.update(chunk);
                yield chunk;
            }
            for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
                stored += step.value.length;
                hash?.update(step.value);
                yield step.value;
            }
            hash?.finish();
        }
        finally {
            await iterator.return?.();
        }
    }
    return { compression: sniff(Buffer.concat(head)), chunks: chunks(), stored: () => stored };
}
/** Collects bytes; `finish` throws PortsideError (incomplete) when they are not what the digest names. */
function digestCheck(digest, where) {
    const algorithm = digest.slice(0, digest.indexOf(':'));
    if (!(0,images_reference/* isDigest */.Bc)(digest))
        throw (0,images_limits/* damaged */.q)(where, `${digest} is no digest that can be checked`);
    const hash = (0,external_node_crypto_.createHash)(algorithm);
    return {
        update: (bytes) => void hash.update(bytes),
        finish() {
            const found = `${algorithm}:${hash.digest('hex')}`;
            if (found !== digest)
                throw (0,images_limits/* damaged */.q)(where, `its digest is ${found}, not ${digest}`, 'The bytes are not what the image names: build or fetch the image again.');
        },
    };
}
function sha256(bytes) {
    return `sha256:${(0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex')}`;
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./src/images/spool.ts






/**
 * Keeps a stream in a temporary file, for what can be understood only when its end is known. The file has no name any
 * more when this returns (where the system allows it), so that nothing is left behind however the process ends.
 * Throws PortsideError (incomplete) over a limit or when the disk is full, and what the stream throws.
 */
async function spool(chunks, where, limits) {
    const folder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), 'portside-'));
    const path = (0,external_node_path_.join)(folder, 'image');
    const descriptor = (0,external_node_fs_.openSync)(path, 'wx+', 0o600);
    const remove = () => (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true });
    let removed = false;
    try {
        (0,external_node_fs_.unlinkSync)(path);
        remove();
        removed = true;
    }
    catch {
        // Windows keeps open files: removed on closing.
    }
    let size = 0;
    try {
        for await (const chunk of chunks) {
            size += chunk.length;
            if (size > limits.inflatedBytes)
                throw (0,images_limits/* damaged */.q)(where, `it has more than ${limits.inflatedBytes} bytes`);
            write(descriptor, chunk, where);
        }
    }
    catch (error) {
        (0,external_node_fs_.closeSync)(descriptor);
        remove();
        throw error;
    }
    const file = fileSource(descriptor, size);
    return {
        ...file,
        close() {
            file.close();
            if (!removed)
                remove();
        },
    };
}
function write(descriptor, chunk, where) {
    try {
        for (let done = 0; done < chunk.length;)
            done += (0,external_node_fs_.writeSync)(descriptor, chunk, done);
    }
    catch (error) {
        throw (0,images_limits/* damaged */.q)(where, `it cannot be kept in a temporary file: ${(0,errors/* reason */.l)(error)}`, undefined, error);
    }
}

// EXTERNAL MODULE: ./src/images/json.ts
var json = __webpack_require__(1022);
// EXTERNAL MODULE: ./src/images/config.ts
var images_config = __webpack_require__(914);
;// CONCATENATED MODULE: ./src/images/delivery.ts
/**
 * The lowest unfinished layer hands over at once; bodies of the layers above wait, and when more than `limit` bytes
 * wait, so do their layers. The lowest layer never waits for another: nothing can lock up.
 */
function delivery(layers, limit) {
    const waiting = Array.from({ length: layers }, () => []);
    const done = new Array(layers).fill(false);
    let lowest = 0;
    let held = 0;
    const wake = [];
    let line = Promise.resolve();
    /** One after the other, in the order of the calls. */
    const inLine = (task) => {
        const result = line.then(task);
        line = result.catch(() => { });
        return result;
    };
    const change = () => new Promise((resolve) => {
        wake.push(resolve);
    });
    const drain = async (layer) => {
        // More may come to wait while these are handed over.
        const queue = waiting[layer] ?? [];
        while (queue.length > 0)
            for (const hand of queue.splice(0))
                await hand();
    };
    return {
        async turn(layer) {
            while (layer > lowest)
                await change();
        },
        async deliver(layer, bytes, hand) {
            while (layer > lowest && held + bytes > limit)
                await change();
            if (layer <= lowest)
                return inLine(hand);
            held += bytes;
            waiting[layer]?.push(() => {
                held -= bytes;
                return hand();
            });
        },
        finished(layer) {
            done[layer] = true;
            return inLine(async () => {
                try {
                    while (lowest < layers && done[lowest]) {
                        const next = lowest + 1;
                        await drain(next);
                        lowest = next;
                    }
                }
                finally {
                    for (const resolve of wake.splice(0))
                        resolve();
                }
            });
        },
    };
}

;// CONCATENATED MODULE: ./src/images/entry-sink.ts



/** Enters members into the layer's table and hands wanted bodies on. */
function entrySink(table, state, where, queue) {
    let current;
    return {
        member(member, offset, randomAccess) {
            current = undefined;
            const named = whiteout(normalise(member.name), member.type);
            if (!named)
                return 0;
            const { path, type } = named;
            const linkTarget = member.type === 'hardlink' ? normalise(member.linkTarget ?? '') : member.linkTarget;
            const capability = member.xattrs?.get(CAPABILITY);
            const index = table.add({
                ...member,
                node: state.paths.add(path),
                type,
                offset,
                ...(linkTarget === undefined ? {} : { linkTarget }),
                xattrs: capability ? new Map([[CAPABILITY, capability]]) : undefined,
            });
            count(member, state);
            if (type !== 'file')
                return 0;
            const entry = table.entry(index, path);
            const demand = demandFor(entry, state.readers, randomAccess);
            if (demand.bytes === 0)
                return 0;
            if (overLimit(member.stored, demand.bytes, member, state.limits)) {
                state.fail(tooLarge(where, path, member.size, state.limits));
                return 0;
            }
            current = { entry, demand };
            return demand.bytes;
        },
        body(bytes, part) {
            if (!current)
                return;
            const { entry, demand } = current;
            return queue.deliver(table.layer, bytes.length, () => handOver(entry, bytes, demand, part));
        },
    };
}
/** The one extended attribute that changes what a file may do. */
const CAPABILITY = 'security.capability';
/** What a name of the layer format says; undefined for names that mean nothing in an image. */
function whiteout(path, type) {
    const start = path.lastIndexOf('/') + 1;
    // Folders of aufs at the root, with their content.
    if (start > 0 && path.startsWith('.wh..wh.'))
        return undefined;
    if (!path.startsWith('.wh.', start))
        return { path, type };
    const directory = start === 0 ? '' : path.slice(0, start - 1);
    const name = path.slice(start + 4);
    if (name === '.wh..opq')
        return { path: directory, type: 'opaque' };
    // `.wh..wh.` and more is the bookkeeping of aufs; a name of dots would delete a directory above.
    if (name === '' || name === '.' || name === '..' || name.startsWith('.wh.'))
        return undefined;
    return { path: path.slice(0, start) + name, type: 'whiteout' };
}
/** Counts what stays in memory. */
function count(member, state) {
    const { used, limits } = state;
    used.entries++;
    if (member.linkTarget)
        used.linkCharacters += member.linkTarget.length;
    if (member.sparse?.map)
        used.linkCharacters += member.sparse.map.length * 8;
    if (used.entries > limits.entries)
        throw new TarError(`the image has more than ${limits.entries} members`);
    if (state.paths.characters + used.linkCharacters > limits.nameCharacters)
        throw new TarError(`the names in the image are longer than ${limits.nameCharacters} altogether`);
}
/** Asks every reader. */
function demandFor(entry, readers, randomAccess = false) {
    let bytes = 0;
    let wanting;
    for (const reader of readers) {
        const wanted = reader.wants(entry, randomAccess);
        if (!(wanted > 0))
            continue;
        bytes = Math.max(bytes, wanted);
        wanting ??= [];
        wanting.push({ reader, bytes: wanted });
    }
    return wanting ? { bytes, readers: wanting } : NOBODY;
}
const NOBODY = { bytes: 0, readers: [] };
/** Gives each reader its part, one after the other. */
async function handOver(entry, bytes, demand, part) {
    for (const { reader, bytes: wanted } of demand.readers) {
        const pending = reader.read({
            ...entry,
            bytes: wanted < bytes.length ? bytes.subarray(0, wanted) : bytes,
            ...(part && { part }),
        });
        if (pending)
            await pending;
    }
}
/** A sparse file must be read whole before any part of it is known. */
function overLimit(stored, wanted, file, limits) {
    const length = Math.min(wanted, file.size);
    return length > limits.fileBytes || (file.sparse !== undefined && stored > limits.fileBytes);
}
function tooLarge(where, path, size, limits) {
    return (0,images_limits/* damaged */.q)(`${path} in ${where}`, `it has ${size} bytes, more than the ${limits.fileBytes} that one file may have`);
}

;// CONCATENATED MODULE: ./src/images/path-table.ts
/**
 * The paths of an image, each directory and name kept once: a tree in typed arrays, because a hundred thousand path
 * strings are what makes memory grow. Node 0 is the root; a parent always has a smaller number than its children.
 */
class PathTable {
    #count = 1;
    #names = [''];
    #parents = new Int32Array(1024);
    #firstChild = new Int32Array(1024);
    #nextSibling = new Int32Array(1024);
    /** Open addressing: node numbers, 0 for free. */
    #slots = new Int32Array(4096);
    #lastDirectory = '';
    #lastNode = 0;
    /** Characters in all names together. */
    characters = 0;
    get count() {
        return this.#count;
    }
    parent(node) {
        return this.#parents[node] ?? 0;
    }
    name(node) {
        return this.#names[node] ?? '';
    }
    path(node) {
        let path = this.name(node);
        for (let up = this.parent(node); up !== 0; up = this.parent(up))
            path = `${this.name(up)}/${path}`;
        return path;
    }
    hasChildren(node) {
        return this.#firstChild[node] !== 0;
    }
    *children(node) {
        for (let child = this.#firstChild[node] ?? 0; child !== 0; child = this.#nextSibling[child] ?? 0)
            yield child;
    }
    /** The node of a normalised path, made where it is new. */
    add(path) {
        if (path === '')
            return 0;
        const slash = path.lastIndexOf('/');
        const directory = slash < 0 ? '' : path.slice(0, slash);
        let parent = 0;
        if (directory !== '') {
            // Archives list a directory's files together.
            if (directory === this.#lastDirectory)
                parent = this.#lastNode;
            else {
                for (let start = 0; start <= directory.length;) {
                    let end = directory.indexOf('/', start);
                    if (end < 0)
                        end = directory.length;
                    parent = this.addChild(parent, directory.slice(start, end));
                    start = end + 1;
                }
                this.#lastDirectory = directory;
                this.#lastNode = parent;
            }
        }
        return this.addChild(parent, path.slice(slash + 1));
    }
    /** The node of a normalised path, -1 where no layer speaks of it. */
    find(path) {
        let node = 0;
        if (path === '')
            return node;
        for (const name of path.split('/')) {
            node = this.findChild(node, name);
            if (node < 0)
                return -1;
        }
        return node;
    }
    findChild(parent, name) {
        const found = this.#slots[this.#slot(parent, name)] ?? 0;
        return found === 0 ? -1 : found;
    }
    addChild(parent, name) {
        let slot = this.#slot(parent, name);
        const found = this.#slots[slot] ?? 0;
        if (found !== 0)
            return found;
        if (this.#count * 2 > this.#slots.length) {
            this.#rehash();
            slot = this.#slot(parent, name);
        }
        const node = this.#count++;
        if (node >= this.#parents.length) {
            this.#parents = grown(this.#parents);
            this.#firstChild = grown(this.#firstChild);
            this.#nextSibling = grown(this.#nextSibling);
        }
        this.#names.push(owned(name));
        this.characters += name.length;
        this.#parents[node] = parent;
        this.#nextSibling[node] = this.#firstChild[parent] ?? 0;
        this.#firstChild[parent] = node;
        this.#slots[slot] = node;
        return node;
    }
    #slot(parent, name) {
        const mask = this.#slots.length - 1;
        let slot = hash(parent, name) & mask;
        for (;;) {
            const node = this.#slots[slot] ?? 0;
            if (node === 0 || (this.#parents[node] === parent && this.#names[node] === name))
                return slot;
            slot = (slot + 1) & mask;
        }
    }
    #rehash() {
        this.#slots = new Int32Array(this.#slots.length * 2);
        for (let node = 1; node < this.#count; node++)
            this.#slots[this.#slot(this.parent(node), this.name(node))] = node;
    }
}
/** Twice as long. */
function grown(array) {
    const larger = new array.constructor(array.length * 2);
    larger.set(array);
    return larger;
}
/** A part of a string keeps the whole string alive in V8; this one does not. */
function owned(name) {
    return name.length < 13 ? name : Buffer.from(name).toString();
}
/** FNV-1a with a final mix. The seed differs by process, so that nobody can prepare names that collide. */
function hash(parent, name) {
    let value = SEED ^ Math.imul(parent, 0x9e3779b1);
    for (let i = 0; i < name.length; i++)
        value = Math.imul(value ^ name.charCodeAt(i), 0x01000193);
    value ^= value >>> 15;
    value = Math.imul(value, 0x2c1b3c6d);
    return (value ^ (value >>> 12)) >>> 0;
}
const SEED = (Math.random() * 2 ** 32) | 0;

;// CONCATENATED MODULE: ./src/images/layer-table.ts

const TYPES = [
    'file',
    'directory',
    'symlink',
    'hardlink',
    'character',
    'block',
    'fifo',
    'whiteout',
    'opaque',
];
const NUMBERS = new Map(TYPES.map((type, number) => [type, number]));
/** The members of one layer in archive order, a column each: about fifty bytes a member. */
class LayerTable {
    count = 0;
    layer;
    #paths;
    #nodes = new Int32Array(256);
    #types = new Uint8Array(256);
    #modes = new Uint16Array(256);
    #uids = new Float64Array(256);
    #gids = new Float64Array(256);
    #mtimes = new Float64Array(256);
    #sizes = new Float64Array(256);
    #offsets = new Float64Array(256);
    #links = new Map();
    #xattrs = new Map();
    #sparse = new Map();
    constructor(layer, paths) {
        this.layer = layer;
        this.#paths = paths;
    }
    /** Returns the entry's number. */
    add(entry) {
        const index = this.count++;
        if (index >= this.#nodes.length)
            this.#grow();
        this.#nodes[index] = entry.node;
        this.#types[index] = NUMBERS.get(entry.type) ?? 0;
        this.#modes[index] = entry.mode;
        this.#uids[index] = entry.uid;
        this.#gids[index] = entry.gid;
        this.#mtimes[index] = entry.mtime;
        this.#sizes[index] = entry.size;
        this.#offsets[index] = entry.offset;
        if (entry.linkTarget !== undefined)
            this.#links.set(index, entry.linkTarget);
        if (entry.xattrs)
            this.#xattrs.set(index, entry.xattrs);
        if (entry.sparse)
            this.#sparse.set(index, { sparse: entry.sparse, stored: entry.stored });
        return index;
    }
    #grow() {
        this.#nodes = grown(this.#nodes);
        this.#types = grown(this.#types);
        this.#modes = grown(this.#modes);
        this.#uids = grown(this.#uids);
        this.#gids = grown(this.#gids);
        this.#mtimes = grown(this.#mtimes);
        this.#sizes = grown(this.#sizes);
        this.#offsets = grown(this.#offsets);
    }
    node(index) {
        return this.#nodes[index] ?? 0;
    }
    type(index) {
        return TYPES[this.#types[index] ?? 0] ?? 'file';
    }
    link(index) {
        return this.#links.get(index) ?? '';
    }
    /** Where and how the body is stored. */
    body(index) {
        const size = this.#sizes[index] ?? 0;
        const offset = this.#offsets[index] ?? 0;
        const sparse = this.#sparse.get(index);
        return sparse ? { offset, size, ...sparse } : { offset, size, stored: size };
    }
    /** The entry, under another path where a link in a lower layer led its directory elsewhere. */
    entry(index, path) {
        const linkTarget = this.#links.get(index);
        const xattrs = this.#xattrs.get(index);
        return {
            path: path ?? this.#paths.path(this.node(index)),
            type: this.type(index),
            layer: this.layer,
            size: this.#sizes[index] ?? 0,
            mode: this.#modes[index] ?? 0,
            uid: this.#uids[index] ?? 0,
            gid: this.#gids[index] ?? 0,
            mtime: this.#mtimes[index] ?? 0,
            ...(linkTarget === undefined ? {} : { linkTarget }),
            ...(xattrs ? { xattrs } : {}),
        };
    }
}

;// CONCATENATED MODULE: ./src/images/linked-files.ts





/**
 * Hands over what the pass over the layers could not know: files under the names of hard links, files that a lower
 * layer's link led into another directory, and well-known paths that lead through links. Each is offered to the readers
 * under the path by which it is reached, bottom to top.
 */
async function readLinked(fileSystem, tables, layers, state) {
    const requests = [
        ...otherNames(fileSystem, tables, state.readers),
        ...state.readers.flatMap((reader) => wellKnown(fileSystem, tables, reader)),
    ];
    for (const [index, layer] of layers.entries()) {
        const here = requests.filter(({ body, entry, demand }) => {
            if (body.layer !== index)
                return false;
            const stored = tables[index]?.body(body.index);
            if (!stored || !overLimit(stored.stored, demand.bytes, stored, state.limits))
                return true;
            state.fail(tooLarge(layer.where, entry.path, stored.size, state.limits));
            return false;
        });
        const table = tables[index];
        if (here.length === 0 || !table)
            continue;
        try {
            await readAgain(layer, table, here, state);
        }
        catch (error) {
            if (!(error instanceof TarError))
                throw error;
            state.fail((0,images_limits/* damaged */.q)(layer.where, error.message));
        }
    }
}
/** Hard links, and files that landed elsewhere than their own layer says. */
function otherNames(fileSystem, tables, readers) {
    const requests = [];
    for (const table of tables)
        for (let index = 0; index < table.count; index++) {
            const ref = { layer: table.layer, index };
            const type = table.type(index);
            if (type !== 'hardlink' && !(type === 'file' && fileSystem.redirected(ref)))
                continue;
            const body = type === 'file' ? ref : fileSystem.hardLinkBody(ref);
            if (!body)
                continue;
            const path = fileSystem.landing(ref);
            const entry = offered(tables, body, path, table.layer);
            const demand = entry ? demandFor(entry, readers) : undefined;
            if (entry && demand && demand.bytes > 0)
                requests.push({ body, entry, demand });
        }
    return requests;
}
/** All versions of the file that a well-known path leads to; of all files, where it leads to a directory. */
function wellKnown(fileSystem, tables, reader) {
    const requests = [];
    for (const asked of reader.wellKnown ?? []) {
        const target = fileSystem.resolve(asked);
        const direct = fileSystem.get(asked);
        if (target === undefined || direct?.type === 'file' || direct?.type === 'hardlink')
            continue;
        if (target === asked)
            continue;
        const found = fileSystem.get(target);
        const pairs = found?.type === 'file' || found?.type === 'hardlink'
            ? [[target, asked]]
            : [...fileSystem.below(target)].map((path) => [path, asked + path.slice(target.length)]);
        for (const [from, path] of pairs)
            for (const body of fileSystem.files(from)) {
                const entry = offered(tables, body, path, body.layer);
                const demand = entry ? demandFor(entry, [reader]) : undefined;
                if (entry && demand && demand.bytes > 0)
                    requests.push({ body, entry, demand });
            }
    }
    return requests;
}
function offered(tables, body, path, layer) {
    const entry = tables[body.layer]?.entry(body.index, path);
    return entry && { ...entry, layer };
}
async function readAgain(layer, table, requests, state) {
    const blob = layer.blob;
    if (!blob)
        return;
    const source = inPlace(blob);
    if (source) {
        for (const { body, entry, demand } of requests) {
            const stored = table.body(body.index);
            await handOver(entry, readBody(source, stored.offset, stored, demand.bytes), demand);
        }
        return;
    }
    await streamAgain(layer, table, requests, state);
}
/** Compressed layers are inflated once more, up to the last wanted body. */
async function streamAgain(layer, table, requests, state) {
    const { blob, where } = layer;
    if (!blob)
        return;
    const wanted = new Map();
    for (const request of requests) {
        const offset = table.body(request.body.index).offset;
        wanted.set(offset, [...(wanted.get(offset) ?? []), request]);
    }
    const { limits, budget } = state;
    const enough = new Error('all wanted bodies were read');
    let current = [];
    try {
        await walkStream(tarStream(blob, { where, limits, budget }), {
            member(_, offset) {
                if (wanted.size === 0)
                    throw enough;
                current = wanted.get(offset) ?? [];
                wanted.delete(offset);
                return current.reduce((most, { demand }) => Math.max(most, demand.bytes), 0);
            },
            async body(bytes) {
                for (const { entry, demand } of current) {
                    const part = demand.bytes < bytes.length ? bytes.subarray(0, demand.bytes) : bytes;
                    await handOver(entry, part, demand);
                }
            },
        }, limits);
    }
    catch (error) {
        if (error !== enough)
            throw error;
    }
}

;// CONCATENATED MODULE: ./src/images/overlay.ts


/** As Linux: a path that goes through more links than this leads nowhere. */
const MAX_LINKS = 40;
/** Steps through links for one image: links can be made so that every member costs thousands. */
const MAX_STEPS = 100_000_000;
/**
 * Lays the layers on each other, bottom to top. Whiteouts and opaque directories act on lower layers only, wherever
 * they stand in their own layer; among entries of one layer the last wins; a link in place of a directory is followed
 * by members that come below it, as a runtime's unpacking does.
 * Deleting is lazy, so that no order of whiteouts costs more than linear time: a directory remembers when it was
 * cleared, and an entry counts while no directory above it was cleared after it came.
 * Throws PortsideError (incomplete) when links cost too much. Source: OCI image-spec, layer.md, "Whiteouts" and "Changeset over existing files".
 */
function overlay(paths, layers) {
    const bases = [];
    let total = 0;
    for (const layer of layers) {
        bases.push(total);
        total += layer.count;
    }
    const state = new State(paths, layers, bases, total);
    for (const layer of layers)
        state.apply(layer);
    return state.fileSystem();
}
class State {
    #paths;
    #layers;
    #bases;
    /** By node: the latest entry there, -1 for none. */
    #final;
    #added;
    #cleared;
    /** By node: 1 a symbolic link was put there, 2 something else that is no directory. */
    #blocks;
    /** By node and entry: all entries of a path, latest first. */
    #last;
    #previous;
    #landing;
    #hardLinks = new Map();
    #clock = 0;
    #steps = 0;
    #cachedParent = -1;
    #cachedLanding = 0;
    constructor(paths, layers, bases, total) {
        this.#paths = paths;
        this.#layers = layers;
        this.#bases = bases;
        this.#final = new Int32Array(paths.count + 64).fill(-1);
        this.#last = new Int32Array(paths.count + 64).fill(-1);
        this.#added = new Int32Array(paths.count + 64);
        this.#cleared = new Int32Array(paths.count + 64);
        this.#blocks = new Uint8Array(paths.count + 64);
        this.#previous = new Int32Array(total).fill(-1);
        this.#landing = new Int32Array(total);
    }
    apply(layer) {
        const base = this.#bases[layer.layer] ?? 0;
        const whiteouts = [];
        for (let i = 0; i < layer.count; i++) {
            const type = layer.type(i);
            if (type !== 'whiteout' && type !== 'opaque')
                continue;
            const node = this.#land(layer.node(i));
            whiteouts.push(i);
            this.#record(base + i, node);
            this.#clear(node);
            if (type === 'whiteout')
                this.#final[node] = -1;
        }
        let next = 0;
        for (let i = 0; i < layer.count; i++) {
            if (whiteouts[next] === i) {
                next++;
                continue;
            }
            const node = this.#land(layer.node(i));
            this.#record(base + i, node);
            this.#put(base + i, node, layer, i);
        }
    }
    #record(entry, node) {
        this.#landing[entry] = node;
        this.#previous[entry] = this.#last[node] ?? -1;
        this.#last[node] = entry;
    }
    #clear(node) {
        this.#cleared[node] = ++this.#clock;
        this.#cachedParent = -1;
    }
    #put(entry, node, layer, index) {
        const type = layer.type(index);
        if (type === 'hardlink') {
            const target = this.#land(this.#paths.add(layer.link(index)));
            this.#ensure();
            const found = this.#alive(target) ? (this.#final[target] ?? -1) : -1;
            const body = this.#hardLinks.get(found) ?? found;
            if (body >= 0 && this.#typeOf(body) === 'file')
                this.#hardLinks.set(entry, body);
        }
        if (type === 'directory')
            this.#blocks[node] = 0;
        else {
            if (this.#paths.hasChildren(node))
                this.#clear(node);
            this.#blocks[node] = type === 'symlink' ? 1 : 2;
        }
        this.#final[node] = entry;
        this.#added[node] = ++this.#clock;
    }
    /** The node at which a path of the layer really lies, its directory's links followed. */
    #land(node) {
        if (node === 0)
            return 0;
        const parent = this.#paths.parent(node);
        if (parent === 0)
            return node;
        if (parent !== this.#cachedParent) {
            this.#cachedLanding = this.#directory(parent);
            this.#cachedParent = parent;
        }
        if (this.#cachedLanding === parent)
            return node;
        const landed = this.#paths.addChild(this.#cachedLanding, this.#paths.name(node));
        this.#ensure();
        return landed;
    }
    #directory(node) {
        let blocked = false;
        for (let up = node; up !== 0 && !blocked; up = this.#paths.parent(up))
            blocked = this.#blocks[up] !== 0;
        if (!blocked)
            return node;
        return this.#walk(this.#paths.path(node), true) ?? node;
    }
    /** Follows a path from the root; with `make`, nodes are made where nothing is, and files in the way give way. */
    #walk(path, make, followLast = true) {
        let links = 0;
        let node = 0;
        const rest = path.split('/').reverse();
        for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
            if (++this.#steps > MAX_STEPS)
                throw (0,images_limits/* damaged */.q)('the image', `its links take more than ${MAX_STEPS} steps to follow`);
            if (name === '' || name === '.')
                continue;
            if (name === '..') {
                node = this.#paths.parent(node);
                continue;
            }
            const child = make ? this.#paths.addChild(node, name) : this.#paths.findChild(node, name);
            if (child < 0)
                return undefined;
            if (make)
                this.#ensure();
            const entry = this.#alive(child) ? (this.#final[child] ?? -1) : -1;
            if (entry < 0 || this.#blocks[child] !== 1 || (rest.length === 0 && !followLast)) {
                if (make && entry >= 0 && this.#blocks[child] === 2)
                    this.#final[child] = -1;
                node = child;
                continue;
            }
            if (++links > MAX_LINKS)
                return undefined;
            const target = this.#linkOf(entry);
            if (target.startsWith('/'))
                node = 0;
            const steps = target.split('/');
            if (rest.length + steps.length > 20_000)
                return undefined;
            for (let i = steps.length - 1; i >= 0; i--)
                rest.push(steps[i] ?? '');
        }
        return node;
    }
    /** New nodes come while links are followed. */
    #ensure() {
        if (this.#paths.count <= this.#final.length)
            return;
        const size = this.#paths.count * 2;
        this.#final = widened(this.#final, size, -1);
        this.#last = widened(this.#last, size, -1);
        this.#added = widened(this.#added, size, 0);
        this.#cleared = widened(this.#cleared, size, 0);
        const blocks = new Uint8Array(size);
        blocks.set(this.#blocks);
        this.#blocks = blocks;
    }
    #alive(node) {
        if ((this.#final[node] ?? -1) < 0)
            return false;
        const added = this.#added[node] ?? 0;
        for (let up = node; up !== 0;) {
            up = this.#paths.parent(up);
            if ((this.#cleared[up] ?? 0) > added)
                return false;
        }
        return true;
    }
    #layerOf(entry) {
        let low = 0;
        let high = this.#bases.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((this.#bases[middle] ?? 0) <= entry)
                low = middle;
            else
                high = middle - 1;
        }
        return this.#layers[low];
    }
    #ref(entry) {
        const layer = this.#layerOf(entry)?.layer ?? 0;
        return { layer, index: entry - (this.#bases[layer] ?? 0) };
    }
    #typeOf(entry) {
        const { layer, index } = this.#ref(entry);
        return this.#layers[layer]?.type(index);
    }
    #linkOf(entry) {
        const { layer, index } = this.#ref(entry);
        return this.#layers[layer]?.link(index) ?? '';
    }
    #entry(entry) {
        const { layer, index } = this.#ref(entry);
        return this.#layers[layer]?.entry(index, this.#paths.path(this.#landing[entry] ?? 0));
    }
    fileSystem() {
        return {
            get: (path) => {
                const node = this.#paths.find(normalise(path));
                return node >= 0 && this.#alive(node) ? this.#entry(this.#final[node] ?? -1) : undefined;
            },
            resolve: (path) => this.#resolve(normalise(path)),
            entries: () => this.#entries(),
            history: (path) => this.#history(normalise(path)),
            layer: (index) => members(this.#layers[index]),
            landing: (ref) => this.#paths.path(this.#landing[this.#global(ref)] ?? 0),
            redirected: (ref) => this.#landing[this.#global(ref)] !== this.#layers[ref.layer]?.node(ref.index),
            hardLinkBody: (ref) => {
                const body = this.#hardLinks.get(this.#global(ref));
                return body === undefined ? undefined : this.#ref(body);
            },
            files: (path) => this.#files(path),
            below: (path) => this.#below(this.#paths.find(path)),
        };
    }
    #global(ref) {
        return (this.#bases[ref.layer] ?? 0) + ref.index;
    }
    #resolve(path) {
        const node = this.#walk(path, false);
        if (node === undefined)
            return undefined;
        if (!this.#alive(node))
            return this.#hasAlive(node) ? this.#paths.path(node) : undefined;
        const entry = this.#final[node] ?? -1;
        if (this.#typeOf(entry) !== 'hardlink')
            return this.#paths.path(node);
        const body = this.#hardLinks.get(entry);
        if (body === undefined)
            return undefined;
        const home = this.#landing[body] ?? 0;
        // The name that was linked to may be gone or replaced; the link's own name still leads to the bytes.
        return this.#paths.path(this.#final[home] === body && this.#alive(home) ? home : node);
    }
    /** A directory that no layer lists but that has members. */
    #hasAlive(node) {
        for (const _ of this.#below(node))
            return true;
        return false;
    }
    *#below(node) {
        if (node < 0)
            return;
        const stack = [node];
        for (let top = stack.pop(); top !== undefined; top = stack.pop())
            for (const child of this.#paths.children(top)) {
                if (this.#alive(child))
                    yield this.#paths.path(child);
                stack.push(child);
            }
    }
    *#entries() {
        // Parents come before children, so one pass knows when each directory or one above it was last cleared.
        const cleared = new Int32Array(this.#paths.count);
        for (let node = 0; node < this.#paths.count; node++) {
            const above = node === 0 ? 0 : (cleared[this.#paths.parent(node)] ?? 0);
            cleared[node] = Math.max(above, this.#cleared[node] ?? 0);
            const final = this.#final[node] ?? -1;
            if (final < 0 || above > (this.#added[node] ?? 0))
                continue;
            const entry = this.#entry(final);
            if (entry)
                yield entry;
        }
    }
    #files(path) {
        const node = this.#paths.find(path);
        const found = [];
        if (node < 0)
            return found;
        for (let e = this.#last[node] ?? -1; e >= 0; e = this.#previous[e] ?? -1)
            if (this.#typeOf(e) === 'file')
                found.push(this.#ref(e));
        return found.reverse();
    }
    #history(path) {
        const node = this.#paths.find(path);
        if (node < 0)
            return [];
        const events = [];
        for (let e = this.#last[node] ?? -1; e >= 0; e = this.#previous[e] ?? -1)
            events.push({ entry: e, kind: 'own' });
        for (let up = node; up !== 0;) {
            up = this.#paths.parent(up);
            for (let e = this.#last[up] ?? -1; e >= 0; e = this.#previous[e] ?? -1)
                if (this.#typeOf(e) !== 'directory')
                    events.push({ entry: e, kind: 'above' });
        }
        // Within a layer, what deletes from lower layers comes first, then entries in their order.
        const rank = (entry) => {
            const type = this.#typeOf(entry);
            return type === 'whiteout' || type === 'opaque' ? 0 : 1;
        };
        events.sort((a, b) => this.#ref(a.entry).layer - this.#ref(b.entry).layer ||
            rank(a.entry) - rank(b.entry) ||
            a.entry - b.entry);
        const history = [];
        let present = false;
        for (const { entry, kind } of events) {
            const found = this.#entry(entry);
            if (!found)
                continue;
            if (kind === 'own') {
                present = found.type !== 'whiteout';
                history.push(found);
            }
            else if (present) {
                present = false;
                history.push({ ...found, path, type: 'whiteout', size: 0 });
            }
        }
        return history;
    }
}
function* members(layer) {
    for (let i = 0; layer && i < layer.count; i++)
        yield layer.entry(i);
}
function widened(array, size, fill) {
    const wider = new Int32Array(size).fill(fill);
    wider.set(array);
    return wider;
}

;// CONCATENATED MODULE: ./src/images/scan.ts












/**
 * One pass over the layers, then one over files that only links lead to. Layers whose bytes lie still are walked in
 * place; compressed ones are inflated two at a time, the upper one waiting when its bodies would fill memory.
 */
async function scanLayers(layers, readers, limits, options) {
    const fail = (error) => {
        if (!options.incomplete)
            throw error;
        options.incomplete(error);
    };
    const paths = new PathTable();
    const tables = layers.map((_, index) => new LayerTable(index, paths));
    const state = {
        paths,
        readers,
        limits,
        fail,
        budget: { left: limits.inflatedBytes },
        used: { entries: 0, linkCharacters: 0 },
    };
    const queue = delivery(layers.length, limits.waitingBytes);
    const scan = async (index) => {
        const layer = layers[index];
        const table = tables[index];
        if (!layer || !table)
            return;
        options.progress?.(`Reading layer ${index + 1} of ${layers.length}`);
        try {
            await scanLayer(layer, table, state, queue, options);
        }
        finally {
            await queue.finished(index);
        }
    };
    await inTurns(layers.length, STREAMS, scan, (error) => fail(asPortsideError(error)));
    const fileSystem = overlay(paths, tables);
    await readLinked(fileSystem, tables, layers, state);
    return fileSystem;
}
const STREAMS = 2;
/** Runs the tasks in order, some at a time. After a failure that `failed` rethrows, no other starts. */
async function inTurns(count, atOnce, task, failed) {
    let next = 0;
    let stopped = false;
    const worker = async () => {
        while (next < count && !stopped) {
            try {
                await task(next++);
            }
            catch (error) {
                try {
                    failed(error);
                }
                catch (fatal) {
                    stopped = true;
                    throw fatal;
                }
            }
        }
    };
    const results = await Promise.allSettled(Array.from({ length: Math.min(atOnce, count) }, worker));
    for (const result of results)
        if (result.status === 'rejected')
            throw result.reason;
}
async function scanLayer(layer, table, state, queue, options) {
    const { where, blob } = layer;
    if (!blob)
        throw (0,images_limits/* damaged */.q)(where, layer.missing ?? 'its bytes are not there');
    const sink = entrySink(table, state, where, queue);
    try {
        const source = inPlace(blob);
        if (source) {
            // Reading in place is fast and needs no other thread: nothing would be won by holding bodies back.
            await queue.turn(table.layer);
            await walkSource(source, sink, state.limits);
            if (options.verifyDigests)
                await verify(layer, blob);
            return;
        }
        // Compressed bytes without a digest of their own are known by the uncompressed digest alone.
        const check = options.verifyDigests || !(blob.digest || blob.checked) ? { diffID: layer.diffID } : {};
        const { limits, budget } = state;
        await walkStream(tarStream(blob, { where, limits, budget, ...check }), sink, limits);
    }
    catch (error) {
        throw error instanceof TarError ? (0,images_limits/* damaged */.q)(where, error.message) : error;
    }
}
/** Hashes an uncompressed layer whole. */
async function verify(layer, blob) {
    const check = digestCheck(layer.diffID, layer.where);
    if (!blob.source)
        return;
    for await (const chunk of streamOf(blob.source))
        check.update(chunk);
    check.finish();
}
/** Errors of the system and of zlib become what they mean here; a reader's own mistake stays what it is. */
function asPortsideError(error) {
    if (error instanceof errors/* PortsideError */.V)
        return error;
    if (!(error instanceof Error && 'code' in error))
        throw error;
    return new errors/* PortsideError */.V('incomplete', `Cannot read the image: ${(0,errors/* reason */.l)(error)}`, undefined, error);
}

;// CONCATENATED MODULE: ./src/images/layered-image.ts



/** An image of layers. Throws PortsideError (incomplete) when its parts contradict each other. */
function layeredImage(parts) {
    const { name, limits } = parts;
    const config = (0,images_config/* readConfig */.Xg)(parts.config);
    const ids = (0,images_config/* diffIDs */.iY)(parts.config);
    if (parts.layers.length > limits.layers)
        throw (0,images_limits/* damaged */.q)(name, `it has more than ${limits.layers} layers`);
    if (ids.length !== parts.layers.length)
        throw (0,images_limits/* damaged */.q)(name, `its configuration names ${ids.length} layers, its manifest ${parts.layers.length}`);
    const history = layerHistory(config.history, ids.length);
    const layers = parts.layers.map(({ size }, index) => {
        const made = history?.[index];
        return { index, diffID: ids[index] ?? '', size, ...(made ? { history: made } : {}) };
    });
    const scanned = parts.layers.map(({ blob, missing }, index) => ({
        where: `layer ${index} of ${name}`,
        diffID: ids[index] ?? '',
        blob,
        ...(missing ? { missing } : {}),
    }));
    const platform = (0,images_config/* platformOf */.tj)(config);
    return {
        name,
        source: parts.source,
        ...(parts.digest ? { digest: parts.digest } : {}),
        ...(platform ? { platform } : {}),
        config,
        layers,
        tags: parts.tags,
        scan: (readers, options = {}) => scanLayers(scanned, readers, limits, options),
        close: async () => parts.close(),
    };
}
/** The entries that made layers, where there are as many as layers. */
function layerHistory(history, layers) {
    const made = history.filter((entry) => !entry.emptyLayer);
    return made.length === layers ? made : undefined;
}

;// CONCATENATED MODULE: ./src/images/sources/docker-archive.ts







/**
 * An image that `docker save`, podman, skopeo or kaniko wrote: manifest.json names configuration and layers.
 * Throws PortsideError: incomplete when it is damaged, usage when it has several images and none is named.
 * Source: moby image/tarexport, "manifest.json".
 */
function dockerArchive(request) {
    const { files, name, limits } = request;
    const manifest = readSmall(files, 'manifest.json', name, limits);
    if (!manifest)
        throw (0,images_limits/* damaged */.q)(name, 'it has no manifest.json', 'Is it an image at all?');
    const entries = (0,json/* array */.YO)((0,json/* parseJson */.qF)(manifest, `manifest.json of ${name}`, limits)).map(readEntry);
    const entry = choose(entries, request);
    const config = readSmall(files, entry.config, name, limits);
    if (!config)
        throw (0,images_limits/* damaged */.q)(name, `its configuration ${entry.config} is not in it`);
    const digest = sha256(config);
    const stated = `sha256:${entry.config.replace(/^.*\//, '').replace(/\.json$/, '')}`;
    if ((0,images_reference/* isDigest */.Bc)(stated) && stated !== digest)
        throw (0,images_limits/* damaged */.q)(name, `its configuration has the digest ${digest}, not ${stated}`);
    return layeredImage({
        name,
        source: request.source,
        digest,
        config: (0,json/* parseJson */.qF)(config, `configuration of ${name}`, limits),
        tags: entry.tags,
        layers: entry.layers.map((path) => {
            const source = files.file(path);
            // A layer's name is a digest in newer archives only, and of the bytes as they are stored there.
            return source
                ? { blob: storedBlob(source), size: source.size }
                : { size: 0, missing: `${path} is not in the archive` };
        }),
        limits,
        close: request.close,
    });
}
function readEntry(value) {
    const entry = (0,json/* object */.Ik)(value);
    return {
        config: (0,json/* string */.Yj)(entry.Config) ?? '',
        tags: (0,json/* strings */.P$)(entry.RepoTags),
        layers: (0,json/* strings */.P$)(entry.Layers),
    };
}
function choose(entries, request) {
    const { name, wanted } = request;
    const [first] = entries;
    if (!first)
        throw (0,images_limits/* damaged */.q)(name, 'its manifest.json names no image');
    if (wanted === undefined) {
        if (entries.length === 1)
            return first;
        throw new errors/* PortsideError */.V('usage', `${name} has ${entries.length} images`, `Say which: docker-archive:${name}:${first.tags[0] ?? '@0'} (there are ${names(entries)}).`);
    }
    const index = /^@(\d{1,6})$/.exec(wanted)?.[1];
    const found = index === undefined
        ? entries.find(({ tags }) => tags.some((tag) => sameName(tag, wanted)))
        : entries[Number(index)];
    if (found)
        return found;
    throw new errors/* PortsideError */.V('usage', `${name} has no image ${wanted}`, `It has ${names(entries)}.`);
}
function names(entries) {
    const all = entries.map(({ tags }, index) => tags[0] ?? `@${index}`);
    return all.length > 10 ? `${all.slice(0, 10).join(', ')} and more` : all.join(', ');
}
/** `app` means `app:latest`; Docker Hub's long names are the short ones. */
function sameName(tag, wanted) {
    const full = (name) => {
        const tagged = /:[^/]+$/.test(name) ? name : `${name}:latest`;
        return tagged.replace(/^docker\.io\//, '').replace(/^library\//, '');
    };
    return full(tag) === full(wanted);
}

;// CONCATENATED MODULE: ./src/images/image-index.ts






/**
 * The one image for a platform behind some descriptors: indexes are opened, however nested, attestations and
 * signatures passed over. Another platform is taken, with a note, only when there is no choice and none was asked for.
 * Throws PortsideError: incomplete when something is missing or damaged, usage when the choice is the user's.
 * Source: OCI image-spec, image-index.md; BuildKit "Attestation storage"; cosign save.
 */
async function resolveImage(roots, request) {
    const { store } = request;
    const found = await collect(roots, request);
    if (found.length === 0)
        throw (0,images_limits/* damaged */.q)(store.where, 'there is no image in it', 'Is it a layout of an image at all?');
    return image_index_choose(distinct(found), request);
}
async function collect(roots, request) {
    const { store, limits } = request;
    const found = [];
    const seen = new Set();
    const visit = async (descriptor, names, depth) => {
        if (isAside(descriptor))
            return;
        const named = nameOf(descriptor);
        const all = named === undefined ? names : [...names, named];
        if (!(0,images_reference/* isDigest */.Bc)(descriptor.digest))
            throw (0,images_limits/* damaged */.q)(store.where, `it names "${descriptor.digest.slice(0, 100)}", which is no digest`);
        if (depth > limits.indexDepth)
            throw (0,images_limits/* damaged */.q)(store.where, `its indexes are nested deeper than ${limits.indexDepth}`);
        if (seen.has(descriptor.digest))
            return;
        seen.add(descriptor.digest);
        if (seen.size > limits.manifests)
            throw (0,images_limits/* damaged */.q)(store.where, `it has more than ${limits.manifests} manifests`);
        const manifest = await store.json(descriptor, 'manifest');
        if (manifest === undefined)
            throw (0,images_limits/* damaged */.q)(store.where, `${descriptor.digest} is named, but not in it`);
        const children = indexChildren(manifest);
        if (children) {
            for (const child of relevant(children, request))
                await visit(child, all, depth + 1);
            return;
        }
        const image = await readImage(manifest, descriptor, store);
        if (image)
            found.push({ ...image, names: all });
    };
    for (const root of roots)
        await visit(root, [], 0);
    return found;
}
/** Children for the platform when any says it is for it, else all: fewer blobs need to be there. */
function relevant(children, { platform }) {
    const images = children.filter((child) => !isAside(child));
    const best = Math.max(0, ...images.map((child) => (child.platform ? platformMatch(platform, child.platform) : 0)));
    if (best === 0)
        return images;
    return images.filter((child) => !child.platform || platformMatch(platform, child.platform) === best);
}
/** Attestations of BuildKit, signatures and attestations of cosign: not images. */
function isAside(descriptor) {
    const { annotations, platform } = descriptor;
    if (annotations.get('vnd.docker.reference.type') === 'attestation-manifest')
        return true;
    if (platform?.os === 'unknown' && platform.architecture === 'unknown')
        return true;
    const kind = annotations.get('kind') ?? '';
    return /^dev\.cosignproject\.cosign\/(?:sigs|atts|sbom)/.test(kind);
}
function nameOf({ annotations }) {
    return (annotations.get('io.containerd.image.name') ??
        annotations.get('org.opencontainers.image.ref.name'));
}
/** The children of an index, whatever its media type says; undefined for anything else. */
function indexChildren(value) {
    const { manifests } = (0,json/* object */.Ik)(value);
    return Array.isArray(manifests) ? manifests.map(readDescriptor) : undefined;
}
function readDescriptor(value) {
    const descriptor = (0,json/* object */.Ik)(value);
    const { os, architecture, variant } = (0,json/* object */.Ik)(descriptor.platform);
    const artifactType = (0,json/* string */.Yj)(descriptor.artifactType);
    const platform = (0,json/* string */.Yj)(os) && (0,json/* string */.Yj)(architecture)
        ? {
            os: String(os),
            architecture: String(architecture),
            ...((0,json/* string */.Yj)(variant) ? { variant: String(variant) } : {}),
        }
        : undefined;
    const size = descriptor.size;
    return {
        mediaType: (0,json/* string */.Yj)(descriptor.mediaType) ?? '',
        digest: (0,json/* string */.Yj)(descriptor.digest) ?? '',
        size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : 0,
        annotations: new Map(Object.entries((0,json/* object */.Ik)(descriptor.annotations)).filter((entry) => typeof entry[1] === 'string')),
        ...(platform ? { platform } : {}),
        ...(artifactType ? { artifactType } : {}),
        urls: (0,json/* array */.YO)(descriptor.urls).filter((url) => typeof url === 'string'),
    };
}
/** Undefined for manifests of other things than images. */
async function readImage(value, descriptor, store) {
    const manifest = (0,json/* object */.Ik)(value);
    if (Array.isArray(manifest.fsLayers) || manifest.schemaVersion === 1)
        throw (0,images_limits/* damaged */.q)(store.where, 'it is in the old format of Docker, schema 1', 'Push or save the image again with a current tool.');
    const config = readDescriptor(manifest.config);
    if ((0,json/* string */.Yj)(manifest.artifactType) || !Array.isArray(manifest.layers))
        return undefined;
    const layers = manifest.layers.map(readDescriptor);
    if (layers.some(({ mediaType }) => /simplesigning|in-toto|sigstore/.test(mediaType)))
        return undefined;
    if (!(0,images_reference/* isDigest */.Bc)(config.digest))
        throw (0,images_limits/* damaged */.q)(store.where, `the manifest ${descriptor.digest} names no configuration`);
    const content = await store.json(config, 'configuration');
    if (content === undefined)
        throw (0,images_limits/* damaged */.q)(store.where, `the configuration ${config.digest} is not in it`);
    // Charts, modules and other artifacts have a manifest with layers, too; an image says what it runs on or of what
    // layers it is made.
    if (!(0,json/* object */.Ik)((0,json/* object */.Ik)(content).rootfs).diff_ids)
        return undefined;
    const stated = (0,images_config/* platformOf */.tj)((0,images_config/* readConfig */.Xg)(content));
    const platform = descriptor.platform ?? (stated ? parseLeniently(stated) : undefined);
    return { digest: descriptor.digest, config: content, layers, platform };
}
function parseLeniently(text) {
    try {
        return parsePlatform(text);
    }
    catch {
        return undefined;
    }
}
/** The same manifest under two names is one image. */
function distinct(found) {
    const byDigest = new Map();
    for (const candidate of found) {
        const known = byDigest.get(candidate.digest);
        const names = [...new Set([...(known?.names ?? []), ...candidate.names])];
        byDigest.set(candidate.digest, { ...candidate, names });
    }
    return [...byDigest.values()];
}
function image_index_choose(candidates, request) {
    const { store, platform, platformIsWish, note } = request;
    const wanted = platformText(platform);
    const rank = (candidate) => candidate.platform ? platformMatch(platform, candidate.platform) : 0;
    const best = Math.max(...candidates.map(rank));
    const fitting = candidates.filter((candidate) => rank(candidate) === best);
    const [first, second] = fitting;
    if (!first)
        throw (0,images_limits/* damaged */.q)(store.where, 'there is no image in it');
    const have = candidates
        .slice(0, 10)
        .map(({ platform: of, names }) => [names[0], of && platformText(of)].filter(Boolean).join(' '))
        .join(', ');
    if (best > 0 && !second)
        return first;
    if (best > 0)
        throw new errors/* PortsideError */.V('usage', `${store.where} has ${fitting.length} images for ${wanted}`, `Name one by its tag or digest: ${have}.`);
    if (platformIsWish || second)
        throw new errors/* PortsideError */.V('usage', `${store.where} has no image for ${wanted}`, `It has: ${have}. Choose with --platform.`);
    const is = first.platform ? platformText(first.platform) : 'an unknown platform';
    note(`${store.where} has no image for ${wanted}; the one it has, for ${is}, was taken`);
    return first;
}

;// CONCATENATED MODULE: ./src/images/sources/oci-layout.ts








/**
 * An image in an OCI layout, in a folder or an archive. Manifests and configurations are checked against their digests
 * here, layers while they are read. Throws PortsideError.
 * Source: OCI image-spec, image-layout.md.
 */
async function ociLayout(request) {
    const { files, name, limits } = request;
    const index = readSmall(files, 'index.json', name, limits);
    if (!index)
        throw (0,images_limits/* damaged */.q)(name, 'it has no index.json', 'Is it an OCI layout?');
    const children = indexChildren((0,json/* parseJson */.qF)(index, `index.json of ${name}`, limits));
    if (!children)
        throw (0,images_limits/* damaged */.q)(name, 'its index.json names no manifests');
    const store = layoutStore(files, name, limits);
    const roots = oci_layout_select(children, request);
    const image = await resolveImage(roots, { ...request, store });
    return layeredImage({
        name,
        source: request.source,
        digest: image.digest,
        config: image.config,
        tags: image.names,
        layers: image.layers.map((layer) => ({ size: layer.size, ...layerBlob(files, layer) })),
        limits,
        close: request.close,
    });
}
/** The path of a blob; a digest is safe in a path because of its form. */
function blobPath(digest) {
    return (0,images_reference/* isDigest */.Bc)(digest) ? `blobs/${digest.replace(':', '/')}` : undefined;
}
function layoutStore(files, where, limits) {
    return {
        where,
        async json({ digest }) {
            const path = blobPath(digest);
            const bytes = path === undefined ? undefined : readSmall(files, path, where, limits);
            if (!bytes)
                return undefined;
            const check = digestCheck(digest, `${path} of ${where}`);
            check.update(bytes);
            check.finish();
            return (0,json/* parseJson */.qF)(bytes, `${path} of ${where}`, limits);
        },
    };
}
function layerBlob(files, layer) {
    const path = blobPath(layer.digest);
    if (path === undefined)
        return { missing: `"${layer.digest.slice(0, 100)}" is no digest` };
    const source = files.file(path);
    if (source)
        return { blob: storedBlob(source, layer.digest) };
    const foreign = layer.urls.length > 0 || /foreign|nondistributable/.test(layer.mediaType);
    return {
        missing: foreign
            ? 'it is a foreign layer, which is not in the layout'
            : `${layer.digest} is not in the layout`,
    };
}
/** The entries of index.json that the user means. */
function oci_layout_select(children, { wanted, name }) {
    if (!wanted)
        return children;
    const at = wanted.indexOf('@');
    const tag = at < 0 ? wanted : wanted.slice(0, at);
    const digest = at < 0 ? undefined : wanted.slice(at + 1);
    if (digest !== undefined) {
        if (!(0,images_reference/* isDigest */.Bc)(digest))
            throw new errors/* PortsideError */.V('usage', `Cannot open ${name}: "${digest}" is not a digest`);
        const named = children.find((child) => child.digest === digest);
        return [named ?? { mediaType: '', digest, size: 0, annotations: new Map(), urls: [] }];
    }
    const named = children.filter(({ annotations }) => NAME_ANNOTATIONS.some((key) => {
        const value = annotations.get(key);
        return value === tag || value?.endsWith(`:${tag}`);
    }));
    if (named.length > 0)
        return named;
    const tags = children.flatMap(({ annotations }) => NAME_ANNOTATIONS.flatMap((key) => annotations.get(key) ?? []));
    throw new errors/* PortsideError */.V('usage', `${name} has no image with the tag ${tag}`, tags.length > 0 ? `It has ${[...new Set(tags)].slice(0, 10).join(', ')}.` : 'It has no tags.');
}
const NAME_ANNOTATIONS = ['org.opencontainers.image.ref.name', 'io.containerd.image.name'];

;// CONCATENATED MODULE: ./src/images/sources/archive-file.ts










/**
 * An image in one file, `FILE[:TAG]`. Which kind of archive it is, the archive itself says: manifest.json is Docker's,
 * index.json is OCI's; one with both (Docker since 25) is what the scheme says. Throws PortsideError.
 */
async function archiveFile(request, scheme) {
    const { path, wanted } = splitFile(request.reference);
    const { limits } = request;
    const file = await uncompressed(openReadable(path), path, limits);
    const close = () => file.close();
    try {
        const files = await openArchive(file, path, limits);
        const common = { ...request, files, name: path, close, ...(wanted ? { wanted } : {}) };
        const docker = files.file('manifest.json') !== undefined;
        const oci = files.file('index.json') !== undefined;
        if (oci && (scheme === 'oci-archive' || !docker))
            return await ociLayout({ ...common, source: 'oci-archive' });
        if (docker)
            return dockerArchive({ ...common, source: 'docker-archive' });
        throw (0,images_limits/* damaged */.q)(path, 'it has neither manifest.json nor index.json', 'Write an image with `docker save -o FILE NAME` or `skopeo copy … oci-archive:FILE`.');
    }
    catch (error) {
        close();
        throw error;
    }
}
/** The image in the file of that name, if there is such a file. */
async function findArchiveFile(request) {
    const { path } = splitFile(request.reference);
    if (!(0,external_node_fs_.existsSync)(path) || (0,external_node_fs_.statSync)(path).isDirectory())
        return undefined;
    return archiveFile(request, 'docker-archive');
}
/** FILE or FILE:TAG or FILE@DIGEST, where a file's name may have such signs of its own: the longest name that exists. */
function splitFile(reference) {
    for (let end = reference.length; end > 0; end--) {
        const sign = reference[end];
        if (sign !== undefined && sign !== ':' && sign !== '@')
            continue;
        const path = reference.slice(0, end);
        if (!(0,external_node_fs_.existsSync)(path))
            continue;
        if (sign === undefined)
            return { path };
        return { path, wanted: reference.slice(sign === '@' ? end : end + 1) };
    }
    return { path: reference };
}
function openReadable(path) {
    try {
        return openFile(path);
    }
    catch (error) {
        if (error instanceof errors/* PortsideError */.V)
            throw error;
        throw new errors/* PortsideError */.V('usage', `Cannot open the image ${path}: ${(0,errors/* reason */.l)(error)}`);
    }
}
/** A whole archive that was compressed (`docker save | gzip`) is inflated to a temporary file, once. */
async function uncompressed(file, path, limits) {
    try {
        if (sniff(readBytes(file, 0, 6)) === 'none')
            return file;
        const budget = { left: limits.inflatedBytes };
        const inflated = await spool(tarStream(storedBlob(file), { where: path, limits, budget }), path, limits);
        file.close();
        return inflated;
    }
    catch (error) {
        file.close();
        throw error;
    }
}

// EXTERNAL MODULE: ./src/images/artifacts.ts
var artifacts = __webpack_require__(1029);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
;// CONCATENATED MODULE: ./src/images/sources/engine.ts


const SOCKET = process.platform === 'win32' ? '//./pipe/docker_engine' : '/var/run/docker.sock';
/**
 * The engine at `DOCKER_HOST`, by default at its local socket. Throws PortsideError (usage) for a host that needs
 * another program (ssh) or certificates.
 * Source: Docker Engine API, `docker context`'s host URLs.
 */
function engineAt(host) {
    const target = endpoint(host);
    const where = host ?? `unix://${SOCKET}`;
    return {
        where,
        get: (path, idle) => ask({ ...target, path, headers: { Host: 'docker' } }, where, idle),
    };
}
function endpoint(host) {
    if (host === undefined || host === '')
        return { socketPath: SOCKET };
    const [scheme = '', rest = ''] = host.split('://', 2);
    if ((scheme === 'unix' || scheme === 'npipe') && rest !== '')
        return { socketPath: rest };
    if (scheme === 'tcp' || scheme === 'http') {
        const url = URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : undefined;
        if (url)
            return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port || 2375 };
    }
    throw new errors/* PortsideError */.V('usage', `Cannot use the Docker host ${host}`, 'Portside speaks to unix:// and plain tcp:// hosts. Save the image with docker save and scan the file.');
}
function ask(options, where, idle) {
    return new Promise((resolve, reject) => {
        const request = (0,external_node_http_.request)({ ...options, method: 'GET', agent: false }, (response) => {
            resolve({ status: response.statusCode ?? 0, body: body(response, where) });
        });
        request.setTimeout(idle, () => {
            request.destroy(new Error(`it said nothing for ${Math.round(idle / 1000)} seconds`));
        });
        request.on('error', (error) => {
            if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')
                resolve(undefined);
            else
                reject(failed(where, error));
        });
        request.end();
    });
}
async function* body(response, where) {
    try {
        for await (const chunk of response)
            yield chunk;
    }
    catch (error) {
        throw failed(where, error);
    }
}
function failed(where, error) {
    const denied = error instanceof Error && 'code' in error && error.code === 'EACCES';
    return new errors/* PortsideError */.V('incomplete', `Cannot speak to the Docker engine at ${where}: ${(0,errors/* reason */.l)(error)}`, denied ? 'Your user must be allowed to use its socket (group docker).' : undefined, error);
}

;// CONCATENATED MODULE: ./src/images/sources/daemon.ts







/** Milliseconds without a byte. With the vfs driver a large image takes many seconds before the first. */
const IDLE = 300_000;
const IDLE_SHORT = 30_000;
/** An image of the local Docker engine. Throws PortsideError. */
async function daemonImage(request) {
    const engine = engineAt(request.dockerHost);
    const found = await daemon_inspect(engine, request);
    if (found === 'no engine')
        throw new errors/* PortsideError */.V('incomplete', `There is no Docker engine at ${engine.where}`, 'Start it, or save the image to a file and name that.');
    if (!found)
        throw new errors/* PortsideError */.V('usage', `The Docker engine has no image ${request.reference}`, 'List its images with docker image ls.');
    return daemon_open(engine, found, request);
}
/** The engine's image of that name, if there is an engine and it has one. */
async function findDaemonImage(request) {
    if (!REFERENCE.test(request.reference))
        return undefined;
    const engine = engineAt(request.dockerHost);
    try {
        const found = await daemon_inspect(engine, request);
        return found && found !== 'no engine' ? await daemon_open(engine, found, request) : undefined;
    }
    catch (error) {
        // An engine that may not be used hides no registry.
        if (!(error instanceof errors/* PortsideError */.V) || !/EACCES|EPERM/.test(error.message))
            throw error;
        request.note(error.message);
        return undefined;
    }
}
const REFERENCE = /^[A-Za-z0-9][\w.:/@-]{0,1000}$/;
async function daemon_inspect(engine, { reference, limits }) {
    if (!REFERENCE.test(reference) || reference.includes('..'))
        throw new errors/* PortsideError */.V('usage', `"${reference}" is not the name of an image`);
    const answer = await engine.get(`/images/${reference}/json`, IDLE_SHORT);
    if (!answer)
        return 'no engine';
    const bytes = await (0,artifacts/* readAll */.yw)(answer.body, limits.jsonBytes, `the answer of ${engine.where}`);
    if (answer.status === 404)
        return undefined;
    if (answer.status !== 200)
        throw refused(engine, answer, bytes);
    const image = (0,json/* object */.Ik)((0,json/* parseJson */.qF)(bytes, `the answer of ${engine.where}`, limits));
    const id = (0,json/* string */.Yj)(image.Id);
    if (!id || !/^sha256:[0-9a-f]{64}$/.test(id))
        throw new errors/* PortsideError */.V('incomplete', `${engine.where} does not say the id of ${reference}`);
    return { id, tags: (0,json/* strings */.P$)(image.RepoTags) };
}
/** The archive is understood at its end only, so it is kept in a temporary file. */
async function daemon_open(engine, { id, tags }, request) {
    const { reference, limits } = request;
    const answer = await engine.get(`/images/${id}/get`, IDLE);
    if (answer?.status !== 200) {
        const bytes = answer && (await (0,artifacts/* readAll */.yw)(answer.body, limits.jsonBytes, engine.where));
        throw refused(engine, answer, bytes);
    }
    const file = await spool(answer.body, reference, limits);
    const close = () => file.close();
    try {
        const files = await openArchive(file, reference, limits);
        const image = dockerArchive({ files, name: reference, source: 'docker', limits, close });
        return { ...image, tags };
    }
    catch (error) {
        close();
        throw error;
    }
}
function refused(engine, answer, bytes) {
    const said = Buffer.from(bytes ?? [])
        .toString('latin1')
        .replace(/[^\x20-\x7e]+/g, ' ')
        .trim()
        .slice(0, 200);
    const why = said === '' ? '' : ` (${said})`;
    return new errors/* PortsideError */.V('incomplete', `The Docker engine at ${engine.where} answered ${answer?.status ?? 'nothing'}${why}`);
}

;// CONCATENATED MODULE: ./src/images/sources/directory.ts










/**
 * A root file system in a folder. Links are followed inside it alone, as if it were the root; nothing outside is read.
 * It has no layers and no digest. Throws PortsideError (usage) when there is no such folder.
 */
function directoryImage(path, limits) {
    const root = (0,external_node_path_.resolve)(path);
    let isDirectory;
    try {
        isDirectory = (0,external_node_fs_.lstatSync)(`${root}/`).isDirectory();
    }
    catch (error) {
        throw new errors/* PortsideError */.V('usage', `Cannot open the folder ${path}: ${(0,errors/* reason */.l)(error)}`);
    }
    if (!isDirectory)
        throw new errors/* PortsideError */.V('usage', `${path} is not a folder`);
    return {
        name: path,
        source: 'dir',
        config: images_config/* NO_CONFIG */.H5,
        layers: [],
        tags: [],
        scan: (readers, options = {}) => scan(root, readers, limits, options),
        close: async () => { },
    };
}
async function scan(root, readers, limits, options) {
    const paths = new PathTable();
    const table = new LayerTable(0, paths);
    const fail = (error) => {
        if (!options.incomplete)
            throw error;
        options.incomplete(error);
    };
    const give = async (entry, from, to) => {
        const demand = demandFor(entry, to);
        if (demand.bytes === 0)
            return;
        if (Math.min(demand.bytes, entry.size) > limits.fileBytes)
            return fail((0,images_limits/* damaged */.q)((0,external_node_path_.join)(root, from), `it has more than ${limits.fileBytes} bytes`));
        const bytes = readRegular((0,external_node_path_.join)(root, from), demand.bytes, fail);
        if (bytes)
            await handOver(entry, bytes, demand);
    };
    for (const found of walk(root, fail)) {
        const { path, ...rest } = found;
        if (table.count >= limits.entries) {
            fail((0,images_limits/* damaged */.q)(root, `it has more than ${limits.entries} files`));
            break;
        }
        table.add({ ...rest, node: paths.add(path), offset: 0, stored: rest.size });
        if (found.type === 'file')
            await give(found, path, readers);
    }
    const fileSystem = overlay(paths, [table]);
    for (const reader of readers)
        for (const { from, entry } of linked(fileSystem, reader))
            await give(entry, from, [reader]);
    return fileSystem;
}
/** The whole tree, parents first, names in order. What cannot be read is told and left out. */
function* walk(root, fail) {
    const stack = [''];
    for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
        const absolute = (0,external_node_path_.join)(root, path);
        let entry;
        let names = [];
        try {
            entry = describe(absolute, path);
            if (entry?.type === 'directory')
                names = (0,external_node_fs_.readdirSync)(absolute);
        }
        catch (error) {
            fail((0,images_limits/* damaged */.q)(absolute, (0,errors/* reason */.l)(error), undefined, error));
        }
        if (!entry)
            continue;
        if (path !== '')
            yield entry;
        for (const name of names.sort().reverse())
            stack.push(path === '' ? name : `${path}/${name}`);
    }
}
function describe(absolute, path) {
    const stat = (0,external_node_fs_.lstatSync)(path === '' ? `${absolute}/` : absolute);
    const common = {
        path,
        layer: 0,
        mode: stat.mode & 0o7777,
        uid: stat.uid,
        gid: stat.gid,
        mtime: Math.floor(stat.mtimeMs / 1000),
    };
    if (stat.isFile())
        return { ...common, type: 'file', size: stat.size };
    if (stat.isDirectory())
        return { ...common, type: 'directory', size: 0 };
    if (stat.isSymbolicLink())
        return { ...common, type: 'symlink', size: 0, linkTarget: (0,external_node_fs_.readlinkSync)(absolute) };
    if (stat.isFIFO())
        return { ...common, type: 'fifo', size: 0 };
    if (stat.isCharacterDevice())
        return { ...common, type: 'character', size: 0 };
    if (stat.isBlockDevice())
        return { ...common, type: 'block', size: 0 };
    return undefined;
}
/** Well-known paths that lead through links. */
function* linked(fileSystem, reader) {
    for (const asked of reader.wellKnown ?? []) {
        const target = fileSystem.resolve(asked);
        if (target === undefined || target === asked)
            continue;
        const found = fileSystem.get(target);
        if (found?.type === 'file')
            yield { from: target, entry: { ...found, path: asked } };
        else
            for (const path of fileSystem.below(target)) {
                const file = fileSystem.get(path);
                const reached = asked + path.slice(target.length);
                if (file?.type === 'file')
                    yield { from: path, entry: { ...file, path: reached } };
            }
    }
}
/** Never follows a link, never waits for the other end of a pipe, even if the file was changed meanwhile. */
function readRegular(absolute, wanted, fail) {
    let descriptor;
    try {
        const flags = external_node_fs_.constants.O_RDONLY | (external_node_fs_.constants.O_NOFOLLOW ?? 0) | (external_node_fs_.constants.O_NONBLOCK ?? 0);
        descriptor = (0,external_node_fs_.openSync)(absolute, flags);
        const size = (0,external_node_fs_.lstatSync)(absolute).size;
        return readBytes(fileSource(descriptor, size), 0, Math.min(wanted, size));
    }
    catch (error) {
        fail((0,images_limits/* damaged */.q)(absolute, (0,errors/* reason */.l)(error), undefined, error));
        return undefined;
    }
    finally {
        if (descriptor !== undefined)
            (0,external_node_fs_.closeSync)(descriptor);
    }
}

;// CONCATENATED MODULE: ./src/images/folder.ts



/** Files of a folder as a table; each is opened once and closed with `close`. Names must have been checked. */
function openFolder(path) {
    const open = new Map();
    return {
        file(name) {
            const known = open.get(name);
            if (known)
                return slice(known, 0, known.size);
            const absolute = (0,external_node_path_.join)(path, name);
            if (!isFile(absolute))
                return undefined;
            const file = openFile(absolute);
            open.set(name, file);
            return slice(file, 0, file.size);
        },
        close() {
            for (const file of open.values())
                file.close();
            open.clear();
        },
    };
}
function isFile(path) {
    try {
        return (0,external_node_fs_.statSync)(path).isFile();
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./src/images/sources/oci-folder.ts






/** `DIR[:TAG][@DIGEST]`. Throws PortsideError. */
async function ociFolder(request) {
    const { path, wanted } = splitFile(request.reference);
    if (!isFolder(path))
        throw new errors/* PortsideError */.V('usage', `There is no folder ${path}`, 'Give the folder of index.json.');
    const files = openFolder(path);
    try {
        return await ociLayout({
            ...request,
            files,
            name: path,
            source: 'oci',
            close: files.close,
            ...(wanted ? { wanted } : {}),
        });
    }
    catch (error) {
        files.close();
        throw error;
    }
}
/** The layout at that path, if there is one. */
async function findOciFolder(request) {
    const { path } = splitFile(request.reference);
    return isFolder(path) && (0,external_node_fs_.existsSync)((0,external_node_path_.join)(path, 'index.json')) ? ociFolder(request) : undefined;
}
function isFolder(path) {
    return (0,external_node_fs_.existsSync)(path) && (0,external_node_fs_.statSync)(path).isDirectory();
}

// EXTERNAL MODULE: ./src/images/registry/client.ts + 4 modules
var client = __webpack_require__(7092);
;// CONCATENATED MODULE: ./src/images/sources/registry.ts







/**
 * An image in a registry, `[registry/]NAME[:TAG][@DIGEST]`: the tag is resolved once, layers are streamed while they
 * are scanned. Throws PortsideError: usage for what is no reference or not there, incomplete when the registry cannot
 * be read.
 */
async function registryImage(request) {
    const reference = (0,images_reference/* parseReference */.F2)(request.reference.replace(/^\/\//, ''));
    const image = await registry_open(reference, request);
    if (image)
        return image;
    throw new errors/* PortsideError */.V('usage', `${reference.registry} has no image ${(0,images_reference/* formatReference */.FH)(reference)}`, 'Check the name and the tag, and that the registry lets you read it.');
}
/** The image of that name in its registry, if the reference can be one and the registry has it. */
async function findRegistryImage(request) {
    const { reference, offline, note } = request;
    // What looks like a file was meant as one: no name of it goes to anybody's registry.
    if (/^[./~]|\.(?:tar|tgz|gz|zst|json)$|\\/.test(reference))
        return undefined;
    let parsed;
    try {
        parsed = (0,images_reference/* parseReference */.F2)(reference);
    }
    catch {
        return undefined;
    }
    if (offline) {
        note(`${reference} was not looked for in ${parsed.registry}: the network is not to be used`);
        return undefined;
    }
    return registry_open(parsed, request);
}
async function registry_open(reference, request) {
    const { limits, offline } = request;
    const name = (0,images_reference/* formatReference */.FH)(reference);
    if (offline)
        throw new errors/* PortsideError */.V('incomplete', `Cannot open ${name}: the network is not to be used`, 'Save the image to a file, or run without --offline.');
    const options = (await request.registryOptions?.(reference.registry)) ?? {};
    const source = (0,client/* openRegistry */.M)(reference, options);
    const manifest = await source.manifest(reference.digest ?? reference.tag ?? 'latest');
    if (!manifest)
        return undefined;
    const root = {
        mediaType: manifest.mediaType,
        digest: manifest.digest,
        size: manifest.bytes.length,
        annotations: new Map(),
        urls: [],
    };
    const image = await resolveImage([root], {
        ...request,
        store: registryStore(source, name, limits),
    });
    return layeredImage({
        name: request.reference,
        source: 'registry',
        digest: image.digest,
        config: image.config,
        tags: [name],
        layers: image.layers.map((layer) => {
            const { digest, size } = layer;
            // The client checks digest and size of what it streams.
            const stream = () => source.blob({ digest, size });
            return { size, blob: { size, checked: true, stream } };
        }),
        limits,
        close: () => { },
    });
}
function registryStore(source, where, limits) {
    return {
        where,
        async json({ digest, size }, kind) {
            const what = `${kind} ${digest} of ${where}`;
            if (kind === 'configuration') {
                const bytes = await (0,artifacts/* readAll */.yw)(source.blob({ digest, size }), limits.jsonBytes, what);
                return (0,json/* parseJson */.qF)(bytes, what, limits);
            }
            const manifest = await source.manifest(digest);
            return manifest && (0,json/* parseJson */.qF)(manifest.bytes, what, limits);
        },
    };
}

;// CONCATENATED MODULE: ./src/images/sources/sources.ts







/** In the order in which a reference without scheme is tried. */
const SOURCES = [
    {
        scheme: 'docker-archive',
        open: (request) => archiveFile(request, 'docker-archive'),
        find: findArchiveFile,
    },
    { scheme: 'oci-archive', open: (request) => archiveFile(request, 'oci-archive') },
    { scheme: 'oci', open: ociFolder, find: findOciFolder },
    {
        scheme: 'dir',
        open: async ({ reference, limits }) => directoryImage(reference, limits),
        // A folder is a root file system when it looks like one; `app` may as well be an image's name.
        find: async ({ reference, limits }) => isFolder(reference) && ROOT_MARKS.some((mark) => (0,external_node_fs_.existsSync)((0,external_node_path_.join)(reference, mark)))
            ? directoryImage(reference, limits)
            : undefined,
    },
    { scheme: 'docker', open: daemonImage, find: findDaemonImage },
    { scheme: 'registry', open: registryImage, find: findRegistryImage },
];
const ROOT_MARKS = ['etc/os-release', 'usr/lib/os-release', 'var/lib/dpkg', 'lib/apk', 'bin'];

;// CONCATENATED MODULE: ./src/images/open.ts




/**
 * Opens an image once: `docker-archive:FILE[:TAG]`, `oci:DIR[:TAG][@DIGEST]`, `oci-archive:FILE[:TAG]`, `dir:PATH`,
 * `docker:NAME` (the local engine), `registry:NAME`; without a scheme the sources are tried in order, and the log says which it was. The caller closes the image.
 * Throws PortsideError: usage when there is no such image, incomplete when it is damaged.
 */
async function openImage(reference, options = {}) {
    const note = options.note ?? (() => { });
    const request = (text) => ({
        reference: text,
        platform: options.platform ? parsePlatform(options.platform) : ownPlatform(),
        platformIsWish: options.platform !== undefined,
        limits: { ...images_limits/* DEFAULT_LIMITS */.d, ...options.limits },
        note,
        offline: options.offline ?? false,
        ...(options.dockerHost ? { dockerHost: options.dockerHost } : {}),
        ...(options.registryOptions ? { registryOptions: options.registryOptions } : {}),
    });
    const colon = reference.indexOf(':');
    const source = SOURCES.find(({ scheme }) => scheme === reference.slice(0, colon));
    if (source) {
        const rest = reference.slice(colon + 1);
        if (rest === '')
            throw new errors/* PortsideError */.V('usage', `${reference} names no image`);
        return source.open(request(rest));
    }
    if (reference === '')
        throw new errors/* PortsideError */.V('usage', 'No image was named');
    for (const candidate of SOURCES) {
        const image = await candidate.find?.(request(reference));
        if (!image)
            continue;
        options.log?.(`${reference} is read as ${image.source}:${reference}`);
        return image;
    }
    throw new errors/* PortsideError */.V('usage', `There is no image ${reference}`, 'Name a file, or write where it is: docker-archive:FILE, oci:FOLDER, oci-archive:FILE, dir:FOLDER, docker:NAME, registry:NAME.');
}

// EXTERNAL MODULE: ./src/inventory/catalogue-error.ts
var catalogue_error = __webpack_require__(138);
;// CONCATENATED MODULE: ./src/inventory/stanzas.ts
/**
 * Blocks of `Field: value` lines separated by blank lines; field names in lower case, continued lines joined with a
 * line feed, the first of two equal fields kept. Source: deb-control(5), RFC 5322 2.2 for what is common to them.
 */
function* stanzas(text) {
    let fields = new Map();
    let last;
    for (const line of lines(text)) {
        if (line.trim() === '') {
            if (fields.size > 0)
                yield fields;
            fields = new Map();
            last = undefined;
        }
        else if (line[0] === ' ' || line[0] === '\t') {
            if (last !== undefined)
                fields.set(last, `${fields.get(last)}\n${line.trim()}`);
        }
        else {
            const colon = line.indexOf(':');
            const name = colon > 0 ? line.slice(0, colon).trim().toLowerCase() : '';
            last = name && !/\s/.test(name) && !fields.has(name) ? name : undefined;
            if (last !== undefined)
                fields.set(last, line.slice(colon + 1).trim());
        }
    }
    if (fields.size > 0)
        yield fields;
}
/** The lines of a text without holding them all. */
function* lines(text) {
    for (let start = 0; start < text.length;) {
        const end = text.indexOf('\n', start);
        const stop = end < 0 ? text.length : end;
        yield text.slice(start, text[stop - 1] === '\r' && stop > start ? stop - 1 : stop);
        start = stop + 1;
    }
}

// EXTERNAL MODULE: ./src/inventory/text.ts
var inventory_text = __webpack_require__(5197);
;// CONCATENATED MODULE: ./src/inventory/whole.ts

const MEBIBYTE = 1024 * 1024;
/** What `wants` says of a file that is read whole or not at all: of a larger one a byte, so that `whole` is asked. */
function upTo(mebibytes, size) {
    return size <= mebibytes * MEBIBYTE ? Infinity : 1;
}
/** The whole body. Throws CatalogueError (limit) when the file was larger than its cataloguer takes. */
function whole(file) {
    if (file.bytes.length < file.size) {
        throw new catalogue_error/* CatalogueError */.c(`is larger (${file.size} bytes) than what is read of such files`, 'limit');
    }
    return file.bytes;
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/apk.ts




/**
 * Alpine's package database. Blocks of `X:value`: P name, V version, A architecture, o origin, L license, F folder,
 * R file in that folder. Source: Alpine wiki, "Apk spec", installed database V2.
 */
const apk = {
    id: 'apk',
    system: true,
    wellKnown: ['lib/apk/db/installed', 'usr/lib/apk/db/installed'],
    wants: (path, size) => path === 'lib/apk/db/installed' || path === 'usr/lib/apk/db/installed' ? upTo(256, size) : 0,
    read,
};
function read(file) {
    const packages = [];
    let block = new Map();
    let folder = '';
    let files = [];
    let understood = 0;
    let other = 0;
    for (const line of lines((0,inventory_text/* textOf */.b6)(whole(file)))) {
        const key = line[0];
        if (line === '') {
            endOfBlock();
        }
        else if (key === undefined || line[1] !== ':') {
            other++;
        }
        else if (key === 'F') {
            folder = line.slice(2);
        }
        else if (key === 'R') {
            files.push(folder ? `${folder}/${line.slice(2)}` : line.slice(2));
        }
        else {
            block.set(key, line.slice(2));
            understood++;
        }
    }
    endOfBlock();
    if (understood === 0 && other > 0)
        throw new catalogue_error/* CatalogueError */.c('is not an apk database');
    return packages;
    function endOfBlock() {
        const found = packageOf(block, files);
        if (found)
            packages.push(found);
        block = new Map();
        folder = '';
        files = [];
    }
}
function packageOf(block, files) {
    const name = (0,inventory_text/* word */.Vm)(block.get('P'));
    const version = (0,inventory_text/* word */.Vm)(block.get('V'));
    if (!name || !version)
        return undefined;
    const arch = (0,inventory_text/* word */.Vm)(block.get('A'));
    const origin = (0,inventory_text/* word */.Vm)(block.get('o'));
    const license = (0,inventory_text/* word */.Vm)(block.get('L'));
    return {
        type: 'apk',
        name,
        version,
        ...(arch && { arch }),
        ...(origin && { source: { name: origin, version } }),
        ...(license && { license }),
        ...(files.length > 0 && { files: files.join('\n') }),
    };
}

;// CONCATENATED MODULE: ./src/inventory/executables/layout.ts
/** Bytes as a DataView, which checks its bounds. */
function view(bytes) {
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
/** A 64-bit offset or address; those that no file can have become Infinity. */
function big(value) {
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Infinity;
}
/** Text up to the first NUL. */
function cString(bytes) {
    const end = bytes.indexOf(0);
    return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('latin1');
}
/** Bytes at an address in memory; undefined where the file has none. */
function atAddress(executable, part, address, length) {
    const region = [...executable.segments, ...executable.sections].find((r) => r.address > 0 && address >= r.address && address + length <= r.address + r.size);
    if (!region)
        return undefined;
    const bytes = part(region.offset + address - region.address, length);
    return bytes.length === length ? bytes : undefined;
}

;// CONCATENATED MODULE: ./src/inventory/executables/elf.ts

/** More headers than any linker writes are damage. */
const MOST_HEADERS = 4096;
/** The sections and loaded segments of an ELF file. Source: System V ABI, chapters 4 and 5. */
function readElf(part) {
    const header = part(0, 64);
    if (header.length < 64)
        return undefined;
    const wide = header[4] === 2;
    const little = header[5] === 1;
    const fields = view(header);
    const address = (v, at) => wide ? big(v.getBigUint64(at, little)) : v.getUint32(at, little);
    const short = (at) => fields.getUint16(at, little);
    const programs = table(part, address(fields, wide ? 32 : 28), short(wide ? 54 : 42), short(wide ? 56 : 44), wide ? 56 : 32);
    const sections = table(part, address(fields, wide ? 40 : 32), short(wide ? 58 : 46), short(wide ? 60 : 48), wide ? 64 : 40);
    const names = sections[short(wide ? 62 : 50)];
    const nameTable = names
        ? part(address(names, wide ? 24 : 16), Math.min(address(names, wide ? 32 : 20), 1_048_576))
        : new Uint8Array();
    return {
        segments: programs
            .filter((p) => p.getUint32(0, little) === PT_LOAD)
            .map((p) => ({
            address: address(p, wide ? 16 : 8),
            offset: address(p, wide ? 8 : 4),
            size: address(p, wide ? 32 : 16),
            writable: (p.getUint32(wide ? 4 : 24, little) & PF_W) !== 0,
        })),
        sections: sections
            .filter((s) => s.getUint32(4, little) !== SHT_NOBITS)
            .map((s) => ({
            name: cString(nameTable.subarray(s.getUint32(0, little)).subarray(0, 100)),
            address: address(s, wide ? 16 : 12),
            offset: address(s, wide ? 24 : 16),
            size: address(s, wide ? 32 : 20),
            writable: (address(s, 8) & SHF_WRITE) !== 0,
        })),
    };
}
const PT_LOAD = 1;
const PF_W = 2;
const SHT_NOBITS = 8;
const SHF_WRITE = 1;
/** The entries of a header table; none when the table is absent or damaged. */
function table(part, offset, entrySize, count, least) {
    if (offset === 0 || entrySize < least || count > MOST_HEADERS)
        return [];
    const bytes = part(offset, entrySize * count);
    const whole = Math.floor(bytes.length / entrySize);
    return Array.from({ length: whole }, (_, i) => view(bytes.subarray(i * entrySize, (i + 1) * entrySize)));
}

;// CONCATENATED MODULE: ./src/inventory/executables/macho.ts

/** Load commands take no more than this in any real file. */
const MOST_COMMAND_BYTES = 1_048_576;
/** The sections and segments of a 64-bit Mach-O file. Source: Apple, mach-o/loader.h. */
function readMachO(part) {
    const header = part(0, 32);
    if (header.length < 32)
        return undefined;
    const little = header[0] === 0xcf;
    const count = view(header).getUint32(16, little);
    const size = Math.min(view(header).getUint32(20, little), MOST_COMMAND_BYTES);
    const commands = part(32, size);
    const data = view(commands);
    const segments = [];
    const sections = [];
    let at = 0;
    for (let i = 0; i < count && at + 8 <= commands.length; i++) {
        const length = data.getUint32(at + 4, little);
        if (length < 8)
            break;
        if (data.getUint32(at, little) === LC_SEGMENT_64 && at + 72 <= commands.length) {
            const writable = (data.getUint32(at + 60, little) & VM_PROT_WRITE) !== 0;
            segments.push({
                address: big(data.getBigUint64(at + 24, little)),
                offset: big(data.getBigUint64(at + 40, little)),
                size: big(data.getBigUint64(at + 48, little)),
                writable,
            });
            const inSegment = data.getUint32(at + 64, little);
            for (let s = at + 72, n = 0; n < inSegment && s + 80 <= commands.length; s += 80, n++) {
                sections.push({
                    name: cString(commands.subarray(s, s + 16)),
                    address: big(data.getBigUint64(s + 32, little)),
                    size: big(data.getBigUint64(s + 40, little)),
                    offset: data.getUint32(s + 48, little),
                    writable,
                });
            }
        }
        at += length;
    }
    return { segments, sections };
}
const LC_SEGMENT_64 = 0x19;
const VM_PROT_WRITE = 2;

;// CONCATENATED MODULE: ./src/inventory/executables/pe.ts

/** Source: Microsoft, "PE Format". Windows loads at most 96 sections. */
const MOST_SECTIONS = 96;
/** The sections of a PE file; they are its segments too. */
function readPe(part) {
    const dos = part(0, 64);
    if (dos.length < 64)
        return undefined;
    const at = view(dos).getUint32(60, true);
    const headers = part(at, 24 + 32);
    if (headers.length < 56 || view(headers).getUint32(0) !== PE_SIGNATURE)
        return undefined;
    const fields = view(headers);
    const count = Math.min(fields.getUint16(6, true), MOST_SECTIONS);
    const optional = fields.getUint16(20, true);
    const wide = fields.getUint16(24, true) === PE32_PLUS;
    const base = wide ? big(fields.getBigUint64(48, true)) : fields.getUint32(52, true);
    const table = part(at + 24 + optional, count * 40);
    const sections = [];
    for (let s = 0; s + 40 <= table.length; s += 40) {
        const section = view(table.subarray(s, s + 40));
        sections.push({
            name: cString(table.subarray(s, s + 8)),
            address: base + section.getUint32(12, true),
            size: section.getUint32(16, true),
            offset: section.getUint32(20, true),
            writable: (section.getUint32(36, true) & WRITE) !== 0,
        });
    }
    return { sections, segments: sections };
}
const PE_SIGNATURE = 0x50450000;
const PE32_PLUS = 0x20b;
const WRITE = 0x80000000;

;// CONCATENATED MODULE: ./src/inventory/executables/executable.ts





/**
 * The layout of an ELF, Mach-O or PE executable; undefined for any other file and for one whose headers make no
 * sense. Kept for as long as the file's body is, because several cataloguers ask for it. Throws CatalogueError (limit)
 * when its tables lie behind what was read.
 */
function executableOf(file) {
    const known = layouts.get(file.bytes);
    if (known)
        return known.executable;
    const executable = layoutOf(file);
    layouts.set(file.bytes, { executable });
    return executable;
}
const layouts = new WeakMap();
function layoutOf(file) {
    if (file.bytes.length < 64)
        return undefined;
    const magic = view(file.bytes).getUint32(0);
    const part = (offset, length) => {
        const bytes = file.part(offset, length);
        // Of a very large program in a compressed layer only the beginning is there.
        if (bytes.length === 0 && length > 0 && offset >= 0 && offset < file.size) {
            throw new catalogue_error/* CatalogueError */.c('is larger than what is read of a compressed layer', 'limit');
        }
        return bytes;
    };
    if (magic === 0x7f454c46)
        return readElf(part);
    if (magic === 0xcffaedfe || magic === 0xfeedfacf)
        return readMachO(part);
    if (magic >>> 16 === 0x4d5a)
        return readPe(part);
    return undefined;
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/binary.ts

/**
 * Well-known programs that were built or copied into the image without any package, known by a text in their
 * constants. The folders that distributions install to are left to their databases.
 */
const binary = {
    id: 'binary',
    parts: true,
    wants: (path, size) => size >= SMALLEST && !DISTRIBUTION.test(path) && programAt(path) ? Math.min(size, LARGEST) : 0,
    read: binary_read,
};
const PROGRAMS = [
    { name: 'node', file: /^node$/, text: /node-v(\d+\.\d+\.\d+)[-.]/ },
    {
        name: 'python',
        file: /^(?:python3\.\d+|libpython3\.\d+m?\.so\.1\.0)$/,
        text: /\0(3\.\d{1,3}\.\d{1,3}(?:(?:a|b|rc)\d{1,2})?\+?)\0/,
    },
    {
        name: 'ruby',
        file: /^(?:ruby|libruby\.so\.[\d.]+)$/,
        text: /\0ruby (\d+\.\d+\.\d+)(?:p\d+)? \(/,
    },
    { name: 'php', file: /^(?:php|php-fpm|php-cgi|libphp\.so)$/, text: /PHP\/(\d+\.\d+\.\d+)/ },
    { name: 'perl', file: /^perl(?:5\.\d+\.\d+)?$/, text: /\/(?:perl5?\/)?(5\.\d{1,2}\.\d{1,2})\// },
    { name: 'nginx', file: /^nginx$/, text: /nginx\/(\d+\.\d+\.\d+)/ },
    { name: 'httpd', file: /^(?:httpd|apache2)$/, text: /Apache\/(\d+\.\d+\.\d+)/ },
    { name: 'haproxy', file: /^haproxy$/, text: /HAProxy version (\d+\.\d+\.\d+)/ },
    { name: 'memcached', file: /^memcached$/, text: /memcached (\d+\.\d+\.\d+)/ },
    {
        name: 'openssl',
        file: /^(?:openssl|libcrypto\.so\.[\d.]+)$/,
        text: /OpenSSL (\d+\.\d+\.\d+[a-z]?) +\d{1,2} [A-Z][a-z]{2} \d{4}/,
    },
    { name: 'busybox', file: /^busybox$/, text: /BusyBox v(\d+\.\d+\.\d+)/ },
    { name: 'bash', file: /^bash$/, text: /Bash version (\d+\.\d+\.\d+)/ },
];
/** BusyBox makes whole images without a database. */
const DISTRIBUTION = /^(?:usr\/)?(?:bin|sbin|lib|lib64|libexec|games)\/(?!busybox$)/;
const SMALLEST = 8192;
const LARGEST = 512 * 1024 * 1024;
/** Constants are searched in pieces that overlap by the longest text. */
const PIECE = 4 * 1024 * 1024;
const OVERLAP = 256;
const MOST_SEARCHED = 256 * 1024 * 1024;
function programAt(path) {
    const file = path.slice(path.lastIndexOf('/') + 1);
    return PROGRAMS.find((program) => program.file.test(file));
}
function binary_read(file) {
    const program = programAt(file.path);
    const constants = executableOf(file)?.sections.find((section) => section.name === '.rodata');
    if (!program || !constants)
        return [];
    const end = constants.offset + Math.min(constants.size, MOST_SEARCHED);
    for (let at = constants.offset; at < end; at += PIECE - OVERLAP) {
        const piece = file.part(at, Math.min(PIECE, end - at));
        const text = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
        const version = program.text.exec(text)?.[1];
        if (version) {
            return [{ type: 'generic', name: program.name, version, evidence: 'version-string' }];
        }
        if (piece.length === 0)
            break;
    }
    return [];
}

;// CONCATENATED MODULE: ./src/inventory/executables/wants.ts
/** Smallest executable that a Go or Rust linker makes, with room to spare. */
const wants_SMALLEST = 16_384;
/** Largest body that is taken whole where a layer cannot be read in parts. */
const wants_LARGEST = 512 * 1024 * 1024;
/** Bytes wanted of what may be an executable: its permission says so, or its name does. */
function wantsExecutable(path, size, mode) {
    const executable = (mode & 0o111) !== 0 || path.endsWith('.exe');
    return executable && size >= wants_SMALLEST && !NEVER.test(path) ? Math.min(size, wants_LARGEST) : 0;
}
/** Names of other things that often carry the permission: shared libraries of C, archives, scripts. */
const NEVER = /\.(?:so(?:\.[\d.]+)?|a|o|ko|py|pl|rb|sh|js|mjs|jar|whl|html?|txt|gz|zip|png)$/;

;// CONCATENATED MODULE: ./src/inventory/cataloguers/cargo.ts





/**
 * Crates compiled into a Rust program that was built with cargo-auditable: compressed JSON in the section `.dep-v0`.
 * Crates that only took part in the build are left out: they are not in the program.
 * Source: rust-secure-code/cargo-auditable, PARSING.md.
 */
const cargo = {
    id: 'cargo',
    parts: true,
    wants: wantsExecutable,
    read: cargo_read,
};
/** PARSING.md advises a limit; the list of a very large program takes some hundred kilobytes. */
const cargo_LARGEST = 8 * 1_048_576;
function cargo_read(file) {
    const section = executableOf(file)?.sections.find((s) => s.name === '.dep-v0');
    if (!section)
        return [];
    const { packages } = (0,inventory_text/* jsonObject */.o$)(inflated(file.part(section.offset, Math.min(section.size, cargo_LARGEST))));
    if (!Array.isArray(packages))
        throw new catalogue_error/* CatalogueError */.c('has a list of crates without crates');
    return packages.flatMap((item) => {
        if (!(0,inventory_text/* isObject */.Gv)(item) || item.kind === 'build')
            return [];
        const name = (0,inventory_text/* word */.Vm)(item.name, 300);
        const version = (0,inventory_text/* word */.Vm)(item.version, 256);
        return name && version ? [{ type: 'cargo', name, version }] : [];
    });
}
function inflated(bytes) {
    try {
        return (0,external_node_zlib_.inflateSync)(bytes, { maxOutputLength: cargo_LARGEST });
    }
    catch (error) {
        throw new catalogue_error/* CatalogueError */.c('has a list of crates that cannot be unpacked', 'malformed', [], error);
    }
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/composer.ts



/**
 * PHP packages that Composer installed: `vendor/composer/installed.json`, a list (Composer 1) or an object with
 * `packages` (Composer 2).
 */
const composer = {
    id: 'composer',
    wants: (path, size) => path.endsWith('/composer/installed.json') || path === 'composer/installed.json'
        ? upTo(64, size)
        : 0,
    read: composer_read,
};
function composer_read(file) {
    const value = (0,inventory_text/* json */.Pq)(whole(file));
    const list = (0,inventory_text/* isObject */.Gv)(value) ? value.packages : value;
    if (!Array.isArray(list))
        throw new catalogue_error/* CatalogueError */.c('is no list of installed packages');
    return list.flatMap((item) => {
        if (!(0,inventory_text/* isObject */.Gv)(item))
            return [];
        const name = (0,inventory_text/* word */.Vm)(item.name, 300);
        const version = (0,inventory_text/* word */.Vm)(item.version, 256);
        if (!name || !version)
            return [];
        const names = Array.isArray(item.license) ? item.license : [item.license];
        const license = names
            .map((each) => (0,inventory_text/* word */.Vm)(each))
            .filter(Boolean)
            .join(' OR ');
        return [{ type: 'composer', name, version, ...(license && { license }) }];
    });
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/conda.ts



/** Packages of a Conda environment: one JSON file each in `conda-meta`. */
const conda = {
    id: 'conda',
    wants: (path, size) => (/(?:^|\/)conda-meta\/[^/]+\.json$/.test(path) ? upTo(64, size) : 0),
    read: conda_read,
};
function conda_read(file) {
    const record = (0,inventory_text/* jsonObject */.o$)(whole(file));
    const name = (0,inventory_text/* word */.Vm)(record.name, 300);
    const version = (0,inventory_text/* word */.Vm)(record.version, 256);
    if (!name || !version)
        throw new catalogue_error/* CatalogueError */.c('has no name or no version');
    const license = (0,inventory_text/* word */.Vm)(record.license);
    return [{ type: 'conda', name, version, ...(license && { license }) }];
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/cran.ts


/** R packages in a library: the DESCRIPTION at the top of each. Source: "Writing R Extensions" 1.1.1. */
const cran = {
    id: 'cran',
    wants: (path) => (path.endsWith('/DESCRIPTION') && IN_LIBRARY.test(path) ? 1_048_576 : 0),
    read: cran_read,
};
const IN_LIBRARY = /(?:^|\/)(?:site-)?library\/[^/]+\/DESCRIPTION$/;
function cran_read(file) {
    const [fields] = stanzas((0,inventory_text/* textOf */.b6)(file.bytes));
    const name = (0,inventory_text/* word */.Vm)(fields?.get('package'), 300);
    const version = (0,inventory_text/* word */.Vm)(fields?.get('version'), 256);
    if (!name || !version)
        return [];
    const license = (0,inventory_text/* word */.Vm)(fields?.get('license'));
    return [{ type: 'cran', name, version, ...(license && { license }) }];
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/dpkg.ts




/**
 * Debian's package database: `status`, or one file a package in `status.d` (distroless).
 * Source: deb-control(5), dpkg(1) "package states", Debian policy 5.6.1 (Source).
 */
const dpkg = {
    id: 'dpkg',
    system: true,
    wellKnown: ['var/lib/dpkg/status'],
    wants: (path, size) => (path === 'var/lib/dpkg/status' || isStatusD(path) ? upTo(256, size) : 0),
    read: dpkg_read,
    fileLists: {
        wants: (path) => LIST.test(path) || MD5SUMS.test(path),
        read: readFileList,
    },
};
const STATUS_D = 'var/lib/dpkg/status.d/';
const LIST = /^var\/lib\/dpkg\/info\/([^/:]+)(?::([^/]+))?\.list$/;
const MD5SUMS = /^var\/lib\/dpkg\/status\.d\/([^/]+)\.md5sums$/;
function isStatusD(path) {
    return path.startsWith(STATUS_D) && !path.endsWith('.md5sums');
}
function dpkg_read(file) {
    const packages = [];
    let fields = 0;
    for (const stanza of stanzas((0,inventory_text/* textOf */.b6)(whole(file)))) {
        fields += stanza.size;
        const found = dpkg_packageOf(stanza, isStatusD(file.path));
        if (found)
            packages.push(found);
    }
    if (fields === 0 && file.bytes.some((byte) => byte > 0x20)) {
        throw new catalogue_error/* CatalogueError */.c('is not a dpkg database');
    }
    return packages;
}
function dpkg_packageOf(stanza, withoutStatus) {
    const name = (0,inventory_text/* word */.Vm)(stanza.get('package'));
    const version = (0,inventory_text/* word */.Vm)(stanza.get('version'));
    if (!name || !version)
        return undefined;
    const status = stanza.get('status');
    if (status === undefined ? !withoutStatus : !isInstalled(status))
        return undefined;
    const arch = (0,inventory_text/* word */.Vm)(stanza.get('architecture'));
    return {
        type: 'deb',
        name,
        version,
        ...(arch && { arch }),
        source: sourceOf(stanza.get('source'), name, version),
    };
}
/** want, flag, state: packages that are unpacked only, removed or left with their configuration do not count. */
function isInstalled(status) {
    const state = status.trim().split(/\s+/)[2];
    return state === 'installed' || state === 'triggers-awaited' || state === 'triggers-pending';
}
/** `Source: gcc-12 (12.2.0-14)`; the version only where it differs from the package's. */
function sourceOf(field, name, version) {
    const match = /^\s*([^\s(]+)(?:\s*\(([^)]*)\))?/.exec(field ?? '');
    return { name: match?.[1] ?? name, version: match?.[2]?.trim() || version };
}
function readFileList(file) {
    const text = (0,inventory_text/* textOf */.b6)(file.bytes);
    const list = LIST.exec(file.path);
    if (list?.[1]) {
        return {
            name: list[1],
            ...(list[2] && { arch: list[2] }),
            files: text.replace(/^\/+/gm, ''),
        };
    }
    const sums = MD5SUMS.exec(file.path);
    if (!sums?.[1])
        throw new catalogue_error/* CatalogueError */.c('is not a list of files');
    return { name: sums[1], files: text.replace(/^[0-9a-f]{32} [ *](?:\.?\/)?/gm, '') };
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/gem.ts


/**
 * Installed Ruby gems: the specifications that RubyGems writes, those of Ruby's default gems too. Only literal
 * assignments are understood, as RubyGems writes them; Ruby is not executed. Where the version is an expression, the
 * file's name tells it: RubyGems names the file `NAME-VERSION[-PLATFORM].gemspec`.
 */
const gem = {
    id: 'gem',
    wants: (path) => (SPECIFICATION.test(path) ? 1_048_576 : 0),
    read: gem_read,
};
const SPECIFICATION = /(?:^|\/)specifications\/(?:default\/)?[^/]+\.gemspec$/;
function gem_read(file) {
    const text = (0,inventory_text/* textOf */.b6)(file.bytes);
    const variable = /Gem::Specification\.new\s*(?:do|\{)\s*\|\s*(\w{1,100})\s*\|/.exec(text)?.[1];
    if (!variable)
        throw new catalogue_error/* CatalogueError */.c('is no gem specification');
    const name = literal(text, variable, 'name');
    if (!name)
        throw new catalogue_error/* CatalogueError */.c('is a gem specification without a name');
    const version = literal(text, variable, 'version') ?? versionFromPath(file.path, name);
    if (!version)
        throw new catalogue_error/* CatalogueError */.c('is a gem specification without a literal version');
    const license = licenses(text, variable);
    return [{ type: 'gem', name, version, ...(license && { license }) }];
}
/** `s.name = "x".freeze`, `s.version = Gem::Version.new("1.2")`. */
function literal(text, variable, field) {
    const assignment = new RegExp(`^[ \\t]*${variable}\\.${field}[ \\t]*=[ \\t]*(?:Gem::Version\\.new[ \\t]*\\(?[ \\t]*)?(["'])([^"'\\n#]{1,300})\\1`, 'm');
    return (0,inventory_text/* word */.Vm)(assignment.exec(text)?.[2]);
}
function versionFromPath(path, name) {
    const file = path.slice(path.lastIndexOf('/') + 1, -'.gemspec'.length);
    if (!file.startsWith(`${name}-`))
        return undefined;
    return /^\d+(?:\.[0-9A-Za-z]+)*/.exec(file.slice(name.length + 1))?.[0];
}
function licenses(text, variable) {
    const list = new RegExp(`^[ \\t]*${variable}\\.licenses?[ \\t]*=[ \\t]*\\[?([^\\]\\n]{1,1000})`, 'm').exec(text)?.[1];
    const names = [...(list ?? '').matchAll(/(["'])([^"']{1,200})\1/g)].map((match) => match[2]);
    return names.length > 0 ? names.join(' OR ') : undefined;
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/golang.ts





/**
 * Modules compiled into a Go program, from the build information that its linker leaves in the data segment, in
 * stripped programs too: what `go version -m` prints. A replaced module counts as what replaced it, Go's own library
 * as `stdlib`. Source: Go, debug/buildinfo.
 */
const golang = {
    id: 'golang',
    parts: true,
    wants: wantsExecutable,
    read: golang_read,
};
/** How far into the region the information may begin, and how much of it is read. */
const SEARCHED = 1_048_576;
const LONGEST = 16 * 1_048_576;
function golang_read(file) {
    const executable = executableOf(file);
    const info = executable && buildInfo(file, executable);
    return info ? modulesOf(info) : [];
}
function buildInfo(file, executable) {
    const region = dataRegion(executable);
    if (!region)
        return undefined;
    const head = file.part(region.offset, Math.min(region.size, 64));
    const searched = isMagic(head, 0)
        ? head
        : file.part(region.offset, Math.min(region.size, SEARCHED));
    for (let at = 0; at + 32 <= searched.length; at += 16) {
        if (isMagic(searched, at)) {
            return (searched[at + 15] ?? 0) & INLINE
                ? inlineInfo(file, region.offset + at + 32)
                : pointedInfo(file, executable, searched.subarray(at, at + 32));
        }
    }
    return undefined;
}
/** The section made for it; without section headers the first writable segment, where the linker puts it first. */
function dataRegion({ sections, segments }) {
    const named = sections.find((s) => s.name === '.go.buildinfo' || s.name === '__go_buildinfo');
    if (named)
        return named;
    // A program with section headers but without that section is not Go's; PE has no such section.
    const telling = sections.length > 1 && sections !== segments;
    return telling ? undefined : segments.find((s) => s.writable && s.size > 0);
}
const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const BIG_ENDIAN = 1;
const INLINE = 2;
function isMagic(bytes, at) {
    return MAGIC.every((byte, i) => bytes[at + i] === byte);
}
/** Since Go 1.18: two strings follow, each after its length as a varint. */
function inlineInfo(file, offset) {
    const version = inlineString(file, offset);
    const modules = version && inlineString(file, version.end);
    return (version && modules && { version: (0,inventory_text/* textOf */.b6)(version.bytes), modules: moduleText(modules.bytes) });
}
function inlineString(file, offset) {
    const head = file.part(offset, 10);
    let length = 0;
    for (let i = 0; i < head.length; i++) {
        const byte = head[i] ?? 0;
        length += (byte & 0x7f) * 2 ** (7 * i);
        if (byte < 0x80) {
            const start = offset + i + 1;
            if (length > LONGEST)
                return undefined;
            const bytes = file.part(start, length);
            return bytes.length === length ? { bytes, end: start + length } : undefined;
        }
    }
    return undefined;
}
/** Before Go 1.18: two pointers to string headers, each a pointer and a length. */
function pointedInfo(file, executable, header) {
    const pointerSize = header[14] ?? 0;
    const little = ((header[15] ?? 0) & BIG_ENDIAN) === 0;
    if (pointerSize !== 4 && pointerSize !== 8)
        return undefined;
    const part = file.part.bind(file);
    const pointer = (bytes, at) => pointerSize === 8
        ? big(view(bytes).getBigUint64(at, little))
        : view(bytes).getUint32(at, little);
    const text = (address) => {
        const described = atAddress(executable, part, address, 2 * pointerSize);
        const length = described && pointer(described, pointerSize);
        if (!described || length === undefined || length > LONGEST)
            return undefined;
        return atAddress(executable, part, pointer(described, 0), length);
    };
    const version = text(pointer(header, 16));
    const modules = text(pointer(header, 16 + pointerSize));
    return version && { version: (0,inventory_text/* textOf */.b6)(version), modules: modules ? moduleText(modules) : '' };
}
/** The text stands between two marks of 16 bytes, before which it ends with a line feed. */
function moduleText(bytes) {
    return bytes.length >= 33 && bytes[bytes.length - 17] === 0x0a
        ? (0,inventory_text/* textOf */.b6)(bytes.subarray(16, bytes.length - 16))
        : '';
}
/** `path`, `mod`, `dep`, `=>` and `build` lines with fields separated by tabs. */
function modulesOf({ version, modules }) {
    const found = [];
    for (const line of lines(modules)) {
        const [kind, path, moduleVersion] = line.split('\t').map((field) => (0,inventory_text/* word */.Vm)(field));
        if (kind === '=>') {
            // A local folder has no version: then the module keeps its own name and version.
            if (path && moduleVersion && found.length > 0)
                found[found.length - 1] = { path, version: moduleVersion };
        }
        else if ((kind === 'mod' || kind === 'dep') && path) {
            found.push({ path, version: moduleVersion ?? '(devel)' });
        }
    }
    const go = (0,inventory_text/* word */.Vm)(version.split(' ')[0]);
    if (go?.startsWith('go'))
        found.push({ path: 'stdlib', version: go });
    return found.map((module) => ({ type: 'golang', name: module.path, version: module.version }));
}

;// CONCATENATED MODULE: ./src/inventory/archives/zip.ts


/** More members than this are not listed. */
const MOST_ENTRIES = 200_000;
/** Larger directories are not read. */
const LARGEST_DIRECTORY = 64 * 1024 * 1024;
/**
 * The members that the central directory lists, read from the end of the source: nothing else is touched, and a
 * script before the archive does not matter. Throws CatalogueError when it is no ZIP archive or passes a limit.
 * Source: PKWARE APPNOTE 4.3.
 */
function zipEntries(source) {
    const directory = findDirectory(source);
    if (directory.size > LARGEST_DIRECTORY) {
        throw new catalogue_error/* CatalogueError */.c('has a directory larger than 64 MiB', 'limit');
    }
    const bytes = source.part(directory.start, directory.size);
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const entries = [];
    for (let at = 0; at + 46 <= bytes.length && data.getUint32(at, true) === ENTRY;) {
        if (entries.length === MOST_ENTRIES) {
            throw new catalogue_error/* CatalogueError */.c(`has more than ${MOST_ENTRIES} members`, 'limit');
        }
        const nameLength = data.getUint16(at + 28, true);
        const extraLength = data.getUint16(at + 30, true);
        const end = at + 46 + nameLength + extraLength + data.getUint16(at + 32, true);
        if (end > bytes.length)
            break;
        const extraStart = at + 46 + nameLength;
        const sizes = zip_widened(data, at, extraStart, extraLength);
        entries.push({
            name: Buffer.from(bytes.subarray(at + 46, extraStart)).toString('utf8'),
            method: data.getUint16(at + 10, true),
            encrypted: (data.getUint16(at + 8, true) & 1) !== 0,
            size: sizes.size,
            compressedSize: sizes.compressed,
            offset: sizes.offset + directory.shift,
        });
        at = end;
    }
    if (entries.length < directory.entries) {
        throw new catalogue_error/* CatalogueError */.c('is a damaged ZIP archive: its directory is cut');
    }
    return entries;
}
/** The body of a member. Throws CatalogueError when it is damaged or larger than `limit` bytes. */
function zipBody(source, entry, limit) {
    if (entry.encrypted)
        throw new catalogue_error/* CatalogueError */.c(`has an encrypted member ${entry.name}`);
    if (entry.size > limit) {
        throw new catalogue_error/* CatalogueError */.c(`has a member ${entry.name} larger than ${limit} bytes`, 'limit');
    }
    const packed = source.part(bodyOffset(source, entry), entry.compressedSize);
    if (packed.length < entry.compressedSize) {
        throw new catalogue_error/* CatalogueError */.c(`is a damaged ZIP archive: ${entry.name} is cut`);
    }
    if (entry.method === STORED)
        return packed;
    if (entry.method !== DEFLATED) {
        throw new catalogue_error/* CatalogueError */.c(`has a member ${entry.name} of unknown compression ${entry.method}`);
    }
    try {
        return (0,external_node_zlib_.inflateRawSync)(packed, { maxOutputLength: Math.max(entry.size, 1) });
    }
    catch (error) {
        throw new catalogue_error/* CatalogueError */.c(`is a damaged ZIP archive: ${entry.name} cannot be unpacked`, 'malformed', [], error);
    }
}
/** A member that is itself an archive, without unpacking it when it is stored as it is. */
function zipSource(source, entry, limit) {
    if (entry.method === STORED && !entry.encrypted) {
        const start = bodyOffset(source, entry);
        const size = Math.max(0, Math.min(entry.compressedSize, source.size - start));
        return {
            size,
            part: (offset, length) => offset < size ? source.part(start + offset, Math.min(length, size - offset)) : NO_BYTES,
        };
    }
    const body = zipBody(source, entry, limit);
    return { size: body.length, part: (offset, length) => body.subarray(offset, offset + length) };
}
const NO_BYTES = new Uint8Array();
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const STORED = 0;
const DEFLATED = 8;
const UNKNOWN_32 = 0xffffffff;
function findDirectory(source) {
    // The record is 22 bytes and a comment of at most 65,535.
    for (const length of [1024, 22 + 65_535]) {
        const start = Math.max(0, source.size - length);
        const tail = source.part(start, length);
        const data = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
        for (let at = tail.length - 22; at >= 0; at--) {
            if (tail[at] === 0x50 && data.getUint32(at, true) === END) {
                const directory = directoryAt(source, data, at, start + at);
                if (directory)
                    return directory;
            }
        }
    }
    throw new catalogue_error/* CatalogueError */.c('is no ZIP archive');
}
function directoryAt(source, data, at, position) {
    let entries = data.getUint16(at + 10, true);
    let size = data.getUint32(at + 12, true);
    let offset = data.getUint32(at + 16, true);
    let end = position;
    if (entries === 0xffff || size === UNKNOWN_32 || offset === UNKNOWN_32) {
        const wide = directory64(source, position);
        if (wide)
            ({ entries, size, offset, end } = wide);
    }
    const start = end - size;
    if (size > position || start < 0 || start < offset)
        return undefined;
    if (entries > 0) {
        const first = source.part(start, 4);
        if (first.length < 4 || Buffer.from(first).readUInt32LE() !== ENTRY)
            return undefined;
    }
    return { start, size, entries: Math.min(entries, 0xffff), shift: start - offset };
}
function directory64(source, position) {
    const locator = Buffer.from(source.part(position - 20, 20));
    if (position < 76 || locator.readUInt32LE(0) !== LOCATOR_64)
        return undefined;
    // The record stands right before its locator, whatever stands before the archive.
    const end = position - 20 - 56;
    const record = Buffer.from(source.part(end, 56));
    if (record.readUInt32LE(0) !== END_64)
        return undefined;
    return {
        entries: Number(record.readBigUInt64LE(32)),
        size: Number(record.readBigUInt64LE(40)),
        offset: Number(record.readBigUInt64LE(48)),
        end,
    };
}
/** Sizes and offset, from the ZIP64 field where the plain ones are full. */
function zip_widened(data, at, extraStart, extraLength) {
    const plain = {
        size: data.getUint32(at + 24, true),
        compressed: data.getUint32(at + 20, true),
        offset: data.getUint32(at + 42, true),
    };
    for (let e = extraStart; e + 4 <= extraStart + extraLength;) {
        const length = data.getUint16(e + 2, true);
        if (data.getUint16(e, true) === 1 && e + 4 + length <= extraStart + extraLength) {
            let field = e + 4;
            const next = (value) => {
                if (value !== UNKNOWN_32 || field + 8 > e + 4 + length)
                    return value;
                field += 8;
                return Number(data.getBigUint64(field - 8, true));
            };
            return {
                size: next(plain.size),
                compressed: next(plain.compressed),
                offset: next(plain.offset),
            };
        }
        e += 4 + length;
    }
    return plain;
}
function bodyOffset(source, entry) {
    const local = source.part(entry.offset, 30);
    const data = new DataView(local.buffer, local.byteOffset, local.byteLength);
    if (local.length < 30 || data.getUint32(0, true) !== LOCAL) {
        throw new catalogue_error/* CatalogueError */.c(`is a damaged ZIP archive: ${entry.name} is not where it should be`);
    }
    return entry.offset + 30 + data.getUint16(26, true) + data.getUint16(28, true);
}

;// CONCATENATED MODULE: ./src/inventory/java/coordinates.ts


/** `groupId`, `artifactId` and `version` of pom.properties; the parts that are missing or not filled in are absent. */
function pomProperties(bytes) {
    const values = new Map();
    for (const line of (0,inventory_text/* textOf */.b6)(bytes).split(/\r?\n|\r/)) {
        const match = /^\s*([A-Za-z]+)\s*[=:]\s*(.*)$/.exec(line);
        if (match?.[1])
            values.set(match[1], match[2] ?? '');
    }
    const value = (key) => {
        const text = (0,inventory_text/* word */.Vm)(values.get(key), 300);
        return text?.includes('${') || text?.includes(' ') ? undefined : text;
    };
    return defined({
        group: value('groupId'),
        artifact: value('artifactId'),
        version: value('version'),
    });
}
/** Longer names are on no file system; archives may hold them. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 4096;
/** What a Maven repository's layout tells: `org/yaml/snakeyaml/1.33/snakeyaml-1.33.jar`. */
function repositoryPath(path) {
    if (path.length > LONGEST_PATH)
        return undefined;
    const match = /(?:^|\/)(?:repository|maven-repo)\/((?:[^/]+\/)+)([^/]+)\/(\d[^/]*)\/([^/]+)\.[A-Za-z]+$/.exec(path);
    const [, folders, artifact, version, file] = match ?? [];
    if (!folders || !artifact || !version || !file?.startsWith(`${artifact}-${version}`)) {
        return undefined;
    }
    return { group: folders.slice(0, -1).replaceAll('/', '.'), artifact, version };
}
/** The name before the first `-` that a digit follows, and the rest as the version. */
function fileName(path) {
    const base = path
        .slice(path.lastIndexOf('/') + 1)
        .slice(0, LONGEST_NAME)
        .replace(/\.[A-Za-z]+$/, '');
    const match = /^(.+?)-(\d[\w.+-]*)$/.exec(base);
    return match?.[1] && match[2] ? { artifact: match[1], version: match[2] } : { artifact: base };
}
/**
 * What the manifest tells of the archive's coordinates, by the attributes that builds really set: Jenkins plugins
 * name the group outright, OSGi bundles have a symbolic name that begins with it, Maven's archiver adds a vendor id.
 */
function manifestCoordinates(bytes) {
    const [main] = stanzas(unfolded((0,inventory_text/* textOf */.b6)(bytes)));
    const value = (...names) => {
        for (const name of names) {
            const text = (0,inventory_text/* word */.Vm)(main?.get(name)?.split(';')[0], 300);
            if (text && !text.includes('${'))
                return text;
        }
        return undefined;
    };
    const identifier = (text) => text && /^[A-Za-z0-9_.-]+$/.test(text) && text !== 'org.apache' ? text : undefined;
    const bundle = identifier(value('bundle-symbolicname'));
    const group = identifier(value('group-id', 'implementation-vendor-id'));
    const plugin = identifier(value('short-name', 'extension-name'));
    const bundleVersion = version(value('bundle-version', 'specification-version'));
    return {
        ...defined({
            group: group ?? (bundle?.includes('.') ? bundle : undefined),
            artifact: plugin ?? identifier(value('implementation-title', 'specification-title')),
            version: version(value('plugin-version', 'implementation-version')),
        }),
        ...(bundleVersion && { bundleVersion }),
    };
}
/** Lines that begin with a space continue the one before: after 72 bytes, in the middle of a word. */
function unfolded(text) {
    return text.replace(/\r\n?/g, '\n').replace(/\n /g, '');
}
/** Jenkins adds who built it: `1.0 (private-…)`. */
function version(text) {
    const first = text?.split(/\s/)[0];
    return first && /^\d/.test(first) ? first : undefined;
}
function defined(draft) {
    const { group, artifact, version } = draft;
    return { ...(group && { group }), ...(artifact && { artifact }), ...(version && { version }) };
}

;// CONCATENATED MODULE: ./src/inventory/java/known-groups.ts
/**
 * Groups of well-known artifacts that are often built by Gradle or Ant, whose archives do not tell them. Names that
 * several groups use are left out.
 */
const BY_ARTIFACT = new Map([
    ...[
        'commons-beanutils',
        'commons-cli',
        'commons-codec',
        'commons-collections',
        'commons-dbcp',
        'commons-digester',
        'commons-fileupload',
        'commons-httpclient',
        'commons-io',
        'commons-lang',
        'commons-logging',
        'commons-net',
        'commons-pool',
        'cglib',
        'dom4j',
        'log4j',
        'xalan',
    ].map((same) => [same, same]),
    ['ant', 'org.apache.ant'],
    ['ant-launcher', 'org.apache.ant'],
    ['bcprov-jdk15on', 'org.bouncycastle'],
    ['bcprov-jdk18on', 'org.bouncycastle'],
    ['bcpkix-jdk15on', 'org.bouncycastle'],
    ['bcpkix-jdk18on', 'org.bouncycastle'],
    ['byte-buddy', 'net.bytebuddy'],
    ['commons-compress', 'org.apache.commons'],
    ['commons-configuration2', 'org.apache.commons'],
    ['commons-csv', 'org.apache.commons'],
    ['commons-collections4', 'org.apache.commons'],
    ['commons-email', 'org.apache.commons'],
    ['commons-exec', 'org.apache.commons'],
    ['commons-lang3', 'org.apache.commons'],
    ['commons-math3', 'org.apache.commons'],
    ['commons-pool2', 'org.apache.commons'],
    ['commons-text', 'org.apache.commons'],
    ['elasticsearch', 'org.elasticsearch'],
    ['groovy', 'org.codehaus.groovy'],
    ['groovy-all', 'org.codehaus.groovy'],
    ['gson', 'com.google.code.gson'],
    ['guava', 'com.google.guava'],
    ['guice', 'com.google.inject'],
    ['h2', 'com.h2database'],
    ['hibernate-core', 'org.hibernate'],
    ['httpclient', 'org.apache.httpcomponents'],
    ['httpcore', 'org.apache.httpcomponents'],
    ['itextpdf', 'com.itextpdf'],
    ['javassist', 'org.javassist'],
    ['jdom2', 'org.jdom'],
    ['jsoup', 'org.jsoup'],
    ['kafka-clients', 'org.apache.kafka'],
    ['kotlin-stdlib', 'org.jetbrains.kotlin'],
    ['logback-classic', 'ch.qos.logback'],
    ['logback-core', 'ch.qos.logback'],
    ['log4j-api', 'org.apache.logging.log4j'],
    ['log4j-core', 'org.apache.logging.log4j'],
    ['logging-interceptor', 'com.squareup.okhttp3'],
    ['okhttp', 'com.squareup.okhttp3'],
    ['okio', 'com.squareup.okio'],
    ['okio-jvm', 'com.squareup.okio'],
    ['mysql-connector-j', 'com.mysql'],
    ['mysql-connector-java', 'mysql'],
    ['ojdbc8', 'com.oracle.database.jdbc'],
    ['postgresql', 'org.postgresql'],
    ['protobuf-java', 'com.google.protobuf'],
    ['reactor-core', 'io.projectreactor'],
    ['rhino', 'org.mozilla'],
    ['slf4j-api', 'org.slf4j'],
    ['snakeyaml', 'org.yaml'],
    ['snappy-java', 'org.xerial.snappy'],
    ['sqlite-jdbc', 'org.xerial'],
    ['tika-core', 'org.apache.tika'],
    ['tomcat-embed-core', 'org.apache.tomcat.embed'],
    ['undertow-core', 'io.undertow'],
    ['velocity', 'org.apache.velocity'],
    ['xercesImpl', 'xerces'],
    ['xstream', 'com.thoughtworks.xstream'],
]);
/** Families whose artifacts share a beginning; the longest that fits counts. */
const BY_PREFIX = [
    ['spring-boot', 'org.springframework.boot'],
    ['spring-cloud', 'org.springframework.cloud'],
    ['spring-data', 'org.springframework.data'],
    ['spring-integration', 'org.springframework.integration'],
    ['spring-kafka', 'org.springframework.kafka'],
    ['spring-security', 'org.springframework.security'],
    ['spring-session', 'org.springframework.session'],
    ['spring-', 'org.springframework'],
    ['grpc-', 'io.grpc'],
    ['lucene-', 'org.apache.lucene'],
    ['micrometer-', 'io.micrometer'],
    ['netty-', 'io.netty'],
    ['jackson-datatype-', 'com.fasterxml.jackson.datatype'],
    ['jackson-dataformat-', 'com.fasterxml.jackson.dataformat'],
];
/** The group under which Maven Central has this artifact, for the ones that are known. */
function knownGroup(artifact) {
    return (BY_ARTIFACT.get(artifact) ?? BY_PREFIX.find(([prefix]) => artifact.startsWith(prefix))?.[1]);
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/java.ts





/**
 * Java archives and the archives inside them. Each pom.properties names a Maven artifact (several where libraries
 * were shaded); an archive with none is known by its place in a repository, or by its manifest and its file's name,
 * and then its SHA-1 stays as evidence for whoever can look it up.
 */
const java = {
    id: 'java',
    parts: true,
    wants: (path, size) => (ARCHIVE.test(path) ? Math.min(size, LARGEST_WHOLE) : 0),
    read: java_read,
};
const ARCHIVE = /\.(?:jar|war|ear|par|sar|nar|hpi|jpi)$/i;
/** Largest archive that is taken whole where a layer cannot be read in parts. */
const LARGEST_WHOLE = 512 * 1024 * 1024;
/** Archives inside archives are followed this deep. */
const DEEPEST = 16;
/** What one file of a layer may cost: archives opened, members listed, bytes unpacked or hashed. */
const MOST_ARCHIVES = 10_000;
const MOST_MEMBERS = 1_000_000;
const MOST_BYTES = 2 * 1024 * 1024 * 1024;
/** Largest archive inside another that is unpacked. */
const LARGEST_INNER = 256 * 1024 * 1024;
/** A manifest or pom.properties larger than this is not read. */
const LARGEST_TEXT = 1024 * 1024;
function java_read(file) {
    const walk = { found: [], archives: 0, members: 0, bytes: 0 };
    if (file.size > 0 && file.part(file.size - 1, 1).length === 0) {
        throw new catalogue_error/* CatalogueError */.c('is larger than what is read of a compressed layer', 'limit');
    }
    archive({ size: file.size, part: (o, l) => file.part(o, l) }, file.path, '', 0, walk);
    if (walk.failure) {
        throw new catalogue_error/* CatalogueError */.c(walk.failure.message, walk.failure.failure, walk.found, walk.failure);
    }
    return walk.found;
}
function archive(source, path, within, depth, walk) {
    const entries = guarded(walk, () => spend(walk, zipEntries(source)));
    if (!entries)
        return;
    const identified = identify(source, entries, path, walk);
    for (const { group, artifact, version, evidence } of identified) {
        walk.found.push({
            type: 'maven',
            name: `${group}:${artifact}`,
            version,
            ...(evidence && { evidence }),
            ...(within && { within }),
        });
    }
    for (const entry of entries) {
        if (!ARCHIVE.test(entry.name))
            continue;
        if (depth + 1 > DEEPEST) {
            fail(walk, new catalogue_error/* CatalogueError */.c(`holds archives nested deeper than ${DEEPEST}`, 'limit'));
            return;
        }
        const inner = guarded(walk, () => {
            spendBytes(walk, entry.size);
            return zipSource(source, entry, LARGEST_INNER);
        });
        const inside = within ? `${within}!/${entry.name}` : entry.name;
        if (inner)
            archive(inner, entry.name, inside, depth + 1, walk);
        if (isSpent(walk))
            return;
    }
}
function identify(source, entries, path, walk) {
    const text = (entry) => entry &&
        guarded(walk, () => {
            spendBytes(walk, entry.size);
            return zipBody(source, entry, LARGEST_TEXT);
        });
    // One that leaves a coordinate out was not written by Maven and tells nothing sure.
    const named = entries
        .filter((entry) => /(?:^|\/)pom\.properties$/.test(entry.name))
        .map((entry) => pomProperties(text(entry) ?? new Uint8Array()))
        .filter(isWhole);
    if (named.length > 0)
        return named;
    const stored = repositoryPath(path);
    if (stored)
        return [{ ...stored, evidence: 'maven-repository' }];
    const manifest = text(entries.find((entry) => /^META-INF\/MANIFEST\.MF$/i.test(entry.name)));
    const told = manifest ? manifestCoordinates(manifest) : {};
    const file = fileName(path);
    const artifact = file.version || !told.artifact ? file.artifact : told.artifact;
    const version = versionFrom(file.version, told);
    if (!version)
        return [];
    const group = knownGroup(artifact) ?? groupFor(told.group, artifact);
    const evidence = told.group && told.version ? 'jar-manifest' : `sha1:${sha1(source, walk)}`;
    return [{ group, artifact, version, evidence }];
}
/** The file's name, unless the manifest says the same more exactly: `log4j-1.2.jar` of 1.2.17. */
function versionFrom(named, told) {
    const versions = [told.version, told.bundleVersion].filter((v) => v !== undefined);
    if (!named)
        return versions[0];
    return versions.find((version) => version.startsWith(`${named}.`)) ?? named;
}
function isWhole(pom) {
    return pom.group !== undefined && pom.artifact !== undefined && pom.version !== undefined;
}
/**
 * A bundle's symbolic name is its group and its artifact; without any hint the artifact's name is taken as the group,
 * as old artifacts really have it (commons-io:commons-io).
 */
function groupFor(told, artifact) {
    if (!told)
        return artifact;
    return told.endsWith(`.${artifact}`) ? told.slice(0, -artifact.length - 1) : told;
}
function sha1(source, walk) {
    walk.bytes += source.size;
    const hash = (0,external_node_crypto_.createHash)('sha1');
    const step = 4 * 1024 * 1024;
    for (let at = 0; at < source.size; at += step)
        hash.update(source.part(at, step));
    return hash.digest('hex');
}
/** Counts an archive and its members: members that overlap could make a small file endless. */
function spend(walk, entries) {
    walk.archives++;
    walk.members += entries.length;
    if (isSpent(walk))
        throw new catalogue_error/* CatalogueError */.c('holds more archives than are followed', 'limit');
    return entries;
}
function spendBytes(walk, bytes) {
    walk.bytes += bytes;
    if (isSpent(walk))
        throw new catalogue_error/* CatalogueError */.c('unpacks to more than 2 GiB', 'limit');
}
function isSpent({ archives, members, bytes }) {
    return archives > MOST_ARCHIVES || members > MOST_MEMBERS || bytes > MOST_BYTES;
}
/** Runs a step whose failure spoils only itself. */
function guarded(walk, step) {
    try {
        return step();
    }
    catch (error) {
        if (!(error instanceof catalogue_error/* CatalogueError */.c))
            throw error;
        fail(walk, error);
        return undefined;
    }
}
/** A limit weighs more than damage: it leaves the inventory incomplete. */
function fail(walk, error) {
    if (!walk.failure || (walk.failure.failure !== 'limit' && error.failure === 'limit')) {
        walk.failure = error;
    }
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/npm.ts


/**
 * Installed npm packages: the package.json at the top of each folder in `node_modules`, bundled and nested ones and
 * pnpm's store (`node_modules/.pnpm/x@1/node_modules/x`) too. An application's own package.json is no installed
 * package and is left out, as are files that packages carry for tests below their top.
 */
const npm = {
    id: 'npm',
    wants: (path, size) => path.endsWith('/package.json') && isPackageTop(path) ? upTo(16, size) : 0,
    read: npm_read,
};
/** Debian keeps what its packages bring in `usr/share/nodejs`. */
const TOP = /(?:(?:^|\/)node_modules|^usr\/share\/nodejs)\/(?:@[^/]+\/)?[^/.@][^/]*\/package\.json$/;
function isPackageTop(path) {
    return TOP.test(path);
}
function npm_read(file) {
    const manifest = (0,inventory_text/* jsonObject */.o$)(whole(file));
    const name = (0,inventory_text/* word */.Vm)(manifest.name, 300);
    const version = (0,inventory_text/* word */.Vm)(manifest.version, 256);
    if (!name || !version)
        return [];
    const license = licenseOf(manifest);
    return [{ type: 'npm', name, version, ...(license && { license }) }];
}
/** `license` as the registry documents it, and the two older shapes: an object, a list named `licenses`. */
function licenseOf(manifest) {
    const declared = manifest.license ?? manifest.licenses;
    const names = (Array.isArray(declared) ? declared : [declared])
        .map((item) => (0,inventory_text/* word */.Vm)((0,inventory_text/* isObject */.Gv)(item) ? item.type : item))
        .filter((item) => item !== undefined);
    return names.length > 1 ? `(${names.join(' OR ')})` : names[0];
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/nuget.ts



/**
 * .NET applications: the libraries of `APP.deps.json`, which the runtime resolves from; the application's own
 * projects are among them. Source: dotnet/cli, "runtime configuration files".
 */
const nuget = {
    id: 'nuget',
    wants: (path, size) => (path.endsWith('.deps.json') ? upTo(64, size) : 0),
    read: nuget_read,
};
function nuget_read(file) {
    const { libraries } = (0,inventory_text/* jsonObject */.o$)(whole(file));
    if (!(0,inventory_text/* isObject */.Gv)(libraries))
        throw new catalogue_error/* CatalogueError */.c('has no libraries');
    return Object.keys(libraries).flatMap((key) => {
        const at = key.lastIndexOf('/');
        const name = (0,inventory_text/* word */.Vm)(key.slice(0, Math.max(at, 0)), 300);
        const version = (0,inventory_text/* word */.Vm)(key.slice(at + 1), 256);
        return name && version ? [{ type: 'nuget', name, version }] : [];
    });
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/pypi.ts



/**
 * Installed Python distributions: METADATA of `*.dist-info`, PKG-INFO of `*.egg-info` and of unpacked eggs, or the
 * `*.egg-info` file itself. Editable installations leave one of these too: pip a dist-info, setuptools' develop mode
 * an egg-info in the source tree. Source: PyPA, core metadata and "recording installed projects".
 */
const pypi = {
    id: 'pypi',
    // The header comes first; a long description may follow, which nobody needs.
    wants: (path) => (isMetadata(path) ? 262_144 : 0),
    read: pypi_read,
};
function isMetadata(path) {
    return (path.endsWith('.dist-info/METADATA') ||
        path.endsWith('.egg-info/PKG-INFO') ||
        path.endsWith('/EGG-INFO/PKG-INFO') ||
        (path.endsWith('.egg-info') && !PYTHON_ITSELF.test(path)));
}
/** The interpreter describes itself in such a file; it is no distribution of PyPI. */
const PYTHON_ITSELF = /(?:^|\/)Python-\d[^/]*\.egg-info$/;
function pypi_read(file) {
    const [header] = stanzas((0,inventory_text/* textOf */.b6)(file.bytes));
    const name = (0,inventory_text/* word */.Vm)(header?.get('name'), 300);
    const version = (0,inventory_text/* word */.Vm)(header?.get('version'), 256);
    if (!name || !version) {
        if (header === undefined || !header.has('metadata-version')) {
            throw new catalogue_error/* CatalogueError */.c('is no metadata of a Python distribution');
        }
        return [];
    }
    const license = pypi_licenseOf(header);
    return [{ type: 'pypi', name, version, ...(license && { license }) }];
}
/** The expression of metadata 2.4, else the older field unless it holds the license's text. */
function pypi_licenseOf(header) {
    const expression = (0,inventory_text/* word */.Vm)(header?.get('license-expression'));
    if (expression)
        return expression;
    const license = header?.get('license');
    if (!license || license.includes('\n') || license.length > 100)
        return undefined;
    return license.toUpperCase() === 'UNKNOWN' ? undefined : (0,inventory_text/* word */.Vm)(license);
}

;// CONCATENATED MODULE: ./src/inventory/rpm/berkeley.ts

const HASH_MAGIC = 0x00061561;
const HASH_UNSORTED = 2;
const OVERFLOW = 7;
const HASH_SORTED = 13;
const PAGE_HEADER = 26;
const IN_PAGE = 1;
const OFF_PAGE = 3;
/** True when the file is a hash database of Berkeley DB, of either byte order. */
function isBerkeley(file) {
    return (file.length >= 72 &&
        (file.readUInt32LE(12) === HASH_MAGIC || file.readUInt32BE(12) === HASH_MAGIC));
}
/**
 * The values of a hash database of Berkeley DB, which rpm used until 2020. Throws CatalogueError when it is damaged.
 * Source: Berkeley DB 5.3, dbinc/db_page.h.
 */
function* berkeleyValues(file) {
    const little = file.readUInt32LE(12) === HASH_MAGIC;
    const u16 = (at) => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
    const u32 = (at) => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
    const size = u32(20);
    const last = u32(32);
    if (size < 512 || size > 65_536 || (size & (size - 1)) !== 0) {
        throw new catalogue_error/* CatalogueError */.c('is a damaged rpm database: its page size makes no sense');
    }
    if ((last + 1) * size > file.length) {
        throw new catalogue_error/* CatalogueError */.c('is a damaged rpm database: pages are missing');
    }
    for (let number = 1; number <= last; number++) {
        const start = number * size;
        const type = file.readUInt8(start + 25);
        if (type === HASH_UNSORTED || type === HASH_SORTED)
            yield* valuesOf(start);
    }
    /** Items are pairs of a key and a value; their offsets follow the header, the items fill the page from its end. */
    function* valuesOf(start) {
        const items = u16(start + 20);
        if (PAGE_HEADER + items * 2 > size) {
            throw new catalogue_error/* CatalogueError */.c('is a damaged rpm database: a page makes no sense');
        }
        const offset = (item) => u16(start + PAGE_HEADER + item * 2);
        for (let item = 1; item < items; item += 2) {
            const at = offset(item);
            // The key before it begins where the value ends.
            const end = Math.min(offset(item - 1), size);
            if (at >= end)
                throw new catalogue_error/* CatalogueError */.c('is a damaged rpm database: a page makes no sense');
            const kind = file.readUInt8(start + at);
            if (kind === IN_PAGE)
                yield file.subarray(start + at + 1, start + end);
            else if (kind === OFF_PAGE && at + 12 <= size) {
                yield chain(u32(start + at + 4), u32(start + at + 8));
            }
        }
    }
    /** A value on pages of its own, linked to each other. */
    function chain(first, length) {
        const parts = [];
        let found = 0;
        let number = first;
        while (found < length) {
            const start = number * size;
            if (number === 0 || number > last || file.readUInt8(start + 25) !== OVERFLOW) {
                throw new catalogue_error/* CatalogueError */.c('is a damaged rpm database: a package is cut');
            }
            const used = u16(start + 22);
            if (used === 0 || PAGE_HEADER + used > size) {
                throw new catalogue_error/* CatalogueError */.c('is a damaged rpm database: a package is cut');
            }
            parts.push(file.subarray(start + PAGE_HEADER, start + PAGE_HEADER + used));
            found += used;
            if (found > file.length) {
                throw new catalogue_error/* CatalogueError */.c('is a damaged rpm database: its pages form a circle');
            }
            number = u32(start + 16);
        }
        return Buffer.concat(parts).subarray(0, length);
    }
}

;// CONCATENATED MODULE: ./src/inventory/rpm/header.ts

/** Tags of rpm's lib/rpmtag.h that the inventory needs. */
const TAG = {
    name: 1000,
    version: 1001,
    release: 1002,
    epoch: 1003,
    license: 1014,
    arch: 1022,
    sourceRpm: 1044,
    dirIndexes: 1116,
    baseNames: 1117,
    dirNames: 1118,
    modularityLabel: 5096,
};
const INT32 = 4;
const STRING = 6;
const STRING_ARRAY = 8;
const I18N_STRING = 9;
/** Limits of rpm itself (lib/header.c). */
const header_MOST_ENTRIES = 65_535;
/**
 * Reads a header as databases hold it, without the lead that files have: number of entries, length of the data, the
 * entries, the data. Throws CatalogueError when it is damaged. Source: rpm, "RPM V4 package format", header structure.
 */
function header_readHeader(blob) {
    const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
    if (bytes.length < 8)
        throw new catalogue_error/* CatalogueError */.c('has a damaged package header');
    const count = bytes.readUInt32BE(0);
    const start = 8 + count * 16;
    const length = bytes.readUInt32BE(4);
    if (count > header_MOST_ENTRIES || start + length > bytes.length) {
        throw new catalogue_error/* CatalogueError */.c('has a damaged package header');
    }
    const data = bytes.subarray(start, start + length);
    const entries = new Map();
    for (let at = 8; at < start; at += 16) {
        entries.set(bytes.readInt32BE(at), {
            type: bytes.readUInt32BE(at + 4),
            offset: bytes.readUInt32BE(at + 8),
            count: bytes.readUInt32BE(at + 12),
        });
    }
    const texts = (tag) => {
        const entry = entries.get(tag);
        return entry && isText(entry.type)
            ? strings(data, entry.offset, entry.type === STRING ? 1 : entry.count)
            : [];
    };
    return {
        texts,
        text: (tag) => texts(tag)[0] || undefined,
        numbers: (tag) => {
            const entry = entries.get(tag);
            return entry?.type === INT32 ? integers(data, entry) : [];
        },
    };
}
function isText(type) {
    return type === STRING || type === STRING_ARRAY || type === I18N_STRING;
}
/** NUL-terminated strings one after another; fewer than promised where the data ends. */
function strings(data, offset, count) {
    const found = [];
    for (let at = offset; found.length < count && at < data.length;) {
        const end = data.indexOf(0, at);
        const stop = end < 0 ? data.length : end;
        found.push(data.toString('utf8', at, stop));
        at = stop + 1;
    }
    return found;
}
function integers(data, { offset, count }) {
    const fitting = Math.max(0, Math.min(count, Math.floor((data.length - offset) / 4)));
    return Array.from({ length: fitting }, (_, i) => data.readUInt32BE(offset + i * 4));
}

;// CONCATENATED MODULE: ./src/inventory/rpm/ndb.ts

const HEADER_MAGIC = 'RpmP';
const SLOT_MAGIC = 'Slot';
const BLOB_MAGIC = 'BlbS';
const PAGE = 4096;
const SLOT = 16;
const ndb_BLOCK = 16;
/** True when the file begins as rpm's "ndb" databases do. */
function isNdb(file) {
    return file.length >= 32 && file.toString('latin1', 0, 4) === HEADER_MAGIC;
}
/**
 * The package headers of rpm's own database format, as SUSE uses it: pages of slots, each pointing to a blob in
 * blocks of 16 bytes. Throws CatalogueError when it is damaged. Source: rpm, lib/backend/ndb/rpmpkg.c.
 */
function* ndbBlobs(file) {
    const slotPages = file.readUInt32LE(12);
    const end = Math.min(slotPages * PAGE, file.length);
    if (slotPages * PAGE > file.length) {
        throw new catalogue_error/* CatalogueError */.c('is a damaged rpm database: its table of packages is cut');
    }
    // The header takes the place of the first two slots.
    for (let at = 2 * SLOT; at + SLOT <= end; at += SLOT) {
        if (file.toString('latin1', at, at + 4) !== SLOT_MAGIC) {
            throw new catalogue_error/* CatalogueError */.c('is a damaged rpm database: its table of packages makes no sense');
        }
        const index = file.readUInt32LE(at + 4);
        if (index !== 0)
            yield blob(file, index, file.readUInt32LE(at + 8) * ndb_BLOCK);
    }
}
function blob(file, index, at) {
    const fits = at + ndb_BLOCK <= file.length;
    const length = fits ? file.readUInt32LE(at + 12) : 0;
    if (!fits ||
        file.toString('latin1', at, at + 4) !== BLOB_MAGIC ||
        file.readUInt32LE(at + 4) !== index ||
        at + ndb_BLOCK + length > file.length) {
        throw new catalogue_error/* CatalogueError */.c(`is a damaged rpm database: package ${index} is not where it should be`);
    }
    return file.subarray(at + ndb_BLOCK, at + ndb_BLOCK + length);
}

// EXTERNAL MODULE: ./src/inventory/rpm/source-rpm.ts
var source_rpm = __webpack_require__(1405);
;// CONCATENATED MODULE: ./src/inventory/rpm/wal.ts
/**
 * The pages that the last commit of a write-ahead log leaves, by number: those of frames after it, of an older log
 * in the same file, and of frames whose checksum is wrong do not count. Source: sqlite.org/fileformat2.html, 4.
 */
function committedPages(log, pageSize) {
    const file = Buffer.from(log.buffer, log.byteOffset, log.byteLength);
    const committed = new Map();
    if (file.length < HEADER)
        return committed;
    const magic = file.readUInt32BE(0);
    if ((magic & ~1) >>> 0 !== wal_MAGIC || file.readUInt32BE(8) !== pageSize)
        return committed;
    const little = (magic & 1) === 0;
    let sum = checksum([0, 0], file.subarray(0, 24), little);
    if (!matches(sum, file, 24))
        return committed;
    const pending = new Map();
    const frame = FRAME_HEADER + pageSize;
    for (let at = HEADER; at + frame <= file.length; at += frame) {
        const salted = file.compare(file, 16, 24, at + 8, at + 16) === 0;
        const page = file.subarray(at + FRAME_HEADER, at + frame);
        sum = checksum(checksum(sum, file.subarray(at, at + 8), little), page, little);
        if (!salted || !matches(sum, file, at + 16))
            break;
        pending.set(file.readUInt32BE(at), page);
        const isCommit = file.readUInt32BE(at + 4) !== 0;
        if (isCommit) {
            for (const [number, body] of pending)
                committed.set(number, body);
            pending.clear();
        }
    }
    return committed;
}
const HEADER = 32;
const FRAME_HEADER = 24;
const wal_MAGIC = 0x377f0682;
function checksum([a, b], bytes, little) {
    let s0 = a;
    let s1 = b;
    for (let at = 0; at + 8 <= bytes.length; at += 8) {
        s0 = (s0 + (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) + s1) >>> 0;
        s1 = (s1 + (little ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4)) + s0) >>> 0;
    }
    return [s0, s1];
}
function matches([a, b], file, at) {
    return file.readUInt32BE(at) === a && file.readUInt32BE(at + 4) === b;
}

;// CONCATENATED MODULE: ./src/inventory/rpm/sqlite.ts


/** Pages visited in one walk at most; each page counts once, so a cycle ends. */
const sqlite_DEEPEST = 40;
/**
 * The rows of one table of an SQLite database, read from its pages; a write-ahead log that was never merged counts.
 * Throws CatalogueError when it is no such database or damaged. Source: sqlite.org/fileformat2.html.
 */
function* sqliteRows(database, log, table) {
    const pages = openPages(database, log);
    const root = rootOf(pages, table);
    if (root === undefined)
        throw new catalogue_error/* CatalogueError */.c(`has no table ${table}`);
    yield* rows(pages, root);
}
const sqlite_MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
function openPages(database, log) {
    const file = Buffer.from(database.buffer, database.byteOffset, database.byteLength);
    if (file.length < 100 || !file.subarray(0, 16).equals(sqlite_MAGIC)) {
        throw new catalogue_error/* CatalogueError */.c('is no SQLite database');
    }
    const declared = file.readUInt16BE(16);
    const size = declared === 1 ? 65_536 : declared;
    const usable = size - file.readUInt8(20);
    if (size < 512 || (size & (size - 1)) !== 0 || usable < 480) {
        throw new catalogue_error/* CatalogueError */.c('is a damaged SQLite database: its page size makes no sense');
    }
    const newer = log ? committedPages(log, size) : new Map();
    return {
        usable,
        page(number) {
            const page = newer.get(number) ?? file.subarray((number - 1) * size, number * size);
            if (number < 1 || page.length < size) {
                throw new catalogue_error/* CatalogueError */.c(`is a damaged SQLite database: page ${number} is missing`);
            }
            return page;
        },
    };
}
/** The schema is a table like any other, at page 1: type, name, table, root page, statement. */
function rootOf(pages, table) {
    for (const [type, name, , root] of rows(pages, 1)) {
        if (type === 'table' && name === table && typeof root === 'number')
            return root;
    }
    return undefined;
}
const INTERIOR = 5;
const LEAF = 13;
/** The rows of a table's tree, in the order of their row ids. */
function* rows(pages, root) {
    const visited = new Set();
    yield* walk(root, 0);
    function* walk(number, depth) {
        if (visited.has(number) || depth > sqlite_DEEPEST) {
            throw new catalogue_error/* CatalogueError */.c('is a damaged SQLite database: its pages form a circle');
        }
        visited.add(number);
        const page = pages.page(number);
        const start = number === 1 ? 100 : 0;
        const kind = page.readUInt8(start);
        const cells = page.readUInt16BE(start + 3);
        const pointers = start + (kind === INTERIOR ? 12 : 8);
        if ((kind !== INTERIOR && kind !== LEAF) || pointers + cells * 2 > page.length) {
            throw new catalogue_error/* CatalogueError */.c(`is a damaged SQLite database: page ${number} is no table`);
        }
        for (let i = 0; i < cells; i++) {
            const at = page.readUInt16BE(pointers + i * 2);
            if (kind === INTERIOR)
                yield* walk(uint32(page, at), depth + 1);
            else
                yield record(payload(pages, page, at));
        }
        if (kind === INTERIOR)
            yield* walk(page.readUInt32BE(start + 8), depth + 1);
    }
}
/** The payload of a leaf cell, with what overflows to other pages. */
function payload(pages, page, cell) {
    const length = varint(page, cell);
    const rowId = varint(page, length.end);
    const total = length.value;
    // fileformat2 1.6, "B-tree cell format": X, M and K.
    const most = pages.usable - 35;
    const least = Math.floor(((pages.usable - 12) * 32) / 255) - 23;
    const rest = least + ((total - least) % (pages.usable - 4));
    const local = total <= most ? total : rest <= most ? rest : least;
    const parts = [sqlite_slice(page, rowId.end, local)];
    let missing = total - local;
    let next = missing > 0 ? uint32(page, rowId.end + local) : 0;
    const seen = new Set();
    while (missing > 0) {
        if (next === 0 || seen.has(next)) {
            throw new catalogue_error/* CatalogueError */.c('is a damaged SQLite database: a row is cut');
        }
        seen.add(next);
        const overflow = pages.page(next);
        const part = overflow.subarray(4, Math.min(pages.usable, 4 + missing));
        parts.push(part);
        missing -= part.length;
        next = overflow.readUInt32BE(0);
    }
    return parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
}
/** fileformat2 2.1, "Record format". */
function record(bytes) {
    const header = varint(bytes, 0);
    const values = [];
    let at = header.value;
    for (let column = header.end; column < header.value;) {
        const type = varint(bytes, column);
        column = type.end;
        const size = sizeOf(type.value);
        values.push(valueIn(type.value, sqlite_slice(bytes, at, size)));
        at += size;
    }
    return values;
}
function sizeOf(type) {
    if (type >= 12)
        return Math.floor((type - 12) / 2);
    return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}
function valueIn(type, bytes) {
    if (type >= 12)
        return type % 2 === 0 ? bytes : bytes.toString('utf8');
    if (type === 8)
        return 0;
    if (type === 9)
        return 1;
    if (type === 7)
        return bytes.readDoubleBE(0);
    if (type === 6)
        return bytes.readBigInt64BE(0);
    return type >= 1 && type <= 5 ? bytes.readIntBE(0, bytes.length) : null;
}
function sqlite_slice(bytes, start, length) {
    if (start + length > bytes.length) {
        throw new catalogue_error/* CatalogueError */.c('is a damaged SQLite database: a row is cut');
    }
    return bytes.subarray(start, start + length);
}
function uint32(bytes, at) {
    return sqlite_slice(bytes, at, 4).readUInt32BE(0);
}
/** Seven bits a byte, the highest bit says that more follow, eight bits in a ninth. */
function varint(bytes, at) {
    let value = 0;
    for (let i = 0; i < 9; i++) {
        const byte = sqlite_slice(bytes, at + i, 1)[0] ?? 0;
        if (i === 8)
            return { value: value * 256 + byte, end: at + 9 };
        value = value * 128 + (byte & 0x7f);
        if (byte < 0x80)
            return { value, end: at + i + 1 };
    }
    return { value, end: at + 9 };
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/rpm.ts








const FOLDERS = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];
const DATABASES = new Set(FOLDERS.flatMap((folder) => ['rpmdb.sqlite', 'Packages.db', 'Packages'].map((n) => `${folder}/${n}`)));
/**
 * The rpm database in its three formats: SQLite with its write-ahead log, ndb and Berkeley DB. Signing keys, which
 * rpm keeps as packages named gpg-pubkey, are left out.
 */
const rpm = {
    id: 'rpm',
    system: true,
    wellKnown: [...DATABASES],
    wants: (path, size) => (DATABASES.has(path) ? upTo(512, size) : 0),
    journalOf: (path) => {
        const database = path.endsWith('-wal') ? path.slice(0, -'-wal'.length) : '';
        return DATABASES.has(database) ? database : undefined;
    },
    read: rpm_read,
};
function rpm_read(file, journal) {
    const packages = [];
    try {
        for (const blob of blobs(file, journal?.bytes)) {
            const found = rpm_packageOf(header_readHeader(blob));
            if (found)
                packages.push(found);
        }
    }
    catch (error) {
        if (!(error instanceof catalogue_error/* CatalogueError */.c))
            throw error;
        throw new catalogue_error/* CatalogueError */.c(error.message, error.failure, packages, error);
    }
    return packages;
}
function* blobs(file, log) {
    const body = whole(file);
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    if (isNdb(bytes)) {
        yield* ndbBlobs(bytes);
    }
    else if (isBerkeley(bytes)) {
        // Beside the packages there is a counter of four bytes.
        for (const value of berkeleyValues(bytes))
            if (value.length > 8)
                yield value;
    }
    else {
        for (const row of sqliteRows(bytes, log, 'Packages')) {
            const blob = row[1];
            if (blob instanceof Uint8Array)
                yield blob;
        }
    }
}
function rpm_packageOf(header) {
    const name = (0,inventory_text/* word */.Vm)(header.text(TAG.name));
    const version = (0,inventory_text/* word */.Vm)(header.text(TAG.version));
    if (!name || !version || name === 'gpg-pubkey')
        return undefined;
    const release = (0,inventory_text/* word */.Vm)(header.text(TAG.release));
    const epoch = header.numbers(TAG.epoch)[0];
    const arch = (0,inventory_text/* word */.Vm)(header.text(TAG.arch));
    const source = (0,source_rpm/* sourceRpm */.l)((0,inventory_text/* word */.Vm)(header.text(TAG.sourceRpm)) ?? '');
    const module = (0,inventory_text/* word */.Vm)(header.text(TAG.modularityLabel));
    const license = (0,inventory_text/* word */.Vm)(header.text(TAG.license));
    const files = filesOf(header);
    return {
        type: 'rpm',
        name,
        version: `${epoch ? `${epoch}:` : ''}${version}${release ? `-${release}` : ''}`,
        ...(arch && { arch }),
        ...(source && { source }),
        ...(module && { module }),
        ...(license && { license }),
        ...(files && { files }),
    };
}
/** Folder names once, base names with the index of their folder. */
function filesOf(header) {
    const folders = header.texts(TAG.dirNames).map((folder) => folder.replace(/^\/+/, ''));
    const indexes = header.numbers(TAG.dirIndexes);
    return header
        .texts(TAG.baseNames)
        .map((name, i) => `${folders[indexes[i] ?? -1] ?? ''}${name}`)
        .join('\n');
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers/rpm-manifest.ts





/**
 * The list of packages that Azure Linux and CBL-Mariner leave in images without an rpm database: lines of name,
 * version-release, two times, vendor, epoch, size, architecture, epoch as a number and source, separated by tabs.
 */
const rpmManifest = {
    id: 'rpm-manifest',
    system: true,
    wellKnown: ['var/lib/rpmmanifest/container-manifest-2'],
    wants: (path, size) => (path === 'var/lib/rpmmanifest/container-manifest-2' ? upTo(64, size) : 0),
    read: rpm_manifest_read,
};
function rpm_manifest_read(file) {
    const packages = [];
    let other = 0;
    for (const line of lines((0,inventory_text/* textOf */.b6)(whole(file)))) {
        const fields = line.split('\t').map((field) => (0,inventory_text/* word */.Vm)(field));
        const [name, version, , , , , , arch, epoch, source] = fields;
        if (!name || !version || fields.length < 10) {
            if (line.trim() !== '')
                other++;
            continue;
        }
        const from = (0,source_rpm/* sourceRpm */.l)(source ?? '');
        packages.push({
            type: 'rpm',
            name,
            version: epoch && epoch !== '0' && /^\d+$/.test(epoch) ? `${epoch}:${version}` : version,
            ...(arch && { arch }),
            ...(from && { source: from }),
        });
    }
    if (packages.length === 0 && other > 0)
        throw new catalogue_error/* CatalogueError */.c('is no list of rpm packages');
    return packages;
}

;// CONCATENATED MODULE: ./src/inventory/cataloguers.ts















/** Every format that the inventory reads. */
const CATALOGUERS = [
    dpkg,
    apk,
    rpm,
    rpmManifest,
    npm,
    pypi,
    gem,
    composer,
    nuget,
    conda,
    cran,
    java,
    golang,
    cargo,
    binary,
];

;// CONCATENATED MODULE: ./src/inventory/distribution.ts
/** Files that tell the distribution, in the order in which they are believed. */
const DISTRIBUTION_FILES = [
    'etc/os-release',
    'usr/lib/os-release',
    'etc/system-release-cpe',
    'etc/redhat-release',
    'etc/centos-release',
    'etc/fedora-release',
    'etc/oracle-release',
    'etc/alpine-release',
    'etc/lsb-release',
    'etc/debian_version',
];
/**
 * The distribution that the files of a root file system tell, from os-release, else from the files that older
 * systems have. Undefined when no file tells.
 */
function distributionOf(files) {
    for (const path of DISTRIBUTION_FILES) {
        const text = files.get(path);
        const distribution = text === undefined ? undefined : READERS[path](text);
        if (distribution)
            return withDebianVersion(distribution, files.get('etc/debian_version'));
    }
    return undefined;
}
const READERS = {
    'etc/os-release': readOsRelease,
    'usr/lib/os-release': readOsRelease,
    'etc/system-release-cpe': readCpe,
    'etc/redhat-release': readReleaseLine,
    'etc/centos-release': readReleaseLine,
    'etc/fedora-release': readReleaseLine,
    'etc/oracle-release': readReleaseLine,
    'etc/alpine-release': (text) => versionOnly(text, 'alpine', 'Alpine Linux'),
    'etc/lsb-release': readLsbRelease,
    'etc/debian_version': (text) => versionOnly(text, 'debian', 'Debian GNU/Linux'),
};
/** Source: os-release(5). */
function readOsRelease(text) {
    const fields = assignments(text);
    const name = fields.get('NAME');
    const id = fields.get('ID')?.toLowerCase() || undefined;
    if (!id && !name)
        return undefined;
    const like = fields.get('ID_LIKE')?.toLowerCase().split(/\s+/).filter(Boolean);
    return compact({
        // os-release(5): "If not set, a default of ID=linux may be used".
        id: id ?? 'linux',
        version: fields.get('VERSION_ID'),
        codename: fields.get('VERSION_CODENAME') ?? fields.get('UBUNTU_CODENAME'),
        name,
        like: like?.length ? like : undefined,
        cpe: fields.get('CPE_NAME'),
    });
}
/** The shell-like assignments of os-release(5): quotes and backslash escapes, nothing expanded. */
function assignments(text) {
    const fields = new Map();
    for (const line of text.split('\n')) {
        const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line.trim());
        if (!match?.[1])
            continue;
        const value = unquote(match[2] ?? '');
        if (value)
            fields.set(match[1], value);
    }
    return fields;
}
function unquote(value) {
    const quote = value[0];
    if ((quote === '"' || quote === "'") && value.length > 1 && value.endsWith(quote)) {
        const inner = value.slice(1, -1);
        return quote === '"' ? inner.replace(/\\(["$`\\])/g, '$1') : inner;
    }
    return value;
}
/** `cpe:/o:centos:linux:6:GA`: part, vendor, product, version. */
function readCpe(text) {
    const [scheme, part, vendor, product, version] = text.trim().split(':');
    if (scheme !== 'cpe' || part !== '/o' || !vendor || !product)
        return undefined;
    if (!version || !/^\d/.test(version))
        return undefined;
    const id = vendor === 'redhat' ? 'rhel' : vendor === 'oracle' ? 'ol' : vendor;
    return { id, version, name: vendor, cpe: text.trim() };
}
/** `Red Hat Enterprise Linux Server release 6.10 (Santiago)`. */
function readReleaseLine(text) {
    const match = /^(.*?)\s+(?:Linux\s+)?release\s+(\d+(?:\.\d+)*)\b(?:\s*\(([^)]*)\))?/i.exec((text.split('\n')[0] ?? '').slice(0, 500));
    if (!match?.[1] || !match[2])
        return undefined;
    const name = match[1].trim();
    const id = RELEASE_NAMES.find(([pattern]) => pattern.test(name))?.[1];
    if (!id)
        return undefined;
    return compact({ id, version: match[2], name, codename: match[3] || undefined });
}
const RELEASE_NAMES = [
    [/^red hat/i, 'rhel'],
    [/^centos/i, 'centos'],
    [/^alma/i, 'almalinux'],
    [/^rocky/i, 'rocky'],
    [/^fedora/i, 'fedora'],
    [/^oracle/i, 'ol'],
    [/^scientific/i, 'scientific'],
    [/^amazon/i, 'amzn'],
    [/^openeuler/i, 'openeuler'],
    [/^cloudlinux/i, 'cloudlinux'],
    [/^virtuozzo/i, 'virtuozzo'],
    [/^mariner|^cbl-mariner/i, 'mariner'],
];
/** Ubuntu's file from before os-release. */
function readLsbRelease(text) {
    const fields = assignments(text);
    const id = fields.get('DISTRIB_ID')?.toLowerCase();
    if (!id)
        return undefined;
    return compact({
        id,
        version: fields.get('DISTRIB_RELEASE'),
        codename: fields.get('DISTRIB_CODENAME'),
        name: fields.get('DISTRIB_ID'),
    });
}
function versionOnly(text, id, name) {
    const version = text.trim().slice(0, 100);
    if (/^\d+(\.\d+)*/.test(version))
        return { id, version, name };
    // Debian's testing says `trixie/sid`: a release without a number.
    return id === 'debian' && /^[a-z]+\/sid$/.test(version) ? { id, name } : undefined;
}
/** Debian images may leave VERSION_ID out of os-release; the older file has it. */
function withDebianVersion(distribution, text) {
    if (distribution.id !== 'debian' || distribution.version || !text)
        return distribution;
    const version = text.trim();
    return /^\d+(\.\d+)*$/.test(version) ? { ...distribution, version } : distribution;
}
/** Without the fields that are not known. */
function compact(draft) {
    return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}

;// CONCATENATED MODULE: ./src/inventory/introduction.ts
/**
 * The packages that the last version of a file names, each with the layer of its last introduction: the layer below
 * it has no such package in that file, because the file was not there, was deleted there, or named another version.
 * Removing and adding again, upgrades and downgrades all count.
 */
function introduced(path, readings, fileSystem) {
    const last = readings.at(-1);
    if (!last)
        return [];
    const below = versions(fileSystem.history(path), readings, last.layer);
    return last.content.map((found) => {
        const key = keyOf(found);
        let layer = last.layer;
        for (const version of below) {
            if (!version.keys.has(key))
                break;
            layer = version.layer;
        }
        return { found, path, layer, readings };
    });
}
/** Same package, same version: what an upgrade changes. */
function keyOf(found) {
    return [found.type, found.name, found.version, found.arch ?? '', found.within ?? ''].join('\n');
}
/** The file as each layer below `top` left it, the highest first; no packages where a layer deleted it. */
function versions(history, readings, top) {
    const byLayer = new Map();
    const empty = new Set();
    for (const entry of history) {
        const isFile = entry.type === 'file' || entry.type === 'hardlink';
        // A layer that deletes a path and brings it again leaves it there.
        if (!isFile && !byLayer.has(entry.layer))
            byLayer.set(entry.layer, empty);
    }
    for (const { layer, content } of readings)
        byLayer.set(layer, new Set(content.map(keyOf)));
    return [...byLayer]
        .filter(([layer]) => layer < top)
        .sort(([a], [b]) => b - a)
        .map(([layer, keys]) => ({ layer, keys }));
}

;// CONCATENATED MODULE: ./src/inventory/ownership.ts
/** What the database itself lists, and the lists kept beside it, matched by name and architecture. */
function ownersOf(system, lists) {
    const owners = [];
    const byName = new Map();
    for (const installed of system) {
        const { name, files } = installed.found;
        if (files !== undefined)
            owners.push({ package: installed, files });
        const named = byName.get(name);
        if (named)
            named.push(installed);
        else
            byName.set(name, [installed]);
    }
    for (const list of lists) {
        const named = byName.get(list.name) ?? [];
        const owner = list.arch ? named.find((p) => p.found.arch === list.arch) : named[0];
        if (owner)
            owners.push({ package: owner, files: list.files });
    }
    return owners;
}
/** For each of the paths that a distribution package brought: that package. */
function ownersByPath(owners, paths) {
    const wanted = new Map();
    for (const path of paths) {
        wanted.set(path, path);
        // With a merged /usr the database may know the file by its name from before.
        if (path.startsWith('usr/'))
            wanted.set(path.slice('usr/'.length), path);
    }
    const found = new Map();
    if (wanted.size === 0)
        return found;
    for (const owner of owners) {
        for (let start = 0; start < owner.files.length;) {
            const end = owner.files.indexOf('\n', start);
            const stop = end < 0 ? owner.files.length : end;
            const path = wanted.get(owner.files.slice(start, stop));
            if (path !== undefined)
                found.set(path, owner.package);
            start = stop + 1;
        }
    }
    return found;
}

// EXTERNAL MODULE: ./node_modules/packageurl-js/index.js
var packageurl_js = __webpack_require__(7091);
;// CONCATENATED MODULE: ./src/inventory/purl.ts

/**
 * The package URL of a package, with the distribution's qualifiers for its own packages.
 * Source: purl-spec, PURL-TYPES (deb, apk, rpm: `arch`, `distro`, `epoch`, `upstream`).
 */
function purlOf(found, distribution) {
    const { namespace, name } = namespaced(found, distribution);
    const { version, qualifiers } = SYSTEM_TYPES.has(found.type)
        ? systemQualifiers(found, distribution)
        : { version: plainVersion(found), qualifiers: {} };
    const parts = [namespace, name, version || undefined, qualifiers, undefined];
    try {
        return new packageurl_js.PackageURL(found.type, ...parts).toString();
    }
    catch {
        // The library refuses what exists: a jar without a group, a Go version that is no semantic version.
        return new packageurl_js.PackageURL('generic', ...parts)
            .toString()
            .replace(/^pkg:generic\//, `pkg:${found.type}/`);
    }
}
const SYSTEM_TYPES = new Set(['deb', 'apk', 'rpm']);
/** Vendors whose name in package URLs is not the os-release ID. */
const VENDORS = new Map([
    ['rhel', 'redhat'],
    ['opensuse-leap', 'opensuse'],
    ['opensuse-tumbleweed', 'opensuse'],
    ['sles', 'suse'],
    ['ol', 'oracle'],
    ['amzn', 'amazon'],
]);
const DEFAULT_VENDORS = new Map([
    ['deb', 'debian'],
    ['apk', 'alpine'],
]);
function namespaced(found, distribution) {
    const { type, name } = found;
    if (SYSTEM_TYPES.has(type)) {
        const id = distribution?.id;
        return { namespace: id ? (VENDORS.get(id) ?? id) : DEFAULT_VENDORS.get(type), name };
    }
    const separator = type === 'maven' ? ':' : NAMESPACED_TYPES.has(type) ? '/' : undefined;
    const at = separator ? name.lastIndexOf(separator) : -1;
    return at > 0
        ? { namespace: name.slice(0, at), name: name.slice(at + 1) }
        : { namespace: undefined, name };
}
const NAMESPACED_TYPES = new Set(['npm', 'golang', 'composer', 'swift', 'github']);
/** Go says `(devel)` where it knows no version, and names its own releases `go1.22.4`. */
function plainVersion({ type, name, version }) {
    if (type !== 'golang')
        return version;
    if (name === 'stdlib')
        return version.replace(/^go/, '');
    return version === '(devel)' ? '' : version;
}
function systemQualifiers(found, distribution) {
    const qualifiers = {};
    let version = found.version;
    if (found.arch)
        qualifiers.arch = found.arch;
    if (distribution) {
        qualifiers.distro = distribution.version
            ? `${distribution.id}-${distribution.version}`
            : distribution.id;
    }
    if (found.type === 'rpm') {
        const epoch = /^(\d+):/.exec(version);
        if (epoch?.[1]) {
            qualifiers.epoch = epoch[1];
            version = version.slice(epoch[0].length);
        }
        if (found.module)
            qualifiers.rpmmod = found.module;
    }
    const upstream = upstreamOf(found);
    if (upstream)
        qualifiers.upstream = upstream;
    return { version, qualifiers };
}
/** `source@version`, the version only where it differs; for rpm the name of the source package's file. */
function upstreamOf({ type, name, version, source }) {
    if (!source)
        return undefined;
    if (type === 'rpm') {
        return source.version ? `${source.name}-${source.version}.src.rpm` : source.name;
    }
    const differs = source.version !== undefined && source.version !== version;
    if (source.name === name && !differs)
        return undefined;
    return differs ? `${source.name}@${source.version}` : source.name;
}

;// CONCATENATED MODULE: ./src/inventory/journals.ts
/** A larger database is not kept for a journal that may come. */
const LIMIT = 64 * 1024 * 1024;
function keepJournals() {
    const databases = new Map();
    const journals = new Map();
    return {
        database(file) {
            if (file.bytes.length <= LIMIT)
                databases.set(file.path, file);
            return journals.get(file.path);
        },
        journal(file, path) {
            if (file.bytes.length <= LIMIT)
                journals.set(path, file);
            return databases.get(path);
        },
    };
}

;// CONCATENATED MODULE: ./src/inventory/readings.ts





/** The beginning of a large body, for cataloguers that then ask for parts. */
const FIRST_PART = 4096;
/** Bytes looked at in a file that tells the distribution. */
const DISTRIBUTION_FILE_LIMIT = 65_536;
/** Starts collecting with one file reader for all cataloguers. */
function startReadings(cataloguers) {
    const found = new Map(cataloguers.map((c) => [c, new Map()]));
    const fileLists = new Map();
    const failures = [];
    const texts = new Map();
    const journals = new Map(cataloguers.filter((c) => c.journalOf).map((c) => [c, keepJournals()]));
    const wellKnown = [...cataloguers.flatMap((c) => c.wellKnown ?? []), ...DISTRIBUTION_FILES];
    return { reader: { wellKnown, wants, read }, found, fileLists, failures, texts };
    function wants(entry, randomAccess) {
        const { path, size, mode } = entry;
        let most = isDistributionFile(path) ? DISTRIBUTION_FILE_LIMIT : 0;
        for (const cataloguer of cataloguers) {
            const bytes = cataloguer.wants(path, size, mode);
            if (bytes > 0)
                most = Math.max(most, cataloguer.parts && randomAccess ? FIRST_PART : bytes);
            else if (isBeside(cataloguer, path, size))
                most = Infinity;
        }
        return most;
    }
    function read(file) {
        const { path, size, mode } = file;
        if (isDistributionFile(path)) {
            addVersion(texts, path, { layer: file.layer, content: (0,inventory_text/* textOf */.b6)(file.bytes) });
        }
        for (const cataloguer of cataloguers) {
            const wanted = cataloguer.wants(path, size, mode) > 0;
            if (wanted)
                readAs(file, cataloguer);
            else if (isBeside(cataloguer, path, size))
                readBeside(file, cataloguer);
        }
    }
    function readAs(file, cataloguer) {
        const journal = journals.get(cataloguer)?.database(file);
        readWith(file, cataloguer, journal, file.layer);
    }
    function readBeside(file, cataloguer) {
        if (cataloguer.fileLists?.wants(file.path)) {
            readList(file, cataloguer);
            return;
        }
        const path = cataloguer.journalOf?.(file.path);
        const database = path && journals.get(cataloguer)?.journal(file, path);
        if (database)
            readWith(database, cataloguer, file, file.layer);
    }
    function readWith(file, cataloguer, journal, layer) {
        const packages = attempt(file, layer, cataloguer, () => cataloguer.read(catalogued(file), journal && catalogued(journal)));
        const versions = found.get(cataloguer);
        if (versions)
            addVersion(versions, file.path, { layer, content: packages }, withoutFiles);
    }
    function readList(file, cataloguer) {
        attempt(file, file.layer, cataloguer, () => {
            const list = cataloguer.fileLists?.read(catalogued(file));
            const last = fileLists.get(file.path);
            if (list && file.layer >= (last?.layer ?? 0)) {
                fileLists.set(file.path, { layer: file.layer, content: list });
            }
            return [];
        });
    }
    /** A cataloguer that fails in a way it does not know of leaves the inventory incomplete, not the run. */
    function attempt(file, layer, cataloguer, task) {
        try {
            return task();
        }
        catch (thrown) {
            const error = thrown instanceof catalogue_error/* CatalogueError */.c
                ? thrown
                : new catalogue_error/* CatalogueError */.c(`cannot be read (${(0,errors/* reason */.l)(thrown)})`, 'limit', [], thrown);
            failures.push({ path: file.path, layer, cataloguer, error });
            return error.found;
        }
    }
}
function isDistributionFile(path) {
    return DISTRIBUTION_FILES.includes(path);
}
/** A list of files, or a journal that holds something. */
function isBeside(cataloguer, path, size) {
    return (cataloguer.fileLists?.wants(path) === true ||
        (size > 0 && cataloguer.journalOf?.(path) !== undefined));
}
function catalogued(file) {
    return {
        path: file.path,
        size: file.size,
        mode: file.mode,
        bytes: file.bytes,
        part: (offset, length) => partOf(file, offset, length),
    };
}
/** Offsets and lengths come from the file itself: nothing outside it is asked for. */
function partOf(file, offset, length) {
    if (!(offset >= 0 && offset < file.size && length > 0))
        return new Uint8Array();
    const end = Math.min(offset + length, file.size);
    return end <= file.bytes.length || !file.part
        ? file.bytes.subarray(offset, end)
        : file.part(offset, end - offset);
}
/**
 * Keeps a version of a file in the order of the layers: the last of several members of one layer with the same path
 * wins. `superseded` makes less of the versions that a later one hides.
 */
function addVersion(versions, path, version, superseded = (content) => content) {
    const others = (versions.get(path) ?? []).filter((v) => v.layer !== version.layer);
    const all = [...others, version].sort((a, b) => a.layer - b.layer);
    versions.set(path, all.map((v, i) => (i < all.length - 1 ? { ...v, content: superseded(v.content) } : v)));
}
/** Lists of files matter only for what is visible in the end, and they are most of the memory. */
function withoutFiles(packages) {
    return packages.map(({ files: _, ...rest }) => rest);
}

;// CONCATENATED MODULE: ./src/inventory/inventory.ts






/** Starts an inventory: give `readers` to `Image.scan`, then call `finish` with what that returned. */
function startInventory(cataloguers = CATALOGUERS) {
    const readings = startReadings(cataloguers);
    return {
        readers: [readings.reader],
        finish: (fileSystem, image) => finish(readings, fileSystem, image),
    };
}
/** Everything installed in the image, in one pass of its own. Throws what `Image.scan` throws. */
async function takeInventory(image, options) {
    const inventory = startInventory();
    return inventory.finish(await image.scan(inventory.readers, options), image);
}
function finish(readings, fileSystem, image) {
    const distribution = distributionOf(visibleTexts(readings, fileSystem));
    const system = [];
    const others = [];
    for (const [cataloguer, byPath] of readings.found) {
        const places = new Set();
        for (const [path, versions] of byPath) {
            const place = placeOf(path, fileSystem);
            // The last version that was read is deleted or hidden, or was read already under its own name.
            if (!place || (versions.at(-1)?.layer ?? -1) < place.layer || places.has(place.path))
                continue;
            places.add(place.path);
            const packages = introduced(place.path, versions, fileSystem);
            for (const item of packages)
                (cataloguer.system ? system : others).push(item);
        }
    }
    const owner = ownership(system, others, readings, fileSystem);
    const packages = merge([
        ...system.map((item) => asPackage(item, undefined)),
        ...others.map((item) => asPackage(item, owner(item))),
    ]);
    return {
        packages,
        ...(distribution && { distribution }),
        ...judgeFailures(readings.failures, fileSystem, image.name),
    };
    function asPackage({ found, path, layer }, by) {
        const { within, files: _, ...rest } = found;
        const diffID = image.layers[layer]?.diffID;
        return {
            purl: purlOf(found, distribution),
            ...rest,
            paths: [within ? `${path}!/${within}` : path],
            ...(by && { ownedBy: purlOf(by.found, distribution) }),
            ...(diffID !== undefined && { layer: { index: layer, diffID } }),
        };
    }
}
function visibleTexts(readings, fileSystem) {
    const texts = new Map();
    for (const path of DISTRIBUTION_FILES) {
        const layer = placeOf(path, fileSystem)?.layer;
        const text = readings.texts.get(path)?.findLast((version) => version.layer === layer);
        if (text)
            texts.set(path, text.content);
    }
    return texts;
}
/** The file that a path leads to in the end: the path's own, or what links on the way lead to. */
function placeOf(path, fileSystem) {
    const entry = fileSystem.get(path);
    if (entry?.type === 'file' || entry?.type === 'hardlink')
        return entry;
    const target = fileSystem.resolve(path);
    return target === undefined ? undefined : fileSystem.get(target);
}
/**
 * Says which distribution package brought the file that proves a package. A file that has changed what it says since
 * that package was installed is nobody's: `npm install -g npm` over the distribution's own.
 */
function ownership(system, others, readings, fileSystem) {
    const lists = [...readings.fileLists]
        .filter(([path, list]) => placeOf(path, fileSystem)?.layer === list.layer)
        .map(([, list]) => list.content);
    const owners = ownersByPath(ownersOf(system, lists), new Set(others.map((item) => item.path)));
    return (item) => {
        const owner = owners.get(item.path);
        if (!owner)
            return undefined;
        const key = keyOf(item.found);
        const then = item.readings.findLast((reading) => reading.layer <= owner.layer);
        return then?.content.some((found) => keyOf(found) === key) ? owner : undefined;
    };
}
/** One package with several paths where the same layer brought them all for the same owner. */
function merge(packages) {
    const groups = new Map();
    for (const item of packages) {
        const key = `${item.purl}\n${item.layer?.index}\n${item.ownedBy ?? ''}`;
        const group = groups.get(key) ?? { first: item, paths: new Set() };
        for (const path of item.paths)
            group.paths.add(path);
        groups.set(key, group);
    }
    return [...groups.values()]
        .map(({ first, paths }) => ({ ...first, paths: [...paths].sort() }))
        .sort(byPurl);
}
function byPurl(a, b) {
    if (a.purl !== b.purl)
        return a.purl < b.purl ? -1 : 1;
    return (a.layer?.index ?? 0) - (b.layer?.index ?? 0);
}
/** Only files that are visible in the end matter. */
function judgeFailures(failures, fileSystem, target) {
    const incomplete = [];
    const notes = [];
    for (const { path, layer, cataloguer, error } of failures) {
        if ((placeOf(path, fileSystem)?.layer ?? Infinity) > layer)
            continue;
        const message = `Cannot read ${path} as ${cataloguer.id}: it ${error.message}`;
        if (cataloguer.system || error.failure === 'limit') {
            incomplete.push({ check: 'vulnerability', target, reason: message });
        }
        else
            notes.push({ check: 'vulnerability', target, message });
    }
    return { incomplete, notes };
}

// EXTERNAL MODULE: ./src/secrets/search.ts
var search = __webpack_require__(1881);
;// CONCATENATED MODULE: ./src/secrets/image.ts


/** Larger files hold data, not configuration. */
const MAX_BYTES = 1024 * 1024;
/** Finds secrets in the files of every layer during the one pass, then in the image's configuration and history. */
function imageSecrets() {
    const seen = [];
    return {
        reader: {
            wants: ({ size, path }) => size === 0 || size > MAX_BYTES || isDistributions(path) ? 0 : size,
            read: ({ bytes, ...file }) => {
                if (isBinary(bytes))
                    return;
                for (const secret of (0,search/* searchSecrets */.G)(new TextDecoder().decode(bytes)))
                    seen.push({ file, secret });
            },
        },
        finish: (image, files, line) => (0,fingerprint/* distinguish */.o_)([
            ...seen.map(({ file, secret }) => {
                const alive = files.get(file.path)?.layer === file.layer;
                const place = `/${file.path}${alive ? '' : ', deleted later but still in its layer'}`;
                return finding(image, secret, place, { layer: file.layer, path: file.path }, line(file.layer));
            }),
            ...configurationTexts(image).flatMap(({ place, text, layer }) => (0,search/* searchSecrets */.G)(text).map((secret) => finding(image, secret, place, layer === undefined ? {} : { layer }, layer === undefined ? undefined : line(layer)))),
        ]),
    };
}
/** Files of the distribution itself: documentation and locale data are full of look-alikes and nobody's secrets. */
function isDistributions(path) {
    return /^(usr\/share\/(doc|man|locale|zoneinfo|perl|info)|usr\/lib\/locale|var\/lib\/dpkg\/info)\//.test(path);
}
function isBinary(bytes) {
    return bytes.subarray(0, 8000).includes(0);
}
function configurationTexts(image) {
    const layers = new Map(image.layers.map((layer) => [layer.history, layer.index]));
    return [
        ...image.config.env.map((text) => ({ place: 'the image’s environment', text })),
        ...[...image.config.labels].map(([name, value]) => ({
            place: `the label ${name}`,
            text: value,
        })),
        ...image.config.history.map((entry) => {
            const layer = layers.get(entry);
            const text = entry.createdBy ?? '';
            return { place: 'the build history', text, ...(layer === undefined ? {} : { layer }) };
        }),
    ];
}
function finding(image, { detector, masked }, place, where, location) {
    return {
        rule: detector.id,
        aliases: [],
        check: 'secret',
        severity: detector.severity,
        confidence: detector.confidence,
        tags: ['practice:secrets'],
        message: `${detector.what.charAt(0).toUpperCase()}${detector.what.slice(1)} (${masked}) is in ${place}.`,
        ...(location ? { location } : {}),
        subject: { image: image.name, ...where },
        fingerprint: (0,fingerprint/* fingerprint */.Rj)(detector.id, (0,fingerprint/* imageName */.tO)(image.name), where.path ?? place),
        status: 'new',
    };
}

;// CONCATENATED MODULE: ./src/images/history/created-by.ts
/**
 * Reads `created_by`: BuildKit ("RUN … # buildkit"), the classic builder and buildah ("/bin/sh -c #(nop) ENV …", or the
 * bare command of a RUN), kaniko (as written). The formats: notes of each builder's commit messages; there is no
 * specification.
 */
function readCreatedBy(entry) {
    const text = collapse((entry.createdBy ?? '').slice(0, created_by_LONGEST));
    if (text === '')
        return { keyword: '', body: '', dialect: 'written', args: NONE };
    if (entry.comment?.startsWith('buildkit.') || text.endsWith(BUILDKIT))
        return keyworded(text.replace(/ ?# buildkit$/, ''), 'buildkit');
    const nop = text.indexOf('#(nop) ');
    if (nop >= 0)
        return keyworded(text.slice(nop + '#(nop) '.length), 'classic');
    if (KEYWORD.test(text))
        return keyworded(text, 'written');
    return command(text, 'classic');
}
const BUILDKIT = '# buildkit';
const NONE = new Map();
/** Longer commands are compared by their start; no builder's line is near it. */
const created_by_LONGEST = 100_000;
const KEYWORD = /^(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR) /;
/** One blank for all white space: builders keep and drop it differently. */
function collapse(text) {
    return text.replace(/\s+/g, ' ').trim();
}
function keyworded(text, dialect) {
    const blank = text.indexOf(' ');
    const keyword = (blank < 0 ? text : text.slice(0, blank)).toUpperCase();
    const body = blank < 0 ? '' : text.slice(blank + 1).trim();
    return keyword === 'RUN' ? command(body, dialect) : { keyword, body, dialect, args: NONE };
}
/** A RUN: `|2 A=1 rc B= /bin/sh -c command`. */
function command(body, dialect) {
    const count = Number(/^\|(\d{1,4}) /.exec(body)?.[1] ?? 0);
    return { keyword: 'RUN', body, dialect, args: count > 0 ? readArgs(body, count) : NONE };
}
/** Values are not quoted, so one with a blank and an equals sign in it cannot be told from two. */
function readArgs(body, count) {
    const args = new Map();
    const starts = [...body.matchAll(/ ([A-Za-z_]\w*)=/g)].slice(0, count);
    for (const [i, start] of starts.entries()) {
        const from = start.index + start[0].length;
        const next = starts[i + 1]?.index ?? body.indexOf(' /', from);
        args.set(start[1] ?? '', body.slice(from, next < 0 ? undefined : next));
    }
    return args;
}

;// CONCATENATED MODULE: ./src/images/history/words.ts
/** The words of an argument text: quotes and backslashes taken away, variables left as they are. */
function words(text) {
    const found = [];
    let word;
    let quote = '';
    for (let i = 0; i < text.length; i++) {
        const char = text[i] ?? '';
        if (quote !== '') {
            if (char === quote)
                quote = '';
            else if (char === '\\' && quote === '"' && /["\\$]/.test(text[i + 1] ?? ''))
                word = (word ?? '') + (text[++i] ?? '');
            else
                word = (word ?? '') + char;
        }
        else if (char === '"' || char === "'") {
            quote = char;
            word ??= '';
        }
        else if (/\s/.test(char)) {
            if (word !== undefined)
                found.push(word);
            word = undefined;
        }
        else if (char === '\\' && i + 1 < text.length)
            word = (word ?? '') + (text[++i] ?? '');
        else
            word = (word ?? '') + char;
    }
    if (word !== undefined)
        found.push(word);
    return found;
}
/** `KEY=value` pairs of ENV and LABEL, in both their forms. */
function pairs(text) {
    const found = words(text);
    const [first] = found;
    if (first === undefined || first.includes('=') || /^\s*["'][^"']*["']\s*=/.test(text))
        return found;
    const rest = text.trim().replace(/^\S+\s*/, '');
    return [`${first}=${words(rest).join(' ')}`];
}
/** Go's %q list, as BuildKit prints exec forms: `["/bin/sh" "-c" "a \"b\""]`. */
function quotedWords(text) {
    return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? '').replace(/\\(.)/g, (_, char) => char === 'n' ? '\n' : char === 't' ? '\t' : char));
}
const VARIABLE = /\$(?:\{([A-Za-z_]\w*)(?::?[-+?][^}]*)?\}|([A-Za-z_]\w*))/g;
/** Variables replaced where their value is known. */
function expand(text, values) {
    return text.replace(VARIABLE, (whole, braced, bare) => {
        return values.get(braced ?? bare ?? '') ?? whole;
    });
}
/** Whether a text is the pattern with something in place of each of its variables. Linear in both. */
function matchesMasked(pattern, text) {
    const literals = pattern.split(/\$(?:\{[^}]*\}|[A-Za-z_]\w*)/);
    const first = literals[0] ?? '';
    const last = literals.at(-1) ?? '';
    if (literals.length === 1)
        return pattern === text;
    if (!text.startsWith(first) || !text.endsWith(last))
        return false;
    let at = first.length;
    const end = text.length - last.length;
    for (const literal of literals.slice(1, -1)) {
        const found = text.indexOf(literal, at);
        if (found < 0)
            return false;
        at = found + literal.length;
    }
    return at <= end;
}

;// CONCATENATED MODULE: ./src/images/history/likeness.ts


/** How well a history entry records an instruction. */
const EXACT = 6;
/** Equal but for variables whose values are not known. */
const MASKED = 4;
/** The same keyword, other arguments. */
const KEYWORD_ONLY = 1;
const UNLIKE = Number.NEGATIVE_INFINITY;
/**
 * Prepares an instruction. Builders record instructions each in its own way (unquoted, expanded, flags dropped, file
 * names hashed); what a builder drops is not compared.
 */
function prepare(step, values) {
    const compare = comparison(step, values);
    return {
        step,
        likeness(entry) {
            if (entry.keyword !== step.keyword)
                return UNLIKE;
            return compare(entry) ?? KEYWORD_ONLY;
        },
    };
}
function comparison(step, values) {
    const text = collapse(withoutFlags(step.text));
    switch (step.keyword) {
        case 'RUN':
            return run(step, text);
        case 'COPY':
        case 'ADD':
            return copy(step, text, values);
        case 'ENV':
        case 'LABEL':
        case 'ARG':
            return same(collapse(pairs(withoutFlags(step.text)).join(' ')), text, values);
        case 'WORKDIR':
            return workdir(words(text).join(' '), values);
        case 'EXPOSE':
            return ports(text, values);
        case 'CMD':
        case 'ENTRYPOINT':
            return execForm(step, text);
        case 'VOLUME':
        case 'SHELL':
            return bracketed(step, text, values);
        case 'HEALTHCHECK':
            return healthcheck(text);
        default:
            return same(words(text).join(' '), text, values);
    }
}
function withoutFlags(text) {
    return text.replace(/^\s*(?:--[a-z][\w-]*(?:=(?:"[^"]*"|'[^']*'|\S)*)?\s+)*/, '');
}
/** Equal to either spelling, variables expanded or masked. */
function same(...parts) {
    const [plain, written, values] = parts;
    const exact = new Set([plain, written, collapse(expand(plain, values))]);
    return ({ body }) => exact.has(body)
        ? EXACT
        : plain.includes('$') && matchesMasked(plain, body)
            ? MASKED
            : undefined;
}
/** The command is recorded as written; the shell and build arguments stand before it. */
function run(step, text) {
    const shell = collapse(step.shell.join(' '));
    const heredocs = step.heredocs.map(collapse).filter((body) => body !== '');
    if (step.exec) {
        const command = collapse(step.exec.join(' '));
        return ({ body }) => (body === command || endsWith(body, command) ? EXACT : undefined);
    }
    if (step.heredocs.length > 0)
        return ({ body }) => {
            if (heredocs.length > 0 && heredocs.every((heredoc) => body.includes(heredoc)))
                return EXACT;
            // A heredoc with its own interpreter is mounted as a file, and its text is not recorded.
            return body.includes('/dev/pipes/') ? MASKED : undefined;
        };
    return ({ body }) => endsWith(body, `${shell} ${text}`) || body === text || endsWith(body, `-c ${text}`)
        ? EXACT
        : text !== '' && endsWith(body, text)
            ? MASKED
            : undefined;
}
function endsWith(body, command) {
    if (!body.endsWith(command))
        return false;
    const before = body.length - command.length;
    return before === 0 || body[before - 1] === ' ';
}
/** BuildKit keeps sources and destination; the classic builder and buildah hash the sources. */
function copy(step, text, values) {
    const all = (step.exec ?? words(text)).map((word) => word.replace(/^<<-?["']?(\w+)["']?$/, '<<$1'));
    const joined = all.join(' ');
    const plain = same(joined, collapse(expand(joined, values)), values);
    const destination = all.at(-1) ?? '';
    const there = same(destination, expand(destination, values), values);
    return (entry) => {
        const body = withoutFlags(entry.body).trim();
        const hashed = /^(?:file|dir|multi):[0-9a-f]+ in (.*)$/.exec(body)?.[1];
        if (hashed === undefined)
            return plain({ ...entry, body });
        const result = there({ ...entry, body: hashed });
        if (result !== undefined)
            return result;
        const relative = destination.replace(/^\.?\//, '');
        return relative !== '' && hashed.endsWith(`/${relative}`) ? EXACT : undefined;
    };
}
/** BuildKit and the classic builder record the resolved folder. */
function workdir(folder, values) {
    const expanded = expand(folder, values);
    const plain = same(folder, expanded, values);
    const tidy = (path) => path.replace(/\/+$/, '').replace(/^\.\//, '');
    return (entry) => {
        const result = plain(entry);
        if (result !== undefined)
            return result;
        const [recorded, written] = [tidy(entry.body), tidy(expanded)];
        if (recorded === written)
            return EXACT;
        if (!written.startsWith('/') && recorded.endsWith(`/${written}`))
            return EXACT;
        return written.includes('$') && matchesMasked(`/${written}`, `/${recorded}`)
            ? MASKED
            : undefined;
    };
}
function ports(text, values) {
    const normal = (list) => list
        .map((port) => (port.includes('/') ? port.toLowerCase() : `${port}/tcp`))
        .sort()
        .join(' ');
    const wanted = normal(words(expand(text, values)));
    return ({ body }) => {
        const map = /^map\[(.*)\]$/.exec(body)?.[1];
        const recorded = map === undefined ? words(body) : map.split(' ').map((p) => p.replace(/:\{\}$/, ''));
        if (normal(recorded) === wanted)
            return EXACT;
        return wanted.includes('$') ? MASKED : undefined;
    };
}
function execForm(step, text) {
    const command = JSON.stringify((step.exec ?? [...step.shell, text]).map(collapse));
    return ({ body }) => {
        if (body === text)
            return EXACT;
        const recorded = quotedWords(body).map(collapse);
        if (JSON.stringify(recorded) === command)
            return EXACT;
        // The shell may have been set in the base image.
        return !step.exec && recorded.length > 1 && recorded.at(-1) === text ? EXACT : undefined;
    };
}
/** `VOLUME [/data /logs]`, `SHELL [/bin/bash -c]`. */
function bracketed(step, text, values) {
    const plain = (step.exec ?? words(text)).join(' ');
    const compare = same(plain, text, values);
    return (entry) => {
        const inner = entry.body.replace(/^\[(.*)\]$/, '$1');
        return (compare(entry) ??
            compare({ ...entry, body: inner }) ??
            compare({
                ...entry,
                body: quotedWords(entry.body).join(' '),
            }));
    };
}
function healthcheck(text) {
    const command = text.replace(/^CMD\s+/i, '');
    const exec = command.startsWith('[') ? quotedWords(command).map(collapse).join('\n') : undefined;
    return ({ body }) => {
        if (body === text)
            return EXACT;
        const recorded = quotedWords(body).map(collapse);
        if (/^NONE$/i.test(command))
            return recorded[0] === 'NONE' ? EXACT : undefined;
        const found = exec === undefined ? recorded.includes(command) : recorded.join('\n').includes(exec);
        return found ? EXACT : undefined;
    };
}

;// CONCATENATED MODULE: ./src/images/history/alignment.ts

const GAP = -4;
/**
 * The best global alignment (Needleman and Wunsch) of instructions with the end of the history: what comes before the
 * first of them is the base image and costs nothing. `likeness(h, s)` may be UNLIKE.
 */
function align(entries, steps, likeness) {
    const width = steps + 1;
    const scores = new Float64Array(entries * steps);
    for (let h = 0; h < entries; h++)
        for (let s = 0; s < steps; s++)
            scores[h * steps + s] = likeness(h, s);
    const at = (h, s) => scores[h * steps + s] ?? UNLIKE;
    const forward = new Float64Array((entries + 1) * width);
    for (let h = 0; h <= entries; h++)
        for (let s = 0; s <= steps; s++) {
            if (s === 0)
                continue;
            let best = (forward[h * width + s - 1] ?? 0) + GAP;
            if (h > 0) {
                best = Math.max(best, (forward[(h - 1) * width + s] ?? 0) + GAP);
                best = Math.max(best, (forward[(h - 1) * width + s - 1] ?? 0) + at(h - 1, s - 1));
            }
            forward[h * width + s] = best;
        }
    const backward = new Float64Array((entries + 1) * width);
    for (let h = entries; h >= 0; h--)
        for (let s = steps; s >= 0; s--) {
            if (h === entries && s === steps)
                continue;
            // Entries before the first instruction are the base image's and cost nothing.
            const skip = s === 0 ? 0 : GAP;
            let best = UNLIKE;
            if (h < entries)
                best = Math.max(best, (backward[(h + 1) * width + s] ?? 0) + skip);
            if (s < steps)
                best = Math.max(best, (backward[h * width + s + 1] ?? 0) + GAP);
            if (h < entries && s < steps)
                best = Math.max(best, (backward[(h + 1) * width + s + 1] ?? 0) + at(h, s));
            backward[h * width + s] = best;
        }
    const score = forward[entries * width + steps] ?? 0;
    const stepOf = new Array(entries).fill(-1);
    let h = entries;
    let s = steps;
    while (h > 0 && s > 0) {
        const here = forward[h * width + s] ?? 0;
        const pair = (forward[(h - 1) * width + s - 1] ?? 0) + at(h - 1, s - 1);
        if (pair === here) {
            h--;
            s--;
            stepOf[h] = s;
        }
        else if ((forward[(h - 1) * width + s] ?? 0) + GAP === here)
            h--;
        else
            s--;
    }
    const through = (entry, step) => (forward[entry * width + step] ?? 0) +
        at(entry, step) +
        (backward[(entry + 1) * width + step + 1] ?? 0);
    const doubtful = stepOf.map((step, entry) => {
        if (step < 0)
            return false;
        for (let other = 0; other < steps; other++)
            if (other !== step && through(entry, other) === score)
                return true;
        return false;
    });
    const start = stepOf.findIndex((step) => step >= 0);
    return { score, stepOf, doubtful, start: start < 0 ? entries : start };
}

;// CONCATENATED MODULE: ./src/images/attribution.ts




/**
 * Finds the Dockerfile that an image was built from, and the instruction of each layer, by aligning the instructions
 * with the image's history from its end. What cannot be known is said to be ambiguous and put on the FROM line; a
 * Dockerfile of which not most instructions are in the history is not taken.
 */
function attribute(image, plans, options = {}) {
    if (plans.length === 0)
        return { layers: [], reason: 'there is no Dockerfile' };
    const history = image.config.history.slice(-MOST);
    if (history.length === 0)
        return { layers: [], reason: 'the image has no history of its build' };
    const recorded = history.map(readCreatedBy);
    const fits = plans
        .map((plan) => compare(plan, recorded, image))
        .filter((found) => found !== undefined)
        .sort((a, b) => b.alignment.score - a.alignment.score);
    const [best, second] = fits;
    if (!best)
        return {
            layers: [],
            reason: plans.length === 1
                ? 'the history of the image does not have the instructions of the Dockerfile'
                : 'the history of the image has the instructions of none of the Dockerfiles',
        };
    const { plan } = best;
    const twin = second && second.alignment.score === best.alignment.score && !sameLines(plan, second.plan)
        ? `${second.plan.base.location.path} fits as well as ${plan.base.location.path}`
        : undefined;
    const made = image.config.history.filter((entry) => !entry.emptyLayer).length;
    if (made !== image.layers.length) {
        const why = `the history speaks of ${made} layers, the image has ${image.layers.length}`;
        return {
            plan,
            layers: image.layers.map(({ index }) => unknown(plan, index, why)),
            reason: why,
        };
    }
    const layers = place(best, history, image.layers.length, options.baseLayers);
    return twin === undefined ? { plan, layers } : { plan, layers, reason: twin };
}
/** Longer histories and files are compared by their ends. */
const MOST = 1_000;
/** Undefined when not most of the instructions are recorded. */
function compare(plan, recorded, image) {
    const buildKit = recorded.at(-1)?.dialect === 'buildkit';
    // BuildKit records no ONBUILD.
    const steps = plan.steps.filter((step) => !(buildKit && step.keyword === 'ONBUILD')).slice(-MOST);
    const values = knownValues(steps, recorded, image.config.env);
    const prepared = steps.map((step) => prepare(step, values));
    const likeness = (entry, step) => {
        const of = recorded[entry];
        return (of && prepared[step]?.likeness(of)) ?? Number.NEGATIVE_INFINITY;
    };
    const alignment = align(recorded.length, steps.length, likeness);
    const scoreOf = (entry) => {
        const step = alignment.stepOf[entry] ?? -1;
        return step < 0 ? 0 : likeness(entry, step);
    };
    const good = alignment.stepOf.filter((_, entry) => scoreOf(entry) >= MASKED).length;
    if (good * 2 <= steps.length && steps.length > 0)
        return undefined;
    return { plan, steps, recorded, alignment, scoreOf };
}
/** ARG defaults, then what the builds were given, then the environment that the image ends with. */
function knownValues(steps, recorded, env) {
    const values = new Map();
    const set = (pair) => {
        const equals = pair.indexOf('=');
        if (equals > 0)
            values.set(pair.slice(0, equals), pair.slice(equals + 1));
    };
    for (const step of steps)
        if (step.keyword === 'ARG')
            pairs(step.text).forEach(set);
    for (const { args } of recorded)
        for (const [key, value] of args)
            values.set(key, value);
    env.forEach(set);
    return values;
}
/** The k-th entry that made a layer made layer k. */
function place(found, history, layers, baseLayers) {
    const { plan, alignment } = found;
    const origins = [];
    // Histories longer than what is compared begin with layers of the base image.
    const shown = history.filter((entry) => !entry.emptyLayer).length;
    for (let layer = 0; layer < layers - shown; layer++)
        origins.push(base(plan, layer));
    let before = [];
    for (const [entry, { emptyLayer }] of history.entries()) {
        const inBase = entry < alignment.start;
        if (emptyLayer) {
            if (!inBase)
                before.push(entry);
            continue;
        }
        const layer = origins.length;
        if (layer < (baseLayers ?? 0) || inBase)
            origins.push(base(plan, layer));
        else
            origins.push(origin(found, entry, layer, sharing(found, history, before, entry)));
        before = [];
    }
    return origins;
}
const WRITES = /^(?:RUN|COPY|ADD)$/;
/**
 * How many instructions share the layer of `entry`. buildah makes one layer of a whole stage unless told otherwise, and
 * records it with the last instruction; the classic builder makes none for a RUN that changes nothing.
 */
function sharing({ recorded }, history, before, entry) {
    const keyword = (of) => recorded[of]?.keyword ?? '';
    const writing = before.filter((of) => WRITES.test(keyword(of)));
    const copied = writing.some((of) => keyword(of) !== 'RUN');
    const recordsNone = !/^(?:RUN|COPY|ADD|WORKDIR)$/.test(keyword(entry));
    const buildah = [...before, entry].some((of) => history[of]?.comment?.startsWith('FROM '));
    if (writing.length === 0 || !(copied || recordsNone || buildah))
        return 1;
    return writing.length + (recordsNone ? 0 : 1);
}
function origin(found, entry, layer, shared) {
    const { plan, alignment, steps, scoreOf } = found;
    const step = steps[alignment.stepOf[entry] ?? -1];
    if (shared > 1)
        return unknown(plan, layer, `the layer holds what ${shared} instructions did`);
    if (!step)
        return unknown(plan, layer, 'the Dockerfile has no instruction like the one that made the layer');
    if (scoreOf(entry) < MASKED)
        return unknown(plan, layer, `the ${step.keyword} that made the layer reads otherwise than the one in the Dockerfile`);
    if (alignment.doubtful[entry])
        return unknown(plan, layer, 'the Dockerfile has more than one instruction that may have made it');
    return {
        layer,
        location: step.location,
        ...(step.from ? { related: step.from.location } : {}),
        kind: 'instruction',
        ambiguous: false,
        step,
    };
}
function base(plan, layer) {
    return { layer, location: plan.base.location, kind: 'base', ambiguous: false };
}
function unknown(plan, layer, reason) {
    return { layer, location: plan.base.location, kind: 'unknown', ambiguous: true, reason };
}
/** Two targets of one file may be the same chain. */
function sameLines(a, b) {
    const key = (plan) => JSON.stringify([plan.base.location, plan.steps.map(({ location }) => location)]);
    return key(a) === key(b);
}

;// CONCATENATED MODULE: ./src/inspect/image-lines.ts

/** Ties an image to the Dockerfile among `plans` that built it; what is ambiguous is said in a note. */
function imageLines(image, plans) {
    const found = attribute(image, plans.map(({ plan }) => plan));
    const { plan } = found;
    const dockerfile = plans.find((candidate) => candidate.plan === plan)?.dockerfile;
    const layer = (index) => found.layers[index]?.location;
    const reasons = [
        found.reason,
        ...found.layers
            .filter((l) => l.ambiguous)
            .map(({ layer, reason }) => `layer ${layer}: ${reason}`),
    ];
    const notes = plans.length === 0 ? [] : reasons.filter((reason) => reason !== undefined);
    return {
        ...(dockerfile === undefined ? {} : { dockerfile }),
        layer,
        instruction: (keyword) => plan?.steps.findLast((step) => step.keyword === keyword)?.location ?? plan?.base.location,
        place: (pkg) => {
            const origin = pkg.layer && found.layers[pkg.layer.index];
            if (!origin)
                return pkg;
            return {
                ...pkg,
                location: origin.location,
                ...(origin.related ? { related: origin.related } : {}),
            };
        },
        notes: notes.map((reason) => ({
            target: image.name,
            message: `Some findings stand on the FROM line, for ${reason}.`,
        })),
    };
}

// EXTERNAL MODULE: ./src/inspect/registry.ts + 1 modules
var inspect_registry = __webpack_require__(6260);
;// CONCATENATED MODULE: ./src/inspect/image.ts









/** The checks of an image; all that are wanted are incomplete when it cannot be read. */
const IMAGE_CHECKS = ['vulnerability', 'secret', 'hardening'];
/**
 * Everything about the inside of one image, in one pass over its layers; its packages whatever `checks` are. Throws
 * PortsideError: usage when there is no such image, incomplete when it cannot be read.
 */
async function inspectImage({ name, reference }, plans, checks, settings, host) {
    host.progress(`opening ${name}`);
    const { dockerHost } = settings.environment;
    const notes = [];
    const image = await openImage(reference, {
        ...(settings.platform ? { platform: settings.platform } : {}),
        ...(dockerHost ? { dockerHost } : {}),
        offline: settings.offline,
        registryOptions: (registry) => (0,inspect_registry/* registryOptions */._)(settings, host, registry),
        log: (message) => host.info(message.replaceAll(reference, name)),
        note: (message) => notes.push({ target: name, message: message.replaceAll(reference, name) }),
    });
    try {
        const inspection = await inspectOpened({ ...image, name }, plans, checks, settings, host);
        return (0,report/* join */.f)([{ ...report/* NOTHING */.K, notes }, inspection]);
    }
    finally {
        await image.close();
    }
}
/** What is left to say of an image that could not be read: the inventory is what `vulnerability` stands on. */
function unreadable(name, checks, why) {
    const wanted = checks.length > 0 ? checks : ['vulnerability'];
    return {
        ...report/* NOTHING */.K,
        targets: [{ kind: 'image', name }],
        incomplete: wanted.map((check) => ({ check, target: name, reason: why })),
    };
}
async function inspectOpened(image, plans, checks, settings, host) {
    const { name } = image;
    const wanted = (check) => checks.includes(check);
    const inventory = startInventory();
    const secrets = imageSecrets();
    const readers = [...inventory.readers, ...(wanted('secret') ? [secrets.reader] : [])];
    const damages = [];
    const files = await image.scan(readers, {
        verifyDigests: settings.verifyDigests,
        incomplete: (error) => damages.push(error.message),
        progress: (message) => host.progress(message),
    });
    const stock = inventory.finish(files, image);
    const lines = imageLines(image, plans);
    const packages = stock.packages.map((found) => lines.place(found));
    const vulnerabilities = wanted('vulnerability')
        ? await (0,inspect/* inspectVulnerabilities */.f)(packages, stock.distribution, advisoryOptions(name, settings), host)
        : report/* NOTHING */.K;
    return (0,report/* join */.f)([
        ...damages.map((why) => ({ ...unreadable(name, checks, why), targets: [] })),
        {
            targets: [target(image, lines)],
            packages,
            findings: [
                ...(wanted('secret') ? secrets.finish(image, files, lines.layer) : []),
                ...(wanted('hardening') ? inspectHardening({ image, files }, lines) : []),
            ],
            incomplete: stock.incomplete,
            notes: [...stock.notes, ...lines.notes],
        },
        { ...report/* NOTHING */.K, ...vulnerabilities, findings: onLines(vulnerabilities.findings, lines) },
    ]);
}
/** What is about the distribution as a whole stands where the base image is chosen. */
function onLines(findings, lines) {
    const base = lines.instruction('FROM');
    return findings.map((finding) => finding.location || !base ? finding : { ...finding, location: base });
}
function target(image, lines) {
    return {
        kind: 'image',
        name: image.name,
        ...(image.digest ? { digest: image.digest } : {}),
        ...(image.platform ? { platform: image.platform } : {}),
        ...(lines.dockerfile ? { dockerfile: lines.dockerfile } : {}),
    };
}
/** What the advisory check of an image or SBOM needs of the settings. */
function advisoryOptions(image, settings) {
    const { now, offline, advisories, vex, imports, kev, epss, environment } = settings;
    const cache = environment.cacheFolder && (0,external_node_path_.join)(environment.cacheFolder, 'advisories');
    return { image, now, offline, advisories, vex, imports, kev, epss, cache };
}


/***/ }),

/***/ 138:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ CatalogueError)
/* harmony export */ });
/** Thrown by cataloguers: the file cannot be read as what its name promises. */
class CatalogueError extends Error {
    name = 'CatalogueError';
    failure;
    /** What was found before it failed. */
    found;
    /** `message` reads on after "it": "is not JSON". */
    constructor(message, failure = 'malformed', found = [], cause) {
        super(message, cause === undefined ? undefined : { cause });
        this.failure = failure;
        this.found = found;
    }
}


/***/ }),

/***/ 1405:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ sourceRpm)
/* harmony export */ });
/** The source package in the name of its file, `bash-5.1.8-6.el9_1.src.rpm`; undefined for any other name. */
function sourceRpm(file) {
    const stem = /\.(?:src|nosrc)\.rpm$/.exec(file)?.index;
    if (stem === undefined)
        return undefined;
    // The name may hold dashes, version and release do not.
    const release = file.lastIndexOf('-', stem - 1);
    const version = file.lastIndexOf('-', release - 1);
    if (version < 1 || release - version < 2)
        return undefined;
    return { name: file.slice(0, version), version: file.slice(version + 1, stem) };
}


/***/ }),

/***/ 5197:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gv: () => (/* binding */ isObject),
/* harmony export */   Pq: () => (/* binding */ json),
/* harmony export */   Vm: () => (/* binding */ word),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   o$: () => (/* binding */ jsonObject)
/* harmony export */ });
/* harmony import */ var _catalogue_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(138);

/** A file's text as UTF-8, wrong bytes replaced. */
function textOf(bytes) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
/** A JSON object's members; throws CatalogueError when the file is anything else. */
function jsonObject(bytes) {
    const value = json(bytes);
    if (!isObject(value))
        throw new _catalogue_error_js__WEBPACK_IMPORTED_MODULE_0__/* .CatalogueError */ .c('is not a JSON object');
    return value;
}
/** A JSON value; throws CatalogueError when the file is none. */
function json(bytes) {
    if (bytes.length > DEEPEST && nestsDeeper(bytes)) {
        throw new _catalogue_error_js__WEBPACK_IMPORTED_MODULE_0__/* .CatalogueError */ .c(`is JSON nested deeper than ${DEEPEST} levels`);
    }
    try {
        return JSON.parse(textOf(bytes).replace(/^\uFEFF/, ''));
    }
    catch (error) {
        throw new _catalogue_error_js__WEBPACK_IMPORTED_MODULE_0__/* .CatalogueError */ .c('is not JSON', 'malformed', [], error);
    }
}
/** No package manager writes JSON this deep; what does is made to overflow a stack. */
const DEEPEST = 1000;
function nestsDeeper(bytes) {
    let depth = 0;
    let inString = false;
    for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i];
        if (inString) {
            if (byte === 0x5c)
                i++;
            else if (byte === 0x22)
                inString = false;
        }
        else if (byte === 0x22) {
            inString = true;
        }
        else if (byte === 0x7b || byte === 0x5b) {
            if (++depth > DEEPEST)
                return true;
        }
        else if (byte === 0x7d || byte === 0x5d) {
            depth--;
        }
    }
    return false;
}
/** A plain object, not an array and not null. */
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** The trimmed text of a value that is one, without control characters; undefined when nothing is left. */
function word(value, limit = 1024) {
    if (typeof value !== 'string')
        return undefined;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: names from outside must not carry terminal escapes.
    const text = value.replace(/[\u0000-\u001f\u007f]/g, '').trim();
    return text && text.length <= limit ? text : undefined;
}


/***/ }),

/***/ 1881:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ searchSecrets)
/* harmony export */ });
/* harmony import */ var _detectors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1730);

/** Characters around a keyword that a pattern sees: bounds its time on hostile text (notes/hardening.md §8). */
const WINDOW = 1000;
/** The secrets in a text, by position; one that two detectors see is reported once, by the first. */
function searchSecrets(text) {
    const lower = text.toLowerCase();
    const found = new Map();
    for (const detector of _detectors_js__WEBPACK_IMPORTED_MODULE_0__/* .detectors */ .m)
        for (const keyword of detector.keywords) {
            let done = -1;
            for (let at = lower.indexOf(keyword); at >= 0; at = lower.indexOf(keyword, at + 1)) {
                if (at < done)
                    continue;
                const from = Math.max(0, at - WINDOW);
                done = at + WINDOW;
                for (const match of text.slice(from, done + WINDOW).matchAll(detector.pattern)) {
                    const [start, end] = match.indices?.groups?.secret ?? [0, 0];
                    const secret = match.groups?.secret ?? '';
                    if (found.has(from + start) || detector.accept?.(secret) === false)
                        continue;
                    found.set(from + start, {
                        detector,
                        start: from + start,
                        end: from + end,
                        masked: mask(secret),
                    });
                }
            }
        }
    return [...found.values()].sort((a, b) => a.start - b.start);
}
function mask(secret) {
    return secret.length < 8 ? '…' : `${secret.slice(0, 2)}…${secret.slice(-2)}`;
}


/***/ })

};
