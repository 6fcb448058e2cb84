export const id = 346;
export const ids = [346];
export const modules = {

/***/ 4931:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./src/discover.ts
var discover = __webpack_require__(9164);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/findings/report.ts
var report = __webpack_require__(6226);
// EXTERNAL MODULE: ./src/inspect/dockerfiles.ts + 4 modules
var inspect_dockerfiles = __webpack_require__(8785);
// EXTERNAL MODULE: ./src/inspect/files.ts
var inspect_files = __webpack_require__(2635);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/dockerfile/lint.ts + 3 modules
var lint = __webpack_require__(1862);
// EXTERNAL MODULE: ./src/dockerfile/parse.ts + 8 modules
var parse = __webpack_require__(3920);
// EXTERNAL MODULE: ./src/findings/location.ts
var findings_location = __webpack_require__(9903);
;// CONCATENATED MODULE: ./src/findings/fix.ts

/**
 * The text with the edits of all fixes applied, and the fixes that were. A fix that overlaps an earlier one is left
 * out whole: a second run may apply it. The same edit asked for twice is made once. Offsets in lines are split on
 * LF; every byte outside the edits stays as it is, and so does a byte order mark.
 */
function applyFixes(text, fixes) {
    const starts = lineStarts(text);
    const first = text.startsWith('\ufeff') ? 1 : 0;
    const offset = (line, column) => Math.min(Math.max((starts[line - 1] ?? text.length) + column - 1, first), text.length);
    const taken = [];
    const applied = [];
    for (const fix of [...fixes].sort(byFirstEdit)) {
        const edits = fix.edits.map((edit) => ({
            start: offset(edit.startLine, edit.startColumn),
            end: offset(edit.endLine, edit.endColumn),
            text: edit.text,
        }));
        const known = (edit) => taken.some((t) => t.start === edit.start && t.end === edit.end && t.text === edit.text);
        const fresh = edits.filter((edit) => !known(edit));
        if (fresh.some((edit) => taken.some((t) => overlap(edit, t))))
            continue;
        taken.push(...fresh);
        applied.push(fix);
    }
    taken.sort((a, b) => a.start - b.start || a.end - b.end);
    let out = '';
    let at = 0;
    for (const edit of taken) {
        out += text.slice(at, edit.start) + edit.text;
        at = edit.end;
    }
    return { text: out + text.slice(at), applied };
}
/** Two insertions at one place overlap too: which comes first would be a guess. */
function overlap(a, b) {
    if (a.start === b.start)
        return true;
    return a.start < b.end && b.start < a.end;
}
function byFirstEdit(a, b) {
    const [x, y] = [a.edits[0], b.edits[0]];
    return x && y ? (0,findings_location/* compareRanges */.C)(x, y) : 0;
}
function lineStarts(text) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
        starts.push(at + 1);
    return starts;
}

;// CONCATENATED MODULE: ./src/findings/mend.ts

/** Rounds of fixing: each may bring what an overlap left out. More than a few mean fixes that undo each other. */
const MAX_ROUNDS = 10;
/** Applies fixes until `lint` has none left that changes the text, so that a second run changes nothing. */
function mend(text, lint) {
    let applied = [];
    let current = text;
    for (let round = 0; round < MAX_ROUNDS; round++) {
        const fixes = lint(current).flatMap(({ fix }) => (fix ? [fix] : []));
        const next = applyFixes(current, fixes);
        if (next.text === current)
            break;
        applied = applied.concat(next.applied.map(({ description }) => description));
        current = next.text;
    }
    return { text: current, applied };
}

// EXTERNAL MODULE: ./src/manifests/lint.ts
var manifests_lint = __webpack_require__(5693);
// EXTERNAL MODULE: ./src/manifests/manifest.ts + 2 modules
var manifest = __webpack_require__(4694);
;// CONCATENATED MODULE: ./src/reports/diff.ts
/** Lines shown around a change. */
const CONTEXT = 3;
/**
 * A unified diff (POSIX diff -u) of two versions of one file, `a/path` and `b/path`; empty when they are equal. Meant
 * for small edits: lines between the first and the last change that differ are aligned by longest common subsequence.
 */
