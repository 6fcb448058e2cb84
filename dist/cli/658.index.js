export const id = 658;
export const ids = [658];
export const modules = {

/***/ 658:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  loadTrustedRoots: () => (/* reexport */ loadTrustedRoots),
  parseBundle: () => (/* reexport */ parseBundle),
  proveIdentity: () => (/* reexport */ proveIdentity),
  proveKey: () => (/* reexport */ proveKey)
});

// EXTERNAL MODULE: ./node_modules/@sigstore/bundle/dist/index.js
var dist = __webpack_require__(1040);
// EXTERNAL MODULE: ./node_modules/@sigstore/protobuf-specs/dist/index.js
var protobuf_specs_dist = __webpack_require__(9654);
// EXTERNAL MODULE: ./src/findings/errors.ts
var errors = __webpack_require__(6927);
// EXTERNAL MODULE: ./src/trust/json.ts
var trust_json = __webpack_require__(6290);
// EXTERNAL MODULE: ./src/trust/refusal.ts
var refusal = __webpack_require__(2510);
// EXTERNAL MODULE: ./src/trust/layouts/candidate.ts
var candidate = __webpack_require__(8887);
;// CONCATENATED MODULE: ./src/trust/layouts/bundle.ts






/**
 * Reads a Sigstore bundle of version 0.1 to 0.3. The bytes of a message are not in it: the caller knows them, or only
 * their digest. Throws Refusal (bad).
 * Source: sigstore/protobuf-specs sigstore_bundle.proto.
 */
