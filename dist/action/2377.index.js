const g=2377,_=[2377],w={12377:((l,a,s)=>{s.d(a,{mergeBaseParent:()=>o});async function o(r,c,d,t){const n=await t.find("git");if(n===void 0)return;const i=["--no-replace-objects","-C",r,"cat-file","commit",c],{status:u,stdout:m}=await t.run(n,i,{timeout:3e4}),[p=""]=m.split(`

`),e=[...p.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([,f])=>f);return u===0&&e.length===2&&e[1]===d?e[0]:void 0}})};export{g as id,_ as ids,w as modules};
