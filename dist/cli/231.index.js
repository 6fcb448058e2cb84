export const id = 231;
export const ids = [231];
export const modules = {

/***/ 9231:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  lb: () => (/* binding */ notChecked),
  lk: () => (/* binding */ verifyRequired),
  ft: () => (/* binding */ verifyTarget)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/findings/report.ts
var report = __webpack_require__(6226);
// EXTERNAL MODULE: ./src/images/registry/open.ts + 1 modules
var registry_open = __webpack_require__(3712);
// EXTERNAL MODULE: ./src/policy-file.ts + 1 modules
var policy_file = __webpack_require__(4001);
// EXTERNAL MODULE: ./src/trust/keys.ts + 1 modules
var keys = __webpack_require__(3996);
// EXTERNAL MODULE: ./src/trust/refusal.ts
var trust_refusal = __webpack_require__(2510);
// EXTERNAL MODULE: ./src/trust/sigstore/content.ts + 1 modules
var content = __webpack_require__(4344);
;// CONCATENATED MODULE: ./src/trust/check-signature.ts


/**
 * Who of the authorities made the signature, proven. Throws Refusal when none of them did, PortsideError when that
 * cannot be told. Nothing that the signed bytes say is looked at: that comes after, and only then may be believed.
 */
async function proveSigner(signed, options) {
    const keys = options.signedBy.filter((one) => one.kind === 'key');
    const identities = options.signedBy.filter(isIdentityAuthority);
    let refusal;
    const attempts = [
        ...keys.map((key) => () => proveByKey(signed, key, options)),
        // With a certificate it is the certificate that signs; without one nobody but a key can have.
        ...(identities.length > 0 ? [() => proveByIdentity(signed, identities, options)] : []),
    ];
    for (const attempt of attempts) {
        try {
            return await attempt();
        }
        catch (error) {
            if (!(error instanceof trust_refusal/* Refusal */.P))
                throw error;
            if (refusal?.kind !== 'signer')
                refusal = error;
        }
    }
    throw refusal ?? new trust_refusal/* Refusal */.P('signer', 'nobody is allowed to sign');
}
function isIdentityAuthority(authority) {
    return authority.kind === 'identity';
}
async function proveByKey(signed, authority, options) {
    const { key } = authority;
    if (!(0,content/* holds */.v)(signed.content, key))
        throw new trust_refusal/* Refusal */.P('bad', `it is not by the ${key.name}`);
    const proofs = signed.logEntries.length + signed.timestamps.length;
    if (proofs === 0 && authority.log !== 'required')
        return { name: key.name };
    const { proveKey, roots } = await sigstore(options);
    return inAnyWorld(roots, (trust) => proveKey(signed, trust, authority));
}
async function proveByIdentity(signed, authorities, options) {
    const { proveIdentity, roots } = await sigstore(options);
    return inAnyWorld(roots, (trust) => proveIdentity(signed, trust, authorities));
}
/** A plain key signature, the fastest case, does without the libraries. */
async function sigstore(options) {
    const { proveIdentity, proveKey, loadTrustedRoots } = await Promise.all(/* import() */[__webpack_require__.e(654), __webpack_require__.e(168), __webpack_require__.e(658)]).then(__webpack_require__.bind(__webpack_require__, 658));
    return { proveIdentity, proveKey, roots: loadTrustedRoots(options.trustedRoot) };
}
/** The signer, proven with one of the roots; else what tells most of why not. */
function inAnyWorld(roots, prove) {
    let refusal;
    for (const trust of roots) {
        try {
            return prove(trust);
        }
        catch (error) {
            if (!(error instanceof trust_refusal/* Refusal */.P))
                throw error;
            if (refusal?.kind !== 'signer')
                refusal = error;
        }
    }
    throw refusal ?? new trust_refusal/* Refusal */.P('bad', 'there is no trusted root');
}

// EXTERNAL MODULE: ./src/trust/json.ts
var trust_json = __webpack_require__(6290);
;// CONCATENATED MODULE: ./src/trust/simple-signing.ts


/**
 * Reads a signed payload. Throws Refusal (bad) when it is not one.
 * Source: containers/image "signature format", the format that cosign calls SimpleSigning.
 */
function parseSimpleSigning(payload) {
    const json = (0,trust_json/* parseObject */.lj)(payload, 'its payload');
    const critical = child(json, 'critical');
    const digest = child(critical, 'image')['docker-manifest-digest'];
    if (typeof digest !== 'string')
        throw new trust_refusal/* Refusal */.P('bad', 'its payload names no image digest');
    const identity = critical.identity;
    const reference = typeof identity === 'object' && identity !== null && 'docker-reference' in identity
        ? identity['docker-reference']
        : undefined;
    const optional = json.optional ?? {};
    return {
        digest,
        ...(typeof reference === 'string' && reference !== '' ? { reference } : {}),
        annotations: new Map(Object.entries(optional).filter((one) => typeof one[1] === 'string')),
    };
}
function child(json, name) {
    const value = json[name];
    if (typeof value !== 'object' || value === null)
        throw new trust_refusal/* Refusal */.P('bad', `its payload has no "${name}"`);
    return value;
}

;// CONCATENATED MODULE: ./src/trust/statement.ts


const IN_TOTO = 'application/vnd.in-toto+json';
/**
 * The statement in an envelope. Throws Refusal (bad) when there is none.
 * Source: in-toto/attestation spec/v1/statement.md, and v0.1 before it.
 */
function readStatement(envelope) {
    if (envelope.payloadType !== IN_TOTO)
        throw new trust_refusal/* Refusal */.P('bad', `its payload is of the type ${envelope.payloadType.slice(0, 80)}`);
    return parseStatement(envelope.payload);
}
function parseStatement(payload) {
    const what = 'its statement';
    const json = (0,trust_json/* parseObject */.lj)(payload, what);
    if (!STATEMENT_TYPES.includes(String(json._type)))
        throw new trust_refusal/* Refusal */.P('bad', `${what} has no known type`);
    const { subject, predicateType, predicate } = json;
    if (!Array.isArray(subject))
        throw new trust_refusal/* Refusal */.P('bad', `${what} has no subject`);
    if (typeof predicateType !== 'string')
        throw new trust_refusal/* Refusal */.P('bad', `${what} has no predicate type`);
    return {
        subjects: subject.map(parseSubject),
        predicateType,
        // An SBOM may be a text inside; whoever wants an object finds none.
        predicate: (0,trust_json/* isObject */.Gv)(predicate) ? predicate : {},
    };
}
/** Whether the statement is about the digest. */
function isAbout(statement, digest) {
    return subjectOf(statement, digest) !== undefined;
}
/** The subject with this digest. */
function subjectOf(statement, digest) {
    const [algorithm = '', hex = ''] = digest.split(':');
    return statement.subjects.find((subject) => subject.digest.get(algorithm) === hex);
}
const STATEMENT_TYPES = ['https://in-toto.io/Statement/v0.1', 'https://in-toto.io/Statement/v1'];
function parseSubject(json) {
    if (!(0,trust_json/* isObject */.Gv)(json))
        throw new trust_refusal/* Refusal */.P('bad', 'its statement has a subject that is no object');
    return {
        ...(typeof json.name === 'string' ? { name: json.name } : {}),
        digest: texts(json.digest),
        annotations: texts(json.annotations),
    };
}
function texts(json) {
    if (!(0,trust_json/* isObject */.Gv)(json))
        return new Map();
    return new Map(Object.entries(json).filter((one) => typeof one[1] === 'string'));
}

;// CONCATENATED MODULE: ./src/trust/claims.ts



/** What cosign 3 signs images with: a statement of this type, in a bundle. */
const COSIGN_SIGN = 'https://sigstore.dev/cosign/sign/v1';
/** Whether it is a signature at all, and not an attestation, which says something else about the image. */
function isSignature({ content }) {
    return content.kind === 'message' || readStatement(content).predicateType === COSIGN_SIGN;
}
/** That a proven signature is of this image, with these annotations. Throws Refusal. */
function checkClaims(signed, digest, annotations, signer) {
    const claimed = claimedAnnotations(signed, digest, signer);
    for (const [name, wanted] of annotations) {
        const found = claimed.get(name);
        if (found === wanted)
            continue;
        const said = found === undefined ? 'missing' : `"${found.slice(0, 80)}"`;
        throw new trust_refusal/* Refusal */.P('claims', `its annotation ${name} is ${said}, not "${wanted}"`, signer);
    }
}
function claimedAnnotations({ content }, digest, signer) {
    if (content.kind === 'envelope') {
        const statement = readStatement(content);
        const subject = subjectOf(statement, digest);
        if (subject)
            return subject.annotations;
        const other = [...(statement.subjects[0]?.digest.values() ?? [])][0];
        throw new trust_refusal/* Refusal */.P('bad', `it was made for ${other?.slice(0, 80) ?? 'nothing'}`, signer);
    }
    // The bytes of a signature over nothing but a digest are not here: what they claim cannot be known.
    if (!content.bytes)
        throw new trust_refusal/* Refusal */.P('bad', 'it is not a signature of an image', signer);
    const claims = parseSimpleSigning(content.bytes);
    if (claims.digest !== digest)
        throw new trust_refusal/* Refusal */.P('bad', `it was made for ${claims.digest.slice(0, 80)}`, signer);
    return claims.annotations;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./src/images/artifacts.ts
var artifacts = __webpack_require__(1029);
;// CONCATENATED MODULE: ./src/trust/layouts/cosign-material.ts



/** What proves a signature of cosign's own layouts, from the layer's annotations. Throws Refusal (bad). */
function cosignMaterial(annotations) {
    const certificate = annotations.get('dev.sigstore.cosign/certificate');
    const entry = annotations.get('dev.sigstore.cosign/bundle');
    const timestamp = annotations.get('dev.sigstore.cosign/rfc3161timestamp');
    return {
        ...(certificate ? { certificate: parseCertificate(certificate) } : {}),
        logEntries: entry ? [parseLogEntry(entry)] : [],
        timestamps: timestamp ? [parseTimestamp(timestamp)] : [],
    };
}
function parseCertificate(pem) {
    try {
        return new external_node_crypto_.X509Certificate(pem).raw;
    }
    catch {
        throw new trust_refusal/* Refusal */.P('bad', 'its certificate is damaged');
    }
}
/** Rekor's answer as cosign keeps it: `{SignedEntryTimestamp, Payload: {body, integratedTime, logIndex, logID}}`. */
function parseLogEntry(text) {
    const what = 'its transparency log entry';
    const json = (0,trust_json/* parseObject */.lj)(text, what);
    const payload = json.Payload;
    if (!(0,trust_json/* isObject */.Gv)(payload))
        throw new trust_refusal/* Refusal */.P('bad', `${what} has no payload`);
    const { body, integratedTime, logIndex, logID } = payload;
    const canonicalizedBody = (0,trust_json/* decodeBase64 */.y4)(body, `the body of ${what}`);
    const { kind, apiVersion } = (0,trust_json/* parseObject */.lj)(canonicalizedBody, `the body of ${what}`);
    if (typeof kind !== 'string' ||
        typeof apiVersion !== 'string' ||
        typeof logID !== 'string' ||
        !isCount(integratedTime) ||
        !isCount(logIndex))
        throw new trust_refusal/* Refusal */.P('bad', `${what} is incomplete`);
    return {
        logIndex: String(logIndex),
        logId: { keyId: Buffer.from(logID, 'hex') },
        kindVersion: { kind, version: apiVersion },
        integratedTime: String(integratedTime),
        inclusionPromise: {
            signedEntryTimestamp: (0,trust_json/* decodeBase64 */.y4)(json.SignedEntryTimestamp, `the promise of ${what}`),
        },
        inclusionProof: undefined,
        canonicalizedBody,
    };
}
function parseTimestamp(text) {
    const what = 'its signed timestamp';
    return (0,trust_json/* decodeBase64 */.y4)((0,trust_json/* parseObject */.lj)(text, what).SignedRFC3161Timestamp, what);
}
function isCount(value) {
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

;// CONCATENATED MODULE: ./src/trust/layouts/cosign-signatures.ts





/**
 * The signatures that cosign and skopeo leave at the tag `sha256-<hex>.sig`: one layer each, the payload as the blob,
 * the signature and what proves it as annotations.
 * Source: sigstore/cosign specs/SIGNATURE_SPEC.md.
 */
async function cosignSignatures(source, digest) {
    const tag = `${digest.replace(':', '-')}.sig`;
    const manifest = await source.manifest(tag);
    return manifest ? signatureLayers(source, manifest, digest, `tag ${tag}`) : [];
}
/** The layers of a manifest, each as a signature: also what cosign's OCI 1.1 mode leaves among the referrers. */
function signatureLayers(source, manifest, digest, where) {
    return manifest.layers.map((layer, i) => {
        const place = `${where}, layer ${i}`;
        return { place, digest, load: () => load(source, layer, place) };
    });
}
/** Bytes of the largest payload read: a payload names one digest and a few annotations. */
const LARGEST_PAYLOAD = 1 << 20;
const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';
async function load(source, layer, place) {
    if (layer.mediaType !== SIMPLE_SIGNING)
        throw new trust_refusal/* Refusal */.P('bad', `its media type is ${layer.mediaType.slice(0, 80) || 'missing'}`);
    if (layer.size > LARGEST_PAYLOAD)
        throw new trust_refusal/* Refusal */.P('bad', `its payload of ${layer.size} bytes is over ${LARGEST_PAYLOAD}`);
    const annotation = layer.annotations.get('dev.cosignproject.cosign/signature');
    if (!annotation)
        throw new trust_refusal/* Refusal */.P('bad', 'it has no signature');
    const signature = (0,trust_json/* decodeBase64 */.y4)(annotation, 'its signature');
    const bytes = await (0,artifacts/* readAll */.yw)(source.blob(layer), LARGEST_PAYLOAD, `the payload at ${place}`);
    const digest = { algorithm: 'sha256', value: (0,external_node_crypto_.createHash)('sha256').update(bytes).digest() };
    return [
        {
            place,
            content: { kind: 'message', bytes, digest, signature },
            ...cosignMaterial(layer.annotations),
        },
    ];
}

// EXTERNAL MODULE: ./src/trust/layouts/candidate.ts
var candidate = __webpack_require__(8887);
;// CONCATENATED MODULE: ./src/trust/layouts/referrers.ts





/**
 * What the referrers of a digest hold: Sigstore bundles, and the signatures of cosign's OCI 1.1 mode. Every referrer's
 * manifest is read, since a descriptor's `artifactType` need not say what it is.
 * Sources: sigstore/cosign specs/BUNDLE_SPEC.md; OCI distribution specification 1.1, "Listing Referrers".
 */
async function* referrerCandidates(source, digest) {
    const referrers = await source.referrers(digest);
    if (referrers.length > MOST_REFERRERS)
        throw new errors/* PortsideError */.V('incomplete', `${source.name}@${digest} has over ${MOST_REFERRERS} referrers`);
    for (const referrer of referrers) {
        const manifest = await source.manifest(referrer.digest);
        if (manifest)
            yield* candidates(source, manifest, digest);
    }
}
const MOST_REFERRERS = 500;
const BUNDLE_PREFIX = 'application/vnd.dev.sigstore.bundle';
const COSIGN_SIGNATURE = 'application/vnd.dev.cosign.artifact.sig.v1+json';
function candidates(source, manifest, digest) {
    const place = `referrer ${manifest.digest}`;
    const [layer, ...others] = manifest.layers;
    if (layer?.mediaType.startsWith(BUNDLE_PREFIX) && others.length === 0)
        return [{ place, digest, load: () => loadBundle(source, layer, place) }];
    const type = manifest.artifactType ?? manifest.config?.mediaType;
    return type === COSIGN_SIGNATURE ? signatureLayers(source, manifest, digest, place) : [];
}
async function loadBundle(source, layer, place) {
    if (layer.size > candidate/* LARGEST_BUNDLE */.q)
        throw new trust_refusal/* Refusal */.P('bad', `its bundle of ${layer.size} bytes is over ${candidate/* LARGEST_BUNDLE */.q}`);
    const bytes = await (0,artifacts/* readAll */.yw)(source.blob(layer), candidate/* LARGEST_BUNDLE */.q, `the bundle at ${place}`);
    // The parser and what it needs are a hundred kilobytes that few runs want.
    const { parseBundle } = await Promise.all(/* import() */[__webpack_require__.e(654), __webpack_require__.e(168), __webpack_require__.e(658)]).then(__webpack_require__.bind(__webpack_require__, 658));
    return [parseBundle(bytes, place)];
}

;// CONCATENATED MODULE: ./src/trust/find-signature.ts






/**
 * Looks for a signature of any of the digests that one of the authorities made. Any one good signature is enough:
 * others may be left over from key rotations, or be anybody's. Throws PortsideError when the source cannot be read.
 */
async function findSignature(source, digests, options) {
    const refused = [];
    const unread = [];
    for await (const candidate of find_signature_candidates(source, digests)) {
        try {
            const good = await check(candidate, options);
            if (good)
                return { good, refused, unread };
        }
        catch (error) {
            if (error instanceof errors/* PortsideError */.V && error.kind === 'usage')
                throw error;
            const { place } = candidate;
            if (error instanceof trust_refusal/* Refusal */.P)
                refused.push({ place, refusal: error });
            else
                unread.push({ place, reason: (0,errors/* reason */.l)(error) });
        }
    }
    return { refused, unread };
}
/** Every layout, the cheapest to ask for first. */
async function* find_signature_candidates(source, digests) {
    for (const digest of digests)
        yield* await cosignSignatures(source, digest);
    for (const digest of digests)
        yield* referrerCandidates(source, digest);
}
/** The evidence that a candidate gives; none when it is an attestation, not a signature. */
async function check({ digest, place, load }, options) {
    let refusal;
    for (const signed of await load()) {
        try {
            if (!isSignature(signed))
                continue;
            const signer = await proveSigner(signed, options);
            checkClaims(signed, digest, options.annotations ?? new Map(), signer);
            return { digest, place, signer };
        }
        catch (error) {
            if (!(error instanceof trust_refusal/* Refusal */.P))
                throw error;
            refusal = error;
        }
    }
    if (refusal)
        throw refusal;
    return undefined;
}

// EXTERNAL MODULE: ./src/trust/outcome.ts
var trust_outcome = __webpack_require__(3810);
;// CONCATENATED MODULE: ./src/trust/resolve.ts

/**
 * The digest behind the reference, and that of its platform's image where it is an index and one is asked for.
 * Throws PortsideError (incomplete) when there is no such image.
 */
async function resolveImage({ source, name, reference, platform, }) {
    const manifest = await source.manifest(reference);
    if (!manifest)
        throw new errors/* PortsideError */.V('incomplete', `There is no image ${name}`, 'Check the name and the tag');
    const child = manifest.manifests?.find((one) => platform !== undefined && one.platform === platform);
    return child ? [manifest.digest, child.digest] : [manifest.digest];
}

;// CONCATENATED MODULE: ./src/trust/verify.ts




/**
 * Verifies that one of the authorities signed the image: resolve, find signatures, check each until one holds.
 * No signature, or none that holds, is a finding; what could not be read is *incomplete*, never taken for none.
 * Throws PortsideError (usage) for a trusted root that is none, and for nothing that the registry says or holds.
 */
async function verifyImage(target, options) {
    const image = { kind: 'image', name: target.name };
    try {
        const [digest, ...platforms] = await resolveImage(target);
        const outcome = await findSignature(target.source, [digest, ...platforms], options);
        return (0,trust_outcome/* conclude */.Ep)({ ...image, digest }, outcome);
    }
    catch (error) {
        if (error instanceof errors/* PortsideError */.V && error.kind === 'usage')
            throw error;
        return (0,trust_outcome/* incomplete */.$x)(image, (0,errors/* reason */.l)(error));
    }
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./src/trust/verify-blob.ts









/**
 * Verifies a file, or a digest, with a Sigstore bundle: read the bundle, compare what it is about, prove who signed.
 * Throws PortsideError: usage for a trusted root that is none, incomplete when the file cannot be read.
 */
async function verifyBlob(target, bundle, options) {
    const { parseBundle } = await Promise.all(/* import() */[__webpack_require__.e(654), __webpack_require__.e(168), __webpack_require__.e(658)]).then(__webpack_require__.bind(__webpack_require__, 658));
    const blob = await describe(target);
    const place = 'the bundle';
    try {
        const signed = await withContent(parseBundle(bundle, place), target, blob.digest);
        const signer = await proveSigner(signed, options);
        const good = { digest: blob.digest, place, signer, ...predicateType(signed) };
        return (0,trust_outcome/* conclude */.Ep)(blob, { good, refused: [], unread: [] });
    }
    catch (error) {
        if (error instanceof trust_refusal/* Refusal */.P)
            return (0,trust_outcome/* conclude */.Ep)(blob, { refused: [{ place, refusal: error }], unread: [] });
        if (error instanceof errors/* PortsideError */.V && error.kind === 'incomplete')
            return (0,trust_outcome/* incomplete */.$x)(blob, (0,errors/* reason */.l)(error));
        throw error;
    }
}
/** Bytes of the largest file that is read whole; a larger one is hashed, and verified by its digest. */
const LARGEST_READ = 64 << 20;
async function describe(target) {
    return target.kind === 'digest'
        ? { kind: 'blob', name: target.digest, digest: target.digest }
        : {
            kind: 'blob',
            name: (0,external_node_path_.basename)(target.path),
            digest: `sha256:${(await hashFile(target.path, 'sha256')).toString('hex')}`,
        };
}
/** That the bundle is about this blob, before anything it proves matters. Throws Refusal (bad). */
async function withContent(signed, target, digest) {
    const { content } = signed;
    if (content.kind === 'message')
        return { ...signed, content: await messageOf(content, target) };
    if (!isAbout(readStatement(content), digest))
        throw new trust_refusal/* Refusal */.P('bad', 'its statement is about something else');
    return signed;
}
async function messageOf(content, target) {
    const { algorithm, value } = content.digest;
    const own = target.kind === 'file'
        ? await hashFile(target.path, algorithm)
        : digestOf(target.digest, algorithm);
    if (!own.equals(value))
        throw new trust_refusal/* Refusal */.P('bad', 'the bundle is about something else');
    if (target.kind === 'digest' || (await (0,promises_.stat)(target.path)).size > LARGEST_READ)
        return content;
    const bytes = await (0,promises_.readFile)(target.path);
    // Read a second time: it must still be what was hashed.
    if (!(0,external_node_crypto_.createHash)(algorithm).update(bytes).digest().equals(value))
        throw new errors/* PortsideError */.V('incomplete', `${target.path} changes while it is read`);
    return { ...content, bytes };
}
function digestOf(digest, algorithm) {
    const [own, hex = ''] = digest.split(':');
    if (own === algorithm)
        return Buffer.from(hex, 'hex');
    throw new errors/* PortsideError */.V('incomplete', `The bundle names the ${algorithm} digest, which does not follow from ${own}`, 'Give the file instead of its digest');
}
async function hashFile(path, algorithm) {
    try {
        if (!(await (0,promises_.stat)(path)).isFile())
            throw new Error('it is not a file');
        const hash = (0,external_node_crypto_.createHash)(algorithm);
        for await (const chunk of (0,external_node_fs_.createReadStream)(path))
            hash.update(chunk);
        return hash.digest();
    }
    catch (error) {
        throw new errors/* PortsideError */.V('usage', `Cannot read ${path}: ${(0,errors/* reason */.l)(error)}`, undefined, error);
    }
}
function predicateType({ content }) {
    return content.kind === 'envelope' ? { predicateType: readStatement(content).predicateType } : {};
}

;// CONCATENATED MODULE: ./src/trust/layouts/buildkit.ts



/**
 * The attestation manifests of an index. They are not signed by themselves; some builders sign the manifest.
 * Source: BuildKit, docs/attestations/attestation-storage.md.
 */
function attestationManifests(index) {
    return (index.manifests ?? []).flatMap((child) => {
        const image = child.annotations.get('vnd.docker.reference.digest');
        return isAttestation(child) && image !== undefined ? [{ digest: child.digest, image }] : [];
    });
}
/** The images of an index, without what is only said about them. */
function imagesOf(index) {
    return (index.manifests ?? []).filter((child) => !isAttestation(child));
}
/** The statements of one predicate type in an attestation manifest. Throws Refusal (bad), PortsideError (incomplete). */
async function readStatements(source, { digest }, wanted) {
    const manifest = await source.manifest(digest);
    const layers = (manifest?.layers ?? []).filter((layer) => layer.mediaType === IN_TOTO && wanted(layer.annotations.get(PREDICATE_TYPE) ?? ''));
    const statements = [];
    for (const layer of layers.slice(0, MOST_STATEMENTS)) {
        if (layer.size > LARGEST_STATEMENT)
            throw new trust_refusal/* Refusal */.P('bad', `its statement of ${layer.size} bytes is over ${LARGEST_STATEMENT}`);
        const where = `the statement ${layer.digest}`;
        statements.push(parseStatement(await (0,artifacts/* readAll */.yw)(source.blob(layer), LARGEST_STATEMENT, where)));
    }
    return statements;
}
const PREDICATE_TYPE = 'in-toto.io/predicate-type';
const LARGEST_STATEMENT = 32 << 20;
const MOST_STATEMENTS = 16;
function isAttestation(child) {
    return child.annotations.get('vnd.docker.reference.type') === 'attestation-manifest';
}

;// CONCATENATED MODULE: ./src/trust/layouts/cosign-attestations.ts




/**
 * The attestations that cosign leaves at the tag `sha256-<hex>.att`: one layer each, a DSSE envelope as the blob,
 * what proves it as annotations.
 * Source: sigstore/cosign specs/ATTESTATION_SPEC.md.
 */
async function cosignAttestations(source, digest) {
    const tag = `${digest.replace(':', '-')}.att`;
    const manifest = await source.manifest(tag);
    return (manifest?.layers ?? []).map((layer, i) => {
        const place = `tag ${tag}, layer ${i}`;
        return { place, digest, load: () => cosign_attestations_load(source, layer, place) };
    });
}
/** Bytes of the largest envelope read: it may hold a whole SBOM. */
const LARGEST_ENVELOPE = 32 << 20;
const DSSE = 'application/vnd.dsse.envelope.v1+json';
const MOST_SIGNATURES = 16;
async function cosign_attestations_load(source, layer, place) {
    if (layer.mediaType !== DSSE)
        throw new trust_refusal/* Refusal */.P('bad', `its media type is ${layer.mediaType.slice(0, 80) || 'missing'}`);
    if (layer.size > LARGEST_ENVELOPE)
        throw new trust_refusal/* Refusal */.P('bad', `its envelope of ${layer.size} bytes is over ${LARGEST_ENVELOPE}`);
    const raw = await (0,artifacts/* readAll */.yw)(source.blob(layer), LARGEST_ENVELOPE, `the envelope at ${place}`);
    const { payload, payloadType, signatures } = (0,trust_json/* parseObject */.lj)(raw, 'its envelope');
    if (typeof payloadType !== 'string' || !Array.isArray(signatures))
        throw new trust_refusal/* Refusal */.P('bad', 'its envelope is incomplete');
    if (signatures.length === 0 || signatures.length > MOST_SIGNATURES)
        throw new trust_refusal/* Refusal */.P('bad', `its envelope has ${signatures.length} signatures`);
    const bytes = (0,trust_json/* decodeBase64 */.y4)(payload, 'its payload');
    const material = cosignMaterial(layer.annotations);
    return signatures.map((one) => {
        const signature = (0,trust_json/* decodeBase64 */.y4)((0,trust_json/* isObject */.Gv)(one) ? one.sig : undefined, 'its signature');
        const content = { kind: 'envelope', payload: bytes, payloadType, signature, raw };
        return { place, content, ...material };
    });
}

// EXTERNAL MODULE: ./src/images/registry/http.ts
var registry_http = __webpack_require__(7110);
;// CONCATENATED MODULE: ./src/trust/layouts/github-attestations.ts




/**
 * The attestations that GitHub stores for a digest in a repository. None is an empty list; whatever else is not an
 * answer throws PortsideError (incomplete).
 * Source: docs.github.com, REST API, "List attestations".
 */
async function* githubAttestations(github, digest, options = {}) {
    const http = { ...registry_http/* HTTP_DEFAULTS */.uA, ...options };
    const purpose = `list the attestations of ${digest} in ${github.repository}`;
    if (!/^[\w.-]+\/[\w.-]+$/.test(github.repository))
        throw new errors/* PortsideError */.V('usage', `"${github.repository}" is not a GitHub repository`);
    const start = `${github.api.replace(/\/$/, '')}/repos/${github.repository}/attestations/${digest}?per_page=100`;
    let next = new URL(start);
    for (let page = 0; next; page++) {
        if (page >= MOST_PAGES)
            throw new errors/* PortsideError */.V('incomplete', `Cannot ${purpose}: over ${MOST_PAGES} pages`);
        const answer = await ask(next, github, purpose, http);
        for (const [i, bundle] of answer.bundles.entries()) {
            const place = `GitHub attestation ${page * 100 + i} in ${github.repository}`;
            yield { place, digest, load: () => github_attestations_load(bundle, place) };
        }
        next = answer.next;
    }
}
const MOST_PAGES = 20;
const LARGEST_PAGE = 64 << 20;
async function ask(url, { token }, purpose, http) {
    const headers = { Accept: 'application/vnd.github+json', 'X-GitHub-Api-Version': '2022-11-28' };
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await (0,registry_http/* send */.tN)({ url, headers, ...authorization, purpose }, http);
    if (response.status === 404) {
        (0,registry_http/* discard */.vf)(response);
        return { bundles: [] };
    }
    if (response.status !== 200) {
        (0,registry_http/* discard */.vf)(response);
        const advice = token === undefined ? 'Give a token that may read attestations' : undefined;
        throw new errors/* PortsideError */.V('incomplete', `Cannot ${purpose}: ${url.host} answered ${response.status}`, advice);
    }
    const next = nextPage(response, url);
    const bytes = await (0,registry_http/* body */.rf)(response, LARGEST_PAGE, http.timeout, purpose);
    return { bundles: parse(bytes, purpose), ...(next ? { next } : {}) };
}
function parse(bytes, purpose) {
    let json;
    try {
        json = JSON.parse(Buffer.from(bytes).toString('utf8'));
    }
    catch {
        json = undefined;
    }
    if (!(0,trust_json/* isObject */.Gv)(json) || !Array.isArray(json.attestations))
        throw new errors/* PortsideError */.V('incomplete', `Cannot ${purpose}: the answer is not a list of attestations`);
    return json.attestations.map((one) => ((0,trust_json/* isObject */.Gv)(one) ? one.bundle : undefined));
}
/** RFC 8288; only on the same server, since the token goes along. */
function nextPage(response, url) {
    const link = response.header('link')?.slice(0, 8192) ?? '';
    const target = /<([^>]*)>\s*;[^,]*\brel="next"/.exec(link)?.[1];
    const next = target !== undefined && URL.canParse(target) ? new URL(target) : undefined;
    return next?.origin === url.origin ? next : undefined;
}
async function github_attestations_load(bundle, place) {
    if (!(0,trust_json/* isObject */.Gv)(bundle))
        throw new trust_refusal/* Refusal */.P('bad', 'GitHub gives no bundle for it');
    const { parseBundle } = await Promise.all(/* import() */[__webpack_require__.e(654), __webpack_require__.e(168), __webpack_require__.e(658)]).then(__webpack_require__.bind(__webpack_require__, 658));
    return [parseBundle(Buffer.from(JSON.stringify(bundle)), place)];
}

;// CONCATENATED MODULE: ./src/trust/provenance/builders.ts

/** The issuer of the identities of GitHub's workflows. */
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';
const ISOLATED = [
    {
        workflow: 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml',
        namesItself: true,
        source: 'github.com/slsa-framework/slsa-github-generator, "Container"',
    },
    ...['build.yml', 'bake.yml'].map((file) => ({
        workflow: `https://github.com/docker/github-builder/.github/workflows/${file}`,
        namesItself: false,
        source: 'github.com/docker/github-builder, README',
    })),
];
/** What GitHub's own attestation action writes. */
const GITHUB_BUILD_TYPE = 'https://actions.github.io/buildtypes/workflow/v1';
const GITHUB_RUNNER = 'https://github.com/actions/runner/';
/**
 * Who built, and how far that can be trusted. A builder is trusted when the user names it, when it is one of the
 * isolated ones at a released version, or when GitHub's attestation action ran in the source repository's own
 * workflow. Throws Refusal: signer for any other, claims when the provenance names another builder than its signer.
 * Source: slsa.dev/spec/v1.0/levels, and verifying-artifacts, step 1.
 */
function assessBuilder(signer, facts, wanted, namedSigner) {
    if (signer.issuer === undefined)
        return byKey(facts, wanted);
    const { name } = signer;
    if (wanted !== undefined && !isBuilder(name, wanted))
        throw new trust_refusal/* Refusal */.P('signer', `it was made by the builder ${name}, not ${wanted}`, signer);
    const { workflow, ref } = splitBuilder(name);
    const isolated = ISOLATED.find((one) => one.workflow === workflow && signer.issuer === GITHUB_ISSUER);
    if (isolated) {
        if (!isRelease(ref))
            throw new trust_refusal/* Refusal */.P('signer', `its builder ${name} is not a released version`, signer);
        if (isolated.namesItself && facts.builder !== name)
            throw new trust_refusal/* Refusal */.P('claims', `its provenance names the builder ${facts.builder.slice(0, 200)}`, signer);
        return withRunner(signer, { builder: name, level: 3 });
    }
    const limit = 'the build could reach what signs it: no isolated, reusable workflow made it';
    const own = isOwnWorkflow(signer, facts);
    if (wanted !== undefined || namedSigner || own)
        return withRunner(signer, { builder: name, level: 2, limit });
    throw new trust_refusal/* Refusal */.P('signer', `its builder ${name} is not trusted`, signer);
}
/** Whether the builder is the one wanted: `workflow`, `workflow@v1.2.3` or `workflow@refs/tags/v1.2.3`. */
function isBuilder(name, wanted) {
    const [is, want] = [splitBuilder(name), splitBuilder(wanted)];
    if (is.workflow !== want.workflow)
        return false;
    return want.ref === undefined || is.ref === want.ref || is.ref === `refs/tags/${want.ref}`;
}
function byKey(facts, wanted) {
    if (wanted !== undefined && !isBuilder(facts.builder, wanted))
        throw new trust_refusal/* Refusal */.P('claims', `its provenance names the builder ${facts.builder.slice(0, 200)}, not ${wanted}`);
    return {
        builder: facts.builder,
        level: 1,
        limit: 'a key signed it, which anybody may hold: the builder is only claimed',
    };
}
/** A workflow of the repository that it says it built, through GitHub's action. */
function isOwnWorkflow(signer, facts) {
    return (signer.issuer === GITHUB_ISSUER &&
        facts.buildType === GITHUB_BUILD_TYPE &&
        facts.source !== undefined &&
        signer.name.startsWith(`${facts.source}/.github/workflows/`) &&
        (facts.builder === signer.name || facts.builder.startsWith(GITHUB_RUNNER)));
}
/** SLSA asks for a hosted platform from level 2 on. */
function withRunner(signer, assessment) {
    return signer.claims?.runner === 'self-hosted'
        ? { builder: assessment.builder, level: 1, limit: 'it ran on a self-hosted runner' }
        : assessment;
}
function splitBuilder(name) {
    const at = name.lastIndexOf('@');
    return at < 0 ? { workflow: name } : { workflow: name.slice(0, at), ref: name.slice(at + 1) };
}
/** `refs/tags/v1.2.3`: a branch or a floating tag can be moved under the builder's users. */
function isRelease(ref) {
    return ref !== undefined && /^refs\/tags\/v\d+\.\d+\.\d+$/.test(ref);
}

// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(2088);
;// CONCATENATED MODULE: ./src/trust/provenance/fields.ts


/** The object under a name; empty when there is none. */
function fields_child(json, ...path) {
    let value = json;
    for (const name of path)
        value = (0,trust_json/* isObject */.Gv)(value) ? value[name] : undefined;
    return (0,trust_json/* isObject */.Gv)(value) ? value : {};
}
function fields_text(json, name) {
    const value = json[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
}
/** Throws Refusal (claims) when the text is missing. */
function required(json, name) {
    const value = fields_text(json, name);
    if (value === undefined)
        throw new trust_refusal/* Refusal */.P('claims', `its provenance has no ${name}`);
    return value;
}
/** The objects of the list under a name; empty when there is none. */
function objects(json, name) {
    const value = json[name];
    return Array.isArray(value) ? value.filter(trust_json/* isObject */.Gv) : [];
}
/** The leaves of an object as texts, for inputs, which may be true or 1. */
function leaves(json) {
    return new Map(Object.entries(json).flatMap(([name, value]) => ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : []));
}
/**
 * Reads `git+https://github.com/acme/app@refs/heads/main`, and BuildKit's `https://github.com/acme/app.git#refs/…`.
 * Source: SPDX download location, which the SLSA specification names for git; BuildKit's git context URLs.
 */
function parseGit(uri) {
    const bare = uri.replace(/^git\+/, '');
    // An @ before the path belongs to a user's name.
    const path = bare.indexOf('/', bare.indexOf('://') + 3);
    const mark = path < 0 ? -1 : bare.slice(path).search(/[@#]/);
    const place = mark < 0 ? bare : bare.slice(0, path + mark);
    const ref = mark < 0 ? '' : bare.slice(path + mark + 1);
    const repository = place.replace(/\.git$/, '');
    return ref === '' ? { repository } : { repository, ref };
}

;// CONCATENATED MODULE: ./src/trust/provenance/expectations.ts




/** Throws PortsideError (usage) for expectations that nothing could meet. */
function checkExpectations({ versionedTag, tag }) {
    if (versionedTag !== undefined && !VERSION_PREFIX.test(versionedTag))
        throw new errors/* PortsideError */.V('usage', `"${versionedTag}" is not a version tag`, 'Write v1, v1.2 or v1.2.3');
    if (versionedTag !== undefined && tag !== undefined)
        throw new errors/* PortsideError */.V('usage', 'A tag and a versioned tag cannot be asked for together');
}
/**
 * That the provenance says what is expected, and says nothing else than the certificate about the source: GitHub
 * vouches for that one. Throws Refusal (claims).
 */
function compareFacts(facts, signer, expected) {
    const { claims } = signer;
    same('source of its certificate', claims?.repository, facts.source);
    same('ref of its certificate', claims?.ref, facts.ref);
    same('commit of its certificate', claims?.commit, facts.commit);
    const { source, branch, tag, versionedTag, inputs } = expected;
    if (source !== undefined)
        equal('source', facts.source, wholeSource(source));
    if (branch !== undefined)
        equal('branch', facts.branch, whole('refs/heads/', branch));
    if (tag !== undefined)
        equal('tag', tagOf(facts), whole('refs/tags/', tag));
    if (versionedTag !== undefined)
        checkVersion(tagOf(facts), versionedTag);
    for (const [name, wanted] of inputs ?? [])
        equal(`input ${name}`, facts.inputs?.get(name), wanted);
}
const VERSION_PREFIX = /^v?\d+(?:\.\d+(?:\.\d+(?:[-+][0-9A-Za-z.+-]+)?)?)?$/;
function equal(what, found, wanted) {
    if (found === wanted)
        return;
    const said = found === undefined ? 'unknown' : found.slice(0, 200);
    throw new trust_refusal/* Refusal */.P('claims', `the ${what} of its provenance is ${said}, not ${wanted}`);
}
/** Where both speak, they must agree. */
function same(what, certified, found) {
    if (certified !== undefined && found !== undefined && certified !== found)
        throw new trust_refusal/* Refusal */.P('claims', `the ${what} is ${certified}, its provenance says ${found.slice(0, 200)}`);
}
function wholeSource(source) {
    const { repository } = parseGit(source);
    return repository.includes('://') ? repository : `https://${repository}`;
}
function whole(prefix, name) {
    return name.startsWith(prefix) ? name : `${prefix}${name}`;
}
function tagOf({ ref }) {
    return ref?.startsWith('refs/tags/') ? ref : undefined;
}
/** A pre-release fits only when it is asked for in full: v1 means a release. */
function checkVersion(tag, wanted) {
    const name = tag?.slice('refs/tags/'.length);
    const version = name === undefined ? null : (0,semver.parse)(name);
    const parts = wanted.replace(/^v/, '').split(/[.](?=\d)/, 3);
    const full = (0,semver.parse)(wanted);
    const fits = version &&
        (full
            ? version.version === full.version
            : version.prerelease.length === 0 &&
                parts.every((part, i) => Number(part) === [version.major, version.minor][i]));
    if (!fits)
        throw new trust_refusal/* Refusal */.P('claims', `the tag of its provenance is ${name ?? 'unknown'}, not a version ${wanted}`);
}

;// CONCATENATED MODULE: ./src/trust/provenance/slsa-1.ts


/**
 * SLSA provenance 1.0, as GitHub's attestations, slsa-github-generator and BuildKit write it.
 * Sources: slsa.dev/spec/v1.0/provenance; actions.github.io/buildtypes/workflow/v1; BuildKit,
 * docs/attestations/slsa-definitions.md.
 */
function readSlsa1(predicate) {
    const definition = fields_child(predicate, 'buildDefinition');
    const buildType = required(definition, 'buildType');
    const builder = required(fields_child(predicate, 'runDetails', 'builder'), 'id');
    const external = fields_child(definition, 'externalParameters');
    const source = sourceOf(external);
    const commit = checkDependencies(definition, source) ??
        fields_text(fields_child(external, 'configSource', 'digest'), 'sha1');
    const inputs = inputsOf(definition, external);
    const ref = source?.ref;
    return {
        buildType,
        builder,
        ...(source ? { source: source.repository } : {}),
        ...(ref === undefined ? {} : { ref }),
        ...(ref?.startsWith('refs/heads/') ? { branch: ref } : {}),
        ...(commit === undefined ? {} : { commit }),
        ...(inputs ? { inputs } : {}),
    };
}
/** GitHub: `workflow`; slsa-github-generator: `source`; BuildKit: `configSource`. */
function sourceOf(external) {
    const workflow = fields_child(external, 'workflow');
    const repository = fields_text(workflow, 'repository');
    if (repository !== undefined) {
        const ref = fields_text(workflow, 'ref');
        return { repository: parseGit(repository).repository, ...(ref === undefined ? {} : { ref }) };
    }
    const { source } = external;
    const uri = typeof source === 'string'
        ? source
        : (fields_text(fields_child(external, 'source'), 'uri') ?? fields_text(fields_child(external, 'configSource'), 'uri'));
    return uri === undefined ? undefined : parseGit(uri);
}
/** The commit of the source among what was fetched. Throws Refusal when that is only fetched at another ref. */
function checkDependencies(definition, source) {
    const git = objects(definition, 'resolvedDependencies')
        .map((one) => ({ place: parseGit(fields_text(one, 'uri') ?? ''), digest: fields_child(one, 'digest') }))
        .filter(({ place }) => source !== undefined && place.repository === source.repository);
    const [first] = git;
    if (!first)
        return undefined;
    const exact = git.find(({ place }) => place.ref === undefined || place.ref === source?.ref);
    if (!exact && source?.ref !== undefined)
        throw new trust_refusal/* Refusal */.P('claims', `its provenance names two refs, ${source.ref} and ${first.place.ref}`);
    const { digest } = exact ?? first;
    return fields_text(digest, 'gitCommit') ?? fields_text(digest, 'sha1');
}
function inputsOf(definition, external) {
    const internal = fields_child(definition, 'internalParameters');
    const event = fields_text(fields_child(internal, 'github'), 'event_name') ?? fields_text(internal, 'GITHUB_EVENT_NAME');
    if (event !== 'workflow_dispatch')
        return undefined;
    const payload = fields_child(internal, 'GITHUB_EVENT_PAYLOAD', 'inputs');
    return leaves({ ...fields_child(external, 'inputs'), ...payload });
}

;// CONCATENATED MODULE: ./src/trust/provenance/slsa-02.ts


/**
 * SLSA provenance 0.2, as slsa-github-generator and BuildKit write it.
 * Sources: slsa.dev/spec/v0.2/provenance; slsa-github-generator, "Provenance format" (the github_* environment).
 */
function readSlsa02(predicate) {
    const buildType = required(predicate, 'buildType');
    const builder = required(fields_child(predicate, 'builder'), 'id');
    const invocation = fields_child(predicate, 'invocation');
    const uri = fields_text(fields_child(invocation, 'configSource'), 'uri');
    const source = uri === undefined ? undefined : parseGit(uri);
    if (buildType !== BUILDKIT)
        checkMaterials(predicate, uri);
    const environment = fields_child(invocation, 'environment');
    const ref = fields_text(environment, 'github_ref') ?? source?.ref;
    if (source?.ref !== undefined && ref !== source.ref)
        throw new trust_refusal/* Refusal */.P('claims', `its provenance names two refs, ${source.ref} and ${ref}`);
    const branch = branchOf(environment, ref);
    const commit = fields_text(fields_child(invocation, 'configSource', 'digest'), 'sha1');
    const inputs = slsa_02_inputsOf(environment);
    return {
        buildType,
        builder,
        ...(source ? { source: source.repository } : {}),
        ...(ref === undefined ? {} : { ref }),
        ...(branch === undefined ? {} : { branch }),
        ...(commit === undefined ? {} : { commit }),
        ...(inputs ? { inputs } : {}),
    };
}
const BUILDKIT = 'https://mobyproject.org/buildkit@v1';
/** The first material is the source: a build from another one than it was started from is not what it seems. */
function checkMaterials(predicate, uri) {
    const [first] = objects(predicate, 'materials');
    if (first && fields_text(first, 'uri') !== uri)
        throw new trust_refusal/* Refusal */.P('claims', 'its provenance names two sources, in configSource and in materials');
}
/** GitHub tells the branch of a tag only for a push (`base_ref`) and for a release (`target_commitish`). */
function branchOf(environment, ref) {
    if (fields_text(environment, 'github_ref_type') !== 'tag')
        return ref?.startsWith('refs/heads/') ? ref : undefined;
    const payload = fields_child(environment, 'github_event_payload');
    const event = fields_text(environment, 'github_event_name');
    if (event === 'push')
        return fields_text(payload, 'base_ref');
    const target = event === 'release' ? fields_text(fields_child(payload, 'release'), 'target_commitish') : undefined;
    return target === undefined ? undefined : `refs/heads/${target}`;
}
function slsa_02_inputsOf(environment) {
    if (fields_text(environment, 'github_event_name') !== 'workflow_dispatch')
        return undefined;
    return leaves(fields_child(environment, 'github_event_payload', 'inputs'));
}

;// CONCATENATED MODULE: ./src/trust/provenance/facts.ts



const SLSA_02 = 'https://slsa.dev/provenance/v0.2';
const SLSA_1 = 'https://slsa.dev/provenance/v1';
function isProvenance(predicateType) {
    return predicateType === SLSA_02 || predicateType === SLSA_1;
}
/** Throws Refusal (claims) when the provenance contradicts itself or is incomplete. */
function readFacts({ predicateType, predicate }) {
    if (predicateType === SLSA_02)
        return readSlsa02(predicate);
    if (predicateType === SLSA_1)
        return readSlsa1(predicate);
    throw new trust_refusal/* Refusal */.P('bad', `it is no provenance but ${predicateType.slice(0, 80)}`);
}

;// CONCATENATED MODULE: ./src/trust/find-provenance.ts












/**
 * Looks for provenance of any of the digests that holds and says what is expected: cosign's attestations, bundles
 * among the referrers, then BuildKit's, where what holds it is signed.
 * Throws PortsideError when the source cannot be read.
 */
async function findProvenance(source, digests, options) {
    const refused = [];
    const unread = [];
    for await (const { place, check } of attempts(source, digests, options)) {
        try {
            const proven = await check();
            if (proven)
                return { proven, refused, unread };
        }
        catch (error) {
            if (error instanceof errors/* PortsideError */.V && error.kind === 'usage')
                throw error;
            if (error instanceof trust_refusal/* Refusal */.P)
                refused.push({ place, refusal: error });
            else
                unread.push({ place, reason: (0,errors/* reason */.l)(error) });
        }
    }
    return { refused, unread };
}
async function* attempts(source, digests, options) {
    for (const digest of digests)
        for (const candidate of await cosignAttestations(source, digest))
            yield { place: candidate.place, check: () => checkCandidate(candidate, options) };
    for (const digest of digests)
        for await (const candidate of referrerCandidates(source, digest))
            yield { place: candidate.place, check: () => checkCandidate(candidate, options) };
    const { github } = options;
    if (github)
        for (const digest of digests)
            for await (const candidate of githubAttestations(github, digest))
                yield { place: candidate.place, check: () => checkCandidate(candidate, options) };
    const place = 'the attestation manifests of the index';
    yield { place, check: () => checkBuildKit(source, digests, options) };
}
/** What a signed attestation proves; nothing when it is no provenance. Throws Refusal. */
async function checkCandidate({ digest, place, load }, options) {
    for (const signed of await load()) {
        if (signed.content.kind !== 'envelope')
            continue;
        const statement = readStatement(signed.content);
        if (!isProvenance(statement.predicateType))
            continue;
        const signer = await proveSigner(signed, withSigners(options));
        return {
            evidence: { digest, place, signer, predicateType: statement.predicateType },
            assessment: assess(statement, digest, signer, options),
        };
    }
    return undefined;
}
/**
 * What BuildKit's own provenance proves: the statements are not signed, so the manifest that holds them must be.
 * Of an index every image needs it, or the one of the platform that is asked for. Throws Refusal.
 */
async function checkBuildKit(source, [digest, platform], options) {
    const index = await source.manifest(digest);
    if (!index?.manifests)
        return undefined;
    const said = attestationManifests(index);
    if (said.length === 0)
        return undefined;
    let lowest;
    for (const image of imagesOf(index)) {
        if (platform !== undefined && image.digest !== platform)
            continue;
        const manifest = said.find((one) => one.image === image.digest);
        if (!manifest)
            throw new trust_refusal/* Refusal */.P('unsigned', `there is none for ${image.digest}`);
        const proven = await checkManifest(source, manifest.digest, image.digest, options);
        if (!lowest || proven.assessment.level < lowest.assessment.level)
            lowest = proven;
    }
    return lowest && { ...lowest, evidence: { ...lowest.evidence, digest: platform ?? digest } };
}
async function checkManifest(source, manifest, image, options) {
    const { good, refused, unread } = await findSignature(source, [manifest], withSigners(options));
    if (!good) {
        if (unread[0])
            throw new errors/* PortsideError */.V('incomplete', `${unread[0].place}: ${unread[0].reason}`);
        throw (refused[0]?.refusal ??
            new trust_refusal/* Refusal */.P('unsigned', 'BuildKit’s own is not signed, so it proves nothing'));
    }
    const [statement] = await readStatements(source, { digest: manifest, image }, isProvenance);
    if (!statement)
        throw new trust_refusal/* Refusal */.P('bad', `${manifest} holds no provenance`);
    const { signer } = good;
    const assessment = assess(statement, image, signer, options);
    return { evidence: { ...good, predicateType: statement.predicateType }, assessment };
}
/** Where nobody is named, any workflow may have signed: the builder is looked at next. */
function withSigners(options) {
    return options.signedBy.length > 0 ? options : { ...options, signedBy: ANY_WORKFLOW };
}
const ANY_WORKFLOW = [
    { kind: 'identity', subject: 'https://github.com/**', issuer: GITHUB_ISSUER },
];
/** What a proven signer's statement is worth: is it about this image, who built it, what does it say. Throws Refusal. */
function assess(statement, digest, signer, options) {
    if (!isAbout(statement, digest))
        throw new trust_refusal/* Refusal */.P('bad', 'it is about another image', signer);
    const facts = readFacts(statement);
    const { provenance, denySelfHosted, signedBy } = options;
    const assessment = assessBuilder(signer, facts, provenance.builder, signedBy.length > 0);
    compareFacts(facts, signer, provenance);
    const { level, limit } = assessment;
    const wanted = provenance.level ?? 0;
    if (level < wanted)
        throw new trust_refusal/* Refusal */.P('claims', `it supports SLSA build level ${level}, not ${wanted}: ${limit}`, signer);
    const runner = signer.claims?.runner;
    if (denySelfHosted && runner !== 'github-hosted')
        throw new trust_refusal/* Refusal */.P('claims', `its build ran on a runner that is ${runner ?? 'unknown'}`, signer);
    return assessment;
}

// EXTERNAL MODULE: ./src/trust/rules.ts
var rules = __webpack_require__(761);
;// CONCATENATED MODULE: ./src/trust/verify-provenance.ts






/**
 * Verifies that a trusted builder made the image from the expected source: resolve, find attestations, and of each
 * provenance prove the signer, that it is about this image, who the builder is, and what it says it built.
 * No provenance, or none that holds, is a finding; what could not be read is *incomplete*.
 * Throws PortsideError (usage) for expectations that cannot be met, or that would let anybody's provenance pass.
 */
async function verifyProvenance(target, options) {
    checkOptions(options);
    const image = { kind: 'image', name: target.name };
    try {
        const digests = await resolveImage(target);
        return await conclude(target, { ...image, digest: digests[0] }, digests, options);
    }
    catch (error) {
        if (error instanceof errors/* PortsideError */.V && error.kind === 'usage')
            throw error;
        return (0,trust_outcome/* incomplete */.$x)(image, (0,errors/* reason */.l)(error));
    }
}
function checkOptions({ provenance, signedBy }) {
    checkExpectations(provenance);
    if (provenance.source === undefined && signedBy.length === 0)
        throw new errors/* PortsideError */.V('usage', 'Provenance from any source at all proves nothing: everybody can have some made', 'Say which source is expected, or who must have signed');
}
async function conclude(target, image, digests, options) {
    const { proven, refused, unread } = await findProvenance(target.source, digests, options);
    if (proven) {
        const { evidence, assessment } = proven;
        return withLevel((0,trust_outcome/* verified */.zr)(image, { ...evidence, build: assessment }), image, assessment);
    }
    const [first] = unread;
    if (first)
        return (0,trust_outcome/* incomplete */.$x)(image, `${first.place}: ${first.reason}`);
    return (0,trust_outcome/* refusedBy */.it)(image, provenanceFinding(image, refused));
}
function withLevel(verification, image, assessment) {
    const { builder, level, limit } = assessment;
    const why = limit === undefined ? '' : `, not higher because ${limit}`;
    const message = `${image.name} was built by ${builder}: SLSA build level ${level}${why}.`;
    return {
        ...verification,
        notes: [...verification.notes, { check: 'trust', target: image.name, message }],
    };
}
function provenanceFinding(image, refused) {
    const [kind, rule] = RULES.find(([one]) => refused.some(({ refusal }) => refusal.kind === one)) ?? NONE;
    const telling = refused.find(({ refusal }) => refusal.kind === kind);
    const why = telling && `${telling.refusal.message} (${telling.place})`;
    const message = rule === rules/* noProvenance */.BA
        ? `${image.name} has no signed provenance${why ? `: ${why}` : ''}.`
        : `The provenance of ${image.name} does not count: ${why}.`;
    return (0,trust_outcome/* trustFinding */.sG)(image, rule, message, { refused: (0,trust_outcome/* listRefused */.P2)(refused) });
}
/** What says most about the refused, first. */
const RULES = [
    ['claims', rules/* provenanceMismatch */.se],
    ['signer', rules/* untrustedBuilder */.sB],
    ['bad', rules/* badSignature */.g],
    ['unsigned', rules/* noProvenance */.BA],
];
const NONE = [undefined, rules/* noProvenance */.BA];

// EXTERNAL MODULE: ./src/inspect/registry.ts + 1 modules
var registry = __webpack_require__(6260);
;// CONCATENATED MODULE: ./src/inspect/trust.ts











/** Verifies what the user named, as the options of `verify` say. Throws PortsideError (usage). */
async function verifyTarget(target, settings, host) {
    const { bundle, provenance, annotations, denySelfHosted } = settings.trust;
    const signedBy = await authorities(settings);
    const root = await trustedRoot(signedBy, settings, host);
    const options = {
        signedBy,
        annotations,
        ...(root === undefined ? {} : { trustedRoot: root }),
    };
    if (bundle !== undefined)
        return verifyBlob(blobTarget(target), await readNamed(bundle, 'bundle'), options);
    const image = await openTarget(target, settings, host);
    if (!provenance)
        return verifyImage(image, options);
    return verifyProvenance(image, { ...options, provenance, denySelfHosted });
}
/** Milliseconds to wait for today's trusted root; then the embedded one does. */
const PATIENCE = 5_000;
/**
 * The trusted root that the user named; else today's, where certificates have to be judged and the network may be
 * asked; else undefined, for the embedded one.
 */
async function trustedRoot(signedBy, settings, host) {
    const named = settings.trust.trustedRoot;
    if (named !== undefined)
        return (await readNamed(named, 'trusted root')).toString();
    const { cacheFolder } = settings.environment;
    const keysOnly = signedBy.length > 0 && signedBy.every(({ kind }) => kind === 'key');
    if (settings.offline || keysOnly || cacheFolder === undefined)
        return undefined;
    const { refreshTrustedRoot } = await Promise.all(/* import() */[__webpack_require__.e(654), __webpack_require__.e(694), __webpack_require__.e(710)]).then(__webpack_require__.bind(__webpack_require__, 7710));
    const cache = (0,external_node_path_.join)(cacheFolder, 'sigstore');
    const { root, stale } = await refreshTrustedRoot({ cache, timeout: PATIENCE });
    if (stale !== undefined)
        host.info(`Sigstore's trusted root is the embedded one: ${stale}`);
    return root;
}
/** Verifies an image against what a policy requires of it: each requirement must hold. */
async function verifyRequired(root, image, required, settings, host) {
    const target = await openTarget(image, settings, host);
    const verified = [];
    for (const requirement of required)
        verified.push(await verifyImage(target, { signedBy: [await authorityOf(root, requirement)] }));
    return (0,report/* join */.f)(verified);
}
/** The signature check of an image that could not be made, and why. */
function notChecked(image, why) {
    return { ...report/* NOTHING */.K, incomplete: [{ check: 'trust', target: image, reason: why }] };
}
async function openTarget(target, settings, host) {
    const local = target.startsWith('oci:');
    if (settings.offline && !local)
        throw new errors/* PortsideError */.V('incomplete', `Cannot verify ${target}: signatures are in its registry, and --offline opens no connection`, 'Verify a saved layout, oci:FOLDER, or leave --offline out');
    const opened = await (0,registry_open/* openArtifact */.H)(target, await (0,registry/* registryOptions */._)(settings, host, target));
    return { ...opened, ...(settings.platform ? { platform: settings.platform } : {}) };
}
function blobTarget(target) {
    return /^sha(256|384|512):[0-9a-f]+$/.test(target)
        ? { kind: 'digest', digest: target }
        : { kind: 'file', path: target };
}
/** Who must have signed. Provenance may leave it open: then only trusted builders count. */
async function authorities({ trust }) {
    const { key, certificateIdentity: subject, certificateOidcIssuer: issuer } = trust;
    if (key !== undefined)
        return [await keyAuthority(key)];
    if (subject !== undefined && issuer !== undefined)
        return [{ kind: 'identity', subject, issuer }];
    if (trust.provenance && subject === undefined && issuer === undefined)
        return [];
    throw new errors/* PortsideError */.V('usage', 'portside verify needs to know who must have signed', 'Give --key FILE, or --certificate-identity and --certificate-oidc-issuer');
}
async function authorityOf(root, requirement) {
    if (requirement.key !== undefined)
        return keyAuthority((0,policy_file/* insideRepository */.r)(root, requirement.key, 'a key'));
    return { kind: 'identity', subject: requirement.subject ?? '', issuer: requirement.issuer ?? '' };
}
async function keyAuthority(file) {
    return { kind: 'key', key: (0,keys/* parsePublicKey */.ee)((await readNamed(file, 'key')).toString()) };
}
async function readNamed(file, what) {
    try {
        return await (0,promises_.readFile)(file);
    }
    catch (error) {
        throw new errors/* PortsideError */.V('usage', `Cannot read the ${what} ${file}: ${(0,errors/* reason */.l)(error)}`, 'Check the path', error);
    }
}


/***/ }),

/***/ 6290:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gv: () => (/* binding */ isObject),
/* harmony export */   lj: () => (/* binding */ parseObject),
/* harmony export */   y4: () => (/* binding */ decodeBase64)
/* harmony export */ });
/* harmony import */ var _refusal_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2510);

/** A JSON object from outside. Throws Refusal (bad) when it is none; `what` names it: "its payload". */
function parseObject(bytes, what) {
    let json;
    try {
        json = JSON.parse(typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    }
    catch {
        throw new _refusal_js__WEBPACK_IMPORTED_MODULE_0__/* .Refusal */ .P('bad', `${what} is not JSON`);
    }
    if (!isObject(json))
        throw new _refusal_js__WEBPACK_IMPORTED_MODULE_0__/* .Refusal */ .P('bad', `${what} is not a JSON object`);
    return json;
}
function isObject(json) {
    return typeof json === 'object' && json !== null && !Array.isArray(json);
}
/** Bytes from strict base64. Throws Refusal (bad): what a lenient reader would skip may hide something. */
function decodeBase64(text, what) {
    if (typeof text !== 'string' || !BASE64.test(text))
        throw new _refusal_js__WEBPACK_IMPORTED_MODULE_0__/* .Refusal */ .P('bad', `${what} is not base64`);
    return Buffer.from(text, 'base64');
}
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;


/***/ }),

/***/ 3996:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ee: () => (/* binding */ parsePublicKey),
  GE: () => (/* binding */ toPublicKey),
  Ub: () => (/* binding */ verifyDigest),
  Od: () => (/* binding */ verifySignature)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
;// CONCATENATED MODULE: ./src/trust/ecdsa.ts
/**
 * Whether the DER signature is the key's over this digest. node:crypto only verifies over whole bytes, and the bytes
 * of a large artifact are not always at hand. Verification has no secrets, so nothing here needs constant time.
 * Sources: FIPS 186-5, 6.4.2 (ECDSA verification); SP 800-186, 3.2.1 (curves); RFC 3279, 2.2.3 (encoding).
 */
function verifyEcdsaDigest(key, digest, signature) {
    const curve = CURVES.get(key.asymmetricKeyDetails?.namedCurve ?? '');
    const pair = curve && parseSignature(signature);
    if (!pair)
        return false;
    const [r, s] = pair;
    const { p, n } = curve;
    if (r <= 0n || r >= n || s <= 0n || s >= n)
        return false;
    const e = truncate(digest, n);
    const w = inverse(s, n);
    const point = add(multiply(curve.g, modulo(e * w, n), curve), multiply(publicPoint(key), modulo(r * w, n), curve), curve);
    if (point.z === 0n)
        return false;
    const x = modulo(point.x * inverse(modulo(point.z * point.z, p), p), p);
    return modulo(x, n) === r;
}
const CURVES = new Map([
    [
        'prime256v1',
        curve('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff', 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296', '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5'),
    ],
    [
        'secp384r1',
        curve('fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff', 'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973', 'aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7', '3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f'),
    ],
]);
const INFINITY = { x: 1n, y: 1n, z: 0n };
function curve(p, n, x, y) {
    return { p: hex(p), n: hex(n), g: { x: hex(x), y: hex(y), z: 1n } };
}
/** SEQUENCE { r INTEGER, s INTEGER }, DER and nothing after it. */
function parseSignature(der) {
    const bytes = Buffer.from(der);
    // Both curves' signatures are shorter than 128 bytes: one length byte.
    if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2 || bytes.length > 129)
        return undefined;
    const r = parseInteger(bytes, 2);
    const s = r && parseInteger(bytes, r.end);
    return r && s?.end === bytes.length ? [r.value, s.value] : undefined;
}
function parseInteger(bytes, at) {
    const length = bytes[at + 1] ?? 0;
    const end = at + 2 + length;
    const body = bytes.subarray(at + 2, end);
    const [first = 0x80, second = 0x80] = body;
    const minimal = first !== 0 || second >= 0x80;
    if (bytes[at] !== 0x02 || body.length !== length || first >= 0x80 || !minimal)
        return undefined;
    return { value: hex(body.toString('hex')), end };
}
function publicPoint(key) {
    const { x = '', y = '' } = key.export({ format: 'jwk' });
    return { x: base64url(x), y: base64url(y), z: 1n };
}
/** The digest's leftmost bits, as many as the order has; both orders have whole bytes. */
function truncate(digest, n) {
    const length = n.toString(16).length / 2;
    return hex(Buffer.from(digest.subarray(0, length)).toString('hex'));
}
function multiply(point, scalar, curve) {
    let sum = INFINITY;
    for (const bit of scalar.toString(2)) {
        sum = ecdsa_double(sum, curve);
        if (bit === '1')
            sum = add(sum, point, curve);
    }
    return sum;
}
/** "dbl-2001-b" of the Explicit-Formulas Database, for a = −3. */
function ecdsa_double({ x, y, z }, { p }) {
    if (z === 0n || y === 0n)
        return INFINITY;
    const delta = modulo(z * z, p);
    const gamma = modulo(y * y, p);
    const beta = modulo(x * gamma, p);
    const alpha = modulo(3n * (x - delta) * (x + delta), p);
    const x3 = modulo(alpha * alpha - 8n * beta, p);
    return {
        x: x3,
        y: modulo(alpha * (4n * beta - x3) - 8n * gamma * gamma, p),
        z: modulo((y + z) * (y + z) - gamma - delta, p),
    };
}
/** "add-2007-bl" of the Explicit-Formulas Database. */
function add(a, b, curve) {
    if (a.z === 0n)
        return b;
    if (b.z === 0n)
        return a;
    const { p } = curve;
    const z1z1 = modulo(a.z * a.z, p);
    const z2z2 = modulo(b.z * b.z, p);
    const u1 = modulo(a.x * z2z2, p);
    const u2 = modulo(b.x * z1z1, p);
    const s1 = modulo(a.y * b.z * z2z2, p);
    const s2 = modulo(b.y * a.z * z1z1, p);
    if (u1 === u2)
        return s1 === s2 ? ecdsa_double(a, curve) : INFINITY;
    const h = modulo(u2 - u1, p);
    const i = modulo(4n * h * h, p);
    const j = modulo(h * i, p);
    const r = modulo(2n * (s2 - s1), p);
    const v = modulo(u1 * i, p);
    const x = modulo(r * r - j - 2n * v, p);
    return {
        x,
        y: modulo(r * (v - x) - 2n * s1 * j, p),
        z: modulo(((a.z + b.z) * (a.z + b.z) - z1z1 - z2z2) * h, p),
    };
}
/** By the extended Euclidean algorithm; `m` is prime and does not divide `a`. */
function inverse(a, m) {
    let [r0, r1, t0, t1] = [m, modulo(a, m), 0n, 1n];
    while (r1 !== 0n) {
        const q = r0 / r1;
        [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
    }
    return modulo(t0, m);
}
function modulo(a, m) {
    const rest = a % m;
    return rest < 0n ? rest + m : rest;
}
function hex(text) {
    return BigInt(`0x${text || '0'}`);
}
function base64url(text) {
    return hex(Buffer.from(text, 'base64url').toString('hex'));
}

;// CONCATENATED MODULE: ./src/trust/keys.ts



/**
 * Reads a PEM public key: P-256, P-384, P-521, RSA of 2048 bits or more, Ed25519. Throws PortsideError (usage) for
 * anything else, private keys included: they should never come near a verifier. A public key whose content is damaged is
 * a verdict, not a mistake in the command: it is returned as a key that made no signature.
 */
function parsePublicKey(pem) {
    if (pem.length > LONGEST)
        throw unusable('it is too long to be one');
    if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
        throw unusable('it is a private key', 'Give the public half, and keep this one secret');
    if (!pem.includes('-----BEGIN PUBLIC KEY-----') &&
        !pem.includes('-----BEGIN RSA PUBLIC KEY-----'))
        throw unusable('it is not PEM', 'A public key begins with -----BEGIN PUBLIC KEY-----');
    let object;
    try {
        object = (0,external_node_crypto_.createPublicKey)(pem);
    }
    catch {
        return { hashes: [], spki: Buffer.alloc(0), name: 'damaged key' };
    }
    return toPublicKey(object);
}
/** Throws PortsideError (usage) for a kind of key that is not accepted. */
function toPublicKey(object) {
    const { name, hashes } = kindOf(object);
    const spki = object.export({ type: 'spki', format: 'der' });
    const id = (0,external_node_crypto_.createHash)('sha256').update(spki).digest('hex');
    return { object, hashes, spki, name: `${name} key sha256:${id.slice(0, 16)}` };
}
/** Whether the signature over these bytes is the key's. Malformed signatures are just wrong. */
function verifySignature(key, data, signature) {
    const { object } = key;
    if (!object)
        return false;
    const hashes = key.hashes.length > 0 ? key.hashes : [undefined];
    return hashes.some((hash) => {
        try {
            return (0,external_node_crypto_.verify)(hash, data, object, signature);
        }
        catch {
            return false;
        }
    });
}
/**
 * Whether the signature is the key's over bytes of which only the digest is known. Throws PortsideError (incomplete)
 * for keys that do not sign digests: Ed25519, and P-521, which nobody asks for.
 */
function verifyDigest(key, digest, signature) {
    const { object } = key;
    if (!object)
        return false;
    if (!key.hashes.includes(digest.algorithm)) {
        if (key.hashes.length > 0)
            return false;
        throw needsBytes(key);
    }
    if (object.asymmetricKeyType === 'rsa')
        return verifyRsaDigest(object, digest, signature);
    if (object.asymmetricKeyDetails?.namedCurve === 'secp521r1')
        throw needsBytes(key);
    return verifyEcdsaDigest(object, digest.value, signature);
}
const LONGEST = 64 << 10;
/** DER of the DigestInfo before the digest: RFC 8017, 9.2, note 1. */
const DIGEST_INFO = new Map([
    ['sha256', '3031300d060960864801650304020105000420'],
    ['sha384', '3041300d060960864801650304020205000430'],
    ['sha512', '3051300d060960864801650304020305000440'],
]);
const keys_CURVES = new Map([
    // cosign hashes with SHA-256 whatever the curve is, bundles with the curve's own.
    ['prime256v1', { name: 'P-256', hashes: ['sha256'] }],
    ['secp384r1', { name: 'P-384', hashes: ['sha256', 'sha384'] }],
    ['secp521r1', { name: 'P-521', hashes: ['sha256', 'sha512'] }],
]);
function kindOf(key) {
    const details = key.asymmetricKeyDetails ?? {};
    switch (key.asymmetricKeyType) {
        case 'ec': {
            const curve = keys_CURVES.get(details.namedCurve ?? '');
            if (!curve)
                throw unusable(`its curve ${details.namedCurve ?? ''} is not accepted`);
            return curve;
        }
        case 'rsa': {
            const bits = details.modulusLength ?? 0;
            if (bits < 2048 || bits > 16384)
                throw unusable(`RSA of ${bits} bits is not accepted`);
            return { name: `RSA-${bits}`, hashes: ['sha256', 'sha384', 'sha512'] };
        }
        case 'ed25519':
            return { name: 'Ed25519', hashes: [] };
        default:
            throw unusable(`keys of type ${key.asymmetricKeyType} are not accepted`);
    }
}
/** RSASSA-PKCS1-v1_5, RFC 8017, 8.2.2. */
function verifyRsaDigest(key, digest, signature) {
    const prefix = Buffer.from(DIGEST_INFO.get(digest.algorithm) ?? '', 'hex');
    try {
        const padding = external_node_crypto_.constants.RSA_PKCS1_PADDING;
        const info = (0,external_node_crypto_.publicDecrypt)({ key, padding }, signature);
        return prefix.length > 0 && info.equals(Buffer.concat([prefix, digest.value]));
    }
    catch {
        return false;
    }
}
function needsBytes(key) {
    return new errors/* PortsideError */.V('incomplete', `Cannot verify a signature of the ${key.name} by digest alone`, 'Give the file instead of its digest');
}
function unusable(why, advice) {
    return new errors/* PortsideError */.V('usage', `Cannot use the public key: ${why}`, advice);
}


/***/ }),

