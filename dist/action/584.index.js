const x=584,h=[584],O={58584:((v,m,i)=>{i.d(m,{json:()=>_});var t=i(46548),c=i(12976);const _={id:"json",description:"the complete report for programs (docs/report.schema.json)",render:s=>[...p((0,c.xH)(s))].join("")},u=1e3;function*p(s){yield`{"schema":${(0,t.vx)(s.schema)},
"tool":${(0,t.vx)(s.tool)}`;for(const o of c.Kv){const e=s[o].map(({text:n})=>n);if(!(o==="suppressed"&&e.length===0)){yield`,
"${o}":[`;for(let n=0;n<e.length;n+=u)yield`${n===0?`
`:`,
`}${e.slice(n,n+u).join(`,
`)}`;yield"]"}}s.commits&&(yield`,
"commits":${(0,t.vx)(s.commits)}`),s.baseline&&(yield`,
"baseline":${(0,t.vx)(s.baseline)}`),s.policyChange&&(yield`,
"policyChange":${(0,t.vx)(s.policyChange)}`),s.addedSuppressions&&(yield`,
"addedSuppressions":${(0,t.vx)(s.addedSuppressions)}`),yield`,
"verdict":${(0,t.vx)(s.verdict)}}
`}}),12976:((v,m,i)=>{i.d(m,{Kv:()=>_,Q2:()=>s,uN:()=>o,xH:()=>u});var t=i(46548);const c={targets:({name:e})=>e,packages:({purl:e})=>e,findings:({fingerprint:e})=>e,incomplete:({reason:e})=>e,notes:({message:e})=>e,coverage:({target:e})=>e,suppressed:({fingerprint:e})=>e},_=Object.keys(c);function u(e,n){const a=new Map;let l=0;for(const d of Object.keys(e).filter(p))a.set(d,l),l+=e[d]?.length??0;const r=n?.length===l?n:void 0;return{...e,...o(d=>{const E=c[d],g=a.get(d)??0;return(e[d]??[]).map((y,j)=>({key:E(y),text:r?.[g+j]??(0,t.vx)(y)}))})}}function p(e){return Object.hasOwn(c,e)}function s(e){const n=o(r=>e[r].map(({text:f})=>JSON.parse(f))),{suppressed:a,...l}={...e,...n};return{...l,...a.length>0&&{suppressed:a}}}function o(e){return Object.fromEntries(_.map(n=>[n,e(n)]))}})};export{x as id,h as ids,O as modules};
