export const id = 322;
export const ids = [322];
export const modules = {

/***/ 4875:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   commandHelp: () => (/* binding */ commandHelp),
/* harmony export */   help: () => (/* binding */ help)
/* harmony export */ });
/* harmony import */ var _reports_reports_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6237);
/* harmony import */ var _settings_options_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8031);
/* harmony import */ var _commands_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3554);



/** `portside --help`. */
function help() {
    return [
        'Portside: container security inside the pull request',
        '',
        'usage: portside COMMAND [OPTION…] [OPERAND…]',
        '',
        ...table(_commands_js__WEBPACK_IMPORTED_MODULE_2__/* .COMMANDS */ .L.map((c) => [`  ${c.name} ${c.operands}`.trimEnd(), c.help])),
        '',
        'portside COMMAND --help tells a command’s options; --version the version.',
        'Exit status: 0 pass, 1 the policy failed it, 2 usage or configuration error, 3 incomplete.',
        '',
    ].join('\n');
}
/** `portside COMMAND --help`. */
function commandHelp(command) {
    return [
        `usage: portside ${command.name} [OPTION…] ${command.operands}`.trimEnd(),
        '',
        command.help,
        '',
        ...table((0,_settings_options_js__WEBPACK_IMPORTED_MODULE_1__/* .optionsOf */ .c)(command.name).map((o) => [`  --${o.name}${value(o)}`, o.help])),
        '',
        `Formats: ${[..._reports_reports_js__WEBPACK_IMPORTED_MODULE_0__/* .FORMATS */ .h.keys()].join(', ')}`,
        '',
    ].join('\n');
}
function value(option) {
    return option.value ? ` ${option.value}` : '';
}
function table(rows) {
    const width = Math.max(...rows.map(([left]) => left.length)) + 2;
    return rows.map(([left, right]) => left.padEnd(width) + right);
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


/***/ })

};