function parseBundle(json, place) {
    if (json.length > candidate/* LARGEST_BUNDLE */.q)
        throw new refusal/* Refusal */.P('bad', `the bundle of ${json.length} bytes is over ${candidate/* LARGEST_BUNDLE */.q}`);
    const bundle = read((0,trust_json/* parseObject */.lj)(json, 'the bundle'));
    const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
    const timestamps = timestampVerificationData?.rfc3161Timestamps ?? [];
    if (tlogEntries.length > MOST_PROOFS || timestamps.length > MOST_PROOFS)
        throw new refusal/* Refusal */.P('bad', `the bundle has over ${MOST_PROOFS} log entries or timestamps`);
    if (!tlogEntries.every(hasCounts))
        throw new refusal/* Refusal */.P('bad', 'the bundle has a log entry without a place in its log');
    const certificate = certificateOf(bundle);
    return {
        place,
        content: contentOf(bundle),
        ...(certificate ? { certificate } : {}),
        logEntries: tlogEntries,
        timestamps: timestamps.map(({ signedTimestamp }) => signedTimestamp),
    };
}
const MOST_PROOFS = 16;
const HASHES = new Map([
    [protobuf_specs_dist.HashAlgorithm.HASH_ALGORITHM_UNSPECIFIED, 'sha256'],
    [protobuf_specs_dist.HashAlgorithm.SHA2_256, 'sha256'],
    [protobuf_specs_dist.HashAlgorithm.SHA2_384, 'sha384'],
    [protobuf_specs_dist.HashAlgorithm.SHA2_512, 'sha512'],
]);
/** Protobuf's JSON lets any text stand for a 64-bit number. */
function hasCounts({ logIndex, integratedTime, inclusionProof }) {
    const proof = inclusionProof ? [inclusionProof.logIndex, inclusionProof.treeSize] : [];
    return [logIndex, integratedTime, ...proof].every((count) => /^\d{1,19}$/.test(count));
}
function read(json) {
    try {
        return (0,dist/* bundleFromJSON */.vw)(json);
    }
    catch (error) {
        throw new refusal/* Refusal */.P('bad', `the bundle is not one: ${(0,errors/* reason */.l)(error)}`);
    }
}
function certificateOf({ verificationMaterial: { content } }) {
    switch (content.$case) {
        case 'certificate':
            return content.certificate.rawBytes;
        case 'x509CertificateChain':
            return content.x509CertificateChain.certificates[0]?.rawBytes;
        default:
            return undefined;
    }
}
function contentOf({ content }) {
    if (content.$case === 'messageSignature') {
        const { messageDigest, signature } = content.messageSignature;
        const algorithm = HASHES.get(messageDigest.algorithm);
        if (!algorithm)
            throw new refusal/* Refusal */.P('bad', 'the bundle uses an unknown hash algorithm');
        return { kind: 'message', digest: { algorithm, value: messageDigest.digest }, signature };
    }
    const { payload, payloadType, signatures } = content.dsseEnvelope;
    const signature = signatures[0]?.sig;
    if (!signature)
        throw new refusal/* Refusal */.P('bad', 'the bundle has no signature');
    return { kind: 'envelope', payload, payloadType, signature };
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./node_modules/@sigstore/core/dist/index.js
var core_dist = __webpack_require__(3917);
// EXTERNAL MODULE: ./node_modules/@sigstore/verify/dist/index.js
var verify_dist = __webpack_require__(4187);
;// CONCATENATED MODULE: ./src/trust/identity.ts
/** Whether a proven signer is the one that the authority asks for: every text whole, `*` and `**` as in a glob. */
function isIdentity(signer, authority) {
    return (matches(signer.name, authority.subject) &&
        matches(signer.issuer, authority.issuer) &&
        Object.entries(authority.claims ?? {}).every(([claim, pattern]) => matches(signer.claims?.[claim], pattern)));
}
/**
 * Whether the whole text fits the pattern: `*` is any run of characters without a slash, `**` any run at all,
 * everything else stands for itself. An absent text fits nothing, an empty pattern only the empty text.
 */
function matches(text, pattern) {
    if (text === undefined)
        return false;
    const tokens = pattern.split(/(\*\*|\*)/).filter((token) => token !== '');
    // Positions of the text that the tokens so far may end at: linear in text times tokens, without backtracking.
    let ends = new Set([0]);
    for (const token of tokens) {
        const next = new Set();
        if (token === '*' || token === '**')
            spread(text, ends, token === '*', next);
        else
            for (const end of ends)
                if (text.startsWith(token, end))
                    next.add(end + token.length);
        if (next.size === 0)
            return false;
        ends = next;
    }
    return ends.has(text.length);
}
function spread(text, starts, withinSegment, into) {
    let open = false;
    for (let at = 0; at <= text.length; at++) {
        if (withinSegment && at > 0 && text[at - 1] === '/')
            open = false;
        open ||= starts.has(at);
        if (open)
            into.add(at);
    }
}

;// CONCATENATED MODULE: ./src/trust/sigstore/certificate.ts



/**
 * Whom a Fulcio certificate names. Believe it only once its chain is verified. Throws Refusal (bad) for one that does
 * not name exactly one subject and one issuer, or that is not for signing code.
 * Sources: sigstore/fulcio docs/oid-info.md, docs/certificate-specification.md.
 */
function readIdentity(der) {
    const node = new external_node_crypto_.X509Certificate(der);
    if (node.ca || !node.keyUsage?.includes(CODE_SIGNING))
        throw new refusal/* Refusal */.P('bad', 'its certificate is not for signing code');
    const certificate = core_dist.X509Certificate.parse(Buffer.from(der));
    const claims = {};
    for (const [claim, oids] of CLAIM_OIDS) {
        const value = first(certificate, oids);
        if (value !== undefined)
            claims[claim] = value;
    }
    const repository = certificate_read(certificate, 5);
    // Certificates of 2022 and early 2023 know the repository by its short name alone.
    if (repository !== undefined)
        claims.repository ??= `https://github.com/${repository}`;
    return { name: readSubject(certificate), issuer: readIssuer(certificate), claims };
}
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const SUBJECT_ALT_NAME = '2.5.29.17';
const FULCIO = '1.3.6.1.4.1.57264.1';
/** Fulcio's name for a user without an address: UTF8String in an otherName. */
const OTHER_NAME = `${FULCIO}.7`;
/** Extensions of this number and above hold a DER string, those below the text itself. */
const FIRST_ENCODED = 7;
/** The encoded extension first, then the deprecated one of the same meaning. */
const CLAIM_OIDS = [
    ['repository', [12]],
    ['ref', [14, 6]],
    ['commit', [13, 3]],
    ['workflow', [18]],
    ['event', [20, 2]],
    ['runner', [11]],
    ['owner', [16]],
];
function readSubject(certificate) {
    const names = certificate.extension(SUBJECT_ALT_NAME)?.valueObj.subs[0]?.subs ?? [];
    const [name, ...others] = names;
    // With two names, one could be checked by us and another be shown by the next tool.
    if (!name || others.length > 0)
        throw new refusal/* Refusal */.P('bad', `its certificate has ${names.length} subject names, not one`);
    if (name.tag.isContextSpecific(1) || name.tag.isContextSpecific(6))
        return name.value.toString('utf8');
    const [type, value] = name.subs;
    if (name.tag.isContextSpecific(0) && type?.toOID() === OTHER_NAME && value?.subs[0])
        return value.subs[0].value.toString('utf8');
    throw new refusal/* Refusal */.P('bad', 'its certificate has a subject name of an unknown kind');
}
function readIssuer(certificate) {
    const [now, before] = [certificate_read(certificate, 8), certificate_read(certificate, 1)];
    const issuer = now ?? before;
    if (issuer === undefined)
        throw new refusal/* Refusal */.P('bad', 'its certificate names no issuer');
    if (before !== undefined && before !== issuer)
        throw new refusal/* Refusal */.P('bad', 'its certificate names two issuers');
    return issuer;
}
function first(certificate, numbers) {
    for (const number of numbers) {
        const value = certificate_read(certificate, number);
        if (value !== undefined)
            return value;
    }
    return undefined;
}
function certificate_read(certificate, number) {
    const extension = certificate.extension(`${FULCIO}.${number}`);
    if (!extension)
        return undefined;
    const bytes = number > FIRST_ENCODED ? extension.valueObj.subs[0]?.value : extension.value;
    return bytes?.toString('utf8');
}

// EXTERNAL MODULE: ./src/trust/sigstore/content.ts + 1 modules
var content = __webpack_require__(4344);
// EXTERNAL MODULE: ./node_modules/@sigstore/verify/dist/tlog/index.js
var tlog = __webpack_require__(8218);
;// CONCATENATED MODULE: ./src/trust/sigstore/log-entries.ts




/**
 * What @sigstore/verify leaves out about log entries. Each must name the very key or certificate of the signature:
 * an entry of somebody else's signature over the same payload would lend its time to this one. Entries of the kind
 * intoto 0.0.1 are checked whole, since the library does not know them. Returns the entries that are left for the
 * library. Throws Refusal (bad).
 */
function checkLogEntries(signed, spki, trust) {
    return signed.logEntries.filter((entry) => {
        const body = (0,trust_json/* parseObject */.lj)(entry.canonicalizedBody, 'the body of its log entry');
        checkVerifier(verifierOf(entry, body), signed.certificate, spki);
        if (entry.kindVersion.kind !== 'intoto' || entry.kindVersion.version !== '0.0.1')
            return true;
        checkIntoto001(entry, body, signed, trust);
        return false;
    });
}
/** The key or certificate that the entry says made the signature, PEM or DER. */
function verifierOf(entry, body) {
    const { kind, version } = entry.kindVersion;
    const path = VERIFIERS.get(`${kind} ${version}`);
    if (!path)
        throw new refusal/* Refusal */.P('bad', `its log entry is of the unknown kind ${kind} ${version}`);
    for (const one of path) {
        const found = at(body, one);
        if (typeof found === 'string')
            return (0,trust_json/* decodeBase64 */.y4)(found, 'the key of its log entry');
    }
    throw new refusal/* Refusal */.P('bad', 'its log entry names no key');
}
/** Sources: sigstore/rekor pkg/types, JSON schemas; sigstore/protobuf-specs rekor/v2 (0.0.2 of the first two). */
const VERIFIERS = new Map([
    ['hashedrekord 0.0.1', [['spec', 'signature', 'publicKey', 'content']]],
    ['hashedrekord 0.0.2', verifierV2(['spec', 'hashedRekordV002', 'signature', 'verifier'])],
    ['dsse 0.0.1', [['spec', 'signatures', 0, 'verifier']]],
    ['dsse 0.0.2', verifierV2(['spec', 'dsseV002', 'signatures', 0, 'verifier'])],
    ['intoto 0.0.1', [['spec', 'publicKey']]],
    ['intoto 0.0.2', [['spec', 'content', 'envelope', 'signatures', 0, 'publicKey']]],
]);
function verifierV2(path) {
    return [
        [...path, 'x509Certificate', 'rawBytes'],
        [...path, 'publicKey', 'rawBytes'],
    ];
}
function at(json, path) {
    let value = json;
    for (const step of path) {
        if (Array.isArray(value) && typeof step === 'number')
            value = value[step];
        else if ((0,trust_json/* isObject */.Gv)(value) && typeof step === 'string')
            value = value[step];
        else
            return undefined;
    }
    return value;
}
function checkVerifier(verifier, certificate, spki) {
    const named = parseVerifier(verifier);
    const same = named.certificate
        ? certificate?.equals(named.certificate)
        : // A log that keeps only the key of a certificate still names the signer.
            named.spki.equals(spki);
    if (!same)
        throw new refusal/* Refusal */.P('bad', 'its log entry is of another signer');
}
function parseVerifier(bytes) {
    const pem = bytes.subarray(0, 11).toString('latin1') === '-----BEGIN ';
    const isCertificate = pem && bytes.subarray(0, 64).includes('CERTIFICATE');
    try {
        if (pem && !isCertificate)
            return { spki: spkiOf((0,external_node_crypto_.createPublicKey)(bytes)) };
        if (pem)
            return fromCertificate(bytes);
    }
    catch {
        throw new refusal/* Refusal */.P('bad', 'the key of its log entry is damaged');
    }
    try {
        return { spki: spkiOf((0,external_node_crypto_.createPublicKey)({ key: bytes, format: 'der', type: 'spki' })) };
    }
    catch {
        try {
            return fromCertificate(bytes);
        }
        catch {
            throw new refusal/* Refusal */.P('bad', 'the key of its log entry is damaged');
        }
    }
}
function fromCertificate(bytes) {
    const certificate = new external_node_crypto_.X509Certificate(bytes);
    return { certificate: certificate.raw, spki: spkiOf(certificate.publicKey) };
}
function spkiOf(key) {
    return key.export({ type: 'spki', format: 'der' });
}
/**
 * An entry that holds no signature, but the hash of the whole envelope as it was stored.
 * Source: sigstore/rekor pkg/types/intoto/v0.0.1.
 */
function checkIntoto001(entry, body, { content }, trust) {
    (0,tlog.verifyTLogInclusion)(entry, trust.tlogs);
    if (body.kind !== 'intoto' || body.apiVersion !== '0.0.1')
        throw new refusal/* Refusal */.P('bad', 'its log entry is of another kind than it says');
    if (content.kind !== 'envelope' || !content.raw)
        throw new refusal/* Refusal */.P('bad', 'its log entry is of an envelope that was not kept');
    const hashes = [
        ['hash', content.raw],
        ['payloadHash', content.payload],
    ];
    for (const [name, bytes] of hashes) {
        const logged = at(body, ['spec', 'content', name]);
        const value = (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex');
        if (!(0,trust_json/* isObject */.Gv)(logged) || logged.algorithm !== 'sha256' || logged.value !== value)
            throw new refusal/* Refusal */.P('bad', 'its log entry is of another envelope');
    }
}

;// CONCATENATED MODULE: ./src/trust/sigstore/prove.ts









/**
 * The identity that a certificate's signature proves: its chain at the times that are proven, its certificate
 * transparency, its log entries, the signature, then who it is. As many proofs are asked for as the root can give: a
 * private instance without a log cannot show an entry, but some trusted time there must always be.
 * Throws Refusal: bad, or signer when the signature is somebody else's.
 */
function proveIdentity(signed, trust, authorities) {
    const { certificate } = signed;
    if (!certificate)
        throw new refusal/* Refusal */.P('bad', 'it is by a key, without a certificate');
    const signer = guarded(() => {
        const spki = new external_node_crypto_.X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
        const key = {
            $case: 'certificate',
            certificate: core_dist.X509Certificate.parse(Buffer.from(certificate)),
        };
        const left = checkLogEntries(signed, spki, trust);
        const own = signed.logEntries.length - left.length;
        new verify_dist/* Verifier */.BL(trust, {
            ctlogThreshold: trust.ctlogs.length > 0 ? 1 : 0,
            tlogThreshold: trust.tlogs.length > 0 ? Math.max(0, 1 - own) : 0,
            timestampThreshold: 1,
        }).verify(toEntity(signed, key, left));
        return readIdentity(certificate);
    });
    if (authorities.some((authority) => isIdentity(signer, authority)))
        return signer;
    throw new refusal/* Refusal */.P('signer', `it is by ${signer.name}, issuer ${signer.issuer}`, signer);
}
/** That the signature is the key's, and its log entries and timestamps, where it has any, are right. Throws Refusal (bad). */
function proveKey(signed, trust, { key, log }) {
    return guarded(() => {
        const left = checkLogEntries(signed, key.spki, trust);
        const own = signed.logEntries.length - left.length;
        const publicKey = key.object;
        if (!publicKey)
            throw new refusal/* Refusal */.P('bad', `the ${key.name} made no signature`);
        const finder = () => ({ publicKey, validFor: () => true });
        new verify_dist/* Verifier */.BL({ ...trust, publicKey: finder }, {
            ctlogThreshold: 0,
            tlogThreshold: log === 'required' ? Math.max(0, 1 - own) : 0,
            timestampThreshold: 0,
        }).verify(toEntity(signed, { $case: 'public-key', hint: '' }, left));
        return { name: key.name };
    });
}
function toEntity(signed, key, tlogEntries) {
    return {
        signature: (0,content/* signatureContent */.S)(signed.content),
        key,
        tlogEntries,
        timestamps: [
            // Only a promise signs the time; without one the log's word about it is anybody's.
            ...signed.logEntries
                .filter((entry) => entry.inclusionPromise && entry.integratedTime !== '0')
                .map((tlogEntry) => ({ $case: 'transparency-log', tlogEntry })),
            ...signed.timestamps.map((der) => ({
                $case: 'timestamp-authority',
                timestamp: core_dist.RFC3161Timestamp.parse(Buffer.from(der)),
            })),
        ],
    };
}
/** Whatever breaks on hostile certificates, entries and timestamps refuses the signature. */
function guarded(check) {
    try {
        return check();
    }
    catch (error) {
        if (error instanceof refusal/* Refusal */.P)
            throw error;
        // A key in a certificate that is of no use is the signer's mistake, not the user's.
        if (error instanceof errors/* PortsideError */.V && error.kind === 'incomplete')
            throw error;
        throw new refusal/* Refusal */.P('bad', `its proof does not hold: ${(0,errors/* reason */.l)(error)}`);
    }
}

// EXTERNAL MODULE: ./src/trust/sigstore/public-good-root.ts
var public_good_root = __webpack_require__(6401);
;// CONCATENATED MODULE: ./src/trust/sigstore/trusted-root.ts




/**
 * What certificates, log entries and timestamps are checked against: a trusted root's JSON, several of them one a line
 * (as `gh attestation trusted-root` prints them), or Sigstore's public instance. Each is a world of its own: a
 * signature must hold in one of them. An authority or log without the date from which it is to be trusted is left
 * out: an absent date would mean "always". Throws PortsideError (usage) when the text is no trusted root.
 * Source: sigstore/protobuf-specs sigstore_trustroot.proto, "valid_for … start MUST be set".
 */
function loadTrustedRoots(text = public_good_root/* PUBLIC_GOOD_ROOT */.F) {
    const known = loaded.get(text);
    if (known)
        return known;
    if (text.length > LARGEST_ROOT)
        throw unusable(`it is over ${LARGEST_ROOT} bytes`);
    const materials = documents(text).map(parse);
    loaded.set(text, materials);
    return materials;
}
const LARGEST_ROOT = 4 << 20;
/** A run knows a handful of roots at most. */
const loaded = new Map();
/** The JSON documents in the text: one, or one a line. */
function documents(text) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.length > 1 &&
        lines.every((line) => line.startsWith('{') && line.trimEnd().endsWith('}'))
        ? lines
        : [text];
}
function parse(text) {
    try {
        const root = protobuf_specs_dist.TrustedRoot.fromJSON(JSON.parse(text));
        if (!/^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.\d|\.v0\.\d\+json)$/.test(root.mediaType))
            throw new Error(`its media type is "${root.mediaType}"`);
        return (0,verify_dist/* toTrustMaterial */.jO)({
            ...root,
            tlogs: root.tlogs.filter((log) => log.publicKey?.validFor?.start),
            ctlogs: root.ctlogs.filter((log) => log.publicKey?.validFor?.start),
            certificateAuthorities: root.certificateAuthorities.filter((ca) => ca.validFor?.start),
            timestampAuthorities: root.timestampAuthorities.filter((ca) => ca.validFor?.start),
        });
    }
    catch (error) {
        throw unusable((0,errors/* reason */.l)(error));
    }
}
function unusable(why) {
    return new errors/* PortsideError */.V('usage', `Cannot use the trusted root: ${why}`);
}

