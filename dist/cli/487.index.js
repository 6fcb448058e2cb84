export const id = 487;
export const ids = [487];
export const modules = {

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

/***/ 3920:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  A: () => (/* binding */ parseDockerfile)
});

// EXTERNAL MODULE: ./src/findings/location.ts
var findings_location = __webpack_require__(9903);
// EXTERNAL MODULE: ./src/dockerfile/characters.ts
var characters = __webpack_require__(2584);
;// CONCATENATED MODULE: ./src/dockerfile/directives.ts
/**
 * Reads the parser directives: comments of a known name, from the first line on, before anything else. A comment of
 * any other form ends them. Source: BuildKit frontend/dockerfile/parser/directives.go.
 */
function readDirectives(source) {
    const { text } = source;
    const list = [];
    const problems = [];
    let escapeToken = '\\';
    let start = text.startsWith('\ufeff') ? 1 : 0;
    for (let line = 1; start < text.length; line++) {
        const lf = text.indexOf('\n', start);
        const end = lf < 0 ? text.length : lf;
        if (end - start > MAX_DIRECTIVE)
            break;
        const match = DIRECTIVE.exec(text.slice(start, end));
        const [, before = '', word = '', between = '', value = ''] = match ?? [];
        const name = word.toLowerCase();
        if (!isKnown(name))
            break;
        const valueStart = start + before.length + word.length + between.length;
        const valueRange = source.range(valueStart, valueStart + value.length);
        const problem = (message) => problems.push({ kind: 'directive', phase: 'syntax', message, range: valueRange });
        if (list.some((known) => known.name === name)) {
            problem(`only one ${name} parser directive can be used`);
        }
        else {
            const range = source.range(start, valueStart + value.length);
            list.push({ name, value, range, valueRange, line });
            if (name === 'escape') {
                if (value === '\\' || value === '`')
                    escapeToken = value;
                else
                    problem(`invalid escape token '${value.slice(0, 40)}' does not match \` or \\`);
            }
        }
        start = end + 1;
    }
    return { list, escapeToken, problems };
}
/** Longer lines are no directives: bounds the work on a file without line ends. */
const MAX_DIRECTIVE = 65_536;
const DIRECTIVE = /^(\s*#\s*)([a-zA-Z][a-zA-Z0-9]*)(\s*=\s*)(\S(?:.*\S)?)\s*$/;
function isKnown(name) {
    return name === 'syntax' || name === 'escape' || name === 'check';
}

// EXTERNAL MODULE: ./src/dockerfile/expansion.ts
var expansion = __webpack_require__(5107);
// EXTERNAL MODULE: ./src/dockerfile/source.ts
var dockerfile_source = __webpack_require__(4625);
;// CONCATENATED MODULE: ./src/dockerfile/mapped-text.ts

/** Collects pieces; `add` takes the piece's text and the source offset of its first character. */
function createTextBuilder() {
    const pieces = [];
    const starts = [];
    const sources = [];
    let length = 0;
    return {
        add(piece, sourceOffset) {
            if (piece === '' && starts.length > 0)
                return;
            pieces.push(piece);
            starts.push(length);
            sources.push(sourceOffset);
            length += piece.length;
        },
        build() {
            const text = pieces.length === 1 ? (pieces[0] ?? '') : pieces.join('');
            const sourceStart = (offset) => {
                const piece = starts.length === 1 ? 0 : (0,dockerfile_source/* lastAtOrBefore */.A)(starts, offset);
                return (sources[piece] ?? 0) + offset - (starts[piece] ?? 0);
            };
            const sourceEnd = (offset) => offset === 0 ? sourceStart(0) : sourceStart(offset - 1) + 1;
            return { text, sourceStart, sourceEnd };
        },
    };
}
/** The part `[start, end)` of a text, with offsets of its own. */
function slice(whole, start, end) {
    return {
        text: whole.text.slice(start, end),
        sourceStart: (offset) => whole.sourceStart(start + offset),
        sourceEnd: (offset) => offset === 0 ? whole.sourceStart(start) : whole.sourceEnd(start + offset),
    };
}

;// CONCATENATED MODULE: ./src/dockerfile/logical-lines.ts


/**
 * Reads the instruction that begins in the line at `start`, with its continuation lines. A continuation ends in one
 * escape character (not two) with only blanks behind; comment and empty lines between are left out.
 * Source: BuildKit frontend/dockerfile/parser/parser.go.
 */
function readLogicalLine(source, start, escapeToken) {
    const { text } = source;
    const builder = createTextBuilder();
    const comments = [];
    const emptyLines = [];
    const startLine = source.lineOf(start);
    let line = startLine;
    let at = start;
    while ((0,characters/* isSpace */.xC)(text.charAt(at)) && text.charAt(at) !== '\n')
        at++;
    for (;;) {
        const end = lineEnd(text, at);
        const next = Math.min(nextLine(text, end), text.length);
        const first = line > startLine ? firstCharacter(text, at, end) : at;
        if (line > startLine && first === end) {
            emptyLines.push(line);
        }
        else if (line > startLine && text.charAt(first) === '#') {
            comments.push(readComment(source, first, end, line));
        }
        else {
            const cut = continuation(text, at, end, escapeToken);
            builder.add(text.slice(at, cut ?? end), at);
            if (cut === undefined)
                return { joined: builder.build(), startLine, endLine: line, next, comments, emptyLines };
        }
        if (nextLine(text, end) > text.length || next === text.length) {
            return { joined: builder.build(), startLine, endLine: line, next, comments, emptyLines };
        }
        at = next;
        line++;
    }
}
/** The comment whose `#` is at `start`. */
function readComment(source, start, end, line) {
    const text = source.text.slice(start + 1, end).trim();
    return { text, line, range: source.range(start, end), start, end };
}
/** Offset of the end of the line at `at`, without its line end characters. */
function lineEnd(text, at) {
    const lf = text.indexOf('\n', at);
    let end = lf < 0 ? text.length : lf;
    while (end > at && text.charAt(end - 1) === '\r')
        end--;
    return end;
}
/** Offset of the line after the one whose content ends at `end`; past the text for the last line. */
function nextLine(text, end) {
    let at = end;
    while (text.charAt(at) === '\r')
        at++;
    return at + 1;
}
/** Offset of the first character in `[at, end)` that is no blank, else `end`. */
function firstCharacter(text, at, end) {
    let first = at;
    while (first < end && (0,characters/* isSpace */.xC)(text.charAt(first)))
        first++;
    return first;
}
/** Where the escape character stands that continues this line, if one does. */
function continuation(text, start, end, escapeToken) {
    let last = end - 1;
    while (last >= start && (0,characters/* isBlank */.z3)(text.charAt(last)) && /[ \t]/.test(text.charAt(last)))
        last--;
    if (last < start || text.charAt(last) !== escapeToken)
        return undefined;
    return last > start && text.charAt(last - 1) === escapeToken ? undefined : last;
}

;// CONCATENATED MODULE: ./src/dockerfile/heredocs.ts


/** The heredocs opened by a joined line, outside quotes. Source: BuildKit parser.go, ParseHeredoc. */
function heredocOpenings(joined) {
    if (!joined.includes('<<'))
        return [];
    const raw = { rawQuotes: true, rawEscapes: true, keepUnset: true };
    const openings = [];
    const { words } = (0,expansion/* expand */.f)(joined, () => undefined, raw);
    words.forEach((word, i) => {
        const next = words[i + 1];
        // The shell allows blanks between `<<` and the name, and so does BuildKit.
        const apart = next && /^\d*<<-?$/.test(word.text);
        const opening = parseHeredocWord(apart ? word.text + next.text : word.text);
        if (opening)
            openings.push({ ...opening, start: word.start, end: (apart ? next : word).end });
    });
    return openings;
}
/** What `<<EOF`, `3<<-"EOF"` … opens; undefined for any other word. */
function parseHeredocWord(word) {
    const [, descriptor = '', dash = '', rest = ''] = /^(\d*)<<(-?)([^<]*)$/.exec(word) ?? [];
    if (rest === '')
        return undefined;
    const plain = (0,expansion/* expand */.f)(rest, () => undefined, { keepUnset: true });
    const raw = (0,expansion/* expand */.f)(rest, () => undefined, { keepUnset: true, rawQuotes: true });
    const [name, second] = plain.words;
    if (!name || second || raw.words.length !== 1)
        return undefined;
    return {
        name: name.text,
        expand: quotes(name.text) === quotes(raw.words[0]?.text ?? ''),
        chomp: dash === '-',
        descriptor: Number(descriptor),
    };
}
function quotes(text) {
    return text.match(/['"]/g)?.length ?? 0;
}
/** Reads the bodies that follow at `start`. `missing` names the first one without its terminator. */
function readHeredocs(source, joined, openings, start) {
    const { text } = source;
    const heredocs = [];
    let at = start;
    let lastLineEnd = start;
    for (const opening of openings) {
        const bodyStart = at;
        let terminated = false;
        let bodyEnd = at;
        while (at < text.length && !terminated) {
            const end = lineEnd(text, at);
            let from = at;
            if (opening.chomp)
                while (from < end && text.charAt(from) === '\t')
                    from++;
            terminated = end - from === opening.name.length && text.startsWith(opening.name, from);
            lastLineEnd = end;
            at = Math.min(nextLine(text, end), text.length);
            bodyEnd = terminated ? bodyEnd : at;
        }
        heredocs.push({
            ...opening,
            content: text.slice(bodyStart, bodyEnd),
            range: source.range(joined.sourceStart(opening.start), joined.sourceEnd(opening.end)),
            bodyRange: source.range(bodyStart, bodyEnd),
            bodyStart,
            bodyEnd,
        });
        if (!terminated)
            return { heredocs, next: at, lastLineEnd, missing: opening.name };
    }
    return { heredocs, next: at, lastLineEnd, missing: undefined };
}

// EXTERNAL MODULE: ./node_modules/unbash/dist/parser.js + 16 modules
var parser = __webpack_require__(8989);
;// CONCATENATED MODULE: ./src/dockerfile/shell-wrappers.ts
const WRAPPERS = new Map([
    [
        'sudo',
        {
            valued: [
                '-u',
                '-g',
                '-h',
                '-p',
                '-C',
                '-r',
                '-t',
                '-T',
                '-U',
                '-D',
                '-R',
                '--user',
                '--group',
                '--host',
                '--prompt',
                '--chdir',
            ],
            assigns: true,
        },
    ],
    ['doas', { valued: ['-u', '-C'] }],
    ['env', { valued: ['-u', '-C', '--unset', '--chdir'], assigns: true }],
    ['exec', { valued: ['-a'] }],
    ['command', { valued: [] }],
    ['builtin', { valued: [] }],
    ['nohup', { valued: [] }],
    ['eatmydata', { valued: [] }],
    ['time', { valued: ['-o', '-f'] }],
    ['nice', { valued: ['-n', '--adjustment'] }],
    ['ionice', { valued: ['-c', '-n', '--class', '--classdata'] }],
    ['stdbuf', { valued: ['-i', '-o', '-e'] }],
    ['timeout', { valued: ['-s', '-k', '--signal', '--kill-after'], operands: 1 }],
    [
        'xargs',
        {
            valued: [
                '-I',
                '-n',
                '-P',
                '-L',
                '-d',
                '-E',
                '-s',
                '-a',
                '--max-args',
                '--max-procs',
                '--delimiter',
                '--arg-file',
            ],
        },
    ],
    ['chroot', { valued: [], operands: 1 }],
    ['gosu', { valued: [], operands: 1 }],
    ['su-exec', { valued: [], operands: 1 }],
]);
/** The command behind `sudo`, `env A=1`, `xargs -n1` …; undefined when this is no wrapper. */
function innerCommand(command) {
    const wrapper = command.name && WRAPPERS.get(baseName(command.name.value));
    if (!wrapper)
        return undefined;
    const { args } = command;
    const assignments = [];
    let operands = wrapper.operands ?? 0;
    let options = true;
    for (let i = 0; i < args.length; i++) {
        const word = args[i];
        if (!word)
            return undefined;
        const { value } = word;
        if (options && value === '--') {
            options = false;
        }
        else if (options && value.startsWith('-') && value !== '-') {
            if (command.name.value === 'command' && /^-[vV]+$/.test(value))
                return undefined;
            if (wrapper.valued.includes(value))
                i++;
        }
        else if (wrapper.assigns && /^[A-Za-z_]\w*=/.test(value)) {
            options = false;
            const name = value.slice(0, value.indexOf('='));
            assignments.push({ name, value: word, range: word.range });
        }
        else if (operands > 0) {
            operands--;
        }
        else {
            return { name: word, args: args.slice(i + 1), assignments };
        }
    }
    return undefined;
}
const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);
/** The basename of a POSIX-like shell. */
function isShell(name) {
    return SHELLS.has(name);
}
/** The script word of `sh -c …`, `bash -lc …`, `su -c …` and `eval …`. */
function innerScript({ name, args }) {
    if (!name)
        return undefined;
    const base = baseName(name.value);
    if (base === 'eval')
        return args.length === 1 ? args[0] : undefined;
    if (!isShell(base) && base !== 'su')
        return undefined;
    const flag = args.findIndex((word) => /^-[A-Za-z]*c$/.test(word.value));
    return flag < 0 ? undefined : args[flag + 1];
}
function baseName(path) {
    return path.slice(path.lastIndexOf('/') + 1);
}

;// CONCATENATED MODULE: ./src/dockerfile/shell.ts




/** Delays `make` until a field is read. */
function lazyScript(make) {
    let script;
    const get = () => {
        script ??= make();
        return script;
    };
    return {
        get text() {
            return get().text;
        },
        get mapped() {
            return get().mapped;
        },
        get commands() {
            return get().commands;
        },
        get pipelines() {
            return get().pipelines;
        },
        get errors() {
            return get().errors;
        },
        get interpreter() {
            return get().interpreter;
        },
    };
}
/** The script of a shell-form instruction: `[start, end)` of its joined line and its heredocs. */
function shellScript(source, joined, start, end, heredocs) {
    const command = slice(joined, start, end);
    const [only, second] = heredocs;
    if (only && !second && parseHeredocWord(command.text)) {
        const body = createTextBuilder();
        addLines(body, source, only.bodyStart, only.bodyEnd);
        const mapped = body.build();
        const interpreter = shebang(mapped.text);
        return interpreter !== undefined && !isShell(interpreter)
            ? { text: mapped.text, mapped, commands: [], pipelines: [], errors: [], interpreter }
            : read(source, mapped);
    }
    if (!only)
        return read(source, command);
    const builder = createTextBuilder();
    // The joined line's own pieces, so that each character keeps its place.
    for (let at = 0; at < command.text.length;) {
        let to = at + 1;
        const offset = command.sourceStart(at) - at;
        while (to < command.text.length && command.sourceStart(to) - to === offset)
            to++;
        builder.add(command.text.slice(at, to), offset + at);
        at = to;
    }
    for (const heredoc of heredocs) {
        builder.add('\n', heredoc.bodyStart - 1);
        addLines(builder, source, heredoc.bodyStart, heredoc.bodyEnd);
        // A body that the end of the file cuts short has no line break to keep the terminator apart.
        if (source.text.charAt(heredoc.bodyEnd - 1) !== '\n')
            builder.add('\n', heredoc.bodyEnd);
        builder.add(heredoc.name, heredoc.bodyEnd);
    }
    return read(source, builder.build());
}
/** Adds lines without their carriage returns. */
function addLines(builder, source, start, end) {
    let at = start;
    for (let cr = source.text.indexOf('\r\n', at); cr >= 0 && cr < end;) {
        builder.add(source.text.slice(at, cr), at);
        at = cr + 1;
        cr = source.text.indexOf('\r\n', at);
    }
    builder.add(source.text.slice(at, end), at);
}
function shebang(text) {
    const [, path = '', argument = ''] = /^#![ \t]*(\S+)(?:[ \t]+(?:-S[ \t]+)?(\S+))?/.exec(text) ?? [];
    if (path === '')
        return undefined;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return name === 'env' ? argument : name;
}
/** The exec form as one command, and what it runs through `sh -c` or a wrapper. */
function execScript(source, words) {
    const [first, last] = [words[0], words.at(-1)];
    const builder = createTextBuilder();
    for (const word of words)
        builder.add(`${word === first ? '' : ' '}${word.raw}`, word.start);
    const mapped = builder.build();
    const commands = [];
    if (first && last) {
        const [name, ...args] = words.map((word) => ({
            raw: word.raw,
            value: word.value,
            range: word.range,
            start: word.start,
            end: word.end,
            literal: true,
        }));
        const range = source.range(first.start, last.end);
        const command = {
            name,
            args,
            assignments: [],
            redirects: [],
            range,
            start: first.start,
            end: last.end,
            pipeline: undefined,
            joinedBy: undefined,
            substituted: false,
            depth: 0,
            wrapper: undefined,
        };
        addWithInner(source, command, commands, [], 0);
    }
    return { text: mapped.text, mapped, commands, pipelines: [], errors: [], interpreter: undefined };
}
/** `sh -c "sh -c …"` deeper than this is not read. */
const MAX_INNER = 4;
function read(source, mapped) {
    const commands = [];
    const pipelines = [];
    const errors = [];
    readInto(source, mapped, commands, pipelines, errors, 0, undefined);
    return { text: mapped.text, mapped, commands, pipelines, errors, interpreter: undefined };
}
/** Longer scripts are not read: BuildKit takes lines of 64 KiB, and parsing hostile ones takes more than linear time. */
const MAX_SCRIPT = 128 * 1024;
function readInto(source, mapped, commands, pipelines, errors, level, wrapper) {
    if (mapped.text.length > MAX_SCRIPT) {
        errors.push({ message: 'the script is too long to read', range: source.range(0, 0) });
        return;
    }
    const script = (0,parser/* parse */.qg)(mapped.text);
    for (const { message, pos } of script.errors ?? []) {
        const at = mapped.sourceStart(Math.min(pos, mapped.text.length));
        errors.push({ message, range: source.range(at, at) });
    }
    const context = { source, mapped, commands, pipelines, level, wrapper };
    walk(script, { ...TOP, depth: wrapper ? wrapper.depth + 1 : 0 }, context);
}
const TOP = { pipeline: undefined, joinedBy: undefined, substituted: false, depth: 0 };
function walk(node, place, context) {
    switch (node.type) {
        case 'Command':
            addCommand(node, place, context);
            return;
        case 'Script': {
            // An escaped backtick script indexes a text of its own.
            const inner = node.source === undefined
                ? context
                : { ...context, mapped: constant(node, context.mapped) };
            list(node.commands, place, inner);
            return;
        }
        case 'CompoundList':
            list(node.commands, place, context);
            return;
        case 'AndOr':
            node.commands.forEach((command, i) => {
                walk(command, i === 0 ? place : { ...place, joinedBy: node.operators[i - 1] }, context);
            });
            return;
        case 'Pipeline': {
            if (node.commands.length < 2)
                break;
            const elements = [];
            const [start, end] = place_(node, context.mapped);
            const pipeline = {
                elements,
                start,
                end,
                range: context.source.range(start, end),
            };
            context.pipelines.push(pipeline);
            node.commands.forEach((command, i) => {
                const next = context.commands.length;
                walk(command, { ...place, pipeline, joinedBy: i === 0 ? place.joinedBy : '|' }, context);
                elements.push(context.commands[next]);
            });
            return;
        }
        case 'CommandExpansion':
        case 'ProcessSubstitution':
        case 'ArithmeticCommandExpansion':
            if (node.script) {
                walk(node.script, { ...TOP, substituted: true, depth: place.depth + 1 }, context);
            }
            return;
        case 'Statement':
            walk(node.command, place, context);
            return;
    }
    const inner = NESTING.has(node.type)
        ? { ...TOP, substituted: place.substituted, depth: place.depth + 1 }
        : place;
    (0,parser/* forEachChild */.dK)(node, (child) => walk(child, inner, context));
}
const NESTING = new Set([
    'If',
    'Elif',
    'For',
    'ArithmeticFor',
    'Select',
    'While',
    'Subshell',
    'BraceGroup',
    'Case',
    'Function',
    'Coproc',
]);
function list(statements, place, context) {
    statements.forEach((statement, i) => {
        walk(statement, i === 0 ? place : { ...place, joinedBy: ';' }, context);
    });
}
/** A text whose every character stands at the same place: where exact offsets are not to be had. */
function constant(node, mapped) {
    const start = mapped.sourceStart(0);
    return {
        text: node.source ?? '',
        sourceStart: () => start,
        sourceEnd: () => mapped.sourceEnd(mapped.text.length),
    };
}
function place_(node, mapped) {
    return [mapped.sourceStart(node.pos), mapped.sourceEnd(node.end)];
}
function addCommand(node, place, context) {
    const { source, mapped, commands } = context;
    const [start, end] = place_(node, mapped);
    const assignments = [];
    for (const prefix of node.prefix) {
        if (prefix.type !== 'Assignment')
            continue;
        const [from, to] = place_(prefix, mapped);
        const value = prefix.value.type === 'Word' ? toWord(prefix.value, context) : undefined;
        assignments.push({ name: prefix.name, value, range: source.range(from, to) });
    }
    const command = {
        name: node.name && toWord(node.name, context),
        args: node.args.map((argument) => {
            if (argument.type === 'Word')
                return toWord(argument, context);
            const { name, append, value, pos, end: to, text } = argument;
            const assigned = value.type === 'Word' ? value.value : text.slice(text.indexOf('=') + 1);
            const word = {
                type: 'Word',
                pos,
                end: to,
                text,
                value: `${name}${append ? '+' : ''}=${assigned}`,
            };
            return toWord(value.type === 'Word' ? { ...word, parts: value.parts } : word, context);
        }),
        assignments,
        redirects: node.redirects.map((redirect) => toRedirect(redirect, context)),
        range: source.range(start, end),
        start,
        end,
        ...place,
        wrapper: context.wrapper,
    };
    addWithInner(source, command, commands, context.pipelines, context.level);
    if (command.name && isShell(shell_baseName(command.name)) && context.level < MAX_INNER) {
        for (const heredoc of node.redirects) {
            if (heredoc.type === 'HereDoc')
                readHeredocScript(heredoc, command, context);
        }
    }
    (0,parser/* forEachChild */.dK)(node, (child) => walk(child, { ...place, depth: place.depth }, context));
}
/** The script that `bash <<EOF` gets on its standard input. */
function readHeredocScript(heredoc, wrapper, context) {
    const { source, mapped, commands, pipelines, level } = context;
    const body = slice(mapped, heredoc.body.pos, heredoc.body.end);
    readInto(source, body, commands, pipelines, [], level + 1, wrapper);
}
/** Adds the command, and the one it wraps. */
function addWithInner(source, command, commands, pipelines, level) {
    commands.push(command);
    let outer = command;
    for (let depth = 0; depth < MAX_INNER; depth++) {
        const inner = innerCommand(outer);
        if (!inner)
            break;
        const start = inner.name.start;
        outer = {
            ...outer,
            ...inner,
            assignments: inner.assignments,
            start,
            wrapper: outer,
            range: source.range(start, outer.end),
        };
        commands.push(outer);
    }
    const script = level < MAX_INNER ? innerScript(outer) : undefined;
    if (script) {
        readInto(source, wordText(source, script), commands, pipelines, [], level + 1, outer);
    }
}
/** A word's value as a text; characters keep their places where nothing is escaped. */
function wordText(source, word) {
    const written = source.text.slice(word.start, word.end);
    const at = written.indexOf(word.value);
    if (at >= 0) {
        const builder = createTextBuilder();
        builder.add(word.value, word.start + at);
        return builder.build();
    }
    return { text: word.value, sourceStart: () => word.start, sourceEnd: () => word.end };
}
function shell_baseName(word) {
    return word.value.slice(word.value.lastIndexOf('/') + 1);
}
function toRedirect(redirect, context) {
    const { descriptor } = redirect;
    const target = redirect.type === 'HereDoc' ? undefined : redirect.target;
    return {
        operator: redirect.operator,
        descriptor: descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined,
        target: target && toWord(target, context),
    };
}
function toWord(word, { source, mapped }) {
    return new LazyShellWord(source, mapped, word);
}
class LazyShellWord {
    source;
    mapped;
    word;
    constructor(source, mapped, word) {
        this.source = source;
        this.mapped = mapped;
        this.word = word;
    }
    get raw() {
        return this.word.text;
    }
    get value() {
        return this.word.value;
    }
    get start() {
        return this.mapped.sourceStart(this.word.pos);
    }
    get end() {
        return this.mapped.sourceEnd(this.word.end);
    }
    get range() {
        return this.source.range(this.start, this.end);
    }
    get literal() {
        return !/[$`]|[<>]\(/.test(this.word.text) || !expands(this.word);
    }
}
const EXPANSIONS = new Set([
    'SimpleExpansion',
    'ParameterExpansion',
    'CommandExpansion',
    'ArithmeticExpansion',
    'ProcessSubstitution',
]);
function expands(node) {
    if (EXPANSIONS.has(node.type))
        return true;
    let found = false;
    (0,parser/* forEachChild */.dK)(node, (child) => {
        found ||= expands(child);
    });
    return found;
}

// EXTERNAL MODULE: ./src/dockerfile/words.ts
var dockerfile_words = __webpack_require__(7611);
;// CONCATENATED MODULE: ./src/dockerfile/instructions.ts



/** Splits the text behind the flags as BuildKit does for this keyword. Source: BuildKit parser/line_parsers.go. */
function readArguments(keyword, joined, start, end, maker, escapeToken) {
    const { text } = joined;
    const none = { pairs: [], json: false, commandStart: start, problems: [] };
    const whole = (from) => (from < end ? [maker.word(from, end)] : []);
    const list = () => (0,dockerfile_words/* blankSeparated */.kv)(text, start, end).map((s) => maker.word(s.start, s.end));
    const maybeJson = (from, otherwise, before = []) => {
        const strings = from < end ? (0,dockerfile_words/* jsonStrings */.lJ)(text, from, end) : 'not-json';
        if (strings === 'not-strings') {
            const message = 'when using JSON array syntax, arrays must be comprised of strings only';
            const at = { start: from, end };
            const problems = [{ kind: 'json', phase: 'syntax', message, at }];
            return { ...none, args: [...before, ...otherwise()], commandStart: from, problems };
        }
        if (strings === 'not-json') {
            return { ...none, args: [...before, ...otherwise()], commandStart: from };
        }
        const words = strings.map((s) => maker.literal(s.start, s.end, s.value));
        return { ...none, args: [...before, ...words], json: true, commandStart: from };
    };
    switch (keyword) {
        case 'FROM':
        case 'EXPOSE':
            return { ...none, args: list() };
        case 'ADD':
        case 'COPY':
        case 'VOLUME':
            return maybeJson(start, list);
        case 'CMD':
        case 'ENTRYPOINT':
        case 'RUN':
        case 'SHELL':
            return maybeJson(start, () => whole(start));
        case 'MAINTAINER':
        case 'STOPSIGNAL':
        case 'USER':
        case 'WORKDIR':
            return { ...none, args: whole(start) };
        case 'HEALTHCHECK': {
            let typeEnd = start;
            while (typeEnd < end && !/\s/.test(text.charAt(typeEnd)))
                typeEnd++;
            if (typeEnd === start)
                return { ...none, args: [] };
            let command = typeEnd;
            while (command < end && /\s/.test(text.charAt(command)))
                command++;
            return maybeJson(command, () => whole(command), [maker.word(start, typeEnd)]);
        }
        case 'ENV':
        case 'LABEL':
            return { ...none, ...readPairs(keyword, text, start, end, maker, escapeToken) };
        case 'ARG': {
            const words = (0,dockerfile_words/* quotedWords */.IS)(text, start, end, escapeToken);
            return {
                ...none,
                args: words.map((w) => maker.word(w.start, w.end, w.raw)),
                pairs: words.map((w) => pairOf(w, maker)),
            };
        }
        default:
            return { ...none, args: keyword === 'ONBUILD' ? [] : list() };
    }
}
function readPairs(keyword, text, start, end, maker, escapeToken) {
    const words = (0,dockerfile_words/* quotedWords */.IS)(text, start, end, escapeToken);
    const [first] = words;
    if (!first)
        return { args: [], pairs: [], problems: [] };
    const problem = (message, at) => ({
        kind: 'key-value',
        phase: 'syntax',
        message,
        at,
    });
    if (!first.raw.includes('=')) {
        const keyEnd = (0,dockerfile_words/* blankSeparated */.kv)(text, start, end)[0]?.end ?? end;
        let value = keyEnd;
        while (value < end && /[\t\v\f\r ]/.test(text.charAt(value)))
            value++;
        const key = maker.word(start, keyEnd);
        if (keyEnd === end) {
            return {
                args: [key],
                pairs: [],
                problems: [problem(`${keyword} must have two arguments`, { start, end: keyEnd })],
            };
        }
        const valueWord = maker.word(value, end);
        return {
            args: [key, valueWord],
            pairs: [new LazyPair(maker, start, end, key, valueWord, true)],
            problems: [],
        };
    }
    const args = [];
    const pairs = [];
    const problems = [];
    for (const word of words) {
        if (!word.raw.includes('=')) {
            const quoted = JSON.stringify(word.raw.slice(0, 200));
            problems.push(problem(`Syntax error - can't find = in ${quoted}. Must be of the form: name=value`, word));
            continue;
        }
        const pair = pairOf(word, maker);
        pairs.push(pair);
        args.push(pair.key);
        if (pair.value)
            args.push(pair.value);
    }
    return { args, pairs, problems };
}
function pairOf(word, maker) {
    const equals = word.raw.indexOf('=');
    if (equals < 0) {
        return new LazyPair(maker, word.start, word.end, maker.word(word.start, word.end, word.raw), undefined, false);
    }
    const split = word.start + equals;
    return new LazyPair(maker, word.start, word.end, maker.word(word.start, split), maker.word(split + 1, word.end, word.raw.slice(equals + 1)), false);
}
class LazyPair {
    maker;
    from;
    to;
    key;
    value;
    legacy;
    constructor(maker, from, to, key, value, legacy) {
        this.maker = maker;
        this.from = from;
        this.to = to;
        this.key = key;
        this.value = value;
        this.legacy = legacy;
    }
    get range() {
        return this.maker.range(this.from, this.to);
    }
    get start() {
        return this.key.start;
    }
    get end() {
        return this.value?.end ?? this.key.end;
    }
}
/** The typed instruction of these parts. */
function createInstruction(source, parts, context) {
    const { maker, args, json } = parts;
    const { joined, start, end } = context;
    const isOnbuild = parts.keyword === 'ONBUILD';
    const base = {
        keywordWord: maker.word(parts.start, parts.keywordEnd),
        range: source.range(start, end),
        start,
        end,
        startLine: context.startLine,
        endLine: context.endLine,
        flags: parts.flags.map((span) => readFlag(span, joined.text, maker)),
        args,
        json,
        text: joined.text.slice(parts.restStart, parts.restEnd),
        original: joined.text.slice(parts.start, parts.end),
        heredocs: isOnbuild ? [] : context.heredocs,
        comments: context.comments,
        innerComments: context.innerComments,
        emptyLines: context.emptyLines,
        stage: undefined,
        index: context.index,
        onbuild: context.onbuild,
    };
    const command = () => ({
        exec: json ? (parts.keyword === 'HEALTHCHECK' ? args.slice(1) : args) : undefined,
        get script() {
            const script = lazyScript(() => json
                ? execScript(source, this.exec ?? [])
                : shellScript(source, joined, parts.commandStart, parts.restEnd, context.heredocs));
            Object.defineProperty(this, 'script', { value: script });
            return script;
        },
    });
    const { keyword } = parts;
    switch (keyword) {
        case 'FROM': {
            const [image, as, alias] = args;
            const platform = base.flags.find((f) => f.name === 'platform');
            const missing = maker.word(parts.keywordEnd, parts.keywordEnd);
            return { ...base, keyword, image: image ?? missing, as, alias, platform };
        }
        case 'RUN':
            return withScript({ ...base, keyword, mounts: base.flags.flatMap(readMount) }, command());
        case 'CMD':
        case 'ENTRYPOINT':
            return withScript({ ...base, keyword }, command());
        case 'HEALTHCHECK':
            return withScript({ ...base, keyword, typeWord: args[0], type: args[0]?.raw.toUpperCase() ?? '' }, command());
        case 'COPY':
        case 'ADD': {
            const transfer = {
                ...base,
                sources: args.slice(0, -1).filter((word) => json || !parseHeredocWord(word.raw)),
                destination: args.length > 1 ? args.at(-1) : undefined,
            };
            return keyword === 'ADD'
                ? { ...transfer, keyword }
                : { ...transfer, keyword, from: base.flags.find((f) => f.name === 'from') };
        }
        case 'ENV':
        case 'LABEL':
        case 'ARG':
            return { ...base, keyword, pairs: parts.pairs };
        case 'ONBUILD': {
            const onbuild = {
                ...base,
                keyword,
                trigger: undefined,
            };
            if (parts.trigger) {
                const trigger = { ...context, start: joined.sourceStart(parts.trigger.start), onbuild };
                onbuild.trigger = createInstruction(source, parts.trigger, trigger);
            }
            return onbuild;
        }
        case 'EXPOSE':
        case 'MAINTAINER':
        case 'SHELL':
        case 'STOPSIGNAL':
        case 'USER':
        case 'VOLUME':
        case 'WORKDIR':
            return { ...base, keyword };
        default:
            return { ...base, keyword: 'UNKNOWN', name: keyword };
    }
}
/** Adds the lazily parsed script without running its getter. */
function withScript(instruction, command) {
    return Object.defineProperties(instruction, Object.getOwnPropertyDescriptors(command));
}
function readFlag(span, text, maker) {
    const equals = span.text.indexOf('=');
    const word = maker.word(span.start, span.end);
    const sourceEquals = text.slice(span.start, span.end).indexOf('=');
    return {
        name: span.text.slice(2, equals < 0 ? undefined : equals),
        value: equals < 0 ? undefined : span.text.slice(equals + 1),
        get range() {
            return word.range;
        },
        get start() {
            return word.start;
        },
        get end() {
            return word.end;
        },
        valueWord: equals < 0 || sourceEquals < 0
            ? undefined
            : maker.word(span.start + sourceEquals + 1, span.end),
    };
}
const MOUNT_ALIASES = new Map([
    ['src', 'source'],
    ['dst', 'target'],
    ['destination', 'target'],
]);
function readMount(flag) {
    if (flag.name !== 'mount' || flag.value === undefined)
        return [];
    const options = new Map();
    for (const field of csvFields(flag.value)) {
        const equals = field.indexOf('=');
        const key = (equals < 0 ? field : field.slice(0, equals)).trim().toLowerCase();
        if (key === '')
            continue;
        options.set(MOUNT_ALIASES.get(key) ?? key, equals < 0 ? 'true' : field.slice(equals + 1));
    }
    return [{ flag, type: options.get('type') ?? 'bind', options }];
}
/** Fields between commas; a field in double quotes may hold commas (encoding/csv). */
function csvFields(text) {
    const fields = [];
    for (const [, quoted, plain] of text.matchAll(/"((?:[^"]|"")*)"(?:,|$)|([^,]*)(?:,|$)/g)) {
        fields.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    }
    return fields;
}

