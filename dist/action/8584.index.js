const $=8584,b=[8584],C={58584:((E,h,d)=>{d.d(h,{json:()=>g});var n=d(46548),o=d(12976);const g={id:"json",description:"the complete report for programs (docs/report.schema.json)",render:e=>[...m((0,o.xH)(e))].join("")},_=1e3;function*m(e){yield`{"schema":${(0,n.vx)(e.schema)},
"tool":${(0,n.vx)(e.tool)}`,e.created!==void 0&&(yield`,
"created":${(0,n.vx)(e.created)}`),e.scope!==void 0&&(yield`,
"scope":${(0,n.vx)(e.scope)}`);for(const f of o.Kv){const u=e[f].map(({text:i})=>i);if(!((0,o.fN)(f)&&u.length===0)){yield`,
"${f}":[`;for(let i=0;i<u.length;i+=_)yield`${i===0?`
`:`,
`}${u.slice(i,i+_).join(`,
`)}`;yield"]"}}e.commits&&(yield`,
"commits":${(0,n.vx)(e.commits)}`),e.repositories&&(yield`,
"repositories":${(0,n.vx)(e.repositories)}`),e.baseline&&(yield`,
"baseline":${(0,n.vx)(e.baseline)}`),e.policyChange&&(yield`,
"policyChange":${(0,n.vx)(e.policyChange)}`),e.addedSuppressions&&(yield`,
"addedSuppressions":${(0,n.vx)(e.addedSuppressions)}`),e.plan&&(yield`,
"plan":${(0,n.vx)(e.plan)}`),yield`,
"verdict":${(0,n.vx)(e.verdict)}}
`}}),12976:((E,h,d)=>{d.d(h,{Kv:()=>m,Q2:()=>i,fN:()=>_,uN:()=>y,xH:()=>e});var n=d(46548);const o={targets:({name:s})=>s,packages:({purl:s})=>s,findings:({fingerprint:s})=>s,incomplete:({reason:s})=>s,notes:({message:s})=>s,coverage:({target:s})=>s,suppressed:({fingerprint:s})=>s,imageChanges:({after:s})=>s.name,snapshots:({image:s})=>s,buildInputs:({what:s})=>s,holders:({id:s})=>s},g=["suppressed","imageChanges","snapshots","buildInputs","holders"];function _(s){return g.includes(s)}const m=Object.keys(o);function e(s,t){const p=new Map;let a=0;for(const c of Object.keys(s).filter(u))p.set(c,a),a+=s[c]?.length??0;const O=t?.length===a?t:void 0;return{...s,...y(c=>{const j=o[c],x=p.get(c)??0;return(s[c]??[]).map((l,r)=>({key:j(l),text:O?.[x+r]??(0,n.vx)(f(l))}))})}}function f(s){if(!("facts"in s)||s.facts===void 0&&s.use===void 0)return s;const{facts:t,use:p,...a}=s;return a}function u(s){return Object.hasOwn(o,s)}function i(s){const t=y(l=>s[l].map(({text:r})=>JSON.parse(r))),p=Object.entries(t).filter(([l,r])=>r.length>0||!_(l)),{suppressed:a,imageChanges:O,snapshots:v,buildInputs:c,holders:j,...x}=s;return{...x,...Object.fromEntries(p)}}function y(s){return Object.fromEntries(m.map(t=>[t,s(t)]))}})};export{$ as id,b as ids,C as modules};