/***/ 8887:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ LARGEST_BUNDLE)
/* harmony export */ });
/** Bytes of the largest bundle read: it may hold a whole SBOM. */
const LARGEST_BUNDLE = 32 << 20;


/***/ }),

/***/ 3810:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $x: () => (/* binding */ incomplete),
/* harmony export */   Ep: () => (/* binding */ conclude),
/* harmony export */   P2: () => (/* binding */ listRefused),
/* harmony export */   it: () => (/* binding */ refusedBy),
/* harmony export */   sG: () => (/* binding */ trustFinding),
/* harmony export */   zr: () => (/* binding */ verified)
/* harmony export */ });
/* unused harmony export describe */
/* harmony import */ var _findings_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7858);
/* harmony import */ var _findings_report_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6226);
/* harmony import */ var _rules_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(761);



/** The verdict on a target: verified, refused by a finding, or incomplete when what is missing might have been good. */
function conclude(target, outcome) {
    const { good, refused, unread } = outcome;
    if (good)
        return verified(target, good);
    const [first] = unread;
    if (first)
        return { ...incomplete(target, `${first.place}: ${first.reason}`) };
    return refusedBy(target, signatureFinding(target, refused));
}
function verified(target, good) {
    const signer = describe(good.signer);
    const which = good.digest === target.digest ? '' : `, by its platform's image ${good.digest},`;
    const message = `${withDigest(target)} is verified${which}: signed by ${signer} (${good.place}).`;
    return {
        ..._findings_report_js__WEBPACK_IMPORTED_MODULE_1__/* .NOTHING */ .K,
        targets: [target],
        notes: [{ check: 'trust', target: target.name, message }],
        verified: [good],
    };
}
function refusedBy(target, finding) {
    return { ..._findings_report_js__WEBPACK_IMPORTED_MODULE_1__/* .NOTHING */ .K, targets: [target], findings: [finding], verified: [] };
}
function incomplete(target, reason) {
    return {
        ..._findings_report_js__WEBPACK_IMPORTED_MODULE_1__/* .NOTHING */ .K,
        targets: [target],
        incomplete: [{ check: 'trust', target: target.name, reason }],
        verified: [],
    };
}
/** A finding about a target as a whole. */
function trustFinding(target, rule, message, details = {}) {
    return {
        rule: rule.id,
        aliases: [],
        check: 'trust',
        severity: rule.severity,
        confidence: 'high',
        tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
        message,
        ...(target.kind === 'image' ? { subject: { image: target.name } } : {}),
        fingerprint: (0,_findings_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .fingerprint */ .Rj)(rule.id, (0,_findings_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .imageName */ .tO)(target.name)),
        status: 'new',
        details: { ...(target.digest === undefined ? {} : { digest: target.digest }), ...details },
    };
}
/** As the details of a finding list them. */
function listRefused(refused) {
    return refused.slice(0, MOST_LISTED).map(({ place, refusal: { message, signer } }) => ({
        place,
        reason: message,
        ...(signer ? { signer } : {}),
    }));
}
function describe(signer) {
    return signer.issuer === undefined ? signer.name : `${signer.name}, issuer ${signer.issuer}`;
}
const MOST_LISTED = 20;
function signatureFinding(target, refused) {
    const [kind, rule] = worst(refused);
    const telling = refused.find(({ refusal }) => refusal.kind === kind);
    const message = telling
        ? `${opening(target, refused.length)}: ${telling.refusal.message} (${telling.place}).`
        : `${target.name} has no signature.`;
    return trustFinding(target, rule, message, {
        refused: listRefused(refused),
        ...(kind === 'signer' ? { accept: policyLines(refused) } : {}),
    });
}
/** What says most about the refused: the right signer's word about something else, then another's, then rubbish. */
function worst(refused) {
    const kinds = new Set(refused.map(({ refusal }) => refusal.kind));
    if (kinds.has('claims'))
        return ['claims', _rules_js__WEBPACK_IMPORTED_MODULE_2__/* .claimsMismatch */ .gZ];
    if (kinds.has('signer'))
        return ['signer', _rules_js__WEBPACK_IMPORTED_MODULE_2__/* .wrongSigner */ .yu];
    return kinds.has('bad') ? ['bad', _rules_js__WEBPACK_IMPORTED_MODULE_2__/* .badSignature */ .g] : [undefined, _rules_js__WEBPACK_IMPORTED_MODULE_2__/* .unsigned */ .ad];
}
function opening(target, count) {
    return count === 1
        ? `The signature of ${target.name} does not count`
        : `None of the ${count} signatures of ${target.name} counts`;
}
/** The lines of a policy that would accept the identities that were found. */
function policyLines(refused) {
    const lines = refused.flatMap(({ refusal: { kind, signer } }) => kind === 'signer' && signer?.issuer !== undefined
        ? [
            `signed-by: { issuer: ${JSON.stringify(signer.issuer)}, subject: ${JSON.stringify(signer.name)} }`,
        ]
        : []);
    return [...new Set(lines)].slice(0, MOST_LISTED);
}
function withDigest({ name, digest }) {
    const [bare] = name.split('@');
    return digest === undefined ? name : `${bare}@${digest}`;
}


