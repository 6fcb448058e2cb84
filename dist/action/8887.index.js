const d=8887,c=[8887],n={18887:((t,o,e)=>{e.d(o,{q:()=>s});const s=32<<20})};export{d as id,c as ids,n as modules};
