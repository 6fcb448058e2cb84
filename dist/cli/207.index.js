export const id = 207;
export const ids = [207];
export const modules = {

/***/ 4643:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ affects)
/* harmony export */ });
/* harmony import */ var _versions_scheme_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2998);

/**
 * Whether a row affects a version (notes: OSV schema, "Evaluation"). Listed versions count as well as ranges; one range
 * may hold many intervals. A version that does not parse is only looked up in the list, as text.
 */
function affects(row, version, scheme) {
    const listed = row.versions.includes(version);
    const order = scheme && comparable(scheme, version) ? scheme : undefined;
    if (!order)
        return listed ? { fixed: undefined } : undefined;
    const affected = listed ||
        row.ranges.some((range) => inRange(range, version, order)) ||
        row.versions.some((other) => equals(order, version, other));
    return affected ? { fixed: nextFix(row.ranges, version, order) } : undefined;
}
function comparable(scheme, version) {
    try {
        scheme.compare(version, version);
        return true;
    }
    catch (error) {
        if (error instanceof _versions_scheme_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidVersion */ .K)
            return false;
        throw error;
    }
}
/** Undefined when the row's version does not parse. */
function compare(scheme, a, b) {
    try {
        return scheme.compare(a, b);
    }
    catch (error) {
        if (error instanceof _versions_scheme_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidVersion */ .K)
            return undefined;
        throw error;
    }
}
function equals(scheme, a, b) {
    return compare(scheme, a, b) === 0;
}
/**
 * The last event at or before the version decides. With equal versions `fixed` comes before `introduced` and that
 * before `last_affected`, so that intervals may touch.
 */
function inRange(range, version, scheme) {
    let latest;
    for (const event of range.events) {
        const isStart = event.kind === 'introduced' && event.version === '0';
        const side = isStart ? 1 : compare(scheme, version, event.version);
        if (side === undefined)
            continue;
        // A version that is itself the last affected one is not yet past it.
        if (event.kind === 'last_affected' ? side <= 0 : side < 0)
            continue;
        if (!latest || !before(event, latest, scheme))
            latest = event;
    }
    return latest?.kind === 'introduced';
}
const TURN = { fixed: 0, introduced: 1, last_affected: 2 };
function before(a, b, scheme) {
    const [startA, startB] = [isZero(a), isZero(b)];
    if (startA || startB)
        return startA && !startB;
    return ((compare(scheme, a.version, b.version) ?? 0) || TURN[a.kind] - TURN[b.kind]) < 0;
}
function isZero(event) {
    return event.kind === 'introduced' && event.version === '0';
}
/** The smallest fix that is newer than the version. */
function nextFix(ranges, version, scheme) {
    let smallest;
    for (const { events } of ranges)
        for (const { kind, version: fixed } of events) {
            if (kind !== 'fixed' || (compare(scheme, fixed, version) ?? 0) <= 0)
                continue;
            if (smallest === undefined || scheme.compare(fixed, smallest) < 0)
                smallest = fixed;
        }
    return smallest;
}


/***/ }),

/***/ 3899:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ encodeAdvisory),
/* harmony export */   q: () => (/* binding */ decodeAdvisory)
/* harmony export */ });
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1373);

/** Links are most of a record's bytes, and a reader follows one or two. */
const MOST_REFERENCES = 4;
/**
 * A record as a short JSON array. Two things make it short besides the missing names: an id that is another one behind
 * a prefix (DEBIAN-CVE-2024-1 of CVE-2024-1) is written as the prefix alone, and versions that the ranges cover anyway
 * are left out (see build.ts). What the product never shows is not kept.
 */
function encodeAdvisory(advisory) {
    const ids = (list) => list.map((id) => shorten(id, advisory.id));
    return trimmed([
        advisory.id,
        advisory.affected.map(encodeAffected),
        ids(advisory.aliases),
        ids(advisory.upstream),
        advisory.summary ?? 0,
        advisory.severity.flatMap(({ type, score }) => [type, score]),
        advisory.rating ?? 0,
        // Only of these are related CVEs of use: see vulnerability.ts and group.ts.
        /^(?:AL|RL|RH)[SBE]A-|^USN-/.test(advisory.id) ? ids(advisory.related) : [],
        advisory.references.slice(0, MOST_REFERENCES),
    ]);
}
/** Undefined when the value is no such array. */
function decodeAdvisory(value) {
    const [id, affected, aliases, upstream, summary, severity, rating, related, references] = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(value);
    if (typeof id !== 'string')
        return undefined;
    const ids = (value) => (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .texts */ .Te)(value).map((short) => lengthen(short, id));
    return {
        id,
        modified: undefined,
        withdrawn: false,
        aliases: ids(aliases),
        upstream: ids(upstream),
        related: ids(related),
        summary: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(summary),
        severity: decodeVectors(severity),
        rating: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(rating),
        affected: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(affected).flatMap(decodeAffected),
        references: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .texts */ .Te)(references),
    };
}
/** `~` stands for the record's own id from its first hyphen on. */
function shorten(id, own) {
    const rest = own.slice(own.indexOf('-') + 1);
    return rest.length > 4 && id.endsWith(rest) && !id.includes('~')
        ? `${id.slice(0, -rest.length)}~`
        : id;
}
function lengthen(short, own) {
    return short.endsWith('~') ? short.slice(0, -1) + own.slice(own.indexOf('-') + 1) : short;
}
function encodeAffected(row) {
    return trimmed([
        row.release === undefined ? row.ecosystem : `${row.ecosystem}:${row.release}`,
        row.name,
        row.ranges.map(({ events }) => events.map(encodeEvent)),
        row.versions,
        row.urgency ?? 0,
        row.severity.flatMap(({ type, score }) => [type, score]),
    ]);
}
function decodeAffected(value) {
    const [ecosystem, name, ranges, versions, urgency, severity] = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(value);
    if (typeof ecosystem !== 'string' || typeof name !== 'string')
        return [];
    const colon = ecosystem.indexOf(':');
    return [
        {
            ecosystem: colon < 0 ? ecosystem : ecosystem.slice(0, colon),
            release: colon < 0 ? undefined : ecosystem.slice(colon + 1),
            name,
            ranges: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(ranges).map(decodeRange),
            versions: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .texts */ .Te)(versions),
            urgency: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(urgency),
            severity: decodeVectors(severity),
        },
    ];
}
const MARKS = { introduced: '+', fixed: '-', last_affected: '=' };
function encodeEvent({ kind, version }) {
    return kind === 'introduced' && version === '0' ? '0' : MARKS[kind] + version;
}
function decodeRange(value) {
    return { events: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .texts */ .Te)(value).map(decodeEvent) };
}
function decodeEvent(value) {
    const version = value.slice(1);
    if (value.startsWith(MARKS.fixed))
        return { kind: 'fixed', version };
    if (value.startsWith(MARKS.last_affected))
        return { kind: 'last_affected', version };
    return { kind: 'introduced', version: value === '0' ? '0' : version };
}
function decodeVectors(value) {
    const flat = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .texts */ .Te)(value);
    return flat.flatMap((type, i) => {
        const score = flat[i + 1];
        return i % 2 === 0 && score !== undefined ? [{ type, score }] : [];
    });
}
/** Without the empty values at the end. */
function trimmed(values) {
    let end = values.length;
    while (end > 0 && isEmpty(values[end - 1]))
        end--;
    return values.slice(0, end);
}
function isEmpty(value) {
    return value === 0 || (Array.isArray(value) && value.length === 0);
}


/***/ }),

/***/ 858:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ MANIFEST),
/* harmony export */   y: () => (/* binding */ SCHEMA)
/* harmony export */ });
/**
 * A built database: one folder with MANIFEST and a file for each ecosystem. A file is a header (Brotli, JSON) and then
 * blocks of records (Brotli, JSON arrays), in the order of their packages' names. The manifest holds the digest of every
 * header, a header the digest of every block, so that what is read is checked without reading the rest.
 */
const MANIFEST = 'portside-advisories.json';
/** Readers refuse every other: a database is rebuilt, not migrated. */
const SCHEMA = 'portside-advisories/1';


/***/ }),

