export const id = 268;
export const ids = [268];
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

/***/ 6226:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ NOTHING),
/* harmony export */   f: () => (/* binding */ join)
/* harmony export */ });
const NOTHING = {
    targets: [],
    packages: [],
    findings: [],
    incomplete: [],
    notes: [],
};
/** All inspections as one, in order. */
function join(inspections) {
    return {
        targets: inspections.flatMap((i) => i.targets),
        packages: inspections.flatMap((i) => i.packages),
        findings: inspections.flatMap((i) => i.findings),
        incomplete: inspections.flatMap((i) => i.incomplete),
        notes: inspections.flatMap((i) => i.notes),
    };
}


/***/ }),

/***/ 1029:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $D: () => (/* binding */ LARGEST_MANIFEST),
/* harmony export */   H2: () => (/* binding */ checkDigest),
/* harmony export */   Ng: () => (/* binding */ parseManifest),
/* harmony export */   Og: () => (/* binding */ hashFor),
/* harmony export */   _P: () => (/* binding */ MANIFEST_TYPES),
/* harmony export */   yw: () => (/* binding */ readAll)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6927);
/* harmony import */ var _reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4719);



const MANIFEST_TYPES = [
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.docker.distribution.manifest.v2+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
];
/** Bytes of the largest manifest read: the OCI distribution specification asks registries for at least this. */
const LARGEST_MANIFEST = 4 << 20;
/** Reads a manifest or index. `where` names it in errors. Throws PortsideError (incomplete). */
function parseManifest(bytes, where, contentType, algorithm = 'sha256') {
    const json = parseObject(bytes, where);
    const manifests = list(json.manifests, where, 'manifests');
    const layers = list(json.layers, where, 'layers');
    const config = optional(json.config, where, 'config');
    const subject = optional(json.subject, where, 'subject');
    if (manifests && layers)
        throw damaged(where, 'it has both layers and manifests');
    if (!manifests && !layers && !config)
        throw damaged(where, 'it is neither manifest nor index');
    const artifactType = text(json.artifactType);
    return {
        digest: `${algorithm}:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)(algorithm).update(bytes).digest('hex')}`,
        mediaType: text(json.mediaType) ?? mediaType(contentType) ?? MANIFEST_TYPES[manifests ? 1 : 0],
        bytes,
        ...(artifactType === undefined ? {} : { artifactType }),
        ...(config ? { config } : {}),
        layers: layers ?? [],
        ...(manifests ? { manifests } : {}),
        ...(subject ? { subject } : {}),
        annotations: texts(json.annotations),
    };
}
/** Collects a blob of at most `limit` bytes. Throws PortsideError (incomplete) past it. */
async function readAll(chunks, limit, where) {
    const parts = [];
    let length = 0;
    for await (const chunk of chunks) {
        length += chunk.length;
        if (length > limit)
            throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PortsideError */ .V('incomplete', `Cannot read ${where}: it is over ${limit} bytes`);
        parts.push(chunk);
    }
    return Buffer.concat(parts);
}
/** A hash for the digest's algorithm. Throws PortsideError (incomplete) for one that cannot be checked here. */
function hashFor(digest) {
    if (!(0,_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .isDigest */ .Bc)(digest))
        throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PortsideError */ .V('incomplete', `"${digest.slice(0, 80)}" is not a digest that can be checked`);
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)(digest.slice(0, digest.indexOf(':')));
}
/** Throws PortsideError (incomplete) when the hash's bytes do not have the digest. Ends the hash. */
function checkDigest(hash, digest, where) {
    const got = hash.digest('hex');
    if (got !== digest.slice(digest.indexOf(':') + 1))
        throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PortsideError */ .V('incomplete', `${where} is not what its digest says: its bytes hash to ${got}`);
}
function parseObject(bytes, where) {
    let json;
    try {
        json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    }
    catch {
        throw damaged(where, 'it is not JSON');
    }
    if (!isObject(json))
        throw damaged(where, 'it is not a JSON object');
    return json;
}
function list(json, where, field) {
    if (json === undefined || json === null)
        return undefined;
    if (!Array.isArray(json))
        throw damaged(where, `${field} is not a list`);
    return json.map((one, i) => parseDescriptor(one, where, `${field}[${i}]`));
}
function optional(json, where, field) {
    return json === undefined || json === null ? undefined : parseDescriptor(json, where, field);
}
function parseDescriptor(json, where, field) {
    if (!isObject(json))
        throw damaged(where, `${field} is not an object`);
    const { digest, size } = json;
    if (typeof digest !== 'string' || !(0,_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .isDigest */ .Bc)(digest))
        throw damaged(where, `${field} has no digest that can be checked`);
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
        throw damaged(where, `${field} has no size`);
    const artifactType = text(json.artifactType);
    const platform = platformOf(json.platform);
    return {
        mediaType: text(json.mediaType) ?? '',
        digest,
        size,
        ...(artifactType === undefined ? {} : { artifactType }),
        annotations: texts(json.annotations),
        ...(platform === undefined ? {} : { platform }),
    };
}
function platformOf(json) {
    if (!isObject(json))
        return undefined;
    const parts = [text(json.os), text(json.architecture), text(json.variant)];
    return parts[0] && parts[1] ? parts.filter((part) => part).join('/') : undefined;
}
function texts(json) {
    if (!isObject(json))
        return new Map();
    return new Map(Object.entries(json).filter((entry) => typeof entry[1] === 'string'));
}
function text(json) {
    return typeof json === 'string' && json !== '' ? json : undefined;
}
function mediaType(contentType) {
    const type = contentType?.split(';')[0]?.trim();
    return type?.startsWith('application/vnd.') ? type : undefined;
}
function isObject(json) {
    return typeof json === 'object' && json !== null && !Array.isArray(json);
}
function damaged(where, why) {
    return new _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PortsideError */ .V('incomplete', `Cannot read manifest ${where}: ${why}`);
}


/***/ }),

/***/ 4719:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bc: () => (/* binding */ isDigest),
/* harmony export */   F2: () => (/* binding */ parseReference),
/* harmony export */   FH: () => (/* binding */ formatReference),
/* harmony export */   Xb: () => (/* binding */ DOCKER_HUB),
/* harmony export */   aR: () => (/* binding */ repositoryName)
/* harmony export */ });
/* unused harmony export familiarReference */
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6927);