// EXTERNAL MODULE: ./src/dockerfile/image-reference.ts
var image_reference = __webpack_require__(3483);
;// CONCATENATED MODULE: ./src/dockerfile/refusals.ts


/**
 * Why BuildKit refuses an instruction that its parser lets through: counts and forms of arguments, flags, names,
 * triggers, quotes. Triggers of ONBUILD are only read when another image builds on this one, so only their keyword
 * counts. Source: BuildKit frontend/dockerfile/instructions/parse.go and bflag.go.
 */
function refusals(instruction, escapeToken) {
    const problems = [];
    const report = (kind, message, at = instruction.keywordWord) => problems.push({ kind, phase: 'instruction', message, range: at.range });
    if (instruction.keyword === 'UNKNOWN') {
        report('unknown-instruction', `unknown instruction: ${refusals_short(instruction.name)}`);
        return problems;
    }
    checkFlags(instruction, report);
    checkArguments(instruction, report);
    checkNames(instruction, report);
    for (const word of expandedWords(instruction))
        checkWord(word, escapeToken, report);
    return problems;
}
const FLAGS = {
    ADD: {
        chmod: 'text',
        checksum: 'text',
        chown: 'text',
        exclude: 'list',
        'keep-git-dir': 'boolean',
        link: 'boolean',
        unpack: 'boolean',
    },
    COPY: {
        chmod: 'text',
        chown: 'text',
        exclude: 'list',
        from: 'text',
        link: 'boolean',
        parents: 'boolean',
    },
    FROM: { platform: 'text' },
    HEALTHCHECK: {
        interval: 'text',
        retries: 'text',
        'start-interval': 'text',
        'start-period': 'text',
        timeout: 'text',
    },
    RUN: { device: 'list', mount: 'list', network: 'text', security: 'text' },
};
function checkFlags(instruction, report) {
    const { keyword, flags } = instruction;
    if (keyword === 'HEALTHCHECK' && instruction.type !== 'CMD')
        return;
    const known = FLAGS[keyword] ?? {};
    const seen = new Set();
    for (const flag of flags) {
        const name = `--${refusals_short(flag.name)}`;
        const type = Object.hasOwn(known, flag.name) ? known[flag.name] : undefined;
        if (type === undefined)
            report('flag', `unknown flag: ${name}`, flag);
        else if (seen.has(flag.name) && type !== 'list') {
            report('flag', `duplicate flag specified: ${name}`, flag);
        }
        else if (type === 'boolean') {
            if (!/^(?:true|false)$/i.test(flag.value ?? 'true'))
                report('flag', `flag ${name} is true or false, not ${refusals_short(flag.value ?? '')}`, flag);
        }
        else if (flag.value === undefined) {
            report('flag', `missing a value on flag: ${name}`, flag);
        }
        else if (flag.name === 'mount') {
            checkMount(flag, flag.value, report);
        }
        seen.add(flag.name);
    }
}
const MOUNT_TYPES = new Set(['bind', 'cache', 'secret', 'ssh', 'tmpfs']);
function checkMount(flag, value, report) {
    const type = /(?:^|,)type=([^,]*)/i.exec(value)?.[1]?.toLowerCase();
    if (type === undefined || type.includes('$') || MOUNT_TYPES.has(type))
        return;
    report('flag', `unsupported mount type "${refusals_short(type)}"`, flag);
}
function checkArguments(instruction, report) {
    const { keyword, args } = instruction;
    const refuse = (what, at) => report('arguments', `${keyword} ${what}`, at);
    switch (keyword) {
        case 'ADD':
        case 'COPY':
            if (args.length === 0)
                refuse('requires at least two arguments');
            else if (args.length === 1)
                refuse('requires at least two arguments, but only one was provided: there is no destination');
            return;
        case 'FROM':
            if (args.length !== 1 && !(args.length === 3 && /^as$/i.test(args[1]?.raw ?? '')))
                refuse('requires either one or three arguments', args[1]);
            return;
        case 'MAINTAINER':
        case 'STOPSIGNAL':
        case 'USER':
        case 'WORKDIR':
            if (args.length === 0)
                refuse('requires exactly one argument');
            return;
        case 'HEALTHCHECK':
            checkHealthcheck(instruction.type, args, report);
            return;
        case 'SHELL':
            if (args.length === 0)
                refuse('requires at least one argument');
            else if (!instruction.json)
                refuse('requires the arguments to be in JSON form', args[0]);
            return;
        case 'RUN':
            if (args.length === 0)
                refuse('requires at least one argument');
            return;
        case 'ARG':
        case 'ENV':
        case 'EXPOSE':
        case 'LABEL':
        case 'ONBUILD':
        case 'VOLUME':
            // The parser has told already when words are there that it cannot read.
            if (instruction.text === '')
                refuse('requires at least one argument');
            return;
    }
}
function checkHealthcheck(type, args, report) {
    const [word] = args;
    const refuse = (message, at) => report('arguments', message, at);
    if (!word)
        refuse('HEALTHCHECK requires at least one argument');
    else if (type === 'NONE') {
        if (args.length > 1)
            refuse('HEALTHCHECK NONE takes no arguments', args[1]);
    }
    else if (type !== 'CMD') {
        refuse(`unknown type "${refusals_short(word.raw)}" in HEALTHCHECK (try CMD)`, word);
    }
    else if (args.length === 1)
        refuse('missing command after HEALTHCHECK CMD', word);
}
function checkNames(instruction, report) {
    const { keyword } = instruction;
    if (keyword === 'ARG' || keyword === 'ENV' || keyword === 'LABEL') {
        const blank = instruction.pairs.find(({ key }) => key.raw === '');
        if (blank)
            report('arguments', `${keyword} names can not be blank`, blank);
    }
    if (keyword === 'VOLUME') {
        const blank = instruction.args.find(({ raw }) => raw.trim() === '');
        if (blank)
            report('arguments', 'VOLUME specified can not be an empty string', blank);
    }
    if (keyword === 'FROM') {
        const { alias, as } = instruction;
        if (alias && /^as$/i.test(as?.raw ?? '') && !/^[a-z][a-z0-9\-_.]*$/i.test(alias.raw)) {
            const why = "name can't start with a number or contain symbols";
            report('stage-name', `invalid name for build stage: "${refusals_short(alias.raw)}", ${why}`, alias);
        }
    }
    if (keyword === 'ONBUILD') {
        const { trigger } = instruction;
        if (trigger?.keyword === 'ONBUILD')
            report('onbuild', "chaining ONBUILD via ONBUILD ONBUILD isn't allowed", trigger.keywordWord);
        else if (trigger?.keyword === 'FROM' || trigger?.keyword === 'MAINTAINER')
            report('onbuild', `${trigger.keyword} isn't allowed as a trigger`, trigger.keywordWord);
    }
}
/** The words whose variables and quotes BuildKit resolves. */
function expandedWords(instruction) {
    switch (instruction.keyword) {
        case 'FROM':
            return [instruction.image];
        case 'ADD':
        case 'ARG':
        case 'COPY':
        case 'ENV':
        case 'EXPOSE':
        case 'LABEL':
        case 'STOPSIGNAL':
        case 'USER':
        case 'VOLUME':
        case 'WORKDIR':
            return instruction.json ? [] : instruction.args;
        default:
            return [];
    }
}
function checkWord(word, escapeToken, report) {
    if (!/['"{]/.test(word.raw))
        return;
    // A value for every name: what depends on values is no fault of the file.
    const { error } = (0,expansion/* expand */.f)(word.raw, () => 'x', { escapeToken });
    if (error?.includes('nested too deeply') === false)
        report('arguments', `failed to process ${JSON.stringify(refusals_short(word.raw))}: ${error}`, word);
}
/** Why a FROM cannot name an image, when no variable has a part in it. */
function imageRefusal(image) {
    if (image.raw.includes('$'))
        return undefined;
    const { value } = image;
    if (value === '')
        return image.raw === '' ? undefined : 'base name should not be blank';
    return (0,image_reference/* isImageReference */.h)(value)
        ? undefined
        : `failed to parse stage name "${refusals_short(value)}": invalid reference format`;
}
function refusals_short(text) {
    return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

// EXTERNAL MODULE: ./src/dockerfile/stages.ts
var dockerfile_stages = __webpack_require__(9931);
;// CONCATENATED MODULE: ./src/dockerfile/parse.ts










/**
 * Reads a Dockerfile as BuildKit does. Never throws, whatever the text: what BuildKit refuses is in `problems`, and
 * reading goes on behind it. Linear in the length of the text.
 */
function parseDockerfile(path, text) {
    const source = (0,dockerfile_source/* createSource */.g)(path, text);
    const { list: directives, escapeToken, problems: directiveProblems } = readDirectives(source);
    const problems = [...directiveProblems];
    const comments = [];
    const instructions = [];
    const stages = (0,dockerfile_stages/* createStages */.kk)(source);
    let paragraph = [];
    let at = text.startsWith('\ufeff') ? 1 : 0;
    while (at < text.length) {
        const end = lineEnd(text, at);
        const first = firstCharacter(text, at, end);
        if (first === end || text.charAt(first) === '#') {
            if (first < end) {
                const line = source.lineOf(at);
                if (!directives.some((directive) => directive.line === line)) {
                    comments.push(readComment(source, first, end, line));
                    // BuildKit cuts one character of the untrimmed line: `  # x` keeps its `#`.
                    const attached = text.slice(at + 1, end).trim();
                    paragraph = attached === '' ? [] : [...paragraph.slice(-MAX_PARAGRAPH), attached];
                }
            }
            at = Math.min(nextLine(text, end), text.length);
            continue;
        }
        const { instruction, next } = readInstruction(source, at, escapeToken, paragraph, {
            index: instructions.length,
            problems,
        });
        stages.add(instruction);
        problems.push(...refusals(instruction, escapeToken));
        instructions.push(instruction);
        comments.push(...instruction.innerComments);
        paragraph = [];
        at = next;
    }
    const list = stages.finish();
    for (const problem of fileProblems(source, instructions, list))
        problems.push(problem);
    return {
        path,
        source,
        text,
        escapeToken,
        directives,
        comments,
        instructions,
        stages: list,
        globalArgs: instructions.filter((i) => i.keyword === 'ARG' && i.stage === undefined),
        problems: problems.sort((a, b) => (0,findings_location/* compareRanges */.C)(a.range, b.range)),
    };
}
/** What is wrong with the file as a whole, and with its stages. */
function fileProblems(source, instructions, stages) {
    const problems = [];
    const report = (kind, message, { range }) => problems.push({ kind, phase: 'instruction', message, range });
    const [first] = instructions;
    if (!first) {
        const message = 'file with no instructions';
        return [{ kind: 'empty-file', phase: 'syntax', message, range: source.range(0, 0) }];
    }
    const outside = instructions.find(({ stage, keyword }) => !stage && keyword !== 'ARG' && keyword !== 'UNKNOWN');
    if (outside)
        report('no-stage', 'no build stage in current context', outside.keywordWord);
    else if (stages.length === 0 && instructions.every(({ keyword }) => keyword === 'ARG'))
        report('no-stage', 'dockerfile contains no stages to build', first.keywordWord);
    for (const { parent, from, uses, index } of stages) {
        const refusal = parent ? undefined : imageRefusal(from.image);
        if (refusal !== undefined)
            report('stage-name', refusal, from.image);
        for (const { instruction, word, stage } of uses) {
            const later = instruction.keyword === 'COPY' && stage.index >= index;
            if (!later || stages.slice(0, index).some(({ name }) => name === stage.name))
                continue;
            report('stage-name', 'cannot copy from a stage that is not defined before this one', word);
        }
    }
    const nul = instructions.find(({ original }) => original.includes('\0'));
    if (nul) {
        const at = source.text.indexOf('\0', nul.start);
        // No program, path or variable can hold one.
        report('nul', 'NUL byte in an instruction', { range: source.range(at, at + 1) });
    }
    return problems;
}
/** More lines than any description has; keeps a file of comments linear. */
const MAX_PARAGRAPH = 200;
/** ONBUILD ONBUILD … is an error at the second already. */
const MAX_TRIGGERS = 8;
/** bufio.MaxScanTokenSize, BuildKit's limit for one line. */
const MAX_LINE = 65_536;
function readInstruction(source, at, escapeToken, comments, { index, problems }) {
    const line = readLogicalLine(source, at, escapeToken);
    const { joined } = line;
    const parts = splitInstruction(source, joined, 0, joined.text.length, escapeToken);
    const command = parts.keyword === 'ONBUILD' ? parts.trigger : parts;
    const openings = command && !command.json && /^(?:ADD|COPY|RUN)$/.test(command.keyword)
        ? heredocOpenings(joined.text)
        : [];
    const bodies = readHeredocs(source, joined, openings, line.next);
    const { next } = bodies;
    const start = joined.sourceStart((0,characters/* trimmed */.dE)(joined.text, 0, joined.text.length)[0]);
    const endLine = openings.length > 0 ? source.lineOf(bodies.lastLineEnd) : line.endLine;
    const end = openings.length > 0
        ? bodies.lastLineEnd
        : Math.max(start, lineEnd(source.text, source.lineStarts[endLine - 1] ?? start));
    const instruction = createInstruction(source, parts, {
        joined,
        start,
        end,
        startLine: line.startLine,
        endLine,
        comments,
        innerComments: line.comments,
        emptyLines: line.emptyLines,
        heredocs: bodies.heredocs,
        index,
        escapeToken,
    });
    const report = (kind, phase, message, range = instruction.keywordWord.range) => problems.push({ kind, phase, message, range });
    for (const { kind, phase, message, at } of parts.problems)
        report(kind, phase, message, at && parts.maker.range(at.start, at.end));
    if (bodies.missing !== undefined)
        report('heredoc', 'syntax', 'unterminated heredoc', bodies.heredocs.at(-1)?.range);
    for (let n = line.startLine; n <= endLine; n++) {
        const from = source.lineStarts[n - 1] ?? 0;
        if ((source.lineStarts[n] ?? source.text.length + 1) - from > MAX_LINE) {
            report('line-too-long', 'syntax', `dockerfile line greater than max allowed size of ${MAX_LINE - 1}`);
            break;
        }
    }
    return { instruction, next };
}
/** Keyword, flags and arguments of `[from, to)` of the joined line; for ONBUILD those of the trigger too. */
function splitInstruction(source, joined, from, to, escapeToken, depth = 0) {
    const { text } = joined;
    const [start, end] = (0,characters/* trimmed */.dE)(text, from, to);
    let keywordEnd = start;
    while (keywordEnd < end && !(0,characters/* isBlank */.z3)(text.charAt(keywordEnd)))
        keywordEnd++;
    let at = keywordEnd;
    while (at < end && (0,characters/* isBlank */.z3)(text.charAt(at)))
        at++;
    const { flags, rest } = (0,dockerfile_words/* leadingFlags */.aO)(text, at, end);
    const [restStart, restEnd] = (0,characters/* trimmed */.dE)(text, rest, end);
    const keyword = text.slice(start, keywordEnd).toUpperCase();
    const maker = (0,dockerfile_words/* createWordMaker */.tZ)(source, joined, escapeToken);
    const words = readArguments(keyword, joined, restStart, restEnd, maker, escapeToken);
    const trigger = keyword === 'ONBUILD' && depth < MAX_TRIGGERS && restStart < restEnd
        ? splitInstruction(source, joined, restStart, restEnd, escapeToken, depth + 1)
        : undefined;
    return {
        ...words,
        keyword,
        start,
        keywordEnd,
        flags,
        restStart,
        restEnd,
        end,
        trigger,
        maker,
        problems: [...words.problems, ...(trigger?.problems ?? [])],
    };
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

/***/ 8785:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  w: () => (/* binding */ inspectDockerfiles)
});

// EXTERNAL MODULE: ./src/dockerfile/stages.ts
var stages = __webpack_require__(9931);
;// CONCATENATED MODULE: ./src/dockerfile/build-steps.ts

/**
 * What building `target` (default: the last stage) does, lowest base first, for the attribution of image layers.
 * Undefined when the file has no such stage.
 */
function buildPlan(dockerfile, { target, buildArgs, } = {}) {
    const stage = (0,stages/* targetStage */.Ae)(dockerfile, target);
    if (!stage)
        return undefined;
    const chain = (0,stages/* lineage */.OZ)(stage).reverse();
    const lowest = chain[0]?.from ?? stage.from;
    return {
        base: {
            reference: (0,stages/* expandedAt */.r5)(dockerfile, lowest, lowest.image, buildArgs),
            location: { path: dockerfile.path, ...lowest.range },
        },
        steps: chain.flatMap((part) => part.instructions.map((instruction) => toStep(dockerfile, instruction))),
    };
}
function toStep(dockerfile, instruction) {
    const at = (range) => ({ path: dockerfile.path, ...range });
    const source = instruction.keyword === 'COPY' ? copiedFrom(instruction) : undefined;
    const exec = instruction.json ? instruction.args.map((word) => word.value) : undefined;
    return {
        keyword: instruction.keyword === 'UNKNOWN' ? instruction.name : instruction.keyword,
        location: at(instruction.range),
        text: instruction.text,
        ...(exec ? { exec } : {}),
        heredocs: instruction.heredocs.map(({ content }) => content),
        flags: new Map(instruction.flags.map(({ name, value }) => [name.toLowerCase(), value ?? 'true'])),
        ...(source
            ? { from: { stage: source.name ?? String(source.index), location: at(source.from.range) } }
            : {}),
        shell: (0,stages/* shellAt */.ct)(instruction)?.args.map((word) => word.value) ?? stages/* DEFAULT_SHELL */.L4,
    };
}
function copiedFrom(instruction) {
    return instruction.stage?.uses.find((use) => use.instruction === instruction)?.stage;
}

;// CONCATENATED MODULE: ./src/dockerfile/external-images.ts

/** The images that FROM, COPY --from and RUN --mount name and that are no stage of the file; scratch is none. */
function externalImages(dockerfile) {
    const at = (word, reference) => ({
        reference,
        location: { path: dockerfile.path, ...word.range },
        literal: word.raw === reference,
    });
    return dockerfile.stages.flatMap((stage) => {
        const base = stage.image === undefined || stage.image === 'scratch'
            ? []
            : [at(stage.from.image, stage.image)];
        const used = new Set(stage.uses.map(({ word }) => word.start));
        const others = stage.instructions.flatMap((instruction) => (0,stages/* stageReferences */.VN)(instruction)
            .filter((word) => !used.has(word.start) && !/^\d+$/.test(word.value))
            .map((word) => at(word, (0,stages/* expandedAt */.r5)(dockerfile, instruction, word))));
        // A variable without a value may be any image: nothing can be said of it.
        return [...base, ...others].filter(({ reference }) => reference !== '' && !reference.includes('$'));
    });
}

// EXTERNAL MODULE: ./src/dockerfile/lint.ts + 3 modules
var lint = __webpack_require__(1862);
// EXTERNAL MODULE: ./src/dockerfile/parse.ts + 8 modules
var parse = __webpack_require__(3920);
// EXTERNAL MODULE: ./src/dockerfile/rules.ts + 153 modules
var rules = __webpack_require__(7212);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/dockerfile/model.ts
var model = __webpack_require__(4011);
// EXTERNAL MODULE: ./src/dockerfile/rule.ts
var rule = __webpack_require__(7650);
// EXTERNAL MODULE: ./src/dockerfile/shell-in-force.ts
var shell_in_force = __webpack_require__(7720);
;// CONCATENATED MODULE: ./src/dockerfile/shellcheck.ts








/** Names every ShellCheck code at once, in ignores and exceptions. */
const SHELLCHECK_FAMILY = 'SC*';
/** About how a script is found, not about the script (notes/dockerfile.md). */
const EXCLUDED = 'SC2187,SC1090,SC1091';
/** The proxy variables that BuildKit predefines. */
const PREDEFINED = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy'].flatMap((name) => [
    name,
    name.toUpperCase(),
]);
/** Files given to one process: keeps its argument list within what any system takes. */
const BATCH = 1000;
const TIMEOUT = 120_000;
/** Different scripts that are looked at: 5,000 take ShellCheck about a quarter of a minute. */
const MOST_SCRIPTS = 5_000;
/**
 * What ShellCheck says about the RUN bodies of all files, in one process for a thousand of them; each finding on the
 * exact words. Undefined when ShellCheck is not installed. Throws PortsideError (incomplete) when it fails.
 */
