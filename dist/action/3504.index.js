const _=3504,d=[3504],c={13504:((t,o,e)=>{e.d(o,{_:()=>s});const s=32<<20})};export{_ as id,d as ids,c as modules};
