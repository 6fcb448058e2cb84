const $=8584,b=[8584],C={58584:((j,g,d)=>{d.d(g,{json:()=>h});var e=d(46548),c=d(12976);const h={id:"json",description:"the complete report for programs (docs/report.schema.json)",render:s=>[...r((0,c.xH)(s))].join("")},u=1e3;function*r(s){yield`{"schema":${(0,e.vx)(s.schema)},
"tool":${(0,e.vx)(s.tool)}`,s.created!==void 0&&(yield`,
"created":${(0,e.vx)(s.created)}`),s.scope!==void 0&&(yield`,
"scope":${(0,e.vx)(s.scope)}`);for(const f of c.Kv){const _=s[f].map(({text:t})=>t);if(!((0,c.fN)(f)&&_.length===0)){yield`,
"${f}":[`;for(let t=0;t<_.length;t+=u)yield`${t===0?`
`:`,
`}${_.slice(t,t+u).join(`,
`)}`;yield"]"}}s.commits&&(yield`,
"commits":${(0,e.vx)(s.commits)}`),s.baseline&&(yield`,
"baseline":${(0,e.vx)(s.baseline)}`),s.policyChange&&(yield`,
"policyChange":${(0,e.vx)(s.policyChange)}`),s.addedSuppressions&&(yield`,
"addedSuppressions":${(0,e.vx)(s.addedSuppressions)}`),s.plan&&(yield`,
"plan":${(0,e.vx)(s.plan)}`),yield`,
"verdict":${(0,e.vx)(s.verdict)}}
`}}),12976:((j,g,d)=>{d.d(g,{Kv:()=>r,Q2:()=>t,fN:()=>u,uN:()=>y,xH:()=>s});var e=d(46548);const c={targets:({name:n})=>n,packages:({purl:n})=>n,findings:({fingerprint:n})=>n,incomplete:({reason:n})=>n,notes:({message:n})=>n,coverage:({target:n})=>n,suppressed:({fingerprint:n})=>n,imageChanges:({after:n})=>n.name,snapshots:({image:n})=>n,buildInputs:({what:n})=>n},h=["suppressed","imageChanges","snapshots","buildInputs"];function u(n){return h.includes(n)}const r=Object.keys(c);function s(n,i){const p=new Map;let a=0;for(const o of Object.keys(n).filter(_))p.set(o,a),a+=n[o]?.length??0;const O=i?.length===a?i:void 0;return{...n,...y(o=>{const x=c[o],m=p.get(o)??0;return(n[o]??[]).map((l,v)=>({key:x(l),text:O?.[m+v]??(0,e.vx)(f(l))}))})}}function f(n){if(!("facts"in n)||n.facts===void 0&&n.use===void 0)return n;const{facts:i,use:p,...a}=n;return a}function _(n){return Object.hasOwn(c,n)}function t(n){const i=y(m=>n[m].map(({text:l})=>JSON.parse(l))),p=Object.entries(i).filter(([m,l])=>l.length>0||!u(m)),{suppressed:a,imageChanges:O,snapshots:E,buildInputs:o,...x}=n;return{...x,...Object.fromEntries(p)}}function y(n){return Object.fromEntries(r.map(i=>[i,n(i)]))}})};export{$ as id,b as ids,C as modules};