async function shellCheck(dockerfiles, host) {
    const program = await host.find('shellcheck');
    if (program === undefined)
        return undefined;
    const scripts = group(dockerfiles.flatMap(bodiesOf));
    if (scripts.size > MOST_SCRIPTS)
        throw new errors/* PortsideError */.V('incomplete', `Cannot check RUN with ShellCheck: there are ${scripts.size} different ones, more than ${MOST_SCRIPTS}`, 'Lint fewer files at once');
    const found = new Map(dockerfiles.map((file) => [file, []]));
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), 'portside-shellcheck-'));
    try {
        const files = new Map();
        for (const [script, bodies] of scripts) {
            const file = (0,external_node_path_.join)(folder, `${files.size}.sh`);
            await (0,promises_.writeFile)(file, script);
            files.set(file, bodies);
        }
        const paths = [...files.keys()];
        for (let at = 0; at < paths.length; at += BATCH)
            for (const comment of await ask(program, paths.slice(at, at + BATCH), host))
                for (const body of files.get(comment.file) ?? []) {
                    const observation = observe(body, comment);
                    if (observation)
                        found.get(body.dockerfile)?.push({ rule: ruleFor(comment), observation });
                }
        return found;
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}
/** Scripts that are the same to ShellCheck are asked about once. */
function group(bodies) {
    const scripts = new Map();
    for (const body of bodies) {
        const script = body.header + body.script.text;
        const same = scripts.get(script);
        if (same)
            same.push(body);
        else
            scripts.set(script, [body]);
    }
    return scripts;
}
function bodiesOf(dockerfile) {
    return (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true }).flatMap((run) => {
        if (run.exec || run.script.text.trim() === '')
            return [];
        // A trigger runs in the child's build, which may have other variables and another shell.
        const shell = run.onbuild ? triggerShell(dockerfile, run) : (0,shell_in_force/* shellInForce */.b)(dockerfile, run);
        const interpreter = /^#![^\n]*/.exec(run.script.text)?.[0];
        if (!(0,shell_in_force/* isPosixShell */.m)(shell) || run.script.interpreter !== undefined)
            return [];
        const names = [...PREDEFINED, ...(run.onbuild ? [] : declaredNames(dockerfile, run))];
        const exports = names.map((name) => `export ${name}=1\n`).join('');
        return [
            { dockerfile, script: run.script, header: `${interpreter ?? `#!${shell[0]}`}\n${exports}` },
        ];
    });
}
function triggerShell(dockerfile, run) {
    const shell = (0,shell_in_force/* shellInForce */.b)(dockerfile, run);
    return (0,shell_in_force/* isPosixShell */.m)(shell) ? stages/* DEFAULT_SHELL */.L4 : shell;
}
/** Names of ARG and ENV that the instruction sees, its own stage's and its parents'. */
function declaredNames(dockerfile, run) {
    const seen = run.stage
        ? (0,stages/* lineage */.OZ)(run.stage).flatMap((stage) => declarations(stage.instructions))
        : declarations(dockerfile.instructions);
    const names = new Set();
    for (const instruction of seen) {
        if (instruction.stage === run.stage && instruction.index >= run.index)
            continue;
        for (const { key } of instruction.pairs)
            if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key.value))
                names.add(key.value);
        if (names.size > MOST_NAMES)
            break;
    }
    return [...names];
}
/** More variables than anybody declares; bounds the scripts of a hostile file. */
const MOST_NAMES = 1_000;
const declaring = new WeakMap();
/** The ARG and ENV among the instructions: found once, asked for by every RUN. */
function declarations(instructions) {
    const known = declaring.get(instructions);
    if (known)
        return known;
    const found = instructions.filter((one) => one.keyword === 'ARG' || one.keyword === 'ENV');
    declaring.set(instructions, found);
    return found;
}
async function ask(program, files, host) {
    const args = ['--norc', '--format=json1', `--exclude=${EXCLUDED}`, ...files];
    const { status, stdout, stderr } = await host.run(program, args, { timeout: TIMEOUT });
    const fail = (why, cause) => {
        throw new errors/* PortsideError */.V('incomplete', `Cannot check RUN with ${program}: ${why}`, undefined, cause);
    };
    // 0 is no comment, 1 some; from 2 on something was not checked.
    if (status > 1)
        return fail(`it ended with ${status}: ${stderr.slice(0, 300)}`);
    try {
        const answer = JSON.parse(stdout);
        const comments = answer?.comments;
        return Array.isArray(comments) ? comments.filter(isComment) : [];
    }
    catch (error) {
        return fail((0,errors/* reason */.l)(error), error);
    }
}
function isComment(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const comment = value;
    const numbers = ['line', 'column', 'endLine', 'endColumn', 'code'];
    const texts = ['file', 'level', 'message'];
    return (numbers.every((name) => typeof comment[name] === 'number') &&
        texts.every((name) => typeof comment[name] === 'string'));
}
/** On the words of the script; undefined when it is about what was put before it. */
function observe({ dockerfile, script, header }, comment) {
    const above = header.split('\n').length - 1;
    if (comment.line <= above)
        return undefined;
    const lines = script.text.split('\n');
    const offset = (line, column) => {
        const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
        return Math.min(before + unitsBefore(lines[line - 1] ?? '', column), script.text.length);
    };
    const start = offset(comment.line - above, comment.column);
    const end = Math.max(start, offset(comment.endLine - above, comment.endColumn));
    const { mapped } = script;
    const from = mapped.sourceStart(Math.min(start, Math.max(script.text.length - 1, 0)));
    return {
        at: dockerfile.source.range(from, Math.max(from, mapped.sourceEnd(end))),
        message: comment.message,
    };
}
/** ShellCheck counts code points, we count UTF-16 units. */
function unitsBefore(line, column) {
    let units = 0;
    for (let seen = 1; seen < column && units < line.length; seen++)
        units += (line.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
    return units;
}
const LEVELS = {
    error: 'high',
    warning: 'medium',
    info: 'low',
    style: 'info',
};
function ruleFor({ code, level, message }) {
    const id = `SC${code}`;
    const page = `https://www.shellcheck.net/wiki/${id}`;
    return (0,rule/* defineRule */.K)({
        id,
        name: `shellcheck-${code}`,
        severity: LEVELS[level] ?? 'low',
        practice: 'maintainability',
        title: message,
        why: 'ShellCheck found a mistake in the shell command of a RUN.',
        mend: `See ${page}.`,
        references: [page],
        aliases: [SHELLCHECK_FAMILY],
        check: () => { },
    });
}

// EXTERNAL MODULE: ./src/findings/severity.ts
var severity = __webpack_require__(5131);
// EXTERNAL MODULE: ./src/images/artifacts.ts
var artifacts = __webpack_require__(1029);
// EXTERNAL MODULE: ./src/images/config.ts
var config = __webpack_require__(914);
// EXTERNAL MODULE: ./src/images/registry/open.ts + 1 modules
var registry_open = __webpack_require__(3712);
// EXTERNAL MODULE: ./src/inspect/registry.ts + 1 modules
var registry = __webpack_require__(6260);
;// CONCATENATED MODULE: ./src/inspect/base-platforms.ts




/** Base images that are asked about: each costs a registry a request or two. */
const MOST = 20;
/** Milliseconds for one answer, and one try: without an answer the check has nothing to say. */
const PATIENCE = { timeout: 5_000, attempts: 1 };
const LARGEST_CONFIG = 4 << 20;
/**
 * The platforms that registries offer for base images, by reference (BuildKit's InvalidBaseImagePlatform). An image
 * whose registry does not answer is not in the map: other checks say that a registry cannot be reached.
 */
async function basePlatforms(images, settings, host) {
    const found = new Map();
    if (settings.offline)
        return found;
    const references = [...new Set(images.map(({ reference }) => reference))].slice(0, MOST);
    await Promise.all(references.map(async (reference) => {
        try {
            const options = await (0,registry/* registryOptions */._)(settings, host, reference);
            const opened = await (0,registry_open/* openArtifact */.H)(reference, { ...options, ...PATIENCE });
            found.set(reference, await platforms(opened.source, opened.reference));
        }
        catch (error) {
            host.debug(`the platforms of ${reference} are not known: ${String(error)}`);
        }
    }));
    return found;
}
async function platforms(source, reference) {
    const manifest = await source.manifest(reference);
    if (manifest?.manifests)
        return manifest.manifests.flatMap(({ platform }) => platform === undefined || platform.startsWith('unknown/') ? [] : [platform]);
    if (!manifest?.config)
        return [];
    const bytes = await (0,artifacts/* readAll */.yw)(source.blob(manifest.config), LARGEST_CONFIG, 'the image configuration');
    const platform = (0,config/* platformOf */.tj)((0,config/* readConfig */.Xg)(JSON.parse(Buffer.from(bytes).toString('utf8'))));
    return platform === undefined ? [] : [platform];
}

// EXTERNAL MODULE: ./src/inspect/files.ts
var files = __webpack_require__(2635);
// EXTERNAL MODULE: ./src/inspect/lint-settings.ts + 2 modules
var lint_settings = __webpack_require__(8678);
;// CONCATENATED MODULE: ./src/inspect/dockerfiles.ts











/**
 * Lints every Dockerfile and says how each builds; one that cannot be read is incomplete and stops no other,
 * one whose `.hadolint.yaml` cannot be read is linted without it, and incomplete.
 */
async function inspectDockerfiles(root, paths, settings, host) {
    let findings = [];
    const incomplete = [];
    const fail = (target) => (error) => {
        incomplete.push({ check: 'lint', target, reason: (0,errors/* reason */.l)(error) });
        return undefined;
    };
    const dockerfiles = [];
    for (const path of paths) {
        host.progress(`reading ${path}`);
        const text = await (0,files/* readText */.y)(root, path).catch(fail(path));
        if (text !== undefined)
            dockerfiles.push((0,parse/* parseDockerfile */.A)(path, text));
    }
    const shell = await shellCheck(dockerfiles, host).catch(fail('RUN instructions'));
    const images = dockerfiles.flatMap(externalImages);
    const offered = {
        basePlatforms: await basePlatforms(images, settings, host),
        ...(settings.platform ? { targetPlatform: settings.platform } : {}),
    };
    const settingsOf = (0,lint_settings/* lintSettings */.N)(root, settings.now);
    const thresholds = [];
    for (const dockerfile of dockerfiles) {
        const { path } = dockerfile;
        host.progress(`linting ${path}`);
        const { config, problems } = await settingsOf(path);
        problems.forEach(fail(path));
        thresholds.push(config.failureThreshold);
        // Not push(...): a hostile file has more findings than a call takes arguments.
        findings = findings.concat((0,lint/* lintDockerfile */.c)(dockerfile, { ...config, ...offered }, rules/* dockerfileRules */.M, shell?.get(dockerfile)));
    }
    return {
        targets: paths.map((name) => ({ kind: 'dockerfile', name })),
        packages: [],
        findings,
        incomplete,
        notes: shell || incomplete.length > 0 || dockerfiles.length === 0 ? [] : [NO_SHELLCHECK],
        failureThreshold: strictest(thresholds),
        externalImages: images,
        plans: dockerfiles.flatMap((dockerfile) => {
            const plan = buildPlan(dockerfile);
            return plan ? [{ dockerfile: dockerfile.path, plan }] : [];
        }),
    };
}
function strictest(thresholds) {
    const mildest = severity/* SEVERITIES */.oC.findLast((severity) => thresholds.includes(severity));
    return mildest ?? (thresholds.includes('none') ? 'none' : undefined);
}
const NO_SHELLCHECK = {
    check: 'lint',
    message: 'ShellCheck is not installed, so shell mistakes in RUN were not looked for.',
};


/***/ }),