/***/ 1385:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ak: () => (/* binding */ databaseInfo),
/* harmony export */   qI: () => (/* binding */ openDatabase),
/* harmony export */   uU: () => (/* binding */ isDatabase)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8522);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_3___default = /*#__PURE__*/__webpack_require__.n(node_zlib__WEBPACK_IMPORTED_MODULE_3__);
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6927);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(1373);
/* harmony import */ var _sources_source_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7517);
/* harmony import */ var _codec_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3899);
/* harmony import */ var _format_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(858);









/** Whether a path is a built database: a folder with a manifest, or the manifest itself. */
async function isDatabase(path) {
    if ((0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(path) === _format_js__WEBPACK_IMPORTED_MODULE_7__/* .MANIFEST */ .e)
        return true;
    return (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(path, _format_js__WEBPACK_IMPORTED_MODULE_7__/* .MANIFEST */ .e)).then((found) => found.isFile(), () => false);
}
/**
 * A built database as a source: of each file only the header and the blocks of wanted packages are read, and checked
 * against their digests. Throws PortsideError (incomplete) for a database of another version or without a readable
 * manifest; a damaged file is a problem of its ecosystem alone.
 */
async function openDatabase(path) {
    const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(path) === _format_js__WEBPACK_IMPORTED_MODULE_7__/* .MANIFEST */ .e ? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(path, '..') : path;
    const manifest = await databaseInfo(path);
    const ecosystems = new Map(Object.entries(manifest.ecosystems)
        .filter(([, { dumped }]) => dumped)
        .map(([base, { records, modified, releases }]) => [
        base,
        { records, modified, releases: new Set(releases) },
    ]));
    return {
        name: path,
        async find(queries) {
            const advisories = [];
            const problems = [];
            for (const [base, names] of (0,_sources_source_js__WEBPACK_IMPORTED_MODULE_5__/* .wantedNames */ .q)(queries)) {
                const entry = Object.hasOwn(manifest.ecosystems, base)
                    ? manifest.ecosystems[base]
                    : undefined;
                if (!entry)
                    continue;
                try {
                    advisories.push(...(await readEcosystem((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, entry.file), entry, names)));
                }
                catch (error) {
                    problems.push({ message: `The advisories of ${base} in ${path}: ${(0,_findings_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .reason */ .l)(error)}` });
                }
            }
            return { advisories, coverage: { ecosystems }, problems };
        },
    };
}
/** What a database holds, and of when it is. Throws PortsideError (incomplete) as openDatabase does. */
async function databaseInfo(path) {
    const file = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(path) === _format_js__WEBPACK_IMPORTED_MODULE_7__/* .MANIFEST */ .e ? path : (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(path, _format_js__WEBPACK_IMPORTED_MODULE_7__/* .MANIFEST */ .e);
    let json;
    try {
        json = JSON.parse(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(file, 'utf8'));
    }
    catch (error) {
        throw broken(path, (0,_findings_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .reason */ .l)(error), error);
    }
    if (!(0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .isObject */ .Gv)(json) || json.schema !== _format_js__WEBPACK_IMPORTED_MODULE_7__/* .SCHEMA */ .y)
        throw broken(path, `it has the format ${JSON.stringify((0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .isObject */ .Gv)(json) ? json.schema : json)?.slice(0, 80)}, not ${_format_js__WEBPACK_IMPORTED_MODULE_7__/* .SCHEMA */ .y}`);
    const built = (0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .text */ .Qq)(json.built);
    if (built === undefined || !(0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .isObject */ .Gv)(json.ecosystems))
        throw broken(path, 'its manifest is damaged');
    const ecosystems = {};
    for (const [base, value] of Object.entries(json.ecosystems)) {
        const entry = (0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .isObject */ .Gv)(value) ? readEntry(value) : undefined;
        if (!entry)
            throw broken(path, `its manifest is damaged at ${base.slice(0, 80)}`);
        ecosystems[base] = entry;
    }
    return { schema: _format_js__WEBPACK_IMPORTED_MODULE_7__/* .SCHEMA */ .y, built, ecosystems };
}
function readEntry(value) {
    const [file, digest] = [(0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .text */ .Qq)(value.file), (0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .text */ .Qq)(value.digest)];
    const [size, header, records] = [(0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .number */ .ai)(value.size), (0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .number */ .ai)(value.header), (0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .number */ .ai)(value.records)];
    if (!file || !digest || size === undefined || header === undefined || records === undefined)
        return undefined;
    // A name with a folder would lead out of the database.
    if (!/^[A-Za-z0-9._-]+$/.test(file) || header < 0 || header > size)
        return undefined;
    const releases = (0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .texts */ .Te)(value.releases);
    const dumped = value.dumped === true;
    return { file, size, header, digest, records, dumped, modified: (0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .text */ .Qq)(value.modified), releases };
}
function broken(path, why, cause) {
    return new _findings_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .PortsideError */ .V('incomplete', `Cannot use the advisory database ${path}: ${why}`, 'Build it again with portside db build', cause);
}
const LARGEST_HEADER = 256 << 20;
const LARGEST_BLOCK = 64 << 20;
async function readEcosystem(path, entry, names) {
    const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(path);
    try {
        const head = await readBytes(file, 0, entry.header);
        if (`sha256:${sha256(head)}` !== entry.digest)
            throw new Error('its digest is wrong');
        const header = JSON.parse((0,node_zlib__WEBPACK_IMPORTED_MODULE_3__.brotliDecompressSync)(head, { maxOutputLength: LARGEST_HEADER }).toString('utf8'));
        if (!(0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .isObject */ .Gv)(header))
            throw new Error('its header is damaged');
        const wanted = recordsOf(header, names);
        const advisories = [];
        let [at, next] = [entry.header, 0];
        for (const [length, first, digest, end] of blocksOf(header, entry.records)) {
            const numbers = [];
            for (let number = wanted[next]; number !== undefined && number < end; number = wanted[++next])
                numbers.push(number - first);
            if (numbers.length > 0) {
                const block = await readBytes(file, at, length);
                if (sha256(block).slice(0, 32) !== digest)
                    throw new Error('the digest of a block is wrong');
                const records = JSON.parse((0,node_zlib__WEBPACK_IMPORTED_MODULE_3__.brotliDecompressSync)(block, { maxOutputLength: LARGEST_BLOCK }).toString('utf8'));
                for (const number of numbers) {
                    const advisory = (0,_codec_js__WEBPACK_IMPORTED_MODULE_6__/* .decodeAdvisory */ .q)((0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .list */ .p_)(records)[number]);
                    if (!advisory)
                        throw new Error('a record is damaged');
                    advisories.push(advisory);
                }
            }
            at += length;
        }
        return advisories;
    }
    finally {
        await file.close();
    }
}
/** Numbers of the wanted names' records, ascending. */
function recordsOf(header, names) {
    const records = ((0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .text */ .Qq)(header.records) ?? '').split('\n');
    const wanted = new Set();
    ((0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .text */ .Qq)(header.names) ?? '').split('\n').forEach((name, i) => {
        if (!names.has(name))
            return;
        for (const part of records[i]?.split(',') ?? []) {
            const [from = NaN, to = from] = part.split('-').map(Number);
            for (let number = from; number <= to; number++)
                wanted.add(number);
        }
    });
    return [...wanted].sort((a, b) => a - b);
}
/** The table of blocks, with the number after each block's last record. */
function blocksOf(header, records) {
    const table = (0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .list */ .p_)(header.blocks).map((row) => {
        const [length, first, digest] = (0,_json_js__WEBPACK_IMPORTED_MODULE_8__/* .list */ .p_)(row);
        if (typeof length !== 'number' || typeof first !== 'number' || typeof digest !== 'string')
            throw new Error('its table of blocks is damaged');
        return [length, first, digest];
    });
    return table.map(([length, first, digest], i) => [
        length,
        first,
        digest,
        table[i + 1]?.[1] ?? records,
    ]);
}
async function readBytes(file, at, length) {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, at);
    if (bytesRead !== length)
        throw new Error('it is cut short');
    return bytes;
}
function sha256(bytes) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bytes).digest('hex');
}


/***/ }),

