const b=8584,$=[8584],C={58584:((E,g,a)=>{a.d(g,{json:()=>h});var e=a(46548),o=a(12976);const h={id:"json",description:"the complete report for programs (docs/report.schema.json)",render:n=>[...m((0,o.xH)(n))].join("")},_=1e3;function*m(n){yield`{"schema":${(0,e.vx)(n.schema)},
"tool":${(0,e.vx)(n.tool)}`;for(const u of o.Kv){const f=n[u].map(({text:t})=>t);if(!((0,o.fN)(u)&&f.length===0)){yield`,
"${u}":[`;for(let t=0;t<f.length;t+=_)yield`${t===0?`
`:`,
`}${f.slice(t,t+_).join(`,
`)}`;yield"]"}}n.commits&&(yield`,
"commits":${(0,e.vx)(n.commits)}`),n.baseline&&(yield`,
"baseline":${(0,e.vx)(n.baseline)}`),n.policyChange&&(yield`,
"policyChange":${(0,e.vx)(n.policyChange)}`),n.addedSuppressions&&(yield`,
"addedSuppressions":${(0,e.vx)(n.addedSuppressions)}`),n.plan&&(yield`,
"plan":${(0,e.vx)(n.plan)}`),yield`,
"verdict":${(0,e.vx)(n.verdict)}}
`}}),12976:((E,g,a)=>{a.d(g,{Kv:()=>m,Q2:()=>t,fN:()=>_,uN:()=>y,xH:()=>n});var e=a(46548);const o={targets:({name:s})=>s,packages:({purl:s})=>s,findings:({fingerprint:s})=>s,incomplete:({reason:s})=>s,notes:({message:s})=>s,coverage:({target:s})=>s,suppressed:({fingerprint:s})=>s,imageChanges:({after:s})=>s.name,snapshots:({image:s})=>s,buildInputs:({what:s})=>s},h=["suppressed","imageChanges","snapshots","buildInputs"];function _(s){return h.includes(s)}const m=Object.keys(o);function n(s,i){const p=new Map;let d=0;for(const c of Object.keys(s).filter(f))p.set(c,d),d+=s[c]?.length??0;const j=i?.length===d?i:void 0;return{...s,...y(c=>{const O=o[c],r=p.get(c)??0;return(s[c]??[]).map((l,v)=>({key:O(l),text:j?.[r+v]??(0,e.vx)(u(l))}))})}}function u(s){if(!("facts"in s))return s;const{facts:i,use:p,...d}=s;return d}function f(s){return Object.hasOwn(o,s)}function t(s){const i=y(r=>s[r].map(({text:l})=>JSON.parse(l))),p=Object.entries(i).filter(([r,l])=>l.length>0||!_(r)),{suppressed:d,imageChanges:j,snapshots:x,buildInputs:c,...O}=s;return{...O,...Object.fromEntries(p)}}function y(s){return Object.fromEntries(m.map(i=>[i,s(i)]))}})};export{b as id,$ as ids,C as modules};