/***/ 2635:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ STANDARD_INPUT),
/* harmony export */   y: () => (/* binding */ readText)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_stream_consumers__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8321);
/* harmony import */ var node_stream_consumers__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_stream_consumers__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6927);




/** A Dockerfile or manifest larger than this was not written by a person; BuildKit itself stops at 1 MiB a line. */
const MAX_BYTES = 10 * 1024 * 1024;
/** The path that means standard input. */
const STANDARD_INPUT = '-';
/**
 * The text of a repository file. Throws PortsideError (incomplete) when it is missing, no regular file, or too large:
 * the check that wanted it could not run.
 */
async function readText(root, path) {
    if (path === STANDARD_INPUT)
        return standardInput();
    const file = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(root, path);
    try {
        const { size } = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(file);
        if (size > MAX_BYTES)
            throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .PortsideError */ .V('incomplete', `Cannot read ${path}: it has ${size} bytes, more than the ${MAX_BYTES} of the largest file that is checked`, 'Make it smaller or leave it out');
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(file, 'utf8');
    }
    catch (error) {
        if (error instanceof _findings_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .PortsideError */ .V)
            throw error;
        throw new _findings_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .PortsideError */ .V('incomplete', `Cannot read ${path}: ${(0,_findings_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .reason */ .l)(error)}`, 'Check the path and its permissions', error);
    }
}
let input;
/** Standard input, read once. */
function standardInput() {
    input ??= (0,node_stream_consumers__WEBPACK_IMPORTED_MODULE_2__.buffer)(process.stdin).then((bytes) => bytes.toString('utf8'));
    return input;
}