/***/ 3583:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $l: () => (/* binding */ debianRelease),
/* harmony export */   Dx: () => (/* binding */ splitEcosystem),
/* harmony export */   GX: () => (/* binding */ normaliseName),
/* harmony export */   L0: () => (/* binding */ matchRelease)
/* harmony export */ });
/** Source: the OSV schema, "affected[].package field". */
function splitEcosystem(text) {
    const colon = text.indexOf(':');
    return colon < 0
        ? { base: text, release: undefined }
        : { base: text.slice(0, colon), release: text.slice(colon + 1) };
}
/** The form under which names of one ecosystem are equal. */
function normaliseName(base, name) {
    switch (base) {
        case 'PyPI':
            return name.toLowerCase().replace(/[-_.]+/g, '-');
        case 'Packagist':
        case 'NuGet':
        case 'Hex':
        // Package URLs lower-case module paths.
        case 'Go':
            return name.toLowerCase();
        default:
            return name;
    }
}
/** Whether rows of `row` speak of packages of `asked`. Releases that are not named on one side match every release. */
function matchRelease(base, row, asked) {
    if (row === undefined || asked === undefined)
        return 'yes';
    switch (base) {
        case 'Debian':
            return same(debianRelease(row), debianRelease(asked));
        case 'Ubuntu':
            return matchUbuntu(row, asked);
        case 'Red Hat':
            return same(/^enterprise_linux:([0-9]+)(?:\.[0-9]+)?(?::|$)/.exec(row)?.[1], asked);
        case 'SUSE':
            return same(/[0-9]+(?: SP[0-9]+)?$/.exec(row)?.[0], asked);
        default:
            return same(row, asked);
    }
}
/** `12` for 12.5; before Debian 7 the second number tells releases apart. */
function debianRelease(version) {
    const [major = '', minor] = version.split('.');
    return /^[1-6]$/.test(major) && minor !== undefined && minor !== '0'
        ? `${major}.${minor}`
        : major;
}
/** FIPS, real-time and vendor rows carry more words than `Pro` and `LTS`: they are other archives. */
function matchUbuntu(row, asked) {
    const words = row.split(':').filter((word) => word !== 'LTS');
    const release = asked
        .split(':')
        .filter((word) => word !== 'LTS')
        .join(':');
    if (words[0] === 'Pro')
        return words.slice(1).join(':') === release ? 'pro' : 'no';
    return same(words.join(':'), release);
}
function same(a, b) {
    return a !== undefined && a === b ? 'yes' : 'no';
}


/***/ }),

/***/ 1373:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F$: () => (/* binding */ cleanId),
/* harmony export */   Gv: () => (/* binding */ isObject),
/* harmony export */   JD: () => (/* binding */ objects),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   Rh: () => (/* binding */ webAddresses),
/* harmony export */   Te: () => (/* binding */ texts),
/* harmony export */   ai: () => (/* binding */ number),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   wh: () => (/* binding */ plainText)
/* harmony export */ });
/** Reading JSON of unknown shape: wrong types are as if absent. */
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** Its elements, or none. */
function list(value) {
    return Array.isArray(value) ? value : [];
}
/** Its elements that are objects. */
function objects(value) {
    return list(value).filter(isObject);
}
/** Its elements that are texts. */
function texts(value) {
    return list(value).filter((element) => typeof element === 'string');
}
function text(value) {
    return typeof value === 'string' ? value : undefined;
}
function number(value) {
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
/** One line of plain text, cut to `longest`: for what goes into messages. */
function plainText(value, longest) {
    const line = value
        .slice(0, 4 * longest)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
        .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g, ' ')
        .trim();
    return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
}
/** An id for reports of many formats: what no real id has is replaced. */
function cleanId(id) {
    return id
        .trim()
        .slice(0, 128)
        .replace(/[^A-Za-z0-9._:+-]/g, '_');
}
const MOST_LINKS = 20;
/** Those that are web addresses, of a bounded number and length. */
function webAddresses(urls) {
    return urls.filter((url) => /^https?:\/\/[^\s<>"'`\\]{1,2000}$/.test(url)).slice(0, MOST_LINKS);
}


/***/ }),

/***/ 7953:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cn: () => (/* binding */ readAdvisory),
/* harmony export */   aE: () => (/* binding */ readRecord),
/* harmony export */   ty: () => (/* binding */ LARGEST_RECORD),
/* harmony export */   xi: () => (/* binding */ BadRecord)
/* harmony export */ });
/* harmony import */ var _ecosystem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3583);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1373);


/** The largest record that is read, in bytes; the largest real one has 3 MB. */
const LARGEST_RECORD = 16 << 20;
const MOST_IDS = 2_000;
const MOST_AFFECTED = 50_000;
const MOST_EVENTS = 500_000;
const LONGEST_SUMMARY = 300;
/** Why a text is no advisory. */
class BadRecord extends Error {
    name = 'BadRecord';
}
/**
 * Reads a record leniently: fields of a wrong type are as if absent. Throws BadRecord for what is no record at all, or
 * one past a limit (never cut: half a record would be a wrong answer).
 */