/**
 * Reads `[registry/]repository[:tag][@digest]` by the OCI distribution grammar, with Docker's defaults: docker.io,
 * `library/` before a single name, tag `latest`. Throws PortsideError (usage) that says which part is wrong.
 * Sources: OCI distribution specification 1.1 "Pulling manifests"; distribution/reference, grammar and normalisation.
 */
function parseReference(text) {
    if (text === '')
        throw invalid(text, 'it is empty');
    if (text.length > LONGEST)
        throw invalid(`${text.slice(0, 60)}…`, `over ${LONGEST} characters`);
    const [named, digest] = splitDigest(text);
    const [name, tag] = splitTag(text, named);
    const { registry, repository } = qualify(name);
    if (!DOMAIN.test(registry))
        throw invalid(text, `"${registry}" is not a registry host`);
    if (repository === '')
        throw invalid(text, 'the repository is missing');
    if (repository !== repository.toLowerCase())
        throw invalid(text, 'a repository must be lower case');
    if (!PATH.test(repository))
        throw invalid(text, `"${repository}" is not a repository name`);
    if (repository.length > 255)
        throw invalid(text, 'the repository is over 255 characters');
    if (IMAGE_ID.test(name))
        throw invalid(text, '64 hex digits would be taken for an image id');
    const pointer = tag === undefined && digest === undefined ? 'latest' : tag;
    return {
        registry: registry.toLowerCase(),
        repository,
        ...(pointer === undefined ? {} : { tag: pointer }),
        ...(digest === undefined ? {} : { digest }),
    };
}
/** The whole reference: `docker.io/library/debian:12@sha256:…`. */
function formatReference(reference) {
    return `${repositoryName(reference)}${suffix(reference)}`;
}
/** The short form that people write: `debian:12` for `docker.io/library/debian:12`. */
function familiarReference(reference) {
    const { registry, repository } = reference;
    if (registry !== DOCKER_HUB)
        return formatReference(reference);
    const short = repository.startsWith('library/')
        ? repository.slice('library/'.length)
        : repository;
    // A first component that reads as a host would be taken for one: keep the long form.
    const ambiguous = short.includes('/') && isRegistry(short.split('/')[0] ?? '');
    return `${ambiguous ? repositoryName(reference) : short}${suffix(reference)}`;
}
/** Registry and repository, without tag and digest: `docker.io/library/debian`. */
function repositoryName(reference) {
    return `${reference.registry}/${reference.repository}`;
}
/** Whether the text is a digest that can be checked here: sha256, sha384 or sha512 with as many hex digits. */
function isDigest(text) {
    const [algorithm = '', hex = ''] = text.split(':', 2);
    const length = HEX_DIGITS.get(algorithm);
    return (text.length === algorithm.length + 1 + hex.length && hex.length === length && HEX.test(hex));
}
const DOCKER_HUB = 'docker.io';
const LONGEST = 4096;
const HEX_DIGITS = new Map([
    ['sha256', 64],
    ['sha384', 96],
    ['sha512', 128],
]);
const HEX = /^[a-f0-9]+$/;
const IMAGE_ID = /^[a-f0-9]{64}$/;
const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?$`);
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
function splitDigest(text) {
    const at = text.indexOf('@');
    if (at < 0)
        return [text, undefined];
    const digest = text.slice(at + 1);
    if (!isDigest(digest))
        throw invalid(text, `"${digest}" is not a digest such as sha256: and 64 lower-case hex digits`);
    return [text.slice(0, at), digest];
}
function splitTag(text, named) {
    const colon = named.lastIndexOf(':');
    // A colon before the last slash belongs to the registry's port.
    if (colon < 0 || colon < named.lastIndexOf('/'))
        return [named, undefined];
    const tag = named.slice(colon + 1);
    if (!TAG.test(tag))
        throw invalid(text, `"${tag}" is not a tag`);
    return [named.slice(0, colon), tag];
}
function qualify(name) {
    const slash = name.indexOf('/');
    const first = slash < 0 ? '' : name.slice(0, slash);
    const [host, path] = isRegistry(first) ? [first, name.slice(slash + 1)] : [DOCKER_HUB, name];
    const registry = host === 'index.docker.io' ? DOCKER_HUB : host;
    const official = registry === DOCKER_HUB && path !== '' && !path.includes('/');
    return { registry, repository: official ? `library/${path}` : path };
}
function isRegistry(first) {
    return first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
}
function suffix({ tag, digest }) {
    return `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
function invalid(text, why) {
    return new _findings_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PortsideError */ .V('usage', `"${text}" is not an image reference: ${why}`, 'Write [registry/]repository[:tag][@sha256:…]');
}


/***/ }),

/***/ 7092:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  M: () => (/* binding */ openRegistry)
});

// EXTERNAL MODULE: ./src/images/artifacts.ts
var artifacts = __webpack_require__(1029);
// EXTERNAL MODULE: ./src/images/reference.ts
var images_reference = __webpack_require__(4719);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/images/registry/http.ts
var http = __webpack_require__(7110);
;// CONCATENATED MODULE: ./src/images/registry/blob.ts



/**
 * The bytes of a blob. A connection that breaks is resumed where it stopped. Throws PortsideError (incomplete) when
 * the blob is not there, is longer or shorter than said, or has another digest: known only at the end, so a consumer
 * must not act on the bytes before.
 */
