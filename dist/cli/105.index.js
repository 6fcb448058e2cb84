export const id = 105;
export const ids = [105];
export const modules = {

/***/ 2584:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   dE: () => (/* binding */ trimmed),
/* harmony export */   xC: () => (/* binding */ isSpace),
/* harmony export */   z3: () => (/* binding */ isBlank)
/* harmony export */ });
/** Go's unicode.IsSpace, which BuildKit reads blanks by. */
function isSpace(char) {
    if (char === ' ' || char === '\t')
        return true;
    return char > ' ' && char < '\x7f' ? false : SPACE.test(char);
}
const SPACE = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
/** The blanks between a keyword and its arguments, and between the words of COPY or FROM. */
function isBlank(char) {
    return char === ' ' || char === '\t' || char === '\v' || char === '\f' || char === '\r';
}
/** `[start, end)` without the blanks at both ends. */
function trimmed(text, start, end) {
    let from = start;
    let to = end;
    while (from < to && isSpace(text.charAt(from)))
        from++;
    while (to > from && isSpace(text.charAt(to - 1)))
        to--;
    return [from, to];
}


/***/ }),

/***/ 5107:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ variablesIn),
/* harmony export */   f: () => (/* binding */ expand)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2584);

/** Deeper nesting of `${a:-${b:-…}}` than any author writes; keeps hostile input off the call stack. */
const MAX_DEPTH = 64;
/**
 * Expands variables and removes quotes and escapes as BuildKit does for the arguments of ADD, COPY, ENV, FROM …
 * Never throws. Source: BuildKit frontend/dockerfile/shell.
 */
function expand(text, lookup, options = {}) {
    const reader = new Reader(text, lookup, options);
    let value = '';
    let error;
    try {
        value = reader.until(undefined, options.rawEscapes ?? false, 0, true);
    }
    catch (caught) {
        if (!(caught instanceof BadSubstitution))
            throw caught;
        error = caught.message;
    }
    return { value, words: error ? [] : reader.words, variables: reader.variables, error };
}
/** The variables a text uses, in order, whether set or not. */
function variablesIn(text, escapeToken = '\\') {
    if (!text.includes('$'))
        return [];
    return expand(text, () => undefined, { escapeToken, keepUnset: true }).variables;
}
/** Positional parameters, special parameters, names. */
const NAME = /[0-9]+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*/uy;
/** Longer values are left untrimmed: no path or version is that long, and trimming is quadratic. */
const MAX_PATTERN_VALUE = 4096;
class BadSubstitution extends Error {
}
class Reader {
    text;
    lookup;
    options;
    words = [];
    variables = [];
    at = 0;
    escapeToken;
    word = '';
    wordStart = -1;
    wordEnd = 0;
    constructor(text, lookup, options) {
        this.text = text;
        this.lookup = lookup;
        this.options = options;
        this.escapeToken = options.escapeToken ?? '\\';
    }
    /** Reads to `stop` (which it consumes) or to the end of the text. Only the outermost call makes words. */
    until(stop, rawEscapes, depth, outermost) {
        if (depth > MAX_DEPTH)
            throw new BadSubstitution('variables are nested too deeply');
        const { text } = this;
        let result = '';
        while (this.at < text.length) {
            const start = this.at;
            const char = text.charAt(start);
            if (char === stop) {
                this.at++;
                return result;
            }
            if (char === "'" || char === '"') {
                const quoted = char === "'" ? this.singleQuoted() : this.doubleQuoted(rawEscapes, depth);
                result += quoted;
                if (outermost)
                    this.addToWord(quoted, start);
            }
            else if (char === '$') {
                const value = this.variable(depth);
                result += value;
                if (outermost)
                    this.addSplitting(value, start);
            }
            else if (char === this.escapeToken) {
                const escaped = text.charAt(start + 1);
                this.at = Math.min(start + 2, text.length);
                const kept = (rawEscapes ? char : '') + escaped;
                result += kept;
                if (outermost)
                    this.addToWord(kept, start);
            }
            else {
                this.at++;
                result += char;
                if (outermost)
                    this.addSplitting(char, start);
            }
        }
        if (stop !== undefined) {
            throw new BadSubstitution(`unexpected end of statement while looking for matching ${stop === '}' ? "'}'" : stop}`);
        }
        if (outermost)
            this.endWord();
        return result;
    }
    addToWord(text, start) {
        if (this.wordStart < 0)
            this.wordStart = start;
        this.word += text;
        this.wordEnd = this.at;
    }
    addSplitting(text, start) {
        if (text.length === 1) {
            if ((0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isSpace */ .xC)(text))
                this.endWord();
            else
                this.addToWord(text, start);
            return;
        }
        for (const char of text) {
            if ((0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isSpace */ .xC)(char))
                this.endWord();
            else
                this.addToWord(char, start);
        }
    }
    endWord() {
        if (this.word !== '') {
            this.words.push({ text: this.word, start: this.wordStart, end: this.wordEnd });
            this.word = '';
        }
        this.wordStart = -1;
    }
    singleQuoted() {
        const start = this.at;
        const close = this.text.indexOf("'", start + 1);
        if (close < 0) {
            throw new BadSubstitution('unexpected end of statement while looking for matching single-quote');
        }
        this.at = close + 1;
        return this.options.rawQuotes
            ? this.text.slice(start, close + 1)
            : this.text.slice(start + 1, close);
    }
    doubleQuoted(rawEscapes, depth) {
        const { text, escapeToken } = this;
        const quote = this.options.rawQuotes ? '"' : '';
        let result = quote;
        this.at++;
        while (this.at < text.length) {
            const char = text.charAt(this.at);
            if (char === '"') {
                this.at++;
                return result + quote;
            }
            if (char === '$') {
                result += this.variable(depth);
                continue;
            }
            this.at++;
            if (char !== escapeToken) {
                result += char;
                continue;
            }
            if (rawEscapes)
                result += char;
            const next = text.charAt(this.at);
            if (next === '')
                continue;
            if (next === '"' || next === '$' || next === escapeToken) {
                result += next;
                this.at++;
            }
            else {
                result += char;
            }
        }
        throw new BadSubstitution('unexpected end of statement while looking for matching double-quote');
    }
    /** At `$`: the value of the variable used here. */
    variable(depth) {
        const start = this.at;
        this.at++;
        if (this.text.charAt(this.at) !== '{') {
            const name = this.name();
            if (name === '')
                return '$';
            this.use(name, undefined, start);
            return this.lookup(name) ?? (this.options.keepUnset ? `$${name}` : '');
        }
        this.at++;
        const first = this.text.charAt(this.at);
        if (first === '')
            throw new BadSubstitution("syntax error: missing '}'");
        if (first === '{' || first === '}' || first === ':') {
            throw new BadSubstitution('syntax error: bad substitution');
        }
        const name = this.name();
        let operator = this.text.charAt(this.at++);
        const index = this.variables.length;
        let colon = '';
        if (operator === ':') {
            colon = ':';
            operator = this.text.charAt(this.at++);
        }
        const found = this.lookup(name);
        let value;
        if (operator === '}' && colon === '') {
            value = found ?? (this.options.keepUnset ? this.text.slice(start, this.at) : '');
            this.use(name, undefined, start, index);
        }
        else if (operator !== '' && '+-?#%'.includes(operator)) {
            const operand = this.until('}', operator === '#' || operator === '%', depth + 1, false);
            this.use(name, colon + operator, start, index);
            value =
                found === undefined && this.options.keepUnset
                    ? `\${${name}${colon}${operator}${operand}}`
                    : apply(name, found, colon + operator, operand);
        }
        else if (operator === '/' && colon === '') {
            const all = this.text.charAt(this.at) === '/';
            if (all)
                this.at++;
            const pattern = this.until('/', true, depth + 1, false);
            const replacement = this.until('}', true, depth + 1, false);
            this.use(name, all ? '//' : '/', start, index);
            value =
                found === undefined && this.options.keepUnset
                    ? this.text.slice(start, this.at)
                    : replace(found ?? '', pattern, replacement, all);
        }
        else {
            this.use(name, colon + operator, start, index);
            throw new BadSubstitution(`unsupported modifier (${colon}${operator}) in substitution`);
        }
        return value;
    }
    use(name, modifier, start, index) {
        const use = { name, modifier, start, end: Math.min(this.at, this.text.length) };
        this.variables.splice(index ?? this.variables.length, 0, use);
    }
    name() {
        NAME.lastIndex = this.at;
        const name = NAME.exec(this.text)?.[0] ?? '';
        this.at += name.length;
        return name;
    }
}
function apply(name, found, modifier, operand) {
    const unset = found === undefined || (modifier.startsWith(':') && found === '');
    switch (modifier.at(-1)) {
        case '-':
            return unset ? operand : found;
        case '+':
            return unset ? '' : operand;
        case '?':
            if (!unset)
                return found;
            throw new BadSubstitution(`${name}: ${operand || `is not allowed to be ${found === undefined ? 'unset' : 'empty'}`}`);
        default: {
            const operator = modifier.at(-1) ?? '';
            const greedy = operand.startsWith(operator);
            return trim(found ?? '', greedy ? operand.slice(1) : operand, operator === '#', greedy);
        }
    }
}
function trim(value, pattern, prefix, greedy) {
    if (value.length > MAX_PATTERN_VALUE)
        return value;
    const tests = globTest(pattern);
    const lengths = Array.from({ length: value.length + 1 }, (_, i) => i);
    if (greedy)
        lengths.reverse();
    for (const length of lengths) {
        const part = prefix ? value.slice(0, length) : value.slice(value.length - length);
        if (tests(part))
            return prefix ? value.slice(length) : value.slice(0, value.length - length);
    }
    return value;
}
function replace(value, pattern, replacement, all) {
    if (value.length > MAX_PATTERN_VALUE)
        return value;
    const tests = globTest(pattern);
    let result = '';
    for (let at = 0; at <= value.length; at++) {
        let end = value.length;
        while (end > at && !tests(value.slice(at, end)))
            end--;
        if (end > at) {
            result += replacement;
            if (!all)
                return result + value.slice(end);
            at = end - 1;
        }
        else {
            result += value.charAt(at);
        }
    }
    return result;
}
/** Matches a whole text against `*`, `?` and escaped characters, without backtracking blow-up. */
function globTest(pattern) {
    const tokens = [];
    for (let i = 0; i < pattern.length; i++) {
        const char = pattern.charAt(i);
        if (char === '\\' && i + 1 < pattern.length)
            tokens.push(`\\${pattern.charAt(++i)}`);
        else
            tokens.push(char);
    }
    return (text) => {
        let t = 0;
        let p = 0;
        let star = -1;
        let mark = 0;
        while (t < text.length) {
            const token = tokens[p];
            if (token === '*') {
                star = p++;
                mark = t;
            }
            else if (token === '?' || (token !== undefined && token.at(-1) === text.charAt(t))) {
                p++;
                t++;
            }
            else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            }
            else
                return false;
        }
        while (tokens[p] === '*')
            p++;
        return p === tokens.length;
    };
}


/***/ }),

/***/ 3483:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ isImageReference),
/* harmony export */   m: () => (/* binding */ splitReference)
/* harmony export */ });
/* harmony import */ var dockerfile_ast__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8390);

/**
 * Whether a text can name an image: `[registry/]path[:tag][@digest]`. Source: distribution/reference, normalized names.
 */
function isImageReference(text) {
    if (text.length > 4096 || /^[0-9a-f]{64}$/.test(text))
        return false;
    const match = REFERENCE.exec(text);
    if (!match)
        return false;
    const [, name = ''] = match;
    const slash = name.indexOf('/');
    const first = slash < 0 ? '' : name.slice(0, slash);
    const isRegistry = /[.:A-Z]/.test(first) || first === 'localhost';
    if (isRegistry && !REGISTRY.test(first))
        return false;
    const path = isRegistry ? name.slice(slash + 1) : name;
    return path.split('/').every((part) => PATH_PART.test(part)) && path.length <= 255;
}
/** The parts of a reference as written, variables included, as dockerfile-ast reads those of a FROM. */
function splitReference(text) {
    const [from] = dockerfile_ast__WEBPACK_IMPORTED_MODULE_0__.DockerfileParser.parse(`FROM ${text}`).getFROMs();
    return {
        name: from?.getImageName() ?? text,
        registry: from?.getRegistry() ?? undefined,
        tag: from?.getImageTag() ?? undefined,
        digest: from?.getImageDigest() ?? undefined,
    };
}
const REFERENCE = /^([^@]*?)(?::([\w][\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$/;
const REGISTRY = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::[0-9]+)?$/;
const PATH_PART = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;


/***/ }),

/***/ 1862:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  j: () => (/* binding */ allDockerfileRules),
  c: () => (/* binding */ lintDockerfile)
});

// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/findings/fingerprint.ts
var fingerprint = __webpack_require__(7858);
// EXTERNAL MODULE: ./src/findings/location.ts
var findings_location = __webpack_require__(9903);
// EXTERNAL MODULE: ./src/findings/severity.ts
var severity = __webpack_require__(5131);
// EXTERNAL MODULE: ./src/dockerfile/rule.ts
var rule = __webpack_require__(7650);
;// CONCATENATED MODULE: ./src/dockerfile/engine-rules.ts

/** Findings that the engine itself makes about pragmas and rules; their descriptions serve the documentation. */
const nothing = () => { };
/** A pragma names a rule that does not exist. */
const UNKNOWN_RULE = (0,rule/* defineRule */.K)({
    id: 'PS0001',
    name: 'known-rule-in-ignore',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Ignore comment names a rule that does not exist',
    why: 'A mistyped rule name ignores nothing: the author believes that a decision is recorded, and it is not.',
    mend: 'Correct the name; `portside explain` knows every rule.',
    wrong: '# hadolint ignore=DL30008\nRUN apt-get install -y curl',
    right: '# hadolint ignore=DL3008\nRUN apt-get install -y curl',
    check: nothing,
});
/** An ignore that no finding needs. */
const UNUSED_IGNORE = (0,rule/* defineRule */.K)({
    id: 'PS0002',
    name: 'no-unused-ignore',
    severity: 'info',
    practice: 'maintainability',
    title: 'Ignore comment matches no finding',
    why: 'An exception that is no longer needed hides the next finding of the same rule on that line.',
    mend: 'Remove the comment, or the rule from it.',
    wrong: '# hadolint ignore=DL3007\nFROM debian:12',
    right: 'FROM debian:12',
    check: nothing,
});
/** `until=` is over. */
const EXPIRED_IGNORE = (0,rule/* defineRule */.K)({
    id: 'PS0003',
    name: 'no-expired-ignore',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Ignore comment has expired',
    why: 'The exception was granted until a date that has passed, so the finding counts again.',
    mend: 'Mend the finding, or extend the date with a reason.',
    wrong: '# portside ignore=DL3008 until=2020-01-01 reason=mirror is down\nRUN apt-get install -y curl',
    right: '# portside ignore=DL3008 until=2099-01-01 reason=mirror is down\nRUN apt-get install -y curl',
    check: nothing,
});
/** A pragma that cannot be understood. */
const MALFORMED_IGNORE = (0,rule/* defineRule */.K)({
    id: 'PS0004',
    name: 'well-formed-ignore',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Ignore comment cannot be understood',
    why: 'What cannot be read has no effect, or not the one that was meant.',
    mend: 'Write `# portside ignore=RULE reason=… until=2027-01-31`.',
    wrong: '# portside ignore=DL3008 until=soon\nRUN apt-get install -y curl',
    right: '# portside ignore=DL3008 until=2099-01-31 reason=mirror is down\nRUN apt-get install -y curl',
    check: nothing,
});
/** A rule threw. */
const RULE_FAILED = (0,rule/* defineRule */.K)({
    id: 'PS0005',
    name: 'rule-failed',
    severity: 'medium',
    practice: 'maintainability',
    title: 'A rule could not be checked',
    why: 'A check that did not run is no pass.',
    mend: 'Report the message with the Dockerfile to the project.',
    check: nothing,
});
const engineRules = [
    UNKNOWN_RULE,
    UNUSED_IGNORE,
    EXPIRED_IGNORE,
    MALFORMED_IGNORE,
    RULE_FAILED,
];

;// CONCATENATED MODULE: ./src/dockerfile/lint-config.ts
/** No settings: every rule at its own severity. */
function defaultConfig(now = new Date()) {
    return {
        ignored: new Set(),
        severities: new Map(),
        trustedRegistries: [],
        labelSchema: new Map(),
        strictLabels: false,
        disableIgnorePragma: false,
        failureThreshold: undefined,
        now,
    };
}

// EXTERNAL MODULE: ./src/dockerfile/pragmas.ts
var pragmas = __webpack_require__(4963);
// EXTERNAL MODULE: ./src/dockerfile/rules.ts + 153 modules
var dockerfile_rules = __webpack_require__(7212);
// EXTERNAL MODULE: ./src/dockerfile/source.ts
var source = __webpack_require__(4625);
;// CONCATENATED MODULE: ./src/dockerfile/pragma-findings.ts




/** The findings that no pragma ignores, and those about pragmas that are wrong, expired or without effect. */
function applyPragmas(subject, findings, active, make) {
    const ignores = (0,pragmas/* pragmasOf */.$)(subject).filter((p) => p.kind === 'ignore');
    const honoured = ignores.filter(({ tool }) => tool === 'buildkit' || !subject.config.disableIgnorePragma);
    if (honoured.length === 0)
        return [...findings];
    const today = subject.config.now.toISOString().slice(0, 10);
    const expired = (pragma) => pragma.until !== undefined && pragma.until < today;
    const used = new Set();
    const index = createIndex(honoured.filter((pragma) => !expired(pragma)));
    const kept = findings.filter((finding) => {
        const line = finding.location?.startLine ?? 0;
        let ignored = false;
        const names = [finding.rule, ...finding.aliases];
        // `# check=skip=all` means all of BuildKit's checks, whose names have no number: no more is given up by it.
        for (const name of names.some((id) => /^[A-Za-z]+$/.test(id)) ? [...names, 'all'] : names) {
            for (const { rule } of covering(index.get(name), line)) {
                used.add(rule);
                ignored = true;
            }
        }
        return !ignored;
    });
    const known = knownIds();
    const activeIds = new Set(active.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])]));
    for (const pragma of honoured) {
        for (const fault of pragma.faults) {
            const message = `This ignore comment cannot be understood: ${fault}.`;
            kept.push(make(MALFORMED_IGNORE, { at: pragma.comment.range, message }));
        }
        for (const rule of pragma.rules) {
            if (rule.id === 'all' && pragma.tool === 'buildkit')
                continue;
            if (!known.has(rule.id) && !/^SC\d{4}$/.test(rule.id)) {
                const message = `There is no rule ${rule.id.slice(0, 60)} to ignore.`;
                kept.push(make(UNKNOWN_RULE, { at: rule.range, message }));
            }
            else if (expired(pragma)) {
                const message = `The exception for ${rule.id} ended on ${pragma.until}.`;
                kept.push(make(EXPIRED_IGNORE, { at: rule.range, message }));
            }
            else if (!used.has(rule) && activeIds.has(rule.id)) {
                const message = `Nothing here is found by ${rule.id}: this ignore is not needed.`;
                kept.push(make(UNUSED_IGNORE, { at: rule.range, message }));
            }
        }
    }
    return kept;
}
function createIndex(pragmas) {
    const index = new Map();
    for (const pragma of pragmas) {
        for (const rule of pragma.rules) {
            if (rule.id === 'all' && pragma.tool !== 'buildkit')
                continue;
            const entries = index.get(rule.id) ?? { narrow: [], firstLines: [], wide: [] };
            (pragma.scope === 'instruction' ? entries.narrow : entries.wide).push({ pragma, rule });
            index.set(rule.id, entries);
        }
    }
    for (const { narrow, firstLines } of index.values()) {
        narrow.sort((a, b) => a.pragma.firstLine - b.pragma.firstLine);
        for (const { pragma } of narrow)
            firstLines.push(pragma.firstLine);
    }
    return index;
}
/** The ignores that a line is under. Instructions do not overlap, so only the nearest above can reach it. */
function covering(entries, line) {
    if (!entries)
        return [];
    const covers = ({ pragma }) => pragma.firstLine <= line && line <= pragma.lastLine;
    const { narrow } = entries;
    const found = entries.wide.filter(covers);
    const nearest = (0,source/* lastAtOrBefore */.A)(entries.firstLines, line);
    const first = entries.firstLines[nearest];
    for (let at = nearest; at >= 0 && narrow[at]?.pragma.firstLine === first; at--) {
        const entry = narrow[at];
        if (entry && covers(entry))
            found.push(entry);
    }
    return found;
}
let ids;
function knownIds() {
    ids ??= new Set([...dockerfile_rules/* dockerfileRules */.M, ...engineRules].flatMap((rule) => [rule.id, ...(rule.aliases ?? [])]));
    return ids;
}

;// CONCATENATED MODULE: ./src/dockerfile/lint.ts









/**
 * All findings of a Dockerfile, in order of position: every rule's and ShellCheck's, merged where two families say the same, without
 * those that a pragma ignores, with those about the pragmas themselves. Never throws: a rule that does is a finding.
 */
function lintDockerfile(dockerfile, settings = {}, rules = dockerfile_rules/* dockerfileRules */.M, shellFindings = []) {
    const config = { ...defaultConfig(), ...settings };
    const subject = { ...dockerfile, config };
    const active = rules.filter((rule) => isActive(rule, subject));
    const found = [
        ...active.flatMap((rule) => runRule(rule, subject)),
        ...shellFindings
            .filter(({ rule }) => !config.ignored.has(rule.id))
            .map(({ rule, observation }) => toFinding(rule, observation, subject)),
    ];
    const families = mergeFamilies(found, rules);
    const merged = isErrorChecked(subject) ? families.map(asBuildError) : families;
    const kept = applyPragmas(subject, merged, active, (rule, observation) => toFinding(rule, observation, subject));
    return (0,fingerprint/* distinguish */.o_)(kept.sort(byPosition));
}
/** `# check=error=true`: BuildKit ends the build where one of its own checks warns. */
function isErrorChecked({ directives }) {
    const check = directives.find(({ name }) => name === 'check')?.value ?? '';
    return (0,pragmas/* checkOptions */.J)(check).some(({ key, value }) => key === 'error' && /^(?:1|t|true)$/i.test(value));
}
function asBuildError(finding) {
    const isBuildKits = [finding.rule, ...finding.aliases].some((name) => /^[A-Za-z]+$/.test(name));
    if (!isBuildKits || (0,severity/* compareSeverity */.zK)(finding.severity, 'high') <= 0)
        return finding;
    return { ...finding, severity: 'high' };
}
function isActive(rule, { config, directives }) {
    if (config.ignored.has(rule.id))
        return false;
    if (!rule.optIn || config.severities.has(rule.id))
        return true;
    const check = directives.find(({ name }) => name === 'check')?.value ?? '';
    return (0,pragmas/* checkOptions */.J)(check).some(({ key, value }) => key === 'experimental' &&
        value.split(',').some((name) => [rule.id, 'all'].includes(name.trim())));
}
function runRule(rule, subject) {
    const findings = [];
    try {
        rule.check(subject, (observation) => findings.push(toFinding(rule, observation, subject)));
    }
    catch (error) {
        const message = `${rule.id} could not be checked: ${(0,errors/* reason */.l)(error)}`;
        findings.push(toFinding(RULE_FAILED, { at: subject.source.range(0, 0), message }, subject));
    }
    return findings;
}
function toFinding(rule, observation, subject) {
    const { at, message, fix, related, details } = observation;
    const { source, path, config } = subject;
    // Of several lines the last has the word: see instruction-range.ts. The others may change without it.
    const startColumn = at.startLine === at.endLine ? at.startColumn : 1;
    const content = source.text.slice(source.offsetOf(at.endLine, startColumn), source.offsetOf(at.endLine, at.endColumn));
    return {
        rule: rule.id,
        aliases: observation.aliases ?? rule.aliases ?? [],
        check: 'lint',
        severity: config.severities.get(rule.id) ?? observation.severity ?? rule.severity,
        confidence: observation.confidence ?? 'high',
        tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
        message,
        location: { path, ...at },
        ...(related ? { related } : {}),
        fingerprint: (0,fingerprint/* fingerprint */.Rj)(rule.id, path, content.replace(/\s+/g, ' ').trim()),
        status: 'new',
        ...(fix ? { fix } : {}),
        ...(details ? { details } : {}),
    };
}
/** One finding where two rules that merge fire on overlapping ranges: the worse one, with the other's names. */
function mergeFamilies(findings, rules) {
    const partners = new Map();
    const join = (a, b) => partners.set(a, (partners.get(a) ?? new Set()).add(b));
    for (const rule of rules) {
        for (const other of rule.mergesWith ?? []) {
            join(rule.id, other);
            join(other, rule.id);
        }
    }
    const merged = [];
    const byLine = new Map();
    for (const finding of findings) {
        const others = partners.get(finding.rule);
        // BuildKit's findings begin at the instruction; all end at the word.
        const line = finding.location?.endLine ?? 0;
        const index = others
            ? byLine.get(line)?.find((i) => {
                const candidate = merged[i];
                return (candidate?.location &&
                    finding.location &&
                    [candidate.rule, ...candidate.aliases].some((name) => others.has(name)) &&
                    overlap(candidate.location, finding.location));
            })
            : undefined;
        const known = index === undefined ? undefined : merged[index];
        if (index !== undefined && known) {
            merged[index] = mergeTwo(known, finding);
        }
        else {
            if (partners.has(finding.rule))
                byLine.set(line, [...(byLine.get(line) ?? []), merged.length]);
            merged.push(finding);
        }
    }
    return merged;
}
function mergeTwo(a, b) {
    const [first, second] = (0,severity/* compareSeverity */.zK)(a.severity, b.severity) <= 0 ? [a, b] : [b, a];
    const names = new Set([...first.aliases, second.rule, ...second.aliases]);
    names.delete(first.rule);
    const fix = first.fix ?? second.fix;
    const earlier = first.location && second.location && (0,findings_location/* compareRanges */.C)(second.location, first.location) < 0;
    return {
        ...first,
        ...(earlier && second.location ? { location: second.location } : {}),
        aliases: [...names],
        tags: [...new Set([...first.tags, ...second.tags])],
        ...(fix ? { fix } : {}),
    };
}
function overlap(a, b) {
    const before = (x, y) => x.endLine < y.startLine || (x.endLine === y.startLine && x.endColumn <= y.startColumn);
    return (0,findings_location/* compareRanges */.C)(a, b) === 0 || (!before(a, b) && !before(b, a));
}
function byPosition(a, b) {
    const position = a.location && b.location ? (0,findings_location/* compareRanges */.C)(a.location, b.location) : 0;
    return position || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
/** Every rule that a finding of this family may name. */
const allDockerfileRules = [...dockerfile_rules/* dockerfileRules */.M, ...engineRules];


/***/ }),

/***/ 4011:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ flag),
/* harmony export */   a: () => (/* binding */ instructionsOf)
/* harmony export */ });
/** All instructions of these keywords, in order; with `onbuild`, triggers of ONBUILD too. */
function instructionsOf(dockerfile, keywords, { onbuild = false } = {}) {
    const wanted = typeof keywords === 'string' ? [keywords] : keywords;
    const found = [];
    for (const instruction of dockerfile.instructions) {
        if (wanted.includes(instruction.keyword))
            found.push(instruction);
        if (!onbuild || instruction.keyword !== 'ONBUILD')
            continue;
        const { trigger } = instruction;
        if (trigger && wanted.includes(trigger.keyword))
            found.push(trigger);
    }
    return found;
}
/** The flag of this name, if the instruction has it. */
function flag(instruction, name) {
    return instruction.flags.find((candidate) => candidate.name === name);
}


/***/ }),

/***/ 4963:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ pragmasOf),
/* harmony export */   J: () => (/* binding */ checkOptions)
/* harmony export */ });
const cache = new WeakMap();
/** The pragmas of a file: `# hadolint [stage|global ]ignore=…`, `# hadolint shell=…`, `# portside ignore=…`, `# check=skip=…`. */
function pragmasOf(dockerfile) {
    let found = cache.get(dockerfile.source);
    if (!found) {
        found = readPragmas(dockerfile);
        cache.set(dockerfile.source, found);
    }
    return found;
}
function readPragmas(dockerfile) {
    const { source, directives, comments, instructions } = dockerfile;
    const pragmas = [];
    const check = directives.find(({ name }) => name === 'check');
    if (check) {
        const start = source.offsetOf(check.valueRange.startLine, check.valueRange.startColumn);
        for (const { key, value, at } of checkOptions(check.value)) {
            if (key !== 'skip')
                continue;
            pragmas.push({
                kind: 'ignore',
                tool: 'buildkit',
                rules: names(value, start + at, source),
                scope: 'file',
                firstLine: 1,
                lastLine: source.lineStarts.length,
                comment: { line: check.line, range: check.range },
                reason: undefined,
                until: undefined,
                faults: [],
            });
        }
    }
    const commentLines = new Set(comments.map(({ line }) => line));
    let next = 0;
    for (const comment of [...comments].sort((a, b) => a.line - b.line)) {
        const text = source.text.slice(comment.start, Math.min(comment.end, comment.start + 4096));
        const match = PRAGMA.exec(text);
        const above = CHECK.exec(text);
        if (!match && !above)
            continue;
        while ((instructions[next]?.endLine ?? Number.POSITIVE_INFINITY) < comment.line)
            next++;
        const instruction = instructions[next];
        if (above) {
            const [whole, value = ''] = above;
            const start = comment.start + whole.length - value.length;
            for (const option of checkOptions(value)) {
                if (option.key !== 'skip')
                    continue;
                pragmas.push({
                    kind: 'ignore',
                    tool: 'buildkit',
                    rules: names(option.value, start + option.at, source),
                    scope: 'instruction',
                    ...coveredLines('', comment, instruction, commentLines, source),
                    comment,
                    reason: undefined,
                    until: undefined,
                    faults: [],
                });
            }
        }
        if (!match)
            continue;
        const [whole, tool = '', scope = '', verb = ''] = match;
        if (verb === 'shell') {
            const shell = /^\s*(\S+)/.exec(source.text.slice(comment.start + whole.length, comment.end))?.[1];
            const stage = instructions[next - 1]?.stage;
            if (shell)
                pragmas.push({ kind: 'shell', shell, comment, stage });
            continue;
        }
        const lines = coveredLines(scope, comment, instruction, commentLines, source);
        pragmas.push({
            kind: 'ignore',
            tool: tool === 'portside' ? 'portside' : 'hadolint',
            scope: scope === 'stage' ? 'stage' : scope === 'global' ? 'file' : 'instruction',
            ...lines,
            comment,
            ...ignoreDetails(source, comment.start + whole.length, comment.end, tool),
        });
    }
    return pragmas;
}
const PRAGMA = /^#\s*(hadolint|portside)\s+(?:(stage|global)\s+)?(ignore|shell)\s*=/;
/** BuildKit reads `# check=` above an instruction too, to the first blank. */
const CHECK = /^#\s*check\s*=\s*(\S+)/i;
function coveredLines(scope, comment, instruction, commentLines, source) {
    const nothing = { firstLine: 1, lastLine: 0 };
    if (scope === 'global')
        return { firstLine: 1, lastLine: source.lineStarts.length };
    if (!instruction)
        return nothing;
    let below = comment.line + 1;
    while (commentLines.has(below))
        below++;
    if (instruction.startLine <= comment.line) {
        return { firstLine: below, lastLine: Math.min(below, instruction.endLine) };
    }
    if (instruction.startLine !== below)
        return nothing;
    if (scope !== 'stage')
        return { firstLine: below, lastLine: instruction.endLine };
    if (instruction.keyword !== 'FROM')
        return nothing;
    const last = instruction.stage?.instructions.at(-1) ?? instruction;
    return { firstLine: below, lastLine: last.endLine };
}
/** The rule names behind `ignore=`, then `reason=… until=…` in any order. */
function ignoreDetails(source, start, end, tool) {
    const text = source.text.slice(start, end);
    const list = /^\s*[^\s,#]*(?:\s*,\s*[^\s,#]+)*/.exec(text)?.[0] ?? '';
    const rules = names(list, start, source);
    const faults = rules.length === 0 ? ['it names no rule'] : [];
    const rest = text.slice(list.length);
    if (tool !== 'portside')
        return { rules, reason: undefined, until: undefined, faults };
    const until = /(?:^|\s)until\s*=\s*(\S*)/.exec(rest)?.[1];
    if (until !== undefined && !isDate(until)) {
        faults.push(`until=${until.slice(0, 40)} is no date of the form 2027-01-31`);
    }
    const reason = /(?:^|\s)reason\s*=\s*(.*?)\s*(?:\suntil\s*=.*)?$/.exec(rest)?.[1];
    return {
        rules,
        reason: reason === '' ? undefined : reason?.replace(/^"(.*)"$/, '$1'),
        until: until !== undefined && isDate(until) ? until : undefined,
        faults,
    };
}
function isDate(text) {
    return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
function names(list, start, source) {
    return [...list.matchAll(/[^\s,]+/g)].map((match) => {
        const from = start + match.index;
        return { id: match[0], range: source.range(from, from + match[0].length) };
    });
}
/** `skip=A,B;error=true;experimental=all` as pairs with the offset of each value. */
function checkOptions(value) {
    const options = [];
    for (const match of value.matchAll(/[^;]+/g)) {
        const equals = match[0].indexOf('=');
        if (equals < 0)
            continue;
        options.push({
            key: match[0].slice(0, equals).trim().toLowerCase(),
            value: match[0].slice(equals + 1).trim(),
            at: match.index + equals + 1,
        });
    }
    return options;
}


/***/ }),

/***/ 7650:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ defineRule)
/* harmony export */ });
/** Gives a rule its type; see README.md in this folder. */
function defineRule(rule) {
    return rule;
}


/***/ }),

/***/ 7212:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  M: () => (/* binding */ dockerfileRules)
});

;// CONCATENATED MODULE: ./src/dockerfile/keyword-casing.ts
/**
 * The case that most instructions of the stages are written in; upper case on a tie. Words in mixed case do not count,
 * nor do ARG instructions before the first FROM. Source: BuildKit dockerfile2llb/validations.go.
 */
function majorityCasing({ stages }) {
    let lower = 0;
    let upper = 0;
    for (const { from, instructions } of stages) {
        for (const { keywordWord } of [from, ...instructions]) {
            const { raw } = keywordWord;
            if (raw === raw.toLowerCase())
                lower++;
            else if (raw === raw.toUpperCase())
                upper++;
        }
    }
    return lower > upper ? 'lower' : 'upper';
}
/** The text in the given case. */
function inCase(text, casing) {
    return casing === 'lower' ? text.toLowerCase() : text.toUpperCase();
}

// EXTERNAL MODULE: ./src/dockerfile/rule.ts
var rule = __webpack_require__(7650);
;// CONCATENATED MODULE: ./src/dockerfile/rules/ConsistentInstructionCasing.ts


/* harmony default export */ const ConsistentInstructionCasing = ((0,rule/* defineRule */.K)({
    id: 'ConsistentInstructionCasing',
    name: 'consistent-instruction-casing',
    severity: 'info',
    practice: 'maintainability',
    title: 'Instruction is not in the case of the others',
    why: 'Keywords in one case are told from their arguments at a glance.',
    mend: 'Write every keyword in the case that most of them have, best upper case.',
    references: ['https://docs.docker.com/reference/build-checks/consistent-instruction-casing/'],
    wrong: 'FROM debian:12\nCopy app /app\nRUN /app/setup',
    right: 'FROM debian:12\nCOPY app /app\nRUN /app/setup',
    check(dockerfile, report) {
        const casing = majorityCasing(dockerfile);
        for (const { from, instructions } of dockerfile.stages) {
            for (const instruction of [from, ...instructions]) {
                const { raw, range } = instruction.keywordWord;
                const text = inCase(raw, casing);
                if (raw === text)
                    continue;
                // AS goes with its FROM, or FromAsCasing would complain next.
                const as = instruction.keyword === 'FROM' && instruction.alias ? instruction.as : undefined;
                const asText = as && /^as$/i.test(as.raw) ? inCase(as.raw, casing) : undefined;
                report({
                    at: range,
                    message: `Command '${raw}' should match the case of the command majority (${casing}case).`,
                    fix: {
                        description: `Write ${text}`,
                        edits: [
                            { ...range, text },
                            ...(as && asText !== undefined && asText !== as.raw
                                ? [{ ...as.range, text: asText }]
                                : []),
                        ],
                    },
                });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/dockerignore.ts
/**
 * Reads a .dockerignore file: one pattern a line, `#` comments, `!` exceptions; the last pattern that matches wins.
 * Source: docs.docker.com/build/concepts/context/#dockerignore-files.
 */
function parseIgnoreFile(text) {
    const patterns = text
        .replace(/^\ufeff/, '')
        .split('\n', MAX_PATTERNS)
        .flatMap(readPattern);
    return {
        hasExceptions: patterns.some(({ exception }) => exception),
        ignoresAll: patterns.some(({ exception, text }) => !exception && /^(?:\*\*?|\*\*\/\*)$/.test(text)),
        ignores(path) {
            const clean = cleanPath(path);
            let ignored = false;
            for (const { exception, tokens } of patterns) {
                if (exception === ignored && matches(tokens, clean))
                    ignored = !exception;
            }
            return ignored;
        },
    };
}
/** A path as Go's filepath.Clean leaves it, without the leading slash: `./a//b/../c/` is `a/c`, the context `.`. */
function cleanPath(path) {
    const parts = [];
    for (const part of path.split('/')) {
        if (part === '' || part === '.')
            continue;
        if (part === '..' && parts.length > 0 && parts.at(-1) !== '..')
            parts.pop();
        else if (part !== '..' || !path.startsWith('/'))
            parts.push(part);
    }
    return parts.join('/') || '.';
}
/** Patterns and path lengths beyond these are not what anybody writes. */
const MAX_PATTERNS = 10_000;
const MAX_LENGTH = 4096;
function readPattern(line) {
    if (line.startsWith('#'))
        return [];
    const trimmed = line.trim();
    const exception = trimmed.startsWith('!');
    const written = exception ? trimmed.slice(1).trim() : trimmed;
    if (written === '' || written.length > MAX_LENGTH)
        return [];
    const text = cleanPath(written);
    return [{ text, exception, tokens: tokenize(text) }];
}
function tokenize(pattern) {
    const tokens = [];
    for (let at = 0; at < pattern.length; at++) {
        const char = pattern.charAt(at);
        if (char === '*' && pattern.charAt(at + 1) === '*') {
            at += pattern.charAt(at + 2) === '/' ? 2 : 1;
            if (at + 1 >= pattern.length)
                tokens.push({ kind: 'all' });
            else
                tokens.push({ kind: 'maybe-folders' }, { kind: 'folders' });
        }
        else if (char === '*') {
            tokens.push({ kind: 'segment' });
        }
        else if (char === '?') {
            tokens.push({ kind: 'one', test: (c) => c !== '/' });
        }
        else if (char === '[') {
            const close = pattern.indexOf(']', at + 2);
            const test = close < 0 ? undefined : characterClass(pattern.slice(at + 1, close));
            // BuildKit refuses a broken class; here it matches nothing.
            tokens.push({ kind: 'one', test: test ?? (() => false) });
            if (close >= 0)
                at = close;
        }
        else {
            const literal = char === '\\' && at + 1 < pattern.length ? pattern.charAt(++at) : char;
            tokens.push({ kind: 'one', test: (c) => c === literal });
        }
    }
    return tokens;
}
function characterClass(body) {
    const negated = body.startsWith('^');
    const ranges = [];
    const chars = [...(negated ? body.slice(1) : body).replace(/\\(.)/g, '$1')];
    for (let i = 0; i < chars.length; i++) {
        const from = chars[i] ?? '';
        const to = chars[i + 1] === '-' ? chars[i + 2] : undefined;
        ranges.push([from, to ?? from]);
        if (to !== undefined)
            i += 2;
    }
    return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== negated;
}
/**
 * Whether the pattern matches the path or one of its parent folders. Follows all readings at once, so that no pattern
 * makes it slow: tokens times characters.
 */
function matches(tokens, path) {
    if (path.length > MAX_LENGTH)
        return false;
    let states = reachable(tokens, [0]);
    for (const char of path) {
        if (states.size === 0)
            return false;
        if (char === '/' && states.has(tokens.length))
            return true;
        const next = [];
        for (const state of states) {
            const token = tokens[state];
            if (token?.kind === 'one' && token.test(char))
                next.push(state + 1);
            else if (token?.kind === 'all' || (token?.kind === 'segment' && char !== '/'))
                next.push(state);
            else if (token?.kind === 'folders')
                next.push(state, ...(char === '/' ? [state + 1] : []));
        }
        states = reachable(tokens, next);
    }
    return states.has(tokens.length);
}
/** The states, and those that need no character to be reached from them. */
function reachable(tokens, from) {
    const states = new Set();
    const todo = [...from];
    for (let state = todo.pop(); state !== undefined; state = todo.pop()) {
        if (states.has(state))
            continue;
        states.add(state);
        const kind = tokens[state]?.kind;
        if (kind === 'segment' || kind === 'all')
            todo.push(state + 1);
        else if (kind === 'maybe-folders')
            todo.push(state + 1, state + 2);
    }
    return states;
}

;// CONCATENATED MODULE: ./src/dockerfile/instruction-range.ts
/**
 * The range of a word, begun at its instruction where the word stands in a further line: BuildKit's checks name the
 * instruction's first line.
 */
function fromInstruction({ range }, word) {
    if (word.startLine === range.startLine)
        return word;
    return { ...word, startLine: range.startLine, startColumn: range.startColumn };
}

// EXTERNAL MODULE: ./src/dockerfile/model.ts
var model = __webpack_require__(4011);
// EXTERNAL MODULE: ./src/dockerfile/stages.ts
var dockerfile_stages = __webpack_require__(9931);
;// CONCATENATED MODULE: ./src/dockerfile/rules/CopyIgnoredFile.ts





/* harmony default export */ const CopyIgnoredFile = ((0,rule/* defineRule */.K)({
    id: 'CopyIgnoredFile',
    name: 'no-copy-of-ignored-file',
    severity: 'high',
    practice: 'maintainability',
    title: 'COPY or ADD of a file that .dockerignore leaves out',
    why: 'The file is not in the build context: the build fails, or copies less than is meant.',
    mend: 'Take the pattern out of .dockerignore, add an exception with `!`, or do not copy the file.',
    references: ['https://docs.docker.com/reference/build-checks/copy-ignored-file/'],
    wrong: '# .dockerignore: dist\nFROM debian:12\nCOPY dist /app/',
    right: '# .dockerignore: node_modules\nFROM debian:12\nCOPY dist /app/',
    check(dockerfile, report) {
        const { ignoreFile } = dockerfile.config;
        if (ignoreFile === undefined || ignoreFile === null)
            return;
        const ignore = parseIgnoreFile(ignoreFile);
        // A left-out folder may hold files that an exception brings back.
        if (ignore.hasExceptions)
            return;
        for (const instruction of (0,model/* instructionsOf */.a)(dockerfile, ['ADD', 'COPY'])) {
            if (instruction.keyword === 'COPY' && instruction.from)
                continue;
            const verb = instruction.keyword === 'ADD' ? 'add' : 'copy';
            for (const word of instruction.sources) {
                const source = (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, instruction, word);
                if (source.includes('$') || isRemote(source))
                    continue;
                const path = cleanPath(source);
                // The context itself is no path in it.
                if (path === '.' ? !ignore.ignoresAll : !ignore.ignores(path))
                    continue;
                const message = `Attempting to ${verb} file '${path}' that is excluded by .dockerignore.`;
                report({ at: fromInstruction(instruction, word.range), message });
            }
        }
    },
}));
function isRemote(source) {
    return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i.test(source);
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL1000.ts

/* harmony default export */ const DL1000 = ((0,rule/* defineRule */.K)({
    id: 'DL1000',
    name: 'no-build-error',
    severity: 'high',
    practice: 'maintainability',
    title: 'The builder refuses this Dockerfile',
    why: 'BuildKit stops at the first thing it cannot read, so no image is built; what stands below may not be checked.',
    mend: 'Correct what the message names.',
    references: ['https://docs.docker.com/reference/dockerfile/'],
    mergesWith: ['DL3021', 'DL3023', 'DL3043', 'DL3061'],
    wrong: 'FROM debian:12\nRUNN make',
    right: 'FROM debian:12\nRUN make',
    check(dockerfile, report) {
        const foreign = hasForeignFrontend(dockerfile);
        for (const { phase, message, range } of dockerfile.problems) {
            if (foreign && phase === 'instruction')
                continue;
            report({ at: range, message: `The build fails: ${message}.` });
        }
    },
}));
/** `# syntax=` may name a frontend with instructions and flags of its own. */
function hasForeignFrontend({ directives }) {
    const syntax = directives.find(({ name }) => name === 'syntax')?.value;
    return syntax !== undefined && !/(?:^|\/)dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax);
}

// EXTERNAL MODULE: ./src/dockerfile/pragmas.ts
var pragmas = __webpack_require__(4963);
;// CONCATENATED MODULE: ./src/dockerfile/rules/DL1001.ts


/* harmony default export */ const DL1001 = ((0,rule/* defineRule */.K)({
    id: 'DL1001',
    name: 'no-inline-ignore',
    severity: 'info',
    practice: 'maintainability',
    title: 'Finding is ignored by a comment',
    why: 'Where exceptions are to stand in one reviewed place, a comment that switches a rule off goes around it.',
    mend: 'Mend what the comment hides, or list the rule in the configuration.',
    references: ['https://github.com/hadolint/hadolint#inline-ignores'],
    optIn: true,
    wrong: '# hadolint ignore=DL3006\nFROM debian',
    right: 'FROM debian:12',
    check(dockerfile, report) {
        for (const pragma of (0,pragmas/* pragmasOf */.$)(dockerfile)) {
            if (pragma.kind !== 'ignore' || pragma.tool === 'buildkit')
                continue;
            const names = pragma.rules.map(({ id }) => id).join(', ');
            const message = `This comment switches off ${names === '' ? 'nothing' : names.slice(0, 200)}.`;
            report({ at: pragma.comment.range, message });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/sections.ts

/** What stands in front of the first FROM, then every stage: for rules that hold in fragments of files too. */
function sections({ instructions, stages }) {
    const first = stages[0]?.from.index ?? instructions.length;
    const rest = stages.map((stage) => ({ stage, instructions: stage.instructions }));
    return first === 0
        ? rest
        : [{ stage: undefined, instructions: instructions.slice(0, first) }, ...rest];
}
/** The value of a variable at an instruction, as `valueAt`, in front of the first FROM too. */
function valueInSection(dockerfile, instruction, name) {
    if (instruction.stage)
        return (0,dockerfile_stages/* valueAt */.fK)(dockerfile, instruction, name);
    for (const earlier of dockerfile.instructions.slice(0, instruction.index).reverse()) {
        if (earlier.keyword !== 'ENV' && earlier.keyword !== 'ARG')
            continue;
        const pair = earlier.pairs.findLast(({ key }) => key.value === name);
        if (pair)
            return pair.value?.value;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/dockerfile/destinations.ts

/** Whether a path stands on its own: from the root, a Windows drive, or a variable that may hold either. */
function isRooted({ raw }) {
    return /^["']?(?:[/\\$]|[A-Za-z]:)/.test(raw);
}
/** The COPY and ADD instructions with a relative destination where neither the stage nor a parent set a WORKDIR. */
function withoutWorkdir(dockerfile) {
    const found = new Set();
    const placed = new Set();
    for (const { stage, instructions } of sections(dockerfile)) {
        let workdir = stage?.parent !== undefined && placed.has(stage.parent);
        for (const instruction of instructions) {
            const { keyword } = instruction;
            if (keyword === 'WORKDIR')
                workdir = true;
            if (workdir || (keyword !== 'COPY' && keyword !== 'ADD'))
                continue;
            if (instruction.destination && !isRooted(instruction.destination))
                found.add(instruction);
        }
        if (workdir)
            placed.add(stage);
    }
    return found;
}
/** Whether several sources go to what is not written as a folder. */
function needsSlash({ args, destination }) {
    if (!destination || args.length < 3)
        return false;
    return (!/[/\\]["']?$/.test(destination.raw) && !/\$(?:\w+|\{[^{}]*\})["']?$/.test(destination.raw));
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3000.ts



/* harmony default export */ const DL3000 = ((0,rule/* defineRule */.K)({
    id: 'DL3000',
    name: 'absolute-workdir',
    severity: 'high',
    practice: 'maintainability',
    title: 'WORKDIR is relative',
    why: 'Where it leads depends on the WORKDIR before it, if need be on that of a base image that may change.',
    mend: 'Write the whole path.',
    references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
    aliases: ['DS-0009'],
    mergesWith: ['WorkdirRelativePath'],
    wrong: 'FROM debian:12\nWORKDIR app',
    right: 'FROM debian:12\nWORKDIR /app',
    check(dockerfile, report) {
        for (const { instructions } of sections(dockerfile)) {
            let current;
            for (const { keyword, args } of instructions) {
                const [path] = args;
                if (keyword !== 'WORKDIR' || !path)
                    continue;
                const next = isPlain(path) ? join(current, path.raw) : undefined;
                if (!isRooted(path)) {
                    const fix = next === undefined ? undefined : wholePath(path, next);
                    const message = `WORKDIR ${path.value} is relative to wherever the image stands.`;
                    report({ at: path.range, message, ...(fix ? { fix } : {}) });
                }
                current = next;
            }
        }
    },
}));
function isPlain({ raw }) {
    return /^[\w./-]+$/.test(raw) && !/(?:^|\/)\.\.?(?:\/|$)/.test(raw);
}
/** The folder after WORKDIR, where the one before it is known; longer ones are not followed. */
function join(current, path) {
    if (path.startsWith('/'))
        return path;
    if (current === undefined || current.length > 4096)
        return undefined;
    return `${current.replace(/\/+$/, '')}/${path}`;
}
function wholePath({ range }, text) {
    return { description: `Write ${text}`, edits: [{ ...range, text }] };
}

;// CONCATENATED MODULE: ./src/dockerfile/command-line.ts
/** The command's name without its folder: `/usr/bin/apt-get` is `apt-get`. */
function commandName(command) {
    const value = command.name?.value ?? '';
    return value.slice(value.lastIndexOf('/') + 1);
}
/** Whether the command's name (without folder) is one of these. */
function isCommand(command, ...names) {
    return names.includes(commandName(command));
}
/**
 * Whether one of the options is given: `-y` (alone or in a cluster such as `-qy`), `--yes` (also `--yes=…`).
 * Options end at `--`.
 */
function hasFlag(command, ...names) {
    return flagWords(command, ...names).length > 0;
}
/** The words that give one of these options. `-qq` gives `-q` once: ask for the word when its text matters. */
function flagWords(command, ...names) {
    return optionWords(command).filter((word) => names.some((name) => gives(word.value, name)));
}
/** How often a short option is given, in clusters too: `-q -q` and `-qq` are both 2. */
function flagCount(command, letter) {
    let count = 0;
    for (const { value } of optionWords(command)) {
        if (CLUSTER.test(value))
            count += value.split(letter.replace(/^-/, '')).length - 1;
    }
    return count;
}
/** Values of an option, in order: `--name=v`, `--name v`, `-n v`, `-nv`, and `-xn v` in a cluster. */
function flagValues(command, ...names) {
    const values = [];
    const { args } = command;
    args.forEach((word, i) => {
        for (const name of names) {
            const next = args[i + 1];
            if (word.value === name ||
                (isShort(name) && CLUSTER.test(word.value) && word.value.endsWith(name.slice(1)))) {
                if (next)
                    values.push({ value: next.value, word: next });
            }
            else if (!isShort(name) && word.value.startsWith(`${name}=`)) {
                values.push({ value: word.value.slice(name.length + 1), word });
            }
            else if (isShort(name) && word.value.startsWith(name)) {
                values.push({ value: word.value.slice(2).replace(/^=/, ''), word });
            }
        }
    });
    return values;
}
/**
 * The words that are neither options nor values of the `valued` options. Everything behind `--` counts. For
 * `apt-get -t stable install vim` with `valued: ['-t']` these are `install` and `vim`.
 */
function operands(command, valued = []) {
    const found = [];
    const { args } = command;
    for (let i = 0; i < args.length; i++) {
        const word = args[i];
        if (!word)
            break;
        if (word.value === '--')
            return [...found, ...args.slice(i + 1)];
        if (!word.value.startsWith('-') || word.value === '-')
            found.push(word);
        else if (valued.some((name) => takesNext(word.value, name)))
            i++;
    }
    return found;
}
/** Whether the command's first operand is one of these: `isSubcommand(c, ['install'])` for `apt-get -y install`. */
function isSubcommand(command, names, valued = []) {
    const [first] = operands(command, valued);
    return first !== undefined && names.includes(first.value);
}
const CLUSTER = /^-[A-Za-z0-9]+$/;
function isShort(name) {
    return name.length === 2 && name !== '--';
}
function gives(value, name) {
    if (value === name || value.startsWith(`${name}=`))
        return true;
    return isShort(name) && CLUSTER.test(value) && value.includes(name.charAt(1), 1);
}
function takesNext(value, name) {
    return value === name || (isShort(name) && CLUSTER.test(value) && value.endsWith(name.charAt(1)));
}
function optionWords({ args }) {
    const end = args.findIndex((word) => word.value === '--');
    return args.slice(0, end < 0 ? undefined : end).filter((word) => word.value.startsWith('-'));
}

;// CONCATENATED MODULE: ./src/dockerfile/run-commands.ts


/** The commands of these names (without folder) in all RUN and ONBUILD RUN instructions, name by name in order. */
function runCommands(dockerfile, ...names) {
    const index = indexOf(dockerfile);
    const [only = '', ...more] = names;
    const first = index.get(only) ?? [];
    return more.length === 0 ? [...first] : [...first, ...more.flatMap((n) => index.get(n) ?? [])];
}
/** The commands whose name matches, in order. */
function runCommandsLike(dockerfile, name) {
    return [...indexOf(dockerfile)].flatMap(([known, commands]) => name.test(known) ? commands : []);
}
const cache = new WeakMap();
/** Many rules look for a few names each: the commands are gone through once. */
function indexOf(dockerfile) {
    let index = cache.get(dockerfile.source);
    if (!index) {
        index = createIndex(dockerfile);
        cache.set(dockerfile.source, index);
    }
    return index;
}
function createIndex(dockerfile) {
    const index = new Map();
    for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
        for (const command of run.script.commands) {
            const name = commandName(command);
            const known = index.get(name);
            if (known)
                known.push({ run, command });
            else
                index.set(name, [{ run, command }]);
        }
    }
    return index;
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3001.ts


/* harmony default export */ const DL3001 = ((0,rule/* defineRule */.K)({
    id: 'DL3001',
    name: 'no-host-tools',
    severity: 'low',
    practice: 'minimal-containers',
    title: 'RUN uses a tool that makes no sense in a build',
    why: 'These tools look at or steer a running machine; during a build there is none, so that the line does nothing lasting.',
    mend: 'Leave the command out, or do it when the container runs.',
    references: ['https://docs.docker.com/build/building/best-practices/'],
    wrong: 'FROM debian:12\nRUN service nginx start',
    right: 'FROM debian:12\nCMD ["nginx", "-g", "daemon off;"]',
    check(dockerfile, report) {
        for (const { command } of runCommands(dockerfile, ...TOOLS)) {
            if (!command.name)
                continue;
            const message = `${command.name.value} makes no sense during a build.`;
            report({ at: command.name.range, message });
        }
    },
}));
const TOOLS = [
    'free',
    'ifconfig',
    'kill',
    'mount',
    'ps',
    'service',
    'shutdown',
    'ssh',
    'top',
    'vim',
];

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3002.ts



/* harmony default export */ const DL3002 = ((0,rule/* defineRule */.K)({
    id: 'DL3002',
    name: 'last-user-not-root',
    severity: 'medium',
    practice: 'runtime-security',
    title: 'Last USER of a stage is root',
    why: 'Whoever takes over the process is root in the container, and nearer to the host than need be.',
    mend: 'Switch to an unprivileged user after what needs root.',
    references: ['https://docs.docker.com/build/building/best-practices/#user'],
    wrong: 'FROM debian:12\nUSER root',
    right: 'FROM debian:12\nUSER root\nRUN mkdir /data\nUSER 10001',
    check(dockerfile, report) {
        for (const { instructions } of sections(dockerfile)) {
            const last = instructions.findLast(({ keyword }) => keyword === 'USER');
            const [user] = last?.args ?? [];
            if (!last || !user)
                continue;
            if (!/^(?:root|0)(?::|$)/.test((0,dockerfile_stages/* expandedAt */.r5)(dockerfile, last, user)))
                continue;
            const message = `The last USER of this stage is ${user.value}: the container runs as root.`;
            report({ at: user.range, message });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3003.ts


/* harmony default export */ const DL3003 = ((0,rule/* defineRule */.K)({
    id: 'DL3003',
    name: 'workdir-instead-of-cd',
    severity: 'medium',
    practice: 'maintainability',
    title: 'RUN changes the folder with cd',
    why: 'The change ends with its RUN; a reader has to follow every cd to know where a command acts.',
    mend: 'Use WORKDIR, or name the whole path.',
    references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
    aliases: ['DS-0013'],
    wrong: 'FROM debian:12\nRUN cd /app && make',
    right: 'FROM debian:12\nWORKDIR /app\nRUN make',
    check(dockerfile, report) {
        for (const { run, command } of runCommands(dockerfile, 'cd')) {
            if (run.onbuild || !command.name)
                continue;
            report({ at: command.name.range, message: 'WORKDIR says better than cd where this runs.' });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3004.ts



/* harmony default export */ const DL3004 = ((0,rule/* defineRule */.K)({
    id: 'DL3004',
    name: 'no-sudo',
    severity: 'high',
    practice: 'runtime-security',
    title: 'RUN uses sudo',
    why: 'A build runs as the USER it is told to; sudo adds a way to become root to the image and changes how signals and terminals behave.',
    mend: 'Switch with USER, and at run time with gosu or setpriv.',
    references: ['https://docs.docker.com/build/building/best-practices/#user'],
    aliases: ['DS-0010'],
    wrong: 'FROM debian:12\nRUN sudo apt-get update',
    right: 'FROM debian:12\nRUN apt-get update',
    check(dockerfile, report) {
        const sudos = runCommands(dockerfile, 'sudo');
        const asRoot = sudos.length > 0 ? runsAsRoot(dockerfile) : new Set();
        for (const { run, command } of sudos) {
            if (!command.name)
                continue;
            const fix = asRoot.has(run) ? withoutSudo(dockerfile, run, command) : undefined;
            const message = 'sudo is not needed: the build runs as the USER that it is told to.';
            report({ at: command.name.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
/** Only where sudo has no options of its own. */
function withoutSudo(dockerfile, run, { name, args }) {
    const [next] = args;
    if (!name || !next || run.exec || run.onbuild || /^-|^\w+=/.test(next.value))
        return undefined;
    const { source } = dockerfile;
    const between = source.text.slice(name.end, next.start);
    const written = source.text.slice(name.start, name.end);
    if (written !== name.raw || !/^[ \t]+$/.test(between))
        return undefined;
    const edits = [{ ...source.range(name.start, next.start), text: '' }];
    return { description: 'Leave sudo out', edits };
}
/** The RUNs before which a USER, in their stage or a parent, says root. */
function runsAsRoot(dockerfile) {
    const runs = new Set();
    const rootAtEnd = new Set();
    for (const stage of dockerfile.stages) {
        let root = stage.parent !== undefined && rootAtEnd.has(stage.parent);
        for (const instruction of stage.instructions) {
            const [word] = instruction.args;
            if (instruction.keyword === 'RUN' && root)
                runs.add(instruction);
            if (instruction.keyword !== 'USER' || !word)
                continue;
            root = /^(?:root|0)(?::|$)/.test((0,dockerfile_stages/* expandedAt */.r5)(dockerfile, instruction, word));
        }
        if (root)
            rootAtEnd.add(stage);
    }
    return runs;
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3006.ts

/* harmony default export */ const DL3006 = ((0,rule/* defineRule */.K)({
    id: 'DL3006',
    name: 'tag-base-image',
    severity: 'medium',
    practice: 'image-security',
    title: 'Base image has no tag',
    why: 'Without a tag the build takes whatever `latest` is today, so that two builds of one commit differ.',
    mend: 'Name a version, best with a digest: `debian:12.5@sha256:…`.',
    references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
    wrong: 'FROM debian',
    right: 'FROM debian:12',
    check({ stages }, report) {
        for (const { parent, from } of stages) {
            const { image } = from;
            if (parent || image.raw === '' || /^["']?\$/.test(image.raw))
                continue;
            if (image.value === 'scratch' || isTagged(image.value))
                continue;
            report({ at: image.range, message: `Base image ${image.value} has no tag.` });
        }
    },
}));
/** A tag stands behind the last slash: a colon before it belongs to the registry's port. */
function isTagged(reference) {
    return reference.includes('@') || reference.slice(reference.lastIndexOf('/') + 1).includes(':');
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3007.ts

/* harmony default export */ const DL3007 = ((0,rule/* defineRule */.K)({
    id: 'DL3007',
    name: 'no-latest-tag',
    severity: 'medium',
    practice: 'image-security',
    title: 'Base image has the tag latest',
    why: 'What `latest` means changes with every release, so that a rebuild may break or bring what nobody reviewed.',
    mend: 'Name a version, best with a digest.',
    references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
    wrong: 'FROM debian:latest',
    right: 'FROM debian:12',
    check({ stages }, report) {
        for (const { parent, from } of stages) {
            const { image } = from;
            if (parent || !/:latest$/.test(image.value))
                continue;
            report({ at: image.range, message: `Base image ${image.value} changes with every release.` });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/package-managers/apt.ts


/** `apt-get install …`, or that of other names: `apt`, `aptitude`. */
function aptInstalls(dockerfile, ...names) {
    return runCommands(dockerfile, ...(names.length > 0 ? names : ['apt-get'])).flatMap(aptInstall);
}
/** The command as an installation, in a list; an empty list when it is none. */
function aptInstall({ run, command }) {
    const [subcommand, ...packages] = operands(command, APT_VALUED);
    return subcommand?.value === 'install' ? [{ run, command, subcommand, packages }] : [];
}
/** Options of apt-get that take a value. Source: apt-get(8). */
const APT_VALUED = [
    '-t',
    '--target-release',
    '--default-release',
    '-o',
    '--option',
    '-c',
    '--config-file',
    '-a',
    '--host-architecture',
];

;// CONCATENATED MODULE: ./src/dockerfile/package-managers/package-word.ts

/** Whether a word is nothing but a variable or a substitution: what it installs cannot be read here. */
function isOpaque(word) {
    if (word.literal)
        return false;
    const bare = word.value.replace(/^["']|["']$/g, '');
    return /^(?:\$\w+|\$\{[^{}]*\}|\$\(.*\)|`[^`]*`)+$/s.test(bare);
}
/** The word's value with the variables filled in that ENV or ARG give a value. */
function filledIn(dockerfile, run, word) {
    if (word.literal)
        return word.value;
    return word.value.replace(/\$(?:(\w+)|\{(\w+)\})/g, (use, plain, braced) => valueInSection(dockerfile, run, plain ?? braced ?? '') ?? use);
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3008.ts



/* harmony default export */ const DL3008 = ((0,rule/* defineRule */.K)({
    id: 'DL3008',
    name: 'pin-apt-versions',
    severity: 'medium',
    practice: 'image-security',
    title: 'Package is installed with apt-get without a version',
    why: 'The build takes whatever version the mirror has that day, so that two builds of one commit differ.',
    mend: 'Name the version: `apt-get install curl=7.88.1-10+deb12u5`.',
    references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
    wrong: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl',
    right: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u5',
    check(dockerfile, report) {
        for (const { packages } of aptInstalls(dockerfile)) {
            for (const word of packages) {
                if (isOpaque(word) || /[=/]|\.deb$/.test(word.value))
                    continue;
                report({ at: word.range, message: `${word.value} is installed without a version.` });
            }
        }
    },
}));

// EXTERNAL MODULE: ./src/dockerfile/shell-in-force.ts
var shell_in_force = __webpack_require__(7720);
;// CONCATENATED MODULE: ./src/dockerfile/fixes.ts

/** The empty range behind a range, where an edit inserts. */
function behind({ endLine, endColumn }) {
    return { startLine: endLine, startColumn: endColumn, endLine, endColumn };
}
/** The empty range in front of a range. */
function before({ startLine, startColumn }) {
    return { startLine, startColumn, endLine: startLine, endColumn: startColumn };
}
/**
 * Adds an option behind a word of a command, in exec form as another string of the array. With `replaceWord` the edit
 * covers the word, so that another rule may insert behind it in the same run. Undefined where the word is not written
 * in the source as it is read.
 */
function optionFix({ source }, run, word, option, { replaceWord = false } = {}) {
    const written = source.text.slice(word.start, word.end);
    const inArray = run.exec !== undefined && written === JSON.stringify(word.value);
    if (!inArray && written !== word.raw)
        return undefined;
    const added = inArray ? `, ${JSON.stringify(option)}` : ` ${option}`;
    const edit = replaceWord
        ? { ...word.range, text: written + added }
        : { ...behind(word.range), text: added };
    return { description: `Add ${option}`, edits: [edit] };
}
/** Replaces a word of a command by one without blanks or quotes; undefined as for `optionFix`. */
function replaceFix({ source }, run, word, text) {
    const written = source.text.slice(word.start, word.end);
    const inArray = run.exec !== undefined && written === JSON.stringify(word.value);
    if (!inArray && written !== word.raw)
        return undefined;
    const edits = [{ ...word.range, text: inArray ? JSON.stringify(text) : text }];
    return { description: `Write ${text}`, edits };
}
/**
 * Adds `&& command` at the end of a RUN, in the layout of its last line. Undefined where that would not run it last:
 * exec form, heredocs, other shells, a trailing comment, `&` or a redirected compound command.
 */
function appendFix(dockerfile, run, command) {
    const { source, escapeToken } = dockerfile;
    const { script } = run;
    const end = endOfCommands(dockerfile, run);
    if (end === undefined)
        return undefined;
    const line = source.lineOf(end);
    const lineStart = source.lineStarts[line - 1] ?? 0;
    const last = source.text.slice(lineStart, end);
    const at = source.range(end, end);
    let text = ` && ${command}`;
    if (line > source.lineOf(script.mapped.sourceStart(0))) {
        const indent = /^[ \t]*/.exec(last)?.[0] ?? '';
        const newline = `${escapeToken}${source.text.charAt(lineStart - 2) === '\r' ? '\r\n' : '\n'}${indent}`;
        text = /^\s*&&/.test(last) ? ` ${newline}&& ${command}` : ` && ${newline}${command}`;
    }
    return { description: `Add ${command}`, edits: [{ ...at, text }] };
}
/** Where the last command of a shell-form RUN ends, if nothing but blanks or a semicolon follows. */
function endOfCommands(dockerfile, run) {
    const { script } = run;
    if (run.exec || run.heredocs.length > 0 || script.errors.length > 0)
        return undefined;
    if (!(0,shell_in_force/* isPosixShell */.m)((0,shell_in_force/* shellInForce */.b)(dockerfile, run)))
        return undefined;
    let last;
    for (const command of script.commands) {
        if (!command.wrapper && !command.substituted && (!last || command.end > last.end))
            last = command;
    }
    if (!last || /^(?:exit|exec|return)$/.test(last.name?.value ?? ''))
        return undefined;
    const { text, mapped } = script;
    let from = text.length;
    while (from > 0 && mapped.sourceEnd(from) > last.end)
        from--;
    const closers = /^(?:\s*(?:;\s*)?(?:fi|done|esac|\}|\)))*/.exec(text.slice(from))?.[0] ?? '';
    if (!/^\s*;?\s*$/.test(text.slice(from + closers.length)))
        return undefined;
    return mapped.sourceEnd(from + closers.length);
}
/** Deletes an instruction with its lines; undefined where a comment above belongs to it. */
function removalFix({ source }, instruction, description) {
    const { startLine, endLine } = instruction;
    const lineAt = (line) => source.text.slice(source.lineStarts[line - 1] ?? 0, source.lineStarts[line] ?? source.text.length);
    const isComment = (line) => /^\s*#/.test(lineAt(line));
    if (instruction.heredocs.length > 0 || instruction.innerComments.length > 0)
        return undefined;
    if (startLine > 1 && isComment(startLine - 1))
        return undefined;
    if (source.lineStarts[endLine] === undefined)
        return undefined;
    // A byte order mark stays.
    const startColumn = startLine === 1 && source.text.startsWith('\ufeff') ? 2 : 1;
    const edit = { startLine, startColumn, endLine: endLine + 1, endColumn: 1, text: '' };
    return { description, edits: [edit] };
}

;// CONCATENATED MODULE: ./src/dockerfile/package-cache.ts


/** The RUN and ONBUILD RUN instructions that leave this cache in their layer. */
function leftCaches(dockerfile, use) {
    return (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true }).flatMap((run) => {
        let left;
        for (const command of run.script.commands) {
            const word = use.fills(command);
            if (word)
                left = { command, word };
            else if (left && use.empties(command))
                left = undefined;
        }
        if (!left || use.folders.some((set) => set.every((f) => isMounted(run, f))))
            return [];
        return [{ run, ...left }];
    });
}
/** Whether a cache or tmpfs mount lies over this folder, or ends in it when it is relative: `.cache/pip`. */
function isMounted(run, folder) {
    return run.mounts.some(({ type, options }) => {
        if (type !== 'cache' && type !== 'tmpfs')
            return false;
        const target = (options.get('target') ?? '').replace(/\/+$/, '');
        if (target === '')
            return false;
        if (folder.startsWith('/'))
            return folder === target || folder.startsWith(`${target}/`);
        return `/${target}`.endsWith(`/${folder}`) || `/${target}/`.includes(`/${folder}/`);
    });
}
/** Whether `rm -r` removes this absolute folder, what is in it, or a folder above it. */
function removesFolder(command, folder) {
    if (commandName(command) !== 'rm' || !hasFlag(command, '-r', '-R', '--recursive'))
        return false;
    return command.args.some(({ value }) => alternatives(value).some((path) => {
        const removed = path.replace(/\/\*?$/, '').replace(/\/+$/, '');
        return removed !== '' && (folder === removed || folder.startsWith(`${removed}/`));
    }));
}
/** The first brace list of a word taken apart: `/var/{a,b}` is `/var/a` and `/var/b`. */
function alternatives(word) {
    const [, start = '', list = '', end = ''] = /^([^{]*)\{([^{}]*)\}(.*)$/s.exec(word) ?? [];
    if (!list.includes(','))
        return [word];
    return list.split(',').map((part) => start + part + end);
}

;// CONCATENATED MODULE: ./src/dockerfile/stage-results.ts
/** Tells whether what an instruction writes is in an image at the end: of the last stage, or one that a FROM builds on. */
function imageTest({ stages }) {
    const kept = new Set([undefined, stages.at(-1)]);
    for (const { parent } of stages)
        kept.add(parent);
    return ({ stage }) => kept.has(stage);
}
/** The stages that no other stage builds on or copies from: each may be somebody's `--target`. */
function resultStages({ stages }) {
    const used = new Set();
    for (const stage of stages) {
        used.add(stage.parent);
        for (const use of stage.uses)
            if (use.stage !== stage)
                used.add(use.stage);
    }
    return stages.filter((stage) => !used.has(stage));
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3009.ts







/* harmony default export */ const DL3009 = ((0,rule/* defineRule */.K)({
    id: 'DL3009',
    name: 'remove-apt-lists',
    severity: 'low',
    practice: 'minimal-containers',
    title: 'Package lists of apt stay in the image',
    why: 'The lists make the image larger and are old when it runs; a later RUN cannot take them out of this layer.',
    mend: 'End the RUN with `rm -rf /var/lib/apt/lists/*`, or keep the lists in a cache mount.',
    references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
    wrong: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.1-10',
    right: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.1-10 && rm -rf /var/lib/apt/lists/*',
    check(dockerfile, report) {
        const isClosed = closedTest(dockerfile);
        const staysInImage = imageTest(dockerfile);
        for (const { run, word } of leftCaches(dockerfile, LISTS)) {
            if (!staysInImage(run))
                continue;
            const fix = isClosed(run) ? appendFix(dockerfile, run, CLEAN) : undefined;
            const message = 'The package lists that apt fetches here stay in the layer.';
            report({ at: word.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
const APT = ['apt-get', 'apt', 'aptitude'];
const LISTS = {
    fills(command) {
        if (!isCommand(command, ...APT))
            return undefined;
        const [subcommand] = operands(command, APT_VALUED);
        return subcommand?.value === 'update' ? subcommand : undefined;
    },
    empties: (command) => removesFolder(command, '/var/lib/apt/lists') ||
        (isCommand(command, 'apt-get', 'apt') && isSubcommand(command, ['dist-clean', 'distclean'])),
    folders: [['/var/lib/apt/lists'], ['/var/lib/apt', '/var/cache/apt']],
};
const CLEAN = 'rm -rf /var/lib/apt/lists/*';
/** Tells whether a RUN installs from the lists and no other RUN does, but for those that fetch their own. */
function closedTest(dockerfile) {
    const installing = new Set();
    for (const { run, command } of runCommands(dockerfile, ...APT)) {
        if (!command.wrapper && isSubcommand(command, INSTALLING, APT_VALUED))
            installing.add(run);
    }
    const depending = [...installing].filter((run) => !updatesLists(run));
    return (run) => installing.has(run) && depending.length === 0;
}
const INSTALLING = ['install', 'upgrade', 'dist-upgrade', 'build-dep'];
function updatesLists(run) {
    return run.script.commands.some((command) => LISTS.fills(command) !== undefined);
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3010.ts



/* harmony default export */ const DL3010 = ((0,rule/* defineRule */.K)({
    id: 'DL3010',
    name: 'add-extracts-archives',
    severity: 'low',
    practice: 'minimal-containers',
    title: 'Archive is copied and then extracted',
    why: 'The archive stays in its layer beside what was extracted from it, even when a later RUN deletes it.',
    mend: 'Use ADD, which extracts local tar archives and leaves no copy.',
    references: ['https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives'],
    wrong: 'FROM debian:12\nCOPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt',
    right: 'FROM debian:12\nADD app.tar.gz /opt/',
    check(dockerfile, report) {
        for (const { instructions } of sections(dockerfile)) {
            const copied = new Map();
            const reported = new Set();
            for (const instruction of instructions) {
                if (instruction.keyword === 'COPY' && !instruction.from) {
                    for (const name of archiveNames(instruction))
                        copied.set(name, instruction);
                }
                if (instruction.keyword !== 'RUN' || copied.size === 0)
                    continue;
                for (const file of instruction.script.commands.flatMap(extracted)) {
                    const copy = copied.get(file);
                    if (!copy || reported.has(copy))
                        continue;
                    reported.add(copy);
                    const message = `ADD would extract ${file}, which line ${instruction.startLine} extracts.`;
                    report({ at: copy.keywordWord.range, message });
                }
            }
        }
    },
}));
/** The archives that a COPY brings, by the names that they have in the image. */
function archiveNames({ sources, destination }) {
    const names = sources.map(({ raw }) => fileName(raw)).filter(isTar);
    const target = destination ? fileName(destination.raw) : '';
    return names.length > 0 && isTar(target) ? [...names, target] : names;
}
/** The names of the files that a command extracts. */
function extracted(command) {
    const name = commandName(command);
    const [first] = command.args;
    const extracts = name === 'tar'
        ? hasFlag(command, '-x', '--extract', '--get') ||
            /^[A-Za-z]*x[A-Za-z]*$/.test(first?.value ?? '')
        : EXTRACTORS.has(name);
    if (!extracts)
        return [];
    const redirected = command.redirects.flatMap(({ operator, target }) => operator === '<' && target ? [target] : []);
    // Backslashes of Windows paths are escapes to the shell.
    return [...command.args, ...redirected].flatMap(({ value, raw }) => [value, raw].map((path) => fileName(path.replace(/^--file=/, ''))));
}
const EXTRACTORS = new Set([
    'bunzip2',
    'gunzip',
    'gzcat',
    'uncompress',
    'unlzma',
    'unxz',
    'unzstd',
    'zcat',
    'zgz',
]);
function fileName(path) {
    const bare = path.replace(/^["']|["']$/g, '');
    return bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1);
}
function isTar(name) {
    return /\.(?:tar|tgz|taz|tbz2?|tz2|tlz|txz|tZ|tzst|tar\.\w+|gz|bz2|lzma|lz|xz|Z|zst)$/.test(name);
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3011.ts



/* harmony default export */ const DL3011 = ((0,rule/* defineRule */.K)({
    id: 'DL3011',
    name: 'valid-ports',
    severity: 'high',
    practice: 'maintainability',
    title: 'EXPOSE names a port above 65535',
    why: 'There is no such port, so that nothing can listen on it.',
    mend: 'Name a port between 0 and 65535.',
    references: ['https://docs.docker.com/reference/dockerfile/#expose'],
    aliases: ['DS-0008'],
    wrong: 'FROM debian:12\nEXPOSE 80000',
    right: 'FROM debian:12\nEXPOSE 8000',
    check(dockerfile, report) {
        for (const expose of (0,model/* instructionsOf */.a)(dockerfile, 'EXPOSE')) {
            for (const word of expose.args) {
                const [ports = ''] = (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, expose, word).split('/');
                const wrong = ports
                    .split(/[-:]/)
                    .find((port) => /^\d+$/.test(port) && Number(port) > 65535);
                if (wrong === undefined)
                    continue;
                report({ at: word.range, message: `There is no port ${wrong}: they end at 65535.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3012.ts



/* harmony default export */ const DL3012 = ((0,rule/* defineRule */.K)({
    id: 'DL3012',
    name: 'one-healthcheck',
    severity: 'high',
    practice: 'maintainability',
    title: 'Stage has several HEALTHCHECK instructions',
    why: 'Only the last one counts: whoever reads or edits an earlier one is misled.',
    mend: 'Keep the last one.',
    references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
    aliases: ['DS-0023'],
    mergesWith: ['MultipleInstructionsDisallowed'],
    wrong: 'FROM debian:12\nHEALTHCHECK CMD ["check-a"]\nHEALTHCHECK CMD ["check-b"]',
    right: 'FROM debian:12\nHEALTHCHECK CMD ["check-b"]',
    check(dockerfile, report) {
        for (const { instructions } of sections(dockerfile)) {
            let previous;
            for (const instruction of instructions) {
                if (instruction.keyword !== 'HEALTHCHECK')
                    continue;
                if (previous) {
                    const { startLine, range } = previous;
                    const fix = removalFix(dockerfile, previous, 'Remove the earlier HEALTHCHECK');
                    report({
                        at: instruction.keywordWord.range,
                        message: `The HEALTHCHECK in line ${startLine} has no effect: only the last one counts.`,
                        related: [
                            { location: { path: dockerfile.path, ...range }, message: 'This one has no effect.' },
                        ],
                        ...(fix ? { fix } : {}),
                    });
                }
                previous = instruction;
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/package-managers/pip.ts


/** `pip install …`, also as `pip3.12` and `python3 -m pip`; the command's arguments begin behind `pip`. */
function pipInstalls(dockerfile) {
    return runCommandsLike(dockerfile, PIP_OR_PYTHON).flatMap(({ run, command: whole }) => {
        const command = pipCommand(whole);
        if (!command)
            return [];
        const [subcommand, ...packages] = operands(command, VALUED);
        return subcommand?.value === 'install' ? [{ run, command, subcommand, packages }] : [];
    });
}
/** `pipx install …` */
function pipxInstalls(dockerfile) {
    return runCommandsLike(dockerfile, /^pipx$/).flatMap(({ run, command }) => {
        const [subcommand, ...packages] = operands(command, PIPX_VALUED);
        return subcommand?.value === 'install' ? [{ run, command, subcommand, packages }] : [];
    });
}
const PIP_OR_PYTHON = /^(?:pip|python)\d*(?:\.\d+)?$/;
/** The command with `pip` as its name; undefined when Python runs something else. */
function pipCommand(command) {
    if (!/(?:^|\/)python[^/]*$/.test(command.name?.value ?? ''))
        return command;
    const module = command.args.findIndex(({ value }) => value === '-m');
    const name = command.args[module + 1];
    if (module < 0 || name?.value !== 'pip')
        return undefined;
    if (command.args.slice(0, module).some(({ value }) => !value.startsWith('-')))
        return undefined;
    return { ...command, name, args: command.args.slice(module + 2) };
}
/**
 * Whether a requirement names a version, a file or a commit. Sources: PEP 440, PEP 508, pip's "VCS Support".
 */
function isRequirementPinned(requirement) {
    const bare = requirement.replace(/#.*$/s, '');
    const vcs = /^(?:.*@\s*)?(?:git|hg|svn|bzr)\+[a-z+]+:\/\/(.*)$/s.exec(bare)?.[1];
    if (vcs !== undefined)
        return vcs.slice(vcs.indexOf('/') + 1).includes('@');
    if (/[=<>~!]=|[<>@]|:\/\//.test(bare))
        return true;
    return /^\.|[/\\]|\.(?:whl|zip|tar|tar\.\w+|tgz)(?:\[|$)/.test(bare);
}
/** Options of pip install that take a value. Source: `pip install --help`. */
const VALUED = [
    '-r',
    '--requirement',
    '-c',
    '--constraint',
    '-i',
    '--index-url',
    '--extra-index-url',
    '-f',
    '--find-links',
    '-t',
    '--target',
    '-C',
    '--config-settings',
    '-b',
    '--build',
    '--abi',
    '--build-constraint',
    '--cache-dir',
    '--cert',
    '--client-cert',
    '--exists-action',
    '--global-option',
    '--group',
    '--implementation',
    '--install-option',
    '--keyring-provider',
    '--log',
    '--no-binary',
    '--only-binary',
    '--platform',
    '--prefix',
    '--progress-bar',
    '--proxy',
    '--python',
    '--python-version',
    '--report',
    '--resume-retries',
    '--retries',
    '--root',
    '--root-user-action',
    '--src',
    '--timeout',
    '--trusted-host',
    '--upgrade-strategy',
    '--use-deprecated',
    '--use-feature',
];
const PIPX_VALUED = [
    '-i',
    '--index-url',
    '--pip-args',
    '--preinstall',
    '--python',
    '--suffix',
    '--backend',
];

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3013.ts




/* harmony default export */ const DL3013 = ((0,rule/* defineRule */.K)({
    id: 'DL3013',
    name: 'pin-pip-versions',
    severity: 'medium',
    practice: 'image-security',
    title: 'Package is installed with pip without a version',
    why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
    mend: 'Name the version, `pip install requests==2.32.3`, or install from a requirements or constraints file.',
    references: ['https://pip.pypa.io/en/stable/topics/repeatable-installs/'],
    wrong: 'FROM python:3.12\nRUN pip install requests',
    right: 'FROM python:3.12\nRUN pip install requests==2.32.3',
    check(dockerfile, report) {
        for (const { command, packages } of [...pipInstalls(dockerfile), ...pipxInstalls(dockerfile)]) {
            if (flagValues(command, '-r', '--requirement', '-c', '--constraint').length > 0)
                continue;
            for (const word of packages) {
                if (isOpaque(word) || isRequirementPinned(word.value))
                    continue;
                report({ at: word.range, message: `${word.value} is installed without a version.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3014.ts




/* harmony default export */ const DL3014 = ((0,rule/* defineRule */.K)({
    id: 'DL3014',
    name: 'apt-get-yes',
    severity: 'medium',
    practice: 'maintainability',
    title: 'apt-get install asks a question',
    why: 'Nobody answers during a build: the command waits for input or gives up.',
    mend: 'Add `-y`.',
    references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
    aliases: ['DS-0021'],
    wrong: 'FROM debian:12\nRUN apt-get update && apt-get install curl',
    right: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl',
    check(dockerfile, report) {
        for (const { run, command, subcommand } of aptInstalls(dockerfile)) {
            if (answersYes(command))
                continue;
            const fix = optionFix(dockerfile, run, subcommand, '-y', { replaceWord: true });
            const message = 'apt-get install asks before it installs: nobody answers during a build.';
            report({ at: subcommand.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
/** Also by being quiet twice over. Source: apt-get(8). */
function answersYes(command) {
    if (hasFlag(command, '-y', '--yes', '--assume-yes'))
        return true;
    const quiet = flagCount(command, '-q') + flagWords(command, '--quiet').length;
    const level = flagWords(command, '-q').some(({ value }) => /^-q=[2-9]/.test(value));
    return (quiet > 1 ||
        level ||
        flagValues(command, '-o', '--option').some(({ value }) => /^APT::Get::Assume-Yes=(?:true|1|yes|on)$/i.test(value)));
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3015.ts




/* harmony default export */ const DL3015 = ((0,rule/* defineRule */.K)({
    id: 'DL3015',
    name: 'no-install-recommends',
    severity: 'low',
    practice: 'minimal-containers',
    title: 'apt-get install brings recommended packages',
    why: 'Recommended packages make the image larger and give an attacker more to work with.',
    mend: 'Add `--no-install-recommends`, and name what is really needed.',
    references: [
        'https://ubuntu.com/blog/we-reduced-our-docker-images-by-60-with-no-install-recommends',
    ],
    aliases: ['DS-0029'],
    wrong: 'FROM debian:12\nRUN apt-get install -y curl=7.88.1-10',
    right: 'FROM debian:12\nRUN apt-get install -y --no-install-recommends curl=7.88.1-10',
    check(dockerfile, report) {
        for (const { run, command, subcommand } of aptInstalls(dockerfile)) {
            if (hasFlag(command, '--no-install-recommends'))
                continue;
            const options = flagValues(command, '-o', '--option');
            if (options.some(({ value }) => RECOMMENDS_OFF.test(value)))
                continue;
            const fix = optionFix(dockerfile, run, subcommand, '--no-install-recommends');
            const message = 'apt-get install brings recommended packages too.';
            report({ at: subcommand.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
const RECOMMENDS_OFF = /^APT::Install-Recommends=(?:false|0|no|off)$/i;

;// CONCATENATED MODULE: ./src/dockerfile/package-managers/npm.ts


/** `npm install PACKAGE…` */
function npmInstalls(dockerfile) {
    return runCommands(dockerfile, 'npm').flatMap(({ run, command }) => {
        const [subcommand, ...packages] = operands(command, NPM_VALUED);
        return subcommand?.value === 'install' ? [{ run, command, subcommand, packages }] : [];
    });
}
/**
 * Whether a package specification names a version, a commit or something local.
 * Source: docs.npmjs.com/cli/commands/npm-install.
 */
function isNpmPinned(specification) {
    if (/^(?:git(?:\+\w+)?:|(?:github|gitlab|bitbucket|gist):)/.test(specification)) {
        return specification.includes('#');
    }
    if (/^(?:\.{0,2}\/|~\/|\.{1,2}$|file:|https?:)|\.(?:tgz|tar|tar\.gz)$/.test(specification)) {
        return true;
    }
    if (/^[\w-][\w.-]*\/[^@]*$/.test(specification))
        return specification.includes('#');
    return specification.indexOf('@', 1) > 0;
}
/** Options of npm that take a value. Source: docs.npmjs.com/cli/using-npm/config. */
const NPM_VALUED = [
    '-C',
    '--prefix',
    '-w',
    '--workspace',
    '--access',
    '--auth-type',
    '--before',
    '--ca',
    '--cache',
    '--cafile',
    '--cpu',
    '--depth',
    '--fetch-retries',
    '--fetch-retry-factor',
    '--fetch-retry-maxtimeout',
    '--fetch-retry-mintimeout',
    '--fetch-timeout',
    '--globalconfig',
    '--https-proxy',
    '--include',
    '--install-strategy',
    '--libc',
    '--location',
    '--loglevel',
    '--logs-dir',
    '--maxsockets',
    '--noproxy',
    '--omit',
    '--only',
    '--os',
    '--otp',
    '--proxy',
    '--registry',
    '--save-prefix',
    '--scope',
    '--script-shell',
    '--tag',
    '--userconfig',
];

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3016.ts



/* harmony default export */ const DL3016 = ((0,rule/* defineRule */.K)({
    id: 'DL3016',
    name: 'pin-npm-versions',
    severity: 'medium',
    practice: 'image-security',
    title: 'Package is installed with npm without a version',
    why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
    mend: 'Name the version, `npm install express@4.21.2`, or install from a lock file with `npm ci`.',
    references: ['https://docs.npmjs.com/cli/commands/npm-install'],
    wrong: 'FROM node:22\nRUN npm install -g serve',
    right: 'FROM node:22\nRUN npm install -g serve@14.2.4',
    check(dockerfile, report) {
        for (const { packages } of npmInstalls(dockerfile)) {
            for (const word of packages) {
                if (isOpaque(word) || isNpmPinned(word.value))
                    continue;
                report({ at: word.range, message: `${word.value} is installed without a version.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/package-managers/apk.ts


/** `apk add …` */
function apkAdds(dockerfile) {
    return runCommands(dockerfile, 'apk').flatMap(({ run, command }) => {
        const [subcommand, ...packages] = operands(command, apk_VALUED);
        return subcommand?.value === 'add' ? [{ run, command, subcommand, packages }] : [];
    });
}
/** Options of apk that take a value. Source: apk(8), apk-add(8). */
const apk_VALUED = [
    '-t',
    '--virtual',
    '-X',
    '--repository',
    '-p',
    '--root',
    '--arch',
    '--cache-dir',
    '--cache-max-age',
    '--keys-dir',
    '--progress-fd',
    '--repositories-file',
    '--timeout',
    '--wait',
];

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3018.ts



/* harmony default export */ const DL3018 = ((0,rule/* defineRule */.K)({
    id: 'DL3018',
    name: 'pin-apk-versions',
    severity: 'medium',
    practice: 'image-security',
    title: 'Package is installed with apk without a version',
    why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
    mend: 'Name the version: `apk add curl=8.12.1-r0`, or with `~` the release that it must belong to.',
    references: ['https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper'],
    wrong: 'FROM alpine:3.21\nRUN apk add --no-cache curl',
    right: 'FROM alpine:3.21\nRUN apk add --no-cache curl=8.12.1-r0',
    check(dockerfile, report) {
        for (const { packages } of apkAdds(dockerfile)) {
            for (const word of packages) {
                if (isOpaque(word) || /[=~<>]|\.apk$/.test(word.value))
                    continue;
                report({ at: word.range, message: `${word.value} is installed without a version.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3019.ts





/* harmony default export */ const DL3019 = ((0,rule/* defineRule */.K)({
    id: 'DL3019',
    name: 'apk-no-cache',
    severity: 'low',
    practice: 'minimal-containers',
    title: 'apk add keeps its package index',
    why: 'The index makes the image larger and is old when it runs.',
    mend: 'Add `--no-cache`: apk then uses a fresh index and keeps none. `apk update` is not needed.',
    references: ['https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper#Local_Cache'],
    aliases: ['DS-0025'],
    wrong: 'FROM alpine:3.21\nRUN apk add curl=8.12.1-r0',
    right: 'FROM alpine:3.21\nRUN apk add --no-cache curl=8.12.1-r0',
    check(dockerfile, report) {
        for (const { run, command, subcommand } of apkAdds(dockerfile)) {
            if (hasFlag(command, '--no-cache') || isMounted(run, '/var/cache/apk'))
                continue;
            const fix = optionFix(dockerfile, run, subcommand, '--no-cache');
            const message = 'apk add keeps its package index in the layer.';
            report({ at: subcommand.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/history-line.ts
/** Whether COPY or ADD is as `docker history` shows it: `COPY file:<digest> in /app/`. */
function isHistoryLine({ args }) {
    const [what, word] = args;
    return word?.raw === 'in' && /^(?:file|dir|multi):[0-9a-f]{64}$/.test(what?.raw ?? '');
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3020.ts




/* harmony default export */ const DL3020 = ((0,rule/* defineRule */.K)({
    id: 'DL3020',
    name: 'copy-instead-of-add',
    severity: 'high',
    practice: 'image-security',
    title: 'ADD copies plain files',
    why: 'ADD unpacks archives and fetches URLs; where neither is meant, a surprising input changes what the build does.',
    mend: 'Use COPY.',
    references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
    aliases: ['DS-0005'],
    wrong: 'FROM debian:12\nADD app.js /app/',
    right: 'FROM debian:12\nCOPY app.js /app/',
    check(dockerfile, report) {
        const unplaced = withoutWorkdir(dockerfile);
        for (const add of (0,model/* instructionsOf */.a)(dockerfile, 'ADD')) {
            const plain = add.sources.filter(({ value }) => !isArchive(value) && !isUrl(value));
            const [first] = plain;
            if (!first)
                continue;
            // ADD alone knows some flags, and git sources are fetched: there COPY would not do. Nor where it is a finding too.
            const same = plain.length === add.sources.length &&
                plain.every(({ value }) => !isGit(value)) &&
                !needsSlash(add) &&
                !unplaced.has(add) &&
                add.flags.every(({ name }) => ['chown', 'chmod', 'link', 'exclude'].includes(name));
            const text = add.keywordWord.raw === 'add' ? 'copy' : 'COPY';
            report({
                at: add.keywordWord.range,
                message: `ADD copies ${first.value}: COPY says what is meant.`,
                // Trivy lets git sources and the lines of `docker history` be.
                ...(plain.every(({ value }) => isGit(value)) || isHistoryLine(add) ? { aliases: [] } : {}),
                ...(same
                    ? { fix: { description: 'Use COPY', edits: [{ ...add.keywordWord.range, text }] } }
                    : {}),
            });
        }
    },
}));
function isUrl(source) {
    return /^https?:\/\//i.test(source);
}
function isGit(source) {
    return /^(?:git@|git:\/\/|ssh:\/\/|github\.com\/)|\.git(?:#|$)/.test(source);
}
function isArchive(source) {
    return /\.(?:tar|gz|tgz|taz|bz2|tbz2?|tz2|lzma|tlz|lz|xz|txz|Z|tZ|zst|tzst)$/.test(source);
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3021.ts





/* harmony default export */ const DL3021 = ((0,rule/* defineRule */.K)({
    id: 'DL3021',
    name: 'copy-into-folder',
    severity: 'high',
    practice: 'maintainability',
    title: 'COPY of several sources to what is not written as a folder',
    why: 'Several files need a folder: without the slash the build fails, or the reader takes the folder for a file.',
    mend: 'End the destination with `/`.',
    references: ['https://docs.docker.com/reference/dockerfile/#destination'],
    aliases: ['DS-0011'],
    wrong: 'FROM debian:12\nCOPY a.js b.js /app',
    right: 'FROM debian:12\nCOPY a.js b.js /app/',
    check(dockerfile, report) {
        for (const copy of (0,model/* instructionsOf */.a)(dockerfile, 'COPY')) {
            const { destination } = copy;
            if (!destination || !needsSlash(copy))
                continue;
            const written = dockerfile.source.text.slice(destination.start, destination.end);
            const end = behind(destination.range);
            const inside = { ...end, startColumn: end.startColumn - 1, endColumn: end.endColumn - 1 };
            const quoted = /^(["']).*\1$/.test(written);
            // A quote at one end alone belongs to a file that the builder refuses.
            const isPlain = quoted || /^[^"'\n]*$/.test(written);
            report({
                at: destination.range,
                // Trivy lets the lines of `docker history` be.
                ...(isHistoryLine(copy) ? { aliases: [] } : {}),
                message: `Several sources go to ${destination.value}, which does not end in a slash.`,
                ...(isPlain
                    ? {
                        fix: {
                            description: 'End with /',
                            edits: [{ ...(quoted ? inside : end), text: '/' }],
                        },
                    }
                    : {}),
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3022.ts

/* harmony default export */ const DL3022 = ((0,rule/* defineRule */.K)({
    id: 'DL3022',
    name: 'copy-from-known-stage',
    severity: 'medium',
    practice: 'maintainability',
    title: 'COPY --from names no earlier stage',
    why: 'The build then takes an image of that name, in whatever version is newest, or fails.',
    mend: 'Name an earlier stage, or an image with its tag.',
    references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
    wrong: 'FROM debian:12\nCOPY --from=builder /app /app',
    right: 'FROM golang:1.24 AS builder\nFROM debian:12\nCOPY --from=builder /app /app',
    check(dockerfile, report) {
        const names = new Set();
        for (const instruction of dockerfile.instructions) {
            if (instruction.keyword === 'FROM') {
                if (instruction.stage?.name !== undefined)
                    names.add(instruction.stage.name);
                continue;
            }
            const from = instruction.keyword === 'COPY' ? instruction.from?.valueWord : undefined;
            if (!from || from.value === '' || /[:$]/.test(from.value))
                continue;
            if (names.has(from.value.toLowerCase()))
                continue;
            if (/^\d+$/.test(from.value) && Number(from.value) <= (instruction.stage?.index ?? -1))
                continue;
            report({ at: from.range, message: `There is no earlier stage ${from.value}.` });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3023.ts


/* harmony default export */ const DL3023 = ((0,rule/* defineRule */.K)({
    id: 'DL3023',
    name: 'no-copy-from-own-stage',
    severity: 'high',
    practice: 'maintainability',
    title: 'COPY --from refers to its own stage',
    why: 'A stage cannot copy from itself: the build fails.',
    mend: 'Name an earlier stage, or use `RUN cp`.',
    references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
    aliases: ['DS-0006'],
    wrong: 'FROM debian:12 AS app\nCOPY --from=app /a /b',
    right: 'FROM debian:12 AS app\nRUN cp /a /b',
    check(dockerfile, report) {
        for (const { stage, from } of (0,model/* instructionsOf */.a)(dockerfile, 'COPY')) {
            const word = from?.valueWord;
            if (!stage || !word)
                continue;
            const value = word.value.toLowerCase();
            if (value !== stage.name && value !== String(stage.index))
                continue;
            report({ at: word.range, message: `${word.value} is the stage that this COPY stands in.` });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3024.ts

/* harmony default export */ const DL3024 = ((0,rule/* defineRule */.K)({
    id: 'DL3024',
    name: 'unique-stage-names',
    severity: 'high',
    practice: 'maintainability',
    title: 'Two stages have the same name',
    why: 'What `--target` and `COPY --from` mean depends on where they stand.',
    mend: 'Rename one of them.',
    references: ['https://docs.docker.com/reference/dockerfile/#from'],
    aliases: ['DS-0012'],
    mergesWith: ['DuplicateStageName'],
    wrong: 'FROM golang:1.24 AS app\nFROM debian:12 AS app',
    right: 'FROM golang:1.24 AS builder\nFROM debian:12 AS app',
    check({ stages, path }, report) {
        const first = new Map();
        for (const stage of stages) {
            const { alias } = stage.from;
            if (!alias || stage.name === undefined)
                continue;
            const known = first.get(alias.value);
            if (!known) {
                first.set(alias.value, stage);
                continue;
            }
            report({
                at: alias.range,
                message: `A stage in line ${known.from.startLine} is called ${alias.value} too.`,
                related: [
                    { location: { path, ...known.from.range }, message: 'The first stage of this name.' },
                ],
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/exec-form.ts
/** The edit that turns a shell-form command into exec form, where that means the same: one command of plain words. */
function shellFormFix({ script, startLine, endLine }, command) {
    const [only, second] = script.commands;
    if (!only?.name || second || startLine !== endLine || script.errors.length > 0)
        return undefined;
    if (only.assignments.length > 0 || only.redirects.length > 0 || only.depth > 0)
        return undefined;
    // Anything outside the command (comments, `&`, `;`, `!`) would be lost.
    if (only.start !== command.start || only.end !== command.end)
        return undefined;
    const words = [only.name, ...only.args];
    const plain = words.every((word) => word.literal && !/^~|[*?[\]{}]/.test(word.raw));
    if (!plain || SHELL_WORDS.has(only.name.value))
        return undefined;
    const text = `[${words.map((word) => JSON.stringify(word.value)).join(', ')}]`;
    return { description: 'Use the exec form', edits: [{ ...command.range, text }] };
}
/** Built into the shell, so that no program of that name need exist. */
const SHELL_WORDS = new Set([
    '.',
    ':',
    'alias',
    'bg',
    'cd',
    'eval',
    'exec',
    'exit',
    'export',
    'fg',
    'jobs',
    'read',
    'return',
    'set',
    'shift',
    'source',
    'trap',
    'ulimit',
    'umask',
    'unset',
    'wait',
]);

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3025.ts



/* harmony default export */ const DL3025 = ((0,rule/* defineRule */.K)({
    id: 'DL3025',
    name: 'exec-form-cmd',
    severity: 'medium',
    practice: 'runtime-security',
    title: 'CMD, ENTRYPOINT or HEALTHCHECK is in shell form',
    why: 'The shell is process 1 then and hands no signals on: the container is killed instead of being stopped.',
    mend: 'Write the command as a JSON array.',
    references: ['https://docs.docker.com/reference/dockerfile/#shell-and-exec-form'],
    mergesWith: ['JSONArgsRecommended'],
    wrong: 'FROM debian:12\nCMD nginx -g "daemon off;"',
    right: 'FROM debian:12\nCMD ["nginx", "-g", "daemon off;"]',
    check(dockerfile, report) {
        const keywords = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'];
        for (const instruction of (0,model/* instructionsOf */.a)(dockerfile, keywords)) {
            const { json, keyword, args } = instruction;
            const command = keyword === 'HEALTHCHECK' ? args[1] : args[0];
            if (json || !command)
                continue;
            if (keyword === 'HEALTHCHECK' && instruction.type !== 'CMD')
                continue;
            const fix = shellFormFix(instruction, command);
            const message = `${keyword} runs through a shell, which hands no signals on.`;
            report({ at: command.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/registries.ts
/** The registry of an image reference; Docker Hub is `docker.io`. Source: distribution/reference. */
function registryOf(reference) {
    const slash = reference.indexOf('/');
    const first = slash < 0 ? '' : reference.slice(0, slash);
    if (!/[.:]/.test(first) && first !== 'localhost')
        return 'docker.io';
    return first === 'index.docker.io' ? 'docker.io' : first.toLowerCase();
}
/** Whether a registry is one of a list with `*` in front or behind: `*`, `*.example.org`, `eu.*`. */
function isTrusted(registry, trusted) {
    return trusted.some((entry) => {
        const pattern = entry.trim().toLowerCase();
        if (pattern === '*')
            return true;
        if (pattern.startsWith('*'))
            return registry.endsWith(pattern.slice(1));
        if (pattern.endsWith('*'))
            return registry.startsWith(pattern.slice(0, -1));
        return registry === pattern;
    });
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3026.ts



/* harmony default export */ const DL3026 = ((0,rule/* defineRule */.K)({
    id: 'DL3026',
    name: 'trusted-registry',
    severity: 'high',
    practice: 'registry-security',
    title: 'Image comes from a registry that is not trusted',
    why: 'Whoever runs the registry decides what goes into the image.',
    mend: 'Use an image of a trusted registry, or add the registry to `trustedRegistries`.',
    references: ['https://github.com/hadolint/hadolint#configure'],
    wrong: 'FROM example.org/debian:12',
    right: 'FROM docker.io/debian:12',
    check(dockerfile, report) {
        const { trustedRegistries } = dockerfile.config;
        if (trustedRegistries.length === 0)
            return;
        const judge = (at, reference) => {
            if (reference === '' || reference === 'scratch' || reference.includes('$'))
                return;
            const registry = registryOf(reference);
            if (isTrusted(registry, trustedRegistries))
                return;
            report({
                at: at.range,
                message: `${reference} comes from ${registry}, which is not trusted.`,
            });
        };
        const earlier = new Set();
        for (const instruction of dockerfile.instructions) {
            if (instruction.keyword === 'FROM') {
                const { stage, image } = instruction;
                if (stage && !stage.parent)
                    judge(image, (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, instruction, image));
                if (stage?.name !== undefined)
                    earlier.add(stage.name);
                continue;
            }
            for (const word of (0,dockerfile_stages/* stageReferences */.VN)(instruction)) {
                const reference = (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, instruction, word);
                if (earlier.has(reference.toLowerCase()) || /^\d+$/.test(reference))
                    continue;
                judge(word, reference);
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3027.ts





/* harmony default export */ const DL3027 = ((0,rule/* defineRule */.K)({
    id: 'DL3027',
    name: 'apt-get-instead-of-apt',
    severity: 'medium',
    practice: 'maintainability',
    title: 'RUN uses apt',
    why: 'apt is made for people at a terminal: its output and options may change with any release, and it says so.',
    mend: 'Use `apt-get`, and `apt-cache` to search.',
    references: [
        'https://manpages.debian.org/bookworm/apt/apt.8.en.html#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS',
    ],
    wrong: 'FROM debian:12\nRUN apt update',
    right: 'FROM debian:12\nRUN apt-get update',
    check(dockerfile, report) {
        for (const { run, command } of runCommands(dockerfile, 'apt')) {
            const { name } = command;
            if (!name)
                continue;
            const text = `${name.value.slice(0, name.value.lastIndexOf('/') + 1)}apt-get`;
            const fix = isSame(command) ? replaceFix(dockerfile, run, name, text) : undefined;
            const message = 'apt is made for people at a terminal: use apt-get.';
            report({ at: name.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
/** Whether apt-get does the same, and no rule about apt-get has anything to say to it. */
function isSame(command) {
    const [subcommand, ...packages] = operands(command, APT_VALUED);
    if (subcommand?.value !== 'install')
        return SAME.has(subcommand?.value ?? '');
    return (hasFlag(command, '-y', '--yes', '--assume-yes') &&
        hasFlag(command, '--no-install-recommends') &&
        packages.every(({ value, literal }) => literal && /[=/]|\.deb$/.test(value)));
}
const SAME = new Set([
    'update',
    'upgrade',
    'remove',
    'purge',
    'autoremove',
    'autopurge',
    'clean',
    'autoclean',
    'build-dep',
]);

;// CONCATENATED MODULE: ./src/dockerfile/package-managers/gem.ts

/** `gem install …` and `gem i …`. What follows `--` are build options. */
function gemInstalls(dockerfile) {
    return runCommands(dockerfile, 'gem').flatMap(({ run, command }) => {
        const [subcommand, ...packages] = gemOperands(command.args);
        return subcommand && /^(?:install|i)$/.test(subcommand.value)
            ? [{ run, command, subcommand, packages }]
            : [];
    });
}
/** Build options may stand among gem's own: a word behind a long option that gem has not is its value. */
function gemOperands(args) {
    const found = [];
    for (let i = 0; i < args.length; i++) {
        const word = args[i];
        if (!word || word.value === '--')
            break;
        if (!word.value.startsWith('-'))
            found.push(word);
        else if (SHORT_VALUED.has(word.value))
            i++;
        else if (/^--[^=]*$/.test(word.value) && !isSwitch(word.value))
            i++;
    }
    return found;
}
function isSwitch(option) {
    return SWITCHES.has(option) || option.startsWith('--no-');
}
/** Source: `gem help install`. */
const SHORT_VALUED = new Set(['-B', '-P', '-g', '-i', '-n', '-p', '-s', '-v']);
const SWITCHES = new Set([
    '--backtrace',
    '--both',
    '--clear-sources',
    '--conservative',
    '--debug',
    '--default',
    '--development',
    '--development-all',
    '--env-shebang',
    '--explain',
    '--force',
    '--format-executable',
    '--ignore-dependencies',
    '--local',
    '--lock',
    '--minimal-deps',
    '--norc',
    '--post-install-message',
    '--prerelease',
    '--quiet',
    '--rdoc',
    '--remote',
    '--ri',
    '--silent',
    '--suggestions',
    '--update-sources',
    '--user-install',
    '--vendor',
    '--verbose',
    '--wrappers',
]);

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3028.ts




/* harmony default export */ const DL3028 = ((0,rule/* defineRule */.K)({
    id: 'DL3028',
    name: 'pin-gem-versions',
    severity: 'medium',
    practice: 'image-security',
    title: 'Gem is installed without a version',
    why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
    mend: 'Name the version: `gem install bundler:2.6.2`.',
    references: ['https://guides.rubygems.org/command-reference/#gem-install'],
    wrong: 'FROM ruby:3.4\nRUN gem install bundler',
    right: 'FROM ruby:3.4\nRUN gem install bundler:2.6.2',
    check(dockerfile, report) {
        for (const { command, packages } of gemInstalls(dockerfile)) {
            if (flagValues(command, '-v', '--version').length > 0)
                continue;
            for (const word of packages) {
                if (isOpaque(word) || /:|\.gem$/.test(word.value))
                    continue;
                report({ at: word.range, message: `${word.value} is installed without a version.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3029.ts

/* harmony default export */ const DL3029 = ((0,rule/* defineRule */.K)({
    id: 'DL3029',
    name: 'no-fixed-platform',
    severity: 'medium',
    practice: 'maintainability',
    title: 'FROM fixes the platform',
    why: 'The image cannot be built for another platform, and on another machine it runs in an emulator.',
    mend: 'Leave `--platform` to the build command, or use `$BUILDPLATFORM`.',
    references: ['https://docs.docker.com/build/building/multi-platform/'],
    mergesWith: ['FromPlatformFlagConstDisallowed'],
    wrong: 'FROM --platform=linux/amd64 debian:12',
    right: 'FROM debian:12',
    check({ stages }, report) {
        for (const { from } of stages) {
            const { platform } = from;
            if (!platform?.value || /BUILDPLATFORM|TARGETPLATFORM/.test(platform.value))
                continue;
            report({
                at: platform.range,
                message: `This stage can only be built for ${platform.value}.`,
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/package-managers/rpm.ts




/** What dnf, microdnf and yum share. Sources: dnf(8), dnf5(8), yum(8). */
const DNF = ['dnf', 'dnf5', 'microdnf'];
/** `dnf install …`, `dnf module install …` of these managers. */
function rpmInstalls(dockerfile, managers) {
    return runCommands(dockerfile, ...managers).flatMap(({ run, command }) => {
        const [first, second, ...rest] = operands(command, rpm_VALUED);
        if (!first)
            return [];
        if (INSTALL.has(first.value)) {
            const packages = second ? [second, ...rest] : [];
            return [{ run, command, subcommand: first, packages, module: false }];
        }
        return first.value === 'module' && second?.value === 'install'
            ? [{ run, command, subcommand: second, packages: rest, module: true }]
            : [];
    });
}
const INSTALL = new Set(['install', 'in', 'localinstall']);
/** The subcommand of these managers, if it is one of these; `group install` and `module install` count as `install`. */
function rpmSubcommand(command, subcommands) {
    const [first, second] = operands(command, rpm_VALUED);
    if (!first)
        return undefined;
    const nested = first.value === 'group' || first.value === 'module' ? second : undefined;
    const word = nested ?? first;
    return subcommands.has(word.value) ? word : undefined;
}
/** Whether a command empties the managers' caches. */
function emptiesRpmCache(command, managers) {
    const name = command.name?.value ?? '';
    if (managers.includes(name.slice(name.lastIndexOf('/') + 1))) {
        const [first, second] = operands(command, rpm_VALUED);
        return first?.value === 'clean' && second?.value === 'all';
    }
    return RPM_CACHES.some((folder) => removesFolder(command, folder));
}
/** Where yum, dnf 4 and dnf 5 keep what they fetched. */
const RPM_CACHES = [
    '/var/cache/yum',
    '/var/cache/dnf',
    '/var/cache/libdnf5',
];
/** Whether the package names a version, a file or something that has none; `declared` are the names of all ARGs. */
function isRpmPinned(dockerfile, run, word, module, declared) {
    if (isOpaque(word))
        return true;
    const text = filledIn(dockerfile, run, word).replace(/\$(?:(\w+)|\{(\w+)\})/g, (use, plain, braced) => declared.has(plain ?? braced ?? '') ? '0' : use);
    if (module)
        return text.includes(':');
    return /-\d|[=<>@/]|\.rpm$/.test(text);
}
/** The names of all ARG instructions, wherever they stand. */
function declaredArgs({ instructions }) {
    return new Set(instructions.flatMap((i) => (i.keyword === 'ARG' ? i.pairs.map(({ key }) => key.value) : [])));
}
const rpm_VALUED = [
    '-c',
    '--config',
    '-d',
    '--debuglevel',
    '-e',
    '--errorlevel',
    '-R',
    '--randomwait',
    '-x',
    '--exclude',
    '--excludepkgs',
    '--advisory',
    '--color',
    '--comment',
    '--destdir',
    '--disableexcludes',
    '--disableplugin',
    '--disablerepo',
    '--disable-repo',
    '--downloaddir',
    '--enableplugin',
    '--enablerepo',
    '--enable-repo',
    '--forcearch',
    '--installroot',
    '--releasever',
    '--repo',
    '--repofrompath',
    '--repoid',
    '--rpmverbosity',
    '--setopt',
];

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3030.ts





/* harmony default export */ const DL3030 = ((0,rule/* defineRule */.K)({
    id: 'DL3030',
    name: 'yum-yes',
    severity: 'medium',
    practice: 'maintainability',
    title: 'yum install asks a question',
    why: 'Nobody answers during a build: the command gives up.',
    mend: 'Add `-y`.',
    references: ['https://dnf.readthedocs.io/en/latest/command_ref.html#options'],
    wrong: 'FROM centos:7\nRUN yum install httpd-2.4.62 && yum clean all',
    right: 'FROM centos:7\nRUN yum install -y httpd-2.4.62 && yum clean all',
    check(dockerfile, report) {
        for (const { run, command } of runCommands(dockerfile, 'yum')) {
            const word = rpmSubcommand(command, DL3030_INSTALL);
            if (!word || hasFlag(command, '-y', '--assumeyes'))
                continue;
            const fix = optionFix(dockerfile, run, word, '-y');
            const message = `${command.name?.value} ${word.value} asks before it installs: nobody answers during a build.`;
            report({ at: word.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
const DL3030_INSTALL = new Set(['install', 'groupinstall', 'localinstall']);

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3032.ts





/* harmony default export */ const DL3032 = ((0,rule/* defineRule */.K)({
    id: 'DL3032',
    name: 'yum-clean-all',
    severity: 'medium',
    practice: 'minimal-containers',
    title: 'What yum fetched stays in the image',
    why: 'Package files and metadata make the image larger; a later RUN cannot take them out of this layer.',
    mend: 'End the RUN with `yum clean all`, or keep the cache in a cache mount.',
    references: ['https://docs.docker.com/build/building/best-practices/#run'],
    aliases: ['DS-0015'],
    wrong: 'FROM centos:7\nRUN yum install -y httpd-2.4.62',
    right: 'FROM centos:7\nRUN yum install -y httpd-2.4.62 && yum clean all',
    check(dockerfile, report) {
        for (const { run, command, word } of leftCaches(dockerfile, CACHE)) {
            const name = command.name?.value ?? 'yum';
            const fix = command.wrapper ? undefined : appendFix(dockerfile, run, `${name} clean all`);
            const message = `What ${name} ${word.value} fetches here stays in the layer.`;
            report({ at: word.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
const FILLING = new Set([
    'install',
    'localinstall',
    'groupinstall',
    'reinstall',
    'update',
    'upgrade',
]);
const CACHE = {
    fills: (command) => (isCommand(command, 'yum') ? rpmSubcommand(command, FILLING) : undefined),
    empties: (command) => emptiesRpmCache(command, ['dnf', 'dnf5', 'microdnf', 'yum']),
    folders: RPM_CACHES.map((folder) => [folder]),
};

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3033.ts


/* harmony default export */ const DL3033 = ((0,rule/* defineRule */.K)({
    id: 'DL3033',
    name: 'pin-yum-versions',
    severity: 'medium',
    practice: 'image-security',
    title: 'Package is installed with yum without a version',
    why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
    mend: 'Name the version, `yum install httpd-2.4.62`, and the stream of a module, `yum module install nodejs:20`.',
    references: ['https://dnf.readthedocs.io/en/latest/command_ref.html#specifying-packages'],
    wrong: 'FROM centos:7\nRUN yum install -y httpd && yum clean all',
    right: 'FROM centos:7\nRUN yum install -y httpd-2.4.62 && yum clean all',
    check(dockerfile, report) {
        const declared = declaredArgs(dockerfile);
        for (const { run, packages, module } of rpmInstalls(dockerfile, ['yum'])) {
            for (const word of packages) {
                if (isRpmPinned(dockerfile, run, word, module, declared))
                    continue;
                const missing = module ? 'stream' : 'version';
                report({ at: word.range, message: `${word.value} is installed without a ${missing}.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/package-managers/zypper.ts


/** `zypper install …` of packages; patterns, patches and products have no version to name. */
function zypperInstalls(dockerfile) {
    return runCommands(dockerfile, 'zypper').flatMap(({ run, command }) => {
        const [subcommand, ...packages] = operands(command, zypper_VALUED);
        if (!subcommand || !ZYPPER_INSTALL.has(subcommand.value))
            return [];
        const types = flagValues(command, '-t', '--type').map(({ value }) => value);
        return types.every((type) => type === 'package')
            ? [{ run, command, subcommand, packages }]
            : [];
    });
}
/** The subcommand, if it is one of these. */
function zypperSubcommand(command, subcommands) {
    const [first] = operands(command, zypper_VALUED);
    return first && subcommands.has(first.value) ? first : undefined;
}
const ZYPPER_INSTALL = new Set(['install', 'in']);
/** Options of zypper that take a value. Source: zypper(8). */
const zypper_VALUED = [
    '-c',
    '--config',
    '-D',
    '--reposd-dir',
    '-R',
    '--root',
    '--installroot',
    '-r',
    '--repo',
    '-t',
    '--type',
    '-p',
    '--plus-repo',
    '-P',
    '--plus-content',
    '--from',
    '--cache-dir',
    '--raw-cache-dir',
    '--solv-cache-dir',
    '--pkg-cache-dir',
    '--userdata',
    '--releasever',
    '--solver-focus',
    '--download',
];

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3034.ts





/* harmony default export */ const DL3034 = ((0,rule/* defineRule */.K)({
    id: 'DL3034',
    name: 'zypper-non-interactive',
    severity: 'medium',
    practice: 'maintainability',
    title: 'zypper asks a question',
    why: 'Nobody answers during a build: the command gives up.',
    mend: 'Add `--non-interactive` in front of the subcommand.',
    references: ['https://en.opensuse.org/SDB:Zypper_manual'],
    wrong: 'FROM opensuse/leap:15.6\nRUN zypper install httpd=2.4.62 && zypper clean',
    right: 'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install httpd=2.4.62 && zypper clean',
    check(dockerfile, report) {
        for (const { run, command } of runCommands(dockerfile, 'zypper')) {
            const word = zypperSubcommand(command, ASKING);
            if (!word || !command.name || hasFlag(command, ...SILENT))
                continue;
            const fix = optionFix(dockerfile, run, command.name, '--non-interactive');
            const message = `zypper ${word.value} asks before it acts: nobody answers during a build.`;
            report({ at: word.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
const ASKING = new Set(['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch']);
const SILENT = ['-n', '--non-interactive', '-y', '--no-confirm'];

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3035.ts



/* harmony default export */ const DL3035 = ((0,rule/* defineRule */.K)({
    id: 'DL3035',
    name: 'no-zypper-dist-upgrade',
    severity: 'medium',
    practice: 'maintainability',
    title: 'zypper dist-upgrade moves the image to another release',
    why: 'The upgrade replaces what the base image promises, differs from day to day, and hides which release it is.',
    mend: 'Use a newer base image instead.',
    references: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],
    wrong: 'FROM opensuse/leap:15.5\nRUN zypper -n dist-upgrade',
    right: 'FROM opensuse/leap:15.6',
    check(dockerfile, report) {
        for (const { command } of runCommands(dockerfile, 'zypper')) {
            const word = zypperSubcommand(command, UPGRADE);
            if (!word)
                continue;
            const message = `zypper ${word.value} moves the image to another release than its base.`;
            report({ at: word.range, message });
        }
    },
}));
const UPGRADE = new Set(['dist-upgrade', 'dup']);

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3036.ts





/* harmony default export */ const DL3036 = ((0,rule/* defineRule */.K)({
    id: 'DL3036',
    name: 'zypper-clean',
    severity: 'medium',
    practice: 'minimal-containers',
    title: 'What zypper fetched stays in the image',
    why: 'Package files and metadata make the image larger; a later RUN cannot take them out of this layer.',
    mend: 'End the RUN with `zypper clean --all`, or keep the cache in a cache mount.',
    references: ['https://docs.docker.com/build/building/best-practices/#run'],
    wrong: 'FROM opensuse/leap:15.6\nRUN zypper -n install httpd=2.4.62',
    right: 'FROM opensuse/leap:15.6\nRUN zypper -n install httpd=2.4.62 && zypper clean --all',
    check(dockerfile, report) {
        for (const { run, command, word } of leftCaches(dockerfile, DL3036_CACHE)) {
            const fix = command.wrapper ? undefined : appendFix(dockerfile, run, 'zypper clean --all');
            const message = 'What zypper fetches here stays in the layer.';
            report({ at: word.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
const DL3036_CLEAN = new Set(['clean', 'cc']);
const DL3036_CACHE = {
    fills: (command) => isCommand(command, 'zypper') ? zypperSubcommand(command, ZYPPER_INSTALL) : undefined,
    empties: (command) => removesFolder(command, '/var/cache/zypp') ||
        (isCommand(command, 'zypper') && zypperSubcommand(command, DL3036_CLEAN) !== undefined),
    folders: [['/var/cache/zypp']],
};

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3037.ts



/* harmony default export */ const DL3037 = ((0,rule/* defineRule */.K)({
    id: 'DL3037',
    name: 'pin-zypper-versions',
    severity: 'medium',
    practice: 'image-security',
    title: 'Package is installed with zypper without a version',
    why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
    mend: 'Name the version: `zypper install httpd=2.4.62`.',
    references: ['https://en.opensuse.org/SDB:Zypper_manual'],
    wrong: 'FROM opensuse/leap:15.6\nRUN zypper -n install httpd && zypper clean',
    right: 'FROM opensuse/leap:15.6\nRUN zypper -n install httpd=2.4.62 && zypper clean',
    check(dockerfile, report) {
        for (const { packages } of zypperInstalls(dockerfile)) {
            for (const word of packages) {
                if (isOpaque(word) || /[=<>/]|\.rpm$/.test(word.value))
                    continue;
                report({ at: word.range, message: `${word.value} is installed without a version.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3038.ts





/* harmony default export */ const DL3038 = ((0,rule/* defineRule */.K)({
    id: 'DL3038',
    name: 'dnf-yes',
    severity: 'medium',
    practice: 'maintainability',
    title: 'dnf install asks a question',
    why: 'Nobody answers during a build: the command gives up.',
    mend: 'Add `-y`.',
    references: ['https://dnf.readthedocs.io/en/latest/command_ref.html#options'],
    wrong: 'FROM fedora:41\nRUN dnf install httpd-2.4.62 && dnf clean all',
    right: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all',
    check(dockerfile, report) {
        for (const { run, command } of runCommands(dockerfile, ...DNF)) {
            const word = rpmSubcommand(command, DL3038_INSTALL);
            if (!word || hasFlag(command, '-y', '--assumeyes'))
                continue;
            const fix = optionFix(dockerfile, run, word, '-y');
            const message = `${command.name?.value} ${word.value} asks before it installs: nobody answers during a build.`;
            report({ at: word.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
const DL3038_INSTALL = new Set(['install', 'in', 'groupinstall', 'localinstall']);

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3040.ts





/* harmony default export */ const DL3040 = ((0,rule/* defineRule */.K)({
    id: 'DL3040',
    name: 'dnf-clean-all',
    severity: 'medium',
    practice: 'minimal-containers',
    title: 'What dnf fetched stays in the image',
    why: 'Package files and metadata make the image larger; a later RUN cannot take them out of this layer.',
    mend: 'End the RUN with `dnf clean all`, or keep the cache in a cache mount.',
    references: ['https://docs.docker.com/build/building/best-practices/#run'],
    aliases: ['DS-0019', 'DS-0027'],
    wrong: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62',
    right: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all',
    check(dockerfile, report) {
        for (const { run, command, word } of leftCaches(dockerfile, DL3040_CACHE)) {
            const name = command.name?.value ?? 'dnf';
            const fix = command.wrapper ? undefined : appendFix(dockerfile, run, `${name} clean all`);
            const message = `What ${name} ${word.value} fetches here stays in the layer.`;
            const aliases = [isCommand(command, 'microdnf') ? 'DS-0027' : 'DS-0019'];
            report({ at: word.range, message, aliases, ...(fix ? { fix } : {}) });
        }
    },
}));
const DL3040_FILLING = new Set([
    'install',
    'in',
    'localinstall',
    'groupinstall',
    'reinstall',
    'rei',
    'upgrade',
    'update',
    'up',
    'upgrade-minimal',
    'update-minimal',
    'up-min',
]);
const DL3040_CACHE = {
    fills: (command) => (isCommand(command, ...DNF) ? rpmSubcommand(command, DL3040_FILLING) : undefined),
    empties: (command) => emptiesRpmCache(command, ['dnf', 'dnf5', 'microdnf', 'yum']),
    folders: RPM_CACHES.map((folder) => [folder]),
};

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3041.ts


/* harmony default export */ const DL3041 = ((0,rule/* defineRule */.K)({
    id: 'DL3041',
    name: 'pin-dnf-versions',
    severity: 'medium',
    practice: 'image-security',
    title: 'Package is installed with dnf without a version',
    why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
    mend: 'Name the version, `dnf install httpd-2.4.62`, and the stream of a module, `dnf module install nodejs:20`.',
    references: ['https://dnf.readthedocs.io/en/latest/command_ref.html#specifying-packages'],
    wrong: 'FROM fedora:41\nRUN dnf install -y httpd && dnf clean all',
    right: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all',
    check(dockerfile, report) {
        const declared = declaredArgs(dockerfile);
        for (const { run, packages, module } of rpmInstalls(dockerfile, DNF)) {
            for (const word of packages) {
                if (isRpmPinned(dockerfile, run, word, module, declared))
                    continue;
                const missing = module ? 'stream' : 'version';
                report({ at: word.range, message: `${word.value} is installed without a ${missing}.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3042.ts






/* harmony default export */ const DL3042 = ((0,rule/* defineRule */.K)({
    id: 'DL3042',
    name: 'pip-no-cache-dir',
    severity: 'medium',
    practice: 'minimal-containers',
    title: 'pip install fills its cache',
    why: 'Every wheel stands in the image twice, as installed and in the cache, which nothing uses again.',
    mend: 'Add `--no-cache-dir`, set `PIP_NO_CACHE_DIR=1`, or keep the cache in a cache mount.',
    references: ['https://pip.pypa.io/en/stable/topics/caching/'],
    wrong: 'FROM python:3.12\nRUN pip install requests==2.32.3',
    right: 'FROM python:3.12\nRUN pip install --no-cache-dir requests==2.32.3',
    check(dockerfile, report) {
        for (const { run, command, subcommand } of pipInstalls(dockerfile)) {
            if (hasFlag(command, '--no-cache-dir') || isMounted(run, '.cache/pip'))
                continue;
            const { exports, purged } = habitsOf(run);
            const exported = exports.findLast(({ start }) => start < command.start)?.value;
            const setting = inFront(command) ?? exported ?? valueInSection(dockerfile, run, VARIABLE) ?? '';
            if (purged || TRUE.test(setting))
                continue;
            const fix = optionFix(dockerfile, run, subcommand, '--no-cache-dir');
            const message = 'pip install leaves its cache in the layer.';
            report({ at: subcommand.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
const VARIABLE = 'PIP_NO_CACHE_DIR';
/** Source: pip's configuration, "Boolean options". */
const TRUE = /^(?:1|y|yes|t|true|on)$/i;
/** The variable in front of the command or of what wraps it. */
function inFront(command) {
    for (let at = command; at; at = at.wrapper) {
        const set = at.assignments.find(({ name }) => name === VARIABLE);
        // `env NAME=value` has the whole word as its value.
        if (set)
            return set.value?.value.replace(`${VARIABLE}=`, '');
    }
    return undefined;
}
const habits = new WeakMap();
function habitsOf(run) {
    let known = habits.get(run);
    if (!known) {
        const { commands } = run.script;
        const exports = commands
            .filter((command) => isCommand(command, 'export'))
            .flatMap(({ args }) => args)
            .filter(({ value }) => value.startsWith(`${VARIABLE}=`))
            .map(({ start, value }) => ({ start, value: value.slice(VARIABLE.length + 1) }));
        known = { exports, purged: commands.some(purges) };
        habits.set(run, known);
    }
    return known;
}
function purges(command) {
    if (isCommand(command, 'rm')) {
        const recursive = hasFlag(command, '-r', '-R', '--recursive');
        return (recursive && command.args.some(({ value }) => /\/\.cache(?:\/(?:\*|pip.*)?)?$/.test(value)));
    }
    const pip = pipCommand(command);
    if (!pip || !isCommand(pip, 'pip', 'pip3') || !isSubcommand(pip, ['cache']))
        return false;
    return pip.args.some(({ value }) => value === 'purge');
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3043.ts


/* harmony default export */ const DL3043 = ((0,rule/* defineRule */.K)({
    id: 'DL3043',
    name: 'valid-onbuild-trigger',
    severity: 'high',
    practice: 'maintainability',
    title: 'ONBUILD triggers what it must not',
    why: 'ONBUILD, FROM and MAINTAINER cannot be triggered: the build fails, here or in the image that builds on this one.',
    mend: 'Write the instruction where it belongs, without ONBUILD.',
    references: ['https://docs.docker.com/reference/dockerfile/#onbuild-limitations'],
    wrong: 'FROM debian:12\nONBUILD FROM debian:12',
    right: 'FROM debian:12\nONBUILD RUN make',
    check(dockerfile, report) {
        for (const { trigger } of (0,model/* instructionsOf */.a)(dockerfile, 'ONBUILD')) {
            if (!trigger || !REFUSED.has(trigger.keyword))
                continue;
            const message = `ONBUILD cannot trigger ${trigger.keyword}.`;
            report({ at: trigger.keywordWord.range, message });
        }
    },
}));
const REFUSED = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3044.ts


/* harmony default export */ const DL3044 = ((0,rule/* defineRule */.K)({
    id: 'DL3044',
    name: 'no-env-use-before-set',
    severity: 'high',
    practice: 'maintainability',
    title: 'ENV uses a variable that the same ENV sets',
    why: 'All values of an ENV are read before any is set: the variable is still empty, or has its old value.',
    mend: 'Set the variable in an ENV of its own before.',
    references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
    wrong: 'FROM debian:12\nENV BASE=/opt APP=$BASE/app',
    right: 'FROM debian:12\nENV BASE=/opt\nENV APP=$BASE/app',
    check(dockerfile, report) {
        const { source } = dockerfile;
        const outside = new Set();
        const repeated = repeatedNames(dockerfile);
        for (const instruction of dockerfile.instructions) {
            if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG')
                continue;
            const { pairs, stage } = instruction;
            if (instruction.keyword === 'ENV' && pairs.length > 1) {
                const counts = new Map();
                for (const { key } of pairs)
                    counts.set(key.value, (counts.get(key.value) ?? 0) + 1);
                const isKnown = (name) => repeated.has(name) &&
                    (stage ? (0,dockerfile_stages/* declarationAt */.yF)(dockerfile, instruction, name) !== undefined : outside.has(name));
                const set = new Set();
                pairs.forEach((pair, i) => {
                    const { key, value } = pair;
                    const names = value?.raw.includes('$') ? value.variables.map(({ name }) => name) : [];
                    // What a pair says of itself comes from the base image: `PATH=/opt/bin:$PATH`.
                    const early = names.find((name) => (counts.get(name) ?? 0) > (key.value === name ? 1 : 0) && !isKnown(name));
                    if (value && early !== undefined) {
                        const fix = stage && set.has(early)
                            ? splitFix(source, instruction, pairs[i - 1], pair)
                            : undefined;
                        const message = `${early} is set in this same ENV: here it does not have that value yet.`;
                        report({ at: value.range, message, ...(fix ? { fix } : {}) });
                    }
                    set.add(key.value);
                });
            }
            if (!stage)
                for (const { key } of pairs)
                    outside.add(key.value);
        }
    },
}));
/** The names that more than one instruction sets: only these can be known before. */
function repeatedNames({ instructions }) {
    const once = new Set();
    const repeated = new Set();
    for (const instruction of instructions) {
        if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG')
            continue;
        for (const name of new Set(instruction.pairs.map(({ key }) => key.value))) {
            if (once.has(name))
                repeated.add(name);
            once.add(name);
        }
    }
    return repeated;
}
/** A new ENV begins with the pair that uses the variable. */
function splitFix(source, { keywordWord, innerComments }, previous, pair) {
    if (!previous || innerComments.length > 0)
        return undefined;
    const newline = source.text.includes('\r\n') ? '\r\n' : '\n';
    const edit = { ...source.range(previous.end, pair.start), text: `${newline}${keywordWord.raw} ` };
    return { description: 'Begin another ENV here', edits: [edit] };
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3045.ts


/* harmony default export */ const DL3045 = ((0,rule/* defineRule */.K)({
    id: 'DL3045',
    name: 'copy-to-known-folder',
    severity: 'medium',
    practice: 'maintainability',
    title: 'COPY to a relative path without WORKDIR',
    why: 'Where the files end up depends on the WORKDIR of the base image, which may change.',
    mend: 'Set WORKDIR before, or write the whole path.',
    references: ['https://docs.docker.com/reference/dockerfile/#destination'],
    wrong: 'FROM debian:12\nCOPY app.js app/',
    right: 'FROM debian:12\nWORKDIR /app\nCOPY app.js ./',
    check(dockerfile, report) {
        for (const { keyword, destination } of withoutWorkdir(dockerfile)) {
            if (keyword !== 'COPY' || !destination)
                continue;
            const message = `${destination.value} is relative to a folder that only the base image knows.`;
            report({ at: destination.range, message });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3046.ts




/* harmony default export */ const DL3046 = ((0,rule/* defineRule */.K)({
    id: 'DL3046',
    name: 'useradd-no-log-init',
    severity: 'medium',
    practice: 'minimal-containers',
    title: 'useradd with a high UID fills the log of logins',
    why: 'The files that note logins have a place for every UID: with a high one they take gigabytes of the layer.',
    mend: 'Add `--no-log-init` (`-l`).',
    references: ['https://docs.docker.com/build/building/best-practices/#user'],
    wrong: 'FROM debian:12\nRUN useradd -u 1000000 app',
    right: 'FROM debian:12\nRUN useradd -l -u 1000000 app',
    check(dockerfile, report) {
        for (const { run, command } of runCommands(dockerfile, 'useradd')) {
            if (!command.name || hasFlag(command, '-l', '--no-log-init'))
                continue;
            const uid = flagValues(command, '-u', '--uid').find(({ value }) => /^\d{6,}$/.test(value));
            if (!uid)
                continue;
            const fix = optionFix(dockerfile, run, command.name, '-l');
            const message = `useradd makes room for all UIDs up to ${uid.value} in the log of logins.`;
            report({ at: uid.word.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3047.ts





/* harmony default export */ const DL3047 = ((0,rule/* defineRule */.K)({
    id: 'DL3047',
    name: 'wget-progress',
    severity: 'low',
    practice: 'maintainability',
    title: 'wget fills the build log with its progress bar',
    why: 'Without a terminal the bar becomes thousands of lines, in which errors of the build are lost.',
    mend: 'Add `--progress=dot:giga`, or `-nv` or `-q`.',
    references: ['https://www.gnu.org/software/wget/manual/wget.html#Download-Options'],
    wrong: 'FROM debian:12\nRUN wget https://example.org/data.bin',
    right: 'FROM debian:12\nRUN wget --progress=dot:giga https://example.org/data.bin',
    check(dockerfile, report) {
        for (const { run, command } of runCommands(dockerfile, 'wget')) {
            if (!command.name || isQuiet(command) || !downloads(command))
                continue;
            const fix = isGnu(run)
                ? optionFix(dockerfile, run, command.name, '--progress=dot:giga')
                : undefined;
            const message = 'wget fills the build log with its progress bar.';
            report({ at: command.name.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
/** Source: wget(1), "Logging and Input File Options". */
function isQuiet(command) {
    if (hasFlag(command, ...QUIET))
        return true;
    return command.args.some(({ value }) => {
        if (!/^-[A-Za-z]/.test(value))
            return false;
        for (let at = 1; at < value.length; at++) {
            const letter = value.charAt(at);
            if (/[aoq]/.test(letter) || value.startsWith('nv', at))
                return true;
            if (VALUED_LETTERS.includes(letter))
                return false;
            if (letter === 'n')
                at++;
        }
        return false;
    });
}
const QUIET = ['--progress', '--quiet', '--no-verbose', '--output-file', '--append-output'];
/** Letters whose option takes the rest of the word. */
const VALUED_LETTERS = 'eiBtOTwQPUlARDIX';
function downloads(command) {
    return (operands(command, ['-O', '-P', '-U', '-T', '-t']).length > 0 ||
        hasFlag(command, '-i', '--input-file'));
}
/** BusyBox's wget has no --progress: only where the stage speaks of a distribution without it. */
function isGnu({ stage }) {
    if (!stage)
        return false;
    const image = (0,dockerfile_stages/* lineage */.OZ)(stage).at(-1)?.image ?? '';
    if (/alpine|busybox|musl/i.test(image))
        return false;
    return GNU_IMAGE.test(image) || installs(stage);
}
const GNU_IMAGE = /(?:^|[/-])(?:debian|ubuntu|fedora|centos|rockylinux|almalinux|amazonlinux|oraclelinux|ubi\d*|buildpack-deps)(?:[:@/-]|$)/;
const stages = new WeakMap();
function installs(stage) {
    let found = stages.get(stage);
    if (found === undefined) {
        found = stage.instructions.some((i) => i.keyword === 'RUN' && /\b(?:apt-get|yum|dnf|zypper)\b/.test(i.text));
        stages.set(stage, found);
    }
    return found;
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3048.ts


/* harmony default export */ const DL3048 = ((0,rule/* defineRule */.K)({
    id: 'DL3048',
    name: 'valid-label-key',
    severity: 'info',
    practice: 'maintainability',
    title: 'Label key is not well formed',
    why: 'Tools that search or filter by labels expect lower-case keys with dots and hyphens; some prefixes are Docker’s own.',
    mend: 'Use lower-case letters, digits, `.`, `-`, `_` and `/`, best below a domain that is yours.',
    references: [
        'https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations',
    ],
    wrong: 'FROM debian:12\nLABEL Version="1.0"',
    right: 'FROM debian:12\nLABEL org.opencontainers.image.version="1.0"',
    check(dockerfile, report) {
        const { labelSchema } = dockerfile.config;
        for (const { pairs } of (0,model/* instructionsOf */.a)(dockerfile, 'LABEL')) {
            const keys = new Set(pairs.map(({ key }) => key.value));
            for (const { key } of pairs) {
                const fault = faultOf(key.value);
                if (fault === undefined)
                    continue;
                const lower = key.value.toLowerCase();
                const taken = keys.has(lower) || labelSchema.has(key.value);
                const fix = taken || faultOf(lower) !== undefined ? undefined : lowerCase(key, lower);
                report({
                    at: key.range,
                    message: `Label key ${key.value} ${fault}.`,
                    ...(fix ? { fix } : {}),
                });
            }
        }
    },
}));
function faultOf(key) {
    if (RESERVED.test(key))
        return 'has a prefix that Docker keeps for itself';
    if (!/^[a-z]/.test(key))
        return 'does not begin with a lower-case letter';
    if (!/[a-z0-9]$/.test(key))
        return 'does not end with a lower-case letter or digit';
    if (!/^[a-z0-9._/-]+$/.test(key))
        return 'has characters other than a-z, 0-9, ., -, _ and /';
    return /\.\.|--/.test(key) ? 'has two separators in a row' : undefined;
}
const RESERVED = /^(?:com\.docker|io\.docker|org\.dockerproject)\./;
function lowerCase({ raw, range }, text) {
    if (raw.replace(/^(["'])(.*)\1$/, '$2').toLowerCase() !== text)
        return undefined;
    return { description: `Write ${text}`, edits: [{ ...range, text: raw.toLowerCase() }] };
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3049.ts



/* harmony default export */ const DL3049 = ((0,rule/* defineRule */.K)({
    id: 'DL3049',
    name: 'required-labels',
    severity: 'low',
    practice: 'maintainability',
    title: 'Image lacks a label of the label schema',
    why: 'The project wants every image to say this; tools that look for the label do not find this image.',
    mend: 'Add the label to the stage, or to one that it builds on.',
    references: ['https://github.com/hadolint/hadolint#linting-labels'],
    wrong: '# with `label-schema: { org.example.team: text }`\nFROM debian:12',
    right: 'FROM debian:12\nLABEL org.example.team="platform"',
    check(dockerfile, report) {
        const { labelSchema } = dockerfile.config;
        if (labelSchema.size === 0)
            return;
        const labels = new Map();
        for (const stage of dockerfile.stages) {
            const own = (0,model/* instructionsOf */.a)(stage, 'LABEL').flatMap(({ pairs }) => pairs.map((p) => p.key.value));
            const inherited = stage.parent ? (labels.get(stage.parent) ?? []) : [];
            labels.set(stage, new Set([...inherited, ...own.filter((key) => labelSchema.has(key))]));
        }
        for (const stage of resultStages(dockerfile)) {
            for (const key of labelSchema.keys()) {
                if (labels.get(stage)?.has(key))
                    continue;
                report({ at: stage.from.image.range, message: `Label ${key} is missing in this stage.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3050.ts


/* harmony default export */ const DL3050 = ((0,rule/* defineRule */.K)({
    id: 'DL3050',
    name: 'no-unknown-labels',
    severity: 'low',
    practice: 'maintainability',
    title: 'Label is not in the label schema',
    why: 'With strict labels only those of the schema are wanted: others are mistyped or say what nobody reads.',
    mend: 'Remove the label, or add it to the schema.',
    references: ['https://github.com/hadolint/hadolint#linting-labels'],
    wrong: '# with `strict-labels: true`\nFROM debian:12\nLABEL colour="blue"',
    right: 'FROM debian:12',
    check(dockerfile, report) {
        const { strictLabels, labelSchema } = dockerfile.config;
        if (!strictLabels)
            return;
        for (const { pairs } of (0,model/* instructionsOf */.a)(dockerfile, 'LABEL')) {
            for (const { key } of pairs) {
                if (labelSchema.has(key.value))
                    continue;
                report({ at: key.range, message: `Label ${key.value} is not in the label schema.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3051.ts


/* harmony default export */ const DL3051 = ((0,rule/* defineRule */.K)({
    id: 'DL3051',
    name: 'no-empty-labels',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Label of the label schema is empty',
    why: 'A label that is there but says nothing looks like a label that was filled in.',
    mend: 'Give the label its value.',
    references: ['https://github.com/hadolint/hadolint#linting-labels'],
    wrong: 'FROM debian:12\nLABEL org.example.team=""',
    right: 'FROM debian:12\nLABEL org.example.team="platform"',
    check(dockerfile, report) {
        const { labelSchema } = dockerfile.config;
        if (labelSchema.size === 0)
            return;
        for (const { pairs } of (0,model/* instructionsOf */.a)(dockerfile, 'LABEL')) {
            for (const { key, value, range } of pairs) {
                if (!labelSchema.has(key.value) || value?.value.trim() !== '')
                    continue;
                report({ at: range, message: `Label ${key.value} is empty.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/label-values.ts


/** The labels that the schema gives this type; values that hold unknown variables are left out. */
function labelsOfType(subject, type) {
    const { labelSchema } = subject.config;
    if (labelSchema.size === 0)
        return [];
    return (0,model/* instructionsOf */.a)(subject, 'LABEL').flatMap((label) => label.pairs.flatMap(({ key, value }) => {
        if (!value || labelSchema.get(key.value) !== type)
            return [];
        const known = (0,dockerfile_stages/* expandedAt */.r5)(subject, label, value);
        const unknown = value.variables.length > 0 && known.includes('$');
        return unknown ? [] : [{ key: key.value, value: known, at: value }];
    }));
}
/** Reports the labels of a type whose value is not one. */
function reportLabels(subject, report, type, isValid, expected) {
    for (const { key, value, at } of labelsOfType(subject, type)) {
        if (value === '' || isValid(value))
            continue;
        report({
            at: at.range,
            message: `Label ${key} is ${value.slice(0, 200)}, which is no ${expected}.`,
        });
    }
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3052.ts


/* harmony default export */ const DL3052 = ((0,rule/* defineRule */.K)({
    id: 'DL3052',
    name: 'label-url',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Label is no URL',
    why: 'Tools that read the label cannot make sense of it.',
    mend: 'Write an absolute URL.',
    references: ['https://www.rfc-editor.org/rfc/rfc3986'],
    wrong: '# with `label-schema: { org.example.url: url }`\nFROM debian:12\nLABEL org.example.url="example"',
    right: 'FROM debian:12\nLABEL org.example.url="https://example.org"',
    check(dockerfile, report) {
        reportLabels(dockerfile, report, 'url', DL3052_isUrl, 'URL');
    },
}));
function DL3052_isUrl(value) {
    return /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/.test(value) && URL.canParse(value);
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3053.ts


/* harmony default export */ const DL3053 = ((0,rule/* defineRule */.K)({
    id: 'DL3053',
    name: 'label-created',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Label is no point in time',
    why: 'Tools that read the label cannot make sense of it.',
    mend: 'Write the time as in `2026-03-10T10:26:33Z`.',
    references: ['https://www.rfc-editor.org/rfc/rfc3339'],
    wrong: '# with `label-schema: { org.example.created: rfc3339 }`\nFROM debian:12\nLABEL org.example.created="yesterday"',
    right: 'FROM debian:12\nLABEL org.example.created="2026-03-10T10:26:33Z"',
    check(dockerfile, report) {
        reportLabels(dockerfile, report, 'rfc3339', isTime, 'time in the format of RFC 3339');
    },
}));
const TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
function isTime(value) {
    const [, year, month, day] = (TIME.exec(value) ?? []).map(Number);
    if (year === undefined || month === undefined || day === undefined)
        return false;
    // The day before the first of the next month is the last of this one.
    return (month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate());
}

;// CONCATENATED MODULE: ./src/dockerfile/spdx-licences.ts
/** Whether a text is an SPDX licence identifier, or an expression of several. Source: SPDX 2.3, annex D. */
function isLicence(text) {
    if (text.length > 1000)
        return false;
    let wanted = true;
    let open = 0;
    for (const token of text.match(/[()]|[^\s()]+/g) ?? []) {
        if (token === '(' && wanted)
            open++;
        else if (token === ')' && !wanted && open > 0)
            open--;
        else if (/^(?:AND|OR|WITH)$/.test(token) && !wanted)
            wanted = true;
        else if (wanted && isIdentifier(token))
            wanted = false;
        else
            return false;
    }
    return !wanted && open === 0;
}
function isIdentifier(token) {
    ids ??= new Set(IDS.trim().toLowerCase().split(/\s+/));
    if (/^(?:DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+$/.test(token))
        return true;
    const id = token.toLowerCase();
    // What follows WITH is an exception, whose names end so.
    return ids.has(id) || ids.has(id.replace(/\+$/, '')) || /-exception(?:-[\w.]+)?$/.test(id);
}
let ids;
/** Identifiers of the SPDX licence list, deprecated ones too. Source: spdx-license-ids 3.0.22 (CC0-1.0). */
const IDS = `
0BSD 3D-Slicer-1.0 AAL ADSL AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 AGPL-1.0 AGPL-1.0-only
AGPL-1.0-or-later AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later AMD-newlib AMDPLPA AML AML-glslang
AMPAS ANTLR-PD ANTLR-PD-fallback APAFML APL-1.0 APSL-1.0 APSL-1.1 APSL-1.2 APSL-2.0
ASWF-Digital-Assets-1.0 ASWF-Digital-Assets-1.1 Abstyles AdaCore-doc Adobe-2006
Adobe-Display-PostScript Adobe-Glyph Adobe-Utopia Afmparse Aladdin Apache-1.0 Apache-1.1
Apache-2.0 App-s2p Arphic-1999 Artistic-1.0 Artistic-1.0-Perl Artistic-1.0-cl8 Artistic-2.0
Artistic-dist Aspell-RU BSD-1-Clause BSD-2-Clause BSD-2-Clause-Darwin BSD-2-Clause-FreeBSD
BSD-2-Clause-NetBSD BSD-2-Clause-Patent BSD-2-Clause-Views BSD-2-Clause-first-lines
BSD-2-Clause-pkgconf-disclaimer BSD-3-Clause BSD-3-Clause-Attribution BSD-3-Clause-Clear
BSD-3-Clause-HP BSD-3-Clause-LBNL BSD-3-Clause-Modification BSD-3-Clause-No-Military-License
BSD-3-Clause-No-Nuclear-License BSD-3-Clause-No-Nuclear-License-2014
BSD-3-Clause-No-Nuclear-Warranty BSD-3-Clause-Open-MPI BSD-3-Clause-Sun BSD-3-Clause-acpica
BSD-3-Clause-flex BSD-4-Clause BSD-4-Clause-Shortened BSD-4-Clause-UC BSD-4.3RENO BSD-4.3TAHOE
BSD-Advertising-Acknowledgement BSD-Attribution-HPND-disclaimer BSD-Inferno-Nettverk
BSD-Protection BSD-Source-Code BSD-Source-beginning-file BSD-Systemics BSD-Systemics-W3Works
BSL-1.0 BUSL-1.1 Baekmuk Bahyph Barr Beerware BitTorrent-1.0 BitTorrent-1.1 Bitstream-Charter
Bitstream-Vera BlueOak-1.0.0 Boehm-GC Boehm-GC-without-fee Borceux Brian-Gladman-2-Clause
Brian-Gladman-3-Clause C-UDA-1.0 CAL-1.0 CAL-1.0-Combined-Work-Exception CATOSL-1.1 CC-BY-1.0
CC-BY-2.0 CC-BY-2.5 CC-BY-2.5-AU CC-BY-3.0 CC-BY-3.0-AT CC-BY-3.0-AU CC-BY-3.0-DE CC-BY-3.0-IGO
CC-BY-3.0-NL CC-BY-3.0-US CC-BY-4.0 CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0
CC-BY-NC-3.0-DE CC-BY-NC-4.0 CC-BY-NC-ND-1.0 CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5 CC-BY-NC-ND-3.0
CC-BY-NC-ND-3.0-DE CC-BY-NC-ND-3.0-IGO CC-BY-NC-ND-4.0 CC-BY-NC-SA-1.0 CC-BY-NC-SA-2.0
CC-BY-NC-SA-2.0-DE CC-BY-NC-SA-2.0-FR CC-BY-NC-SA-2.0-UK CC-BY-NC-SA-2.5 CC-BY-NC-SA-3.0
CC-BY-NC-SA-3.0-DE CC-BY-NC-SA-3.0-IGO CC-BY-NC-SA-4.0 CC-BY-ND-1.0 CC-BY-ND-2.0 CC-BY-ND-2.5
CC-BY-ND-3.0 CC-BY-ND-3.0-DE CC-BY-ND-4.0 CC-BY-SA-1.0 CC-BY-SA-2.0 CC-BY-SA-2.0-UK
CC-BY-SA-2.1-JP CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-3.0-AT CC-BY-SA-3.0-DE CC-BY-SA-3.0-IGO
CC-BY-SA-4.0 CC-PDDC CC-PDM-1.0 CC-SA-1.0 CC0-1.0 CDDL-1.0 CDDL-1.1 CDL-1.0 CDLA-Permissive-1.0
CDLA-Permissive-2.0 CDLA-Sharing-1.0 CECILL-1.0 CECILL-1.1 CECILL-2.0 CECILL-2.1 CECILL-B
CECILL-C CERN-OHL-1.1 CERN-OHL-1.2 CERN-OHL-P-2.0 CERN-OHL-S-2.0 CERN-OHL-W-2.0 CFITSIO CMU-Mach
CMU-Mach-nodoc CNRI-Jython CNRI-Python CNRI-Python-GPL-Compatible COIL-1.0 CPAL-1.0 CPL-1.0
CPOL-1.02 CUA-OPL-1.0 Caldera Caldera-no-preamble Catharon ClArtistic Clips Community-Spec-1.0
Condor-1.1 Cornell-Lossless-JPEG Cronyx Crossword CryptoSwift CrystalStacker Cube D-FSL-1.0
DEC-3-Clause DL-DE-BY-2.0 DL-DE-ZERO-2.0 DOC DRL-1.0 DRL-1.1 DSDP DocBook-DTD DocBook-Schema
DocBook-Stylesheet DocBook-XML Dotseqn ECL-1.0 ECL-2.0 EFL-1.0 EFL-2.0 EPICS EPL-1.0 EPL-2.0
EUDatagrid EUPL-1.0 EUPL-1.1 EUPL-1.2 Elastic-2.0 Entessa ErlPL-1.1 Eurosym FBM FDK-AAC FSFAP
FSFAP-no-warranty-disclaimer FSFUL FSFULLR FSFULLRSD FSFULLRWD FSL-1.1-ALv2 FSL-1.1-MIT FTL Fair
Ferguson-Twofish Frameworx-1.0 FreeBSD-DOC FreeImage Furuseth GCR-docs GD GFDL-1.1
GFDL-1.1-invariants-only GFDL-1.1-invariants-or-later GFDL-1.1-no-invariants-only
GFDL-1.1-no-invariants-or-later GFDL-1.1-only GFDL-1.1-or-later GFDL-1.2
GFDL-1.2-invariants-only GFDL-1.2-invariants-or-later GFDL-1.2-no-invariants-only
GFDL-1.2-no-invariants-or-later GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3
GFDL-1.3-invariants-only GFDL-1.3-invariants-or-later GFDL-1.3-no-invariants-only
GFDL-1.3-no-invariants-or-later GFDL-1.3-only GFDL-1.3-or-later GL2PS GLWTPL GPL-1.0
GPL-1.0-only GPL-1.0-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-2.0-with-GCC-exception
GPL-2.0-with-autoconf-exception GPL-2.0-with-bison-exception GPL-2.0-with-classpath-exception
GPL-2.0-with-font-exception GPL-3.0 GPL-3.0-only GPL-3.0-or-later GPL-3.0-with-GCC-exception
GPL-3.0-with-autoconf-exception Game-Programming-Gems Giftware Glide Glulxe Graphics-Gems
Gutmann HDF5 HIDAPI HP-1986 HP-1989 HPND HPND-DEC HPND-Fenneberg-Livingston HPND-INRIA-IMAG
HPND-Intel HPND-Kevlin-Henney HPND-MIT-disclaimer HPND-Markus-Kuhn HPND-Netrek HPND-Pbmplus
HPND-UC HPND-UC-export-US HPND-doc HPND-doc-sell HPND-export-US HPND-export-US-acknowledgement
HPND-export-US-modify HPND-export2-US HPND-merchantability-variant
HPND-sell-MIT-disclaimer-xserver HPND-sell-regexpr HPND-sell-variant
HPND-sell-variant-MIT-disclaimer HPND-sell-variant-MIT-disclaimer-rev HTMLTIDY HaskellReport
Hippocratic-2.1 IBM-pibs ICU IEC-Code-Components-EULA IJG IJG-short IPA IPL-1.0 ISC ISC-Veillard
ImageMagick Imlib2 Info-ZIP Inner-Net-2.0 InnoSetup Intel Intel-ACPI Interbase-1.0 JPL-image
JPNIC JSON Jam JasPer-2.0 Kastrup Kazlib Knuth-CTAN LAL-1.2 LAL-1.3 LGPL-2.0 LGPL-2.0-only
LGPL-2.0-or-later LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0 LGPL-3.0-only
LGPL-3.0-or-later LGPLLR LOOP LPD-document LPL-1.0 LPL-1.02 LPPL-1.0 LPPL-1.1 LPPL-1.2 LPPL-1.3a
LPPL-1.3c LZMA-SDK-9.11-to-9.20 LZMA-SDK-9.22 Latex2e Latex2e-translated-notice Leptonica
LiLiQ-P-1.1 LiLiQ-R-1.1 LiLiQ-Rplus-1.1 Libpng Linux-OpenIB Linux-man-pages-1-para
Linux-man-pages-copyleft Linux-man-pages-copyleft-2-para Linux-man-pages-copyleft-var
Lucida-Bitmap-Fonts MIPS MIT MIT-0 MIT-CMU MIT-Click MIT-Festival MIT-Khronos-old
MIT-Modern-Variant MIT-Wu MIT-advertising MIT-enna MIT-feh MIT-open-group MIT-testregex MITNFA
MMIXware MPEG-SSG MPL-1.0 MPL-1.1 MPL-2.0 MPL-2.0-no-copyleft-exception MS-LPL MS-PL MS-RL MTLL
Mackerras-3-Clause Mackerras-3-Clause-acknowledgment MakeIndex Martin-Birgmeier McPhee-slideshow
Minpack MirOS Motosoto MulanPSL-1.0 MulanPSL-2.0 Multics Mup NAIST-2003 NASA-1.3 NBPL-1.0
NCBI-PD NCGL-UK-2.0 NCL NCSA NGPL NICTA-1.0 NIST-PD NIST-PD-fallback NIST-Software NLOD-1.0
NLOD-2.0 NLPL NOSL NPL-1.0 NPL-1.1 NPOSL-3.0 NRL NTIA-PD NTP NTP-0 Naumen Net-SNMP NetCDF
Newsletr Nokia Noweb Nunit O-UDA-1.0 OAR OCCT-PL OCLC-2.0 ODC-By-1.0 ODbL-1.0 OFFIS OFL-1.0
OFL-1.0-RFN OFL-1.0-no-RFN OFL-1.1 OFL-1.1-RFN OFL-1.1-no-RFN OGC-1.0 OGDL-Taiwan-1.0
OGL-Canada-2.0 OGL-UK-1.0 OGL-UK-2.0 OGL-UK-3.0 OGTSL OLDAP-1.1 OLDAP-1.2 OLDAP-1.3 OLDAP-1.4
OLDAP-2.0 OLDAP-2.0.1 OLDAP-2.1 OLDAP-2.2 OLDAP-2.2.1 OLDAP-2.2.2 OLDAP-2.3 OLDAP-2.4 OLDAP-2.5
OLDAP-2.6 OLDAP-2.7 OLDAP-2.8 OLFL-1.3 OML OPL-1.0 OPL-UK-3.0 OPUBL-1.0 OSET-PL-2.1 OSL-1.0
OSL-1.1 OSL-2.0 OSL-2.1 OSL-3.0 OpenPBS-2.3 OpenSSL OpenSSL-standalone OpenVision PADL PDDL-1.0
PHP-3.0 PHP-3.01 PPL PSF-2.0 Parity-6.0.0 Parity-7.0.0 Pixar Plexus PolyForm-Noncommercial-1.0.0
PolyForm-Small-Business-1.0.0 PostgreSQL Python-2.0 Python-2.0.1 QPL-1.0 QPL-1.0-INRIA-2004
Qhull RHeCos-1.1 RPL-1.1 RPL-1.5 RPSL-1.0 RSA-MD RSCPL Rdisc Ruby Ruby-pty SAX-PD SAX-PD-2.0
SCEA SGI-B-1.0 SGI-B-1.1 SGI-B-2.0 SGI-OpenGL SGP4 SHL-0.5 SHL-0.51 SISSL SISSL-1.2 SL SMAIL-GPL
SMLNJ SMPPL SNIA SOFA SPL-1.0 SSH-OpenSSH SSH-short SSLeay-standalone SSPL-1.0 SUL-1.0 SWL
Saxpath SchemeReport Sendmail Sendmail-8.23 Sendmail-Open-Source-1.1 SimPL-2.0 Sleepycat Soundex
Spencer-86 Spencer-94 Spencer-99 StandardML-NJ SugarCRM-1.1.3 Sun-PPP Sun-PPP-2000 SunPro
Symlinks TAPR-OHL-1.0 TCL TCP-wrappers TGPPL-1.0 TMate TORQUE-1.1 TOSL TPDL TPL-1.0 TTWL TTYP0
TU-Berlin-1.0 TU-Berlin-2.0 TermReadKey ThirdEye TrustedQSL UCAR UCL-1.0 UMich-Merit UPL-1.0
URT-RLE Ubuntu-font-1.0 Unicode-3.0 Unicode-DFS-2015 Unicode-DFS-2016 Unicode-TOU UnixCrypt
Unlicense Unlicense-libtelnet Unlicense-libwhirlpool VOSTROM VSL-1.0 Vim W3C W3C-19980720
W3C-20150513 WTFPL Watcom-1.0 Widget-Workshop Wsuipa X11 X11-distribute-modifications-variant
X11-swapped XFree86-1.1 XSkat Xdebug-1.03 Xerox Xfig Xnet YPL-1.0 YPL-1.1 ZPL-1.1 ZPL-2.0
ZPL-2.1 Zed Zeeff Zend-2.0 Zimbra-1.3 Zimbra-1.4 Zlib any-OSI any-OSI-perl-modules
bcrypt-Solar-Designer blessing bzip2-1.0.5 bzip2-1.0.6 check-cvs checkmk copyleft-next-0.3.0
copyleft-next-0.3.1 curl cve-tou diffmark dtoa dvipdfm eCos-2.0 eGenix etalab-2.0 fwlw
gSOAP-1.3b generic-xts gnuplot gtkbook hdparm iMatix jove libpng-1.6.35 libpng-2.0
libselinux-1.0 libtiff libutil-David-Nugent lsof magaz mailprio man2html metamail mpi-permissive
mpich2 mplus ngrep pkgconf pnmstitch psfrag psutils python-ldap radvd snprintf softSurfer
ssh-keyscan swrule threeparttable ulem w3m wwl wxWindows xinetd xkeyboard-config-Zinoviev xlock
xpp xzoom zlib-acknowledgement
`;

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3054.ts



/* harmony default export */ const DL3054 = ((0,rule/* defineRule */.K)({
    id: 'DL3054',
    name: 'label-licenses',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Label names no SPDX licence',
    why: 'Tools that read the label cannot make sense of it.',
    mend: 'Use an identifier of the SPDX licence list, or an expression of several.',
    references: ['https://spdx.org/licenses/'],
    wrong: '# with `label-schema: { org.example.licenses: spdx }`\nFROM debian:12\nLABEL org.example.licenses="my own"',
    right: 'FROM debian:12\nLABEL org.example.licenses="Apache-2.0"',
    check(dockerfile, report) {
        reportLabels(dockerfile, report, 'spdx', isLicence, 'SPDX licence');
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3055.ts


/* harmony default export */ const DL3055 = ((0,rule/* defineRule */.K)({
    id: 'DL3055',
    name: 'label-revision',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Label is no Git commit',
    why: 'Tools that read the label cannot make sense of it.',
    mend: 'Write the commit, whole or with its first seven digits.',
    references: ['https://git-scm.com/book/en/v2/Git-Tools-Revision-Selection'],
    wrong: '# with `label-schema: { org.example.revision: hash }`\nFROM debian:12\nLABEL org.example.revision="main"',
    right: 'FROM debian:12\nLABEL org.example.revision="7a1b2c3"',
    check(dockerfile, report) {
        reportLabels(dockerfile, report, 'hash', isHash, 'Git commit of 7 or 40 lower-case hexadecimal digits');
    },
}));
function isHash(value) {
    return /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/.test(value);
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3056.ts


/* harmony default export */ const DL3056 = ((0,rule/* defineRule */.K)({
    id: 'DL3056',
    name: 'label-version',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Label is no semantic version',
    why: 'Tools that read the label cannot make sense of it.',
    mend: 'Write the version as in `1.2.3` or `1.2.3-rc.1`.',
    references: ['https://semver.org'],
    wrong: '# with `label-schema: { org.example.version: semver }`\nFROM debian:12\nLABEL org.example.version="one"',
    right: 'FROM debian:12\nLABEL org.example.version="1.0.0"',
    check(dockerfile, report) {
        reportLabels(dockerfile, report, 'semver', isSemver, 'semantic version');
    },
}));
function isSemver(value) {
    const [, pre] = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-([\w.-]+))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/.exec(value) ?? [undefined, 'no_version'];
    if (pre === undefined)
        return true;
    return pre.split('.').every((part) => /^(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)$/.test(part));
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3057.ts


/* harmony default export */ const DL3057 = ((0,rule/* defineRule */.K)({
    id: 'DL3057',
    name: 'healthcheck-present',
    severity: 'info',
    practice: 'monitoring',
    title: 'Image has no HEALTHCHECK',
    why: 'Docker cannot tell a container that hangs from one that works. Kubernetes ignores the instruction, so the rule is off by default.',
    mend: 'Add a HEALTHCHECK, or `HEALTHCHECK NONE` to say that none is wanted.',
    references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
    optIn: true,
    wrong: 'FROM nginx:1.27',
    right: 'FROM nginx:1.27\nHEALTHCHECK CMD ["curl", "-fs", "http://localhost/"]',
    check(dockerfile, report) {
        const checked = new Set();
        for (const stage of dockerfile.stages) {
            const inherited = stage.parent !== undefined && checked.has(stage.parent);
            const own = stage.instructions.some(({ keyword }) => keyword === 'HEALTHCHECK');
            if (inherited || own)
                checked.add(stage);
        }
        for (const stage of resultStages(dockerfile)) {
            if (checked.has(stage))
                continue;
            const message = 'This image says nothing about how to tell that it is healthy.';
            report({ at: stage.from.image.range, message });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3058.ts


/* harmony default export */ const DL3058 = ((0,rule/* defineRule */.K)({
    id: 'DL3058',
    name: 'label-maintainer',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Label is no e-mail address',
    why: 'Tools that read the label cannot make sense of it.',
    mend: 'Write an address with its domain.',
    references: ['https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1'],
    wrong: '# with `label-schema: { org.example.maintainer: email }`\nFROM debian:12\nLABEL org.example.maintainer="me"',
    right: 'FROM debian:12\nLABEL org.example.maintainer="me@example.org"',
    check(dockerfile, report) {
        reportLabels(dockerfile, report, 'email', isAddress, 'e-mail address');
    },
}));
/** RFC 5322 addr-spec without comments and folding. */
function isAddress(value) {
    const at = value.lastIndexOf('@');
    const [local, domain] = [value.slice(0, at), value.slice(at + 1)];
    const atoms = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
    const isLocal = atoms.test(local) || /^"(?:[^"\\]|\\.)*"$/.test(local);
    return (at > 0 &&
        value.length <= 320 &&
        isLocal &&
        (atoms.test(domain) || /^\[[^[\]\\]*\]$/.test(domain)));
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3059.ts



/* harmony default export */ const DL3059 = ((0,rule/* defineRule */.K)({
    id: 'DL3059',
    name: 'join-runs',
    severity: 'low',
    practice: 'minimal-containers',
    title: 'Consecutive RUN instructions',
    why: 'Every RUN makes a layer: small steps that belong together cost time and space, and cannot clean up after one another.',
    mend: 'Join them with `&&`.',
    references: ['https://docs.docker.com/build/building/best-practices/#run'],
    wrong: 'FROM debian:12\nRUN mkdir /data\nRUN chown 10001 /data',
    right: 'FROM debian:12\nRUN mkdir /data && chown 10001 /data',
    check(dockerfile, report) {
        for (const { instructions } of sections(dockerfile)) {
            let previous;
            for (const instruction of instructions) {
                const run = instruction.keyword === 'RUN' ? instruction : undefined;
                if (run && previous && isSmall(run) && isSmall(previous) && sameFlags(run, previous)) {
                    const fix = joinFix(dockerfile, previous, run);
                    const message = `This RUN could be joined with the one in line ${previous.startLine}.`;
                    report({ at: run.keywordWord.range, message, ...(fix ? { fix } : {}) });
                }
                previous = run;
            }
        }
    },
}));
/** One command: longer RUNs are steps of their own. */
function isSmall({ script, heredocs }) {
    return heredocs.length === 0 && script.commands.filter(({ wrapper }) => !wrapper).length < 2;
}
function sameFlags(a, b) {
    const text = ({ flags }) => flags.map((f) => `${f.name}=${f.value}`).join(' ');
    return text(a) === text(b);
}
/** Only for two plain commands that change nothing for what follows in the same shell, with nothing between them. */
function joinFix(dockerfile, first, second) {
    const { source, escapeToken } = dockerfile;
    const end = endOfCommands(dockerfile, first);
    if (end === undefined || endOfCommands(dockerfile, second) === undefined)
        return undefined;
    if (!DL3059_isPlain(first) || !DL3059_isPlain(second))
        return undefined;
    const between = source.text.slice(end, second.start);
    const start = second.script.commands[0]?.start;
    if (start === undefined || !/^\s*$/.test(between))
        return undefined;
    const newline = between.includes('\r\n') ? '\r\n' : '\n';
    const text = ` ${escapeToken}${newline}    && `;
    return { description: 'Join the two', edits: [{ ...source.range(end, start), text }] };
}
function DL3059_isPlain({ script, innerComments, emptyLines }) {
    const [only] = script.commands;
    if (!only?.name || innerComments.length > 0 || emptyLines.length > 0)
        return false;
    if (only.depth > 0 || !only.name.literal || IN_SHELL.has(only.name.value))
        return false;
    return only.start === script.mapped.sourceStart(/^\s*/.exec(script.text)?.[0].length ?? 0);
}
/** Commands whose effect lasts in the shell that runs them. */
const IN_SHELL = new Set([
    '.',
    'alias',
    'cd',
    'declare',
    'eval',
    'exec',
    'exit',
    'export',
    'local',
    'popd',
    'pushd',
    'readonly',
    'return',
    'set',
    'shopt',
    'source',
    'trap',
    'typeset',
    'ulimit',
    'umask',
    'unalias',
    'unset',
]);

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3060.ts





/* harmony default export */ const DL3060 = ((0,rule/* defineRule */.K)({
    id: 'DL3060',
    name: 'yarn-cache-clean',
    severity: 'low',
    practice: 'minimal-containers',
    title: 'Cache of yarn stays in the image',
    why: 'Every package stands in the image twice, as installed and in the cache; a later RUN cannot undo that.',
    mend: 'End the RUN with `yarn cache clean`, or keep the cache in a cache mount.',
    references: ['https://classic.yarnpkg.com/en/docs/cli/cache'],
    wrong: 'FROM node:22\nRUN yarn install --frozen-lockfile',
    right: 'FROM node:22\nRUN yarn install --frozen-lockfile && yarn cache clean',
    check(dockerfile, report) {
        const staysInImage = imageTest(dockerfile);
        for (const { run, command, word } of leftCaches(dockerfile, DL3060_CACHE)) {
            if (!staysInImage(run))
                continue;
            const fix = command.wrapper ? undefined : appendFix(dockerfile, run, 'yarn cache clean');
            const message = 'The cache that yarn fills here stays in the layer.';
            report({ at: word.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
const DL3060_CACHE = {
    fills(command) {
        if (!isCommand(command, 'yarn'))
            return undefined;
        const [subcommand] = operands(command, DL3060_VALUED);
        return subcommand?.value === 'install' ? subcommand : undefined;
    },
    empties(command) {
        if (!isCommand(command, 'yarn'))
            return false;
        const [first, second] = operands(command, DL3060_VALUED);
        return first?.value === 'cache' && second?.value === 'clean';
    },
    folders: [['.cache/yarn'], ['/usr/local/share/.cache/yarn']],
};
/** Options of yarn that take a value. Source: `yarn help`. */
const DL3060_VALUED = ['--cwd', '--cache-folder', '--modules-folder', '--registry', '--network-timeout'];

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3061.ts

/* harmony default export */ const DL3061 = ((0,rule/* defineRule */.K)({
    id: 'DL3061',
    name: 'begin-with-from',
    severity: 'high',
    practice: 'maintainability',
    title: 'Dockerfile does not begin with FROM or ARG',
    why: 'There is no stage yet that the instruction could belong to: the build fails.',
    mend: 'Put FROM first; only comments and ARG may stand above it.',
    references: ['https://docs.docker.com/reference/dockerfile/#from'],
    wrong: 'LABEL a=b\nFROM debian:12',
    right: 'FROM debian:12\nLABEL a=b',
    check({ instructions }, report) {
        for (const instruction of instructions) {
            const { keyword, keywordWord } = instruction;
            if (keyword === 'FROM')
                return;
            if (keyword === 'ARG')
                continue;
            const name = keyword === 'UNKNOWN' ? instruction.name : keyword;
            report({ at: keywordWord.range, message: `${name} stands before the first FROM.` });
            return;
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/package-managers/go.ts

/** `go install`, `go get` and `go run` with the packages they name; what follows the package of `go run` is its own. */
function goInstalls(dockerfile) {
    return runCommands(dockerfile, 'go').flatMap(({ run, command }) => {
        const [subcommand, ...packages] = goOperands(command.args);
        switch (subcommand?.value) {
            case 'install':
            case 'get':
                return [{ run, command, subcommand, packages }];
            case 'run':
                return [{ run, command, subcommand, packages: packages.slice(0, 1) }];
            default:
                return [];
        }
    });
}
/** Whether a package argument is local, part of Go, or at a version that stays. Source: `go help packages`. */
function isGoPinned(argument) {
    if (/^(?:\.|\/|[A-Za-z]:)|\.go$/.test(argument))
        return true;
    if (/^(?:std|cmd|all|tool|work)(?:\/|$)/.test(argument))
        return true;
    const [, version] = /@([^@]*)$/.exec(argument) ?? [];
    return version !== undefined && !/^(?:|latest|none|upgrade|patch)$/.test(version);
}
/** Go's options have one or two dashes and are never put together. */
function goOperands(args) {
    const found = [];
    for (let i = 0; i < args.length; i++) {
        const word = args[i];
        if (!word)
            break;
        if (!word.value.startsWith('-'))
            found.push(word);
        else if (go_VALUED.has(word.value.replace(/^--?/, '')))
            i++;
    }
    return found;
}
/** Build options that take a value. Source: `go help build`. */
const go_VALUED = new Set([
    'C',
    'asmflags',
    'buildmode',
    'compiler',
    'covermode',
    'coverpkg',
    'exec',
    'gccgoflags',
    'gcflags',
    'installsuffix',
    'ldflags',
    'mod',
    'modfile',
    'o',
    'overlay',
    'p',
    'pgo',
    'pkgdir',
    'tags',
    'toolexec',
]);

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3062.ts



/* harmony default export */ const DL3062 = ((0,rule/* defineRule */.K)({
    id: 'DL3062',
    name: 'pin-go-versions',
    severity: 'medium',
    practice: 'image-security',
    title: 'Go package is fetched without a version',
    why: 'The build takes whatever the newest version is that day, so that two builds of one commit differ.',
    mend: 'Name the version: `go install example.org/tool@v1.2.3`.',
    references: ['https://go.dev/ref/mod#go-install'],
    wrong: 'FROM golang:1.24\nRUN go install golang.org/x/tools/gopls@latest',
    right: 'FROM golang:1.24\nRUN go install golang.org/x/tools/gopls@v0.18.1',
    check(dockerfile, report) {
        for (const { packages } of goInstalls(dockerfile)) {
            for (const word of packages) {
                if (isOpaque(word) || isGoPinned(word.value))
                    continue;
                report({ at: word.range, message: `${word.value} is fetched without a fixed version.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3063.ts

/* harmony default export */ const DL3063 = ((0,rule/* defineRule */.K)({
    id: 'DL3063',
    name: 'no-stage-named-scratch',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Stage has a name that means something else',
    why: '`scratch` is the empty image and `context` the build context: a stage of that name hides it, or is hidden.',
    mend: 'Rename the stage.',
    references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
    mergesWith: ['ReservedStageName'],
    wrong: 'FROM debian:12 AS scratch',
    right: 'FROM debian:12 AS base',
    check({ stages }, report) {
        for (const { name, from } of stages) {
            if (!from.alias || (name !== 'scratch' && name !== 'context'))
                continue;
            report({ at: from.alias.range, message: `The name ${name} is reserved.` });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3064.ts


/* harmony default export */ const DL3064 = ((0,rule/* defineRule */.K)({
    id: 'DL3064',
    name: 'no-secret-variables',
    severity: 'medium',
    practice: 'secrets',
    title: 'ARG or ENV is named like a secret',
    why: 'Values of ENV stand in the image for everybody to read, those of ARG in its history.',
    mend: 'Hand secrets to a RUN with `--mount=type=secret`, and to the container when it runs.',
    references: ['https://docs.docker.com/build/building/secrets/'],
    mergesWith: ['SecretsUsedInArgOrEnv'],
    wrong: 'FROM debian:12\nARG NPM_TOKEN\nRUN npm ci',
    right: 'FROM debian:12\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci',
    check(dockerfile, report) {
        for (const { keyword, pairs } of (0,model/* instructionsOf */.a)(dockerfile, ['ARG', 'ENV'], {
            onbuild: true,
        })) {
            for (const { key } of pairs) {
                if (!isSecretName(key.value))
                    continue;
                const message = `${keyword} ${key.value} is named like a secret, and can be read from the image.`;
                report({ at: key.range, message });
            }
        }
    },
}));
function isSecretName(name) {
    if (CREDENTIALS.has(name.toUpperCase()))
        return true;
    // Where a secret is to be found is none; GOPRIVATE lists modules.
    if (/_(?:FILE|PATH|DIR)$/i.test(name) || /^GOPRIVATE$/i.test(name))
        return false;
    return /api_?key|client_?key|password|private(?:_|$|key)|secret|tokens?(?:_|$)|username/i.test(name);
}
/** Variables that well-known tools read credentials from, where the name alone does not say so. */
const CREDENTIALS = new Set([
    'ALIBABA_CLOUD_ACCESS_KEY_ID',
    'ALICLOUD_ACCESS_KEY',
    'ARM_CLIENT_ID',
    'AWS_ACCESS_KEY',
    'AWS_ACCESS_KEY_ID',
    'AWS_SESSION_TOKEN',
    'AZURE_CLIENT_ID',
    'AZURE_CREDENTIALS',
    'AZURE_STORAGE_CONNECTION_STRING',
    'AZURE_STORAGE_KEY',
    'AZURE_TENANT_ID',
    'B2_APPLICATION_KEY',
    'CLOUDFLARE_EMAIL',
    'COMPOSER_AUTH',
    'CONSUL_HTTP_AUTH',
    'CREDENTIALS',
    'DATABASE_URL',
    'DOCKER_AUTH_CONFIG',
    'DOCKER_HUB_USER',
    'FTP_PASS',
    'GCLOUD_SERVICE_KEY',
    'GIT_PASS',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'GOOGLE_CREDENTIALS',
    'GOOGLE_CLOUD_KEYFILE_JSON',
    'GPG_PASSPHRASE',
    'HEROKU_API_USER',
    'KUBECONFIG',
    'MYSQL_PWD',
    'NEW_RELIC_LICENSE_KEY',
    'NPM_AUTH',
    'OSS_ACCESS_KEY_ID',
    'PASSPHRASE',
    'PASSWD',
    'PGPASSFILE',
    'S3_ACCESS_KEY',
    'SENTRY_DSN',
    'SLACK_WEBHOOK_URL',
    'SMTP_PASS',
    'SNOWFLAKE_PRIVATE_KEY_PATH',
    'SSH_KEY',
    'SSH_PRIVATE_KEY_PATH',
]);

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3065.ts

/* harmony default export */ const DL3065 = ((0,rule/* defineRule */.K)({
    id: 'DL3065',
    name: 'no-platform-of-the-target',
    severity: 'medium',
    practice: 'maintainability',
    title: 'FROM --platform=$TARGETPLATFORM says what holds anyway',
    why: 'A stage is built for the target platform unless told otherwise: the flag only makes the reader wonder.',
    mend: 'Leave the flag out.',
    references: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
    mergesWith: ['RedundantTargetPlatform'],
    wrong: 'FROM --platform=$TARGETPLATFORM debian:12',
    right: 'FROM debian:12',
    check({ stages, source }, report) {
        for (const { from } of stages) {
            const { platform } = from;
            if (!platform || !/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(platform.value ?? ''))
                continue;
            const blanks = /^[ \t]*/.exec(source.text.slice(platform.end, platform.end + 200))?.[0] ?? '';
            const edit = { ...source.range(platform.start, platform.end + blanks.length), text: '' };
            report({
                at: platform.range,
                message: 'The target platform is the default.',
                fix: { description: 'Leave the flag out', edits: [edit] },
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3066.ts



/* harmony default export */ const DL3066 = ((0,rule/* defineRule */.K)({
    id: 'DL3066',
    name: 'numeric-user',
    severity: 'low',
    practice: 'runtime-security',
    title: 'USER is a name',
    why: 'Kubernetes’ `runAsNonRoot` cannot tell from a name that it is not root, and refuses to start the container.',
    mend: 'Write the UID, best above 10000.',
    references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
    wrong: 'FROM node:22\nUSER node',
    right: 'FROM node:22\nUSER 1000',
    check(dockerfile, report) {
        for (const instruction of (0,model/* instructionsOf */.a)(dockerfile, 'USER')) {
            const [word] = instruction.args;
            if (!word)
                continue;
            const [user = ''] = (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, instruction, word).split(':');
            if (/^\d+$/.test(user.trim()))
                continue;
            // A variable that the build sets.
            const set = word.variables.some(({ name }) => (0,dockerfile_stages/* declarationAt */.yF)(dockerfile, instruction, name));
            if (set && user.includes('$'))
                continue;
            const fix = word.raw === 'root'
                ? { description: 'Write 0', edits: [{ ...word.range, text: '0' }] }
                : undefined;
            report({
                at: word.range,
                message: `USER ${word.value} is a name: write its UID.`,
                ...(fix ? { fix } : {}),
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL3067.ts


/* harmony default export */ const DL3067 = ((0,rule/* defineRule */.K)({
    id: 'DL3067',
    name: 'no-copy-of-root',
    severity: 'medium',
    practice: 'minimal-containers',
    title: 'COPY --from takes the whole file system',
    why: 'Everything of the other image comes along and replaces what is there: build tools, caches, package databases.',
    mend: 'Copy what is needed, or build on that image with FROM.',
    references: ['https://docs.docker.com/build/building/multi-stage/'],
    wrong: 'FROM golang:1.24 AS build\nFROM debian:12\nCOPY --from=build / /',
    right: 'FROM golang:1.24 AS build\nFROM debian:12\nCOPY --from=build /app /app',
    check(dockerfile, report) {
        for (const { from, sources, destination } of (0,model/* instructionsOf */.a)(dockerfile, 'COPY')) {
            const [source] = sources;
            if (!from || !source || !isRoot(destination?.value))
                continue;
            const whole = sources.find(({ value }) => isRoot(value));
            if (!whole)
                continue;
            const message = `This copies the whole file system of ${from.value} over this one.`;
            report({ at: whole.range, message });
        }
    },
}));
function isRoot(path) {
    return path !== undefined && /^\/+(?:\.\/?)?$/.test(path);
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL4000.ts


/* harmony default export */ const DL4000 = ((0,rule/* defineRule */.K)({
    id: 'DL4000',
    name: 'no-maintainer',
    severity: 'high',
    practice: 'maintainability',
    title: 'MAINTAINER is deprecated',
    why: 'The instruction is deprecated; labels say who maintains an image and can be read by every tool.',
    mend: 'Use `LABEL org.opencontainers.image.authors="…"`.',
    references: ['https://docs.docker.com/reference/dockerfile/#maintainer-deprecated'],
    aliases: ['DS-0022'],
    mergesWith: ['MaintainerDeprecated'],
    wrong: 'FROM debian:12\nMAINTAINER Jane Doe <jane@example.org>',
    right: 'FROM debian:12\nLABEL org.opencontainers.image.authors="Jane Doe <jane@example.org>"',
    check(dockerfile, report) {
        for (const { keywordWord, range, startLine, endLine, text } of (0,model/* instructionsOf */.a)(dockerfile, 'MAINTAINER')) {
            const value = text.replace(/^(["'])(.*)\1$/, '$2');
            const quoted = `"${value.replace(/["\\$`]/g, '\\$&')}"`;
            report({
                at: keywordWord.range,
                message: 'MAINTAINER is deprecated.',
                ...(!dockerfile.config.strictLabels &&
                    value !== '' &&
                    startLine === endLine &&
                    !/["\\`$]/.test(value)
                    ? {
                        fix: {
                            description: 'Use a label',
                            edits: [{ ...range, text: `LABEL org.opencontainers.image.authors=${quoted}` }],
                        },
                    }
                    : {}),
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL4001.ts


/* harmony default export */ const DL4001 = ((0,rule/* defineRule */.K)({
    id: 'DL4001',
    name: 'wget-or-curl',
    severity: 'medium',
    practice: 'minimal-containers',
    title: 'Stage uses both wget and curl',
    why: 'One of them would do: two tools are one more package to install and to keep free of vulnerabilities.',
    mend: 'Use one of them throughout.',
    references: [
        'https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages',
    ],
    aliases: ['DS-0014'],
    wrong: 'FROM debian:12\nRUN wget -q https://example.org/a\nRUN curl -fsS https://example.org/b -o b',
    right: 'FROM debian:12\nRUN curl -fsS https://example.org/a -o a\nRUN curl -fsS https://example.org/b -o b',
    check(dockerfile, report) {
        const wget = firstUses(runCommands(dockerfile, 'wget'));
        const curl = firstUses(runCommands(dockerfile, 'curl'));
        for (const [stage, a] of wget) {
            const b = curl.get(stage);
            if (!b)
                continue;
            const [first, second] = a.command.start < b.command.start ? [a, b] : [b, a];
            const { name } = second.command;
            if (!name)
                continue;
            const line = first.command.range.startLine;
            const message = `${name.value} is used here, and ${first.command.name?.value} in line ${line}: one would do.`;
            report({ at: name.range, message });
        }
    },
}));
function firstUses(commands) {
    const first = new Map();
    for (const use of commands)
        if (!first.has(use.run.stage))
            first.set(use.run.stage, use);
    return first;
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL4003.ts



/* harmony default export */ const DL4003 = ((0,rule/* defineRule */.K)({
    id: 'DL4003',
    name: 'one-cmd',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Stage has several CMD instructions',
    why: 'Only the last one counts: whoever reads or edits an earlier one is misled.',
    mend: 'Keep the last one.',
    references: ['https://docs.docker.com/reference/dockerfile/#cmd'],
    aliases: ['DS-0016'],
    mergesWith: ['MultipleInstructionsDisallowed'],
    wrong: 'FROM debian:12\nCMD ["a"]\nCMD ["b"]',
    right: 'FROM debian:12\nCMD ["b"]',
    check(dockerfile, report) {
        for (const { instructions } of sections(dockerfile)) {
            let previous;
            for (const instruction of instructions) {
                if (instruction.keyword !== 'CMD')
                    continue;
                if (previous) {
                    const { startLine, range } = previous;
                    const fix = removalFix(dockerfile, previous, 'Remove the earlier CMD');
                    report({
                        at: instruction.keywordWord.range,
                        message: `The CMD in line ${startLine} has no effect: only the last one counts.`,
                        related: [
                            { location: { path: dockerfile.path, ...range }, message: 'This one has no effect.' },
                        ],
                        ...(fix ? { fix } : {}),
                    });
                }
                previous = instruction;
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL4004.ts



/* harmony default export */ const DL4004 = ((0,rule/* defineRule */.K)({
    id: 'DL4004',
    name: 'one-entrypoint',
    severity: 'high',
    practice: 'maintainability',
    title: 'Stage has several ENTRYPOINT instructions',
    why: 'Only the last one counts: whoever reads or edits an earlier one is misled.',
    mend: 'Keep the last one.',
    references: ['https://docs.docker.com/reference/dockerfile/#entrypoint'],
    aliases: ['DS-0007'],
    mergesWith: ['MultipleInstructionsDisallowed'],
    wrong: 'FROM debian:12\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]',
    right: 'FROM debian:12\nENTRYPOINT ["b"]',
    check(dockerfile, report) {
        for (const { instructions } of sections(dockerfile)) {
            let previous;
            for (const instruction of instructions) {
                if (instruction.keyword !== 'ENTRYPOINT')
                    continue;
                if (previous) {
                    const { startLine, range } = previous;
                    const fix = removalFix(dockerfile, previous, 'Remove the earlier ENTRYPOINT');
                    report({
                        at: instruction.keywordWord.range,
                        message: `The ENTRYPOINT in line ${startLine} has no effect: only the last one counts.`,
                        related: [
                            { location: { path: dockerfile.path, ...range }, message: 'This one has no effect.' },
                        ],
                        ...(fix ? { fix } : {}),
                    });
                }
                previous = instruction;
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL4005.ts



/* harmony default export */ const DL4005 = ((0,rule/* defineRule */.K)({
    id: 'DL4005',
    name: 'shell-instead-of-link',
    severity: 'medium',
    practice: 'maintainability',
    title: 'RUN replaces /bin/sh by a link',
    why: 'Every script of the image that asks for sh gets another shell then, at run time too.',
    mend: 'Use `SHELL ["/bin/bash", "-c"]`, which changes the shell of RUN alone.',
    references: ['https://docs.docker.com/reference/dockerfile/#shell'],
    wrong: 'FROM debian:12\nRUN ln -sf /bin/bash /bin/sh',
    right: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]',
    check(dockerfile, report) {
        for (const { run, command } of runCommands(dockerfile, 'ln')) {
            const [target, link, ...more] = operands(command, ['-S', '--suffix']);
            if (!target || !link || more.length > 0 || !/^\/(?:usr\/)?bin\/sh$/.test(link.value))
                continue;
            const fix = shellFix(run, target.value);
            const message = 'SHELL changes the shell of RUN without replacing /bin/sh.';
            report({ at: link.range, message, ...(fix ? { fix } : {}) });
        }
    },
}));
/** Where the RUN does nothing else, and the link leads to bash by its whole path. */
function shellFix(run, target) {
    const { commands } = run.script;
    const [first] = commands;
    const removed = first && commandName(first) === 'rm' ? operands(first) : undefined;
    const alone = commands.length === 1 ||
        (commands.length === 2 && removed?.every(({ value }) => value === '/bin/sh'));
    if (!alone || run.innerComments.length > 0 || run.heredocs.length > 0 || run.flags.length > 0) {
        return undefined;
    }
    if (!/^\/(?:usr\/)?bin\/bash$/.test(target))
        return undefined;
    return {
        description: 'Use SHELL',
        edits: [{ ...run.range, text: `SHELL ["${target}", "-c"]` }],
    };
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DL4006.ts




/* harmony default export */ const DL4006 = ((0,rule/* defineRule */.K)({
    id: 'DL4006',
    name: 'pipefail',
    severity: 'medium',
    practice: 'maintainability',
    title: 'RUN with a pipe does not set pipefail',
    why: 'Only the last command of a pipe decides: a failed download or a wrong checksum goes unnoticed.',
    mend: 'Put `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before the RUN, or `set -o pipefail` in it.',
    references: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],
    wrong: 'FROM debian:12\nRUN wget -qO- https://example.org | wc -l',
    right: 'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN wget -qO- https://example.org | wc -l',
    check(dockerfile, report) {
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN')) {
            const [pipeline] = run.script.pipelines;
            if (run.exec || !pipeline)
                continue;
            const shell = (0,shell_in_force/* shellInForce */.b)(dockerfile, run);
            if (!(0,shell_in_force/* isPosixShell */.m)(shell) || (knowsPipefail(shell) && setsPipefail(shell)))
                continue;
            const inScript = run.script.commands.some(({ name, args }) => name?.value === 'set' && setsPipefail(args.map((word) => word.value)));
            if (inScript)
                continue;
            // A lone pipe of a RUN may fail as a whole; in a longer script the option may change what the rest does.
            const [first] = run.script.commands;
            const alone = first && endOfCommands(dockerfile, run) === pipeline.end;
            const fix = alone && first.start === pipeline.start && knowsPipefail(shell)
                ? {
                    description: 'Set pipefail in this RUN',
                    edits: [{ ...before(pipeline.range), text: 'set -o pipefail && ' }],
                }
                : undefined;
            report({
                at: pipeline.range,
                message: 'A failure in this pipe goes unnoticed: pipefail is not set.',
                ...(fix ? { fix } : {}),
            });
        }
    },
}));
/** Plain sh need not know the option: dash does not before 0.5.13. */
function knowsPipefail([program = '']) {
    return /(?:^|[/\\])(?:ba|z|a|k|mk)sh$/.test(program);
}
function setsPipefail(words) {
    return words.some((word, i) => word === 'pipefail' && /^-[a-z]*o$/.test(words[i - 1] ?? ''));
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/DuplicateStageName.ts


/* harmony default export */ const DuplicateStageName = ((0,rule/* defineRule */.K)({
    id: 'DuplicateStageName',
    name: 'unique-stage-name',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Two stages have the same name',
    why: 'A use of the name means the last stage that has it; the other can only be reached by its number.',
    mend: 'Give each stage a name of its own.',
    references: ['https://docs.docker.com/reference/build-checks/duplicate-stage-name/'],
    mergesWith: ['DL3024'],
    wrong: 'FROM debian:12 AS build\nFROM debian:12 AS build',
    right: 'FROM debian:12 AS deps\nFROM debian:12 AS build',
    check({ stages }, report) {
        const names = new Set();
        for (const { name, from } of stages) {
            if (name === undefined || !from.alias)
                continue;
            if (names.has(name)) {
                const message = `Duplicate stage name '${name}': stage names should be unique.`;
                report({ at: fromInstruction(from, from.alias.range), message });
            }
            names.add(name);
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/ports.ts
/**
 * The protocol of a port as EXPOSE takes it (`[ip:][host:]port[/protocol]`), as written and empty when left out;
 * undefined when there is no port or the protocol is unknown.
 */
function portProtocol(port) {
    const container = port.slice(port.lastIndexOf(':') + 1);
    const slash = container.indexOf('/');
    if (container === '' || slash === 0)
        return undefined;
    const protocol = slash < 0 ? '' : container.slice(slash + 1);
    return /^(?:tcp|udp|sctp)?$/i.test(protocol) ? protocol : undefined;
}
/** The container ports of a word of EXPOSE; undefined when it is not understood. */
function containerPorts(port) {
    const container = port.slice(port.lastIndexOf(':') + 1).replace(/\/.*$/, '');
    const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(container);
    if (!match)
        return undefined;
    return { from: Number(match[1]), to: Number(match[2] ?? match[1]) };
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/ExposeInvalidFormat.ts





/* harmony default export */ const ExposeInvalidFormat = ((0,rule/* defineRule */.K)({
    id: 'ExposeInvalidFormat',
    name: 'no-port-mapping-in-expose',
    severity: 'medium',
    practice: 'maintainability',
    title: 'EXPOSE names an address or a host port',
    why: 'EXPOSE maps nothing: the address and the host port are ignored, and builders will refuse them.',
    mend: 'Name the container port only; map it when the container is started.',
    references: ['https://docs.docker.com/reference/build-checks/expose-invalid-format/'],
    wrong: 'FROM debian:12\nEXPOSE 127.0.0.1:8080:80',
    right: 'FROM debian:12\nEXPOSE 80',
    check(dockerfile, report) {
        for (const expose of (0,model/* instructionsOf */.a)(dockerfile, 'EXPOSE')) {
            for (const word of expose.args) {
                const value = (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, expose, word);
                const colon = value.lastIndexOf(':');
                if (!/[^:]/.test(value.slice(0, Math.max(0, colon))))
                    continue;
                if (value.includes('$') || portProtocol(value) === undefined)
                    continue;
                const plain = word.raw === value && word.end - word.start === value.length;
                const text = value.slice(colon + 1);
                report({
                    at: fromInstruction(expose, word.range),
                    message: `EXPOSE should not define an IP address or host-port mapping, found '${value}'.`,
                    ...(plain
                        ? { fix: { description: `Write ${text}`, edits: [{ ...word.range, text }] } }
                        : {}),
                });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/ExposeProtoCasing.ts





/* harmony default export */ const ExposeProtoCasing = ((0,rule/* defineRule */.K)({
    id: 'ExposeProtoCasing',
    name: 'lowercase-expose-protocol',
    severity: 'info',
    practice: 'maintainability',
    title: 'Protocol in EXPOSE is not in lower case',
    why: 'Tools compare the protocol as it is written.',
    mend: 'Write `tcp`, `udp` or `sctp`.',
    references: ['https://docs.docker.com/reference/build-checks/expose-proto-casing/'],
    wrong: 'FROM debian:12\nEXPOSE 53/UDP',
    right: 'FROM debian:12\nEXPOSE 53/udp',
    check(dockerfile, report) {
        for (const expose of (0,model/* instructionsOf */.a)(dockerfile, 'EXPOSE')) {
            for (const word of expose.args) {
                const value = (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, expose, word);
                const protocol = portProtocol(value);
                if (protocol === undefined || protocol === protocol.toLowerCase())
                    continue;
                const plain = word.raw === value && word.end - word.start === value.length;
                const text = value.slice(0, value.length - protocol.length) + protocol.toLowerCase();
                report({
                    at: fromInstruction(expose, word.range),
                    message: `Protocol in EXPOSE ${value} should be lowercase.`,
                    ...(plain
                        ? { fix: { description: `Write ${text}`, edits: [{ ...word.range, text }] } }
                        : {}),
                });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/FromAsCasing.ts



/* harmony default export */ const FromAsCasing = ((0,rule/* defineRule */.K)({
    id: 'FromAsCasing',
    name: 'from-as-casing',
    severity: 'info',
    practice: 'maintainability',
    title: 'FROM and AS differ in case',
    why: 'Keywords that differ in case make the stage names harder to see.',
    mend: 'Write `AS` in the case of `FROM`.',
    references: ['https://docs.docker.com/reference/build-checks/from-as-casing/'],
    wrong: 'FROM debian:12 as builder',
    right: 'FROM debian:12 AS builder',
    check(dockerfile, report) {
        const majority = majorityCasing(dockerfile);
        for (const { from } of dockerfile.stages) {
            const { as, keywordWord } = from;
            if (!as || !from.alias)
                continue;
            const keyword = keywordWord.raw;
            const wanted = keyword === keyword.toLowerCase() ? 'as' : 'AS';
            if (as.raw === wanted || (keyword !== keyword.toUpperCase() && wanted === 'AS'))
                continue;
            // Where FROM itself is in the wrong case, ConsistentInstructionCasing mends both.
            const mended = keyword === inCase(keyword, majority);
            report({
                at: fromInstruction(from, as.range),
                message: `'${as.raw}' and '${keyword}' keywords' casing do not match.`,
                ...(mended
                    ? { fix: { description: `Write ${wanted}`, edits: [{ ...as.range, text: wanted }] } }
                    : {}),
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/platforms.ts
/** Operating system and processor of `linux/amd64`, `linux/arm/v7`, `amd64` or `linux`; undefined when it is none. */
function parsePlatform(text) {
    const parts = text.split('/');
    if (parts.length > 3 || parts.some((part) => !/^[A-Za-z0-9_.()-]+$/.test(part)))
        return undefined;
    const [first = '', second] = parts.map((part) => part.toLowerCase());
    if (second !== undefined) {
        return { os: first === 'macos' ? 'darwin' : first, architecture: architecture(second) };
    }
    if (OPERATING_SYSTEMS.has(first))
        return { os: first, architecture: 'amd64' };
    return ARCHITECTURES.has(architecture(first))
        ? { os: 'linux', architecture: architecture(first) }
        : undefined;
}
const OPERATING_SYSTEMS = new Set(['linux', 'windows', 'darwin', 'freebsd', 'wasi']);
const ARCHITECTURES = new Set([
    '386',
    'amd64',
    'arm',
    'arm64',
    'loong64',
    'mips64',
    'mips64le',
    'ppc64le',
    'riscv64',
    's390x',
    'wasm',
]);
/** Other names that container platforms are given. Source: containerd/platforms. */
function architecture(name) {
    if (name === 'x86_64' || name === 'x86-64')
        return 'amd64';
    if (name === 'i386')
        return '386';
    if (name === 'aarch64')
        return 'arm64';
    return name === 'armhf' || name === 'armel' ? 'arm' : name;
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/FromPlatformFlagConstDisallowed.ts



/* harmony default export */ const FromPlatformFlagConstDisallowed = ((0,rule/* defineRule */.K)({
    id: 'FromPlatformFlagConstDisallowed',
    name: 'no-constant-platform',
    severity: 'low',
    practice: 'maintainability',
    title: 'FROM fixes the platform',
    why: 'The stage is built for that platform whatever the build asks for: the image runs emulated or not at all elsewhere.',
    mend: 'Remove the flag, use `$BUILDPLATFORM`, or name the stage after the platform.',
    references: [
        'https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/',
    ],
    mergesWith: ['DL3029'],
    wrong: 'FROM --platform=linux/amd64 debian:12',
    right: 'FROM debian:12',
    check({ stages }, report) {
        for (const { from, name = '' } of stages) {
            const { platform } = from;
            if (!platform?.value || platform.value.includes('$'))
                continue;
            const parsed = parsePlatform(platform.value);
            if (!parsed || name.includes(parsed.os) || name.includes(parsed.architecture))
                continue;
            const message = `FROM --platform flag should not use constant value '${platform.value}'.`;
            report({ at: fromInstruction(from, platform.range), message });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/InvalidBaseImagePlatform.ts




/* harmony default export */ const InvalidBaseImagePlatform = ((0,rule/* defineRule */.K)({
    id: 'InvalidBaseImagePlatform',
    name: 'base-image-platform',
    severity: 'high',
    practice: 'image-security',
    title: 'Base image is not made for the platform that is built',
    why: 'The image runs emulated, or not at all, on the machines that it is meant for.',
    mend: 'Choose a base image that offers the platform.',
    references: ['https://docs.docker.com/reference/build-checks/'],
    check(dockerfile, report) {
        const { basePlatforms, targetPlatform } = dockerfile.config;
        if (!basePlatforms)
            return;
        for (const { from, image } of dockerfile.stages) {
            const offered = image === undefined ? undefined : basePlatforms.get(image);
            const { valueWord } = from.platform ?? {};
            const wanted = valueWord ? (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, from, valueWord) : targetPlatform;
            const expected = wanted === undefined ? undefined : parsePlatform(wanted);
            if (!offered || offered.length === 0 || !expected)
                continue;
            const fits = offered.some((platform) => {
                const actual = parsePlatform(platform);
                return actual?.os === expected.os && actual.architecture === expected.architecture;
            });
            if (fits)
                continue;
            report({
                at: fromInstruction(from, from.image.range),
                message: `Base image ${image} offers ${offered.slice(0, 8).join(', ')}, not ${wanted}.`,
            });
        }
    },
}));

// EXTERNAL MODULE: ./src/dockerfile/image-reference.ts
var image_reference = __webpack_require__(3483);
;// CONCATENATED MODULE: ./src/dockerfile/rules/InvalidDefaultArgInFrom.ts




/* harmony default export */ const InvalidDefaultArgInFrom = ((0,rule/* defineRule */.K)({
    id: 'InvalidDefaultArgInFrom',
    name: 'valid-default-image',
    severity: 'medium',
    practice: 'maintainability',
    title: 'FROM names no valid image unless a build argument is given',
    why: 'A plain `docker build` fails, and so does every tool that reads the Dockerfile.',
    mend: 'Give the ARG a default, or one in place: a value behind `:-`.',
    references: ['https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/'],
    wrong: 'ARG VERSION\nFROM debian:$VERSION',
    right: 'ARG VERSION=12\nFROM debian:$VERSION',
    check(dockerfile, report) {
        for (const { from, parent } of dockerfile.stages) {
            const { image } = from;
            if (parent || image.raw === '')
                continue;
            const reference = image.expand((name) => (0,dockerfile_stages/* valueAt */.fK)(dockerfile, from, name) ?? platformArg(name));
            if ((0,image_reference/* isImageReference */.h)(reference))
                continue;
            report({
                at: fromInstruction(from, image.range),
                message: `With default arguments ${image.raw} is the empty or invalid image name '${reference}'.`,
            });
        }
    },
}));
/** Any value of the platform's variables fits; an unknown variable is empty. */
function platformArg(name) {
    if (/^(?:BUILD|TARGET)PLATFORM$/.test(name))
        return 'linux/amd64';
    if (/^(?:BUILD|TARGET)OS$/.test(name))
        return 'linux';
    if (/^(?:BUILD|TARGET)ARCH$/.test(name))
        return 'amd64';
    return '';
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/InvalidDefinitionDescription.ts


/* harmony default export */ const InvalidDefinitionDescription = ((0,rule/* defineRule */.K)({
    id: 'InvalidDefinitionDescription',
    name: 'definition-description',
    severity: 'info',
    practice: 'maintainability',
    optIn: true,
    title: 'Comment above ARG or FROM does not begin with the name',
    why: '`docker build --call=outline` shows the comment as a description only when it begins with the name.',
    mend: 'Begin the comment with the name, or put an empty line between.',
    references: ['https://docs.docker.com/reference/build-checks/invalid-definition-description/'],
    wrong: '# the version to build\nARG VERSION=1\nFROM debian:12',
    right: '# VERSION the version to build\nARG VERSION=1\nFROM debian:12',
    check(dockerfile, report) {
        const check = (comments, keyword, names, at) => {
            const comment = comments.filter((text) => text !== '').at(-1);
            const [example = ''] = names;
            if (comment === undefined || names.length === 0)
                return;
            if (names.includes(comment.split(' ')[0] ?? ''))
                return;
            const shown = names.length > 1 ? '<arg_key>' : example;
            report({
                at,
                message: `Comment for ${keyword} should follow the format: \`# ${shown} <description>\`.`,
            });
        };
        for (const instruction of (0,model/* instructionsOf */.a)(dockerfile, ['ARG', 'FROM'])) {
            const { comments, keyword, keywordWord } = instruction;
            const at = keywordWord.range;
            if (instruction.keyword === 'ARG') {
                check(comments, keyword, instruction.pairs.map(({ key }) => key.value), at);
            }
            else {
                const name = instruction.alias?.raw.toLowerCase();
                check(comments, keyword, name === undefined ? [] : [name], at);
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/JSONArgsRecommended.ts





/* harmony default export */ const JSONArgsRecommended = ((0,rule/* defineRule */.K)({
    id: 'JSONArgsRecommended',
    name: 'json-args-recommended',
    severity: 'medium',
    practice: 'runtime-security',
    title: 'CMD or ENTRYPOINT of the image is in shell form',
    why: 'The shell is process 1 then and hands no signals on: the container is killed instead of being stopped.',
    mend: 'Write the command as a JSON array, or state the shell with SHELL.',
    references: ['https://docs.docker.com/reference/build-checks/json-args-recommended/'],
    mergesWith: ['DL3025'],
    wrong: 'FROM debian:12\nCMD my-app start',
    right: 'FROM debian:12\nCMD ["my-app", "start"]',
    check({ stages }, report) {
        for (const stage of stages) {
            // Only the last CMD and the last ENTRYPOINT of a stage count.
            for (const keyword of ['CMD', 'ENTRYPOINT']) {
                const instruction = (0,model/* instructionsOf */.a)(stage, keyword).at(-1);
                const [command] = instruction?.args ?? [];
                if (!instruction || !command || instruction.json || (0,dockerfile_stages/* shellAt */.ct)(instruction))
                    continue;
                const fix = shellFormFix(instruction, command);
                report({
                    at: fromInstruction(instruction, command.range),
                    message: `${keyword} runs through a shell, which hands no signals on.`,
                    ...(fix ? { fix } : {}),
                });
            }
        }
    },
}));

// EXTERNAL MODULE: ./src/dockerfile/words.ts
var dockerfile_words = __webpack_require__(7611);
;// CONCATENATED MODULE: ./src/dockerfile/rules/LegacyKeyValueFormat.ts




/* harmony default export */ const LegacyKeyValueFormat = ((0,rule/* defineRule */.K)({
    id: 'LegacyKeyValueFormat',
    name: 'no-legacy-key-value',
    severity: 'low',
    practice: 'maintainability',
    title: 'ENV or LABEL separates key and value by a blank',
    why: 'In this old form everything behind the key is the value, so that a second pair on the line is silently swallowed.',
    mend: 'Write `KEY=value`, with quotes where the value has blanks.',
    references: ['https://docs.docker.com/reference/build-checks/legacy-key-value-format/'],
    wrong: 'FROM debian:12\nENV GREETING hello world',
    right: 'FROM debian:12\nENV GREETING="hello world"',
    check(dockerfile, report) {
        for (const instruction of (0,model/* instructionsOf */.a)(dockerfile, ['ENV', 'LABEL'])) {
            const { pairs, keyword } = instruction;
            for (const pair of pairs) {
                if (!pair.legacy)
                    continue;
                const fix = keyEqualsValue(dockerfile, pair);
                report({
                    at: fromInstruction(instruction, pair.range),
                    message: `"${keyword} key=value" should be used instead of "${keyword} key value".`,
                    ...(fix ? { fix } : {}),
                });
            }
        }
    },
}));
/** The edit that means the same; none where the old form's reading is likely not what was meant. */
function keyEqualsValue({ source, escapeToken }, { key, value }) {
    if (!value || !/^[\w.\-/]+$/.test(key.raw) || value.raw.startsWith('='))
        return undefined;
    // The value continues in further lines: maybe further pairs that the old form swallows.
    const between = source.text.slice(key.end, value.start);
    const written = source.text.slice(value.start, value.end);
    if (/[^ \t]/.test(between) || written.includes('\n'))
        return undefined;
    const words = (0,dockerfile_words/* quotedWords */.IS)(value.raw, 0, value.raw.length, escapeToken);
    const [only] = words;
    const isOneWord = words.length === 1 && only?.raw === value.raw;
    if (!isOneWord && value.raw.includes(escapeToken))
        return undefined;
    if (!isOneWord && /["'`\\]/.test(value.raw))
        return undefined;
    const quote = isOneWord ? '' : '"';
    const { startLine, startColumn, endLine, endColumn } = value.range;
    const at = (line, column) => ({
        startLine: line,
        startColumn: column,
        endLine: line,
        endColumn: column,
    });
    return {
        description: 'Write key=value',
        edits: [
            {
                startLine: key.range.endLine,
                startColumn: key.range.endColumn,
                endLine: startLine,
                endColumn: startColumn,
                text: `=${quote}`,
            },
            ...(quote ? [{ ...at(endLine, endColumn), text: quote }] : []),
        ],
    };
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/MaintainerDeprecated.ts


/* harmony default export */ const MaintainerDeprecated = ((0,rule/* defineRule */.K)({
    id: 'MaintainerDeprecated',
    name: 'maintainer-deprecated',
    severity: 'low',
    practice: 'maintainability',
    title: 'MAINTAINER is deprecated',
    why: 'The instruction may go; labels say who maintains an image and can be read by every tool.',
    mend: 'Use `LABEL org.opencontainers.image.authors="…"`.',
    references: ['https://docs.docker.com/reference/build-checks/maintainer-deprecated/'],
    mergesWith: ['DL4000'],
    wrong: 'FROM debian:12\nMAINTAINER Jane Doe <jane@example.org>',
    right: 'FROM debian:12\nLABEL org.opencontainers.image.authors="Jane Doe <jane@example.org>"',
    check(dockerfile, report) {
        for (const { keywordWord } of (0,model/* instructionsOf */.a)(dockerfile, 'MAINTAINER')) {
            const message = 'MAINTAINER is deprecated in favour of a label.';
            report({ at: keywordWord.range, message });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/MultipleInstructionsDisallowed.ts


/* harmony default export */ const MultipleInstructionsDisallowed = ((0,rule/* defineRule */.K)({
    id: 'MultipleInstructionsDisallowed',
    name: 'no-overridden-instruction',
    severity: 'medium',
    practice: 'maintainability',
    title: 'A later instruction of the stage replaces this one',
    why: 'Only the last CMD, ENTRYPOINT and HEALTHCHECK of a stage count: this one has no effect.',
    mend: 'Remove the instruction that is replaced.',
    references: ['https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/'],
    mergesWith: ['DL3012', 'DL4003', 'DL4004'],
    wrong: 'FROM debian:12\nCMD ["app"]\nCMD ["app", "--debug"]',
    right: 'FROM debian:12\nCMD ["app", "--debug"]',
    check({ stages }, report) {
        for (const stage of stages) {
            for (const keyword of ['CMD', 'ENTRYPOINT', 'HEALTHCHECK']) {
                for (const { keywordWord } of (0,model/* instructionsOf */.a)(stage, keyword).slice(0, -1)) {
                    report({
                        at: keywordWord.range,
                        message: `This ${keyword} has no effect: only the last one of a stage is used.`,
                    });
                }
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/NoEmptyContinuation.ts

/* harmony default export */ const NoEmptyContinuation = ((0,rule/* defineRule */.K)({
    id: 'NoEmptyContinuation',
    name: 'no-empty-continuation',
    severity: 'low',
    practice: 'maintainability',
    title: 'Empty line inside a continued instruction',
    why: 'Builders will refuse it in a future release, and it looks like the end of the instruction.',
    mend: 'Remove the empty line, or make it a comment.',
    references: ['https://docs.docker.com/reference/build-checks/no-empty-continuation/'],
    wrong: 'FROM debian:12\nRUN make && \\\n\n  make install',
    right: 'FROM debian:12\nRUN make && \\\n  make install',
    check(dockerfile, report) {
        const { source, path } = dockerfile;
        for (const { emptyLines, heredocs, startLine, endLine } of dockerfile.instructions) {
            const [first] = emptyLines;
            if (first === undefined)
                continue;
            // BuildKit names the instruction's last line, heredocs not counted.
            const body = heredocs[0]?.bodyRange.startLine ?? endLine + 1;
            const line = Math.max(startLine, body - 1);
            const start = source.lineStarts[line - 1] ?? 0;
            const end = (source.lineStarts[line] ?? source.text.length + 1) - 1;
            const text = source.text.slice(start, end);
            const indent = text.length - text.trimStart().length;
            report({
                at: source.range(start + indent, start + Math.max(indent, text.trimEnd().length)),
                message: `Empty continuation line${emptyLines.length > 1 ? 's' : ''} ${emptyLines.slice(0, 5).join(', ')}.`,
                related: [
                    {
                        location: {
                            path,
                            ...source.range(source.lineStarts[first - 1] ?? 0, source.lineStarts[first - 1] ?? 0),
                        },
                        message: 'The empty line',
                    },
                ],
                fix: { description: 'Remove the empty lines', edits: emptyLines.map(withoutLine) },
            });
        }
    },
}));
function withoutLine(line) {
    return { startLine: line, startColumn: 1, endLine: line + 1, endColumn: 1, text: '' };
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0010.ts




/* harmony default export */ const PS0010 = ((0,rule/* defineRule */.K)({
    id: 'PS0010',
    name: 'no-ssh-port',
    severity: 'medium',
    practice: 'runtime-security',
    title: 'Image offers SSH',
    why: 'A login server in a container is one more way in, and one more program with its own users and keys to guard.',
    mend: 'Remove port 22 and the server; use `docker exec` or `kubectl exec`.',
    references: ['https://docs.docker.com/reference/cli/docker/container/exec/'],
    aliases: ['DS-0004'],
    wrong: 'FROM debian:12\nEXPOSE 22',
    right: 'FROM debian:12\nEXPOSE 8080',
    check(dockerfile, report) {
        for (const expose of (0,model/* instructionsOf */.a)(dockerfile, 'EXPOSE', { onbuild: true })) {
            for (const word of expose.args) {
                const ports = containerPorts((0,dockerfile_stages/* expandedAt */.r5)(dockerfile, expose, word));
                if (!ports || ports.from > SSH || ports.to < SSH)
                    continue;
                report({ at: word.range, message: 'Port 22 (SSH) should not be exposed.' });
            }
        }
    },
}));
const SSH = 22;

;// CONCATENATED MODULE: ./src/dockerfile/package-commands.ts

/** Reads a command as one of a package manager; undefined when it is none, or asks for something else. */
function packageCommand(command) {
    const name = commandName(command);
    const known = MANAGERS.get(name);
    if (!known)
        return undefined;
    if (known.manager === 'pacman')
        return pacman(command);
    const [verb, ...packages] = operands(command, known.valued);
    const action = verb && known.actions.get(verb.value);
    return verb && action ? { manager: known.manager, action, verb, packages } : undefined;
}
function actions(list) {
    const map = new Map();
    for (const [action, words] of Object.entries(list)) {
        for (const word of words.split(' '))
            map.set(word, action);
    }
    return map;
}
const package_commands_APT = {
    manager: 'apt',
    valued: ['-t', '--target-release', '--default-release', '-o', '--option', '-c', '--config-file'],
    actions: actions({
        update: 'update',
        install: 'install reinstall build-dep satisfy source',
        upgrade: 'upgrade dist-upgrade full-upgrade safe-upgrade dselect-upgrade',
        remove: 'remove purge autoremove autopurge',
        clean: 'clean autoclean distclean',
    }),
};
const package_commands_DNF = {
    valued: [
        '-c',
        '-d',
        '-e',
        '-x',
        '--config',
        '--enablerepo',
        '--disablerepo',
        '--repo',
        '--installroot',
        '--releasever',
        '--setopt',
        '--exclude',
    ],
    actions: actions({
        update: 'makecache check-update',
        install: 'install groupinstall localinstall reinstall in',
        upgrade: 'update upgrade up upgrade-minimal update-minimal distro-sync',
        remove: 'remove erase rm autoremove groupremove',
        clean: 'clean',
    }),
};
const CONDA = {
    manager: 'conda',
    valued: ['-n', '--name', '-p', '--prefix', '-c', '--channel', '-f', '--file'],
    actions: actions({
        update: 'info',
        install: 'install create',
        upgrade: 'update upgrade',
        remove: 'remove uninstall',
        clean: 'clean',
    }),
};
const MANAGERS = new Map([
    ['apt-get', package_commands_APT],
    ['apt', package_commands_APT],
    ['aptitude', package_commands_APT],
    [
        'apk',
        {
            manager: 'apk',
            valued: [
                '-t',
                '--virtual',
                '-X',
                '--repository',
                '-p',
                '--root',
                '--keys-dir',
                '--repositories-file',
            ],
            actions: actions({
                update: 'update',
                install: 'add',
                upgrade: 'upgrade fix',
                remove: 'del',
                clean: 'cache',
            }),
        },
    ],
    ['dnf', { manager: 'dnf', ...package_commands_DNF }],
    ['dnf5', { manager: 'dnf', ...package_commands_DNF }],
    ['microdnf', { manager: 'dnf', ...package_commands_DNF }],
    ['tdnf', { manager: 'dnf', ...package_commands_DNF }],
    ['yum', { manager: 'yum', ...package_commands_DNF }],
    [
        'zypper',
        {
            manager: 'zypper',
            valued: [
                '-r',
                '--repo',
                '-R',
                '--root',
                '-t',
                '--type',
                '-C',
                '--cache-dir',
                '-D',
                '--reposd-dir',
            ],
            actions: actions({
                update: 'refresh ref',
                install: 'install in source-install si install-new-recommends inr',
                upgrade: 'update up patch dist-upgrade dup',
                remove: 'remove rm',
                clean: 'clean cc',
            }),
        },
    ],
    ['pacman', { manager: 'pacman', valued: [], actions: new Map() }],
    ['conda', CONDA],
    ['mamba', CONDA],
    ['micromamba', CONDA],
]);
/** pacman's operations are letters: -Sy, -Syu, -S packages, -Rns, -Scc. */
function pacman(command) {
    const verb = command.args.find(({ value }) => /^-(?:[A-Za-z]*[SR]|-sync|-remove)/.test(value));
    if (!verb)
        return undefined;
    const { value } = verb;
    const packages = operands(command, ['--root', '-r', '--dbpath', '-b']);
    const action = /^-[a-z]*R|^--remove/.test(value)
        ? 'remove'
        : /^-[A-Za-z]*c/.test(value)
            ? 'clean'
            : packages.length > 0
                ? 'install'
                : /^-[A-Za-z]*u/.test(value)
                    ? 'upgrade'
                    : 'update';
    return { manager: 'pacman', action, verb, packages };
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0011.ts



/* harmony default export */ const PS0011 = ((0,rule/* defineRule */.K)({
    id: 'PS0011',
    name: 'no-update-alone',
    severity: 'medium',
    practice: 'image-security',
    title: 'Package lists are updated in a RUN of their own',
    why: 'The layer with the lists is cached: a later RUN installs from lists that are months old, without their security fixes, or fails.',
    mend: 'Update and install in one RUN: `apt-get update && apt-get install …`.',
    references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
    aliases: ['DS-0017'],
    wrong: 'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends curl',
    right: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl',
    check(dockerfile, report) {
        if (!/\bup(?:date)?\b/.test(dockerfile.text))
            return;
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            const commands = run.script.commands.flatMap((command) => packageCommand(command) ?? []);
            const last = new Map();
            commands.forEach(({ manager, action, verb }, i) => {
                // For dnf and zypper `update` upgrades; `upgrade` says that it is meant.
                const installs = action === 'install' || (action === 'upgrade' && !isUpdate(verb.value));
                if (installs)
                    last.set(manager, i);
            });
            const reported = new Set();
            commands.forEach(({ manager, verb, action, packages }, i) => {
                if (!isUpdate(verb.value) || reported.has(manager))
                    return;
                // `dnf update curl` installs the newer curl.
                if (action === 'upgrade' && packages.length > 0)
                    return;
                if ((last.get(manager) ?? -1) > i)
                    return;
                reported.add(manager);
                report({
                    at: verb.range,
                    message: `The ${manager} ${verb.value} is not followed by an install in the same RUN.`,
                });
            });
        }
    },
}));
function isUpdate(verb) {
    return verb === 'update' || verb === 'up';
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0012.ts



/* harmony default export */ const PS0012 = ((0,rule/* defineRule */.K)({
    id: 'PS0012',
    name: 'no-workdir-in-system-folder',
    severity: 'high',
    practice: 'runtime-security',
    title: 'WORKDIR lies in a folder of the kernel or the boot loader',
    why: 'A working directory such as /proc/self/fd/8 has let containers out to the host (CVE-2024-21626), and nothing that is written there stays.',
    mend: 'Work in a folder of your own: `WORKDIR /app`.',
    references: ['https://nvd.nist.gov/vuln/detail/CVE-2024-21626'],
    aliases: ['DS-0030'],
    wrong: 'FROM debian:12\nWORKDIR /proc/self/fd/8',
    right: 'FROM debian:12\nWORKDIR /app',
    check(dockerfile, report) {
        for (const workdir of (0,model/* instructionsOf */.a)(dockerfile, 'WORKDIR', { onbuild: true })) {
            for (const word of workdir.args) {
                const path = (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, workdir, word);
                if (!SYSTEM.test(path))
                    continue;
                report({ at: word.range, message: `WORKDIR ${path} lies in a system folder.` });
            }
        }
    },
}));
const SYSTEM = /^\/+(?:proc|sys|boot|dev|initrd|lost\+found)(?:\/|$)/;

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0013.ts



/* harmony default export */ const PS0013 = ((0,rule/* defineRule */.K)({
    id: 'PS0013',
    name: 'non-root-user',
    severity: 'medium',
    practice: 'runtime-security',
    title: 'The image runs as root',
    why: 'Whoever breaks into the program is root in the container, one flaw of the kernel or one mount away from the host.',
    mend: 'End the last stage with a `USER` that is not root, best by number: `USER 10001`.',
    references: ['https://docs.docker.com/build/building/best-practices/#user'],
    aliases: ['DS-0002'],
    tags: ['cis:4.1'],
    mergesWith: ['DL3002'],
    wrong: 'FROM debian:12\nCMD ["app"]',
    right: 'FROM debian:12\nUSER 10001\nCMD ["app"]',
    check(dockerfile, report) {
        const stage = dockerfile.stages.at(-1);
        if (!stage)
            return;
        const stages = (0,dockerfile_stages/* lineage */.OZ)(stage);
        const user = stages.flatMap((one) => (0,model/* instructionsOf */.a)(one, 'USER').at(-1) ?? [])[0];
        const [word] = user?.args ?? [];
        if (user && word) {
            const name = (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, user, word);
            if (!/^(?:root|0+)(?::.*)?$/.test(name))
                return;
            report({ at: word.range, message: `The image runs as root: its last USER is ${name}.` });
        }
        else if (!user && !isUnprivileged(stages)) {
            report({
                at: stage.from.image.range,
                // The base image may set one.
                confidence: 'medium',
                message: 'The image runs as root unless its base image sets a user: there is no USER.',
            });
        }
    },
}));
/** Images whose names promise a user of their own, Windows, which has no root, and files without a program. */
function isUnprivileged(stages) {
    const image = stages.at(-1)?.image ?? '';
    if (/nonroot|rootless|unprivileged|chiseled|windows|nanoserver|servercore|^cgr\.dev\/chainguard\//.test(image))
        return true;
    if (image !== 'scratch')
        return false;
    return stages.every((stage) => (0,model/* instructionsOf */.a)(stage, ['CMD', 'ENTRYPOINT']).length === 0);
}

;// CONCATENATED MODULE: ./src/dockerfile/secret-names.ts
/** Whether a variable of this name holds a secret itself, by its last words: API_KEY, dbPassword, AWS_SECRET_ACCESS_KEY. */
function secret_names_isSecretName(name) {
    if (WELL_KNOWN.has(withoutPrefix(name)))
        return true;
    const words = name
        .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
        .toLowerCase()
        .split(/[_.-]+/)
        .filter((word) => word !== '');
    const last = words.at(-1) ?? '';
    // PWD and OLDPWD are the shell's; a public key is no secret; a name in `_FILE` says where one lies.
    if (words.length === 1 && last === 'pwd')
        return false;
    if (words.some((word) => HARMLESS.has(word)))
        return false;
    if (SECRET.has(last))
        return true;
    return last === 'key' && KEYS.has(words.at(-2) ?? '');
}
/** Credentials whose names do not say so. */
const WELL_KNOWN = new Set([
    'AWS_ACCESS_KEY_ID',
    'AZURE_CLIENT_ID',
    'DOCKER_AUTH_CONFIG',
    'PGPASSWORD',
]);
/** What frontends put in front of variables that end up in the browser. */
function withoutPrefix(name) {
    return name.replace(/^(?:VITE|REACT_APP|NEXT_PUBLIC|VUE_APP|NUXT|EXPO_PUBLIC|GATSBY)_/, '');
}
const SECRET = new Set([
    'accesskey',
    'apikey',
    'apisecret',
    'authtoken',
    'clientsecret',
    'credential',
    'credentials',
    'passphrase',
    'passwd',
    'password',
    'passwords',
    'privatekey',
    'psw',
    'pwd',
    'pword',
    'secret',
    'secretkey',
    'secrets',
    'token',
    'tokens',
]);
const KEYS = new Set([
    'access',
    'api',
    'auth',
    'deploy',
    'encryption',
    'license',
    'master',
    'private',
    'secret',
    'service',
    'signing',
    'ssh',
]);
const HARMLESS = new Set([
    'public',
    'pub',
    'max',
    'min',
    'count',
    'expiry',
    'allow',
    'enable',
    'disable',
    'use',
    'application',
]);

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0014.ts





/* harmony default export */ const PS0014 = ((0,rule/* defineRule */.K)({
    id: 'PS0014',
    name: 'no-secret-in-final-image',
    severity: 'high',
    practice: 'secrets',
    title: 'The final image is built with a secret in ARG or ENV',
    why: 'Whoever can pull the image reads the value with `docker history` or `docker inspect`.',
    mend: 'Use `RUN --mount=type=secret` in the build, and give the container its secrets when it starts.',
    references: ['https://docs.docker.com/build/building/secrets/'],
    aliases: ['DS-0031'],
    mergesWith: ['DL3064', 'SecretsUsedInArgOrEnv'],
    wrong: 'FROM debian:12\nENV DB_PASSWORD=hunter2',
    right: 'FROM debian:12\nRUN --mount=type=secret,id=db setup --password-file /run/secrets/db',
    check({ stages }, report) {
        const last = stages.at(-1);
        for (const stage of last ? (0,dockerfile_stages/* lineage */.OZ)(last) : []) {
            for (const instruction of (0,model/* instructionsOf */.a)(stage, ['ARG', 'ENV'])) {
                for (const { key, value } of instruction.pairs) {
                    // An empty ENV declares the name for the run time.
                    if (instruction.keyword === 'ENV' && (value?.value ?? '') === '')
                        continue;
                    if (!secret_names_isSecretName(key.value))
                        continue;
                    report({
                        at: fromInstruction(instruction, key.range),
                        message: `The value of ${instruction.keyword} ${key.value} stays readable in the image.`,
                    });
                }
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/secret-values.ts
/**
 * The credentials in a text whose format gives them away. Placeholders and the values of documentation are left out.
 * Every pattern is bounded: linear in the length of the text.
 */
function secretValues(text) {
    if (!HINT.test(text))
        return [];
    const found = [];
    for (const { what, pattern } of FORMATS) {
        for (const match of text.matchAll(pattern)) {
            const value = match[1] ?? match[0];
            if (isPlaceholder(value))
                continue;
            const start = match.index + match[0].lastIndexOf(value);
            const end = start + value.length;
            if (found.some((other) => start < other.end && other.start < end))
                continue;
            found.push({ what, start, end });
        }
    }
    return found.sort((a, b) => a.start - b.start);
}
/** Whether a text is random enough to be a generated secret: long, of mixed characters, no word or path. */
function looksRandom(value) {
    if (value.length < 16 || value.length > 512 || isPlaceholder(value))
        return false;
    if (!/^[A-Za-z0-9+/=_.-]+$/.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value))
        return false;
    if (/^(?:\.?\/|https?:)|\.[a-z]{2,5}$/.test(value))
        return false;
    return entropy(value) >= 3.5;
}
/** Bits a character, as Shannon counts them. */
function entropy(text) {
    const counts = new Map();
    for (const char of text)
        counts.set(char, (counts.get(char) ?? 0) + 1);
    let bits = 0;
    for (const count of counts.values()) {
        const share = count / text.length;
        bits -= share * Math.log2(share);
    }
    return bits;
}
/** Words of examples, and one character repeated. */
function isPlaceholder(value) {
    return (/example|placeholder|change_?me|change-me|your[-_]|dummy|redacted|<|\*\*\*|\.\.\.|x{6}|0{10}|1234567890(?!\d)|abcdefgh/i.test(value) || new Set(value.toLowerCase()).size <= 4);
}
const HINT = /(?:AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abposr]-|hooks\.slack\.com|[sr]k_live_|AIza|npm_|pypi-Ag|hf_|sk-ant-|sk-proj-|SG\.|dckr_pat_|PRIVATE KEY|eyJ|:\/\/)/;
const FORMATS = [
    { what: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
    { what: 'a GitHub token', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,251}\b/g },
    { what: 'a GitHub token', pattern: /\bgithub_pat_[A-Za-z0-9_]{60,100}\b/g },
    { what: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,64}/g },
    { what: 'a Slack token', pattern: /\bxox[abposr]-[0-9]{6,20}-[A-Za-z0-9-]{10,120}/g },
    {
        what: 'a Slack webhook',
        pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{6,14}\/B[A-Z0-9]{6,14}\/[A-Za-z0-9]{18,30}/g,
    },
    { what: 'a Stripe key', pattern: /\b[sr]k_live_[A-Za-z0-9]{16,120}\b/g },
    { what: 'a Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
    { what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
    { what: 'a PyPI token', pattern: /\bpypi-Ag[A-Za-z0-9_-]{50,250}/g },
    { what: 'a Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{30,40}\b/g },
    { what: 'an Anthropic key', pattern: /\bsk-ant-[A-Za-z0-9_-]{32,200}/g },
    { what: 'an OpenAI key', pattern: /\bsk-proj-[A-Za-z0-9_-]{32,200}/g },
    { what: 'a SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/g },
    { what: 'a Docker Hub token', pattern: /\bdckr_pat_[A-Za-z0-9_-]{20,40}/g },
    { what: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY-----/g },
    {
        what: 'a signed token',
        pattern: /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{20,2000}/g,
    },
    {
        what: 'a password in a URL',
        pattern: /\b[a-z][a-z0-9+.-]{1,12}:\/\/[^\s/:@$"'`{]{1,64}:([^\s/@$"'`{]{3,128})@[A-Za-z0-9]/g,
    },
];

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0015.ts





/* harmony default export */ const PS0015 = ((0,rule/* defineRule */.K)({
    id: 'PS0015',
    name: 'no-hard-coded-secret',
    severity: 'critical',
    practice: 'secrets',
    title: 'A credential is written in the Dockerfile',
    why: 'Everybody who can read the repository or pull the image has it, and taking it out later does not take it back.',
    mend: 'Revoke it, and pass a new one with `RUN --mount=type=secret` or when the container starts.',
    references: ['https://docs.docker.com/build/building/secrets/'],
    wrong: 'FROM node:22\nRUN npm config set registry https://bot:s3cr3tpass@npm.acme.dev/',
    right: 'FROM node:22\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci',
    check(dockerfile, report) {
        const { source } = dockerfile;
        for (const { start, end } of dockerfile.instructions) {
            for (const secret of secretValues(source.text.slice(start, end))) {
                report({
                    at: source.range(start + secret.start, start + secret.end),
                    message: `This looks like ${secret.what}.`,
                });
            }
        }
        for (const { pairs } of (0,model/* instructionsOf */.a)(dockerfile, ['ARG', 'ENV', 'LABEL'], {
            onbuild: true,
        })) {
            for (const { key, value } of pairs) {
                if (!value || !secret_names_isSecretName(key.value) || !looksRandom(value.value))
                    continue;
                if (secretValues(value.value).length > 0)
                    continue;
                report({
                    at: value.range,
                    severity: 'high',
                    confidence: 'medium',
                    message: `The value of ${key.value} looks like a real secret.`,
                });
            }
        }
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            for (const { elements } of run.script.pipelines) {
                if (!elements.some((command) => command && isCommand(command, 'chpasswd')))
                    continue;
                const echo = elements.find((command) => command && isCommand(command, 'echo', 'printf'));
                const word = echo && operands(echo).find(({ value, literal }) => literal && LOGIN.test(value));
                if (!word || elements.some((command) => command && hasFlag(command, '-e', '--encrypted')))
                    continue;
                const message = 'The password of a user of the image is written here.';
                report({ at: word.range, severity: 'high', message });
            }
        }
    },
}));
const LOGIN = /^[a-z_][\w-]*:[^\s$]+/;

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0016.ts




/* harmony default export */ const PS0016 = ((0,rule/* defineRule */.K)({
    id: 'PS0016',
    name: 'no-copied-secret-file',
    severity: 'high',
    practice: 'secrets',
    title: 'A file with credentials is copied into the image',
    why: 'The file is in a layer for everybody who can pull the image, even when a later instruction deletes it.',
    mend: 'Mount it for the one RUN that needs it, `RUN --mount=type=secret,id=…`, and list it in .dockerignore.',
    references: ['https://docs.docker.com/build/building/secrets/'],
    aliases: ['DS-0031'],
    mergesWith: ['SecretsUsedInArgOrEnv'],
    wrong: 'FROM node:22\nCOPY .npmrc package.json ./\nRUN npm ci',
    right: 'FROM node:22\nCOPY package.json ./\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci',
    check(dockerfile, report) {
        const { ignoreFile } = dockerfile.config;
        const ignore = ignoreFile ? parseIgnoreFile(ignoreFile) : undefined;
        for (const copy of (0,model/* instructionsOf */.a)(dockerfile, ['ADD', 'COPY'], { onbuild: true })) {
            if (copy.keyword === 'COPY' && copy.from)
                continue;
            for (const word of copy.sources) {
                const path = (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, copy, word);
                const what = secretFile(path);
                if (what === undefined || ignore?.ignores(path))
                    continue;
                report({
                    at: word.range,
                    message: `${path} is ${what}: it would be readable in the image.`,
                });
            }
            const [variable] = copy.destination?.variables ?? [];
            if (variable && copy.sources.length === 1 && SECRET_FILES.has(variable.name)) {
                const at = copy.destination?.range ?? copy.range;
                report({ at, message: `The file that $${variable.name} names holds credentials.` });
            }
        }
        checkVariables(dockerfile, report);
    },
}));
/** Variables that hold the path of a file with credentials. */
const SECRET_FILES = new Set([
    'AWS_CONFIG_FILE',
    'AWS_SHARED_CREDENTIALS_FILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'HF_TOKEN_PATH',
    'KUBECONFIG',
    'NPM_CONFIG_USERCONFIG',
    'PGPASSFILE',
]);
/** Such a variable that points below a folder that is copied into the final image. */
function checkVariables(dockerfile, report) {
    const last = dockerfile.stages.at(-1);
    const stages = last ? (0,dockerfile_stages/* lineage */.OZ)(last) : [];
    const folders = stages.flatMap((stage) => (0,model/* instructionsOf */.a)(stage, ['ADD', 'COPY']).flatMap(({ destination }) => destination ? [normal(destination.value)] : []));
    const isCopied = (path) => folders.some((folder) => folder !== '' && (path === folder || path.startsWith(`${folder}/`)));
    for (const stage of stages) {
        for (const instruction of (0,model/* instructionsOf */.a)(stage, ['ARG', 'ENV'])) {
            for (const { key, value } of instruction.pairs) {
                if (!value || !SECRET_FILES.has(key.value))
                    continue;
                const path = normal((0,dockerfile_stages/* expandedAt */.r5)(dockerfile, instruction, value));
                if (path === '' || path.includes('$') || !isCopied(path))
                    continue;
                report({
                    at: key.range,
                    message: `${key.value} names a file that is copied into the image.`,
                });
            }
        }
    }
}
/** `/app/`, `./app` and `app` are the same to a guess about the working directory. */
function normal(path) {
    return path.replace(/^(?:\.?\/)+|\/+$/g, '');
}
function secretFile(path) {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    const tail = path.toLowerCase().replace(/\/+$/, '').split('/').slice(-2).join('/');
    if (/(?:example|sample|template|dist|test|dummy|default)/.test(name))
        return undefined;
    if (/^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/.test(name))
        return 'a private SSH key';
    if (/\.(?:key|ppk|pfx|p12|jks|keystore|kdbx)$/.test(name))
        return 'a private key or a key store';
    if (/^\.env(?:\.(?:local|production|prod|staging|development|dev))*$/.test(name)) {
        return 'a file of environment variables, which mostly holds secrets';
    }
    if (/(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config|\.gem\/credentials|\.cargo\/credentials(?:\.toml)?|\.m2\/settings\.xml)$/.test(tail)) {
        return 'a file of credentials';
    }
    if (/^(?:\.ssh|\.aws|\.gnupg|\.kube|\.docker)$/.test(tail.split('/').at(-1) ?? ''))
        return 'a folder of credentials';
    return CREDENTIAL_FILES.has(name) ||
        /^service[-_]?account.*\.json$|^.*\.tfstate(?:\.backup)?$/.test(name)
        ? 'a file of credentials'
        : undefined;
}
const CREDENTIAL_FILES = new Set([
    '.dockercfg',
    '.git-credentials',
    '.htpasswd',
    '.my.cnf',
    '.netrc',
    '.npmrc',
    '.pgpass',
    '.pypirc',
    '_netrc',
    'credentials.json',
    'kubeconfig',
    'kubeconfig.yaml',
    'terraform.tfvars',
]);

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0017.ts



/* harmony default export */ const PS0017 = ((0,rule/* defineRule */.K)({
    id: 'PS0017',
    name: 'healthcheck',
    severity: 'info',
    practice: 'denial-of-service',
    title: 'The image has no HEALTHCHECK',
    why: 'A program that hangs looks like one that runs: nothing restarts it. (Kubernetes has its own probes and does not read HEALTHCHECK.)',
    mend: 'Add a HEALTHCHECK that asks the program itself, or `HEALTHCHECK NONE` where something else looks after it.',
    references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
    aliases: ['DS-0026'],
    tags: ['cis:4.6'],
    mergesWith: ['DL3057'],
    wrong: 'FROM nginx:1.29',
    right: 'FROM nginx:1.29\nHEALTHCHECK CMD ["curl", "-fsS", "http://localhost/"]',
    check({ stages }, report) {
        const stage = stages.at(-1);
        if (!stage)
            return;
        const chain = (0,dockerfile_stages/* lineage */.OZ)(stage);
        if (chain.some((one) => (0,model/* instructionsOf */.a)(one, 'HEALTHCHECK').length > 0))
            return;
        // Files without a program: there is nothing to ask.
        const starts = chain.some((one) => (0,model/* instructionsOf */.a)(one, ['CMD', 'ENTRYPOINT']).length > 0);
        if (chain.at(-1)?.image === 'scratch' && !starts)
            return;
        report({ at: stage.from.image.range, message: 'The image has no HEALTHCHECK.' });
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0018.ts




/* harmony default export */ const PS0018 = ((0,rule/* defineRule */.K)({
    id: 'PS0018',
    name: 'no-dist-upgrade',
    severity: 'medium',
    practice: 'image-security',
    title: 'The whole distribution is upgraded in a RUN',
    why: 'dist-upgrade may install and remove packages at will, so that the image is no longer the base image that was chosen and checked.',
    mend: 'Take a newer base image; `apt-get upgrade` for security fixes in between.',
    references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
    aliases: ['DS-0024'],
    wrong: 'FROM debian:11\nRUN apt-get update && apt-get dist-upgrade -y',
    right: 'FROM debian:12',
    check(dockerfile, report) {
        if (!/(?:dist|full)-upgrade/.test(dockerfile.text))
            return;
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            for (const command of run.script.commands) {
                const verb = packageCommand(command)?.verb;
                const upgrades = isCommand(command, 'apt-get', 'apt', 'aptitude') &&
                    isSubcommand(command, ['dist-upgrade', 'full-upgrade'], ['-o', '-t', '-c']);
                if (verb && upgrades) {
                    report({ at: verb.range, message: `${verb.value} upgrades the whole distribution.` });
                }
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0019.ts




/* harmony default export */ const PS0019 = ((0,rule/* defineRule */.K)({
    id: 'PS0019',
    name: 'clean-zypper-cache',
    severity: 'low',
    practice: 'minimal-containers',
    title: 'zypper leaves its cache in the layer',
    why: 'Package lists and downloads make the image larger and serve nobody who runs it.',
    mend: 'End the same RUN with `zypper clean --all`.',
    references: ['https://docs.docker.com/build/building/best-practices/#run'],
    aliases: ['DS-0020'],
    mergesWith: ['DL3036'],
    wrong: 'FROM opensuse/leap:16.0\nRUN zypper --non-interactive install curl',
    right: 'FROM opensuse/leap:16.0\nRUN zypper --non-interactive install curl && zypper clean --all',
    check(dockerfile, report) {
        if (!/zypper/.test(dockerfile.text))
            return;
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            if (run.mounts.some(({ options }) => options.get('target')?.startsWith('/var/cache/zypp'))) {
                continue;
            }
            const commands = run.script.commands.flatMap((command) => packageCommand(command) ?? []);
            const zypper = commands.filter(({ manager }) => manager === 'zypper');
            const clean = zypper.findLastIndex(({ action }) => action === 'clean');
            const open = zypper.slice(clean + 1).find(({ action }) => action !== 'update');
            if (!open || /rm\s[^&|;]*\/var\/cache\/zypp/.test(run.script.text))
                continue;
            const fix = appendFix(dockerfile, run, 'zypper clean --all');
            report({
                at: open.verb.range,
                message: `zypper ${open.verb.value} leaves its cache in the layer.`,
                ...(fix ? { fix } : {}),
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0020.ts


/* harmony default export */ const PS0020 = ((0,rule/* defineRule */.K)({
    id: 'PS0020',
    name: 'no-floating-base-image',
    severity: 'medium',
    practice: 'image-security',
    title: 'Base image is whatever is the latest',
    why: 'With the arguments that the file gives, the image has no version: two builds of one commit differ, and a bad release is built on at once.',
    mend: 'Name a version in the default of the ARG or in FROM, best with a digest.',
    references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
    aliases: ['DS-0001'],
    mergesWith: ['DL3006', 'DL3007'],
    wrong: 'ARG TAG=latest\nFROM debian:$TAG',
    right: 'ARG TAG=12\nFROM debian:$TAG',
    check(dockerfile, report) {
        // An ARG below a FROM has no effect on the next, but says what is meant.
        const defaults = new Map();
        const names = new Set();
        for (const instruction of dockerfile.instructions) {
            if (instruction.keyword === 'ARG') {
                for (const { key, value } of instruction.pairs) {
                    if (value)
                        defaults.set(key.value, value.expand((name) => defaults.get(name)));
                }
            }
            if (instruction.keyword !== 'FROM')
                continue;
            const { image, stage } = instruction;
            if (stage?.name !== undefined)
                names.add(stage.name);
            if (stage?.parent || image.raw === '')
                continue;
            const reference = image.expand((name) => defaults.get(name) ?? '');
            // Nothing but variables that a build argument must give.
            if (reference === '' || reference === 'scratch')
                continue;
            const { tag, digest } = (0,image_reference/* splitReference */.m)(reference);
            if (digest !== undefined || (tag !== undefined && tag !== 'latest'))
                continue;
            if (names.has(reference.toLowerCase()))
                continue;
            const message = tag === undefined
                ? `Base image ${reference} has no tag.`
                : `Base image ${reference} is not pinned to a version.`;
            report({ at: image.range, message });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0021.ts


/* harmony default export */ const PS0021 = ((0,rule/* defineRule */.K)({
    id: 'PS0021',
    name: 'pin-base-image-digest',
    severity: 'info',
    practice: 'registry-security',
    title: 'Base image is not pinned by digest',
    why: 'A tag can be moved: what is built tomorrow, or was signed and scanned yesterday, may be another image.',
    mend: 'Add the digest, `debian:12@sha256:…`, and let Dependabot or Renovate move it.',
    references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
    wrong: 'FROM debian:12',
    right: 'FROM debian:12@sha256:2bc5c236e9b262645a323e9088dfa3bb1ecb16cc75811daf40a23a824d665be9',
    check({ stages }, report) {
        const reported = new Set();
        for (const { image, from } of stages) {
            if (image === undefined || image === '' || image === 'scratch' || image.includes('$'))
                continue;
            const { tag, digest } = (0,image_reference/* splitReference */.m)(image);
            // Without a tag or with latest another rule says more; one finding an image is enough.
            if (digest !== undefined || tag === undefined || tag === 'latest' || reported.has(image))
                continue;
            reported.add(image);
            report({ at: from.image.range, message: `Base image ${image} is not pinned by digest.` });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0022.ts



/* harmony default export */ const PS0022 = ((0,rule/* defineRule */.K)({
    id: 'PS0022',
    name: 'checksum-of-download',
    severity: 'medium',
    practice: 'image-security',
    title: 'ADD downloads a file without checking it',
    why: 'Whatever the server sends that day ends up in the image: a broken or replaced file is not noticed.',
    mend: 'Add `--checksum=sha256:…`.',
    references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
    wrong: 'FROM debian:12\nADD https://example.org/tool.tar.gz /opt/',
    right: 'FROM debian:12\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/tool.tar.gz /opt/',
    check(dockerfile, report) {
        for (const add of (0,model/* instructionsOf */.a)(dockerfile, 'ADD', { onbuild: true })) {
            if ((0,model/* flag */.J)(add, 'checksum'))
                continue;
            for (const word of add.sources) {
                const url = (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, add, word);
                if (!/^https?:\/\//i.test(url) || PS0022_isGit(url))
                    continue;
                const plain = /^http:/i.test(url) ? ', over a connection that anybody can change' : '';
                report({
                    at: word.range,
                    ...(plain ? { severity: 'high' } : {}),
                    message: `${url} is downloaded without a checksum${plain}.`,
                });
            }
        }
    },
}));
/** A repository is fetched by git, which checks what it gets. */
function PS0022_isGit(url) {
    return /\.git(?:[#?].*)?$/i.test(url);
}

// EXTERNAL MODULE: ./src/dockerfile/source.ts
var source = __webpack_require__(4625);
;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0023.ts




/* harmony default export */ const PS0023 = ((0,rule/* defineRule */.K)({
    id: 'PS0023',
    name: 'no-pipe-to-interpreter',
    severity: 'high',
    practice: 'image-security',
    title: 'A download is run without being looked at',
    why: 'Whoever controls the server, or the way to it, runs what they like in the build; and half a download runs as well.',
    mend: 'Download a fixed version to a file, check its checksum or signature, then run it.',
    references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
    wrong: 'FROM debian:12\nRUN curl -fsSL https://example.org/install.sh | sh',
    right: 'FROM debian:12\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/install-1.2.sh /tmp/install.sh\nRUN sh /tmp/install.sh',
    check(dockerfile, report) {
        if (!/curl|wget|fetch|aria2c|http/.test(dockerfile.text))
            return;
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            const { commands, pipelines } = run.script;
            const seen = new Set();
            const found = (at, start, command) => {
                if (seen.has(start))
                    return;
                seen.add(start);
                const message = `What is downloaded goes straight to ${commandName(command)}.`;
                report({ at, message });
            };
            const wrapped = new Map();
            for (const command of commands)
                if (command.wrapper)
                    wrapped.set(command.wrapper, command);
            for (const { elements, range, start } of pipelines) {
                const from = elements.findIndex((command) => command && isDownload(innermost(command, wrapped)));
                if (from < 0)
                    continue;
                const to = elements
                    .slice(from + 1)
                    .map((command) => command && innermost(command, wrapped))
                    .find((command) => command && runsInput(command));
                if (to)
                    found(range, start, to);
            }
            // `sh -c "$(curl …)"`, `eval "$(curl …)"`, `bash <(curl …)`: a download inside a word of an interpreter.
            const scripts = commands
                .filter(runsWords)
                .flatMap((runner) => runner.args.flatMap(({ start, end, raw }) => /^["']?(?:\$\(|`|<\()/.test(raw) ? [{ start, end, runner }] : []))
                .sort((a, b) => a.start - b.start);
            const starts = scripts.map(({ start }) => start);
            for (const download of scripts.length > 0 ? commands : []) {
                if (!download.substituted || !isDownload(download))
                    continue;
                const script = scripts[(0,source/* lastAtOrBefore */.A)(starts, download.start)];
                if (!script || script.start > download.start || script.end < download.end)
                    continue;
                found(script.runner.range, script.runner.start, script.runner);
            }
        }
    },
}));
/** The command that sudo, env and the like run in the end. */
function innermost(command, inner) {
    let at = command;
    for (let depth = 0; depth < 8; depth++)
        at = inner.get(at) ?? at;
    return at;
}
function isDownload(command) {
    if (isCommand(command, 'curl'))
        return !hasFlag(command, '-I', '--head', '--version');
    return isCommand(command, 'wget', 'fetch', 'aria2c', 'http', 'https');
}
/** Whether the command runs what it reads from standard input. */
function runsInput(command) {
    const words = operands(command, ['-o', '-O', '+o', '-W', '-X', '-I', '-r']).map(({ value }) => value);
    if (isShell(command)) {
        return (!hasFlag(command, '-c') &&
            (hasFlag(command, '-s') || words.every((w) => w === '-' || w === '/dev/stdin')));
    }
    if (!INTERPRETER.test(commandName(command)))
        return false;
    if (hasFlag(command, '-c', '-e', '-m', '-n', '-p', '-V', '--version', '--eval', '--print'))
        return false;
    return words.length === 0 || words[0] === '-' || words[0] === '/dev/stdin';
}
/** Whether the command runs a script that is given as a word. */
function runsWords(command) {
    return (isShell(command) ||
        isCommand(command, 'eval', 'source', '.') ||
        INTERPRETER.test(commandName(command)));
}
function isShell(command) {
    return isCommand(command, 'sh', 'bash', 'dash', 'ash', 'zsh', 'ksh');
}
const INTERPRETER = /^(?:python[\d.]*|perl|ruby|node|nodejs|php|pwsh|lua|deno)$/;

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0024.ts



/* harmony default export */ const PS0024 = ((0,rule/* defineRule */.K)({
    id: 'PS0024',
    name: 'no-tls-verification-off',
    severity: 'high',
    practice: 'image-security',
    title: 'The server is not verified',
    why: 'Anybody on the way can answer in its place: what is downloaded is theirs, and so are the credentials that are sent.',
    mend: 'Install `ca-certificates`, or add the certificate of your own authority to the trusted ones.',
    references: ['https://cwe.mitre.org/data/definitions/295.html'],
    wrong: 'FROM debian:12\nRUN curl -k -o tool https://example.org/tool',
    right: 'FROM debian:12\nRUN curl -fsSL -o tool https://example.org/tool',
    check(dockerfile, report) {
        if (!/insecure|\s-\w*k|no-check-certificate|check-certificate=false|verify|unauthorized|strict.?ssl|trusted.host|disable.tls|unsafe_https|check_revoke/i.test(dockerfile.text))
            return;
        const variable = (name, value) => VARIABLES.get(name.toUpperCase())?.test(value);
        const off = (at, name) => report({ at, message: `${name} switches the verification of servers off.` });
        // A health check asks the container itself.
        const keywords = ['RUN', 'CMD', 'ENTRYPOINT'];
        for (const { script } of (0,model/* instructionsOf */.a)(dockerfile, keywords, { onbuild: true })) {
            for (const command of script.commands) {
                if (isLocal(command))
                    continue;
                const how = unverified(command);
                if (how !== undefined) {
                    report({
                        at: command.range,
                        message: `${commandName(command)} does not verify the server (${how}).`,
                    });
                }
                for (const { name, value, range } of command.assignments) {
                    if (variable(name, value?.value ?? ''))
                        off(range, name);
                }
                if (!isCommand(command, 'export'))
                    continue;
                for (const word of command.args) {
                    const [name = '', ...value] = word.value.split('=');
                    if (variable(name, value.join('=')))
                        off(word.range, name);
                }
            }
        }
        for (const { pairs } of (0,model/* instructionsOf */.a)(dockerfile, ['ARG', 'ENV'], { onbuild: true })) {
            for (const { key, value, range } of pairs) {
                if (variable(key.value, value?.value ?? ''))
                    off(range, key.value);
            }
        }
    },
}));
const ON = /^(?:1|true|yes|on)$/i;
const OFF = /^(?:0|false|no|off|never)$/i;
const VARIABLES = new Map([
    ['GIT_SSL_NO_VERIFY', ON],
    ['NODE_TLS_REJECT_UNAUTHORIZED', OFF],
    ['NPM_CONFIG_STRICT_SSL', OFF],
    ['YARN_STRICT_SSL', OFF],
    ['PYTHONHTTPSVERIFY', OFF],
    ['PIP_TRUSTED_HOST', /\S/],
    ['CONDA_SSL_VERIFY', OFF],
    ['COMPOSER_DISABLE_TLS', ON],
    ['HEX_UNSAFE_HTTPS', ON],
    ['CURL_INSECURE', ON],
    ['GOINSECURE', /\S/],
    ['CARGO_HTTP_CHECK_REVOKE', OFF],
]);
/** How the command is told not to verify; undefined when it is not. */
function unverified(command) {
    if (isCommand(command, 'curl') && command.args.some(({ value }) => CURL_K.test(value)))
        return '-k';
    const flags = OPTIONS.get(commandName(command));
    const given = flags?.find((name) => hasFlag(command, name));
    if (given !== undefined)
        return given;
    const words = operands(command).map(({ value }) => value);
    const text = words.slice(0, 6).join(' ');
    if (isCommand(command, 'git')) {
        const values = [
            ...flagValues(command, '-c').map(({ value }) => value),
            text.replace(/^.*\bconfig\s+(?:\S+\s+)??(http\.\S+)\s+(\S+).*$/i, '$1=$2'),
        ];
        return values.find((value) => /^http\.(?:.*\.)?sslverify=(?:0|false|no|off)$/i.test(value));
    }
    if (isCommand(command, 'npm', 'yarn', 'pnpm')) {
        if (hasFlag(command, '--no-strict-ssl'))
            return '--no-strict-ssl';
        if (flagValues(command, '--strict-ssl').some(({ value }) => OFF.test(value)))
            return '--strict-ssl=false';
        return /^(?:config )?set (?:strict-ssl|enableStrictSsl)[ =](?:false|0)\b/i.exec(text)?.[0];
    }
    if (isCommand(command, 'conda', 'mamba', 'micromamba')) {
        return hasFlag(command, '-k', '--insecure')
            ? '--insecure'
            : /^config.* ssl_verify (?:false|no|0)/i.exec(`${text} ${flagValues(command, '--set')
                .map(({ value }) => value)
                .join(' ')}`)?.[0];
    }
    if (isCommand(command, 'composer'))
        return /\bdisable-tls true\b/.exec(text)?.[0];
    if (isCommand(command, 'apt-get', 'apt')) {
        return flagValues(command, '-o', '--option')
            .map(({ value }) => value)
            .find((value) => /^Acquire::https?(?:::[^=]*)?::Verify-(?:Peer|Host)=(?:false|0|no)/i.test(value));
    }
    return /^pip[\d.]*$/.test(commandName(command)) && hasFlag(command, '--trusted-host')
        ? '--trusted-host'
        : pythonPip(command);
}
function pythonPip(command) {
    if (!/^python[\d.]*$/.test(commandName(command)))
        return undefined;
    const isPip = flagValues(command, '-m').some(({ value }) => value === 'pip');
    return isPip && hasFlag(command, '--trusted-host') ? '--trusted-host' : undefined;
}
/** `-k` in a cluster, unless an option before it takes the rest as its value: `-dkey=1`. */
const CURL_K = /^-[^-AbcCdDeEFhHKmoPQrtTuUwxXyYz]*k/;
const OPTIONS = new Map([
    ['curl', ['--insecure', '--proxy-insecure']],
    ['wget', ['--no-check-certificate']],
    ['aws', ['--no-verify-ssl']],
    ['kubectl', ['--insecure-skip-tls-verify']],
    ['helm', ['--insecure-skip-tls-verify']],
    ['oc', ['--insecure-skip-tls-verify']],
    ['uv', ['--allow-insecure-host', '--trusted-host']],
    ['http', ['--verify=no', '--verify=false']],
    ['aria2c', ['--check-certificate=false']],
    ['dnf', ['--setopt=sslverify=0', '--setopt=sslverify=false']],
    ['yum', ['--setopt=sslverify=0', '--setopt=sslverify=false']],
]);
/** The container asks itself: there is nobody in between. */
function isLocal(command) {
    return command.args.some(({ value }) => /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/.test(value));
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0025.ts



/* harmony default export */ const PS0025 = ((0,rule/* defineRule */.K)({
    id: 'PS0025',
    name: 'no-unsigned-packages',
    severity: 'high',
    practice: 'image-security',
    title: 'Packages are installed without checking their signatures',
    why: 'A package that the mirror, or anybody on the way to it, has replaced is installed as if it were the real one.',
    mend: 'Import the key of the repository, and leave the check on.',
    references: ['https://cwe.mitre.org/data/definitions/347.html'],
    wrong: 'FROM fedora:43\nRUN dnf install -y --nogpgcheck tool',
    right: 'FROM fedora:43\nRUN rpm --import https://example.org/key.asc && dnf install -y tool',
    check(dockerfile, report) {
        if (!/gpg|unauth|untrusted|force-yes|insecure|trusted=|nosignature|nodigest|noverify|unsigned|WeakRepositories/i.test(dockerfile.text))
            return;
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            for (const command of run.script.commands) {
                const how = unsigned(command);
                if (how === undefined)
                    continue;
                const message = `${commandName(command)} does not check signatures (${how}).`;
                report({ at: command.range, message });
            }
        }
    },
}));
function unsigned(command) {
    const given = PS0025_OPTIONS.get(commandName(command))?.find((name) => hasFlag(command, name));
    if (given !== undefined)
        return given;
    if (isCommand(command, 'apt-get', 'apt')) {
        return flagValues(command, '-o', '--option')
            .map(({ value }) => value)
            .find((value) => /^(?:APT::Get::AllowUnauthenticated|Acquire::Allow(?:Insecure|Weak)Repositories)=(?:true|1|yes)/i.test(value));
    }
    if (isCommand(command, 'echo', 'printf')) {
        const line = command.args.find(({ value }) => /^deb(?:-src)?\s.*\[[^\]]*\btrusted=yes\b/.test(value));
        return line && 'trusted=yes';
    }
    return undefined;
}
const RPM = ['--nogpgcheck', '--no-gpgchecks', '--setopt=gpgcheck=0'];
const PS0025_OPTIONS = new Map([
    ['apt-get', ['--allow-unauthenticated', '--force-yes', '--allow-insecure-repositories']],
    ['apt', ['--allow-unauthenticated', '--force-yes', '--allow-insecure-repositories']],
    ['apk', ['--allow-untrusted']],
    ['dnf', RPM],
    ['dnf5', RPM],
    ['microdnf', RPM],
    ['tdnf', RPM],
    ['yum', RPM],
    ['rpm', ['--nosignature', '--nodigest', '--noverify']],
    ['zypper', ['--no-gpg-checks', '--allow-unsigned-rpm']],
]);

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0026.ts



/* harmony default export */ const PS0026 = ((0,rule/* defineRule */.K)({
    id: 'PS0026',
    name: 'no-world-writable-files',
    severity: 'medium',
    practice: 'runtime-security',
    title: 'Files are made writable for everybody',
    why: 'Any process in the container, whatever its user, can replace the program that runs next.',
    mend: 'Give the files to the user that needs them: `COPY --chown=…`, `chown`, mode 755 or 775.',
    references: ['https://cwe.mitre.org/data/definitions/732.html'],
    wrong: 'FROM debian:12\nRUN chmod -R 777 /app',
    right: 'FROM debian:12\nRUN chown -R app:app /app && chmod -R u=rwX,go=rX /app',
    check(dockerfile, report) {
        if (!/chmod/.test(dockerfile.text))
            return;
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            for (const command of run.script.commands) {
                if (!isCommand(command, 'chmod'))
                    continue;
                // The mode may begin with a dash: `chmod -R o+w`.
                const [mode] = operands(command, ['--reference']);
                if (!mode || !isWorldWritable(mode.value))
                    continue;
                const message = `Mode ${mode.value} lets everybody write.`;
                report({ at: mode.range, message });
            }
        }
        for (const copy of (0,model/* instructionsOf */.a)(dockerfile, ['ADD', 'COPY'], { onbuild: true })) {
            const mode = (0,model/* flag */.J)(copy, 'chmod');
            if (!mode?.value || !isWorldWritable(mode.value))
                continue;
            report({ at: mode.range, message: `Mode ${mode.value} lets everybody write.` });
        }
    },
}));
/** Sticky folders like /tmp are meant to be. */
function isWorldWritable(mode) {
    const octal = /^0?([0-7])?[0-7]{2}([0-7])$/.exec(mode);
    if (octal)
        return (Number(octal[2]) & 2) !== 0 && (Number(octal[1] ?? 0) & 1) === 0;
    return (!/[+=][rwxX]*t/.test(mode) &&
        mode.split(',').some((part) => /^[ug]*[oa][ugoa]*[+=][rxXs]*w/.test(part)));
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0027.ts




/* harmony default export */ const PS0027 = ((0,rule/* defineRule */.K)({
    id: 'PS0027',
    name: 'no-package-cache',
    severity: 'low',
    practice: 'minimal-containers',
    title: 'The package manager leaves its cache in the layer',
    why: 'Downloaded packages make the image larger, often twice as large, and serve nobody who runs it.',
    mend: 'Clean in the same RUN: `conda clean -afy`, `pacman -Scc --noconfirm`; or use a cache mount.',
    references: ['https://docs.docker.com/build/building/best-practices/#run'],
    wrong: 'FROM archlinux:base-20260101.0.0\nRUN pacman -Sy --noconfirm curl',
    right: 'FROM archlinux:base-20260101.0.0\nRUN pacman -Sy --noconfirm curl && pacman -Scc --noconfirm',
    check(dockerfile, report) {
        if (!/conda|mamba|pacman/.test(dockerfile.text))
            return;
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            if (run.mounts.some(({ type }) => type === 'cache' || type === 'tmpfs'))
                continue;
            const commands = run.script.commands.flatMap((command) => packageCommand(command) ?? []);
            for (const manager of ['conda', 'pacman']) {
                const own = commands.filter((command) => command.manager === manager);
                const clean = own.findLastIndex(({ action }) => action === 'clean');
                const open = own
                    .slice(clean + 1)
                    .find(({ action }) => action === 'install' || action === 'upgrade');
                if (!open || CLEANED.test(run.script.text))
                    continue;
                const message = `${manager} ${open.verb.value} leaves its cache in the layer.`;
                const command = manager === 'conda' ? 'conda clean -afy' : 'pacman -Scc --noconfirm';
                const fix = appendFix(dockerfile, run, command);
                report({ at: open.verb.range, message, ...(fix ? { fix } : {}) });
            }
        }
    },
}));
const CLEANED = /\brm\s[^&|;\n]*(?:\/var\/cache\/pacman|conda[^\s]*\/pkgs)/;

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0028.ts





/* harmony default export */ const PS0028 = ((0,rule/* defineRule */.K)({
    id: 'PS0028',
    name: 'no-build-tools-in-image',
    severity: 'low',
    practice: 'minimal-containers',
    title: 'Build tools stay in the final image',
    why: 'Compilers make the image larger, bring vulnerabilities of their own, and help whoever breaks in.',
    mend: 'Build in a stage of its own and `COPY --from` the result, or remove the tools in the same RUN.',
    references: ['https://docs.docker.com/build/building/multi-stage/'],
    wrong: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends gcc make\nRUN make',
    right: 'FROM debian:12 AS build\nRUN apt-get update && apt-get install -y --no-install-recommends gcc make\nRUN make\nFROM debian:12\nCOPY --from=build /app /app',
    check({ stages }, report) {
        const last = stages.at(-1);
        for (const stage of last ? (0,dockerfile_stages/* lineage */.OZ)(last) : []) {
            for (const run of (0,model/* instructionsOf */.a)(stage, 'RUN')) {
                const [first, ...more] = toolsLeft(run);
                if (!first)
                    continue;
                const names = [first, ...more].slice(0, 6).map(({ value }) => value);
                report({
                    at: first.range,
                    message: `Build tools stay in the final image: ${names.join(', ')}.`,
                });
            }
        }
    },
}));
function toolsLeft(run) {
    const left = [];
    const removed = new Set();
    let removesUnknown = false;
    const virtual = new Map();
    for (const command of run.script.commands) {
        const known = packageCommand(command);
        if (known?.action === 'remove') {
            if (known.packages.some(({ literal }) => !literal))
                removesUnknown = true;
            for (const { value } of known.packages)
                removed.add(value.replace(/=.*$/, ''));
        }
        if (known?.action !== 'install')
            continue;
        const group = flagValues(command, '-t', '--virtual')[0]?.value;
        for (const word of known.packages) {
            if (!TOOL.test(word.value))
                continue;
            left.push(word);
            if (known.manager === 'apk' && group !== undefined)
                virtual.set(word, group);
        }
    }
    if (removesUnknown)
        return [];
    return left.filter((word) => !removed.has(word.value.replace(/[=<>~].*$/, '')) && !removed.has(virtual.get(word) ?? ''));
}
const TOOL = /^(?:build-essential|build-base|base-devel|gcc(?:-\d[\d.]*|-c\+\+)?|g\+\+(?:-\d[\d.]*)?|c?make|clang(?:-\d+)?|ninja-build|meson|autoconf|automake|libtool|@?development[- ]tools|golang(?:-go)?|rustc|cargo|maven|gradle|default-jdk(?:-headless)?|(?:openjdk-\d+-jdk|openjdk\d+-jdk|java-[\d.]+-openjdk-devel)(?:-headless)?)(?:[=<>~].*)?$/i;

;// CONCATENATED MODULE: ./src/dockerfile/base-image-lifetimes.ts
/**
 * By product, `release[/code name]:last day of support`. Written by scripts/refresh-base-image-lifetimes.mjs; facts
 * from endoflife.date.
 */
const LIFETIMES = new Map([
    ['almalinux', '8:2029-05-31 9:2032-05-31 10:2035-05-31'],
    [
        'alpine',
        '3.24:2028-06-01 3.23:2027-11-01 3.22:2027-05-01 3.21:2026-11-01 3.20:2026-04-01 3.19:2025-11-01 3.18:2025-05-09 3.17:2024-11-22 3.16:2024-05-23 3.15:2023-11-01 3.14:2023-05-01 3.13:2022-11-01 3.12:2022-05-01 3.11:2021-11-01 3.10:2021-05-01 3.9:2020-11-01 3.8:2020-05-01 3.7:2019-11-01 3.6:2019-05-01 3.5:2018-11-01 3.4:2018-05-01 3.3:2017-11-01 3.2:2017-05-01 3.1:2016-11-01 3.0:2016-05-01 2.7:2015-11-01 2.6:2015-05-01 2.5:2014-11-01 2.4:2014-05-01 2.3:2013-11-01 2.2:2013-05-01 2.1:2012-11-01',
    ],
    [
        'amazoncorretto',
        '8:2030-12-31 11:2032-01-31 15:2021-04-20 16:2021-10-19 17:2029-10-31 18:2022-10-18 19:2023-04-19 20:2023-10-17 21:2030-10-31 22:2024-10-15 23:2025-04-30 24:2025-10-31 25:2032-10-31 26:2026-10-31',
    ],
    [
        'amzn',
        '2:2026-06-30 2023:2029-06-30 2018.03:2023-12-31 2017.09:2023-12-31 2017.03:2023-12-31 2016.09:2023-12-31 2016.03:2023-12-31 2015.09:2023-12-31 2015.03:2023-12-31 2014.09:2023-12-31 2014.03:2023-12-31 2013.09:2023-12-31 2013.03:2023-12-31 2012.09:2023-12-31 2012.03:2023-12-31 2011.09:2023-12-31 2010.11:2023-12-31',
    ],
    ['centos', '5:2017-03-31 6:2020-11-30 7:2024-06-30 8:2021-12-31'],
    [
        'debian',
        '5/lenny:2012-02-06 6/squeeze:2016-02-29 7/wheezy:2018-05-31 8/jessie:2020-06-30 9/stretch:2022-07-01 10/buster:2024-06-30 11/bullseye:2026-08-31 12/bookworm:2028-06-30 13/trixie:2030-06-30',
    ],
    [
        'dotnet',
        '5:2022-05-10 6:2024-11-12 7:2024-05-14 8:2026-11-10 9:2026-11-10 10:2028-11-14 3.1:2022-12-13 3.0:2020-03-03 2.2:2019-12-23 2.1:2021-08-21 2.0:2018-10-01 1.1:2019-06-27 1.0:2019-06-27',
    ],
    [
        'eclipse-temurin',
        '8:2030-12-31 11:2027-10-31 16:2021-09-30 17:2027-10-31 18:2022-09-30 19:2023-03-31 20:2023-09-19 21:2029-12-31 22:2024-09-17 23:2025-03-18 24:2025-09-16 25:2031-09-30 26:2026-09-15',
    ],
    [
        'elasticsearch',
        '6:2022-02-10 7:2026-01-15 9.3:2026-08-04 9.2:2026-05-05 9.1:2026-02-03 8.19:2027-07-15 8.18:2025-10-21 9.0:2025-10-23 8.17:2025-08-12 8.16:2025-04-15',
    ],
    [
        'fedora',
        '15:2012-06-26 16:2013-02-12 17:2013-07-30 18:2014-01-14 19:2015-01-06 20:2015-06-23 21:2015-12-01 22:2016-07-19 23:2016-12-20 24:2017-08-08 25:2017-12-12 26:2018-05-29 27:2018-11-30 28:2019-05-28 29:2019-11-26 30:2020-05-26 31:2020-11-24 32:2021-05-25 33:2021-11-30 34:2022-06-07 35:2022-12-13 36:2023-05-16 37:2023-12-05 38:2024-05-21 39:2024-11-26 40:2025-05-13 41:2025-12-15 42:2026-05-27 43:2026-12-09 44:2027-06-02',
    ],
    [
        'golang',
        '1.25:2026-08-19 1.24:2026-02-10 1.23:2025-08-12 1.22:2025-02-11 1.21:2024-08-13 1.20:2024-02-06 1.19:2023-09-06 1.18:2023-02-01 1.17:2022-08-02 1.16:2022-03-15 1.15:2021-08-16 1.14:2021-02-16 1.13:2020-08-11 1.12:2020-02-25 1.11:2019-09-03 1.10:2019-02-25',
    ],
    [
        'haproxy',
        '3.4:2031-04-01 3.3:2027-01-01 3.2:2030-04-01 3.1:2026-01-01 3.0:2029-04-01 2.9:2025-03-21 2.8:2028-04-01 2.7:2024-04-05 2.6:2027-04-01 2.5:2023-05-02 2.4:2026-04-01 2.3:2022-07-27 2.2:2025-04-23 2.1:2021-03-18 2.0:2024-04-05 1.9:2020-07-31 1.8:2022-12-09 1.7:2021-10-01 1.6:2020-10-01 1.5:2020-01-10 1.4:2020-01-10 1.3:2016-03-14',
    ],
    [
        'mariadb',
        '12.3:2029-06-12 12.2:2026-05-28 12.1:2026-02-13 12.0:2025-11-18 11.8:2028-06-04 11.7:2025-05-12 11.6:2025-02-13 11.5:2024-11-21 11.4:2029-05-29 11.3:2024-05-29 11.2:2024-11-21 11.1:2024-08-21 11.0:2024-06-06 10.11:2028-02-16 10.10:2023-11-17 10.9:2023-08-22 10.8:2023-05-20 10.7:2023-02-09 10.6:2026-07-06 10.5:2025-06-24 10.4:2024-06-18 10.3:2023-05-25 10.2:2022-05-23 10.1:2020-10-17 10.0:2019-03-31 5.5:2020-04-11 5.3:2017-03-01 5.2:2015-11-10 5.1:2015-02-01',
    ],
    [
        'mongo',
        '8.3:2029-10-31 8.2:2026-07-31 8.1:2025-09-30 8.0:2029-10-31 7.3:2024-10-02 7.2:2024-03-27 7.1:2024-01-23 7.0:2027-08-31 6.3:2023-08-31 6.2:2023-04-24 6.1:2023-02-09 6.0:2025-07-31 5.3:2022-07-19 5.2:2022-03-23 5.1:2022-01-19 5.0:2024-10-31 4.4:2024-02-29 4.2:2023-04-30 4.0:2022-04-30 3.6:2021-04-30 3.4:2020-01-31 3.2:2018-09-30 3.0:2018-02-28 2.6:2016-10-31 2.4:2013-03-31 2.2:2014-02-28 2.0:2013-03-31 1.8:2012-09-30 1.6:2012-02-28 1.4:2012-09-30',
    ],
    [
        'mysql',
        '9.7:2034-04-21 9.6:2026-04-21 9.5:2026-01-20 9.4:2025-10-21 9.3:2025-07-22 9.2:2025-04-15 9.1:2025-01-21 9.0:2024-10-15 8.4:2032-04-30 8.3:2024-04-10 8.2:2023-12-14 8.1:2023-10-25 8.0:2026-04-30 5.7:2023-10-31 5.6:2021-02-28 5.5:2018-12-31',
    ],
    [
        'nginx',
        '1.29:2026-05-13 1.28:2026-04-14 1.27:2025-06-24 1.26:2025-04-23 1.25:2024-05-29 1.24:2024-04-23 1.23:2023-05-23 1.22:2023-04-11 1.21:2022-06-21 1.20:2022-05-24 1.19:2021-05-25 1.18:2021-04-20 1.16:2020-04-20 1.14:2019-04-23 1.12:2018-04-17 1.10:2017-04-12 1.8:2016-04-26 1.6:2015-04-21 1.4:2014-04-24 1.2:2013-04-24 1.0:2012-04-23',
    ],
    [
        'node',
        '4:2018-04-30 5:2016-06-30 6:2019-04-30 7:2017-06-30 8:2019-12-31 9:2018-06-30 10:2021-04-30 11:2019-06-30 12:2022-04-30 13:2020-06-01 14:2023-04-30 15:2021-06-01 16:2023-09-11 17:2022-06-01 18:2025-04-30 19:2023-06-01 20:2026-04-30 21:2024-06-01 22:2027-04-30 23:2025-06-01 24:2028-04-30 25:2026-06-01 26:2029-04-30',
    ],
    ['ol', '6:2021-03-31 7:2024-12-31 8:2029-07-31 9:2032-06-30'],
    [
        'opensuse-leap',
        '16.0:2027-10-31 15.6:2026-04-30 15.5:2024-12-31 15.4:2023-12-07 15.3:2022-12-31 15.2:2022-01-04 15.1:2021-02-02 15.0:2019-12-03 42.3:2019-07-01 42.2:2018-01-26 42.1:2017-05-17 13.2:2017-01-17 13.1:2016-02-03 12.3:2015-01-29 12.2:2014-01-15 12.1:2013-05-15 11.4:2012-11-05 11.3:2012-01-20',
    ],
    [
        'perl',
        '5.44:2029-07-15 5.42:2028-07-03 5.40:2027-06-09 5.38:2026-07-02 5.36:2025-05-27 5.34:2024-05-20 5.32:2023-06-20 5.30:2022-05-22 5.28:2021-06-23 5.26:2020-05-30',
    ],
    [
        'php',
        '8.5:2029-12-31 8.4:2028-12-31 8.3:2027-12-31 8.2:2026-12-31 8.1:2025-12-31 8.0:2023-11-26 7.4:2022-11-28 7.3:2021-12-06 7.2:2020-11-30 7.1:2019-12-01 7.0:2019-01-10 5.6:2018-12-31 5.5:2016-07-21 5.4:2015-09-14 5.3:2014-08-14',
    ],
    [
        'postgres',
        '10:2022-11-10 11:2023-11-09 12:2024-11-21 13:2025-11-13 14:2026-11-12 15:2027-11-11 16:2028-11-09 17:2029-11-08 18:2030-11-14 9.6:2021-11-11 9.5:2021-02-11 9.4:2020-02-13 9.3:2018-11-08 9.2:2017-11-09 9.1:2016-10-27 9.0:2015-10-08 8.4:2014-07-24 8.3:2013-02-07',
    ],
    [
        'python',
        '3.14:2030-10-31 3.13:2029-10-31 3.12:2028-10-31 3.11:2027-10-31 3.10:2026-10-31 3.9:2025-10-31 3.8:2024-10-07 3.7:2023-06-27 3.6:2021-12-23 3.5:2020-09-30 3.4:2019-03-18 3.3:2017-09-29 3.2:2016-02-20 2.7:2020-01-01 3.1:2012-04-09 2.6:2013-10-29',
    ],
    [
        'rabbitmq',
        '4.2:2026-07-31 4.1:2026-01-30 4.0:2025-04-15 3.13:2024-09-17 3.12:2024-02-21 3.11:2023-06-01 3.10:2022-09-28 3.9:2023-01-31 3.8:2022-07-31 3.7:2020-09-30 3.6:2018-05-31 3.5:2016-10-31 3.4:2015-10-31 3.3:2015-03-31 3.2:2014-10-31 3.1:2014-04-30 3.0:2013-11-30',
    ],
    [
        'redis',
        '8.2:2030-09-01 8.0:2026-12-01 7.4:2029-12-01 7.2:2029-12-01 7.0:2024-07-29 6.2:2027-04-01 6.0:2022-05-31 5.0:2022-04-27',
    ],
    ['rocky', '8:2029-05-31 9:2032-05-31 10:2035-05-31'],
    [
        'ruby',
        '4.0:2029-03-31 3.4:2028-03-31 3.3:2027-03-31 3.2:2026-03-31 3.1:2025-03-26 3.0:2024-04-23 2.7:2023-03-31 2.6:2022-03-31 2.5:2021-03-31 2.4:2020-03-31 2.3:2019-03-31 2.2:2018-03-31 2.1:2017-03-31 2.0.0:2016-02-24 1.9.3:2015-02-23',
    ],
    [
        'tomcat',
        '5:2012-09-30 6:2016-12-31 7:2021-03-31 10.0:2022-10-31 9.0:2027-03-31 8.5:2024-03-31 8.0:2018-06-30',
    ],
    [
        'traefik',
        '3.6:2026-08-16 3.5:2025-11-07 3.4:2025-07-23 3.3:2025-05-05 3.2:2025-01-06 3.1:2024-10-28 3.0:2024-07-15 2.11:2026-02-01 2.10:2024-02-12 2.9:2023-04-24 2.8:2022-10-03 2.7:2022-06-29 2.6:2022-05-24 2.5:2022-01-24 2.4:2021-08-17 2.3:2021-01-19 2.2:2020-09-23 2.1:2020-03-25 2.0:2019-12-11 1.7:2021-12-31',
    ],
    [
        'ubuntu',
        '26.04/resolute:2031-04-30 25.10/questing:2026-07-01 25.04/plucky:2026-01-17 24.10/oracular:2025-07-10 24.04/noble:2029-05-31 23.10/mantic:2024-07-12 23.04/lunar:2024-01-20 22.10/kinetic:2023-07-20 22.04/jammy:2027-04-01 21.10/impish:2022-07-14 21.04/hirsute:2022-01-20 20.10/groovy:2021-07-22 20.04/focal:2025-05-31 19.10/eoan:2020-07-06 19.04/disco:2020-01-23 18.10/cosmic:2019-07-18 18.04/bionic:2023-05-31 17.10/artful:2018-07-19 17.04/zesty:2018-01-13 16.10/yakkety:2017-07-20 16.04/xenial:2021-04-02 15.10/wily:2016-07-28 15.04/vivid:2016-02-04 14.10/utopic:2015-07-23 14.04/trusty:2019-04-02 13.10/saucy:2014-07-17 13.04/raring:2014-01-27 12.10/quantal:2014-05-16 12.04/precise:2017-04-28 11.10/oneiric:2013-05-09 11.04/natty:2012-10-28 10.10/maverick:2012-04-10 10.04/lucid:2013-05-09 8.04/hardy:2013-05-09',
    ],
]);
/** The product whose version an image's tag begins with. */
const PRODUCTS = new Map([
    ['almalinux', 'almalinux'],
    ['alpine', 'alpine'],
    ['amazoncorretto', 'amazoncorretto'],
    ['amazonlinux', 'amzn'],
    ['centos', 'centos'],
    ['debian', 'debian'],
    ['mcr.microsoft.com/dotnet/aspnet', 'dotnet'],
    ['mcr.microsoft.com/dotnet/runtime', 'dotnet'],
    ['mcr.microsoft.com/dotnet/runtime-deps', 'dotnet'],
    ['mcr.microsoft.com/dotnet/sdk', 'dotnet'],
    ['eclipse-temurin', 'eclipse-temurin'],
    ['elasticsearch', 'elasticsearch'],
    ['docker.elastic.co/elasticsearch/elasticsearch', 'elasticsearch'],
    ['fedora', 'fedora'],
    ['golang', 'golang'],
    ['haproxy', 'haproxy'],
    ['mariadb', 'mariadb'],
    ['mongo', 'mongo'],
    ['mysql', 'mysql'],
    ['nginx', 'nginx'],
    ['nginxinc/nginx-unprivileged', 'nginx'],
    ['node', 'node'],
    ['oraclelinux', 'ol'],
    ['opensuse/leap', 'opensuse-leap'],
    ['perl', 'perl'],
    ['php', 'php'],
    ['postgres', 'postgres'],
    ['python', 'python'],
    ['rabbitmq', 'rabbitmq'],
    ['redis', 'redis'],
    ['rockylinux', 'rocky'],
    ['rockylinux/rockylinux', 'rocky'],
    ['ruby', 'ruby'],
    ['tomcat', 'tomcat'],
    ['traefik', 'traefik'],
    ['ubuntu', 'ubuntu'],
]);

;// CONCATENATED MODULE: ./src/dockerfile/base-image-support.ts


/**
 * The products that a reference's tag tells, `python:3.8-slim-buster` both its python and its debian, with the ends of
 * their support. Empty for images that are not known.
 */
function supportOf(reference) {
    const { name, registry, tag } = (0,image_reference/* splitReference */.m)(reference);
    const isHub = registry === undefined || /^(?:index\.)?docker\.io$/.test(registry);
    const product = PRODUCTS.get(isHub ? name.replace(/^library\//, '') : `${registry}/${name}`);
    if (product === undefined || tag === undefined)
        return [];
    const [first = '', ...suffixes] = tag.toLowerCase().split('-');
    const found = [releaseOf(product, first)];
    for (const suffix of suffixes) {
        const alpine = /^alpine(\d[\d.]*)$/.exec(suffix)?.[1];
        if (alpine !== undefined)
            found.push(releaseOf('alpine', alpine));
        else if (/^[a-z]+$/.test(suffix))
            found.push(byCodename(suffix));
    }
    if (product !== 'debian' && product !== 'ubuntu' && /^[a-z]+$/.test(first)) {
        found.push(byCodename(first));
    }
    return found.filter((support) => support !== undefined);
}
/** The most exact release that a version belongs to: 3.8.20 is 3.8. */
function releaseOf(product, version) {
    const releases = releasesOf(product);
    const parts = version.replace(/^v/, '').split('.');
    for (let length = parts.length; length > 0; length--) {
        const release = parts.slice(0, length).join('.');
        const until = releases.get(release);
        if (until !== undefined)
            return { what: `${product} ${release}`, until };
    }
    return undefined;
}
function byCodename(name) {
    return releaseOf('debian', name) ?? releaseOf('ubuntu', name);
}
const parsed = new Map();
function releasesOf(product) {
    let releases = parsed.get(product);
    if (!releases) {
        releases = new Map((LIFETIMES.get(product) ?? '').split(' ').flatMap((entry) => {
            const [names = '', until = ''] = entry.split(':');
            return names.split('/').map((name) => [name, until]);
        }));
        parsed.set(product, releases);
    }
    return releases;
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0029.ts


/* harmony default export */ const PS0029 = ((0,rule/* defineRule */.K)({
    id: 'PS0029',
    name: 'supported-base-image',
    severity: 'high',
    practice: 'image-security',
    title: 'Base image is no longer supported',
    why: 'Nobody mends its vulnerabilities, and scanners that find no advisories say nothing either.',
    mend: 'Move to a release that still gets security fixes.',
    references: ['https://endoflife.date/'],
    wrong: 'FROM debian:9',
    right: 'FROM debian:13',
    check({ stages, config }, report) {
        const today = config.now.toISOString().slice(0, 10);
        for (const { image, from } of stages) {
            if (image === undefined)
                continue;
            for (const { what, until } of supportOf(image)) {
                if (until >= today)
                    continue;
                const message = `${what} in base image ${image} has had no support since ${until}.`;
                report({ at: from.image.range, message, details: { product: what, endOfLife: until } });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0030.ts




/* harmony default export */ const PS0030 = ((0,rule/* defineRule */.K)({
    id: 'PS0030',
    name: 'install-from-lock-file',
    severity: 'low',
    practice: 'image-security',
    title: 'Dependencies are installed without being held to the lock file',
    why: 'The install may take newer versions than those that were tested and reviewed, from one build to the next.',
    mend: 'Use `npm ci`, `yarn install --immutable` (yarn 1: `--frozen-lockfile`), `pnpm install --frozen-lockfile`.',
    references: ['https://docs.npmjs.com/cli/commands/npm-ci'],
    wrong: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm install',
    right: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm ci',
    check(dockerfile, report) {
        if (!/npm|yarn/.test(dockerfile.text))
            return;
        const locked = lockedBy(dockerfile);
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            for (const command of run.script.commands) {
                const verb = unlockedInstall(command);
                if (!verb)
                    continue;
                const isNpm = isCommand(command, 'npm');
                const fix = !locked.has(commandName(command))
                    ? undefined
                    : isNpm
                        ? replaceFix(dockerfile, run, verb, 'ci')
                        : optionFix(dockerfile, run, verb, '--frozen-lockfile');
                const message = isNpm
                    ? 'npm install may take other versions than the lock file says: npm ci does not.'
                    : 'The install is not held to the lock file.';
                report({ at: verb.range, message, ...(fix ? { fix } : {}) });
            }
        }
    },
}));
/** The word `install` of an install of what package.json says, free to change the lock file. */
function unlockedInstall(command) {
    const [verb, ...packages] = operands(command, PS0030_VALUED);
    if (!verb || packages.length > 0 || hasFlag(command, '-g', '--global', '--package-lock-only')) {
        return undefined;
    }
    if (isCommand(command, 'npm'))
        return /^(?:install|i|add)$/.test(verb.value) ? verb : undefined;
    if (!isCommand(command, 'yarn', 'pnpm') || !/^(?:install|i)$/.test(verb.value))
        return undefined;
    return hasFlag(command, '--frozen-lockfile', '--immutable') ? undefined : verb;
}
const PS0030_VALUED = [
    '--prefix',
    '-C',
    '--dir',
    '--cwd',
    '--registry',
    '--cache',
    '--loglevel',
    '--omit',
    '--only',
    '--include',
    '-w',
    '--workspace',
    '--filter',
    '-F',
    '--userconfig',
    '--cache-folder',
    '--network-timeout',
    '--mutex',
    '--store-dir',
];
/** The managers whose lock file is copied for sure; `COPY . .` may bring one or not. yarn's option differs by version. */
function lockedBy(dockerfile) {
    const sources = [
        ...(0,model/* instructionsOf */.a)(dockerfile, ['ADD', 'COPY']).flatMap((copy) => copy.sources.map(({ value }) => value)),
        ...(0,model/* instructionsOf */.a)(dockerfile, 'RUN').flatMap(({ mounts }) => mounts.map(({ options }) => options.get('source') ?? '')),
    ];
    const has = (lock) => sources.some((source) => lock.test(source));
    return new Set([
        ...(has(/(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/) ? ['npm'] : []),
        ...(has(/(?:^|\/)pnpm-lock\.yaml$/) ? ['pnpm'] : []),
    ]);
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0031.ts




/* harmony default export */ const PS0031 = ((0,rule/* defineRule */.K)({
    id: 'PS0031',
    name: 'pin-versions-of-apt-and-aptitude',
    severity: 'low',
    practice: 'image-security',
    title: 'Package is installed with apt or aptitude without a version',
    why: 'The build takes whatever version the mirror has that day, so that two builds of one commit differ.',
    mend: 'Use apt-get, which is made for scripts, and name the version: `curl=7.88.1-10+deb12u5`.',
    references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
    wrong: 'FROM debian:12\nRUN apt update && apt install -y curl',
    right: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.1-10+deb12u5',
    check(dockerfile, report) {
        if (!/\bapt(?:itude)?\b/.test(dockerfile.text))
            return;
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            for (const command of run.script.commands) {
                if (!isCommand(command, 'apt', 'aptitude'))
                    continue;
                const known = packageCommand(command);
                if (known?.verb.value !== 'install')
                    continue;
                for (const word of known.packages) {
                    // A path, a version, or words that only the shell knows.
                    if (/[=/]|\.deb$|^\$/.test(word.value) || /[-+]$/.test(word.value))
                        continue;
                    report({ at: word.range, message: `${word.value} is installed without a version.` });
                }
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0032.ts


/* harmony default export */ const PS0032 = ((0,rule/* defineRule */.K)({
    id: 'PS0032',
    name: 'no-docker-socket',
    severity: 'high',
    practice: 'runtime-security',
    title: 'The image asks for control over the container engine',
    why: 'Whoever can talk to the engine is root on the host: it starts a container with the host’s disk in it.',
    mend: 'Do without the socket; where containers must be started, use a rootless engine or a proxy that allows few calls.',
    references: ['https://docs.docker.com/engine/security/#docker-daemon-attack-surface'],
    tags: ['cis:5.32'],
    wrong: 'FROM docker:28-cli\nVOLUME /var/run/docker.sock',
    right: 'FROM docker:28-cli',
    check(dockerfile, report) {
        if (!/\.sock|DOCKER_HOST/.test(dockerfile.text))
            return;
        const message = 'The socket of the container engine gives root on the host.';
        for (const { args } of (0,model/* instructionsOf */.a)(dockerfile, 'VOLUME', { onbuild: true })) {
            for (const word of args)
                if (SOCKET.test(word.value))
                    report({ at: word.range, message });
        }
        for (const { mounts } of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            for (const { flag, options } of mounts) {
                const paths = [options.get('source'), options.get('target')];
                if (paths.some((path) => path !== undefined && SOCKET.test(path)))
                    report({ at: flag.range, message });
            }
        }
        for (const { pairs } of (0,model/* instructionsOf */.a)(dockerfile, ['ARG', 'ENV'], { onbuild: true })) {
            for (const { key, value, range } of pairs) {
                // Port 2375 is the engine without TLS.
                if (key.value !== 'DOCKER_HOST' || !/^tcp:\/\/[^\s]*:2375\/?$/.test(value?.value ?? ''))
                    continue;
                const open = 'DOCKER_HOST names an engine that anybody on the network can command.';
                report({ at: range, message: open });
            }
        }
    },
}));
const SOCKET = /(?:docker|podman|containerd|crio|cri-dockerd)\.sock$/;

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0033.ts



/* harmony default export */ const PS0033 = ((0,rule/* defineRule */.K)({
    id: 'PS0033',
    name: 'dockerignore-for-copy-all',
    severity: 'low',
    practice: 'secrets',
    title: 'The whole folder is copied, and there is no .dockerignore',
    why: '`.git`, `.env`, keys and dependencies of the developer’s machine end up in the image with it.',
    mend: 'Add a .dockerignore, best one that begins with `*` and names what is needed with `!`; or copy single paths.',
    references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
    wrong: 'FROM node:22\nCOPY . .',
    right: 'FROM node:22\nCOPY package.json package-lock.json ./\nCOPY src ./src',
    check(dockerfile, report) {
        if (dockerfile.config.ignoreFile !== null)
            return;
        for (const copy of (0,model/* instructionsOf */.a)(dockerfile, ['ADD', 'COPY'])) {
            if (copy.keyword === 'COPY' && copy.from)
                continue;
            if (copy.flags.some(({ name }) => name === 'exclude'))
                continue;
            const all = copy.sources.find(({ value }) => /^(?:\.|\*)$/.test(cleanPath(value)) && value !== '');
            if (!all)
                continue;
            const message = 'The whole build context is copied, and no .dockerignore leaves anything out.';
            report({ at: all.range, message });
            return;
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0034.ts


/* harmony default export */ const PS0034 = ((0,rule/* defineRule */.K)({
    id: 'PS0034',
    name: 'pin-syntax-image',
    severity: 'low',
    practice: 'registry-security',
    title: 'The `# syntax` image is not pinned',
    why: 'That image reads the Dockerfile and makes the build: whoever can change it changes every image that is built.',
    mend: 'Use a stable version of `docker/dockerfile`, or pin the image by digest.',
    references: ['https://docs.docker.com/build/buildkit/frontend/'],
    wrong: '# syntax=docker/dockerfile:latest\nFROM debian:12',
    right: '# syntax=docker/dockerfile:1\nFROM debian:12',
    check({ directives }, report) {
        const syntax = directives.find(({ name }) => name === 'syntax');
        if (!syntax)
            return;
        // BuildKit takes the first word.
        const [reference = ''] = syntax.value.split(/\s/, 1);
        const { name, registry, tag, digest } = (0,image_reference/* splitReference */.m)(reference);
        if (digest !== undefined)
            return;
        const isHub = registry === undefined || registry === 'docker.io';
        const official = isHub && /^docker\/dockerfile(?:-upstream)?$/.test(name);
        if (official && tag !== undefined && /^\d/.test(tag))
            return;
        report({
            at: syntax.valueRange,
            ...(official ? {} : { severity: 'medium' }),
            message: official
                ? `${reference} is not a stable version of the frontend.`
                : `${reference}, which makes the build, is not pinned by digest.`,
        });
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/PS0035.ts



/* harmony default export */ const PS0035 = ((0,rule/* defineRule */.K)({
    id: 'PS0035',
    name: 'no-login-in-run',
    severity: 'high',
    practice: 'secrets',
    title: 'RUN stores credentials in the image',
    why: 'What the login writes stays in the layer for everybody who can pull the image.',
    mend: 'Mount the credentials for this RUN: `RUN --mount=type=secret,…`, and log out or keep the files on a tmpfs mount.',
    references: ['https://docs.docker.com/build/building/secrets/'],
    aliases: ['DS-0031'],
    wrong: 'FROM amazon/aws-cli:2.27.0\nRUN aws configure set aws_secret_access_key "$KEY"',
    right: 'FROM amazon/aws-cli:2.27.0\nRUN --mount=type=secret,id=aws,target=/root/.aws/credentials aws s3 cp s3://b/f /f',
    check(dockerfile, report) {
        if (!/login|configure|activate-service-account/.test(dockerfile.text))
            return;
        for (const run of (0,model/* instructionsOf */.a)(dockerfile, 'RUN', { onbuild: true })) {
            if (run.mounts.some(({ type }) => type === 'secret'))
                continue;
            for (const command of run.script.commands) {
                if (!storesCredentials(command))
                    continue;
                report({ at: command.range, message: 'This command leaves credentials in the layer.' });
            }
        }
    },
}));
function storesCredentials(command) {
    const words = operands(command).map(({ value }) => value);
    const begins = (...first) => first.every((word, i) => words[i] === word);
    if (isCommand(command, 'aws')) {
        return (begins('configure', 'set') &&
            /^(?:\S+\.)?aws_(?:access_key_id|secret_access_key|session_token)$/.test(words[2] ?? ''));
    }
    if (isCommand(command, 'gcloud'))
        return begins('auth', 'activate-service-account') || begins('auth', 'login');
    if (isCommand(command, 'az'))
        return words[0] === 'login';
    return (isCommand(command, 'docker', 'podman', 'buildah', 'skopeo', 'crane', 'helm') &&
        (begins('login') || begins('registry', 'login') || begins('auth', 'login')));
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/RedundantTargetPlatform.ts


/* harmony default export */ const RedundantTargetPlatform = ((0,rule/* defineRule */.K)({
    id: 'RedundantTargetPlatform',
    name: 'no-redundant-target-platform',
    severity: 'info',
    practice: 'maintainability',
    title: 'FROM sets the platform that is the default',
    why: 'The target platform is taken without the flag; stating it hides the stages where the platform matters.',
    mend: 'Remove `--platform=$TARGETPLATFORM`.',
    references: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
    mergesWith: ['DL3065'],
    wrong: 'FROM --platform=$TARGETPLATFORM debian:12',
    right: 'FROM debian:12',
    check({ stages, source }, report) {
        for (const { from } of stages) {
            const { platform } = from;
            const value = platform?.value?.trim() ?? '';
            if (!platform || !/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(value))
                continue;
            const gap = /^[ \t]+(?![ \t\r\n\\`])/.exec(source.text.slice(platform.end))?.[0];
            report({
                at: fromInstruction(from, platform.range),
                message: `Setting the platform to ${value} is redundant: it is the default.`,
                ...(gap === undefined
                    ? {}
                    : {
                        fix: {
                            description: 'Remove the flag',
                            edits: [{ ...source.range(platform.start, platform.end + gap.length), text: '' }],
                        },
                    }),
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/ReservedStageName.ts


/* harmony default export */ const ReservedStageName = ((0,rule/* defineRule */.K)({
    id: 'ReservedStageName',
    name: 'no-reserved-stage-name',
    severity: 'medium',
    practice: 'maintainability',
    title: 'Stage has a reserved name',
    why: '`scratch` and `context` mean something to the builder: a stage of that name hides it or cannot be used.',
    mend: 'Choose another name.',
    references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
    mergesWith: ['DL3063'],
    wrong: 'FROM debian:12 AS scratch',
    right: 'FROM debian:12 AS base',
    check({ stages }, report) {
        for (const { name, from } of stages) {
            if ((name !== 'scratch' && name !== 'context') || !from.alias)
                continue;
            const message = `Stage name '${name}' is reserved: choose another.`;
            report({ at: fromInstruction(from, from.alias.range), message });
        }
    },
}));

;// CONCATENATED MODULE: ./src/dockerfile/rules/SecretsUsedInArgOrEnv.ts



/* harmony default export */ const SecretsUsedInArgOrEnv = ((0,rule/* defineRule */.K)({
    id: 'SecretsUsedInArgOrEnv',
    name: 'no-secret-in-arg-or-env',
    severity: 'medium',
    practice: 'secrets',
    title: 'ARG or ENV is named like a secret',
    why: 'Values of ARG and ENV stay in the image and in its history, for everybody who can pull it.',
    mend: 'Use `RUN --mount=type=secret` in the build, and give the container its secrets when it starts.',
    references: ['https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/'],
    mergesWith: ['DL3064'],
    wrong: 'FROM debian:12\nARG API_TOKEN\nRUN fetch --token "$API_TOKEN"',
    right: 'FROM debian:12\nRUN --mount=type=secret,id=token fetch --token-file /run/secrets/token',
    check({ stages }, report) {
        for (const stage of stages) {
            for (const instruction of (0,model/* instructionsOf */.a)(stage, ['ARG', 'ENV'])) {
                const { keyword, pairs } = instruction;
                for (const { key } of pairs) {
                    if (!SecretsUsedInArgOrEnv_SECRET.test(key.value) || SecretsUsedInArgOrEnv_HARMLESS.test(key.value))
                        continue;
                    const message = `Do not use ${keyword} for sensitive data (${key.value}).`;
                    report({ at: fromInstruction(instruction, key.range), message });
                }
            }
        }
    },
}));
/** Whole words of the name. Source: BuildKit dockerfile2llb/validations.go. */
const SecretsUsedInArgOrEnv_SECRET = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const SecretsUsedInArgOrEnv_HARMLESS = /(?:_|^)(?:public|file|version)(?:_|$)/i;

;// CONCATENATED MODULE: ./src/dockerfile/rules/StageNameCasing.ts


/* harmony default export */ const StageNameCasing = ((0,rule/* defineRule */.K)({
    id: 'StageNameCasing',
    name: 'lowercase-stage-name',
    severity: 'info',
    practice: 'maintainability',
    title: 'Stage name is not in lower case',
    why: 'Builders compare stage names in lower case; a name in another case reads like a different one.',
    mend: 'Write the name in lower case, where it is used too.',
    references: ['https://docs.docker.com/reference/build-checks/stage-name-casing/'],
    wrong: 'FROM debian:12 AS Builder',
    right: 'FROM debian:12 AS builder',
    check(dockerfile, report) {
        let uses;
        for (const stage of dockerfile.stages) {
            const { args, alias } = stage.from;
            if (args.length !== 3 || !alias || alias.raw === alias.raw.toLowerCase())
                continue;
            uses ??= usesOf(dockerfile);
            const edits = [alias, ...(uses.get(stage) ?? [])].map(({ range, raw }) => ({
                ...range,
                text: raw.toLowerCase(),
            }));
            report({
                at: fromInstruction(stage.from, alias.range),
                message: `Stage name '${alias.raw}' should be lowercase.`,
                fix: { description: 'Write the name in lower case', edits },
            });
        }
    },
}));
/** The uses of each stage's name that are written like it. */
function usesOf({ stages }) {
    const uses = new Map();
    const add = (stage, word) => {
        // The use in RUN --mount stands for the whole flag: that is no place to edit.
        if (word.raw !== stage.from.alias?.raw || word.end - word.start !== word.raw.length)
            return;
        const words = uses.get(stage);
        if (words)
            words.push(word);
        else
            uses.set(stage, [word]);
    };
    for (const { parent, from, uses: used } of stages) {
        if (parent)
            add(parent, from.image);
        for (const { word, stage } of used)
            add(stage, word);
    }
    return uses;
}

;// CONCATENATED MODULE: ./src/dockerfile/near-names.ts
/** The option that differs least from a name, by at most two edits; undefined when none is that near. */
function nearestName(name, options) {
    let best;
    let least = MAX_EDITS + 1;
    for (const option of options) {
        if (Math.abs(option.length - name.length) >= least || name.length > MAX_NAME)
            continue;
        const edits = distance(name, option);
        if (edits < least) {
            least = edits;
            best = option;
        }
    }
    // A short name is within two edits of everything.
    return least < name.length ? best : undefined;
}
const MAX_EDITS = 2;
const MAX_NAME = 100;
/** Levenshtein distance: insertions, deletions and replacements. */
function distance(a, b) {
    let row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            const replaced = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
            next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
        }
        row = next;
    }
    return row[b.length] ?? 0;
}

;// CONCATENATED MODULE: ./src/dockerfile/predefined-args.ts
/** ARGs that BuildKit sets in the global scope. Source: Dockerfile reference, "Automatic platform ARGs". */
const PLATFORM_ARGS = new Set([
    'BUILDPLATFORM',
    'BUILDOS',
    'BUILDOSVERSION',
    'BUILDARCH',
    'BUILDVARIANT',
    'TARGETPLATFORM',
    'TARGETOS',
    'TARGETOSVERSION',
    'TARGETARCH',
    'TARGETVARIANT',
    'TARGETSTAGE',
]);
/** Read by BuildKit itself: a use is never undefined, and they reach no command. */
const SCAN_ARGS = new Set([
    'BUILDKIT_SBOM_SCAN_CONTEXT',
    'BUILDKIT_SBOM_SCAN_STAGE',
]);

;// CONCATENATED MODULE: ./src/dockerfile/rules/UndefinedArgInFrom.ts




/* harmony default export */ const UndefinedArgInFrom = ((0,rule/* defineRule */.K)({
    id: 'UndefinedArgInFrom',
    name: 'declared-arg-in-from',
    severity: 'high',
    practice: 'maintainability',
    title: 'FROM uses an ARG that is not declared',
    why: 'Only ARGs above the first FROM are known there: the variable is empty, and another image is built on than is meant.',
    mend: 'Declare the ARG above the first FROM.',
    references: ['https://docs.docker.com/reference/build-checks/undefined-arg-in-from/'],
    wrong: 'FROM debian:$VERSION',
    right: 'ARG VERSION=12\nFROM debian:$VERSION',
    check({ stages, globalArgs }, report) {
        const declared = new Set(PLATFORM_ARGS);
        for (const { pairs } of globalArgs)
            for (const { key } of pairs)
                declared.add(key.value);
        for (const { from } of stages) {
            const flag = from.platform?.valueWord;
            for (const word of flag ? [from.image, flag] : [from.image]) {
                for (const { name } of word.variables) {
                    if (declared.has(name))
                        continue;
                    const near = nearestName(name, declared);
                    report({
                        at: fromInstruction(from, word.range),
                        message: `FROM argument '${name}' is not declared${near ? ` (did you mean ${near}?)` : ''}.`,
                    });
                }
            }
        }
    },
}));

// EXTERNAL MODULE: ./src/dockerfile/expansion.ts
var expansion = __webpack_require__(5107);
;// CONCATENATED MODULE: ./src/dockerfile/rules/UndefinedVar.ts






/* harmony default export */ const UndefinedVar = ((0,rule/* defineRule */.K)({
    id: 'UndefinedVar',
    name: 'no-undefined-variable',
    severity: 'low',
    practice: 'maintainability',
    title: 'Variable is used that nothing in the file declares',
    why: 'Unless the base image sets it, the variable is empty: a path or a name is silently cut short.',
    mend: 'Declare it with ARG or ENV above its use, or correct the name.',
    references: ['https://docs.docker.com/reference/build-checks/undefined-var/'],
    wrong: 'FROM debian:12\nCOPY app $TARGET_DIR/',
    right: 'FROM debian:12\nENV TARGET_DIR=/opt\nCOPY app $TARGET_DIR/',
    check(dockerfile, report) {
        const seen = new Set(['PATH']);
        for (const stage of dockerfile.stages) {
            // An external image may set variables of its own.
            const confidence = (0,dockerfile_stages/* lineage */.OZ)(stage).at(-1)?.image === 'scratch' ? 'high' : 'medium';
            for (const instruction of stage.instructions) {
                for (const { text, at, earlier } of expandedTexts(instruction)) {
                    const missing = new Set(text.flatMap(({ name }) => isDeclared(dockerfile, instruction, name, earlier) ? [] : [name]));
                    for (const name of missing) {
                        const near = nearestName(name, seen);
                        report({
                            at: fromInstruction(instruction, at),
                            confidence,
                            message: `Usage of undefined variable '$${name}'${near ? ` (did you mean $${near}?)` : ''}.`,
                        });
                    }
                }
                if (instruction.keyword === 'ARG' || instruction.keyword === 'ENV') {
                    for (const { key } of instruction.pairs)
                        if (seen.size < MAX_NAMES)
                            seen.add(key.value);
                }
            }
        }
    },
}));
/** Suggestions are looked for among these many names at most. */
const MAX_NAMES = 500;
function isDeclared(dockerfile, instruction, name, earlier) {
    if (name === 'PATH' || SCAN_ARGS.has(name) || earlier?.has(name))
        return true;
    return (0,dockerfile_stages/* declarationAt */.yF)(dockerfile, instruction, name) !== undefined;
}
/** The parts of an instruction that BuildKit expands. Source: BuildKit instructions/commands.go. */
function expandedTexts(instruction) {
    const words = (list) => list.flatMap(({ variables, value, range }) => {
        // The strings of a JSON form are expanded as well.
        const text = instruction.json ? (0,expansion/* variablesIn */.D)(value) : variables;
        return text.length > 0 ? [{ text, at: range }] : [];
    });
    const flags = (...names) => words(instruction.flags.flatMap(({ name, valueWord }) => names.includes(name) && valueWord ? [valueWord] : []));
    switch (instruction.keyword) {
        case 'ENV':
        case 'LABEL':
            return words(instruction.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key])));
        case 'ARG': {
            const earlier = new Set();
            return instruction.pairs.flatMap(({ key, value }) => {
                const known = new Set(earlier);
                earlier.add(key.value);
                return value ? words([value]).map((text) => ({ ...text, earlier: known })) : [];
            });
        }
        case 'ADD':
        case 'COPY': {
            const { sources, destination, heredocs } = instruction;
            return [
                ...flags('chown', 'chmod', 'checksum'),
                ...words(destination ? [...sources, destination] : sources),
                ...heredocs.flatMap(({ expand, content, range }) => {
                    // Quotes mean nothing in a heredoc.
                    const text = expand ? (0,expansion/* variablesIn */.D)(content.replace(/['"]/g, ' ')) : [];
                    return text.length > 0 ? [{ text, at: range }] : [];
                }),
            ];
        }
        case 'RUN':
            return flags('mount');
        case 'STOPSIGNAL':
        case 'USER':
        case 'VOLUME':
        case 'WORKDIR':
            return words(instruction.args);
        default:
            return [];
    }
}

;// CONCATENATED MODULE: ./src/dockerfile/rules/WorkdirRelativePath.ts




/* harmony default export */ const WorkdirRelativePath = ((0,rule/* defineRule */.K)({
    id: 'WorkdirRelativePath',
    name: 'absolute-first-workdir',
    severity: 'medium',
    practice: 'maintainability',
    title: 'WORKDIR is relative to whatever the base image says',
    why: 'The folder moves when the base image changes its working directory.',
    mend: 'Write the absolute path.',
    references: ['https://docs.docker.com/reference/build-checks/workdir-relative-path/'],
    mergesWith: ['DL3000'],
    wrong: 'FROM node:22\nWORKDIR app',
    right: 'FROM node:22\nWORKDIR /app',
    check(dockerfile, report) {
        for (const stage of dockerfile.stages) {
            const [first] = (0,model/* instructionsOf */.a)(stage, 'WORKDIR');
            const [path] = first?.args ?? [];
            if (!first || !path || hasWorkdir(stage.parent))
                continue;
            const value = (0,dockerfile_stages/* expandedAt */.r5)(dockerfile, first, path);
            // A variable that the base image may set decides: nobody knows.
            if (value.startsWith('/') || value.startsWith('$'))
                continue;
            if (isWindows(stage) && /^(?:[A-Za-z]:|[\\/])/.test(value))
                continue;
            report({
                at: fromInstruction(first, path.range),
                message: `Relative workdir '${value}' can have unexpected results if the base image changes.`,
            });
        }
    },
}));
function hasWorkdir(stage) {
    if (!stage)
        return false;
    return (0,dockerfile_stages/* lineage */.OZ)(stage).some((one) => (0,model/* instructionsOf */.a)(one, 'WORKDIR').length > 0);
}
function isWindows(stage) {
    return (0,dockerfile_stages/* lineage */.OZ)(stage).some(({ from, image = '' }) => /^windows\b/.test(from.platform?.value ?? '') || /windows|nanoserver/i.test(image));
}

;// CONCATENATED MODULE: ./src/dockerfile/rules.ts
























































































































/** Every Dockerfile rule. */
const dockerfileRules = [
    ConsistentInstructionCasing,
    CopyIgnoredFile,
    DL1000,
    DL1001,
    DL3000,
    DL3001,
    DL3002,
    DL3003,
    DL3004,
    DL3006,
    DL3007,
    DL3008,
    DL3009,
    DL3010,
    DL3011,
    DL3012,
    DL3013,
    DL3014,
    DL3015,
    DL3016,
    DL3018,
    DL3019,
    DL3020,
    DL3021,
    DL3022,
    DL3023,
    DL3024,
    DL3025,
    DL3026,
    DL3027,
    DL3028,
    DL3029,
    DL3030,
    DL3032,
    DL3033,
    DL3034,
    DL3035,
    DL3036,
    DL3037,
    DL3038,
    DL3040,
    DL3041,
    DL3042,
    DL3043,
    DL3044,
    DL3045,
    DL3046,
    DL3047,
    DL3048,
    DL3049,
    DL3050,
    DL3051,
    DL3052,
    DL3053,
    DL3054,
    DL3055,
    DL3056,
    DL3057,
    DL3058,
    DL3059,
    DL3060,
    DL3061,
    DL3062,
    DL3063,
    DL3064,
    DL3065,
    DL3066,
    DL3067,
    DL4000,
    DL4001,
    DL4003,
    DL4004,
    DL4005,
    DL4006,
    DuplicateStageName,
    ExposeInvalidFormat,
    ExposeProtoCasing,
    FromAsCasing,
    FromPlatformFlagConstDisallowed,
    InvalidBaseImagePlatform,
    InvalidDefaultArgInFrom,
    InvalidDefinitionDescription,
    JSONArgsRecommended,
    LegacyKeyValueFormat,
    MaintainerDeprecated,
    MultipleInstructionsDisallowed,
    NoEmptyContinuation,
    PS0010,
    PS0011,
    PS0012,
    PS0013,
    PS0014,
    PS0015,
    PS0016,
    PS0017,
    PS0018,
    PS0019,
    PS0020,
    PS0021,
    PS0022,
    PS0023,
    PS0024,
    PS0025,
    PS0026,
    PS0027,
    PS0028,
    PS0029,
    PS0030,
    PS0031,
    PS0032,
    PS0033,
    PS0034,
    PS0035,
    RedundantTargetPlatform,
    ReservedStageName,
    SecretsUsedInArgOrEnv,
    StageNameCasing,
    UndefinedArgInFrom,
    UndefinedVar,
    WorkdirRelativePath,
];


/***/ }),

/***/ 7720:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ shellInForce),
/* harmony export */   m: () => (/* binding */ isPosixShell)
/* harmony export */ });
/* harmony import */ var _pragmas_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4963);
/* harmony import */ var _stages_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9931);


/**
 * The shell that reads a shell-form instruction: the last SHELL or `# hadolint shell=` before it in its stage, else
 * the parent stages', else a `# hadolint shell=` above the first FROM, else `/bin/sh -c`.
 */
function shellInForce(dockerfile, instruction) {
    const shell = (0,_stages_js__WEBPACK_IMPORTED_MODULE_1__/* .shellAt */ .ct)(instruction);
    const pragma = shellPragma(dockerfile, instruction);
    if (pragma &&
        (!shell ||
            !pragma.stage ||
            rank(pragma.stage, pragma.comment.line) > rank(shell.stage, shell.startLine))) {
        if (pragma.stage || !shell)
            return [pragma.shell];
    }
    return shell ? shell.args.map((word) => word.value) : _stages_js__WEBPACK_IMPORTED_MODULE_1__/* .DEFAULT_SHELL */ .L4;
}
/** Parents are earlier in the file, so that the line alone tells which is nearer. */
function rank(_stage, line) {
    return line;
}
function shellPragma(dockerfile, instruction) {
    const shells = (0,_pragmas_js__WEBPACK_IMPORTED_MODULE_0__/* .pragmasOf */ .$)(dockerfile).filter((p) => p.kind === 'shell');
    if (shells.length === 0)
        return undefined;
    for (let stage = instruction.stage; stage; stage = stage.parent) {
        const found = shells.findLast((p) => p.stage === stage &&
            (stage !== instruction.stage || p.comment.line < instruction.startLine));
        if (found)
            return found;
    }
    return shells.findLast((p) => p.stage === undefined);
}
/** Shells of the Bourne family, by basename; hadolint and ShellCheck read no other. */
function isPosixShell(shell) {
    const [program = ''] = shell;
    const name = program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
    return /^(?:ba|da|a|z|k|mk)?sh$/.test(name.replace(/\.exe$/i, ''));
}


/***/ }),

/***/ 4625:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ lastAtOrBefore),
/* harmony export */   g: () => (/* binding */ createSource)
/* harmony export */ });
/** Indexes a text; linear in its length. */
function createSource(path, text) {
    const lineStarts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
        lineStarts.push(at + 1);
    }
    const start = (line) => lineStarts[line - 1] ?? text.length;
    const lineOf = (offset) => lastAtOrBefore(lineStarts, offset) + 1;
    return {
        path,
        text,
        lineStarts,
        lineOf,
        range(from, to) {
            const startLine = lineOf(from);
            const endLine = to < start(startLine + 1) ? startLine : lineOf(to);
            return {
                startLine,
                startColumn: from - start(startLine) + 1,
                endLine,
                endColumn: to - start(endLine) + 1,
            };
        },
        offsetOf: (line, column) => Math.min(start(line) + column - 1, text.length),
    };
}
/** Index of the last element of an ascending list that is at most `value`; 0 when none is. */
function lastAtOrBefore(list, value) {
    let low = 0;
    let high = list.length - 1;
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((list[middle] ?? 0) <= value)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}


/***/ }),

/***/ 9931:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ae: () => (/* binding */ targetStage),
/* harmony export */   L4: () => (/* binding */ DEFAULT_SHELL),
/* harmony export */   OZ: () => (/* binding */ lineage),
/* harmony export */   VN: () => (/* binding */ stageReferences),
/* harmony export */   ct: () => (/* binding */ shellAt),
/* harmony export */   fK: () => (/* binding */ valueAt),
/* harmony export */   kk: () => (/* binding */ createStages),
/* harmony export */   r5: () => (/* binding */ expandedAt),
/* harmony export */   yF: () => (/* binding */ declarationAt)
/* harmony export */ });
/* unused harmony export reachableStages */
/** Collects instructions into stages; each instruction learns its stage. */
function createStages(_source) {
    const stages = [];
    const byName = new Map();
    const globals = new Map();
    let current;
    return {
        add(instruction) {
            if (instruction.keyword === 'FROM') {
                const name = instruction.as && /^as$/i.test(instruction.as.raw) && instruction.alias
                    ? instruction.alias.raw.toLowerCase()
                    : undefined;
                const reference = instruction.image.expand((variable) => globals.get(variable));
                const parent = byName.get(reference.toLowerCase());
                current = {
                    index: stages.length,
                    name,
                    from: instruction,
                    instructions: [],
                    parent,
                    image: parent ? undefined : reference,
                    uses: [],
                };
                stages.push(current);
                if (name !== undefined)
                    byName.set(name, current);
            }
            else if (current) {
                current.instructions.push(instruction);
            }
            else if (instruction.keyword === 'ARG') {
                for (const { key, value } of instruction.pairs) {
                    const lookup = (variable) => globals.get(variable);
                    globals.set(key.value, value?.expand(lookup));
                }
            }
            instruction.stage = current;
            if (instruction.keyword === 'ONBUILD') {
                let trigger = instruction.trigger;
                while (trigger) {
                    trigger.stage = current;
                    trigger = trigger.keyword === 'ONBUILD' ? trigger.trigger : undefined;
                }
            }
        },
        finish() {
            for (const stage of stages) {
                stage.uses = stage.instructions.flatMap((instruction) => stageReferences(instruction).flatMap((word) => {
                    const used = findStage(stages, byName, word.value);
                    return used ? [{ instruction, word, stage: used }] : [];
                }));
            }
            return stages;
        },
    };
}
function findStage(stages, byName, text) {
    return /^\d{1,6}$/.test(text) ? stages[Number(text)] : byName.get(text.toLowerCase());
}
/** The words that may name a stage or image: the value of COPY --from and of RUN --mount=…,from=. */
function stageReferences(instruction) {
    const target = instruction.keyword === 'ONBUILD' ? instruction.trigger : instruction;
    if (target?.keyword === 'COPY')
        return target.from?.valueWord ? [target.from.valueWord] : [];
    if (target?.keyword !== 'RUN')
        return [];
    return target.mounts.flatMap(({ flag, options }) => {
        const from = options.get('from');
        const { valueWord } = flag;
        if (from === undefined || from === '' || !valueWord)
            return [];
        return [{ ...part(valueWord), raw: from, value: from, expand: () => from }];
    });
}
/** A word's fields as own properties: spreading a lazy word would lose its getters. */
function part({ range, start, end, variables }) {
    return { range, start, end, variables };
}
/** The stages that building `target` (default: the last stage) needs, itself included. */
function reachableStages(dockerfile, target) {
    const reached = new Set();
    const first = targetStage(dockerfile, target);
    const todo = first ? [first] : [];
    for (let stage = todo.pop(); stage; stage = todo.pop()) {
        if (reached.has(stage))
            continue;
        reached.add(stage);
        if (stage.parent)
            todo.push(stage.parent);
        for (const use of stage.uses)
            todo.push(use.stage);
    }
    return reached;
}
/** The stage that `--target` names, by name or index; without target the last one. */
function targetStage(dockerfile, target) {
    const { stages } = dockerfile;
    if (target === undefined)
        return stages.at(-1);
    const byName = stages.findLast((stage) => stage.name === target.toLowerCase());
    return byName ?? (/^\d{1,6}$/.test(target) ? stages[Number(target)] : undefined);
}
/** Longer chains of stages are cut: each rule walks them for each stage. */
const MAX_LINEAGE = 200;
/** The stage and its parents, the stage first. */
function lineage(stage) {
    const chain = [];
    for (let at = stage; at && chain.length < MAX_LINEAGE; at = at.parent)
        chain.push(at);
    return chain;
}
/** SHELL for Linux stages before any SHELL instruction. */
const DEFAULT_SHELL = ['/bin/sh', '-c'];
/** The SHELL in force at an instruction, inherited through FROM stage; undefined when none was set. */
function shellAt(instruction) {
    let { index } = instruction;
    for (let stage = instruction.stage; stage; stage = stage.parent) {
        const shell = lastBefore(shellsOf(stage), index);
        if (shell)
            return shell;
        index = Number.POSITIVE_INFINITY;
    }
    return undefined;
}
const shells = new WeakMap();
function shellsOf(stage) {
    let found = shells.get(stage);
    if (!found) {
        found = stage.instructions.filter((i) => i.keyword === 'SHELL');
        shells.set(stage, found);
    }
    return found;
}
function lastBefore(list, index) {
    let low = 0;
    let high = list.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if ((list[middle]?.index ?? 0) < index)
            low = middle + 1;
        else
            high = middle;
    }
    return list[low - 1];
}
/**
 * What declares `name` where `instruction` is read: ENV before ARG, the stage before its parents. The instruction's
 * own pairs do not count. In FROM only global ARGs are seen.
 */
function declarationAt(dockerfile, instruction, name) {
    if (!instruction.stage || instruction.keyword === 'FROM') {
        return lastBefore(globalDeclarations(dockerfile).get(name) ?? [], instruction.index);
    }
    if (!declaredNames(dockerfile).has(name))
        return undefined;
    let { index } = instruction;
    let arg;
    for (let stage = instruction.stage; stage; stage = stage.parent) {
        const { env, args } = declarationsOf(stage);
        const found = lastBefore(env.get(name) ?? [], index);
        if (found)
            return found;
        arg ??= lastBefore(args.get(name) ?? [], index);
        index = Number.POSITIVE_INFINITY;
    }
    return arg;
}
const names = new WeakMap();
/** All names that any stage declares: a long line of stages need not be searched for others. */
function declaredNames({ stages }) {
    let found = names.get(stages);
    if (!found) {
        found = new Set(stages.flatMap((stage) => {
            const { env, args } = declarationsOf(stage);
            return [...env.keys(), ...args.keys()];
        }));
        names.set(stages, found);
    }
    return found;
}
/** The value of `name` at an instruction, as far as the file tells; undefined when unset or without default. */
function valueAt(dockerfile, instruction, name, buildArgs, depth = 0) {
    const declaration = declarationAt(dockerfile, instruction, name);
    if (!declaration || depth > MAX_CHAIN)
        return undefined;
    const isArg = declaration.instruction.keyword === 'ARG';
    const given = isArg ? buildArgs?.get(name) : undefined;
    if (given !== undefined)
        return given;
    const { value } = declaration.pair;
    if (value) {
        const cached = buildArgs ? undefined : values.get(declaration.pair);
        if (cached)
            return cached.value;
        const result = value.expand((variable) => valueAt(dockerfile, declaration.instruction, variable, buildArgs, depth + 1));
        if (!buildArgs)
            values.set(declaration.pair, { value: result });
        return result;
    }
    if (!isArg || !declaration.instruction.stage)
        return undefined;
    const global = globalDeclarations(dockerfile).get(name)?.at(-1);
    const { from } = declaration.instruction.stage;
    return global && valueAt(dockerfile, from, name, buildArgs, depth + 1);
}
/** Longer chains of variables that refer to one another are not followed. */
const MAX_CHAIN = 50;
const values = new WeakMap();
/** A word with variables expanded from the file; unknown ones stay as written. */
function expandedAt(dockerfile, instruction, word, buildArgs) {
    return word.expand((name) => valueAt(dockerfile, instruction, name, buildArgs));
}
const declarations = new WeakMap();
function declarationsOf(stage) {
    let found = declarations.get(stage);
    if (!found) {
        found = { env: declare(stage.instructions, 'ENV'), args: declare(stage.instructions, 'ARG') };
        declarations.set(stage, found);
    }
    return found;
}
const globals = new WeakMap();
function globalDeclarations(dockerfile) {
    let found = globals.get(dockerfile);
    if (!found) {
        found = declare(dockerfile.globalArgs, 'ARG');
        globals.set(dockerfile, found);
    }
    return found;
}
function declare(instructions, keyword) {
    const byName = new Map();
    for (const instruction of instructions) {
        if (instruction.keyword !== keyword)
            continue;
        for (const pair of instruction.pairs) {
            const name = pair.key.value;
            const list = byName.get(name);
            const declaration = { name, instruction, pair, index: instruction.index };
            if (list)
                list.push(declaration);
            else
                byName.set(name, [declaration]);
        }
    }
    return byName;
}


/***/ }),

/***/ 7611:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IS: () => (/* binding */ quotedWords),
/* harmony export */   aO: () => (/* binding */ leadingFlags),
/* harmony export */   kv: () => (/* binding */ blankSeparated),
/* harmony export */   lJ: () => (/* binding */ jsonStrings),
/* harmony export */   tZ: () => (/* binding */ createWordMaker)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2584);
/* harmony import */ var _expansion_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5107);


function createWordMaker(source, joined, escapeToken) {
    const range = (start, end) => source.range(joined.sourceStart(start), joined.sourceEnd(end));
    return {
        range,
        word: (start, end, raw = joined.text.slice(start, end)) => new LazyWord(source, joined, escapeToken, start, end, raw),
        literal: (start, end, value) => {
            const [from, to] = [joined.sourceStart(start), joined.sourceEnd(end)];
            return {
                raw: value,
                value,
                range: source.range(from, to),
                start: from,
                end: to,
                variables: [],
                expand: () => value,
            };
        },
    };
}
/** Most words are never looked at: their positions and values are worked out on demand. */
class LazyWord {
    source;
    joined;
    escapeToken;
    from;
    to;
    raw;
    constructor(source, joined, escapeToken, from, to, raw) {
        this.source = source;
        this.joined = joined;
        this.escapeToken = escapeToken;
        this.from = from;
        this.to = to;
        this.raw = raw;
    }
    get start() {
        return this.joined.sourceStart(this.from);
    }
    get end() {
        return this.to > this.from ? this.joined.sourceEnd(this.to) : this.start;
    }
    get range() {
        return this.source.range(this.start, this.end);
    }
    get value() {
        return this.expand(() => undefined);
    }
    expand(lookup) {
        const { raw, escapeToken } = this;
        if (!/['"`\\$]/.test(raw))
            return raw;
        const { value, error } = (0,_expansion_js__WEBPACK_IMPORTED_MODULE_0__/* .expand */ .f)(raw, lookup, { escapeToken, keepUnset: true });
        return error === undefined ? value : raw;
    }
    get variables() {
        return (0,_expansion_js__WEBPACK_IMPORTED_MODULE_0__/* .variablesIn */ .D)(this.raw, this.escapeToken);
    }
}
/** Splits at blanks only, as FROM, COPY, ADD, EXPOSE and VOLUME are read: quotes do not hold words together. */
function blankSeparated(text, start, end) {
    const spans = [];
    let at = start;
    while (at < end) {
        let to = at;
        while (to < end && !(0,_characters_js__WEBPACK_IMPORTED_MODULE_1__/* .isBlank */ .z3)(text.charAt(to)))
            to++;
        spans.push({ start: at, end: to });
        at = to;
        while (at < end && (0,_characters_js__WEBPACK_IMPORTED_MODULE_1__/* .isBlank */ .z3)(text.charAt(at)))
            at++;
    }
    return spans;
}
/** Splits at blanks outside quotes, as ENV, LABEL and ARG are read; quotes stay in the word. */
function quotedWords(text, start, end, escapeToken) {
    const words = [];
    let at = start;
    while (at < end) {
        while (at < end && (0,_characters_js__WEBPACK_IMPORTED_MODULE_1__/* .isSpace */ .xC)(text.charAt(at)))
            at++;
        if (at >= end)
            break;
        const from = at;
        let quote = '';
        while (at < end) {
            const char = text.charAt(at);
            if (quote === '' && (0,_characters_js__WEBPACK_IMPORTED_MODULE_1__/* .isSpace */ .xC)(char))
                break;
            if (char === escapeToken && quote !== "'") {
                at += 2;
                continue;
            }
            if (quote === '' && (char === '"' || char === "'"))
                quote = char;
            else if (char === quote)
                quote = '';
            at++;
        }
        // BuildKit drops an escape character at the very end.
        const dropped = at > end;
        at = Math.min(at, end);
        const raw = text.slice(from, dropped ? end - 1 : at);
        if (raw !== '')
            words.push({ start: from, end: at, raw });
    }
    return words;
}
/** The strings of a JSON array with their places, or why it is none. */
function jsonStrings(text, start, end) {
    if (text.charAt(start) !== '[')
        return 'not-json';
    let parsed;
    try {
        parsed = JSON.parse(text.slice(start, end));
    }
    catch {
        return 'not-json';
    }
    if (!Array.isArray(parsed))
        return 'not-json';
    const strings = [];
    let at = start;
    for (const value of parsed) {
        if (typeof value !== 'string')
            return 'not-strings';
        const open = text.indexOf('"', at);
        let close = open + 1;
        while (text.charAt(close) !== '"')
            close += text.charAt(close) === '\\' ? 2 : 1;
        at = close + 1;
        strings.push({ start: open, end: at, value });
    }
    return strings;
}
/** The leading `--name=value` words and where the rest begins. Source: BuildKit parser/split_command.go. */
function leadingFlags(text, start, end) {
    const flags = [];
    let at = start;
    for (;;) {
        while (at < end && (0,_characters_js__WEBPACK_IMPORTED_MODULE_1__/* .isSpace */ .xC)(text.charAt(at)))
            at++;
        if (!(text.charAt(at) === '-' && at + 1 < end && text.charAt(at + 1) === '-')) {
            return { flags, rest: at };
        }
        const from = at;
        let quote = '';
        let word = '';
        while (at < end) {
            const char = text.charAt(at);
            if (quote === '' && (0,_characters_js__WEBPACK_IMPORTED_MODULE_1__/* .isSpace */ .xC)(char))
                break;
            if (char === '\\') {
                if (at + 1 < end)
                    word += text.charAt(at + 1);
                at += 2;
                continue;
            }
            if (quote === '' && (char === '"' || char === "'"))
                quote = char;
            else if (char === quote)
                quote = '';
            else
                word += char;
            at++;
        }
        at = Math.min(at, end);
        if (word === '--')
            return { flags, rest: at };
        flags.push({ start: from, end: at, text: word });
    }
}


/***/ }),

/***/ 7858:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rj: () => (/* binding */ fingerprint),
/* harmony export */   o_: () => (/* binding */ distinguish),
/* harmony export */   tO: () => (/* binding */ imageName)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);

/**
 * 32 hex digits that stay the same while the weakness does: made from what it is about (rule, package, image name,
 * path), never from digests, tags, versions or line numbers, so that an alert survives a rebuild (notes/github.md,
 * "fingerprint"). Equal parts give equal fingerprints; `distinguish` tells repeated ones apart.
 */
function fingerprint(...parts) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    // Lengths before texts, so that no two lists of parts run together.
    for (const part of parts)
        hash.update(part === undefined ? '-' : `${part.length}:${part}`);
    return hash.digest('hex').slice(0, 32);
}
/** The image's repository without tag and digest: `registry:5000/app:1@sha256:…` gives `registry:5000/app`. */
function imageName(reference) {
    const bare = reference.split('@')[0] ?? '';
    const colon = bare.lastIndexOf(':');
    return colon > bare.lastIndexOf('/') ? bare.slice(0, colon) : bare;
}
/** The findings, each repeated fingerprint replaced by one that also counts: order of appearance decides. */
function distinguish(findings) {
    const seen = new Map();
    return findings.map((finding) => {
        const n = (seen.get(finding.fingerprint) ?? 0) + 1;
        seen.set(finding.fingerprint, n);
        return n === 1
            ? finding
            : { ...finding, fingerprint: fingerprint(finding.fingerprint, String(n)) };
    });
}


/***/ }),

/***/ 9903:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ compareRanges)
/* harmony export */ });
function compareRanges(a, b) {
    return (a.startLine - b.startLine ||
        a.startColumn - b.startColumn ||
        a.endLine - b.endLine ||
        a.endColumn - b.endColumn);
}


/***/ }),

/***/ 4247:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ hardeningRules)
});

;// CONCATENATED MODULE: ./src/hardening/rule.ts
function defineRule(rule) {
    return rule;
}

;// CONCATENATED MODULE: ./src/hardening/rules/IMG-ROOT.ts

/** Source: CIS Docker Benchmark 4.1. */
/* harmony default export */ const IMG_ROOT = (defineRule({
    id: 'IMG-ROOT',
    name: 'image-without-root-user',
    severity: 'high',
    practice: 'runtime-security',
    title: 'The image runs as root',
    why: 'A process that is root in the container is root on the host as soon as it breaks out.',
    mend: 'Add a user and name it, by number, in the last USER instruction.',
    tags: ['cis:4.1'],
    wrong: 'CMD ["node", "server.js"]',
    right: 'USER 1000\nCMD ["node", "server.js"]',
    check({ image }, report) {
        const user = (image.config.user ?? '').split(':')[0]?.trim() ?? '';
        if (user === '' || user === 'root' || /^0+$/.test(user))
            report({
                message: user === ''
                    ? 'The image sets no user, so it runs as root.'
                    : `The image runs as ${user}.`,
                instruction: 'USER',
            });
    },
}));

;// CONCATENATED MODULE: ./src/hardening/rules/IMG-SUID.ts

/** Source: CIS Docker Benchmark 4.8. */
/* harmony default export */ const IMG_SUID = (defineRule({
    id: 'IMG-SUID',
    name: 'no-added-setuid-files',
    severity: 'medium',
    practice: 'runtime-security',
    title: 'A setuid or setgid file was added above the base image',
    why: 'A setuid program is a way for any user of the container to become root.',
    mend: 'Remove the bit in the instruction that brings the file: chmod a-s FILE.',
    tags: ['cis:4.8'],
    check({ files }, report) {
        for (const entry of files.entries()) {
            if (entry.type !== 'file' || (entry.mode & 0o6000) === 0 || entry.layer === 0)
                continue;
            report({
                message: `/${entry.path} is ${entry.mode & 0o4000 ? 'setuid' : 'setgid'} and came after the base layer.`,
                layer: entry.layer,
                path: entry.path,
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/hardening/rules.ts


/** Every rule over a built image. */
const hardeningRules = [IMG_ROOT, IMG_SUID];


/***/ }),

/***/ 2719:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ES: () => (/* binding */ resources),
/* harmony export */   FS: () => (/* binding */ podOf),
/* harmony export */   Hm: () => (/* binding */ isNoQuantity),
/* harmony export */   KH: () => (/* binding */ securityOf),
/* harmony export */   Rc: () => (/* binding */ nameKey),
/* harmony export */   f6: () => (/* binding */ workloadKey),
/* harmony export */   z4: () => (/* binding */ securityContexts)
/* harmony export */ });
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9722);

/** Lists inside Lists deeper than this are not opened. */
const MAX_LISTS = 8;
/** The objects of a document, those of Lists (`List`, `RoleList` …) each by itself. */
function resources(document, depth = 0) {
    const kind = (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)((0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(document, 'kind'));
    const items = (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(document, 'items')?.items;
    if (kind.endsWith('List') && items && depth < MAX_LISTS)
        return items.flatMap((item) => resources(item, depth + 1));
    if (kind === '')
        return [];
    const name = (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)((0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(document, 'metadata', 'name'));
    const namespace = (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)((0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(document, 'metadata', 'namespace')) || 'default';
    return [{ kind, name, namespace, node: document }];
}
/** Where each workload kind keeps what makes its pods (Kubernetes API reference, workload resources). */
const TEMPLATES = {
    Pod: [],
    PodTemplate: ['template'],
    Deployment: ['spec', 'template'],
    ReplicaSet: ['spec', 'template'],
    ReplicationController: ['spec', 'template'],
    StatefulSet: ['spec', 'template'],
    DaemonSet: ['spec', 'template'],
    Job: ['spec', 'template'],
    CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
    // OpenShift and Argo, which hold the same pod template in the same place.
    DeploymentConfig: ['spec', 'template'],
    Rollout: ['spec', 'template'],
};
/** The pod that an object is or makes. */
function podOf(workload) {
    const path = Object.hasOwn(TEMPLATES, workload.kind) ? TEMPLATES[workload.kind] : undefined;
    const template = path && (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(workload.node, ...path);
    const spec = (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(template, 'spec');
    if (!spec)
        return undefined;
    const lists = ['containers', 'initContainers', 'ephemeralContainers'];
    const hasImage = (node) => (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isSet */ .vM)((0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(node, 'image'));
    const containers = [];
    const pod = {
        workload,
        spec,
        metadata: (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(template, 'metadata'),
        containers,
        windows: (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)((0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(spec, 'os', 'name')) === 'windows',
        ownUsers: (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isFalse */ .Wu)((0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(spec, 'hostUsers')),
        partial: !lists.some((list) => (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(spec, list)?.items.some(hasImage)),
    };
    for (const list of lists)
        for (const node of (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(spec, list)?.items ?? [])
            containers.push({
                name: (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)((0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(node, 'name')),
                node,
                list,
                pod,
                partial: !hasImage(node),
            });
    return pod;
}
/** Where a finding about a key that a container lacks stands: its name key. */
function nameKey({ node }) {
    return ((0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(node, 'name') ?? [...node.entries.values()][0] ?? node).key;
}
/** Where a finding about a key that a pod lacks stands: the workload's name key. */
function workloadKey({ node }) {
    return ((0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(node, 'metadata', 'name') ?? (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(node, 'kind') ?? node).key;
}
/** A field of a security context: a container's own, else its pod's. */
function securityOf(container, ...path) {
    return ((0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(container.node, 'securityContext', ...path) ??
        (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(container.pod.spec, 'securityContext', ...path));
}
/** The security contexts of a manifest's pods and containers, each with whom it is about. */
function securityContexts(pods) {
    return pods.flatMap((pod) => {
        const contexts = [];
        const add = (whose, holder) => {
            const context = (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(holder, 'securityContext');
            if (context)
                contexts.push({ whose, context, pod });
        };
        add('The pod', pod.spec);
        for (const { name, node } of pod.containers)
            add(`The container "${name}"`, node);
        return contexts;
    });
}
/** True for a quantity that is missing or nothing: `0`, `0Mi`, `0.0`. */
function isNoQuantity(node) {
    const text = (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)(node);
    return text === '' || /^0*\.?0*[a-zA-Z]*$/.test(text);
}


/***/ }),

/***/ 6145:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  f: () => (/* binding */ manifestRules)
});

;// CONCATENATED MODULE: ./src/manifests/edit.ts
/**
 * A fix that gives the key at `path` below `node` the value `text`, a YAML flow value on one line: changes the key
 * that is there, else adds it behind its brothers at their indentation, with the maps around it that are missing.
 * Undefined where this file cannot say it: the place is in another file, or holds something else than a map.
 */
function setKey(node, path, text, description) {
    const [key, ...rest] = path;
    if (key === undefined)
        return replace(node, text, description);
    const child = node.entries.get(key);
    if (child)
        return setKey(child, rest, text, description);
    const { end } = node;
    if (node.foreign || node.kind !== 'map' || !end)
        return undefined;
    const flow = () => `${key}: ${rest.reduceRight((value, name) => `{ ${name}: ${value} }`, text)}`;
    if (end.style === 'flow')
        return insert(node, end.empty ? flow() : `, ${flow()}`, description);
    let added = '';
    path.forEach((name, depth) => {
        added += `${end.newline}${' '.repeat(end.indent + 2 * depth)}${name}:`;
    });
    return insert(node, `${added} ${text}`, description);
}
/** A fix that adds an item, a YAML flow value on one line, behind the others of a list. */
function addItem(list, text, description) {
    const { end } = list;
    if (list.foreign || list.kind !== 'list' || !end)
        return undefined;
    if (end.style === 'flow')
        return insert(list, end.empty ? text : `, ${text}`, description);
    return insert(list, `${end.newline}${' '.repeat(end.indent)}- ${text}`, description);
}
/** A fix that writes `text` in place of a scalar. */
function replace(node, text, description) {
    const unwritten = node.scalar === null && node.range === node.key;
    if (node.foreign || node.kind !== 'scalar' || unwritten)
        return undefined;
    return { description, edits: [{ ...node.range, text }] };
}
function insert(node, text, description) {
    if (!node.end)
        return undefined;
    const { line, column } = node.end;
    const edit = {
        startLine: line,
        startColumn: column,
        endLine: line,
        endColumn: column,
        text,
    };
    return { description, edits: [edit] };
}

;// CONCATENATED MODULE: ./src/manifests/rule.ts
function defineRule(rule) {
    return rule;
}

// EXTERNAL MODULE: ./src/manifests/values.ts
var manifests_values = __webpack_require__(9722);
;// CONCATENATED MODULE: ./src/manifests/service.ts

/** The mounts of a service that name a source: a path of the host or a volume. */
function mounts(service) {
    return ((0,manifests_values/* find */.I6)(service, 'volumes')?.items ?? []).flatMap((volume) => {
        if (volume.kind === 'map') {
            const source = (0,manifests_values/* find */.I6)(volume, 'source') ?? (0,manifests_values/* find */.I6)(volume, 'src');
            return source ? [{ at: source, source: (0,manifests_values/* textOf */.b6)(source) }] : [];
        }
        const [source, target] = colonParts((0,manifests_values/* textOf */.b6)(volume));
        return source && target ? [{ at: volume, source }] : [];
    });
}
/** Parts between colons that are not inside `${…}`. */
function colonParts(text) {
    return text.replace(/\$\{[^}]*\}/g, (variable) => variable.replaceAll(':', '\0')).split(':');
}
/** The published ports of a service, short form `[[IP:]HOST:]CONTAINER[/PROTOCOL]` or long form. */
function ports(service) {
    return ((0,manifests_values/* find */.I6)(service, 'ports')?.items ?? []).flatMap((port) => {
        if (port.kind === 'map') {
            const target = Number((0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(port, 'target')));
            const at = (0,manifests_values/* find */.I6)(port, 'target') ?? port;
            return [{ at, entry: port, target: [target, target], hostIp: (0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(port, 'host_ip')) }];
        }
        const match = /^(?:(?:(\[[^\]]*\]|\d+\.\d+\.\d+\.\d+|localhost):)?([\d-]*):)?(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec((0,manifests_values/* textOf */.b6)(port));
        if (!match)
            return [];
        const first = Number(match[3]);
        return [
            { at: port, entry: port, target: [first, Number(match[4] ?? first)], hostIp: match[1] ?? '' },
        ];
    });
}
/** The security options of a service, lower-cased. */
function securityOptions(service) {
    return ((0,manifests_values/* find */.I6)(service, 'security_opt')?.items ?? []).map((at) => {
        const [, name = '', value = ''] = /^([^:=]*)(?:[:=](.*))?$/s.exec((0,manifests_values/* textOf */.b6)(at).toLowerCase()) ?? [];
        return { at, name: name.trim(), value: value.trim() };
    });
}
/** The settings under a key such as `environment`, `sysctls` or `labels`. */
function settings(service, key) {
    const node = (0,manifests_values/* find */.I6)(service, key);
    const fromMap = [...(node?.entries ?? [])].map(([name, at]) => ({
        at,
        name,
        value: at.scalar === null ? undefined : (0,manifests_values/* textOf */.b6)(at),
    }));
    const fromList = (node?.items ?? []).map((at) => {
        const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec((0,manifests_values/* textOf */.b6)(at)) ?? [];
        return { at, name, value };
    });
    return [...fromMap, ...fromList];
}

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-ADMINPORT.ts




/** What listens there asks for no password by default, or for one that is guessed day and night. */
const PORTS = {
    22: 'SSH',
    23: 'Telnet',
    2375: 'the Docker Engine',
    2376: 'the Docker Engine',
    2379: 'etcd',
    3306: 'MySQL',
    5432: 'PostgreSQL',
    5984: 'CouchDB',
    6379: 'Redis',
    8500: 'Consul',
    9200: 'Elasticsearch',
    11211: 'memcached',
    15672: 'RabbitMQ’s console',
    27017: 'MongoDB',
};
/** Source: CIS Docker Benchmark 5.14. */
/* harmony default export */ const DEP_ADMINPORT = (defineRule({
    id: 'DEP-ADMINPORT',
    name: 'no-open-data-port',
    severity: 'medium',
    practice: 'deployment-security',
    title: 'A data or administration port is open on all interfaces',
    why: 'The engine publishes past the host’s firewall: the whole network reaches the database.',
    mend: 'Publish it on 127.0.0.1, or not at all: services of one project reach each other without.',
    tags: ['cis:5.14'],
    wrong: 'services:\n  db:\n    ports: ["5432:5432"]',
    right: 'services:\n  db:\n    ports: ["127.0.0.1:5432:5432"]',
    check(manifest, report) {
        for (const { name, node } of manifest.services)
            for (const port of ports(node)) {
                const number = Object.keys(PORTS).find((n) => port.target[0] <= Number(n) && Number(n) <= port.target[1]);
                if (number === undefined || /^(127\.|localhost$|\[?::1\]?$)/.test(port.hostIp))
                    continue;
                report({
                    at: port.at.range,
                    message: `The service "${name}" offers ${PORTS[Number(number)]} (port ${number}) on all interfaces.`,
                    fix: onLoopback(port),
                });
            }
    },
}));
function onLoopback({ at, entry, hostIp }) {
    const description = 'Publish it on the loopback interface only';
    if (entry.kind === 'map')
        return setKey(entry, ['host_ip'], '127.0.0.1', description);
    if (hostIp !== '' || at.variable)
        return undefined;
    const text = (0,manifests_values/* textOf */.b6)(at);
    return replace(at, `"127.0.0.1:${text.includes(':') ? '' : ':'}${text}"`, description);
}

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-ANON.ts


const NOBODY = /^system:(anonymous|unauthenticated)$/;
/* harmony default export */ const DEP_ANON = (defineRule({
    id: 'DEP-ANON',
    name: 'no-anonymous-binding',
    severity: 'critical',
    practice: 'runtime-security',
    title: 'Everybody is given a role, without logging in',
    why: 'Whoever reaches the API server has the rights of that role.',
    mend: 'Bind the role to the accounts that need it.',
    aliases: ['KSV-0122'],
    wrong: 'kind: RoleBinding\nsubjects: [{ kind: User, name: "system:anonymous" }]',
    right: 'kind: RoleBinding\nsubjects: [{ kind: ServiceAccount, name: shop }]',
    check(manifest, report) {
        for (const { kind, name, node } of manifest.resources) {
            if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding')
                continue;
            const subjects = (0,manifests_values/* find */.I6)(node, 'subjects')?.items ?? [];
            for (const who of [...subjects, (0,manifests_values/* find */.I6)(node, 'roleRef')]) {
                const value = (0,manifests_values/* find */.I6)(who, 'name');
                if (value && NOBODY.test((0,manifests_values/* textOf */.b6)(value)))
                    report({
                        at: value.range,
                        message: `The ${kind} "${name}" gives rights to everybody who has not logged in.`,
                    });
            }
        }
    },
}));

// EXTERNAL MODULE: ./src/manifests/kubernetes.ts
var kubernetes = __webpack_require__(2719);
;// CONCATENATED MODULE: ./src/manifests/rules/DEP-APPARMOR-OFF.ts





/** Source: Pod Security Standards baseline "AppArmor"; CIS Docker Benchmark 5.2. */
/* harmony default export */ const DEP_APPARMOR_OFF = (defineRule({
    id: 'DEP-APPARMOR-OFF',
    name: 'no-unconfined-apparmor',
    severity: 'medium',
    practice: 'deployment-security',
    title: 'AppArmor is switched off',
    why: 'The default AppArmor profile keeps a container from mounting file systems and from writing to the kernel’s interfaces.',
    mend: 'Use the runtime’s default profile, or a profile of your own.',
    references: ['https://kubernetes.io/docs/tutorials/security/apparmor/'],
    aliases: ['KSV-0002'],
    tags: ['pss:baseline', 'cis:5.2'],
    wrong: 'services:\n  app:\n    security_opt: [apparmor=unconfined]',
    right: 'services:\n  app:\n    security_opt: [apparmor=docker-default]',
    check(manifest, report) {
        for (const { name, node } of manifest.services)
            for (const option of securityOptions(node))
                if (option.name === 'apparmor' && option.value === 'unconfined')
                    report({
                        at: option.at.range,
                        message: `The service "${name}" switches AppArmor off.`,
                    });
        for (const { whose, context } of (0,kubernetes/* securityContexts */.z4)(manifest.pods)) {
            const type = (0,manifests_values/* find */.I6)(context, 'appArmorProfile', 'type');
            if ((0,manifests_values/* isSet */.vM)(type) && !/^(RuntimeDefault|Localhost)$/.test((0,manifests_values/* textOf */.b6)(type)))
                report({
                    at: type.range,
                    message: `${whose} switches AppArmor off.`,
                    fix: replace(type, 'RuntimeDefault', DESCRIPTION),
                });
        }
        for (const { metadata } of manifest.pods)
            for (const [name, value] of (0,manifests_values/* find */.I6)(metadata, 'annotations')?.entries ?? [])
                if (name.startsWith(ANNOTATION) &&
                    !/^($|runtime\/default$|localhost\/)/.test((0,manifests_values/* textOf */.b6)(value)))
                    report({
                        at: value.range,
                        message: `The annotation switches AppArmor off for the container "${name.slice(ANNOTATION.length)}".`,
                        fix: replace(value, 'runtime/default', DESCRIPTION),
                    });
    },
}));
const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const DESCRIPTION = 'Use the runtime’s AppArmor profile';

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-CAPADD.ts


/** What engines give every container, and the baseline lets a manifest ask for. */
const DEFAULT = new Set([
    'AUDIT_WRITE',
    'CHOWN',
    'DAC_OVERRIDE',
    'FOWNER',
    'FSETID',
    'KILL',
    'MKNOD',
    'NET_BIND_SERVICE',
    'SETFCAP',
    'SETGID',
    'SETPCAP',
    'SETUID',
    'SYS_CHROOT',
]);
/** Each of these alone is a way out of the container. */
const BREAKOUT = new Set([
    'ALL',
    'SYS_ADMIN',
    'SYS_MODULE',
    'SYS_PTRACE',
    'SYS_RAWIO',
    'NET_ADMIN',
    'BPF',
    'DAC_READ_SEARCH',
]);
/** Source: Pod Security Standards baseline and restricted "Capabilities"; CIS Docker Benchmark 5.4. */
/* harmony default export */ const DEP_CAPADD = (defineRule({
    id: 'DEP-CAPADD',
    name: 'no-added-capability',
    severity: 'high',
    practice: 'deployment-security',
    title: 'A capability is added that containers do not have by default',
    why: 'Added capabilities open parts of the kernel that containers are kept from; some of them are as good as root on the host.',
    mend: 'Remove the capability, or replace ALL by the one that is needed.',
    references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
    aliases: ['KSV-0022'],
    tags: ['cis:5.4'],
    wrong: 'services:\n  app:\n    cap_add: [SYS_ADMIN]',
    right: 'services:\n  app:\n    cap_add: [NET_BIND_SERVICE]',
    check(manifest, report) {
        for (const { name, node } of manifest.services)
            for (const item of (0,manifests_values/* find */.I6)(node, 'cap_add')?.items ?? []) {
                const capability = (0,manifests_values/* textOf */.b6)(item).toUpperCase().replace(/^CAP_/, '');
                if (!DEFAULT.has(capability) && !item.variable)
                    report({
                        at: item.range,
                        severity: BREAKOUT.has(capability) ? 'critical' : 'high',
                        message: `The service "${name}" adds the capability ${capability}.`,
                    });
            }
        for (const { name, node, pod } of manifest.containers)
            for (const item of (0,manifests_values/* find */.I6)(node, 'securityContext', 'capabilities', 'add')?.items ?? []) {
                const capability = (0,manifests_values/* textOf */.b6)(item);
                const message = `The container "${name}" adds the capability ${capability}.`;
                if (!DEFAULT.has(capability))
                    report({
                        at: item.range,
                        // The runtime takes the prefix off, Pod Security does not: CAP_SYS_ADMIN is refused and dangerous.
                        severity: BREAKOUT.has(capability.toUpperCase().replace(/^CAP_/, ''))
                            ? 'critical'
                            : 'high',
                        message,
                        tags: ['pss:baseline'],
                    });
                else if (capability !== 'NET_BIND_SERVICE' && !pod.windows)
                    report({ at: item.range, severity: 'low', message, tags: ['pss:restricted'] });
            }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-CAPDROP.ts




/** Source: Pod Security Standards restricted "Capabilities"; CIS Docker Benchmark 5.4. */
/* harmony default export */ const DEP_CAPDROP = (defineRule({
    id: 'DEP-CAPDROP',
    name: 'drop-all-capabilities',
    severity: 'low',
    practice: 'deployment-security',
    title: 'The default capabilities are not dropped',
    why: 'By default a container may change owners, send raw packets and more: most programs need none of it, an attacker does.',
    mend: 'Drop ALL and add back what the program needs.',
    aliases: ['KSV-0003'],
    tags: ['pss:restricted', 'cis:5.4'],
    wrong: 'services:\n  app:\n    image: app:1',
    right: 'services:\n  app:\n    image: app:1\n    cap_drop: [ALL]',
    check(manifest, report) {
        for (const { name, node, partial } of manifest.services) {
            const drop = (0,manifests_values/* find */.I6)(node, 'cap_drop');
            const all = drop?.items.some((item) => /^(cap_)?all$/i.test((0,manifests_values/* textOf */.b6)(item)));
            if (all || (partial && !drop))
                continue;
            report({
                at: (drop ?? node).key,
                message: `The service "${name}" keeps the default capabilities: drop ALL and add what it needs.`,
                fix: drop?.kind === 'list'
                    ? addItem(drop, 'ALL', DEP_CAPDROP_DESCRIPTION)
                    : setKey(node, ['cap_drop'], '[ALL]', DEP_CAPDROP_DESCRIPTION),
            });
        }
        for (const container of manifest.containers) {
            if (container.pod.windows)
                continue;
            const drop = (0,manifests_values/* find */.I6)(container.node, 'securityContext', 'capabilities', 'drop');
            if (drop?.items.some((item) => (0,manifests_values/* textOf */.b6)(item) === 'ALL') || (container.partial && !drop))
                continue;
            report({
                at: drop?.key ?? (0,kubernetes/* nameKey */.Rc)(container),
                message: `The container "${container.name}" keeps the default capabilities: drop ALL and add what it needs.`,
                fix: drop?.kind === 'list'
                    ? addItem(drop, 'ALL', DEP_CAPDROP_DESCRIPTION)
                    : setKey(container.node, ['securityContext', 'capabilities', 'drop'], '[ALL]', DEP_CAPDROP_DESCRIPTION),
            });
        }
    },
}));
const DEP_CAPDROP_DESCRIPTION = 'Drop all capabilities';

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-CLUSTERADMIN.ts


/* harmony default export */ const DEP_CLUSTERADMIN = (defineRule({
    id: 'DEP-CLUSTERADMIN',
    name: 'no-cluster-admin-binding',
    severity: 'high',
    practice: 'runtime-security',
    title: 'Somebody is made administrator of the whole cluster',
    why: 'Whoever takes over one pod with this account owns every namespace and node.',
    mend: 'Bind a role that allows what is used, in the namespace where it is used.',
    aliases: ['KSV-0111', 'cluster-admin-role-binding'],
    wrong: 'kind: ClusterRoleBinding\nroleRef: { kind: ClusterRole, name: cluster-admin }',
    right: 'kind: ClusterRoleBinding\nroleRef: { kind: ClusterRole, name: view }',
    check(manifest, report) {
        for (const { kind, name, node } of manifest.resources) {
            const role = (0,manifests_values/* find */.I6)(node, 'roleRef', 'name');
            if (kind === 'ClusterRoleBinding' && role && (0,manifests_values/* textOf */.b6)(role) === 'cluster-admin')
                report({
                    at: role.range,
                    message: `The binding "${name}" makes its subjects administrators of the cluster.`,
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/secret-names.ts
const WORDS = /password|passwd|passphrase|secret|(^|_)(pwd|pass|token|credentials?|auth)(_|$)|(api|private|access|auth|signing|encryption|master)_?key|_token$|^token/i;
/** Names that speak about a secret and hold none: where it is, how long it lives, what it is called. */
const ABOUT = /_(file|path|dir|name|names|id|ids|url|uri|endpoint|host|port|ttl|expiry|expires?|expiration|lifetime|duration|timeout|age|length|size|count|type|header|prefix|suffix|issuer|audience|algorithm|enabled|disabled|required|policy|mode|method|provider|ref|version|arn|mount|store|backend|field|key_name|user|username)$/i;
/** True for the name of a variable or key that holds a secret: `DB_PASSWORD`, `apiKey`, not `API_KEY_FILE`. */
function isSecretName(name) {
    const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[.-]/g, '_');
    return WORDS.test(snake) && !ABOUT.test(snake);
}
/** True for a value that is written out: no reference, switch, number, path or blank to be filled in. */
function isSecretLiteral(value) {
    const text = value.trim();
    if (text === '' || /\$[({A-Za-z_]|\{\{|^<.*>$|^\*+$/.test(text))
        return false;
    if (/^(true|false|yes|no|on|off|none|null|nil|-?\d+(\.\d+)?)$/i.test(text))
        return false;
    return !/^(\.{0,2}\/|~\/|file:|vault:|ref\+|arn:)/.test(text);
}

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-CONFIGMAP-SECRET.ts



/** Longer than any key; a whole file in a config map is searched up to here. */
const MAX_TEXT = 200_000;
/* harmony default export */ const DEP_CONFIGMAP_SECRET = (defineRule({
    id: 'DEP-CONFIGMAP-SECRET',
    name: 'no-committed-secret',
    severity: 'high',
    practice: 'secrets',
    title: 'A secret is committed in a ConfigMap or Secret manifest',
    why: 'base64 is no encryption: everybody who can read the repository has the secret, for as long as the history lasts.',
    mend: 'Seal it, or let an operator fetch it from a vault; change the one that was committed.',
    aliases: ['KSV-0109'],
    wrong: 'kind: Secret\nstringData: { password: correct-horse-battery }',
    right: 'kind: SealedSecret\nspec: { encryptedData: { password: AgB0 } }',
    check(manifest, report) {
        const judge = (at, name, value, named) => {
            const found = manifest.secretIn?.(value.slice(0, MAX_TEXT));
            if (!found && !(named && isSecretName(name) && isSecretLiteral(value)))
                return;
            report({
                at: at.range,
                confidence: found?.confidence ?? 'medium',
                message: found
                    ? `The value of "${name}" holds ${found.what}.`
                    : `The value of "${name}" looks like a secret that is written out.`,
            });
        };
        for (const { kind, node } of manifest.resources) {
            if (kind !== 'ConfigMap' && kind !== 'Secret')
                continue;
            for (const key of ['data', 'stringData'])
                for (const [name, value] of (0,manifests_values/* find */.I6)(node, key)?.entries ?? []) {
                    if (typeof value.scalar !== 'string')
                        continue;
                    const encoded = kind === 'Secret' && key === 'data';
                    judge(value, name, encoded ? decoded(value.scalar) : value.scalar, true);
                }
        }
        if (manifest.kind === 'compose')
            for (const document of manifest.documents)
                for (const [name, config] of (0,manifests_values/* find */.I6)(document, 'configs')?.entries ?? []) {
                    const content = (0,manifests_values/* find */.I6)(config, 'content');
                    if (content)
                        judge(content, name, (0,manifests_values/* textOf */.b6)(content), false);
                }
    },
}));
function decoded(text) {
    return Buffer.from(text.slice(0, 2 * MAX_TEXT), 'base64').toString('utf8');
}

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-CPULIMIT.ts



/** Source: CIS Docker Benchmark 5.12. */
/* harmony default export */ const DEP_CPULIMIT = (defineRule({
    id: 'DEP-CPULIMIT',
    name: 'cpu-limit',
    severity: 'low',
    practice: 'denial-of-service',
    title: 'No CPU limit is set',
    why: 'One container that spins takes the processor from all others on the host.',
    mend: 'Set a CPU limit.',
    aliases: ['KSV-0011'],
    tags: ['cis:5.12'],
    wrong: 'services:\n  app:\n    image: app:1',
    right: 'services:\n  app:\n    image: app:1\n    cpus: 0.5',
    check(manifest, report) {
        for (const { name, node, partial } of manifest.services) {
            const limits = [
                (0,manifests_values/* find */.I6)(node, 'cpus'),
                (0,manifests_values/* find */.I6)(node, 'cpu_quota'),
                (0,manifests_values/* find */.I6)(node, 'deploy', 'resources', 'limits', 'cpus'),
            ];
            if (!partial && !limits.some((limit) => (0,manifests_values/* isSet */.vM)(limit) && !/^[0.]+$/.test((0,manifests_values/* textOf */.b6)(limit))))
                report({
                    at: node.key,
                    message: `The service "${name}" has no CPU limit.`,
                });
        }
        for (const container of manifest.containers) {
            if (container.list === 'ephemeralContainers' || container.partial)
                continue;
            const limit = (0,manifests_values/* find */.I6)(container.node, 'resources', 'limits', 'cpu');
            const ofPod = (0,manifests_values/* find */.I6)(container.pod.spec, 'resources', 'limits', 'cpu');
            if ((0,kubernetes/* isNoQuantity */.Hm)(limit) && (0,kubernetes/* isNoQuantity */.Hm)(ofPod))
                report({
                    at: (0,manifests_values/* isSet */.vM)(limit) ? limit.range : (0,kubernetes/* nameKey */.Rc)(container),
                    message: `The container "${container.name}" has no CPU limit.`,
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-CPUREQ.ts



/* harmony default export */ const DEP_CPUREQ = (defineRule({
    id: 'DEP-CPUREQ',
    name: 'cpu-request',
    severity: 'low',
    practice: 'denial-of-service',
    title: 'No CPU request is set',
    why: 'The scheduler cannot keep room for the pod: under load it is starved first.',
    mend: 'Set a CPU request; a CPU limit counts as one.',
    aliases: ['KSV-0015', 'unset-cpu-requirements'],
    wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1',
    right: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1\n      resources: { requests: { cpu: 100m } }',
    check(manifest, report) {
        for (const container of manifest.containers) {
            if (container.list === 'ephemeralContainers' || container.partial)
                continue;
            const amounts = [container.node, container.pod.spec].flatMap((holder) => [
                (0,manifests_values/* find */.I6)(holder, 'resources', 'requests', 'cpu'),
                (0,manifests_values/* find */.I6)(holder, 'resources', 'limits', 'cpu'),
            ]);
            if (amounts.every(kubernetes/* isNoQuantity */.Hm))
                report({
                    at: (0,kubernetes/* nameKey */.Rc)(container),
                    message: `The container "${container.name}" asks for no share of the processor.`,
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/service-account.ts

/** The name of the account that a pod runs as. */
function accountName({ spec }) {
    return ((0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(spec, 'serviceAccountName')) || (0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(spec, 'serviceAccount')) || 'default');
}
/** The account itself, where one of the manifests makes it. */
function accountOf(pod, set) {
    const name = accountName(pod);
    return set
        .flatMap(({ resources }) => resources)
        .find((resource) => resource.kind === 'ServiceAccount' &&
        resource.name === name &&
        resource.namespace === pod.workload.namespace);
}

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-DEFAULTSA.ts




/* harmony default export */ const DEP_DEFAULTSA = (defineRule({
    id: 'DEP-DEFAULTSA',
    name: 'own-service-account',
    severity: 'low',
    practice: 'runtime-security',
    title: 'The pod uses the default service account',
    why: 'What one pod of the namespace is allowed, all of them are.',
    mend: 'Give the workload an account of its own with `serviceAccountName`.',
    aliases: ['default-service-account'],
    wrong: 'kind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: x:1 }] }',
    right: 'kind: Pod\nmetadata: { name: a }\nspec: { serviceAccountName: shop }',
    check(manifest, report) {
        for (const pod of manifest.pods) {
            // Without a token the account is only a name.
            if ((0,manifests_values/* isFalse */.Wu)((0,manifests_values/* find */.I6)(pod.spec, 'automountServiceAccountToken')))
                continue;
            if (accountName(pod) !== 'default' || pod.partial)
                continue;
            const named = (0,manifests_values/* find */.I6)(pod.spec, 'serviceAccountName') ?? (0,manifests_values/* find */.I6)(pod.spec, 'serviceAccount');
            report({
                at: named?.range ?? (0,kubernetes/* workloadKey */.f6)(pod.workload),
                message: `${pod.workload.kind} "${pod.workload.name}" uses the default service account.`,
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-DEVICE.ts


const DANGEROUS = /^\/dev\/(mem|kmem|port|sd[^/]*|nvme[^/]*|kmsg|fuse)$/;
/** Source: CIS Docker Benchmark 5.18. */
/* harmony default export */ const DEP_DEVICE = (defineRule({
    id: 'DEP-DEVICE',
    name: 'no-host-device',
    severity: 'high',
    practice: 'deployment-security',
    title: 'A device of the host is exposed that opens the host',
    why: 'Memory, ports and disks of the host are the host: who reads or writes them needs no other hole.',
    mend: 'Remove the device.',
    tags: ['cis:5.18'],
    wrong: 'services:\n  app:\n    devices: ["/dev/sda:/dev/sda"]',
    right: 'services:\n  app:\n    devices: ["/dev/ttyUSB0:/dev/ttyUSB0"]',
    check(manifest, report) {
        for (const { name, node } of manifest.services)
            for (const device of (0,manifests_values/* find */.I6)(node, 'devices')?.items ?? []) {
                const source = device.kind === 'map' ? (0,manifests_values/* find */.I6)(device, 'source') : device;
                const path = (0,manifests_values/* textOf */.b6)(source).split(':')[0] ?? '';
                if (source && DANGEROUS.test(path))
                    report({ at: source.range, message: `The service "${name}" gets the host’s ${path}.` });
            }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/image-names.ts

/** The images that a manifest pulls; those that are built here, or whose name holds a variable, are left out. */
function image_names_images(manifest) {
    const nodes = [
        ...manifest.services.filter(({ built }) => !built).map(({ node }) => (0,manifests_values/* find */.I6)(node, 'image')),
        ...manifest.containers.map(({ node }) => (0,manifests_values/* find */.I6)(node, 'image')),
    ];
    return nodes.flatMap((at) => (0,manifests_values/* isSet */.vM)(at) && at.kind === 'scalar' && !at.variable && !/\$|\{\{/.test((0,manifests_values/* textOf */.b6)(at))
        ? [{ at, ...parts((0,manifests_values/* textOf */.b6)(at)) }]
        : []);
}
/** Source: the reference grammar of distribution/reference; Docker's defaults for what is left out. */
function parts(reference) {
    const [name = '', digest = ''] = reference.split('@', 2);
    const colon = name.lastIndexOf(':');
    const tagged = colon > name.lastIndexOf('/');
    const path = tagged ? name.slice(0, colon) : name;
    const [first = '', ...rest] = path.split('/');
    const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
    const repository = hasRegistry
        ? path.replace(/^index\.docker\.io\//, 'docker.io/')
        : `docker.io/${rest.length > 0 ? path : `library/${path}`}`;
    return { reference, repository, tag: tagged ? name.slice(colon + 1) : '', digest };
}

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-DIGEST.ts


/* harmony default export */ const DEP_DIGEST = (defineRule({
    id: 'DEP-DIGEST',
    name: 'pin-image-digest',
    severity: 'low',
    practice: 'registry-security',
    title: 'An image is not pinned by its digest',
    why: 'A tag can be moved to another image; a digest names one content for ever.',
    mend: 'Write the digest behind the tag: `name:tag@sha256:…`.',
    aliases: ['CKV_K8S_43'],
    wrong: 'services:\n  app:\n    image: nginx:1.29.3',
    right: `services:\n  app:\n    image: nginx:1.29.3@sha256:${'0'.repeat(64)}`,
    check(manifest, report) {
        for (const { at, digest, reference } of image_names_images(manifest))
            if (digest === '')
                report({ at: at.range, message: `The image ${reference} is not pinned by its digest.` });
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-EMPTYDIR-MEM.ts


/* harmony default export */ const DEP_EMPTYDIR_MEM = (defineRule({
    id: 'DEP-EMPTYDIR-MEM',
    name: 'memory-volume-size',
    severity: 'low',
    practice: 'denial-of-service',
    title: 'A volume in memory has no size limit',
    why: 'Files in it are the node’s memory: the pod can fill it until others are killed.',
    mend: 'Set `sizeLimit`.',
    references: ['https://kubernetes.io/docs/concepts/storage/volumes/#emptydir'],
    wrong: 'kind: Pod\nspec:\n  volumes:\n    - name: a\n      emptyDir: { medium: Memory }',
    right: 'kind: Pod\nspec:\n  volumes:\n    - name: a\n      emptyDir: { medium: Memory, sizeLimit: 64Mi }',
    check(manifest, report) {
        for (const { spec } of manifest.pods)
            for (const volume of (0,manifests_values/* find */.I6)(spec, 'volumes')?.items ?? []) {
                const medium = (0,manifests_values/* find */.I6)(volume, 'emptyDir', 'medium');
                if (medium && (0,manifests_values/* textOf */.b6)(medium) === 'Memory' && !(0,manifests_values/* isSet */.vM)((0,manifests_values/* find */.I6)(volume, 'emptyDir', 'sizeLimit')))
                    report({
                        at: medium.range,
                        message: 'The volume is kept in memory and may take all of it.',
                    });
            }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-ENVSECRET.ts




/** Source: CIS Docker Benchmark 4.10. */
/* harmony default export */ const DEP_ENVSECRET = (defineRule({
    id: 'DEP-ENVSECRET',
    name: 'no-secret-in-environment',
    severity: 'high',
    practice: 'secrets',
    title: 'A secret stands in the manifest',
    why: 'Everybody who can read the repository, the manifest or the process list has the secret, for as long as the history lasts.',
    mend: 'Mount it as a file from a secret, or take it from the environment of the deployment; change the one that was committed.',
    aliases: ['KSV-0109', 'env-var-secret'],
    tags: ['cis:4.10'],
    wrong: 'services:\n  app:\n    environment: { API_KEY: abc123def }',
    right: 'services:\n  app:\n    environment: { API_KEY_FILE: /run/secrets/api_key }',
    check(manifest, report) {
        const judge = (at, name, value) => {
            const found = manifest.secretIn?.(value);
            if (found)
                report({
                    at: at.range,
                    confidence: found.confidence,
                    message: `The value of ${name} is ${found.what}.`,
                });
            else if (isSecretName(name) && isSecretLiteral(value))
                report({
                    at: at.range,
                    confidence: 'medium',
                    message: `The value of ${name} looks like a secret that is written out.`,
                });
        };
        for (const { node } of manifest.services)
            for (const { at, name, value } of settings(node, 'environment'))
                if (value !== undefined && !at.variable)
                    judge(at, name, value);
        for (const { node } of manifest.containers)
            for (const variable of (0,manifests_values/* find */.I6)(node, 'env')?.items ?? []) {
                const value = (0,manifests_values/* find */.I6)(variable, 'value');
                if (value && value.kind === 'scalar')
                    judge(value, (0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(variable, 'name')), (0,manifests_values/* textOf */.b6)(value));
            }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-ENVSECRETREF.ts


/* harmony default export */ const DEP_ENVSECRETREF = (defineRule({
    id: 'DEP-ENVSECRETREF',
    name: 'no-secret-as-variable',
    severity: 'low',
    practice: 'secrets',
    title: 'A secret is passed as an environment variable',
    why: 'Variables show up in crash reports, in logs and in every child process; a mounted file does not.',
    mend: 'Mount the secret as a file.',
    aliases: ['CKV_K8S_35'],
    wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      envFrom: [{ secretRef: { name: keys } }]',
    right: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      envFrom: [{ configMapRef: { name: settings } }]',
    check(manifest, report) {
        for (const { name, node } of manifest.containers) {
            for (const variable of (0,manifests_values/* find */.I6)(node, 'env')?.items ?? []) {
                const reference = (0,manifests_values/* find */.I6)(variable, 'valueFrom', 'secretKeyRef');
                if (reference)
                    report({
                        at: reference.key,
                        message: `The container "${name}" gets a secret as the variable ${(0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(variable, 'name'))}.`,
                    });
            }
            for (const source of (0,manifests_values/* find */.I6)(node, 'envFrom')?.items ?? []) {
                const reference = (0,manifests_values/* find */.I6)(source, 'secretRef');
                if (reference)
                    report({
                        at: reference.key,
                        message: `The container "${name}" gets all of a secret as variables.`,
                    });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-EXPOSED.ts


/* harmony default export */ const DEP_EXPOSED = (defineRule({
    id: 'DEP-EXPOSED',
    name: 'no-open-service',
    severity: 'low',
    practice: 'runtime-security',
    title: 'A service is open to everybody',
    why: 'A node port or load balancer without source ranges answers whoever reaches it.',
    mend: 'Use ClusterIP behind an ingress, or set `loadBalancerSourceRanges`.',
    aliases: ['exposed-services'],
    wrong: 'kind: Service\nspec: { type: NodePort }',
    right: 'kind: Service\nspec: { type: ClusterIP }',
    check(manifest, report) {
        for (const { kind, name, node } of manifest.resources) {
            const type = (0,manifests_values/* find */.I6)(node, 'spec', 'type');
            if (kind !== 'Service' || !type)
                continue;
            const open = (0,manifests_values/* textOf */.b6)(type) === 'NodePort' ||
                ((0,manifests_values/* textOf */.b6)(type) === 'LoadBalancer' && !(0,manifests_values/* isSet */.vM)((0,manifests_values/* find */.I6)(node, 'spec', 'loadBalancerSourceRanges')));
            if (open)
                report({
                    at: type.range,
                    message: `The service "${name}" is open to everybody who reaches its ${(0,manifests_values/* textOf */.b6)(type) === 'NodePort' ? 'nodes' : 'load balancer'}.`,
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-HEALTH.ts


/** Source: CIS Docker Benchmark 5.27. */
/* harmony default export */ const DEP_HEALTH = (defineRule({
    id: 'DEP-HEALTH',
    name: 'service-health-check',
    severity: 'low',
    practice: 'monitoring',
    title: 'A service has no health check',
    why: 'A container that hangs counts as running, and what depends on it waits.',
    mend: 'Add a `healthcheck`, here or as HEALTHCHECK in the image.',
    tags: ['cis:5.27'],
    wrong: 'services:\n  app:\n    image: app:1',
    right: 'services:\n  app:\n    image: app:1\n    healthcheck: { test: [CMD, /app, -health] }',
    check(manifest, report) {
        for (const { name, node, partial } of manifest.services)
            if (!partial && !(0,manifests_values/* isSet */.vM)((0,manifests_values/* find */.I6)(node, 'healthcheck')))
                report({ at: node.key, message: `The service "${name}" has no health check.` });
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-HEALTH-OFF.ts


/** Source: CIS Docker Benchmark 5.27. */
/* harmony default export */ const DEP_HEALTH_OFF = (defineRule({
    id: 'DEP-HEALTH-OFF',
    name: 'no-disabled-health-check',
    severity: 'low',
    practice: 'monitoring',
    title: 'The image’s health check is switched off',
    why: 'A container that hangs counts as running, although its image knows better.',
    mend: 'Mend the check instead of removing it.',
    tags: ['cis:5.27'],
    wrong: 'services:\n  app:\n    healthcheck: { disable: true }',
    right: 'services:\n  app:\n    healthcheck: { test: [CMD, /app, -health] }',
    check(manifest, report) {
        for (const { name, node } of manifest.services) {
            const disable = (0,manifests_values/* find */.I6)(node, 'healthcheck', 'disable');
            const test = (0,manifests_values/* find */.I6)(node, 'healthcheck', 'test');
            const off = disable && (0,manifests_values/* isTrue */.Hn)(disable)
                ? disable
                : test && (0,manifests_values/* textOf */.b6)(test.items[0] ?? test) === 'NONE'
                    ? test
                    : undefined;
            if (off)
                report({ at: off.range, message: `The service "${name}" switches its health check off.` });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/host-namespace.ts


/** Reports pods and services that share one of the host's namespaces, which `field` and `key` switch. */
function hostNamespace(manifest, field, key, what, report) {
    for (const { spec } of manifest.pods) {
        const value = (0,manifests_values/* find */.I6)(spec, field);
        if (value && (0,manifests_values/* isTrue */.Hn)(value))
            report({
                at: value.range,
                message: `The pod shares the host’s ${what}.`,
                fix: replace(value, 'false', `Do not share the host’s ${what}`),
            });
    }
    for (const { name, node } of manifest.services) {
        const value = (0,manifests_values/* find */.I6)(node, key);
        if (value && (0,manifests_values/* textOf */.b6)(value) === 'host')
            report({ at: value.range, message: `The service "${name}" shares the host’s ${what}.` });
    }
}

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-HOSTIPC.ts


/** Source: Pod Security Standards baseline "Host Namespaces"; CIS Docker Benchmark 5.17. */
/* harmony default export */ const DEP_HOSTIPC = (defineRule({
    id: 'DEP-HOSTIPC',
    name: 'no-host-ipc',
    severity: 'high',
    practice: 'deployment-security',
    title: 'A container shares the host’s memory segments',
    why: 'It can read and change the shared memory and message queues of the host’s processes.',
    mend: 'Leave the IPC namespace to the container; `shareable` lets services of one project share it.',
    aliases: ['KSV-0008'],
    tags: ['pss:baseline', 'cis:5.17'],
    wrong: 'services:\n  app:\n    ipc: host',
    right: 'services:\n  app:\n    ipc: shareable',
    check(manifest, report) {
        hostNamespace(manifest, 'hostIPC', 'ipc', 'IPC namespace', report);
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-HOSTNET.ts



/** Source: Pod Security Standards baseline "Host Namespaces"; CIS Docker Benchmark 5.10. */
/* harmony default export */ const DEP_HOSTNET = (defineRule({
    id: 'DEP-HOSTNET',
    name: 'no-host-network',
    severity: 'high',
    practice: 'deployment-security',
    title: 'A container shares the host’s network',
    why: 'It reaches every service that listens on the host’s loopback, may listen on any port and sees the traffic of others.',
    mend: 'Use the network of the pod or of the project and publish the ports that are needed.',
    aliases: ['KSV-0009'],
    tags: ['pss:baseline', 'cis:5.10'],
    wrong: 'services:\n  app:\n    network_mode: host',
    right: 'services:\n  app:\n    ports: ["8080:8080"]',
    check(manifest, report) {
        hostNamespace(manifest, 'hostNetwork', 'network_mode', 'network', report);
        for (const { name, node } of manifest.services) {
            const networks = (0,manifests_values/* find */.I6)(node, 'networks');
            const items = networks?.items.filter((item) => (0,manifests_values/* textOf */.b6)(item) === 'host') ?? [];
            const entry = (0,manifests_values/* find */.I6)(networks, 'host');
            for (const at of [...items.map(({ range }) => range), ...(entry ? [entry.key] : [])])
                report({ at, message: `The service "${name}" shares the host’s network.` });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-HOSTNS-OTHER.ts


const NAMESPACES = [
    ['uts', 'UTS namespace', 'cis:5.21'],
    ['userns_mode', 'user namespace', 'cis:5.31'],
    ['cgroup', 'cgroup namespace', 'cis:5.25'],
];
/** Source: CIS Docker Benchmark 5.21, 5.25 and 5.31. */
/* harmony default export */ const DEP_HOSTNS_OTHER = (defineRule({
    id: 'DEP-HOSTNS-OTHER',
    name: 'no-other-host-namespace',
    severity: 'medium',
    practice: 'deployment-security',
    title: 'A container shares the host’s UTS, user or cgroup namespace',
    why: 'It can rename the host, is root with the host’s own user ids, or sees and may change the host’s control groups.',
    mend: 'Remove the key: the engine then makes a namespace for the container.',
    wrong: 'services:\n  app:\n    userns_mode: host',
    right: 'services:\n  app:\n    cgroup: private',
    check(manifest, report) {
        for (const { name, node } of manifest.services)
            for (const [key, what, cis] of NAMESPACES) {
                const value = (0,manifests_values/* find */.I6)(node, key);
                if (value && (0,manifests_values/* textOf */.b6)(value) === 'host')
                    report({
                        at: value.range,
                        message: `The service "${name}" shares the host’s ${what}.`,
                        tags: [cis],
                    });
            }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-HOSTPATH.ts


/** Source: Pod Security Standards baseline "HostPath Volumes". */
/* harmony default export */ const DEP_HOSTPATH = (defineRule({
    id: 'DEP-HOSTPATH',
    name: 'no-host-path',
    severity: 'medium',
    practice: 'deployment-security',
    title: 'A volume takes a path of the host',
    why: 'A path of the host ties the pod to its node and lets it read or change what belongs to others.',
    mend: 'Use a persistent volume claim, a config map or an emptyDir.',
    references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
    aliases: ['KSV-0023'],
    tags: ['pss:baseline'],
    wrong: 'kind: Pod\nspec:\n  volumes:\n    - name: data\n      hostPath: { path: /srv/data }',
    right: 'kind: Pod\nspec:\n  volumes:\n    - name: data\n      persistentVolumeClaim: { claimName: data }',
    check(manifest, report) {
        for (const { spec } of manifest.pods)
            for (const volume of (0,manifests_values/* find */.I6)(spec, 'volumes')?.items ?? []) {
                const hostPath = (0,manifests_values/* find */.I6)(volume, 'hostPath');
                if (hostPath && hostPath.scalar !== null)
                    report({
                        at: hostPath.key,
                        message: 'The volume takes a path of the host, which other pods and the node share.',
                    });
            }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-HOSTPATH-RW.ts



/* harmony default export */ const DEP_HOSTPATH_RW = (defineRule({
    id: 'DEP-HOSTPATH-RW',
    name: 'host-path-read-only',
    severity: 'medium',
    practice: 'minimal-containers',
    title: 'A path of the host is mounted writable',
    why: 'What a container writes to its host outlives the container and may be run by the host.',
    mend: 'Set `readOnly: true` on the mount.',
    aliases: ['writable-host-mount'],
    wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      volumeMounts:\n        - { name: data, mountPath: /data }\n  volumes:\n    - { name: data, hostPath: { path: /srv/data } }',
    right: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      volumeMounts:\n        - { name: data, mountPath: /data, readOnly: true }\n  volumes:\n    - { name: data, hostPath: { path: /srv/data } }',
    check(manifest, report) {
        for (const { name, node, pod } of manifest.containers) {
            const volumes = (0,manifests_values/* find */.I6)(pod.spec, 'volumes')?.items ?? [];
            const fromHost = new Set(volumes.filter((v) => (0,manifests_values/* find */.I6)(v, 'hostPath')).map((v) => (0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(v, 'name'))));
            for (const mount of (0,manifests_values/* find */.I6)(node, 'volumeMounts')?.items ?? []) {
                const volume = (0,manifests_values/* find */.I6)(mount, 'name');
                if (!volume || !fromHost.has((0,manifests_values/* textOf */.b6)(volume)) || (0,manifests_values/* isTrue */.Hn)((0,manifests_values/* find */.I6)(mount, 'readOnly')))
                    continue;
                report({
                    at: ((0,manifests_values/* find */.I6)(mount, 'readOnly') ?? volume).range,
                    message: `The container "${name}" may write to the host through the volume "${(0,manifests_values/* textOf */.b6)(volume)}".`,
                    fix: setKey(mount, ['readOnly'], 'true', 'Mount the path read-only'),
                });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/host-paths.ts


/** Every absolute path of the host that a manifest mounts: bind mounts, bound named volumes, hostPath volumes. */
function hostPaths(manifest) {
    const paths = [];
    const add = (at, text, whose) => {
        if (text.startsWith('/'))
            paths.push({ at, path: normal(text), whose });
    };
    for (const { name, node } of manifest.services)
        for (const { at, source } of mounts(node))
            add(at, source, `The service "${name}"`);
    if (manifest.kind === 'compose')
        for (const document of manifest.documents)
            for (const [name, volume] of (0,manifests_values/* find */.I6)(document, 'volumes')?.entries ?? []) {
                const device = (0,manifests_values/* find */.I6)(volume, 'driver_opts', 'device');
                if (device)
                    add(device, (0,manifests_values/* textOf */.b6)(device), `The volume "${name}"`);
            }
    for (const { spec } of manifest.pods)
        for (const volume of (0,manifests_values/* find */.I6)(spec, 'volumes')?.items ?? []) {
            const path = (0,manifests_values/* find */.I6)(volume, 'hostPath', 'path');
            if (path)
                add(path, (0,manifests_values/* textOf */.b6)(path), 'The pod');
        }
    return paths;
}
function normal(path) {
    const parts = [];
    for (const part of path.split('/'))
        if (part === '..')
            parts.pop();
        else if (part !== '' && part !== '.')
            parts.push(part);
    return `/${parts.join('/')}`;
}

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-HOSTPATH-SENS.ts


/** Folders whose content is the host itself; those with a star stand for everything below them too. */
const SENSITIVE = /^\/(|boot|dev|etc(\/.*)?|home|lib[^/]*(\/.*)?|proc(\/.*)?|root|run|sys(\/.*)?|usr|var|var\/run|var\/log|var\/lib\/(docker|kubelet|containerd|etcd))$/;
/** Source: CIS Docker Benchmark 5.6. */
/* harmony default export */ const DEP_HOSTPATH_SENS = (defineRule({
    id: 'DEP-HOSTPATH-SENS',
    name: 'no-sensitive-host-directory',
    severity: 'high',
    practice: 'deployment-security',
    title: 'A sensitive directory of the host is mounted',
    why: 'These directories hold the host’s accounts, devices, kernel interfaces or other containers’ data: reading them gives secrets away, writing them gives the host away.',
    mend: 'Mount the one file or folder that is needed, from a place of its own.',
    aliases: ['sensitive-host-mounts'],
    tags: ['cis:5.6'],
    wrong: 'services:\n  app:\n    volumes: ["/etc:/host/etc:ro"]',
    right: 'services:\n  app:\n    volumes: ["./conf:/etc/app:ro"]',
    check(manifest, report) {
        for (const { at, path, whose } of hostPaths(manifest))
            if (SENSITIVE.test(path))
                report({ at: at.range, message: `${whose} mounts ${path} of the host.` });
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-HOSTPID.ts


/** Source: Pod Security Standards baseline "Host Namespaces"; CIS Docker Benchmark 5.16. */
/* harmony default export */ const DEP_HOSTPID = (defineRule({
    id: 'DEP-HOSTPID',
    name: 'no-host-pid',
    severity: 'high',
    practice: 'deployment-security',
    title: 'A container sees the host’s processes',
    why: 'It can read the environment and memory of the host’s processes, and signal them.',
    mend: 'Leave the process namespace to the container.',
    aliases: ['KSV-0010'],
    tags: ['pss:baseline', 'cis:5.16'],
    wrong: 'services:\n  app:\n    pid: host',
    right: 'services:\n  app:\n    pid: service:web',
    check(manifest, report) {
        hostNamespace(manifest, 'hostPID', 'pid', 'process namespace', report);
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-HOSTPORT.ts


/** Source: Pod Security Standards baseline "Host Ports". */
/* harmony default export */ const DEP_HOSTPORT = (defineRule({
    id: 'DEP-HOSTPORT',
    name: 'no-host-port',
    severity: 'medium',
    practice: 'deployment-security',
    title: 'A port of the host is bound',
    why: 'The pod is reached past services and network policies, and no second one fits on the node.',
    mend: 'Publish the pod with a Service.',
    aliases: ['KSV-0024'],
    tags: ['pss:baseline'],
    wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      ports: [{ containerPort: 80, hostPort: 80 }]',
    right: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      ports: [{ containerPort: 80 }]',
    check(manifest, report) {
        for (const { name, node } of manifest.containers)
            for (const port of (0,manifests_values/* find */.I6)(node, 'ports')?.items ?? []) {
                const hostPort = (0,manifests_values/* find */.I6)(port, 'hostPort');
                if ((0,manifests_values/* isSet */.vM)(hostPort) && Number((0,manifests_values/* textOf */.b6)(hostPort)) !== 0)
                    report({
                        at: hostPort.range,
                        message: `The container "${name}" binds port ${(0,manifests_values/* textOf */.b6)(hostPort)} of its host.`,
                    });
            }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-JOBTTL.ts




/* harmony default export */ const DEP_JOBTTL = (defineRule({
    id: 'DEP-JOBTTL',
    name: 'job-time-to-live',
    severity: 'info',
    practice: 'minimal-containers',
    title: 'A finished job is kept for ever',
    why: 'Its pods, logs and secrets stay in the cluster until somebody cleans up.',
    mend: 'Set `ttlSecondsAfterFinished`.',
    references: ['https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/'],
    aliases: ['job-ttl-seconds-after-finished'],
    wrong: 'kind: Job\nmetadata: { name: a }\nspec: { template: { spec: {} } }',
    right: 'kind: Job\nmetadata: { name: a }\nspec: { ttlSecondsAfterFinished: 86400 }',
    check(manifest, report) {
        for (const resource of manifest.resources) {
            const spec = (0,manifests_values/* find */.I6)(resource.node, 'spec');
            if (resource.kind !== 'Job' || !spec || (0,manifests_values/* isSet */.vM)((0,manifests_values/* find */.I6)(spec, 'ttlSecondsAfterFinished')))
                continue;
            report({
                at: (0,kubernetes/* workloadKey */.f6)(resource),
                message: `The job "${resource.name}" is kept for ever after it has finished.`,
                fix: setKey(spec, ['ttlSecondsAfterFinished'], '86400', 'Remove it after a day'),
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-LATEST.ts


/** Source: CIS Docker Benchmark 5.28. */
/* harmony default export */ const DEP_LATEST = (defineRule({
    id: 'DEP-LATEST',
    name: 'no-latest-image',
    severity: 'medium',
    practice: 'registry-security',
    title: 'An image has the tag latest or none',
    why: 'What runs changes with every pull, and differs between hosts: nobody can say which version has the hole.',
    mend: 'Name a version, best with its digest.',
    aliases: ['KSV-0013', 'latest-tag'],
    tags: ['cis:5.28'],
    wrong: 'services:\n  app:\n    image: nginx:latest',
    right: 'services:\n  app:\n    image: nginx:1.29.3',
    check(manifest, report) {
        for (const { at, tag, digest, reference } of image_names_images(manifest))
            if (digest === '' && (tag === '' || tag === 'latest'))
                report({
                    at: at.range,
                    message: `The image ${reference} ${tag === '' ? 'has no tag, which means latest' : 'is whatever latest is today'}.`,
                });
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-LIVENESS.ts



/* harmony default export */ const DEP_LIVENESS = (defineRule({
    id: 'DEP-LIVENESS',
    name: 'liveness-probe',
    severity: 'low',
    practice: 'monitoring',
    title: 'No liveness probe is set',
    why: 'A container that hangs stays as it is until somebody notices.',
    mend: 'Add a `livenessProbe`.',
    aliases: ['no-liveness-probe'],
    wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1',
    right: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1\n      livenessProbe: { tcpSocket: { port: 80 } }',
    check(manifest, report) {
        for (const container of manifest.containers) {
            const { kind } = container.pod.workload;
            if (container.list !== 'containers' || kind === 'Job' || kind === 'CronJob')
                continue;
            if (!container.partial && !(0,manifests_values/* isSet */.vM)((0,manifests_values/* find */.I6)(container.node, 'livenessProbe')))
                report({
                    at: (0,kubernetes/* nameKey */.Rc)(container),
                    message: `Nobody notices when the container "${container.name}" hangs: it has no liveness probe.`,
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-LOG-OFF.ts



/* harmony default export */ const DEP_LOG_OFF = (defineRule({
    id: 'DEP-LOG-OFF',
    name: 'no-disabled-log',
    severity: 'medium',
    practice: 'monitoring',
    title: 'A service writes no log',
    why: 'After a break-in nobody can say what happened.',
    mend: 'Use the driver `local`, or one that ships the log.',
    wrong: 'services:\n  app:\n    logging: { driver: none }',
    right: 'services:\n  app:\n    logging: { driver: local }',
    check(manifest, report) {
        for (const { name, node } of manifest.services) {
            const driver = (0,manifests_values/* find */.I6)(node, 'logging', 'driver');
            if (driver && (0,manifests_values/* textOf */.b6)(driver) === 'none')
                report({
                    at: driver.range,
                    message: `The service "${name}" writes no log.`,
                    fix: replace(driver, 'local', 'Keep a log that is rotated'),
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-LOG-UNBOUNDED.ts



/* harmony default export */ const DEP_LOG_UNBOUNDED = (defineRule({
    id: 'DEP-LOG-UNBOUNDED',
    name: 'bounded-log',
    severity: 'low',
    practice: 'denial-of-service',
    title: 'A service’s log grows without bound',
    why: 'The driver json-file, which is the default, never rotates: a chatty or attacked service fills the host’s disk.',
    mend: 'Set `max-size`, or use the driver `local`.',
    references: ['https://docs.docker.com/engine/logging/drivers/json-file/'],
    wrong: 'services:\n  app:\n    image: app:1',
    right: 'services:\n  app:\n    image: app:1\n    logging: { driver: json-file, options: { max-size: 10m } }',
    check(manifest, report) {
        for (const { name, node, partial } of manifest.services) {
            const logging = (0,manifests_values/* find */.I6)(node, 'logging');
            const driver = (0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(logging, 'driver')) || 'json-file';
            const legacy = (0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(node, 'log_driver'));
            if (driver !== 'json-file' || (legacy !== '' && legacy !== 'json-file'))
                continue;
            if ((0,manifests_values/* isSet */.vM)((0,manifests_values/* find */.I6)(logging, 'options', 'max-size')) || (partial && !logging))
                continue;
            report({
                at: (logging ?? node).key,
                message: `The log of the service "${name}" grows until the disk is full.`,
                // Another default driver of the engine would refuse the option alone.
                fix: logging
                    ? setKey(logging, ['options', 'max-size'], '10m', DEP_LOG_UNBOUNDED_DESCRIPTION)
                    : setKey(node, ['logging'], '{ driver: json-file, options: { max-size: 10m } }', DEP_LOG_UNBOUNDED_DESCRIPTION),
            });
        }
    },
}));
const DEP_LOG_UNBOUNDED_DESCRIPTION = 'Rotate the log';

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-MEMLIMIT.ts



/** Source: CIS Docker Benchmark 5.11. */
/* harmony default export */ const DEP_MEMLIMIT = (defineRule({
    id: 'DEP-MEMLIMIT',
    name: 'memory-limit',
    severity: 'medium',
    practice: 'denial-of-service',
    title: 'No memory limit is set',
    why: 'One container that leaks or is attacked takes the memory of all others on the host.',
    mend: 'Set a memory limit a little above what the program needs.',
    aliases: ['KSV-0018', 'unset-memory-requirements'],
    tags: ['cis:5.11'],
    wrong: 'services:\n  app:\n    image: app:1',
    right: 'services:\n  app:\n    image: app:1\n    mem_limit: 256m',
    check(manifest, report) {
        for (const { name, node, partial } of manifest.services) {
            const limits = [
                (0,manifests_values/* find */.I6)(node, 'mem_limit'),
                (0,manifests_values/* find */.I6)(node, 'deploy', 'resources', 'limits', 'memory'),
            ];
            if (!partial && !limits.some((limit) => (0,manifests_values/* isSet */.vM)(limit) && !/^0+[a-z]*$/i.test((0,manifests_values/* textOf */.b6)(limit))))
                report({
                    at: node.key,
                    message: `The service "${name}" has no memory limit.`,
                });
        }
        for (const container of manifest.containers) {
            if (container.list === 'ephemeralContainers' || container.partial)
                continue;
            const limit = (0,manifests_values/* find */.I6)(container.node, 'resources', 'limits', 'memory');
            const ofPod = (0,manifests_values/* find */.I6)(container.pod.spec, 'resources', 'limits', 'memory');
            if ((0,kubernetes/* isNoQuantity */.Hm)(limit) && (0,kubernetes/* isNoQuantity */.Hm)(ofPod))
                report({
                    at: (0,manifests_values/* isSet */.vM)(limit) ? limit.range : (0,kubernetes/* nameKey */.Rc)(container),
                    message: `The container "${container.name}" has no memory limit.`,
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/label-selector.ts

/** True where a label selector takes these labels; an empty one takes all (Kubernetes API, LabelSelector). */
function selects(selector, labels) {
    const label = (key) => (0,manifests_values/* find */.I6)(labels, key);
    for (const [key, value] of (0,manifests_values/* find */.I6)(selector, 'matchLabels')?.entries ?? [])
        if (!label(key) || (0,manifests_values/* textOf */.b6)(label(key)) !== (0,manifests_values/* textOf */.b6)(value))
            return false;
    return ((0,manifests_values/* find */.I6)(selector, 'matchExpressions')?.items ?? []).every((expression) => {
        const own = label((0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(expression, 'key')));
        const values = ((0,manifests_values/* find */.I6)(expression, 'values')?.items ?? []).map(manifests_values/* textOf */.b6);
        switch ((0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(expression, 'operator'))) {
            case 'In':
                return own !== undefined && values.includes((0,manifests_values/* textOf */.b6)(own));
            case 'NotIn':
                return own === undefined || !values.includes((0,manifests_values/* textOf */.b6)(own));
            case 'Exists':
                return own !== undefined;
            case 'DoesNotExist':
                return own === undefined;
            default:
                return false;
        }
    });
}

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-NETPOL.ts




/** Source: NSA/CISA Kubernetes Hardening Guidance, "Network separation". */
/* harmony default export */ const DEP_NETPOL = (defineRule({
    id: 'DEP-NETPOL',
    name: 'network-policy',
    severity: 'low',
    practice: 'runtime-security',
    title: 'No network policy selects the pod',
    why: 'Every pod of the cluster may reach it, and it may reach every pod and the internet.',
    mend: 'Add a NetworkPolicy that selects the pod and allows what it needs.',
    references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
    aliases: ['non-isolated-pod'],
    wrong: 'kind: Pod\nmetadata: { name: a, labels: { app: a } }\nspec: { containers: [{ name: a, image: x:1 }] }',
    right: 'kind: Pod\nmetadata: { name: a, labels: { app: a } }\nspec: { containers: [{ name: a, image: x:1 }] }\n---\nkind: NetworkPolicy\nspec: { podSelector: { matchLabels: { app: a } } }',
    check(manifest, report) {
        const policies = manifest.set
            .flatMap(({ resources }) => resources)
            .filter(({ kind }) => kind === 'NetworkPolicy');
        for (const { workload, metadata, partial } of manifest.pods) {
            const covered = policies.some((policy) => policy.namespace === workload.namespace &&
                selects((0,manifests_values/* find */.I6)(policy.node, 'spec', 'podSelector'), (0,manifests_values/* find */.I6)(metadata, 'labels')));
            if (!covered && !partial)
                report({
                    at: (0,kubernetes/* workloadKey */.f6)(workload),
                    message: `No network policy selects the pods of ${workload.kind} "${workload.name}".`,
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-NNP.ts





/** Source: Pod Security Standards restricted "Privilege Escalation"; CIS Docker Benchmark 5.26. */
/* harmony default export */ const DEP_NNP = (defineRule({
    id: 'DEP-NNP',
    name: 'no-privilege-escalation',
    severity: 'medium',
    practice: 'deployment-security',
    title: 'Processes may gain privileges',
    why: 'A setuid program in the image gives root back to a process that runs as somebody else.',
    mend: 'Set `allowPrivilegeEscalation: false`, or the security option `no-new-privileges:true`.',
    references: ['https://docs.kernel.org/userspace-api/no_new_privs.html'],
    aliases: ['KSV-0001'],
    tags: ['pss:restricted', 'cis:5.26'],
    wrong: 'services:\n  app:\n    image: app:1',
    right: 'services:\n  app:\n    image: app:1\n    security_opt: [no-new-privileges:true]',
    check(manifest, report) {
        for (const { name, node, partial } of manifest.services) {
            const option = securityOptions(node).find((o) => o.name === 'no-new-privileges');
            const list = (0,manifests_values/* find */.I6)(node, 'security_opt');
            if (option ? option.value !== 'false' : partial)
                continue;
            const text = 'no-new-privileges:true';
            report({
                at: option?.at.range ?? (list ?? node).key,
                message: `Processes of the service "${name}" may gain privileges through setuid programs.`,
                fix: option
                    ? setKey(option.at, [], text, DEP_NNP_DESCRIPTION)
                    : list?.kind === 'list'
                        ? addItem(list, text, DEP_NNP_DESCRIPTION)
                        : setKey(node, ['security_opt'], `[${text}]`, DEP_NNP_DESCRIPTION),
            });
        }
        for (const container of manifest.containers) {
            const value = (0,manifests_values/* find */.I6)(container.node, 'securityContext', 'allowPrivilegeEscalation');
            if (container.pod.windows || (0,manifests_values/* isFalse */.Wu)(value) || (container.partial && !value))
                continue;
            report({
                at: value?.range ?? (0,kubernetes/* nameKey */.Rc)(container),
                message: `Processes of the container "${container.name}" may gain privileges through setuid programs.`,
                fix: setKey(container.node, ['securityContext', 'allowPrivilegeEscalation'], 'false', DEP_NNP_DESCRIPTION),
            });
        }
    },
}));
const DEP_NNP_DESCRIPTION = 'Forbid new privileges';

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-NONROOT.ts




/** Source: Pod Security Standards restricted "Running as Non-root". */
/* harmony default export */ const DEP_NONROOT = (defineRule({
    id: 'DEP-NONROOT',
    name: 'run-as-non-root',
    severity: 'medium',
    practice: 'deployment-security',
    title: 'A container may run as root',
    why: 'Root in a container is root for the kernel: one hole in the runtime, and it is root on the host.',
    mend: 'Set `runAsNonRoot: true` (Kubernetes) or `user` (Compose), and a USER in the image.',
    aliases: ['KSV-0012', 'run-as-non-root'],
    tags: ['pss:restricted', 'cis:4.1'],
    wrong: 'services:\n  app:\n    image: app:1',
    right: 'services:\n  app:\n    image: app:1\n    user: "10001:10001"',
    check(manifest, report) {
        for (const { name, node, built, partial } of manifest.services)
            if (!built && !partial && !(0,manifests_values/* isSet */.vM)((0,manifests_values/* find */.I6)(node, 'user')))
                report({
                    at: node.key,
                    message: `The service "${name}" names no user: it runs as root unless its image says otherwise.`,
                });
        for (const pod of manifest.pods) {
            if (pod.ownUsers)
                continue;
            const ofPod = (0,manifests_values/* find */.I6)(pod.spec, 'securityContext', 'runAsNonRoot');
            if (ofPod && (0,manifests_values/* isFalse */.Wu)(ofPod))
                report({
                    at: ofPod.range,
                    message: 'The pod lets its containers run as root.',
                    fix: setKey(ofPod, [], 'true', DEP_NONROOT_DESCRIPTION),
                });
            for (const container of pod.containers) {
                const own = (0,manifests_values/* find */.I6)(container.node, 'securityContext', 'runAsNonRoot');
                const set = own && own.scalar !== null;
                if ((0,manifests_values/* isTrue */.Hn)(set ? own : ofPod))
                    continue;
                // What the pod says is reported there; what a part of a container lacks is not known.
                if (!set && (container.partial || (0,manifests_values/* isFalse */.Wu)(ofPod)))
                    continue;
                report({
                    at: set ? own.range : (0,kubernetes/* nameKey */.Rc)(container),
                    message: `The container "${container.name}" may run as root.`,
                    fix: setKey(container.node, ['securityContext', 'runAsNonRoot'], 'true', DEP_NONROOT_DESCRIPTION),
                });
            }
        }
    },
}));
const DEP_NONROOT_DESCRIPTION = 'Refuse to run as root';

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-OOM.ts



/* harmony default export */ const DEP_OOM = (defineRule({
    id: 'DEP-OOM',
    name: 'no-oom-exemption',
    severity: 'medium',
    practice: 'denial-of-service',
    title: 'The container is kept from being killed when memory runs out',
    why: 'The kernel then kills something else of the host, or hangs.',
    mend: 'Remove the key and set a memory limit.',
    wrong: 'services:\n  app:\n    oom_kill_disable: true',
    right: 'services:\n  app:\n    mem_limit: 256m',
    check(manifest, report) {
        for (const { name, node } of manifest.services) {
            const message = `The service "${name}" is kept from being killed when memory runs out: others are.`;
            const disable = (0,manifests_values/* find */.I6)(node, 'oom_kill_disable');
            if (disable && (0,manifests_values/* isTrue */.Hn)(disable))
                report({
                    at: disable.range,
                    message,
                    fix: replace(disable, 'false', 'Let the kernel kill it'),
                });
            const score = (0,manifests_values/* find */.I6)(node, 'oom_score_adj');
            if (score && Number((0,manifests_values/* textOf */.b6)(score)) <= -900)
                report({ at: score.range, message, fix: replace(score, '0', 'Use the default score') });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-PIDS.ts


/** Source: CIS Docker Benchmark 5.29. */
/* harmony default export */ const DEP_PIDS = (defineRule({
    id: 'DEP-PIDS',
    name: 'process-limit',
    severity: 'medium',
    practice: 'denial-of-service',
    title: 'The number of processes is not limited',
    why: 'A fork bomb in one container leaves the host without process ids.',
    mend: 'Set `pids_limit`; most services need fewer than 100.',
    tags: ['cis:5.29'],
    wrong: 'services:\n  app:\n    image: app:1',
    right: 'services:\n  app:\n    image: app:1\n    pids_limit: 100',
    check(manifest, report) {
        for (const { name, node, partial } of manifest.services) {
            const limits = [
                (0,manifests_values/* find */.I6)(node, 'pids_limit'),
                (0,manifests_values/* find */.I6)(node, 'deploy', 'resources', 'limits', 'pids'),
            ].filter(manifests_values/* isSet */.vM);
            // A variable without a default is no number, and taken for a limit.
            const limited = limits.some((limit) => !(Number((0,manifests_values/* textOf */.b6)(limit)) <= 0));
            if (!limited && !(partial && limits.length === 0))
                report({
                    at: limits[0]?.range ?? node.key,
                    message: `The service "${name}" may start any number of processes.`,
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-PRIV.ts



/** Source: Pod Security Standards baseline "Privileged Containers"; CIS Docker Benchmark 5.5. */
/* harmony default export */ const DEP_PRIV = (defineRule({
    id: 'DEP-PRIV',
    name: 'no-privileged-container',
    severity: 'critical',
    practice: 'deployment-security',
    title: 'A privileged container owns its host',
    why: 'A privileged container has every capability and every device: whoever breaks into it is root on the host.',
    mend: 'Remove `privileged` and add the single capability or device that is needed.',
    references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
    aliases: ['KSV-0017'],
    tags: ['pss:baseline', 'cis:5.5'],
    wrong: 'services:\n  app:\n    privileged: true',
    right: 'services:\n  app:\n    cap_add: [NET_BIND_SERVICE]',
    check(manifest, report) {
        const holders = [
            ...manifest.services.map(({ name, node }) => ({ name, holder: node })),
            ...manifest.containers.map(({ name, node }) => ({
                name,
                holder: (0,manifests_values/* find */.I6)(node, 'securityContext'),
            })),
        ];
        for (const { name, holder } of holders) {
            const privileged = (0,manifests_values/* find */.I6)(holder, 'privileged');
            if (privileged && (0,manifests_values/* isTrue */.Hn)(privileged))
                report({
                    at: privileged.range,
                    message: `The container "${name}" is privileged: a break-in owns the host.`,
                    fix: replace(privileged, 'false', 'Turn privileged off'),
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-PROBEHOST.ts


const HANDLERS = [
    ['livenessProbe'],
    ['readinessProbe'],
    ['startupProbe'],
    ['lifecycle', 'postStart'],
    ['lifecycle', 'preStop'],
];
/** Source: Pod Security Standards baseline "Host Probes / Lifecycle Hooks" (Kubernetes 1.34). */
/* harmony default export */ const DEP_PROBEHOST = (defineRule({
    id: 'DEP-PROBEHOST',
    name: 'no-probe-host',
    severity: 'low',
    practice: 'deployment-security',
    title: 'A probe or hook names a host',
    why: 'The node’s agent sends the request: it can be turned against services that only the node reaches.',
    mend: 'Leave `host` out: the pod itself is asked.',
    tags: ['pss:baseline'],
    wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      livenessProbe: { tcpSocket: { host: 10.0.0.1, port: 80 } }',
    right: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      livenessProbe: { tcpSocket: { port: 80 } }',
    check(manifest, report) {
        for (const { name, node } of manifest.containers)
            for (const path of HANDLERS)
                for (const action of ['httpGet', 'tcpSocket']) {
                    const host = (0,manifests_values/* find */.I6)(node, ...path, action, 'host');
                    if ((0,manifests_values/* isSet */.vM)(host))
                        report({
                            at: host.range,
                            message: `The ${path.at(-1)} of the container "${name}" sends the node’s agent to a host of its choice.`,
                        });
                }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-PROCMOUNT.ts




/** Source: Pod Security Standards baseline and restricted "/proc Mount Type". */
/* harmony default export */ const DEP_PROCMOUNT = (defineRule({
    id: 'DEP-PROCMOUNT',
    name: 'no-unmasked-proc',
    severity: 'high',
    practice: 'deployment-security',
    title: 'The kernel’s files under /proc are not masked',
    why: 'Masked paths keep a container from the kernel’s keys, timers and switches.',
    mend: 'Leave `procMount` at Default.',
    aliases: ['KSV-0027'],
    wrong: 'services:\n  app:\n    security_opt: [systempaths=unconfined]',
    right: 'services:\n  app:\n    security_opt: [no-new-privileges:true]',
    check(manifest, report) {
        for (const { name, node } of manifest.services)
            for (const option of securityOptions(node))
                if (option.name === 'systempaths' && option.value === 'unconfined')
                    report({
                        at: option.at.range,
                        message: `The service "${name}" unmasks /proc and /sys.`,
                    });
        for (const { name, node, pod } of manifest.containers) {
            const mount = (0,manifests_values/* find */.I6)(node, 'securityContext', 'procMount');
            if (!(0,manifests_values/* isSet */.vM)(mount) || (0,manifests_values/* textOf */.b6)(mount) === 'Default')
                continue;
            report({
                at: mount.range,
                message: `The container "${name}" unmasks /proc.`,
                // A user namespace of its own makes unmasking safe enough for the baseline, not for restricted.
                ...(pod.ownUsers
                    ? { severity: 'low', tags: ['pss:restricted'] }
                    : { tags: ['pss:baseline'] }),
                fix: replace(mount, 'Default', 'Mask /proc'),
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-RBAC-WILD.ts


/* harmony default export */ const DEP_RBAC_WILD = (defineRule({
    id: 'DEP-RBAC-WILD',
    name: 'no-rbac-wildcard',
    severity: 'high',
    practice: 'runtime-security',
    title: 'A role allows everything',
    why: 'A star allows what nobody thought of, and what later versions add: reading secrets, starting privileged pods.',
    mend: 'Name the resources and verbs that are used.',
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
    aliases: ['KSV-0045', 'KSV-0046', 'wildcard-in-rules'],
    wrong: 'kind: Role\nrules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]',
    right: 'kind: Role\nrules: [{ apiGroups: [""], resources: [pods], verbs: [get, list] }]',
    check(manifest, report) {
        for (const { kind, name, node } of manifest.resources) {
            if (kind !== 'Role' && kind !== 'ClusterRole')
                continue;
            for (const rule of (0,manifests_values/* find */.I6)(node, 'rules')?.items ?? [])
                for (const key of ['verbs', 'resources'])
                    for (const item of (0,manifests_values/* find */.I6)(rule, key)?.items ?? [])
                        if ((0,manifests_values/* textOf */.b6)(item) === '*')
                            report({ at: item.range, message: `The ${kind} "${name}" allows all ${key}.` });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-READINESS.ts



/* harmony default export */ const DEP_READINESS = (defineRule({
    id: 'DEP-READINESS',
    name: 'readiness-probe',
    severity: 'low',
    practice: 'monitoring',
    title: 'No readiness probe is set',
    why: 'Requests are sent to a container that cannot answer yet, or no longer.',
    mend: 'Add a `readinessProbe`.',
    aliases: ['no-readiness-probe'],
    wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1',
    right: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1\n      readinessProbe: { tcpSocket: { port: 80 } }',
    check(manifest, report) {
        for (const container of manifest.containers) {
            const { kind } = container.pod.workload;
            if (container.list !== 'containers' || kind === 'Job' || kind === 'CronJob')
                continue;
            if (!container.partial && !(0,manifests_values/* isSet */.vM)((0,manifests_values/* find */.I6)(container.node, 'readinessProbe')))
                report({
                    at: (0,kubernetes/* nameKey */.Rc)(container),
                    message: `The container "${container.name}" gets requests before it is ready: it has no readiness probe.`,
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-REGISTRY.ts


/* harmony default export */ const DEP_REGISTRY = (defineRule({
    id: 'DEP-REGISTRY',
    name: 'allowed-registries',
    severity: 'high',
    practice: 'registry-security',
    title: 'An image comes from a registry that the policy does not allow',
    why: 'Nobody has agreed to trust who may write there.',
    mend: 'Take the image from an allowed registry, or add the registry to `registries` of the policy.',
    aliases: ['KSV-0125'],
    check(manifest, report) {
        const { registries } = manifest;
        if (!registries)
            return;
        for (const { at, repository } of image_names_images(manifest))
            if (!registries.some((allowed) => covers(allowed, repository)))
                report({
                    at: at.range,
                    message: `The image ${repository} is not from an allowed registry.`,
                });
    },
}));
/** An entry of the policy is a registry, or a path in one: `docker.io/library`, `ghcr.io/acme`. */
function covers(allowed, repository) {
    const entry = allowed.replace(/\/$/, '');
    return repository === entry || repository.startsWith(`${entry}/`);
}

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-RESTART.ts



/** Source: CIS Docker Benchmark 5.15. */
/* harmony default export */ const DEP_RESTART = (defineRule({
    id: 'DEP-RESTART',
    name: 'restart-policy',
    severity: 'info',
    practice: 'monitoring',
    title: 'A service has no restart policy',
    why: 'A service that crashes once stays down; one that restarts for ever hides that it crashes.',
    mend: 'Set `restart: on-failure:5`; a job says `restart: "no"`.',
    tags: ['cis:5.15'],
    wrong: 'services:\n  app:\n    image: app:1',
    right: 'services:\n  app:\n    image: app:1\n    restart: on-failure:5',
    check(manifest, report) {
        for (const { name, node, partial } of manifest.services) {
            if (partial || (0,manifests_values/* isSet */.vM)((0,manifests_values/* find */.I6)(node, 'deploy', 'restart_policy')))
                continue;
            if (!(0,manifests_values/* isSet */.vM)((0,manifests_values/* find */.I6)(node, 'restart')))
                report({
                    at: node.key,
                    message: `The service "${name}" has no restart policy.`,
                    fix: setKey(node, ['restart'], 'on-failure:5', 'Restart it a few times after a failure'),
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-ROFS.ts




/** Source: CIS Docker Benchmark 5.13; NSA/CISA Kubernetes Hardening Guidance 1.1. */
/* harmony default export */ const DEP_ROFS = (defineRule({
    id: 'DEP-ROFS',
    name: 'read-only-root-file-system',
    severity: 'low',
    practice: 'minimal-containers',
    title: 'The root file system is writable',
    why: 'An attacker can put programs beside yours, and what the container writes is lost with it.',
    mend: 'Make it read-only; give a tmpfs, an emptyDir or a volume to what must be written.',
    aliases: ['KSV-0014', 'no-read-only-root-fs'],
    tags: ['cis:5.13'],
    wrong: 'services:\n  app:\n    image: app:1',
    right: 'services:\n  app:\n    image: app:1\n    read_only: true\n    tmpfs: [/tmp]',
    check(manifest, report) {
        for (const { name, node, partial } of manifest.services) {
            const value = (0,manifests_values/* find */.I6)(node, 'read_only');
            if ((0,manifests_values/* isTrue */.Hn)(value) || (partial && !value))
                continue;
            report({
                at: value?.range ?? node.key,
                message: `The root file system of the service "${name}" is writable.`,
                fix: setKey(node, ['read_only'], 'true', DEP_ROFS_DESCRIPTION),
            });
        }
        for (const container of manifest.containers) {
            const value = (0,manifests_values/* find */.I6)(container.node, 'securityContext', 'readOnlyRootFilesystem');
            if ((0,manifests_values/* isTrue */.Hn)(value) || container.pod.windows || (container.partial && !value))
                continue;
            report({
                at: value?.range ?? (0,kubernetes/* nameKey */.Rc)(container),
                message: `The root file system of the container "${container.name}" is writable.`,
                fix: setKey(container.node, ['securityContext', 'readOnlyRootFilesystem'], 'true', DEP_ROFS_DESCRIPTION),
            });
        }
    },
}));
const DEP_ROFS_DESCRIPTION = 'Make the root file system read-only';

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-SATOKEN.ts




/** Source: NSA/CISA Kubernetes Hardening Guidance 1.11. */
/* harmony default export */ const DEP_SATOKEN = (defineRule({
    id: 'DEP-SATOKEN',
    name: 'no-service-account-token',
    severity: 'medium',
    practice: 'runtime-security',
    title: 'The token of the service account is mounted',
    why: 'Whoever breaks into the container can talk to the cluster with it; most programs never use it.',
    mend: 'Set `automountServiceAccountToken: false` on the pod or its account; mount a projected token where one is needed.',
    references: [
        'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
    ],
    aliases: ['KSV-0036'],
    wrong: 'kind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: x:1 }] }',
    right: 'kind: Pod\nmetadata: { name: a }\nspec: { automountServiceAccountToken: false }',
    check(manifest, report) {
        for (const pod of manifest.pods) {
            const own = (0,manifests_values/* find */.I6)(pod.spec, 'automountServiceAccountToken');
            if ((0,manifests_values/* isFalse */.Wu)(own) || (pod.partial && !own))
                continue;
            const account = accountOf(pod, manifest.set);
            if (!own && account && (0,manifests_values/* isFalse */.Wu)((0,manifests_values/* find */.I6)(account.node, 'automountServiceAccountToken')))
                continue;
            report({
                at: own && (0,manifests_values/* isTrue */.Hn)(own) ? own.range : (0,kubernetes/* workloadKey */.f6)(pod.workload),
                message: `The token of the service account is mounted into ${pod.workload.kind} "${pod.workload.name}".`,
            });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-SECCOMP-OFF.ts





/** Source: Pod Security Standards baseline "Seccomp"; CIS Docker Benchmark 5.22. */
/* harmony default export */ const DEP_SECCOMP_OFF = (defineRule({
    id: 'DEP-SECCOMP-OFF',
    name: 'no-unconfined-seccomp',
    severity: 'high',
    practice: 'deployment-security',
    title: 'The filter of system calls is switched off',
    why: 'Without seccomp every system call of the kernel can be attacked, the obscure ones too.',
    mend: 'Use the runtime’s default profile, or a profile of your own.',
    references: ['https://kubernetes.io/docs/tutorials/security/seccomp/'],
    aliases: ['KSV-0104'],
    tags: ['cis:5.22'],
    wrong: 'services:\n  app:\n    security_opt: [seccomp=unconfined]',
    right: 'services:\n  app:\n    security_opt: [seccomp=./profile.json]',
    check(manifest, report) {
        for (const { name, node } of manifest.services)
            for (const option of securityOptions(node))
                if (option.name === 'seccomp' && option.value === 'unconfined')
                    report({
                        at: option.at.range,
                        message: `The service "${name}" switches seccomp off.`,
                    });
        for (const { whose, context } of (0,kubernetes/* securityContexts */.z4)(manifest.pods)) {
            const type = (0,manifests_values/* find */.I6)(context, 'seccompProfile', 'type');
            if ((0,manifests_values/* isSet */.vM)(type) && !/^(RuntimeDefault|Localhost)$/.test((0,manifests_values/* textOf */.b6)(type)))
                report({
                    at: type.range,
                    message: `${whose} switches seccomp off.`,
                    tags: ['pss:baseline'],
                    fix: replace(type, 'RuntimeDefault', 'Use the runtime’s seccomp profile'),
                });
        }
        // Annotations ended with Kubernetes 1.27, which Pod Security knows: older clusters still follow them.
        for (const { metadata } of manifest.pods)
            for (const [name, value] of (0,manifests_values/* find */.I6)(metadata, 'annotations')?.entries ?? [])
                if (SECCOMP_ANNOTATION.test(name) && (0,manifests_values/* textOf */.b6)(value) === 'unconfined')
                    report({ at: value.range, message: 'The annotation switches seccomp off.' });
    },
}));
const SECCOMP_ANNOTATION = /^(seccomp\.security\.alpha\.kubernetes\.io\/pod$|container\.seccomp\.security\.alpha\.kubernetes\.io\/)/;

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-SECCOMP-UNSET.ts




/** Source: Pod Security Standards restricted "Seccomp"; NSA/CISA Kubernetes Hardening Guidance 1.10. */
/* harmony default export */ const DEP_SECCOMP_UNSET = (defineRule({
    id: 'DEP-SECCOMP-UNSET',
    name: 'set-seccomp-profile',
    severity: 'low',
    practice: 'deployment-security',
    title: 'No filter of system calls is set',
    why: 'Kubernetes starts containers without seccomp unless the manifest or the node asks for it.',
    mend: 'Set `seccompProfile: { type: RuntimeDefault }` on the pod or the container.',
    references: ['https://kubernetes.io/docs/tutorials/security/seccomp/'],
    aliases: ['KSV-0030'],
    tags: ['pss:restricted'],
    wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1',
    right: 'kind: Pod\nspec:\n  securityContext: { seccompProfile: { type: RuntimeDefault } }\n  containers:\n    - name: a\n      image: x:1',
    check(manifest, report) {
        for (const container of manifest.containers)
            if (!container.partial &&
                !container.pod.windows &&
                !(0,manifests_values/* isSet */.vM)((0,kubernetes/* securityOf */.KH)(container, 'seccompProfile', 'type')))
                report({
                    at: (0,kubernetes/* nameKey */.Rc)(container),
                    message: `The container "${container.name}" has no seccomp profile.`,
                    fix: setKey(container.node, ['securityContext', 'seccompProfile', 'type'], 'RuntimeDefault', 'Use the runtime’s seccomp profile'),
                });
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-SELINUX.ts




const TYPES = /^(container_t|container_init_t|container_kvm_t|container_engine_t)$/;
/** Source: Pod Security Standards baseline "SELinux"; CIS Docker Benchmark 5.3. */
/* harmony default export */ const DEP_SELINUX = (defineRule({
    id: 'DEP-SELINUX',
    name: 'no-weakened-selinux',
    severity: 'medium',
    practice: 'deployment-security',
    title: 'SELinux is weakened',
    why: 'The label of the process decides which files of the host and of other containers it may touch.',
    mend: 'Leave user, role and type to the runtime, or use one of its container types.',
    aliases: ['KSV-0025'],
    tags: ['pss:baseline', 'cis:5.3'],
    wrong: 'services:\n  app:\n    security_opt: [label:disable]',
    right: 'services:\n  app:\n    security_opt: ["label:type:container_t"]',
    check(manifest, report) {
        for (const { name, node } of manifest.services)
            for (const option of securityOptions(node))
                if (option.name === 'label' && option.value === 'disable')
                    report({
                        at: option.at.range,
                        message: `The service "${name}" switches SELinux off.`,
                    });
        for (const { whose, context } of (0,kubernetes/* securityContexts */.z4)(manifest.pods)) {
            const options = (0,manifests_values/* find */.I6)(context, 'seLinuxOptions');
            const type = (0,manifests_values/* find */.I6)(options, 'type');
            if ((0,manifests_values/* isSet */.vM)(type) && !TYPES.test((0,manifests_values/* textOf */.b6)(type)))
                report({
                    at: type.range,
                    message: `${whose} runs with the SELinux type ${(0,manifests_values/* textOf */.b6)(type)}, which is none of a container.`,
                });
            for (const key of ['user', 'role']) {
                const value = (0,manifests_values/* find */.I6)(options, key);
                if ((0,manifests_values/* isSet */.vM)(value))
                    report({ at: value.range, message: `${whose} sets an SELinux ${key} of its own.` });
            }
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-SOCK.ts


const SOCKET = /(^|\/)(docker|containerd|crio|podman|cri-dockerd|buildkitd)\.sock$/;
/** Source: CIS Docker Benchmark 5.32. */
/* harmony default export */ const DEP_SOCK = (defineRule({
    id: 'DEP-SOCK',
    name: 'no-engine-socket',
    severity: 'critical',
    practice: 'deployment-security',
    title: 'The container engine’s socket is mounted',
    why: 'Whoever can talk to the engine can start a privileged container on the host; a read-only mount does not change that.',
    mend: 'Do not mount the socket; give the container a narrow interface instead.',
    aliases: ['KSV-0006'],
    tags: ['cis:5.32'],
    wrong: 'services:\n  app:\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]',
    right: 'services:\n  app:\n    volumes: ["sockets:/run/app"]',
    check(manifest, report) {
        for (const { at, path, whose } of hostPaths(manifest))
            if (SOCKET.test(path))
                report({ at: at.range, message: `${whose} mounts the container engine’s socket.` });
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-SSHPORT.ts



/** Source: CIS Docker Benchmark 5.7. */
/* harmony default export */ const DEP_SSHPORT = (defineRule({
    id: 'DEP-SSHPORT',
    name: 'no-published-ssh-port',
    severity: 'high',
    practice: 'minimal-containers',
    title: 'A container offers SSH',
    why: 'A container that people log in to is a server kept by hand: with keys to steal, and changes that no image has.',
    mend: 'Use `kubectl exec` or `docker exec`, and build a new image for a change.',
    aliases: ['ssh-port'],
    tags: ['cis:5.7'],
    wrong: 'services:\n  app:\n    ports: ["2222:22"]',
    right: 'services:\n  app:\n    ports: ["8080:8080"]',
    check(manifest, report) {
        for (const { name, node } of manifest.services)
            for (const { at, target } of ports(node))
                if (target[0] <= 22 && 22 <= target[1])
                    report({ at: at.range, message: `The service "${name}" offers SSH.` });
        for (const { name, node } of manifest.containers)
            for (const port of (0,manifests_values/* find */.I6)(node, 'ports')?.items ?? []) {
                const number = (0,manifests_values/* find */.I6)(port, 'containerPort');
                const protocol = (0,manifests_values/* textOf */.b6)((0,manifests_values/* find */.I6)(port, 'protocol')) || 'TCP';
                if (number && Number((0,manifests_values/* textOf */.b6)(number)) === 22 && protocol === 'TCP')
                    report({ at: number.range, message: `The container "${name}" offers SSH.` });
            }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-SYSCTL.ts



/** Namespaced, and without effect on other pods of the node. */
const SAFE = new Set([
    'kernel.shm_rmid_forced',
    'net.ipv4.ip_local_port_range',
    'net.ipv4.ip_local_reserved_ports',
    'net.ipv4.ip_unprivileged_port_start',
    'net.ipv4.ping_group_range',
    'net.ipv4.tcp_fin_timeout',
    'net.ipv4.tcp_keepalive_intvl',
    'net.ipv4.tcp_keepalive_probes',
    'net.ipv4.tcp_keepalive_time',
    'net.ipv4.tcp_notsent_lowat',
    'net.ipv4.tcp_rmem',
    'net.ipv4.tcp_slow_start_after_idle',
    'net.ipv4.tcp_syncookies',
    'net.ipv4.tcp_wmem',
]);
/** Source: Pod Security Standards baseline "Sysctls". */
/* harmony default export */ const DEP_SYSCTL = (defineRule({
    id: 'DEP-SYSCTL',
    name: 'no-unsafe-sysctl',
    severity: 'medium',
    practice: 'deployment-security',
    title: 'A kernel parameter is set that is not safe',
    why: 'Parameters that are not the container’s own change the host or take resources from other containers.',
    mend: 'Use the parameters that are isolated, or set it on the host on purpose.',
    references: ['https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/'],
    aliases: ['KSV-0026', 'unsafe-sysctls'],
    tags: ['pss:baseline'],
    wrong: 'services:\n  app:\n    sysctls: { kernel.msgmax: 65536 }',
    right: 'services:\n  app:\n    sysctls: { net.core.somaxconn: 1024 }',
    check(manifest, report) {
        // The engine refuses net.* in the host's network; elsewhere they are the container's own.
        for (const { name, node } of manifest.services)
            for (const sysctl of settings(node, 'sysctls'))
                if (!SAFE.has(sysctl.name) && !sysctl.name.startsWith('net.'))
                    report({
                        at: sysctl.at.key,
                        message: `The service "${name}" sets ${sysctl.name}, which is not isolated from the host.`,
                    });
        for (const { spec } of manifest.pods)
            for (const item of (0,manifests_values/* find */.I6)(spec, 'securityContext', 'sysctls')?.items ?? []) {
                const sysctl = (0,manifests_values/* find */.I6)(item, 'name');
                if (sysctl && !SAFE.has((0,manifests_values/* textOf */.b6)(sysctl).replaceAll('/', '.')))
                    report({
                        at: sysctl.range,
                        message: `The pod sets ${(0,manifests_values/* textOf */.b6)(sysctl)}, which is not among the safe kernel parameters.`,
                    });
            }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-UID0.ts



/** Source: Pod Security Standards restricted "Running as Non-root user"; CIS Docker Benchmark 4.1. */
/* harmony default export */ const DEP_UID0 = (defineRule({
    id: 'DEP-UID0',
    name: 'no-root-user',
    severity: 'high',
    practice: 'deployment-security',
    title: 'A container runs as root by its manifest',
    why: 'The manifest overrides what the image says: the process is root for the kernel.',
    mend: 'Name a user above 0, best one above 10000 that the host does not have.',
    aliases: ['KSV-0105'],
    tags: ['pss:restricted', 'cis:4.1'],
    wrong: 'services:\n  app:\n    user: root',
    right: 'services:\n  app:\n    user: "10001:10001"',
    check(manifest, report) {
        for (const { name, node } of manifest.services) {
            const user = (0,manifests_values/* find */.I6)(node, 'user');
            if (user && /^(0+|root)(:|$)/.test((0,manifests_values/* textOf */.b6)(user)))
                report({ at: user.range, message: `The service "${name}" runs as root.` });
        }
        for (const { whose, context, pod } of (0,kubernetes/* securityContexts */.z4)(manifest.pods)) {
            const user = (0,manifests_values/* find */.I6)(context, 'runAsUser');
            if (user && !pod.ownUsers && (0,manifests_values/* textOf */.b6)(user) !== '' && Number((0,manifests_values/* textOf */.b6)(user)) === 0)
                report({ at: user.range, message: `${whose} runs as user 0, which is root.` });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-VOLTYPE.ts


/** `hostPath` is DEP-HOSTPATH's. */
const ALLOWED = new Set([
    'configMap',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'hostPath',
    'image',
    'persistentVolumeClaim',
    'projected',
    'secret',
]);
/** Source: Pod Security Standards restricted "Volume Types". */
/* harmony default export */ const DEP_VOLTYPE = (defineRule({
    id: 'DEP-VOLTYPE',
    name: 'restricted-volume-types',
    severity: 'low',
    practice: 'deployment-security',
    title: 'A volume has a type outside the restricted set',
    why: 'Such volumes reach storage past the cluster’s own control over it, some with the node’s rights.',
    mend: 'Claim the storage with a persistent volume claim.',
    aliases: ['KSV-0028'],
    tags: ['pss:restricted'],
    wrong: 'kind: Pod\nspec:\n  volumes:\n    - name: data\n      nfs: { server: files, path: /data }',
    right: 'kind: Pod\nspec:\n  volumes:\n    - name: data\n      persistentVolumeClaim: { claimName: data }',
    check(manifest, report) {
        for (const { spec } of manifest.pods)
            for (const volume of (0,manifests_values/* find */.I6)(spec, 'volumes')?.items ?? [])
                for (const [type, node] of volume.entries)
                    if (type !== 'name' && node.scalar !== null && !ALLOWED.has(type))
                        report({
                            at: node.key,
                            message: `The volume type ${type} is not one that the restricted standard allows.`,
                        });
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules/DEP-WINHOST.ts




/** Source: Pod Security Standards baseline "HostProcess". */
/* harmony default export */ const DEP_WINHOST = (defineRule({
    id: 'DEP-WINHOST',
    name: 'no-windows-host-process',
    severity: 'high',
    practice: 'deployment-security',
    title: 'A Windows container runs as a process of its host',
    why: 'A HostProcess container has the rights of an administrator of the node.',
    mend: 'Remove `hostProcess`.',
    references: ['https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/'],
    aliases: ['KSV-0103'],
    tags: ['pss:baseline'],
    wrong: 'kind: Pod\nspec:\n  securityContext: { windowsOptions: { hostProcess: true } }',
    right: 'kind: Pod\nspec:\n  securityContext: { windowsOptions: { hostProcess: false } }',
    check(manifest, report) {
        for (const { whose, context } of (0,kubernetes/* securityContexts */.z4)(manifest.pods)) {
            const value = (0,manifests_values/* find */.I6)(context, 'windowsOptions', 'hostProcess');
            if (value && (0,manifests_values/* isTrue */.Hn)(value))
                report({
                    at: value.range,
                    message: `${whose} runs as a process of its Windows host.`,
                    fix: replace(value, 'false', 'Run in a container'),
                });
        }
    },
}));

;// CONCATENATED MODULE: ./src/manifests/rules.ts























































/** Every manifest rule. */
const manifestRules = [
    DEP_ADMINPORT,
    DEP_ANON,
    DEP_APPARMOR_OFF,
    DEP_CAPADD,
    DEP_CAPDROP,
    DEP_CLUSTERADMIN,
    DEP_CONFIGMAP_SECRET,
    DEP_CPULIMIT,
    DEP_CPUREQ,
    DEP_DEFAULTSA,
    DEP_DEVICE,
    DEP_DIGEST,
    DEP_EMPTYDIR_MEM,
    DEP_ENVSECRET,
    DEP_ENVSECRETREF,
    DEP_EXPOSED,
    DEP_HEALTH,
    DEP_HEALTH_OFF,
    DEP_HOSTIPC,
    DEP_HOSTNET,
    DEP_HOSTNS_OTHER,
    DEP_HOSTPATH,
    DEP_HOSTPATH_RW,
    DEP_HOSTPATH_SENS,
    DEP_HOSTPID,
    DEP_HOSTPORT,
    DEP_JOBTTL,
    DEP_LATEST,
    DEP_LIVENESS,
    DEP_LOG_OFF,
    DEP_LOG_UNBOUNDED,
    DEP_MEMLIMIT,
    DEP_NETPOL,
    DEP_NNP,
    DEP_NONROOT,
    DEP_OOM,
    DEP_PIDS,
    DEP_PRIV,
    DEP_PROBEHOST,
    DEP_PROCMOUNT,
    DEP_RBAC_WILD,
    DEP_READINESS,
    DEP_REGISTRY,
    DEP_RESTART,
    DEP_ROFS,
    DEP_SATOKEN,
    DEP_SECCOMP_OFF,
    DEP_SECCOMP_UNSET,
    DEP_SELINUX,
    DEP_SOCK,
    DEP_SSHPORT,
    DEP_SYSCTL,
    DEP_UID0,
    DEP_VOLTYPE,
    DEP_WINHOST,
];


/***/ }),

/***/ 9722:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hn: () => (/* binding */ isTrue),
/* harmony export */   I6: () => (/* binding */ find),
/* harmony export */   Wu: () => (/* binding */ isFalse),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   vM: () => (/* binding */ isSet)
/* harmony export */ });
/** The value below `node` at a path of keys; undefined where one of them is missing. */
function find(node, ...path) {
    return path.reduce((at, key) => at?.entries.get(key), node);
}
/** A scalar as text; empty for maps, lists, nulls and what is missing. */
function textOf(node) {
    return node?.scalar === undefined || node.scalar === null ? '' : String(node.scalar);
}
/** True, in any spelling that Kubernetes' YAML 1.1 or Compose takes for it. */
function isTrue(node) {
    return /^(true|yes|on|y)$/i.test(textOf(node));
}
/** False, in any spelling that Kubernetes' YAML 1.1 or Compose takes for it. */
function isFalse(node) {
    return /^(false|no|off|n)$/i.test(textOf(node));
}
/** True where the value says something: not null, and no empty text, map or list. */
function isSet(node) {
    if (!node)
        return false;
    if (node.kind === 'map')
        return node.entries.size > 0;
    if (node.kind === 'list')
        return node.items.length > 0;
    return node.scalar !== null && node.scalar !== '';
}


/***/ }),

/***/ 2105:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ ruleBook)
});

// EXTERNAL MODULE: ./src/dockerfile/lint.ts + 3 modules
var lint = __webpack_require__(1862);
// EXTERNAL MODULE: ./src/hardening/rules.ts + 3 modules
var rules = __webpack_require__(4247);
// EXTERNAL MODULE: ./src/manifests/rules.ts + 64 modules
var manifests_rules = __webpack_require__(6145);
// EXTERNAL MODULE: ./src/secrets/detectors.ts
var detectors = __webpack_require__(1730);
;// CONCATENATED MODULE: ./src/secrets/rules.ts

/** Each detector as a rule that people read about. */
const secretRules = detectors/* detectors */.m.map((detector) => ({
    id: detector.id,
    name: detector.id,
    severity: detector.severity,
    practice: 'secrets',
    title: `${detector.what.charAt(0).toUpperCase()}${detector.what.slice(1)} is in the image`,
    why: 'Everybody who can pull the image, or read the repository, has the secret; deleting it in a later layer does not take it out.',
    mend: 'Revoke the secret, then hand it to the build with RUN --mount=type=secret and to the container at run time.',
    references: [detector.reference],
}));

// EXTERNAL MODULE: ./src/trust/rules.ts
var trust_rules = __webpack_require__(761);
;// CONCATENATED MODULE: ./src/rule-book.ts





/** Every rule of every family by its id. */
const ruleBook = new Map([
    ...family('lint', lint/* allDockerfileRules */.j),
    ...family('manifest', manifests_rules/* manifestRules */.f),
    ...family('hardening', rules/* hardeningRules */.E),
    ...family('secret', secretRules),
    ...family('trust', trust_rules/* trustRules */.gN),
].map((rule) => [rule.id, rule]));
function family(check, rules) {
    return rules.map((rule) => ({ ...rule, check }));
}


/***/ }),

/***/ 1730:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ detectors)
/* harmony export */ });
/** Every kind of secret that is looked for. */
const detectors = [
    {
        id: 'private-key',
        what: 'a private key',
        severity: 'critical',
        confidence: 'high',
        keywords: ['private key'],
        pattern: /(?<secret>-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----)[\s\\nr]{0,8}[A-Za-z0-9+/=:\- ]{20}/dg,
        reference: 'https://www.rfc-editor.org/rfc/rfc7468',
    },
    {
        id: 'github-token',
        what: 'a GitHub token',
        severity: 'critical',
        confidence: 'high',
        keywords: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
        pattern: /(?<![A-Za-z0-9_])(?<secret>gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9_])/dg,
        reference: 'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
    },
    {
        id: 'aws-access-key',
        what: 'an AWS access key id',
        severity: 'high',
        confidence: 'high',
        keywords: ['akia', 'asia'],
        pattern: /(?<![A-Za-z0-9])(?<secret>(?:AKIA|ASIA)[A-Z2-7]{16})(?![A-Za-z0-9])/dg,
        accept: (secret) => !secret.endsWith('EXAMPLE'),
        reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
    },
];


/***/ }),

/***/ 761:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BA: () => (/* binding */ noProvenance),
/* harmony export */   ad: () => (/* binding */ unsigned),
/* harmony export */   g: () => (/* binding */ badSignature),
/* harmony export */   gN: () => (/* binding */ trustRules),
/* harmony export */   gZ: () => (/* binding */ claimsMismatch),
/* harmony export */   sB: () => (/* binding */ untrustedBuilder),
/* harmony export */   se: () => (/* binding */ provenanceMismatch),
/* harmony export */   yu: () => (/* binding */ wrongSigner),
/* harmony export */   zn: () => (/* binding */ registryNotAllowed)
/* harmony export */ });
/* unused harmony exports tagDrift, baseUnsigned, baseWrongSigner */
const SIGNATURES = 'https://docs.sigstore.dev/cosign/verifying/verify/';
const SLSA = 'https://slsa.dev/spec/v1.0/verifying-artifacts';
const unsigned = {
    id: 'PST001',
    name: 'unsigned-artifact',
    severity: 'high',
    practice: 'image-security',
    title: 'No signature where one is required',
    why: 'Nobody vouches for these bytes: whoever can write to the registry can replace the image.',
    mend: 'Sign the digest in the release workflow (cosign sign), or correct the image name.',
    references: [SIGNATURES],
    tags: ['slsa:attestations'],
};
const badSignature = {
    id: 'PST002',
    name: 'bad-signature',
    severity: 'critical',
    practice: 'image-security',
    title: 'Signatures are there, and none of them holds',
    why: 'The image was changed after signing, the signature belongs to something else, or another key made it.',
    mend: 'Do not deploy it. Find out who pushed it; if the key was rotated, give the new one.',
    references: [SIGNATURES],
    tags: ['slsa:attestations'],
};
const wrongSigner = {
    id: 'PST003',
    name: 'wrong-signer',
    severity: 'critical',
    practice: 'image-security',
    title: 'Signed by somebody the policy does not allow',
    why: 'Anybody can sign anything with a free identity: a signature counts only when the right identity made it.',
    mend: 'If the identity found is the right one, allow it in the policy; if not, do not deploy the image.',
    references: [SIGNATURES],
    tags: ['slsa:attestations'],
};
const claimsMismatch = {
    id: 'PST004',
    name: 'signature-claims-mismatch',
    severity: 'critical',
    practice: 'image-security',
    title: 'The right signer signed, but not this',
    why: 'A valid signature that lacks the annotations asked for was made for another purpose, such as staging.',
    mend: 'Sign this digest with the annotations that the policy asks for.',
    references: [SIGNATURES],
    tags: ['slsa:attestations'],
};
const noProvenance = {
    id: 'PST005',
    name: 'no-provenance',
    severity: 'high',
    practice: 'image-security',
    title: 'No signed provenance where it is required',
    why: 'Nothing trustworthy says from which source and by which builder the image was made.',
    mend: 'Build with a provenance-generating builder (actions/attest-build-provenance or slsa-github-generator).',
    references: [SLSA],
    tags: ['slsa:attestations'],
};
const provenanceMismatch = {
    id: 'PST006',
    name: 'provenance-mismatch',
    severity: 'critical',
    practice: 'image-security',
    title: 'The provenance tells of another source, ref or input',
    why: 'The image was really built, but from something else than what you expect.',
    mend: 'Rebuild from the expected source, or correct the expectation.',
    references: [SLSA],
    tags: ['slsa:attestations'],
};
const untrustedBuilder = {
    id: 'PST007',
    name: 'untrusted-builder',
    severity: 'critical',
    practice: 'image-security',
    title: 'The provenance was made by a builder that is not trusted',
    why: 'Provenance is as good as the builder that wrote it: anybody can write some.',
    mend: 'Build with a trusted builder at a released version, or name yours with --provenance-builder.',
    references: [SLSA],
    tags: ['slsa:attestations'],
};
const tagDrift = {
    id: 'PST008',
    name: 'tag-drift',
    severity: 'high',
    practice: 'registry-security',
    title: 'The tag points to another image than the one that was checked',
    why: 'What is deployed by this tag is not what was scanned and verified.',
    mend: 'Deploy by digest, or check the image again.',
    tags: ['slsa:artifacts'],
};
const registryNotAllowed = {
    id: 'PST009',
    name: 'registry-not-allowed',
    severity: 'high',
    practice: 'registry-security',
    title: 'The image comes from a registry that the policy does not list',
    why: 'Registries that nobody agreed on bring images that nobody watches.',
    mend: 'Mirror the image into an allowed registry, or add the registry to the policy.',
};
const baseUnsigned = {
    id: 'PST010',
    name: 'base-image-unsigned',
    severity: 'low',
    practice: 'image-security',
    title: 'The base image is not signed by anybody known',
    why: 'Everything built on it inherits whatever the registry served that day.',
    mend: 'Pin the digest, and prefer base images whose publisher signs them.',
    references: [SIGNATURES],
};
const baseWrongSigner = {
    id: 'PST011',
    name: 'base-image-wrong-signer',
    severity: 'critical',
    practice: 'image-security',
    title: 'The base image is not signed by its publisher',
    why: 'Its publisher signs all releases; this one was signed by somebody else, or its signature is broken.',
    mend: 'Do not build on it: pull the publisher’s own image and pin its digest.',
    references: [SIGNATURES],
};
/** All rules of the family, for `portside explain`, docs and SARIF. */
const trustRules = [
    unsigned,
    badSignature,
    wrongSigner,
    claimsMismatch,
    noProvenance,
    provenanceMismatch,
    untrustedBuilder,
    tagDrift,
    registryNotAllowed,
    baseUnsigned,
    baseWrongSigner,
];


/***/ })

};
