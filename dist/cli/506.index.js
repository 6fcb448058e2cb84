export const id = 506;
export const ids = [506];
export const modules = {

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

/***/ 3613:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   run: () => (/* binding */ run)
/* harmony export */ });
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6927);
/* harmony import */ var _inspect_trust_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9231);
/* harmony import */ var _policy_policy_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6658);
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3566);
/* harmony import */ var _deliver_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6111);
/* harmony import */ var _operands_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7222);






/** `portside verify TARGET`: signatures and provenance of an image, or with --bundle of a file. Returns the exit status. */
async function run(settings, host) {
    (0,_deliver_js__WEBPACK_IMPORTED_MODULE_4__/* .checkFormats */ .B)(settings.outputs);
    const target = (0,_operands_js__WEBPACK_IMPORTED_MODULE_5__/* .oneOperand */ .k)(settings, 'verify');
    const inspection = await (0,_inspect_trust_js__WEBPACK_IMPORTED_MODULE_1__/* .verifyTarget */ .ft)(target, settings, host).catch((error) => {
        if (error instanceof _findings_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PortsideError */ .V && error.kind === 'incomplete')
            return (0,_inspect_trust_js__WEBPACK_IMPORTED_MODULE_1__/* .notChecked */ .lb)(target, (0,_findings_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .reason */ .l)(error));
        throw error;
    });
    // Whoever asks for a proof is refused by anything less than one.
    const policy = {
        ..._policy_policy_js__WEBPACK_IMPORTED_MODULE_2__/* .DEFAULT_POLICY */ .z,
        failOn: { severity: 'info', fixable: false, new: false },
    };
    return (0,_deliver_js__WEBPACK_IMPORTED_MODULE_4__/* .deliver */ .c)((0,_result_js__WEBPACK_IMPORTED_MODULE_3__/* .conclude */ .E)('.', inspection, policy, settings, settings.now), settings, host);
}


/***/ }),

/***/ 3712:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  H: () => (/* binding */ openArtifact)
});

// EXTERNAL MODULE: ./src/images/reference.ts
var images_reference = __webpack_require__(4719);
// EXTERNAL MODULE: ./src/images/registry/client.ts + 4 modules
var client = __webpack_require__(7092);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/images/artifacts.ts
var artifacts = __webpack_require__(1029);
;// CONCATENATED MODULE: ./src/images/registry/layout.ts






/**
 * An OCI image layout folder as a source of artifacts; also what `cosign save` writes, whose signatures and
 * attestations are known by an annotation of their descriptor and are given here under cosign's tags.
 * Source: OCI image specification 1.1, "Image Layout". Throws PortsideError (incomplete) for a damaged one.
 */
