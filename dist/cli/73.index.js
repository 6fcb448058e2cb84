export const id = 73;
export const ids = [73];
export const modules = {

/***/ 9073:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/advisories/affected.ts
var affected = __webpack_require__(4643);
// EXTERNAL MODULE: ./src/advisories/ecosystem.ts
var ecosystem = __webpack_require__(3583);
// EXTERNAL MODULE: ./src/advisories/record.ts
var record = __webpack_require__(7953);
// EXTERNAL MODULE: ./src/advisories/sources/dump.ts + 1 modules
var sources_dump = __webpack_require__(342);
// EXTERNAL MODULE: ./src/advisories/versions/schemes.ts + 14 modules
var schemes = __webpack_require__(6580);
// EXTERNAL MODULE: ./src/advisories/database/codec.ts
var codec = __webpack_require__(3899);
// EXTERNAL MODULE: ./src/advisories/database/format.ts
var format = __webpack_require__(858);
;// CONCATENATED MODULE: ./src/advisories/database/build.ts












/**
 * Builds a database in the folder `out` from OSV dumps (see openDump). Withdrawn records and repeated ids are left out.
 * Throws PortsideError (usage) when a dump does not exist.
 */
async function buildDatabase(dumps, out, now) {
    const problems = [];
    const ecosystems = await gather(dumps, problems);
    await (0,promises_.mkdir)(out, { recursive: true });
    const entries = {};
    for (const [ecosystem, { advisories, dumped }] of [...ecosystems].sort(([a], [b]) => compare(a, b))) {
        const { bytes, entry } = encodeEcosystem(ecosystem, [...advisories.values()], dumped);
        entries[ecosystem] = entry;
        await replaceFile((0,external_node_path_.join)(out, entry.file), bytes);
    }
    const manifest = { schema: format/* SCHEMA */.y, built: now.toISOString(), ecosystems: entries };
    await replaceFile((0,external_node_path_.join)(out, format/* MANIFEST */.e), `${JSON.stringify(manifest, undefined, 1)}\n`);
    return { manifest, problems };
}
/** Records by ecosystem and id; one with rows of several ecosystems is kept in each, with the rows of that one. */
async function gather(dumps, problems) {
    const ecosystems = new Map();
    for (const dump of dumps)
        for (const part of await (0,sources_dump/* findParts */.ae)(dump))
            try {
                for await (const member of (0,sources_dump/* membersOf */.lS)(part)) {
                    if (!member.name.endsWith('.json'))
                        continue;
                    const where = `${member.name} of ${part.path}`;
                    if ('problem' in member)
                        problems.push(`${where}: ${member.problem}`);
                    else
                        addRecord(member.bytes, part.ecosystem, where, ecosystems, problems);
                }
            }
            catch (error) {
                problems.push((0,errors/* reason */.l)(error));
            }
    return ecosystems;
}
function addRecord(bytes, only, where, ecosystems, problems) {
    let advisory;
    try {
        advisory = (0,record/* readRecord */.aE)(bytes.toString('utf8'));
    }
    catch (error) {
        if (!(error instanceof record/* BadRecord */.xi))
            throw error;
        problems.push(`${where}: ${error.message}`);
        return;
    }
    if (advisory.withdrawn)
        return;
    for (const base of new Set(advisory.affected.map((row) => row.ecosystem))) {
        const { advisories: known, ...gathered } = ecosystems.get(base) ?? {
            advisories: new Map(),
            dumped: false,
        };
        ecosystems.set(base, {
            advisories: known,
            dumped: gathered.dumped || only === undefined || only === base,
        });
        const before = known.get(advisory.id);
        if (before && (before.modified ?? '') >= (advisory.modified ?? ''))
            continue;
        const rows = advisory.affected.filter((row) => row.ecosystem === base);
        known.set(advisory.id, { ...advisory, affected: rows.map(withoutCoveredVersions) });
    }
}
/** Lists repeat what the ranges say; what the ranges do not say is kept. */
function withoutCoveredVersions(row) {
    const scheme = (0,schemes/* schemeOf */.d)(row.ecosystem);
    if (!scheme || row.ranges.length === 0 || row.versions.length > 10_000)
        return row;
    const ranges = { ...row, versions: [] };
    return { ...row, versions: row.versions.filter((v) => (0,affected/* affects */.b)(ranges, v, scheme) === undefined) };
}
/** Uncompressed bytes of a block: larger ones compress better, smaller ones are read sooner. */
const BLOCK = 192 << 10;
function encodeEcosystem(ecosystem, advisories, dumped) {
    const named = advisories
        .map((advisory) => ({ advisory, names: namesOf(advisory) }))
        .sort((a, b) => compare(a.names[0], b.names[0]) || compare(a.advisory.id, b.advisory.id));
    const { blocks, table } = encodeBlocks(named.map(({ advisory }) => advisory));
    const { names, records } = encodeNames(named.map(({ names }) => names));
    const header = { blocks: table, names, records };
    const head = compress(JSON.stringify(header));
    const bytes = Buffer.concat([head, ...blocks]);
    return {
        bytes,
        entry: {
            file: `${ecosystem.replace(/[^A-Za-z0-9.-]+/g, '_')}.advisories`,
            size: bytes.length,
            header: head.length,
            digest: `sha256:${(0,external_node_crypto_.createHash)('sha256').update(head).digest('hex')}`,
            records: advisories.length,
            dumped,
            modified: newestModified(advisories),
            releases: [
                ...new Set(advisories.flatMap(({ affected }) => affected.flatMap((r) => r.release ?? []))),
            ].sort(),
        },
    };
}
function namesOf(advisory) {
    return [
        ...new Set(advisory.affected.map((row) => (0,ecosystem/* normaliseName */.GX)(row.ecosystem, row.name))),
    ].sort();
}
function encodeBlocks(advisories) {
    const blocks = [];
    const table = [];
    let lines = [];
    let [size, first] = [0, 0];
    const close = () => {
        if (lines.length === 0)
            return;
        const block = compress(`[${lines.join(',\n')}]`);
        table.push([
            block.length,
            first,
            (0,external_node_crypto_.createHash)('sha256').update(block).digest('hex').slice(0, 32),
        ]);
        blocks.push(block);
        first += lines.length;
        lines = [];
        size = 0;
    };
    for (const advisory of advisories) {
        const line = JSON.stringify((0,codec/* encodeAdvisory */.A)(advisory));
        lines.push(line);
        size += line.length;
        if (size >= BLOCK)
            close();
    }
    close();
    return { blocks, table };
}
function encodeNames(namesByRecord) {
    const records = new Map();
    namesByRecord.forEach((names, record) => {
        for (const name of names) {
            const known = records.get(name);
            if (known)
                known.push(record);
            else
                records.set(name, [record]);
        }
    });
    const names = [...records.keys()].filter((name) => !name.includes('\n')).sort();
    return {
        names: names.join('\n'),
        records: names.map((name) => ranges(records.get(name) ?? [])).join('\n'),
    };
}
/** Ascending numbers as `3,5-9`. */
function ranges(numbers) {
    const parts = [];
    for (let i = 0; i < numbers.length; i++) {
        const from = numbers[i];
        let to = from;
        while (to !== undefined && numbers[i + 1] === to + 1)
            to = numbers[++i];
        parts.push(from === to ? `${from}` : `${from}-${to}`);
    }
    return parts.join(',');
}
function compress(text) {
    const bytes = Buffer.from(text);
    return (0,external_node_zlib_.brotliCompressSync)(bytes, {
        params: {
            [external_node_zlib_.constants.BROTLI_PARAM_MODE]: external_node_zlib_.constants.BROTLI_MODE_TEXT,
            [external_node_zlib_.constants.BROTLI_PARAM_QUALITY]: 11,
            [external_node_zlib_.constants.BROTLI_PARAM_LGWIN]: 22,
            [external_node_zlib_.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
    });
}
function newestModified(advisories) {
    let newest;
    for (const { modified } of advisories)
        if (modified !== undefined && (newest === undefined || modified > newest))
            newest = modified;
    return newest;
}
function compare(a, b) {
    if (a === b)
        return 0;
    return (a ?? '') < (b ?? '') ? -1 : 1;
}
/** Readers never see half a file. */
async function replaceFile(path, content) {
    const partial = `${path}.partial`;
    await (0,promises_.writeFile)(partial, content);
    await (0,promises_.rename)(partial, path);
}

// EXTERNAL MODULE: ./src/advisories/database/open.ts
var database_open = __webpack_require__(1385);
;// CONCATENATED MODULE: ./src/commands/db.ts



/** `portside db build --from DUMPS --out FOLDER`, `portside db info FOLDER`. Returns the exit status. */
async function run(settings, host) {
    const [action, path, ...more] = settings.operands;
    if (action === 'build' && path === undefined)
        return build(settings, host);
    if (action === 'info' && path !== undefined && more.length === 0)
        return info(path, settings);
    throw new errors/* PortsideError */.V('usage', 'portside db does one of two things', 'portside db build --from DUMPS --out FOLDER, or portside db info FOLDER');
}
async function build(settings, host) {
    const { from, out, now } = settings;
    if (from.length === 0 || out === undefined)
        throw new errors/* PortsideError */.V('usage', 'portside db build needs dumps and a folder to write to', 'portside db build --from DUMPS --out FOLDER');
    const { manifest, problems } = await buildDatabase(from, out, now);
    for (const problem of problems)
        host.warning(`left out: ${problem}`);
    process.stdout.write(table(manifest, now));
    return problems.length > 0 ? 3 : 0;
}
async function info(path, settings) {
    process.stdout.write(table(await (0,database_open/* databaseInfo */.ak)(path), settings.now));
    return 0;
}
/** A line for each ecosystem: records, bytes, age of the newest record. */
function table(manifest, now) {
    const rows = Object.entries(manifest.ecosystems).map(([ecosystem, entry]) => {
        const age = entry.modified === undefined ? 'no date' : `${days(entry.modified, now)} days old`;
        const strays = entry.dumped ? '' : ' (strays of other dumps)';
        return `${ecosystem.padEnd(16)} ${String(entry.records).padStart(8)} records ${String(entry.size).padStart(10)} bytes, newest ${age}${strays}`;
    });
    return `${[`built ${manifest.built}`, ...rows].join('\n')}\n`;
}
function days(date, now) {
    return Math.floor((now.getTime() - Date.parse(date)) / 86_400_000);
}


/***/ })

};