async function* blobChunks(connection, { digest, size }) {
    const hash = (0,artifacts/* hashFor */.Og)(digest);
    const where = `Blob ${digest} of ${connection.name}`;
    const purpose = `read blob ${digest} of ${connection.name}`;
    let at = 0;
    for (let broken = 0;;) {
        const before = at;
        try {
            for await (const chunk of chunksFrom(connection, digest, at, purpose)) {
                at += chunk.length;
                if (size !== undefined && at > size)
                    throw tooLong(where, size);
                hash.update(chunk);
                yield chunk;
            }
            if (size !== undefined && at < size)
                throw new Error(`it ended after ${at} of ${size} bytes`);
            break;
        }
        catch (error) {
            if (error instanceof errors/* PortsideError */.V)
                throw error;
            // As long as bytes come in, a bad line is only slow.
            broken = at > before ? 1 : broken + 1;
            if (broken >= connection.options.attempts)
                throw new errors/* PortsideError */.V('incomplete', `Cannot ${purpose}: ${(0,errors/* reason */.l)(error)}`, undefined, error);
        }
    }
    (0,artifacts/* checkDigest */.H2)(hash, digest, where);
}
async function* chunksFrom(connection, digest, start, purpose) {
    const headers = start > 0 ? { Range: `bytes=${start}-` } : {};
    const response = await connection.get(`blobs/${digest}`, purpose, { headers });
    if (response.status === 404) {
        (0,http/* discard */.vf)(response);
        throw new errors/* PortsideError */.V('incomplete', `Cannot ${purpose}: the registry does not have it`);
    }
    let skip = start - offset(response, start);
    for await (const chunk of (0,http/* chunks */.VN)(response, connection.options.timeout)) {
        if (skip < chunk.length)
            yield skip > 0 ? chunk.subarray(skip) : chunk;
        skip = Math.max(0, skip - chunk.length);
    }
}
/** Where the answer starts: a server may ignore the range and send everything. */
function offset(response, asked) {
    if (response.status !== 206)
        return 0;
    const start = /^bytes (\d{1,15})-/.exec(response.header('content-range') ?? '')?.[1];
    if (start === undefined || Number(start) > asked)
        throw new Error('it answered with another range');
    return Number(start);
}
function tooLong(where, size) {
    return new errors/* PortsideError */.V('incomplete', `${where} is longer than the ${size} bytes that its descriptor says`);
}

;// CONCATENATED MODULE: ./src/images/registry/auth.ts


/**
 * Answers a 401: the value of the Authorization header to try next, undefined when there is nothing to offer.
 * Throws PortsideError (incomplete) when the token endpoint is not to be trusted or does not answer.
 * Sources: distribution "Token authentication" and "OAuth2 token authentication"; RFC 7617 for Basic.
 */
