export const id = 673;
export const ids = [673];
export const modules = {

/***/ 1673:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   run: () => (/* binding */ run)
/* harmony export */ });
/* harmony import */ var _inspect_target_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6033);
/* harmony import */ var _policy_policy_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6658);
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3566);
/* harmony import */ var _deliver_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6111);
/* harmony import */ var _operands_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7222);





/** `portside sbom TARGET`: what is installed in an image: CycloneDX 1.6 or SPDX 2.3. Returns the exit status. */
async function run(settings, host) {
    (0,_deliver_js__WEBPACK_IMPORTED_MODULE_3__/* .checkFormats */ .B)(settings.outputs);
    const target = (0,_operands_js__WEBPACK_IMPORTED_MODULE_4__/* .oneOperand */ .k)(settings, 'sbom');
    const inspection = await (0,_inspect_target_js__WEBPACK_IMPORTED_MODULE_0__/* .inspectTarget */ .W)(target, [], settings, host);
    const result = (0,_result_js__WEBPACK_IMPORTED_MODULE_2__/* .conclude */ .E)('.', inspection, _policy_policy_js__WEBPACK_IMPORTED_MODULE_1__/* .DEFAULT_POLICY */ .z, settings, settings.now);
    return (0,_deliver_js__WEBPACK_IMPORTED_MODULE_3__/* .deliver */ .c)(result, settings, host, 'cyclonedx');
}


/***/ }),

/***/ 6033:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  W: () => (/* binding */ inspectTarget)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./src/advisories/inspect.ts + 26 modules
var inspect = __webpack_require__(5100);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/findings/report.ts
var report = __webpack_require__(6226);
// EXTERNAL MODULE: ./src/inventory/catalogue-error.ts
var catalogue_error = __webpack_require__(138);
// EXTERNAL MODULE: ./src/inventory/text.ts
var inventory_text = __webpack_require__(5197);
;// CONCATENATED MODULE: ./src/inventory/sbom/distribution.ts
/** Names that tools give distributions, and their os-release ID. */
const IDS = new Map([
    ['alma', 'almalinux'],
    ['redhat', 'rhel'],
    ['red hat enterprise linux', 'rhel'],
    ['oracle', 'ol'],
    ['amazon', 'amzn'],
    ['opensuse', 'opensuse-leap'],
    ['opensuse.leap', 'opensuse-leap'],
    ['opensuse.tumbleweed', 'opensuse-tumbleweed'],
    ['suse linux enterprise server', 'sles'],
    ['suse', 'sles'],
    ['cbl-mariner', 'mariner'],
]);
/** The distribution of an operating system's component: its name and version. */
function namedDistribution(name, version) {
    const id = name.toLowerCase();
    return { id: IDS.get(id) ?? id, ...(version && { version }), name };
}
/**
 * The distribution that most packages of a system name in `distro`: `debian-12`, `opensuse-leap-15.6`. Undefined when
 * none does.
 */