async function openLayout(folder) {
    const index = await readIndex(folder);
    const blob = (pointer) => blobChunks(folder, pointer);
    const manifest = async (reference) => {
        const descriptor = (0,images_reference/* isDigest */.Bc)(reference) ? { digest: reference } : find(index, reference);
        if (!descriptor || !(await blobFile(folder, descriptor.digest)))
            return undefined;
        const where = `${descriptor.digest} of ${folder}`;
        const bytes = await (0,artifacts/* readAll */.yw)(blob(descriptor), artifacts/* LARGEST_MANIFEST */.$D, `manifest ${where}`);
        const algorithm = descriptor.digest.slice(0, descriptor.digest.indexOf(':'));
        return (0,artifacts/* parseManifest */.Ng)(bytes, where, undefined, algorithm);
    };
    return {
        name: folder,
        manifest,
        resolve: async (reference) => (await manifest(reference))?.digest,
        blob,
        referrers: (digest) => referrers(index, digest, manifest),
        tags: async () => index.flatMap((one) => one.annotations.get(REF_NAME) ?? []),
    };
}
const REF_NAME = 'org.opencontainers.image.ref.name';
const COSIGN_KINDS = [
    ['.sig', 'dev.cosignproject.cosign/sigs'],
    ['.att', 'dev.cosignproject.cosign/atts'],
];
const MOST_MANIFESTS = 1000;
async function readIndex(folder) {
    const path = (0,external_node_path_.join)(folder, 'index.json');
    let bytes;
    try {
        const { size } = await (0,promises_.lstat)(path);
        if (size > artifacts/* LARGEST_MANIFEST */.$D)
            throw new Error(`it is over ${artifacts/* LARGEST_MANIFEST */.$D} bytes`);
        bytes = await (0,promises_.readFile)(path);
    }
    catch (error) {
        throw new errors/* PortsideError */.V('incomplete', `Cannot open OCI layout ${folder}: ${(0,errors/* reason */.l)(error)}`, undefined, error);
    }
    const { manifests } = (0,artifacts/* parseManifest */.Ng)(bytes, path);
    if (!manifests)
        throw new errors/* PortsideError */.V('incomplete', `Cannot open OCI layout ${folder}: index.json lists nothing`);
    return manifests;
}
/** By name; the only image of the layout answers to `latest`. */
function find(index, tag) {
    const named = index.find((one) => one.annotations.get(REF_NAME) === tag);
    if (named)
        return named;
    for (const [suffix, kind] of COSIGN_KINDS)
        if (tag.endsWith(suffix))
            return attached(index, tag.slice(0, -suffix.length), kind);
    const images = index.filter((one) => !COSIGN_KINDS.some(([, kind]) => one.annotations.get('kind') === kind));
    return tag === 'latest' && images.length === 1 && !images[0]?.annotations.has(REF_NAME)
        ? images[0]
        : undefined;
}
/** `cosign save` keeps one image, and what is attached to it beside it. */
function attached(index, tag, kind) {
    const belongs = index.some((one) => one.digest.replace(':', '-') === tag);
    return belongs ? index.find((one) => one.annotations.get('kind') === kind) : undefined;
}
/** Those manifests of the layout that name the digest as their subject, and the fallback tag's index. */
async function referrers(index, digest, manifest) {
    if (index.length > MOST_MANIFESTS)
        throw new errors/* PortsideError */.V('incomplete', `The layout has more than ${MOST_MANIFESTS} manifests`);
    const found = [];
    for (const one of index) {
        if (one.digest === digest)
            continue;
        if ((await manifest(one.digest))?.subject?.digest === digest)
            found.push(one);
    }
    const fallback = await manifest(digest.replace(':', '-'));
    return [...found, ...(fallback && fallback.digest !== digest ? (fallback.manifests ?? []) : [])];
}
async function* blobChunks(folder, { digest, size }) {
    const hash = (0,artifacts/* hashFor */.Og)(digest);
    const file = await blobFile(folder, digest);
    if (!file)
        throw new errors/* PortsideError */.V('incomplete', `Blob ${digest} is missing in ${folder}`);
    if (size !== undefined && file.size !== size)
        throw new errors/* PortsideError */.V('incomplete', `Blob ${digest} in ${folder} has ${file.size} bytes, not the ${size} that its descriptor says`);
    for await (const chunk of (0,external_node_fs_.createReadStream)(file.path)) {
        hash.update(chunk);
        yield chunk;
    }
    (0,artifacts/* checkDigest */.H2)(hash, digest, `Blob ${digest} of ${folder}`);
}
/** Regular files only: a pipe in the place of a blob would hang the reader. */
async function blobFile(folder, digest) {
    const [algorithm = '', hex = ''] = digest.split(':');
    const path = (0,external_node_path_.join)(folder, 'blobs', algorithm, hex);
    const stat = await (0,promises_.lstat)(path).catch(() => undefined);
    return stat?.isFile() ? { path, size: stat.size } : undefined;
}

;// CONCATENATED MODULE: ./src/images/registry/open.ts



/**
 * Opens `oci:FOLDER[:TAG][@DIGEST]` or a registry reference. Throws PortsideError: usage for what is no reference,
 * incomplete for a layout that cannot be read. A registry is asked nothing yet.
 */
async function openArtifact(target, options) {
    if (target.startsWith('oci:')) {
        const { folder, reference } = splitLayout(target.slice('oci:'.length));
        return { name: target.slice('oci:'.length), source: await openLayout(folder), reference };
    }
    const parsed = (0,images_reference/* parseReference */.F2)(target.replace(/^(?:docker|registry):(?:\/\/)?/, ''));
    return {
        name: (0,images_reference/* formatReference */.FH)(parsed),
        source: (0,client/* openRegistry */.M)(parsed, options),
        // The digest decides where both are given, as everywhere.
        reference: parsed.digest ?? parsed.tag ?? 'latest',
    };
}
function splitLayout(text) {
    const at = text.lastIndexOf('@');
    const digest = at >= 0 && (0,images_reference/* isDigest */.Bc)(text.slice(at + 1)) ? text.slice(at + 1) : undefined;
    const path = digest === undefined ? text : text.slice(0, at);
    const colon = path.lastIndexOf(':');
    const tagged = colon > path.lastIndexOf('/') && colon > 0;
    return {
        folder: tagged ? path.slice(0, colon) : path,
        reference: digest ?? (tagged ? path.slice(colon + 1) : 'latest'),
    };
}


/***/ }),

/***/ 4001:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  r: () => (/* binding */ insideRepository),
  t: () => (/* binding */ loadPolicy)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/policy/policy.ts