async function authorize(header, credential, request, options) {
    const challenges = parseChallenges(header ?? '');
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer)
        return `Bearer ${await fetchToken(bearer, credential, request, options)}`;
    if (credential?.kind === 'basic' && challenges.some(({ scheme }) => scheme === 'basic'))
        return basic(credential.username, credential.password);
    return undefined;
}
/** Reads a WWW-Authenticate header; what does not follow the grammar ends the reading. */
function parseChallenges(header) {
    const challenges = [];
    let rest = header.slice(0, LONGEST_HEADER).trim();
    while (rest !== '') {
        const parameter = PARAMETER.exec(rest);
        const scheme = parameter ? null : SCHEME.exec(rest);
        const found = parameter ?? scheme;
        if (!found)
            break;
        if (scheme)
            challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: new Map() });
        const [, name = '', quoted, plain = ''] = parameter ?? [];
        if (parameter)
            challenges
                .at(-1)
                ?.parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain);
        rest = rest.slice(found[0].length).replace(/^[\s,]+/, '');
    }
    return challenges;
}
/** Whether credentials for the registry may go to a token endpoint at `realm`. */
function mayHaveCredentials(registry, realm, realms) {
    if (realm.host === registry.host || realms.includes(realm.host))
        return true;
    if (realm.port !== '' || (0,http/* isLoopback */.U9)(realm) || isAddress(realm.hostname))
        return false;
    const [a, b] = [registry.hostname, realm.hostname];
    if (a.endsWith(`.${b}`) || b.endsWith(`.${a}`))
        return true;
    const parent = a.slice(a.indexOf('.') + 1);
    return isOwnDomain(parent) && b.endsWith(`.${parent}`);
}
const LONGEST_HEADER = 8192;
const LARGEST_TOKEN_ANSWER = 1 << 20;
const PARAMETER = /^([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/;
const SCHEME = /^([A-Za-z][A-Za-z0-9-]*)(?=\s|,|$)/;
async function fetchToken(challenge, credential, request, options) {
    if (credential?.kind === 'bearer')
        return credential.token;
    const realm = parseRealm(challenge.parameters.get('realm') ?? '', request.registry);
    const trusted = mayHaveCredentials(request.registry, realm, request.realms);
    const offered = trusted ? credential : undefined;
    const service = challenge.parameters.get('service');
    const scope = challenge.parameters.get('scope') ?? `repository:${request.repository}:pull`;
    const purpose = `get a token for ${request.registry.host}/${request.repository}`;
    const response = await (0,http/* send */.tN)({
        ...(offered?.kind === 'identity'
            ? exchange(realm, service, scope, offered.token)
            : ask(realm, service, scope, offered)),
        purpose,
    }, options);
    if (response.status !== 200) {
        (0,http/* discard */.vf)(response);
        throw refused(purpose, `${realm.host} answered ${response.status}`, credential, trusted, realm);
    }
    const token = readToken(await (0,http/* body */.rf)(response, LARGEST_TOKEN_ANSWER, options.timeout, purpose));
    if (token === undefined)
        throw refused(purpose, `${realm.host} gave none`, credential, trusted, realm);
    return token;
}
function parseRealm(text, registry) {
    const realm = URL.canParse(text) ? new URL(text) : undefined;
    const encrypted = realm?.protocol === 'https:' && (!(0,http/* isLoopback */.U9)(realm) || (0,http/* isLoopback */.U9)(registry));
    // A loopback registry's token server may stand beside it; a registry allowed over plain HTTP may be its own.
    const beside = realm?.protocol === 'http:' &&
        (((0,http/* isLoopback */.U9)(realm) && (0,http/* isLoopback */.U9)(registry)) || realm.origin === registry.origin);
    if (realm && (encrypted || beside)) {
        realm.username = '';
        realm.password = '';
        return realm;
    }
    throw new errors/* PortsideError */.V('incomplete', `Cannot log in to ${registry.host}: it names "${text.slice(0, 100)}" as its token server, which is not an https address`);
}
function ask(realm, service, scope, credential) {
    const url = new URL(realm);
    if (service !== undefined)
        url.searchParams.set('service', service);
    for (const one of scope.split(' '))
        url.searchParams.append('scope', one);
    return credential?.kind === 'basic'
        ? { url, authorization: basic(credential.username, credential.password) }
        : { url };
}
function exchange(realm, service, scope, token) {
    const form = new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'portside',
        service: service ?? '',
        scope,
        refresh_token: token,
    });
    return {
        url: realm,
        method: 'POST',
        body: form.toString(),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    };
}
function readToken(bytes) {
    let json;
    try {
        json = JSON.parse(Buffer.from(bytes).toString('utf8'));
    }
    catch {
        return undefined;
    }
    if (typeof json !== 'object' || json === null)
        return undefined;
    const { token, access_token } = json;
    // Only what may stand in a header: anything else would be a header of the server's making.
    return [token, access_token].find((one) => typeof one === 'string' && /^[\x21-\x7e]+$/.test(one));
}
function basic(username, password) {
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
/** A domain that one party owns: two labels or more, and not a country's second level such as co.uk. */
function isOwnDomain(domain) {
    const labels = domain.split('.');
    const last = labels.at(-1) ?? '';
    return (labels.length > 2 ||
        (labels.length === 2 && !(last.length === 2 && (labels[0] ?? '').length <= 3)));
}
function isAddress(hostname) {
    return hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
}
function refused(purpose, why, credential, trusted, realm) {
    const advice = !credential
        ? 'Log in to the registry first, or check the name'
        : trusted
            ? 'Check the credentials'
            : `Its credentials were not sent to ${realm.host}, which is another host; allow that host if it is the registry's token server`;
    return new errors/* PortsideError */.V('incomplete', `Cannot ${purpose}: ${why}`, advice);
}

;// CONCATENATED MODULE: ./src/images/registry/connection.ts




/** Opens nothing yet: the first request does. */
function connect(reference, given) {
    const options = { ...http/* HTTP_DEFAULTS */.uA, ...given };
    const { repository } = reference;
    const name = (0,images_reference/* repositoryName */.aR)(reference);
    let base = baseUrl(reference.registry, given.plainHttp ?? []);
    let authorization;
    const get = async (path, purpose, request = {}) => {
        const ask = () => (0,http/* send */.tN)({
            url: path instanceof URL ? path : new URL(`/v2/${repository}/${path}`, base),
            ...(request.headers ? { headers: request.headers } : {}),
            ...(authorization === undefined ? {} : { authorization }),
            purpose,
        }, options);
        let response = await ask();
        if (response.status === 400 && base.protocol === 'http:') {
            const bytes = await errorBody(response, purpose, options);
            if (!speaksTls(bytes))
                throw rejected(response.status, bytes, purpose, base);
            base = new URL(base.href.replace('http:', 'https:'));
            response = await ask();
        }
        // A second 401 with a fresh authorization is an answer, an old token's may only have run out.
        if (response.status === 401 && isFrom(response, base)) {
            (0,http/* discard */.vf)(response);
            authorization = await authorize(response.header('www-authenticate'), await given.credentials?.(reference.registry, repository), { registry: base, repository, realms: realms(reference.registry, given) }, options);
            if (authorization !== undefined)
                response = await ask();
        }
        const welcome = [200, 206, 404, ...(request.also ?? [])];
        if (!welcome.includes(response.status))
            throw rejected(response.status, await errorBody(response, purpose, options), purpose, base);
        return response;
    };
    return { name, options, get };
}
const LARGEST_ERROR = 16 << 10;
function baseUrl(registry, plainHttp) {
    const host = registry === images_reference/* DOCKER_HUB */.Xb ? 'registry-1.docker.io' : registry;
    const url = new URL(`https://${host}`);
    // The port is kept as written: https would swallow ":443", http ":80".
    return (0,http/* isLoopback */.U9)(url) || plainHttp.includes(registry) ? new URL(`http://${host}`) : url;
}
function realms(registry, given) {
    return [...(registry === images_reference/* DOCKER_HUB */.Xb ? ['auth.docker.io'] : []), ...(given.tokenServers ?? [])];
}
/** Go's server says so when it is spoken to in plain HTTP on its TLS port. */
function speaksTls(bytes) {
    return Buffer.from(bytes)
        .toString('latin1')
        .startsWith('Client sent an HTTP request to an HTTPS');
}
/** Whether the registry itself answered, not where it redirected to: a stranger's challenge counts for nothing. */
function isFrom(response, base) {
    return response.url.origin === base.origin;
}
/** As much of an error's body as is worth reading; never an error of its own. */
function errorBody(response, purpose, options) {
    return (0,http/* body */.rf)(response, LARGEST_ERROR, options.timeout, purpose).catch(() => new Uint8Array());
}
function rejected(status, bytes, purpose, base) {
    const said = registryMessage(bytes);
    const what = `Cannot ${purpose}: ${base.host} answered ${status}${said ? ` (${said})` : ''}`;
    return new errors/* PortsideError */.V('incomplete', what, advice(status));
}
function advice(status) {
    if (status === 401 || status === 403)
        return 'Log in to the registry, or check the name';
    if (status === 429)
        return 'Too many requests: log in, or try again later';
    if (status >= 500)
        return 'The registry is in trouble: try again later';
    return undefined;
}
/** The first error of the specification's error body, as one short printable line. */
function registryMessage(bytes) {
    try {
        const json = JSON.parse(Buffer.from(bytes).toString('utf8'));
        const first = json.errors?.[0];
        return `${first?.code ?? ''} ${first?.message ?? ''}`
            .replace(/[^\x20-\x7e]+/g, ' ')
            .trim()
            .slice(0, 200);
    }
    catch {
        return '';
    }
}

;// CONCATENATED MODULE: ./src/images/registry/lists.ts



/**
 * What says it belongs to a digest: the referrers API, page by page, or where a registry has none the index behind
 * the fallback tag `sha256-<hex>`. Nothing is filtered: signing tools leave an `artifactType` that says nothing.
 * Source: OCI distribution specification 1.1, "Listing Referrers" and "Referrers Tag Schema".
 */
async function listReferrers(connection, digest, manifest) {
    const purpose = `list the referrers of ${connection.name}@${digest}`;
    const found = [];
    for await (const page of pages(connection, `referrers/${digest}`, purpose, NO_SUCH_API)) {
        if (page === undefined)
            return fallback(digest, manifest);
        const index = (0,artifacts/* parseManifest */.Ng)(page, `of referrers of ${digest}`);
        if (!index.manifests)
            throw new errors/* PortsideError */.V('incomplete', `Cannot ${purpose}: the answer is not an index`);
        found.push(...index.manifests);
        if (found.length > MOST_REFERRERS)
            throw tooMany(purpose, MOST_REFERRERS);
    }
    return found;
}
/** Every tag of the repository; none when it does not exist. */
async function listTags(connection) {
    const purpose = `list the tags of ${connection.name}`;
    const found = [];
    for await (const page of pages(connection, 'tags/list?n=1000', purpose, [])) {
        if (page === undefined)
            return [];
        found.push(...parseTags(page, purpose));
        if (found.length > MOST_TAGS)
            throw tooMany(purpose, MOST_TAGS);
    }
    return found;
}
const MOST_REFERRERS = 10_000;
const MOST_TAGS = 200_000;
const MOST_PAGES = 1000;
/** What registries older than specification 1.1 say to a referrers request instead of 404. */
const NO_SUCH_API = [405, 406];
async function fallback(digest, manifest) {
    const index = await manifest(digest.replace(':', '-'));
    // Some registries answer a missing tag that looks like a digest with the image itself.
    return index && index.digest !== digest ? (index.manifests ?? []) : [];
}
/** The bodies of the pages, in order; one undefined when there is no such list. */
async function* pages(connection, path, purpose, none) {
    let next = path;
    for (let page = 0; next !== undefined; page++) {
        if (page >= MOST_PAGES)
            throw tooMany(purpose, MOST_PAGES, 'pages');
        const response = await connection.get(next, purpose, { also: none });
        if (response.status === 404 || none.includes(response.status)) {
            (0,http/* discard */.vf)(response);
            yield undefined;
            return;
        }
        const bytes = await (0,http/* body */.rf)(response, artifacts/* LARGEST_MANIFEST */.$D, connection.options.timeout, purpose);
        yield bytes;
        next = nextPage(response, purpose);
    }
}
/** RFC 8288 `<url>; rel="next"`, on the registry itself: the token goes along. */
function nextPage(response, purpose) {
    const link = response.header('link')?.slice(0, 8192) ?? '';
    const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(link)?.[1];
    if (target === undefined)
        return undefined;
    const url = URL.canParse(target, response.url.href) ? new URL(target, response.url) : undefined;
    if (!url || url.origin !== response.url.origin)
        throw new errors/* PortsideError */.V('incomplete', `Cannot ${purpose}: the next page is on another host`);
    return url;
}
function parseTags(bytes, purpose) {
    try {
        const json = JSON.parse(Buffer.from(bytes).toString('utf8'));
        const tags = json.tags ?? [];
        if (Array.isArray(tags))
            return tags.filter((tag) => typeof tag === 'string');
    }
    catch {
        // Falls through to the one error for both.
    }
    throw new errors/* PortsideError */.V('incomplete', `Cannot ${purpose}: the answer is not a list of tags`);
}
function tooMany(purpose, most, what = 'entries') {
    return new errors/* PortsideError */.V('incomplete', `Cannot ${purpose}: more than ${most} ${what}`);
}

;// CONCATENATED MODULE: ./src/images/registry/client.ts






/**
 * One repository of a registry (OCI distribution specification 1.1). Nothing is asked before the first call. Only 404
 * means "none": any other failure throws PortsideError (incomplete) with the registry's own reason.
 */
function openRegistry(reference, options = {}) {
    const connection = connect(reference, options);
    const known = new Map();
    const manifest = async (pointer) => {
        const cached = known.get(pointer);
        if (cached)
            return cached;
        const found = await fetchManifest(connection, pointer);
        if (found && known.size < MOST_CACHED)
            known.set(found.digest, found);
        return found;
    };
    return {
        name: connection.name,
        manifest,
        resolve: async (pointer) => (await manifest(pointer))?.digest,
        blob: (pointer) => blobChunks(connection, pointer),
        referrers: (digest) => listReferrers(connection, digest, manifest),
        tags: () => listTags(connection),
    };
}
const MOST_CACHED = 256;
async function fetchManifest(connection, pointer) {
    const where = `${connection.name}${(0,images_reference/* isDigest */.Bc)(pointer) ? '@' : ':'}${pointer}`;
    const purpose = `read manifest ${where}`;
    const response = await connection.get(`manifests/${pointer}`, purpose, {
        headers: { Accept: artifacts/* MANIFEST_TYPES */._P.join(', ') },
    });
    if (response.status === 404) {
        (0,http/* discard */.vf)(response);
        return undefined;
    }
    const bytes = await (0,http/* body */.rf)(response, artifacts/* LARGEST_MANIFEST */.$D, connection.options.timeout, purpose);
    const algorithm = (0,images_reference/* isDigest */.Bc)(pointer) ? pointer.slice(0, pointer.indexOf(':')) : 'sha256';
    if ((0,images_reference/* isDigest */.Bc)(pointer))
        (0,artifacts/* checkDigest */.H2)((0,artifacts/* hashFor */.Og)(pointer).update(bytes), pointer, `Manifest ${where}`);
    return (0,artifacts/* parseManifest */.Ng)(bytes, where, response.header('content-type'), algorithm);
}


/***/ }),