/***/ }),

/***/ 8678:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ lintSettings)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/js-yaml/dist/js-yaml.mjs
var js_yaml = __webpack_require__(3243);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
;// CONCATENATED MODULE: ./src/dockerfile/hadolint-config.ts


/** Where a project keeps its hadolint settings; the first that is there counts. */
const HADOLINT_FILES = ['.hadolint.yaml', '.hadolint.yml'];
const LABEL_TYPES = [
    'text',
    'url',
    'semver',
    'hash',
    'rfc3339',
    'spdx',
    'email',
];
/** hadolint's severities, worst first: where `override` names a rule twice the worst counts. */
const SEVERITIES = {
    error: 'high',
    warning: 'medium',
    info: 'low',
    style: 'info',
};
/** Keys about hadolint's own output, which have no meaning here. */
const OUTPUT_KEYS = new Set(['format', 'formats', 'no-color', 'no-fail', 'verbose', 'output']);
/**
 * The settings in a `.hadolint.yaml` (notes/dockerfile.md, "Config"). Throws PortsideError (usage) with the line where
 * it is malformed, and for unknown keys and values: hadolint itself goes on with an empty configuration.
 */
function readHadolintConfig(text, path) {
    const config = parse(text, path);
    const refuse = (why) => {
        throw new errors/* PortsideError */.V('usage', `Cannot read ${path}: ${why}`, 'Mend the file');
    };
    if (config === null || config === undefined)
        return {};
    if (!isMap(config))
        return refuse('it is not a map of settings');
    const known = new Set([...Object.keys(READERS), ...OUTPUT_KEYS]);
    const unknown = Object.keys(config).find((key) => !known.has(key));
    if (unknown !== undefined)
        return refuse(`unknown key "${unknown}"`);
    return Object.assign({}, ...Object.entries(READERS).map(([key, read]) => config[key] === undefined || config[key] === null ? {} : read(config[key], refuse)));
}
const READERS = {
    ignored: (value, refuse) => ({ ignored: new Set(texts(value, 'ignored', refuse)) }),
    override: (value, refuse) => ({ severities: overrides(value, refuse) }),
    trustedRegistries: (value, refuse) => ({
        trustedRegistries: texts(value, 'trustedRegistries', refuse),
    }),
    'label-schema': (value, refuse) => ({ labelSchema: labelSchema(value, refuse) }),
    'strict-labels': (value, refuse) => ({ strictLabels: flag(value, 'strict-labels', refuse) }),
    'disable-ignore-pragma': (value, refuse) => ({
        disableIgnorePragma: flag(value, 'disable-ignore-pragma', refuse),
    }),
    'failure-threshold': (value, refuse) => ({ failureThreshold: threshold(value, refuse) }),
};
function parse(text, path) {
    try {
        return (0,js_yaml/* loadAll */.gh)(text, { filename: path })[0];
    }
    catch (error) {
        if (!(error instanceof js_yaml/* YAMLException */.tB))
            throw error;
        const line = (error.mark?.line ?? 0) + 1;
        throw new errors/* PortsideError */.V('usage', `Cannot read ${path}:${line}: ${error.reason}`, 'Mend the YAML', error);
    }
}
function overrides(value, refuse) {
    if (!isMap(value))
        return refuse('override is a map of error, warning, info and style');
    const unknown = Object.keys(value).find((key) => SEVERITIES[key] === undefined);
    if (unknown !== undefined)
        return refuse(`override knows ${Object.keys(SEVERITIES).join(', ')}, not "${unknown}"`);
    const severities = new Map();
    for (const [key, severity] of Object.entries(SEVERITIES))
        for (const rule of texts(value[key] ?? [], `override.${key}`, refuse))
            if (!severities.has(rule))
                severities.set(rule, severity);
    return severities;
}
function labelSchema(value, refuse) {
    if (!isMap(value))
        return refuse('label-schema is a map of labels and their types');
    return new Map(Object.entries(value).map(([label, type]) => {
        const known = LABEL_TYPES.find((t) => t === type || (type === 'rawtext' && t === 'text'));
        return [
            label,
            known ?? refuse(`label-schema: "${String(type)}" is none of ${LABEL_TYPES.join(', ')}`),
        ];
    }));
}
function threshold(value, refuse) {
    if (value === 'none' || value === 'ignore')
        return 'none';
    return (SEVERITIES[String(value)] ??
        refuse(`failure-threshold is error, warning, info, style, ignore or none`));
}
function texts(value, what, refuse) {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
        return value;
    return refuse(`${what} is a list of texts`);
}
function flag(value, what, refuse) {
    return typeof value === 'boolean' ? value : refuse(`${what} is true or false`);
}
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// EXTERNAL MODULE: ./src/inspect/files.ts
var files = __webpack_require__(2635);
;// CONCATENATED MODULE: ./src/inspect/ignore-file.ts