/***/ }),

/***/ 2510:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ Refusal)
/* harmony export */ });
/** A signature that does not count, and why, for people. */
class Refusal extends Error {
    kind;
    signer;
    name = 'Refusal';
    constructor(kind, message, 
    /** Who signed, where that is proven. */
    signer) {
        super(message);
        this.kind = kind;
        this.signer = signer;
    }
}


/***/ }),

/***/ 4344:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  v: () => (/* binding */ holds),
  S: () => (/* binding */ signatureContent)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./src/trust/keys.ts + 1 modules
var keys = __webpack_require__(3996);
;// CONCATENATED MODULE: ./src/trust/signed.ts
/** What the signature is over. For an envelope that is its pre-authentication encoding. */
function signedBytes(content) {
    if (content.kind === 'message')
        return content.bytes;
    const type = Buffer.from(content.payloadType, 'utf8');
    const { payload } = content;
    return Buffer.concat([
        Buffer.from(`DSSEv1 ${type.length} `),
        type,
        Buffer.from(` ${payload.length} `),
        payload,
    ]);
}

;// CONCATENATED MODULE: ./src/trust/sigstore/content.ts



/** The signature as @sigstore/verify asks about it. */
function signatureContent(content) {
    const { signature } = content;
    return {
        signature,
        compareSignature: (other) => equal(other, signature),
        compareDigest: (digest) => equal(digest, payloadDigest(content)),
        compareSignedDigest: (digest) => equal(digest, signedDigest(content)),
        verifySignature: (key) => holds(content, (0,keys/* toPublicKey */.GE)(key)),
    };
}
/** Whether the signature is the key's, over the bytes or, where only that is known, over their digest. */
function holds(content, key) {
    const bytes = signedBytes(content);
    if (bytes)
        return (0,keys/* verifySignature */.Od)(key, bytes, content.signature);
    return content.kind === 'message' && (0,keys/* verifyDigest */.Ub)(key, content.digest, content.signature);
}
function payloadDigest(content) {
    return content.kind === 'message' ? content.digest.value : sha256(content.payload);
}
function signedDigest(content) {
    if (content.kind === 'message')
        return content.digest.value;
    return sha256(signedBytes(content) ?? new Uint8Array());
}
function sha256(bytes) {
    return (0,external_node_crypto_.createHash)('sha256').update(bytes).digest();
}
function equal(a, b) {
    return a.length === b.length && (0,external_node_crypto_.timingSafeEqual)(a, b);
}


/***/ })

};
