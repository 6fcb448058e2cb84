const _=3237,d=[3237],c={33237:((t,o,e)=>{e.d(o,{_:()=>s});const s=32<<20})};export{_ as id,d as ids,c as modules};