/***/ 7110:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   VN: () => (/* binding */ chunks),
/* harmony export */   rf: () => (/* binding */ body),
/* harmony export */   tN: () => (/* binding */ send),
/* harmony export */   uA: () => (/* binding */ HTTP_DEFAULTS),
/* harmony export */   vf: () => (/* binding */ discard)
/* harmony export */ });
/* unused harmony export retryAfter */
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8500);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_timers_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6927);


const HTTP_DEFAULTS = {
    timeout: 30_000,
    attempts: 5,
    firstDelay: 250,
    longestDelay: 30_000,
};
/**
 * Makes a request, follows redirects, and tries again after network errors, 429 and 5xx. Returns whatever answer came
 * in the end, 5xx and 429 included. Throws PortsideError (incomplete) when none did.
 * On node:http and not on fetch, whose first use alone takes longer than verifying a signature.
 */
async function send(request, options) {
    for (let attempt = 1;; attempt++) {
        const outcome = await once(request, options);
        const last = attempt >= options.attempts;
        if ('status' in outcome) {
            if (!isBusy(outcome.status) || last)
                return outcome;
            const asked = retryAfter(outcome.header('retry-after'));
            if (asked !== undefined && asked > options.longestDelay)
                return outcome;
            discard(outcome);
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(asked ?? backoff(attempt, options));
        }
        else {
            if (last || !outcome.again)
                throw unreachable(request, outcome.error);
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(backoff(attempt, options));
        }
    }
}
/** The body in chunks. Throws an Error when the connection breaks or stalls. */
async function* chunks({ stream }, timeout) {
    const iterator = stream[Symbol.asyncIterator]();
    try {
        for (;;) {
            // Only while waiting: a slow consumer is no slow server.
            const timer = setTimeout(() => stream.destroy(new Error(`no byte in ${timeout} ms`)), timeout);
            const { done, value } = await iterator.next().finally(() => clearTimeout(timer));
            if (done)
                return;
            yield value;
        }
    }
    finally {
        // Leaves nothing open when the consumer stops early.
        if (!stream.readableEnded)
            stream.destroy();
    }
}
/** The whole body, when it is at most `limit` bytes long. Throws PortsideError (incomplete) otherwise. */
async function body(response, limit, timeout, purpose) {
    const parts = [];
    let length = 0;
    try {
        for await (const part of chunks(response, timeout)) {
            length += part.length;
            if (length > limit)
                throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PortsideError */ .V('incomplete', `Cannot ${purpose}: the answer is over ${limit} bytes`);
            parts.push(part);
        }
    }
    catch (error) {
        if (error instanceof _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PortsideError */ .V)
            throw error;
        throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PortsideError */ .V('incomplete', `Cannot ${purpose}: ${(0,_findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .reason */ .l)(error)}`, undefined, error);
    }
    return Buffer.concat(parts);
}
/** Lets an answer go that nobody will read; a short one is read so that its connection can be used again. */
function discard(response) {
    const length = Number(response.header('content-length') ?? Number.NaN);
    if (length <= SHORT)
        response.stream.resume();
    else
        response.stream.destroy();
}
function isLoopback(url) {
    const host = url.hostname;
    return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
/** Milliseconds that a Retry-After header asks for; undefined when it asks for nothing that can be read. */
function retryAfter(header, now = Date.now()) {
    if (header === undefined)
        return undefined;
    if (/^\d{1,9}$/.test(header.trim()))
        return Number(header) * 1000;
    // Nothing but an HTTP date: Date.parse makes something of almost everything.
    const date = header.endsWith('GMT') ? Date.parse(header) : Number.NaN;
    return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
const MOST_REDIRECTS = 5;
const SHORT = 64 << 10;
async function once(request, options) {
    let url = request.url;
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
        let response;
        try {
            response = await ask(url, request, options.timeout);
        }
        catch (error) {
            return { error, again: true };
        }
        const location = isRedirect(response.status) ? response.header('location') : undefined;
        if (location === undefined)
            return response;
        discard(response);
        const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
        if (!next || request.method === 'POST')
            return failure(`a redirect to "${location}"`);
        // A registry must not send its client into the runner's own network, nor from TLS to plain text.
        if (next.origin !== url.origin && !mayFollow(request.url, next))
            return failure(`a redirect to ${next.origin}, which is not https`);
        url = next;
    }
    return failure(`more than ${MOST_REDIRECTS} redirects`);
}
async function ask(url, request, timeout) {
    const own = url.origin === request.url.origin;
    const { body: content } = request;
    const options = {
        method: request.method ?? 'GET',
        headers: {
            ...request.headers,
            // Encoded bodies would not hash to what the descriptor says.
            'Accept-Encoding': 'identity',
            'User-Agent': 'portside',
            ...(content === undefined ? {} : { 'Content-Length': Buffer.byteLength(content) }),
            ...(own && request.authorization ? { Authorization: request.authorization } : {}),
        },
    };
    const { request: start } = url.protocol === 'https:' ? await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 4708, 23)) : await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 7067, 23));
    return answered(start(url, options), url, content, timeout);
}
function answered(asked, url, content, timeout) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => asked.destroy(new Error(`no answer in ${timeout} ms`)), timeout);
        asked.on('error', (error) => {
            clearTimeout(timer);
            reject(error);
        });
        asked.on('response', (stream) => {
            clearTimeout(timer);
            // Whoever reads the body learns of its end; where nobody does, there is nothing to tell.
            stream.on('error', () => undefined);
            const header = (name) => {
                const value = stream.headers[name];
                return Array.isArray(value) ? value.join(', ') : value;
            };
            resolve({ status: stream.statusCode ?? 0, url, header, stream });
        });
        asked.end(content);
    });
}
function mayFollow(from, to) {
    if (isLoopback(from) && isLoopback(to))
        return to.protocol === 'http:' || to.protocol === 'https:';
    return to.protocol === 'https:' && !isLoopback(to);
}
function isRedirect(status) {
    return [301, 302, 303, 307, 308].includes(status);
}
function isBusy(status) {
    return status === 429 || status === 408 || status >= 500;
}
function backoff(attempt, options) {
    const most = Math.min(options.firstDelay * 2 ** (attempt - 1), options.longestDelay);
    return most / 2 + (Math.random() * most) / 2;
}
function failure(why) {
    return { error: new Error(why), again: false };
}
/** What fetch wraps tells more than "fetch failed". */
function unreachable(request, error) {
    const cause = typeof error === 'object' && error && 'cause' in error ? error.cause : undefined;
    const why = (0,_findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .reason */ .l)(cause ?? error);
    return new _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PortsideError */ .V('incomplete', `Cannot ${request.purpose}: ${request.url.host}: ${why}`, undefined, error);
}