function unifiedDiff(path, before, after) {
    if (before === after)
        return '';
    const changes = align(before.split(/(?<=\n)/), after.split(/(?<=\n)/));
    return `--- a/${path}\n+++ b/${path}\n${hunks(changes).map(render).join('')}`;
}
function align(a, b) {
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start])
        start++;
    let end = 0;
    while (end < a.length - start &&
        end < b.length - start &&
        a[a.length - 1 - end] === b[b.length - 1 - end])
        end++;
    const lines = [];
    let [i, j] = [0, 0];
    const keep = (n) => {
        for (let k = 0; k < n; k++)
            lines.push({ sign: ' ', text: a[i] ?? '', a: ++i, b: ++j });
    };
    keep(start);
    for (const sign of script(a.slice(start, a.length - end), b.slice(start, b.length - end))) {
        if (sign === ' ')
            keep(1);
        else if (sign === '-')
            lines.push({ sign, text: a[i] ?? '', a: ++i, b: j + 1 });
        else
            lines.push({ sign, text: b[j] ?? '', a: i + 1, b: ++j });
    }
    keep(end);
    return lines;
}
/** More cells than this are not worth the memory: everything between is shown as replaced. */
const MAX_CELLS = 4_000_000;
function script(a, b) {
    if (a.length * b.length > MAX_CELLS)
        return [...a.map(() => '-'), ...b.map(() => '+')];
    const width = b.length + 1;
    const common = new Uint32Array((a.length + 1) * width);
    const at = (i, j) => common[i * width + j] ?? 0;
    for (let i = a.length - 1; i >= 0; i--)
        for (let j = b.length - 1; j >= 0; j--)
            common[i * width + j] =
                a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    const signs = [];
    for (let i = 0, j = 0; i < a.length || j < b.length;) {
        if (i < a.length && j < b.length && a[i] === b[j]) {
            signs.push(' ');
            i++;
            j++;
        }
        else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
            signs.push('-');
            i++;
        }
        else {
            signs.push('+');
            j++;
        }
    }
    return signs;
}
/** Runs of lines: every change with its context, changes whose contexts touch in one. */
function hunks(lines) {
    const shown = new Set();
    lines.forEach(({ sign }, index) => {
        if (sign === ' ')
            return;
        for (let near = index - CONTEXT; near <= index + CONTEXT; near++)
            shown.add(near);
    });
    const result = [];
    lines.forEach((line, index) => {
        if (!shown.has(index))
            return;
        if (!shown.has(index - 1) || result.length === 0)
            result.push([]);
        result.at(-1)?.push(line);
    });
    return result;
}
function render(hunk) {
    const first = hunk[0];
    const old = hunk.filter((line) => line.sign !== '+').length;
    const fresh = hunk.filter((line) => line.sign !== '-').length;
    const start = (line, n) => `${n === 0 ? (line ?? 1) - 1 : line},${n}`;
    const body = hunk.map(({ sign, text }) => text.endsWith('\n') ? sign + text : `${sign}${text}\n\\ No newline at end of file\n`);
    return `@@ -${start(first?.a, old)} +${start(first?.b, fresh)} @@\n${body.join('')}`;
}

// EXTERNAL MODULE: ./src/inspect/lint-settings.ts + 2 modules
var lint_settings = __webpack_require__(8678);
;// CONCATENATED MODULE: ./src/inspect/fixes.ts










/**
 * Applies every fix to the Dockerfiles; with `dryRun` nothing is written, and what could be changed in manifests is
 * shown too. A file that cannot be read or parsed is left as it is: the report says why.
 */
async function fixFiles(root, files, settings, host) {
    const configOf = (0,lint_settings/* lintSettings */.N)(root, settings.now);
    let fixed = { files: 0, applied: 0, diff: '' };
    const fix = async (path, lint) => {
        const before = await (0,inspect_files/* readText */.y)(root, path);
        const { text, applied } = mend(before, lint);
        if (text === before)
            return;
        const diff = fixed.diff + unifiedDiff(path, before, text);
        fixed = { files: fixed.files + 1, applied: fixed.applied + applied.length, diff };
        if (settings.dryRun || path === inspect_files/* STANDARD_INPUT */.X)
            return;
        await (0,promises_.writeFile)((0,external_node_path_.join)(root, path), text);
        host.info(`${path}: ${[...new Set(applied)].join('; ')}`);
    };
    for (const path of files.dockerfiles) {
        const { config } = await configOf(path);
        await fix(path, (text) => (0,lint/* lintDockerfile */.c)((0,parse/* parseDockerfile */.A)(path, text), config)).catch(() => { });
    }
    // Hardening a manifest changes how its containers run: for a person to decide, so it is shown and never written.
    for (const { path, kind } of settings.dryRun ? files.manifests : [])
        await fix(path, (text) => (0,manifests_lint/* lintManifest */.X)((0,manifest/* readManifest */.W)(text, path, kind))).catch(() => { });
    return fixed;
}

