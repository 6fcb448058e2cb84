const y=584,x=[584],m={58584:((v,a,s)=>{s.d(a,{json:()=>f});var i=s(46548),d=s(12976);const f={id:"json",description:"the complete report for programs (docs/report.schema.json)",render:n=>[...t((0,d.xH)(n))].join("")},c=1e3;function*t(n){yield`{"schema":${(0,i.vx)(n.schema)},
"tool":${(0,i.vx)(n.tool)}`,n.created!==void 0&&(yield`,
"created":${(0,i.vx)(n.created)}`),n.scope!==void 0&&(yield`,
"scope":${(0,i.vx)(n.scope)}`);for(const o of d.Kv){const l=n[o].map(({text:e})=>e);if(!((0,d.fN)(o)&&l.length===0)){yield`,
"${o}":[`;for(let e=0;e<l.length;e+=c)yield`${e===0?`
`:`,
`}${l.slice(e,e+c).join(`,
`)}`;yield"]"}}n.notShown&&(yield`,
"notShown":${(0,i.vx)(n.notShown)}`),n.files&&(yield`,
"files":${(0,i.vx)(n.files)}`),n.commits&&(yield`,
"commits":${(0,i.vx)(n.commits)}`),n.repositories&&(yield`,
"repositories":${(0,i.vx)(n.repositories)}`),n.baseline&&(yield`,
"baseline":${(0,i.vx)(n.baseline)}`),n.policyChange&&(yield`,
"policyChange":${(0,i.vx)(n.policyChange)}`),n.addedSuppressions&&(yield`,
"addedSuppressions":${(0,i.vx)(n.addedSuppressions)}`),n.plan&&(yield`,
"plan":${(0,i.vx)(n.plan)}`),yield`,
"verdict":${(0,i.vx)(n.verdict)}}
`}})};export{y as id,x as ids,m as modules};