function readRecord(source) {
    let json;
    try {
        json = JSON.parse(source);
    }
    catch {
        throw new BadRecord('it is not JSON');
    }
    return readAdvisory(json);
}
/** As readRecord, of a value that is already parsed. */
function readAdvisory(json) {
    if (!(0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(json))
        throw new BadRecord('it is not a JSON object');
    const id = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(json.id);
    if (id === undefined || id.trim() === '')
        throw new BadRecord('it has no id');
    const affected = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(json.affected);
    if (affected.length > MOST_AFFECTED)
        throw new BadRecord(`it names more than ${MOST_AFFECTED} packages`);
    const budget = { events: MOST_EVENTS };
    const specific = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(json.database_specific) ? json.database_specific : {};
    return {
        id: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .cleanId */ .F$)(id),
        modified: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(json.modified),
        withdrawn: typeof json.withdrawn === 'string' && json.withdrawn !== '',
        aliases: ids(json.aliases),
        upstream: ids(json.upstream),
        related: ids(json.related),
        summary: summary((0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(json.summary) ?? (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(json.details)),
        severity: vectors(json.severity),
        rating: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(specific.severity),
        affected: affected.flatMap((row) => readAffected(row, budget)),
        references: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .webAddresses */ .Rh)((0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .objects */ .JD)(json.references).flatMap(({ url }) => (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(url) ?? [])),
    };
}
function readAffected(row, budget) {
    if (!(0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(row) || !(0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(row.package))
        return [];
    const ecosystem = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(row.package.ecosystem);
    const name = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(row.package.name);
    if (!ecosystem || !name)
        return [];
    const { base, release } = (0,_ecosystem_js__WEBPACK_IMPORTED_MODULE_1__/* .splitEcosystem */ .Dx)(ecosystem);
    const specific = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(row.ecosystem_specific) ? row.ecosystem_specific : {};
    return [
        {
            ecosystem: base,
            release,
            name,
            ranges: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(row.ranges).flatMap((range) => readRange(range, budget)),
            versions: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(row.versions).filter((version) => typeof version === 'string'),
            severity: vectors(row.severity),
            urgency: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(specific.urgency) ?? (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(specific.ubuntu_priority),
        },
    ];
}
function readRange(range, budget) {
    if (!(0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(range) || (range.type !== 'ECOSYSTEM' && range.type !== 'SEMVER'))
        return [];
    const events = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(range.events);
    budget.events -= events.length + 1;
    if (budget.events < 0)
        throw new BadRecord(`it has more than ${MOST_EVENTS} events`);
    return [{ events: events.flatMap(readEvent) }];
}
const KINDS = ['introduced', 'fixed', 'last_affected'];
function readEvent(event) {
    if (!(0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(event))
        return [];
    return KINDS.flatMap((kind) => {
        const version = event[kind];
        return typeof version === 'string' && version !== '' ? [{ kind, version }] : [];
    });
}
function vectors(value) {
    return (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(value)
        .slice(0, 32)
        .flatMap((entry) => {
        if (!(0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(entry))
            return [];
        const [type, score] = [(0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(entry.type), (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(entry.score)];
        return type && score && score.length <= 1000 ? [{ type, score }] : [];
    });
}
function ids(value) {
    return (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(value)
        .slice(0, MOST_IDS)
        .flatMap((id) => (typeof id === 'string' && id.trim() !== '' ? [(0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .cleanId */ .F$)(id)] : []));
}
/** The first line; of longer prose its first sentence. */
function summary(value) {
    const line = value
        ?.slice(0, 8 * LONGEST_SUMMARY)
        .trim()
        .split(/\r?\n/, 1)[0] ?? '';
    const sentence = line.length > LONGEST_SUMMARY / 2 ? /^.{20,}?[.!?](?=\s)/.exec(line)?.[0] : undefined;
    return (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .wh)(sentence ?? line, LONGEST_SUMMARY) || undefined;
}


/***/ }),

/***/ 342:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ae: () => (/* binding */ findParts),
  lS: () => (/* binding */ membersOf),
  nI: () => (/* binding */ openDump)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/advisories/ecosystem.ts
var ecosystem = __webpack_require__(3583);
// EXTERNAL MODULE: ./src/advisories/record.ts
var record = __webpack_require__(7953);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __webpack_require__(663);
;// CONCATENATED MODULE: ./src/advisories/zip.ts




const LARGEST_ZIP = 2 ** 31 - 1;
const MOST_MEMBERS = 2_000_000;
/** Records compress five- to tenfold; what unpacks to far more in all is made to exhaust. */
const LARGEST_RATIO = 200;
/**
 * The files of a zip in the order of its directory. A damaged member is reported in its place; throws PortsideError
 * (incomplete) when the zip itself cannot be read.
 */
async function* zipMembers(path, largest) {
    const bytes = await (0,promises_.readFile)(path).catch((error) => {
        throw unreadable(path, (0,errors/* reason */.l)(error), error);
    });
    if (bytes.length > LARGEST_ZIP)
        throw unreadable(path, 'it is larger than 2 GB');
    const zip = await zip_open(bytes).catch((error) => {
        throw unreadable(path, (0,errors/* reason */.l)(error), error);
    });
    if (zip.entryCount > MOST_MEMBERS)
        throw unreadable(path, 'it has more than two million members');
    let left = Math.max(64 << 20, bytes.length * LARGEST_RATIO);
    try {
        for await (const entry of zip.eachEntry()) {
            if (entry.fileName.endsWith('/'))
                continue;
            const member = readMember(bytes, entry, largest);
            if ('bytes' in member)
                left -= member.bytes.length;
            if (left < 0)
                throw new Error(`it unpacks to more than ${LARGEST_RATIO} times its size`);
            yield member;
        }
    }
    catch (error) {
        throw unreadable(path, (0,errors/* reason */.l)(error), error);
    }
    finally {
        zip.close();
    }
}
function zip_open(bytes) {
    return new Promise((resolve, reject) => {
        (0,yauzl/* fromBuffer */.vY)(bytes, { lazyEntries: true }, (error, zip) => error ? reject(error) : resolve(zip));
    });
}
const STORED = 0;
const DEFLATED = 8;
function readMember(zip, entry, largest) {
    const name = entry.fileName;
    if (entry.uncompressedSize > largest)
        return { name, problem: `it is larger than ${largest >> 20} MB` };
    if (entry.isEncrypted())
        return { name, problem: 'it is encrypted' };
    const header = entry.relativeOffsetOfLocalHeader;
    if (header + 30 > zip.length || zip.readUInt32LE(header) !== 0x04034b50)
        return { name, problem: 'its local header is damaged' };
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const packed = zip.subarray(start, start + entry.compressedSize);
    try {
        const bytes = unpack(packed, entry.compressionMethod, largest);
        if (bytes.length !== entry.uncompressedSize)
            return { name, problem: 'its size is wrong' };
        if (checksum && checksum(bytes) !== entry.crc32)
            return { name, problem: 'its checksum is wrong' };
        return { name, bytes };
    }
    catch (error) {
        return { name, problem: (0,errors/* reason */.l)(error) };
    }
}
function unpack(packed, method, largest) {
    if (method === STORED)
        return packed;
    if (method === DEFLATED)
        return external_node_zlib_.inflateRawSync(packed, { maxOutputLength: largest });
    throw new Error(`its compression method ${method} is not known`);
}
/** Node 20.15 brought it. */
const checksum = external_node_zlib_.crc32;
function unreadable(path, why, cause) {
    return new errors/* PortsideError */.V('incomplete', `Cannot read advisories from ${path}: ${why}`, 'Download it again', cause);
}

// EXTERNAL MODULE: ./src/advisories/sources/source.ts
var source = __webpack_require__(7517);
;// CONCATENATED MODULE: ./src/advisories/sources/dump.ts








/**
 * OSV's own dumps: a folder laid out `<Ecosystem>/all.zip` or `<Ecosystem>/*.json`, a folder of JSON files, or one zip.
 * Only the ecosystems that are asked for are read; records that name none of the packages are passed over unparsed.
 * Throws PortsideError (usage) when the path does not exist.
 */
async function openDump(path) {
    const parts = await findParts(path);
    return {
        name: path,
        async find(queries) {
            const wanted = (0,source/* wantedNames */.q)(queries);
            const collector = new Collector(wanted);
            for (const part of parts) {
                if (part.ecosystem !== undefined && !wanted.has(part.ecosystem))
                    continue;
                await collector.read(part);
            }
            return collector.found();
        },
    };
}
/** The parts of a dump, in the order of their names. */
async function findParts(path) {
    const found = await (0,promises_.stat)(path).catch((error) => {
        throw new errors/* PortsideError */.V('usage', `Cannot open the advisories ${path}: ${(0,errors/* reason */.l)(error)}`, 'Give a folder laid out <Ecosystem>/all.zip or <Ecosystem>/*.json, one zip, or a built database', error);
    });
    if (!found.isDirectory())
        return [{ path, kind: 'zip', ecosystem: undefined }];
    const parts = await partsIn(path, undefined);
    for (const entry of await sorted(path))
        if (entry.isDirectory())
            parts.push(...(await partsIn((0,external_node_path_.join)(path, entry.name), (0,ecosystem/* splitEcosystem */.Dx)(entry.name).base)));
    return parts;
}
async function partsIn(folder, ecosystem) {
    const names = (await sorted(folder)).filter((e) => !e.isDirectory()).map((e) => e.name);
    const parts = [];
    for (const name of names)
        if (name.endsWith('.zip'))
            parts.push({ path: (0,external_node_path_.join)(folder, name), kind: 'zip', ecosystem });
    if (names.some((name) => name.endsWith('.json')))
        parts.push({ path: folder, kind: 'folder', ecosystem });
    return parts;
}
async function sorted(folder) {
    const entries = await (0,promises_.readdir)(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
/** The files of a part; one that cannot be read comes with its problem. Throws PortsideError for a damaged zip. */
async function* membersOf(part) {
    if (part.kind === 'zip') {
        yield* zipMembers(part.path, record/* LARGEST_RECORD */.ty);
        return;
    }
    for (const entry of await sorted(part.path))
        if (!entry.isDirectory() && entry.name.endsWith('.json'))
            yield dump_readMember((0,external_node_path_.join)(part.path, entry.name));
}
function dump_readMember(path) {
    const name = (0,external_node_path_.basename)(path);
    let file;
    try {
        file = (0,external_node_fs_.openSync)(path, 'r');
        const { size } = (0,external_node_fs_.fstatSync)(file);
        if (size > record/* LARGEST_RECORD */.ty)
            return { name, problem: `it is larger than ${record/* LARGEST_RECORD */.ty >> 20} MB` };
        return { name, bytes: (0,external_node_fs_.readFileSync)(file) };
    }
    catch (error) {
        return { name, problem: (0,errors/* reason */.l)(error) };
    }
    finally {
        if (file !== undefined)
            (0,external_node_fs_.closeSync)(file);
    }
}
/** The names and ecosystems in a record's text; far cheaper than parsing it. */
const MENTION = /"(name|ecosystem|modified)"\s*:\s*"((?:[^"\\]|\\.)*)"/g;
const MOST_PROBLEMS = 20;
/** Gathers the records that speak of wanted packages, and what there was to read. */
class Collector {
    wanted;
    advisories = [];
    problems = [];
    coverage = new Map();
    constructor(wanted) {
        this.wanted = wanted;
    }
    async read(part) {
        const where = whereOf(part);
        if (part.ecosystem !== undefined)
            this.cover(part.ecosystem);
        try {
            for await (const member of membersOf(part)) {
                if (!member.name.endsWith('.json'))
                    continue;
                if ('problem' in member)
                    this.problem(`Record ${member.name} of ${where}: ${member.problem}`);
                else
                    this.readText(member.bytes.toString('utf8'), member.name, part);
            }
        }
        catch (error) {
            this.problems.push({ message: `${where}: ${(0,errors/* reason */.l)(error)}` });
        }
    }
    found() {
        const over = this.problems.length - MOST_PROBLEMS;
        const problems = this.problems.slice(0, MOST_PROBLEMS);
        if (over > 0)
            problems.push({ message: `and ${over} more records that could not be read` });
        return { advisories: this.advisories, coverage: { ecosystems: this.coverage }, problems };
    }
    readText(text, name, part) {
        const where = whereOf(part);
        if (!this.mentionsWanted(text, part.ecosystem)) {
            // What is no record at all is not passed over in silence.
            if (!/^\s*\{[\s\S]*\}\s*$/.test(text))
                this.problem(`Record ${name} of ${where}: it is not JSON`);
            return;
        }
        try {
            this.advisories.push((0,record/* readRecord */.aE)(text));
        }
        catch (error) {
            if (!(error instanceof record/* BadRecord */.xi))
                throw error;
            this.problem(`Record ${name} of ${where}: ${error.message}`);
        }
    }
    /** Coverage counts for the part's own ecosystem: a few npm records in Maven's dump do not cover npm. */
    mentionsWanted(text, only) {
        const bases = new Set();
        const names = [];
        let modified;
        for (const [, key, value = ''] of text.matchAll(MENTION)) {
            if (key === 'name')
                names.push(value.includes('\\') ? unescaped(value) : value);
            else if (key === 'ecosystem') {
                const { base, release } = (0,ecosystem/* splitEcosystem */.Dx)(value);
                bases.add(base);
                if (release !== undefined && (only === undefined || only === base))
                    this.cover(base).releases.add(release);
            }
            else
                modified ??= value;
        }
        let mentioned = false;
        for (const base of bases) {
            if (only === undefined || only === base)
                this.count(base, modified);
            const wanted = this.wanted.get(base);
            mentioned ||= wanted !== undefined && names.some((n) => wanted.has((0,ecosystem/* normaliseName */.GX)(base, n)));
        }
        return mentioned;
    }
    count(base, modified) {
        const known = this.cover(base);
        known.records++;
        if (modified && (known.modified === undefined || modified > known.modified))
            known.modified = modified;
    }
    cover(base) {
        const known = this.coverage.get(base) ?? {
            releases: new Set(),
            records: 0,
            modified: undefined,
        };
        this.coverage.set(base, known);
        return known;
    }
    problem(message) {
        this.problems.push({ message });
    }
}
function whereOf(part) {
    return part.ecosystem ?? (0,external_node_path_.basename)(part.path);
}
function unescaped(text) {
    try {
        return String(JSON.parse(`"${text}"`));
    }
    catch {
        return text;
    }
}


/***/ }),

/***/ 7517:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ NOTHING_FOUND),
/* harmony export */   q: () => (/* binding */ wantedNames)
/* harmony export */ });
const NOTHING_FOUND = {
    advisories: [],
    coverage: { ecosystems: undefined },
    problems: [],
};
/** Names that are asked for, normalised, by ecosystem. */
function wantedNames(queries) {
    const wanted = new Map();
    for (const { ecosystem, names } of queries) {
        const known = wanted.get(ecosystem) ?? new Set();
        wanted.set(ecosystem, known);
        for (const name of names)
            known.add(name);
    }
    return wanted;
}


/***/ }),

/***/ 2998:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ InvalidVersion),
/* harmony export */   X: () => (/* binding */ defineScheme)
/* harmony export */ });
/** The text is no version of the ecosystem: it can be compared as text only. */
class InvalidVersion extends Error {
    name = 'InvalidVersion';
    constructor(scheme, version) {
        super(`"${version.slice(0, 80)}" is no ${scheme} version`);
    }
}
/** No real version is longer; every parser is linear, so this is a bound on memory rather than on time. */
const LONGEST_VERSION = 65_536;
const REMEMBERED = 8192;
const LONGEST_REMEMBERED = 128;
/** A scheme from a parser (undefined for an invalid text) and an order of what it returns. Parsed versions are remembered. */
function defineScheme(id, parse, compare) {
    const known = new Map();
    const read = (text) => {
        const remembered = known.get(text);
        if (remembered)
            return remembered;
        const parsed = text.length > LONGEST_VERSION ? undefined : parse(text);
        if (!parsed)
            throw new InvalidVersion(id, text);
        if (text.length <= LONGEST_REMEMBERED) {
            if (known.size >= REMEMBERED)
                known.clear();
            known.set(text, parsed);
        }
        return parsed;
    };
    return { id, compare: (a, b) => compare(read(a), read(b)) };
}