/**
 * The ignore file of a Dockerfile's build context, as far as the repository tells: `<Dockerfile>.dockerignore` or
 * `.dockerignore` beside it, `null` when there is none from its folder up to the root. Undefined when the context is
 * not known: standard input, or an ignore file only in a folder above, which may be the context or not.
 * Throws PortsideError (incomplete) when the file cannot be read.
 */
async function ignoreFileOf(root, dockerfile) {
    if (dockerfile === files/* STANDARD_INPUT */.X)
        return undefined;
    const folder = external_node_path_.posix.dirname(dockerfile);
    for (const path of [`${dockerfile}.dockerignore`, external_node_path_.posix.join(folder, '.dockerignore')]) {
        if (await exists(root, path))
            return (0,files/* readText */.y)(root, path);
    }
    for (let above = folder; above !== '.' && above !== '/' && !above.startsWith('..');) {
        above = external_node_path_.posix.dirname(above);
        if (await exists(root, external_node_path_.posix.join(above, '.dockerignore')))
            return undefined;
    }
    return null;
}
async function exists(root, path) {
    return (0,promises_.stat)((0,external_node_path_.join)(root, path)).then((file) => file.isFile(), () => false);
}

;// CONCATENATED MODULE: ./src/inspect/lint-settings.ts





/**
 * Looks lint settings up for a Dockerfile: the nearest `.hadolint.yaml` from its folder upward to `root`, and the build
 * context's ignore file. Each file is read once; one that is malformed is a problem, and counts as empty.
 */
