const lt=4137,ft=[4137],dt={46378:((C,p,a)=>{a.d(p,{L:()=>m,c:()=>u});function m(c,n){return u(c.name,n.subject)&&u(c.issuer,n.issuer)&&Object.entries(n.claims??{}).every(([g,w])=>u(c.claims?.[g],w))}function u(c,n){if(c===void 0)return!1;const g=n.split(/(\*\*|\*)/).filter(d=>d!=="");let w=new Set([0]);for(const d of g){const A=new Set;if(d==="*"||d==="**")h(c,w,d==="*",A);else for(const y of w)c.startsWith(d,y)&&A.add(y+d.length);if(A.size===0)return!1;w=A}return w.has(c.length)}function h(c,n,g,w){let d=!1;for(let A=0;A<=c.length;A++)g&&A>0&&c[A-1]==="/"&&(d=!1),d||=n.has(A),d&&w.add(A)}}),94137:((C,p,a)=>{a.d(p,{loadTrustedRoots:()=>rt,parseBundle:()=>w,proveIdentity:()=>it,proveKey:()=>nt});var m=a(61040),u=a(19654),h=a(26927),c=a(86290),n=a(72510),g=a(18887);function w(t,s){if(t.length>g.q)throw new n.P("bad",`the bundle of ${t.length} bytes is over ${g.q}`);const e=U((0,c.lj)(t,"the bundle")),{tlogEntries:i,timestampVerificationData:o}=e.verificationMaterial,r=o?.rfc3161Timestamps??[];if(i.length>d||r.length>d)throw new n.P("bad",`the bundle has over ${d} log entries or timestamps`);if(!i.every(y))throw new n.P("bad","the bundle has a log entry without a place in its log");const l=G(e);return{place:s,content:R(e),...l?{certificate:l}:{},logEntries:i,timestamps:r.map(({signedTimestamp:f})=>f)}}const d=16,A=new Map([[u.HashAlgorithm.HASH_ALGORITHM_UNSPECIFIED,"sha256"],[u.HashAlgorithm.SHA2_256,"sha256"],[u.HashAlgorithm.SHA2_384,"sha384"],[u.HashAlgorithm.SHA2_512,"sha512"]]);function y({logIndex:t,integratedTime:s,inclusionProof:e}){const i=e?[e.logIndex,e.treeSize]:[];return[t,s,...i].every(o=>/^\d{1,19}$/.test(o))}function U(t){try{return(0,m.vw)(t)}catch(s){throw new n.P("bad",`the bundle is not one: ${(0,h.l)(s)}`)}}function G({verificationMaterial:{content:t}}){switch(t.$case){case"certificate":return t.certificate.rawBytes;case"x509CertificateChain":return t.x509CertificateChain.certificates[0]?.rawBytes;default:return}}function R({content:t}){if(t.$case==="messageSignature"){const{messageDigest:r,signature:l}=t.messageSignature,f=A.get(r.algorithm);if(!f)throw new n.P("bad","the bundle uses an unknown hash algorithm");return{kind:"message",digest:{algorithm:f,value:r.digest},signature:l}}const{payload:s,payloadType:e,signatures:i}=t.dsseEnvelope,o=i[0]?.sig;if(!o)throw new n.P("bad","the bundle has no signature");return{kind:"envelope",payload:s,payloadType:e,signature:o}}var B=a(77598),E=a(83917),v=a(54187),Z=a(46378);function V(t){const s=new B.X509Certificate(t);if(s.ca||!s.keyUsage?.includes(z))throw new n.P("bad","its certificate is not for signing code");const e=E.X509Certificate.parse(Buffer.from(t)),i={};for(const[r,l]of x){const f=W(e,l);f!==void 0&&(i[r]=f)}const o=M(e,5);return o!==void 0&&(i.repository??=`https://github.com/${o}`),{name:L(e),issuer:X(e),claims:i}}const z="1.3.6.1.5.5.7.3.3",K="2.5.29.17",T="1.3.6.1.4.1.57264.1",P=`${T}.7`,O=7,x=[["repository",[12]],["ref",[14,6]],["commit",[13,3]],["workflow",[18]],["event",[20,2]],["runner",[11]],["owner",[16]]];function L(t){const s=t.extension(K)?.valueObj.subs[0]?.subs??[],[e,...i]=s;if(!e||i.length>0)throw new n.P("bad",`its certificate has ${s.length} subject names, not one`);if(e.tag.isContextSpecific(1)||e.tag.isContextSpecific(6))return e.value.toString("utf8");const[o,r]=e.subs;if(e.tag.isContextSpecific(0)&&o?.toOID()===P&&r?.subs[0])return r.subs[0].value.toString("utf8");throw new n.P("bad","its certificate has a subject name of an unknown kind")}function X(t){const[s,e]=[M(t,8),M(t,1)],i=s??e;if(i===void 0)throw new n.P("bad","its certificate names no issuer");if(e!==void 0&&e!==i)throw new n.P("bad","its certificate names two issuers");return i}function W(t,s){for(const e of s){const i=M(t,e);if(i!==void 0)return i}}function M(t,s){const e=t.extension(`${T}.${s}`);return e?(s>O?e.valueObj.subs[0]?.value:e.value)?.toString("utf8"):void 0}var J=a(24344),$=a(38218);function b(t,s,e){return t.logEntries.filter(i=>{const o=(0,c.lj)(i.canonicalizedBody,"the body of its log entry");return tt(q(i,o),t.certificate,s),i.kindVersion.kind!=="intoto"||i.kindVersion.version!=="0.0.1"?!0:(st(i,o,t,e),!1)})}function q(t,s){const{kind:e,version:i}=t.kindVersion,o=_.get(`${e} ${i}`);if(!o)throw new n.P("bad",`its log entry is of the unknown kind ${e} ${i}`);for(const r of o){const l=j(s,r);if(typeof l=="string")return(0,c.y4)(l,"the key of its log entry")}throw new n.P("bad","its log entry names no key")}const _=new Map([["hashedrekord 0.0.1",[["spec","signature","publicKey","content"]]],["hashedrekord 0.0.2",Q(["spec","hashedRekordV002","signature","verifier"])],["dsse 0.0.1",[["spec","signatures",0,"verifier"]]],["dsse 0.0.2",Q(["spec","dsseV002","signatures",0,"verifier"])],["intoto 0.0.1",[["spec","publicKey"]]],["intoto 0.0.2",[["spec","content","envelope","signatures",0,"publicKey"]]]]);function Q(t){return[[...t,"x509Certificate","rawBytes"],[...t,"publicKey","rawBytes"]]}function j(t,s){let e=t;for(const i of s)if(Array.isArray(e)&&typeof i=="number")e=e[i];else if((0,c.Gv)(e)&&typeof i=="string")e=e[i];else return;return e}function tt(t,s,e){const i=et(t);if(!(i.certificate?s?.equals(i.certificate):i.spki.equals(e)))throw new n.P("bad","its log entry is of another signer")}function et(t){const s=t.subarray(0,11).toString("latin1")==="-----BEGIN ",e=s&&t.subarray(0,64).includes("CERTIFICATE");try{if(s&&!e)return{spki:I((0,B.createPublicKey)(t))};if(s)return N(t)}catch{throw new n.P("bad","the key of its log entry is damaged")}try{return{spki:I((0,B.createPublicKey)({key:t,format:"der",type:"spki"}))}}catch{try{return N(t)}catch{throw new n.P("bad","the key of its log entry is damaged")}}}function N(t){const s=new B.X509Certificate(t);return{certificate:s.raw,spki:I(s.publicKey)}}function I(t){return t.export({type:"spki",format:"der"})}function st(t,s,{content:e},i){if((0,$.verifyTLogInclusion)(t,i.tlogs),s.kind!=="intoto"||s.apiVersion!=="0.0.1")throw new n.P("bad","its log entry is of another kind than it says");if(e.kind!=="envelope"||!e.raw)throw new n.P("bad","its log entry is of an envelope that was not kept");const o=[["hash",e.raw],["payloadHash",e.payload]];for(const[r,l]of o){const f=j(s,["spec","content",r]),D=(0,B.createHash)("sha256").update(l).digest("hex");if(!(0,c.Gv)(f)||f.algorithm!=="sha256"||f.value!==D)throw new n.P("bad","its log entry is of another envelope")}}function it(t,s,e){const{certificate:i}=t;if(!i)throw new n.P("bad","it is by a key, without a certificate");const o=S(()=>{const r=new B.X509Certificate(i).publicKey.export({type:"spki",format:"der"}),l={$case:"certificate",certificate:E.X509Certificate.parse(Buffer.from(i))},f=b(t,r,s),D=t.logEntries.length-f.length;return new v.BL(s,{ctlogThreshold:s.ctlogs.length>0?1:0,tlogThreshold:s.tlogs.length>0?Math.max(0,1-D):0,timestampThreshold:1}).verify(H(t,l,f)),V(i)});if(e.some(r=>(0,Z.L)(o,r)))return o;throw new n.P("signer",`it is by ${o.name}, issuer ${o.issuer}`,o)}function nt(t,s,{key:e,log:i}){return S(()=>{const o=b(t,e.spki,s),r=t.logEntries.length-o.length,l=e.object;if(!l)throw new n.P("bad",`the ${e.name} made no signature`);const f=()=>({publicKey:l,validFor:()=>!0});return new v.BL({...s,publicKey:f},{ctlogThreshold:0,tlogThreshold:i==="required"?Math.max(0,1-r):0,timestampThreshold:0}).verify(H(t,{$case:"public-key",hint:""},o)),{name:e.name}})}function H(t,s,e){return{signature:(0,J.S)(t.content),key:s,tlogEntries:e,timestamps:[...t.logEntries.filter(i=>i.inclusionPromise&&i.integratedTime!=="0").map(i=>({$case:"transparency-log",tlogEntry:i})),...t.timestamps.map(i=>({$case:"timestamp-authority",timestamp:E.RFC3161Timestamp.parse(Buffer.from(i))}))]}}function S(t){try{return t()}catch(s){throw s instanceof n.P||s instanceof h.V&&s.kind==="incomplete"?s:new n.P("bad",`its proof does not hold: ${(0,h.l)(s)}`)}}var ot=a(76401);function rt(t=ot.F){const s=k.get(t);if(s)return s;if(t.length>Y)throw F(`it is over ${Y} bytes`);const e=at(t).map(ct);return k.set(t,e),e}const Y=4<<20,k=new Map;function at(t){const s=t.split(`
`).filter(e=>e.trim()!=="");return s.length>1&&s.every(e=>e.startsWith("{")&&e.trimEnd().endsWith("}"))?s:[t]}function ct(t){try{const s=u.TrustedRoot.fromJSON(JSON.parse(t));if(!/^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.\d|\.v0\.\d\+json)$/.test(s.mediaType))throw new Error(`its media type is "${s.mediaType}"`);return(0,v.jO)({...s,tlogs:s.tlogs.filter(e=>e.publicKey?.validFor?.start),ctlogs:s.ctlogs.filter(e=>e.publicKey?.validFor?.start),certificateAuthorities:s.certificateAuthorities.filter(e=>e.validFor?.start),timestampAuthorities:s.timestampAuthorities.filter(e=>e.validFor?.start)})}catch(s){throw F((0,h.l)(s))}}function F(t){return new h.V("usage",`Cannot use the trusted root: ${t}`)}}),76401:((C,p,a)=>{a.d(p,{F:()=>m});const m=`{
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
}`})};export{lt as id,ft as ids,dt as modules};