/***/ }),

/***/ 6580:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  d: () => (/* binding */ schemeOf)
});

;// CONCATENATED MODULE: ./src/advisories/versions/order.ts
/** Compares two runs of decimal digits of any length by value; an empty run is 0. */
function compareDigits(a, b) {
    const [x, y] = [withoutLeadingZeros(a), withoutLeadingZeros(b)];
    return x.length - y.length || compareText(x, y);
}
/** By UTF-16 code unit. */
function compareText(a, b) {
    if (a === b)
        return 0;
    return a < b ? -1 : 1;
}
function isDigits(text) {
    return /^[0-9]+$/.test(text);
}
function withoutLeadingZeros(digits) {
    let at = 0;
    while (at < digits.length && digits.charCodeAt(at) === 48)
        at++;
    return at === 0 ? digits : digits.slice(at);
}

// EXTERNAL MODULE: ./src/advisories/versions/scheme.ts
var scheme = __webpack_require__(2998);
;// CONCATENATED MODULE: ./src/advisories/versions/apk.ts


/**
 * Alpine package versions: `1.2.3a_rc4_p5~0a1b2c-r6`.
 * Source: apk-package(5), "version", and the precedence of Gentoo's PMS that it follows. Malformed versions are
 * compared as far as they can be read; what cannot be read is older than anything.
 */
const apk = (0,scheme/* defineScheme */.X)('apk', parse, (a, b) => compareTokens(a, b));
/** Which of two different kinds at one place is newer: the later. */
var Rank;
(function (Rank) {
    Rank[Rank["Unreadable"] = 0] = "Unreadable";
    Rank[Rank["PreSuffix"] = 1] = "PreSuffix";
    Rank[Rank["End"] = 2] = "End";
    Rank[Rank["Revision"] = 3] = "Revision";
    Rank[Rank["Hash"] = 4] = "Hash";
    Rank[Rank["SuffixNumber"] = 5] = "SuffixNumber";
    Rank[Rank["PostSuffix"] = 6] = "PostSuffix";
    Rank[Rank["Letter"] = 7] = "Letter";
    Rank[Rank["Component"] = 8] = "Component";
})(Rank || (Rank = {}));
const END = { rank: Rank.End, text: '' };
const UNREADABLE = { rank: Rank.Unreadable, text: '' };
const PRE_SUFFIXES = ['alpha', 'beta', 'pre', 'rc'];
const POST_SUFFIXES = ['cvs', 'svn', 'git', 'hg', 'p'];
function parse(text) {
    if (text === '')
        return undefined;
    const first = /^[0-9]*/.exec(text)?.[0] ?? '';
    const tokens = [component(first.replace(/^0+(?=[0-9])/, ''))];
    const next = /\.([0-9]*)|(?<![a-z])([a-z])([0-9]*)|_([a-z]+)([0-9]*)|~([0-9a-f]+)|-r([0-9]+|$)/y;
    next.lastIndex = first.length;
    while (next.lastIndex < text.length) {
        const match = next.exec(text);
        if (!match)
            return [...tokens, UNREADABLE];
        const [whole, digits, letter, letterDigits, suffix, suffixDigits, hash, revision] = match;
        if (digits !== undefined)
            tokens.push(component(digits));
        else if (letter !== undefined) {
            tokens.push({ rank: Rank.Letter, text: letter });
            if (letterDigits)
                tokens.push(component(letterDigits));
        }
        else if (suffix !== undefined) {
            const known = suffixToken(suffix);
            if (!known)
                return [...tokens, UNREADABLE];
            tokens.push(known);
            if (suffixDigits)
                tokens.push({ rank: Rank.SuffixNumber, text: suffixDigits });
        }
        else if (hash !== undefined)
            tokens.push({ rank: Rank.Hash, text: hash });
        else {
            tokens.push({ rank: Rank.Revision, text: revision ?? '' });
            if (match.index + whole.length < text.length)
                return [...tokens, UNREADABLE];
            break;
        }
    }
    return tokens;
}
function component(digits) {
    return digits === '' ? UNREADABLE : { rank: Rank.Component, text: digits };
}
/** The text is the suffix's place in its list. */
function suffixToken(suffix) {
    const pre = PRE_SUFFIXES.indexOf(suffix);
    if (pre >= 0)
        return { rank: Rank.PreSuffix, text: String(pre) };
    const post = POST_SUFFIXES.indexOf(suffix);
    return post >= 0 ? { rank: Rank.PostSuffix, text: String(post) } : undefined;
}
function compareTokens(a, b) {
    const length = Math.max(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const [x, y] = [a[i] ?? END, b[i] ?? END];
        const difference = x.rank - y.rank || compareTexts(x, y);
        if (difference !== 0)
            return difference;
    }
    return 0;
}
function compareTexts(a, b) {
    switch (a.rank) {
        case Rank.Component:
            // A leading zero makes a fraction of every component but the first: 1.1 > 1.02 > 1.01.
            return a.text.startsWith('0') || b.text.startsWith('0')
                ? compareText(a.text, b.text)
                : compareDigits(a.text, b.text);
        case Rank.SuffixNumber:
        case Rank.Revision:
            return compareDigits(a.text, b.text);
        default:
            return compareText(a.text, b.text);
    }
}

