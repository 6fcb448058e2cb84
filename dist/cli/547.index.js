export const id = 547;
export const ids = [547];
export const modules = {

/***/ 4547:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/discover.ts
var discover = __webpack_require__(9164);
// EXTERNAL MODULE: ./src/findings/report.ts
var report = __webpack_require__(6226);
// EXTERNAL MODULE: ./src/inspect/dockerfiles.ts + 4 modules
var inspect_dockerfiles = __webpack_require__(8785);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/policy/glob.ts
var glob = __webpack_require__(4062);
// EXTERNAL MODULE: ./src/policy-file.ts + 1 modules
var policy_file = __webpack_require__(4001);
// EXTERNAL MODULE: ./src/inspect/image.ts + 79 modules
var inspect_image = __webpack_require__(8417);
// EXTERNAL MODULE: ./src/inspect/trust.ts + 22 modules
var trust = __webpack_require__(9231);
;// CONCATENATED MODULE: ./src/inspect/images.ts








/** Inspects the images that the user or the policy names; one that cannot be read is incomplete and stops no other. */
async function inspectImages(root, plans, policy, settings, host) {
    const named = settings.images.map((name) => ({ name, reference: name }));
    const own = policy.images.map((name) => ({ name, reference: repositoryImage(root, name) }));
    const images = named.length > 0 ? named : own;
    if (images.length === 0)
        return { ...report/* NOTHING */.K, notes: [NO_IMAGE] };
    const withAdvisories = { ...settings, ...advisoriesOf(root, policy, settings) };
    const inspections = [];
    for (const image of images) {
        inspections.push(await (0,inspect_image/* inspectImage */.mm)(image, plans, inspect_image/* IMAGE_CHECKS */.s4, withAdvisories, host).catch((error) => (0,inspect_image/* unreadable */.O$)(image.name, inspect_image/* IMAGE_CHECKS */.s4, (0,errors/* reason */.l)(error))), await inspectTrust(root, image, policy, settings, host));
    }
    return (0,report/* join */.f)(inspections);
}
const NO_IMAGE = {
    message: 'No image was named (--image, or image: in the policy): only files were checked.',
};
/** The user's advisories before the policy's. */
function advisoriesOf(root, policy, settings) {
    if (settings.advisories !== undefined || policy.advisories === undefined)
        return {};
    return { advisories: (0,policy_file/* insideRepository */.r)(root, policy.advisories, 'advisories') };
}
/** Every requirement of the policy that speaks of this image must hold; an archive has no signatures to ask. */
async function inspectTrust(root, { name, reference }, policy, settings, host) {
    const required = policy.trust.filter(({ images }) => (0,glob/* matchesGlob */.k)(images, name));
    if (required.length === 0)
        return report/* NOTHING */.K;
    if ((0,external_node_fs_.existsSync)(reference) || /^(docker|docker-archive|oci|oci-archive|dir):/.test(reference))
        return (0,trust/* notChecked */.lb)(name, 'it is not in a registry, and signatures are; push it and check the pushed image');
    try {
        return await (0,trust/* verifyRequired */.lk)(root, reference, required, settings, host);
    }
    catch (error) {
        if (error instanceof errors/* PortsideError */.V && error.kind === 'usage')
            throw error;
        return (0,trust/* notChecked */.lb)(name, (0,errors/* reason */.l)(error));
    }
}
/** A file of the repository where there is one by that name, else a reference as it is. */
function repositoryImage(root, name) {
    const scheme = /^(docker-archive|oci|oci-archive|dir):(.*)$/.exec(name);
    if (scheme)
        return `${scheme[1]}:${(0,policy_file/* insideRepository */.r)(root, scheme[2] ?? '', 'an image')}`;
    return (0,external_node_fs_.existsSync)((0,external_node_path_.resolve)(root, name)) ? (0,policy_file/* insideRepository */.r)(root, name, 'an image') : name;
}

// EXTERNAL MODULE: ./src/inspect/manifests.ts + 1 modules
var inspect_manifests = __webpack_require__(5202);
// EXTERNAL MODULE: ./src/findings/fingerprint.ts
var fingerprint = __webpack_require__(7858);
// EXTERNAL MODULE: ./src/images/reference.ts
var reference = __webpack_require__(4719);
// EXTERNAL MODULE: ./src/trust/outcome.ts
var outcome = __webpack_require__(3810);
// EXTERNAL MODULE: ./src/trust/rules.ts
var rules = __webpack_require__(761);
;// CONCATENATED MODULE: ./src/trust/registries.ts




/**
 * The finding that an image comes from elsewhere than the policy allows, if so. An entry of the list is a registry, or
 * a path in one: `docker.io/library`, `ghcr.io/acme`. Throws PortsideError (usage) for what is no reference.
 */
function checkRegistry(image, allowed, location) {
    const name = (0,reference/* repositoryName */.aR)((0,reference/* parseReference */.F2)(image));
    const inside = (entry) => name === entry || name.startsWith(`${entry.replace(/\/$/, '')}/`);
    if (allowed.some(inside))
        return undefined;
    const message = `${image} comes from ${name}, which is not among the allowed registries.`;
    const found = (0,outcome/* trustFinding */.sG)({ kind: 'image', name: image }, rules/* registryNotAllowed */.zn, message);
    return location
        ? { ...found, location, fingerprint: (0,fingerprint/* fingerprint */.Rj)(rules/* registryNotAllowed */.zn.id, location.path, name) }
        : found;
}
/**
 * The finding that a tag points elsewhere by now than the digest that was checked, if so.
 * Throws PortsideError (incomplete) when the registry cannot be asked.
 */
async function checkDrift(image, source, tag, checked) {
    const now = await source.resolve(tag);
    if (now === checked)
        return undefined;
    const message = `${image} was checked as ${checked}, and ${now === undefined ? 'is gone' : `is ${now}`} now.`;
    return trustFinding({ kind: 'image', name: image, digest: checked }, tagDrift, message, {
        ...(now === undefined ? {} : { now }),
    });
}

;// CONCATENATED MODULE: ./src/inspect/registries.ts



/** Images that come from elsewhere than the policy allows; nothing where it allows all. */
function inspectRegistries(images, policy) {
    const { registries } = policy;
    if (registries === undefined)
        return report/* NOTHING */.K;
    const findings = images.flatMap(({ reference, location }) => {
        try {
            const finding = checkRegistry(reference, registries, location);
            return finding ? [finding] : [];
        }
        catch (error) {
            // What is no reference at all is the linter's to say.
            if (error instanceof errors/* PortsideError */.V && error.kind === 'usage')
                return [];
            throw error;
        }
    });
    return { ...report/* NOTHING */.K, findings };
}

// EXTERNAL MODULE: ./src/result.ts + 2 modules
var result = __webpack_require__(3566);
;// CONCATENATED MODULE: ./src/run.ts








/** The whole job on the repository at `root`: discover → inspect → judge; whoever called reports. */
async function check(root, settings, host) {
    const started = settings.now;
    const found = await (0,discover/* discover */.k)(root);
    const policy = await (0,policy_file/* loadPolicy */.t)(root, found.policy, settings);
    const files = settings.dockerfiles.length > 0 ? settings.dockerfiles : found.dockerfiles;
    const dockerfiles = await (0,inspect_dockerfiles/* inspectDockerfiles */.w)(root, files, settings, host);
    const manifests = await (0,inspect_manifests/* inspectManifests */.V)(root, found.manifests, policy.registries);
    const registries = inspectRegistries(dockerfiles.externalImages, policy);
    const images = await inspectImages(root, dockerfiles.plans, policy, settings, host);
    return (0,result/* conclude */.E)(root, (0,report/* join */.f)([dockerfiles, manifests, registries, images]), policy, settings, started);
}

// EXTERNAL MODULE: ./src/commands/deliver.ts
var deliver = __webpack_require__(6111);
// EXTERNAL MODULE: ./src/commands/operands.ts
var operands = __webpack_require__(7222);
;// CONCATENATED MODULE: ./src/commands/check.ts



/** `portside check [PATH]`: the whole job on a repository: Dockerfiles, manifests, images, policy. Returns the exit status. */
async function run(settings, host) {
    (0,deliver/* checkFormats */.B)(settings.outputs);
    const root = (0,operands/* oneOperand */.k)(settings, 'check', '.');
    return (0,deliver/* deliver */.c)(await check(root, settings, host), settings, host);
}


/***/ })

};
