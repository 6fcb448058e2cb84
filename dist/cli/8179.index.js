const Ae=8179,ve=[8179],Ee={18456:((I,c,u)=>{Object.defineProperty(c,"__esModule",{value:!0}),c.toMessageSignatureBundle=h,c.toDSSEBundle=A;const r=u(19654),v=u(37742);function h(f){return{mediaType:f.certificateChain?v.BUNDLE_V02_MEDIA_TYPE:v.BUNDLE_V03_MEDIA_TYPE,content:{$case:"messageSignature",messageSignature:{messageDigest:{algorithm:r.HashAlgorithm.SHA2_256,digest:f.digest},signature:f.signature}},verificationMaterial:M(f)}}function A(f){return{mediaType:f.certificateChain?v.BUNDLE_V02_MEDIA_TYPE:v.BUNDLE_V03_MEDIA_TYPE,content:{$case:"dsseEnvelope",dsseEnvelope:B(f)},verificationMaterial:M(f)}}function B(f){return{payloadType:f.artifactType,payload:f.artifact,signatures:[l(f)]}}function l(f){return{keyid:f.keyHint||"",sig:f.signature}}function M(f){return{content:p(f),tlogEntries:[],timestampVerificationData:{rfc3161Timestamps:[]}}}function p(f){return f.certificate?f.certificateChain?{$case:"x509CertificateChain",x509CertificateChain:{certificates:[{rawBytes:f.certificate}]}}:{$case:"certificate",certificate:{rawBytes:f.certificate}}:{$case:"publicKey",publicKey:{hint:f.keyHint||""}}}}),37742:((I,c)=>{Object.defineProperty(c,"__esModule",{value:!0}),c.BUNDLE_V03_MEDIA_TYPE=c.BUNDLE_V03_LEGACY_MEDIA_TYPE=c.BUNDLE_V02_MEDIA_TYPE=c.BUNDLE_V01_MEDIA_TYPE=void 0,c.isBundleWithCertificateChain=u,c.isBundleWithPublicKey=r,c.isBundleWithMessageSignature=v,c.isBundleWithDsseEnvelope=h,c.BUNDLE_V01_MEDIA_TYPE="application/vnd.dev.sigstore.bundle+json;version=0.1",c.BUNDLE_V02_MEDIA_TYPE="application/vnd.dev.sigstore.bundle+json;version=0.2",c.BUNDLE_V03_LEGACY_MEDIA_TYPE="application/vnd.dev.sigstore.bundle+json;version=0.3",c.BUNDLE_V03_MEDIA_TYPE="application/vnd.dev.sigstore.bundle.v0.3+json";function u(A){return A.verificationMaterial.content.$case==="x509CertificateChain"}function r(A){return A.verificationMaterial.content.$case==="publicKey"}function v(A){return A.content.$case==="messageSignature"}function h(A){return A.content.$case==="dsseEnvelope"}}),47714:((I,c)=>{Object.defineProperty(c,"__esModule",{value:!0}),c.ValidationError=void 0;class u extends Error{fields;constructor(v,h){super(v),this.fields=h}}c.ValidationError=u}),61040:((I,c,u)=>{var r;r={value:!0},r=r=r=r=r=r=r=r=c.vw=r=r=r=r=r=r=r=r=r=r=r=void 0;var v=u(18456);r={enumerable:!0,get:function(){return v.toDSSEBundle}},r={enumerable:!0,get:function(){return v.toMessageSignatureBundle}};var h=u(37742);r={enumerable:!0,get:function(){return h.BUNDLE_V01_MEDIA_TYPE}},r={enumerable:!0,get:function(){return h.BUNDLE_V02_MEDIA_TYPE}},r={enumerable:!0,get:function(){return h.BUNDLE_V03_LEGACY_MEDIA_TYPE}},r={enumerable:!0,get:function(){return h.BUNDLE_V03_MEDIA_TYPE}},r={enumerable:!0,get:function(){return h.isBundleWithCertificateChain}},r={enumerable:!0,get:function(){return h.isBundleWithDsseEnvelope}},r={enumerable:!0,get:function(){return h.isBundleWithMessageSignature}},r={enumerable:!0,get:function(){return h.isBundleWithPublicKey}};var A=u(47714);r={enumerable:!0,get:function(){return A.ValidationError}};var B=u(23404);Object.defineProperty(c,"vw",{enumerable:!0,get:function(){return B.bundleFromJSON}}),r={enumerable:!0,get:function(){return B.bundleToJSON}},r={enumerable:!0,get:function(){return B.envelopeFromJSON}},r={enumerable:!0,get:function(){return B.envelopeToJSON}};var l=u(9352);r={enumerable:!0,get:function(){return l.assertBundle}},r={enumerable:!0,get:function(){return l.assertBundleLatest}},r={enumerable:!0,get:function(){return l.assertBundleV01}},r={enumerable:!0,get:function(){return l.assertBundleV02}},r={enumerable:!0,get:function(){return l.isBundleV01}}}),23404:((I,c,u)=>{Object.defineProperty(c,"__esModule",{value:!0}),c.envelopeToJSON=c.envelopeFromJSON=c.bundleToJSON=c.bundleFromJSON=void 0;const r=u(19654),v=u(37742),h=u(9352),A=p=>{const f=r.Bundle.fromJSON(p);switch(f.mediaType){case v.BUNDLE_V01_MEDIA_TYPE:(0,h.assertBundleV01)(f);break;case v.BUNDLE_V02_MEDIA_TYPE:(0,h.assertBundleV02)(f);break;default:(0,h.assertBundleLatest)(f);break}return f};c.bundleFromJSON=A;const B=p=>r.Bundle.toJSON(p);c.bundleToJSON=B;const l=p=>r.Envelope.fromJSON(p);c.envelopeFromJSON=l;const M=p=>r.Envelope.toJSON(p);c.envelopeToJSON=M}),9352:((I,c,u)=>{Object.defineProperty(c,"__esModule",{value:!0}),c.assertBundle=v,c.assertBundleV01=h,c.isBundleV01=A,c.assertBundleV02=B,c.assertBundleLatest=l;const r=u(47714);function v(a){const s=M(a);if(s.length>0)throw new r.ValidationError("invalid bundle",s)}function h(a){const s=[];if(s.push(...M(a)),s.push(...p(a)),s.length>0)throw new r.ValidationError("invalid v0.1 bundle",s)}function A(a){try{return h(a),!0}catch{return!1}}function B(a){const s=[];if(s.push(...M(a)),s.push(...f(a)),s.length>0)throw new r.ValidationError("invalid v0.2 bundle",s)}function l(a){const s=[];if(s.push(...M(a)),s.push(...f(a)),s.push(...S(a)),s.length>0)throw new r.ValidationError("invalid bundle",s)}function M(a){const s=[];if((a.mediaType===void 0||!a.mediaType.match(/^application\/vnd\.dev\.sigstore\.bundle\+json;version=\d\.\d/)&&!a.mediaType.match(/^application\/vnd\.dev\.sigstore\.bundle\.v\d\.\d\+json/))&&s.push("mediaType"),a.content===void 0)s.push("content");else switch(a.content.$case){case"messageSignature":a.content.messageSignature.messageDigest===void 0?s.push("content.messageSignature.messageDigest"):a.content.messageSignature.messageDigest.digest.length===0&&s.push("content.messageSignature.messageDigest.digest"),a.content.messageSignature.signature.length===0&&s.push("content.messageSignature.signature");break;case"dsseEnvelope":a.content.dsseEnvelope.payload.length===0&&s.push("content.dsseEnvelope.payload"),a.content.dsseEnvelope.signatures.length!==1?s.push("content.dsseEnvelope.signatures"):a.content.dsseEnvelope.signatures[0].sig.length===0&&s.push("content.dsseEnvelope.signatures[0].sig");break}if(a.verificationMaterial===void 0)s.push("verificationMaterial");else{if(a.verificationMaterial.content===void 0)s.push("verificationMaterial.content");else switch(a.verificationMaterial.content.$case){case"x509CertificateChain":a.verificationMaterial.content.x509CertificateChain.certificates.length===0&&s.push("verificationMaterial.content.x509CertificateChain.certificates"),a.verificationMaterial.content.x509CertificateChain.certificates.forEach((m,g)=>{m.rawBytes.length===0&&s.push(`verificationMaterial.content.x509CertificateChain.certificates[${g}].rawBytes`)});break;case"certificate":a.verificationMaterial.content.certificate.rawBytes.length===0&&s.push("verificationMaterial.content.certificate.rawBytes");break}a.verificationMaterial.tlogEntries===void 0?s.push("verificationMaterial.tlogEntries"):a.verificationMaterial.tlogEntries.length>0&&a.verificationMaterial.tlogEntries.forEach((m,g)=>{m.logId===void 0&&s.push(`verificationMaterial.tlogEntries[${g}].logId`),m.kindVersion===void 0&&s.push(`verificationMaterial.tlogEntries[${g}].kindVersion`)})}return s}function p(a){const s=[];return a.verificationMaterial&&a.verificationMaterial.tlogEntries?.length>0&&a.verificationMaterial.tlogEntries.forEach((m,g)=>{m.inclusionPromise===void 0&&s.push(`verificationMaterial.tlogEntries[${g}].inclusionPromise`)}),s}function f(a){const s=[];return a.verificationMaterial&&a.verificationMaterial.tlogEntries?.length>0&&a.verificationMaterial.tlogEntries.forEach((m,g)=>{m.inclusionProof===void 0?s.push(`verificationMaterial.tlogEntries[${g}].inclusionProof`):m.inclusionProof.checkpoint===void 0&&s.push(`verificationMaterial.tlogEntries[${g}].inclusionProof.checkpoint`)}),s}function S(a){const s=[];return a.verificationMaterial?.content?.$case==="x509CertificateChain"&&s.push("verificationMaterial.content.$case"),s}}),38179:((I,c,u)=>{u.d(c,{loadTrustedRoots:()=>G.B,parseBundle:()=>p,unknownAuthority:()=>L,verifyByIdentity:()=>de,verifyByKey:()=>ge});var r=u(61040),v=u(19654),h=u(97268),A=u(18453),B=u(91477),l=u(64623),M=u(33237);function p(e,n){if(e.length>M._)throw new l.m("invalid",`the bundle has ${e.length} bytes, the limit is ${M._}`);const t=s(e),{tlogEntries:i,timestampVerificationData:o}=t.verificationMaterial,d=o?.rfc3161Timestamps??[];if(i.length>f||d.length>f)throw new l.m("invalid",`the bundle has more than ${f} log entries or timestamps`);if(!i.every(a))throw new l.m("invalid","the bundle has a log entry without a valid log index");return{place:n,content:D(t),certificate:w(t),logEntries:i,timestamps:d.map(({signedTimestamp:E})=>E),bundle:e}}const f=16,S=new Map([[v.HashAlgorithm.HASH_ALGORITHM_UNSPECIFIED,"sha256"],[v.HashAlgorithm.SHA2_256,"sha256"],[v.HashAlgorithm.SHA2_384,"sha384"],[v.HashAlgorithm.SHA2_512,"sha512"]]);function a({logIndex:e,integratedTime:n,inclusionProof:t}){const i=t?[t.logIndex,t.treeSize]:[];return[e,n,...i].every(o=>/^\d{1,19}$/.test(o))}function s(e){const n=(0,B.l)(e,"the bundle");if(!g(n))throw new l.m("invalid","the bundle has a list where a value is expected");try{return(0,r.vw)(n)}catch(t){throw new l.m("invalid",`the bundle cannot be parsed: ${(0,h.l)(t)}`)}}const m=new Set(["certificates","hashes","rfc3161Timestamps","signatures","tlogEntries"]);function g(e){const n=[e];for(let t=n.pop();t!==void 0;t=n.pop()){const i=Object.entries((0,A.Ik)(t));if(i.some(([o,d])=>Array.isArray(d)&&!m.has(o)))return!1;for(const[,o]of i)for(const d of Array.isArray(o)?o:[o]){if(Array.isArray(d))return!1;(0,A.Gv)(d)&&n.push(d)}}return!0}function w({verificationMaterial:{content:e}}){switch(e.$case){case"certificate":return e.certificate.rawBytes;case"x509CertificateChain":return e.x509CertificateChain.certificates[0]?.rawBytes;default:return}}function D({content:e}){if(e.$case==="messageSignature"){const{messageDigest:d,signature:E}=e.messageSignature,y=S.get(d.algorithm);if(!y)throw new l.m("invalid","the bundle has an unknown hash algorithm");return{kind:"message",digest:{algorithm:y,value:d.digest},signature:E}}const{payload:n,payloadType:t,signatures:i}=e.dsseEnvelope,o=i[0]?.sig;if(!o)throw new l.m("invalid","the bundle has no signature");return{kind:"envelope",payload:n,payloadType:t,signature:o}}var G=u(10674),N=u(83917);function L({certificate:e,logEntries:n,timestamps:t},i){try{const o=e&&N.X509Certificate.parse(Buffer.from(e));if(o&&!Z(o,i))return"the certificate authority of its certificate";if(o&&!z(o,i))return"the certificate transparency log of its certificate";if(!n.every(({logId:d})=>i.tlogs.some(E=>E.logID.equals(d.keyId))))return"the transparency log of its log entry";if(!t.every(d=>W(d,i)))return"the authority of its timestamp"}catch{}}function Z(e,{certificateAuthorities:n}){const t=e.extAuthorityKeyID?.keyIdentifier;return n.some(({certChain:i})=>i.some(o=>{const d=o.extSubjectKeyID?.keyIdentifier;return t&&d?d.equals(t):e.verify(o)}))}function z(e,{ctlogs:n}){return(e.extSCT?.signedCertificateTimestamps??[]).every(({logID:i})=>n.some(o=>o.logID.equals(i)))}function W(e,{timestampAuthorities:n}){const{signerSerialNumber:t,signerIssuer:i}=N.RFC3161Timestamp.parse(Buffer.from(e));return n.some(({certChain:o})=>o.some(({serialNumber:d,issuer:E})=>d.equals(t)&&E.equals(i)))}var T=u(77598),Y=u(54187),V=u(44524);function J(e){const n=new T.X509Certificate(e);if(n.ca||!n.keyUsage?.includes(X))throw new l.m("invalid","its certificate is not for signing code");const t=N.X509Certificate.parse(Buffer.from(e)),i={};for(const[d,E]of ee){const y=ne(t,E);y!==void 0&&(i[d]=y)}const o=b(t,5);return o!==void 0&&(i.repository??=`https://github.com/${o}`),{name:te(t),issuer:ie(t),claims:i}}const X="1.3.6.1.5.5.7.3.3",x="2.5.29.17",U="1.3.6.1.4.1.57264.1",$=`${U}.7`,q=7,ee=[["repository",[12]],["ref",[14,6]],["commit",[13,3]],["workflow",[18]],["event",[20,2]],["runner",[11]],["owner",[16]]];function te(e){const n=e.extension(x)?.valueObj.subs[0]?.subs??[],[t,...i]=n;if(!t||i.length>0)throw new l.m("invalid",`its certificate has ${n.length} subject names, expected one`);if(t.tag.isContextSpecific(1)||t.tag.isContextSpecific(6))return t.value.toString("utf8");const[o,d]=t.subs;if(t.tag.isContextSpecific(0)&&o?.toOID()===$&&d?.subs[0])return d.subs[0].value.toString("utf8");throw new l.m("invalid","its certificate has an unknown kind of subject name")}function ie(e){const[n,t]=[b(e,8),b(e,1)],i=n??t;if(i===void 0)throw new l.m("invalid","its certificate has no issuer claim");if(t!==void 0&&t!==i)throw new l.m("invalid","its certificate has two different issuer claims");return i}function ne(e,n){for(const t of n){const i=b(e,t);if(i!==void 0)return i}}function b(e,n){const t=e.extension(`${U}.${n}`);return t?(n>q?t.valueObj.subs[0]?.value:t.value)?.toString("utf8"):void 0}var re=u(33782),se=u(38218);function O(e,n,t){return e.logEntries.filter(i=>{const o=(0,B.l)(i.canonicalizedBody,"the body of its log entry");return ue(oe(i,o),e.certificate,n),ae(i),i.kindVersion.kind!=="intoto"||i.kindVersion.version!=="0.0.1"?!0:(fe(i,o,e,t),!1)})}function ae({inclusionProof:e}){if(!e)return;const{rootHash:n,treeSize:t,checkpoint:i}=e,[,o,d]=i?.envelope.split(`
`)??[];if(o!==t||d!==Buffer.from(n).toString("base64"))throw new l.m("invalid","its inclusion proof is not that of its checkpoint")}function oe(e,n){const{kind:t,version:i}=e.kindVersion,o=ce.get(`${t} ${i}`);if(!o)throw new l.m("invalid",`its log entry has the unknown kind ${t} ${i}`);for(const d of o){const E=P(n,d);if(typeof E=="string")return(0,B.y)(E,"the key in its log entry")}throw new l.m("invalid","its log entry has no key")}const ce=new Map([["hashedrekord 0.0.1",[["spec","signature","publicKey","content"]]],["hashedrekord 0.0.2",Q(["spec","hashedRekordV002","signature","verifier"])],["dsse 0.0.1",[["spec","signatures",0,"verifier"]]],["dsse 0.0.2",Q(["spec","dsseV002","signatures",0,"verifier"])],["intoto 0.0.1",[["spec","publicKey"]]],["intoto 0.0.2",[["spec","content","envelope","signatures",0,"publicKey"]]]]);function Q(e){return[[...e,"x509Certificate","rawBytes"],[...e,"publicKey","rawBytes"]]}function P(e,n){let t=e;for(const i of n)if(Array.isArray(t)&&typeof i=="number")t=t[i];else if((0,A.Gv)(t)&&typeof i=="string")t=t[i];else return;return t}function ue(e,n,t){const i=le(e);if(!(i.certificate?n?.equals(i.certificate):i.spki.equals(t)))throw new l.m("invalid","its log entry belongs to another signer")}function le(e){const n=e.subarray(0,11).toString("latin1")==="-----BEGIN ",t=n&&e.subarray(0,64).includes("CERTIFICATE");try{if(n&&!t)return{spki:j((0,T.createPublicKey)(e))};if(n)return H(e)}catch{throw k()}try{return{spki:j((0,T.createPublicKey)({key:e,format:"der",type:"spki"}))}}catch{try{return H(e)}catch{throw k()}}}function k(){return new l.m("invalid","the key in its log entry cannot be parsed")}function H(e){const n=new T.X509Certificate(e);return{certificate:n.raw,spki:j(n.publicKey)}}function j(e){return e.export({type:"spki",format:"der"})}function fe(e,n,{content:t},i){if((0,se.verifyTLogInclusion)(e,i.tlogs),n.kind!=="intoto"||n.apiVersion!=="0.0.1")throw new l.m("invalid","its log entry has a body of another kind");if(t.kind!=="envelope"||!t.raw)throw new l.m("invalid","its log entry needs the stored envelope, which is not available");const o=[["hash",t.raw],["payloadHash",t.payload]];for(const[d,E]of o){const y=P(n,["spec","content",d]),C=(0,T.createHash)("sha256").update(E).digest("hex");if(!(0,A.Gv)(y)||y.algorithm!=="sha256"||y.value!==C)throw new l.m("invalid","its log entry belongs to another envelope")}}function de(e,n,{policies:t,needsLogEntry:i}){const{certificate:o}=e;if(!o)throw new l.m("invalid","it has no certificate");const d=K(()=>{const C=new T.X509Certificate(o).publicKey.export({type:"spki",format:"der"}),he={$case:"certificate",certificate:N.X509Certificate.parse(Buffer.from(o))},R=O(e,C,n),me=e.logEntries.length-R.length;return i&&F(e),new Y.BL(n,{ctlogThreshold:n.hasCtLog?1:0,tlogThreshold:i?Math.max(0,1-me):0,timestampThreshold:1}).verify(_(e,he,R)),J(o)});if(t.some(C=>(0,V.rr)(d,C)))return d;const[E]=t.flatMap(C=>(0,V.HP)(d,C)??[]),y=E===void 0?"":`; ${E}`;throw new l.m("wrong-signer",`it was signed by ${(0,V.cg)(d)}${y}`,d)}function ge(e,n,{key:t,needsLogEntry:i}){return K(()=>{i&&F(e);const o=O(e,t.spki,n),d=e.logEntries.length-o.length,E=t.object;if(!E)throw new l.m("invalid",`it was not made by the ${t.name}`);const y=()=>({publicKey:E,validFor:()=>!0});return new Y.BL({...n,publicKey:y},{ctlogThreshold:0,tlogThreshold:i?Math.max(0,1-d):0,timestampThreshold:0}).verify(_(e,{$case:"public-key",hint:""},o)),{name:t.name}})}function F({logEntries:e}){if(e.length===0)throw new l.m("invalid","it is not in the transparency log")}function _(e,n,t){return{signature:(0,re.S)(e.content),key:n,tlogEntries:t,timestamps:[...e.logEntries.filter(i=>i.inclusionPromise&&i.integratedTime!=="0").map(i=>({$case:"transparency-log",tlogEntry:i})),...e.timestamps.map(i=>({$case:"timestamp-authority",timestamp:N.RFC3161Timestamp.parse(Buffer.from(i))}))]}}function K(e){try{return e()}catch(n){throw n instanceof l.m||n instanceof h.V&&n.kind==="incomplete"?n:new l.m("invalid",`verification failed: ${(0,h.l)(n)}`)}}}),55020:((I,c,u)=>{u.d(c,{F:()=>r});const r=`{
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
}`}),10674:((I,c,u)=>{u.d(c,{$:()=>M,B:()=>l});var r=u(19654),v=u.n(r),h=u(54187),A=u(97268),B=u(55020);function l(m=B.F){const g=f.get(m);if(g)return g;if(m.length>p)throw s(`it has over ${p} bytes`);const w=S(m).map(a);return f.set(m,w),w}function M(m){const g=l(m).flatMap(w=>[w.tlogs,w.ctlogs,w.certificateAuthorities,w.timestampAuthorities].flat().map(({validFor:D})=>D.start.getTime()));return Math.max(...g)}const p=4<<20,f=new Map;function S(m){const g=m.split(`
`).filter(w=>w.trim()!=="");return g.length>1&&g.every(w=>w.startsWith("{")&&w.trimEnd().endsWith("}"))?g:[m]}function a(m){try{const g=r.TrustedRoot.fromJSON(JSON.parse(m));if(!/^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.\d|\.v0\.\d\+json)$/.test(g.mediaType))throw new Error(`its media type is "${g.mediaType}"`);return{...(0,h.jO)({...g,tlogs:g.tlogs.filter(D=>D.publicKey?.validFor?.start),ctlogs:g.ctlogs.filter(D=>D.publicKey?.validFor?.start),certificateAuthorities:g.certificateAuthorities.filter(D=>D.validFor?.start),timestampAuthorities:g.timestampAuthorities.filter(D=>D.validFor?.start)}),hasLog:g.tlogs.length>0,hasCtLog:g.ctlogs.length>0}}catch(g){throw s((0,A.l)(g))}}function s(m){return new A.V("PSE7002",`Cannot use the trusted root: ${m}`,"Give a Sigstore trusted root, such as the output of gh attestation trusted-root")}})};export{Ae as id,ve as ids,Ee as modules};
