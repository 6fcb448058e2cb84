const v=8584,O=[8584],$={58584:((g,f,c)=>{c.d(f,{json:()=>u});var e=c(46548),d=c(12976);const u={id:"json",description:"the complete report for programs (docs/report.schema.json)",render:n=>[...m((0,d.xH)(n))].join("")},_=1e3;function*m(n){yield`{"schema":${(0,e.vx)(n.schema)},
"tool":${(0,e.vx)(n.tool)}`;for(const l of d.Kv){const o=n[l].map(({text:s})=>s);if(!(l==="suppressed"&&o.length===0)){yield`,
"${l}":[`;for(let s=0;s<o.length;s+=_)yield`${s===0?`
`:`,
`}${o.slice(s,s+_).join(`,
`)}`;yield"]"}}n.commits&&(yield`,
"commits":${(0,e.vx)(n.commits)}`),n.baseline&&(yield`,
"baseline":${(0,e.vx)(n.baseline)}`),n.policyChange&&(yield`,
"policyChange":${(0,e.vx)(n.policyChange)}`),n.addedSuppressions&&(yield`,
"addedSuppressions":${(0,e.vx)(n.addedSuppressions)}`),yield`,
"verdict":${(0,e.vx)(n.verdict)}}
`}}),12976:((g,f,c)=>{c.d(f,{Kv:()=>u,Q2:()=>l,uN:()=>o,xH:()=>_});var e=c(46548);const d={targets:({name:s})=>s,packages:({purl:s})=>s,findings:({fingerprint:s})=>s,incomplete:({reason:s})=>s,notes:({message:s})=>s,coverage:({target:s})=>s,suppressed:({fingerprint:s})=>s},u=Object.keys(d);function _(s,t){const i=new Map;let r=0;for(const a of Object.keys(s).filter(n))i.set(a,r),r+=s[a]?.length??0;const p=t?.length===r?t:void 0;return{...s,...o(a=>{const h=d[a],j=i.get(a)??0;return(s[a]??[]).map((E,x)=>({key:h(E),text:p?.[j+x]??(0,e.vx)(m(E))}))})}}function m(s){if(!("facts"in s))return s;const{facts:t,...i}=s;return i}function n(s){return Object.hasOwn(d,s)}function l(s){const t=o(p=>s[p].map(({text:y})=>JSON.parse(y))),{suppressed:i,...r}={...s,...t};return{...r,...i.length>0&&{suppressed:i}}}function o(s){return Object.fromEntries(u.map(t=>[t,s(t)]))}})};export{v as id,O as ids,$ as modules};