var policy = __webpack_require__(6658);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./src/findings/finding.ts
var finding = __webpack_require__(4879);
// EXTERNAL MODULE: ./src/findings/severity.ts
var severity = __webpack_require__(5131);
// EXTERNAL MODULE: ./src/policy/nearest.ts
var nearest = __webpack_require__(9876);
;// CONCATENATED MODULE: ./src/policy/read.ts






const MAX_BYTES = 1024 * 1024;
/**
 * The policy in a YAML text; `path` is named in messages. Throws PortsideError (usage) with the line of what is wrong:
 * unknown keys and wrong types are errors, never ignored, for a misspelt gate must not open it.
 */
function readPolicy(text, path) {
    if (text.length > MAX_BYTES)
        fail(path, undefined, 'it is larger than 1 MiB');
    const lines = new dist/* LineCounter */.HN();
    const document = (0,dist/* parseDocument */.Tp)(text, { lineCounter: lines, uniqueKeys: true });
    const at = (node) => (node?.range ? lines.linePos(node.range[0]).line : 1);
    const broken = document.errors[0];
    if (broken)
        fail(path, lines.linePos(broken.pos[0]).line, firstLine(broken.message));
    if (document.contents === null)
        return { ...policy/* DEFAULT_POLICY */.z, path };
    const reader = { path, at };
    const top = fields(reader, document.contents, 'the policy', [
        'fail-on',
        'allow-incomplete',
        'image',
        'images',
        'advisories',
        'registries',
        'trust',
        'exceptions',
    ]);
    const image = optional(top.get('image'), (n) => text_(reader, n, 'image'));
    const images = optional(top.get('images'), (n) => texts(reader, n, 'images')) ?? [];
    const advisories = optional(top.get('advisories'), (n) => text_(reader, n, 'advisories'));
    const registries = optional(top.get('registries'), (n) => texts(reader, n, 'registries'));
    return {
        path,
        failOn: optional(top.get('fail-on'), (n) => gate(reader, n)) ?? policy/* DEFAULT_POLICY */.z.failOn,
        allowIncomplete: optional(top.get('allow-incomplete'), (n) => checks(reader, n)) ?? [],
        images: image === undefined ? images : [image, ...images],
        ...(advisories === undefined ? {} : { advisories }),
        ...(registries === undefined ? {} : { registries }),
        trust: optional(top.get('trust'), (n) => items(reader, n, 'trust').map((i) => trust(reader, i))) ??
            [],
        exceptions: optional(top.get('exceptions'), (n) => items(reader, n, 'exceptions').map((i) => exception(reader, i))) ?? [],
    };
}
function gate(reader, node) {
    const map = fields(reader, node, 'fail-on', ['severity', 'fixable', 'new']);
    const base = policy/* DEFAULT_POLICY */.z.failOn;
    return {
        severity: optional(map.get('severity'), (n) => read_severity(reader, n)) ?? base.severity,
        fixable: optional(map.get('fixable'), (n) => flag(reader, n, 'fixable')) ?? base.fixable,
        new: optional(map.get('new'), (n) => flag(reader, n, 'new')) ?? base.new,
    };
}
function read_severity(reader, node) {
    const value = text_(reader, node, 'severity');
    if ((0,severity/* isSeverity */._Z)(value))
        return value;
    return fail(reader.path, reader.at(node), `severity is ${severity/* SEVERITIES */.oC.join(', ')}, not "${value}"`);
}
function checks(reader, node) {
    return items(reader, node, 'allow-incomplete').map((item) => {
        const value = text_(reader, item, 'allow-incomplete');
        const check = finding/* CHECKS */.u.find((c) => c === value);
        return (check ?? fail(reader.path, reader.at(item), `"${value}" is no check: ${finding/* CHECKS */.u.join(', ')}`));
    });
}
function trust(reader, node) {
    const map = fields(reader, node, 'trust', ['images', 'signed-by']);
    const by = required(reader, node, map, 'signed-by');
    const identity = fields(reader, by, 'signed-by', ['key', 'issuer', 'subject']);
    const word = (name) => optional(identity.get(name), (n) => text_(reader, n, name));
    const [key, issuer, subject] = [word('key'), word('issuer'), word('subject')];
    if ((key === undefined) === (issuer === undefined || subject === undefined))
        fail(reader.path, reader.at(by), 'signed-by needs either key, or issuer and subject');
    return {
        images: text_(reader, required(reader, node, map, 'images'), 'images'),
        ...(key === undefined ? {} : { key }),
        ...(issuer === undefined ? {} : { issuer }),
        ...(subject === undefined ? {} : { subject }),
    };
}
function exception(reader, node) {
    const map = fields(reader, node, 'exceptions', [
        'rule',
        'package',
        'path',
        'reason',
        'owner',
        'until',
    ]);
    const word = (name) => optional(map.get(name), (n) => text_(reader, n, name));
    const until = optional(map.get('until'), (n) => date(reader, n));
    const narrowing = { package: word('package'), path: word('path'), owner: word('owner'), until };
    return {
        rule: text_(reader, required(reader, node, map, 'rule'), 'rule'),
        reason: text_(reader, required(reader, node, map, 'reason'), 'reason'),
        line: reader.at(node),
        ...Object.fromEntries(Object.entries(narrowing).filter(([, value]) => value !== undefined)),
    };
}
function date(reader, node) {
    const value = text_(reader, node, 'until');
    const parsed = Date.parse(`${value}T00:00:00Z`);
    if (/^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(parsed).toISOString().startsWith(value))
        return value;
    return fail(reader.path, reader.at(node), `until is a day, YYYY-MM-DD, not "${value}"`);
}
/** The entries of a map, by name; a name that is not in `known` is an error that suggests the nearest. */
function fields(reader, node, what, known) {
    if (!(0,dist/* isMap */.jh)(node))
        return fail(reader.path, reader.at(node), `${what} is a map of ${known.join(', ')}`);
    const found = new Map();
    for (const pair of node.items) {
        const name = (0,dist/* isScalar */.jn)(pair.key) ? String(pair.key.value) : '';
        if (!known.includes(name)) {
            const close = (0,nearest/* nearest */.p)(name, known);
            const advice = close ? `did you mean "${close}"?` : `it may have ${known.join(', ')}`;
            fail(reader.path, reader.at(pair.key), `unknown key "${name}" in ${what}: ${advice}`);
        }
        if (pair.value !== null && !((0,dist/* isScalar */.jn)(pair.value) && pair.value.value === null))
            found.set(name, pair.value);
    }
    return found;
}
function required(reader, node, map, name) {
    return map.get(name) ?? fail(reader.path, reader.at(node), `"${name}" is missing`);
}
function items(reader, node, what) {
    if (!(0,dist/* isSeq */.oP)(node))
        return fail(reader.path, reader.at(node), `${what} is a list`);
    return node.items;
}
function texts(reader, node, what) {
    return items(reader, node, what).map((item) => text_(reader, item, what));
}
function text_(reader, node, what) {
    // A bare 2027-01-31 or 1.0 is text here: the source tells, not YAML's types.
    if ((0,dist/* isScalar */.jn)(node) && ['string', 'number'].includes(typeof node.value))
        return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
    return fail(reader.path, reader.at(node), `${what} is a text`);
}
function flag(reader, node, what) {
    if ((0,dist/* isScalar */.jn)(node) && typeof node.value === 'boolean')
        return node.value;
    return fail(reader.path, reader.at(node), `${what} is true or false`);
}
function optional(node, read) {
    return node === undefined ? undefined : read(node);
}
function firstLine(message) {
    return message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}
