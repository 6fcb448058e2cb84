export const id = 553;
export const ids = [553];
export const modules = {

/***/ 6111:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ checkFormats),
/* harmony export */   c: () => (/* binding */ deliver)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6927);
/* harmony import */ var _reports_reports_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6237);




const STATUS = { pass: 0, fail: 1, incomplete: 3 };
/**
 * Writes every report that was asked for (text to standard output when none was), then says how it ended: a gate never
 * keeps a report from being written. Returns the exit status. Throws PortsideError for an unknown format before
 * anything is written, or when a file cannot be written.
 */
async function deliver({ report, context }, settings, host, fallback = 'text') {
    const outputs = settings.outputs.length > 0 ? settings.outputs : [{ format: fallback }];
    for (const output of outputs) {
        const colour = output.file === undefined && process.stdout.isTTY && !settings.environment.noColor;
        const width = process.stdout.columns;
        const text = formatNamed(output.format).render(report, {
            ...context,
            colour,
            ...(width ? { width } : {}),
        });
        if (output.file === undefined)
            await print(text);
        else
            await write(output.file, text);
    }
    for (const line of incompleteLines(report.incomplete))
        host.warning(line);
    const { outcome, reasons } = report.verdict;
    if (!outputs.some(({ format, file }) => format === 'text' && file === undefined))
        host.info(`verdict: ${outcome}${reasons[0] ? ` (${reasons[0]})` : ''}`);
    return STATUS[report.verdict.outcome];
}
/** A line for each reason: one image that cannot be read fails several checks. */
function incompleteLines(incomplete) {
    const checks = new Map();
    for (const { check, target, reason: why } of incomplete) {
        const rest = `of ${target} could not run: ${why}`;
        checks.set(rest, [...(checks.get(rest) ?? []), check]);
    }
    return [...checks].map(([rest, names]) => `the ${names.join(', ')} ${names.length === 1 ? 'check' : 'checks'} ${rest}`);
}
/** Fails before any work is done when a format is unknown. */
function checkFormats(outputs) {
    for (const { format } of outputs)
        formatNamed(format);
}
function formatNamed(id) {
    const format = _reports_reports_js__WEBPACK_IMPORTED_MODULE_3__/* .FORMATS */ .h.get(id);
    if (format)
        return format;
    throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .PortsideError */ .V('usage', `There is no report format "${id}"`, `Formats are ${[..._reports_reports_js__WEBPACK_IMPORTED_MODULE_3__/* .FORMATS */ .h.keys()].join(', ')}`);
}
/** Waits for a slow reader, so that nothing is lost at exit. */
function print(text) {
    return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}
async function write(file, text) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(file), { recursive: true });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(file, text);
    }
    catch (error) {
        throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .PortsideError */ .V('usage', `Cannot write the report ${file}: ${(0,_findings_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reason */ .l)(error)}`, 'Name a file in a folder that may be written', error);
    }
}


/***/ }),

/***/ 1553:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
;// CONCATENATED MODULE: ./src/reports/merge.ts
/**
 * Several reports as one, such as the legs of a matrix. What two say in the same words is there once; the worst verdict
 * is the verdict. Associative, so that merged reports may be merged again. At least one report.
 */
