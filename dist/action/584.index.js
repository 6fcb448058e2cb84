const y=584,m=[584],x={58584:((v,a,s)=>{s.d(a,{json:()=>f});var e=s(46548),d=s(12976);const f={id:"json",description:"the complete report for programs (docs/report.schema.json)",render:i=>[...t((0,d.xH)(i))].join("")},c=1e3;function*t(i){yield`{"schema":${(0,e.vx)(i.schema)},
"tool":${(0,e.vx)(i.tool)}`,i.created!==void 0&&(yield`,
"created":${(0,e.vx)(i.created)}`),i.scope!==void 0&&(yield`,
"scope":${(0,e.vx)(i.scope)}`);for(const l of d.Kv){const o=i[l].map(({text:n})=>n);if(!((0,d.fN)(l)&&o.length===0)){yield`,
"${l}":[`;for(let n=0;n<o.length;n+=c)yield`${n===0?`
`:`,
`}${o.slice(n,n+c).join(`,
`)}`;yield"]"}}i.files&&(yield`,
"files":${(0,e.vx)(i.files)}`),i.commits&&(yield`,
"commits":${(0,e.vx)(i.commits)}`),i.repositories&&(yield`,
"repositories":${(0,e.vx)(i.repositories)}`),i.baseline&&(yield`,
"baseline":${(0,e.vx)(i.baseline)}`),i.policyChange&&(yield`,
"policyChange":${(0,e.vx)(i.policyChange)}`),i.addedSuppressions&&(yield`,
"addedSuppressions":${(0,e.vx)(i.addedSuppressions)}`),i.plan&&(yield`,
"plan":${(0,e.vx)(i.plan)}`),yield`,
"verdict":${(0,e.vx)(i.verdict)}}
`}})};export{y as id,m as ids,x as modules};