function fail(path, line, why) {
    const place = line === undefined ? path : `${path}:${line}`;
    throw new errors/* PortsideError */.V('usage', `Cannot read the policy ${place}: ${why}`, 'Mend the policy file');
}

;// CONCATENATED MODULE: ./src/policy-file.ts





/**
 * The policy in force: the file that the user named, else the repository's, else the built-in one. Throws
 * PortsideError (usage) when a named file cannot be read or says something unknown.
 */
async function loadPolicy(root, found, settings) {
    const path = settings.policy ?? (found === undefined ? undefined : (0,external_node_path_.join)(root, found));
    if (path === undefined)
        return policy/* DEFAULT_POLICY */.z;
    try {
        return readPolicy(await (0,promises_.readFile)(path, 'utf8'), settings.policy ?? found ?? path);
    }
    catch (error) {
        if (error instanceof errors/* PortsideError */.V)
            throw error;
        throw new errors/* PortsideError */.V('usage', `Cannot read the policy ${path}: ${(0,errors/* reason */.l)(error)}`, 'Check the path', error);
    }
}
/**
 * The file of the repository that a policy names. Throws PortsideError (usage) when the path leaves the repository:
 * a policy speaks of its own repository only.
 */
function insideRepository(root, path, what) {
    const file = (0,external_node_path_.resolve)(root, path);
    const below = (0,external_node_path_.relative)((0,external_node_path_.resolve)(root), file);
    if ((0,external_node_path_.isAbsolute)(path) || (0,external_node_path_.isAbsolute)(below) || below.split(/[\\/]/)[0] === '..')
        throw new errors/* PortsideError */.V('usage', `The policy names ${what} outside the repository: ${path}`, 'Write a path relative to the repository’s root');
    return file;
}


/***/ })

};