function lintSettings(root, now) {
    const known = new Map();
    const top = (0,external_node_path_.resolve)(root);
    const inFolder = (folder) => {
        const found = known.get(folder) ?? lookUp(folder);
        known.set(folder, found);
        return found;
    };
    const lookUp = async (folder) => {
        for (const name of HADOLINT_FILES) {
            const path = (0,external_node_path_.join)(folder, name);
            const text = await (0,promises_.readFile)(path, 'utf8').catch(() => undefined);
            if (text !== undefined)
                return readHadolintConfig(text, path);
        }
        const above = (0,external_node_path_.dirname)(folder);
        return folder === top || above === folder ? {} : inFolder(above);
    };
    return async (path) => {
        const problems = [];
        const fail = (error) => {
            problems.push((0,errors/* reason */.l)(error));
            return undefined;
        };
        const config = (await inFolder((0,external_node_path_.resolve)(top, (0,external_node_path_.dirname)(path))).catch(fail)) ?? {};
        const ignoreFile = await ignoreFileOf(root, path).catch(fail);
        return {
            config: { ...config, now, ...(ignoreFile === undefined ? {} : { ignoreFile }) },
            problems,
        };
    };
}


/***/ }),

/***/ 5202:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  V: () => (/* binding */ inspectManifests)
});

// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/manifests/lint.ts
var lint = __webpack_require__(5693);
// EXTERNAL MODULE: ./src/manifests/manifest.ts + 2 modules
var manifests_manifest = __webpack_require__(4694);
// EXTERNAL MODULE: ./src/manifests/yaml.ts
var yaml = __webpack_require__(127);
// EXTERNAL MODULE: ./src/secrets/search.ts
var search = __webpack_require__(1881);
// EXTERNAL MODULE: ./src/inspect/files.ts
var inspect_files = __webpack_require__(2635);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./src/inspect/repository-files.ts


/** Files that a manifest names are manifests too. */
const MAX_BYTES = 1024 * 1024;
/**
 * Reads text files below `root` by their path from it. What is missing, no regular file, larger than 1 MiB, or outside
 * the repository, also by a symbolic link, gives undefined.
 */
function repositoryFiles(root) {
    return (path) => {
        if ((0,external_node_path_.isAbsolute)(path))
            return undefined;
        try {
            const base = (0,external_node_fs_.realpathSync)(root);
            const file = (0,external_node_fs_.realpathSync)((0,external_node_path_.join)(base, path));
            const inside = (0,external_node_path_.relative)(base, file);
            if (inside === '..' || inside.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.isAbsolute)(inside))
                return undefined;
            const about = (0,external_node_fs_.statSync)(file);
            return about.isFile() && about.size <= MAX_BYTES ? (0,external_node_fs_.readFileSync)(file, 'utf8') : undefined;
        }
        catch {
            return undefined;
        }
    };
}

;// CONCATENATED MODULE: ./src/inspect/manifests.ts







/**
 * Judges every manifest, each among all; one that cannot be read is incomplete and stops no other, a template is left
 * out with a note. `registries` is the policy's list; undefined allows all.
 */
async function inspectManifests(root, files, registries) {
    const targets = [];
    const manifests = [];
    const findings = [];
    const incomplete = [];
    const notes = [];
    const readFile = repositoryFiles(root);
    for (const { path, kind } of files) {
        targets.push({ kind: 'manifest', name: path });
        try {
            const manifest = (0,manifests_manifest/* readManifest */.W)(await (0,inspect_files/* readText */.y)(root, path), path, kind, readFile);
            manifests.push(manifest);
            for (const message of manifest.notes)
                notes.push({ check: 'manifest', target: path, message });
        }
        catch (error) {
            if (error instanceof yaml/* TemplateError */.$)
                notes.push({ check: 'manifest', target: path, message: TEMPLATE });
            else
                incomplete.push({ check: 'manifest', target: path, reason: (0,errors/* reason */.l)(error) });
        }
    }
    const surroundings = { set: manifests, registries, secretIn };
    for (const manifest of manifests)
        findings.push(...(0,lint/* lintManifest */.X)(manifest, surroundings));
    return { targets, packages: [], findings, incomplete, notes };
}
const TEMPLATE = 'This is a template, which is no YAML before it is rendered: it was skipped. Render it, and check what comes out';
function secretIn(text) {
    const [secret] = (0,search/* searchSecrets */.G)(text);
    return secret && { what: secret.detector.what, confidence: secret.detector.confidence };
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


/***/ }),

/***/ 5693:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ lintManifest)
/* harmony export */ });
/* harmony import */ var _findings_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7858);
/* harmony import */ var _findings_location_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9903);
/* harmony import */ var _rules_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6145);



/** What every rule says about the manifest, in the order of the file. */
function lintManifest(manifest, surroundings = {}, rules = _rules_js__WEBPACK_IMPORTED_MODULE_1__/* .manifestRules */ .f) {
    const subject = { ...manifest, ...surroundings, set: surroundings.set ?? [manifest] };
    const findings = [];
    for (const rule of rules)
        rule.check(subject, (seen) => findings.push({
            rule: rule.id,
            aliases: seen.aliases ?? rule.aliases ?? [],
            check: 'manifest',
            severity: seen.severity ?? rule.severity,
            confidence: seen.confidence ?? 'high',
            tags: [`practice:${rule.practice}`, ...(rule.tags ?? []), ...(seen.tags ?? [])],
            message: seen.message,
            location: { path: manifest.path, ...seen.at },
            fingerprint: (0,_findings_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .fingerprint */ .Rj)(rule.id, manifest.path, seen.message),
            status: 'new',
            ...(seen.fix ? { fix: seen.fix } : {}),
            ...(seen.details ? { details: seen.details } : {}),
        }));
    return (0,_findings_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .distinguish */ .o_)(findings.sort((a, b) => (0,_findings_location_js__WEBPACK_IMPORTED_MODULE_2__/* .compareRanges */ .C)(a.location ?? FIRST, b.location ?? FIRST)));
}
const FIRST = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };


/***/ }),

/***/ 4694:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  W: () => (/* binding */ readManifest)
});

// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
;// CONCATENATED MODULE: ./src/manifests/interpolate.ts
/**
 * A Compose document with `${VAR:-default}` and `${VAR-default}` replaced by their defaults, `$$` by `$` (Compose
 * Specification, Interpolation). A scalar that still holds a variable keeps its text; both kinds are marked `variable`.
 */
function interpolate(node) {
    if (node.kind === 'map') {
        const entries = new Map([...node.entries].map(([key, value]) => [key, interpolate(value)]));
        return { ...node, entries };
    }
    if (node.kind === 'list')
        return { ...node, items: node.items.map(interpolate) };
    if (typeof node.scalar !== 'string' || !node.scalar.includes('$'))
        return node;
    const { text, variable } = expand(node.scalar, 0);
    return { ...node, scalar: text, ...(variable ? { variable } : {}) };
}
/** Defaults inside defaults deeper than this stay as they are written. */
const MAX_DEPTH = 8;
function expand(text, depth) {
    let out = '';
    let variable = false;
    for (let at = 0; at < text.length;) {
        if (text.startsWith('$$', at)) {
            out += '$';
            at += 2;
        }
        else if (text.startsWith('${', at)) {
            const end = closing(text, at + 2);
            const inner = text.slice(at + 2, end - 1);
            const fallback = /^[A-Za-z_]\w*:?-(.*)$/s.exec(inner)?.[1];
            variable = true;
            out +=
                fallback === undefined || depth >= MAX_DEPTH
                    ? text.slice(at, end)
                    : expand(fallback, depth + 1).text;
            at = end;
        }
        else {
            if (/^\$[A-Za-z_]/.test(text.slice(at, at + 2)))
                variable = true;
            out += text[at];
            at++;
        }
    }
    return { text: out, variable };
}
/** The offset behind the brace that closes the one before `from`; the text's end where none does. */
function closing(text, from) {
    let depth = 1;
    for (let at = from; at < text.length; at++) {
        if (text.startsWith('${', at))
            depth++;
        else if (text[at] === '}' && --depth === 0)
            return at + 1;
    }
    return text.length;
}

// EXTERNAL MODULE: ./src/manifests/values.ts
var values = __webpack_require__(9722);
// EXTERNAL MODULE: ./src/manifests/yaml.ts
var yaml = __webpack_require__(127);
;// CONCATENATED MODULE: ./src/manifests/compose.ts