// EXTERNAL MODULE: ./src/inspect/manifests.ts + 1 modules
var manifests = __webpack_require__(5202);
// EXTERNAL MODULE: ./src/manifests/kind.ts
var manifests_kind = __webpack_require__(3954);
// EXTERNAL MODULE: ./src/policy/glob.ts
var glob = __webpack_require__(4062);
// EXTERNAL MODULE: ./src/policy-file.ts + 1 modules
var policy_file = __webpack_require__(4001);
// EXTERNAL MODULE: ./src/result.ts + 2 modules
var result = __webpack_require__(3566);
// EXTERNAL MODULE: ./src/commands/deliver.ts
var deliver = __webpack_require__(6111);
;// CONCATENATED MODULE: ./src/commands/lint.ts













const ROOT = '.';
/** `portside lint [FILE…]`: Dockerfiles and manifests: files, folders, globs; - is standard input. Returns the exit status. */
async function run(settings, host) {
    (0,deliver/* checkFormats */.B)(settings.outputs);
    const operands = settings.operands.length > 0 ? settings.operands : [ROOT];
    const files = merge(await Promise.all(operands.map(resolveOperand)));
    const policy = await (0,policy_file/* loadPolicy */.t)(ROOT, (await exists('.github/portside.yml')) ? '.github/portside.yml' : undefined, settings);
    if (settings.fix && !settings.dryRun && files.dockerfiles.includes(inspect_files/* STANDARD_INPUT */.X))
        throw new errors/* PortsideError */.V('usage', 'Standard input cannot be fixed in place', 'Add --dry-run to see the edits as a diff');
    if (settings.fix) {
        const { diff, applied, files: changed } = await fixFiles(ROOT, files, settings, host);
        if (settings.dryRun) {
            process.stdout.write(diff);
            return 0;
        }
        host.info(`${applied} fixes applied in ${changed} files`);
    }
    const dockerfiles = await (0,inspect_dockerfiles/* inspectDockerfiles */.w)(ROOT, files.dockerfiles, { ...settings, offline: true }, host);
    const inspection = (0,report/* join */.f)([
        dockerfiles,
        await (0,manifests/* inspectManifests */.V)(ROOT, files.manifests, policy.registries),
    ]);
    const gate = gateOf(policy, dockerfiles.failureThreshold);
    return (0,deliver/* deliver */.c)((0,result/* conclude */.E)(ROOT, inspection, gate, settings, settings.now), settings, host);
}
/** Without a policy of its own a project that comes from hadolint keeps that tool's threshold. */
function gateOf(policy, severity) {
    if (policy.path !== undefined || severity === undefined)
        return policy;
    return { ...policy, failOn: { ...policy.failOn, severity } };
}
async function resolveOperand(operand) {
    if (operand === inspect_files/* STANDARD_INPUT */.X)
        return { dockerfiles: [inspect_files/* STANDARD_INPUT */.X], manifests: [] };
    const found = await (0,promises_.stat)(operand).catch(() => undefined);
    if (found?.isDirectory())
        return prefixed(operand, await (0,discover/* discover */.k)(operand));
    if (found)
        return single(operand);
    if (!/[*?]/.test(operand))
        return single(operand);
    const all = await (0,discover/* discover */.k)(ROOT);
    const dockerfiles = all.dockerfiles.filter((path) => (0,glob/* matchesGlob */.k)(operand, path));
    const manifests = all.manifests.filter(({ path }) => (0,glob/* matchesGlob */.k)(operand, path));
    if (dockerfiles.length + manifests.length > 0)
        return { dockerfiles, manifests };
    throw new errors/* PortsideError */.V('usage', `No Dockerfile or manifest matches ${operand}`, 'Check the pattern');
}
/** A file that was named is a Dockerfile whatever its name, unless it is a YAML manifest. */
async function single(path) {
    if (!/\.ya?ml$/i.test(path) || (0,discover/* isDockerfile */.p)(path))
        return { dockerfiles: [path], manifests: [] };
    const kind = (0,manifests_kind/* manifestKind */.Q)(path, await (0,inspect_files/* readText */.y)(ROOT, path));
    if (kind)
        return { dockerfiles: [], manifests: [{ path, kind }] };
    throw new errors/* PortsideError */.V('usage', `${path} is neither a Dockerfile nor a manifest that is known`, 'Name Dockerfiles, Compose files or Kubernetes manifests');
}
function prefixed(folder, found) {
    const base = folder.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
    const path = (below) => (base === '' || base === '.' ? below : `${base}/${below}`);
    return {
        dockerfiles: found.dockerfiles.map(path),
        manifests: found.manifests.map((m) => ({ ...m, path: path(m.path) })),
    };
}
function merge(lists) {
    const manifests = new Map(lists.flatMap((l) => l.manifests).map((m) => [m.path, m]));
    return {
        dockerfiles: [...new Set(lists.flatMap((l) => l.dockerfiles))],
        manifests: [...manifests.values()],
    };
}
async function exists(path) {
    return (await (0,promises_.stat)(path).catch(() => undefined))?.isFile() ?? false;
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