function distributionOfPurls(packages) {
    const counts = new Map();
    for (const { type, purl } of packages) {
        if (!SYSTEM_TYPES.has(type))
            continue;
        const distro = distroOf(purl);
        if (distro)
            counts.set(distro, (counts.get(distro) ?? 0) + 1);
    }
    const [most] = [...counts].sort(([, a], [, b]) => b - a);
    return most && distroQualifier(most[0]);
}
const SYSTEM_TYPES = new Set(['deb', 'apk', 'rpm']);
/** Only that qualifier: package URLs come by the ten thousand, and were read whole before. */
function distroOf(purl) {
    const value = /[?&]distro=([^&#]+)/.exec(purl)?.[1];
    if (!value?.includes('%'))
        return value;
    try {
        return decodeURIComponent(value);
    }
    catch {
        return undefined;
    }
}
function distroQualifier(distro) {
    const match = /^(.+?)-v?(\d[\w.]*)$/.exec(distro);
    const id = (match?.[1] ?? distro).toLowerCase();
    return { id: IDS.get(id) ?? id, ...(match?.[2] && { version: match[2] }) };
}

;// CONCATENATED MODULE: ./src/inventory/sbom/listed.ts

/** The objects in a list; none when it is no list. */
function objects(value) {
    return Array.isArray(value) ? value.filter(inventory_text/* isObject */.Gv) : [];
}

// EXTERNAL MODULE: ./node_modules/packageurl-js/index.js
var packageurl_js = __webpack_require__(7091);
// EXTERNAL MODULE: ./src/inventory/rpm/source-rpm.ts
var source_rpm = __webpack_require__(1405);
;// CONCATENATED MODULE: ./src/inventory/sbom/purl-package.ts


/** Reads a package URL; undefined when it is none. */
function parsePurl(text) {
    const type = /^pkg:\/*([A-Za-z][A-Za-z0-9.+-]*)\//.exec(text)?.[1]?.toLowerCase();
    if (!type || text.length > LONGEST)
        return undefined;
    // In a query URLs read a plus sign as a blank; in versions (`2.36-9+deb12u4`) it is a plus sign.
    const query = text.indexOf('?');
    const plain = query < 0 ? text : text.slice(0, query) + text.slice(query).replaceAll('+', '%2B');
    const parsed = attempt(plain) ?? attempt(plain.replace(/^pkg:\/*[^/]+\//, 'pkg:generic/'));
    if (!parsed?.name)
        return undefined;
    const { namespace, name, version, qualifiers, subpath } = parsed;
    return {
        type,
        name,
        ...(namespace && { namespace }),
        ...(version && { version }),
        ...(subpath && { subpath }),
        qualifiers: new Map(Object.entries(qualifiers ?? {})),
    };
}
const LONGEST = 4096;
/** The library refuses what exists, a Maven artifact without a group for one; then it is read as of no known type. */
function attempt(text) {
    try {
        return packageurl_js.PackageURL.fromString(text);
    }
    catch {
        return undefined;
    }
}
/** A package as its package URL and the SBOM tell it; undefined when the URL is none, or nothing has a version. */
function packageOf(purl, told) {
    const parts = parsePurl(purl);
    const version = parts && versionOf(parts, told.version);
    if (!parts || !version)
        return undefined;
    const arch = parts.qualifiers.get('arch');
    const source = sourceOf(parts, version, told.source);
    const module = parts.qualifiers.get('rpmmod') ?? told.module;
    return {
        purl,
        type: parts.type,
        name: nameOf(parts),
        version,
        ...(arch && { arch }),
        ...(source && { source }),
        ...(module && { module }),
        ...(told.license && { license: told.license }),
        paths: told.paths ?? [],
        ...(told.layer && { layer: told.layer }),
    };
}
const purl_package_SYSTEM_TYPES = new Set(['deb', 'apk', 'rpm', 'alpm']);
/** The ecosystem's own name: distributions are namespaces of package URLs, not parts of names. */
function nameOf({ type, namespace, name, subpath }) {
    if (!namespace || purl_package_SYSTEM_TYPES.has(type))
        return name;
    if (type === 'maven')
        return `${namespace}:${name}`;
    // Some tools cut module paths after the repository: pkg:golang/github.com/a/b@v2#v2.
    const rest = type === 'golang' && subpath ? `/${subpath}` : '';
    return `${namespace}/${name}${rest}`;
}
function versionOf({ type, version, qualifiers }, told) {
    const plain = version ?? told;
    const epoch = qualifiers.get('epoch');
    const prefixed = type === 'rpm' && plain && epoch && epoch !== '0' && !/^\d+:/.test(plain);
    return prefixed ? `${epoch}:${plain}` : plain;
}
/** `upstream`: a name, `name@version`, or the file name of a source rpm. */
function sourceOf({ type, name, qualifiers }, version, told) {
    const upstream = qualifiers.get('upstream');
    if (!upstream)
        return told ?? (type === 'deb' ? { name, version } : undefined);
    const rpm = (0,source_rpm/* sourceRpm */.l)(upstream);
    if (rpm)
        return rpm;
    const at = upstream.lastIndexOf('@');
    if (at > 0)
        return { name: upstream.slice(0, at), version: upstream.slice(at + 1) };
    return type === 'rpm' ? { name: upstream } : { name: upstream, version };
}

;// CONCATENATED MODULE: ./src/inventory/sbom/cyclonedx.ts




/** True for a document that says it is CycloneDX. */
function isCycloneDx(document) {
    return document.bomFormat === 'CycloneDX';
}
/**
 * The components of a CycloneDX document, nested ones too. Source: CycloneDX 1.2 to 1.7, JSON; properties as syft,
 * trivy and Portside name them.
 */
function readCycloneDx(document) {
    const packages = [];
    const unidentified = [];
    let distribution;
    const waiting = [...objects(document.components)].reverse();
    for (let component = waiting.pop(); component; component = waiting.pop()) {
        for (const inner of objects(component.components).reverse())
            waiting.push(inner);
        const name = (0,inventory_text/* word */.Vm)(component.name);
        const version = (0,inventory_text/* word */.Vm)(component.version);
        if (component.type === 'operating-system') {
            if (name)
                distribution ??= namedDistribution(name, version);
            continue;
        }
        if (NO_PACKAGES.has(String(component.type)))
            continue;
        const found = typeof component.purl === 'string' && read(component.purl, component, version);
        if (found)
            packages.push(found);
        else if (name && version)
            unidentified.push(`${name} ${version}`);
    }
    return { packages, ...(distribution && { distribution }), unidentified };
}
const NO_PACKAGES = new Set(['file', 'container', 'device', 'data', 'cryptographic-asset']);
function read(purl, component, version) {
    const properties = propertiesOf(component);
    const license = licenseOf(component.licenses);
    const source = cyclonedx_sourceOf(properties);
    const module = first(properties, [
        'portside:module',
        'syft:metadata:modularityLabel',
        'aquasecurity:trivy:Modularitylabel',
    ]);
    const layer = layerOf(properties);
    return packageOf(purl, {
        ...(version && { version }),
        ...(source && { source }),
        ...(module && { module }),
        ...(license && { license }),
        paths: pathsOf(component, properties),
        ...(layer && { layer }),
    });
}
function propertiesOf(component) {
    const properties = new Map();
    for (const { name, value } of objects(component.properties)) {
        if (typeof name === 'string' && typeof value === 'string')
            properties.set(name, value);
    }
    return properties;
}
function first(properties, names) {
    for (const name of names) {
        const value = (0,inventory_text/* word */.Vm)(properties.get(name));
        if (value)
            return value;
    }
    return undefined;
}
function cyclonedx_sourceOf(properties) {
    const [ours, oursVersion] = (properties.get('portside:source') ?? '').split(' ');
    const name = (0,inventory_text/* word */.Vm)(ours) ??
        first(properties, [
            'aquasecurity:trivy:SrcName',
            'syft:metadata:source',
            'syft:metadata:originPackage',
        ]);
    if (!name)
        return undefined;
    const release = first(properties, ['aquasecurity:trivy:SrcRelease']);
    const epoch = first(properties, ['aquasecurity:trivy:SrcEpoch']);
    const plain = (0,inventory_text/* word */.Vm)(oursVersion) ??
        first(properties, ['aquasecurity:trivy:SrcVersion', 'syft:metadata:sourceVersion']);
    const version = plain && `${epoch ? `${epoch}:` : ''}${plain}${release ? `-${release}` : ''}`;
    return { name, ...(version && { version }) };
}
function pathsOf(component, properties) {
    const paths = [...properties]
        .filter(([name]) => /^syft:location:\d+:path$|^aquasecurity:trivy:FilePath$/.test(name))
        .map(([, path]) => path);
    const evidence = (0,inventory_text/* isObject */.Gv)(component.evidence) ? objects(component.evidence.occurrences) : [];
    for (const { location } of evidence)
        if (typeof location === 'string')
            paths.push(location);
    return [...new Set(paths.map((path) => path.replace(/^\/+/, '')))];
}
function layerOf(properties) {
    const index = Number(properties.get('portside:layer:index') ?? Number.NaN);
    const diffID = properties.get('portside:layer:diffID');
    return Number.isInteger(index) && index >= 0 && diffID ? { index, diffID } : undefined;
}
/** Each entry is an expression, or a license by identifier or name. */
function licenseOf(value) {
    const names = objects(value)
        .map((entry) => {
        if (typeof entry.expression === 'string')
            return (0,inventory_text/* word */.Vm)(entry.expression);
        return (0,inventory_text/* isObject */.Gv)(entry.license)
            ? ((0,inventory_text/* word */.Vm)(entry.license.id) ?? (0,inventory_text/* word */.Vm)(entry.license.name))
            : undefined;
    })
        .filter((name) => name !== undefined);
    return names.length > 0 ? names.join(' AND ') : undefined;
}

;// CONCATENATED MODULE: ./src/inventory/sbom/spdx.ts




/** True for a document that says it is SPDX 2. */
function isSpdx(document) {
    return typeof document.spdxVersion === 'string' && document.spdxVersion.startsWith('SPDX-2.');
}
/** The packages of an SPDX 2.2 or 2.3 document; what it describes as a whole is no package of it. */
function readSpdx(document) {
    const packages = [];
    const unidentified = [];
    let distribution;
    const roots = rootsOf(document);
    for (const entry of objects(document.packages)) {
        const name = (0,inventory_text/* word */.Vm)(entry.name);
        const version = (0,inventory_text/* word */.Vm)(entry.versionInfo);
        const purpose = String(entry.primaryPackagePurpose ?? '').replace('_', '-');
        if (purpose === 'OPERATING-SYSTEM') {
            if (name)
                distribution ??= namedDistribution(name, version);
            continue;
        }
        if (purpose === 'CONTAINER' || roots.has(entry.SPDXID))
            continue;
        const purl = purlOf(entry);
        const found = purl && spdx_read(purl, entry, version);
        if (found)
            packages.push(found);
        else if (name && version)
            unidentified.push(`${name} ${version}`);
    }
    return { packages, ...(distribution && { distribution }), unidentified };
}
/** The packages that the document describes, where they stand for a whole: others are contained in them. */
function rootsOf(document) {
    const described = new Set(Array.isArray(document.documentDescribes) ? document.documentDescribes : []);
    const holding = new Set();
    for (const relationship of objects(document.relationships)) {
        const { spdxElementId, relatedSpdxElement, relationshipType } = relationship;
        if (relationshipType === 'DESCRIBES' && spdxElementId === 'SPDXRef-DOCUMENT') {
            described.add(relatedSpdxElement);
        }
        if (relationshipType === 'CONTAINS' || relationshipType === 'DEPENDS_ON')
            holding.add(spdxElementId);
    }
    return new Set([...described].filter((id) => holding.has(id)));
}
function purlOf(entry) {
    const reference = objects(entry.externalRefs).find((r) => r.referenceType === 'purl');
    return typeof reference?.referenceLocator === 'string' ? reference.referenceLocator : undefined;
}
function spdx_read(purl, entry, version) {
    const facts = annotationsOf(entry);
    const license = [entry.licenseConcluded, entry.licenseDeclared]
        .map((text) => (0,inventory_text/* word */.Vm)(text))
        .find((text) => text && text !== 'NOASSERTION' && text !== 'NONE');
    const info = (0,inventory_text/* word */.Vm)(entry.sourceInfo, 10_000);
    const source = spdx_sourceOf(info, facts);
    const module = facts.get('portside:module');
    const index = Number(facts.get('portside:layer:index') ?? Number.NaN);
    const diffID = facts.get('portside:layer:diffID');
    return packageOf(purl, {
        ...(version && { version }),
        ...(source && { source }),
        ...(module && { module }),
        ...(license && { license }),
        paths: spdx_pathsOf(info),
        ...(Number.isInteger(index) && index >= 0 && diffID && { layer: { index, diffID } }),
    });
}
/** Ours write `name=value` into annotations. */
function annotationsOf(entry) {
    const facts = new Map();
    for (const { comment } of objects(entry.annotations)) {
        const match = typeof comment === 'string' ? /^(portside:[\w:]+)=(.*)$/.exec(comment) : undefined;
        if (match?.[1] && match[2])
            facts.set(match[1], match[2]);
    }
    return facts;
}
/** trivy: `built package from: openssl 3.0.11-1`. */
function spdx_sourceOf(info, facts) {
    const text = facts.get('portside:source') ?? /^built package from: (.+)$/.exec(info ?? '')?.[1];
    const [name, version] = text?.split(' ') ?? [];
    return name ? { name, ...(version && { version }) } : undefined;
}
/** syft: `acquired package info from DPKG DB: /var/lib/dpkg/status`; ours: `found in PATH, PATH`. */
function spdx_pathsOf(info) {
    const list = /^(?:acquired package info from [^:]*: |found in )(.+)$/.exec(info ?? '')?.[1];
    return list ? list.split(', ').map((path) => path.replace(/^\/+/, '')) : [];
}

;// CONCATENATED MODULE: ./src/inventory/sbom.ts






/** True for JSON that says of itself that it is a CycloneDX or SPDX document, an attested one too. */
function isSbom(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const start = buffer
        .toString('latin1', 0, 256)
        .replace(/^\xef\xbb\xbf/, '')
        .trimStart();
    return (start.startsWith('{') && (buffer.includes('"bomFormat"') || buffer.includes('"spdxVersion"')));
}
/**
 * Reads a CycloneDX (1.2 to 1.7) or SPDX (2.2, 2.3) document in JSON, bare or as the predicate of an in-toto
 * statement. `name` is for messages. Throws PortsideError (usage) for anything else.
 */
function readSbom(bytes, name) {
    const document = documentOf(bytes, name);
    const { packages, distribution, unidentified } = isCycloneDx(document)
        ? readCycloneDx(document)
        : readSpdx(document);
    const known = distribution ?? distributionOfPurls(packages);
    return { packages: unique(packages), ...(known && { distribution: known }), unidentified };
}
function documentOf(bytes, name) {
    const refuse = (why, cause) => new errors/* PortsideError */.V('usage', `Cannot read SBOM ${name}: it ${why}`, 'Give a CycloneDX 1.2–1.7 or SPDX 2.2–2.3 document in JSON', cause);
    let value;
    try {
        value = (0,inventory_text/* json */.Pq)(bytes);
    }
    catch (error) {
        throw refuse(error instanceof catalogue_error/* CatalogueError */.c ? error.message : 'cannot be read', error);
    }
    const document = (0,inventory_text/* isObject */.Gv)(value) && (0,inventory_text/* isObject */.Gv)(value.predicate) ? value.predicate : value;
    if (!(0,inventory_text/* isObject */.Gv)(document) || !(isCycloneDx(document) || isSpdx(document))) {
        throw refuse('is neither CycloneDX nor SPDX');
    }
    return document;
}
/** A package that is listed for several files is one package with several paths. */
function unique(packages) {
    const byKey = new Map();
    for (const item of packages) {
        const key = `${item.purl}\n${item.layer?.index ?? ''}\n${item.ownedBy ?? ''}`;
        const group = byKey.get(key) ?? { first: item, paths: new Set() };
        for (const path of item.paths)
            group.paths.add(path);
        byKey.set(key, group);
    }
    return [...byKey.values()].map(({ first, paths }) => ({ ...first, paths: [...paths] }));
}

// EXTERNAL MODULE: ./src/inspect/image.ts + 79 modules
var inspect_image = __webpack_require__(8417);
;// CONCATENATED MODULE: ./src/inspect/target.ts






/** An SBOM larger than this is not read. */
const MAX_SBOM_BYTES = 256 * 1024 * 1024;
/** Inspects what `scan` and `sbom` are pointed at, an SBOM file or an image of any source; always its packages. */
async function inspectTarget(target, checks, settings, host) {
    const bytes = await sbomBytes(target);
    if (bytes === undefined)
        return inspectAnyImage(target, checks, settings, host);
    const { packages, distribution, unidentified } = readSbom(bytes, target);
    const wanted = checks.includes('vulnerability');
    const vulnerabilities = wanted
        ? await (0,inspect/* inspectVulnerabilities */.f)(packages, distribution, (0,inspect_image/* advisoryOptions */.cf)(target, settings), host)
        : report/* NOTHING */.K;
    return (0,report/* join */.f)([
        {
            ...report/* NOTHING */.K,
            targets: [{ kind: 'sbom', name: target }],
            packages,
            notes: unidentifiedNote(target, unidentified),
        },
        { ...report/* NOTHING */.K, ...vulnerabilities },
    ]);
}
/** Components without a package URL cannot be matched: said, so that they do not look checked. */
function unidentifiedNote(target, names) {
    if (names.length === 0)
        return [];
    const some = names.slice(0, 5).join(', ');
    const message = `${names.length} components have no package URL and were not checked: ${some}${names.length > 5 ? ' …' : ''}`;
    return [{ check: 'vulnerability', target, message }];
}
/** An image that is not there is the user's mistake, one that cannot be read makes the result incomplete. */
async function inspectAnyImage(target, checks, settings, host) {
    const image = { name: target, reference: target };
    return (0,inspect_image/* inspectImage */.mm)(image, [], checks, settings, host).catch((error) => {
        if (error instanceof errors/* PortsideError */.V && error.kind === 'usage')
            throw error;
        return (0,inspect_image/* unreadable */.O$)(target, checks, (0,errors/* reason */.l)(error));
    });
}
/** The file when it is JSON that says it is an SBOM; undefined for anything else. */
async function sbomBytes(target) {
    const found = await (0,promises_.stat)(target).catch(() => undefined);
    if (!found?.isFile() || found.size > MAX_SBOM_BYTES)
        return undefined;
    const bytes = await (0,promises_.readFile)(target);
    return isSbom(bytes) ? bytes : undefined;
}


/***/ })

};