/***/ }),

/***/ 6260:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  _: () => (/* binding */ registryOptions)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/images/reference.ts
var reference = __webpack_require__(4719);
;// CONCATENATED MODULE: ./src/images/registry/credentials.ts


/**
 * Reads docker's config.json (also containers-auth.json(5), with repositories as keys). Entries that make no sense are
 * left out. Throws PortsideError (usage) when it is not a JSON object.
 */
function parseDockerConfig(text) {
    let json;
    try {
        json = JSON.parse(text);
    }
    catch (error) {
        // The parser's message may quote the text, and the text holds passwords.
        throw new errors/* PortsideError */.V('usage', 'Cannot read docker config.json: it is not JSON', undefined, error);
    }
    if (!isObject(json))
        throw new errors/* PortsideError */.V('usage', 'Cannot read docker config.json: it is not an object');
    const auths = new Map();
    for (const [key, value] of entries(json.auths)) {
        const credential = parseAuth(value);
        if (credential)
            auths.set(registryKey(key), credential);
    }
    const helpers = new Map();
    for (const [key, value] of entries(json.credHelpers))
        if (typeof value === 'string' && PROGRAM.test(value))
            helpers.set(registryKey(key), value);
    const store = json.credsStore;
    return {
        auths,
        helpers,
        ...(typeof store === 'string' && PROGRAM.test(store) ? { store } : {}),
    };
}
/**
 * Looks credentials up as docker does: the registry's helper, else the store, else `auths`; of keys with a path the
 * longest that fits. A helper that fails is a warning and the registry is asked without credentials.
 */
