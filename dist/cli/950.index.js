export const id = 950;
export const ids = [950];
export const modules = {

/***/ 5950:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   run: () => (/* binding */ run)
/* harmony export */ });
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6927);
/* harmony import */ var _policy_file_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4001);


/** `portside policy check [FILE]`: validates a policy file and says what it asks for. Returns the exit status. */
async function run(settings) {
    const [action, file, ...more] = settings.operands;
    if (action !== 'check' || more.length > 0)
        throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PortsideError */ .V('usage', 'portside policy knows one action', 'portside policy check [FILE]');
    const policy = await (0,_policy_file_js__WEBPACK_IMPORTED_MODULE_1__/* .loadPolicy */ .t)('.', undefined, { policy: file ?? '.github/portside.yml' });
    const { severity, fixable, new: fresh } = policy.failOn;
    const conditions = [fixable ? 'that have a fix' : '', fresh ? 'that are new' : ''].filter(Boolean);
    process.stdout.write([
        `${policy.path}: fails on findings of severity ${severity} or worse${conditions.length > 0 ? ` ${conditions.join(' and ')}` : ''}`,
        `registries: ${policy.registries?.join(', ') ?? 'any'}`,
        `signatures required: ${policy.trust.map((t) => t.images).join(', ') || 'none'}`,
        `exceptions: ${policy.exceptions.length}`,
        '',
    ].join('\n'));
    return 0;
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


/***/ })

};