const MAX_FILES = 50;
const compose_MAX_DEPTH = 10;
/** The services of a Compose file, its own and those of the files that it includes. */
function servicesOf(documents, path, readFile) {
    const [first] = documents;
    if (!first)
        return { services: [], notes: [], document: undefined };
    const document = interpolate(first);
    const context = { readFile, notes: [], budget: MAX_FILES };
    const override = /(^|[./-])override\.ya?ml$/i.test(path);
    const services = [...((0,values/* find */.I6)(document, 'services')?.entries ?? [])].map(([name, own]) => {
        const { node, known } = extended(own, document, path, context, 0);
        const built = (0,values/* isSet */.vM)((0,values/* find */.I6)(node, 'build'));
        const alone = !(0,values/* isSet */.vM)((0,values/* find */.I6)(node, 'image')) && !built && !(0,values/* isSet */.vM)((0,values/* find */.I6)(node, 'provider'));
        return { name, node, built, partial: override || !known || alone };
    });
    services.push(...included(document, path, context, 0));
    return { services, notes: context.notes, document };
}
/** A service with what `extends` names below its own keys (Compose Specification, extends: maps merge, lists join). */
function extended(node, document, path, context, depth) {
    const link = node.entries.get('extends');
    if (!(0,values/* isSet */.vM)(link))
        return { node, known: true };
    const name = link.kind === 'map' ? (0,values/* textOf */.b6)((0,values/* find */.I6)(link, 'service')) : (0,values/* textOf */.b6)(link);
    const file = (0,values/* textOf */.b6)((0,values/* find */.I6)(link, 'file'));
    const from = file === '' ? path : below(path, file);
    const other = from === path ? document : load(from, context);
    const base = other && (0,values/* find */.I6)(other, 'services', name);
    if (!base || depth >= compose_MAX_DEPTH) {
        context.notes.push(`The service "${name}" of ${file || path}, which another extends, could not be read; what it says is not known`);
        return { node, known: false };
    }
    const { node: whole, known } = extended(base, other, from, context, depth + 1);
    const inherited = from === path ? whole : transplant(whole, link.range, 0);
    return { node: merged(inherited, node, 0), known };
}
/** Services of included files that are not named as Compose files are, and so are not judged by themselves. */
function included(document, path, context, depth) {
    return ((0,values/* find */.I6)(document, 'include')?.items ?? []).flatMap((entry) => {
        const listed = entry.kind === 'scalar' ? entry : (0,values/* find */.I6)(entry, 'path');
        const paths = listed?.kind === 'list' ? listed.items : listed ? [listed] : [];
        return paths.flatMap((place) => {
            const target = below(path, (0,values/* textOf */.b6)(place));
            if (/(^|\/)(docker-)?compose([.-][^/]*)?\.ya?ml$/i.test(target))
                return [];
            const other = depth < compose_MAX_DEPTH ? load(target, context) : undefined;
            if (!other) {
                context.notes.push(`The included file ${(0,values/* textOf */.b6)(place)} could not be read`);
                return [];
            }
            const own = [...((0,values/* find */.I6)(other, 'services')?.entries ?? [])].map(([name, service]) => {
                const { node, known } = extended(service, other, target, context, 0);
                const built = (0,values/* isSet */.vM)((0,values/* find */.I6)(node, 'build'));
                return { name, node: transplant(node, place.range, 0), built, partial: !known };
            });
            return [...own, ...included(other, target, context, depth + 1)].map((service) => ({
                ...service,
                node: transplant(service.node, place.range, 0),
            }));
        });
    });
}
function load(path, context) {
    if (--context.budget < 0)
        return undefined;
    const text = context.readFile(path);
    if (text === undefined)
        return undefined;
    try {
        const [document] = (0,yaml/* readYaml */.g)(text, path);
        return document && interpolate(document);
    }
    catch (error) {
        context.notes.push(error instanceof yaml/* TemplateError */.$ ? `${path} is a template that is not rendered` : (0,errors/* reason */.l)(error));
        return undefined;
    }
}
/** A path beside the file at `path`; it may lead out of the repository, which the reader then refuses. */
function below(path, relative) {
    const parts = path.split('/').slice(0, -1);
    for (const part of relative.split('/'))
        if (part === '..' && parts.length > 0 && parts.at(-1) !== '..')
            parts.pop();
        else if (part !== '.' && part !== '')
            parts.push(part);
    return relative.startsWith('/') ? relative : parts.join('/');
}
/** The same values, all standing at `range`. */
function transplant(node, range, depth) {
    const { end: _, ...rest } = node;
    const put = (child) => transplant(child, range, depth + 1);
    return {
        ...rest,
        range,
        key: range,
        foreign: true,
        entries: new Map([...node.entries].map(([key, value]) => [key, put(value)])),
        items: node.items.map(put),
    };
}
/** `over` on top of `base`; a map's or list's place stays that of `over`. */
function merged(base, over, depth) {
    if (base.kind !== over.kind || over.kind === 'scalar' || depth > compose_MAX_DEPTH)
        return over;
    if (over.kind === 'list')
        return { ...over, items: [...base.items, ...over.items] };
    const entries = new Map(over.entries);
    for (const [key, value] of base.entries) {
        if (key === 'extends' && depth === 0)
            continue;
        const own = entries.get(key);
        const replaces = depth === 0 && (key === 'command' || key === 'entrypoint');
        entries.set(key, own ? (replaces ? own : merged(value, own, depth + 1)) : value);
    }
    return { ...over, entries };
}

// EXTERNAL MODULE: ./src/manifests/kubernetes.ts
var kubernetes = __webpack_require__(2719);
;// CONCATENATED MODULE: ./src/manifests/manifest.ts



/**
 * Reads a manifest. `readFile` gives the text of another file of the repository that `extends` or `include` names;
 * without it, or where it gives nothing, the notes say so. Throws TemplateError for a template that is not rendered,
 * PortsideError (incomplete) for what is no YAML.
 */
function readManifest(text, path, kind, readFile = () => undefined) {
    const documents = (0,yaml/* readYaml */.g)(text, path);
    if (kind === 'compose') {
        const { services, notes, document } = servicesOf(documents, path, readFile);
        const shown = document ? [document] : [];
        return {
            path,
            kind,
            documents: shown,
            services,
            resources: [],
            pods: [],
            containers: [],
            notes,
        };
    }
    const all = documents.flatMap((document) => (0,kubernetes/* resources */.ES)(document));
    const pods = all.flatMap((resource) => (0,kubernetes/* podOf */.FS)(resource) ?? []);
    const containers = pods.flatMap((pod) => pod.containers);
    return { path, kind, documents, services: [], resources: all, pods, containers, notes: [] };
}


/***/ }),

/***/ 127:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ TemplateError),
/* harmony export */   g: () => (/* binding */ readYaml)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8815);
/* harmony import */ var _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6927);


/** A file that becomes YAML only after a template engine has run: Helm, Jinja and their kin. */
class TemplateError extends Error {
    name = 'TemplateError';
}
/** Nesting deeper than this ends the reading: nobody writes it by hand. */
const MAX_DEPTH = 100;
/** Nodes that aliases may add to those that are written; a "billion laughs" document ends here. */
const MAX_ALIASED_NODES = 200_000;
/**
 * The documents of a YAML text, empty ones left out. Throws TemplateError for a template, PortsideError (incomplete)
 * with the line of the mistake for anything else that is no YAML 1.2.
 */
function readYaml(text, path) {
    const lines = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    // Every written node takes a character, so that only aliases can use the budget up.
    const budget = { nodes: MAX_ALIASED_NODES + text.length };
    return parse(text, path, lines).flatMap((document) => {
        const broken = document.errors[0];
        if (broken) {
            if (TEMPLATE.test(text))
                throw new TemplateError(path);
            // The package catches its own stack running out, and calls it a mistake of the text.
            if (broken.message.includes('call stack'))
                throw unbounded(path);
            const why = broken.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '');
            throw unreadable(path, lines.linePos(broken.pos[0]).line, `${why}`);
        }
        if (document.contents === null)
            return [];
        const reader = new Reader(text, path, lines, budget);
        return [reader.build(document.contents, undefined, 0)];
    });
}
/** Actions of Go templates and Jinja; looked for only where a text is no YAML, because values may hold them. */
const TEMPLATE = /\{\{|\{%/;
function parse(text, path, lines) {
    try {
        // The package's own search for repeated keys takes quadratic time; build() has a linear one.
        const documents = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseAllDocuments */ .hR)(text, { lineCounter: lines, uniqueKeys: false });
        return Array.isArray(documents) ? documents : [];
    }
    catch (error) {
        if (error instanceof RangeError)
            throw unbounded(path);
        throw error;
    }
}
function unreadable(path, line, why) {
    return new _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PortsideError */ .V('incomplete', `Cannot read the manifest ${path}:${line}: ${why}`, 'Mend the YAML');
}
function unbounded(path) {
    return new _findings_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PortsideError */ .V('incomplete', `Cannot read the manifest ${path}: its aliases or nesting grow without bound`, 'Write the values out');
}
/** Turns the nodes of one document into ours. */
class Reader {
    text;
    path;
    lines;
    budget;
    #newline;
    /** What an alias names, in document order: the package's own lookup visits the whole document each time. */
    #anchors = new Map();
    constructor(text, path, lines, budget) {
        this.text = text;
        this.path = path;
        this.lines = lines;
        this.budget = budget;
        this.#newline = text.includes('\r\n') ? '\r\n' : '\n';
    }
    build(given, key, depth) {
        if (depth > MAX_DEPTH || --this.budget.nodes < 0)
            throw unbounded(this.path);
        const range = this.range(given);
        const node = this.#resolve(given);
        const shell = { range, key: key ?? range };
        // Compose: the key is taken away from what the file is merged into.
        if (node.tag === '!reset')
            return { ...nothing(range), ...shell };
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node)) {
            const entries = this.#entries(node.items, depth);
            const end = this.#insertion(node, node.items.at(-1), node.flow === true);
            return { ...shell, kind: 'map', scalar: undefined, entries, items: [], ...end };
        }
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node)) {
            const items = node.items.map((item) => this.build(item, undefined, depth + 1));
            const end = this.#insertion(node, node.items.at(-1), node.flow === true);
            return { ...shell, kind: 'list', scalar: undefined, entries: EMPTY, items, ...end };
        }
        const value = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node) ? node.value : null;
        const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
            ? value
            : null;
        return { ...shell, kind: 'scalar', scalar, entries: EMPTY, items: [] };
    }
    #resolve(given) {
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(given)) {
            const node = this.#anchors.get(given.source);
            if (node)
                return node;
            const { startLine } = this.range(given);
            throw unreadable(this.path, startLine, `no anchor "${given.source}" stands before its alias`);
        }
        const anchor = 'anchor' in given ? given.anchor : undefined;
        if (typeof anchor === 'string')
            this.#anchors.set(anchor, given);
        return given;
    }
    #entries(pairs, depth) {
        const entries = new Map();
        const merged = [];
        for (const pair of pairs) {
            if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(pair.key)) {
                if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(pair.key) && pair.key.flow)
                    throw new TemplateError(this.path);
                continue;
            }
            const at = this.range(pair.key);
            const value = pair.value ? this.build(pair.value, at, depth + 1) : nothing(at);
            const name = String(pair.key.value);
            if (name === '<<')
                merged.push(...(value.kind === 'list' ? value.items : [value]));
            else if (entries.has(name))
                throw unreadable(this.path, at.startLine, `the key "${name}" stands twice in one map`);
            else
                entries.set(name, isNull(value) ? { ...value, range: at } : value);
        }
        for (const source of merged)
            for (const [name, value] of source.entries) {
                if (--this.budget.nodes < 0)
                    throw unbounded(this.path);
                if (!entries.has(name))
                    entries.set(name, value);
            }
        return entries;
    }
    #insertion(node, last, flow) {
        const [start] = node.range ?? [0];
        if (last === undefined) {
            const { line, col } = this.lines.linePos(start + 1);
            const style = 'flow';
            return { end: { line, column: col, style, indent: 0, empty: true, newline: this.#newline } };
        }
        const { line, col: column } = this.lines.linePos(this.#lastOffset(last, flow));
        const style = flow ? 'flow' : 'block';
        const indent = this.lines.linePos(start).col - 1;
        return { end: { line, column, style, indent, empty: false, newline: this.#newline } };
    }
    /** Where the last entry's text ends; in block style, where its line ends, so that a comment stays beside it. */
    #lastOffset(last, flow) {
        const leaf = lastLeaf(last);
        let offset = leaf?.range?.[1] ?? 0;
        const key = lastKey(last);
        if (key?.range && offset <= key.range[1]) {
            const colon = /[^\S\r\n]*:/y;
            colon.lastIndex = key.range[1];
            offset = colon.test(this.text) ? colon.lastIndex : key.range[1];
        }
        while (offset > 0 && /\s/.test(this.text[offset - 1] ?? ''))
            offset--;
        if (flow)
            return offset;
        while (offset < this.text.length && !/[\r\n]/.test(this.text[offset] ?? ''))
            offset++;
        return offset;
    }
    range(node) {
        const [start, end] = node.range ?? [0, 0];
        const from = this.lines.linePos(start);
        const to = this.lines.linePos(Math.max(start, end));
        return { startLine: from.line, startColumn: from.col, endLine: to.line, endColumn: to.col };
    }
}
const EMPTY = new Map();
function isNull(node) {
    return (node.scalar === null &&
        node.range.startLine === node.range.endLine &&
        node.range.startColumn === node.range.endColumn);
}
function nothing(at) {
    return { range: at, key: at, kind: 'scalar', scalar: null, entries: EMPTY, items: [] };
}
/** The node whose text is the last of a pair's or item's: a block collection's own range takes in comments after it. */
function lastLeaf(last) {
    let node = last;
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isPair */ .tO)(node))
            node = node.value ?? node.key;
        else if (((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node)) && !node.flow && node.items.length > 0)
            node = node.items.at(-1);
        else
            break;
    }
    return node;
}
/** The key of the last pair, for a value that is not written. */
function lastKey(last) {
    let node = last;
    let key;
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isPair */ .tO)(node)) {
            key = node.key;
            node = node.value;
        }
        else if (((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node)) && !node.flow && node.items.length > 0) {
            key = undefined;
            node = node.items.at(-1);
        }
        else
            break;
    }
    return key;
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