function dockerCredentials(config, host) {
    const known = new Map();
    const ask = (helper, registry) => {
        const key = `${helper} ${registry}`;
        const asked = known.get(key) ?? askHelper(helper, registry, host);
        known.set(key, asked);
        return asked;
    };
    return async (registry, repository) => {
        const helper = config.helpers.get(registryKey(registry));
        if (helper !== undefined)
            return ask(helper, registry);
        const stored = config.store === undefined ? undefined : await ask(config.store, registry);
        return stored ?? longestMatch(config.auths, registryKey(registry), repository);
    };
}
const PROGRAM = /^[A-Za-z0-9._-]+$/;
const HELPER_TIMEOUT = 30_000;
/** What docker files Docker Hub's credentials under. */
const HUB_KEY = 'https://index.docker.io/v1/';
const HUB_NAMES = [
    reference/* DOCKER_HUB */.Xb,
    'index.docker.io',
    'registry-1.docker.io',
    'registry.hub.docker.com',
];
/** `https://index.docker.io/v1/` and `docker.io` are one registry; schemes and API paths say nothing. */
function registryKey(key) {
    const bare = key
        .replace(/^https?:\/\//, '')
        .replace(/\/+$/, '')
        .replace(/\/v[12]$/, '');
    return HUB_NAMES.includes(bare) ? reference/* DOCKER_HUB */.Xb : bare;
}
function parseAuth(value) {
    if (!isObject(value))
        return undefined;
    const { identitytoken, registrytoken, auth, username, password } = value;
    if (typeof identitytoken === 'string' && identitytoken !== '')
        return { kind: 'identity', token: identitytoken };
    if (typeof registrytoken === 'string' && registrytoken !== '')
        return { kind: 'bearer', token: registrytoken };
    if (typeof auth === 'string' && auth !== '') {
        const pair = Buffer.from(auth, 'base64').toString('utf8');
        const colon = pair.indexOf(':');
        return colon > 0
            ? { kind: 'basic', username: pair.slice(0, colon), password: pair.slice(colon + 1) }
            : undefined;
    }
    return typeof username === 'string' && username !== '' && typeof password === 'string'
        ? { kind: 'basic', username, password }
        : undefined;
}
/** Protocol: docker-credential-helpers, "get". */
async function askHelper(helper, registry, host) {
    const program = `docker-credential-${helper}`;
    const server = registry === reference/* DOCKER_HUB */.Xb ? HUB_KEY : registry;
    try {
        const { status, stdout, stderr } = await host.run(program, ['get'], {
            input: server,
            timeout: HELPER_TIMEOUT,
        });
        if (status !== 0) {
            if (/credentials not found/i.test(stdout + stderr))
                return undefined;
            throw new Error(`exit status ${status}`);
        }
        const answer = JSON.parse(stdout);
        if (!isObject(answer) || typeof answer.Secret !== 'string' || answer.Secret === '')
            return undefined;
        return answer.Username === '<token>' || typeof answer.Username !== 'string'
            ? { kind: 'identity', token: answer.Secret }
            : { kind: 'basic', username: answer.Username, password: answer.Secret };
    }
    catch (error) {
        // A JSON error may quote the secret.
        const why = error instanceof SyntaxError ? 'its answer is not JSON' : (0,errors/* reason */.l)(error);
        host.warning(`${program} gave no credentials for ${registry} (${why}); asking without.`);
        return undefined;
    }
}
function longestMatch(auths, registry, repository) {
    const path = `${registry}/${repository}`.split('/');
    for (let length = path.length; length > 0; length--) {
        const credential = auths.get(path.slice(0, length).join('/'));
        if (credential)
            return credential;
    }
    return undefined;
}
function entries(json) {
    return isObject(json) ? Object.entries(json) : [];
}
function isObject(json) {
    return typeof json === 'object' && json !== null && !Array.isArray(json);
}

;// CONCATENATED MODULE: ./src/inspect/registry.ts



/**
 * How the registry of a reference is spoken to: with the credentials of docker's config.json where there is one, else
 * anonymously. Throws PortsideError (usage) when that file is no JSON.
 */
async function registryOptions(settings, host, reference) {
    const { dockerConfig } = settings.environment;
    const registry = reference.replace(/^(?:docker|registry):(?:\/\/)?/, '').split('/')[0] ?? '';
    const plainHttp = settings.trust.insecureRegistry ? [registry] : [];
    const text = dockerConfig &&
        (await (0,promises_.readFile)((0,external_node_path_.join)(dockerConfig, 'config.json'), 'utf8').catch(() => undefined));
    return text
        ? { plainHttp, credentials: dockerCredentials(parseDockerConfig(text), host) }
        : { plainHttp };
}


/***/ }),

/***/ 4062:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ matchesGlob)
/* harmony export */ });
/**
 * Whether the whole text matches the glob: `*` is any run without `/`, `**` any run, `?` one character that is not `/`.
 * Always anchored: a glob that matches a part matches nothing (notes/trust.md). Linear in the text for each star.
 */
function matchesGlob(glob, text) {
    return new RegExp(`^${[...glob.matchAll(/\*\*\/?|[\s\S]/gu)].map(([token]) => piece(token)).join('')}$`, 'u').test(text);
}
function piece(token) {
    if (token === '**')
        return '.*';
    if (token === '**/')
        return '(?:.*/)?';
    if (token === '*')
        return '[^/]*';
    if (token === '?')
        return '[^/]';
    return token.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}


/***/ }),

/***/ 6658:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ DEFAULT_POLICY)
/* harmony export */ });
const DEFAULT_POLICY = {
    failOn: { severity: 'high', fixable: false, new: true },
    allowIncomplete: [],
    images: [],
    trust: [],
    exceptions: [],
};