;// CONCATENATED MODULE: ./src/trust/sigstore/library.ts
/**
 * All that stands on the @sigstore packages, behind one import(): a hundred kilobytes that a plain key signature does
 * without, and that a bundler would write once for each import() of a part of them.
 */





/***/ }),

/***/ 6401:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ PUBLIC_GOOD_ROOT)
/* harmony export */ });
/**
 * The public keys and certificates of Sigstore's public instance, as @sigstore/tuf 5.0.1 ships them.
 * Written by scripts/trusted-root.mjs; Apache-2.0, github.com/sigstore/root-signing.
 */
const PUBLIC_GOOD_ROOT = `{
 "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
 "tlogs": [
  {
   "baseUrl": "https://rekor.sigstore.dev",
   "hashAlgorithm": "SHA2_256",
   "publicKey": {
    "rawBytes": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2G2Y+2tabdTV5BcGiBIx0a9fAFwrkBbmLSGtks4L3qX6yYY0zufBnhC8Ur/iy55GhWP/9A/bY2LhC30M9+RYtw==",
    "keyDetails": "PKIX_ECDSA_P256_SHA_256",
    "validFor": {
     "start": "2021-01-12T11:53:27Z"
    }
   },
   "logId": {
    "keyId": "wNI9atQGlz+VWfO6LRygH4QUfY/8W4RFwiT5i5WRgB0="
   }
  },
  {
   "baseUrl": "https://log2025-1.rekor.sigstore.dev",
   "hashAlgorithm": "SHA2_256",
   "publicKey": {
    "rawBytes": "MCowBQYDK2VwAyEAt8rlp1knGwjfbcXAYPYAkn0XiLz1x8O4t0YkEhie244=",
    "keyDetails": "PKIX_ED25519",
    "validFor": {
     "start": "2025-09-23T00:00:00Z"
    }
   },
   "logId": {
    "keyId": "zxGZFVvd0FEmjR8WrFwMdcAJ9vtaY/QXf44Y1wUeP6A="
   }
  }
 ],
 "certificateAuthorities": [
  {
   "subject": {
    "organization": "sigstore.dev",
    "commonName": "sigstore"
   },
   "uri": "https://fulcio.sigstore.dev",
   "certChain": {
    "certificates": [
     {
      "rawBytes": "MIIB+DCCAX6gAwIBAgITNVkDZoCiofPDsy7dfm6geLbuhzAKBggqhkjOPQQDAzAqMRUwEwYDVQQKEwxzaWdzdG9yZS5kZXYxETAPBgNVBAMTCHNpZ3N0b3JlMB4XDTIxMDMwNzAzMjAyOVoXDTMxMDIyMzAzMjAyOVowKjEVMBMGA1UEChMMc2lnc3RvcmUuZGV2MREwDwYDVQQDEwhzaWdzdG9yZTB2MBAGByqGSM49AgEGBSuBBAAiA2IABLSyA7Ii5k+pNO8ZEWY0ylemWDowOkNa3kL+GZE5Z5GWehL9/A9bRNA3RbrsZ5i0JcastaRL7Sp5fp/jD5dxqc/UdTVnlvS16an+2Yfswe/QuLolRUCrcOE2+2iA5+tzd6NmMGQwDgYDVR0PAQH/BAQDAgEGMBIGA1UdEwEB/wQIMAYBAf8CAQEwHQYDVR0OBBYEFMjFHQBBmiQpMlEk6w2uSu1KBtPsMB8GA1UdIwQYMBaAFMjFHQBBmiQpMlEk6w2uSu1KBtPsMAoGCCqGSM49BAMDA2gAMGUCMH8liWJfMui6vXXBhjDgY4MwslmN/TJxVe/83WrFomwmNf056y1X48F9c4m3a3ozXAIxAKjRay5/aj/jsKKGIkmQatjI8uupHr/+CxFvaJWmpYqNkLDGRU+9orzh5hI2RrcuaQ=="
     }
    ]
   },
   "validFor": {
    "start": "2021-03-07T03:20:29Z",
    "end": "2022-12-31T23:59:59.999Z"
   }
  },
  {
   "subject": {
    "organization": "sigstore.dev",
    "commonName": "sigstore"
   },
   "uri": "https://fulcio.sigstore.dev",
   "certChain": {
    "certificates": [
     {
      "rawBytes": "MIICGjCCAaGgAwIBAgIUALnViVfnU0brJasmRkHrn/UnfaQwCgYIKoZIzj0EAwMwKjEVMBMGA1UEChMMc2lnc3RvcmUuZGV2MREwDwYDVQQDEwhzaWdzdG9yZTAeFw0yMjA0MTMyMDA2MTVaFw0zMTEwMDUxMzU2NThaMDcxFTATBgNVBAoTDHNpZ3N0b3JlLmRldjEeMBwGA1UEAxMVc2lnc3RvcmUtaW50ZXJtZWRpYXRlMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE8RVS/ysH+NOvuDZyPIZtilgUF9NlarYpAd9HP1vBBH1U5CV77LSS7s0ZiH4nE7Hv7ptS6LvvR/STk798LVgMzLlJ4HeIfF3tHSaexLcYpSASr1kS0N/RgBJz/9jWCiXno3sweTAOBgNVHQ8BAf8EBAMCAQYwEwYDVR0lBAwwCgYIKwYBBQUHAwMwEgYDVR0TAQH/BAgwBgEB/wIBADAdBgNVHQ4EFgQU39Ppz1YkEZb5qNjpKFWixi4YZD8wHwYDVR0jBBgwFoAUWMAeX5FFpWapesyQoZMi0CrFxfowCgYIKoZIzj0EAwMDZwAwZAIwPCsQK4DYiZYDPIaDi5HFKnfxXx6ASSVmERfsynYBiX2X6SJRnZU84/9DZdnFvvxmAjBOt6QpBlc4J/0DxvkTCqpclvziL6BCCPnjdlIB3Pu3BxsPmygUY7Ii2zbdCdliiow="
     },
     {
      "rawBytes": "MIIB9zCCAXygAwIBAgIUALZNAPFdxHPwjeDloDwyYChAO/4wCgYIKoZIzj0EAwMwKjEVMBMGA1UEChMMc2lnc3RvcmUuZGV2MREwDwYDVQQDEwhzaWdzdG9yZTAeFw0yMTEwMDcxMzU2NTlaFw0zMTEwMDUxMzU2NThaMCoxFTATBgNVBAoTDHNpZ3N0b3JlLmRldjERMA8GA1UEAxMIc2lnc3RvcmUwdjAQBgcqhkjOPQIBBgUrgQQAIgNiAAT7XeFT4rb3PQGwS4IajtLk3/OlnpgangaBclYpsYBr5i+4ynB07ceb3LP0OIOZdxexX69c5iVuyJRQ+Hz05yi+UF3uBWAlHpiS5sh0+H2GHE7SXrk1EC5m1Tr19L9gg92jYzBhMA4GA1UdDwEB/wQEAwIBBjAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBRYwB5fkUWlZql6zJChkyLQKsXF+jAfBgNVHSMEGDAWgBRYwB5fkUWlZql6zJChkyLQKsXF+jAKBggqhkjOPQQDAwNpADBmAjEAj1nHeXZp+13NWBNa+EDsDP8G1WWg1tCMWP/WHPqpaVo0jhsweNFZgSs0eE7wYI4qAjEA2WB9ot98sIkoF3vZYdd3/VtWB5b9TNMea7Ix/stJ5TfcLLeABLE4BNJOsQ4vnBHJ"
     }
    ]
   },
   "validFor": {
    "start": "2022-04-13T20:06:15Z"
   }
  }
 ],
 "ctlogs": [
  {
   "baseUrl": "https://ctfe.sigstore.dev/test",
   "hashAlgorithm": "SHA2_256",
   "publicKey": {
    "rawBytes": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbfwR+RJudXscgRBRpKX1XFDy3PyudDxz/SfnRi1fT8ekpfBd2O1uoz7jr3Z8nKzxA69EUQ+eFCFI3zeubPWU7w==",
    "keyDetails": "PKIX_ECDSA_P256_SHA_256",
    "validFor": {
     "start": "2021-03-14T00:00:00Z",
     "end": "2022-10-31T23:59:59.999Z"
    }
   },
   "logId": {
    "keyId": "CGCS8ChS/2hF0dFrJ4ScRWcYrBY9wzjSbea8IgY2b3I="
   }
  },
  {
   "baseUrl": "https://ctfe.sigstore.dev/2022",
   "hashAlgorithm": "SHA2_256",
   "publicKey": {
    "rawBytes": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEiPSlFi0CmFTfEjCUqF9HuCEcYXNKAaYalIJmBZ8yyezPjTqhxrKBpMnaocVtLJBI1eM3uXnQzQGAJdJ4gs9Fyw==",
    "keyDetails": "PKIX_ECDSA_P256_SHA_256",
    "validFor": {
     "start": "2022-10-20T00:00:00Z"
    }
   },
   "logId": {
    "keyId": "3T0wasbHETJjGR4cmWc3AqJKXrjePK3/h4pygC8p7o4="
   }
  }
 ],
 "timestampAuthorities": [
  {
   "subject": {
    "organization": "sigstore.dev",
    "commonName": "sigstore-tsa-selfsigned"
   },
   "uri": "https://timestamp.sigstore.dev/api/v1/timestamp",
   "certChain": {
    "certificates": [
     {
      "rawBytes": "MIICEDCCAZagAwIBAgIUOhNULwyQYe68wUMvy4qOiyojiwwwCgYIKoZIzj0EAwMwOTEVMBMGA1UEChMMc2lnc3RvcmUuZGV2MSAwHgYDVQQDExdzaWdzdG9yZS10c2Etc2VsZnNpZ25lZDAeFw0yNTA0MDgwNjU5NDNaFw0zNTA0MDYwNjU5NDNaMC4xFTATBgNVBAoTDHNpZ3N0b3JlLmRldjEVMBMGA1UEAxMMc2lnc3RvcmUtdHNhMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE4ra2Z8hKNig2T9kFjCAToGG30jky+WQv3BzL+mKvh1SKNR/UwuwsfNCg4sryoYAd8E6isovVA3M4aoNdm9QDi50Z8nTEyvqgfDPtTIwXItfiW/AFf1V7uwkbkAoj0xxco2owaDAOBgNVHQ8BAf8EBAMCB4AwHQYDVR0OBBYEFIn9eUOHz9BlRsMCRscsc1t9tOsDMB8GA1UdIwQYMBaAFJjsAe9/u1H/1JUeb4qImFMHic6/MBYGA1UdJQEB/wQMMAoGCCsGAQUFBwMIMAoGCCqGSM49BAMDA2gAMGUCMDtpsV/6KaO0qyF/UMsX2aSUXKQFdoGTptQGc0ftq1csulHPGG6dsmyMNd3JB+G3EQIxAOajvBcjpJmKb4Nv+2Taoj8Uc5+b6ih6FXCCKraSqupe07zqswMcXJTe1cExvHvvlw=="
     },
     {
      "rawBytes": "MIIB9zCCAXygAwIBAgIUV7f0GLDOoEzIh8LXSW80OJiUp14wCgYIKoZIzj0EAwMwOTEVMBMGA1UEChMMc2lnc3RvcmUuZGV2MSAwHgYDVQQDExdzaWdzdG9yZS10c2Etc2VsZnNpZ25lZDAeFw0yNTA0MDgwNjU5NDNaFw0zNTA0MDYwNjU5NDNaMDkxFTATBgNVBAoTDHNpZ3N0b3JlLmRldjEgMB4GA1UEAxMXc2lnc3RvcmUtdHNhLXNlbGZzaWduZWQwdjAQBgcqhkjOPQIBBgUrgQQAIgNiAAQUQNtfRT/ou3YATa6wB/kKTe70cfJwyRIBovMnt8RcJph/COE82uyS6FmppLLL1VBPGcPfpQPYJNXzWwi8icwhKQ6W/Qe2h3oebBb2FHpwNJDqo+TMaC/tdfkv/ElJB72jRTBDMA4GA1UdDwEB/wQEAwIBBjASBgNVHRMBAf8ECDAGAQH/AgEAMB0GA1UdDgQWBBSY7AHvf7tR/9SVHm+KiJhTB4nOvzAKBggqhkjOPQQDAwNpADBmAjEAwGEGrfGZR1cen1R8/DTVMI943LssZmJRtDp/i7SfGHmGRP6gRbuj9vOK3b67Z0QQAjEAuT2H673LQEaHTcyQSZrkp4mX7WwkmF+sVbkYY5mXN+RMH13KUEHHOqASaemYWK/E"
     }
    ]
   },
   "validFor": {
    "start": "2025-07-04T00:00:00Z"
   }
  }
 ]
}`;


/***/ })

};
