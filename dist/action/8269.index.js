const p=8269,h=[8269],x={88269:((g,n,e)=>{e.r(n),e.d(n,{mergedOnto:()=>s});async function s(a,c,i,o){const d=await o.find("git");if(d===void 0)return;const r=["--no-replace-objects","-C",a,"cat-file","commit",c],{status:u,stdout:m}=await o.run(d,r,{timeout:3e4}),[f=""]=m.split(`

`),t=[...f.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([,l])=>l);return u===0&&t.length===2&&t[1]===i?t[0]:void 0}})};export{p as id,h as ids,x as modules};
