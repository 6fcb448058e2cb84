const $=8584,b=[8584],C={58584:((v,h,d)=>{d.d(h,{json:()=>y});var n=d(46548),o=d(12976);const y={id:"json",description:"the complete report for programs (docs/report.schema.json)",render:e=>[...r((0,o.xH)(e))].join("")},f=1e3;function*r(e){yield`{"schema":${(0,n.vx)(e.schema)},
"tool":${(0,n.vx)(e.tool)}`,e.created!==void 0&&(yield`,
"created":${(0,n.vx)(e.created)}`),e.scope!==void 0&&(yield`,
"scope":${(0,n.vx)(e.scope)}`);for(const _ of o.Kv){const u=e[_].map(({text:i})=>i);if(!((0,o.fN)(_)&&u.length===0)){yield`,
"${_}":[`;for(let i=0;i<u.length;i+=f)yield`${i===0?`
`:`,
`}${u.slice(i,i+f).join(`,
`)}`;yield"]"}}e.files&&(yield`,
"files":${(0,n.vx)(e.files)}`),e.commits&&(yield`,
"commits":${(0,n.vx)(e.commits)}`),e.repositories&&(yield`,
"repositories":${(0,n.vx)(e.repositories)}`),e.baseline&&(yield`,
"baseline":${(0,n.vx)(e.baseline)}`),e.policyChange&&(yield`,
"policyChange":${(0,n.vx)(e.policyChange)}`),e.addedSuppressions&&(yield`,
"addedSuppressions":${(0,n.vx)(e.addedSuppressions)}`),e.plan&&(yield`,
"plan":${(0,n.vx)(e.plan)}`),yield`,
"verdict":${(0,n.vx)(e.verdict)}}
`}}),12976:((v,h,d)=>{d.d(h,{Kv:()=>r,Q2:()=>i,fN:()=>f,uN:()=>g,xH:()=>e});var n=d(46548);const o={targets:({name:s})=>s,packages:({purl:s})=>s,findings:({fingerprint:s})=>s,incomplete:({reason:s})=>s,notes:({message:s})=>s,coverage:({target:s})=>s,suppressed:({fingerprint:s})=>s,imageChanges:({after:s})=>s.name,snapshots:({image:s})=>s,buildInputs:({what:s})=>s,holders:({id:s})=>s},y=["suppressed","imageChanges","snapshots","buildInputs","holders"];function f(s){return y.includes(s)}const r=Object.keys(o);function e(s,t){const m=new Map;let a=0;for(const c of Object.keys(s).filter(u))m.set(c,a),a+=s[c]?.length??0;const O=t?.length===a?t:void 0;return{...s,...g(c=>{const j=o[c],x=m.get(c)??0;return(s[c]??[]).map((l,p)=>({key:j(l),text:O?.[x+p]??(0,n.vx)(_(l))}))})}}function _(s){if(!("facts"in s)||s.facts===void 0&&s.use===void 0)return s;const{facts:t,use:m,...a}=s;return a}function u(s){return Object.hasOwn(o,s)}function i(s){const t=g(l=>s[l].map(({text:p})=>JSON.parse(p))),m=Object.entries(t).filter(([l,p])=>p.length>0||!f(l)),{suppressed:a,imageChanges:O,snapshots:E,buildInputs:c,holders:j,...x}=s;return{...x,...Object.fromEntries(m)}}function g(s){return Object.fromEntries(r.map(t=>[t,s(t)]))}})};export{$ as id,b as ids,C as modules};
