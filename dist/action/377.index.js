const f=377,p=[377],P={12377:((l,a,t)=>{t.r(a),t.d(a,{mergeBaseParent:()=>o});var e=t(32740);async function o(s,i,c,m){const d=await(await(0,e.u)(s,m))?.(["cat-file","commit",i]),[r=""]=(d?.toString("utf8")??"").split(`

`),n=[...r.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([,g])=>g);return n.length===2&&n[1]===c?n[0]:void 0}})};export{f as id,p as ids,P as modules};