;// CONCATENATED MODULE: ./src/advisories/versions/cran.ts


/**
 * R packages: integers separated by `.` or `-`; of two versions that agree, the longer is newer.
 * Source: R's package_version().
 */
const cran = (0,scheme/* defineScheme */.X)('cran', cran_parse, compareComponents);
function cran_parse(text) {
    return /^[0-9]+(?:[.-][0-9]+)*$/.test(text) ? text.split(/[.-]/) : undefined;
}
function compareComponents(a, b) {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const difference = compareDigits(a[i] ?? '', b[i] ?? '');
        if (difference !== 0)
            return difference;
    }
    return a.length - b.length;
}

;// CONCATENATED MODULE: ./src/advisories/versions/deb.ts


/**
 * Debian package versions, compared as dpkg does.
 * Source: deb-version(7).
 */
const deb = (0,scheme/* defineScheme */.X)('deb', deb_parse, compare);
function deb_parse(text) {
    const trimmed = text.trim();
    if (trimmed === '')
        return undefined;
    const colon = trimmed.indexOf(':');
    const epoch = colon < 0 ? '' : trimmed.slice(0, colon);
    if (!/^[0-9]*$/.test(epoch))
        return undefined;
    const rest = trimmed.slice(colon + 1);
    const hyphen = rest.lastIndexOf('-');
    return hyphen < 0
        ? { epoch, upstream: rest, revision: '' }
        : { epoch, upstream: rest.slice(0, hyphen), revision: rest.slice(hyphen + 1) };
}
function compare(a, b) {
    return (compareDigits(a.epoch, b.epoch) ||
        compareParts(a.upstream, b.upstream) ||
        compareParts(a.revision, b.revision));
}
/** Runs of non-digits and of digits, in turn. */
function compareParts(a, b) {
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
        while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
            const difference = weight(a, i) - weight(b, j);
            if (difference !== 0)
                return difference;
            i++;
            j++;
        }
        const [endA, endB] = [digitsEnd(a, i), digitsEnd(b, j)];
        const difference = compareDigits(a.slice(i, endA), b.slice(j, endB));
        if (difference !== 0)
            return difference;
        i = endA;
        j = endB;
    }
    return 0;
}
function isDigit(text, at) {
    const code = text.charCodeAt(at);
    return code >= 48 && code <= 57;
}
function digitsEnd(text, from) {
    let at = from;
    while (at < text.length && isDigit(text, at))
        at++;
    return at;
}
/** A tilde sorts before the end, the end before letters, letters before the rest. */
function weight(text, at) {
    if (at >= text.length || isDigit(text, at))
        return 0;
    const code = text.charCodeAt(at);
    if (code === 126)
        return -1;
    const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    return letter ? code : code + 256;
}

// EXTERNAL MODULE: ./node_modules/semver/functions/parse.js
var functions_parse = __webpack_require__(6353);
var parse_default = /*#__PURE__*/__webpack_require__.n(functions_parse);
;// CONCATENATED MODULE: ./src/advisories/versions/semver.ts



/**
 * Semantic versions: npm, crates.io, Go, Hex and others. What semver.org allows is read by npm's own parser; missing
 * components, leading zeros and numbers past 2^53 (all found in advisories) by the lenient one below.
 * Source: semver.org 2.0.0, section 11.
 */
const semver = (0,scheme/* defineScheme */.X)('semver', readSemver, compareSemver);
/** Longer texts are not handed to the strict parser, which refuses them after a look at every character. */
const LONGEST_STRICT = 256;
function readSemver(text) {
    const strict = text.length <= LONGEST_STRICT ? parse_default()(text) : null;
    if (!strict)
        return readLenient(text);
    return {
        numbers: [String(strict.major), String(strict.minor), String(strict.patch)],
        prerelease: strict.prerelease.map(String),
        build: strict.build,
    };
}
/** `v1`, `1.2`, `01.2.3`, `1.2.3.4`, `1.2.3rc1`: numbers, then whatever follows them as pre-release. */
function readLenient(text) {
    const bare = text.trim().replace(/^[vV=]+\s*/, '');
    const [numbers] = /^[0-9]+(?:\.[0-9]+)*/.exec(bare) ?? [];
    if (numbers === undefined)
        return undefined;
    const rest = bare.slice(numbers.length);
    const plus = rest.indexOf('+');
    const prerelease = (plus < 0 ? rest : rest.slice(0, plus)).replace(/^[-.]/, '');
    return {
        numbers: numbers.split('.'),
        prerelease: prerelease === '' ? [] : prerelease.split('.'),
        build: plus < 0 ? [] : rest.slice(plus + 1).split('.'),
    };
}
function compareSemver(a, b) {
    return compareNumbers(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease);
}
/** Missing numbers are 0. */
function compareNumbers(a, b) {
    const length = Math.max(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const difference = compareDigits(a[i] ?? '', b[i] ?? '');
        if (difference !== 0)
            return difference;
    }
    return 0;
}
/** A version without pre-release is newer than one with. */
function comparePrereleases(a, b) {
    if (a.length === 0 || b.length === 0)
        return b.length - a.length;
    return compareIdentifiers(a, b);
}
/** Digits before letters, digits by value, letters by code, the shorter list first. */
function compareIdentifiers(a, b) {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const difference = compareIdentifier(a[i] ?? '', b[i] ?? '');
        if (difference !== 0)
            return difference;
    }
    return a.length - b.length;
}
function compareIdentifier(a, b) {
    const [numericA, numericB] = [isDigits(a), isDigits(b)];
    if (numericA && numericB)
        return compareDigits(a, b);
    if (numericA !== numericB)
        return numericA ? -1 : 1;
    return compareText(a, b);
}

;// CONCATENATED MODULE: ./src/advisories/versions/go.ts


/**
 * Go modules and Go itself: semantic versions, `go1.22.4` and `1.22rc1` for releases of Go.
 * Source: go.dev/ref/mod#versions, go.dev/doc/toolchain#version.
 */
const go = (0,scheme/* defineScheme */.X)('go', (text) => readSemver(text.replace(/^go(?=[0-9])/, '').replace(/(?<=^[0-9]{1,4}\.[0-9]{1,4})(?=rc|beta)/, '.0-')), compareSemver);

;// CONCATENATED MODULE: ./src/advisories/versions/hackage.ts


/**
 * Haskell packages: integers separated by `.`, in the order of lists.
 * Source: the Haskell Package Versioning Policy and Data.Version.
 */
const hackage = (0,scheme/* defineScheme */.X)('hackage', (text) => (/^[0-9]+(?:\.[0-9]+)*$/.test(text) ? text.split('.') : undefined), compareComponents);

;// CONCATENATED MODULE: ./src/advisories/versions/maven.ts


/**
 * Maven versions.
 * Source: maven.apache.org/pom.html#Version_Order_Specification.
 */
