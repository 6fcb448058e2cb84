export const id = 479;
export const ids = [479];
export const modules = {

/***/ 6479:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   run: () => (/* binding */ run)
/* harmony export */ });
/* harmony import */ var _discover_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9164);
/* harmony import */ var _operands_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7222);


/** `portside discover [PATH]`: prints what would be checked, as JSON. Returns the exit status. */
async function run(settings) {
    const found = await (0,_discover_js__WEBPACK_IMPORTED_MODULE_0__/* .discover */ .k)((0,_operands_js__WEBPACK_IMPORTED_MODULE_1__/* .oneOperand */ .k)(settings, 'discover', '.'));
    process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    return 0;
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

/***/ 9164:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ discover),
/* harmony export */   p: () => (/* binding */ isDockerfile)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var ignore__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(298);
/* harmony import */ var ignore__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(ignore__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6927);
/* harmony import */ var _manifests_kind_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3954);





/** More files than this in one repository end the walk as incomplete: a walk must end. */
const MAX_FILES = 500_000;
const MAX_DEPTH = 64;
/** A manifest larger than this is no manifest that a person wrote. */
const MAX_MANIFEST_BYTES = 10 * 1024 * 1024;
const NEVER = new Set(['node_modules', 'vendor', '.git']);
const POLICIES = ['.github/portside.yml', '.github/portside.yaml'];
/**
 * Walks the repository at `root`: no symbolic link is followed, node_modules, vendor, .git and what .gitignore files
 * name are left out. Throws PortsideError when `root` cannot be read or has too many files.
 */
async function discover(root) {
    const dockerfiles = [];
    const candidates = [];
    for (const path of await walk(root)) {
        if (isDockerfile(path))
            dockerfiles.push(path);
        else if (/\.ya?ml$/i.test(path) && !path.startsWith('.github/'))
            candidates.push(path);
    }
    const manifests = [];
    for (const path of candidates) {
        const kind = await sniff(root, path);
        if (kind)
            manifests.push({ path, kind });
    }
    const policy = await firstFile(root, POLICIES);
    return { dockerfiles, manifests, ...(policy === undefined ? {} : { policy }) };
}
/** `Dockerfile`, `*.Dockerfile`, `Dockerfile.*`, and the same for Containerfile; any case of the name. */
function isDockerfile(path) {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    if (name.endsWith('.dockerignore') || name.endsWith('.containerignore'))
        return false;
    return /^(docker|container)file(\..+)?$/.test(name) || /\.(docker|container)file$/.test(name);
}
async function walk(root) {
    const files = [];
    const visit = async (folder, rules, depth) => {
        const entries = await list(root, folder);
        const own = entries.some((e) => e.name === '.gitignore' && e.isFile())
            ? [...rules, { base: folder, matcher: await ignoreFile(root, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, '.gitignore')) }]
            : rules;
        for (const entry of entries) {
            const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
            const directory = entry.isDirectory();
            if ((directory && NEVER.has(entry.name)) || ignored(own, path, directory))
                continue;
            if (directory && depth < MAX_DEPTH)
                await visit(path, own, depth + 1);
            else if (entry.isFile())
                files.push(path);
            if (files.length > MAX_FILES)
                throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .PortsideError */ .V('usage', `Cannot look through ${root}: it has more than ${MAX_FILES} files`, 'Name a smaller folder');
        }
    };
    await visit('', [], 0);
    return files.sort();
}
function ignored(rules, path, directory) {
    let result = false;
    for (const { base, matcher } of rules) {
        const below = base === '' ? path : path.slice(base.length + 1);
        const verdict = matcher.test(directory ? `${below}/` : below);
        if (verdict.ignored)
            result = true;
        else if (verdict.unignored)
            result = false;
    }
    return result;
}
async function ignoreFile(root, path) {
    return ignore__WEBPACK_IMPORTED_MODULE_2___default()().add(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(root, path), 'utf8'));
}
async function list(root, folder) {
    try {
        const entries = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(root, folder.replaceAll('/', node_path__WEBPACK_IMPORTED_MODULE_1__.sep)), { withFileTypes: true });
        return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    }
    catch (error) {
        throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .PortsideError */ .V('usage', `Cannot read the folder ${(0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(root, folder)}: ${(0,_findings_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .reason */ .l)(error)}`, 'Name a folder that exists and may be read', error);
    }
}
async function sniff(root, path) {
    const file = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(root, path);
    if ((await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(file)).size > MAX_MANIFEST_BYTES)
        return undefined;
    return (0,_manifests_kind_js__WEBPACK_IMPORTED_MODULE_4__/* .manifestKind */ .Q)(path, await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(file, 'utf8'));
}
async function firstFile(root, paths) {
    for (const path of paths) {
        const found = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(root, path)).catch(() => undefined);
        if (found?.isFile())
            return path;
    }
    return undefined;
}


/***/ }),

/***/ 3954:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ manifestKind)
/* harmony export */ });
/**
 * The kind of deployment manifest that a YAML file is, told by its name (Compose Specification: compose.yaml,
 * docker-compose.yml and their overrides) or by `apiVersion` and `kind` at the top level of a document (Kubernetes).
 */
function manifestKind(path, text) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (/^(docker-)?compose([.-][^/]*)?\.ya?ml$/i.test(name))
        return 'compose';
    if (/^apiVersion\s*:/m.test(text) && /^kind\s*:/m.test(text))
        return 'kubernetes';
    return undefined;
}


/***/ })

};