/***/ }),

/***/ 3566:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ conclude)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/findings/fingerprint.ts
var fingerprint = __webpack_require__(7858);
// EXTERNAL MODULE: ./src/policy/glob.ts
var policy_glob = __webpack_require__(4062);
;// CONCATENATED MODULE: ./src/policy/exceptions.ts

/**
 * The findings with those that an exception covers marked `excepted`, and a note for each exception that has expired
 * (its findings are active again) or that covers nothing. A malicious package is never excepted by severity gates, but
 * may be by name.
 */
function applyExceptions(findings, policy, now) {
    const today = now.toISOString().slice(0, 10);
    const used = new Set();
    const marked = findings.map((finding) => {
        const exception = policy.exceptions.find((e) => covers(e, finding));
        if (!exception)
            return finding;
        used.add(exception);
        if (expired(exception, today))
            return finding;
        const { line, ...what } = exception;
        return { ...finding, status: 'excepted', exception: { ...what, policy: policy.path, line } };
    });
    const notes = policy.exceptions.flatMap((exception) => {
        const where = `${policy.path ?? 'policy'}:${exception.line}`;
        if (expired(exception, today))
            return [say(`the exception for ${exception.rule} (${where}) expired on ${exception.until}`)];
        if (!used.has(exception))
            return [say(`the exception for ${exception.rule} (${where}) covers nothing`)];
        return [];
    });
    return { findings: marked, notes };
}
function say(message) {
    return { check: 'policy', message };
}
function expired(exception, today) {
    return exception.until !== undefined && exception.until < today;
}
function covers(exception, finding) {
    if (exception.rule !== finding.rule && !finding.aliases.includes(exception.rule))
        return false;
    if (exception.package !== undefined && exception.package !== packageName(finding))
        return false;
    if (exception.path === undefined)
        return true;
    const glob = exception.path;
    return [finding.location?.path, finding.subject?.path].some((p) => p !== undefined && (0,policy_glob/* matchesGlob */.k)(glob, p));
}
function packageName(finding) {
    const name = finding.details?.package;
    return typeof name === 'string' ? name : undefined;
}

// EXTERNAL MODULE: ./src/findings/severity.ts
var findings_severity = __webpack_require__(5131);
;// CONCATENATED MODULE: ./src/policy/judge.ts

/**
 * The verdict: `fail` when a finding passes the gate, else `incomplete` when a check could not run and the policy does
 * not allow it, else `pass`. Reasons are plain sentences, the most important first.
 */
function judge(findings, incomplete, policy) {
    const blocking = findings.filter((finding) => blocks(finding, policy));
    const missing = incomplete.filter((i) => !policy.allowIncomplete.includes(i.check));
    const reasons = [...blockingReason(blocking, policy), ...missing.map(missingReason)];
    const outcome = blocking.length > 0 ? 'fail' : missing.length > 0 ? 'incomplete' : 'pass';
    return { outcome, reasons };
}
/** Whether this finding alone would fail the result. */
function blocks(finding, policy) {
    if (finding.status === 'excepted' || finding.status === 'fixed')
        return false;
    if (policy.failOn.new && finding.status === 'known')
        return false;
    if (finding.check === 'malware')
        return true;
    const { severity } = policy.failOn;
    if (severity === 'none' || !(0,findings_severity/* atLeast */.jZ)(finding.severity, severity))
        return false;
    return !policy.failOn.fixable || isFixable(finding);
}
function isFixable(finding) {
    return finding.fix !== undefined || (finding.details?.fixed ?? undefined) !== undefined;
}
function blockingReason(blocking, policy) {
    if (blocking.length === 0)
        return [];
    const counts = findings_severity/* SEVERITIES */.oC.map((s) => [blocking.filter((f) => f.severity === s).length, s])
        .filter(([n]) => n > 0)
        .map(([n, s]) => `${n} ${s}`);
    const noun = blocking.length === 1 ? 'finding' : 'findings';
    return [`${counts.join(', ')} ${noun} at or above ${policy.failOn.severity}`];
}
function missingReason(incomplete) {
    return `the ${incomplete.check} check of ${incomplete.target} could not run: ${incomplete.reason}`;
}

// EXTERNAL MODULE: ./src/rule-book.ts + 1 modules
var rule_book = __webpack_require__(2105);
// EXTERNAL MODULE: ./src/settings/version.ts + 1 modules
var version = __webpack_require__(5484);
;// CONCATENATED MODULE: ./src/result.ts







/** Judges what was found. Source lines come from the files below `root`. */
function conclude(root, inspection, policy, settings, started) {
    const { only } = settings;
    // Malicious packages are found by the same advisories, and are the last thing to hide.
    const wanted = (check) => only === undefined ||
        only.includes(check === 'malware' ? 'vulnerability' : check) ||
        only.includes(check);
    const excepted = applyExceptions((0,fingerprint/* distinguish */.o_)(inspection.findings.filter((finding) => wanted(finding.check))), policy, settings.now);
    const incomplete = inspection.incomplete.filter((item) => wanted(item.check));
    const gate = settings.failOn
        ? { ...policy, failOn: { ...policy.failOn, severity: settings.failOn } }
        : policy;
    return {
        report: {
            schema: 'portside-report/1',
            tool: { name: 'portside', version: version/* VERSION */.x },
            targets: inspection.targets,
            packages: inspection.packages,
            findings: excepted.findings,
            incomplete,
            notes: [...inspection.notes, ...excepted.notes],
            verdict: judge(excepted.findings, incomplete, gate),
        },
        context: {
            rules: rule_book/* ruleBook */.E,
            started,
            ended: new Date(),
            source: sourceReader(root),
            ...(policy.path === undefined ? {} : { policy: policy.path }),
        },
    };
}
/** Each file is read once; one that cannot be read has no lines to show. */
function sourceReader(root) {
    const texts = new Map();
    return (path) => {
        if (!texts.has(path))
            texts.set(path, read((0,external_node_path_.join)(root, path)));
        return texts.get(path);
    };
}
function read(file) {
    try {
        return (0,external_node_fs_.readFileSync)(file, 'utf8');
    }
    catch {
        // It is only shown: whoever could not check the file has said so.
        return undefined;
    }
}


/***/ })

};