const maven = (0,scheme/* defineScheme */.X)('maven', maven_parse, maven_compare);
function maven_parse(text) {
    if (text === '')
        return undefined;
    return withoutNulls(tokens(text.toLowerCase()));
}
/** A change between digits and letters separates like a hyphen; an empty token is 0. */
function tokens(text) {
    const found = [];
    let separator = '.';
    let expected = true;
    for (const [piece] of text.matchAll(/[.-]|[0-9]+|[^0-9.-]+/g)) {
        if (piece === '.' || piece === '-') {
            if (expected)
                found.push({ separator, text: '0' });
            separator = piece;
            expected = true;
            continue;
        }
        const next = { separator: expected ? separator : '-', text: piece };
        found.push(next);
        expected = false;
    }
    if (expected)
        found.push({ separator, text: '0' });
    return found.map((token, i) => {
        const following = found[i + 1];
        const glued = following && isDigits(following.text) && following.separator === '-';
        return { separator: token.separator, text: alias(token.text, glued === true) };
    });
}
function alias(word, beforeDigits) {
    if (isDigits(word))
        return word.replace(/^0+(?=[0-9])/, '');
    if (word === 'final' || word === 'ga' || word === 'release')
        return '';
    if (word === 'cr')
        return 'rc';
    if (!beforeDigits)
        return word;
    return { a: 'alpha', b: 'beta', m: 'milestone' }[word] ?? word;
}
/** Nulls at the end, and before each hyphen, say nothing: 1.0.0-foo.0 is 1-foo. */
function withoutNulls(list) {
    const kept = [];
    let trimming = true;
    for (let i = list.length - 1; i > 0; i--) {
        const token = list[i];
        if (!token)
            continue;
        if (trimming && isNull(token.text))
            continue;
        kept.push(token);
        trimming = token.separator === '-';
    }
    const first = list[0];
    if (first)
        kept.push(first);
    return kept.reverse();
}
function isNull(text) {
    return text === '' || text === '0';
}
function maven_compare(a, b) {
    const length = Math.max(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const [x, y] = [a[i] ?? padding(b[i]), b[i] ?? padding(a[i])];
        const difference = maven_compareTokens(x, y);
        if (difference !== 0)
            return difference;
    }
    return 0;
}
/** What a missing token counts as beside this one. */
function padding(other) {
    return other?.separator === '.' && isDigits(other.text)
        ? { separator: '.', text: '0' }
        : { separator: other?.separator ?? '-', text: '' };
}
function maven_compareTokens(a, b) {
    const difference = kind(a) - kind(b);
    if (difference !== 0)
        return difference;
    return isDigits(a.text) ? compareDigits(a.text, b.text) : compareWords(a.text, b.text);
}
/** `.word` < `-word` < `-number` < `.number`, as the releases of Maven 3 have it. */
function kind(token) {
    const hyphen = token.separator === '-';
    if (isDigits(token.text))
        return hyphen ? 2 : 3;
    return hyphen ? 1 : 0;
}
const WORDS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
function compareWords(a, b) {
    const [x, y] = [WORDS.indexOf(a), WORDS.indexOf(b)];
    if (x < 0 && y < 0)
        return compareText(a, b);
    // A word that Maven does not know comes after all that it knows.
    return (x < 0 ? WORDS.length : x) - (y < 0 ? WORDS.length : y);
}

;// CONCATENATED MODULE: ./src/advisories/versions/nuget.ts


/**
 * NuGet: semantic versions with a fourth number; pre-release labels without regard to case.
 * Source: learn.microsoft.com/nuget/concepts/package-versioning.
 */
const nuget = (0,scheme/* defineScheme */.X)('nuget', (text) => readLenient(text.toLowerCase()), (a, b) => compareNumbers(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease));

;// CONCATENATED MODULE: ./src/advisories/versions/packagist.ts


/**
 * PHP packages, compared as PHP's version_compare() does.
 * Source: php.net/version_compare.
 */
const packagist = (0,scheme/* defineScheme */.X)('packagist', packagist_parse, packagist_compare);
function packagist_parse(text) {
    const parts = text.replace(/^[vV]/, '').match(/[0-9]+|[^0-9.+_-]+/g);
    return parts ?? undefined;
}
function packagist_compare(a, b) {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const difference = comparePart(a[i] ?? '', b[i] ?? '');
        if (difference !== 0)
            return difference;
    }
    return rest(a, length) - rest(b, length);
}
function comparePart(a, b) {
    return isDigits(a) && isDigits(b) ? compareDigits(a, b) : stage(a) - stage(b);
}
const NUMBER = 4;
/** dev < alpha < beta < RC < a number < patch level; any other word is older. A word counts by its beginning. */
function stage(part) {
    if (isDigits(part))
        return NUMBER;
    if (part.startsWith('dev'))
        return 0;
    if (part.startsWith('a'))
        return 1;
    if (part.startsWith('b'))
        return 2;
    if (part.startsWith('RC') || part.startsWith('rc'))
        return 3;
    if (part.startsWith('#'))
        return NUMBER;
    if (part.startsWith('p'))
        return 5;
    return -1;
}
/** What the parts past the common ones add: a number makes newer, a word as its stage is past that of a number. */
function rest(parts, from) {
    for (let i = from; i < parts.length; i++) {
        const part = parts[i] ?? '';
        if (isDigits(part))
            return 1;
        const difference = stage(part) - NUMBER;
        if (difference !== 0)
            return difference;
    }
    return 0;
}

;// CONCATENATED MODULE: ./src/advisories/versions/pep440.ts


/**
 * Python packages. Texts that PEP 440 does not allow are compared as setuptools did before 2022 and are older than all
 * that it allows.
 * Source: packaging.python.org/specifications/version-specifiers; setuptools' LegacyVersion.
 */
