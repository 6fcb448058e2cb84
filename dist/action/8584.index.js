const $=8584,C=[8584],L={58584:((E,g,a)=>{a.d(g,{json:()=>h});var e=a(46548),c=a(12976);const h={id:"json",description:"the complete report for programs (docs/report.schema.json)",render:n=>[...p((0,c.xH)(n))].join("")},l=1e3;function*p(n){yield`{"schema":${(0,e.vx)(n.schema)},
"tool":${(0,e.vx)(n.tool)}`;for(const _ of c.Kv){const f=n[_].map(({text:t})=>t);if(!((0,c.fN)(_)&&f.length===0)){yield`,
"${_}":[`;for(let t=0;t<f.length;t+=l)yield`${t===0?`
`:`,
`}${f.slice(t,t+l).join(`,
`)}`;yield"]"}}n.commits&&(yield`,
"commits":${(0,e.vx)(n.commits)}`),n.baseline&&(yield`,
"baseline":${(0,e.vx)(n.baseline)}`),n.policyChange&&(yield`,
"policyChange":${(0,e.vx)(n.policyChange)}`),n.addedSuppressions&&(yield`,
"addedSuppressions":${(0,e.vx)(n.addedSuppressions)}`),n.plan&&(yield`,
"plan":${(0,e.vx)(n.plan)}`),yield`,
"verdict":${(0,e.vx)(n.verdict)}}
`}}),12976:((E,g,a)=>{a.d(g,{Kv:()=>p,Q2:()=>t,fN:()=>l,uN:()=>y,xH:()=>n});var e=a(46548);const c={targets:({name:s})=>s,packages:({purl:s})=>s,findings:({fingerprint:s})=>s,incomplete:({reason:s})=>s,notes:({message:s})=>s,coverage:({target:s})=>s,suppressed:({fingerprint:s})=>s,imageChanges:({after:s})=>s.name,snapshots:({image:s})=>s},h=["suppressed","imageChanges","snapshots"];function l(s){return h.includes(s)}const p=Object.keys(c);function n(s,i){const u=new Map;let d=0;for(const o of Object.keys(s).filter(f))u.set(o,d),d+=s[o]?.length??0;const O=i?.length===d?i:void 0;return{...s,...y(o=>{const r=c[o],m=u.get(o)??0;return(s[o]??[]).map((j,v)=>({key:r(j),text:O?.[m+v]??(0,e.vx)(_(j))}))})}}function _(s){if(!("facts"in s))return s;const{facts:i,use:u,...d}=s;return d}function f(s){return Object.hasOwn(c,s)}function t(s){const i=y(r=>s[r].map(({text:m})=>JSON.parse(m))),u=Object.entries(i).filter(([r,m])=>m.length>0||!l(r)),{suppressed:d,imageChanges:O,snapshots:x,...o}=s;return{...o,...Object.fromEntries(u)}}function y(s){return Object.fromEntries(p.map(i=>[i,s(i)]))}})};export{$ as id,C as ids,L as modules};
