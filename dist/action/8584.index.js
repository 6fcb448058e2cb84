const $=8584,b=[8584],C={58584:((E,h,d)=>{d.d(h,{json:()=>g});var e=d(46548),o=d(12976);const g={id:"json",description:"the complete report for programs (docs/report.schema.json)",render:s=>[...r((0,o.xH)(s))].join("")},_=1e3;function*r(s){yield`{"schema":${(0,e.vx)(s.schema)},
"tool":${(0,e.vx)(s.tool)}`,s.created!==void 0&&(yield`,
"created":${(0,e.vx)(s.created)}`),s.scope!==void 0&&(yield`,
"scope":${(0,e.vx)(s.scope)}`);for(const u of o.Kv){const f=s[u].map(({text:t})=>t);if(!((0,o.fN)(u)&&f.length===0)){yield`,
"${u}":[`;for(let t=0;t<f.length;t+=_)yield`${t===0?`
`:`,
`}${f.slice(t,t+_).join(`,
`)}`;yield"]"}}s.commits&&(yield`,
"commits":${(0,e.vx)(s.commits)}`),s.baseline&&(yield`,
"baseline":${(0,e.vx)(s.baseline)}`),s.policyChange&&(yield`,
"policyChange":${(0,e.vx)(s.policyChange)}`),s.addedSuppressions&&(yield`,
"addedSuppressions":${(0,e.vx)(s.addedSuppressions)}`),s.plan&&(yield`,
"plan":${(0,e.vx)(s.plan)}`),yield`,
"verdict":${(0,e.vx)(s.verdict)}}
`}}),12976:((E,h,d)=>{d.d(h,{Kv:()=>r,Q2:()=>t,fN:()=>_,uN:()=>y,xH:()=>s});var e=d(46548);const o={targets:({name:n})=>n,packages:({purl:n})=>n,findings:({fingerprint:n})=>n,incomplete:({reason:n})=>n,notes:({message:n})=>n,coverage:({target:n})=>n,suppressed:({fingerprint:n})=>n,imageChanges:({after:n})=>n.name,snapshots:({image:n})=>n,buildInputs:({what:n})=>n,holders:({id:n})=>n},g=["suppressed","imageChanges","snapshots","buildInputs","holders"];function _(n){return g.includes(n)}const r=Object.keys(o);function s(n,i){const p=new Map;let a=0;for(const c of Object.keys(n).filter(f))p.set(c,a),a+=n[c]?.length??0;const O=i?.length===a?i:void 0;return{...n,...y(c=>{const j=o[c],x=p.get(c)??0;return(n[c]??[]).map((l,m)=>({key:j(l),text:O?.[x+m]??(0,e.vx)(u(l))}))})}}function u(n){if(!("facts"in n)||n.facts===void 0&&n.use===void 0)return n;const{facts:i,use:p,...a}=n;return a}function f(n){return Object.hasOwn(o,n)}function t(n){const i=y(l=>n[l].map(({text:m})=>JSON.parse(m))),p=Object.entries(i).filter(([l,m])=>m.length>0||!_(l)),{suppressed:a,imageChanges:O,snapshots:v,buildInputs:c,holders:j,...x}=n;return{...x,...Object.fromEntries(p)}}function y(n){return Object.fromEntries(r.map(i=>[i,n(i)]))}})};export{$ as id,b as ids,C as modules};