const pep440 = (0,scheme/* defineScheme */.X)('pep440', pep440_parse, pep440_compare);
/** Of the release: a lone `.devN` is before every pre-release. */
var Stage;
(function (Stage) {
    Stage[Stage["Dev"] = 0] = "Dev";
    Stage[Stage["Alpha"] = 1] = "Alpha";
    Stage[Stage["Beta"] = 2] = "Beta";
    Stage[Stage["Candidate"] = 3] = "Candidate";
    Stage[Stage["Final"] = 4] = "Final";
})(Stage || (Stage = {}));
const PEP440 = /^v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]*))?(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?(?:[-_.]?(dev)[-_.]?([0-9]*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;
function pep440_parse(text) {
    const version = text.trim().toLowerCase();
    const match = PEP440.exec(version);
    if (!match)
        return version === '' ? undefined : { kind: 'legacy', parts: legacyParts(version) };
    const [, epoch = '', release = '', pre, preNumber = '', implicitPost, postWord, postNumber = ''] = match;
    const [devWord, devNumber = '', local] = match.slice(8);
    const post = implicitPost ?? (postWord === undefined ? undefined : postNumber);
    const dev = devWord === undefined ? undefined : devNumber;
    return {
        kind: 'pep440',
        epoch,
        release: withoutTrailingZeros(release.split('.')),
        stage: stageOf(pre, post, dev),
        pre: preNumber,
        post,
        dev,
        local: local?.split(/[-_.]/),
    };
}
function stageOf(pre, post, dev) {
    if (pre === undefined)
        return post === undefined && dev !== undefined ? Stage.Dev : Stage.Final;
    if (pre.startsWith('a'))
        return Stage.Alpha;
    return pre.startsWith('b') ? Stage.Beta : Stage.Candidate;
}
function withoutTrailingZeros(parts) {
    let end = parts.length;
    while (end > 1 && /^0+$/.test(parts[end - 1] ?? ''))
        end--;
    return parts.slice(0, end);
}
function pep440_compare(a, b) {
    if (a.kind === 'pep440' && b.kind === 'pep440')
        return comparePep440(a, b);
    if (a.kind === 'legacy' && b.kind === 'legacy')
        return compareLegacy(a.parts, b.parts);
    return a.kind === 'legacy' ? -1 : 1;
}
function comparePep440(a, b) {
    return (compareDigits(a.epoch, b.epoch) ||
        compareReleases(a.release, b.release) ||
        a.stage - b.stage ||
        compareDigits(a.pre, b.pre) ||
        compareOptional(a.post, b.post, -1) ||
        compareOptional(a.dev, b.dev, 1) ||
        compareLocals(a.local, b.local));
}
function compareReleases(a, b) {
    const length = Math.max(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const difference = compareDigits(a[i] ?? '', b[i] ?? '');
        if (difference !== 0)
            return difference;
    }
    return 0;
}
/** `absent` says whether a version without the part is older (-1) or newer (1) than one with it. */
function compareOptional(a, b, absent) {
    if (a !== undefined && b !== undefined)
        return compareDigits(a, b);
    if (a === b)
        return 0;
    return a === undefined ? absent : -absent;
}
/** No local part first; numbers after words; of two that agree, the longer is newer. */
function compareLocals(a, b) {
    if (!a || !b)
        return Number(a !== undefined) - Number(b !== undefined);
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const [x, y] = [a[i] ?? '', b[i] ?? ''];
        const [numericX, numericY] = [isDigits(x), isDigits(y)];
        const difference = Number(numericX) - Number(numericY) || (numericX ? compareDigits(x, y) : compareText(x, y));
        if (difference !== 0)
            return difference;
    }
    return a.length - b.length;
}
const LEGACY_WORDS = new Map([
    ['pre', 'c'],
    ['preview', 'c'],
    ['-', 'final-'],
    ['rc', 'c'],
    ['dev', '@'],
]);
/** Words get a star, so that they sort around `*final`, which ends the list; numbers are marked by their first digit. */
function legacyParts(version) {
    const parts = [];
    for (const piece of version.match(/[0-9]+|[a-z]+|\.|-|[^0-9a-z.-]+/g) ?? []) {
        const part = LEGACY_WORDS.get(piece) ?? piece;
        if (part === '.')
            continue;
        if (isDigits(part))
            parts.push(part);
        else
            pushWord(parts, `*${part}`);
    }
    pushWord(parts, '*final');
    return parts;
}
/** A pre-release word drops the dashes before it; every word drops the zeros before it. */
function pushWord(parts, word) {
    if (word < '*final')
        while (parts.at(-1) === '*final-')
            parts.pop();
    while (/^0+$/.test(parts.at(-1) ?? ''))
        parts.pop();
    parts.push(word);
}
function compareLegacy(a, b) {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const [x, y] = [a[i] ?? '', b[i] ?? ''];
        const difference = isDigits(x) && isDigits(y) ? compareDigits(x, y) : compareText(x, y);
        if (difference !== 0)
            return difference;
    }
    return a.length - b.length;
}

;// CONCATENATED MODULE: ./src/advisories/versions/pub.ts


/**
 * Dart packages: semantic versions whose build metadata is ordered too, after the version without.
 * Source: dart.dev/tools/pub/versioning and the pub_semver package's description.
 */
const pub = (0,scheme/* defineScheme */.X)('pub', readSemver, (a, b) => {
    return (compareSemver(a, b) ||
        // An empty list is a prefix of every other, so it comes first here too.
        compareIdentifiers(a.build, b.build));
});

;// CONCATENATED MODULE: ./src/advisories/versions/rpm.ts


/**
 * RPM versions, `[epoch:]version[-release]`, compared as rpmvercmp does.
 * Source: rpm-version(7), "Version comparison".
 */
const rpm = (0,scheme/* defineScheme */.X)('rpm', rpm_parse, rpm_compare);
/** At one place: `~` is oldest, then the end, `^`, letters, digits. */
var rpm_Rank;
(function (Rank) {
    Rank[Rank["Tilde"] = 0] = "Tilde";
    Rank[Rank["End"] = 1] = "End";
    Rank[Rank["Caret"] = 2] = "Caret";
    Rank[Rank["Letters"] = 3] = "Letters";
    Rank[Rank["Digits"] = 4] = "Digits";
})(rpm_Rank || (rpm_Rank = {}));
const rpm_END = { rank: rpm_Rank.End, text: '' };
function rpm_parse(text) {
    const trimmed = text.trim();
    if (trimmed === '')
        return undefined;
    const [, epoch = '', rest = ''] = /^(?:([0-9]*):)?(.*)$/s.exec(trimmed) ?? [];
    const hyphen = rest.lastIndexOf('-');
    return hyphen < 0
        ? { epoch, version: segments(rest), release: undefined }
        : {
            epoch,
            version: segments(rest.slice(0, hyphen)),
            release: segments(rest.slice(hyphen + 1)),
        };
}
function segments(text) {
    return (text.match(/[0-9]+|[A-Za-z]+|[~^]/g) ?? []).map((part) => ({
        rank: rank(part),
        text: part,
    }));
}
function rank(part) {
    if (part === '~')
        return rpm_Rank.Tilde;
    if (part === '^')
        return rpm_Rank.Caret;
    return /^[0-9]/.test(part) ? rpm_Rank.Digits : rpm_Rank.Letters;
}
function rpm_compare(a, b) {
    return (compareDigits(a.epoch, b.epoch) ||
        compareSegments(a.version, b.version) ||
        rpm_compareReleases(a.release, b.release));
}
function rpm_compareReleases(a, b) {
    if (a && b)
        return compareSegments(a, b);
    return Number(a !== undefined) - Number(b !== undefined);
}
function compareSegments(a, b) {
    const length = Math.max(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const [x, y] = [a[i] ?? rpm_END, b[i] ?? rpm_END];
        const difference = x.rank - y.rank ||
            (x.rank === rpm_Rank.Digits ? compareDigits(x.text, y.text) : compareText(x.text, y.text));
        if (difference !== 0)
            return difference;
    }
    return 0;
}

;// CONCATENATED MODULE: ./src/advisories/versions/rubygems.ts


/**
 * RubyGems: segments of digits and of letters; a letter makes a pre-release.
 * Source: Gem::Version's documentation.
 */
const rubygems = (0,scheme/* defineScheme */.X)('rubygems', rubygems_parse, rubygems_compare);
function rubygems_parse(text) {
    const trimmed = text.trim();
    if (!/^[0-9]+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/.test(trimmed)) {
        // Rows hold `1.2.3_beta` and the like, which RubyGems itself would refuse.
        if (!/^v?[0-9]/.test(trimmed))
            return undefined;
    }
    const parts = trimmed.replaceAll('-', '.pre.').match(/[0-9]+|[A-Za-z]+/g) ?? [];
    const letter = parts.findIndex((part) => !isDigits(part));
    return letter < 0
        ? rubygems_withoutTrailingZeros(parts)
        : [
            ...rubygems_withoutTrailingZeros(parts.slice(0, letter)),
            ...rubygems_withoutTrailingZeros(parts.slice(letter)),
        ];
}
function rubygems_withoutTrailingZeros(parts) {
    let end = parts.length;
    while (end > 0 && /^0+$/.test(parts[end - 1] ?? ''))
        end--;
    return parts.slice(0, end);
}
function rubygems_compare(a, b) {
    const length = Math.max(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const difference = compareSegment(a[i] ?? '0', b[i] ?? '0');
        if (difference !== 0)
            return difference;
    }
    return 0;
}
function compareSegment(a, b) {
    const [numericA, numericB] = [isDigits(a), isDigits(b)];
    if (numericA !== numericB)
        return numericA ? 1 : -1;
    return numericA ? compareDigits(a, b) : compareText(a, b);
}

;// CONCATENATED MODULE: ./src/advisories/versions/schemes.ts













/** How an OSV ecosystem (without its release) orders versions; undefined when only equal texts can be told. */
function schemeOf(ecosystem) {
    return SCHEMES.get(ecosystem);
}
const SCHEMES = new Map([
    ...['Debian', 'Ubuntu', 'Echo', 'Docker Hardened Images', 'opam'].map((e) => [e, deb]),
    ...['Alpine', 'Wolfi', 'Chainguard', 'MinimOS', 'Alpaquita', 'BellSoft Hardened Containers'].map((e) => [e, apk]),
    ...[
        'AlmaLinux',
        'Rocky Linux',
        'Red Hat',
        'openSUSE',
        'SUSE',
        'Mageia',
        'openEuler',
        'Photon OS',
        'Azure Linux',
    ].map((e) => [e, rpm]),
    ...['npm', 'crates.io', 'Hex', 'Bitnami', 'Julia', 'SwiftURL', 'GitHub Actions'].map((e) => [e, semver]),
    ['Go', go],
    ['PyPI', pep440],
    ['Maven', maven],
    ['RubyGems', rubygems],
    ['Packagist', packagist],
    ['NuGet', nuget],
    ['Pub', pub],
    ['CRAN', cran],
    ['Hackage', hackage],
    ['GHC', hackage],
]);


/***/ })

};
