const ut=5300,ht=[5300],gt={75300:((U,h,a)=>{a.d(h,{loadTrustedRoots:()=>O,parseBundle:()=>G,verifyByIdentity:()=>At,verifyByKey:()=>ft});var g=a(61040),A=a(19654),f=a(84308),w=a(91477),r=a(64623),E=a(33237);function G(t,i){if(t.length>E._)throw new r.m("invalid",`the bundle has ${t.length} bytes, the limit is ${E._}`);const e=k(t),{tlogEntries:n,timestampVerificationData:s}=e.verificationMaterial,o=s?.rfc3161Timestamps??[];if(n.length>m||o.length>m)throw new r.m("invalid",`the bundle has more than ${m} log entries or timestamps`);if(!n.every(Z))throw new r.m("invalid","the bundle has a log entry without a valid log index");return{place:i,content:K(e),certificate:V(e),logEntries:n,timestamps:o.map(({signedTimestamp:c})=>c)}}const m=16,R=new Map([[A.HashAlgorithm.HASH_ALGORITHM_UNSPECIFIED,"sha256"],[A.HashAlgorithm.SHA2_256,"sha256"],[A.HashAlgorithm.SHA2_384,"sha384"],[A.HashAlgorithm.SHA2_512,"sha512"]]);function Z({logIndex:t,integratedTime:i,inclusionProof:e}){const n=e?[e.logIndex,e.treeSize]:[];return[t,i,...n].every(s=>/^\d{1,19}$/.test(s))}function k(t){const i=(0,w.l)(t,"the bundle");try{return(0,g.vw)(i)}catch(e){throw new r.m("invalid",`the bundle cannot be parsed: ${(0,f.l)(e)}`)}}function V({verificationMaterial:{content:t}}){switch(t.$case){case"certificate":return t.certificate.rawBytes;case"x509CertificateChain":return t.x509CertificateChain.certificates[0]?.rawBytes;default:return}}function K({content:t}){if(t.$case==="messageSignature"){const{messageDigest:o,signature:c}=t.messageSignature,l=R.get(o.algorithm);if(!l)throw new r.m("invalid","the bundle has an unknown hash algorithm");return{kind:"message",digest:{algorithm:l,value:o.digest},signature:c}}const{payload:i,payloadType:e,signatures:n}=t.dsseEnvelope,s=n[0]?.sig;if(!s)throw new r.m("invalid","the bundle has no signature");return{kind:"envelope",payload:i,payloadType:e,signature:s}}var B=a(54187),z=a(55020);function O(t=z.F){const i=D.get(t);if(i)return i;if(t.length>I)throw C(`it has over ${I} bytes`);const e=x(t).map(X);return D.set(t,e),e}const I=4<<20,D=new Map;function x(t){const i=t.split(`
`).filter(e=>e.trim()!=="");return i.length>1&&i.every(e=>e.startsWith("{")&&e.trimEnd().endsWith("}"))?i:[t]}function X(t){try{const i=A.TrustedRoot.fromJSON(JSON.parse(t));if(!/^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.\d|\.v0\.\d\+json)$/.test(i.mediaType))throw new Error(`its media type is "${i.mediaType}"`);return(0,B.jO)({...i,tlogs:i.tlogs.filter(e=>e.publicKey?.validFor?.start),ctlogs:i.ctlogs.filter(e=>e.publicKey?.validFor?.start),certificateAuthorities:i.certificateAuthorities.filter(e=>e.validFor?.start),timestampAuthorities:i.timestampAuthorities.filter(e=>e.validFor?.start)})}catch(i){throw C((0,f.l)(i))}}function C(t){return new f.V("PSE7002",`Cannot use the trusted root: ${t}`,"Give a Sigstore trusted root, such as the output of gh attestation trusted-root")}var d=a(77598),p=a(83917),L=a(66857);function P({name:t,issuer:i,claims:e={}},n){return y(n.subject,t)&&y(n.issuer,i)&&Object.entries(n.claims??{}).every(([s,o])=>y(o,e[s]))}function y(t,i){return i!==void 0&&(0,L.k)(t,i)}function W(t){const i=new d.X509Certificate(t);if(i.ca||!i.keyUsage?.includes(J))throw new r.m("invalid","its certificate is not for signing code");const e=p.X509Certificate.parse(Buffer.from(t)),n={};for(const[o,c]of tt){const l=nt(e,c);l!==void 0&&(n[o]=l)}const s=u(e,5);return s!==void 0&&(n.repository??=`https://github.com/${s}`),{name:et(e),issuer:it(e),claims:n}}const J="1.3.6.1.5.5.7.3.3",$="2.5.29.17",T="1.3.6.1.4.1.57264.1",q=`${T}.7`,_=7,tt=[["repository",[12]],["ref",[14,6]],["commit",[13,3]],["workflow",[18]],["event",[20,2]],["runner",[11]],["owner",[16]]];function et(t){const i=t.extension($)?.valueObj.subs[0]?.subs??[],[e,...n]=i;if(!e||n.length>0)throw new r.m("invalid",`its certificate has ${i.length} subject names, expected one`);if(e.tag.isContextSpecific(1)||e.tag.isContextSpecific(6))return e.value.toString("utf8");const[s,o]=e.subs;if(e.tag.isContextSpecific(0)&&s?.toOID()===q&&o?.subs[0])return o.subs[0].value.toString("utf8");throw new r.m("invalid","its certificate has an unknown kind of subject name")}function it(t){const[i,e]=[u(t,8),u(t,1)],n=i??e;if(n===void 0)throw new r.m("invalid","its certificate has no issuer claim");if(e!==void 0&&e!==n)throw new r.m("invalid","its certificate has two different issuer claims");return n}function nt(t,i){for(const e of i){const n=u(t,e);if(n!==void 0)return n}}function u(t,i){const e=t.extension(`${T}.${i}`);return e?(i>_?e.valueObj.subs[0]?.value:e.value)?.toString("utf8"):void 0}var st=a(33782),rt=a(38218),Q=a(18453);function j(t,i,e){return t.logEntries.filter(n=>{const s=(0,w.l)(n.canonicalizedBody,"the body of its log entry");return ct(ot(n,s),t.certificate,i),n.kindVersion.kind!=="intoto"||n.kindVersion.version!=="0.0.1"?!0:(dt(n,s,t,e),!1)})}function ot(t,i){const{kind:e,version:n}=t.kindVersion,s=at.get(`${e} ${n}`);if(!s)throw new r.m("invalid",`its log entry has the unknown kind ${e} ${n}`);for(const o of s){const c=S(i,o);if(typeof c=="string")return(0,w.y)(c,"the key in its log entry")}throw new r.m("invalid","its log entry has no key")}const at=new Map([["hashedrekord 0.0.1",[["spec","signature","publicKey","content"]]],["hashedrekord 0.0.2",N(["spec","hashedRekordV002","signature","verifier"])],["dsse 0.0.1",[["spec","signatures",0,"verifier"]]],["dsse 0.0.2",N(["spec","dsseV002","signatures",0,"verifier"])],["intoto 0.0.1",[["spec","publicKey"]]],["intoto 0.0.2",[["spec","content","envelope","signatures",0,"publicKey"]]]]);function N(t){return[[...t,"x509Certificate","rawBytes"],[...t,"publicKey","rawBytes"]]}function S(t,i){let e=t;for(const n of i)if(Array.isArray(e)&&typeof n=="number")e=e[n];else if((0,Q.Gv)(e)&&typeof n=="string")e=e[n];else return;return e}function ct(t,i,e){const n=lt(t);if(!(n.certificate?i?.equals(n.certificate):n.spki.equals(e)))throw new r.m("invalid","its log entry belongs to another signer")}function lt(t){const i=t.subarray(0,11).toString("latin1")==="-----BEGIN ",e=i&&t.subarray(0,64).includes("CERTIFICATE");try{if(i&&!e)return{spki:v((0,d.createPublicKey)(t))};if(i)return Y(t)}catch{throw H()}try{return{spki:v((0,d.createPublicKey)({key:t,format:"der",type:"spki"}))}}catch{try{return Y(t)}catch{throw H()}}}function H(){return new r.m("invalid","the key in its log entry cannot be parsed")}function Y(t){const i=new d.X509Certificate(t);return{certificate:i.raw,spki:v(i.publicKey)}}function v(t){return t.export({type:"spki",format:"der"})}function dt(t,i,{content:e},n){if((0,rt.verifyTLogInclusion)(t,n.tlogs),i.kind!=="intoto"||i.apiVersion!=="0.0.1")throw new r.m("invalid","its log entry has a body of another kind");if(e.kind!=="envelope"||!e.raw)throw new r.m("invalid","its log entry needs the stored envelope, which is not available");const s=[["hash",e.raw],["payloadHash",e.payload]];for(const[o,c]of s){const l=S(i,["spec","content",o]),M=(0,d.createHash)("sha256").update(c).digest("hex");if(!(0,Q.Gv)(l)||l.algorithm!=="sha256"||l.value!==M)throw new r.m("invalid","its log entry belongs to another envelope")}}function At(t,i,e){const{certificate:n}=t;if(!n)throw new r.m("invalid","it has no certificate");const s=F(()=>{const o=new d.X509Certificate(n).publicKey.export({type:"spki",format:"der"}),c={$case:"certificate",certificate:p.X509Certificate.parse(Buffer.from(n))},l=j(t,o,i),M=t.logEntries.length-l.length;return new B.BL(i,{ctlogThreshold:i.ctlogs.length>0?1:0,tlogThreshold:i.tlogs.length>0?Math.max(0,1-M):0,timestampThreshold:1}).verify(b(t,c,l)),W(n)});if(e.some(o=>P(s,o)))return s;throw new r.m("wrong-signer",`it was signed by ${s.name}, issuer ${s.issuer}`,s)}function ft(t,i,{key:e,log:n}){return F(()=>{const s=j(t,e.spki,i),o=t.logEntries.length-s.length,c=e.object;if(!c)throw new r.m("invalid",`it was not made by the ${e.name}`);const l=()=>({publicKey:c,validFor:()=>!0});return new B.BL({...i,publicKey:l},{ctlogThreshold:0,tlogThreshold:n==="required"?Math.max(0,1-o):0,timestampThreshold:0}).verify(b(t,{$case:"public-key",hint:""},s)),{name:e.name}})}function b(t,i,e){return{signature:(0,st.S)(t.content),key:i,tlogEntries:e,timestamps:[...t.logEntries.filter(n=>n.inclusionPromise&&n.integratedTime!=="0").map(n=>({$case:"transparency-log",tlogEntry:n})),...t.timestamps.map(n=>({$case:"timestamp-authority",timestamp:p.RFC3161Timestamp.parse(Buffer.from(n))}))]}}function F(t){try{return t()}catch(i){throw i instanceof r.m||i instanceof f.V&&i.kind==="incomplete"?i:new r.m("invalid",`verification failed: ${(0,f.l)(i)}`)}}}),55020:((U,h,a)=>{a.d(h,{F:()=>g});const g=`{
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
}`})};export{ut as id,ht as ids,gt as modules};