function mergeReports(first, ...others) {
    const all = [first, ...others];
    const outcomes = all.map((r) => r.verdict.outcome);
    const outcome = WORST_FIRST.find((o) => outcomes.includes(o)) ?? 'pass';
    return {
        schema: first.schema,
        tool: first.tool,
        targets: once(all.flatMap((r) => r.targets)),
        packages: once(all.flatMap((r) => r.packages)),
        findings: once(all.flatMap((r) => r.findings)),
        incomplete: once(all.flatMap((r) => r.incomplete)),
        notes: once(all.flatMap((r) => r.notes)),
        verdict: { outcome, reasons: [...new Set(all.flatMap((r) => r.verdict.reasons))] },
    };
}
const WORST_FIRST = ['fail', 'incomplete', 'pass'];
/** Each different value once, in order of first appearance. */
function once(values) {
    return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

;// CONCATENATED MODULE: ./docs/report.schema.json
const report_schema_namespaceObject = /*#__PURE__*/JSON.parse('{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"portside-report/1","title":"Portside report","description":"Lines and columns are 1-based, columns count UTF-16 units, ends are exclusive. Paths are relative to the repository\'s root with forward slashes; paths in an image have no leading slash.","type":"object","additionalProperties":false,"required":["schema","tool","targets","packages","findings","incomplete","notes","verdict"],"properties":{"schema":{"const":"portside-report/1"},"tool":{"type":"object","additionalProperties":false,"required":["name","version"],"properties":{"name":{"const":"portside"},"version":{"type":"string","minLength":1}}},"targets":{"description":"What was inspected.","type":"array","items":{"type":"object","additionalProperties":false,"required":["kind","name"],"properties":{"kind":{"enum":["dockerfile","manifest","image","sbom","blob"]},"name":{"type":"string"},"digest":{"$ref":"#/$defs/digest"},"platform":{"type":"string"},"dockerfile":{"$ref":"#/$defs/path","description":"The Dockerfile that the image was built from."}}}},"packages":{"description":"The inventory of the images.","type":"array","items":{"$ref":"#/$defs/package"}},"findings":{"type":"array","items":{"$ref":"#/$defs/finding"}},"incomplete":{"description":"Checks that could not run: never a pass.","type":"array","items":{"type":"object","additionalProperties":false,"required":["check","target","reason"],"properties":{"check":{"$ref":"#/$defs/check"},"target":{"type":"string"},"reason":{"type":"string","minLength":1}}}},"notes":{"description":"What a reader should know that is neither a finding nor a failure.","type":"array","items":{"type":"object","additionalProperties":false,"required":["message"],"properties":{"check":{"$ref":"#/$defs/check"},"target":{"type":"string"},"message":{"type":"string","minLength":1}}}},"verdict":{"type":"object","additionalProperties":false,"required":["outcome","reasons"],"properties":{"outcome":{"enum":["pass","fail","incomplete"]},"reasons":{"type":"array","items":{"type":"string"}}}}},"$defs":{"check":{"enum":["lint","manifest","vulnerability","malware","secret","hardening","trust","policy"]},"digest":{"type":"string","pattern":"^[a-z0-9]+:[0-9a-f]{32,}$"},"path":{"type":"string","minLength":1},"range":{"type":"object","required":["startLine","startColumn","endLine","endColumn"],"properties":{"startLine":{"type":"integer","minimum":1},"startColumn":{"type":"integer","minimum":1},"endLine":{"type":"integer","minimum":1},"endColumn":{"type":"integer","minimum":1}}},"location":{"type":"object","$ref":"#/$defs/range","unevaluatedProperties":false,"required":["path"],"properties":{"path":{"$ref":"#/$defs/path"}}},"package":{"type":"object","additionalProperties":false,"required":["purl","type","name","version","paths"],"properties":{"purl":{"type":"string","pattern":"^pkg:"},"type":{"type":"string","minLength":1},"name":{"type":"string","minLength":1},"version":{"type":"string"},"arch":{"type":"string"},"source":{"description":"The source package or origin that the ecosystem\'s advisories speak of.","type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"type":"string"},"version":{"type":"string"}}},"module":{"type":"string"},"license":{"type":"string"},"paths":{"type":"array","items":{"type":"string"}},"ownedBy":{"type":"string"},"evidence":{"type":"string"},"layer":{"type":"object","additionalProperties":false,"required":["index","diffID"],"properties":{"index":{"type":"integer","minimum":0},"diffID":{"$ref":"#/$defs/digest"}}},"location":{"$ref":"#/$defs/location","description":"The Dockerfile instruction that brought it."},"related":{"$ref":"#/$defs/location"}}},"finding":{"type":"object","additionalProperties":false,"required":["rule","aliases","check","severity","confidence","tags","message","fingerprint","status"],"properties":{"rule":{"type":"string","minLength":1},"aliases":{"type":"array","items":{"type":"string"}},"check":{"$ref":"#/$defs/check"},"severity":{"enum":["critical","high","medium","low","info"]},"confidence":{"enum":["high","medium","low"]},"tags":{"type":"array","items":{"type":"string"}},"message":{"type":"string","minLength":1},"location":{"$ref":"#/$defs/location"},"related":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["location","message"],"properties":{"location":{"$ref":"#/$defs/location"},"message":{"type":"string"}}}},"subject":{"type":"object","additionalProperties":false,"properties":{"image":{"type":"string"},"layer":{"type":"integer","minimum":0},"purl":{"type":"string","pattern":"^pkg:"},"path":{"type":"string"}}},"fingerprint":{"description":"Stable over rebuilds, tags and line moves.","type":"string","pattern":"^[0-9a-f]{16,64}$"},"status":{"description":"Against the baseline; new when there is none.","enum":["new","known","fixed","excepted"]},"exception":{"type":"object"},"fix":{"type":"object","additionalProperties":false,"required":["description","edits"],"properties":{"description":{"type":"string"},"edits":{"type":"array","items":{"type":"object","$ref":"#/$defs/range","unevaluatedProperties":false,"required":["text"],"properties":{"text":{"type":"string"}}}}}},"details":{"description":"What the check knows beside the message. A vulnerability has id, aliases, installed, fixed, cvss, exploited, epss, references where known.","type":"object"}}}}}');
// EXTERNAL MODULE: ./src/reports/escape.ts
var reports_escape = __webpack_require__(6548);
;// CONCATENATED MODULE: ./src/reports/schema.ts
/**
 * What is wrong with a value from outside, `findings[3].severity is none of critical, high …`; undefined when it
 * follows the schema. A validator of a few lines, so that the one description in docs/ is also what a run checks by,
 * without a validator's size in the bundle.
 */
function violation(value, schema, root = schema, at = '') {
    const referred = schema.$ref === undefined ? undefined : resolve(schema.$ref, root);
    return ((referred && violation(value, referred, root, at)) ??
        scalar(value, schema, at || 'the report') ??
        object(value, schema, referred, root, at) ??
        items(value, schema, root, at));
}
function resolve(reference, root) {
    const name = /^#\/\$defs\/(\w+)$/.exec(reference)?.[1];
    const found = name === undefined ? undefined : root.$defs?.[name];
    if (!found)
        throw new Error(`the schema refers to ${reference}, which it does not have`);
    return found;
}
function scalar(value, schema, at) {
    if (schema.type !== undefined && !isOfType(value, schema.type))
        return `${at} is no ${schema.type}`;
    if (schema.const !== undefined && value !== schema.const)
        return `${at} is not ${JSON.stringify(schema.const)}`;
    if (schema.enum && !schema.enum.includes(value))
        return `${at} is none of ${schema.enum.join(', ')}`;
    if (typeof value === 'number' && value < (schema.minimum ?? value))
        return `${at} is below ${schema.minimum}`;
    if (typeof value !== 'string')
        return undefined;
    if (value.length < (schema.minLength ?? 0))
        return `${at} is empty`;
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
        return `${at} does not match ${schema.pattern}`;
    }
    return undefined;
}
function isOfType(value, type) {
    switch (type) {
        case 'object':
            return typeof value === 'object' && value !== null && !Array.isArray(value);
        case 'array':
            return Array.isArray(value);
        case 'integer':
            return Number.isInteger(value);
        case 'string':
            return typeof value === 'string';
        default:
            throw new Error(`the schema has a type ${type}, which is not known here`);
    }
}
function object(value, schema, referred, root, at) {
    if (!isOfType(value, 'object'))
        return undefined;
    const fields = value;
    const prefix = at === '' ? '' : `${at}.`;
    const missing = schema.required?.find((name) => !Object.hasOwn(fields, name));
    if (missing !== undefined)
        return `${prefix}${missing} is missing`;
    const known = { ...referred?.properties, ...schema.properties };
    const closed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
    for (const [name, inner] of Object.entries(fields)) {
        const own = Object.hasOwn(schema.properties ?? {}, name)
            ? schema.properties?.[name]
            : undefined;
        const wrong = own && violation(inner, own, root, `${prefix}${name}`);
        if (wrong)
            return wrong;
        if (closed && !Object.hasOwn(known, name))
            return `${prefix}${name.slice(0, 80)} is not known`;
    }
    return undefined;
}
function items(value, schema, root, at) {
    if (!schema.items || !Array.isArray(value))
        return undefined;
    for (const [i, item] of value.entries()) {
        const wrong = violation(item, schema.items, root, `${at}[${i}]`);
        if (wrong)
            return wrong;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/reports/read-report.ts




/** A report of the largest image that was seen has 10 MB. */
const MAX_LENGTH = 100_000_000;
/** A report itself is six deep; `details` may hold some more. */
const MAX_DEPTH = 64;
/**
 * The report in a JSON text that anybody may have written, such as the artifact of a pull request from a fork: valid
 * against docs/report.schema.json, of bounded size and depth. Its texts stay foreign, and its paths must not be
 * followed. Throws PortsideError (usage) that names `name` and what is wrong.
 */
function readReport(text, name) {
    const problem = (what) => new errors/* PortsideError */.V('usage', `Cannot read the report ${(0,reports_escape/* plain */.pj)(name)}: ${(0,reports_escape/* shorten */.ml)((0,reports_escape/* plain */.pj)(what), 500)}`, 'Give a file that --format json wrote');
    if (text.length > MAX_LENGTH)
        throw problem(`it has more than ${MAX_LENGTH} characters`);
    if (depth(text) > MAX_DEPTH)
        throw problem(`it is nested more than ${MAX_DEPTH} deep`);
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (error) {
        throw problem((0,errors/* reason */.l)(error));
    }
    const wrong = violation(value, report_schema_namespaceObject);
    if (wrong !== undefined)
        throw problem(wrong);
    return value;
}
/** How deep brackets are nested outside of strings: read before parsing, since what is deep can end the process. */
function depth(text) {
    let deepest = 0;
    let now = 0;
    let inString = false;
    for (let i = 0; i < text.length; i++) {
        const character = text[i];
        if (character === '"')
            inString = !inString;
        else if (inString)
            i += character === '\\' ? 1 : 0;
        else if (character === '[' || character === '{')
            deepest = Math.max(deepest, ++now);
        else if (character === ']' || character === '}')
            now--;
    }
    return deepest;
}

// EXTERNAL MODULE: ./src/rule-book.ts + 1 modules
var rule_book = __webpack_require__(2105);
// EXTERNAL MODULE: ./src/commands/deliver.ts
var deliver = __webpack_require__(6111);
;// CONCATENATED MODULE: ./src/commands/merge.ts






/** `portside merge REPORT…`: the legs of a matrix as one report. Returns the exit status of the worst. */
async function run(settings, host) {
    (0,deliver/* checkFormats */.B)(settings.outputs);
    const [first, ...others] = await Promise.all(settings.operands.map(read));
    if (!first)
        throw new errors/* PortsideError */.V('usage', 'portside merge needs reports', 'Name JSON reports of Portside');
    const report = mergeReports(first, ...others);
    // No source lines: the paths in foreign reports are not to be followed.
    const context = { rules: rule_book/* ruleBook */.E, started: settings.now, ended: new Date() };
    return (0,deliver/* deliver */.c)({ report, context }, settings, host, 'json');
}
async function read(file) {
    try {
        return readReport(await (0,promises_.readFile)(file, 'utf8'), file);
    }
    catch (error) {
        if (error instanceof errors/* PortsideError */.V)
            throw error;
        throw new errors/* PortsideError */.V('usage', `Cannot read the report ${file}: ${(0,errors/* reason */.l)(error)}`, undefined, error);
    }
}


/***/ })

};
